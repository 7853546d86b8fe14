//! The line below a list that says at which moment it was read: whatever depends on now is as of then.

use daiban_shared::day::stamp;
use daiban_shared::id::Millis;
use daiban_shared::text::{Lang, Ui, fill};
use yew::prelude::*;

/// By the clock of the machine that read it, on the screen and on paper; nothing while nothing was read.
pub fn as_of(at: Option<Millis>, lang: Lang) -> Html {
    let Some(at) = at else { return Html::default() };
    html! { <p class="hint as-of" data-test="as-of">{ fill(Ui::AsOf.text(lang), &[("time", &stamp(at))]) }</p> }
}
