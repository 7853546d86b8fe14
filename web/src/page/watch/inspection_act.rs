//! What may be done with a problem: told by the place, looked at again by who inspected.

use daiban_shared::api::{InspectionAct, InspectionCommand, InspectionView};
use daiban_shared::day::Day;
use daiban_shared::id::DocId;
use daiban_shared::kind::{CardResult, FindingRuling};
use daiban_shared::text::{AppraisalText, Lang, Ui};
use daiban_shared::watch::FindingStand;

use super::act::{Act, Input, Line};
use super::{chosen, options, word};
use crate::api::Ask;
use crate::ui::typed::Typed;

/// One problem of an inspection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FindingOf {
    pub inspection: DocId,
    pub no: u8,
}

/// What may be done now with one problem, of all that may be done with its inspection.
pub fn may(inspection: &InspectionView, no: u8) -> Vec<InspectionAct> {
    let stand = inspection.findings.iter().find(|found| found.no == no).map(|found| found.stand);
    let fits = |act: &InspectionAct| match (act, stand) {
        (_, None) => false,
        (InspectionAct::Answer, Some(stand)) => matches!(stand, FindingStand::Open | FindingStand::Answered),
        (InspectionAct::Rule, Some(stand)) => stand != FindingStand::Withdrawn,
    };
    inspection.may.iter().copied().filter(fits).collect()
}

impl Act for InspectionAct {
    type Of = FindingOf;
    const FORM: &'static str = "finding";

    fn doc(of: &FindingOf) -> String {
        format!("{}.{}", of.inspection, of.no)
    }

    fn mark(of: &FindingOf) -> String {
        format!("-{}", of.no)
    }

    fn text(self, lang: Lang) -> &'static str {
        let text = match self {
            Self::Answer => AppraisalText::Answer,
            Self::Rule => AppraisalText::Review,
        };
        text.text(lang)
    }

    fn lines(self, _: &FindingOf, typed: &Typed, lang: Lang) -> Vec<Line> {
        let line = |name, label: AppraisalText, input| Line { name, label: label.text(lang), input };
        let choose = Ui::Choose.text(lang);
        match self {
            Self::Answer => {
                let results = options(CardResult::ALL, |result| result.text(lang));
                vec![
                    line("result", AppraisalText::AnswerResult, Input::Choice(results, choose)),
                    line("words", AppraisalText::AnswerWords, Input::Words),
                ]
            }
            Self::Rule => {
                let rulings = options(FindingRuling::ALL, |ruling| ruling.text(lang));
                let is_back = typed.text("ruling") == word(&FindingRuling::Back);
                let until = is_back.then(|| line("until", AppraisalText::ReviewUntil, Input::Day));
                let ruling = line("ruling", AppraisalText::ReviewChoice, Input::Choice(rulings, choose));
                let words = line("words", AppraisalText::ReviewWords, Input::Words);
                [ruling].into_iter().chain(until).chain([words]).collect()
            }
        }
    }

    fn ask(self, of: &FindingOf, typed: &Typed, id: &str) -> Ask {
        Ask::command(format!("/inspections/{}/steps", of.inspection), &command(self, of.no, typed, id))
    }
}

fn command(act: InspectionAct, no: u8, typed: &Typed, id: &str) -> InspectionCommand {
    let (id, words) = (Some(id.to_owned()), typed.text("words").trim().to_owned());
    match act {
        InspectionAct::Answer => InspectionCommand::Answer { id, no, result: chosen(typed, "result"), words },
        InspectionAct::Rule => {
            let ruling = chosen(typed, "ruling");
            let until = Day::parse(typed.text("until")).filter(|_| ruling == Some(FindingRuling::Back));
            InspectionCommand::Rule { id, no, ruling, until, words }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_sent_back_has_a_new_date() {
        let typed = |ruling: &str| {
            let fields = [("ruling", ruling), ("until", "2026-12-01"), ("words", " 再看 ")];
            Typed(fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
        };
        let says =
            |ruling: &str| serde_json::to_value(command(InspectionAct::Rule, 2, &typed(ruling), "7")).expect("JSON");
        assert_eq!(says("back")["until"], "2026-12-01");
        assert_eq!(says("closed").get("until"), None);
        assert_eq!((&says("closed")["words"], &says("closed")["no"]), (&"再看".into(), &2.into()));
    }
}
