//! The same draft in another window of this browser: neither overwrites the other, and what was filed there is not filed again here.

use daiban_shared::api::CaseCreated;
use daiban_shared::id::UserId;
use daiban_shared::text::{FilingUi, Lang, fill};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::StorageEvent;
use yew::prelude::*;

use super::Kept;
use crate::api::new_id;
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::draft::{Act, Draft, Stage, store};
use crate::ui::link::Go;

/// What another window has done with the draft since.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Elsewhere {
    /// Nothing that matters here.
    #[default]
    Nothing,
    /// Something else stands there now.
    Changed(Box<Draft>),
    /// Filed, as this case.
    Filed(Box<CaseCreated>),
    /// Deleted.
    Deleted,
}

impl Elsewhere {
    /// The person must say which of the two counts.
    pub fn is_open(&self) -> bool {
        *self != Self::Nothing
    }
}

/// What a change of the kept text means for a window that shows `shown`.
fn meaning(shown: &Draft, before: Option<&str>, now: Option<&str>) -> Elsewhere {
    let read = |text: &str| serde_json::from_str::<Draft>(text).ok();
    if let Some(now) = now {
        return match read(now) {
            Some(other) if !same(&other, shown) => Elsewhere::Changed(Box::new(other)),
            Some(_) | None => Elsewhere::Nothing,
        };
    }
    match before.and_then(read).map(|draft| draft.stage) {
        Some(Stage::Filed { case, .. }) => Elsewhere::Filed(Box::new(case)),
        Some(Stage::Typing | Stage::Checking | Stage::Sent { .. }) | None => Elsewhere::Deleted,
    }
}

/// The moment of keeping is no content, nor whether it is being looked through.
fn same(one: &Draft, other: &Draft) -> bool {
    let is_open = |draft: &Draft| matches!(draft.stage, Stage::Typing | Stage::Checking);
    let stage = if is_open(one) && is_open(other) { &one.stage } else { &other.stage };
    *one == Draft { saved_at: one.saved_at, stage: stage.clone(), ..other.clone() }
}

/// The same content as an application of its own.
fn as_another(draft: &Draft) -> Draft {
    let id = new_id();
    Draft { id: id.clone(), open_id: id, forward_id: new_id(), stage: Stage::Typing, ..draft.clone() }
}

/// Listens to the other windows.
#[hook]
pub fn use_elsewhere(user: UserId, draft: &UseReducerHandle<Kept>) -> UseStateHandle<Elsewhere> {
    let elsewhere = use_state(Elsewhere::default);
    let newest = use_mut_ref(|| draft.clone());
    newest.replace(draft.clone());
    let set = elsewhere.setter();
    use_effect_with((), move |()| {
        let listener = Closure::<dyn Fn(StorageEvent)>::new(move |event: StorageEvent| {
            let draft = newest.borrow().0.clone();
            // What went out from here is settled here.
            let is_open = matches!(draft.stage, Stage::Typing | Stage::Checking);
            if is_open && event.key().is_some_and(|key| key == store::key(user, &draft)) {
                set.set(meaning(&draft, event.old_value().as_deref(), event.new_value().as_deref()));
            }
        });
        let window = web_sys::window();
        if let Some(window) = &window {
            let _ = window.add_event_listener_with_callback("storage", listener.as_ref().unchecked_ref());
        }
        move || {
            if let Some(window) = window {
                let _ = window.remove_event_listener_with_callback("storage", listener.as_ref().unchecked_ref());
            }
        }
    });
    elsewhere
}

#[derive(Properties, PartialEq)]
pub struct ElsewhereNoticeProps {
    pub elsewhere: UseStateHandle<Elsewhere>,
    pub draft: UseReducerHandle<Kept>,
    /// The controls are drawn anew.
    pub on_renew: Callback<()>,
}

