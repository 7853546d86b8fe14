//! A small network in one process for tests: Meixian with one town and two of its villages, joined by hand.

use super::{change_form, file, step};
use crate::case_page::case_view;
use crate::cli::district::{Files, district_rows};
use crate::clock::Clock;
use crate::error::Error;
use crate::identity::Identity;
use crate::node::Node;
use crate::store::{Folder, Priority, PrivateIn, PrivateState, Settings, Store, private_of};
use daiban_shared::api::{Applicant, CaseView, Command, NewCase, PaperTicked};
use daiban_shared::day::Day;
use daiban_shared::decide::Actor;
use daiban_shared::form::Value;
use daiban_shared::id::{CmdId, DocId, SiteId, UserId};
use daiban_shared::kind::{Body, Role};
use daiban_shared::site::{Site, Tier};
use daiban_shared::text::Lang;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// Tuesday 2026-09-08 10:20 in Beijing.
pub fn morning() -> u64 {
    Day::from_ymd(2026, 9, 8).expect("a day").at_minute(620)
}

/// One place with its machine.
pub struct Place {
    pub site: SiteId,
    pub store: Store,
    carried: BTreeMap<SiteId, i64>,
}

/// District, town and two villages; entries go from one to another only by `carry`.
pub struct Sample {
    pub clock: Clock,
    pub district: Place,
    pub town: Place,
    pub village: Place,
    commands: u8,
    _node: Node,
    _folder: Folder,
}

impl Sample {
    pub fn new() -> Self {
        let clock = Clock::set_to(morning());
        let folder = Folder::new().expect("a folder");
        let rows = district_rows(&Files::default(), Some("441403"), Day::of(morning())).expect("the built-in district");
        let (node, _) =
            Node::init_district(&folder.path().join("district"), clock.clone(), few(rows)).expect("a district");
        let net = node.identity().net();
        let directory = node.store().directory();
        let of_tier = |tier: Tier| directory.newest().sites().find(|site| site.tier == tier).expect("a place").id;
        let (town, village) = (of_tier(Tier::Town), of_tier(Tier::Village));
        let machines = [
            Identity::from_secrets([5; 32], [6; 32], town, net),
            Identity::from_secrets([7; 32], [8; 32], village, net),
        ];
        node.publish(machines.iter().map(|machine| Body::Node(machine.row())).collect()).expect("enrolled");
        let [town, village] = machines.map(|machine| Place::open(":memory:".into(), machine, &clock));
        let district = Place { site: node.identity().site(), store: node.store().clone(), carried: BTreeMap::new() };
        let mut sample = Self { clock, district, town, village, commands: 0, _node: node, _folder: folder };
        carry(&mut sample.district, &mut sample.town);
        carry(&mut sample.town, &mut sample.village);
        sample
    }

    /// Everything that one of the three has reaches all.
    pub fn settle(&mut self) {
        carry(&mut self.village, &mut self.town);
        carry(&mut self.town, &mut self.district);
        carry(&mut self.district, &mut self.town);
        carry(&mut self.town, &mut self.village);
        // What the town's machine signed for by itself.
        carry(&mut self.town, &mut self.district);
        carry(&mut self.district, &mut self.town);
    }

    pub fn pass(&self, minutes: u64) {
        self.clock.move_to(self.clock.now() + minutes * 60_000);
    }

    pub fn cmd(&mut self) -> CmdId {
        self.commands += 1;
        CmdId([self.commands; 16])
    }

    /// An application for the minimum living allowance, filed in the village and handed up to the town.
    pub fn filed(&mut self) -> DocId {
        let (file_cmd, forward_cmd) = (self.cmd(), self.cmd());
        let agent = self.village.person(1, &[Role::Agent]);
        let (made, _) = file(&self.village.store, &agent, allowance(), file_cmd).expect("filed");
        self.pass(1);
        let forward = Command::Forward { to: None, dept: None, opinion: None, words: String::new() };
        step(&self.village.store, &agent, made.id, None, forward, forward_cmd).expect("handed up");
        self.pass(1);
        made.id
    }
}

