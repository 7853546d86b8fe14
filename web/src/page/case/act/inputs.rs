//! What each step asks for. A list of plain inputs, so that one panel draws them all and one function makes the command.

mod clock;
mod facts;
mod moves;

use daiban_shared::api::{ActionView, CaseView, ColleagueView, EffectView, SiteRef, SiteView, StepView};
use daiban_shared::kind::{Kind, UndeliveredCode};
use daiban_shared::text::{CaseUi, DossierUi, Lang};
use serde::Serialize;

/// Between a place and its desk, where a desk is asked.
pub const DESK: char = '_';

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
    /// Several of a list: an array of codes or of numbers; `required` = at least one.
    Many { name: &'static str, label: CaseUi, options: Vec<(String, String)>, numbers: bool, required: bool },
    /// A whole number from 1 to `max`, what the command's field holds; may stay empty.
    Number { name: &'static str, label: CaseUi, max: u32 },
    /// A day, may stay empty.
    Day { name: &'static str, label: CaseUi },
    /// A day and a time of day.
    Moment { name: &'static str, label: CaseUi },
    /// Yes or no.
    Flag { name: &'static str, label: CaseUi },
    /// What is missing: papers and form fields with a code and words, and one thing more.
    Defects { papers: Vec<(u8, String)>, fields: Vec<(String, String)>, codes: Vec<(String, String)> },
    /// Defects of the notice that are mended now: (number, paper, words). Those of papers ticked count by themselves.
    Answered { defects: Vec<(u8, Option<u8>, String)> },
    /// Whom to ask, places or desks (`place_desk`), with the days they have.
    Addressees { places: Vec<(String, String)> },
    /// Papers of the checklist: (number, name, originals, copies).
    Papers { name: &'static str, papers: Vec<(u8, String, u8, u8)> },
    /// Another case, found by number or name.
    OtherCase { name: &'static str, label: CaseUi },
    /// Asked only while `name` has one of these values.
    When { name: &'static str, is: Vec<String>, then: Box<Input> },
    /// What to know before.
    Warning(Warning),
}

/// What to know before a step is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// What another place did meanwhile will not count.
    TakeOver,
    /// It decides; only annulling it corrects it.
    Final,
    /// It stands for good.
    Once,
}

impl Warning {
    /// The words.
    pub fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::TakeOver => CaseUi::WarnTakeOver.text(lang),
            Self::Final => CaseUi::WarnFinal.text(lang),
            Self::Once => DossierUi::WarnOnce.text(lang),
        }
    }
}

impl Input {
    /// What tells it from the other inputs of its step, so that a control stays when one above it comes or goes.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Words { name, .. }
            | Self::Line { name, .. }
            | Self::Choice { name, .. }
            | Self::Numbered { name, .. }
            | Self::Many { name, .. }
            | Self::Number { name, .. }
            | Self::Day { name, .. }
            | Self::Moment { name, .. }
            | Self::Flag { name, .. }
            | Self::Papers { name, .. }
            | Self::OtherCase { name, .. } => name,
            Self::Defects { .. } | Self::Answered { .. } => "defects",
            Self::Addressees { .. } => "to",
            Self::When { then, .. } => then.name(),
            Self::Warning(_) => "warning",
        }
    }
}

/// What the inputs are made from.
pub struct Basis<'a> {
    /// The case as the screen shows it.
    pub case: &'a CaseView,
    /// The step that is to be taken.
    pub action: &'a ActionView,
    /// Places with their desks; empty while they are not known.
    pub sites: &'a [SiteView],
    /// People of this place; empty while they are not known.
    pub colleagues: &'a [ColleagueView],
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
        Kind::Withdraw => vec![words(CaseUi::Words, false), Input::Warning(Warning::Final)],
        Kind::Terminate => basis.terminate(),
        Kind::Close => {
            let why = choice("undelivered", CaseUi::Undelivered, UndeliveredCode::ALL, |u| u.text(basis.lang));
            vec![may_be_empty(why), Input::Warning(Warning::Once)]
        }
        Kind::Annul => basis.annul(),
        Kind::Supplement => basis.supplement(),
        Kind::WithdrawAsked => {
            vec![Input::Flag { name: "signed", label: CaseUi::Signed }, happened(), words(CaseUi::Reasons, false)]
        }
        Kind::Answer => basis.answer(),
        Kind::Deliver => basis.delivery(),
        Kind::Note => vec![words(CaseUi::Words, true)],
        Kind::Extend => basis.extension(),
        Kind::Lapse => basis.lapse(),
        Kind::Urge => basis.urging(),
        Kind::TimeSet => basis.time(),
        Kind::Green => basis.green(),
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
    fn effective(&self) -> impl DoubleEndedIterator<Item = &StepView> {
        self.case.steps.iter().filter(|step| step.effect == EffectView::Effect)
    }
}

fn chosen_first(name: &'static str, label: CaseUi, options: Vec<(String, String)>) -> Input {
    let initial = options.first().map(|(id, _)| id.clone()).unwrap_or_default();
    Input::Choice { name, label, options, initial, empty: false }
}
