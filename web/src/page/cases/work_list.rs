//! A work list: rows near the screen, in an order, with ticks and keys. It keeps still while somebody reads: what changes
//! waits behind a line that says so.

use std::rc::Rc;

use daiban_shared::api::CaseRow;
use daiban_shared::id::DocId;
use daiban_shared::site::Tier;
use daiban_shared::text::{Lang, ListUi, Ui, fill};
use yew::prelude::*;

use super::bar::ListBar;
use super::bulk::BulkBar;
use super::choice::{Choice, Tick};
use super::columns::{self, Column};
use super::head::Head;
use super::keys::{Keys, use_list_keys};
use super::line::{Press, link_id};
use super::listing::Listing;
use super::memory::{Kept, Memory, use_memory};
use super::reading::{Reading, use_listing};
use super::rows::Rows;
use super::screen::{Screen, use_screen};
use super::seen::{self, Seen};
use crate::app::route::CaseFilter;
use crate::app::session::use_session;
use crate::prefs::{use_pref, use_prefs_read};
use crate::ui::as_of::as_of;
use crate::ui::icon::{Icon, icon};
use crate::ui::state::{Empty, Failed, Loading};
use crate::ui::{dom, notice};

#[derive(Properties, PartialEq)]
pub struct WorkListProps {
    pub filter: CaseFilter,
}

/// The list with everything around it.
#[component]
pub fn WorkList(props: &WorkListProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let work = use_work(&props.filter);
    let own = session.me().map(|me| me.site.tier);
    let listing = &work.reading.listing;
    let again = work.reading.again.clone();
    if let (false, Some(fault)) = (listing.is_read && !listing.rows.is_empty(), &listing.fault) {
        return html! { <Failed fault={fault.clone()} {again} /> };
    }
    if !listing.is_read && listing.rows.is_empty() {
        return html! { <Loading /> };
    }
    let picked = work.picked();
    let set_help = |is_on: bool| {
        let help = work.help.setter();
        Callback::from(move |()| help.set(is_on))
    };
    html! {
        <div class="worklist" aria-busy={(listing.busy && !listing.is_read).to_string()}>
            <ListBar filter={props.filter.clone()} columns={work.columns.clone()} on_seen={work.mark_all()} on_help={set_help(true)} />
            { as_of(listing.as_of, lang) }
            { news(listing.waiting.len(), &again, lang) }
            if listing.rows.is_empty() {
                <Empty text={Ui::CasesNone.text(lang)}><p>{ Ui::CasesNoneHint.text(lang) }</p></Empty>
            } else {
                { table(&work, &props.filter, own, lang) }
                { end(&work.reading, lang) }
            }
            <BulkBar on_seen={work.mark(&picked)} on_clear={work.on_clear()} rows={picked} columns={work.columns.clone()} />
            if *work.help { <Keys on_close={set_help(false)} /> }
        </div>
    }
}

/// A list with what the person does in it.
struct Work {
    reading: Reading,
    screen: Screen,
    columns: Rc<Vec<Column>>,
    current: UseStateHandle<Option<DocId>>,
    choice: UseReducerHandle<Choice>,
    help: UseStateHandle<bool>,
    seen: Rc<Seen>,
    set_seen: Callback<Seen>,
    /// What looks at it are remembered by.
    list: String,
    order: Rc<Vec<DocId>>,
    on_press: Callback<(DocId, Press)>,
}

impl Work {
    fn picked(&self) -> Vec<Rc<CaseRow>> {
        let rows = self.reading.listing.rows.iter();
        rows.filter(|row| self.choice.cases.contains(&row.id)).cloned().collect()
    }

    /// Everything in the list was seen.
    fn mark_all(&self) -> Callback<()> {
        let (seen, set) = (self.seen.clone(), self.set_seen.clone());
        let (list, pos) = (self.list.clone(), self.reading.listing.pos);
        Callback::from(move |()| set.emit(seen.all(&list, pos, dom::now_ms())))
    }

    /// These were seen.
    fn mark(&self, rows: &[Rc<CaseRow>]) -> Callback<()> {
        let (seen, set, pos) = (self.seen.clone(), self.set_seen.clone(), self.reading.listing.pos);
        let cases: Vec<DocId> = rows.iter().map(|row| row.id).collect();
        Callback::from(move |()| set.emit(seen.opened(cases.clone(), pos)))
    }

    fn on_clear(&self) -> Callback<()> {
        let choice = self.choice.dispatcher();
        Callback::from(move |()| choice.dispatch(Tick::Clear))
    }

