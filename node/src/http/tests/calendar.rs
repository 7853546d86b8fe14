//! The district adds a year of working days or corrects a day; open cases move, decided ones keep their dates.

use super::house::{House, file, filing};
use daiban_shared::api::{CalendarCheck, CalendarYear, CaseView, LimitKind, Page, SiteView};
use daiban_shared::day::Day;
use daiban_shared::kind::Role;

const FIRST: &str = "0190a0b0-0000-7000-8000-0000000000c1";
const SECOND: &str = "0190a0b0-0000-7000-8000-0000000000c2";

fn year(number: i16) -> String {
    let first = Day::from_ymd(number, 1, 1).expect("a day");
    let row = |day: Day| {
        let kind = if day.weekday() > 5 { "0,weekend" } else { "1,workday" };
        let kind = if day.to_string().ends_with("-05-03") { "0,holiday" } else { kind };
        format!("{day},{},{kind},,国办发明电〔{}〕7号\n", day.weekday(), number - 1)
    };
    let days = (0..366).map(|n| first.plus(n)).filter(|day| day.ymd().0 == number);
    format!("date,weekday,is_workday,kind,holiday_name,document\n{}", days.map(row).collect::<String>())
}

async fn day_of(house: &House, who: &str, id: &str) -> String {
    let reply = house.ask("GET", &format!("/api/v1/cases/{id}"), Some(who), "").await;
    let view: CaseView = serde_json::from_value(reply.json).expect("a case");
    let limit = view.limits.iter().find(|limit| limit.limit == LimitKind::AcceptBy).expect("the five days");
    assert_eq!(view.due.map(|due| due.day), limit.day, "head and table name one day");
    assert!(
        limit.shown
            && limit.explanation.last().is_some_and(|line| line.contains(&limit.day.expect("a day").to_string()))
    );
    limit.day.expect("a day").to_string()
}

