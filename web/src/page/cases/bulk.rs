//! What can be done with all ticked rows at once: accept, hand up, assign, print, download, mark as seen.

use std::rc::Rc;

use daiban_shared::api::{CaseRow, ColleagueView};
use daiban_shared::case::Status;
use daiban_shared::kind::{AssignGround, Opinion, Role, TakeOverGround};
use daiban_shared::site::Tier;
use daiban_shared::text::{Lang, ListUi, Ui, fill};
use yew::prelude::*;

use super::batch::{Batch, Does, outcome, use_batch};
use super::columns::{ALL, Column};
use super::{csv, line};
use crate::api::encode;
use crate::app::session::use_session;
use crate::load::use_load;
use crate::page::handing;
use crate::ui::dom;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::Select;
use crate::ui::keys::{is_plain, use_keys};

#[derive(Properties, PartialEq)]
pub struct BulkBarProps {
    /// The ticked rows.
    pub rows: Vec<Rc<CaseRow>>,
    /// Columns that are shown: the table has them too.
    pub columns: Rc<Vec<Column>>,
    pub on_seen: Callback<()>,
    pub on_clear: Callback<()>,
}

/// A bar at the foot of the screen, while something is ticked.
#[component]
pub fn BulkBar(props: &BulkBarProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    if props.rows.is_empty() {
        return Html::default();
    }
    let handles = session.has_role(&[Role::Agent, Role::Clerk, Role::Reviewer, Role::Head]);
    let ids: Vec<String> = props.rows.iter().map(|row| row.id.to_string()).collect();
    let print = |what: &str| format!("/print/cases?what={what}&ids={}", ids.join(","));
    let table = format!("data:text/csv;charset=utf-8,{}", encode(&table(&props.rows, &props.columns, lang)));
    let count = props.rows.len().to_string();
    html! {
        <section class="bulk" aria-label={fill(ListUi::ChosenCount.text(lang), &[("n", &count)])} data-test="bulk">
            <strong role="status" data-test="bulk-count">{ fill(ListUi::ChosenCount.text(lang), &[("n", &count)]) }</strong>
            <button type="button" class="quiet" onclick={props.on_clear.reform(|_: MouseEvent| ())} data-test="bulk-clear">
                { icon(Icon::X) }{ ListUi::ChooseNone.text(lang) }
            </button>
            <div class="bulk-actions">
            <a class="button" href={print("receipt")} target="_blank" data-test="bulk-receipts">{ icon(Icon::Printer) }{ ListUi::PrintReceipts.text(lang) }</a>
            <a class="button" href={print("newest")} target="_blank" data-test="bulk-papers">{ icon(Icon::FileText) }{ ListUi::PrintPapers.text(lang) }</a>
            <a class="button" href={table} download={format!("{}.csv", ListUi::DownloadName.text(lang))} data-test="bulk-download">
                { icon(Icon::Download) }{ ListUi::Download.text(lang) }
            </a>
            <button type="button" onclick={props.on_seen.reform(|_: MouseEvent| ())} data-test="bulk-seen">
                { icon(Icon::CheckCheck) }{ ListUi::MarkSeen.text(lang) }
            </button>
            </div>
            if handles { <Acts rows={props.rows.clone()} /> }
        </section>
    }
}

/// Name and number, the shown columns, and after them the others: who takes the list into a spreadsheet wants it whole.
fn table(rows: &[Rc<CaseRow>], shown: &[Column], lang: Lang) -> String {
    let others = ALL.into_iter().filter(|column| !shown.contains(column));
    let columns: Vec<Column> = shown.iter().copied().chain(others).collect();
    let head = [Ui::ColumnApplicant.text(lang), ListUi::ColumnNumber.text(lang)].map(str::to_owned).into_iter();
    let head: Vec<String> = head.chain(columns.iter().map(|column| column.name(lang).to_owned())).collect();
    let cells = |row: &Rc<CaseRow>| {
        let first = [row.applicant.clone(), row.number.clone()];
        first.into_iter().chain(columns.iter().map(|column| line::text(row, *column, lang))).collect()
    };
    csv::table(&head, &rows.iter().map(cells).collect::<Vec<_>>())
}

#[derive(Properties, PartialEq)]
struct ActsProps {
    rows: Vec<Rc<CaseRow>>,
}

