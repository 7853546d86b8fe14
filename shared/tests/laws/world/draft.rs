//! Histories that no honest person writes: any body from any place, on any past. Entries name each other by position, so
//! that a history can be built again with one thing changed.

use super::case::{doc, open_body};
use super::{D, Dice, PLACES, T1, V1, World, at, node_of, stored, user};
use daiban_shared::day::Day;
use daiban_shared::entry::{Entry, GroundRef, Head, SUITE};
use daiban_shared::id::{CmdId, FeedId, Hash, Millis, SiteId};
use daiban_shared::kind::*;
use std::collections::{BTreeMap, BTreeSet};

/// An entry before it is built; `seen` and the hashes in the body are positions in the history.
#[derive(Debug, Clone)]
pub struct Draft {
    pub site: SiteId,
    pub role: RoleNo,
    pub n: u64,
    pub seen: Vec<usize>,
    /// Has also seen something that nobody has.
    pub ghost: bool,
    pub cmd: u64,
    pub at: Millis,
    pub ground: Option<GroundRef>,
    pub body: Body,
    /// Bytes of a kind that this version does not know, instead of the body.
    pub raw: Option<Vec<u8>>,
}

/// The name of the entry at a position, until it is built.
pub fn at_position(i: usize) -> Hash {
    let mut bytes = [0xee; 32];
    bytes[..8].copy_from_slice(&(i as u64).to_be_bytes());
    Hash(bytes)
}

fn resolve(of: Hash, built: &[Hash]) -> Hash {
    let i = u64::from_be_bytes(of.0[..8].try_into().expect("8 bytes")) as usize;
    if of.0[8..] == [0xee; 24] { built.get(i).copied().unwrap_or(of) } else { of }
}

fn resolved(body: &Body, built: &[Hash]) -> Body {
    let mut body = body.clone();
    if let Body::Taken(Taken { of })
    | Body::Answer(Answer { of, .. })
    | Body::Deliver(Deliver { of, .. })
    | Body::TaskEnd(TaskEnd { task: of, .. })
    | Body::Withdraw(Withdraw { of, .. })
    | Body::Annul(Annul { of, .. }) = &mut body
    {
        *of = resolve(*of, built);
    }
    body
}

/// Builds a history. The signatures are left out: they cost more than the fold and are no part of its laws.
pub fn build(drafts: &[Draft]) -> Vec<Entry> {
    let mut built: Vec<Hash> = Vec::new();
    let mut entries = Vec::new();
    for draft in drafts {
        let mut seen: BTreeSet<Hash> = draft.seen.iter().map(|i| built[*i]).collect();
        seen.extend(draft.ghost.then_some(Hash([0xdd; 32])));
        let mut cmd = [0; 16];
        cmd[..8].copy_from_slice(&draft.cmd.to_be_bytes());
        let head = Head {
            suite: SUITE,
            doc: doc(V1),
            feed: FeedId::new(node_of(draft.site), 1, [1; 8]),
            n: draft.n,
            prev: None,
            seen: seen.into_iter().collect(),
            ground: draft.ground,
            after: None,
            by: user(draft.site),
            role: draft.role,
            cmd: CmdId(cmd),
            part: 0,
            at: draft.at,
            body: draft.raw.clone().unwrap_or_else(|| encode(&resolved(&draft.body, &built))),
            private: None,
        };
        let mut bytes = minicbor::to_vec(&head).expect("into memory");
        bytes.extend([0; 64]);
        let entry = stored(&bytes);
        built.push(entry.hash);
        entries.push(entry);
    }
    entries
}

/// What a hostile history may contain.
#[derive(Debug, Clone, Copy)]
pub struct Wild {
    /// Each entry has seen the one before; else any earlier ones.
    pub chain: bool,
    /// Positions used twice, commands sent twice.
    pub forks: bool,
    /// Kinds and roles of later versions, authors whom nobody knows, missing grounds, gaps, bodies of other documents.
    pub hostile: bool,
}

