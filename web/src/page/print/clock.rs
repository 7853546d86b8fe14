//! The clock of a case on a sheet of its own: the strip, the pauses, and every limit sentence by sentence.

use daiban_shared::api::CaseView;
use daiban_shared::day::stamp;
use daiban_shared::text::{ClockUi, Lang, PrintUi, Ui, fill};
use yew::prelude::*;

use crate::app::route::Route;
use crate::app::session::use_session;
use crate::load::use_load;
use crate::page::case::applicant;
use crate::page::case::clock::{band, lead, sentences, strip_of};
use crate::ui::link::Go;
use crate::ui::{dom, state, words};

#[derive(Properties, PartialEq)]
pub struct ClockPrintProps {
    pub id: String,
}

/// `/print/clock/{id}`
#[component]
pub fn ClockPrintPage(props: &ClockPrintProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let loaded = use_load::<CaseView>(format!("/cases/{}", props.id), false);
    let title = loaded.value.as_ref().map(|case| case.number.clone()).unwrap_or_default();
    use_effect_with(title, |title| dom::set_title(title));
    html! {
        <div class="print-page">
            <p class="buttons screen-only">
                <button type="button" class="main" onclick={|_| dom::print()} data-test="print">{ PrintUi::Print.text(lang) }</button>
                <Go to={Route::Case { id: props.id.clone() }} class={classes!("button")} test="print-back">{ Ui::Back.text(lang) }</Go>
            </p>
            { state::of(&loaded, |case| sheet(case, lang)) }
        </div>
    }
}

fn sheet(case: &CaseView, lang: Lang) -> Html {
    let row = |name: &str, value: String| html! { <tr><th scope="row">{ name.to_owned() }</th><td>{ value }</td></tr> };
    let drawn = strip_of(case);
    let other =
        case.limits.iter().enumerate().filter(|(at, _)| case.strip.as_ref().is_none_or(|strip| strip.limit != *at));
    html! {
        <article class="sheet file" data-test="clock-sheet">
            <h1>{ ClockUi::PaperTitle.text(lang) }</h1>
            <p class="paper-number">{ words::pair(PrintUi::CaseNo.text(lang), &case.number, lang) }</p>
            <table class="paper-facts"><tbody>
                { row(PrintUi::ApplicantName.text(lang), applicant(case, lang)) }
                { row(PrintUi::Item.text(lang), lang.pick(&case.item.zh, &case.item.en).to_owned()) }
            </tbody></table>
            if let Some((strip, limit)) = drawn {
                { band(case, strip, limit, lang) }
                <h2>{ fill(ClockUi::ExplainedOf.text(lang), &[("limit", words::limit(limit.limit, lang))]) }</h2>
                { sentences(limit) }
            }
            { for other.map(|(_, limit)| html! {
                <section>
                    <h2>{ fill(ClockUi::ExplainedOf.text(lang), &[("limit", words::limit(limit.limit, lang))]) }</h2>
                    <p class="small">{ lead(limit, lang) }{ words::bracketed(limit.owner.name(lang), lang) }</p>
                    { sentences(limit) }
                </section>
            }) }
            <p class="small">{ fill(ClockUi::AsOf.text(lang), &[("time", &stamp(case.now))]) }</p>
        </article>
    }
}
