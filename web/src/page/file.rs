//! Filing a case, by keyboard alone: type, tick, check, file. What is typed is kept in this browser at every key.
//!
//! File = `POST /cases`, then `forward` as the next command. Both ids stand in the draft, so that a double click, a
//! repeat or a reload never files twice.

mod check;
mod form;
mod send;

use std::rc::Rc;

use daiban_shared::api::{ItemView, Me};
use daiban_shared::day::stamp;
use daiban_shared::text::{FileUi, Lang, fill};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::api::new_id;
use crate::app::route::Route;
use crate::app::session::use_session;
use crate::draft::{Act, Draft, Stage, store};
use crate::load::use_load;
use crate::send::use_sender;
use crate::ui::link::go;
use crate::ui::state;
use crate::ui::title::Title;

#[derive(Properties, PartialEq)]
pub struct FilePageProps {
    pub code: String,
}

/// `/file/{code}`
#[component]
pub fn FilePage(props: &FilePageProps) -> Html {
    let session = use_session();
    let loaded = use_load::<ItemView>(format!("/items/{}", props.code), false);
    let Some(me) = session.me().cloned() else { return Html::default() };
    state::of(&loaded, |view| html! { <Filing view={view.clone()} me={(*me).clone()} /> })
}

/// A draft as the state of the page.
#[derive(Clone, PartialEq)]
pub struct Kept(pub Draft);

impl Reducible for Kept {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        Rc::new(Self(self.0.after(act)))
    }
}

#[derive(Properties, PartialEq)]
struct FilingProps {
    view: Rc<ItemView>,
    me: Me,
}

/// A new draft with its own two command ids.
pub fn fresh(view: &ItemView) -> Draft {
    Draft::new(&view.item.code, view.item.version, new_id(), new_id())
}

#[component]
fn Filing(props: &FilingProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let user = props.me.user;
    let found = use_memo((), |()| store::find(user, &props.view.item.code).filter(|draft| !draft.is_blank()));
    let draft = {
        let (found, view) = (Rc::clone(&found), props.view.clone());
        use_reducer(move || Kept((*found).clone().unwrap_or_else(|| fresh(&view))))
    };
    // Rises when the controls must be drawn anew, because their content was replaced.
    let generation = use_state(|| 0u32);
    let kept = use_state(|| true);
    let sender = use_sender();
    let navigator = use_navigator();
    {
        let kept = kept.setter();
        use_effect_with(draft.0.clone(), move |draft| {
            if !draft.is_blank() {
                kept.set(store::keep(user, draft));
            }
        });
    }
    let finish = {
        let code = props.view.item.code.clone();
        Callback::from(move |id: String| {
            store::drop(user, &code);
            if let Some(navigator) = &navigator {
                go(navigator, &Route::Filed { id }, None);
            }
        })
    };
    send::use_go_on(draft.clone(), sender.clone(), finish.clone());
    let start_over = {
        let (draft, generation, view) = (draft.clone(), generation.clone(), props.view.clone());
        Callback::from(move |_: MouseEvent| {
            store::drop(user, &view.item.code);
            draft.dispatch(Act::StartOver(Box::new(fresh(&view))));
            generation.set(*generation + 1);
        })
    };
    let name = lang.pick(&props.view.item.zh, &props.view.item.en);
    let restored = found.as_ref().as_ref().filter(|_| *generation == 0);
    html! {
        <section class="filing" data-test="filing">
            <Title text={fill(FileUi::FilingTitle.text(lang), &[("item", name)])}
                keep_focus={draft.0.stage == Stage::Typing} />
            { banner(restored, &props.view, &start_over, lang) }
            if !*kept { <p class="notice warn">{ FileUi::DraftNotSaved.text(lang) }</p> }
            { match &draft.0.stage {
                Stage::Typing => html! {
                    <form::Typing key={*generation} view={props.view.clone()} draft={draft.clone()} now={props.me.now}
                        />
                },
                Stage::Checking | Stage::Sent { .. } => html! {
                    <check::Checking view={props.view.clone()} draft={draft.clone()} {sender} />
                },
                Stage::Filed { case, .. } => html! { <send::Forwarding draft={draft.clone()} {sender} on_done={finish} number={case.number.clone()} /> },
            } }
        </section>
    }
}

fn banner(restored: Option<&Draft>, view: &ItemView, start_over: &Callback<MouseEvent>, lang: Lang) -> Html {
    let Some(draft) = restored else { return Html::default() };
    let old = draft.version != view.item.version;
    html! {
        <div class="notice" role="status" data-test="draft-restored">
            <p>
                { fill(FileUi::DraftFound.text(lang), &[("time", &stamp(draft.saved_at))]) }
                if old { { " " }{ FileUi::DraftOldVersion.text(lang) } }
            </p>
            if matches!(draft.stage, Stage::Typing | Stage::Checking) {
                <button type="button" onclick={start_over.clone()} data-test="start-over">
                    { FileUi::DraftStartOver.text(lang) }
                </button>
            }
        </div>
    }
}