/// A second case of the same person and item, which has to be meant.
async fn another(house: &House, who: &str) -> String {
    let mut case = filing(SECOND);
    case["file_anyway"] = true.into();
    let reply = house.ask("POST", "/api/v1/cases", Some(who), &case.to_string()).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn a_new_year_is_checked_then_published_exactly_as_shown() {
    let house = House::open();
    let (admin, clerk) = (house.sign_in(Role::Admin).await, house.sign_in(Role::Clerk).await);
    let text = year(2027);
    let reply = house.ask("POST", "/api/v1/calendar/check", Some(&admin), &text).await;
    let found: CalendarCheck = serde_json::from_value(reply.json).expect("a check");
    assert_eq!((found.years.len(), found.years[0].known, found.errors.len()), (1, false, 0));
    assert_eq!(found.years[0].document, "国办发明电〔2026〕7号");
    let unseen = house.ask("POST", "/api/v1/calendar/publish", Some(&admin), &text).await;
    assert_eq!((unseen.status, unseen.code()), (409, "calendar_moved"), "nobody has seen what it changes");
    let path = format!("/api/v1/calendar/publish?mark={}", found.mark);
    assert_eq!(house.ask("POST", &path, Some(&clerk), &text).await.status, 403);
    let done = house.ask("POST", &path, Some(&admin), &text).await;
    assert_eq!((done.status, done.json["entered"].as_u64()), (200, Some(1)), "{}", done.text);
    let again = house.ask("POST", &path, Some(&admin), &text).await;
    assert_eq!((again.status, again.json["entered"].as_u64()), (200, Some(0)), "a second press enters nothing");
    let reply = house.ask("GET", "/api/v1/calendar/2027", Some(&clerk), "").await;
    let shown: CalendarYear = serde_json::from_value(reply.json).expect("a year");
    assert!(shown.published && shown.document == "国办发明电〔2026〕7号");
    let broken =
        house.ask("POST", "/api/v1/calendar/check", Some(&admin), &text.replacen(",1,workday", ",9,workday", 1)).await;
    assert!(broken.json["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{}", broken.text);
}

#[tokio::test]
async fn a_corrected_day_moves_an_open_case_and_leaves_a_decided_one() {
    let house = House::open();
    let (admin, clerk) = (house.sign_in(Role::Admin).await, house.sign_in(Role::Clerk).await);
    let (open, ended) = (file(&house, &clerk, FIRST).await, another(&house, &clerk).await);
    let before = day_of(&house, &clerk, &open).await;
    let refuse = r#"{"kind": "not_accept", "ground": "not_eligible", "body_named": "", "words": "不符合条件"}"#;
    let done = house.ask("POST", &format!("/api/v1/cases/{ended}/steps"), Some(&clerk), refuse).await;
    assert_eq!(done.status, 201, "{}", done.text);
    let limits_of = |text: String| {
        let view: CaseView = serde_json::from_str(&text).expect("a case");
        view.limits.iter().map(|limit| (limit.limit, limit.day)).collect::<Vec<_>>()
    };
    let path = format!("/api/v1/cases/{ended}");
    let kept = limits_of(house.ask("GET", &path, Some(&clerk), "").await.text);

    let correct =
        |day: &str, document: &str| format!(r#"{{"day": "{day}", "works": false, "document": "{document}"}}"#);
    let to = format!("/api/v1/calendar/{}/day", &before[..4]);
    let nameless = house.ask("POST", &to, Some(&admin), &correct(&before, " ")).await;
    assert_eq!((nameless.status, nameless.code()), (422, "calendar_day"));
    assert_eq!(house.ask("POST", &to, Some(&clerk), &correct(&before, "梅区〔2026〕9号")).await.status, 403);
    let done = house.ask("POST", &to, Some(&admin), &correct(&before, "梅区〔2026〕9号")).await;
    assert_eq!((done.status, done.json["entered"].as_u64()), (200, Some(1)), "{}", done.text);
    let after = day_of(&house, &clerk, &open).await;
    assert!(after > before, "{before} is a day off now: {after}");
    let reply = house.ask("GET", &format!("/api/v1/cases/{open}"), Some(&clerk), "").await;
    assert!(reply.text.contains("梅区〔2026〕9号"), "the explanation names the document");
    // A second day by another document: each keeps its own, and the year keeps that of its other days.
    let own = house.ask("GET", &to.replace("/day", ""), Some(&clerk), "").await;
    let own: CalendarYear = serde_json::from_value(own.json).expect("a year");
    let done = house.ask("POST", &to, Some(&admin), &correct(&after, "梅区〔2026〕10号")).await;
    assert_eq!(done.json["entered"].as_u64(), Some(1), "{}", done.text);
    let year = house.ask("GET", &to.replace("/day", ""), Some(&clerk), "").await;
    let year: CalendarYear = serde_json::from_value(year.json).expect("a year");
    let said: Vec<(String, &str)> =
        year.corrected.iter().map(|one| (one.day.to_string(), one.document.as_str())).collect();
    assert_eq!(said, [(before.clone(), "梅区〔2026〕9号"), (after.clone(), "梅区〔2026〕10号")]);
    assert_eq!((own.document.as_str(), year.document.contains('；')), (year.document.as_str(), false));
    let reply = house.ask("GET", &format!("/api/v1/cases/{open}"), Some(&clerk), "").await;
    let view: CaseView = serde_json::from_str(&reply.text).expect("a case");
    let lines: Vec<&String> = view.limits.iter().flat_map(|limit| &limit.explanation).collect();
    let line = |day: &str| lines.iter().find(|line| line.contains(day) && line.contains('〔')).expect("a line");
    assert!(line(&before).contains("9号") && !line(&before).contains("10号"), "{}", line(&before));
    assert!(line(&after).contains("10号"), "{}", line(&after));
    assert_eq!(limits_of(house.ask("GET", &path, Some(&clerk), "").await.text), kept, "a decided case keeps its dates");
}

#[tokio::test]
async fn a_place_that_closes_earlier_ends_its_open_limits_earlier_and_decided_ones_stay() {
    let house = House::open();
    let (admin, clerk) = (house.sign_in(Role::Admin).await, house.sign_in(Role::Clerk).await);
    let (open, ended) = (file(&house, &clerk, FIRST).await, another(&house, &clerk).await);
    let refuse = r#"{"kind": "not_accept", "ground": "not_eligible", "body_named": "", "words": "不符合条件"}"#;
    let done = house.ask("POST", &format!("/api/v1/cases/{ended}/steps"), Some(&clerk), refuse).await;
    assert!(done.status < 300, "{}", done.text);
    let last = async |id: &str| {
        let reply = house.ask("GET", &format!("/api/v1/cases/{id}"), Some(&clerk), "").await;
        let view: CaseView = serde_json::from_value(reply.json).expect("a case");
        let limit = view.limits.iter().find(|limit| limit.limit == LimitKind::AcceptBy).expect("the five days");
        limit.explanation.last().expect("its end").clone()
    };
    let ended_before = last(&ended).await;
    assert!(last(&open).await.contains("17:30"), "{}", last(&open).await);

    let sites = async || {
        let reply = house.ask("GET", "/api/v1/sites", Some(&admin), "").await;
        serde_json::from_value::<Page<SiteView>>(reply.json).expect("places").items
    };
    let own = sites().await.remove(0);
    assert_eq!((own.opens, own.closes), (510, 1_050));
    let path = format!("/api/v1/sites/{}/hours", own.id.0);
    let hours = |opens: &str, closes: &str| format!(r#"{{"opens": "{opens}", "closes": "{closes}"}}"#);
    assert_eq!(house.ask("POST", &path, Some(&clerk), &hours("09:00", "17:00")).await.status, 403);
    for (opens, closes, field) in [("9", "17:00", "opens"), ("09:00", "25:00", "closes"), ("17:00", "09:00", "closes")]
    {
        let wrong = house.ask("POST", &path, Some(&admin), &hours(opens, closes)).await;
        assert_eq!((wrong.status, wrong.json["field"].as_str()), (422, Some(field)), "{}", wrong.text);
    }
    let nowhere = house.ask("POST", "/api/v1/sites/99999999/hours", Some(&admin), &hours("09:00", "17:00")).await;
    assert_eq!(nowhere.status, 404, "{}", nowhere.text);
    for _ in 0..2 {
        let set = house.ask("POST", &path, Some(&admin), &hours("09:00", "17:00")).await;
        assert_eq!(set.status, 204, "{}", set.text);
    }
    assert_eq!((sites().await[0].opens, sites().await[0].closes), (540, 1_020));
    assert!(last(&open).await.contains("17:00"), "{}", last(&open).await);
    assert_eq!(last(&ended).await, ended_before, "what is decided keeps its reckoning");
}
