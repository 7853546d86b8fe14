//! To be written.
use yew::prelude::*;
#[derive(Properties, PartialEq)]
pub struct P { pub id: String, pub step: String }
/// x
#[component]
pub fn PrintPage(props: &P) -> Html { html!{<p>{props.id.clone()}{props.step.clone()}</p>} }
