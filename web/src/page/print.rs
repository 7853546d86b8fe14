//! Papers: what people trust. One sheet a step, drawn for A4, with number, date, words, seal and signature lines.

mod receipt;
mod sheet;

use daiban_shared::api::{CaseView, EffectView, ItemView, StepView};
use daiban_shared::form::Value;
use daiban_shared::kind::Kind;
use daiban_shared::text::{Lang, PrintUi, Ui};
use yew::prelude::*;

use crate::app::route::Route;
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
    let code = loaded.value.as_ref().map(|case| format!("/items/{}", case.item.code)).unwrap_or_default();
    let item = use_load::<ItemView>(code, false);
    let title = loaded.value.as_ref().map(|case| case.number.clone()).unwrap_or_default();
    use_effect_with(title, |title| dom::set_title(title));
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
                    Some(step) => paper(&Paper { case, step, item: item.value.as_deref(), lang }),
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
    /// The item; none while it is not known.
    pub item: Option<&'a ItemView>,
    /// Language of the paper.
    pub lang: Lang,
}

fn paper(paper: &Paper) -> Html {
    if paper.step.kind == Kind::Open {
        return receipt::draw(paper);
    }
    sheet::draw(paper)
}

impl Paper<'_> {
    /// The item's name.
    pub fn item_name(&self) -> &str {
        self.lang.pick(&self.case.item.zh, &self.case.item.en)
    }

    /// What the form says now.
    pub fn value(&self, field: &str) -> &str {
        match self.case.form.get(field) {
            Some(Value::Text(text)) => text,
            Some(Value::Flag(_) | Value::Number(_)) | None => "",
        }
    }

    /// A name on the paper: `文号`.
    pub fn number(&self) -> &str {
        self.step.paper_number.as_deref().unwrap_or_default()
    }

    /// A row of the table on the paper.
    pub fn row(&self, name: PrintUi, value: impl Into<String>) -> Html {
        html! { <tr><th scope="row">{ name.text(self.lang) }</th><td>{ value.into() }</td></tr> }
    }
}
