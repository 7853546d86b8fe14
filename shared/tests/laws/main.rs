//! The laws of the rules, shown on a small world with real keys: what bytes are an entry, in which order entries count,
//! what a case's state is, that what `decide` offers has effect, and that every case can come to an end.

mod world;

mod appraisal;
mod bounds;
mod cards;
mod changes;
mod clock;
mod days;
mod decide;
mod entry;
mod fold;
mod format;
mod golden;
mod golden_three;
mod golden_two;
mod ground;
mod honest;
mod joint;
mod late;
mod limits;
mod notices;
mod order;
mod papers;
mod progress;
mod races;
mod refusals;
mod rights;
mod rounds;
