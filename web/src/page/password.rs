//! To be written.
use yew::prelude::*;
/// x
#[component]
pub fn PasswordPage() -> Html { html!{<p/>} }
