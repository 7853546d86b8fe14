//! The Daiban node: one program for district, town and village. It keeps entries in one SQLite file, shows them to
//! people at its own address and exchanges them with the machine of the place above.
//!
//! Reading order: `node` (what a running machine is), `cases` (the write path), `store`, `sync`, `http`, `cli`.

pub mod accounts;
pub mod appraise;
pub mod case_page;
pub mod cases;
pub mod catalogue;
pub mod cli;
pub mod clock;
pub mod config;
pub mod error;
pub mod everyday;
pub mod file;
pub mod filing;
pub mod find;
pub mod form;
pub mod http;
pub mod identity;
pub mod inspect;
pub mod join;
pub mod node;
pub mod practice;
pub mod seed;
pub mod store;
pub mod supervise;
pub mod sync;
pub mod upkeep;

pub use clock::Clock;
pub use error::Error;
pub use node::Node;
