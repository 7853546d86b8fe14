//! The place's villagers' groups: one a line, in its own order. Whoever files there keeps the list.

use daiban_shared::api::Groups;
use daiban_shared::kind::Role;
use daiban_shared::text::{FilingUi, fill};
use yew::prelude::*;

use crate::api::Ask;
use crate::app::session::use_session;
use crate::load::use_load;
use crate::send::use_sender;
use crate::ui::button::SendButton;
use crate::ui::field::Labelled;
use crate::ui::input::TextInput;
use crate::ui::notice::Outcome;
use crate::ui::state;
use crate::ui::title::Title;

/// Who keeps the list.
const KEEP: [Role; 4] = [Role::Agent, Role::Clerk, Role::Head, Role::Admin];

/// `/groups`
#[component]
pub fn GroupsPage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let loaded = use_load::<Groups>("/groups".to_owned(), false);
    html! {
        <section class="narrow">
            <Title text={FilingUi::GroupsTitle.text(lang)} />
            <p class="lead">{ FilingUi::GroupsLead.text(lang) }</p>
            { state::of(&loaded, |groups| if session.has_role(&KEEP) {
                html! { <Edit groups={groups.groups.clone()} /> }
            } else {
                html! {
                    <>
                        <p class="notice">{ FilingUi::GroupsNotYours.text(lang) }</p>
                        <ul>{ for groups.groups.iter().map(|group| html! { <li>{ group.clone() }</li> }) }</ul>
                    </>
                }
            }) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct EditProps {
    groups: Vec<String>,
}

#[component]
fn Edit(props: &EditProps) -> Html {
    let lang = use_session().lang;
    let sender = use_sender();
    let typed = use_mut_ref(|| props.groups.join("\n"));
    let kept = use_state(|| None::<usize>);
    let save = {
        let (sender, typed, kept) = (sender.clone(), typed.clone(), kept.setter());
        Callback::from(move |()| {
            kept.set(None);
            let kept = kept.clone();
            let ask = Ask::put("/groups", &Groups { groups: lines(&typed.borrow()) });
            sender.send::<Groups>(ask, move |groups| kept.set(Some(groups.groups.len())));
        })
    };
    let on_text = Callback::from(move |text| *typed.borrow_mut() = text);
    html! {
        <>
            <Labelled id="groups" label={FilingUi::GroupsField.text(lang)} hint={FilingUi::GroupsExample.text(lang)}
                error={sender.state.field("groups").map(AttrValue::from)}>
                <TextInput id="groups" initial={props.groups.join("\n")} area={true} test="groups" {on_text} />
            </Labelled>
            <Outcome sender={sender.clone()} on_again={save.clone()} />
            if let Some(n) = *kept {
                <p class="notice good" role="status" data-test="groups-saved">
                    { fill(FilingUi::GroupsSaved.text(lang), &[("n", &n.to_string())]) }
                </p>
            }
            <SendButton text={FilingUi::GroupsSave.text(lang)} busy={sender.state.is_busy()} onclick={save} test="groups-save" />
        </>
    }
}

/// One group a line; the node leaves out empty ones.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_group() {
        assert_eq!(lines("第一组\r\n\n 围龙屋组 \n"), ["第一组", "围龙屋组"]);
    }
}
