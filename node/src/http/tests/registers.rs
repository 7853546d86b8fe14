//! The registers of supervision: what the green channel took, and what became of papers that were to follow.

use super::counts::{NOW, Person};
use super::house::{House, filing};
use crate::store::Folder;
use crate::{Clock, Node, seed};
use daiban_shared::api::{GapRow, GreenRow, Register, Timely};
use daiban_shared::day::Day;
use daiban_shared::kind::{GreenGround, Role};
use serde_json::json;

const DAY: u64 = 86_400_000;

fn cmd(no: u8) -> String {
    format!("0190a0a0-0000-7000-8000-0000000000{no:02x}")
}

async fn step(house: &House, who: &str, case: &str, body: serde_json::Value) -> serde_json::Value {
    let reply = house.ask("POST", &format!("/api/v1/cases/{case}/steps"), Some(who), &body.to_string()).await;
    assert_eq!(reply.status, 201, "{body}: {}", reply.text);
    reply.json
}

async fn green(house: &House, who: &str, query: &str) -> Register<GreenRow> {
    let reply = house.ask("GET", &format!("/api/v1/green-channel{query}"), Some(who), "").await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    serde_json::from_value(reply.json).expect("a register")
}

async fn gaps(house: &House, who: &str, query: &str) -> Register<GapRow> {
    let reply = house.ask("GET", &format!("/api/v1/accepted-with-gaps{query}"), Some(who), "").await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    serde_json::from_value(reply.json).expect("a register")
}

/// Of D02 everything but the proof of the address, which may follow.
async fn filed_with_a_gap(house: &House, who: &str, no: u8) -> String {
    let mut new = filing(&cmd(no));
    new["file_anyway"] = true.into();
    new["form"]["company.name"] = format!("梅县测试{no}有限公司").into();
    new["materials"] = json!([
        { "no": 1, "originals": 1 }, { "no": 2, "originals": 1 }, { "no": 3, "copies": 1 }
    ]);
    let reply = house.ask("POST", "/api/v1/cases", Some(who), &new.to_string()).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json["id"].as_str().expect("an id").to_owned()
}

