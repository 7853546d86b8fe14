//! To be written.
use yew::prelude::*;
/// x
#[component]
pub fn SyncPage() -> Html { html!{<p/>} }
