//! Filing a case: step by step, or on one page. Both are ways to fill in the same draft, which is kept in this browser at
//! every key.
//!
//! File = `POST /cases`, then `forward` as the next command. Both ids stand in the draft, so that a double click, a
//! repeat or a reload never files twice.

mod address;
mod again;
mod check;
mod form;
mod guided;
pub mod habit;
mod kept;
mod key;
mod parts;
pub mod sample;
mod send;
mod step;

use std::rc::Rc;

use daiban_shared::api::{Groups, ItemView, Me};
use daiban_shared::form::Group;
use daiban_shared::text::{FileUi, FilingUi, Lang, fill};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::api::new_id;
use crate::app::route::{Begin, Route};
use crate::app::session::use_session;
use crate::draft::{Act, Draft, Stage, store};
use crate::load::use_load;
use crate::prefs::{use_pref, use_prefs_read};
use crate::send::use_sender;
use crate::ui::link::{Go, go, go_with};
use crate::ui::state::{self, Loading};
use crate::ui::title::Title;
use habit::{HABITS, Habits, LATELY, Mode, ModeSwitch};
use parts::Desk;

#[derive(Properties, PartialEq)]
pub struct FilePageProps {
    pub code: String,
}

/// `/file/{code}`
#[component]
pub fn FilePage(props: &FilePageProps) -> Html {
    let session = use_session();
    let loaded = use_load::<ItemView>(format!("/items/{}", props.code), false);
    let groups = use_load::<Groups>("/groups".to_owned(), false);
    let is_read = use_prefs_read();
    let Some(me) = session.me().cloned() else { return Html::default() };
    let groups =
        use_memo(groups.value.clone(), |groups| groups.as_ref().map(|all| all.groups.clone()).unwrap_or_default());
    state::of(&loaded, |view| match is_read {
        true => html! { <Filing view={view.clone()} {me} {groups} /> },
        false => html! { <Loading /> },
    })
}

/// What comes after a case was filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Its number, and what happens next.
    Show,
    /// The receipt.
    Print,
    /// The next application for the same item.
    Next,
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
    me: Rc<Me>,
    groups: Rc<Vec<String>>,
}

/// A new draft with its own two command ids.
pub fn fresh(view: &ItemView) -> Draft {
    Draft::new(&view.item.code, view.item.version, new_id(), new_id())
}

/// The draft that a page begins with: the one asked for, else the newest of the item; none where a new one is meant.
fn begun(drafts: Vec<Draft>, begin: &Begin) -> Option<Draft> {
    match (begin.applicant_of.as_str(), begin.draft.as_str()) {
        ("", "") => drafts.into_iter().next(),
        ("", id) => drafts.into_iter().find(|draft| draft.id == id),
        _ => None,
    }
}

