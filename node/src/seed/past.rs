//! A district with years of cases behind it, for golden tests and benches of figures: every place has a machine, the entries are what
//! these machines would have written and signed, and the district's store takes them as it takes any neighbour's. Nothing is written
//! past the store. Only three things are not as in life: a case is decided where it was filed, so that no hand-over has to be written;
//! residents have no form; and the times are set.

mod golden;

pub use golden::{HALF_YEAR, MEIXIAN, bulletin, half_years, meixian};

use crate::clock::Clock;
use crate::error::Error;
use crate::identity::Identity;
use crate::node::Node;
use crate::seed::built_in_rows;
use crate::store::{Priority, PrivateIn};
use daiban_shared::day::Day;
use daiban_shared::deadline::due_day;
use daiban_shared::entry::{Entry, GroundRef, Head, SUITE, private_ref, seal};
use daiban_shared::id::{CmdId, DocId, DocKind, FeedId, Hash, Millis, SiteId, UserId};
use daiban_shared::item::{ProxyMode, Service, Span, Unit};
use daiban_shared::kind::*;
use daiban_shared::site::Tier;
use std::path::Path;

/// Entries in one transaction. Sync commits a tenth of it; but here the cases of a slice are of all places at once, as no neighbour sends
/// them, and every small slice would write the same pages of the lists anew.
const SLICE: usize = 2_000;
/// Numbers of the rights that let villages and towns decide.
const RIGHTS: [(u32, Tier); 2] = [(60_001, Tier::Village), (60_002, Tier::Town)];
/// When a counter accepts, and when it decides what it decides on the same day: minutes after midnight.
const ACCEPTED_MINUTE: u16 = 600;
const DECIDED_MINUTE: u16 = 660;

/// How a case goes on after its acceptance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Going {
    /// It is in work to this day.
    Open,
    /// Nobody has accepted it.
    Silent,
    /// Decided so many days after the due day; negative = before it, but never before its acceptance.
    Due(i32),
    /// Decided on the day of its acceptance.
    AtOnce,
}

/// One case of the past.
#[derive(Debug, Clone, Copy)]
pub struct PastCase {
    /// Place in `Past::places`.
    pub place: usize,
    /// Place in `Past::items`.
    pub item: usize,
    /// Filed and accepted on this day.
    pub day: Day,
    /// And then.
    pub going: Going,
}

/// Where cases were filed.
#[derive(Debug, Clone)]
pub struct PastPlace {
    /// The place.
    pub site: SiteId,
    /// Its three digits.
    pub number: u16,
    /// The town's machine through which its entries come.
    pub through: SiteId,
    /// Level.
    pub tier: Tier,
}

struct Pen {
    identity: Identity,
    feed: FeedId,
    n: u64,
    prev: Option<Hash>,
}

/// The district's machine and everybody's pens.
pub struct Past {
    node: Node,
    ground: GroundRef,
    places: Vec<PastPlace>,
    items: Vec<(String, Hash, Span)>,
    pens: Vec<Pen>,
    written: u64,
}

impl Past {
    /// The built-in district in an empty folder, its clock at the end of this day; villages first among the places.
    pub fn found(folder: &Path, today: Day) -> Result<Self, Error> {
        let mut rows = built_in_rows(Day::parse("2004-01-01").unwrap_or(today))?;
        for row in &mut rows {
            let Body::Item(item) = row else { continue };
            item.accept_tiers = vec![Tier::Village, Tier::Town, Tier::District];
            item.review_tiers = Vec::new();
            // A place that only helps starts no five days; here every place accepts by itself.
            item.village_mode = ProxyMode::Direct;
            item.from = Day(0);
            if item.service == Service::Instant {
                item.promised = Span { quarters: 4, unit: Unit::Workday };
            }
            item.legal = None;
        }
        rows.extend(RIGHTS.map(|(no, tier)| Body::Right(right(no, tier))));
        let (node, _) = Node::init_district(folder, Clock::set_to(today.at_minute(1_400)), rows)?;
        let places = places_of(&node);
        let net = node.identity().net();
        let identities =
            places.iter().map(|place| Identity::create(place.site, net)).collect::<Result<Vec<_>, Error>>()?;
        node.publish(identities.iter().map(|identity| Body::Node(identity.row())).collect())?;
        let directory = node.store().directory();
        let ground = directory.tip().ok_or_else(|| Error::Other("there are no public rows".into()))?;
        let mut items: Vec<(String, Hash, Span)> =
            directory.newest().items().map(|(hash, item)| (item.code.clone(), hash, item.promised)).collect();
        items.sort_by(|a, b| a.0.cmp(&b.0));
        let pen =
            |identity: Identity| Pen { feed: FeedId::new(identity.node(), 1, [7; 8]), identity, n: 0, prev: None };
        let pens = identities.into_iter().map(pen).collect();
        Ok(Self { node, ground, places, items, pens, written: 0 })
    }

