//! Accounts of this machine: who may sign in, in which roles.

use daiban_shared::api::{Away, DeptRef, Page, SiteView, UserChange, UserView};
use daiban_shared::day::Day;
use daiban_shared::id::DeptId;
use daiban_shared::kind::{AssignGround, Role};
use daiban_shared::text::{Lang, PlaceUi, Ui, fill};
use yew::prelude::*;

use crate::api::{Ask, Fault};
use crate::app::session::use_session;
use crate::load::use_load;
use crate::page::case::code;
use crate::page::handing::over::HandOver;
use crate::send::{Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::field::Labelled;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::{Select, TextInput, Tick};
use crate::ui::notice::Outcome;
use crate::ui::title::Title;
use crate::ui::typed::{self, Typed};
use crate::ui::words::{department, moment_ago};
use crate::ui::{dom, state};

/// Roles that people have; the machine's own is none of them.
const ROLES: [Role; 7] =
    [Role::Agent, Role::Clerk, Role::Reviewer, Role::Head, Role::Supervisor, Role::LaySupervisor, Role::Admin];

/// `/people`
#[component]
pub fn PeoplePage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let loaded = use_load::<Page<UserView>>("/users".to_owned(), false);
    let sites = use_load::<Page<SiteView>>("/sites".to_owned(), false);
    let own = session.me().map(|me| me.site.id);
    let here = sites.value.as_ref().and_then(|page| page.items.iter().find(|site| Some(site.id) == own).cloned());
    let desks = here.map(|site| site.departments).unwrap_or_default();
    // Whom the form is about: nobody, somebody new, this account.
    let about = use_state(|| None::<Option<UserView>>);
    let open = |who: Option<UserView>| {
        let about = about.clone();
        Callback::from(move |_: MouseEvent| about.set(Some(who.clone())))
    };
    let on_done = {
        let (about, again) = (about.clone(), loaded.again.clone());
        Callback::from(move |changed: bool| {
            about.set(None);
            if changed {
                again.emit(());
            }
        })
    };
    html! {
        <>
            <div class="head">
                <Title text={Ui::People.text(lang)} />
                <button type="button" class="main" onclick={open(None)} data-test="add-person">
                    { PlaceUi::AddPerson.text(lang) }
                </button>
            </div>
            <p class="lead">{ PlaceUi::PeopleLead.text(lang) }</p>
            if let Some(who) = &*about {
                <PersonForm key={who.as_ref().map(|user| user.id.to_string()).unwrap_or_default()} who={who.clone()}
                    {desks} {on_done} />
            }
            { state::of(&loaded, |page| html! {
                <table class="cards" data-test="people">
                    <thead><tr>
                        <th scope="col">{ PlaceUi::DisplayName.text(lang) }</th>
                        <th scope="col">{ PlaceUi::Roles.text(lang) }</th>
                        <th scope="col">{ PlaceUi::Desk.text(lang) }</th>
                        <th scope="col">{ PlaceUi::LastSeen.text(lang) }</th>
                        <th scope="col">{ PlaceUi::Edit.text(lang) }</th>
                    </tr></thead>
                    <tbody>{ for page.items.iter().map(|user| row(user, open(Some(user.clone())), lang)) }</tbody>
                </table>
            }) }
        </>
    }
}

fn row(user: &UserView, edit: Callback<MouseEvent>, lang: Lang) -> Html {
    let roles: Vec<&str> = user.roles.iter().map(|role| role.text(lang)).collect();
    let desk = user.department.as_ref().map(|desk| department(desk, lang)).unwrap_or_else(|| "–".to_owned());
    html! {
        <tr data-test="person" data-login={user.login.clone()}>
            <td>
                <strong>{ user.name.clone() }</strong><small>{ user.login.clone() }</small>
                if user.disabled { <span class="badge closed">{ icon(Icon::Archive) }{ " " }{ PlaceUi::Disabled.text(lang) }</span> }
                if let Some((from, to)) = user.away.from.zip(user.away.to) {
                    <small data-test="away">{ fill(PlaceUi::AwayDays.text(lang), &[("from", &from.to_string()), ("to", &to.to_string())]) }</small>
                }
            </td>
            <td data-label={PlaceUi::Roles.text(lang)}>
                <span>{ roles.join(lang.pick("、", ", ")) }
                    if !user.items.is_empty() { <small>{ fill(PlaceUi::ItemsOf.text(lang), &[("items", &user.items.join(" "))]) }</small> }
                </span>
            </td>
            <td data-label={PlaceUi::Desk.text(lang)}>{ desk }</td>
            <td data-label={PlaceUi::LastSeen.text(lang)}>{ moment_ago(dom::now_ms(), user.last_seen, lang) }</td>
            <td><button type="button" onclick={edit} data-test="edit-person"
                aria-label={fill(PlaceUi::EditPerson.text(lang), &[("name", &user.name)])}>{ PlaceUi::Edit.text(lang) }</button></td>
        </tr>
    }
}

