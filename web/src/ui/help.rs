//! A text of the help, as it stands in `web/help`. It comes with the program, so its HTML is shown as it is.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::notice::words_of;
use super::state::Loading;
use crate::api::{self, Fault};
use crate::app::session::use_lang;
use crate::ui::dom;

#[derive(Properties, PartialEq)]
pub struct HelpTextProps {
    /// `agent`, `words`, ...
    pub topic: AttrValue,
    /// Shown first; empty = the beginning.
    #[prop_or_default]
    pub section: AttrValue,
    /// The section takes the focus.
    #[prop_or_default]
    pub focus: bool,
}

/// The text in the language of the page.
#[component]
pub fn HelpText(props: &HelpTextProps) -> Html {
    let lang = use_lang();
    let text = use_state(|| None::<Result<AttrValue, Fault>>);
    {
        let text = text.setter();
        use_effect_with((props.topic.clone(), lang), move |(topic, lang)| {
            let (topic, lang) = (topic.clone(), *lang);
            spawn_local(async move {
                let read = api::help(lang, &topic).await;
                text.set(Some(read.map(|read| AttrValue::from(marked(&read)))));
            });
        });
    }
    {
        let stands = matches!(&*text, Some(Ok(_)));
        use_effect_with((stands, props.section.clone(), props.focus), |(stands, section, focus)| {
            if *stands && !section.is_empty() {
                let id = format!("help-{section}");
                dom::scroll_to(&id);
                if *focus {
                    dom::focus(&id);
                }
            }
        });
    }
    match &*text {
        None => html! { <Loading /> },
        Some(Ok(text)) => {
            html! { <div class="help-text" data-test="help-text">{ Html::from_html_unchecked(text.clone()) }</div> }
        }
        Some(Err(fault)) => {
            html! { <p class="notice bad" role="alert" data-test="help-failed">{ words_of(fault, lang) }</p> }
        }
    }
}

/// Its sections carry names of their own in the page, and can take the focus.
fn marked(text: &str) -> String {
    text.replace("<h2 id=\"", "<h2 tabindex=\"-1\" id=\"help-")
}

/// The sections of a text, in its order.
#[cfg(test)]
pub fn sections(text: &str) -> Vec<String> {
    text.split("<h2 id=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_cannot_be_taken_for_a_part_of_the_page() {
        let text = "<h1>A</h1><h2 id=\"filing\">B</h2>";
        assert_eq!(sections(text), ["filing"]);
        assert_eq!(marked(text), "<h1>A</h1><h2 tabindex=\"-1\" id=\"help-filing\">B</h2>");
    }
}
