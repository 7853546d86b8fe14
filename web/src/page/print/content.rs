//! What a sheet says, in its order, before it is drawn. Each code stands under the name that fits its kind.

mod asked;

use daiban_shared::api::{EffectView, StepView};
use daiban_shared::day::Day;
use daiban_shared::item::{Span, Unit};
use daiban_shared::kind::{Kind, Opinion, PaperIn};
use daiban_shared::text::{PrintUi, fill};

use super::Paper;
use crate::page::case::{defect_words, other_case, paper_name, refer, rests_on};
use crate::ui::words;

/// One part of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A sentence.
    Text(String),
    /// A numbered list.
    List(Vec<String>),
    /// A name with words: reasons, basis, opinion.
    Fact(PrintUi, String),
    /// Names with values, as a table.
    Table(Vec<(PrintUi, String)>),
}

/// The parts of a sheet.
pub fn parts(paper: &Paper) -> Vec<Part> {
    let parts = match paper.step.kind {
        Kind::Notify => notice(paper),
        Kind::Accept => acceptance(paper),
        Kind::NotAccept => not_accepted(paper),
        Kind::Grant => decision(paper, PrintUi::GrantLead, PrintUi::ReasonGrant),
        Kind::Deny => decision(paper, PrintUi::DenyLead, PrintUi::ReasonDeny),
        Kind::Withdraw => vec![paper.lead(PrintUi::WithdrawLead), paper.said(PrintUi::Words)],
        Kind::Terminate => terminated(paper),
        Kind::Lapse => vec![paper.lead(PrintUi::LapseLead), paper.said(PrintUi::Reason), paper.remedy()],
        Kind::Extend => extended(paper),
        Kind::Urge => urged(paper),
        Kind::Green => greened(paper),
        Kind::Annul => annulled(paper),
        Kind::TaskOpen => asked::parts(paper),
        Kind::Forward => handed_on(paper, PrintUi::ForwardLead, None),
        Kind::Return => handed_on(paper, PrintUi::ReturnLead, Some(PrintUi::ReasonReturn)),
        Kind::Assign => handed_on(paper, PrintUi::AssignLead, Some(PrintUi::ReasonAssign)),
        Kind::TakeOver => handed_on(paper, PrintUi::TakeOverLead, Some(PrintUi::ReasonTakeOver)),
        Kind::Close => closed(paper),
        Kind::Supplement => supplement(paper),
        Kind::WithdrawAsked => {
            let day = paper.step.payload.day.unwrap_or(Day::of(paper.step.at));
            let day = Part::Fact(PrintUi::AskedOn, day.to_string());
            vec![paper.lead(PrintUi::WithdrawAskedLead), paper.said(PrintUi::Reason), day]
        }
        Kind::Answer => answer(paper),
        Kind::Deliver => delivery(paper),
        Kind::Open
        | Kind::TaskEnd
        | Kind::Taken
        | Kind::Note
        | Kind::FormChange
        | Kind::Join
        | Kind::TimeSet
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
        | Kind::Unknown => vec![paper.case_table()],
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

/// Whom a sheet is addressed to; empty where it is a record for the file.
pub fn whom(paper: &Paper) -> String {
    let (says, lang) = (&paper.step.payload, paper.lang);
    let places: Vec<&str> = says.to.iter().map(|site| site.name(lang)).collect();
    match paper.step.kind {
        Kind::Forward | Kind::Return | Kind::Assign => words::listed(&places, lang),
        Kind::TaskOpen => asked::whom(paper),
        Kind::TakeOver | Kind::Close | Kind::WithdrawAsked | Kind::Deliver | Kind::Answer => String::new(),
        Kind::Open
        | Kind::Notify
        | Kind::Accept
        | Kind::NotAccept
        | Kind::TaskEnd
        | Kind::Grant
        | Kind::Deny
        | Kind::Withdraw
        | Kind::Terminate
        | Kind::Annul
        | Kind::Extend
        | Kind::Lapse
        | Kind::Taken
        | Kind::Supplement
        | Kind::Note
        | Kind::FormChange
        | Kind::Join
        | Kind::Urge
        | Kind::TimeSet
        | Kind::Green
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
        | Kind::Unknown => paper.value("applicant.name").to_owned(),
    }
}

impl Part {
    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Fact(_, text) => text.is_empty(),
            Self::List(rows) => rows.is_empty(),
            Self::Table(rows) => rows.is_empty(),
        }
    }
}

