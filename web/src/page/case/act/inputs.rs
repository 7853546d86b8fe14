//! What each step asks for. A list of plain inputs, so that one panel draws them all and one function makes the command.

use daiban_shared::api::{ActionView, CaseView, DutyKind, EffectView, SiteRef, SiteView, StepView};
use daiban_shared::case::Status;
use daiban_shared::kind::*;
use daiban_shared::text::{CaseUi, Lang};
use serde::Serialize;

/// One thing that a step asks for; `name` is the command's field.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Several lines.
    Words { name: &'static str, label: CaseUi, required: bool },
    /// One line.
    Line { name: &'static str, label: CaseUi },
    /// One of a list of codes; `initial` is chosen at first; `empty` = may stay empty.
    Choice { name: &'static str, label: CaseUi, options: Vec<(String, String)>, initial: String, empty: bool },
    /// One of a list of places or desks: a number in the command.
    Numbered { name: &'static str, label: CaseUi, options: Vec<(String, String)>, empty: Option<CaseUi> },
    /// Several of a list: an array of codes or of numbers.
    Many { name: &'static str, label: CaseUi, options: Vec<(String, String)>, numbers: bool },
    /// A whole number, may stay empty.
    Number { name: &'static str, label: CaseUi },
    /// A day, may stay empty.
    Day { name: &'static str, label: CaseUi },
    /// Yes or no.
    Flag { name: &'static str, label: CaseUi },
    /// What is missing: papers with a code and words, and one thing more.
    Defects { papers: Vec<(u8, String)>, codes: Vec<(String, String)> },
    /// Whom to ask, with the days they have.
    Addressees { places: Vec<(String, String)> },
    /// Papers of the checklist: (number, name, originals, copies).
    Papers { name: &'static str, papers: Vec<(u8, String, u8, u8)> },
    /// What to know before.
    Warning(CaseUi),
}

/// What the inputs are made from.
pub struct Basis<'a> {
    /// The case as the screen shows it.
    pub case: &'a CaseView,
    /// The step that is to be taken.
    pub action: &'a ActionView,
    /// Places with their desks; empty while they are not known.
    pub sites: &'a [SiteView],
    /// Language of the options.
    pub lang: Lang,
}

/// The code of a closed list as the API spells it.
pub fn code<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn list<T: Serialize + Copy>(all: &[T], text: impl Fn(T) -> &'static str) -> Vec<(String, String)> {
    all.iter().map(|value| (code(value), text(*value).to_owned())).collect()
}

fn choice<T: Serialize + Copy>(
    name: &'static str,
    label: CaseUi,
    all: &[T],
    text: impl Fn(T) -> &'static str,
) -> Input {
    Input::Choice { name, label, options: list(all, text), initial: String::new(), empty: false }
}

fn may_be_empty(mut input: Input) -> Input {
    if let Input::Choice { empty, .. } = &mut input {
        *empty = true;
    }
    input
}

fn initially(mut input: Input, code: String) -> Input {
    if let Input::Choice { initial, .. } = &mut input {
        *initial = code;
    }
    input
}

fn words(label: CaseUi, required: bool) -> Input {
    Input::Words { name: "words", label, required }
}

/// The inputs of a step.
pub fn of(basis: &Basis) -> Vec<Input> {
    match basis.action.kind {
        Kind::Forward => basis.forward(),
        Kind::Return => basis.giving_back(),
        Kind::Assign => basis.assign(),
        Kind::TakeOver => basis.take_over(),
        Kind::Notify => basis.notice(),
        Kind::Accept => basis.acceptance(),
        Kind::NotAccept => basis.not_accept(),
        Kind::TaskOpen => basis.question(),
        Kind::TaskEnd => basis.question_end(),
        Kind::Grant => basis.grant(),
        Kind::Deny => basis.deny(),
        Kind::Withdraw => vec![words(CaseUi::Words, false)],
        Kind::Terminate => basis.terminate(),
        Kind::Close => {
            vec![may_be_empty(choice("undelivered", CaseUi::Undelivered, UndeliveredCode::ALL, |u| u.text(basis.lang)))]
        }
        Kind::Annul => basis.annul(),
        Kind::Supplement => vec![basis.papers(), happened(), words(CaseUi::Words, false)],
        Kind::WithdrawAsked => {
            vec![Input::Flag { name: "signed", label: CaseUi::Signed }, happened(), words(CaseUi::Reasons, false)]
        }
        Kind::Answer => basis.answer(),
        Kind::Deliver => basis.delivery(),
        Kind::Note => vec![words(CaseUi::Words, true)],
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
        | Kind::Root
        | Kind::Witness
        | Kind::Clock
        | Kind::NodeAsked
        | Kind::RightAsked
        | Kind::Unknown => Vec::new(),
    }
}

fn happened() -> Input {
    Input::Day { name: "on", label: CaseUi::HappenedOn }
}

fn places(sites: &[SiteRef], lang: Lang) -> Vec<(String, String)> {
    sites.iter().map(|site| (site.id.0.to_string(), site.name(lang).to_owned())).collect()
}

impl Basis<'_> {
    fn forward(&self) -> Vec<Input> {
        let opinion = choice("opinion", CaseUi::OpinionWord, Opinion::ALL, |o| o.text(self.lang));
        vec![self.place(CaseUi::ToDefault), self.desk(), may_be_empty(opinion), words(CaseUi::Words, false)]
    }

    fn giving_back(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, ReturnGround::ALL, |g| g.text(self.lang));
        vec![self.place(CaseUi::ToDefault), ground, words(CaseUi::Words, true)]
    }

    fn assign(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, AssignGround::ALL, |g| g.text(self.lang));
        vec![self.place(CaseUi::ToDefault), self.desk(), ground, words(CaseUi::Words, false)]
    }

    fn take_over(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, TakeOverGround::ALL, |g| g.text(self.lang));
        vec![Input::Warning(CaseUi::WarnTakeOver), ground, words(CaseUi::Words, true)]
    }

    fn not_accept(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, NotAcceptGround::ALL, |g| g.text(self.lang));
        let body = Input::Line { name: "body_named", label: CaseUi::BodyNamed };
        vec![ground, body, words(CaseUi::Reasons, true), Input::Warning(CaseUi::WarnFinal)]
    }

    fn question(&self) -> Vec<Input> {
        let what = choice("what", CaseUi::What, TaskKind::ALL, |t| t.text(self.lang));
        let whom = Input::Addressees { places: places(&self.action.targets, self.lang) };
        vec![initially(what, code(&TaskKind::Question)), whom, words(CaseUi::Question, true)]
    }

    fn question_end(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, TaskEndGround::ALL, |g| g.text(self.lang));
        vec![self.open_task(), ground, words(CaseUi::Words, false)]
    }

    fn grant(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, GrantGround::ALL, |g| g.text(self.lang));
        vec![
            initially(ground, code(&GrantGround::Met)),
            words(CaseUi::Reasons, false),
            Input::Warning(CaseUi::WarnFinal),
        ]
    }

    fn deny(&self) -> Vec<Input> {
        let options = list(DenyGround::ALL, |g| g.text(self.lang));
        let grounds = Input::Many { name: "grounds", label: CaseUi::Grounds, options, numbers: false };
        vec![grounds, words(CaseUi::Reasons, true), Input::Warning(CaseUi::WarnFinal)]
    }

    fn terminate(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, TerminateGround::ALL, |g| g.text(self.lang));
        let other = Input::Line { name: "duplicate_of", label: CaseUi::DuplicateOf };
        vec![ground, other, words(CaseUi::Reasons, true)]
    }

    fn annul(&self) -> Vec<Input> {
        let authority = choice("authority", CaseUi::AuthorityWord, Authority::ALL, |a| a.text(self.lang));
        let redo = Input::Flag { name: "redo", label: CaseUi::Redo };
        vec![authority, redo, Input::Number { name: "days", label: CaseUi::RedoDays }, words(CaseUi::Reasons, true)]
    }

    fn answer(&self) -> Vec<Input> {
        let result = choice("result", CaseUi::Result, AnswerResult::ALL, |r| r.text(self.lang));
        vec![self.answerable(), result, words(CaseUi::Words, false)]
    }

    fn place(&self, empty: CaseUi) -> Input {
        Input::Numbered {
            name: "to",
            label: CaseUi::To,
            options: places(&self.action.targets, self.lang),
            empty: Some(empty),
        }
    }

    /// Desks of every place it can go to; a desk that the place does not have is refused in words.
    fn desk(&self) -> Input {
        let mut options: Vec<(String, String)> = Vec::new();
        let goes = |site: &&SiteView| self.action.targets.iter().any(|target| target.id == site.id);
        for desk in self.sites.iter().filter(goes).flat_map(|site| &site.departments) {
            let option = (desk.id.0.to_string(), self.lang.pick(&desk.zh, &desk.en).to_owned());
            if !options.contains(&option) {
                options.push(option);
            }
        }
        Input::Numbered { name: "dept", label: CaseUi::Desk, options, empty: Some(CaseUi::AnyDesk) }
    }

    fn notice(&self) -> Vec<Input> {
        let papers = self.case.materials.iter().map(|m| (m.no, format!("{}. {}", m.no, self.lang.pick(&m.zh, &m.en))));
        let told = self.effective().any(|step| step.kind == Kind::Notify);
        let mut inputs = vec![
            Input::Defects { papers: papers.collect(), codes: list(DefectCode::ALL, |d| d.text(self.lang)) },
            Input::Number { name: "days", label: CaseUi::CorrectionDays },
        ];
        if told {
            inputs.push(choice("again", CaseUi::Again, AgainCode::ALL, |a| a.text(self.lang)));
        }
        inputs
    }

    fn acceptance(&self) -> Vec<Input> {
        let lacking = self.case.materials.iter().filter(|m| m.required && m.handed.is_none() && m.deferrable);
        let options: Vec<(String, String)> =
            lacking.map(|m| (m.no.to_string(), self.lang.pick(&m.zh, &m.en).to_owned())).collect();
        if options.is_empty() {
            return Vec::new();
        }
        vec![
            Input::Many { name: "gaps", label: CaseUi::Gaps, options, numbers: true },
            Input::Day { name: "gap_date", label: CaseUi::GapDate },
        ]
    }

    fn open_task(&self) -> Input {
        let open = self.case.tasks.iter().filter(|task| task.open);
        let options: Vec<(String, String)> =
            open.map(|task| (task.id.to_string(), format!("{} {}", task.text, task.words))).collect();
        chosen_first("task", CaseUi::WhichRequest, options)
    }

    fn answerable(&self) -> Input {
        let mut options: Vec<(String, String)> = Vec::new();
        for duty in self.case.duties.iter().filter(|duty| duty.here) {
            match duty.code {
                // Cleared by a move or by a delivery, not by an answer.
                DutyKind::SupplementIn | DutyKind::OutcomeToDeliver => {}
                DutyKind::WithdrawalAsked | DutyKind::Task | DutyKind::OwnStepVoid => {
                    options.push((duty.of.to_string(), duty.text.clone()))
                }
            }
        }
        for task in self.case.tasks.iter().filter(|task| task.open) {
            let option = (task.id.to_string(), format!("{} {}", task.text, task.words));
            if !options.iter().any(|(id, _)| *id == option.0) {
                options.push(option);
            }
        }
        chosen_first("of", CaseUi::AnswerTo, options)
    }

    fn papers(&self) -> Input {
        let papers = self
            .case
            .materials
            .iter()
            .map(|m| (m.no, format!("{}. {}", m.no, self.lang.pick(&m.zh, &m.en)), m.originals, m.copies));
        Input::Papers { name: "papers", papers: papers.collect() }
    }

    fn delivery(&self) -> Vec<Input> {
        let lang = self.lang;
        let mut papers: Vec<(String, String)> = self
            .effective()
            .filter(|step| step.kind.class() == Class::Move && is_for_resident(step.kind))
            .map(|step| (step.id.to_string(), step.kind.text(lang).to_owned()))
            .collect();
        papers.reverse();
        let ended = matches!(self.case.status, Status::Done | Status::Closed);
        if ended {
            papers.insert(0, (String::new(), CaseUi::Outcome.text(lang).to_owned()));
        }
        vec![
            chosen_first("of", CaseUi::WhichPaper, papers),
            initially(choice("way", CaseUi::Way, DeliverWay::ALL, |w| w.text(lang)), code(&DeliverWay::InPerson)),
            Input::Line { name: "receiver", label: CaseUi::Receiver },
            happened(),
        ]
    }

    fn effective(&self) -> impl Iterator<Item = &StepView> {
        self.case.steps.iter().filter(|step| step.effect == EffectView::Effect)
    }
}

fn chosen_first(name: &'static str, label: CaseUi, options: Vec<(String, String)>) -> Input {
    let initial = options.first().map(|(id, _)| id.clone()).unwrap_or_default();
    Input::Choice { name, label, options, initial, empty: false }
}

/// Papers that a resident gets.
fn is_for_resident(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Notify
            | Kind::Accept
            | Kind::NotAccept
            | Kind::Grant
            | Kind::Deny
            | Kind::Withdraw
            | Kind::Terminate
            | Kind::Annul
    )
}
