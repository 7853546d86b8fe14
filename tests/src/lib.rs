//! What the whole-system tests stand on: a world of machines in one process, a line with faults, real processes.
//!
//! Newcomers begin with `tests/story.rs`: it tells what Daiban does. `world` is the stage it plays on.

pub mod line;
pub mod people;
pub mod process;
pub mod proxy;
pub mod world;