#[component]
fn Filing(props: &FilingProps) -> Html {
    let session = use_session();
    let (lang, user, code) = (session.lang, props.me.user, props.view.item.code.clone());
    let begin = use_location().and_then(|at| at.query::<Begin>().ok()).unwrap_or_default();
    let found = {
        let (begin, code) = (begin.clone(), code.clone());
        use_memo((), move |()| begun(store::of_item(user, &code), &begin))
    };
    let draft = {
        let (found, view) = (Rc::clone(&found), props.view.clone());
        use_reducer(move || Kept((*found).clone().unwrap_or_else(|| fresh(&view))))
    };
    let (habits, set_habits) = use_pref::<Habits>(HABITS);
    let (lately, set_lately) = use_pref::<Vec<String>>(LATELY);
    // Rises when the controls must be drawn anew, because their content was replaced.
    let generation = use_state(|| 0u32);
    let step = use_state(|| 0usize);
    let focus = use_state(String::new);
    let last = use_state(|| None::<(String, String, String)>);
    let after = use_mut_ref(|| After::Show);
    let sender = use_sender();
    let navigator = use_navigator();
    let saved = kept::use_kept(user, &draft);
    let renew = {
        let (generation, step) = (generation.clone(), step.setter());
        Callback::from(move |()| {
            step.set(0);
            generation.set(*generation + 1);
        })
    };
    let finish = {
        let (draft, habits, view, after) = (draft.clone(), habits.clone(), props.view.clone(), after.clone());
        let (renew, last) = (renew.clone(), last.setter());
        Callback::from(move |(id, number): (String, String)| {
            store::drop(user, &draft.0);
            set_habits.emit(remembered(&habits, &draft.0, &id));
            set_lately.emit(habit::filed(&lately, &view.item.code));
            let Some(navigator) = &navigator else { return };
            match after.replace(After::Show) {
                After::Show => go(navigator, &Route::Filed { id }, None),
                After::Print => {
                    go_with(navigator, &Route::Filed { id }, &Begin { print: "1".into(), ..Begin::default() })
                }
                After::Next => {
                    last.set(Some((id, number, draft.0.text("applicant.name").to_owned())));
                    draft.dispatch(Act::StartOver(Box::new(fresh(&view))));
                    renew.emit(());
                }
            }
        })
    };
    send::use_go_on(draft.clone(), sender.clone(), finish.clone());
    let taking = again::use_taking(draft.clone(), renew.clone());
    {
        let take = taking.take.clone();
        use_effect_with(begin.applicant_of.clone(), move |case| {
            if !case.is_empty() {
                take.emit(case.clone());
            }
        });
    }
    let on_file = {
        let (draft, sender, view) = (draft.clone(), sender.clone(), props.view.clone());
        Callback::from(move |then: After| {
            after.replace(then);
            send::file(&draft, &sender, &view, view.forwards_to.is_some());
        })
    };
    let desk = Desk {
        view: props.view.clone(),
        draft: draft.clone(),
        me: props.me.clone(),
        groups: props.groups.clone(),
        habits: habits.clone(),
    };
    let mode = habits.mode(&props.me.roles);
    let on_same = (!habits.case.is_empty()).then(|| {
        let (take, case) = (taking.take.clone(), habits.case.clone());
        Callback::from(move |()| take.emit(case.clone()))
    });
    let on_change = change(&draft, &sender, &step, &focus, &desk);
    let is_typing = draft.0.stage == Stage::Typing;
    let name = lang.pick(&props.view.item.zh, &props.view.item.en);
    html! {
        <section class={classes!("filing", if mode == Mode::Guided { "step-by-step" } else { "one-page" })} data-test="filing">
            <Title text={fill(FileUi::FilingTitle.text(lang), &[("item", name)])} keep_focus={is_typing} />
            { filed_last(&last, lang) }
            <kept::Drafts view={props.view.clone()} {user} draft={draft.clone()} found={(*found).clone()} on_renew={renew} />
            if is_typing {
                { bar(&desk, mode, on_same.clone(), &taking.take, lang) }
                { again::says(&taking.taken, lang) }
            }
            { match &draft.0.stage {
                Stage::Typing if mode == Mode::Expert => html! {
                    <form::Typing key={*generation} desk={desk.clone()} at={(*focus).clone()} on_file={on_file.clone()} {on_same} />
                },
                Stage::Typing => {
                    let step = step.clone();
                    let at = *step;
                    html! {
                        <guided::Guided key={*generation} desk={desk.clone()} {at} on_step={move |to| step.set(to)} />
                    }
                },
                Stage::Checking | Stage::Sent { .. } => html! {
                    <check::Checking desk={desk.clone()} {sender} {mode} {on_file} {on_change} />
                },
                Stage::Filed { case, .. } => {
                    let number = case.number.clone();
                    let on_done = finish.reform({
                        let number = number.clone();
                        move |id: String| (id, number.clone())
                    });
                    html! { <send::Forwarding draft={draft.clone()} {sender} {on_done} {number} /> }
                },
            } }
            if is_typing { <kept::Saved at={saved} /> }
        </section>
    }
}

/// Back to typing, at a part of the form.
fn change(
    draft: &UseReducerHandle<Kept>,
    sender: &crate::send::Sender,
    step: &UseStateHandle<usize>,
    focus: &UseStateHandle<String>,
    desk: &Desk,
) -> Callback<step::Step> {
    let (draft, sender, step, focus, desk) =
        (draft.dispatcher(), sender.clone(), step.setter(), focus.setter(), desk.clone());
    Callback::from(move |to: step::Step| {
        sender.clear();
        step.set(step::steps(&desk.view).iter().position(|known| *known == to).unwrap_or_default());
        let group = match to {
            step::Step::Applicant => Some(Group::Applicant),
            step::Step::Item => Some(Group::Item),
            step::Step::Household => Some(Group::Household),
            step::Step::Papers => None,
        };
        let first = desk.view.item.materials.first().map(|material| format!("paper-{}", material.no));
        focus.set(group.map_or(first, |group| form::first_of(&desk, group)).unwrap_or_default());
        draft.dispatch(Act::Change);
    })
}

