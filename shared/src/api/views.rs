//! Answers that show something.

mod case;
mod clock;
mod figures;
mod filing;
mod find;
mod item;
mod line;
mod list;
mod office;
mod overview;
mod practice;
mod register;
mod report;
mod step;
mod task;
mod times;
mod trends;
mod watch;

pub use case::*;
pub use clock::*;
pub use figures::*;
pub use filing::*;
pub use find::*;
pub use item::*;
pub use line::*;
pub use list::*;
pub use office::*;
pub use overview::*;
pub use practice::*;
pub use register::*;
pub use report::*;
pub use step::*;
pub use task::*;
pub use times::*;
pub use trends::*;
pub use watch::*;
