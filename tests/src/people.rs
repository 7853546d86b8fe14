//! What honest people do: they look at a case and press one of the buttons that their own machine offers there.
//!
//! Nothing is guessed. What a page offers has to work when it is pressed; a refusal ends the test.

use crate::world::{Who, World, counter};
use daiban_node::seed::Place;
use daiban_shared::api::{AskTo, CaseView, Command, DefectIn, DutyKind, PaperTicked, StepView};
use daiban_shared::case::Outcome;
use daiban_shared::day::Day;
use daiban_shared::form::Value;
use daiban_shared::id::{DocId, Hash, SiteId};
use daiban_shared::kind::*;
use daiban_shared::site::Tier;
use std::collections::BTreeMap;

/// Numbers that follow from a seed (SplitMix64): the same seed presses the same buttons.
#[derive(Debug, Clone, Copy)]
pub struct Dice(pub u64);

impl Dice {
    /// 0 .. n - 1.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }

    /// One of a list.
    pub fn of<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        (!list.is_empty()).then(|| list[self.below(list.len())])
    }
}

impl World {
    /// Somebody at a place opens a case and presses a button: which kind; none = nothing is offered that he could fill
    /// in. Nobody takes a case over unless it is said that he may.
    pub fn press(&mut self, place: Place, case: DocId, may_take_over: bool, dice: &mut Dice) -> Option<Kind> {
        let who = dice.of(&[counter(place), counter(place), Who::Reviewer, Who::Head])?;
        let page = self.page(place, who, case);
        let offered: Vec<Kind> =
            page.actions.iter().filter(|action| action.allowed).map(|action| action.kind).collect();
        // Two values of a field stop every move: somebody picks one soon.
        if let Some((field, values)) = page.conflicts.iter().next()
            && offered.contains(&Kind::FormChange)
            && dice.below(4) > 0
        {
            let picked = values[dice.below(values.len())].value.clone();
            self.correct(place, who, case, field, picked);
            return Some(Kind::FormChange);
        }
        let buttons: Vec<(Kind, Option<Command>)> = offered
            .into_iter()
            .filter(|kind| may_take_over || *kind != Kind::TakeOver)
            .filter_map(|kind| {
                let command = self.command(kind, &page, dice).map(Some);
                // A correction is no command: it goes to the form.
                let correction = (kind == Kind::FormChange).then_some(None);
                command.or(correction).map(|command| (kind, command))
            })
            .collect();
        let (kind, command) = weighted(&buttons, dice)?;
        match command {
            Some(command) => drop(self.step(place, who, case, command.clone())),
            None => {
                let phone = Value::Text(format!("138{:08}", dice.below(100_000_000)));
                self.correct(place, who, case, "applicant.phone", phone);
            }
        }
        Some(*kind)
    }

    fn correct(&mut self, place: Place, who: Who, case: DocId, field: &str, value: Value) {
        let written = self.desk(place, who).correct(case, BTreeMap::from([(field.to_owned(), value)]));
        written.unwrap_or_else(|why| panic!("{place:?} {who:?} corrects {field}: {why}"));
    }

