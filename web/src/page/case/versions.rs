//! Two moments of a case side by side: what differs in form and papers, and who changed it. Pure; the page draws it.

use std::collections::BTreeMap;

use daiban_shared::api::{CaseView, EffectView, FormAt, StepView};
use daiban_shared::form::id_number::masked;
use daiban_shared::form::{Field, FieldKind, Value};
use daiban_shared::kind::{Kind, PaperIn};
use daiban_shared::text::{DossierUi, Lang, fill};

use super::timeline::paper_name;
use crate::ui::words;

/// One line of the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Name of the field or paper.
    pub name: String,
    /// At the earlier moment; empty = nothing.
    pub before: String,
    /// At the later moment.
    pub after: String,
    /// They differ, though two masked numbers may look the same.
    pub changed: bool,
    /// The last step between the two that changed it.
    pub by: Option<usize>,
}

/// Every field and paper at two moments. `from` and `to` are places in `case.steps`, `to` behind `from`; `to` = the number
/// of steps is now.
pub fn lines(case: &CaseView, from: usize, to: usize, before: &FormAt, after: &FormAt, lang: Lang) -> Vec<Line> {
    let fields = case.fields.iter().map(|field| Line {
        by: last(case, from, to, |step| step.payload.fields.contains(&field.id)),
        ..line(field, before, after, lang)
    });
    let [old, new] = [from + 1, to].map(|end| papers(&case.steps[..end.min(case.steps.len())]));
    let papers = case.materials.iter().map(|material| {
        let [before, after] = [&old, &new].map(|papers| papers.get(&material.no).copied());
        Line {
            name: fill(
                DossierUi::VersionsOfPaper.text(lang),
                &[("paper", &paper_name(case, material.no, lang).unwrap_or_default())],
            ),
            before: count(before, lang),
            after: count(after, lang),
            changed: before != after,
            by: last(case, from, to, |step| step.payload.papers.iter().any(|paper| paper.no == material.no)),
        }
    });
    fields.chain(papers).filter(|line| line.changed || !line.before.is_empty()).collect()
}

/// A field that one step changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Name of the field.
    pub name: String,
    /// What whoever changed it saw there; none = not known here.
    pub before: Option<String>,
    /// What it says since.
    pub after: String,
}

/// The step up to which the form is what whoever took a step saw: the last of the same place, or else the first of all.
pub fn seen_before<'a>(case: &'a CaseView, step: &StepView) -> Option<&'a StepView> {
    let earlier = earlier(case, step);
    earlier.iter().rev().find(|other| other.site.id == step.site.id && counts(other)).or(earlier.first())
}

/// What one step changed in the form, from the form before it and the form with it. Where another place changed the field
/// last, nobody here knows whether that had arrived: the old value is left out.
pub fn changes(case: &CaseView, step: &StepView, before: &FormAt, after: &FormAt, lang: Lang) -> Vec<Change> {
    let touched =
        |other: &&StepView, field: &Field| other.kind == Kind::FormChange && other.payload.fields.contains(&field.id);
    let is_known = |field: &Field| {
        let last = earlier(case, step).iter().rev().find(|other| touched(other, field));
        last.is_none_or(|other| other.site.id == step.site.id)
    };
    let fields = case.fields.iter().filter(|field| step.payload.fields.contains(&field.id));
    let change = |field: &Field| {
        let line = line(field, before, after, lang);
        Change { name: line.name, before: Some(line.before).filter(|_| is_known(field)), after: line.after }
    };
    fields.map(change).collect()
}

fn earlier<'a>(case: &'a CaseView, step: &StepView) -> &'a [StepView] {
    let place = case.steps.iter().position(|other| other.id == step.id).unwrap_or(0);
    &case.steps[..place]
}

fn line(field: &Field, before: &FormAt, after: &FormAt, lang: Lang) -> Line {
    let [old, new] = [before, after].map(|form| says(field, form));
    let text = |values: &[Value]| values.iter().map(|value| shown(field, value, lang)).collect::<Vec<_>>().join(" / ");
    let name = words::field_name(field, lang).to_owned();
    Line { name, before: text(&old), after: text(&new), changed: old != new, by: None }
}

/// All values a field has; an empty text is none.
fn says(field: &Field, form: &FormAt) -> Vec<Value> {
    let several = form.conflicts.get(&field.id).map(|all| all.iter().map(|one| one.value.clone()).collect());
    let values: Vec<Value> = several.unwrap_or_else(|| form.form.get(&field.id).cloned().into_iter().collect());
    values.into_iter().filter(|value| *value != Value::Text(String::new())).collect()
}

fn shown(field: &Field, value: &Value, lang: Lang) -> String {
    let text = words::value(Some(field), value, lang);
    if field.kind == FieldKind::IdNumber { masked(&text) } else { text }
}

fn counts(step: &StepView) -> bool {
    step.effect == EffectView::Effect
}

/// The papers in the file after these steps: originals and copies by number; a later hand-in replaces an earlier one.
fn papers(steps: &[StepView]) -> BTreeMap<u8, (u8, u8)> {
    let all = steps.iter().filter(|step| counts(step)).flat_map(|step| &step.payload.papers);
    all.map(|paper: &PaperIn| (paper.no, (paper.originals, paper.copies))).collect()
}

