//! To be written.
use yew::prelude::*;
/// x
#[component]
pub fn OverviewPage() -> Html { html!{<p/>} }
