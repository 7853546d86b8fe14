//! From what was typed to the command, as `POST /cases/{id}/steps` takes it.

use daiban_shared::api::{AskTo, DefectIn, PaperTicked};
use daiban_shared::id::{Hash, SiteId};
use daiban_shared::kind::{DefectCode, Kind};
use serde_json::{Map, Value, json};

use super::inputs::{Input, code};
use crate::page::case::timeline::code_of;
use crate::ui::typed::Typed;

/// The key under which one option of several is ticked.
pub fn key(name: &str, option: &str) -> String {
    format!("{name}.{option}")
}

/// The whole request: id, heads that the screen showed, kind, and what the inputs say.
pub fn request(id: &str, heads: &[Hash], kind: Kind, inputs: &[Input], typed: &Typed) -> Value {
    let mut body = Map::new();
    body.insert("id".to_owned(), json!(id));
    body.insert("heads".to_owned(), json!(heads));
    body.insert("kind".to_owned(), json!(code_of(kind)));
    for input in inputs {
        if let Some((name, value)) = part(input, typed) {
            body.insert(name.to_owned(), value);
        }
    }
    Value::Object(body)
}

/// One field of the command; none = left out.
fn part(input: &Input, typed: &Typed) -> Option<(&'static str, Value)> {
    match input {
        Input::Words { name, .. } => Some((name, json!(typed.text(name).trim()))),
        Input::Line { name, .. } => text(typed, name).map(|text| (*name, json!(text))),
        Input::Day { name, .. } => text(typed, name).map(|text| (*name, json!(text))),
        Input::Choice { name, initial, .. } => {
            let chosen = typed.0.get(*name).unwrap_or(initial);
            (!chosen.is_empty()).then(|| (*name, json!(chosen)))
        }
        Input::Numbered { name, .. } | Input::Number { name, .. } => {
            typed.text(name).trim().parse::<u32>().ok().map(|number| (*name, json!(number)))
        }
        Input::Many { name, options, numbers, .. } => {
            let ticked = options.iter().filter(|(code, _)| typed.ticked(&key(name, code)));
            let values = ticked.filter_map(|(code, _)| match numbers {
                true => code.parse::<u32>().ok().map(|number| json!(number)),
                false => Some(json!(code)),
            });
            Some((name, Value::Array(values.collect())))
        }
        Input::Flag { name, .. } => Some((name, json!(typed.ticked(name)))),
        Input::Defects { papers, .. } => Some(("defects", json!(defects(papers, typed)))),
        Input::Addressees { places } => Some(("to", json!(addressees(places, typed)))),
        Input::Papers { name, papers } => Some((name, json!(ticked_papers(name, papers, typed)))),
        Input::Warning(_) => None,
    }
}

fn text<'a>(typed: &'a Typed, name: &str) -> Option<&'a str> {
    Some(typed.text(name).trim()).filter(|text| !text.is_empty())
}

fn defects(papers: &[(u8, String)], typed: &Typed) -> Vec<Value> {
    let mut out = Vec::new();
    let one = |paper: Option<u8>, at: &str| {
        let chosen = typed.text(&key(at, "code"));
        let chosen = if chosen.is_empty() { code(&DefectCode::Missing) } else { chosen.to_owned() };
        json!({ "paper": paper, "code": chosen, "words": typed.text(&key(at, "words")).trim() })
    };
    for (no, _) in papers {
        let at = key("defect", &no.to_string());
        if typed.ticked(&at) {
            out.push(one(Some(*no), &at));
        }
    }
    let words = typed.text("defect.other.words").trim();
    if !words.is_empty() {
        let other = DefectIn { paper: None, field: None, code: DefectCode::Other, words: words.to_owned() };
        out.push(json!(other));
    }
    out
}

fn addressees(places: &[(String, String)], typed: &Typed) -> Vec<AskTo> {
    let days = typed.text("answer_days").trim().parse().ok();
    let asked = places.iter().filter(|(id, _)| typed.ticked(&key("ask", id)));
    asked.filter_map(|(id, _)| Some(AskTo { site: SiteId(id.parse().ok()?), dept: None, days })).collect()
}

