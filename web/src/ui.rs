//! What pages are drawn with. A component draws; it never fetches.

pub mod dom;
pub mod keys;
pub mod link;
pub mod title;
pub mod state;
pub mod notice;
pub mod field;
pub mod input;
pub mod badge;
pub mod words;
pub mod button;
pub mod typed;
