//! Many cases at once: each by a command of its own, one after the other, with its own outcome. It can be stopped while it
//! runs; what failed or was not tried can be tried again, and nothing is done twice: a command that nobody answered is sent
//! again under its own id.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use daiban_shared::api::{CaseRow, ColleagueView, Command};
use daiban_shared::case::Status;
use daiban_shared::id::{DocId, UserId};
use daiban_shared::kind::{AssignGround, Opinion, TakeOverGround};
use daiban_shared::text::{Lang, ListUi, Ui, fill};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, Ask, Fault, new_id};
use crate::app::session::{Event, Session, use_session};
use crate::page::handing;
use crate::ui::icon::{Icon, icon};
use crate::ui::notice::words_of;

/// What is done with each of the cases.
#[derive(Debug, Clone, PartialEq)]
pub enum Does {
    /// Accepts it with the papers that are there.
    Accept,
    /// Hands it up to the usual place.
    Forward(Option<Opinion>),
    /// Takes it over from a place below.
    TakeOver(TakeOverGround),
    /// Gives it to a colleague.
    Give(ColleagueView, AssignGround),
    /// Gives it back to who had it when the row was read.
    GiveBack,
}

impl Does {
    fn command(&self, row: &CaseRow) -> Command {
        match self {
            Self::Accept => Command::Accept { gaps: Vec::new(), gap_date: None },
            Self::Forward(opinion) => {
                // Nobody has examined what is not accepted yet.
                let opinion = opinion.filter(|_| row.status == Status::Accepted);
                Command::Forward { to: None, dept: None, opinion, words: String::new() }
            }
            Self::TakeOver(ground) => {
                Command::TakeOver { ground: Some(*ground), words: ground.text(Lang::Zh).to_owned() }
            }
            Self::Give(person, ground) => handing::to_colleague(&row.holder, person, *ground),
            Self::GiveBack => handing::back(&row.holder),
        }
    }

    /// Tells commands about one case apart.
    fn key(&self) -> (u8, Option<UserId>) {
        match self {
            Self::Accept => (0, None),
            Self::Forward(_) => (1, None),
            Self::Give(person, _) => (2, Some(person.id)),
            Self::GiveBack => (3, None),
            Self::TakeOver(_) => (4, None),
        }
    }

    /// What it is called in the list of outcomes.
    pub fn name(&self) -> ListUi {
        match self {
            Self::Accept => ListUi::BatchAccept,
            Self::Forward(_) => ListUi::BatchForward,
            Self::TakeOver(_) => ListUi::BatchTakeOver,
            Self::Give(..) => ListUi::AssignGo,
            Self::GiveBack => ListUi::BatchGiveBack,
        }
    }
}

/// How one case came out.
#[derive(Debug, Clone, PartialEq)]
pub enum Came {
    /// The node took it.
    Done,
    /// The node did not, and says why and what to do.
    Refused(String),
    /// Nobody answered, or the run was stopped before it.
    Left,
}

/// How a batch stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// What is done; none = nothing was begun.
    pub does: Option<Does>,
    /// Cases to go through.
    pub total: usize,
    /// Those that were gone through.
    pub came: Vec<(Rc<CaseRow>, Came)>,
    /// Why it stopped before the end: the line, or the session.
    pub halted: Option<String>,
}

impl Run {
    /// It goes on.
    pub fn is_busy(&self) -> bool {
        self.does.is_some() && self.came.len() < self.total
    }

    /// How many came out so.
    pub fn count(&self, wanted: fn(&Came) -> bool) -> usize {
        self.came.iter().filter(|(_, came)| wanted(came)).count()
    }

    /// Cases that were not done.
    pub fn open(&self) -> Vec<Rc<CaseRow>> {
        self.came.iter().filter(|(_, came)| *came != Came::Done).map(|(row, _)| row.clone()).collect()
    }

    /// Cases that were done.
    pub fn done(&self) -> Vec<Rc<CaseRow>> {
        self.came.iter().filter(|(_, came)| *came == Came::Done).map(|(row, _)| row.clone()).collect()
    }
}

/// Ids of commands that nobody has answered, by case and what was to be done.
type Open = BTreeMap<(DocId, (u8, Option<UserId>)), String>;

