//! The registers: what went through the green channel and what was accepted with gaps, by place and days, on the screen, on
//! paper and as a file.

mod gaps;
mod green;

use std::rc::Rc;

use daiban_shared::api::{GapRow, GreenRow, Register, RegisterCase, Timely, Wall};
use daiban_shared::day::Day;
use daiban_shared::text::{Lang, RegisterUi, WatchUi, fill};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use super::{Tabs, choices};
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::{use_load, use_load_on};
use crate::page::overview::complete;
use crate::ui::dom;
use crate::ui::download::Downloads;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::{Select, TextInput};
use crate::ui::link::Go;
use crate::ui::state::{self, Empty};
use crate::ui::ticks::use_ticks;
use crate::ui::title::Title;

/// What runs grows late while nobody does anything.
const BEAT_MS: u32 = 60_000;
/// Cases that one register looks through, as the node has it.
const CASES_MAX: &str = "2000";

/// Which register, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegisterLook {
    /// `gaps`; empty = the green channel.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// The place; empty = the own one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub site: String,
    /// The first day; empty = thirty days back.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The last day; empty = today.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to: String,
}

impl RegisterLook {
    fn is_gaps(&self) -> bool {
        self.of == "gaps"
    }

    /// Its name at the node.
    fn table(&self) -> &'static str {
        if self.is_gaps() { "accepted-with-gaps" } else { "green-channel" }
    }

    /// What the node is asked for; nothing where everything is as usual.
    fn query(&self) -> String {
        let parts = [("site", &self.site), ("from", &self.from), ("to", &self.to)];
        let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
        let parts: Vec<String> = parts.map(|(name, value)| format!("{name}={}", crate::api::encode(value))).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// `/registers`
#[component]
pub fn RegisterPage() -> Html {
    let lang = use_lang();
    let look = use_location().and_then(|at| at.query::<RegisterLook>().ok()).unwrap_or_default();
    let (title, lead) = match look.is_gaps() {
        true => (RegisterUi::Gaps, RegisterUi::GapsLead),
        false => (RegisterUi::Green, RegisterUi::GreenLead),
    };
    html! {
        <div class="register-page">
            <Title text={title.text(lang)} />
            <Tabs here={Route::Registers} />
            <p class="lead">{ lead.text(lang) }</p>
            if look.is_gaps() {
                <Read<GapRow> key="gaps" look={look.clone()} />
            } else {
                <Read<GreenRow> key="green" look={look.clone()} />
            }
        </div>
    }
}

/// A row of a register: the table around it is made of its columns.
trait Line: DeserializeOwned + PartialEq + 'static {
    /// Its table.
    fn table(rows: &[Self], lang: Lang) -> Html
    where
        Self: Sized;
    /// By what it is ordered, with how many rows there are.
    const ORDER: RegisterUi;
    /// What is said where there is none.
    const NONE: RegisterUi;
    /// Name of the register.
    const NAME: RegisterUi;
}

#[derive(Properties, PartialEq)]
struct ReadProps {
    look: RegisterLook,
}

#[component]
fn Read<T: Line>(props: &ReadProps) -> Html {
    let lang = use_lang();
    let beat = use_ticks(BEAT_MS);
    let loaded = use_load_on::<Register<T>>(format!("/{}{}", props.look.table(), props.look.query()), beat);
    let span = loaded.value.as_ref().map(|register| (register.span.from, register.span.to));
    html! {
        <>
            <Choices look={props.look.clone()} {span} />
            { state::of(&loaded, |register| drawn(register, &props.look, lang)) }
        </>
    }
}

