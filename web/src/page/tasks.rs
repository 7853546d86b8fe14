//! To be written.
use yew::prelude::*;
/// x
#[component]
pub fn TasksPage() -> Html { html!{<p/>} }