/// A history of one case of the item, opened by its village; mostly in good order, so that much of it has effect.
pub fn wild(world: &World, code: &str, dice: &mut Dice, count: usize, wild: Wild) -> Vec<Draft> {
    let (item, row) = world.item(code);
    let papers: Vec<u8> = row.materials.iter().map(|paper| paper.no).collect();
    let mut numbers: BTreeMap<SiteId, u64> = BTreeMap::new();
    let mut drafts: Vec<Draft> = Vec::new();
    for i in 0..count {
        let lines = [V1, T1, D];
        let site = if i == 0 {
            V1
        } else if dice.below(5) == 0 {
            PLACES[dice.below(PLACES.len())].0
        } else {
            *dice.of(&lines).expect("lines")
        };
        let body = if i == 0 { open_body(item, &papers) } else { body(dice, i, &papers, item) };
        let role = if dice.below(12) == 0 { *dice.of(Role::ALL).expect("roles") } else { role_for(body.kind()) };
        let n = numbers.entry(site).or_insert(0);
        *n += 1;
        let n = if wild.forks && dice.below(6) == 0 { 1 } else { *n };
        let seen = match i {
            0 => Vec::new(),
            _ if wild.chain => vec![i - 1],
            _ => (0..1 + dice.below(3)).map(|_| i - 1 - dice.below(i.min(4))).collect(),
        };
        let cmd = if wild.forks && i > 0 && dice.below(8) == 0 { drafts[dice.below(i)].cmd } else { dice.roll() };
        let now = at("2026-09-08 10:20") + i as u64 * 3_600_000 * (1 + dice.below(20) as u64);
        let ground = Some(world.ground());
        let draft = Draft { site, role: role.into(), n, seen, ghost: false, cmd, at: now, ground, body, raw: None };
        drafts.push(if wild.hostile && i > 0 && dice.below(5) == 0 { spoilt(draft, dice) } else { draft });
    }
    drafts
}

/// Something that no honest program of this version writes.
fn spoilt(draft: Draft, dice: &mut Dice) -> Draft {
    match dice.below(7) {
        0 => Draft { role: RoleNo(8 + dice.below(90) as u32), ..draft },
        1 => Draft { raw: Some(vec![24, 45, 0xa1, 0, dice.below(24) as u8]), ..draft },
        2 => Draft { raw: Some(vec![2, 0xa1, 0, 0x61]), ..draft },
        3 => Draft { site: STRANGER, ..draft },
        4 => Draft { ground: None, ..draft },
        5 => Draft { ground: draft.ground.map(|ground| GroundRef { n: ground.n + 1, ..ground }), ..draft },
        _ => Draft { ghost: true, ..draft },
    }
}

/// A machine that no row of the district names.
const STRANGER: SiteId = SiteId(0xf0);

fn role_for(kind: Kind) -> Role {
    match kind {
        Kind::Grant | Kind::Deny | Kind::TakeOver | Kind::TimeSet | Kind::Green => Role::Reviewer,
        Kind::Urge => Role::Supervisor,
        Kind::Taken | Kind::Join => Role::Node,
        Kind::Open
        | Kind::Forward
        | Kind::Return
        | Kind::Assign
        | Kind::Notify
        | Kind::Accept
        | Kind::NotAccept
        | Kind::TaskOpen
        | Kind::TaskEnd
        | Kind::Withdraw
        | Kind::Terminate
        | Kind::Close
        | Kind::Annul
        | Kind::Extend
        | Kind::Lapse
        | Kind::Supplement
        | Kind::WithdrawAsked
        | Kind::Answer
        | Kind::Deliver
        | Kind::Note
        | Kind::FormChange
        | Kind::Site
        | Kind::Node
        | Kind::Cut
        | Kind::Right
        | Kind::Item
        | Kind::Calendar
        | Kind::Rule
        | Kind::Scheme
        | Kind::SheetFix
        | Kind::SheetAppeal
        | Kind::SheetRuling
        | Kind::InspectionOpen
        | Kind::InspectionAnswer
        | Kind::InspectionRuling
        | Kind::Root
        | Kind::Witness
        | Kind::Clock
        | Kind::NodeAsked
        | Kind::RightAsked
        | Kind::CardServe
        | Kind::CardAnswer
        | Kind::CardAppeal
        | Kind::CardRuling
        | Kind::Unknown => Role::Agent,
    }
}

