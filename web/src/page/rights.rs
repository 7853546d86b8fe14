//! To be written.
use yew::prelude::*;
/// x
#[component]
pub fn RightsPage() -> Html { html!{<p/>} }