fn ticked_papers(name: &str, papers: &[(u8, String, u8, u8)], typed: &Typed) -> Vec<PaperTicked> {
    let brought = papers.iter().filter(|(no, ..)| typed.ticked(&key(name, &no.to_string())));
    brought
        .map(|(no, _, originals, copies)| PaperTicked { no: *no, originals: *originals, copies: *copies, how: None })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::inputs::{self, Basis};
    use super::*;
    use daiban_shared::api::{
        ActionView, CaseView, Command, DeptRef, HolderView, ItemRef, MaterialView, SiteRef, TaskView,
    };
    use daiban_shared::case::Status;
    use daiban_shared::id::{DeptId, DocId};
    use daiban_shared::kind::{Class, TaskKind};
    use daiban_shared::site::Tier;
    use daiban_shared::text::Lang;

    fn site() -> SiteRef {
        SiteRef { id: SiteId(4_000_000_001), zh: "雁洋镇".into(), en: "Yanyang Town".into(), tier: Tier::Town }
    }

    fn case() -> CaseView {
        let paper = |no, required| MaterialView {
            no,
            zh: "户口簿".into(),
            en: "Register".into(),
            required,
            deferrable: true,
            originals: 1,
            copies: 1,
            handed: None,
            gap: false,
            asked: false,
        };
        let task = TaskView {
            id: Hash([7; 32]),
            what: TaskKind::Question,
            text: "征询".into(),
            to: Vec::new(),
            words: "是否同住".into(),
            open: true,
        };
        CaseView {
            id: DocId([1; 16]),
            number: "1".into(),
            item: ItemRef { code: "V04".into(), version: 1, zh: "低保".into(), en: "Dibao".into() },
            department: DeptRef { id: DeptId(1), zh: "民政局".into(), en: "Civil Affairs".into() },
            site: site(),
            status: Status::Accepted,
            outcome: None,
            holder: HolderView {
                site: site(),
                department: None,
                user: None,
                user_name: None,
                in_transit: false,
                here: true,
            },
            due: None,
            accepted_on: None,
            limits: Vec::new(),
            heads: vec![Hash([9; 32])],
            steps: Vec::new(),
            form: Default::default(),
            conflicts: Default::default(),
            fields: Vec::new(),
            materials: vec![paper(1, true), paper(2, false)],
            tasks: vec![task],
            duties: Vec::new(),
            actions: Vec::new(),
            labels: Vec::new(),
            missing_parts: Vec::new(),
            now: 0,
        }
    }

    fn made(kind: Kind, typed: &[(&str, &str)]) -> Result<Command, String> {
        let case = case();
        let action = ActionView { kind, allowed: true, why: None, code: None, targets: vec![site()] };
        let inputs = inputs::of(&Basis { case: &case, action: &action, sites: &[], lang: Lang::Zh });
        let typed = Typed(typed.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect());
        let mut request = request("id", &case.heads, kind, &inputs, &typed);
        let parts = request.as_object_mut().expect("an object");
        assert!(parts.remove("id").is_some() && parts.remove("heads").is_some());
        serde_json::from_value(request).map_err(|error| format!("{kind:?}: {error}"))
    }

    #[test]
    fn every_step_that_is_offered_makes_a_command_that_the_node_reads() {
        for kind in Kind::ALL {
            let offered = matches!(kind.class(), Class::Move | Class::Fact)
                && !matches!(kind, Kind::Open | Kind::Taken | Kind::Join | Kind::FormChange);
            if offered {
                assert!(made(*kind, &[]).is_ok(), "{:?}", made(*kind, &[]));
            }
        }
    }

    #[test]
    fn a_notice_names_each_ticked_paper_with_its_words() {
        let typed = [
            ("defect.1", "true"),
            ("defect.1.code", "expired"),
            ("defect.1.words", " 请带新证 "),
            ("defect.other.words", "写明村民小组"),
            ("days", "10"),
        ];
        let Ok(Command::Notify { defects, days, again: None }) = made(Kind::Notify, &typed) else { panic!("a notice") };
        assert_eq!(days, Some(10));
        assert_eq!(defects.len(), 2);
        assert_eq!(
            (defects[0].paper, defects[0].code, defects[0].words.as_str()),
            (Some(1), DefectCode::Expired, "请带新证")
        );
        assert_eq!((defects[1].paper, defects[1].code), (None, DefectCode::Other));
    }

    #[test]
    fn ticked_papers_and_places_are_sent_with_their_numbers() {
        let Ok(Command::Supplement { papers, .. }) = made(Kind::Supplement, &[("papers.2", "true")]) else {
            panic!("papers")
        };
        assert_eq!((papers.len(), papers[0].no, papers[0].copies), (1, 2, 1));
        let typed = [("ask.4000000001", "true"), ("answer_days", "3"), ("words", "是否同住")];
        let Ok(Command::TaskOpen { what, to, .. }) = made(Kind::TaskOpen, &typed) else { panic!("a question") };
        assert_eq!((what, to[0].site, to[0].days), (Some(TaskKind::Question), SiteId(4_000_000_001), Some(3)));
        let Ok(Command::Accept { gaps, .. }) = made(Kind::Accept, &[("gaps.1", "true")]) else { panic!("acceptance") };
        assert_eq!(gaps, [1]);
    }
}
