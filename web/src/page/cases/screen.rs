//! What of a long list is on the screen: listens to scrolling, measures the rows that are drawn, says which to draw.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::window::{Heights, Window};
use crate::ui::dom;

/// The list is drawn anew when it was scrolled so far; rows beyond the screen cover less than that.
const STEP_PX: f64 = 200.0;
/// Before anything is known of the browser.
const SCREEN_PX: f64 = 800.0;

/// The screen over a list.
#[derive(Clone)]
pub struct Screen {
    /// `<tbody>`, or what stands for it.
    pub body: NodeRef,
    /// As the browser drew them.
    pub heights: Rc<RefCell<Heights>>,
    /// How far the page was scrolled last.
    pub scroll: Rc<Cell<f64>>,
    top: f64,
    screen: f64,
    redraw: UseForceUpdateHandle,
}

impl Screen {
    /// Which of so many rows to draw.
    pub fn window(&self, rows: usize) -> Window {
        self.heights.borrow().window(rows, self.top, self.screen)
    }

    /// Rows that fit on the screen.
    pub fn rows(&self) -> usize {
        let height = self.heights.borrow().above(1).max(24.0);
        ((self.screen / height) as usize).max(1)
    }

    /// Measures the rows that stand there; draws anew if they are of another height than was thought.
    pub fn measure(&self) {
        let Some(body) = self.body.cast::<Element>() else { return };
        let Ok(list) = body.query_selector_all("[data-row]") else { return };
        let rows: Vec<(usize, HtmlElement)> = (0..list.length())
            .filter_map(|at| list.get(at)?.dyn_into::<HtmlElement>().ok())
            .filter_map(|row| Some((row.get_attribute("data-row")?.parse().ok()?, row)))
            .collect();
        let mut is_news = false;
        let mut heights = self.heights.borrow_mut();
        let tops: Vec<f64> = rows.iter().map(|(_, row)| row.get_bounding_client_rect().top()).collect();
        for (at, (row, element)) in rows.iter().enumerate() {
            // With the gap to the next row, which cards have.
            let height = match tops.get(at + 1) {
                Some(next) => next - tops[at],
                None => element.get_bounding_client_rect().height(),
            };
            is_news |= height > 0.0 && heights.set(*row, height);
        }
        drop(heights);
        if is_news {
            self.redraw.force_update();
        }
    }

    /// Brings a row that is not drawn to the screen.
    pub fn go_to(&self, row: usize) {
        let Some(body) = self.body.cast::<Element>() else { return };
        let begin = body.get_bounding_client_rect().top() + dom::scrolled().0;
        dom::scroll_page(begin + self.heights.borrow().above(row) - self.screen / 3.0);
    }
}

/// A screen over a list that begins as `heights` say, scrolled to `scroll`.
#[hook]
pub fn use_screen(heights: Option<Heights>, scroll: f64) -> Screen {
    let body = use_node_ref();
    let heights = use_mut_ref(|| heights.unwrap_or_default());
    let last = use_memo((), |()| Cell::new(scroll));
    let view = use_state(|| (scroll, SCREEN_PX));
    let redraw = use_force_update();
    {
        let (body, view, last) = (body.clone(), view.setter(), Rc::clone(&last));
        use_effect_with((), move |()| {
            let shown = Cell::new((scroll, SCREEN_PX));
            let look = move || {
                let (y, screen) = dom::scrolled();
                last.set(y);
                let Some(body) = body.cast::<Element>() else { return };
                let top = -body.get_bounding_client_rect().top();
                let (before, height) = shown.get();
                if (top - before).abs() > STEP_PX || (screen - height).abs() > 1.0 {
                    shown.set((top, screen));
                    view.set((top, screen));
                }
            };
            look();
            let listener = Closure::<dyn Fn()>::new(look);
            let window = web_sys::window();
            for event in ["scroll", "resize"] {
                if let Some(window) = &window {
                    let _ = window.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
                }
            }
            move || {
                for event in ["scroll", "resize"] {
                    if let Some(window) = &window {
                        let _ = window.remove_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
                    }
                }
            }
        });
    }
    Screen { body, heights, scroll: last, top: view.0, screen: view.1, redraw }
}
