//! The catalogue that the project brings, and what a broken one says.

use super::*;
use crate::day::Day;
use crate::form::fields_of;
use crate::import::calendar;
use crate::item::{LegalFrom, Service};
use crate::text::Lang;

const CATALOGUE: &str = include_str!("../../../../node/data/catalogue.json");
const DEPARTMENTS: &str = include_str!("../../../../node/data/departments.json");
const WORKDAYS: &str = include_str!("../../../../node/data/workdays_2004_2026.csv");

fn items() -> Vec<Item> {
    catalogue(CATALOGUE).expect("the catalogue is right")
}

fn item(code: &str) -> Item {
    items().into_iter().find(|item| item.code == code).expect("an item of the catalogue")
}

/// What the catalogue says after one item was changed.
fn after(change: impl Fn(&mut Json)) -> Vec<(usize, String, Reason)> {
    let mut rows: Vec<Json> = serde_json::from_str(CATALOGUE).expect("a list");
    let at = rows.iter().position(|row| row["code"] == "V04").expect("V04 is there");
    change(&mut rows[at]);
    let errors = catalogue(&Json::from(rows).to_string()).expect_err("one item is wrong");
    errors.into_iter().map(|error| (error.row, error.column, error.reason)).collect()
}

#[test]
fn all_items_are_read_in_both_languages() {
    let items = items();
    assert_eq!(items.len(), 41);
    let starting = |letter| items.iter().filter(|item| item.code.starts_with(letter)).count();
    assert_eq!((starting('V'), starting('T'), starting('D')), (6, 29, 6));
    for item in &items {
        assert!(!item.zh.is_ascii() && item.en.is_ascii(), "{}", item.code);
        assert!(
            item.materials.iter().all(|material| !material.zh.is_ascii() && !material.en.is_empty()),
            "{}",
            item.code
        );
        assert!(!item.basis.is_empty() && item.fee_yuan == 0, "{}", item.code);
        assert!(!item.assumed.is_empty(), "{} hides what nobody has confirmed", item.code);
    }
}

#[test]
fn an_exported_catalogue_is_the_imported_one() {
    let exported = serde_json::to_value(items()).expect("into memory");
    assert_eq!(exported, serde_json::from_str::<Json>(CATALOGUE).expect("a list"));
}

#[test]
fn every_department_is_known_and_used() {
    let departments = departments(DEPARTMENTS).expect("the list is right");
    assert_eq!(unknown_departments(&items(), &departments), vec![]);
    for department in &departments {
        assert!(!department.zh.contains(['（', '／']), "{} is one office", department.zh);
    }
    let without_first = &departments[1..];
    assert!(unknown_departments(&items(), without_first).iter().all(|error| error.reason == Reason::NoDepartment(1)));
}

#[test]
fn no_promise_is_longer_than_the_law_allows() {
    for item in items() {
        if let Some(legal) = item.legal.filter(|legal| legal.unit == item.promised.unit) {
            assert!(item.promised.quarters <= legal.quarters, "{}", item.code);
        }
        assert!(item.extension_quarters == 0 || item.legal.is_some(), "{} extends nothing", item.code);
    }
    assert!(!catalogue_warnings(&items()).iter().any(|warning| warning.reason == Reason::StagesOverPromise));
}

#[test]
fn the_promise_of_legal_aid_ends_in_time_outside_long_holidays() {
    let promised = usize::from(item("T27").promised.quarters / 4);
    let years = calendar(WORKDAYS).expect("the calendar is right");
    let works = |day: Day| {
        let (year, ..) = day.ymd();
        let place = usize::try_from(day.0 - Day::from_ymd(year, 1, 1).expect("a day").0).expect("not negative");
        let calendar = years.iter().find(|calendar| calendar.year.cast_signed() == year).expect("published");
        calendar.workdays[place / 8] >> (place % 8) & 1 == 1
    };
    let starts = (0..)
        .map(|i| Day::parse("2022-01-01").expect("a day").plus(i))
        .take_while(|day| *day < Day::parse("2026-12-01").expect("a day"));
    for start in starts.filter(|day| works(*day)) {
        let week: Vec<Day> = (1..=7).map(|i| start.plus(i)).collect();
        let workdays = week.iter().filter(|day| works(**day)).count();
        assert!(workdays >= promised || week.iter().any(|day| day.weekday() <= 5 && !works(*day)), "{start}");
    }
}

