//! Makes the machines of a practice network: a root of its own, the real place with those above and below it, its items,
//! days and departments, invented people and a few invented applications.

use super::SEATS;
use crate::accounts;
use crate::cli::district::first_rights;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::identity::{hex, random};
use crate::join::{self, Joining};
use crate::node::Node;
use crate::seed::{Desk, answer, application, resident};
use crate::sync::dial;
use daiban_shared::api::{Command, UserChange};
use daiban_shared::day::Day;
use daiban_shared::decide::Actor;
use daiban_shared::ground::View;
use daiban_shared::id::{SiteId, UserId};
use daiban_shared::item::Item;
use daiban_shared::kind::{Body, Role};
use daiban_shared::site::{Site, Tier};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Stands in the settings until the machines are opened on their ports; nothing dials it.
const PARENT_URL: &str = "http://127.0.0.1:1";
/// Steps in which a machine joins: asks, is confirmed, is enrolled.
const JOIN_STEPS_MAX: usize = 20;
/// Rounds of exchange after which machines that are still not quiet are faulty.
const ROUNDS_MAX: usize = 64;
/// Years of working days that are taken over.
const YEARS: std::ops::RangeInclusive<u16> = 2004..=2099;
/// Applications that wait at the town when somebody sits down there.
const CASES: usize = 3;

/// One machine that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Its folder.
    pub folder: PathBuf,
    /// Its place, by the real place's id: under another root it is another network's.
    pub site: SiteId,
    /// Level.
    pub tier: Tier,
    /// 雁洋镇
    pub zh: String,
    /// Yanyang Town
    pub en: String,
}

/// Makes district, town and village in an empty folder, parents first, and closes them again.
pub fn found(folder: &Path, real: &Node) -> Result<Vec<Made>, Error> {
    let directory = real.store().directory();
    let view = directory.newest();
    let chain = chain(view, real.identity().site())?;
    let clock = real.clock().clone();
    let machine = |site: &Site| Made {
        folder: folder.join(folder_of(site.tier)),
        site: site.id,
        tier: site.tier,
        zh: site.zh.clone(),
        en: site.en.clone(),
    };
    let made: Vec<Made> = chain.iter().map(machine).collect();
    for machine in &made {
        settle_config(&machine.folder, None)?;
    }
    let today = Day::of(clock.now());
    let (district, _) = Node::init_district(&made[0].folder, clock.clone(), rows(view, &chain, today))?;
    let mut nodes = vec![district];
    for machine in &made[1..] {
        let node = enter(&nodes, machine, &clock)?;
        nodes.push(node);
    }
    for (node, machine) in nodes.iter().zip(&made) {
        add_people(node, machine.tier)?;
    }
    let address: String = made.iter().map(|machine| machine.zh.replace("村委会", "村")).collect();
    file_cases(&nodes, view, &address)?;
    settle(&nodes)?;
    Ok(made)
}

/// District, town and village with this place among them.
fn chain(view: View<'_>, own: SiteId) -> Result<Vec<Site>, Error> {
    let mut chain: Vec<SiteId> = view.above(own).into_iter().rev().chain([own]).collect();
    while let Some(below) = chain.last().and_then(|last| view.children(*last).into_iter().next()) {
        chain.push(below);
    }
    let sites: Vec<Site> = chain.into_iter().filter_map(|site| view.site(site).cloned()).collect();
    if sites.len() < 2 {
        return Err(Error::Other("practice needs a town or village below the district in the directory".into()));
    }
    Ok(sites)
}

/// The public rows of the practice district.
fn rows(view: View<'_>, chain: &[Site], today: Day) -> Vec<Body> {
    let items: Vec<Item> = view.items().filter(|(_, item)| !item.ended).map(|(_, item)| item.clone()).collect();
    let rights = first_rights(&items, today, 1);
    let sites = chain.iter().map(|site| Body::Site(Box::new(site.clone())));
    let days = YEARS.filter_map(|year| view.calendar(year)).map(|year| Body::Calendar(year.clone()));
    sites
        .chain(days)
        .chain(items.into_iter().map(|item| Body::Item(Box::new(item))))
        .chain(rights.into_iter().map(Body::Right))
        .collect()
}

fn settle_config(folder: &Path, parent: Option<String>) -> Result<(), Error> {
    std::fs::create_dir_all(folder).map_err(|source| Error::File { what: "make", path: folder.into(), source })?;
    Config { practice: true, parent, readers: 2, ..Config::default() }.save(folder)
}

