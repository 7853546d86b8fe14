//! From what was typed to the command, as `POST /cases/{id}/steps` takes it.

use std::collections::BTreeMap;

use daiban_shared::api::{AskTo, DefectIn, PaperTicked};
use daiban_shared::form::{FieldError, half_width};
use daiban_shared::id::{DeptId, Hash, SiteId};
use daiban_shared::kind::{DefectCode, Kind};
use daiban_shared::text::Lang;
use serde_json::{Map, Value, json};

use super::inputs::{DESK, Input};
use crate::page::case::timeline::code_of;
use crate::ui::typed::Typed;

/// The days that everybody who is asked has.
pub const ANSWER_DAYS: &str = "answer_days";
/// Defects of form fields stand under this and the field's id.
pub const FIELD_DEFECT: &str = "defect.field";

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

/// What is wrong with what was typed, by input: nothing is sent before it is mended, and nothing is left out silently.
pub fn faults(inputs: &[Input], typed: &Typed, lang: Lang) -> BTreeMap<&'static str, String> {
    let fault = |input: &Input| {
        let (name, max) = number(input, typed)?;
        whole(typed.text(name), max).err().map(|error| (name, error.words(lang)))
    };
    inputs.iter().filter_map(fault).collect()
}

/// The input that takes a number, with the most that its field holds.
fn number(input: &Input, typed: &Typed) -> Option<(&'static str, u32)> {
    match input {
        Input::Number { name, max, .. } => Some((name, *max)),
        Input::Addressees { .. } => Some((ANSWER_DAYS, u16::MAX.into())),
        Input::When { name, is, then } if applies(name, is, typed) => number(then, typed),
        Input::When { .. }
        | Input::Words { .. }
        | Input::Line { .. }
        | Input::Choice { .. }
        | Input::Numbered { .. }
        | Input::Many { .. }
        | Input::Day { .. }
        | Input::Moment { .. }
        | Input::Flag { .. }
        | Input::Defects { .. }
        | Input::Answered { .. }
        | Input::Papers { .. }
        | Input::OtherCase { .. }
        | Input::Warning(_) => None,
    }
}

/// A whole number as people type it, in full width too; none = nothing was typed.
fn whole(text: &str, max: u32) -> Result<Option<u32>, FieldError> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    if text.is_empty() {
        return Ok(None);
    }
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(FieldError::NotANumber);
    }
    match text.parse::<u32>() {
        Ok(number) if (1..=max).contains(&number) => Ok(Some(number)),
        Ok(_) | Err(_) => Err(FieldError::OutOfRange { min: 1, max: max.into() }),
    }
}

/// `2026-09-08T11:00`, as the browser's control writes it, in Beijing.
fn moment(text: &str) -> Option<daiban_shared::id::Millis> {
    let (day, time) = text.split_once('T')?;
    let (hour, minute) = time.split_once(':')?;
    let minutes = hour.parse::<u16>().ok()? * 60 + minute.get(..2)?.parse::<u16>().ok()?;
    Some(daiban_shared::day::Day::parse(day)?.at_minute(minutes))
}

/// Whether an input is asked for.
pub fn applies(name: &str, is: &[String], typed: &Typed) -> bool {
    is.iter().any(|value| value == typed.text(name))
}

