//! The display in the hall: counts of this place in letters for five metres, one page after the other by itself. It needs
//! nobody signed in, holds nothing about a person, and goes on with the last figures when the node cannot be reached.

use daiban_shared::api::ScreenView;
use daiban_shared::day::{Day, clock, minute_of, stamp};
use daiban_shared::id::Millis;
use daiban_shared::text::{Lang, OfficeUi, Ui, fill};
use yew::prelude::*;

use crate::api::Fault;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::dom;
use crate::ui::notice::words_of;
use crate::ui::ticks::use_ticks;
use crate::ui::words;

/// How often the clock is looked at.
const TICK_MS: u32 = 1_000;
/// Ticks between two readings.
const READ_TICKS: u32 = 20;
/// Ticks that a page stays.
const PAGE_TICKS: u32 = 15;
const PAGES: u32 = 3;

/// `/screen`
#[component]
pub fn ScreenPage() -> Html {
    let lang = use_lang();
    let loaded = use_load::<ScreenView>("/screen".to_owned(), false);
    let ticks = use_ticks(TICK_MS);
    let read = use_mut_ref(|| 0u32);
    // The screen's own clock may be wrong for years without anybody noticing: the node's time goes on from the last answer.
    let answered = use_memo(loaded.value.as_ref().map(|view| view.now), |_| js_sys::Date::now());
    {
        let again = loaded.again.clone();
        use_effect_with(ticks / READ_TICKS, move |round| {
            if read.replace(*round) != *round {
                again.emit(());
            }
        });
    }
    use_effect_with(lang, |lang| dom::set_title(OfficeUi::ScreenTitle.text(*lang)));
    match (&loaded.value, &loaded.fault) {
        // Switched off: the last figures go.
        (_, Some(Fault::Refused(problem))) => {
            html! { <main class="hall hall-off" data-test="screen-off"><p>{ problem.detail.clone() }</p></main> }
        }
        (None, fault) => html! {
            <main class="hall hall-off" data-test="screen-waits">
                <p>{ OfficeUi::ScreenWaits.text(lang) }</p>
                if let Some(fault) = fault { <p>{ words_of(fault, lang) }</p> }
            </main>
        },
        (Some(view), fault) => {
            let gone = (js_sys::Date::now() - *answered).max(0.0) as Millis;
            draw(view, view.now + gone, ticks / PAGE_TICKS % PAGES, fault.is_some(), lang)
        }
    }
}

fn draw(view: &ScreenView, now: Millis, page: u32, is_lost: bool, lang: Lang) -> Html {
    let time = stamp(now);
    html! {
        <main class="hall" data-test="screen">
            <header>
                <h1 data-test="screen-place">{ view.place.name(lang).to_owned() }</h1>
                <p class="hall-clock" data-test="screen-clock"><span>{ time[..10].to_owned() }</span><strong>{ time[11..].to_owned() }</strong></p>
            </header>
            <section class="hall-page" data-test="screen-page" data-page={page.to_string()}>
                { match page {
                    0 => today(view, lang),
                    1 => lately(view, lang),
                    _ => hours(view, now, lang),
                } }
            </section>
            <section class="hall-calls" data-test="screen-calls" aria-live="polite">
                <h2>{ OfficeUi::ScreenCalls.text(lang) }</h2>
                <p>{ OfficeUi::ScreenDesk.text(lang) }</p>
            </section>
            <footer>
                if is_lost {
                    <p class="hall-lost" role="status" data-test="screen-lost">
                        { fill(OfficeUi::ScreenLost.text(lang), &[("time", &stamp(view.now))]) }
                    </p>
                } else {
                    <p>{ words::complete(view.complete, lang) }</p>
                }
                if !view.phone.is_empty() { <p>{ format!("{} {}", OfficeUi::ScreenPhone.text(lang), view.phone) }</p> }
                if view.practice { <p class="hall-practice">{ Ui::Practice.text(lang) }</p> }
            </footer>
        </main>
    }
}