impl Place {
    pub fn open(path: PathBuf, machine: Identity, clock: &Clock) -> Self {
        let site = machine.site();
        let settings = Settings { path, identity: Arc::new(machine), clock: clock.clone(), readers: 2 };
        Self { site, store: Store::open(settings).expect("a store"), carried: BTreeMap::new() }
    }

    pub fn person(&self, no: u8, roles: &[Role]) -> Actor {
        Actor {
            user: UserId([no; 8]),
            name: format!("{}{no}", roles.first().map_or("", |role| role.text(Lang::Zh))),
            site: self.site,
            roles: roles.iter().copied().collect::<BTreeSet<_>>(),
            dept: None,
        }
    }

    pub fn clerk(&self) -> Actor {
        self.person(2, &[Role::Clerk, Role::Reviewer])
    }

    pub fn view(&self, doc: DocId) -> CaseView {
        case_view(&self.store, &self.person(9, &[Role::Supervisor]), doc, Lang::En).expect("the case is here")
    }

    pub fn take(&self, actor: &Actor, doc: DocId, command: Command, cmd: CmdId) -> Result<(), Error> {
        step(&self.store, actor, doc, None, command, cmd).map(|_| ())
    }

    pub fn write_phone(&self, doc: DocId, phone: &str, cmd: CmdId) -> Result<(), Error> {
        let values = BTreeMap::from([("applicant.phone".to_owned(), Value::Text(phone.to_owned()))]);
        change_form(&self.store, &self.clerk(), doc, None, values, cmd).map(|_| ())
    }
}

/// Carries everything from the beginning, to a second machine of a place that is known already.
pub fn carry_all(from: &mut Place, to: &mut Place) {
    from.carried.remove(&to.site);
    carry(from, to);
}

/// Carries what is new at one place to another, as the line would.
pub fn carry(from: &mut Place, to: &mut Place) {
    let after = from.carried.get(&to.site).copied().unwrap_or(0);
    let rows = from.store.read(|conn| new_rows(conn, after)).expect("read");
    let end = rows.iter().map(|(pos, ..)| *pos).max().unwrap_or(after);
    from.carried.insert(to.site, end);
    let sender = from.site;
    to.store
        .write(Priority::Peers, move |tx| {
            for (_, entry, private) in rows {
                tx.receive(entry, private, sender)?;
            }
            Ok(())
        })
        .expect("received");
}

type NewRow = (i64, daiban_shared::entry::Entry, PrivateIn);

fn new_rows(conn: &rusqlite::Connection, after: i64) -> Result<Vec<NewRow>, Error> {
    let mut rows = Vec::new();
    for pos in after + 1..=crate::store::newest_pos(conn)? {
        let Some(stored) = crate::store::by_pos(conn, pos)? else { continue };
        let private = match private_of(conn, pos)? {
            None => PrivateIn::None,
            Some(part) if part.state == PrivateState::Here => PrivateIn::Here { salt: part.salt, bytes: part.bytes },
            Some(_) => PrivateIn::Missing,
        };
        rows.push((pos, stored.entry, private));
    }
    Ok(rows)
}

/// The district, its first town and two villages of that town; everything else as published.
fn few(rows: Vec<Body>) -> Vec<Body> {
    let sites: Vec<Site> = rows.iter().filter_map(site).cloned().collect();
    let town = sites.iter().find(|site| site.tier == Tier::Town).expect("a town").id;
    let villages = sites.iter().filter(|site| site.parent == Some(town)).take(2).map(|site| site.id);
    let kept: BTreeSet<SiteId> =
        sites.iter().filter(|site| site.parent.is_none()).map(|site| site.id).chain([town]).chain(villages).collect();
    rows.into_iter().filter(|row| site(row).is_none_or(|site| kept.contains(&site.id))).collect()
}

fn site(row: &Body) -> Option<&Site> {
    if let Body::Site(site) = row { Some(site) } else { None }
}

/// 陈秀英 applies for V04 with all papers; every value is invented.
pub fn allowance() -> NewCase {
    NewCase {
        item: "V04".to_owned(),
        applicant: Applicant {
            name: "陈秀英".into(),
            id_number: "44142119990101124X".into(),
            phone: "13800000001".into(),
        },
        materials: (1..=7).map(|no| PaperTicked { no, originals: 1, copies: 0, how: None }).collect(),
        ..NewCase::default()
    }
}