/// What is remembered of a filing: no ID number and no phone.
fn remembered(habits: &Habits, draft: &Draft, case: &str) -> Habits {
    let contact = draft.text("agent.name").trim();
    Habits {
        case: case.to_owned(),
        contact: if contact.is_empty() { habits.contact.clone() } else { contact.to_owned() },
        group: draft.typed.get(address::GROUP).cloned().unwrap_or_else(|| habits.group.clone()),
        ..habits.clone()
    }
}

/// What was filed a moment ago, while the next is being typed.
fn filed_last(last: &Option<(String, String, String)>, lang: Lang) -> Html {
    let Some((id, number, name)) = last else { return Html::default() };
    html! {
        <p class="notice good" role="status" data-test="filed-last">
            { fill(FilingUi::FiledLast.text(lang), &[("name", name), ("number", number)]) }{ " " }
            <Go to={Route::Filed { id: id.clone() }} begin={Begin { print: "1".into(), ..Begin::default() }}>
                { FileUi::PrintReceipt.text(lang) }
            </Go>
        </p>
    }
}

/// The ways to fill in, the same applicant, the sample.
fn bar(desk: &Desk, mode: Mode, on_same: Option<Callback<()>>, take: &Callback<String>, lang: Lang) -> Html {
    let lead = if mode == Mode::Guided { FilingUi::GuidedLead } else { FilingUi::ExpertLead };
    html! {
        <>
            <div class="filing-bar">
                <SwitchMode habits={desk.habits.clone()} {mode} />
                if let Some(same) = on_same {
                    <button type="button" class="quiet" title={FilingUi::SameAgainHint.text(lang)}
                        onclick={same.reform(|_: MouseEvent| ())} data-test="same-again">
                        { if mode == Mode::Expert { FilingUi::SameKey } else { FilingUi::SameAgain }.text(lang) }
                    </button>
                }
                <again::FromCase on_take={take.clone()} />
                <sample::Sample view={desk.view.clone()} />
            </div>
            <p class="lead">{ lead.text(lang) }</p>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SwitchModeProps {
    habits: Rc<Habits>,
    mode: Mode,
}

#[component]
fn SwitchMode(props: &SwitchModeProps) -> Html {
    let (_, set) = use_pref::<Habits>(HABITS);
    let habits = props.habits.clone();
    let on_mode = Callback::from(move |mode| set.emit(Habits { mode: Some(mode), ..(*habits).clone() }));
    html! { <ModeSwitch mode={props.mode} {on_mode} /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(id: &str) -> Draft {
        Draft { id: id.into(), ..Draft::new("V04", 1, format!("open-{id}"), "forward".into()) }
    }

    #[test]
    fn a_page_goes_on_with_the_draft_that_was_asked_for() {
        let drafts = || vec![draft("new"), draft("old")];
        let id = |begin: Begin| begun(drafts(), &begin).map(|draft| draft.id);
        assert_eq!(id(Begin::default()).as_deref(), Some("new"));
        assert_eq!(id(Begin::with_draft("old")).as_deref(), Some("old"));
        assert_eq!(id(Begin::with_draft("gone")), None);
        assert_eq!(id(Begin::with_applicant_of("case")), None, "another applicant is another draft");
    }

    #[test]
    fn neither_id_number_nor_phone_is_remembered() {
        let typed = [
            ("applicant.id_number", "44142119990101124X"),
            ("applicant.phone", "13800001000"),
            ("agent.phone", "13800002000"),
            ("agent.name", "叶春兰"),
            (address::GROUP, "第一组"),
        ];
        let draft = typed
            .iter()
            .fold(draft("a"), |draft, (field, text)| draft.after(Act::Type((*field).to_owned(), (*text).to_owned())));
        let kept = serde_json::to_string(&remembered(&Habits::default(), &draft, "case")).expect("JSON");
        assert!(kept.contains("叶春兰") && kept.contains("第一组") && kept.contains("case"), "{kept}");
        assert!(!kept.contains("4414") && !kept.contains("1380000"), "{kept}");
    }

    #[test]
    fn who_files_himself_keeps_the_agent_of_before() {
        let habits = Habits { contact: "叶春兰".into(), group: "第一组".into(), ..Habits::default() };
        let next = remembered(&habits, &draft("a"), "case");
        assert_eq!((next.contact.as_str(), next.group.as_str(), next.case.as_str()), ("叶春兰", "第一组", "case"));
    }
}
