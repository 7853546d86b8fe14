//! The correction of a form. It stays open, with what was typed, whatever others write meanwhile.

use std::rc::Rc;

use daiban_shared::api::{CaseView, StepsWritten};
use daiban_shared::day::Day;
use daiban_shared::form::{Field, parse_value};
use daiban_shared::id::Hash;
use daiban_shared::text::{ActUi, CaseUi, Lang, Ui, fill};
use yew::prelude::*;

use super::draft::{self, DraftOf};
use super::edits::{Act, Edits, Overlap, Says, says};
use super::undo::Undo;
use crate::api::{Ask, Fault, new_id};
use crate::app::session::use_lang;
use crate::send::{Sender, Sending, use_sender};
use crate::ui::button::SendButton;
use crate::ui::field::{FormField, dom_id, fault_of};
use crate::ui::keys::use_keys;
use crate::ui::notice::Outcome;
use crate::ui::{dom, words};

/// The id of what the node answered.
const OUTCOME: &str = "edit-outcome";

#[derive(Properties, PartialEq)]
pub struct EditProps {
    pub case: Rc<CaseView>,
    /// Where it is kept while it is typed.
    pub draft_of: DraftOf,
    /// A person has just opened it; otherwise it was open when the page was left.
    pub by_hand: bool,
    /// Why it cannot be sent now.
    pub refused: Option<String>,
    pub on_written: Callback<Vec<Hash>>,
    /// What stood before and what stands now, of a change that was taken.
    pub on_changed: Callback<Undo>,
    pub on_close: Callback<()>,
}

/// Every field with what stands there; only what differs is sent.
#[component]
pub fn Edit(props: &EditProps) -> Html {
    let lang = use_lang();
    let sender = use_sender();
    let key = use_memo((), |()| new_id());
    let draft_of = props.draft_of;
    let kept = use_memo((), |()| draft::find(&draft_of));
    let edits = use_reducer(|| kept.as_ref().clone().unwrap_or_default());
    let (case, fields) = (&props.case, &props.case.fields);
    let changed = edits.changes(fields, case);
    let overlaps = edits.overlaps(fields, case);
    let faulty = fields.iter().any(|field| edits.text(&field.id).is_some_and(|text| parse_value(field, text).is_err()));
    let off = faulty || changed.is_empty() || !overlaps.is_empty() || props.refused.is_some();
    use_effect_with(props.by_hand, |by_hand| {
        if *by_hand {
            dom::focus(&dom_id("applicant.name"));
        }
    });
    use_effect_with((*edits).clone(), move |edits| draft::keep(&draft_of, edits));
    use_answer(&sender);
    let is_busy = sender.state.is_busy();
    let close = props.on_close.clone();
    use_keys(Callback::from(move |event: KeyboardEvent| {
        // What was typed stays kept. What lies over it takes the key first.
        let is_mine = event.key() == "Escape"
            && !event.is_composing()
            && !dom::is_there(".panel, dialog[open], details.menu[open], [role=listbox]");
        if is_mine && !is_busy {
            close.emit(());
        }
    }));
    let cancel = props.on_close.reform(move |()| draft::drop(&draft_of));
    use_reload(&sender, props.on_written.clone());
    let send = {
        let (sender, close, on_written) = (sender.clone(), props.on_close.clone(), props.on_written.clone());
        let (case, on_changed) = (case.clone(), props.on_changed.clone());
        Callback::from(move |()| {
            let undo = Undo::of(&case, &changed);
            // What the page shows now was looked at: whatever changed under a touched field was asked about.
            let ask = sender.unanswered().unwrap_or_else(|| {
                Ask::patch(format!("/cases/{}/form", case.id), &changed, Some((*key).clone())).seen(&case.heads)
            });
            let (close, on_written, on_changed) = (close.clone(), on_written.clone(), on_changed.clone());
            sender.send::<StepsWritten>(ask, move |answer| {
                draft::drop(&draft_of);
                // What can be taken back is told beside the form, once.
                let told_here = undo.is_possible();
                on_changed.emit(undo);
                on_written.emit(if told_here { Vec::new() } else { answer.steps });
                close.emit(());
            });
        })
    };
    html! {
        <div class="edit" data-test="edit">
            if kept.is_some() { <p class="hint" data-test="edit-draft">{ CaseUi::DraftBack.text(lang) }</p> }
            <fieldset class="bare" disabled={sender.state.is_frozen()}>
                { for fields.iter().map(|field| row(field, case, &edits, &sender, lang)) }
            </fieldset>
            { for overlaps.iter().map(|overlap| ask_first(overlap, fields, &edits, &sender, lang)) }
            if let Some(why) = &props.refused {
                <p class="notice warn" role="status" data-test="edit-refused">
                    { fill(CaseUi::ActionGone.text(lang), &[("step", ActUi::FormChange.text(lang)), ("why", why)]) }
                </p>
            }
            <div id={OUTCOME} tabindex="-1"><Outcome sender={sender.clone()} on_again={send.clone()} /></div>
            <p class="buttons">
                <SendButton text={CaseUi::SaveForm.text(lang)} busy={sender.state.is_busy()} {off}
                    onclick={send} test="save-form" />
                // What is on its way cannot be called back.
                <SendButton second={true} text={Ui::Cancel.text(lang)} busy={false} off={is_busy} onclick={cancel}
                    test="cancel-form" />
            </p>
        </div>
    }
}