/// What waits for a second press: both have legal effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    Accept,
    Forward,
    TakeOver,
}

/// Accept, hand up, give to a person of this place: by button or by key.
#[component]
fn Acts(props: &ActsProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let batch = use_batch();
    let asks = use_state(|| None::<Asks>);
    let opinion = use_state(|| Opinion::Agree);
    let take = use_state(|| TakeOverGround::SiteEnded);
    let takes = session.has_role(&[Role::Head]) && props.rows.iter().any(|row| !row.holder.here);
    let is_above = session.me().is_some_and(|me| me.site.tier != Tier::Village);
    let reviews = is_above && props.rows.iter().any(|row| row.status == Status::Accepted);
    let goes_up = session.me().is_some_and(|me| !me.above.is_empty());
    let set = {
        let (asks, batch) = (asks.setter(), batch.clone());
        Callback::from(move |what: Option<Asks>| {
            batch.clear();
            asks.set(what);
        })
    };
    // The question takes the focus, so that Enter answers it.
    use_effect_with(*asks, |asks| {
        if asks.is_some() {
            dom::focus("bulk-yes");
        }
    });
    use_act_keys(&set, goes_up, batch.run.is_busy());
    let press = |what: Asks| set.reform(move |_: MouseEvent| Some(what));
    let busy = batch.run.is_busy();
    let confirm = {
        let (batch, rows, asks, opinion) = (batch.clone(), props.rows.clone(), asks.clone(), *opinion);
        let take = *take;
        Callback::from(move |_: MouseEvent| {
            let does = match *asks {
                Some(Asks::Accept) => Does::Accept,
                Some(Asks::Forward) => Does::Forward(reviews.then_some(opinion)),
                Some(Asks::TakeOver) => Does::TakeOver(take),
                None => return,
            };
            asks.set(None);
            batch.go(rows.clone(), does);
        })
    };
    let opinions: Vec<(String, String)> =
        Opinion::ALL.iter().map(|one| (format!("{one:?}"), one.text(lang).to_owned())).collect();
    let on_opinion = {
        let opinion = opinion.setter();
        Callback::from(move |text: String| {
            if let Some(one) = Opinion::ALL.iter().copied().find(|one| format!("{one:?}") == text) {
                opinion.set(one);
            }
        })
    };
    let on_take = {
        let take = take.setter();
        Callback::from(move |text: String| {
            if let Some(one) = TakeOverGround::ALL.iter().copied().find(|one| format!("{one:?}") == text) {
                take.set(one);
            }
        })
    };
    let count = props.rows.len().to_string();
    html! {
        <>
            <span class="acts">
                <button type="button" onclick={press(Asks::Accept)} disabled={busy} data-test="bulk-accept">
                    { icon(Icon::CheckCheck) }{ ListUi::BatchAccept.text(lang) }<kbd>{ "a" }</kbd>
                </button>
                if goes_up {
                    <button type="button" onclick={press(Asks::Forward)} disabled={busy} data-test="bulk-forward">
                        { icon(Icon::Send) }{ ListUi::BatchForward.text(lang) }<kbd>{ "f" }</kbd>
                    </button>
                }
                if takes && is_above {
                    <button type="button" onclick={press(Asks::TakeOver)} disabled={busy} data-test="bulk-take">
                        { icon(Icon::Inbox) }{ ListUi::BatchTakeOver.text(lang) }
                    </button>
                }
            </span>
            <Assign rows={props.rows.clone()} batch={Shared(batch.clone())} />
            if let Some(what) = *asks {
                <p class="outcome" role="alertdialog" aria-label={ListUi::BatchConfirm.text(lang)} data-test="bulk-confirm">
                    { fill(question(what).text(lang), &[("n", &count)]) }{ " " }
                    if what == Asks::Forward && reviews {
                        <label for="bulk-opinion">{ ListUi::BatchOpinion.text(lang) }</label>{ " " }
                        <Select id="bulk-opinion" initial={format!("{:?}", *opinion)} options={opinions} test="bulk-opinion" on_text={on_opinion} />{ " " }
                    }
                    if what == Asks::TakeOver {
                        <label for="bulk-take-why" class="hidden">{ ListUi::AssignWhy.text(lang) }</label>
                        <Select id="bulk-take-why" initial={format!("{:?}", *take)} options={take_grounds(lang)} test="bulk-take-why" on_text={on_take} />{ " " }
                    }
                    <button type="button" class="main" id="bulk-yes" onclick={confirm} data-test="bulk-yes">{ ListUi::BatchConfirm.text(lang) }</button>{ " " }
                    <button type="button" onclick={set.reform(|_: MouseEvent| None)} data-test="bulk-no">{ Ui::Cancel.text(lang) }</button>
                </p>
            }
            { outcome(&batch, lang) }
        </>
    }
}

