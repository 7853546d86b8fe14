//! What may be done with a card: answered and appealed by its place, ruled on by who put it.

use daiban_shared::api::{CardAct, CardCommand, CardView};
use daiban_shared::kind::{AppealGround, CardResult, Ruling};
use daiban_shared::text::{Lang, Ui, WatchUi};

use super::act::{Act, Input, Line};
use super::{chosen, options, word};
use crate::api::Ask;
use crate::ui::typed::Typed;

impl Act for CardAct {
    type Of = CardView;
    const FORM: &'static str = "card";

    fn doc(card: &CardView) -> String {
        card.id.to_string()
    }

    fn mark(_: &CardView) -> String {
        String::new()
    }

    fn text(self, lang: Lang) -> &'static str {
        let text = match self {
            Self::Answer => WatchUi::ActAnswer,
            Self::Appeal => WatchUi::ActAppeal,
            Self::Rule => WatchUi::ActRule,
        };
        text.text(lang)
    }

    fn lines(self, _: &CardView, typed: &Typed, lang: Lang) -> Vec<Line> {
        let choice = |name, label: WatchUi, options| {
            let input = Input::Choice(options, Ui::Choose.text(lang));
            Line { name, label: label.text(lang), input }
        };
        let grounds = || options(AppealGround::ALL, |ground| ground.text(lang));
        let words = Line { name: "words", label: WatchUi::Words.text(lang), input: Input::Words };
        match self {
            Self::Answer => {
                let results = options(CardResult::ALL, |result| result.text(lang));
                vec![choice("result", WatchUi::AnswerResult, results), words]
            }
            Self::Appeal => vec![choice("ground", WatchUi::AppealGround, grounds()), words],
            Self::Rule => {
                let rulings = options(Ruling::ALL, |ruling| ruling.text(lang));
                let cancels = typed.text("ruling") == word(&Ruling::Cancelled);
                let ground = cancels.then(|| choice("ground", WatchUi::CancelGround, grounds()));
                [choice("ruling", WatchUi::RulingChoice, rulings)].into_iter().chain(ground).chain([words]).collect()
            }
        }
    }

    fn ask(self, card: &CardView, typed: &Typed, id: &str) -> Ask {
        Ask::command(format!("/cards/{}/steps", card.id), &command(self, typed, id))
    }
}

fn command(act: CardAct, typed: &Typed, id: &str) -> CardCommand {
    let (id, words) = (Some(id.to_owned()), typed.text("words").trim().to_owned());
    match act {
        CardAct::Answer => CardCommand::Answer { id, result: chosen(typed, "result"), words },
        CardAct::Appeal => CardCommand::Appeal { id, ground: chosen(typed, "ground"), words },
        CardAct::Rule => {
            let ruling = chosen(typed, "ruling");
            let ground = chosen(typed, "ground").filter(|_| ruling == Some(Ruling::Cancelled));
            CardCommand::Rule { id, ruling, ground, words }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ruling_that_stands_names_no_ground() {
        let typed = |ruling: &str| {
            let fields = [("ruling", ruling), ("ground", "late_data"), ("words", " 属实 ")];
            Typed(fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
        };
        let says = |ruling: &str| serde_json::to_value(command(CardAct::Rule, &typed(ruling), "7")).expect("JSON");
        assert_eq!(says("cancelled")["ground"], "late_data");
        assert_eq!(says("upheld").get("ground"), None);
        assert_eq!(says("upheld")["words"], "属实");
    }
}
