//! The calculator: when something is due, by a day and a length. The browser reckons by the rules of the cases; the machine
//! only gives the calendars.

mod years;

use daiban_shared::day::clock;
use daiban_shared::deadline::{Asked, Wrong, asked};
use daiban_shared::text::{ClockUi, Lang, fill};
use yew::prelude::*;

use crate::app::session::{use_lang, use_session};
use crate::ui::field::{Labelled, described};
use crate::ui::icon::{Icon, icon};
use crate::ui::input::{Select, TextInput, Tick};
use crate::ui::strip::{Mark, Strip};
use crate::ui::title::Title;
use crate::ui::typed::{self, Typed};
use years::{Years, use_years};

/// `/deadline`
#[component]
pub fn DeadlinePage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let today = daiban_shared::day::Day::of(session.me().map_or(0, |me| me.now)).to_string();
    let typed = {
        let today = today.clone();
        use_reducer(move || Typed([("from", today.as_str()), ("days", "10")].map(own).into()))
    };
    // Numbers of the pauses that are asked for; a removed one leaves its number.
    let pauses = use_state(|| (Vec::<u32>::new(), 0u32));
    let ask = ask_of(&typed, &pauses.0);
    let years = use_years(&ask);
    let answer = asked(&ask, &years.published);
    let wrong = answer.as_ref().err().cloned().unwrap_or_default();
    let line = |name: &'static str, label: ClockUi, hint: Option<ClockUi>, of: Wrong| {
        let said = wrong.contains(&of) && !typed.text(name).trim().is_empty();
        let error = said.then(|| AttrValue::from(of.words(lang)));
        field(name, label.text(lang), hint.map(|hint| hint.text(lang)), error, &typed)
    };
    let units = [("workday", ClockUi::UnitWorkday), ("day", ClockUi::UnitDay), ("month", ClockUi::UnitMonth)];
    let units: Vec<_> = units.map(|(code, text)| (code.to_owned(), text.text(lang).to_owned())).into();
    let add = {
        let pauses = pauses.clone();
        Callback::from(move |_: MouseEvent| {
            let (mut list, next) = (*pauses).clone();
            list.push(next);
            pauses.set((list, next + 1));
        })
    };
    let on_instant =
        typed::into(&typed, "instant").reform(|yes: bool| if yes { "true".to_owned() } else { String::new() });
    html! {
        <div class="deadline" data-test="deadline">
            <Title text={ClockUi::DeadlineTitle.text(lang)} />
            <p class="lead">{ ClockUi::DeadlineLead.text(lang) }</p>
            <div class="columns">
                <div>
                    { line("from", ClockUi::From, Some(ClockUi::FromHint), Wrong::From) }
                    { line("days", ClockUi::Days, None, Wrong::Days) }
                    <Labelled id="deadline-unit" label={ClockUi::Unit.text(lang)}>
                        <Select id="deadline-unit" options={units} test="deadline-unit" on_text={typed::into(&typed, "unit")} />
                    </Labelled>
                    { for pauses.0.iter().enumerate().map(|(at, no)| pause(at, *no, &pauses, &typed, &wrong, lang)) }
                    <p><button type="button" onclick={add} data-test="add-pause">{ icon(Icon::Plus) }{ ClockUi::AddPause.text(lang) }</button></p>
                    { line("extend", ClockUi::Extend, None, Wrong::Extend) }
                    { line("factor", ClockUi::Factor, Some(ClockUi::FactorHint), Wrong::Factor) }
                    { line("close", ClockUi::Close, None, Wrong::Close) }
                    <Tick id="deadline-instant" text={ClockUi::Instant.text(lang)} test="deadline-instant" on_tick={on_instant} />
                </div>
                <div aria-live="polite">
                    <Answer ask={ask.clone()} years={years} />
                </div>
            </div>
        </div>
    }
}

fn own((name, text): (&str, &str)) -> (String, String) {
    (name.to_owned(), text.to_owned())
}

fn field(
    name: &'static str,
    label: &str,
    hint: Option<&str>,
    error: Option<AttrValue>,
    typed: &UseReducerHandle<Typed>,
) -> Html {
    let id = format!("deadline-{name}");
    html! {
        <Labelled id={id.clone()} label={label.to_owned()} hint={hint.unwrap_or_default().to_owned()} error={error.clone()}>
            <TextInput id={id.clone()} initial={typed.text(name).to_owned()} described={described(&id)} invalid={error.is_some()}
                test={id.clone()} on_text={typed::into(typed, name)} />
        </Labelled>
    }
}

type Pauses = UseStateHandle<(Vec<u32>, u32)>;

