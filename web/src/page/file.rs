//! Filing a case: step by step, or on one page. Both are ways to fill in the same draft, which is kept in this browser at
//! every key.
//!
//! File = `POST /cases`, then `forward` as the next command. Both ids stand in the draft, so that a double click, a
//! repeat or a reload never files twice.

mod address;
mod again;
mod check;
mod elsewhere;
mod form;
mod guided;
pub mod habit;
mod kept;
mod key;
mod parts;
pub mod sample;
mod send;
mod step;
mod way;

use std::cell::RefCell;
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
use crate::send::{Sender, use_sender};
use crate::ui::link::{Go, go, go_with};
use crate::ui::state::{self, Loading};
use crate::ui::title::Title;
use habit::{HABITS, Habits, LATELY, Mode, SwitchMode};
use parts::Desk;
use step::steps;

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

/// What the page holds besides the draft.
struct Page {
    desk: Desk,
    mode: Mode,
    sender: Sender,
    taking: again::Taking,
    /// Rises when the controls must be drawn anew, because their content was replaced.
    generation: UseStateHandle<u32>,
    way: way::Way,
    /// Which step is shown.
    at: usize,
    focus: UseStateHandle<String>,
    /// Id, number and applicant of what was filed a moment ago.
    last: UseStateHandle<Option<(String, String, String)>>,
    on_file: Callback<After>,
    on_renew: Callback<()>,
    finish: Callback<(String, String)>,
}

/// The draft of the page, and the one it was begun with.
#[hook]
fn use_begun(props: &FilingProps, begin: &Begin) -> (Rc<Option<Draft>>, UseReducerHandle<Kept>) {
    let found = {
        let (user, begin, code) = (props.me.user, begin.clone(), props.view.item.code.clone());
        use_memo((), move |()| begun(store::of_item(user, &code), &begin))
    };
    let draft = {
        let (found, view) = (Rc::clone(&found), props.view.clone());
        use_reducer(move || Kept((*found).clone().unwrap_or_else(|| fresh(&view))))
    };
    (found, draft)
}

#[hook]
fn use_page(
    props: &FilingProps,
    draft: &UseReducerHandle<Kept>,
    begin: &Begin,
    elsewhere: &UseStateHandle<elsewhere::Elsewhere>,
) -> Page {
    let (habits, _) = use_pref::<Habits>(HABITS);
    let generation = use_state(|| 0u32);
    let (focus, last) = (use_state(String::new), use_state(|| None));
    let after = use_mut_ref(|| After::Show);
    let sender = use_sender();
    let fields = use_memo(props.view.clone(), |view| view.fields.clone());
    let way = way::use_way(begin, draft, &fields, &sender);
    let on_renew = {
        let (generation, begin) = (generation.clone(), way.on_begin.clone());
        Callback::from(move |()| {
            begin.emit(());
            generation.set(*generation + 1);
        })
    };
    let finish = use_finish(props, draft, last.setter(), Rc::clone(&after), on_renew.clone());
    send::use_go_on(draft.clone(), sender.clone(), finish.clone());
    let taking = again::use_taking(draft.clone(), on_renew.clone());
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
    let on_file = elsewhere::guarded(elsewhere, on_file);
    let mode = habits.mode(&props.me.roles);
    let (view, me, groups) = (props.view.clone(), props.me.clone(), props.groups.clone());
    let desk = Desk { view, draft: draft.clone(), me, groups, habits };
    let at = way::shown(&begin.step, &steps(&desk.view), &draft.0, &fields);
    Page { desk, mode, sender, taking, generation, way, at, focus, last, on_file, on_renew, finish }
}

/// What happens when a case was filed: its draft goes, what is remembered is kept, and it goes on as asked.
#[hook]
fn use_finish(
    props: &FilingProps,
    draft: &UseReducerHandle<Kept>,
    last: UseStateSetter<Option<(String, String, String)>>,
    after: Rc<RefCell<After>>,
    on_renew: Callback<()>,
) -> Callback<(String, String)> {
    let (habits, set_habits) = use_pref::<Habits>(HABITS);
    let (lately, set_lately) = use_pref::<Vec<String>>(LATELY);
    let navigator = use_navigator();
    let (draft, view, user) = (draft.clone(), props.view.clone(), props.me.user);
    Callback::from(move |(id, number): (String, String)| {
        store::drop(user, &draft.0);
        set_habits.emit(remembered(&habits, &draft.0, &id));
        set_lately.emit(habit::filed(&lately, &view.item.code));
        let Some(navigator) = &navigator else { return };
        match after.replace(After::Show) {
            After::Show => go(navigator, &Route::Filed { id }, None),
            After::Print => go_with(navigator, &Route::Filed { id }, &Begin::printing()),
            After::Next => {
                last.set(Some((id, number, draft.0.text("applicant.name").to_owned())));
                draft.dispatch(Act::StartOver(Box::new(fresh(&view))));
                on_renew.emit(());
            }
        }
    })
}

