//! A year of working days at a glance: twelve months, what each day is by word and shape, and who published it.

mod edit;
mod hours;
mod month;

use daiban_shared::api::{CalendarYear, CorrectedDay, DayKind};
use daiban_shared::day::Day;
use daiban_shared::text::{Lang, OfficeUi, fill};
use yew::prelude::*;

use crate::app::route::Route;
use crate::app::session::use_session;
use crate::load::use_load;
use crate::ui::dom;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::Go;
use crate::ui::state;
use crate::ui::title::Title;
use month::{Month, months};

/// Years that a calendar can be about.
const YEARS: std::ops::RangeInclusive<u16> = 2000..=2199;

#[derive(Properties, PartialEq)]
pub struct CalendarPageProps {
    /// None = this year.
    #[prop_or_default]
    pub year: Option<u16>,
}

/// `/calendar`, `/calendar/{year}`
#[component]
pub fn CalendarPage(props: &CalendarPageProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let now = session.me().map_or(0, |me| me.now);
    let year = props.year.unwrap_or(Day::of(now).ymd().0.unsigned_abs());
    let loaded = use_load::<CalendarYear>(format!("/calendar/{year}"), false);
    let to = |year: u16, shape: Icon, test: &'static str| {
        let words = fill(OfficeUi::CalendarYearBefore.text(lang), &[("year", &year.to_string())]);
        html! {
            if YEARS.contains(&year) {
                <Go to={Route::CalendarOf { year }} class={classes!("button")} {test}>{ icon(shape) }{ words }</Go>
            }
        }
    };
    html! {
        <div class="year">
            <div class="head">
                <Title text={fill(OfficeUi::CalendarTitle.text(lang), &[("year", &year.to_string())])} />
                { to(year - 1, Icon::ArrowLeft, "year-before") }
                { to(year + 1, Icon::ArrowRight, "year-after") }
                <button type="button" onclick={|_| dom::print()}>{ icon(Icon::Printer) }{ OfficeUi::Print.text(lang) }</button>
            </div>
            { state::of(&loaded, |view| draw(view, lang)) }
            if let Some(view) = &loaded.value {
                <edit::Edit {year} published={view.published} on_done={loaded.again.clone()} />
            }
            <hours::Hours />
        </div>
    }
}

fn draw(view: &CalendarYear, lang: Lang) -> Html {
    let count = |kind: DayKind| view.days.iter().filter(|day| **day == kind).count();
    let works = view.days.iter().filter(|day| day.works()).count().to_string();
    let (holidays, makeup) = (count(DayKind::Holiday).to_string(), count(DayKind::MakeUp).to_string());
    let sum = fill(OfficeUi::CalendarSum.text(lang), &[("n", &works), ("holidays", &holidays), ("makeup", &makeup)]);
    html! {
        <>
            if view.published {
                <p class="lead" data-test="calendar-sum">{ sum }</p>
            } else {
                <p class="notice warn" data-test="calendar-unpublished">{ unpublished(view, lang) }</p>
            }
            { legend(lang) }
            <div class="months" data-test="months">
                { for months(view.year, &view.days).iter().map(|month| draw_month(month, view.today, lang)) }
            </div>
            if view.published { <p class="hint" data-test="calendar-by">{ by(view, lang) }</p> }
            if !view.corrected.is_empty() {
                <section data-test="calendar-corrected">
                    <h2>{ OfficeUi::CalendarCorrected.text(lang) }</h2>
                    <ul>{ for view.corrected.iter().map(|one| corrected(one, lang)) }</ul>
                </section>
            }
        </>
    }
}

fn unpublished(view: &CalendarYear, lang: Lang) -> String {
    let year = view.year.to_string();
    match view.known {
        Some((first, last)) if view.year < first => fill(
            OfficeUi::CalendarUnknown.text(lang),
            &[("year", &year), ("first", &first.to_string()), ("last", &last.to_string())],
        ),
        Some(_) | None => fill(OfficeUi::CalendarUnpublished.text(lang), &[("year", &year)]),
    }
}