/// Says what another window has done, and asks which content counts.
#[component]
pub fn ElsewhereNotice(props: &ElsewhereNoticeProps) -> Html {
    let lang = use_lang();
    let node = use_node_ref();
    {
        let node = node.clone();
        // Whoever types here stops, and hears why.
        use_effect_with(props.elsewhere.is_open(), move |_| {
            if let Some(notice) = node.cast::<web_sys::HtmlElement>() {
                let _ = notice.focus();
            }
        });
    }
    let becomes = |other: Draft, is_new_content: bool| {
        let (draft, elsewhere) = (props.draft.dispatcher(), props.elsewhere.setter());
        let on_renew = props.on_renew.clone();
        Callback::from(move |_: MouseEvent| {
            draft.dispatch(Act::StartOver(Box::new(other.clone())));
            elsewhere.set(Elsewhere::Nothing);
            if is_new_content {
                on_renew.emit(());
            }
        })
    };
    let here = {
        let elsewhere = props.elsewhere.setter();
        Callback::from(move |_: MouseEvent| elsewhere.set(Elsewhere::Nothing))
    };
    let (words, ways) = match &*props.elsewhere {
        Elsewhere::Nothing => return Html::default(),
        Elsewhere::Changed(other) => (
            FilingUi::ElsewhereChanged.text(lang).to_owned(),
            html! {
                <>
                    <button type="button" class="main" onclick={becomes((**other).clone(), true)} data-test="elsewhere-take">{ FilingUi::ElsewhereTake.text(lang) }</button>
                    <button type="button" onclick={here} data-test="elsewhere-here">{ FilingUi::ElsewhereHere.text(lang) }</button>
                </>
            },
        ),
        Elsewhere::Filed(case) => (
            fill(FilingUi::ElsewhereFiled.text(lang), &[("number", &case.number)]),
            html! {
                <>
                    <Go to={Route::Filed { id: case.id.to_string() }} class={classes!("button", "main")} test="elsewhere-see">{ FilingUi::ElsewhereSee.text(lang) }</Go>
                    { another(becomes(as_another(&props.draft.0), false), lang) }
                </>
            },
        ),
        Elsewhere::Deleted => (
            FilingUi::ElsewhereDeleted.text(lang).to_owned(),
            another(becomes(as_another(&props.draft.0), false), lang),
        ),
    };
    html! {
        <div class="notice warn" role="alert" tabindex="-1" ref={node} data-test="elsewhere"><p>{ words }</p><p class="buttons">{ ways }</p></div>
    }
}

fn another(onclick: Callback<MouseEvent>, lang: Lang) -> Html {
    html! { <button type="button" {onclick} data-test="elsewhere-another">{ FilingUi::ElsewhereAnother.text(lang) }</button> }
}

/// Files only while nobody must say which content counts.
pub fn guarded<T: 'static>(elsewhere: &UseStateHandle<Elsewhere>, does: Callback<T>) -> Callback<T> {
    let waits = elsewhere.is_open();
    Callback::from(move |what: T| {
        if !waits {
            does.emit(what);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::id::DocId;

    fn text(draft: &Draft) -> String {
        serde_json::to_string(draft).expect("JSON")
    }

    #[test]
    fn another_window_is_heard_only_where_it_changes_something() {
        let shown = Draft::new("V04", 1, "open".into(), "forward".into());
        let kept_later = Draft { saved_at: 9, ..shown.clone() };
        assert_eq!(meaning(&shown, None, Some(&text(&kept_later))), Elsewhere::Nothing);
        assert_eq!(meaning(&shown, None, Some(&text(&shown.after(Act::Check)))), Elsewhere::Nothing);
        let typed = shown.after(Act::Type("applicant.name".into(), "张三".into()));
        let heard = meaning(&shown, None, Some(&text(&typed)));
        assert_eq!(heard, Elsewhere::Changed(Box::new(typed.clone())));
        assert_eq!(meaning(&shown, Some(&text(&typed)), None), Elsewhere::Deleted);
        assert_eq!(meaning(&shown, Some("{}"), None), Elsewhere::Deleted, "of an earlier build");
    }

    #[test]
    fn what_was_filed_in_another_window_is_known_by_its_number() {
        let shown = Draft::new("V04", 1, "open".into(), "forward".into());
        let case = CaseCreated { id: DocId([1; 16]), number: "44140335426111225632".into() };
        let filed = Draft { stage: Stage::Filed { forward: true, case: case.clone() }, ..shown.clone() };
        assert_eq!(meaning(&shown, Some(&text(&filed)), None), Elsewhere::Filed(Box::new(case)));
    }
}
