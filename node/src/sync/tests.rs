//! Machines of three tiers in one process, over lines that are cut, lose answers, and lead to restored machines.

mod appraisal;
mod clock;
mod delivery;
mod exchange;
mod joining;
mod laws;
mod line;
mod refused;
mod restore;
mod supervision;
mod world;
