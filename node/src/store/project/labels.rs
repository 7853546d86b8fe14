//! The short words about a case in lists and on its page (kinds.md §1, labels), from the state alone: what only the time
//! decides is added by who reads.

use daiban_shared::api::{DutyKind, Label, LimitKind};
use daiban_shared::case::{CaseState, Effect, Status};
use daiban_shared::day::Day;
use daiban_shared::id::SiteId;
use daiban_shared::kind::TaskKind;
use daiban_shared::text::LabelText;

/// Labels, most important first. `own` is the place that looks.
pub fn labels_of(state: &CaseState, is_conflicted: bool, own: SiteId) -> Vec<Label> {
    let mut out = Vec::new();
    let mut put = |when: bool, code: LabelText, day: Option<Day>| {
        if when {
            out.push(Label { code, day });
        }
    };
    let is_waiting = state.steps.iter().any(|step| matches!(step.effect, Effect::Waits(_)));
    let has_void = state.duties.iter().any(|duty| duty.kind == DutyKind::OwnStepVoid && duty.owner == own);
    let is_asked = state.asked.iter().any(|asked| asked.answered.is_none());
    let open_tasks = || state.tasks.iter().filter(|task| task.is_open());
    let is_open = matches!(state.status, Status::Received | Status::Accepted) && state.opened.is_some();
    put(state.has_unknown, LabelText::UnknownKind, None);
    put(is_waiting, LabelText::Waiting, None);
    put(has_void, LabelText::OwnStepVoid, None);
    put(is_conflicted, LabelText::Conflict, None);
    put(is_asked && is_open, LabelText::WithdrawalAsked, None);
    let renewed = state.limits.iter().find(|limit| limit.kind == LimitKind::Renewal && limit.ended.is_none());
    put(is_open && renewed.is_some(), LabelText::CountsAsRenewed, renewed.and_then(|limit| limit.day));
    put(is_in_transit(state), LabelText::InTransit, None);
    put(open_tasks().any(|task| task.what == TaskKind::Question), LabelText::Question, None);
    put(open_tasks().any(|task| task.excluded), LabelText::Excluded, None);
    if is_open && state.status == Status::Received {
        received(state, &mut put);
    }
    if is_open && state.status == Status::Accepted {
        put(!state.gaps.is_empty(), LabelText::GapToFollow, state.gap_date);
        put(true, LabelText::Examining, None);
    }
    if let (Status::Done, Some((done, _))) = (state.status, state.done) {
        let is_delivered = state.delivered.contains_key(&done);
        put(!is_delivered, LabelText::ToDeliver, None);
        put(is_delivered, LabelText::Delivered, None);
    }
    out
}

fn received(state: &CaseState, put: &mut impl FnMut(bool, LabelText, Option<Day>)) {
    let day = |kind: LimitKind| {
        state.limits.iter().find(|limit| limit.kind == kind && limit.ended.is_none()).and_then(|limit| limit.day)
    };
    let notice = state.notice.as_ref();
    let is_complete = notice.is_some_and(|notice| notice.complete_at.is_some());
    put(state.silence.is_some(), LabelText::CountsAsAccepted, state.silence.map(|(day, _)| day));
    put(notice.is_some() && !is_complete, LabelText::ToCorrect, day(LimitKind::CorrectBy));
    put(is_complete, LabelText::Corrected, None);
    put(notice.is_none(), LabelText::ToAccept, day(LimitKind::AcceptBy));
}

/// Handed over to another place whose machine has not signed for it.
pub fn is_in_transit(state: &CaseState) -> bool {
    state.holder.is_some_and(|holder| holder.taken_at.is_none() && holder.from.is_some_and(|from| from != holder.site))
}

/// Labels as a column: places in `LabelText::ALL`, with `:day`.
pub fn encode(labels: &[Label]) -> String {
    let word = |label: &Label| {
        let no = LabelText::ALL.iter().position(|text| *text == label.code).unwrap_or(0);
        label.day.map_or_else(|| no.to_string(), |day| format!("{no}:{}", day.0))
    };
    labels.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// Reads the column.
pub fn decode(text: &str) -> Vec<Label> {
    let word = |word: &str| {
        let (no, day) = word.split_once(':').map_or((word, None), |(no, day)| (no, day.parse().ok().map(Day)));
        let code = LabelText::ALL.get(no.parse::<usize>().ok()?)?;
        Some(Label { code: *code, day })
    };
    text.split(' ').filter_map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_survive_the_column() {
        let all: Vec<Label> = LabelText::ALL
            .iter()
            .enumerate()
            .map(|(i, code)| Label { code: *code, day: (i % 2 == 0).then_some(Day(20_000 + i as i32)) })
            .collect();
        assert_eq!(decode(&encode(&all)), all);
        assert_eq!(decode(""), vec![]);
    }
}
