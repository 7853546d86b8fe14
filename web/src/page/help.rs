//! The guides, words and keys as pages of their own, to be read and printed.

use daiban_shared::text::HelpUi;
use yew::prelude::*;

use crate::app::help::TOPICS;
use crate::app::route::Route;
use crate::app::session::use_session;
use crate::ui::dom;
use crate::ui::help::HelpText;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::Go;
use crate::ui::title::Title;
use crate::ui::words;

#[derive(Properties, PartialEq)]
pub struct HelpPageProps {
    pub topic: String,
}

/// `/help/{topic}`
#[component]
pub fn HelpPage(props: &HelpPageProps) -> Html {
    let lang = use_session().lang;
    // An address that nobody knows opens the first guide instead of nothing.
    let (topic, title) = TOPICS.into_iter().find(|(topic, _)| *topic == props.topic).unwrap_or(TOPICS[0]);
    let entries = TOPICS.iter().map(|(code, text)| {
        let current = *code == topic;
        html! {
            <li key={*code}>
                <Go to={Route::Help { topic: (*code).to_owned() }} {current} class={classes!(current.then_some("current"))}
                    test={format!("topic-{code}")}>{ text.text(lang) }</Go>
            </li>
        }
    });
    html! {
        <div class="help-page">
            <nav aria-label={HelpUi::Contents.text(lang)} class="screen-only">
                <Title text={words::pair(HelpUi::Help.text(lang), title.text(lang), lang)} />
                <ul>{ for entries }</ul>
                <button type="button" onclick={|_| dom::print()} data-test="print-help">
                    { icon(Icon::Printer) }{ HelpUi::Print.text(lang) }
                </button>
            </nav>
            <article><HelpText key={topic} topic={topic} /></article>
        </div>
    }
}
