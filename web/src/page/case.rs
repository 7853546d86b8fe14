//! To be written.
use yew::prelude::*;
#[derive(Properties, PartialEq)]
pub struct P { pub id: String }
/// x
#[component]
pub fn CasePage(props: &P) -> Html { html!{<p>{props.id.clone()}</p>} }
