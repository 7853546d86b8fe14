//! The rules of Daiban, for node and browser: what an entry is, in which order entries count, what state a case has,
//! what a person may do now, and every word a screen shows.
//!
//! No I/O, no clock, no randomness, no floats: time, ids and keys are arguments. It compiles for wasm.

pub mod api;
pub mod appraisal;
pub mod case;
pub mod day;
pub mod deadline;
pub mod decide;
pub mod entry;
pub mod figures;
pub mod fold;
pub mod form;
pub mod ground;
pub mod id;
pub mod import;
pub mod item;
pub mod kind;
pub mod limits;
pub mod order;
pub mod report;
pub mod site;
pub mod text;
pub mod watch;