/// Invites a machine, lets it join and waits until the district has enrolled it.
fn enter(above: &[Node], machine: &Made, clock: &Clock) -> Result<Node, Error> {
    let parent = above.last().ok_or_else(|| Error::Other("practice has no district".into()))?;
    let code = join::invite(parent, machine.site)?.code;
    for _ in 0..JOIN_STEPS_MAX {
        let asked = join::child::step(&machine.folder, clock.clone(), PARENT_URL, &code, |path, body| {
            Ok(answer(parent, path, &body))
        });
        match asked? {
            Joining::Compare { .. } => confirm(parent, machine.site)?,
            Joining::Confirmed => {}
            Joining::Joined => {
                settle_config(&machine.folder, Some(PARENT_URL.to_owned()))?;
                return Node::open(&machine.folder, clock.clone());
            }
        }
        settle(above)?;
    }
    Err(Error::Other("a practice machine did not get into its network; this is a fault of the program".into()))
}

/// Both machines stand in this process, so there is nobody who could stand between them.
fn confirm(parent: &Node, site: SiteId) -> Result<(), Error> {
    let admin = Actor {
        user: UserId::ZERO,
        name: String::new(),
        site: parent.identity().site(),
        roles: BTreeSet::from([Role::Admin]),
        dept: None,
    };
    let asking = join::nodes(parent)?.asking.into_iter().find(|asking| asking.site.id == site && !asking.confirmed);
    asking.map_or(Ok(()), |asking| join::confirm(parent, &admin, asking.node))
}

/// Exchanges until nobody has news.
fn settle(nodes: &[Node]) -> Result<(), Error> {
    let newest = |node: &Node| *node.store().changes().borrow();
    for _ in 0..ROUNDS_MAX {
        let before: Vec<_> = nodes.iter().map(newest).collect();
        for pair in nodes.windows(2).rev() {
            dial::exchange_with(&pair[1], &pair[0])?;
        }
        if nodes.iter().map(newest).collect::<Vec<_>>() == before {
            return Ok(());
        }
    }
    Err(Error::Other("the practice machines do not come to rest; this is a fault of the program".into()))
}

/// One invented person for every desk of the place; nobody knows their passwords, because nobody needs one.
fn add_people(node: &Node, tier: Tier) -> Result<(), Error> {
    for (code, role, _) in SEATS.into_iter().filter(|(_, _, of)| *of == tier) {
        let new = UserChange {
            login: Some(code.to_owned()),
            name: Some(name_of(code).to_owned()),
            password: Some(hex(&random::<16>()?)),
            roles: Some(vec![role]),
            department: None,
            ..UserChange::default()
        };
        accounts::create(node.store(), new).map_err(|why| Error::Other(format!("practice account {code}: {why}")))?;
    }
    Ok(())
}

fn name_of(code: &str) -> &'static str {
    match code {
        "agent" => "练习代办员",
        "clerk" => "练习窗口人员",
        "reviewer" => "练习审批人员",
        "decider" => "练习区级审批人员",
        _ => "练习监督员",
    }
}

/// A few applications of the village that lie at the town, so that no desk is empty.
fn file_cases(nodes: &[Node], view: View<'_>, address: &str) -> Result<(), Error> {
    let Some(village) = nodes.last().filter(|_| nodes.len() > 2) else { return Ok(()) };
    let fits = |item: &&Item| {
        item.files_at(Tier::Village) && item.decide_tier != Tier::Village && item.needs_desk_at(Tier::Town)
    };
    let today = Day::of(village.clock().now());
    let mut items: Vec<&Item> =
        view.items().map(|(_, item)| item).filter(fits).filter(|item| item.from <= today && !item.ended).collect();
    // What the village itself files most comes first: its own items stand before those of town and district.
    items.sort_by_key(|item| (item.accept_tiers.contains(&Tier::District), item.accept_tiers.len(), item.code.clone()));
    for (number, item) in items.into_iter().take(CASES).enumerate() {
        let desk = Desk::of(village, "agent")?;
        let case = desk.file(application(item, &resident(number + 1), address, &[]))?.id;
        let command = Command::Forward { to: None, dept: None, opinion: None, words: String::new() };
        desk.step(case, command)?;
    }
    Ok(())
}

fn folder_of(tier: Tier) -> &'static str {
    match tier {
        Tier::District => "district",
        Tier::Town => "town",
        Tier::Village => "village",
    }
}