#[component]
fn Filing(props: &FilingProps) -> Html {
    let lang = use_session().lang;
    let begin = use_location().and_then(|at| at.query::<Begin>().ok()).unwrap_or_default();
    let (found, draft) = use_begun(props, &begin);
    let elsewhere = elsewhere::use_elsewhere(props.me.user, &draft);
    let waits = elsewhere.is_open();
    let saved = kept::use_kept(props.me.user, &draft, waits);
    let page = use_page(props, &draft, &begin, &elsewhere);
    let is_typing = draft.0.stage == Stage::Typing;
    let name = lang.pick(&props.view.item.zh, &props.view.item.en);
    let class = if page.mode == Mode::Guided { "step-by-step" } else { "one-page" };
    html! {
        <section class={classes!("filing", class)} data-test="filing">
            <Title text={fill(FileUi::FilingTitle.text(lang), &[("item", name)])} keep_focus={is_typing} />
            { filed_last(&page.last, lang) }
            <kept::Drafts view={props.view.clone()} user={props.me.user} draft={draft.clone()} found={(*found).clone()}
                on_renew={page.on_renew.clone()} />
            <elsewhere::ElsewhereNotice {elsewhere} draft={draft.clone()} on_renew={page.on_renew.clone()} />
            <div inert={waits}>
                if is_typing {
                    { bar(&page, lang) }
                    { again::says(&page.taking, lang) }
                }
                { draw(&page) }
            </div>
            if is_typing { <kept::Saved at={saved} /> }
        </section>
    }
}

impl Page {
    /// Takes the applicant of the last case; none = there was none.
    fn on_same(&self) -> Option<Callback<()>> {
        (!self.desk.habits.case.is_empty()).then(|| {
            let (take, case) = (self.taking.take.clone(), self.desk.habits.case.clone());
            Callback::from(move |()| take.emit(case.clone()))
        })
    }
}

/// The stage at which the draft stands.
fn draw(page: &Page) -> Html {
    let (desk, sender, generation) = (page.desk.clone(), page.sender.clone(), *page.generation);
    match &page.desk.draft.0.stage {
        Stage::Typing if page.mode == Mode::Expert => html! {
            <form::Typing key={generation} {desk} at={(*page.focus).clone()} on_file={page.on_file.clone()}
                on_same={page.on_same()} on_check={page.way.on_check.clone()} />
        },
        Stage::Typing => html! { <guided::Guided key={generation} {desk} at={page.at} way={page.way.clone()} /> },
        Stage::Checking | Stage::Sent { .. } => html! {
            <check::Checking {desk} {sender} mode={page.mode} on_file={page.on_file.clone()} on_change={change(page)} />
        },
        Stage::Filed { case, .. } => {
            let number = case.number.clone();
            let of = number.clone();
            let on_done = page.finish.reform(move |id: String| (id, of.clone()));
            html! { <send::Forwarding draft={desk.draft} {sender} {on_done} {number} /> }
        }
    }
}

/// Back to typing, at a part of the form.
fn change(page: &Page) -> Callback<step::Step> {
    let (draft, sender, desk) = (page.desk.draft.dispatcher(), page.sender.clone(), page.desk.clone());
    let (way, focus) = (page.way.clone(), page.focus.setter());
    Callback::from(move |to: step::Step| {
        sender.clear();
        way.on_step.emit(to);
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
            <Go to={Route::Filed { id: id.clone() }} begin={Begin::printing()}>
                { FileUi::PrintReceipt.text(lang) }
            </Go>
        </p>
    }
}

/// The ways to fill in, the same applicant, the sample.
fn bar(page: &Page, lang: Lang) -> Html {
    let (lead, same) = match page.mode {
        Mode::Guided => (FilingUi::GuidedLead, FilingUi::SameAgain),
        Mode::Expert => (FilingUi::ExpertLead, FilingUi::SameKey),
    };
    html! {
        <>
            <div class="filing-bar">
                <SwitchMode habits={page.desk.habits.clone()} mode={page.mode} />
                if let Some(take) = page.on_same() {
                    <button type="button" class="quiet" title={FilingUi::SameAgainHint.text(lang)}
                        onclick={take.reform(|_: MouseEvent| ())} data-test="same-again">{ same.text(lang) }</button>
                }
                <again::FromCase on_take={page.taking.take.clone()} />
                <sample::Sample view={page.desk.view.clone()} />
            </div>
            <p class="lead">{ lead.text(lang) }</p>
        </>
    }
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
