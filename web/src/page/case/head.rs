//! The top of the case page: who, what, where it lies, whose turn, until when.

use std::rc::Rc;

use daiban_shared::api::CaseView;
use daiban_shared::day::stamp;
use daiban_shared::form::Value;
use daiban_shared::kind::Kind;
use daiban_shared::text::{CaseUi, ClockUi, DossierUi, Lang, Ui};
use yew::prelude::*;

use crate::app::route::Route;
use crate::app::session::use_session;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::{Go, up};
use crate::ui::title::Title;
use crate::ui::{badge, words};

#[derive(Properties, PartialEq)]
pub struct HeadProps {
    pub case: Rc<CaseView>,
}

/// Title, facts, labels.
#[component]
pub fn Head(props: &HeadProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let own = session.me().map(|me| me.site.id);
    let case = &props.case;
    let item = lang.pick(&case.item.zh, &case.item.en);
    let opened = case.steps.iter().find(|step| step.kind == Kind::Open);
    let newest_here = case.steps.iter().rev().find(|step| step.site.id == case.site.id);
    html! {
        <header class="case-head">
            { up(Route::Cases, Ui::Cases.text(lang)) }
            <Title text={format!("{} · {item}", applicant(case, lang))} />
            <p class="number-line">
                <strong class="number" data-test="case-number">{ case.number.clone() }</strong>
                { badge::status(case.status, case.outcome, lang) }
                if let Some(step) = newest_here { { badge::arrived(&step.delivered, step.site.tier, own == Some(step.site.id), lang) } }
                <Go to={Route::PrintFile { id: case.id.to_string() }} class={classes!("print-file")} test="print-file">
                    { icon(Icon::Printer) }{ " " }{ DossierUi::PrintFile.text(lang) }
                </Go>
            </p>
            <ul class="labels" data-test="labels">
                { for case.labels.iter().map(|label| html! { <li>{ words::label(label, lang) }</li> }) }
            </ul>
            <dl class="glance">
                <div class={classes!(case.holder.here.then_some("here"))}>
                    <dt>{ DossierUi::WhoseTurn.text(lang) }</dt>
                    <dd data-test="holder">{ icon(Icon::Inbox) }<span>{ holder(case, lang) }</span></dd>
                </div>
                <div>
                    <dt>{ DossierUi::UntilWhen.text(lang) }</dt>
                    <dd>{ icon(Icon::CalendarDays) }<span>{ due(case, lang) }</span></dd>
                </div>
            </dl>
            <dl class="facts wide">
                <dt>{ CaseUi::FiledAt.text(lang) }</dt>
                <dd>
                    { case.site.name(lang).to_owned() }
                    if let Some(step) = opened { { format!(" · {}", stamp(step.at)) } }
                </dd>
                <dt>{ CaseUi::DepartmentWord.text(lang) }</dt>
                <dd>
                    { words::department(&case.department, lang) }{ " · " }
                    <Go to={Route::Item { code: case.item.code.clone() }}>{ CaseUi::Guide.text(lang) }</Go>
                </dd>
                if let Some(day) = case.accepted_on {
                    <dt>{ CaseUi::AcceptedOn.text(lang) }</dt>
                    <dd>
                        { day.to_string() }
                        if case.is_deemed { { words::bracketed(CaseUi::Deemed.text(lang), lang) } }
                    </dd>
                }
            </dl>
        </header>
    }
}

/// The applicant's name, or that it is not here.
pub fn applicant(case: &CaseView, lang: Lang) -> String {
    match case.form.get("applicant.name") {
        Some(Value::Text(name)) if !name.is_empty() => name.clone(),
        Some(_) | None => Ui::NoName.text(lang).to_owned(),
    }
}

fn holder(case: &CaseView, lang: Lang) -> String {
    let mut text = words::holder(&case.holder, lang);
    let add =
        |text: &mut String, words: CaseUi| text.push_str(&format!("{}{}", lang.pick("，", ", "), words.text(lang)));
    if case.holder.here {
        add(&mut text, CaseUi::HolderHere);
    }
    if case.holder.in_transit {
        add(&mut text, CaseUi::InTransit);
    }
    text
}

fn due(case: &CaseView, lang: Lang) -> Html {
    match &case.due {
        Some(due) => html! {
            <>{ badge::due(Some(due), lang) }<small>{ words::bracketed(words::limit(due.limit, lang), lang) }</small></>
        },
        None if case.limits.iter().any(|limit| limit.shown && limit.paused) => {
            let limit = case.limits.iter().find(|limit| limit.shown).map(|limit| words::limit(limit.limit, lang));
            html! {
                <>
                    <span data-test="due">{ ClockUi::HeadPaused.text(lang) }</span>
                    <small>{ words::bracketed(limit.unwrap_or_default(), lang) }</small>
                </>
            }
        }
        None => html! { <span class="faint">{ CaseUi::NoDue.text(lang) }</span> },
    }
}
