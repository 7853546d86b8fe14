//! The sample network: seven machines of Meixian with invented staff and thirty cases, made under a clock set by hand.
//!
//! Nothing is written past the ordinary doors: machines are invited, join and exchange, people file and decide through
//! `cases`, so what the demo shows is what the program does. Only the time is not real.

mod desk;
mod network;
pub mod past;
mod places;
mod plan;
mod residents;
mod samples;
mod staff;

pub use desk::{Desk, application, new_command, open_task, state};
pub use network::{Network, answer, built_in_rows};
pub use places::Place;
pub use residents::{Resident, resident};
pub use staff::{PASSWORD, Person, counter, of as staff_of};

use crate::accounts;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::node::Node;
use daiban_shared::api::{Command, UserChange};
use daiban_shared::day::Day;
use daiban_shared::deadline::Workdays;
use daiban_shared::id::{DocId, Millis, SiteId};
use daiban_shared::kind::Role;
use daiban_shared::site::Tier;
use plan::{Act, Beat, Sample, When};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The network is founded this many days before the first samples need it.
const FOUNDED_DAYS_BEFORE: i32 = 60;
/// Machines are set up in the morning.
const FOUNDED_MINUTE: u16 = 8 * 60;
/// Working days before the newest finished one that the samples reach back.
const WORKDAYS_BACK: usize = 40;

/// One machine that was made.
#[derive(Debug, Clone)]
pub struct SeededNode {
    /// Which.
    pub place: Place,
    /// Its stable id.
    pub site: SiteId,
    /// Level.
    pub tier: Tier,
    /// 雁洋镇
    pub zh: String,
    /// Yanyang Town
    pub en: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Who can sign in.
    pub people: &'static [Person],
}

/// Makes the sample network in an empty folder as it stands at `now`; `tell` hears how far it is.
///
/// Errors: a folder that is already a machine's; a sample that the program refuses (a fault of the samples).
pub fn seed_network(dir: &Path, now: Millis, tell: &mut dyn FnMut(&str)) -> Result<Vec<SeededNode>, Error> {
    let clock = Clock::set_to(Day::of(now).plus(-FOUNDED_DAYS_BEFORE).at_minute(FOUNDED_MINUTE));
    tell("making the district's machine and directory");
    let mut network = Network::found(dir, clock)?;
    for place in Place::ALL {
        if place.parent().is_some() {
            tell(&format!("{} joins", place.folder()));
            network.join(place)?;
        }
        add_people(network.node(place)?, place)?;
    }
    let days = Workweek::before(now, network.node(Place::District)?);
    let samples = samples::all(|day| days.day(day));
    play(&mut network, &samples, &days, tell)?;
    network.clock().move_to(now);
    network.call_all()?;
    Place::ALL.into_iter().map(|place| describe(&network, place)).collect()
}

fn add_people(node: &Node, place: Place) -> Result<(), Error> {
    for person in staff_of(place) {
        let new = UserChange {
            login: Some(person.login.to_owned()),
            name: Some(person.name.to_owned()),
            password: Some(PASSWORD.to_owned()),
            roles: Some(vec![person.role]),
            department: person.dept,
            ..UserChange::default()
        };
        accounts::create(node.store(), new)
            .map_err(|why| Error::Other(format!("sample account {}: {why}", person.login)))?;
    }
    Ok(())
}

fn describe(network: &Network, place: Place) -> Result<SeededNode, Error> {
    let node = network.node(place)?;
    Config { practice: true, ..Config::load(node.folder())? }.save(node.folder())?;
    let site = node.identity().site();
    let directory = node.store().directory();
    let (zh, en) =
        directory.newest().site(site).map_or_else(Default::default, |site| (site.zh.clone(), site.en.clone()));
    Ok(SeededNode { place, site, tier: place.tier(), zh, en, folder: node.folder().into(), people: staff_of(place) })
}

/// Working days counted back from the newest finished one.
struct Workweek {
    /// Newest first.
    past: Vec<Day>,
}

