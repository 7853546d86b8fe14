//! Inspections: for who looks over, and for the place that has to put problems right.

use daiban_shared::api::{InspectionView, Page};
use daiban_shared::kind::Role;
use daiban_shared::text::{AppraisalText, Lang, fill};
use daiban_shared::watch::FindingStand;
use yew::prelude::*;
use yew_router::prelude::*;

use super::counted::{self, CountedLook};
use super::{Tabs, word};
use crate::app::route::Route;
use crate::app::session::use_session;
use crate::load::use_load;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::{Go, query_text};
use crate::ui::state::{self, Empty};
use crate::ui::title::Title;
use crate::ui::words::pair;

/// `/inspections`
#[component]
pub fn InspectionsPage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let looks_over = session.has_role(&[Role::Supervisor, Role::Head, Role::Admin]);
    let enters = session.has_role(&[Role::Supervisor, Role::Head]);
    let open = use_state(|| false);
    let look = use_location().and_then(|at| at.query::<CountedLook>().ok()).unwrap_or_default();
    let mut query = look.query();
    query.push(("open", u8::from(*open).to_string()));
    let loaded = use_load::<Page<InspectionView>>(format!("/inspections{}", query_text(&query)), true);
    let chip = |of: bool, text: AppraisalText, test: &'static str| {
        let (set, current) = (open.setter(), *open == of);
        html! {
            <button type="button" class={classes!("chip", current.then_some("current"))} aria-pressed={current.to_string()}
                onclick={move |_| set.set(of)} data-test={test}>{ text.text(lang) }</button>
        }
    };
    let lead = if looks_over { AppraisalText::InspectionsLead } else { AppraisalText::InspectionsLeadPlace };
    let none = if *open { AppraisalText::InspectionsOpenNone } else { AppraisalText::InspectionsNone };
    html! {
        <>
            <div class="head">
                <Title text={AppraisalText::InspectionsTitle.text(lang)} />
                if enters {
                    <Go to={Route::InspectionNew} class={classes!("button", "main")} test="new-inspection">{ icon(Icon::Plus) }{ AppraisalText::NewInspection.text(lang) }</Go>
                }
            </div>
            <Tabs here={Route::Inspections} />
            <p class="lead">{ lead.text(lang) }</p>
            { counted::chip(Route::Inspections, &look, lang) }
            <div class="choices" role="group" aria-label={AppraisalText::InspectionsTitle.text(lang)}>
                { chip(false, AppraisalText::All, "inspections-all") }{ chip(true, AppraisalText::OnlyOpen, "inspections-open") }
            </div>
            { state::of(&loaded, |page| if page.items.is_empty() {
                html! { <Empty text={none.text(lang)} /> }
            } else {
                html! { <ul class="alarms" data-test="inspections">{ for page.items.iter().map(|view| row(view, lang)) }</ul> }
            }) }
        </>
    }
}

fn row(view: &InspectionView, lang: Lang) -> Html {
    let count = |stand: FindingStand, text: AppraisalText, class: &'static str| {
        let n = view.findings.iter().filter(|found| found.stand == stand).count();
        if n == 0 {
            return Html::default();
        }
        html! { <span class={classes!("badge", class)} data-stand={word(&stand)}>{ fill(text.text(lang), &[("n", &n.to_string())]) }</span> }
    };
    let is_late = view.findings.iter().any(|found| found.is_late && found.stand == FindingStand::Open);
    html! {
        <li key={view.id.to_string()} data-test="inspection-row" data-place={view.site.zh.clone()}>
            <p class="step-head">
                <strong>{ view.site.name(lang).to_owned() }</strong><span>{ view.way_text.clone() }</span><span>{ view.on.to_string() }</span>
            </p>
            <ul class="evidence">
                <li>{ pair(AppraisalText::By.text(lang), view.by.name(lang), lang) }</li>
                if view.findings.is_empty() { <li>{ AppraisalText::FindingsNone.text(lang) }</li> }
                { for view.findings.iter().map(|found| html! { <li>{ found.text.clone() }</li> }) }
            </ul>
            <p class="step-foot">
                { count(FindingStand::Open, AppraisalText::CountOpen, "received") }
                { count(FindingStand::Answered, AppraisalText::CountAnswered, "accepted") }
                { count(FindingStand::Closed, AppraisalText::CountClosed, "done") }
                if is_late { { late(lang) } }
                <Go to={Route::Inspection { id: view.id.to_string() }} class={classes!("button")} test="open-inspection">{ AppraisalText::SeeInspection.text(lang) }</Go>
            </p>
        </li>
    }
}

/// What was not put right in time: word and shape.
pub fn late(lang: Lang) -> Html {
    html! { <strong class="lamp lamp-red">{ icon(Icon::OctagonAlert) }{ " " }{ AppraisalText::Late.text(lang) }</strong> }
}

/// Where a problem stands: word and shape.
pub fn stand(stand: FindingStand, lang: Lang) -> Html {
    let (shape, class, text) = match stand {
        FindingStand::Open => (Icon::Inbox, "received", AppraisalText::StandOpen),
        FindingStand::Answered => (Icon::Check, "accepted", AppraisalText::StandAnswered),
        FindingStand::Closed => (Icon::CheckCheck, "done", AppraisalText::StandClosed),
        FindingStand::Withdrawn => (Icon::X, "closed", AppraisalText::StandWithdrawn),
    };
    html! { <span class={classes!("badge", class)} data-test="finding-stand">{ icon(shape) }{ " " }{ text.text(lang) }</span> }
}
