//! A lay supervisor sees how the work goes, and nothing about a person who applied.

use super::house::{House, PASSWORD, file};
use crate::accounts;
use crate::http::lay::hide_case;
use daiban_shared::api::{CaseView, DeptRef, JointStage, JointUnit, OpinionView, TaskAddressee, TaskView, UserChange};
use daiban_shared::id::{DeptId, Hash};
use daiban_shared::kind::{AnswerResult, Role, TaskKind};

/// What the sample filing says of its person.
const PERSONAL: [&str; 3] = ["陈测试", "441421199001010014", "13800000000"];

#[tokio::test(flavor = "multi_thread")]
async fn a_lay_supervisor_reads_how_the_work_goes_and_nothing_personal() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let case = file(&house, &clerk, "4a3b1f0e-0000-4000-8000-000000000001").await;
    let note = r#"{"id": "4a3b1f0e-0000-4000-8000-000000000002", "kind": "note", "words": "陈测试来电询问"}"#;
    assert_eq!(house.ask("POST", &format!("/api/v1/cases/{case}/steps"), Some(&clerk), note).await.status, 201);
    let new = UserChange {
        login: Some("laysupervisor".into()),
        name: Some("测试监督员".into()),
        password: Some(PASSWORD.into()),
        roles: Some(vec![Role::LaySupervisor]),
        ..UserChange::default()
    };
    accounts::create(house.node.store(), new).expect("an account");
    let lay = house.sign_in(Role::LaySupervisor).await;
    let one = format!("cases/{case}");
    let times = format!("cases/{case}/times");
    for path in
        ["wall", "alarms", "overview", "trends", "figures", "cases", "case-count", "items", "watch-rules", &one, &times]
    {
        let reply = house.ask("GET", &format!("/api/v1/{path}"), Some(&lay), "").await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        for personal in PERSONAL {
            assert!(!reply.text.contains(personal), "{path} says {personal}: {}", reply.text);
        }
    }
    let shown = house.ask("GET", &format!("/api/v1/{one}"), Some(&lay), "").await;
    assert_eq!(shown.json["steps"].as_array().map(Vec::len), Some(2), "that a note was written is no secret");
    let hidden = [
        "cases.csv",
        "cases.xlsx",
        "cases?q=chen",
        "cases?sort=applicant&size=1",
        "cases?sort=-applicant",
        "find?q=chen",
        "tasks",
        "home",
        "today",
        "cards",
        "inspections",
        "appraisal?scheme=1",
        "sheets",
        "people-of",
        "users",
        "groups",
        &format!("{one}/form"),
        &format!("{one}/related"),
    ];
    for path in hidden {
        let reply = house.ask("GET", &format!("/api/v1/{path}"), Some(&lay), "").await;
        assert_eq!((reply.status, reply.code()), (403, "not_allowed"), "{path}: {}", reply.text);
    }
    let filed = house.ask("POST", "/api/v1/cases", Some(&lay), "{}").await;
    let step = house.ask("POST", &format!("/api/v1/{one}/steps"), Some(&lay), note).await;
    assert_eq!((filed.status, step.status), (403, 403));
    // With another role too he is one of the house.
    let supervisor = house.sign_in(Role::Supervisor).await;
    assert_eq!(house.ask("GET", "/api/v1/home", Some(&supervisor), "").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_desks_were_asked_and_answered_stays_hidden_too() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let case = file(&house, &clerk, "4a3b1f0e-0000-4000-8000-000000000003").await;
    let shown = house.ask("GET", &format!("/api/v1/cases/{case}"), Some(&clerk), "").await;
    let mut view: CaseView = serde_json::from_value(shown.json).expect("a case");
    let secret = || "陈测试家中".to_owned();
    let opinion = OpinionView {
        result: AnswerResult::Told,
        text: "已告知当事人".into(),
        words: secret(),
        by: "测试办事员".into(),
        officers: 1,
        at: 1,
    };
    let asked = TaskAddressee {
        site: view.site.clone(),
        department: None,
        answered: None,
        due: None,
        late: false,
        opinion: Some(opinion),
    };
    view.tasks.push(TaskView {
        id: Hash::ZERO,
        what: TaskKind::Question,
        text: "征询".into(),
        to: vec![asked.clone()],
        words: secret(),
        open: true,
        stage: 1,
        excluded: false,
        at: 1,
        place: secret(),
        held: secret(),
    });
    let unit = JointUnit {
        unit: DeptRef { id: DeptId(1), zh: "民政局".into(), en: "Civil Affairs".into() },
        zh: "备案".into(),
        en: "Registration".into(),
        quarters: 4,
        task: None,
        addressee: Some(asked),
        ended: false,
        to_ask: false,
    };
    view.stages.push(JointStage { no: 1, gate_open: true, units: vec![unit] });
    hide_case(&mut view);
    let seen = serde_json::to_string(&view).expect("json");
    assert!(!seen.contains(&secret()), "{seen}");
    assert!(seen.contains("已告知当事人"), "the result is no secret: {seen}");
}
