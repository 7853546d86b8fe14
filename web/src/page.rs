//! The pages. A page fetches, a component draws.

pub mod case;
pub mod cases;
pub mod file;
pub mod filed;
pub mod home;
pub mod item;
pub mod items;
pub mod nodes;
pub mod not_found;
pub mod overview;
pub mod password;
pub mod people;
pub mod print;
pub mod rights;
pub mod sign_in;
pub mod sync;
pub mod tasks;