    fn is_all(&self) -> bool {
        !self.order.is_empty() && self.order.iter().all(|case| self.choice.cases.contains(case))
    }

    fn on_all(&self) -> Callback<MouseEvent> {
        let (choice, is_all, order) = (self.choice.dispatcher(), self.is_all(), self.order.clone());
        Callback::from(move |_| choice.dispatch(if is_all { Tick::Clear } else { Tick::All(order.to_vec()) }))
    }
}

#[hook]
fn use_work(filter: &CaseFilter) -> Work {
    let session = use_session();
    let (seen, set_seen) = use_pref::<Seen>(seen::KEY);
    let (chosen, _) = use_pref::<Option<Vec<Column>>>(columns::KEY);
    let list = filter.unordered().query();
    let path = use_path(filter, &seen, &list);
    let memory = use_memory();
    let kept = use_memo((), |()| memory.take(&path));
    let kept: Option<&Kept> = Option::as_ref(&kept);
    let reading = use_listing(path, kept.map(|kept| kept.listing.clone()));
    let screen = use_screen(kept.map(|kept| kept.heights.clone()), kept.map_or(0.0, |kept| kept.scroll));
    let current = use_state(|| kept.and_then(|kept| kept.current));
    let choice = use_reducer(Choice::default);
    let listing = &reading.listing;
    use_new_heights(&screen, listing.reading, kept.map(|kept| kept.listing.reading));
    use_first(&reading);
    let opened = use_remembering(&memory, listing, &screen, kept);
    use_noting(&seen, &set_seen, (list.as_str(), listing.pos, listing.is_read), kept.and_then(|kept| kept.current));
    let help = use_state(|| false);
    let order = use_memo(listing.rows.clone(), |rows| rows.iter().map(|row| row.id).collect::<Vec<DocId>>());
    use_list_keys(&order, &current, &choice, &screen, &help);
    let on_press = {
        let (choice, current, set_seen, screen) =
            (choice.dispatcher(), current.setter(), set_seen.clone(), screen.clone());
        let deps = (order.clone(), seen.clone(), listing.pos);
        use_callback(deps, move |(case, press): (DocId, Press), (order, seen, pos)| {
            current.set(Some(case));
            match press {
                Press::Open => {
                    opened.replace(Some(case));
                    screen.note();
                    set_seen.emit(seen.opened([case], *pos));
                }
                Press::Pick => choice.dispatch(Tick::One(case)),
                Press::PickTo => choice.dispatch(Tick::To(case, order.to_vec())),
            }
        })
    };
    let roles = session.me().map(|me| me.roles.clone()).unwrap_or_default();
    let columns = Rc::new(columns::shown(Option::as_ref(&chosen), &roles));
    Work { reading, screen, columns, current, choice, help, seen, set_seen, list, order, on_press }
}

fn table(work: &Work, filter: &CaseFilter, own: Option<Tier>, lang: Lang) -> Html {
    let listing = &work.reading.listing;
    let count = if listing.has_more() { "-1".to_owned() } else { (listing.rows.len() + 1).to_string() };
    html! {
        <table class="cards" role="table" data-test="cases" aria-rowcount={count} style={columns::widths(&work.columns)}
            data-rows={listing.rows.len().to_string()} data-more={listing.has_more().to_string()}>
            <Head filter={filter.clone()} columns={work.columns.clone()} is_all={work.is_all()} on_all={work.on_all()} />
            <Rows rows={listing.rows.clone()} screen={work.screen.clone()} columns={work.columns.clone()} {own} {lang}
                current={*work.current} choice={work.choice.clone()} seen={work.seen.clone()} list={work.list.clone()}
                on_press={work.on_press.clone()} has_more={listing.has_more() && !listing.busy && listing.fault.is_none()}
                on_more={work.reading.more.clone()} />
        </table>
    }
}

/// What the node is asked for; nothing until it is known since when a change counts.
#[hook]
fn use_path(filter: &CaseFilter, seen: &Seen, list: &str) -> String {
    let is_read = use_prefs_read();
    if filter.news.is_empty() {
        return format!("/cases{}", filter.query());
    }
    // Who looks for the first time has not missed anything.
    let since = seen.base(list).unwrap_or(i64::MAX.unsigned_abs());
    let asked = CaseFilter { news: since.to_string(), ..filter.clone() };
    if is_read { format!("/cases{}", asked.query()) } else { String::new() }
}

