//! One case: who, what, where it lies, whose turn, what may be done; its steps, form, papers and limits.

mod act;
mod alarms;
mod at_once;
mod beside;
mod changed;
pub mod clock;
mod compare;
mod evidence;
mod form;
mod handed;
mod head;
pub mod joint;
mod lists;
mod next;
pub mod refer;
#[cfg(test)]
pub mod sample;
mod saved;
pub mod says;
mod then;
mod timeline;
mod versions;

use daiban_shared::api::CaseView;
use daiban_shared::id::Hash;
use daiban_shared::text::{CaseUi, Ui, fill};
use yew::prelude::*;

use crate::api::Fault;
use crate::app::route::Route;
use crate::app::session::use_session;
use crate::load::use_load;
use crate::ui::link::Go;
use crate::ui::state;
use saved::{Saved, Written};

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
                <Saved case={case.clone()} written={(*written).clone()} on_written={on_written.clone()} />
                <next::CaseKeys case={props.id.clone()} />
                if !case.missing_parts.is_empty() {
                    <p class="notice warn">
                        { fill(CaseUi::MissingParts.text(lang), &[("n", &case.missing_parts.len().to_string())]) }
                    </p>
                }
                <clock::Clock case={case.clone()} />
                <joint::Joint case={case.clone()} on_written={on_written.clone()} />
                // In the order in which it is read on a phone; on a wide screen the middle part stands beside the others.
                <div class="columns case-columns">
                    <div>
                        <form::Conflicts case={case.clone()} on_written={on_written.clone()} />
                        { lists::duties(case, lang) }
                        <at_once::AtOncePart case={case.clone()} on_written={on_written.clone()} />
                        <act::Actions case={case.clone()} on_written={on_written.clone()} />
                    </div>
                    <div class="beside">
                        <form::FormPart case={case.clone()} {on_written} />
                        { lists::materials(case, lang) }
                        { lists::tasks(case, lang) }
                        { lists::limits(case, lang) }
                        <alarms::Alarms case={props.id.clone()} />
                        <beside::Notes case={case.clone()} />
                        <beside::Related case={case.clone()} />
                    </div>
                    <div>
                        <timeline::Timeline case={case.clone()} />
                        <evidence::Evidence case={case.clone()} />
                        <compare::Compare case={case.clone()} />
                    </div>
                </div>
            </article>
        }
    })
}

pub use act::code;
pub use head::applicant;
pub use says::{other_case, rests_on};
pub use timeline::{defect_words, paper_name};
