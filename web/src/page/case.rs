//! One case: who, what, where it lies, whose turn, what may be done; its steps, form, papers and limits.

mod act;
mod beside;
mod compare;
mod form;
mod handed;
mod head;
mod lists;
pub mod refer;
#[cfg(test)]
pub mod sample;
pub mod says;
mod then;
mod timeline;
mod versions;

use std::rc::Rc;

use daiban_shared::api::{CaseView, HolderView};
use daiban_shared::id::Hash;
use daiban_shared::kind::Kind;
use daiban_shared::text::{ActUi, CaseUi, Lang, Ui, fill};
use yew::prelude::*;

use crate::api::Fault;
use crate::app::route::Route;
use crate::app::session::use_session;
use crate::load::use_load;
use crate::page::handing;
use crate::ui::link::Go;
use crate::ui::{state, words};

#[derive(Properties, PartialEq)]
pub struct CasePageProps {
    pub id: String,
}

/// `/cases/{id}`
#[component]
pub fn CasePage(props: &CasePageProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let loaded = use_load::<CaseView>(format!("/cases/{}", props.id), true);
    crate::page::cases::memory::use_way_back(&props.id);
    let written = use_state(Written::default);
    let on_written = {
        let (written, again, case) = (written.clone(), loaded.again.clone(), loaded.value.clone());
        Callback::from(move |steps: Vec<Hash>| {
            written.set(Written { steps, before: case.as_ref().map(|case| case.holder.clone()) });
            again.emit(());
        })
    };
    if let (None, Some(Fault::Refused(problem))) = (&loaded.value, &loaded.fault)
        && problem.status == 404
    {
        return html! {
            <section data-test="not-found">
                <crate::ui::title::Title text={Ui::NotFoundTitle.text(lang)} />
                <p>{ CaseUi::Gone.text(lang) }</p>
                <p><Go to={Route::Cases}>{ Ui::Cases.text(lang) }</Go></p>
            </section>
        };
    }
    state::of(&loaded, |case| {
        html! {
            <article class="case" data-test="case" data-id={case.id.to_string()}>
                <head::Head case={case.clone()} />
                { saved(case, &written, &on_written, lang) }
                if !case.missing_parts.is_empty() {
                    <p class="notice warn">
                        { fill(CaseUi::MissingParts.text(lang), &[("n", &case.missing_parts.len().to_string())]) }
                    </p>
                }
                <div class="columns">
                    <div>
                        <form::Conflicts case={case.clone()} on_written={on_written.clone()} />
                        { lists::duties(case, lang) }
                        <act::Actions case={case.clone()} on_written={on_written.clone()} />
                        <timeline::Timeline case={case.clone()} />
                        <compare::Compare case={case.clone()} />
                    </div>
                    <div>
                        <form::FormPart case={case.clone()} {on_written} />
                        { lists::materials(case, lang) }
                        { lists::tasks(case, lang) }
                        { lists::limits(case, lang) }
                        { beside::notes(case, lang) }
                        <beside::Related case={case.clone()} />
                    </div>
                </div>
            </article>
        }
    })
}

/// What this page has just written.
#[derive(Default, PartialEq)]
struct Written {
    steps: Vec<Hash>,
    /// In whose hand the case was before.
    before: Option<HolderView>,
}

/// What was just written, with its paper, and the way back where it has no legal effect.
fn saved(case: &Rc<CaseView>, written: &Written, on_written: &Callback<Vec<Hash>>, lang: Lang) -> Html {
    let mine: Vec<_> = case.steps.iter().filter(|step| written.steps.contains(&step.id)).collect();
    if mine.is_empty() {
        return Html::default();
    }
    let papers = mine.iter().filter(|step| step.paper_number.is_some()).map(|step| {
        let to = Route::Print { id: case.id.to_string(), step: step.id.to_string() };
        let text = words::pair(CaseUi::PrintPaper.text(lang), refer::title(step).text(lang), lang);
        html! { <Go {to} class={classes!("button")} test="print-written">{ text }</Go> }
    });
    let papers: Vec<Html> = papers.collect();
    let is_handed = mine.iter().any(|step| step.kind == Kind::Assign);
    let before = written.before.clone().filter(|before| is_handed && handing::can_go_back(before, &case.holder));
    let text = if papers.is_empty() { Ui::Saved.text(lang) } else { ActUi::SavedWithPaper.text(lang) };
    html! {
        <div class="notice good" role="status" data-test="saved"><p>{ text }</p>{ papers }
            if let Some(before) = before {
                <handed::UndoHanding case={case.clone()} {before} on_written={on_written.clone()} />
            }
        </div>
    }
}

pub use act::code;
pub use head::applicant;
pub use says::other_case;
pub use timeline::{defect_words, paper_name};
