//! What each paper says, and what it must not say.

use super::*;
use crate::page::case::sample;
use daiban_shared::api::{CaseView, CodeText, ItemTerms, Payload};
use daiban_shared::form::Value;
use daiban_shared::id::Hash;
use daiban_shared::item::{Basis, Service, Span, Unit};
use daiban_shared::kind::TaskKind;
use daiban_shared::text::Lang;
use std::collections::BTreeMap;

fn code(text: &str) -> CodeText {
    CodeText { code: "any".into(), text: text.into() }
}

fn case(steps: Vec<StepView>) -> CaseView {
    let basis = |title: &str, verified| Basis { title: title.into(), article: "第十一条".into(), verified };
    let terms = ItemTerms {
        service: Service::Promised,
        promised: Span { quarters: 80, unit: Unit::Workday },
        basis: vec![basis("《社会救助暂行办法》", true), basis("《某某办法》", false)],
    };
    CaseView { steps, terms: Some(terms), ..sample::case() }
}

/// The parts of the last step's paper in one text.
fn text(steps: Vec<StepView>, lang: Lang) -> String {
    let case = case(steps);
    let form = BTreeMap::from([("applicant.name".to_owned(), Value::Text("陈秀英".into()))]);
    let step = case.steps.last().expect("a step");
    let paper = Paper { case: &case, step, form: &form, sites: &[], lang };
    let lines = parts(&paper).into_iter().flat_map(|part| match part {
        Part::Text(text) => vec![text],
        Part::List(rows) => rows,
        Part::Fact(name, value) => vec![words::pair(name.text(lang), &value, lang)],
        Part::Table(rows) => rows.iter().map(|(name, value)| format!("{}|{value}", name.text(lang))).collect(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn zh(kind: Kind, payload: Payload) -> String {
    text(vec![sample::step(1, kind, payload)], Lang::Zh)
}

#[test]
fn a_denial_gives_its_reasons_its_law_and_where_to_go_by_name() {
    let payload = Payload {
        codes: vec![code("不符合法定条件")],
        words: Some("人均收入超过标准".into()),
        remedy: Some("梅县区人民政府".into()),
        right: Some(7),
        ..Payload::default()
    };
    let said = zh(Kind::Deny, payload);
    assert!(said.contains("不予批准的理由：不符合法定条件；人均收入超过标准\n"), "{said}");
    assert!(said.contains("六十日内向梅县区人民政府申请行政复议"), "{said}");
    assert!(said.contains("六个月内向有管辖权的人民法院"), "{said}");
    assert!(said.contains("依据：《社会救助暂行办法》第十一条、《某某办法》\n"), "an article nobody read: {said}");
}

#[test]
fn an_annulment_says_which_paper_is_set_aside_and_not_that_the_case_ends_when_it_is_decided_again() {
    let annul = |redo: bool, days: Option<u16>| {
        let payload = Payload {
            of: Some(Hash([1; 32])),
            redo: Some(redo),
            days,
            codes: vec![code("行政复议")],
            ..Payload::default()
        };
        let steps = vec![sample::step(1, Kind::Grant, Payload::default()), sample::step(2, Kind::Annul, payload)];
        text(steps, Lang::Zh)
    };
    let again = annul(true, Some(15));
    assert!(
        again.contains("《准予决定书》（文号 1K1），现予以撤销") && again.contains("15 个工作日内重新办理"),
        "{again}"
    );
    assert!(again.contains("撤销依据：行政复议") && !again.contains("终止"), "{again}");
    assert!(annul(true, None).contains("依法重新办理") && annul(false, None).contains("本办件终止"));
}

#[test]
fn a_delivery_names_the_paper_and_calls_its_way_a_way() {
    let payload = Payload { of: Some(Hash([1; 32])), codes: vec![code("直接送达")], ..Payload::default() };
    let steps = vec![sample::step(1, Kind::Accept, Payload::default()), sample::step(2, Kind::Deliver, payload)];
    let said = text(steps, Lang::Zh);
    assert!(said.contains("送达的文书|受理通知书（1G1）") && said.contains("送达方式|直接送达"), "{said}");
    assert!(!said.contains("理由"), "{said}");
}

#[test]
fn an_acceptance_with_gaps_does_not_say_that_all_is_complete() {
    let day = Day::parse("2026-11-25");
    let gaps = Payload { gaps: vec![1], day, due: Day::parse("2026-12-23"), ..Payload::default() };
    let said = zh(Kind::Accept, gaps);
    assert!(!said.contains("齐全") && said.contains("2026-11-25 前补交") && said.contains("户口簿"), "{said}");
    assert!(said.contains("承诺于 2026-12-23 前办结"), "{said}");
    assert!(zh(Kind::Accept, Payload::default()).contains("材料齐全"));
}

#[test]
fn a_question_and_a_hand_over_are_addressed_to_their_places() {
    let payload = Payload {
        addressees: vec![sample::site()],
        words: Some("是否同住".into()),
        codes: vec![code("征询")],
        days: Some(3),
        ..Payload::default()
    };
    let said = zh(Kind::TaskOpen, payload.clone());
    assert!(
        said.contains("征询内容：是否同住\n") && said.contains("3 个工作日内答复") && !said.contains("理由"),
        "{said}"
    );
    let case = case(vec![sample::step(1, Kind::TaskOpen, payload)]);
    let paper = Paper { case: &case, step: &case.steps[0], form: &BTreeMap::new(), sites: &[], lang: Lang::En };
    assert_eq!(whom(&paper), "Yanyang Town");
    let handed =
        PaperIn { no: 1, originals: 1, copies: 2, how: daiban_shared::kind::PaperForm::Paper, blobs: Vec::new() };
    let payload = Payload { to: Some(sample::site()), in_file: vec![handed], ..Payload::default() };
    assert!(zh(Kind::Forward, payload).contains("户口簿（原件1 复印件2）"));
}

#[test]
fn each_kind_of_request_has_its_own_sheet_and_is_for_who_has_to_read_it() {
    let of = |what: TaskKind| Payload {
        addressees: vec![sample::site()],
        words: Some("核实住所".into()),
        codes: vec![CodeText {
            code: serde_json::to_value(what).ok().and_then(|word| word.as_str().map(str::to_owned)).expect("a word"),
            text: what.text(Lang::Zh).into(),
        }],
        days: Some(3),
        place: Some("三楼会议室".into()),
        held: Some("上午九时".into()),
        excluded: what.is_special().then_some(true),
        ..Payload::default()
    };
    let said = |what: TaskKind, lang: Lang| {
        let case = case(vec![sample::step(1, Kind::TaskOpen, of(what))]);
        let form = BTreeMap::from([("applicant.name".to_owned(), Value::Text("陈秀英".into()))]);
        let paper = Paper { case: &case, step: &case.steps[0], form: &form, sites: &[], lang };
        (crate::page::case::refer::title(paper.step).text(lang), whom(&paper))
    };
    let zh_of = |what: TaskKind| zh(Kind::TaskOpen, of(what));
    let table = [
        (TaskKind::Question, "征询函", "雁洋镇", "征询内容：核实住所"),
        (TaskKind::Survey, "协办单", "雁洋镇", "请你单位协助现场勘察"),
        (TaskKind::Errand, "协办单", "雁洋镇", "3 个工作日内办理并答复"),
        (TaskKind::Hearing, "听证告知书", "陈秀英", "时间：上午九时\n地点：三楼会议室"),
        (TaskKind::Expert, "特别程序告知书", "陈秀英", "依法需要进行专家评审"),
        (TaskKind::Suspend, "中止办理告知书", "陈秀英", "起中止办理"),
        (TaskKind::PublicNotice, "公示", "", "公示期为 3 个工作日"),
    ];
    for (what, title, to, says) in table {
        assert_eq!(said(what, Lang::Zh), (title, to.to_owned()), "{what:?}");
        assert!(zh_of(what).contains(says), "{what:?}: {}", zh_of(what));
    }
    for what in TaskKind::ALL {
        let counts = !zh_of(*what).contains("第四十五条不计入");
        assert_eq!(counts, !what.is_special(), "{what:?}: only what does not count says so");
        let english = text(vec![sample::step(1, Kind::TaskOpen, of(*what))], Lang::En);
        assert!(!english.contains('{') && !english.contains('，'), "{what:?}: {english}");
    }
}

#[test]
fn a_duplicate_names_the_other_case_and_no_paper_has_a_mark_left_open() {
    let other = daiban_shared::api::OtherCase { id: daiban_shared::id::DocId([2; 16]), number: Some("77".into()) };
    let ended = Payload { duplicate_of: Some(other), codes: vec![code("重复办件")], ..Payload::default() };
    let said = zh(Kind::Terminate, ended);
    assert!(said.contains("终止的理由：重复办件") && said.contains("与下列办件重复：77"), "{said}");
    let full = Payload {
        words: Some("x".into()),
        remedy: Some("y".into()),
        of: Some(Hash([1; 32])),
        days: Some(5),
        body_named: Some("z".into()),
        ..Payload::default()
    };
    for kind in Kind::ALL.iter().filter(|kind| kind.paper_letter().is_some() && **kind != Kind::Open) {
        let steps = || vec![sample::step(1, Kind::Grant, Payload::default()), sample::step(2, *kind, full.clone())];
        for lang in [Lang::Zh, Lang::En] {
            let said = text(steps(), lang);
            assert!(!said.is_empty() && !said.contains('{'), "{kind:?}: {said}");
        }
        assert!(!text(steps(), Lang::En).contains('：'), "{kind:?}");
    }
}