impl Workweek {
    fn before(now: Millis, district: &Node) -> Self {
        let directory = district.store().directory();
        let view = directory.newest();
        let is_workday = |day: &Day| view.workday(*day).unwrap_or(day.weekday() <= 5);
        let yesterday = Day::of(now).plus(-1);
        let past = (0..FOUNDED_DAYS_BEFORE - 1)
            .map(|back| yesterday.plus(-back))
            .filter(is_workday)
            .take(WORKDAYS_BACK)
            .collect();
        Self { past }
    }

    /// 0 is the newest finished working day, -1 the one before; positive numbers are calendar days after it.
    fn day(&self, number: i32) -> Day {
        let newest = self.past.first().copied().unwrap_or(Day(0));
        match usize::try_from(-number) {
            Ok(back) => self.past.get(back).or(self.past.last()).copied().unwrap_or(newest),
            Err(_) => newest.plus(number),
        }
    }

    fn moment(&self, when: When) -> Millis {
        self.day(when.day).at_minute(when.minute)
    }
}

/// Plays all samples at once in order of time, as the days went.
fn play(network: &mut Network, samples: &[Sample], days: &Workweek, tell: &mut dyn FnMut(&str)) -> Result<(), Error> {
    let mut beats: Vec<(usize, &Beat)> =
        samples.iter().enumerate().flat_map(|(i, sample)| sample.beats.iter().map(move |beat| (i, beat))).collect();
    beats.sort_by_key(|(sample, beat)| (beat.when, *sample));
    let mut cases: BTreeMap<usize, DocId> = BTreeMap::new();
    for (done, (sample, beat)) in beats.iter().enumerate() {
        if done % 20 == 0 {
            tell(&format!("sample cases: {} of {} steps", done, beats.len()));
        }
        network.clock().move_to(days.moment(beat.when));
        let known = cases.get(sample).copied();
        let case = act(network, beat, known).map_err(|why| {
            let about = samples[*sample].about;
            Error::Other(format!("sample “{about}”, {:?} {} at day {}: {why}", beat.place, beat.who, beat.when.day))
        })?;
        if let Some(case) = case {
            cases.insert(*sample, case);
        }
        network.settle()?;
    }
    Ok(())
}

/// Does one thing; gives the case it is about.
fn act(network: &mut Network, beat: &Beat, case: Option<DocId>) -> Result<Option<DocId>, Error> {
    match &beat.act {
        Act::Cut => network.cut(beat.place),
        Act::Heal => network.heal(beat.place),
        Act::File { item, resident: number, missing } => {
            let node = network.node(beat.place)?;
            let directory = node.store().directory();
            let (_, item) = directory.newest().item(item).ok_or_else(|| Error::Other(format!("no item {item}")))?;
            let new = application(item, &resident(*number), beat.place.address(), missing);
            return Ok(Some(Desk::of(node, beat.who)?.file(new)?.id));
        }
        Act::Do(command) => {
            Desk::of(network.node(beat.place)?, beat.who)?.step(opened(case)?, Command::clone(command))?;
        }
        Act::Form(values) => {
            let values = values.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect();
            Desk::of(network.node(beat.place)?, beat.who)?.correct(opened(case)?, values)?;
        }
        Act::AnswerTask(result, words) => {
            let desk = Desk::of(network.node(beat.place)?, beat.who)?;
            let of = open_task(&desk.state(opened(case)?)?, desk.actor());
            let of = of.ok_or_else(|| Error::Other("no task waits here".into()))?;
            desk.step(
                opened(case)?,
                Command::Answer {
                    of,
                    result: Some(*result),
                    words: (*words).to_owned(),
                    dept: None,
                    officers: Vec::new(),
                },
            )?;
        }
    }
    Ok(case)
}

fn opened(case: Option<DocId>) -> Result<DocId, Error> {
    case.ok_or_else(|| Error::Other("nothing was filed yet".into()))
}

/// The capacity of a sample account as scripts read it.
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent",
        Role::Clerk => "clerk",
        Role::Reviewer => "reviewer",
        Role::Head => "head",
        Role::Supervisor => "supervisor",
        Role::LaySupervisor => "lay-supervisor",
        Role::Admin => "admin",
        Role::Node => "node",
    }
}

#[cfg(test)]
mod tests;
