//! The clock of a case: the strip of days with its marks, what was counted, the pauses, and the sentences of every day.

use std::rc::Rc;

use daiban_shared::api::{CaseView, LimitKind, LimitView, StripView};
use daiban_shared::day::{Day, stamp};
use daiban_shared::deadline::Is;
use daiban_shared::text::{ClockUi, Lang, fill};
use yew::prelude::*;

use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::Go;
use crate::ui::strip::{Mark, Strip};
use crate::ui::words;

#[derive(Properties, PartialEq)]
pub struct ClockProps {
    pub case: Rc<CaseView>,
}

/// The section of the case page.
#[component]
pub fn Clock(props: &ClockProps) -> Html {
    let lang = use_lang();
    let case = &props.case;
    let Some((strip, limit)) = strip_of(case) else { return Html::default() };
    html! {
        <section class="clock" data-test="clock">
            <h2>
                { ClockUi::Title.text(lang) }
                <Go to={Route::PrintClock { id: case.id.to_string() }} class={classes!("print-file", "button", "quiet")} test="print-clock">
                    { icon(Icon::Printer) }{ " " }{ ClockUi::Print.text(lang) }
                </Go>
            </h2>
            { band(case, strip, limit, lang) }
            <details data-test="clock-explained">
                <summary>{ ClockUi::Explained.text(lang) }</summary>
                { sentences(limit) }
            </details>
        </section>
    }
}

/// The strip with the limit that it counts.
pub fn strip_of(case: &CaseView) -> Option<(&StripView, &LimitView)> {
    let strip = case.strip.as_ref()?;
    Some((strip, case.limits.get(strip.limit)?))
}

/// What is counted, the strip, what is provisional and when it did not run.
pub fn band(case: &CaseView, strip: &StripView, limit: &LimitView, lang: Lang) -> Html {
    let today = Day::of(case.now);
    let pauses = case.pauses.iter().map(|pause| {
        let from = stamp(pause.from);
        match pause.to {
            Some(to) => fill(ClockUi::PauseFromTo.text(lang), &[("from", &from), ("to", &stamp(to))]),
            None => fill(ClockUi::PauseOpen.text(lang), &[("from", &from)]),
        }
    });
    let pauses: Vec<String> = pauses.collect();
    let is_provisional = case.limits.iter().any(|one| one.provisional && one.ended.is_none() && is_drawn(one, limit));
    html! {
        <>
            <p class="clock-lead" data-test="clock-lead">
                <strong>{ lead(limit, lang) }</strong>
                { lang.pick("。", ". ") }{ used(strip, limit, today, lang) }
                <small class="as-of">{ words::bracketed(&fill(ClockUi::AsOf.text(lang), &[("time", &stamp(case.now))]), lang) }</small>
            </p>
            <Strip start={strip.start} days={strip.days.clone()} marks={marks(case, limit, lang)}
                today={limit.ended.is_none().then_some(today)} />
            if strip.is_cut {
                <p class="hint">{ fill(ClockUi::Cut.text(lang), &[("n", &strip.days.len().to_string())]) }</p>
            }
            if is_provisional { <p class="notice warn" data-test="clock-provisional">{ ClockUi::Provisional.text(lang) }</p> }
            if !pauses.is_empty() {
                <p data-test="clock-pauses">{ words::pair(ClockUi::Pauses.text(lang), &pauses.join(lang.pick("；", "; ")), lang) }</p>
            }
        </>
    }
}

/// `承诺时限：20 个工作日，从 … 起算，延长 10 个工作日`
pub fn lead(limit: &LimitView, lang: Lang) -> String {
    let start = limit.start.to_string();
    let span = words::span(limit.span, lang);
    let values = [("limit", words::limit(limit.limit, lang)), ("span", span.as_str()), ("start", start.as_str())];
    let mut parts = vec![fill(ClockUi::Lead.text(lang), &values)];
    if limit.factor != daiban_shared::deadline::WHOLE_PERMILLE {
        let factor = format!("{}.{:03}", limit.factor / 1_000, limit.factor % 1_000);
        let factor = factor.trim_end_matches('0').trim_end_matches('.');
        parts.push(fill(ClockUi::LeadFactor.text(lang), &[("factor", factor)]));
    }
    if limit.extension > 0 {
        let by = words::span(daiban_shared::item::Span { quarters: limit.extension, unit: limit.span.unit }, lang);
        parts.push(fill(ClockUi::LeadExtended.text(lang), &[("by", &by)]));
    }
    parts.join(lang.pick("，", ", "))
}

