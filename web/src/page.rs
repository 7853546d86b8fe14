//! The pages. A page fetches, a component draws.

pub mod sign_in;
pub mod home;
pub mod items;
pub mod item;
pub mod file;
pub mod filed;
pub mod cases;
pub mod case;
pub mod tasks;
pub mod overview;
pub mod sync;
pub mod people;
pub mod nodes;
pub mod rights;
pub mod password;
pub mod print;
pub mod not_found;