/// A batch of a page.
#[derive(Clone)]
pub struct Batch {
    /// As it stands.
    pub run: Run,
    set: UseStateSetter<Run>,
    open: Rc<RefCell<Open>>,
    /// One at a time, whatever is clicked twice.
    under_way: Rc<Cell<bool>>,
    halt: Rc<Cell<bool>>,
    session: UseReducerDispatcher<Session>,
    lang: Lang,
}

impl Batch {
    /// Goes through the cases; nothing while another goes on.
    pub fn go(&self, rows: Vec<Rc<CaseRow>>, does: Does) {
        if rows.is_empty() || self.under_way.replace(true) {
            return;
        }
        self.halt.set(false);
        let batch = self.clone();
        spawn_local(async move {
            batch.through(rows, does).await;
            batch.under_way.set(false);
        });
    }

    /// Ends after the case that is on its way.
    pub fn stop(&self) {
        self.halt.set(true);
    }

    /// Forgets the outcomes.
    pub fn clear(&self) {
        if !self.under_way.get() {
            self.set.set(Run::default());
        }
    }

    async fn through(&self, rows: Vec<Rc<CaseRow>>, does: Does) {
        let mut now = Run { total: rows.len(), does: Some(does.clone()), ..Run::default() };
        self.set.set(now.clone());
        let mut stopped = false;
        for row in rows {
            stopped |= self.halt.get();
            let came = if stopped { Came::Left } else { self.one(&row, &does, &mut now.halted, &mut stopped).await };
            now.came.push((row, came));
            self.set.set(now.clone());
        }
    }

    async fn one(&self, row: &CaseRow, does: &Does, halted: &mut Option<String>, stopped: &mut bool) -> Came {
        let key = (row.id, does.key());
        let id = self.open.borrow_mut().entry(key).or_insert_with(new_id).clone();
        let ask = Ask::numbered(format!("/cases/{}/steps", row.id), &id, &[], &does.command(row));
        match api::send(self.lang, &ask).await {
            Ok(_) => {
                self.open.borrow_mut().remove(&key);
                Came::Done
            }
            Err(fault @ (Fault::Unreachable | Fault::SignedOut)) => {
                // The others would fare the same: they are not even asked for.
                *stopped = true;
                *halted = Some(words_of(&fault, self.lang));
                if fault == Fault::SignedOut {
                    self.session.dispatch(Event::Ended);
                }
                Came::Left
            }
            Err(fault) => {
                self.open.borrow_mut().remove(&key);
                Came::Refused(words_of(&fault, self.lang))
            }
        }
    }
}

/// A batch for one place of a page.
#[hook]
pub fn use_batch() -> Batch {
    let session = use_session();
    let run = use_state(Run::default);
    let open = use_mut_ref(Open::new);
    let under_way = use_memo((), |()| Cell::new(false));
    let halt = use_memo((), |()| Cell::new(false));
    let (dispatcher, lang) = (session.dispatcher(), session.lang);
    Batch { run: (*run).clone(), set: run.setter(), open, under_way, halt, session: dispatcher, lang }
}

