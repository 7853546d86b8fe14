//! To be written.
use yew::prelude::*;
/// x
#[component]
pub fn PeoplePage() -> Html { html!{<p/>} }