impl Paper<'_> {
    /// The sentence that the paper exists for.
    fn lead(&self, text: PrintUi) -> Part {
        Part::Text(fill(text.text(self.lang), &[("item", self.item_name())]))
    }

    fn number_of(&self, text: PrintUi, n: u16) -> Part {
        Part::Text(fill(text.text(self.lang), &[("n", &n.to_string())]))
    }

    /// The words of the step under a name.
    fn said(&self, name: PrintUi) -> Part {
        Part::Fact(name, self.step.payload.words.clone().unwrap_or_default())
    }

    fn codes(&self) -> Vec<&str> {
        self.step.payload.codes.iter().map(|code| code.text.as_str()).collect()
    }

    /// Codes with the words that explain them.
    fn reasons(&self, name: PrintUi) -> Part {
        let mut all = self.codes();
        all.extend(self.step.payload.words.as_deref().filter(|words| !words.is_empty()));
        Part::Fact(name, all.join(self.lang.pick("；", "; ")))
    }

    /// The law as the item had it; an article that nobody has read is not printed as law.
    fn basis(&self) -> Part {
        let basis = self.case.terms.iter().flat_map(|terms| &terms.basis);
        let quoted =
            basis.map(|one| if one.verified { format!("{}{}", one.title, one.article) } else { one.title.clone() });
        Part::Fact(PrintUi::LegalBasis, words::listed(&quoted.collect::<Vec<_>>(), self.lang))
    }

    /// Where to go against it (行政复议法 §20, 行政诉讼法 §46): the body by its name, and the court.
    fn remedy(&self) -> Part {
        let body = self.step.payload.remedy.as_deref().unwrap_or_default();
        let text = fill(PrintUi::Remedy.text(self.lang), &[("body", body)]);
        Part::Text(if body.is_empty() { String::new() } else { text })
    }

    fn case_table(&self) -> Part {
        Part::Table(vec![
            (PrintUi::CaseNo, self.case.number.clone()),
            (PrintUi::Item, self.item_name().to_owned()),
            (PrintUi::ApplicantName, self.value("applicant.name").to_owned()),
        ])
    }

    fn counted(&self, papers: &[PaperIn]) -> Vec<String> {
        let named = papers.iter().filter_map(|one| Some((paper_name(self.case, one.no, self.lang)?, one)));
        named.map(|(name, one)| format!("{name}{}", counts(one, self))).collect()
    }
}

/// `（原件1 复印件2）`
pub fn counts(handed: &PaperIn, paper: &Paper) -> String {
    let lang = paper.lang;
    let count = |text: PrintUi, n: u8| (n > 0).then(|| format!("{}{}{n}", text.text(lang), lang.pick("", " ")));
    let counts = [count(PrintUi::ColumnOriginals, handed.originals), count(PrintUi::ColumnCopies, handed.copies)];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if counts.is_empty() { String::new() } else { words::bracketed(&counts.join(lang.pick(" ", ", ")), lang) }
}

fn notice(paper: &Paper) -> Vec<Part> {
    let says = &paper.step.payload;
    let defects = says.defects.iter().map(|defect| defect_words(paper.case, defect, paper.lang)).collect();
    let days = says.days.map(|days| paper.number_of(PrintUi::NoticeDays, days));
    let again = Part::Fact(PrintUi::ReasonAgain, words::listed(&paper.codes(), paper.lang));
    [Some(paper.lead(PrintUi::NoticeLead)), Some(Part::List(defects)), days, Some(again)]
        .into_iter()
        .flatten()
        .collect()
}