/// The house's Friday or a later day, with people who have signed in on it.
async fn at<const N: usize>(house: &House, days: u64, roles: [Role; N]) -> [String; N] {
    house.clock.move_to(super::house::MORNING + days * DAY);
    let mut people = [const { String::new() }; N];
    for (person, role) in people.iter_mut().zip(roles) {
        *person = house.sign_in(role).await;
    }
    people
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_of_the_green_channel_shows_who_admitted_it_and_its_real_times() {
    let house = House::open();
    let (clerk, head) = (house.sign_in(Role::Clerk).await, house.sign_in(Role::Head).await);
    let (admin, supervisor) = (house.sign_in(Role::Admin).await, house.sign_in(Role::Supervisor).await);
    let right = json!({ "tier": "district", "power": "green", "items": ["D02"], "basis": "梅区府办〔2026〕3号" });
    let given = house.ask("POST", "/api/v1/rights", Some(&admin), &right.to_string()).await;
    assert_eq!(given.status, 204, "{}", given.text);
    let case = filed_with_a_gap(&house, &clerk, 1).await;
    let plain = filed_with_a_gap(&house, &clerk, 2).await;
    let admit = json!({ "id": cmd(11), "kind": "green", "body": "区重点项目工作领导小组", "ground": "key_project",
                        "words": "列入区重点项目计划" });
    step(&house, &head, &case, admit).await;
    let before = green(&house, &supervisor, "").await;
    assert_eq!(before.items.len(), 1, "the other case is none of it");
    let row = &before.items[0];
    assert_eq!((row.body.as_str(), row.ground), ("区重点项目工作领导小组", GreenGround::KeyProject));
    assert_eq!(
        (row.timely, row.used_days, row.due),
        (Timely::NotBegun, None, None),
        "nothing runs before the acceptance"
    );
    let friday = Day::parse("2026-11-20").expect("a day");
    assert_eq!((row.admitted_on, row.case.accepted_on), (friday, None));

    let accept = |no| json!({ "id": cmd(no), "kind": "accept", "gaps": [4], "gap_date": "2026-11-27" });
    step(&house, &clerk, &case, accept(12)).await;
    step(&house, &clerk, &plain, accept(13)).await;
    let row = green(&house, &supervisor, "").await.items.remove(0);
    // One working day, halved, is still one day: the floor.
    assert_eq!((row.due, row.timely), (Day::parse("2026-11-23"), Timely::Running));
    assert_eq!(row.used_days, Some(0));

    let ask = json!({ "id": cmd(14), "kind": "task_open", "what": "survey", "to": [{ "site": row.case.site.id, "dept": 9 }],
                      "words": "请现场勘察" });
    let asked = step(&house, &clerk, &case, ask).await;
    let survey = asked["steps"][0].as_str().or_else(|| asked["steps"][0]["id"].as_str()).expect("a step").to_owned();
    let row = green(&house, &supervisor, "").await.items.remove(0);
    assert_eq!(row.surveys.len(), 1);
    assert_eq!((row.surveys[0].due, row.surveys[0].timely), (Day::parse("2026-11-24"), Timely::Running));
    assert_eq!(row.surveys[0].asked_on, friday);

    // Wednesday: three working days, and nothing of it was in time.
    let [supervisor, head, admin] = at(&house, 5, [Role::Supervisor, Role::Head, Role::Admin]).await;
    let row = green(&house, &supervisor, "").await.items.remove(0);
    assert_eq!((row.timely, row.used_days), (Timely::Overdue, Some(3)));
    assert_eq!((row.surveys[0].timely, row.surveys[0].used_days), (Timely::Overdue, 3));
    let officers: Vec<String> = people(&house, &admin).await;
    let told = json!({ "id": cmd(15), "kind": "answer", "of": survey, "result": "confirmed", "dept": 9,
                       "officers": officers, "words": "已勘察" });
    step(&house, &head, &case, told).await;
    let row = green(&house, &supervisor, "").await.items.remove(0);
    assert_eq!((row.surveys[0].timely, row.surveys[0].used_days), (Timely::Late, 3));
    assert_eq!(row.surveys[0].done_on, Day::parse("2026-11-25"));

    let (file, name) = file_of(&house, &supervisor, "green-channel.csv?lang=zh").await;
    assert!(name.contains("csv"), "{name}");
    for said in [
        "批准单位",
        "区重点项目工作领导小组",
        "重点项目",
        "2026-11-23",
        "已超期",
        "用时 3 个工作日，超期",
        "截至 2026-11-25",
    ] {
        assert!(file.contains(said), "{said}: {file}");
    }
    assert!(!file.contains("陈测试") && !file.contains("13800000000"), "nobody's name: {file}");
    let none = green(&house, &supervisor, "?from=2026-11-21&to=2026-11-25").await;
    assert_eq!(none.items, [], "it was admitted on Friday");
}

async fn people(house: &House, admin: &str) -> Vec<String> {
    let reply = house.ask("GET", "/api/v1/users", Some(admin), "").await;
    let of = |login: &str| {
        let users = reply.json["items"].as_array().expect("accounts");
        let user = users.iter().find(|user| user["login"] == login).expect("an account");
        user["id"].as_str().expect("an id").to_owned()
    };
    vec![of("reviewer")]
}

async fn file_of(house: &House, who: &str, path: &str) -> (String, String) {
    let reply = house.ask("GET", &format!("/api/v1/{path}"), Some(who), "").await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    (reply.text, reply.headers["content-disposition"].to_str().expect("ASCII").to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_that_were_to_follow_are_listed_until_they_came_or_the_case_ended() {
    let house = House::open();
    let (clerk, supervisor) = (house.sign_in(Role::Clerk).await, house.sign_in(Role::Supervisor).await);
    let accept = |no| json!({ "id": cmd(no), "kind": "accept", "gaps": [4], "gap_date": "2026-11-24" });
    let mut cases = Vec::new();
    for no in 1..=3 {
        let case = filed_with_a_gap(&house, &clerk, no).await;
        step(&house, &clerk, &case, accept(20 + no)).await;
        cases.push(case);
    }
    let waiting = gaps(&house, &supervisor, "").await;
    assert_eq!(waiting.items.len(), 3);
    for row in &waiting.items {
        assert_eq!((row.timely, row.filled_on, row.promised), (Timely::Running, None, Day::parse("2026-11-24")));
        assert_eq!(
            row.papers.iter().map(|paper| paper.name.as_str()).collect::<Vec<_>>(),
            ["Right to use the address"]
        );
    }
    let comes =
        |no| json!({ "id": cmd(no), "kind": "supplement", "papers": [{ "no": 4, "originals": 1, "copies": 1 }] });
    let [clerk] = at(&house, 3, [Role::Clerk]).await;
    step(&house, &clerk, &cases[0], comes(31)).await;
    // Thursday: two working days after the undertaking.
    let [clerk, supervisor] = at(&house, 6, [Role::Clerk, Role::Supervisor]).await;
    step(&house, &clerk, &cases[1], comes(32)).await;
    let register = gaps(&house, &supervisor, "").await;
    let row = |case: &str| register.items.iter().find(|row| row.case.id.to_string() == case).expect("a row");
    let monday = Day::parse("2026-11-23");
    assert_eq!(
        (row(&cases[0]).timely, row(&cases[0]).filled_on, row(&cases[0]).days_late),
        (Timely::InTime, monday, 0)
    );
    assert_eq!(row(&cases[0]).papers[0].handed_in, monday);
    assert_eq!((row(&cases[1]).timely, row(&cases[1]).days_late), (Timely::Late, 2));
    assert_eq!((row(&cases[2]).timely, row(&cases[2]).days_late), (Timely::Overdue, 2));
    let ended = json!({ "id": cmd(33), "kind": "terminate", "ground": "filed_in_error", "words": "误录" });
    step(&house, &clerk, &cases[2], ended).await;
    let register = gaps(&house, &supervisor, "").await;
    let row = register.items.iter().find(|row| row.case.id.to_string() == cases[2]).expect("a row");
    assert_eq!((row.timely, row.filled_on, row.case.ended_on.is_some()), (Timely::NotBegun, None, true));
    let (file, _) = file_of(&house, &supervisor, "accepted-with-gaps.csv?lang=zh").await;
    for said in ["住所使用证明（2026-11-23 已补）", "未补齐即办结", "2026-11-24", "按时", "超期"] {
        assert!(file.contains(said), "{said}: {file}");
    }
    let book = house.ask("GET", "/api/v1/accepted-with-gaps.xlsx", Some(&supervisor), "").await;
    assert_eq!(book.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn registers_are_for_who_looks_over_and_name_what_is_wrong() {
    let house = House::open();
    let (clerk, supervisor) = (house.sign_in(Role::Clerk).await, house.sign_in(Role::Supervisor).await);
    for path in ["green-channel", "accepted-with-gaps", "green-channel.csv", "accepted-with-gaps.xlsx"] {
        let reply = house.ask("GET", &format!("/api/v1/{path}"), Some(&clerk), "").await;
        assert_eq!(reply.status, 403, "{path}: {}", reply.text);
    }
    let wrong = [
        ("green-channel?from=x", 422, Some("from")),
        ("green-channel?from=2026-11-21&to=2026-11-20", 422, Some("from")),
        ("accepted-with-gaps?from=2024-01-01&to=2026-11-20", 422, Some("from")),
        ("accepted-with-gaps?site=99999999", 422, Some("under")),
        ("green-channel.pdf", 404, None),
    ];
    for (path, status, field) in wrong {
        let reply = house.ask("GET", &format!("/api/v1/{path}"), Some(&supervisor), "").await;
        assert_eq!((reply.status, reply.json["field"].as_str()), (status, field), "{path}: {}", reply.text);
    }
    let post = house.ask("POST", "/api/v1/green-channel", Some(&supervisor), "{}").await;
    assert_eq!(post.status, 405, "{}", post.text);
    let empty = green(&house, &supervisor, "").await;
    assert_eq!((empty.items.len(), empty.is_cut, empty.complete.of > 0), (0, false, true));
}

/// The whole sample network: what the registers list is what a plain look at every case finds.
#[tokio::test(flavor = "multi_thread")]
async fn the_sample_network_has_the_acceptance_with_a_gap_that_its_cases_have() {
    let dir = Folder::new().expect("a folder");
    let seeded = seed::seed_network(dir.path(), NOW, &mut |_| {}).expect("the sample network");
    let district = seeded.iter().find(|place| place.people.iter().any(|person| person.login == "minzheng"));
    let node = Node::open(&district.expect("the district").folder, Clock::set_to(NOW)).expect("a machine");
    let person = Person::sign_in(&node, "supervisor").await;
    let all = person.read("cases?desk=all").await;
    let mut with_gaps = Vec::new();
    for row in all["items"].as_array().expect("rows") {
        let case = person.read(&format!("cases/{}", row["id"].as_str().expect("an id"))).await;
        let is_it = |step: &serde_json::Value| step["kind"] == "accept" && step["payload"]["gaps"].is_array();
        if case["steps"].as_array().expect("steps").iter().any(is_it) {
            with_gaps.push(row["number"].as_str().expect("a number").to_owned());
        }
    }
    let path = "accepted-with-gaps?from=2026-08-01&to=2026-11-21";
    let register: Register<GapRow> = serde_json::from_value(person.read(path).await).expect("a register");
    let listed: Vec<String> = register.items.iter().map(|row| row.case.number.clone()).collect();
    assert!(!with_gaps.is_empty(), "the sample has one");
    assert_eq!(listed, with_gaps);
}