/// In another order the rows have other heights.
#[hook]
fn use_new_heights(screen: &Screen, reading: u32, kept: Option<u32>) {
    let before = use_mut_ref(|| kept.unwrap_or(0));
    if before.replace(reading) != reading && kept != Some(reading) {
        screen.forget();
    }
}

/// Where nothing is shown nothing can move: what comes first is shown at once.
#[hook]
fn use_first(reading: &Reading) {
    let listing = &reading.listing;
    let again = reading.again.clone();
    use_effect_with(listing.rows.is_empty() && !listing.waiting.is_empty(), move |is_first| {
        if *is_first {
            again.emit(());
        }
    });
}

/// Keeps the list when it is left for a case, and goes to the same place when it comes back.
#[hook]
fn use_remembering(
    memory: &Memory,
    listing: &UseReducerHandle<Listing>,
    screen: &Screen,
    kept: Option<&Kept>,
) -> Rc<std::cell::RefCell<Option<DocId>>> {
    let opened = use_mut_ref(|| None::<DocId>);
    let newest = use_mut_ref(|| listing.clone());
    newest.replace(listing.clone());
    {
        let (memory, screen, opened) = (memory.clone(), screen.clone(), opened.clone());
        use_effect_with((), move |()| {
            move || {
                memory.keep(Kept {
                    listing: Rc::new((**newest.borrow()).clone()),
                    heights: screen.heights(),
                    scroll: screen.scroll(),
                    current: *opened.borrow(),
                });
            }
        });
    }
    let back = use_mut_ref(|| kept.map(|kept| (kept.scroll, kept.current)));
    use_effect_with(!listing.rows.is_empty(), move |is_there| {
        if !*is_there {
            return;
        }
        if let Some((scroll, current)) = back.borrow_mut().take() {
            dom::scroll_page(scroll);
            if let Some(case) = current {
                dom::focus_still(&link_id(case));
            }
        }
    });
    opened
}

/// Notes that the list was shown; and that the case from which the person comes back was seen, with what he did to it.
#[hook]
fn use_noting(seen: &Rc<Seen>, set: &Callback<Seen>, shown: (&str, u64, bool), back: Option<DocId>) {
    let (list, pos, is_read) = shown;
    let is_known = use_prefs_read() && is_read;
    let back = use_mut_ref(|| back.map(|case| (case, 2)));
    let (seen, set) = (seen.clone(), set.clone());
    use_effect_with((list.to_owned(), pos, is_known), move |(list, pos, is_known)| {
        if !*is_known {
            return;
        }
        let mut next = seen.shown(list, *pos, dom::now_ms());
        let mut back = back.borrow_mut();
        if let Some((case, left)) = *back {
            // As the list was left, and once more when the news of it has come.
            *back = (left > 1).then_some((case, left - 1));
            next = Some(next.as_ref().unwrap_or(&seen).opened([case], *pos));
        }
        if let Some(next) = next {
            set.emit(next);
        }
    });
}

fn news(count: usize, again: &Callback<()>, lang: Lang) -> Html {
    let again = again.reform(|_: MouseEvent| ());
    html! {
        <div class="news-bar" role="status">
            if count > 0 {
                <button type="button" onclick={again} data-test="news">
                    { icon(Icon::RefreshCw) }
                    { fill(ListUi::Changed.text(lang), &[("n", &count.to_string())]) }{ lang.pick("，", ", ") }{ ListUi::ChangedShow.text(lang) }
                </button>
            }
        </div>
    }
}

fn end(reading: &Reading, lang: Lang) -> Html {
    let (listing, retry) = (&reading.listing, reading.more.reform(|_: MouseEvent| ()));
    match (&listing.fault, listing.has_more()) {
        (Some(fault), true) => html! {
            <div class="more" role="alert" data-test="more-failed">
                <p class="notice warn">{ ListUi::NextFailed.text(lang) }{ " " }{ notice::words_of(fault, lang) }</p>
                <button type="button" onclick={retry} data-test="more">{ Ui::Retry.text(lang) }</button>
            </div>
        },
        (Some(fault), false) => html! { <Failed fault={fault.clone()} again={reading.again.clone()} stale={true} /> },
        (None, true) => html! { <p class="more faint" aria-hidden="true">{ Ui::Loading.text(lang) }</p> },
        (None, false) => html! { <p class="more faint" data-test="list-end">{ ListUi::ListEnd.text(lang) }</p> },
    }
}