fn count(paper: Option<(u8, u8)>, lang: Lang) -> String {
    let Some((originals, copies)) = paper else { return DossierUi::Missing.text(lang).to_owned() };
    let values = [("originals", originals.to_string()), ("copies", copies.to_string())];
    fill(DossierUi::PapersCount.text(lang), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn last(case: &CaseView, from: usize, to: usize, touches: impl Fn(&StepView) -> bool) -> Option<usize> {
    let steps = case.steps.iter().enumerate().take(to + 1).skip(from + 1);
    steps.filter(|(_, step)| counts(step) && touches(step)).map(|(place, _)| place).next_back()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::case::sample;
    use daiban_shared::api::Payload;
    use daiban_shared::form::common_fields;
    use daiban_shared::id::SiteId;
    use daiban_shared::kind::PaperForm;

    fn open() -> StepView {
        sample::step(1, Kind::Open, Payload::default())
    }

    fn accept() -> StepView {
        sample::step(9, Kind::Accept, Payload::default())
    }

    fn case<const N: usize>(steps: [StepView; N]) -> CaseView {
        CaseView { fields: common_fields(), steps: steps.into(), ..sample::case() }
    }

    fn form(values: &[(&str, &str)]) -> FormAt {
        let form = values.iter().map(|(field, text)| ((*field).to_owned(), Value::Text((*text).to_owned())));
        FormAt { form: form.collect(), conflicts: BTreeMap::new() }
    }

    fn found<'a>(lines: &'a [Line], name: &str) -> &'a Line {
        lines.iter().find(|line| line.name.contains(name)).unwrap_or_else(|| panic!("no line {name} in {lines:?}"))
    }

    #[test]
    fn what_differs_is_named_with_the_step_that_changed_it() {
        let change = Payload { fields: vec!["applicant.phone".into()], ..Payload::default() };
        let case = case([open(), sample::step(7, Kind::FormChange, change), accept()]);
        let [before, after] =
            ["13800000001", "13800000002"].map(|phone| form(&[("applicant.name", "张三"), ("applicant.phone", phone)]));
        let lines = lines(&case, 0, 2, &before, &after, Lang::Zh);
        let phone = found(&lines, "电话");
        assert_eq!((phone.before.as_str(), phone.after.as_str(), phone.by), ("13800000001", "13800000002", Some(1)));
        let name = found(&lines, "姓名");
        assert!(!name.changed && name.by.is_none(), "{name:?}");
    }

    #[test]
    fn a_change_says_old_and_new_of_its_own_fields_only() {
        let fields = vec!["applicant.phone".into(), "applicant.id_number".into()];
        let change = sample::step(7, Kind::FormChange, Payload { fields, ..Payload::default() });
        let case = case([open(), change.clone()]);
        let id = "applicant.id_number";
        let before = form(&[("applicant.phone", "13800000001"), (id, "441421199001010014")]);
        let after = form(&[("applicant.phone", ""), (id, "441421200001010014"), ("applicant.name", "张三")]);
        let changes = changes(&case, &change, &before, &after, Lang::Zh);
        assert_eq!(changes.len(), 2, "{changes:?}");
        let of = |name: &str| changes.iter().find(|change| change.name.contains(name)).expect("the field");
        assert_eq!((of("电话").before.as_deref(), of("电话").after.as_str()), (Some("13800000001"), ""));
        assert!(!of("身份证").after.contains("20000101"), "masked as elsewhere");
    }

    #[test]
    fn what_another_place_changed_meanwhile_is_not_said_to_have_been_there() {
        let fields = || Payload { fields: vec!["applicant.phone".into()], ..Payload::default() };
        let mut theirs = sample::step(6, Kind::FormChange, fields());
        theirs.site.id = SiteId(1);
        let own = |no| sample::step(no, Kind::FormChange, fields());
        let case = case([open(), own(5), theirs, own(7), own(8)]);
        let (before, after) =
            (form(&[("applicant.phone", "13800000001")]), form(&[("applicant.phone", "13800000002")]));
        let known = |place: usize| changes(&case, &case.steps[place], &before, &after, Lang::Zh)[0].before.is_some();
        assert_eq!([known(1), known(2), known(3), known(4)], [true, false, false, true]);
        let seen = |place: usize| seen_before(&case, &case.steps[place]).map(|step| step.id);
        assert_eq!(seen(3), Some(case.steps[1].id), "the last of its own place");
        assert_eq!((seen(2), seen(0)), (Some(case.steps[0].id), None), "the filing is known everywhere");
    }

    #[test]
    fn two_numbers_that_look_the_same_behind_the_mask_still_differ() {
        let case = case([open(), accept()]);
        let [before, after] =
            ["441421199001010014", "441421200001010014"].map(|id| form(&[("applicant.id_number", id)]));
        let lines = lines(&case, 0, 1, &before, &after, Lang::Zh);
        let id = found(&lines, "身份证");
        assert!(id.changed && !id.before.contains("19900101"), "{id:?}");
    }

    #[test]
    fn a_paper_that_came_in_between_is_a_difference_and_one_without_effect_is_not() {
        let paper = PaperIn { no: 1, originals: 1, copies: 2, how: PaperForm::Paper, blobs: Vec::new() };
        let mut came = sample::step(3, Kind::Supplement, Payload { papers: vec![paper], ..Payload::default() });
        let mut case = case([open(), came.clone()]);
        let empty = form(&[]);
        let with = lines(&case, 0, 2, &empty, &empty, Lang::Zh);
        let material = with.iter().find(|line| line.changed).expect("the paper");
        assert_eq!((material.before.as_str(), material.after.as_str()), ("未收到", "原件 1，复印件 2"));
        came.effect = EffectView::None;
        case.steps[1] = came;
        assert!(lines(&case, 0, 2, &empty, &empty, Lang::Zh).iter().all(|line| !line.changed));
    }
}
