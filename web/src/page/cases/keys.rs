//! Keys of a list: up and down, open, tick, a screen on, help.

use std::rc::Rc;

use daiban_shared::id::DocId;
use daiban_shared::text::ListUi;
use yew::prelude::*;

use super::choice::{Choice, Tick};
use super::line::link_id;
use super::screen::Screen;
use crate::app::session::use_lang;
use crate::ui::dom;
use crate::ui::keys::{is_plain, use_keys};

/// What a key does to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// To the row so many further.
    Move(isize),
    Pick,
    Help,
    /// Ticks every row that was read.
    All,
    /// Takes the ticks back.
    Clear,
}

fn meaning(key: &str, screen: usize) -> Option<Does> {
    let screen = isize::try_from(screen).unwrap_or(1);
    match key {
        "ArrowDown" | "j" => Some(Does::Move(1)),
        "ArrowUp" | "k" => Some(Does::Move(-1)),
        "n" => Some(Does::Move(screen)),
        "x" => Some(Does::Pick),
        "A" => Some(Does::All),
        // The second is what the key gives while Chinese signs are switched on.
        "?" | "？" => Some(Does::Help),
        "Escape" => Some(Does::Clear),
        _ => None,
    }
}

/// The row after a move; without one, the first or last.
fn moved(at: Option<usize>, by: isize, rows: usize) -> Option<usize> {
    let last = rows.checked_sub(1)?;
    let to = match at {
        Some(at) => at.saturating_add_signed(by),
        None if by < 0 => last,
        None => 0,
    };
    Some(to.min(last))
}

/// Listens for the keys.
#[hook]
pub fn use_list_keys(
    order: &Rc<Vec<DocId>>,
    current: &UseStateHandle<Option<DocId>>,
    choice: &UseReducerHandle<Choice>,
    screen: &Screen,
    help: &UseStateHandle<bool>,
) {
    let (order, current, choice) = (order.clone(), current.clone(), choice.clone());
    let (screen, help) = (screen.clone(), help.clone());
    use_keys(Callback::from(move |event: KeyboardEvent| {
        if *help || !is_plain(&event) || dom::is_in("details[open], dialog, [role=listbox]") {
            return;
        }
        let Some(does) = meaning(&event.key(), screen.rows()) else { return };
        match does {
            Does::Move(by) => {
                let at = current.and_then(|current| order.iter().position(|case| *case == current));
                let Some(to) = moved(at, by, order.len()) else { return };
                event.prevent_default();
                let case = order[to];
                current.set(Some(case));
                if !dom::focus(&link_id(case)) {
                    screen.go_to(to, case);
                }
            }
            Does::Pick => {
                if let Some(case) = *current {
                    choice.dispatch(Tick::One(case));
                }
            }
            Does::Help => {
                event.prevent_default();
                help.set(true);
            }
            Does::All => choice.dispatch(Tick::All(order.to_vec())),
            Does::Clear => choice.dispatch(Tick::Clear),
        }
    }));
}

/// Keys, and what they do.
pub type Row = (&'static [&'static str], ListUi);

/// What the keys do in a list.
const ROWS: &[Row] = &[
    (&["↓", "↑", "j", "k"], ListUi::KeyMove),
    (&["Enter"], ListUi::KeyOpen),
    (&["x"], ListUi::KeyPick),
    (&["Shift+A"], ListUi::KeyAll),
    (&["a", "f", "h"], ListUi::KeyBatch),
    (&["n"], ListUi::KeyPage),
    (&["Esc"], ListUi::KeyBack),
    (&["/", "Ctrl+K"], ListUi::KeySearch),
    (&["?"], ListUi::KeyHelp),
];

#[derive(Properties, PartialEq)]
pub struct KeysProps {
    #[prop_or(ROWS)]
    pub rows: &'static [Row],
    pub on_close: Callback<()>,
}

/// What the keys do.
#[component]
pub fn Keys(props: &KeysProps) -> Html {
    let lang = use_lang();
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = node.cast::<web_sys::HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        });
    }
    let close = props.on_close.reform(|_: MouseEvent| ());
    let closed = props.on_close.reform(|_: Event| ());
    html! {
        <dialog class="dialog keys" ref={node} onclose={closed} aria-label={ListUi::Keys.text(lang)} data-test="keys-help">
            <h2>{ ListUi::Keys.text(lang) }</h2>
            <dl>
                { for props.rows.iter().map(|(keys, text)| html! {
                    <div>
                        <dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt>
                        <dd>{ text.text(lang) }</dd>
                    </div>
                }) }
            </dl>
            <p class="buttons"><button type="button" class="main" onclick={close} data-test="keys-close">{ ListUi::Close.text(lang) }</button></p>
        </dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_stays_within_the_list() {
        let table = [
            (None, 1, 5, Some(0)),
            (None, -1, 5, Some(4)),
            (Some(0), -1, 5, Some(0)),
            (Some(4), 1, 5, Some(4)),
            (Some(1), 12, 5, Some(4)),
            (Some(2), 1, 5, Some(3)),
            (None, 1, 0, None),
        ];
        for (at, by, rows, to) in table {
            assert_eq!(moved(at, by, rows), to, "{at:?} {by} of {rows}");
        }
    }

    #[test]
    fn other_keys_mean_nothing() {
        assert_eq!(meaning("j", 9), Some(Does::Move(1)));
        assert_eq!(meaning("n", 9), Some(Does::Move(9)));
        assert_eq!((meaning("a", 9), meaning("Enter", 9)), (None, None));
    }
}