fn question(what: Asks) -> ListUi {
    match what {
        Asks::Accept => ListUi::BatchAskAccept,
        Asks::Forward => ListUi::BatchAskForward,
        Asks::TakeOver => ListUi::BatchAskTakeOver,
    }
}

fn take_grounds(lang: Lang) -> Vec<(String, String)> {
    TakeOverGround::ALL.iter().map(|one| (format!("{one:?}"), one.text(lang).to_owned())).collect()
}

/// `a` accepts, `f` hands up, `h` goes to the choice of a person.
#[hook]
fn use_act_keys(set: &Callback<Option<Asks>>, goes_up: bool, busy: bool) {
    let set = set.clone();
    use_keys(Callback::from(move |event: KeyboardEvent| {
        if busy || !is_plain(&event) || dom::is_in("details[open], dialog, [role=listbox]") {
            return;
        }
        match event.key().as_str() {
            "a" => set.emit(Some(Asks::Accept)),
            "f" if goes_up => set.emit(Some(Asks::Forward)),
            "h" => {
                dom::focus("bulk-assign");
            }
            _ => return,
        }
        event.prevent_default();
    }));
}

/// A batch as a property: it is the same while its run is.
#[derive(Clone)]
struct Shared(Batch);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        self.0.run == other.0.run
    }
}

#[derive(Properties, PartialEq)]
struct AssignProps {
    rows: Vec<Rc<CaseRow>>,
    batch: Shared,
}

/// Gives the ticked cases to a person of this place.
#[component]
fn Assign(props: &AssignProps) -> Html {
    let lang = use_session().lang;
    let people = use_load::<Vec<ColleagueView>>("/colleagues".to_owned(), false);
    let chosen = use_state(String::new);
    let ground = use_state(|| None::<AssignGround>);
    let people: Vec<ColleagueView> = people.value.map_or_else(Vec::new, |people| handing::takers(&people, None));
    let options = handing::options(&people, lang);
    let person = people.iter().find(|person| person.id.to_string() == *chosen).cloned();
    let does = person.zip(*ground).map(|(person, ground)| Does::Give(person, ground));
    let onclick = {
        let (batch, rows, does) = (props.batch.0.clone(), props.rows.clone(), does.clone());
        Callback::from(move |_: MouseEvent| does.iter().for_each(|does| batch.go(rows.clone(), does.clone())))
    };
    let on_text = {
        let (chosen, batch) = (chosen.setter(), props.batch.0.clone());
        Callback::from(move |text: String| {
            chosen.set(text);
            batch.clear();
        })
    };
    let grounds: Vec<(String, String)> =
        AssignGround::ALL.iter().map(|ground| (format!("{ground:?}"), ground.text(lang).to_owned())).collect();
    let on_ground = {
        let ground = ground.setter();
        Callback::from(move |text: String| {
            ground.set(AssignGround::ALL.iter().copied().find(|one| format!("{one:?}") == text));
        })
    };
    let busy = props.batch.0.run.is_busy();
    html! {
        <span class="assign">
            <label for="bulk-assign">{ ListUi::AssignTo.text(lang) }<kbd>{ "h" }</kbd></label>
            <Select id="bulk-assign" {options} empty={ListUi::AssignNobody.text(lang)} test="bulk-assign" {on_text} />
            <label for="bulk-ground" class="hidden">{ ListUi::AssignWhy.text(lang) }</label>
            <Select id="bulk-ground" options={grounds} empty={ListUi::AssignWhy.text(lang)} test="bulk-ground" on_text={on_ground} />
            <button type="button" {onclick} disabled={busy || does.is_none()} aria-busy={busy.to_string()} data-test="bulk-assign-go">
                { icon(Icon::Send) }{ ListUi::AssignGo.text(lang) }
            </button>
        </span>
    }
}