fn by(view: &CalendarYear, lang: Lang) -> String {
    let entered = view.entered_at.map(|at| {
        let day = Day::of(at).to_string();
        fill(OfficeUi::CalendarBy.text(lang), &[("place", view.by.name(lang)), ("day", &day)])
    });
    let document = match view.document.as_str() {
        "" => OfficeUi::CalendarNoDocument.text(lang).to_owned(),
        document => fill(OfficeUi::CalendarDocument.text(lang), &[("document", document)]),
    };
    entered.into_iter().chain([document]).collect::<Vec<_>>().join(lang.pick("；", "; "))
}

/// A day that has a document of its own.
fn corrected(one: &CorrectedDay, lang: Lang) -> Html {
    let (day, what) = (one.day.to_string(), signs(one.is, lang).0);
    let values = [("day", day.as_str()), ("what", what), ("document", one.document.as_str())];
    html! { <li data-test="calendar-corrected-day" data-day={day.clone()}>{ fill(OfficeUi::CalendarCorrectedDay.text(lang), &values) }</li> }
}

/// The word, the short sign in the cell, and the class of a kind of day.
fn signs(kind: DayKind, lang: Lang) -> (&'static str, &'static str, &'static str) {
    match kind {
        DayKind::Work => (OfficeUi::DayWork.text(lang), "", "day-work"),
        DayKind::Rest => (OfficeUi::DayRest.text(lang), "", "day-rest"),
        DayKind::Holiday => (OfficeUi::DayHoliday.text(lang), OfficeUi::SignHoliday.text(lang), "day-holiday"),
        DayKind::MakeUp => (OfficeUi::DayMakeUp.text(lang), OfficeUi::SignMakeUp.text(lang), "day-makeup"),
    }
}

fn legend(lang: Lang) -> Html {
    let kinds = [DayKind::Work, DayKind::Rest, DayKind::Holiday, DayKind::MakeUp];
    let sign = |kind: DayKind| {
        let (word, sign, class) = signs(kind, lang);
        html! { <li><span class={classes!("day-sample", class)} aria-hidden="true">{ "8" }<small>{ sign }</small></span>{ " " }{ word }</li> }
    };
    html! { <ul class="map-legend" aria-label={OfficeUi::Legend.text(lang)}>{ for kinds.into_iter().map(sign) }</ul> }
}

fn draw_month(month: &Month, today: Day, lang: Lang) -> Html {
    let days = [
        OfficeUi::Monday,
        OfficeUi::Tuesday,
        OfficeUi::Wednesday,
        OfficeUi::Thursday,
        OfficeUi::Friday,
        OfficeUi::Saturday,
        OfficeUi::Sunday,
    ];
    let name = match lang {
        Lang::Zh => fill(OfficeUi::CalendarMonth.text(lang), &[("n", &month.number.to_string())]),
        Lang::En => month.english().to_owned(),
    };
    html! {
        <table class="month" key={month.number} data-test="month">
            <caption>
                <strong>{ name }</strong>
                <small>{ fill(OfficeUi::CalendarMonthDays.text(lang), &[("n", &month.works().to_string())]) }</small>
            </caption>
            <thead><tr>{ for days.iter().map(|day| html! { <th scope="col">{ day.text(lang) }</th> }) }</tr></thead>
            <tbody>
                { for month.weeks.iter().map(|week| html! { <tr>{ for week.iter().map(|day| cell(*day, today, lang)) }</tr> }) }
            </tbody>
        </table>
    }
}

fn cell(day: Option<(Day, DayKind)>, today: Day, lang: Lang) -> Html {
    let Some((day, kind)) = day else { return html! { <td /> } };
    let (word, sign, class) = signs(kind, lang);
    let is_today = day == today;
    html! {
        <td class={classes!(class, is_today.then_some("today"))} aria-current={is_today.then_some("date")} data-day={day.to_string()}>
            { day.ymd().2 }
            if !sign.is_empty() { <small aria-hidden="true">{ sign }</small><span class="hidden">{ word }</span> }
        </td>
    }
}
