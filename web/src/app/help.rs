//! The help of a page: which text belongs to it, and the panel that shows it beside what is being typed.

use daiban_shared::kind::Role;
use daiban_shared::text::{HelpUi, Lang};
use yew::prelude::*;

use super::route::Route;
use super::session::use_session;
use crate::ui::dom;
use crate::ui::help::HelpText;
use crate::ui::icon::{Icon, icon};
use crate::ui::keys::{is_composing, use_keys};
use crate::ui::link::Go;

/// A guide for every role, words, keys.
pub const TOPICS: [(&str, HelpUi); 8] = [
    ("agent", HelpUi::TopicAgent),
    ("clerk", HelpUi::TopicClerk),
    ("reviewer", HelpUi::TopicReviewer),
    ("head", HelpUi::TopicHead),
    ("supervisor", HelpUi::TopicSupervisor),
    ("admin", HelpUi::TopicAdmin),
    ("words", HelpUi::TopicWords),
    ("keys", HelpUi::TopicKeys),
];

/// The guide of a person: that of the work he does most.
pub fn guide_of(roles: &[Role]) -> &'static str {
    let known = [
        // A head mostly has the rights of his people too.
        (Role::Head, "head"),
        (Role::Agent, "agent"),
        (Role::Clerk, "clerk"),
        (Role::Reviewer, "reviewer"),
        (Role::Supervisor, "supervisor"),
        (Role::Admin, "admin"),
    ];
    known.into_iter().find(|(role, _)| roles.contains(role)).map_or("agent", |(_, guide)| guide)
}

/// The guide and the section in it that help with a page.
pub fn help_of(route: &Route, roles: &[Role]) -> (&'static str, &'static str) {
    let guide = guide_of(roles);
    let by_guide = |agent, clerk, reviewer, supervisor, admin| match guide {
        "agent" => agent,
        "clerk" => clerk,
        "reviewer" | "head" => reviewer,
        "supervisor" => supervisor,
        _ => admin,
    };
    let files = if guide == "clerk" { "clerk" } else { "agent" };
    match route {
        Route::Home | Route::Tasks | Route::Display | Route::NotFound | Route::Help { .. } | Route::Practice => {
            (guide, "start")
        }
        Route::Password => (guide, by_guide("safe", "safe", "start", "people", "people")),
        Route::Items | Route::Item { .. } => (files, if files == "agent" { "items" } else { "filing" }),
        Route::File { .. } => (files, "filing"),
        Route::Filed { .. } => (files, if files == "agent" { "receipt" } else { "papers" }),
        Route::Cases => (guide, by_guide("follow", "inbox", "start", "case", "start")),
        Route::Case { .. } => (guide, by_guide("follow", "accept", "examine", "case", "trouble")),
        Route::Print { .. } | Route::PrintFile { .. } | Route::PrintClock { .. } | Route::PrintMany => {
            (guide, by_guide("receipt", "papers", "papers", "case", "trouble"))
        }
        Route::Catalogue | Route::CatalogueImport | Route::Versions { .. } if guide == "admin" => ("admin", "start"),
        Route::Catalogue | Route::CatalogueImport | Route::Versions { .. } => {
            (files, if files == "agent" { "items" } else { "filing" })
        }
        Route::Deadline => (guide, by_guide("follow", "accept", "examine", "case", "trouble")),
        Route::Calendar | Route::CalendarOf { .. } | Route::Screen => (guide, "start"),
        Route::Overview | Route::OverviewAs { .. } if guide == "head" => ("head", "figures"),
        Route::Overview | Route::OverviewAs { .. } => ("supervisor", "start"),
        Route::Wall | Route::WallScreen | Route::Alarms | Route::WatchRules | Route::Reports | Route::Registers
            if guide == "head" =>
        {
            ("head", "figures")
        }
        Route::Wall | Route::WallScreen | Route::Alarms | Route::WatchRules | Route::Reports | Route::Registers => {
            ("supervisor", "wall")
        }
        Route::Cards | Route::Card { .. } if guide == "supervisor" => ("supervisor", "wall"),
        Route::Inspections
        | Route::InspectionNew
        | Route::Inspection { .. }
        | Route::Appraisal
        | Route::Schemes
        | Route::Sheets
        | Route::Sheet { .. }
            if guide == "supervisor" || guide == "head" =>
        {
            ("supervisor", "appraisal")
        }
        Route::Cards
        | Route::Card { .. }
        | Route::Inspections
        | Route::InspectionNew
        | Route::Inspection { .. }
        | Route::Appraisal
        | Route::Schemes
        | Route::Sheets
        | Route::Sheet { .. } => (guide, "start"),
        Route::Sync => (guide, by_guide("offline", "inbox", "time", "silent", "line")),
        Route::People => ("admin", "people"),
        Route::Nodes => ("admin", "nodes"),
        Route::Rights => ("admin", "rights"),
        Route::Groups => ("admin", "groups"),
    }
}

#[derive(Properties, PartialEq)]
pub struct PageHelpProps {
    pub route: Route,
}