fn pause(at: usize, no: u32, pauses: &Pauses, typed: &UseReducerHandle<Typed>, wrong: &[Wrong], lang: Lang) -> Html {
    let n = (at + 1).to_string();
    let (from, to) = pause_names(no);
    let is_whole = [&from, &to].iter().all(|name| !typed.text(name).trim().is_empty());
    let error = (is_whole && wrong.contains(&Wrong::Pause(at))).then(|| Wrong::Pause(at).words(lang));
    let remove = {
        let pauses = pauses.clone();
        Callback::from(move |_: MouseEvent| {
            let (list, next) = (*pauses).clone();
            pauses.set((list.into_iter().filter(|one| *one != no).collect(), next));
        })
    };
    let input = |name: &str, label: ClockUi| {
        let id = format!("deadline-{name}");
        html! {
            <Labelled id={id.clone()} label={label.text(lang)}>
                <TextInput id={id.clone()} kind="date" invalid={error.is_some()} test={id.clone()} on_text={typed::into(typed, name)} />
            </Labelled>
        }
    };
    html! {
        <fieldset key={no} data-test="pause">
            <legend>{ fill(ClockUi::PauseNo.text(lang), &[("n", &n)]) }</legend>
            { input(&from, ClockUi::PauseFrom) }
            { input(&to, ClockUi::PauseTo) }
            if let Some(error) = error { <p class="error" data-test="error-pause">{ error }</p> }
            <button type="button" class="quiet" onclick={remove} data-test="remove-pause">
                { icon(Icon::Trash2) }{ fill(ClockUi::RemovePause.text(lang), &[("n", &n)]) }
            </button>
        </fieldset>
    }
}

fn pause_names(no: u32) -> (String, String) {
    (format!("pause-{no}-from"), format!("pause-{no}-to"))
}

/// What was typed, as the rules read it.
fn ask_of(typed: &Typed, pauses: &[u32]) -> Asked {
    let text = |name: &str| typed.text(name).to_owned();
    // One that is added and still empty changes nothing.
    let of = |no: &u32| {
        let (from, to) = pause_names(*no);
        (text(&from), text(&to))
    };
    Asked {
        from: text("from"),
        days: text("days"),
        unit: text("unit"),
        close: text("close"),
        pauses: pauses.iter().map(of).filter(|(from, to)| !from.is_empty() || !to.is_empty()).collect(),
        extend: text("extend"),
        factor: text("factor"),
        instant: !typed.text("instant").is_empty(),
    }
}

#[derive(Properties, PartialEq)]
struct AnswerProps {
    ask: Asked,
    years: Years,
}

/// The date with its reasons; what is missing or being read instead.
#[component]
fn Answer(props: &AnswerProps) -> Html {
    let lang = use_lang();
    let told = match asked(&props.ask, &props.years.published) {
        Ok(told) => told,
        Err(wrong) if wrong.contains(&Wrong::TooFar) => {
            return html! { <p class="notice warn" data-test="deadline-far">{ Wrong::TooFar.words(lang) }</p> };
        }
        Err(_) => return html! { <p class="faint" data-test="deadline-none">{ ClockUi::NotYet.text(lang) }</p> },
    };
    if props.years.has_failed {
        return html! { <p class="notice bad" role="alert">{ ClockUi::CalendarFailed.text(lang) }</p> };
    }
    if let Some(year) = props.years.awaited {
        return html! { <p class="faint">{ fill(ClockUi::Waiting.text(lang), &[("year", &year.to_string())]) }</p> };
    }
    let moment = format!("{} {}", told.due.day, clock(told.due.minute));
    let mark = Mark { day: told.due.day, class: "promise", text: ClockUi::MarkDue.text(lang).to_owned() };
    html! {
        <section data-test="deadline-answer">
            <h2>{ ClockUi::Result.text(lang) }</h2>
            <p class="big-number"><strong data-test="deadline-due">{ moment }</strong></p>
            if told.due.provisional { <p class="notice warn" data-test="deadline-provisional">{ ClockUi::Provisional.text(lang) }</p> }
            <Strip start={told.start} days={told.days.clone()} marks={vec![mark]} />
            <h3>{ ClockUi::Explained.text(lang) }</h3>
            <ol class="explained" data-test="deadline-lines">{ for told.lines.iter().map(|line| html! { <li>{ line.words(lang) }</li> }) }</ol>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_added_pause_changes_nothing_before_it_is_filled_in() {
        let typed = Typed([("from", "2026-09-25"), ("days", "10")].map(own).into());
        assert_eq!(ask_of(&typed, &[0, 1]).pauses, []);
        let typed = Typed(
            [("from", "2026-09-25"), ("pause-1-from", "2026-09-28"), ("pause-1-to", "2026-09-29")].map(own).into(),
        );
        let pause = ("2026-09-28".to_owned(), "2026-09-29".to_owned());
        assert_eq!(ask_of(&typed, &[0, 1]).pauses, [pause]);
    }
}