/// One field of the command; none = left out.
fn part(input: &Input, typed: &Typed) -> Option<(&'static str, Value)> {
    match input {
        Input::Words { name, .. } => Some((name, json!(typed.text(name).trim()))),
        Input::Line { name, .. } => text(typed, name).map(|text| (*name, json!(text))),
        Input::Day { name, .. } => text(typed, name).map(|text| (*name, json!(text))),
        Input::Moment { name, .. } => moment(typed.text(name)).map(|at| (*name, json!(at))),
        Input::Choice { name, options, initial, .. } => {
            let value = match chosen(name, initial, options, typed) {
                "" => return None,
                // Yes or no, where neither is a third choice.
                "true" => json!(true),
                "false" => json!(false),
                code => json!(code),
            };
            Some((name, value))
        }
        Input::Numbered { name, options, .. } => {
            chosen(name, "", options, typed).parse::<u32>().ok().map(|number| (*name, json!(number)))
        }
        Input::Number { name, max, .. } => {
            whole(typed.text(name), *max).ok().flatten().map(|number| (*name, json!(number)))
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
        Input::Defects { papers, fields, .. } => Some(("defects", json!(defects(papers, fields, typed)))),
        Input::Answered { defects } => Some(("defects", json!(answered(defects, typed)))),
        Input::Addressees { places } => Some(("to", json!(addressees(places, typed)))),
        Input::Papers { name, papers } => Some((name, json!(ticked_papers(name, papers, typed)))),
        Input::OtherCase { name, .. } => text(typed, name).map(|text| (*name, json!(text))),
        Input::When { name, is, then } => applies(name, is, typed).then(|| part(then, typed)).flatten(),
        Input::Warning(_) => None,
    }
}

/// What a list shows as chosen: a choice that is not on it any more counts as none.
pub fn chosen<'a>(name: &str, initial: &'a str, options: &[(String, String)], typed: &'a Typed) -> &'a str {
    let chosen = typed.0.get(name).map(String::as_str);
    chosen.filter(|chosen| chosen.is_empty() || options.iter().any(|(code, _)| code == chosen)).unwrap_or(initial)
}

fn text<'a>(typed: &'a Typed, name: &str) -> Option<&'a str> {
    Some(typed.text(name).trim()).filter(|text| !text.is_empty())
}

pub(super) fn defects(papers: &[(u8, String)], fields: &[(String, String)], typed: &Typed) -> Vec<DefectIn> {
    let one = |paper: Option<u8>, field: Option<&str>, at: &str| {
        let code = serde_json::from_value(json!(typed.text(&key(at, "code"))));
        let usual = if field.is_some() { DefectCode::Wrong } else { DefectCode::Missing };
        let words = typed.text(&key(at, "words")).trim().to_owned();
        DefectIn { paper, field: field.map(str::to_owned), code: code.unwrap_or(usual), words }
    };
    let of_paper = papers.iter().map(|(no, _)| (key("defect", &no.to_string()), Some(*no), None));
    let of_field = fields.iter().map(|(id, _)| (key(FIELD_DEFECT, id), None, Some(id.as_str())));
    let ticked = of_paper.chain(of_field).filter(|(at, ..)| typed.ticked(at));
    let mut out: Vec<DefectIn> = ticked.map(|(at, paper, field)| one(paper, field, &at)).collect();
    let words = typed.text("defect.other.words").trim();
    if !words.is_empty() {
        out.push(DefectIn { paper: None, field: None, code: DefectCode::Other, words: words.to_owned() });
    }
    out
}

fn answered(defects: &[(u8, Option<u8>, String)], typed: &Typed) -> Vec<u8> {
    let brought = |paper: Option<u8>| paper.is_some_and(|no| typed.ticked(&key("papers", &no.to_string())));
    let named =
        defects.iter().filter(|(no, paper, _)| typed.ticked(&key("defects", &no.to_string())) || brought(*paper));
    named.map(|(no, ..)| *no).collect()
}

