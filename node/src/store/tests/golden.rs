//! Published reports come out of the figures as they were printed, and each of their figures counts its list (domain §1.16).

use super::super::*;
use crate::seed::past::{HALF_YEAR, MEIXIAN, Past, bulletin, half_years, meixian};
use daiban_shared::api::{FigureKey, Figures};
use daiban_shared::day::Day;
use daiban_shared::figures::{Dimension, Measure, Rate, Term, change};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn read(past: &Past, by: Dimension, period: Term, (from, to): (&str, &str)) -> Figures {
    let store = past.node().store();
    let directory = store.directory();
    let site = past.node().identity().site();
    let look = Look { site, now: past.node().clock().now(), directory: &directory };
    let asked = Asked { site, by, period, from: day(from), to: day(to) };
    store.read(|conn| figures(conn, look, asked)).expect("figures")
}

/// Every figure of every row opens a list of that length; returns how many there were.
fn drill_down(past: &Past, view: &Figures) -> usize {
    let store = past.node().store();
    let directory = store.directory();
    let look = Look { site: view.site.id, now: past.node().clock().now(), directory: &directory };
    let mut seen = 0;
    for row in &view.rows {
        for measure in Measure::ALL.iter().copied() {
            let mut figure =
                FigureFilter { measure, from: view.span.from, to: view.span.to, dept: None, item: None, officer: None };
            let (mut site, mut own) = (view.site.id, false);
            match &row.key {
                FigureKey::Place { site: of, own: is_own, .. } => (site, own) = (of.id, *is_own),
                FigureKey::Department { department } => figure.dept = department.as_ref().map(|dept| dept.id),
                FigureKey::Item { code, .. } => figure.item = Some(code.clone()),
                FigureKey::Officer { user, .. } => figure.officer = Some(user.map_or(Officer::Nobody, Officer::User)),
                FigureKey::Time(span) => (figure.from, figure.to) = (span.from, span.to),
            }
            let filter = ListFilter { figure: Some(figure), site: Some(site), own, ..ListFilter::default() };
            let length = store.read(|conn| count(conn, look, &filter, u32::MAX)).expect("counted");
            assert_eq!(u64::from(length), row.figures.now.get(measure), "{measure:?} {:?}", row.key);
            seen += 1;
        }
    }
    seen
}

/// 247,500 accepted and 243,000 on time, both divided by 450. The report prints 98.3 %; its own numbers give 98.18 %.
#[test]
fn a_synthetic_meixian_reproduces_the_share_of_its_report() {
    let folder = Folder::in_memory().expect("a folder");
    let mut past = Past::found(folder.path(), day("2014-07-16")).expect("a district");
    assert_eq!(past.villages(), 391);
    let cases = meixian(&past, 550);
    past.write(&cases).expect("written");
    let view = read(&past, Dimension::Place, Term::Day, MEIXIAN);
    let now = view.total.now;
    assert_eq!((now.accepted, now.on_time, now.done + now.in_work), (550, 540, 550));
    assert_eq!(Rate::OnTimeOfAccepted.of(&now), Some(9_818));
    assert!(view.rows.len() > 391 && drill_down(&past, &view) > 4_000);
    for (by, period) in
        [(Dimension::Item, Term::HalfYear), (Dimension::Department, Term::Year), (Dimension::Time, Term::HalfYear)]
    {
        let view = read(&past, by, period, MEIXIAN);
        assert_eq!(view.total.now, now, "{by:?}");
        drill_down(&past, &view);
    }
    let halves = read(&past, Dimension::Time, Term::HalfYear, MEIXIAN).rows;
    assert_eq!(halves.len(), 5, "from the opening in June 2012 to the end of June 2014");
    for pair in halves.windows(2) {
        assert_eq!(pair[1].figures.now.carried, pair[0].figures.now.in_work, "what is in work is carried over");
    }
    assert_eq!(past.node().store().check().expect("checked").faults, Vec::<String>::new());
}

/// 2,585 cases, 90 % early, 42 % instant: a hundred have the same shares.
#[test]
fn early_and_instant_cases_have_the_shares_of_their_report() {
    let folder = Folder::in_memory().expect("a folder");
    let mut past = Past::found(folder.path(), day("2011-10-10")).expect("a district");
    let at = |code: &str| past.items().position(|item| item == code).expect("an item");
    let (instant, promised) = (at("T29"), at("V01"));
    let cases = bulletin(&past, 100, instant, promised);
    past.write(&cases).expect("written");
    let view = read(&past, Dimension::Item, Term::Year, ("2011-01-01", "2011-09-30"));
    let now = view.total.now;
    assert_eq!((Rate::EarlyOfDone.of(&now), Rate::InstantOfAccepted.of(&now)), (Some(9_000), Some(4_200)));
    assert_eq!((now.on_time, Rate::OnTimeOfDone.of(&now)), (100, Some(10_000)), "the due day itself is on time");
    drill_down(&past, &view);
}

/// 2,277 accepted, 2,135 done, 93.8 %, 9.75 % more than in the year before.
#[test]
fn a_half_year_stands_beside_that_of_the_year_before() {
    let folder = Folder::in_memory().expect("a folder");
    let mut past = Past::found(folder.path(), day("2012-07-10")).expect("a district");
    let cases = half_years(&past);
    past.write(&cases).expect("written");
    let view = read(&past, Dimension::Department, Term::HalfYear, HALF_YEAR);
    let (now, before) = (view.total.now, view.total.year_before);
    assert_eq!((now.accepted, now.done, before.accepted, before.done), (2_277, 2_135, 1_950, 1_666));
    assert_eq!((now.carried, now.in_work), (284, 426), "what 2011 left is carried over");
    let share = Rate::DoneOfAccepted.of(&now).expect("a share");
    assert_eq!((share, (share + 5) / 10), (9_376, 938));
    // Growth of the exact shares, as one fraction.
    assert_eq!(change(now.done * before.accepted, before.done * now.accepted), Some(975));
    assert!(drill_down(&past, &view) > 0);
    assert_eq!(view.total.before.accepted, 0, "nothing came in the second half of 2011");
}
