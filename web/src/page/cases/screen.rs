//! What of a long list is on the screen: measures the rows that are drawn, says which to draw.
//!
//! It does not listen to scrolling: a browser with such a listener makes each picture wait for the page, and a list on an old
//! PC then follows the finger late. It is told when what is not drawn comes near the screen.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use daiban_shared::id::DocId;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, IntersectionObserver, IntersectionObserverInit};
use yew::prelude::*;

use super::window::{Heights, Window};
use crate::ui::dom;

/// Rows that are all together so much higher than was thought are drawn anew at once, otherwise at the next step.
const NEWS_PX: f64 = 200.0;
/// Rows are drawn when what is not drawn comes so near: half of the spare rows are left, so the list can be scrolled on.
const NEAR: &str = "480px 0px";
/// Before anything is known of the browser.
const SCREEN_PX: f64 = 800.0;

/// The screen over a list, for whoever draws the list and for whoever leads about in it.
#[derive(Clone)]
pub struct Screen(Rc<Inner>);

struct Inner {
    body: NodeRef,
    heights: RefCell<Heights>,
    /// How far the page was scrolled when the list came or a case was opened.
    scroll: Cell<f64>,
    wanted: Cell<Option<DocId>>,
}

impl PartialEq for Screen {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Screen {
    /// `<tbody>`, or what stands for it.
    pub fn body(&self) -> NodeRef {
        self.0.body.clone()
    }

    /// As the browser drew them.
    pub fn heights(&self) -> Heights {
        self.0.heights.borrow().clone()
    }

    /// Nothing is known of the rows any more.
    pub fn forget(&self) {
        self.0.heights.borrow_mut().clear();
    }

    /// How far the page was scrolled when it was noted last.
    pub fn scroll(&self) -> f64 {
        self.0.scroll.get()
    }

    /// Notes how far the page is scrolled: the list is left.
    pub fn note(&self) {
        self.0.scroll.set(dom::scrolled().0);
    }

    /// Rows that fit on the screen.
    pub fn rows(&self) -> usize {
        let height = self.0.heights.borrow().above(1).max(24.0);
        ((dom::scrolled().1 / height) as usize).max(1)
    }

    /// Brings a row that is not drawn to the screen; it gets the focus once it is.
    pub fn go_to(&self, row: usize, case: DocId) {
        let Some(body) = self.0.body.cast::<Element>() else { return };
        self.0.wanted.set(Some(case));
        let (y, height) = dom::scrolled();
        let begin = body.get_bounding_client_rect().top() + y;
        dom::scroll_page(begin + self.0.heights.borrow().above(row) - height / 3.0);
    }

    /// The row that shall get the focus once it is drawn.
    pub fn wanted(&self) -> &Cell<Option<DocId>> {
        &self.0.wanted
    }

    /// Measures the rows that stand there, `all` of them or those that were never drawn; says whether they are so much
    /// higher than was thought that there may be a gap.
    pub fn measure(&self, all: bool) -> bool {
        let Some(body) = self.0.body.cast::<Element>() else { return false };
        let Ok(list) = body.query_selector_all("[data-row]") else { return false };
        let rows: Vec<(usize, HtmlElement)> = (0..list.length())
            .filter_map(|at| list.get(at)?.dyn_into::<HtmlElement>().ok())
            .filter_map(|row| Some((row.get_attribute("data-row")?.parse().ok()?, row)))
            .collect();
        let mut heights = self.0.heights.borrow_mut();
        let is_wanted = |row: &usize, heights: &Heights| all || !heights.is_known(*row);
        let mut news = 0.0;
        for (at, (row, element)) in rows.iter().enumerate() {
            if !is_wanted(row, &heights) {
                continue;
            }
            let box_of = element.get_bounding_client_rect();
            // With the gap to the next row, which cards have.
            let height = match rows.get(at + 1) {
                Some((_, next)) => next.get_bounding_client_rect().top() - box_of.top(),
                None => box_of.height(),
            };
            if height > 0.0 {
                news += heights.set(*row, height).abs();
            }
        }
        news > NEWS_PX
    }
}

/// A screen over a list that begins as `heights` say, scrolled to `scroll`.
#[hook]
pub fn use_screen(heights: Option<Heights>, scroll: f64) -> Screen {
    let body = use_node_ref();
    let screen = use_memo((), |()| {
        Screen(Rc::new(Inner {
            body,
            heights: RefCell::new(heights.unwrap_or_default()),
            scroll: Cell::new(scroll),
            wanted: Cell::new(None),
        }))
    });
    (*screen).clone()
}

/// Which of so many rows to draw, again whenever what stands for the others comes near the screen.
#[hook]
pub fn use_window(screen: &Screen, rows: usize) -> Window {
    let view = use_state(|| (screen.scroll(), SCREEN_PX));
    let window = screen.0.heights.borrow().window(rows, view.0, view.1);
    // What the observer below compares with: how many rows there are, and which of them are drawn.
    let drawn = use_mut_ref(|| (rows, window));
    drawn.replace((rows, window));
    let observer = use_mut_ref(|| None::<Observer>);
    {
        let (screen, view) = (screen.clone(), view.setter());
        // After every drawing anew: the first answer tells where things stand now, however far the list was scrolled meanwhile.
        use_effect_with((window, rows), move |_| {
            let Some(body) = screen.0.body.cast::<Element>() else { return };
            let mut observer = observer.borrow_mut();
            let observer = observer.get_or_insert_with(|| {
                Observer::new(move || {
                    let Some(body) = screen.0.body.cast::<Element>() else { return };
                    let (top, height) = (-body.get_bounding_client_rect().top(), dom::scrolled().1);
                    let (rows, before) = *drawn.borrow();
                    let now = screen.0.heights.borrow().window(rows, top, height);
                    if (now.from, now.to) != (before.from, before.to) {
                        view.set((top, height));
                    }
                })
            });
            observer.watch(&body);
        });
    }
    window
}

/// Tells when a spacer comes near the screen, or leaves it.
struct Observer {
    observer: Option<IntersectionObserver>,
    _told: Closure<dyn Fn()>,
}

impl Observer {
    fn new(tell: impl Fn() + 'static) -> Self {
        let told = Closure::<dyn Fn()>::new(tell);
        let near = IntersectionObserverInit::new();
        near.set_root_margin(NEAR);
        let observer = IntersectionObserver::new_with_options(told.as_ref().unchecked_ref(), &near).ok();
        Self { observer, _told: told }
    }

    fn watch(&self, body: &Element) {
        let Some(observer) = &self.observer else { return };
        observer.disconnect();
        for spacer in [body.first_element_child(), body.last_element_child()].into_iter().flatten() {
            observer.observe(&spacer);
        }
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