    /// The button's form as somebody fills it in; none = he has nothing to put there.
    fn command(&self, kind: Kind, page: &CaseView, dice: &mut Dice) -> Option<Command> {
        let words = || "核实无误".to_owned();
        let lacking = lacking(page);
        Some(match kind {
            Kind::Accept => accept(page)?,
            Kind::Notify => notify(page, &lacking),
            Kind::NotAccept => Command::NotAccept {
                ground: Some(NotAcceptGround::NotEligible),
                body_named: String::new(),
                words: words(),
            },
            Kind::Forward => Command::Forward { to: None, dept: None, opinion: Some(Opinion::Agree), words: words() },
            Kind::Grant => Command::Grant { ground: None, words: words() },
            Kind::Deny => Command::Deny { grounds: vec![DenyGround::NotEligible], words: words() },
            Kind::Return => Command::Return { to: None, ground: Some(ReturnGround::NeedCheck), words: words() },
            Kind::Assign => {
                let to = dice.of(&self.live(page, kind))?;
                let ground = Some(AssignGround::Designated);
                Command::Assign { to: Some(to), dept: None, user: None, ground, words: words() }
            }
            Kind::TaskOpen => {
                let site = dice.of(&self.live(page, kind))?;
                Command::TaskOpen {
                    what: None,
                    to: vec![AskTo { site, dept: None, days: Some(3) }],
                    words: words(),
                    stage: None,
                    excluded: None,
                    place: String::new(),
                    held: String::new(),
                }
            }
            Kind::TaskEnd => {
                let task = page.tasks.iter().find(|task| task.open)?.id;
                Command::TaskEnd { task, ground: Some(TaskEndGround::NotNeeded), words: words() }
            }
            Kind::Withdraw => Command::Withdraw { words: words() },
            Kind::Terminate => {
                Command::Terminate { ground: Some(TerminateGround::Moot), duplicate_of: None, words: words() }
            }
            Kind::Close => Command::Close { undelivered: Some(UndeliveredCode::NotReachable) },
            Kind::Annul => {
                let redo = page.outcome == Some(Outcome::Annulled) || dice.below(3) > 0;
                Command::Annul { authority: Some(Authority::OwnError), redo, days: None, words: words() }
            }
            Kind::TakeOver => Command::TakeOver { ground: Some(TakeOverGround::Unable), words: words() },
            Kind::Supplement => {
                let papers = brought(page, &lacking, dice)?;
                Command::Supplement { papers, defects: None, on: None, words: words() }
            }
            Kind::Answer => Command::Answer {
                of: dice.of(&owed(page))?,
                result: Some(AnswerResult::Told),
                words: words(),
                dept: None,
                officers: Vec::new(),
            },
            Kind::Deliver => {
                Command::Deliver { of: None, way: Some(DeliverWay::InPerson), receiver: String::new(), on: None }
            }
            Kind::WithdrawAsked => Command::WithdrawAsked { signed: true, on: None, words: words() },
            Kind::Note => Command::Note { words: words() },
            Kind::Extend => Command::Extend {
                days: None,
                ground: Some(ExtendGround::Complex),
                approver: Some(Approver::AuthorityHead),
                words: words(),
            },
            Kind::Lapse => Command::Lapse { vouched: Some(Vouched::Phoned), words: words() },
            Kind::Urge => Command::Urge { ground: Some(UrgeGround::NoProgress), days: None, words: words() },
            Kind::Green => {
                Command::Green { body: String::new(), ground: Some(GreenGround::Livelihood), words: words() }
            }
            Kind::TimeSet => {
                let steps: Vec<&StepView> = page.steps.iter().filter(|step| step.site.tier == Tier::Village).collect();
                let step = dice.of(&steps)?;
                // Where the own clock is slow a village's step can lie after now: nobody enters a time to come.
                let at = step.at.saturating_sub(60_000).min(page.now);
                Command::TimeSet { of: step.id, at: Some(at), words: words() }
            }
            Kind::Open
            | Kind::Taken
            | Kind::FormChange
            | Kind::Join
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
            | Kind::Unknown => return None,
        })
    }

    /// Places that the button can be addressed to and that have a machine in this world.
    fn live(&self, page: &CaseView, kind: Kind) -> Vec<SiteId> {
        let sites: Vec<SiteId> = self.running().into_iter().map(|place| self.site(place)).collect();
        let targets = page.actions.iter().filter(|action| action.kind == kind).flat_map(|action| &action.targets);
        targets.map(|target| target.id).filter(|site| sites.contains(site)).collect()
    }
}

/// Required papers that nobody has handed in.
fn lacking(page: &CaseView) -> Vec<u8> {
    let lacking = page.materials.iter().filter(|paper| paper.required && paper.handed.is_none());
    lacking.map(|paper| paper.no).collect()
}

