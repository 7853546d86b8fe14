//! Random histories of acceptance, decision, annulment and late arrival: every figure is what a plain scan of the cases finds, and
//! the list that it opens has that many rows, for every measure by every dimension.

pub mod history;

use super::super::*;
use super::world::{PLACES, World};
use daiban_shared::api::{FigureKey, FigureSet, Figures};
use daiban_shared::figures::{CaseFigure, Dimension, Measure, Measures, Term, figure_of};
use daiban_shared::id::{Hash, SiteId, UserId};
use history::{Event, History, event, event_over_years};
use proptest::prelude::*;

const DAY_MS: u64 = 86_400_000;

/// One case as the scan sees it.
struct Scanned {
    site: SiteId,
    dept: u16,
    code: String,
    figure: CaseFigure,
}

impl World {
    fn scan(&self, place: &str) -> Vec<Scanned> {
        let directory = self.store(place).directory();
        let mut out = Vec::new();
        for doc in self.cases(place) {
            let (entries, state) = (self.entries(place, doc), self.case(place, doc));
            let Some(opened) = &state.opened else { continue };
            let item = directory.newest().item_row(opened.item).expect("an item");
            let entry = |hash: Hash| entries.iter().find(|entry| entry.hash == hash);
            let figure = figure_of(&state, entry, Some(item));
            out.push(Scanned { site: doc.origin(), dept: item.dept.0, code: item.code.clone(), figure });
        }
        out
    }

    fn figures(&self, place: &str, asked: Asked) -> Figures {
        let directory = self.store(place).directory();
        let look = Look { site: self.site(place), now: self.clock.now(), directory: &directory };
        self.store(place).read(|conn| figures(conn, look, asked)).expect("figures")
    }

    fn count(&self, place: &str, filter: &ListFilter) -> u64 {
        let directory = self.store(place).directory();
        let look = Look { site: self.site(place), now: self.clock.now(), directory: &directory };
        u64::from(self.store(place).read(|conn| count(conn, look, filter, u32::MAX)).expect("counted"))
    }

    /// Every figure of this machine is the scan's and the list's.
    fn assert_figures(&self, place: &str, asked: Asked) {
        let scanned = self.scan(place);
        let view = self.figures(place, asked);
        let now = self.clock.now();
        let below = |site: SiteId, top: SiteId| {
            let directory = self.store(place).directory();
            site == top || directory.newest().is_above(top, site)
        };
        let mut rows: Vec<(FigureKey, FigureSet)> =
            view.rows.iter().map(|row| (row.key.clone(), row.figures)).collect();
        let branch = FigureKey::Place { site: view.site.clone(), parent: None, own: false };
        rows.push((branch, view.total));
        for (key, set) in rows {
            let spans = [(set.now, view.span), (set.before, view.before), (set.year_before, view.year_before)];
            let is_time = matches!(key, FigureKey::Time(_));
            for (measures, span) in spans.into_iter().take(if is_time { 1 } else { 3 }) {
                let span = if let FigureKey::Time(span) = &key { *span } else { span };
                for measure in Measure::ALL.iter().copied() {
                    let matching = scanned.iter().filter(|case| {
                        below(case.site, asked.site)
                            && fits(&key, case, measure, &below)
                            && counts(case, measure, span, now)
                    });
                    let expected = matching.count() as u64;
                    let context = format!("{place} {measure:?} {key:?} {span:?} of {asked:?}");
                    assert_eq!(measures.get(measure), expected, "figure: {context}");
                    let list = filter_of(&key, measure, span, asked.site);
                    assert_eq!(self.count(place, &list), expected, "list: {context}");
                    assert_eq!(self.list(place, ListFilter { page_size: 200, ..list }).items.len() as u64, expected);
                }
            }
        }
    }
}

fn counts(case: &Scanned, measure: Measure, span: daiban_shared::api::DaySpan, now: u64) -> bool {
    match measure {
        Measure::Carried => case.figure.is_in_work(span.from.plus(-1), now),
        Measure::InWork => case.figure.is_in_work(span.to, now),
        Measure::Accepted
        | Measure::Instant
        | Measure::Done
        | Measure::OnTime
        | Measure::Early
        | Measure::Late
        | Measure::Treated
        | Measure::AfterFact
        | Measure::Unaccepted => case.figure.day(measure, now).is_some_and(|day| span.from <= day && day <= span.to),
    }
}

fn is_about_acceptance(measure: Measure) -> bool {
    matches!(measure, Measure::Accepted | Measure::Instant | Measure::Carried | Measure::InWork)
}

fn fits(key: &FigureKey, case: &Scanned, measure: Measure, below: &impl Fn(SiteId, SiteId) -> bool) -> bool {
    match key {
        FigureKey::Place { site, own, .. } => {
            if *own {
                case.site == site.id
            } else {
                below(case.site, site.id)
            }
        }
        FigureKey::Department { department } => department.as_ref().is_some_and(|dept| dept.id.0 == case.dept),
        FigureKey::Item { code, .. } => case.code == *code,
        FigureKey::Officer { user, .. } => {
            let by = if is_about_acceptance(measure) { case.figure.accepted_by } else { case.figure.done_by };
            by.map(|(_, user)| user) == *user
        }
        FigureKey::Time(_) => true,
    }
}