/// How the batch stands: its progress with a way to stop it, then every case with its outcome.
pub fn outcome(batch: &Batch, lang: Lang) -> Html {
    let run = &batch.run;
    let Some(does) = &run.does else { return Html::default() };
    let n = |n: usize| n.to_string();
    let name = does.name().text(lang);
    if run.is_busy() {
        let at = n(run.came.len() + 1);
        let words = fill(ListUi::BatchRunning.text(lang), &[("what", name), ("at", &at), ("n", &n(run.total))]);
        let stop = {
            let batch = batch.clone();
            Callback::from(move |_: MouseEvent| batch.stop())
        };
        return html! {
            <p class="outcome" role="status" data-test="bulk-running">
                <progress max={n(run.total)} value={n(run.came.len())} aria-label={words.clone()}></progress>{ " " }{ words }{ " " }
                <button type="button" onclick={stop} data-test="bulk-stop">{ ListUi::BatchStop.text(lang) }</button>
            </p>
        };
    }
    let is_done = |came: &Came| *came == Came::Done;
    let (done, refused, left) =
        (run.count(is_done), run.count(|came| matches!(came, Came::Refused(_))), run.count(|came| *came == Came::Left));
    let words = fill(ListUi::BatchDone.text(lang), &[("what", name), ("n", &n(done))]);
    let again = {
        let (batch, rows, does) = (batch.clone(), run.open(), does.clone());
        Callback::from(move |_: MouseEvent| batch.go(rows.clone(), does.clone()))
    };
    let back = {
        let (batch, rows) = (batch.clone(), run.done());
        Callback::from(move |_: MouseEvent| batch.go(rows.clone(), Does::GiveBack))
    };
    let gives = matches!(does, Does::Give(..));
    html! {
        <div class="outcome" role="status" data-test="bulk-outcome" data-done={n(done)} data-refused={n(refused)} data-left={n(left)}>
            <p>
                { words }
                if refused > 0 { { lang.pick("，", ", ") }{ fill(ListUi::BatchRefused.text(lang), &[("n", &n(refused))]) } }
                if left > 0 { { lang.pick("，", ", ") }{ fill(ListUi::BatchLeft.text(lang), &[("n", &n(left))]) } }
                if refused + left > 0 {
                    { " " }<button type="button" onclick={again} data-test="bulk-again">{ icon(Icon::RefreshCw) }{ ListUi::BatchAgain.text(lang) }</button>
                }
                if gives && done > 0 {
                    { " " }<button type="button" onclick={back} data-test="bulk-undo">{ ListUi::AssignBack.text(lang) }</button>
                }
            </p>
            if let Some(why) = &run.halted { <p class="notice warn">{ why.clone() }</p> }
            <ul>{ for sorted(&run.came).into_iter().map(|one| line(one, lang)) }</ul>
        </div>
    }
}

/// What needs somebody comes first.
fn sorted(came: &[(Rc<CaseRow>, Came)]) -> Vec<&(Rc<CaseRow>, Came)> {
    let mut all: Vec<_> = came.iter().collect();
    all.sort_by_key(|(_, came)| match came {
        Came::Refused(_) => 0,
        Came::Left => 1,
        Came::Done => 2,
    });
    all
}

fn line((row, came): &(Rc<CaseRow>, Came), lang: Lang) -> Html {
    let name = if row.applicant.is_empty() { Ui::NoName.text(lang) } else { &row.applicant };
    let (code, words) = match came {
        Came::Done => ("done", ListUi::BatchOne.text(lang).to_owned()),
        Came::Refused(why) => ("refused", why.clone()),
        Came::Left => ("left", ListUi::BatchOneLeft.text(lang).to_owned()),
    };
    let sign = if *came == Came::Done { Icon::CheckCheck } else { Icon::X };
    html! {
        <li data-test="bulk-row" data-came={code} data-number={row.number.clone()}>
            { icon(sign) }{ " " }<strong>{ name.to_owned() }</strong>{ " " }<span class="number">{ row.number.clone() }</span>
            { lang.pick("：", ": ") }{ words }
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_done_is_what_is_tried_again() {
        let row = |n: u8| Rc::new(crate::page::cases::sample_row(n));
        let came = vec![(row(1), Came::Done), (row(2), Came::Refused("材料不齐".into())), (row(3), Came::Left)];
        let run = Run { does: Some(Does::Accept), total: 3, came, halted: None };
        assert!(!run.is_busy());
        assert_eq!(run.open().iter().map(|row| row.id).collect::<Vec<_>>(), [row(2).id, row(3).id]);
        assert_eq!(run.done().iter().map(|row| row.id).collect::<Vec<_>>(), [row(1).id]);
        let first = sorted(&run.came)[0].0.id;
        assert_eq!(first, row(2).id, "what needs somebody stands first");
    }

    #[test]
    fn an_opinion_goes_with_accepted_cases_alone() {
        let row = |status| CaseRow { status, ..crate::page::cases::sample_row(1) };
        let opinion = |status| {
            let command = Does::Forward(Some(Opinion::Agree)).command(&row(status));
            let Command::Forward { opinion, .. } = command else { panic!("{command:?}") };
            opinion
        };
        assert_eq!(opinion(Status::Accepted), Some(Opinion::Agree));
        assert_eq!(opinion(Status::Received), None);
    }

    #[test]
    fn commands_about_one_case_have_ids_of_their_own() {
        let all = [Does::Accept, Does::Forward(None), Does::GiveBack];
        let keys: std::collections::BTreeSet<_> = all.iter().map(Does::key).collect();
        assert_eq!(keys.len(), all.len());
    }
}