/// The link, the key F1, and the panel. What is typed on the page stays as it is.
#[component]
pub fn PageHelp(props: &PageHelpProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let open = use_state(|| false);
    // Where the focus was when the panel opened.
    let before = use_mut_ref(|| None::<web_sys::HtmlElement>);
    let turn = {
        let (open, before) = (open.clone(), before.clone());
        Callback::from(move |()| {
            if *open {
                if let Some(element) = before.take() {
                    let _ = element.focus();
                }
            } else {
                before.replace(dom::focused());
            }
            open.set(!*open);
        })
    };
    {
        let (turn, is_open) = (turn.clone(), *open);
        use_keys(Callback::from(move |event: KeyboardEvent| {
            let held = event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key();
            let is_help = event.key() == "F1" && !held && !event.repeat();
            if !is_composing(&event) && (is_help || is_open && event.key() == "Escape") {
                event.prevent_default();
                turn.emit(());
            }
        }));
    }
    let roles = session.me().map(|me| me.roles.clone()).unwrap_or_default();
    let (topic, section) = help_of(&props.route, &roles);
    let press = turn.reform(|_: MouseEvent| ());
    html! {
        <>
            <button type="button" class="quiet" aria-expanded={open.to_string()} onclick={press.clone()} data-test="help">
                { icon(Icon::CircleQuestionMark) }<span class="wide-only">{ HelpUi::PageHelp.text(lang) }</span>
            </button>
            if *open { { beside(panel(topic, section, press, lang)) } }
        </>
    }
}

/// Beside the page, not in the bar with its button.
fn beside(panel: Html) -> Html {
    match dom::document().and_then(|document| document.body()) {
        Some(body) => yew::create_portal(panel, body.into()),
        None => Html::default(),
    }
}

fn panel(topic: &'static str, section: &'static str, press: Callback<MouseEvent>, lang: Lang) -> Html {
    html! {
        <aside class="help-panel" aria-label={HelpUi::Help.text(lang)} data-test="help-panel">
            <p class="buttons">
                <button type="button" onclick={press} data-test="help-close">{ icon(Icon::X) }{ HelpUi::Close.text(lang) }</button>
                <Go to={Route::Help { topic: topic.to_owned() }} class={classes!("button")} own_tab={true} test="help-whole">
                    { icon(Icon::ExternalLink) }{ HelpUi::Whole.text(lang) }
                </Go>
            </p>
            <HelpText topic={topic} section={section} focus={true} />
        </aside>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::help::sections;

    fn text(lang: &str, topic: &str) -> String {
        let path = format!("{}/help/{lang}/{topic}.html", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn routes() -> Vec<Route> {
        let id = String::from("1");
        vec![
            Route::Home,
            Route::Items,
            Route::Item { code: id.clone() },
            Route::File { code: id.clone() },
            Route::Filed { id: id.clone() },
            Route::Groups,
            Route::Cases,
            Route::Case { id: id.clone() },
            Route::Print { id: id.clone(), step: id.clone() },
            Route::PrintFile { id: id.clone() },
            Route::PrintClock { id: id.clone() },
            Route::Deadline,
            Route::Tasks,
            Route::Overview,
            Route::Wall,
            Route::WallScreen,
            Route::Alarms,
            Route::Cards,
            Route::Card { id: id.clone() },
            Route::Inspections,
            Route::InspectionNew,
            Route::Inspection { id: id.clone() },
            Route::Appraisal,
            Route::Schemes,
            Route::Sheets,
            Route::Sheet { id: id.clone() },
            Route::WatchRules,
            Route::Reports,
            Route::Registers,
            Route::Sync,
            Route::People,
            Route::Nodes,
            Route::Rights,
            Route::Password,
            Route::Display,
            Route::Help { topic: id },
            Route::Practice,
            Route::NotFound,
        ]
    }

    #[test]
    fn every_page_has_a_section_of_help_for_every_role_in_both_languages() {
        let all = [Role::Agent, Role::Clerk, Role::Reviewer, Role::Head, Role::Supervisor, Role::Admin];
        for (role, route) in all.iter().flat_map(|role| routes().into_iter().map(move |route| (*role, route))) {
            let (topic, section) = help_of(&route, &[role]);
            for lang in ["zh", "en"] {
                let known = sections(&text(lang, topic));
                assert!(known.iter().any(|id| id == section), "{role:?} {route:?}: {lang} {topic}#{section}");
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_sections_in_the_same_order() {
        for (topic, _) in TOPICS {
            assert_eq!(sections(&text("zh", topic)), sections(&text("en", topic)), "{topic}");
        }
    }

    #[test]
    fn a_guide_is_short_enough_for_two_sheets() {
        // A sheet of A4 takes about 1,000 Chinese characters with lists, 3,400 letters in English.
        for (topic, _) in TOPICS {
            let chinese = text("zh", topic).chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
            assert!(chinese < 1_800, "{topic}: {chinese}");
            let english = text("en", topic).len();
            assert!(english < 6_500, "{topic}: {english}");
        }
    }

    #[test]
    fn no_guide_brings_words_of_the_other_language_or_a_script() {
        for (topic, _) in TOPICS {
            let english = text("en", topic);
            assert!(!english.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{topic}");
            for (lang, text) in [("zh", text("zh", topic)), ("en", english)] {
                for part in ["<script", "onclick", "style=", "http:", "https:"] {
                    assert!(!text.contains(part), "{lang} {topic}: {part}");
                }
            }
        }
    }
}
