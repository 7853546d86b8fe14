//! The small language in which sample cases are written: who does what at which hour of which working day.

use super::places::Place;
use super::staff::counter;
use daiban_shared::api::{Command, PaperTicked};
use daiban_shared::form::Value;
use daiban_shared::kind::AnswerResult;

/// Minutes after midnight.
pub type Minute = u16;

/// When something happens: working days before the newest finished one (0), and the time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    /// 0 or negative.
    pub day: i32,
    /// Time of day.
    pub minute: Minute,
}

/// What somebody does.
#[derive(Debug, Clone)]
pub enum Act {
    /// Files the case, without these papers.
    File {
        /// Item code.
        item: &'static str,
        /// Number of the invented applicant.
        resident: usize,
        /// Numbers of the papers that were not brought.
        missing: &'static [u8],
    },
    /// A step.
    Do(Box<Command>),
    /// Corrects form fields.
    Form(Vec<(&'static str, Value)>),
    /// Answers the task that is open at this place.
    AnswerTask(AnswerResult, &'static str),
    /// The line between this place and the one above breaks.
    Cut,
    /// The line is back, and everything travels.
    Heal,
}

/// One thing that happens.
#[derive(Debug, Clone)]
pub struct Beat {
    /// When.
    pub when: When,
    /// Where.
    pub place: Place,
    /// Login.
    pub who: &'static str,
    /// What.
    pub act: Act,
}

/// One sample case from filing to where the samples leave it.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What it shows.
    pub about: &'static str,
    /// In order of time.
    pub beats: Vec<Beat>,
    origin: Place,
}

/// Who acts, in the tables.
#[derive(Debug, Clone, Copy)]
pub struct Who(pub Place, pub &'static str);

impl Sample {
    /// A case filed at the counter of this place.
    pub fn filed(
        about: &'static str,
        origin: Place,
        day: i32,
        minute: Minute,
        item: &'static str,
        resident: usize,
    ) -> Self {
        Self::filed_without(about, origin, day, minute, item, resident, &[])
    }

    /// As `filed`, with papers that the resident did not bring.
    pub fn filed_without(
        about: &'static str,
        origin: Place,
        day: i32,
        minute: Minute,
        item: &'static str,
        resident: usize,
        missing: &'static [u8],
    ) -> Self {
        let act = Act::File { item, resident, missing };
        let first = Beat { when: When { day, minute }, place: origin, who: counter(origin), act };
        Self { about, beats: vec![first], origin }
    }

    /// The counter that filed takes a step.
    pub fn here(self, day: i32, minute: Minute, command: Command) -> Self {
        let who = Who(self.origin, counter(self.origin));
        self.step(day, minute, who, command)
    }

    /// Somebody takes a step.
    pub fn step(self, day: i32, minute: Minute, who: Who, command: Command) -> Self {
        self.beat(day, minute, who, Act::Do(Box::new(command)))
    }

    /// Anything else.
    pub fn beat(mut self, day: i32, minute: Minute, who: Who, act: Act) -> Self {
        self.beats.push(Beat { when: When { day, minute }, place: who.0, who: who.1, act });
        self
    }
}

/// Papers handed in later, as many as the item asks for.
pub fn papers(numbers: &[u8]) -> Vec<PaperTicked> {
    numbers.iter().map(|no| PaperTicked { no: *no, originals: 0, copies: 0, how: None }).collect()
}
