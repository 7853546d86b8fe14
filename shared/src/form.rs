//! Form schemas and the checks a field runs while somebody types: common fields, an item's own fields, ID numbers.
//!
//! Knows nothing of Automerge: values arrive here as plain scalars.

mod check;
mod common;
pub mod id_number;
mod live;
mod normal;
pub mod phone;
pub mod uscc;

pub use check::{FieldError, FieldText, accept, check, parse_value, problems_of};
pub use common::{common_fields, fields_of};
pub use id_number::IdNumber;
pub use live::{Live, live, spaced_phone};
pub use normal::{MONEY_FEN_MAX, day, half_width, is_invisible};
pub use phone::masked_phone;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Characters of a name: the longest in the national registers have about 50, with middle dots.
pub const NAME_MAX: u16 = 100;
/// Characters of an address. Fields that take more have several lines.
pub const ADDRESS_MAX: u16 = 200;
/// Characters of free text: a page of handwriting; 16 of them fit into one private part.
pub const FREE_TEXT_MAX: u16 = 1000;
/// Keys of the form that belong to the checklist of papers: `m.<code>.<what>`.
pub const MATERIAL_PREFIX: &str = "m.";

/// One scalar of a form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    #[n(0)]
    Flag(#[n(0)] bool),
    /// Whole numbers; money is in fen.
    #[n(1)]
    Number(#[n(0)] i64),
    /// Words, days (`2026-11-21`), codes.
    #[n(2)]
    Text(#[n(0)] String),
}

/// Which part of the form a field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// 申请人
    #[n(0)]
    Applicant,
    /// 代办人
    #[n(1)]
    Agent,
    /// 家庭
    #[n(2)]
    Household,
    /// The item's own.
    #[n(3)]
    Item,
}

/// What may be typed into a field.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum FieldKind {
    /// Words; `max` characters.
    #[n(0)]
    Text {
        #[n(0)]
        max: u16,
    },
    /// A whole number between two bounds.
    #[n(1)]
    Number {
        #[n(0)]
        min: i64,
        #[n(1)]
        max: i64,
    },
    /// Yuan with two digits; the value is in fen.
    #[n(2)]
    Money,
    /// A calendar day.
    #[n(3)]
    Day,
    /// Mobile or landline.
    #[n(4)]
    Phone,
    /// GB 11643; the area part is never refused.
    #[n(5)]
    IdNumber,
    /// One of a list.
    #[n(6)]
    Choice {
        #[n(0)]
        options: Vec<Choice>,
    },
    /// Yes or no.
    #[n(7)]
    Flag,
}

/// One option of a list.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Choice {
    /// Stored value.
    #[n(0)]
    pub code: String,
    /// 农村户口
    #[n(1)]
    pub zh: String,
    /// Rural household
    #[n(2)]
    pub en: String,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Field {
    /// `applicant.phone`; lower case, digits, dots and underscores.
    #[n(0)]
    pub id: String,
    /// Part of the form.
    #[n(1)]
    pub group: Group,
    /// 联系电话
    #[n(2)]
    pub zh: String,
    /// Phone
    #[n(3)]
    pub en: String,
    /// Hint under the label, Chinese; may be empty.
    #[n(4)]
    pub hint_zh: String,
    /// Hint under the label, English; may be empty.
    #[n(5)]
    pub hint_en: String,
    /// What may be typed.
    #[n(6)]
    pub kind: FieldKind,
    /// Must be filled before the case can be filed.
    #[n(7)]
    pub required: bool,
}
