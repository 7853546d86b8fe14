//! The steps of filing one part at a time: which there are for an item, what belongs to each, where a fault lies. Pure.

use daiban_shared::api::ItemView;
use daiban_shared::form::{Field, FieldError, Group};
use daiban_shared::text::{FilingUi, Lang};

use crate::draft::Draft;

/// One part of the form, shown by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The applicant, and whoever files for him.
    Applicant,
    /// The item's own fields.
    Item,
    /// The household.
    Household,
    /// Papers and note.
    Papers,
}

/// In the order in which they are asked.
const ALL: [Step; 4] = [Step::Applicant, Step::Item, Step::Household, Step::Papers];

impl Step {
    /// Which part of the form a field is asked in.
    pub fn of(group: Group) -> Self {
        match group {
            Group::Applicant | Group::Agent => Self::Applicant,
            Group::Item => Self::Item,
            Group::Household => Self::Household,
        }
    }

    /// What is asked, in words.
    pub fn title(self, lang: Lang) -> &'static str {
        let text = match self {
            Self::Applicant => FilingUi::StepApplicant,
            Self::Item => FilingUi::StepItem,
            Self::Household => FilingUi::StepHousehold,
            Self::Papers => FilingUi::StepPapers,
        };
        text.text(lang)
    }

    /// Its name in the page.
    pub fn code(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Item => "item",
            Self::Household => "household",
            Self::Papers => "papers",
        }
    }

    /// The fields asked in it, in the order of the form.
    pub fn fields(self, fields: &[Field]) -> Vec<&Field> {
        fields.iter().filter(|field| Self::of(field.group) == self && self != Self::Papers).collect()
    }

    /// What is wrong or missing in it.
    pub fn faults(self, draft: &Draft, fields: &[Field]) -> Vec<(String, FieldError)> {
        let own = self.fields(fields);
        let is_own = |id: &str| own.iter().any(|field| field.id == id);
        draft.faults(fields).into_iter().filter(|(id, _)| is_own(id)).collect()
    }
}

/// The steps of an item; a part without fields is no step.
pub fn steps(view: &ItemView) -> Vec<Step> {
    ALL.into_iter().filter(|step| *step == Step::Papers || !step.fields(&view.fields).is_empty()).collect()
}

/// The first step with something wrong or missing.
pub fn first_fault(steps: &[Step], draft: &Draft, fields: &[Field]) -> Option<usize> {
    steps.iter().position(|step| !step.faults(draft, fields).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Act;
    use daiban_shared::form::{FieldKind, common_fields};

    fn own_field(required: bool) -> Field {
        Field {
            id: "land.area_m2".into(),
            group: Group::Item,
            zh: "面积".into(),
            en: "Area".into(),
            hint_zh: String::new(),
            hint_en: String::new(),
            kind: FieldKind::Number { min: 1, max: 150 },
            required,
        }
    }

    #[test]
    fn every_field_is_asked_in_exactly_one_step() {
        let mut fields = common_fields();
        fields.push(own_field(true));
        let asked: Vec<&str> =
            ALL.iter().flat_map(|step| step.fields(&fields)).map(|field| field.id.as_str()).collect();
        assert_eq!(asked.len(), fields.len());
        assert!(fields.iter().all(|field| asked.contains(&field.id.as_str())));
    }

    #[test]
    fn a_fault_is_found_in_its_own_step() {
        let mut fields = common_fields();
        fields.push(own_field(true));
        let draft = Draft::new("V03", 1, "open".into(), "forward".into());
        assert_eq!(first_fault(&ALL, &draft, &fields), Some(0));
        let typed = |draft: Draft, field: &str, text: &str| draft.after(Act::Type(field.into(), text.into()));
        let draft = typed(draft, "applicant.name", "张三");
        let draft = typed(draft, "applicant.id_number", "44142119990101124X");
        let draft = typed(draft, "applicant.phone", "13800001000");
        assert_eq!(first_fault(&ALL, &draft, &fields), Some(1), "the area is missing");
        let draft = typed(typed(draft, "land.area_m2", "120"), "household.size", "many");
        assert_eq!(first_fault(&ALL, &draft, &fields), Some(2));
        assert_eq!(Step::Household.faults(&draft, &fields).len(), 1);
        assert_eq!(first_fault(&ALL, &typed(draft, "household.size", "4"), &fields), None);
    }
}