    /// The district's machine.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Where cases can be filed: villages, then towns.
    pub fn places(&self) -> &[PastPlace] {
        &self.places
    }

    /// Villages among them.
    pub fn villages(&self) -> usize {
        self.places.iter().filter(|place| place.tier == Tier::Village).count()
    }

    /// Codes of the items, in order.
    pub fn items(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|(code, _, _)| code.as_str())
    }

    /// Writes cases in this order, as their machines would have, and has the district take them in.
    pub fn write(&mut self, cases: &[PastCase]) -> Result<(), Error> {
        let mut slice = Vec::with_capacity(SLICE + 4);
        for case in cases {
            let through = self.places[case.place].through;
            slice.extend(self.entries(case).into_iter().map(|(entry, private)| (entry, private, through)));
            if slice.len() >= SLICE {
                self.take_in(std::mem::take(&mut slice))?;
            }
        }
        self.take_in(slice)
    }

    fn take_in(&self, slice: Vec<(Entry, PrivateIn, SiteId)>) -> Result<(), Error> {
        self.node.store().write(Priority::Peers, move |tx| {
            slice.into_iter().try_for_each(|(entry, private, from)| tx.receive(entry, private, from).map(drop))
        })
    }

    /// The entries of a case in their order.
    fn entries(&mut self, case: &PastCase) -> Vec<(Entry, PrivateIn)> {
        self.written += 1;
        let serial = self.written;
        let (_, item, promised) = self.items[case.item].clone();
        let place = &self.places[case.place];
        let (year, month, day) = case.day.ymd();
        let number =
            format!("441403{:03}{:02}{month:02}{day:02}{:04}0", place.number, year.rem_euclid(100), serial % 10_000);
        let opened = Open {
            item,
            number,
            object: ObjectKind::Person,
            channel: Channel::Counter,
            mode: Mode::Direct,
            papers: Vec::new(),
            renews: None,
            on: None,
        };
        let (site, tier) = (place.site, place.tier);
        let clerk = officer(case.place, serial % 2);
        let doc = DocId::for_command(DocKind::Case, site, clerk, command(serial));
        let minute = u16::try_from(serial % 60).unwrap_or(0);
        let at = case.day.at_minute(ACCEPTED_MINUTE - 60 + minute);
        let mut written = Vec::with_capacity(3);
        written.push(self.entry(case.place, doc, clerk, at, None, &Body::Open(opened), false));
        if case.going == Going::Silent {
            return written;
        }
        let accepted_at = case.day.at_minute(ACCEPTED_MINUTE) + u64::from(minute) * 1_000;
        let accept = Body::Accept(Accept { gaps: Vec::new(), gap_date: None, on: None });
        let seen = written[0].0.hash;
        written.push(self.entry(case.place, doc, clerk, accepted_at, Some(seen), &accept, true));
        let due = {
            let directory = self.node.store().directory();
            due_day(case.day, promised, &[], &directory.newest()).day
        };
        let decided_on = match case.going {
            Going::Open | Going::Silent => return written,
            Going::Due(days) => due.plus(days).max(case.day),
            Going::AtOnce => case.day,
        };
        let at = decided_on.at_minute(DECIDED_MINUTE) + u64::from(minute) * 1_000;
        let reckoning =
            Reckoning { due: Some(due), provisional: false, used_quarters: 0, pauses: Vec::new(), calendar: None };
        let right = RIGHTS.iter().find(|(_, of)| *of == tier).map_or(0, |(no, _)| *no);
        let grant = Body::Grant(Grant { right, ground: GrantGround::Met, reckoning, on: None });
        let decider = officer(case.place, 2 + serial % 2);
        let seen = written[1].0.hash;
        written.push(self.entry(case.place, doc, decider, at, Some(seen), &grant, true));
        written
    }

    #[expect(clippy::too_many_arguments, reason = "they are the parts of an entry")]
    fn entry(
        &mut self,
        place: usize,
        doc: DocId,
        by: UserId,
        at: Millis,
        seen: Option<Hash>,
        body: &Body,
        named: bool,
    ) -> (Entry, PrivateIn) {
        let pen = &mut self.pens[place];
        let name = format!("经办{}{}", self.places[place].number, by.0[7]);
        let private = named.then(|| Private { name: Some(name), ..Private::default() }.encode());
        let salt = [pen.n as u8; 16];
        let head = Head {
            suite: SUITE,
            doc,
            feed: pen.feed,
            n: pen.n + 1,
            prev: pen.prev,
            seen: seen.into_iter().collect(),
            ground: Some(self.ground),
            after: None,
            by,
            role: Role::Head.into(),
            cmd: command(pen.n ^ (1 << 40)),
            part: 0,
            at,
            body: encode(body),
            private: private.as_ref().map(|bytes| private_ref(&salt, bytes)),
        };
        let bytes = seal(&head, pen.identity.net(), pen.identity.signing_key());
        // Sealed here and now: a machine's own bytes are an entry.
        let entry = Entry::trusted(&bytes).expect("an entry");
        pen.n += 1;
        pen.prev = Some(entry.hash);
        (entry, private.map_or(PrivateIn::None, |bytes| PrivateIn::Here { salt, bytes }))
    }
}

