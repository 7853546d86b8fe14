//! An address that leads nowhere.

use daiban_shared::text::Ui;
use yew::prelude::*;

use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::ui::link::Go;
use crate::ui::title::Title;

/// 404.
#[component]
pub fn NotFoundPage() -> Html {
    let lang = use_lang();
    html! {
        <section data-test="not-found">
            <Title text={Ui::NotFoundTitle.text(lang)} />
            <p>{ Ui::NotFoundHint.text(lang) }</p>
            <p><Go to={Route::Home}>{ Ui::ToHome.text(lang) }</Go></p>
        </section>
    }
}
