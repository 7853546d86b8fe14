//! The hall's screen, the year's calendar, and a new edition of the catalogue.

use super::house::{House, MORNING, file};
use daiban_shared::api::{CalendarYear, CatalogueCheck, DayKind, ItemVersions, RowState, ScreenView};
use daiban_shared::kind::Role;
use serde_json::Value;

const CATALOGUE: &str = include_str!("../../../data/catalogue.json");

#[tokio::test]
async fn the_screen_is_off_until_an_administrator_switches_it_on() {
    let house = House::open();
    let (admin, clerk) = (house.sign_in(Role::Admin).await, house.sign_in(Role::Clerk).await);
    let off = house.ask("GET", "/api/v1/screen", None, "").await;
    assert_eq!((off.status, off.code()), (404, "screen_off"));
    let on = r#"{"on": true}"#;
    assert_eq!(house.ask("POST", "/api/v1/screen/switch", Some(&clerk), on).await.status, 403);
    assert_eq!(house.ask("POST", "/api/v1/screen/switch", None, on).await.status, 401);
    assert_eq!(house.ask("GET", "/api/v1/screen/switch", Some(&admin), "").await.json["on"], false);
    assert_eq!(house.ask("POST", "/api/v1/screen/switch", Some(&admin), on).await.status, 200);
    let reply = house.ask("GET", "/api/v1/screen", None, "").await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    house.ask("POST", "/api/v1/screen/switch", Some(&admin), r#"{"on": false}"#).await;
    assert_eq!(house.ask("GET", "/api/v1/screen", None, "").await.status, 404);
}

#[tokio::test]
async fn the_screen_counts_and_names_nobody() {
    let house = House::open();
    let (admin, clerk) = (house.sign_in(Role::Admin).await, house.sign_in(Role::Clerk).await);
    file(&house, &clerk, "5b2f6c80-98f4-4a0e-9f0e-3c1f6ad1b001").await;
    house.ask("POST", "/api/v1/screen/switch", Some(&admin), r#"{"on": true}"#).await;
    let reply = house.ask("GET", "/api/v1/screen", None, "").await;
    let view: ScreenView = serde_json::from_value(reply.json).expect("a screen");
    assert_eq!((view.today.filed, view.today.ended, view.waiting), (1, 0, 1));
    assert!(view.works_today && view.next_workday.to_string() == "2026-11-23", "a Friday: {view:?}");
    for personal in ["陈测试", "441421199001010014", "13800000000", "梅县测试有限公司", "测试clerk", "D02"]
    {
        assert!(!reply.text.contains(personal), "{personal}: {}", reply.text);
    }
}

#[tokio::test]
async fn a_year_says_what_each_day_is_and_whether_that_is_certain() {
    let house = House::open();
    let agent = house.sign_in(Role::Agent).await;
    let year = async |year: u16| {
        let reply = house.ask("GET", &format!("/api/v1/calendar/{year}"), Some(&agent), "").await;
        serde_json::from_value::<CalendarYear>(reply.json).expect("a year")
    };
    let this = year(2026).await;
    assert!(this.published && this.entered_at == Some(MORNING), "{:?}", this.entered_at);
    assert_eq!((this.days.len(), this.days[0]), (365, DayKind::Holiday), "new year's day");
    let count = |kind| this.days.iter().filter(|day| **day == kind).count();
    assert!(count(DayKind::MakeUp) > 0 && count(DayKind::Holiday) > 5);
    let next = year(2027).await;
    assert!(!next.published && next.entered_at.is_none() && next.known.is_some_and(|(_, last)| last == 2026));
    assert!(next.days.iter().all(|day| matches!(day, DayKind::Work | DayKind::Rest)), "counted provisionally");
    assert_eq!(year(2024).await.days.len(), 366);
    for wrong in ["1999", "2200", "x", "70000"] {
        assert_eq!(
            house.ask("GET", &format!("/api/v1/calendar/{wrong}"), Some(&agent), "").await.status,
            404,
            "{wrong}"
        );
    }
}

/// The catalogue with one item changed and one added.
fn edition() -> String {
    let mut rows: Vec<Value> = serde_json::from_str(CATALOGUE).expect("a list");
    let mut more = rows[0].clone();
    more["code"] = "Z99".into();
    rows[0]["visits"] = 3.into();
    rows.push(more);
    Value::from(rows).to_string()
}

async fn check(house: &House, who: &str, text: &str) -> CatalogueCheck {
    let reply = house.ask("POST", "/api/v1/catalogue/check", Some(who), text).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    serde_json::from_value(reply.json).expect("a check")
}

#[tokio::test]
async fn a_check_shows_what_would_change_and_writes_nothing() {
    let house = House::open();
    let admin = house.sign_in(Role::Admin).await;
    let before = house.node.store().directory().len();
    let found = check(&house, &admin, &edition()).await;
    let states =
        |state| found.rows.iter().filter(|row| row.state == state).map(|row| row.code.as_str()).collect::<Vec<_>>();
    assert!(found.errors.is_empty() && found.absent.is_empty());
    assert_eq!((states(RowState::New), states(RowState::Changed).len()), (vec!["Z99"], 1));
    let changed = found.rows.iter().find_map(|row| row.versions.as_deref()).expect("both versions");
    assert_eq!((changed.1.version, changed.1.visits), (changed.0.version + 1, 3));
    assert_eq!(house.node.store().directory().len(), before);
}

#[tokio::test]
async fn what_was_shown_is_published_once_and_stands_in_the_versions() {
    let house = House::open();
    let admin = house.sign_in(Role::Admin).await;
    let text = edition();
    let mark = check(&house, &admin, &text).await.mark;
    let path = format!("/api/v1/catalogue/publish?mark={mark}");
    let done = house.ask("POST", &path, Some(&admin), &text).await;
    assert_eq!((done.status, done.json["entered"].as_u64()), (200, Some(2)), "{}", done.text);
    let again = house.ask("POST", &path, Some(&admin), &text).await;
    assert_eq!((again.status, again.json["entered"].as_u64()), (200, Some(0)), "a second press enters nothing");
    let code =
        serde_json::from_str::<Vec<Value>>(CATALOGUE).expect("a list")[0]["code"].as_str().expect("a code").to_owned();
    let reply = house.ask("GET", &format!("/api/v1/catalogue/items/{code}"), Some(&admin), "").await;
    let versions: ItemVersions = serde_json::from_value(reply.json).expect("versions");
    let seen: Vec<_> = versions.versions.iter().map(|version| (version.item.version, version.by.as_deref())).collect();
    assert_eq!(seen, [(2, Some("测试admin")), (1, None)]);
}

#[tokio::test]
async fn a_catalogue_that_moved_meanwhile_is_not_overwritten() {
    let house = House::open();
    let admin = house.sign_in(Role::Admin).await;
    let text = edition();
    let mark = check(&house, &admin, &text).await.mark;
    let other = CATALOGUE.replacen("\"visits\": 0", "\"visits\": 2", 1).replacen("\"visits\": 1", "\"visits\": 4", 1);
    let other_mark = check(&house, &admin, &other).await.mark;
    let published =
        house.ask("POST", &format!("/api/v1/catalogue/publish?mark={other_mark}"), Some(&admin), &other).await;
    assert!(published.status == 200 && published.json["entered"].as_u64() > Some(0), "{}", published.text);
    let late = house.ask("POST", &format!("/api/v1/catalogue/publish?mark={mark}"), Some(&admin), &text).await;
    assert_eq!((late.status, late.code()), (409, "catalogue_moved"));
    let unseen = house.ask("POST", "/api/v1/catalogue/publish", Some(&admin), &text).await;
    assert_eq!(unseen.code(), "catalogue_moved", "nobody has seen what it changes");
}

#[tokio::test]
async fn a_dirty_file_is_told_row_by_row_and_cannot_be_published() {
    let house = House::open();
    let (admin, clerk) = (house.sign_in(Role::Admin).await, house.sign_in(Role::Clerk).await);
    let mut rows: Vec<Value> = serde_json::from_str(CATALOGUE).expect("a list");
    rows[1]["dept"] = 9999.into();
    rows[2]["zh"] = "".into();
    rows[4]["code"] = rows[3]["code"].clone();
    rows[5]["typo"] = 1.into();
    rows[6]["promised"] = "20 天".into();
    let text = Value::from(rows).to_string();
    let found = check(&house, &admin, &text).await;
    let wrong: Vec<(usize, &str)> = found.errors.iter().map(|error| (error.row, error.column.as_str())).collect();
    for expected in [(2, "dept"), (3, "zh"), (5, "code"), (6, "typo"), (7, "promised")] {
        assert!(wrong.contains(&expected), "{expected:?} in {wrong:?}");
    }
    assert!(found.rows.iter().all(|row| ![2, 3, 5, 6, 7].contains(&row.row)) && found.rows.len() > 30);
    let refused =
        house.ask("POST", &format!("/api/v1/catalogue/publish?mark={}", found.mark), Some(&admin), &text).await;
    assert_eq!((refused.status, refused.code()), (422, "catalogue_wrong"));
    let table = check(&house, &admin, "department,main_item,name\n区经信局,未分类,备案\n").await;
    assert!(table.rows.is_empty() && table.errors.len() == 1 && table.errors[0].words.contains("JSON"));
    let gbk = house.ask_with("POST", "/api/v1/catalogue/check", Some(&admin), &[], b"[\xd1\xe3]").await;
    assert!(gbk.status == 200 && gbk.text.contains("UTF-8"), "{}", gbk.text);
    for path in ["check", "publish"] {
        assert_eq!(house.ask("POST", &format!("/api/v1/catalogue/{path}"), Some(&clerk), &text).await.status, 403);
    }
}
