//! Drafts on the filing page: when the last key was kept, which other drafts there are, and a deletion that can be undone.

use std::rc::Rc;

use daiban_shared::api::ItemView;
use daiban_shared::day::{clock, minute_of, stamp};
use daiban_shared::id::UserId;
use daiban_shared::text::{FileUi, FilingUi, Lang, fill};
use yew::prelude::*;

use super::{Kept, fresh};
use crate::app::session::use_lang;
use crate::draft::{Act, Draft, Stage, store};

/// Keeps the draft at every change, unless it `waits`; gives the moment of the last time, or an error where the browser keeps nothing.
#[hook]
pub fn use_kept(user: UserId, draft: &UseReducerHandle<Kept>, waits: bool) -> Result<u64, ()> {
    let saved = use_state(|| Ok(draft.0.saved_at));
    {
        let saved = saved.setter();
        use_effect_with((draft.0.clone(), waits), move |(draft, waits)| {
            if !draft.is_blank() && !waits {
                saved.set(store::keep(user, draft).ok_or(()));
            }
        });
    }
    *saved
}

#[derive(Properties, PartialEq)]
pub struct SavedProps {
    pub at: Result<u64, ()>,
}

/// `已存到本机 10:42`
#[component]
pub fn Saved(props: &SavedProps) -> Html {
    let lang = use_lang();
    match props.at {
        Err(()) => {
            html! { <p class="notice warn" role="alert" data-test="not-saved">{ FileUi::DraftNotSaved.text(lang) }</p> }
        }
        Ok(0) => html! { <p class="saved faint" data-test="saved">{ FilingUi::NotSavedYet.text(lang) }</p> },
        Ok(at) => html! {
            <p class="saved" data-test="saved">{ fill(FilingUi::SavedAt.text(lang), &[("time", &clock(minute_of(at)))]) }</p>
        },
    }
}

#[derive(Properties, PartialEq)]
pub struct DraftsProps {
    pub view: Rc<ItemView>,
    pub user: UserId,
    pub draft: UseReducerHandle<Kept>,
    /// With which the page began.
    pub found: Option<Draft>,
    /// The controls are drawn anew.
    pub on_renew: Callback<()>,
}

/// That a draft was restored, the others of the item, and one that was deleted a moment ago.
#[component]
pub fn Drafts(props: &DraftsProps) -> Html {
    let lang = use_lang();
    let deleted = use_state(|| None::<Draft>);
    // Read anew when this page's own draft becomes another one.
    let others: Vec<Draft> = store::of_item(props.user, &props.view.item.code)
        .into_iter()
        .filter(|other| other.id != props.draft.0.id)
        .collect();
    let open = {
        let (draft, renew) = (props.draft.dispatcher(), props.on_renew.clone());
        Callback::from(move |other: Draft| {
            draft.dispatch(Act::StartOver(Box::new(other)));
            renew.emit(());
        })
    };
    let delete = {
        let (user, deleted, own, view, open) =
            (props.user, deleted.setter(), props.draft.0.clone(), props.view.clone(), open.clone());
        Callback::from(move |gone: Draft| {
            store::drop(user, &gone);
            if gone.id == own.id {
                open.emit(fresh(&view));
            }
            deleted.set(Some(gone));
        })
    };
    let undo = {
        let (user, deleted, open, is_blank) = (props.user, deleted.clone(), open.clone(), props.draft.0.is_blank());
        Callback::from(move |_: MouseEvent| {
            if let Some(draft) = (*deleted).clone() {
                store::put_back(user, &draft);
                if is_blank {
                    open.emit(draft);
                }
            }
            deleted.set(None);
        })
    };
    let may_leave = matches!(props.draft.0.stage, Stage::Typing | Stage::Checking);
    html! {
        <>
            if let Some(gone) = &*deleted {
                <p class="notice" role="status" data-test="draft-deleted">
                    { fill(FilingUi::DraftDeleted.text(lang), &[("name", &name(gone, lang))]) }{ " " }
                    <button type="button" onclick={undo} data-test="undo">{ FilingUi::Undo.text(lang) }</button>
                </p>
            }
            { restored(props, may_leave, &open, &delete, lang) }
            if may_leave && !others.is_empty() { { list(&others, &open, &delete, lang) } }
        </>
    }
}

fn restored(
    props: &DraftsProps,
    may_leave: bool,
    open: &Callback<Draft>,
    delete: &Callback<Draft>,
    lang: Lang,
) -> Html {
    let Some(found) = props.found.as_ref().filter(|found| found.id == props.draft.0.id) else { return Html::default() };
    let is_old = found.version != props.view.item.version;
    let start_over = {
        let (delete, own) = (delete.clone(), props.draft.0.clone());
        Callback::from(move |_: MouseEvent| delete.emit(own.clone()))
    };
    let another = {
        let (open, view) = (open.clone(), props.view.clone());
        Callback::from(move |_: MouseEvent| open.emit(fresh(&view)))
    };
    html! {
        <div class="notice" role="status" data-test="draft-restored">
            <p>
                { fill(FileUi::DraftFound.text(lang), &[("time", &stamp(found.saved_at))]) }
                if is_old { { " " }{ FileUi::DraftOldVersion.text(lang) } }
            </p>
            if may_leave {
                <p class="buttons">
                    <button type="button" onclick={another} data-test="another-draft">{ FilingUi::AnotherDraft.text(lang) }</button>
                    <button type="button" onclick={start_over} data-test="start-over">{ FileUi::DraftStartOver.text(lang) }</button>
                </p>
            }
        </div>
    }
}

fn list(others: &[Draft], open: &Callback<Draft>, delete: &Callback<Draft>, lang: Lang) -> Html {
    let rows = others.iter().map(|draft| {
        let press = |what: &Callback<Draft>| {
            let (what, draft) = (what.clone(), draft.clone());
            Callback::from(move |_: MouseEvent| what.emit(draft.clone()))
        };
        let words = fill(
            FilingUi::DraftLine.text(lang),
            &[("name", &name(draft, lang)), ("time", &stamp(draft.saved_at))],
        );
        html! {
            <li key={draft.id.clone()} data-test="other-draft">
                <span>{ words }</span>
                <button type="button" onclick={press(open)} data-test="draft-open">{ FilingUi::DraftOpen.text(lang) }</button>
                <button type="button" class="quiet" onclick={press(delete)} data-test="draft-delete">
                    { FilingUi::DraftDelete.text(lang) }
                </button>
            </li>
        }
    });
    html! {
        <details class="other-drafts" data-test="other-drafts">
            <summary>{ fill(FilingUi::OtherDrafts.text(lang), &[("n", &others.len().to_string())]) }</summary>
            <ul>{ for rows }</ul>
        </details>
    }
}

/// Whose draft it is, as far as it says so.
pub fn name(draft: &Draft, lang: Lang) -> String {
    match draft.text("applicant.name").trim() {
        "" => FilingUi::DraftOfNobody.text(lang).to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_known_by_its_applicant() {
        let draft = Draft::new("V04", 1, "open".into(), "forward".into());
        assert_eq!(name(&draft, Lang::En), "no name yet");
        assert_eq!(name(&draft.after(Act::Type("applicant.name".into(), " 张三 ".into())), Lang::En), "张三");
    }
}
