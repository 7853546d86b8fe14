//! What can be done with all ticked rows at once: print, download, assign, mark as seen. Each case is assigned by a command of
//! its own, with its own outcome.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use daiban_shared::api::{CaseRow, ColleagueView};
use daiban_shared::id::{DocId, UserId};
use daiban_shared::kind::{AssignGround, Role};
use daiban_shared::text::{Lang, ListUi, Ui, fill};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::columns::{ALL, Column};
use super::{csv, line};
use crate::api::{self, Ask, Fault, encode, new_id};
use crate::app::session::{Event, Session, use_session};
use crate::load::use_load;
use crate::page::handing;
use crate::ui::icon::{Icon, icon};
use crate::ui::input::Select;
use crate::ui::notice::words_of;

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
            if handles { <Assign rows={props.rows.clone()} /> }
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

/// Ids of commands that nobody has answered, by case and colleague; none = back to who had it.
type Open = BTreeMap<(DocId, Option<UserId>), String>;

/// What is done with each of the rows.
#[derive(Debug, Clone, PartialEq)]
enum Does {
    /// Gives it to a colleague.
    Give(ColleagueView, AssignGround),
    /// Gives it back to who had it when the row was read.
    GiveBack,
}

/// How an assignment of many cases stands.
#[derive(Debug, Clone, Default, PartialEq)]
struct Run {
    /// Cases to go through; 0 = nothing was begun.
    total: usize,
    /// The rows as they were before; those that were done can be given back.
    done: Vec<Rc<CaseRow>>,
    /// It gave back what an earlier run had given.
    is_back: bool,
    /// Name and number, and why not.
    refused: Vec<(String, String)>,
}

impl Run {
    fn is_busy(&self) -> bool {
        self.done.len() + self.refused.len() < self.total
    }
}

#[derive(Properties, PartialEq)]
struct AssignProps {
    rows: Vec<Rc<CaseRow>>,
}