fn acceptance(paper: &Paper) -> Vec<Part> {
    let (says, lang) = (&paper.step.payload, paper.lang);
    let mut parts = Vec::new();
    if says.gaps.is_empty() {
        parts.push(paper.lead(PrintUi::AcceptLead));
    } else {
        let day = says.day.map_or_else(|| "–".to_owned(), |day| day.to_string());
        let gaps = says.gaps.iter().filter_map(|no| paper_name(paper.case, *no, lang)).collect();
        parts.push(paper.lead(PrintUi::GapAcceptLead));
        parts.push(Part::Text(fill(PrintUi::AcceptGaps.text(lang), &[("day", &day)])));
        parts.push(Part::List(gaps));
    }
    let due = says.due.map(|day| fill(PrintUi::AcceptDue.text(lang), &[("day", &day.to_string())]));
    parts.extend(due.map(Part::Text));
    parts
}

fn not_accepted(paper: &Paper) -> Vec<Part> {
    let body = paper.step.payload.body_named.as_ref().filter(|body| !body.is_empty());
    let body = body.map(|body| Part::Text(fill(PrintUi::RightBody.text(paper.lang), &[("body", body)])));
    let mut parts = vec![paper.lead(PrintUi::NotAcceptLead), paper.reasons(PrintUi::ReasonNotAccept)];
    parts.extend(body);
    parts.extend([paper.basis(), paper.remedy()]);
    parts
}

fn decision(paper: &Paper, lead: PrintUi, reason: PrintUi) -> Vec<Part> {
    let right = rests_on(&paper.step.payload, paper.lang).map(|grant| Part::Fact(PrintUi::Right, grant));
    let mut parts = vec![paper.lead(lead), paper.reasons(reason), paper.basis(), paper.remedy()];
    parts.extend(right);
    parts
}

fn terminated(paper: &Paper) -> Vec<Part> {
    let other = paper.step.payload.duplicate_of.as_ref().map(|other| other_case(other, paper.lang));
    let mut parts = vec![paper.lead(PrintUi::EndLead), paper.reasons(PrintUi::ReasonTerminate)];
    parts.extend(other.map(|other| Part::Fact(PrintUi::DuplicateOf, other)));
    parts.push(paper.remedy());
    parts
}

fn annulled(paper: &Paper) -> Vec<Part> {
    let (says, lang) = (&paper.step.payload, paper.lang);
    let set_aside = says.of.and_then(|of| refer::find(paper.case, of));
    let lead = set_aside.map(|step| {
        let values = [
            ("item", paper.item_name()),
            ("day", &Day::of(step.at).to_string()),
            ("paper", refer::title(step).text(lang)),
            ("number", step.paper_number.as_deref().unwrap_or_default()),
        ];
        Part::Text(fill(PrintUi::AnnulLead.text(lang), &values))
    });
    let next = match (says.redo, says.days) {
        (Some(true), Some(days)) => paper.number_of(PrintUi::AnnulRedoDays, days),
        (Some(true), None) => Part::Text(PrintUi::AnnulRedo.text(lang).to_owned()),
        (Some(false) | None, _) => Part::Text(PrintUi::AnnulEnd.text(lang).to_owned()),
    };
    let authority = Part::Fact(PrintUi::Authority, words::listed(&paper.codes(), lang));
    let mut parts: Vec<Part> = lead.into_iter().collect();
    parts.extend([next, authority, paper.said(PrintUi::Reason), paper.remedy()]);
    parts
}

fn handed_on(paper: &Paper, lead: PrintUi, reason: Option<PrintUi>) -> Vec<Part> {
    let (says, lang) = (&paper.step.payload, paper.lang);
    let mut parts = vec![paper.lead(lead), paper.case_table(), Part::List(paper.counted(&says.in_file))];
    let desk = says.department.as_ref().map(|dept| Part::Fact(PrintUi::To, words::department(dept, lang)));
    parts.extend(desk);
    parts.extend(reason.map(|name| Part::Fact(name, words::listed(&paper.codes(), lang))));
    let opinion = says.opinion.filter(|opinion| *opinion != Opinion::None);
    parts.extend(opinion.map(|opinion| Part::Fact(PrintUi::Opinion, opinion.text(lang).to_owned())));
    parts.push(paper.said(PrintUi::Words));
    parts
}

