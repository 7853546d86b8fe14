//! To be written.
use yew::prelude::*;
/// x
#[component]
pub fn NodesPage() -> Html { html!{<p/>} }
