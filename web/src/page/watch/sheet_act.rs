//! What may be done with a settled sheet: appealed by whom it is about, decided by who settled it.

use daiban_shared::api::{SheetAct, SheetCommand, SheetView};
use daiban_shared::kind::{AppealGround, SheetVerdict};
use daiban_shared::text::{AppraisalText, Lang, Ui};

use super::act::{Act, Input, Line};
use super::{chosen, options, word};
use crate::api::Ask;
use crate::ui::typed::Typed;

impl Act for SheetAct {
    type Of = SheetView;
    const FORM: &'static str = "sheet";

    fn doc(sheet: &SheetView) -> String {
        sheet.row.id.map(|id| id.to_string()).unwrap_or_default()
    }

    fn mark(_: &SheetView) -> String {
        String::new()
    }

    fn text(self, lang: Lang) -> &'static str {
        let text = match self {
            Self::Appeal => AppraisalText::Appeal,
            Self::Rule => AppraisalText::Rule,
        };
        text.text(lang)
    }

    fn lines(self, sheet: &SheetView, typed: &Typed, lang: Lang) -> Vec<Line> {
        let line = |name, label: AppraisalText, input| Line { name, label: label.text(lang), input };
        let choose = Ui::Choose.text(lang);
        match self {
            Self::Appeal => {
                let own =
                    |indicator: daiban_shared::kind::Indicator| (word(&indicator), indicator.text(lang).to_owned());
                let own = sheet.row.scores.iter().map(|score| own(score.line.indicator)).collect();
                let grounds = options(AppealGround::ALL, |ground| ground.text(lang));
                vec![
                    line(
                        "indicator",
                        AppraisalText::AppealLine,
                        Input::Choice(own, AppraisalText::AppealWhole.text(lang)),
                    ),
                    line("ground", AppraisalText::AppealGround, Input::Choice(grounds, choose)),
                    line("words", AppraisalText::AppealWords, Input::Words),
                ]
            }
            Self::Rule => {
                let verdicts = options(SheetVerdict::ALL, |verdict| verdict.text(lang));
                let adjusts = typed.text("verdict") == word(&SheetVerdict::Adjusted);
                let points = adjusts.then(|| line("tenths", AppraisalText::RulePoints, Input::Number));
                let verdict = line("verdict", AppraisalText::RuleChoice, Input::Choice(verdicts, choose));
                let words = line("words", AppraisalText::RuleWords, Input::Words);
                [verdict].into_iter().chain(points).chain([words]).collect()
            }
        }
    }

    fn ask(self, sheet: &SheetView, typed: &Typed, id: &str) -> Ask {
        Ask::command(format!("/sheets/{}/steps", Self::doc(sheet)), &command(self, typed, id))
    }
}

fn command(act: SheetAct, typed: &Typed, id: &str) -> SheetCommand {
    let (id, words) = (Some(id.to_owned()), typed.text("words").trim().to_owned());
    match act {
        SheetAct::Appeal => {
            SheetCommand::Appeal { id, indicator: chosen(typed, "indicator"), ground: chosen(typed, "ground"), words }
        }
        SheetAct::Rule => {
            let tenths = tenths(typed.text("tenths")).unwrap_or(0);
            SheetCommand::Rule { id, verdict: chosen(typed, "verdict"), tenths, words }
        }
    }
}

/// `1.5`, `-2`, `+0.5` as tenths; none if it is no such number.
fn tenths(text: &str) -> Option<i16> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    if part.len() != 1 || !digits.chars().all(|letter| letter.is_ascii_digit() || letter == '.') {
        return None;
    }
    let (whole, part): (i16, i16) = (whole.parse().ok()?, part.parse().ok()?);
    whole.checked_mul(10)?.checked_add(part).map(|tenths| tenths * sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_in_tenths_with_their_sign() {
        let read = ["1.5", "-2", "+0.5", " 3.0 ", "-0.1"].map(tenths);
        assert_eq!(read, [Some(15), Some(-20), Some(5), Some(30), Some(-1)]);
        for text in ["", "1.25", "ein", "--1", "1.", "4000.0"] {
            assert_eq!(tenths(text), None, "{text}");
        }
    }
}
