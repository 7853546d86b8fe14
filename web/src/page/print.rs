//! Papers: what people trust. One sheet a step, drawn for A4, with number, date, words, seal and signature lines.
//!
//! A paper is drawn from its own step and from the form as it was then: printed again, it says the same.

mod clock;
mod content;
mod file;
mod receipt;
mod sheet;

pub use clock::ClockPrintPage;
pub use file::FilePrintPage;

use std::collections::BTreeMap;

use daiban_shared::api::{CaseView, EffectView, FormAt, Page, SiteView, StepView};
use daiban_shared::form::Value;
use daiban_shared::id::SiteId;
use daiban_shared::kind::Kind;
use daiban_shared::text::{Lang, PrintUi, Ui};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::route::{Begin, Route};
use crate::app::session::use_session;
use crate::load::use_load;
use crate::ui::link::Go;
use crate::ui::{dom, state};

#[derive(Properties, PartialEq)]
pub struct PrintPageProps {
    pub id: String,
    pub step: String,
}

/// `/print/case/{id}/{step}`
#[component]
pub fn PrintPage(props: &PrintPageProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let loaded = use_load::<CaseView>(format!("/cases/{}", props.id), false);
    let then = use_load::<FormAt>(format!("/cases/{}/form?at={}", props.id, props.step), false);
    let sites = use_load::<Page<SiteView>>("/sites".to_owned(), false);
    let title = loaded.value.as_ref().map(|case| case.number.clone()).unwrap_or_default();
    use_effect_with(title, |title| dom::set_title(title));
    let at_once = use_location().and_then(|at| at.query::<Begin>().ok()).is_some_and(|begin| begin.print == "1");
    // Filed with the wish to print: the window opens once, when the sheet stands.
    let stands = at_once && loaded.value.is_some() && then.value.is_some() && sites.value.is_some();
    use_effect_with(stands, |stands| {
        if *stands {
            dom::print();
        }
    });
    let known: &[SiteView] = sites.value.as_ref().map(|page| page.items.as_slice()).unwrap_or_default();
    html! {
        <div class="print-page">
            <p class="buttons screen-only">
                <button type="button" class="main" onclick={|_| dom::print()} data-test="print">
                    { PrintUi::Print.text(lang) }
                </button>
                <Go to={Route::Case { id: props.id.clone() }} class={classes!("button")} test="print-back">
                    { Ui::Back.text(lang) }
                </Go>
            </p>
            { state::of(&loaded, |case| {
                let step = case.steps.iter().find(|step| step.id.to_string() == props.step);
                match step.filter(|step| step.effect == EffectView::Effect && step.paper_number.is_some()) {
                    Some(step) => state::of(&then, |then| paper(&Paper { case, step, form: &then.form, sites: known, lang })),
                    None => html! { <p class="notice warn" data-test="no-paper">{ PrintUi::NoPaper.text(lang) }</p> },
                }
            }) }
        </div>
    }
}

/// What a sheet is drawn from.
pub struct Paper<'a> {
    /// The case.
    pub case: &'a CaseView,
    /// The step whose paper it is.
    pub step: &'a StepView,
    /// The form as it was when the step was taken.
    pub form: &'a BTreeMap<String, Value>,
    /// Places, for their phones; empty while they are not known.
    pub sites: &'a [SiteView],
    /// Language of the paper.
    pub lang: Lang,
}

/// The sheets of a step.
pub fn paper(paper: &Paper) -> Html {
    match paper.step.kind {
        Kind::Open => receipt::draw(paper),
        Kind::Grant => html! { <>{ sheet::draw(paper) }{ sheet::claim(paper) }</> },
        Kind::Accept if !paper.step.payload.gaps.is_empty() => {
            html! { <>{ sheet::draw(paper) }{ sheet::pledge(paper) }</> }
        }
        Kind::Forward
        | Kind::Return
        | Kind::Assign
        | Kind::TakeOver
        | Kind::Notify
        | Kind::Accept
        | Kind::NotAccept
        | Kind::TaskOpen
        | Kind::TaskEnd
        | Kind::Deny
        | Kind::Withdraw
        | Kind::Terminate
        | Kind::Close
        | Kind::Annul
        | Kind::Extend
        | Kind::Lapse
        | Kind::Taken
        | Kind::Supplement
        | Kind::WithdrawAsked
        | Kind::Answer
        | Kind::Deliver
        | Kind::Note
        | Kind::FormChange
        | Kind::Join
        | Kind::Urge
        | Kind::TimeSet
        | Kind::Green
        | Kind::Site
        | Kind::Node
        | Kind::Cut
        | Kind::Right
        | Kind::Item
        | Kind::Calendar
        | Kind::Rule
        | Kind::Scheme
        | Kind::SheetFix
        | Kind::SheetAppeal
        | Kind::SheetRuling
        | Kind::InspectionOpen
        | Kind::InspectionAnswer
        | Kind::InspectionRuling
        | Kind::Root
        | Kind::Witness
        | Kind::Clock
        | Kind::NodeAsked
        | Kind::RightAsked
        | Kind::CardServe
        | Kind::CardAnswer
        | Kind::CardAppeal
        | Kind::CardRuling
        | Kind::Unknown => sheet::draw(paper),
    }
}

impl Paper<'_> {
    /// The item's name.
    pub fn item_name(&self) -> &str {
        self.lang.pick(&self.case.item.zh, &self.case.item.en)
    }

    /// What the form said.
    pub fn value(&self, field: &str) -> &str {
        match self.form.get(field) {
            Some(Value::Text(text)) => text,
            Some(Value::Flag(_) | Value::Number(_)) | None => "",
        }
    }

    /// 文号.
    pub fn number(&self) -> &str {
        self.step.paper_number.as_deref().unwrap_or_default()
    }

    /// The phone of a place for residents; empty where none is known.
    pub fn phone(&self, site: SiteId) -> &str {
        self.sites.iter().find(|known| known.id == site).map_or("", |site| site.phone.as_str())
    }

    /// A row of the table on the paper.
    pub fn row(&self, name: PrintUi, value: impl Into<String>) -> Html {
        html! { <tr><th scope="row">{ name.text(self.lang) }</th><td>{ value.into() }</td></tr> }
    }

    /// A line to be signed or filled in.
    pub fn blank(&self, name: PrintUi) -> String {
        crate::ui::words::pair(name.text(self.lang), "", self.lang)
    }
}
