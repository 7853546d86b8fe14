//! Schemes of appraisal: what is measured, how much it weighs, by which document. The district's administrator enters them.

use std::rc::Rc;

use daiban_shared::api::Schemes;
use daiban_shared::kind::Scheme;
use daiban_shared::text::{AppraisalText, Lang, fill};
use yew::prelude::*;

use super::scheme_form::SchemeForm;
use super::sheet_lines::value;
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::up;
use crate::ui::state::{self, Empty};
use crate::ui::title::Title;
use crate::ui::words::{bracketed, pair};

/// `/appraisal/schemes`
#[component]
pub fn SchemesPage() -> Html {
    let lang = use_lang();
    let loaded = use_load::<Schemes>("/schemes".to_owned(), false);
    // Whom the form is about: nothing, a new one, this one.
    let edited = use_state(|| None::<Option<Scheme>>);
    let saved = use_state(|| false);
    let again = loaded.again.clone();
    let on_close = {
        let (edited, saved) = (edited.setter(), saved.setter());
        Callback::from(move |is_saved: bool| {
            edited.set(None);
            saved.set(is_saved);
            if is_saved {
                again.emit(());
            }
        })
    };
    let on_edit = {
        let (edited, saved) = (edited.setter(), saved.setter());
        Callback::from(move |scheme: Option<Scheme>| {
            edited.set(Some(scheme));
            saved.set(false);
        })
    };
    html! {
        <>
            { up(Route::Appraisal, AppraisalText::ToAppraisal.text(lang)) }
            <Title text={AppraisalText::Schemes.text(lang)} />
            <p class="lead">{ AppraisalText::SchemesLead.text(lang) }</p>
            { state::of(&loaded, |view| html! {
                <>
                    if *saved { <p class="notice good" role="status" data-test="scheme-saved">{ AppraisalText::SchemeSaved.text(lang) }</p> }
                    { doors(view, &on_edit, lang) }
                    if let Some(scheme) = &*edited {
                        <SchemeForm key={scheme.as_ref().map_or(0, |scheme| scheme.no).to_string()} schemes={view.clone()} scheme={scheme.clone()} on_close={on_close.clone()} />
                    }
                    if view.items.is_empty() && edited.is_none() { <Empty text={AppraisalText::SchemesNone.text(lang)} /> }
                    { for view.items.iter().map(|scheme| draw(scheme, view.may_enter.then(|| on_edit.clone()), lang)) }
                </>
            }) }
        </>
    }
}

fn doors(view: &Rc<Schemes>, on_edit: &Callback<Option<Scheme>>, lang: Lang) -> Html {
    if !view.may_enter {
        return html! { <p class="hint">{ fill(AppraisalText::SchemeWho.text(lang), &[("place", view.by.name(lang))]) }</p> };
    }
    let new = on_edit.reform(|_: MouseEvent| None);
    html! {
        <p class="buttons"><button type="button" class="main" onclick={new} data-test="new-scheme">{ icon(Icon::Plus) }{ AppraisalText::NewScheme.text(lang) }</button></p>
    }
}

fn draw(scheme: &Scheme, on_edit: Option<Callback<Option<Scheme>>>, lang: Lang) -> Html {
    let edit = on_edit.map(|on_edit| {
        let scheme = scheme.clone();
        let onclick = on_edit.reform(move |_: MouseEvent| Some(scheme.clone()));
        html! { <button type="button" {onclick} data-test="edit-scheme">{ AppraisalText::EditScheme.text(lang) }</button> }
    });
    let heads = [AppraisalText::Indicator, AppraisalText::Weight, AppraisalText::LineFull, AppraisalText::LineZero];
    html! {
        <section class="panel" key={scheme.no} data-test="scheme" data-no={scheme.no.to_string()}>
            <h2>{ scheme.name.clone() }
                if scheme.ended { <small>{ bracketed(AppraisalText::SchemeEnded.text(lang), lang) }</small> }
            </h2>
            <ul class="evidence">
                <li>{ pair(AppraisalText::SchemeOf.text(lang), scheme.of.text(lang), lang) }</li>
                <li>{ pair(AppraisalText::SchemeCycle.text(lang), scheme.cycle.text(lang), lang) }</li>
                <li>{ pair(AppraisalText::SchemeFrom.text(lang), &scheme.from.to_string(), lang) }</li>
                <li>{ pair(AppraisalText::SchemeMin.text(lang), &scheme.min_cases.to_string(), lang) }</li>
                <li>{ pair(AppraisalText::SchemeDocument.text(lang), &scheme.document, lang) }</li>
            </ul>
            <table class="figures">
                <thead><tr>{ for heads.iter().map(|head| html! { <th scope="col">{ head.text(lang) }</th> }) }</tr></thead>
                <tbody>{ for scheme.lines.iter().map(|line| html! {
                    <tr><th scope="row">{ line.indicator.text(lang) }</th><td>{ line.weight.to_string() }</td>
                        <td>{ value(line.indicator, line.full.into()) }</td><td>{ value(line.indicator, line.zero.into()) }</td></tr>
                }) }</tbody>
            </table>
            if let Some(edit) = edit { <p class="buttons">{ edit }</p> }
        </section>
    }
}
