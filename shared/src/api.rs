//! What browser and node say to each other: `/api/v1`, JSON. The node computes, the browser draws.
//!
//! In a request `id` is the command's (a UUID made by the client, so that a retry is harmless), in a response the case's.

mod command;
mod people;
mod rights;
mod views;

pub use command::*;
pub use people::*;
pub use rights::*;
pub use views::*;