/// A refusal takes the focus, and that there was no answer; a refusal that names a field, its field.
#[hook]
fn use_answer(sender: &Sender) {
    let (refused, named) = match &sender.state {
        Sending::Refused(Fault::Refused(problem)) => {
            (true, problem.field.clone().or_else(|| problem.fields.keys().next().cloned()))
        }
        Sending::Refused(_) | Sending::Unknown(_) => (true, None),
        Sending::Idle | Sending::Busy => (false, None),
    };
    use_effect_with(refused, move |refused| {
        if *refused && !named.is_some_and(|field| dom::focus(&dom_id(&field))) {
            dom::focus(OUTCOME);
        }
    });
}

/// A form that changed between the look and the press is read again at once; what was typed stays.
#[hook]
fn use_reload(sender: &Sender, on_written: Callback<Vec<Hash>>) {
    let overtaken = match &sender.state {
        Sending::Refused(Fault::Refused(problem)) => problem.code == "look_again",
        Sending::Refused(_) | Sending::Idle | Sending::Busy | Sending::Unknown(_) => false,
    };
    use_effect_with(overtaken, move |overtaken| {
        if *overtaken {
            on_written.emit(Vec::new());
        }
    });
}

fn row(field: &Field, case: &CaseView, edits: &UseReducerHandle<Edits>, sender: &Sender, lang: Lang) -> Html {
    let now = says(case, &field.id);
    // An untouched field follows the case; a touched one keeps its control, because somebody is typing in it.
    let shown = edits.seen(&field.id).unwrap_or(&now);
    let stood = shown.first().map(|value| words::typed(field, value)).unwrap_or_default();
    let typed = edits.text(&field.id);
    let text = typed.map_or_else(|| stood.clone(), str::to_owned);
    let error = sender.state.field(&field.id).or_else(|| typed.and_then(|text| fault_of(field, text, lang)));
    let on_text = {
        let (edits, id, now) = (edits.dispatcher(), field.id.clone(), now.clone());
        Callback::from(move |text| edits.dispatch(Act::Type(id.clone(), text, now.clone())))
    };
    html! {
        <FormField key={format!("{} {} {stood}", field.id, edits.round)} field={field.clone()} initial={text.clone()} {text}
            error={error.map(AttrValue::from)} today={Day::of(case.now)} {on_text} on_leave={Callback::noop()} />
    }
}

/// Old, theirs and mine, and the question which shall stand.
fn ask_first(
    overlap: &Overlap,
    fields: &[Field],
    edits: &UseReducerHandle<Edits>,
    sender: &Sender,
    lang: Lang,
) -> Html {
    let field = fields.iter().find(|field| field.id == overlap.id);
    let name = field.map_or(overlap.id.as_str(), |field| words::field_name(field, lang));
    let shown = |says: &Says| {
        let values: Vec<String> = says.iter().map(|value| words::value(field, value, lang)).collect();
        if values.iter().all(String::is_empty) { "–".to_owned() } else { values.join(" / ") }
    };
    let act = |act: Act| {
        let (edits, sender) = (edits.dispatcher(), sender.clone());
        Callback::from(move |_: MouseEvent| {
            sender.clear();
            edits.dispatch(act.clone());
        })
    };
    let keep = act(Act::Keep(overlap.id.clone(), overlap.now.clone()));
    let take = act(Act::Drop(overlap.id.clone()));
    let row = |label: CaseUi, text: String| html! { <><dt>{ label.text(lang) }</dt><dd>{ text }</dd></> };
    html! {
        <div key={overlap.id.clone()} class="notice warn" role="alert" data-test="overlap" data-field={overlap.id.clone()}>
            <p>{ fill(CaseUi::EditTheirs.text(lang), &[("field", name)]) }</p>
            <dl class="facts small">
                { row(CaseUi::EditBefore, shown(&overlap.before)) }
                { row(CaseUi::EditNow, shown(&overlap.now)) }
                { row(CaseUi::EditMine, words::value(field, &overlap.mine, lang)) }
            </dl>
            <p class="buttons">
                <button type="button" onclick={keep} data-test="keep-mine">{ CaseUi::EditKeepMine.text(lang) }</button>
                <button type="button" onclick={take} data-test="take-theirs">{ CaseUi::EditTakeTheirs.text(lang) }</button>
            </p>
        </div>
    }
}