fn addressees(places: &[(String, String)], typed: &Typed) -> Vec<AskTo> {
    let days = whole(typed.text(ANSWER_DAYS), u16::MAX.into()).ok().flatten().and_then(|days| u16::try_from(days).ok());
    let asked = places.iter().filter(|(id, _)| typed.ticked(&key("ask", id)));
    let ask = |id: &str| {
        let (site, desk) = id.split_once(DESK).map_or((id, None), |(site, desk)| (site, Some(desk)));
        let dept = desk.and_then(|desk| desk.parse().ok()).map(DeptId);
        Some(AskTo { site: SiteId(site.parse().ok()?), dept, days })
    };
    asked.filter_map(|(id, _)| ask(id)).collect()
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
    use crate::page::case::sample::{case, site, step};
    use daiban_shared::api::{ActionView, CaseView, ColleagueView, Command, DefectView, Payload};
    use daiban_shared::case::{Outcome, Status};
    use daiban_shared::form::common_fields;
    use daiban_shared::id::{DocId, UserId};
    use daiban_shared::kind::{Class, Defect, Role};

    fn as_typed(typed: &[(&str, &str)]) -> Typed {
        Typed(typed.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect())
    }

    fn inputs_of(case: &CaseView, kind: Kind) -> Vec<Input> {
        let action = ActionView { kind, allowed: true, why: None, code: None, targets: vec![site()], heard: None };
        let colleague = ColleagueView {
            id: UserId([5; 8]),
            name: "王某".into(),
            roles: vec![Role::Clerk],
            dept: None,
            away_until: None,
            items: Vec::new(),
            cases: 0,
        };
        inputs::of(&Basis { case, action: &action, sites: &[], colleagues: &[colleague], lang: Lang::Zh })
    }

    fn made(kind: Kind, typed: &[(&str, &str)]) -> Result<Command, String> {
        made_of(&case(), kind, typed)
    }

    fn made_of(case: &CaseView, kind: Kind, typed: &[(&str, &str)]) -> Result<Command, String> {
        let (inputs, typed) = (inputs_of(case, kind), as_typed(typed));
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
            // A time is corrected of one step, which has to be chosen.
            let of = Hash([1; 32]).to_string();
            let typed: &[(&str, &str)] = if *kind == Kind::TimeSet { &[("of", &of)] } else { &[] };
            if offered {
                let case = CaseView { steps: vec![step(1, Kind::Accept, Payload::default())], ..case() };
                let made = made_of(&case, *kind, typed);
                assert!(made.is_ok(), "{made:?}");
            }
        }
    }

    #[test]
    fn no_two_inputs_of_a_step_have_one_name() {
        for kind in Kind::ALL {
            let names: Vec<&str> = inputs_of(&case(), *kind).iter().map(Input::name).collect();
            let distinct: std::collections::BTreeSet<&str> = names.iter().copied().collect();
            assert_eq!(distinct.len(), names.len(), "{kind:?}: {names:?}");
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
        let question = Some(daiban_shared::kind::TaskKind::Question);
        assert_eq!((what, to[0].site, to[0].days), (question, SiteId(4_000_000_001), Some(3)));
        let Ok(Command::Accept { gaps, .. }) = made(Kind::Accept, &[("gaps.1", "true")]) else { panic!("acceptance") };
        assert_eq!(gaps, [1]);
    }

    #[test]
    fn a_number_is_taken_in_full_width_and_anything_else_is_said_at_its_field() {
        let days = |text: &str| match made(Kind::Notify, &[("days", text)]) {
            Ok(Command::Notify { days, .. }) => days,
            other => panic!("{other:?}"),
        };
        assert_eq!((days("１０"), days(" 10 "), days("")), (Some(10), Some(10), None));
        let inputs = inputs_of(&case(), Kind::Notify);
        let fault = |text: &str, lang| faults(&inputs, &as_typed(&[("days", text)]), lang).remove("days");
        for text in ["10天", "300", "0", "-1", "99999999999", "1.5"] {
            assert!(fault(text, Lang::Zh).is_some_and(|words| !words.is_ascii()), "{text}");
            assert!(fault(text, Lang::En).is_some_and(|words| words.is_ascii()), "{text}");
        }
        assert_eq!((fault("１０", Lang::Zh), fault("", Lang::Zh)), (None, None));
        let inputs = inputs_of(&case(), Kind::TaskOpen);
        assert_eq!(faults(&inputs, &as_typed(&[("answer_days", "三天")]), Lang::Zh).len(), 1);
    }

    #[test]
    fn a_form_field_can_be_a_defect_of_its_own() {
        let case = CaseView { fields: common_fields(), ..case() };
        let typed = [
            ("defect.field.applicant.phone", "true"),
            ("defect.field.applicant.phone.words", "号码少一位"),
            ("defect.1", "true"),
        ];
        let Ok(Command::Notify { defects, .. }) = made_of(&case, Kind::Notify, &typed) else { panic!("a notice") };
        assert_eq!((defects[0].paper, defects[0].field.as_deref()), (Some(1), None));
        assert_eq!((defects[1].paper, defects[1].field.as_deref()), (None, Some("applicant.phone")));
        assert_eq!((defects[1].code, defects[1].words.as_str()), (DefectCode::Wrong, "号码少一位"));
    }

    #[test]
    fn papers_brought_answer_their_defects_and_a_tick_answers_the_others() {
        let defect = |no: u8, paper: Option<u8>, field: Option<&str>, answered: bool| DefectView {
            defect: Defect { no, paper, field: field.map(str::to_owned), code: DefectCode::Missing },
            words: String::new(),
            answered,
        };
        let phone = Some("applicant.phone");
        let defects =
            vec![defect(1, Some(1), None, false), defect(2, None, phone, false), defect(3, Some(2), None, true)];
        let notice = step(1, Kind::Notify, Payload { defects, ..Payload::default() });
        let case = CaseView { steps: vec![notice], ..case() };
        let sent = |typed: &[(&str, &str)]| match made_of(&case, Kind::Supplement, typed) {
            Ok(Command::Supplement { defects, .. }) => defects.expect("a notice is open"),
            other => panic!("{other:?}"),
        };
        assert_eq!(sent(&[("papers.1", "true")]), [1]);
        assert_eq!(sent(&[("papers.1", "true"), ("defects.2", "true")]), [1, 2]);
        assert!(sent(&[("papers.2", "true")]).is_empty(), "what was answered before is not answered again");
    }

    #[test]
    fn a_delivery_names_its_paper_and_one_that_was_delivered_is_not_offered_again() {
        let of = |no: u8| Payload { of: Some(Hash([no; 32])), ..Payload::default() };
        let steps = vec![
            step(1, Kind::Notify, Payload::default()),
            step(2, Kind::Accept, Payload::default()),
            step(3, Kind::Grant, Payload::default()),
        ];
        let done = CaseView { steps, status: Status::Done, outcome: Some(Outcome::Granted), ..case() };
        let named = |case: &CaseView, typed: &[(&str, &str)]| match made_of(case, Kind::Deliver, typed) {
            Ok(Command::Deliver { of, .. }) => of,
            other => panic!("{other:?}"),
        };
        let (outcome, notice) = (Hash([3; 32]), Hash([1; 32]));
        assert_eq!(named(&done, &[]), Some(outcome), "the outcome first");
        let mut delivered = done.clone();
        delivered.steps.push(step(4, Kind::Deliver, of(3)));
        assert_eq!(named(&delivered, &[]), Some(notice));
        assert_eq!(named(&delivered, &[("of", &outcome.to_string())]), Some(notice), "no longer on the list");
    }

    #[test]
    fn a_person_is_named_only_at_the_own_place_and_another_case_only_for_a_duplicate() {
        let (person, town) = (UserId([5; 8]), "4000000002");
        let named = |to: &str| {
            let mut below = case();
            below.holder.site.id = SiteId(1);
            let typed = [("to", to), ("user", &person.to_string()), ("ground", "duty")];
            match made_of(&below, Kind::Assign, &typed) {
                Ok(Command::Assign { user, .. }) => user,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!((named(""), named("4000000001"), named(town)), (Some(person), None, None));
        let other = DocId([2; 16]);
        let ended = |ground: &str| {
            let typed = [("ground", ground), ("duplicate_of", &other.to_string()), ("words", "重复")];
            match made(Kind::Terminate, &typed) {
                Ok(Command::Terminate { duplicate_of, .. }) => duplicate_of,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!((ended("duplicate"), ended("moot")), (Some(other), None));
    }
}
