//! Thirty-one sample cases in every state that a case can be in, over five weeks: ordinary ones, and those where a line broke.

mod broken;
mod finished;
mod running;

use super::places::Place;
use super::plan::{Minute, Sample, Who};
use daiban_shared::api::{Command, DefectIn};
use daiban_shared::day::Day;
use daiban_shared::kind::{DefectCode, DeliverWay, NotAcceptGround, Opinion, ReturnGround};

/// Every sample. `day_of` gives the calendar day of a working day, counted from the newest finished one (0).
pub fn all(day_of: impl Fn(i32) -> Day) -> Vec<Sample> {
    let mut samples = finished::samples();
    samples.extend(running::samples(day_of));
    samples.extend(broken::samples());
    samples
}

const CHANGJIAO: Place = Place::Changjiao;
const YINNA: Place = Place::Yinna;
const DAHUANG: Place = Place::Dahuang;
const TONGPA: Place = Place::Tongpa;

const YANYANG_CLERK: Who = Who(Place::Yanyang, "clerk");
const YANYANG_REVIEWER: Who = Who(Place::Yanyang, "reviewer");
const SONGKOU_CLERK: Who = Who(Place::Songkou, "clerk");
const SONGKOU_REVIEWER: Who = Who(Place::Songkou, "reviewer");
const MINZHENG: Who = Who(Place::District, "minzheng");

fn agent(place: Place) -> Who {
    Who(place, "agent")
}

fn hm(hour: u16, minute: u16) -> Minute {
    hour * 60 + minute
}

fn forward() -> Command {
    Command::Forward { to: None, dept: None, opinion: None, words: String::new() }
}

fn forward_agreed(words: &str) -> Command {
    Command::Forward { to: None, dept: None, opinion: Some(Opinion::Agree), words: words.to_owned() }
}

fn accept() -> Command {
    Command::Accept { gaps: Vec::new(), gap_date: None }
}

fn notify(papers: &[(u8, &str)]) -> Command {
    let defects = papers.iter().map(|(no, words)| DefectIn {
        paper: Some(*no),
        field: None,
        code: DefectCode::Missing,
        words: (*words).to_owned(),
    });
    Command::Notify { defects: defects.collect(), days: None, again: None }
}

fn told() -> Command {
    deliver(DeliverWay::ByProxy)
}

fn supplement(papers: &[u8], words: &str) -> Command {
    Command::Supplement { papers: super::plan::papers(papers), defects: None, on: None, words: words.to_owned() }
}

fn send_back(ground: ReturnGround, words: &str) -> Command {
    Command::Return { to: None, ground: Some(ground), words: words.to_owned() }
}

fn not_ours(body: &str, words: &str) -> Command {
    let ground = Some(NotAcceptGround::NotOurs);
    Command::NotAccept { ground, body_named: body.to_owned(), words: words.to_owned() }
}

fn grant(words: &str) -> Command {
    Command::Grant { ground: None, words: words.to_owned() }
}

fn deliver(way: DeliverWay) -> Command {
    Command::Deliver { of: None, way: Some(way), receiver: String::new(), on: None }
}

fn close() -> Command {
    Command::Close { undelivered: None }
}

fn ask(words: &str) -> Command {
    Command::TaskOpen {
        what: None,
        to: Vec::new(),
        words: words.to_owned(),
        stage: None,
        excluded: None,
        place: String::new(),
        held: String::new(),
    }
}