/// What the resident brings: what is missing; now and then a paper once more although nothing is.
fn brought(page: &CaseView, lacking: &[u8], dice: &mut Dice) -> Option<Vec<PaperTicked>> {
    let listed: Vec<u8> = page.materials.iter().map(|paper| paper.no).collect();
    let once_more: Vec<u8> = if dice.below(10) == 0 { dice.of(&listed).into_iter().collect() } else { Vec::new() };
    let papers = if lacking.is_empty() { &once_more[..] } else { lacking };
    let ticked = |no: &u8| PaperTicked { no: *no, originals: 1, copies: 0, how: None };
    (!papers.is_empty()).then(|| papers.iter().map(ticked).collect())
}

fn accept(page: &CaseView) -> Option<Command> {
    let gaps = lacking(page);
    let may_follow = |no: &u8| page.materials.iter().any(|paper| paper.no == *no && paper.deferrable);
    let gap_date = (!gaps.is_empty()).then(|| Day::of(page.now).plus(5));
    gaps.iter().all(may_follow).then_some(Command::Accept { gaps, gap_date })
}

fn notify(page: &CaseView, lacking: &[u8]) -> Command {
    let words = String::from("请核对");
    let field = || DefectIn {
        paper: None,
        field: Some("applicant.phone".into()),
        code: DefectCode::Wrong,
        words: words.clone(),
    };
    let paper = |no: &u8| DefectIn { paper: Some(*no), field: None, code: DefectCode::Missing, words: words.clone() };
    let mut defects: Vec<DefectIn> = lacking.iter().map(paper).collect();
    if defects.is_empty() {
        defects.push(field());
    }
    let again = page.steps.iter().any(|step| step.kind == Kind::Notify).then_some(AgainCode::NewFact);
    Command::Notify { defects, days: Some(5), again }
}

/// What this place has to answer: questions put to it, withdrawals in any order, own steps without effect.
fn owed(page: &CaseView) -> Vec<Hash> {
    let is_answered = |duty: DutyKind| match duty {
        DutyKind::Task | DutyKind::OwnStepVoid | DutyKind::WithdrawalAsked | DutyKind::Urged | DutyKind::SurveyDue => {
            true
        }
        DutyKind::SupplementIn | DutyKind::OutcomeToDeliver => false,
    };
    page.duties.iter().filter(|duty| duty.here && is_answered(duty.code)).map(|duty| duty.of).collect()
}

fn weighted<'b, T>(buttons: &'b [(Kind, T)], dice: &mut Dice) -> Option<(&'b Kind, &'b T)> {
    let all: usize = buttons.iter().map(|(kind, _)| weight(*kind)).sum();
    let mut left = dice.below(all);
    let pressed = buttons.iter().find(|(kind, _)| {
        let is_it = left < weight(*kind);
        left = left.saturating_sub(weight(*kind));
        is_it
    });
    pressed.map(|(kind, rest)| (kind, rest))
}

/// Buttons that move a case on are pressed more often, so that short histories reach every status.
fn weight(kind: Kind) -> usize {
    match kind {
        Kind::Accept | Kind::Grant => 60,
        Kind::Forward | Kind::Supplement => 40,
        Kind::Answer | Kind::Withdraw | Kind::TakeOver => 30,
        Kind::Deny | Kind::Close | Kind::Deliver | Kind::Notify => 20,
        Kind::TaskEnd | Kind::FormChange => 10,
        Kind::Return | Kind::TaskOpen | Kind::Annul | Kind::WithdrawAsked => 6,
        Kind::Assign | Kind::Note | Kind::NotAccept | Kind::Terminate => 3,
        Kind::Extend | Kind::Lapse | Kind::Urge | Kind::TimeSet | Kind::Green => 3,
        Kind::Open
        | Kind::Taken
        | Kind::Join
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
        | Kind::Unknown => 0,
    }
}