fn filter_of(key: &FigureKey, measure: Measure, span: daiban_shared::api::DaySpan, top: SiteId) -> ListFilter {
    let mut figure = FigureFilter { measure, from: span.from, to: span.to, dept: None, item: None, officer: None };
    let (mut site, mut is_own) = (top, false);
    match key {
        FigureKey::Place { site: of, own, .. } => (site, is_own) = (of.id, *own),
        FigureKey::Department { department } => figure.dept = department.as_ref().map(|dept| dept.id),
        FigureKey::Item { code, .. } => figure.item = Some(code.clone()),
        FigureKey::Officer { user, .. } => figure.officer = Some(user.map_or(Officer::Nobody, Officer::User)),
        FigureKey::Time(_) => {}
    }
    ListFilter { figure: Some(figure), site: Some(site), own: is_own, ..ListFilter::default() }
}

fn histories() -> u32 {
    std::env::var("DAIBAN_FIGURES").ok().and_then(|text| text.parse().ok()).unwrap_or(24)
}

/// What is compared of a history: a stretch of days that ends so many before today, and whose figures beside the district's.
#[derive(Clone, Copy)]
struct Compared {
    back: i32,
    length: i32,
    at: usize,
    /// Periods of tables by time: days and weeks would be too many over years.
    periods: &'static [Term],
}

fn compare(history: &mut History, compared: Compared) {
    let Compared { back, length, at, periods } = compared;
    let to = history.today().plus(-back);
    for round in 0..2 {
        for place in ["district", "town", PLACES[at].0] {
            for (no, by) in Dimension::ALL.iter().copied().enumerate() {
                let period = periods[(no + length as usize + round) % periods.len()];
                let from = if length % 2 == 0 { to.plus(-length) } else { period.first(to.plus(-length)) };
                let site = if no % 2 == 0 || place != "district" { place } else { PLACES[at].0 };
                history.world.assert_figures(place, Asked { site: history.world.site(site), by, period, from, to });
            }
        }
        // Everything that was late arrives, and the views are made anew.
        history.world.settle();
        history.world.check_all();
        assert!(history.world.store("district").rebuild().is_ok());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: histories(), max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_is_the_scan_and_the_list(
        events in prop::collection::vec(event(), 40..120),
        back in 0..70i32,
        length in 0..90i32,
        at in 0..PLACES.len(),
    ) {
        let mut history = History::new();
        events.iter().for_each(|event| history.run(event));
        compare(&mut history, Compared { back: back / 3, length, at, periods: Term::ALL });
    }

    #[test]
    fn figures_over_years_are_the_scan_and_the_list(
        events in prop::collection::vec(event_over_years(), 40..100),
        back in 0..700i32,
        length in 0..1_400i32,
        at in 0..PLACES.len(),
    ) {
        let mut history = History::new();
        events.iter().for_each(|event| history.run(event));
        compare(&mut history, Compared { back, length, at, periods: &Term::ALL[2..] });
    }
}

#[test]
fn a_case_to_be_decided_again_leaves_done_and_comes_back_with_its_next_decision() {
    let mut history = History::new();
    history.run(&Event::Open { place: 2, item: 1, days_late: 0 });
    history.run(&Event::Accept { place: 2, case: 0, by: 1, days_late: 0 });
    let measures = |history: &History| {
        let (from, to) = (history.today().plus(-40), history.today());
        let asked = Asked { site: history.world.site("village"), by: Dimension::Item, period: Term::Month, from, to };
        history.world.assert_figures("village", asked);
        history.world.figures("village", asked).total.now
    };
    history.world.clock.move_to(history.world.clock.now() + DAY_MS);
    let accepted = Measures { accepted: 1, in_work: 1, ..Measures::default() };
    assert_eq!(measures(&history), accepted);
    let decide = Event::Decide { place: 2, case: 0, how: 4, by: 2, days_late: 0, due: 0 };
    history.run(&decide);
    let done = Measures { done: 1, on_time: 1, early: 1, treated: 1, in_work: 0, ..accepted };
    assert_eq!(measures(&history), done);
    history.run(&Event::Annul { place: 2, case: 0, redo: true });
    assert_eq!(measures(&history), accepted, "it is in work again");
    history.run(&decide);
    assert_eq!(measures(&history), done);
    history.world.clock.move_to(history.world.clock.now() + 35 * DAY_MS);
    history.run(&Event::Annul { place: 2, case: 0, redo: false });
    assert_eq!(measures(&history), done, "annulled for good: the work was done when it was decided");
}

#[test]
fn five_days_of_silence_count_as_an_acceptance_though_nobody_accepts() {
    let mut history = History::new();
    history.run(&Event::Open { place: 2, item: 1, days_late: 0 });
    history.world.settle();
    let measures = |history: &History, by| {
        let (from, to) = (history.today().plus(-40), history.today());
        let asked = Asked { site: history.world.site("district"), by, period: Term::Month, from, to };
        history.world.assert_figures("district", asked);
        history.world.figures("district", asked)
    };
    assert_eq!(measures(&history, Dimension::Place).total.now, Measures::default());
    history.world.clock.move_to(history.world.clock.now() + 12 * DAY_MS);
    let silent = measures(&history, Dimension::Officer);
    assert_eq!(silent.total.now, Measures { accepted: 1, in_work: 1, ..Measures::default() });
    assert_eq!(silent.rows[0].key, FigureKey::Officer { user: None, name: None }, "nobody has accepted it");
    history.run(&Event::Accept { place: 2, case: 0, by: 2, days_late: 0 });
    history.world.settle();
    let late = measures(&history, Dimension::Officer);
    assert_eq!(late.total.now.accepted, 1, "it counts once, on the day of its receipt");
    let name = Some("人2".to_owned());
    assert_eq!(late.rows[0].key, FigureKey::Officer { user: Some(UserId([2; 8])), name });
}