fn right(no: u32, tier: Tier) -> Right {
    let (from, basis) = (Day(0), String::from("测算用"));
    let (site, dept, user, up_to_yuan, until) = (None, None, None, None, None);
    let (tier, power) = (Some(tier), Power::Decide);
    Right {
        no,
        site,
        tier,
        dept,
        user,
        power,
        items: Vec::new(),
        up_to_yuan,
        from,
        until,
        basis,
        ended: false,
        person: String::new(),
    }
}

/// Every place below the district: villages, then towns.
pub fn places_of(node: &Node) -> Vec<PastPlace> {
    let directory = node.store().directory();
    let view = directory.newest();
    let mut places: Vec<PastPlace> = view
        .sites()
        .filter(|site| site.tier != Tier::District)
        .map(|site| {
            let through = if site.tier == Tier::Village { site.parent.unwrap_or(site.id) } else { site.id };
            PastPlace { site: site.id, number: site.number, through, tier: site.tier }
        })
        .collect();
    places.sort_by_key(|place| (place.tier, place.number));
    places
}

/// The accounts of a place: two who accept, two who decide.
fn officer(place: usize, no: u64) -> UserId {
    let mut bytes = [1; 8];
    bytes[..4].copy_from_slice(&(place as u32).to_be_bytes());
    bytes[7] = no as u8;
    UserId(bytes)
}

fn command(serial: u64) -> CmdId {
    let mut bytes = [0x51; 16];
    bytes[..8].copy_from_slice(&serial.to_be_bytes());
    CmdId(bytes)
}

/// Working days of the published calendar between two days, both included.
pub fn workdays(node: &Node, from: Day, to: Day) -> Vec<Day> {
    use daiban_shared::deadline::Workdays;
    let directory = node.store().directory();
    let view = directory.newest();
    let days = from.0..=to.0;
    days.map(Day).filter(|day| view.workday(*day).unwrap_or(day.weekday() <= 5)).collect()
}