#[test]
fn minimum_living_allowance_is_as_the_trade_says() {
    let item = item("V04");
    assert_eq!(item.zh, "最低生活保障申请");
    assert_eq!(item.legal_from, LegalFrom::Application);
    assert_eq!((item.legal.expect("30 days").quarters, item.legal.expect("30 days").unit), (120, Unit::Day));
    assert_eq!((item.promised.quarters, item.promised.unit), (80, Unit::Workday));
    assert_eq!((item.decide_tier, item.village_mode), (Tier::District, ProxyMode::Agent));
    let notice = item.stages.iter().find(|stage| stage.public_notice).expect("a public notice");
    assert!(notice.excluded && notice.tier == Tier::Village && notice.span.quarters == 28);
    assert!(item.promised.quarters <= 80 && item.extension_quarters == 0);
    assert!(fields_of(&item).iter().any(|field| field.id == "household.income_month"));
}

#[test]
fn joint_items_name_who_does_what() {
    for code in ["D02", "D05"] {
        let item = item(code);
        assert!(!item.tasks.is_empty(), "{code}");
        assert!(
            item.tasks.iter().all(|task| task.unit != item.dept && task.quarters <= item.promised.quarters),
            "{code}"
        );
    }
    let set_up = item("D02");
    assert_eq!((set_up.extension_quarters, set_up.silence_is_consent), (12, true));
    assert!(set_up.materials.iter().any(|material| material.no == 4 && material.deferrable));
}

#[test]
fn what_the_village_may_do_follows_from_who_accepts() {
    for item in items() {
        assert_eq!(item.files_at(Tier::Village), item.village_mode != ProxyMode::Inform, "{}", item.code);
        assert!(item.service == Service::Promised || item.promised.quarters <= 4, "{}", item.code);
    }
    assert_eq!(item("T28").village_mode, ProxyMode::Direct);
    assert_eq!(item("T12").village_mode, ProxyMode::Direct);
}

#[test]
fn an_item_fits_into_an_entry_and_comes_back_the_same() {
    for item in items() {
        let bytes = minicbor::to_vec(&item).expect("into memory");
        assert!(bytes.len() <= ITEM_BYTES_MAX, "{}: {} bytes", item.code, bytes.len());
        assert_eq!(minicbor::decode::<Item>(&bytes).expect("its own bytes"), item);
    }
}

