//! What stands beside a case: notes, and other cases of the same person.

use std::rc::Rc;

use daiban_shared::api::{CaseRow, CaseView, EffectView, Page, RELATED_MAX};
use daiban_shared::day::stamp;
use daiban_shared::kind::{Kind, Role};
use daiban_shared::text::{DossierUi, FilingUi, Lang, fill};
use yew::prelude::*;

use crate::app::route::{Begin, Route};
use crate::app::session::{use_lang, use_session};
use crate::load::use_load;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::Go;
use crate::ui::{badge, state, words};

/// Notes that are read without asking; a case that went on for months has dozens.
const NOTES_SHOWN: usize = 5;

#[derive(Properties, PartialEq)]
pub struct NotesProps {
    pub case: Rc<CaseView>,
}

/// Notes, newest first: what a colleague should know before he acts.
#[component]
pub fn Notes(props: &NotesProps) -> Html {
    let lang = use_lang();
    let all = use_state(|| false);
    let notes = props.case.steps.iter().rev();
    let notes = notes.filter(|step| step.kind == Kind::Note && step.effect == EffectView::Effect);
    let rows = notes.map(|note| {
        let text = note.payload.words.clone().filter(|text| !text.is_empty());
        let by = [("name", note.by.name.as_str()), ("place", note.site.name(lang)), ("time", &stamp(note.at))];
        html! {
            <li key={note.id.to_string()} data-test="note">
                <blockquote>{ text.unwrap_or_else(|| DossierUi::NotePrivate.text(lang).to_owned()) }</blockquote>
                <small>{ fill(DossierUi::ChangedBy.text(lang), &by) }</small>
            </li>
        }
    });
    let mut rows: Vec<Html> = rows.collect();
    let count = rows.len();
    if !*all {
        rows.truncate(NOTES_SHOWN);
    }
    let is_cut = rows.len() < count;
    let show = Callback::from(move |_: MouseEvent| all.set(true));
    html! {
        <section>
            <h2>{ DossierUi::Notes.text(lang) }{ " " }<span class="count">{ count }</span></h2>
            if rows.is_empty() {
                <p class="faint">{ DossierUi::NotesNone.text(lang) }</p>
            } else {
                <ul class="notes" data-test="notes">{ rows }</ul>
            }
            if is_cut {
                <button type="button" class="quiet" onclick={show} data-test="notes-all">
                    { fill(DossierUi::NotesAll.text(lang), &[("n", &count.to_string())]) }
                </button>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub struct RelatedProps {
    pub case: Rc<CaseView>,
}

/// Other cases of the same person on this machine, and the way to file another for him.
#[component]
pub fn Related(props: &RelatedProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let files = session.has_role(&[Role::Agent, Role::Clerk]);
    let same = Begin::with_applicant_of(&props.case.id.to_string());
    // Nothing about a person is asked for a lay supervisor.
    let path = if session.is_lay() { String::new() } else { format!("/cases/{}/related", props.case.id) };
    let loaded = use_load::<Page<CaseRow>>(path, true);
    if session.is_lay() {
        return Html::default();
    }
    html! {
        <section data-test="related">
            <h2>{ DossierUi::Related.text(lang) }</h2>
            { state::of(&loaded, |page| related(page, lang)) }
            if files {
                <p><Go to={Route::Items} begin={same} class={classes!("button")} test="file-same">
                    { icon(Icon::Plus) }{ FilingUi::FileSame.text(lang) }
                </Go></p>
            }
        </section>
    }
}

fn related(page: &Page<CaseRow>, lang: Lang) -> Html {
    if page.items.is_empty() {
        return html! { <p class="faint">{ DossierUi::RelatedNone.text(lang) }</p> };
    }
    let rows = page.items.iter().map(|row| {
        html! {
            <li key={row.id.to_string()} data-test="related-case">
                <Go to={Route::Case { id: row.id.to_string() }}>{ lang.pick(&row.item.zh, &row.item.en).to_owned() }</Go>
                { " " }{ badge::status(row.status, row.outcome, lang) }
                <small class="number">{ format!("{} · {}", row.number, words::moment(Some(row.opened_at))) }</small>
            </li>
        }
    });
    html! {
        <>
            <ul class="related">{ for rows }</ul>
            if page.items.len() >= RELATED_MAX {
                <p class="hint">{ fill(DossierUi::RelatedMore.text(lang), &[("n", &RELATED_MAX.to_string())]) }</p>
            }
        </>
    }
}