#[derive(Properties, PartialEq)]
struct PersonFormProps {
    /// None = somebody new.
    who: Option<UserView>,
    desks: Vec<DeptRef>,
    /// Closed; true = something was changed.
    on_done: Callback<bool>,
}

#[component]
fn PersonForm(props: &PersonFormProps) -> Html {
    let lang = crate::app::session::use_lang();
    let sender = use_sender();
    let typed = {
        let who = props.who.clone();
        use_reducer(move || begun(who.as_ref()))
    };
    use_effect_with((), |()| {
        dom::focus("person-name");
    });
    let send = {
        let (sender, typed, who, done) = (sender.clone(), typed.clone(), props.who.clone(), props.on_done.clone());
        Callback::from(move |()| {
            let change = change(&typed, who.as_ref());
            let ask = match (&sender.state, &who) {
                (Sending::Unknown(ask), _) => (**ask).clone(),
                (_, None) => Ask::post("/users", &change),
                (_, Some(user)) => Ask::patch(format!("/users/{}", user.id), &change, None),
            };
            let done = done.clone();
            sender.send_blind(ask, move || done.emit(true));
        })
    };
    let cancel = props.on_done.reform(|()| false);
    // The node says that cases lie with the person: they go to somebody else first.
    let handed = use_state(|| false);
    let has_cases = matches!(&sender.state, Sending::Refused(Fault::Refused(problem)) if matches!(problem.code.as_str(), "user_has_cases" | "user_keeps_cases" | "user_keeps_desk"));
    let on_handed = {
        let (handed, sender) = (handed.setter(), sender.clone());
        Callback::from(move |()| {
            handed.set(true);
            sender.clear();
        })
    };
    let line = |name: &'static str, label: PlaceUi, kind: &'static str| {
        // The node names both days by the one thing they are.
        let field = if name.starts_with("away") { "away" } else { name };
        let error = sender.state.field(field).map(AttrValue::from);
        html! {
            <Labelled id={format!("person-{name}")} label={label.text(lang)} {error}>
                <TextInput id={format!("person-{name}")} initial={typed.text(name).to_owned()} {kind} complete={Some(AttrValue::from("new-password"))}
                    test={format!("person-{name}")} on_text={typed::into(&typed, name)} />
            </Labelled>
        }
    };
    let desks: Vec<_> = props.desks.iter().map(|desk| (desk.id.0.to_string(), department(desk, lang))).collect();
    let title = match &props.who {
        None => PlaceUi::AddPerson.text(lang).to_owned(),
        Some(user) => fill(PlaceUi::EditPerson.text(lang), &[("name", &user.name)]),
    };
    html! {
        <section class="panel" data-test="person-form">
            <h2>{ title }</h2>
            if props.who.is_none() {
                <Labelled id="person-login" label={Ui::UserName.text(lang)}
                    error={sender.state.field("login").map(AttrValue::from)}>
                    <TextInput id="person-login" test="person-login" on_text={typed::into(&typed, "login")} />
                </Labelled>
            }
            { line("name", PlaceUi::DisplayName, "text") }
            { line("password", if props.who.is_none() { PlaceUi::FirstPassword } else { PlaceUi::SetPassword }, "password") }
            { role_ticks(&typed, lang) }
            if !desks.is_empty() {
                <Labelled id="person-desk" label={PlaceUi::Desk.text(lang)}>
                    <Select id="person-desk" initial={typed.text("desk").to_owned()} options={desks} empty={PlaceUi::NoDesk.text(lang)}
                        test="person-desk" on_text={typed::into(&typed, "desk")} />
                </Labelled>
            }
            { line("items", PlaceUi::ItemsHandled, "text") }
            if props.who.is_some() {
                { line("away-from", PlaceUi::AwayFrom, "date") }
                { line("away-to", PlaceUi::AwayTo, "date") }
                <p class="hint">{ PlaceUi::AwayHint.text(lang) }</p>
                <Tick id="person-disabled" initial={typed.ticked("disabled")} text={PlaceUi::Disabled.text(lang)}
                    hint={PlaceUi::DisabledHint.text(lang)} test="person-disabled" on_tick={typed::tick(&typed, "disabled")} />
            }
            if let Some(user) = props.who.as_ref().filter(|_| has_cases) {
                <HandOver user={user.id} name={user.name.clone()} ground={AssignGround::Other} on_done={on_handed} />
            } else if *handed {
                <p class="notice good" role="status" data-test="handed">{ PlaceUi::HandOverDone.text(lang) }</p>
            }
            <Outcome sender={sender.clone()} on_again={send.clone()} />
            <p class="buttons">
                <SendButton text={Ui::Save.text(lang)} busy={sender.state.is_busy()} onclick={send} test="person-save"
                    />
                <SendButton second={true} text={Ui::Cancel.text(lang)} busy={false} onclick={cancel}
                    test="person-cancel" />
            </p>
        </section>
    }
}

