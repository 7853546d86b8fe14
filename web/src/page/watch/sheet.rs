//! Settled score sheets: those of the own place, and one with its lines, its steps and what may be done; on paper too.

use std::rc::Rc;

use daiban_shared::api::{Page, SheetAct, SheetView};
use daiban_shared::appraisal::SheetStand;
use daiban_shared::day::stamp;
use daiban_shared::text::{AppraisalText, Lang, Ui, fill};
use yew::prelude::*;

use super::Tabs;
use super::act::Acts;
use super::appraisal::{graded, name};
use super::card::draw_step;
use super::sheet_lines::{lines, points};
use crate::api::Fault;
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::dom;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::{Go, up};
use crate::ui::state::{self, Empty};
use crate::ui::title::Title;
use crate::ui::words::pair;

/// `/sheets`
#[component]
pub fn SheetsPage() -> Html {
    let lang = use_lang();
    let loaded = use_load::<Page<SheetView>>("/sheets".to_owned(), true);
    html! {
        <>
            <Title text={AppraisalText::AppraisalTitle.text(lang)} />
            <Tabs here={Route::Sheets} />
            <p class="lead">{ AppraisalText::SheetsLead.text(lang) }</p>
            { state::of(&loaded, |page| if page.items.is_empty() {
                html! { <Empty text={AppraisalText::SheetsNone.text(lang)} /> }
            } else {
                html! { <ul class="alarms" data-test="sheets">{ for page.items.iter().map(|view| draw_row(view, lang)) }</ul> }
            }) }
        </>
    }
}

fn draw_row(view: &SheetView, lang: Lang) -> Html {
    let id = view.row.id.map(|id| id.to_string()).unwrap_or_default();
    html! {
        <li key={id.clone()} data-test="sheet-row">
            <p class="step-head"><strong>{ name(&view.row, lang) }</strong><span>{ view.scheme.clone() }</span><span>{ span(view, lang) }</span></p>
            <ul class="evidence">
                <li>{ pair(AppraisalText::Total.text(lang), &points(view.row.total.into()), lang) }</li>
                <li>{ pair(AppraisalText::Grade.text(lang), graded(&view.row, lang), lang) }</li>
                <li>{ rank(view, lang) }</li>
            </ul>
            <p class="step-foot">
                { stand(view.row.stand, lang) }
                <Go to={Route::Sheet { id }} class={classes!("button")} test="open-sheet">{ AppraisalText::SeeSheet.text(lang) }</Go>
            </p>
        </li>
    }
}

fn span(view: &SheetView, lang: Lang) -> String {
    let values = [("from", &*view.span.from.to_string()), ("to", &*view.span.to.to_string())];
    fill(AppraisalText::Period.text(lang), &values)
}

fn rank(view: &SheetView, lang: Lang) -> String {
    match view.row.rank {
        None if !view.row.is_complete => AppraisalText::IncompleteWhy.text(lang).to_owned(),
        None => AppraisalText::NotRanked.text(lang).to_owned(),
        Some(rank) => {
            fill(AppraisalText::RankOf.text(lang), &[("rank", &rank.to_string()), ("of", &view.row.ranked.to_string())])
        }
    }
}

fn stand(stand: Option<SheetStand>, lang: Lang) -> Html {
    let (shape, class, text) = match stand {
        None => return Html::default(),
        Some(SheetStand::Settled) => (Icon::Lock, "received", AppraisalText::StandSettled),
        Some(SheetStand::Appealed) => (Icon::History, "accepted", AppraisalText::StandAppealed),
        Some(SheetStand::Decided) => (Icon::CheckCheck, "done", AppraisalText::StandDecided),
    };
    html! { <span class={classes!("badge", class)} data-test="sheet-stand">{ icon(shape) }{ " " }{ text.text(lang) }</span> }
}

#[derive(Properties, PartialEq)]
pub struct SheetPageProps {
    pub id: String,
}

/// `/sheets/{id}`
#[component]
pub fn SheetPage(props: &SheetPageProps) -> Html {
    let lang = use_lang();
    let loaded = use_load::<SheetView>(format!("/sheets/{}", props.id), true);
    if let (None, Some(Fault::Refused(problem))) = (&loaded.value, &loaded.fault)
        && problem.status == 404
    {
        return html! {
            <>
                <Title text={Ui::NotFoundTitle.text(lang)} />
                <p><Go to={Route::Sheets}>{ AppraisalText::ToSheets.text(lang) }</Go></p>
            </>
        };
    }
    let again = loaded.again.clone();
    state::of(&loaded, |view| draw(view, &again, lang))
}

fn draw(view: &Rc<SheetView>, on_done: &Callback<()>, lang: Lang) -> Html {
    let row = &view.row;
    let who = name(row, lang);
    let fact = |name: AppraisalText, value: String| html! { <><dt>{ name.text(lang) }</dt><dd>{ value }</dd></> };
    let fixed = [("by", view.by.name(lang)), ("time", &*stamp(view.fixed_at))];
    html! {
        <article class="supervision-card score-sheet" data-test="sheet">
            { up(Route::Sheets, AppraisalText::ToSheets.text(lang)) }
            <Title text={fill(AppraisalText::SheetTitle.text(lang), &[("who", &who)])} />
            <p class="buttons screen-only">
                { stand(row.stand, lang) }
                <button type="button" onclick={|_| dom::print()} data-test="sheet-print">{ icon(Icon::Printer) }{ AppraisalText::Print.text(lang) }</button>
            </p>
            <dl class="facts">
                { fact(AppraisalText::Scheme, view.scheme.clone()) }
                { fact(AppraisalText::Place, row.site.name(lang).to_owned()) }
                <dt>{ AppraisalText::Total.text(lang) }</dt>
                <dd data-test="sheet-total"><strong>{ points(row.total.into()) }</strong>
                    if row.adjusted != 0 { { " " }{ fill(AppraisalText::Adjusted.text(lang), &[("points", &points(row.adjusted))]) } }
                </dd>
                { fact(AppraisalText::Grade, graded(row, lang).to_owned()) }
                { fact(AppraisalText::Rank, rank(view, lang)) }
                { fact(AppraisalText::Cases, row.cases.to_string()) }
            </dl>
            <p class="report-span">{ span(view, lang) }</p>
            <div class="scroll">{ lines(row, view.span, lang) }</div>
            <p class="hint" data-test="sheet-fixed">
                { fill(AppraisalText::FixedAt.text(lang), &fixed) }{ lang.pick("；", "; ") }
                { fill(AppraisalText::AsOf.text(lang), &[("time", &stamp(view.as_of))]) }
                if view.again > 0 { { lang.pick("；", "; ") }{ fill(AppraisalText::ReckonedAgain.text(lang), &[("n", &view.again.to_string())]) } }
            </p>
            <Acts<SheetAct> of={view.clone()} may={view.may.clone()} on_done={on_done.clone()} />
            <section class="screen-only">
                <h2>{ AppraisalText::Steps.text(lang) }</h2>
                <ul class="timeline">{ for view.steps.iter().rev().map(|step| draw_step(step, lang)) }</ul>
            </section>
            <div class="paper-only">
                <p class="sheet-room">{ AppraisalText::SheetReply.text(lang) }</p>
                <div class="signatures"><p>{ AppraisalText::SheetSign.text(lang) }{ view.by.name(lang).to_owned() }</p><p>{ AppraisalText::SheetDate.text(lang) }</p></div>
            </div>
        </article>
    }
}
