//! What the pages remember of how one person files. It is kept with the account at the node; ID numbers and phones are
//! never among it.

use std::rc::Rc;

use daiban_shared::kind::Role;
use daiban_shared::text::{FilingUi, Lang};
use serde::{Deserialize, Serialize};
use yew::prelude::*;

use crate::app::session::use_lang;
use crate::prefs::use_pref;

/// Name of the preference with the habits.
pub const HABITS: &str = "filing";
/// Name of the preference with the favourite items.
pub const FAVOURITES: &str = "favourites";
/// Name of the preference with the items filed lately.
pub const LATELY: &str = "lately";
/// Items filed lately that are shown: one row on the screen of a counter.
const LATELY_MAX: usize = 6;

/// How the form is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// One part at a time.
    Guided,
    /// Everything on one page.
    Expert,
}

/// What is remembered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Habits {
    /// Chosen way; none = as usual for the role.
    pub mode: Option<Mode>,
    /// Villagers' group of last time.
    pub group: String,
    /// Name of the last person who filed for an applicant.
    pub contact: String,
    /// The case filed last, for the same applicant again.
    pub case: String,
}

impl Habits {
    /// The way that is shown: who has not chosen is led by the hand, unless he works at a counter all day.
    pub fn mode(&self, roles: &[Role]) -> Mode {
        let usual = if roles.contains(&Role::Clerk) { Mode::Expert } else { Mode::Guided };
        self.mode.unwrap_or(usual)
    }
}

/// The items filed lately, this one first, each once.
pub fn filed(lately: &[String], code: &str) -> Vec<String> {
    let others = lately.iter().filter(|known| *known != code).cloned();
    [code.to_owned()].into_iter().chain(others).take(LATELY_MAX).collect()
}

/// A list of favourites with this one added or taken out.
pub fn starred(favourites: &[String], code: &str) -> Vec<String> {
    if favourites.iter().any(|known| known == code) {
        return favourites.iter().filter(|known| *known != code).cloned().collect();
    }
    favourites.iter().cloned().chain([code.to_owned()]).collect()
}

#[derive(Properties, PartialEq)]
pub struct ModeSwitchProps {
    pub mode: Mode,
    pub on_mode: Callback<Mode>,
}

/// The two ways, of which one is chosen.
#[component]
pub fn ModeSwitch(props: &ModeSwitchProps) -> Html {
    let lang = use_lang();
    let button = |mode: Mode, text: FilingUi, test: &'static str| {
        let on_mode = props.on_mode.clone();
        let is_chosen = props.mode == mode;
        html! {
            <button type="button" class={classes!(is_chosen.then_some("current"))} aria-pressed={is_chosen.to_string()}
                onclick={move |_| on_mode.emit(mode)} data-test={test}>{ text.text(lang) }</button>
        }
    };
    html! {
        <div class="modes" role="group" aria-label={label(lang)}>
            { button(Mode::Guided, FilingUi::ModeGuided, "mode-guided") }
            { button(Mode::Expert, FilingUi::ModeExpert, "mode-expert") }
        </div>
    }
}

fn label(lang: Lang) -> &'static str {
    FilingUi::ModeLabel.text(lang)
}

#[derive(Properties, PartialEq)]
pub struct SwitchModeProps {
    pub habits: Rc<Habits>,
    pub mode: Mode,
}

/// The ways to fill in; the chosen one stays with the account.
#[component]
pub fn SwitchMode(props: &SwitchModeProps) -> Html {
    let (_, set) = use_pref::<Habits>(HABITS);
    let habits = props.habits.clone();
    let on_mode = Callback::from(move |mode| set.emit(Habits { mode: Some(mode), ..(*habits).clone() }));
    html! { <ModeSwitch mode={props.mode} {on_mode} /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(list: &[&str]) -> Vec<String> {
        list.iter().map(|code| (*code).to_owned()).collect()
    }

    #[test]
    fn a_new_agent_is_led_and_a_choice_stays() {
        assert_eq!(Habits::default().mode(&[Role::Agent]), Mode::Guided);
        assert_eq!(Habits::default().mode(&[Role::Clerk]), Mode::Expert);
        let chosen = Habits { mode: Some(Mode::Expert), ..Habits::default() };
        assert_eq!(chosen.mode(&[Role::Agent]), Mode::Expert);
    }

    #[test]
    fn the_newest_item_comes_first_and_stands_there_once() {
        assert_eq!(filed(&codes(&["V01", "T12"]), "T12"), codes(&["T12", "V01"]));
        let many = codes(&["1", "2", "3", "4", "5", "6"]);
        assert_eq!(filed(&many, "7"), codes(&["7", "1", "2", "3", "4", "5"]));
    }

    #[test]
    fn a_star_is_set_and_taken_away_by_the_same_press() {
        let once = starred(&codes(&["V01"]), "T12");
        assert_eq!(once, codes(&["V01", "T12"]));
        assert_eq!(starred(&once, "V01"), codes(&["T12"]));
    }

    #[test]
    fn habits_of_another_build_are_still_read() {
        let read: Habits = serde_json::from_str(r#"{"mode":"expert","later":1}"#).expect("read");
        assert_eq!(read.mode, Some(Mode::Expert));
    }
}