fn drawn<T: Line>(register: &Rc<Register<T>>, look: &RegisterLook, lang: Lang) -> Html {
    let (from, to) = (register.span.from.to_string(), register.span.to.to_string());
    let name = [("place", register.site.name(lang)), ("register", T::NAME.text(lang))];
    html! {
        <>
            <div class="buttons screen-only">
                <button type="button" class="main" onclick={|_| dom::print()} data-test="register-print">{ icon(Icon::Printer) }{ RegisterUi::Print.text(lang) }</button>
                <Downloads table={look.table()} query={look.query()} />
            </div>
            <article class="register" data-test="register">
                <h2 class="report-title paper-only">{ fill(RegisterUi::SheetTitle.text(lang), &name) }</h2>
                <p class="register-head">
                    <strong data-test="register-span">{ register.site.name(lang).to_owned() }{ " · " }{ fill(RegisterUi::Span.text(lang), &[("from", &from), ("to", &to)]) }</strong>
                    if !register.items.is_empty() {
                        <span>{ fill(T::ORDER.text(lang), &[("n", &register.items.len().to_string())]) }</span>
                    }
                </p>
                if register.is_cut {
                    <p class="notice warn" role="status" data-test="register-cut">{ fill(RegisterUi::Cut.text(lang), &[("n", CASES_MAX)]) }</p>
                }
                if register.items.is_empty() {
                    <Empty text={T::NONE.text(lang)} />
                } else {
                    { T::table(&register.items, lang) }
                }
                { complete(register.complete, lang) }
            </article>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ChoicesProps {
    look: RegisterLook,
    /// The days that the register shows.
    span: Option<(Day, Day)>,
}

#[component]
fn Choices(props: &ChoicesProps) -> Html {
    let lang = use_lang();
    let navigator = use_navigator();
    let wall = use_load::<Wall>("/wall".to_owned(), false);
    let look = &props.look;
    let go = Callback::from(move |look: RegisterLook| {
        if let Some(navigator) = &navigator {
            let _ = navigator.push_with_query(&Route::Registers, &look);
        }
    });
    let change = |set: fn(&mut RegisterLook, String)| {
        let (go, look) = (go.clone(), look.clone());
        Callback::from(move |text: String| {
            let mut next = look.clone();
            set(&mut next, text);
            if next != look {
                go.emit(next);
            }
        })
    };
    let which = |of: &'static str, text: RegisterUi, test: &'static str| {
        let (go, current) = (go.clone(), look.of == of);
        let next = RegisterLook { of: of.to_owned(), ..look.clone() };
        html! {
            <button type="button" class={classes!("chip", current.then_some("current"))} aria-pressed={current.to_string()}
                onclick={move |_| go.emit(next.clone())} data-test={test}>{ text.text(lang) }</button>
        }
    };
    let places = wall.value.as_ref().map(|wall| choices(wall, lang)).unwrap_or_default();
    // A day that is half typed is no day yet.
    let on_day = |set: fn(&mut RegisterLook, String)| {
        let change = change(set);
        Callback::from(move |text: String| {
            if Day::parse(&text).is_some() {
                change.emit(text);
            }
        })
    };
    let (from, to) = props.span.map(|(from, to)| (from.to_string(), to.to_string())).unwrap_or_default();
    html! {
        <div class="filters">
            <div class="choices" role="group" aria-label={RegisterUi::Kinds.text(lang)}>
                { which("", RegisterUi::Green, "register-green") }{ which("gaps", RegisterUi::Gaps, "register-gaps") }
            </div>
            if places.len() > 1 {
                <label for="register-site">{ WatchUi::FilterPlace.text(lang) }
                    <Select id="register-site" initial={look.site.clone()} options={places} test="register-site" on_text={change(|look, text| look.site = text)} />
                </label>
            }
            <label for="register-from">{ RegisterUi::From.text(lang) }
                <TextInput key={format!("from{from}")} id="register-from" kind="date" initial={from.clone()} test="register-from" on_text={on_day(|look, text| look.from = text)} />
            </label>
            <label for="register-to">{ RegisterUi::To.text(lang) }
                <TextInput key={format!("to{to}")} id="register-to" kind="date" initial={to.clone()} test="register-to" on_text={on_day(|look, text| look.to = text)} />
            </label>
        </div>
    }
}

fn head(text: RegisterUi, lang: Lang) -> Html {
    html! { <th scope="col">{ text.text(lang) }</th> }
}

/// Number, with a link to the case, item, and where it was filed and lies.
fn case_cells(case: &RegisterCase, lang: Lang) -> Html {
    let holder = case.holder.as_ref().map(|at| at.name(lang).to_owned()).unwrap_or_default();
    html! {
        <>
            <th scope="row">
                <span><Go to={Route::Case { id: case.id.to_string() }} class={classes!("number")} test="register-case">{ case.number.clone() }</Go>
                <small>{ case.item.clone() }</small></span>
            </th>
            <td data-label={RegisterUi::Place.text(lang)}><span>{ case.site.name(lang).to_owned() }
                <small>{ RegisterUi::Holder.text(lang) }{ lang.pick("：", ": ") }{ holder }</small></span></td>
        </>
    }
}

/// When and how it ended.
fn ended_cell(case: &RegisterCase, lang: Lang) -> Html {
    html! {
        <td class="day" data-label={RegisterUi::EndedOn.text(lang)}><span>
            if let Some(day) = case.ended_on { { day.to_string() } } else { <span class="faint">{ RegisterUi::NotEnded.text(lang) }</span> }
            if let Some(outcome) = case.outcome { <small>{ outcome.text(lang) }</small> }
        </span></td>
    }
}

/// In time or not, as words in their colour.
fn timely_badge(timely: Timely, text: RegisterUi, lang: Lang) -> Html {
    let (class, shape) = match timely {
        Timely::InTime => ("timely good", Icon::CircleCheck),
        Timely::Late | Timely::Overdue => ("timely bad", Icon::TriangleAlert),
        Timely::Running => ("timely", Icon::Clock),
        Timely::Paused | Timely::NotBegun => ("timely faint", Icon::Clock),
    };
    html! { <span {class} data-test="timely">{ icon(shape) }{ " " }{ text.text(lang) }</span> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_register_its_place_and_days() {
        let look = RegisterLook { of: "gaps".into(), from: "2026-11-01".into(), ..RegisterLook::default() };
        assert_eq!((look.table(), look.is_gaps()), ("accepted-with-gaps", true));
        assert_eq!(RegisterLook::default().query(), "", "the usual register is no query");
        assert_eq!(RegisterLook { of: "other".into(), ..look }.table(), "green-channel");
    }
}
