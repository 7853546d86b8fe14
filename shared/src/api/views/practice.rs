//! Practice: a network of its own on one machine, with invented people and cases.

use super::super::people::SiteRef;
use crate::kind::Role;
use serde::{Deserialize, Serialize};

/// `GET /practice`: whether somebody can practise here, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeView {
    /// This machine is one of a practice network.
    pub inside: bool,
    /// Whoever asks sits at this machine, so that he may start, enter and end it.
    pub allowed: bool,
    /// Address of the real machine; none = this is it.
    pub home: Option<String>,
    /// The seats; empty = it does not run.
    pub seats: Vec<Seat>,
}

/// One desk that somebody can sit down at without a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// `agent`, `clerk`, ...: login and name in addresses.
    pub code: String,
    /// Capacity.
    pub role: Role,
    /// Place.
    pub site: SiteRef,
    /// Address of that place's practice machine.
    pub url: String,
}

/// `POST /practice/enter`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeEnter {
    /// Code of the seat.
    pub seat: String,
}