fn used(strip: &StripView, limit: &LimitView, today: Day, lang: Lang) -> String {
    let up_to = limit.ended.map_or(today, Day::of);
    let counts = |is: &Is| matches!(is, Is::Counted | Is::MakeUp);
    let total = strip.days.iter().filter(|is| counts(is)).count().to_string();
    let behind = usize::try_from(up_to.0.saturating_sub(strip.start.0)).unwrap_or(0);
    let used = strip.days.iter().take(behind).filter(|is| counts(is)).count().to_string();
    let text = match (limit.ended, limit.paused, limit.passed) {
        (Some(_), _, true) => ClockUi::UsedAtEndLate,
        (Some(_), _, false) => ClockUi::UsedAtEnd,
        (None, true, _) => ClockUi::UsedOpen,
        (None, false, true) if limit.limit.is_residents() => ClockUi::UsedOver,
        (None, false, true) => ClockUi::UsedLate,
        (None, false, false) => ClockUi::Used,
    };
    fill(text.text(lang), &[("used", &used), ("total", &total)])
}

/// The ends that the strip shows beside the one it counts: those of the decision.
fn is_drawn(one: &LimitView, counted: &LimitView) -> bool {
    let is_decision = matches!(one.limit, LimitKind::Promise | LimitKind::Legal);
    let is_of_round = one.day.is_none_or(|day| day >= counted.start);
    one.limit == counted.limit && one.start == counted.start || is_decision && is_of_round
}

fn marks(case: &CaseView, counted: &LimitView, lang: Lang) -> Vec<Mark> {
    let ends = case.limits.iter().filter(|one| is_drawn(one, counted)).filter_map(|one| {
        let (class, text) = match one.limit {
            LimitKind::Promise => ("promise", ClockUi::MarkPromise),
            LimitKind::Legal => ("legal", ClockUi::MarkLegal),
            LimitKind::AcceptBy => ("accept", ClockUi::MarkAccept),
            LimitKind::Step
            | LimitKind::Task
            | LimitKind::Duty
            | LimitKind::DeliverBy
            | LimitKind::CorrectBy
            | LimitKind::GapBy
            | LimitKind::Renewal
            | LimitKind::Survey => ("promise", ClockUi::MarkDue),
        };
        Some(Mark { day: one.day?, class, text: text.text(lang).to_owned() })
    });
    let mut marks: Vec<Mark> = ends.collect();
    let (day, class, text) = match counted.ended {
        Some(ended) => (Day::of(ended), "decided", ClockUi::MarkDecided),
        None => (Day::of(case.now), "today", ClockUi::MarkToday),
    };
    // Five days that ended by an acceptance did not end by a decision.
    if counted.ended.is_none() || counted.limit != LimitKind::AcceptBy {
        marks.push(Mark { day, class, text: text.text(lang).to_owned() });
    }
    marks.dedup();
    marks
}

/// Every day of a limit, sentence by sentence.
pub fn sentences(limit: &LimitView) -> Html {
    html! { <ol class="explained">{ for limit.explanation.iter().map(|line| html! { <li>{ line.clone() }</li> }) }</ol> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::case::sample;
    use daiban_shared::item::{Span, Unit};

    fn limit(kind: LimitKind, day: Option<&str>) -> LimitView {
        LimitView {
            limit: kind,
            owner: sample::site(),
            desk: None,
            starts: 0,
            start: Day::parse("2026-09-08").expect("a day"),
            span: Span { quarters: 20, unit: Unit::Workday },
            factor: 1_000,
            extension: 0,
            day: day.and_then(Day::parse),
            provisional: false,
            ended: None,
            paused: day.is_none(),
            passed: false,
            shown: false,
            explanation: Vec::new(),
        }
    }

    fn case(limits: Vec<LimitView>) -> CaseView {
        let now = Day::parse("2026-09-10").expect("a day").at_minute(600);
        CaseView { limits, now, ..sample::case() }
    }

    #[test]
    fn promise_legal_limit_and_today_are_marked() {
        let case =
            case(vec![limit(LimitKind::Promise, Some("2026-10-12")), limit(LimitKind::Legal, Some("2026-10-08"))]);
        let found = marks(&case, &case.limits[0], Lang::En);
        let found: Vec<_> = found.iter().map(|mark| (mark.text.as_str(), mark.day.to_string())).collect();
        let wanted = [("promise", "2026-10-12"), ("legal limit", "2026-10-08"), ("today", "2026-09-10")];
        assert_eq!(found, wanted.map(|(text, day)| (text, day.to_owned())));
    }

    #[test]
    fn a_stopped_clock_has_no_end_and_says_so() {
        let case = case(vec![limit(LimitKind::Promise, None)]);
        assert_eq!(marks(&case, &case.limits[0], Lang::En).len(), 1, "today alone");
        let strip = StripView {
            limit: 0,
            start: case.limits[0].start,
            days: vec![Is::Counted, Is::Paused, Is::Paused, Is::Later],
            is_cut: false,
        };
        let words = used(&strip, &case.limits[0], Day::of(case.now), Lang::En);
        assert!(words.contains("1 counted") && words.contains("stopped"), "{words}");
    }

    #[test]
    fn what_shortens_and_extends_is_said_with_the_limit() {
        let green = LimitView { factor: 500, extension: 40, ..limit(LimitKind::Promise, Some("2026-10-12")) };
        let words = lead(&green, Lang::En);
        assert!(words.contains("times 0.5") && words.contains("extended by 10"), "{words}");
    }
}