fn extended(paper: &Paper) -> Vec<Part> {
    let (says, lang) = (&paper.step.payload, paper.lang);
    let span = Span { quarters: says.quarters.unwrap_or(0), unit: Unit::Workday };
    let values = [("item", paper.item_name()), ("span", &words::span(span, lang))];
    let lead = Part::Text(fill(PrintUi::ExtendLead.text(lang), &values));
    let due = says.due.map(|day| Part::Text(fill(PrintUi::ExtendDue.text(lang), &[("day", &day.to_string())])));
    let mut parts = vec![lead, paper.reasons(PrintUi::Reason)];
    parts.extend(due);
    parts
}

fn urged(paper: &Paper) -> Vec<Part> {
    let (says, lang) = (&paper.step.payload, paper.lang);
    let span = Span { quarters: says.quarters.unwrap_or(0), unit: Unit::Workday };
    let lead = Part::Text(fill(PrintUi::UrgeLead.text(lang), &[("span", &words::span(span, lang))]));
    vec![lead, paper.case_table(), paper.reasons(PrintUi::Reason)]
}

fn greened(paper: &Paper) -> Vec<Part> {
    let body = paper.step.payload.body_named.clone().unwrap_or_default();
    vec![
        paper.lead(PrintUi::GreenLead),
        Part::Fact(PrintUi::AdmittedBy, body),
        paper.reasons(PrintUi::Reason),
        paper.case_table(),
    ]
}

fn closed(paper: &Paper) -> Vec<Part> {
    let until = paper.case.steps.iter().position(|step| step.id == paper.step.id).unwrap_or(0);
    let counts = |step: &&StepView| step.effect == EffectView::Effect && step.paper_number.is_some();
    let papers = paper.case.steps.iter().take(until).filter(counts);
    let rows = papers.map(|step| format!("{} {}", refer::paper(step, paper.lang), Day::of(step.at))).collect();
    let why = Part::Fact(PrintUi::ReasonUndelivered, words::listed(&paper.codes(), paper.lang));
    vec![paper.lead(PrintUi::CloseLead), Part::List(rows), why]
}

fn supplement(paper: &Paper) -> Vec<Part> {
    let says = &paper.step.payload;
    let before = paper.case.steps.iter().take_while(|step| step.id != paper.step.id);
    let notice = before.filter(|step| step.kind == Kind::Notify && step.effect == EffectView::Effect).last();
    let defects = notice.into_iter().flat_map(|step| &step.payload.defects);
    let answered = defects.filter(|one| says.answers.contains(&one.defect.no));
    let answered: Vec<String> = answered.map(|one| defect_words(paper.case, one, paper.lang)).collect();
    let answered = Part::Fact(PrintUi::Answered, answered.join(paper.lang.pick("；", "; ")));
    let papers = Part::List(paper.counted(&says.papers));
    let lead = if says.papers.is_empty() { paper.case_table() } else { paper.lead(PrintUi::SupplementLead) };
    vec![lead, papers, answered, paper.said(PrintUi::Words)]
}

fn answer(paper: &Paper) -> Vec<Part> {
    let lang = paper.lang;
    let of = paper.step.payload.of.and_then(|of| refer::find(paper.case, of));
    let asked = of.and_then(|step| step.payload.words.clone()).unwrap_or_default();
    let table = [
        (PrintUi::AnswersWhat, of.map(|step| refer::paper(step, lang)).unwrap_or_default()),
        (PrintUi::Question, asked),
        (PrintUi::AnswersSo, words::listed(&paper.codes(), lang)),
    ];
    let filled = table.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    vec![paper.case_table(), Part::Table(filled), paper.said(PrintUi::Words)]
}

fn delivery(paper: &Paper) -> Vec<Part> {
    let (says, step, lang) = (&paper.step.payload, paper.step, paper.lang);
    let of = says.of.and_then(|of| refer::find(paper.case, of));
    let table = [
        (PrintUi::DeliveredPaper, of.map(|step| refer::paper(step, lang)).unwrap_or_default()),
        (PrintUi::DeliveredWay, words::listed(&paper.codes(), lang)),
        (PrintUi::Received, says.receiver.clone().unwrap_or_default()),
        (PrintUi::DeliveredOn, says.day.unwrap_or(Day::of(step.at)).to_string()),
        (PrintUi::Place, step.site.name(lang).to_owned()),
    ];
    let filled = table.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    vec![paper.case_table(), Part::Table(filled)]
}

#[cfg(test)]
mod tests;