fn role_ticks(typed: &UseReducerHandle<Typed>, lang: Lang) -> Html {
    let roles = ROLES.iter().map(|role| {
        let field = format!("role.{}", code(role));
        let id = field.replace('.', "-");
        html! { <Tick id={id.clone()} initial={typed.ticked(&field)} text={role.text(lang)} test={id} on_tick={typed::tick(typed, field)} /> }
    });
    html! { <fieldset class="ticks"><legend>{ PlaceUi::Roles.text(lang) }</legend>{ for roles }</fieldset> }
}

fn begun(who: Option<&UserView>) -> Typed {
    let mut typed = Typed::default();
    if let Some(user) = who {
        let mut put = |field: &str, text: String| typed.0.insert(field.to_owned(), text);
        put("name", user.name.clone());
        put("desk", user.department.as_ref().map(|desk| desk.id.0.to_string()).unwrap_or_default());
        put("disabled", user.disabled.to_string());
        put("items", user.items.join(" "));
        put("away-from", user.away.from.map(|day| day.to_string()).unwrap_or_default());
        put("away-to", user.away.to.map(|day| day.to_string()).unwrap_or_default());
        for role in &user.roles {
            put(&format!("role.{}", code(role)), "true".to_owned());
        }
    }
    typed
}

/// What the node takes for "no desk": a field that is absent leaves the desk as it was.
const NO_DESK: DeptId = DeptId(0);

fn change(typed: &Typed, who: Option<&UserView>) -> UserChange {
    let is_new = who.is_none();
    let had_desk = who.is_some_and(|user| user.department.is_some());
    let text = |field: &str| Some(typed.text(field).trim().to_owned()).filter(|text| !text.is_empty());
    let day = |field: &str| Day::parse(typed.text(field).trim());
    let roles = ROLES.into_iter().filter(|role| typed.ticked(&format!("role.{}", code(role))));
    UserChange {
        login: text("login").filter(|_| is_new),
        name: text("name"),
        password: Some(typed.text("password").to_owned()).filter(|text| !text.is_empty()),
        roles: Some(roles.collect()),
        department: match text("desk") {
            Some(desk) => desk.parse().ok().map(DeptId),
            None => had_desk.then_some(NO_DESK),
        },
        disabled: (!is_new).then(|| typed.ticked("disabled")),
        away: (!is_new).then(|| Away { from: day("away-from"), to: day("away-to") }),
        items: Some(typed.text("items").split_whitespace().map(str::to_owned).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::id::UserId;

    #[test]
    fn a_new_account_has_a_login_and_a_changed_one_keeps_its_password() {
        let mut typed = Typed::default();
        for (field, text) in
            [("login", "li"), ("name", " 李某 "), ("password", "secret-123"), ("role.agent", "true"), ("desk", "3")]
        {
            typed.0.insert(field.into(), text.into());
        }
        let new = change(&typed, None);
        assert_eq!((new.login.as_deref(), new.name.as_deref(), new.disabled), (Some("li"), Some("李某"), None));
        assert_eq!((new.roles, new.department), (Some(vec![Role::Agent]), Some(DeptId(3))));
        typed.0.insert("password".into(), String::new());
        let mut user = UserView {
            id: UserId([1; 8]),
            login: "li".into(),
            name: "李某".into(),
            roles: vec![Role::Agent],
            department: Some(DeptRef { id: DeptId(3), zh: "民政局".into(), en: "Civil Affairs".into() }),
            disabled: false,
            away: Away { from: Some(Day(20_000)), to: Some(Day(20_001)) },
            items: vec!["V01".into()],
            last_seen: None,
        };
        let old = change(&typed, Some(&user));
        assert_eq!((old.login, old.password, old.disabled), (None, None, Some(false)));
        assert_eq!(old.department, Some(DeptId(3)));
        assert_eq!((old.away, old.items), (Some(Away::default()), Some(Vec::new())), "what was emptied is taken away");
        let begun = begun(Some(&user));
        let same = change(&begun, Some(&user));
        assert_eq!((same.away, same.items), (Some(user.away), Some(user.items.clone())), "what was not touched stays");
        typed.0.insert("desk".into(), String::new());
        assert_eq!(change(&typed, Some(&user)).department, Some(NO_DESK), "the desk is taken away");
        user.department = None;
        assert_eq!(change(&typed, Some(&user)).department, None);
    }
}