#[test]
fn a_broken_item_is_named_with_field_and_reason() {
    type Change = fn(&mut Json);
    let table: [(Change, &str, Reason); 16] = [
        (|row| row["promised"]["quarters"] = 124.into(), "promised", Reason::PromiseOverLegal),
        (|row| row["survey_quarters"] = 0.into(), "survey_quarters", Reason::NotAllowed("1, 2, ...".into())),
        (|row| row["en"] = "".into(), "en", Reason::Empty),
        (|row| row["zh"] = "低\u{200b}保".into(), "zh", Reason::Invisible),
        (|row| row["code"] = "V04 低保".into(), "code", Reason::NotAllowed("A-Z, 0-9, -".into())),
        (|row| row["code"] = "V03".into(), "code", Reason::Duplicate(3)),
        (|row| row["fee_yaun"] = 5.into(), "fee_yaun", Reason::Unknown),
        (|row| row["materials"][1]["copys"] = 5.into(), "materials[2].copys", Reason::Unknown),
        (|row| row["materials"][1]["no"] = 1.into(), "materials[2].no", Reason::NotAllowed("1, 2, ...".into())),
        (|row| row["fields"][0]["id"] = "applicant.phone".into(), "fields[1].id", Reason::Duplicate(3)),
        (|row| row["fields"][0]["id"] = "m.1.note".into(), "fields[1].id", Reason::NotAllowed("a-z, 0-9, ., _".into())),
        (
            |row| row["fields"][0]["kind"]["options"] = Json::Array(vec![]),
            "fields[1].kind",
            Reason::NotAllowed("max 1-1000, min <= max, options".into()),
        ),
        (
            |row| row["village_mode"] = "inform".into(),
            "village_mode",
            Reason::Contradiction("accept_tiers, decide_tier, proxy_allowed".into()),
        ),
        (
            |row| row["proxy_allowed"] = false.into(),
            "village_mode",
            Reason::Contradiction("accept_tiers, decide_tier, proxy_allowed".into()),
        ),
        (|row| row["until"] = "2019-12-31".into(), "until", Reason::Contradiction("from".into())),
        (|row| row["basis"][0]["article"] = "第".repeat(ITEM_BYTES_MAX).into(), "", Reason::TooLong(ITEM_BYTES_MAX)),
    ];
    for (change, column, reason) in table {
        assert_eq!(after(change), vec![(4, column.to_owned(), reason)]);
    }
}

#[test]
fn a_missing_field_and_a_wrong_type_say_which() {
    type Change = fn(&mut Json);
    let table: &[(Change, &str, Reason)] = &[
        (|row| _ = row.as_object_mut().expect("an item").remove("decide_tier"), "decide_tier", Reason::Empty),
        (|row| row["fee_yuan"] = (-1).into(), "fee_yuan", Reason::Shape(Wanted::Whole)),
        (|row| row["zh"] = 7.into(), "zh", Reason::Shape(Wanted::Text)),
        (|row| row["proxy_allowed"] = "yes".into(), "proxy_allowed", Reason::Shape(Wanted::YesNo)),
        (|row| row["materials"] = "card".into(), "materials", Reason::Shape(Wanted::List)),
        (|row| row["materials"][0]["no"] = "a".into(), "materials[1].no", Reason::Shape(Wanted::Whole)),
        (|row| row["decide_tier"] = "moon".into(), "decide_tier", Reason::NotAllowed("village, town, district".into())),
    ];
    for (change, column, reason) in table {
        let found = after(change);
        assert_eq!(found, vec![(4, (*column).to_owned(), reason.clone())]);
        let words = RowError::new(4, column, reason.clone()).words(Lang::Zh);
        assert!(!words.contains("expected") && !words.contains("missing"), "{words}");
    }
}

#[test]
fn a_file_that_is_no_list_says_where() {
    let broken = catalogue("[\n {\"code\": \"V01\",\n]").expect_err("a comma too many");
    assert!(matches!(&broken[..], [RowError { row: 3, reason: Reason::Syntax(1), .. }]), "{broken:?}");
    assert_eq!(catalogue("[]"), Err(vec![RowError::new(1, "", Reason::NoRows)]));
    assert!(catalogue("{}").is_err() && catalogue("").is_err());
}

#[test]
fn all_broken_items_are_listed_at_once() {
    let mut rows: Vec<Json> = serde_json::from_str(CATALOGUE).expect("a list");
    rows.iter_mut().for_each(|row| row["en"] = "".into());
    assert_eq!(catalogue(&Json::from(rows).to_string()).expect_err("all are wrong").len(), 41);
}

#[test]
fn a_promise_in_working_days_is_compared_with_calendar_days() {
    let span = |days: u16, unit| Span { quarters: days * 4, unit };
    let table =
        [(4, 7, false), (5, 7, false), (6, 7, true), (7, 7, true), (20, 30, false), (22, 30, false), (23, 30, true)];
    for (promised, legal, later) in table {
        assert_eq!(always_later(span(promised, Unit::Workday), span(legal, Unit::Day)), later, "{promised} in {legal}");
    }
}