/// Gives the ticked cases to a person of this place.
#[component]
fn Assign(props: &AssignProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let people = use_load::<Vec<ColleagueView>>("/colleagues".to_owned(), false);
    let chosen = use_state(String::new);
    let ground = use_state(|| None::<AssignGround>);
    let run = use_state(Run::default);
    // A command that nobody answered is sent again under its own id, so that the case is not assigned twice.
    let open = use_mut_ref(Open::new);
    let people: Vec<ColleagueView> = people.value.map_or_else(Vec::new, |people| {
        people.iter().filter(|person| person.roles.iter().any(works)).cloned().collect()
    });
    let options = people.iter().map(|person| {
        let desk = person.dept.as_ref().map(|dept| format!(" · {}", lang.pick(&dept.zh, &dept.en)));
        (person.id.to_string(), format!("{}{}", person.name, desk.unwrap_or_default()))
    });
    let options: Vec<(String, String)> = options.collect();
    let person = people.iter().find(|person| person.id.to_string() == *chosen).cloned();
    let does = person.zip(*ground).map(|(person, ground)| Does::Give(person, ground));
    let go = {
        let (run, session) = (run.setter(), session.dispatcher());
        move |rows: Vec<Rc<CaseRow>>, does: Does| {
            let (run, session, open) = (run.clone(), session.clone(), open.clone());
            spawn_local(async move { run_through(lang, &rows, &does, &open, &run, &session).await });
        }
    };
    let onclick = {
        let (rows, go, does) = (props.rows.clone(), go.clone(), does.clone());
        Callback::from(move |_: MouseEvent| does.iter().for_each(|does| go(rows.clone(), does.clone())))
    };
    let on_back = {
        let done = run.done.clone();
        Callback::from(move |_: MouseEvent| go(done.clone(), Does::GiveBack))
    };
    let on_text = {
        let (chosen, run) = (chosen.setter(), run.setter());
        Callback::from(move |text: String| {
            chosen.set(text);
            run.set(Run::default());
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
    let busy = run.is_busy();
    html! {
        <>
            <span class="assign">
                <label for="bulk-assign">{ ListUi::AssignTo.text(lang) }</label>
                <Select id="bulk-assign" {options} empty={ListUi::AssignNobody.text(lang)} test="bulk-assign" {on_text} />
                <label for="bulk-ground" class="hidden">{ ListUi::AssignWhy.text(lang) }</label>
                <Select id="bulk-ground" options={grounds} empty={ListUi::AssignWhy.text(lang)} test="bulk-ground" on_text={on_ground} />
                <button type="button" {onclick} disabled={busy || does.is_none()} aria-busy={busy.to_string()} data-test="bulk-assign-go">
                    { icon(Icon::Send) }{ ListUi::AssignGo.text(lang) }
                </button>
            </span>
            { outcome(&run, on_back, lang) }
        </>
    }
}

/// Case by case; what was done and refused is shown as it comes.
async fn run_through(
    lang: Lang,
    rows: &[Rc<CaseRow>],
    does: &Does,
    open: &RefCell<Open>,
    run: &UseStateSetter<Run>,
    session: &UseReducerDispatcher<Session>,
) {
    let mut now = Run { total: rows.len(), is_back: *does == Does::GiveBack, ..Run::default() };
    run.set(now.clone());
    for row in rows {
        match assign(lang, row, does, open).await {
            Ok(()) => now.done.push(row.clone()),
            Err(fault) => {
                now.refused.push((format!("{} {}", row.applicant, row.number), words_of(&fault, lang)));
                if fault == Fault::SignedOut {
                    // The others were not even asked for; who signs in again goes on with all of them.
                    session.dispatch(Event::Ended);
                    now.total = now.done.len() + now.refused.len();
                }
            }
        }
        run.set(now.clone());
        if !now.is_busy() {
            return;
        }
    }
}

fn outcome(run: &Run, on_back: Callback<MouseEvent>, lang: Lang) -> Html {
    if run.total == 0 {
        return Html::default();
    }
    let n = |n: usize| n.to_string();
    if run.is_busy() {
        let at = n(run.done.len() + run.refused.len() + 1);
        let words = fill(ListUi::AssignRunning.text(lang), &[("at", &at), ("n", &n(run.total))]);
        return html! { <p class="outcome" role="status" data-test="bulk-running">{ words }</p> };
    }
    html! {
        <div class="outcome" role="status" data-test="bulk-outcome" data-done={n(run.done.len())} data-refused={n(run.refused.len())}>
            <p>
                { fill(if run.is_back { ListUi::AssignBackDone } else { ListUi::AssignDone }.text(lang), &[("n", &n(run.done.len()))]) }
                if !run.is_back && !run.done.is_empty() {
                    { " " }<button type="button" onclick={on_back} data-test="bulk-undo">{ ListUi::AssignBack.text(lang) }</button>
                }
            </p>
            if !run.refused.is_empty() {
                <p>{ fill(ListUi::AssignRefused.text(lang), &[("n", &n(run.refused.len()))]) }</p>
                <ul>{ for run.refused.iter().map(|(name, why)| html! { <li>{ format!("{name}{}{why}", lang.pick("：", ": ")) }</li> }) }</ul>
            }
        </div>
    }
}

fn works(role: &Role) -> bool {
    match role {
        Role::Agent | Role::Clerk | Role::Reviewer | Role::Head => true,
        Role::Supervisor | Role::Admin | Role::Node => false,
    }
}

async fn assign(lang: Lang, row: &CaseRow, does: &Does, open: &RefCell<Open>) -> Result<(), Fault> {
    let (to, command) = match does {
        Does::Give(person, ground) => (Some(person.id), handing::to_colleague(&row.holder, person, *ground)),
        Does::GiveBack => (None, handing::back(&row.holder)),
    };
    let id = open.borrow_mut().entry((row.id, to)).or_insert_with(new_id).clone();
    let sent = api::send(lang, &Ask::numbered(format!("/cases/{}/steps", row.id), &id, &[], &command)).await;
    if !matches!(sent, Err(Fault::Unreachable | Fault::SignedOut)) {
        open.borrow_mut().remove(&(row.id, to));
    }
    sent.map(|_| ())
}
