//! The Daiban pages: one client for agents, clerks, reviewers, supervisors and administrators of every tier.
//!
//! It draws what the node computed and sends commands with ids made here. It knows neither `fold` nor `decide`: what
//! may be done, and why not, comes from the node in words.

mod api;
mod app;
mod draft;
mod load;
mod page;
mod prefs;
mod send;
mod ui;

fn main() {
    // The skeleton inside stands until the first page is drawn.
    let root = ui::dom::by_id("app");
    match root {
        Some(root) => {
            root.set_inner_html("");
            yew::Renderer::<app::App>::with_root(root).render();
        }
        None => {
            yew::Renderer::<app::App>::new().render();
        }
    }
}