fn body(dice: &mut Dice, i: usize, papers: &[u8], item: Hash) -> Body {
    let of = at_position(dice.below(i));
    let last = at_position(i - 1);
    let to = PLACES[dice.below(PLACES.len())].0;
    let up = *dice.of(&[T1, D]).expect("above");
    let no = dice.of(papers).copied().unwrap_or(1);
    let clock = Reckoning { due: None, provisional: false, used_quarters: 0, pauses: Vec::new(), calendar: None };
    let right = 1 + dice.below(3) as u32;
    let addressee = Addressee { site: to, dept: None, quarters: 8 };
    let paper = PaperIn { no, originals: 1, copies: 0, how: PaperForm::Paper, blobs: Vec::new() };
    let defect = Defect { no: 1, paper: Some(no), field: None, code: DefectCode::Missing };
    let on = (dice.below(4) == 0).then(|| Day(20_700 + dice.below(40) as i32));
    let again = dice.maybe().then_some(AgainCode::NewFact);
    let grounds = if dice.below(4) == 0 { Vec::new() } else { vec![DenyGround::Quota] };
    match dice.below(36) {
        0 | 1 => Body::Forward(Forward { to: up, dept: None, opinion: Opinion::Agree, on }),
        2 => Body::Return(Return { to, ground: ReturnGround::NeedCheck, on }),
        3 => Body::Assign(Assign { to, dept: None, user: None, ground: AssignGround::HandBack, on }),
        4 => Body::TakeOver(TakeOver { ground: TakeOverGround::Unable, heard: None, on }),
        5 => Body::Notify(Notify { defects: vec![defect], days: 5, again, on }),
        6 | 7 => Body::Accept(Accept { gaps: Vec::new(), gap_date: None, on }),
        8 => Body::NotAccept(NotAccept { ground: NotAcceptGround::NotEligible, body: None, on }),
        9 => Body::TaskOpen(TaskOpen {
            what: TaskKind::PublicNotice,
            to: vec![addressee],
            stage: 0,
            excluded: dice.maybe(),
            on,
        }),
        10 => Body::TaskEnd(TaskEnd { task: of, ground: TaskEndGround::NotNeeded, on }),
        11 | 12 => Body::Grant(Grant { right, ground: GrantGround::Met, reckoning: clock, on }),
        13 => {
            Body::Deny(Deny { right, grounds, remedy: Remedy::DistrictGovernment, reckoning: clock, court: None, on })
        }
        14 => Body::Withdraw(Withdraw { of: last, on }),
        15 => Body::Terminate(Terminate { ground: TerminateGround::Moot, duplicate_of: None, on }),
        16 => Body::Close(Close { undelivered: None, reckoning: clock, on }),
        17 => Body::Annul(Annul { of: last, authority: Authority::Court, redo: dice.maybe(), days: None, on }),
        18 => Body::Taken(Taken { of: last }),
        19 => Body::Supplement(Supplement {
            papers: vec![paper],
            defects: vec![1],
            gaps: Vec::new(),
            on,
            returned: Vec::new(),
        }),
        20 | 21 => Body::WithdrawAsked(WithdrawAsked { signed: true, on }),
        22 => Body::Answer(Answer { of, result: AnswerResult::NoObjection, officers: Vec::new(), on, dept: None }),
        23 => Body::Deliver(Deliver { of: last, way: DeliverWay::InPerson, returned: Vec::new(), on }),
        24 => open_body(item, papers),
        25 => Body::Note(Note { on }),
        26 | 27 => {
            let why = *dice.of(ChangeWhy::ALL).expect("a list");
            Body::FormChange(FormChange { fields: vec!["applicant.phone".into()], why, on })
        }
        28 | 29 => {
            Body::Extend(Extend { quarters: 40, ground: ExtendGround::Complex, approver: Approver::AuthorityHead, on })
        }
        30 | 31 => Body::Lapse(Lapse { of: last, heard: Vec::new(), vouched: None, on }),
        32 => Body::Urge(Urge { rule: None, ground: UrgeGround::Overdue, quarters: 8, on }),
        33 => Body::TimeSet(TimeSet { of, at: dice.below(1 << 40) as u64 }),
        34 => Body::Green(Green { right, body: "区政数局".into(), ground: GreenGround::Livelihood, on }),
        _ if dice.maybe() => Body::Join,
        _ => Body::Clock(Clock { before: 1, now: 2 }),
    }
}
