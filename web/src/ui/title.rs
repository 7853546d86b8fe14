//! A page's headline: it names the window too and takes the focus when the page is opened.

use daiban_shared::text::Ui;
use yew::prelude::*;

use super::dom;
use crate::app::session::use_lang;

#[derive(Properties, PartialEq)]
pub struct TitleProps {
    pub text: AttrValue,
    /// Something else on the page takes the focus.
    #[prop_or_default]
    pub keep_focus: bool,
}

/// `<h1>` and `<title>`.
#[component]
pub fn Title(props: &TitleProps) -> Html {
    let lang = use_lang();
    let node = use_node_ref();
    use_effect_with((props.text.clone(), lang), |(text, lang)| {
        let app = Ui::AppName.text(*lang);
        if text == app {
            dom::set_title(app);
        } else {
            dom::set_title(&format!("{text} - {app}"));
        }
    });
    {
        let (node, keep) = (node.clone(), props.keep_focus);
        use_effect_with((), move |()| {
            // A page that comes late must not take the focus from somebody who types into the search.
            let keep = keep || dom::is_in("[role=search]");
            if let Some(title) = node.cast::<web_sys::HtmlElement>().filter(|_| !keep) {
                let _ = title.focus();
            }
        });
    }
    html! { <h1 tabindex="-1" ref={node} data-test="title">{ props.text.clone() }</h1> }
}
