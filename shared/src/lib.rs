//! The rules of Daiban, for node and browser: what an entry is, in which order entries count, what state a case has,
//! what a person may do now, and every word a screen shows.
//!
//! No I/O, no clock, no randomness, no floats: time, ids and keys are arguments. It compiles for wasm.

pub mod id;
pub mod day;
pub mod site;
pub mod item;
pub mod form;
pub mod import;
pub mod entry;
pub mod kind;
pub mod ground;
pub mod order;
pub mod case;
pub mod fold;
pub mod limits;
pub mod decide;
pub mod api;
pub mod text;
