//! Grants (授权): who may accept and decide what. The district enters and ends them; other places ask for them here.

mod form;
mod list;
mod requests;

use daiban_shared::api::{Page, RightAskedView, RightView};
use daiban_shared::kind::Role;
use daiban_shared::site::Tier;
use daiban_shared::text::{GrantUi, Ui};
use yew::prelude::*;

use crate::app::session::use_session;
use crate::load::use_load;
use crate::ui::state;
use crate::ui::title::Title;

/// `/rights`
#[component]
pub fn RightsPage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let loaded = use_load::<Page<RightView>>("/rights".to_owned(), true);
    let is_admin = session.has_role(&[Role::Admin]);
    let is_district = session.me().is_some_and(|me| me.site.tier == Tier::District);
    let requests =
        use_load::<Page<RightAskedView>>(if is_admin { "/right-requests".to_owned() } else { String::new() }, true);
    // Rises with every right that was sent: the form begins anew, with a new command id.
    let sent = use_state(|| 0u32);
    let on_change = {
        let (again, asked) = (loaded.again.clone(), requests.again.clone());
        Callback::from(move |()| {
            again.emit(());
            asked.emit(());
        })
    };
    let on_done = {
        let (sent, on_change) = (sent.clone(), on_change.clone());
        Callback::from(move |()| {
            sent.set(*sent + 1);
            on_change.emit(());
        })
    };
    let ends = is_admin && is_district;
    html! {
        <>
            <Title text={Ui::Rights.text(lang)} />
            <p class="lead">{ GrantUi::Lead.text(lang) }</p>
            if is_admin {
                { state::of(&requests, |page| html! {
                    <requests::Requests rows={page.items.clone()} answers={ends} on_change={on_change.clone()} />
                }) }
            }
            { state::of(&loaded, |page| html! {
                <list::Grants rows={page.items.clone()} {ends} on_change={on_change.clone()} />
            }) }
            if is_admin { <form::AddGrant key={*sent} sent={*sent > 0} {is_district} {on_done} /> }
        </>
    }
}