fn figure(words: &str, n: String, unit: &str) -> Html {
    html! { <p class="hall-figure"><span>{ words.to_owned() }</span><strong>{ n }<small>{ unit.to_owned() }</small></strong></p> }
}

fn cases(words: &str, n: u64, lang: Lang) -> Html {
    figure(words, n.to_string(), &format!(" {}", OfficeUi::CasesUnit.text(lang)))
}

fn today(view: &ScreenView, lang: Lang) -> Html {
    html! {
        <>
            <h2>{ OfficeUi::ScreenToday.text(lang) }</h2>
            <div class="hall-figures">
                { cases(OfficeUi::ScreenFiled.text(lang), view.today.filed, lang) }
                { cases(OfficeUi::ScreenEnded.text(lang), view.today.ended, lang) }
                { cases(OfficeUi::ScreenWaiting.text(lang), view.waiting, lang) }
            </div>
        </>
    }
}

fn lately(view: &ScreenView, lang: Lang) -> Html {
    let share = match view.lately.on_time_permille() {
        Some(1000) => "100%".to_owned(),
        Some(share) => format!("{}.{}%", share / 10, share % 10),
        None => "–".to_owned(),
    };
    html! {
        <>
            <h2>{ fill(OfficeUi::ScreenLately.text(lang), &[("n", &view.lately_days.to_string())]) }</h2>
            <div class="hall-figures">
                { cases(OfficeUi::FiledFlow.text(lang), view.lately.filed, lang) }
                { cases(OfficeUi::ScreenLatelyEnded.text(lang), view.lately.ended, lang) }
                { figure(OfficeUi::OnTime.text(lang), share, "") }
            </div>
        </>
    }
}

fn hours(view: &ScreenView, now: Millis, lang: Lang) -> Html {
    html! {
        <>
            <h2>{ OfficeUi::ScreenHours.text(lang) }</h2>
            <p class="hall-words" data-test="screen-hours">{ open_words(view, now, lang) }</p>
            if !view.phone.is_empty() {
                <h2>{ OfficeUi::ScreenPhone.text(lang) }</h2>
                <p class="hall-words number">{ view.phone.clone() }</p>
            }
        </>
    }
}

/// Whether the counter is open at this moment, and until when or when again.
fn open_words(view: &ScreenView, now: Millis, lang: Lang) -> String {
    let next = |text: OfficeUi| fill(text.text(lang), &[("day", &view.next_workday.to_string())]);
    // An answer of yesterday says nothing about today.
    let is_of_today = Day::of(view.now) == Day::of(now);
    if !view.works_today && is_of_today {
        return next(OfficeUi::ScreenRest);
    }
    if minute_of(now) >= view.closes_minute && is_of_today {
        return next(OfficeUi::ScreenClosed);
    }
    fill(OfficeUi::ScreenOpenTo.text(lang), &[("time", &clock(view.closes_minute))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::api::{Complete, Flow, SiteRef};
    use daiban_shared::id::SiteId;
    use daiban_shared::site::Tier;

    fn view(works_today: bool, now: Millis) -> ScreenView {
        ScreenView {
            place: SiteRef { id: SiteId(1), zh: "雁洋镇".into(), en: "Yanyang".into(), tier: Tier::Town },
            now,
            today: Flow::default(),
            waiting: 0,
            lately: Flow::default(),
            lately_days: 30,
            complete: Complete::default(),
            works_today,
            next_workday: Day::parse("2026-11-23").expect("a day"),
            closes_minute: 1_050,
            phone: String::new(),
            practice: false,
        }
    }

    #[test]
    fn the_counter_is_open_until_it_closes_and_opens_on_the_next_working_day() {
        let at = |minute| Day::parse("2026-11-20").expect("a Friday").at_minute(minute);
        let words = |works, minute| open_words(&view(works, at(600)), at(minute), Lang::Zh);
        assert_eq!(words(true, 1_049), "今天上班，17:30 下班");
        assert_eq!(words(true, 1_050), "今天已下班，2026-11-23 上班");
        assert_eq!(words(false, 600), "今天休息，2026-11-23 上班");
    }
}
