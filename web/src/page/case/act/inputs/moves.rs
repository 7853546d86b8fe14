//! What the moves of the holder ask for.

use daiban_shared::api::SiteView;
use daiban_shared::id::SiteId;
use daiban_shared::kind::*;
use daiban_shared::text::{CaseUi, JointUi, PlaceUi, fill};

use super::{Basis, DESK, Input, Warning, choice, chosen_first, code, initially, list, may_be_empty, places, words};
use crate::ui::words::{bracketed, field_name, listed};

impl Basis<'_> {
    pub(super) fn forward(&self) -> Vec<Input> {
        let opinion = choice("opinion", CaseUi::OpinionWord, Opinion::ALL, |o| o.text(self.lang));
        vec![self.place(CaseUi::ToDefault, None), self.desk(), may_be_empty(opinion), words(CaseUi::Words, false)]
    }

    pub(super) fn giving_back(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, ReturnGround::ALL, |g| g.text(self.lang));
        vec![self.place(CaseUi::ToDefault, None), ground, words(CaseUi::Words, true)]
    }

    pub(super) fn assign(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, AssignGround::ALL, |g| g.text(self.lang));
        // Nobody but the holder's place reassigns, so the empty choice is this place.
        let own = self.case.holder.site.id;
        let to = self.place(CaseUi::ToHere, Some(own));
        vec![to, self.desk(), self.person(), ground, words(CaseUi::Words, false)]
    }

    pub(super) fn take_over(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, TakeOverGround::ALL, |g| g.text(self.lang));
        vec![Input::Warning(Warning::TakeOver), ground, words(CaseUi::Words, true)]
    }

    pub(super) fn notice(&self) -> Vec<Input> {
        let papers = self.case.materials.iter().map(|m| (m.no, format!("{}. {}", m.no, self.lang.pick(&m.zh, &m.en))));
        let fields = self.case.fields.iter().map(|field| (field.id.clone(), field_name(field, self.lang).to_owned()));
        let told = self.effective().any(|step| step.kind == Kind::Notify);
        let codes = list(DefectCode::ALL, |d| d.text(self.lang));
        let mut inputs = vec![
            Input::Defects { papers: papers.collect(), fields: fields.collect(), codes },
            Input::Number { name: "days", label: CaseUi::CorrectionDays, max: u8::MAX.into() },
        ];
        if told {
            inputs.push(choice("again", CaseUi::Again, AgainCode::ALL, |a| a.text(self.lang)));
        }
        inputs.push(Input::Warning(Warning::Once));
        inputs
    }

    pub(super) fn acceptance(&self) -> Vec<Input> {
        let lacking = self.case.materials.iter().filter(|m| m.required && m.handed.is_none() && m.deferrable);
        let options: Vec<(String, String)> =
            lacking.map(|m| (m.no.to_string(), self.lang.pick(&m.zh, &m.en).to_owned())).collect();
        if options.is_empty() {
            return vec![Input::Warning(Warning::Once)];
        }
        vec![
            Input::Many { name: "gaps", label: CaseUi::Gaps, options, numbers: true, required: false },
            Input::Day { name: "gap_date", label: CaseUi::GapDate },
            Input::Warning(Warning::Once),
        ]
    }

    pub(super) fn not_accept(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, NotAcceptGround::ALL, |g| g.text(self.lang));
        let body = Input::Line { name: "body_named", label: CaseUi::BodyNamed };
        vec![ground, body, words(CaseUi::Reasons, true), Input::Warning(Warning::Final)]
    }

    /// Everything that others can be asked: what, whom, in which stage, where and when, and whether its time counts.
    pub(super) fn question(&self) -> Vec<Input> {
        let lang = self.lang;
        let what = choice("what", CaseUi::AskWhat, TaskKind::ALL, |what| what.text(lang));
        let mut inputs = vec![initially(what, code(&TaskKind::Question))];
        if !self.case.stages.is_empty() {
            let stages = self.case.stages.iter().map(|stage| stage.no.to_string());
            let named = stages.map(|no| (no.clone(), fill(JointUi::Stage.text(lang), &[("n", &no)])));
            let (label, empty) = (CaseUi::AskStage, Some(CaseUi::AskNoStage));
            inputs.push(Input::Numbered { name: "stage", label, options: named.collect(), empty });
        }
        inputs.push(Input::Addressees { places: self.askable() });
        let when = |kinds: &[TaskKind], then: Input| {
            let is = kinds.iter().map(code).collect();
            Input::When { name: "what", is, then: Box::new(then) }
        };
        let events: Vec<TaskKind> = TaskKind::ALL.iter().copied().filter(|what| what.takes_place()).collect();
        inputs.push(when(&events, Input::Line { name: "place", label: CaseUi::AskPlace }));
        inputs.push(when(&events, Input::Line { name: "held", label: CaseUi::AskHeld }));
        // A question or an errand is ordinary work: nothing can take its time out.
        let work = [TaskKind::Question, TaskKind::Errand, TaskKind::Inform];
        let others: Vec<TaskKind> = TaskKind::ALL.iter().copied().filter(|what| !work.contains(what)).collect();
        let options = [("true", CaseUi::AskNotCounted), ("false", CaseUi::AskCounted)];
        let excluded = Input::Choice {
            name: "excluded",
            label: CaseUi::AskExcluded,
            options: options.map(|(code, text)| (code.to_owned(), text.text(lang).to_owned())).into(),
            initial: String::new(),
            empty: true,
        };
        inputs.push(when(&others, excluded));
        inputs.push(words(CaseUi::Question, true));
        inputs
    }

    /// Places that can be asked, and the desks of the own one and of those: a unit may have its desk above.
    fn askable(&self) -> Vec<(String, String)> {
        let own = self.case.holder.site.id;
        let asked = |site: &&SiteView| site.id == own || self.action.targets.iter().any(|to| to.id == site.id);
        let (here, others): (Vec<_>, Vec<_>) = self.sites.iter().filter(asked).partition(|site| site.id == own);
        let desks =
            here.into_iter().chain(others).flat_map(|site| site.departments.iter().map(move |desk| (site, desk)));
        let desks = desks.map(|(site, desk)| {
            let name = self.lang.pick(&desk.zh, &desk.en);
            (format!("{}{DESK}{}", site.id.0, desk.id.0), format!("{} · {name}", self.lang.pick(&site.zh, &site.en)))
        });
        places(&self.action.targets, self.lang).into_iter().chain(desks).collect()
    }

    pub(super) fn question_end(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, TaskEndGround::ALL, |g| g.text(self.lang));
        let open = self.case.tasks.iter().filter(|task| task.open);
        let open = open.map(|task| (task.id.to_string(), format!("{} {}", task.text, task.words)));
        vec![chosen_first("task", CaseUi::WhichRequest, open.collect()), ground, words(CaseUi::Words, false)]
    }

    pub(super) fn grant(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, GrantGround::ALL, |g| g.text(self.lang));
        let ground = initially(ground, code(&GrantGround::Met));
        vec![ground, words(CaseUi::Reasons, false), Input::Warning(Warning::Final)]
    }

    pub(super) fn deny(&self) -> Vec<Input> {
        let options = list(DenyGround::ALL, |g| g.text(self.lang));
        let grounds = Input::Many { name: "grounds", label: CaseUi::Grounds, options, numbers: false, required: true };
        vec![grounds, words(CaseUi::Reasons, true), Input::Warning(Warning::Final)]
    }

    pub(super) fn terminate(&self) -> Vec<Input> {
        let ground = choice("ground", CaseUi::Ground, TerminateGround::ALL, |g| g.text(self.lang));
        let other = Input::OtherCase { name: "duplicate_of", label: CaseUi::DuplicateOf };
        let other = Input::When { name: "ground", is: vec![code(&TerminateGround::Duplicate)], then: Box::new(other) };
        vec![ground, other, words(CaseUi::Reasons, true), Input::Warning(Warning::Final)]
    }

    pub(super) fn annul(&self) -> Vec<Input> {
        let authority = choice("authority", CaseUi::AuthorityWord, Authority::ALL, |a| a.text(self.lang));
        let redo = Input::Flag { name: "redo", label: CaseUi::Redo };
        let days = Input::Number { name: "days", label: CaseUi::RedoDays, max: u16::MAX.into() };
        vec![authority, redo, days, words(CaseUi::Reasons, true), Input::Warning(Warning::Once)]
    }

    /// `without`: the place that the empty choice stands for.
    fn place(&self, empty: CaseUi, without: Option<SiteId>) -> Input {
        let own = without.map(|id| id.0.to_string());
        let mut options = places(&self.action.targets, self.lang);
        options.retain(|(id, _)| Some(id) != own.as_ref());
        // Of some thirty places it is mostly one that had the case before.
        let took_part: Vec<String> = self.case.steps.iter().map(|step| step.site.id.0.to_string()).collect();
        options.sort_by_key(|(id, _)| !took_part.contains(id));
        Input::Numbered { name: "to", label: CaseUi::To, options, empty: Some(empty) }
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

    /// A person of this place; whom another place has nobody here knows.
    fn person(&self) -> Input {
        let lang = self.lang;
        let words = |person: &daiban_shared::api::ColleagueView| {
            let roles: Vec<&str> = person.roles.iter().map(|role| role.text(lang)).collect();
            let desk = person.dept.as_ref().map(|dept| format!(" · {}", lang.pick(&dept.zh, &dept.en)));
            let away = person
                .away_until
                .map(|day| format!(" · {}", fill(PlaceUi::AwayUntil.text(lang), &[("day", &day.to_string())])));
            let rest = desk.unwrap_or_default() + &away.unwrap_or_default();
            format!("{}{}{rest}", person.name, bracketed(&listed(&roles, lang), lang))
        };
        let workers = self.colleagues.iter().filter(|person| person.roles.iter().any(|role| role.handles_cases()));
        let options = workers.map(|person| (person.id.to_string(), words(person)));
        let person = Input::Choice {
            name: "user",
            label: CaseUi::Person,
            options: options.collect(),
            initial: String::new(),
            empty: true,
        };
        Input::When { name: "to", is: vec![String::new()], then: Box::new(person) }
    }
}
