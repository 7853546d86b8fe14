//! What pages are drawn with. A component draws; it never fetches.

pub mod badge;
pub mod button;
pub mod chart;
pub mod desk;
pub mod dom;
pub mod download;
pub mod field;
pub mod grant;
pub mod help;
pub mod icon;
pub mod input;
pub mod keys;
pub mod link;
pub mod menu;
pub mod more;
pub mod notice;
pub mod search;
pub mod sort_head;
pub mod state;
pub mod strip;
pub mod tile;
pub mod title;
pub mod typed;
pub mod wait;
pub mod width;
pub mod words;
