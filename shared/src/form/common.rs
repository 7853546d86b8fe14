//! The fields every form has: the applicant, the person who files for him, the household.

use super::{ADDRESS_MAX, Field, FieldKind, Group, NAME_MAX};
use crate::item::Item;

/// Most people one household book can hold; catches a typing error.
const HOUSEHOLD_MAX: i64 = 50;

/// Applicant, agent and household, in the order of the paper form.
pub fn common_fields() -> Vec<Field> {
    let name = || FieldKind::Text { max: NAME_MAX };
    let address = FieldKind::Text { max: ADDRESS_MAX };
    let size = FieldKind::Number { min: 1, max: HOUSEHOLD_MAX };
    let field = |id: &str, group, words: [&str; 4], kind, required| Field {
        id: id.into(),
        group,
        zh: words[0].into(),
        en: words[1].into(),
        hint_zh: words[2].into(),
        hint_en: words[3].into(),
        kind,
        required,
    };
    let as_on_card = ["与身份证一致，间隔号用“·”", "As on the identity card; with a middle dot · if the name has one"];
    let card = ["18 位，末位可为 X", "18 characters; the last may be X"];
    let call = ["手机，或带区号的座机", "Mobile, or landline with area code"];
    let proxy = ["委托他人代办时填写，须附委托书", "Only if somebody files for the applicant; bring the authority"];
    vec![
        field(
            "applicant.name",
            Group::Applicant,
            ["申请人姓名", "Applicant's name", as_on_card[0], as_on_card[1]],
            name(),
            true,
        ),
        field(
            "applicant.id_number",
            Group::Applicant,
            ["身份证号", "ID number", card[0], card[1]],
            FieldKind::IdNumber,
            true,
        ),
        field("applicant.phone", Group::Applicant, ["联系电话", "Phone", call[0], call[1]], FieldKind::Phone, true),
        field(
            "applicant.address",
            Group::Applicant,
            ["现住址", "Address", "写到门牌或村民小组", "Down to the house number or villagers' group"],
            address,
            false,
        ),
        field("agent.name", Group::Agent, ["代办人姓名", "Agent's name", proxy[0], proxy[1]], name(), false),
        field(
            "agent.id_number",
            Group::Agent,
            ["代办人身份证号", "Agent's ID number", card[0], card[1]],
            FieldKind::IdNumber,
            false,
        ),
        field("agent.phone", Group::Agent, ["代办人电话", "Agent's phone", call[0], call[1]], FieldKind::Phone, false),
        field(
            "household.size",
            Group::Household,
            ["家庭人口数", "People in the household", "共同生活的人数", "Those who live together"],
            size,
            false,
        ),
        field(
            "household.head",
            Group::Household,
            ["户主姓名", "Head of household", "与户口簿一致", "As in the household register"],
            name(),
            false,
        ),
    ]
}

/// The whole form of an item: the common fields, then its own.
pub fn fields_of(item: &Item) -> Vec<Field> {
    let mut fields = common_fields();
    fields.extend(item.fields.iter().cloned());
    fields
}
