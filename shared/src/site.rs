//! Places: the tree of district, towns and villages with their own stable ids, names and dated official codes.

use crate::day::Day;
use crate::id::{DeptId, SiteId};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The level of a place. A place keeps its tier for ever, so the order of entries needs no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// 村（居）便民服务点
    #[n(0)]
    Village,
    /// 镇（街）便民服务中心
    #[n(1)]
    Town,
    /// 区行政服务中心
    #[n(2)]
    District,
}

/// What kind of place it is; taken from the name or a field, never from the official code (domain §2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum SiteKind {
    /// 区县
    #[n(0)]
    District,
    /// 镇、乡
    #[n(1)]
    Town,
    /// 街道办事处
    #[n(2)]
    Street,
    /// 村民委员会
    #[n(3)]
    VillagersCommittee,
    /// 居民委员会、社区
    #[n(4)]
    ResidentsCommittee,
    /// 其他，如水库、林场
    #[n(5)]
    Other,
}

/// An official 12-digit code and the day from which it holds; town codes drift between editions.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct DatedCode {
    /// 12 digits: province 2, city 2, district 2, town 3, village 3.
    #[n(0)]
    pub code: String,
    /// First day of validity; none = always.
    #[n(1)]
    pub from: Option<Day>,
}

/// A department with a desk at a site.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Department {
    /// Stable number.
    #[n(0)]
    pub id: DeptId,
    /// 民政局
    #[n(1)]
    pub zh: String,
    /// Civil Affairs Bureau
    #[n(2)]
    pub en: String,
}

/// One place as the district's public feed describes it (kind 64). Key: `id`; a later row with the same id replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Site {
    /// Drawn at random by the district, never reused.
    #[n(0)]
    pub id: SiteId,
    /// Three digits in case numbers, 000-999, never reused.
    #[n(1)]
    pub number: u16,
    /// The place above; none for the district.
    #[n(2)]
    pub parent: Option<SiteId>,
    /// Level; never changes.
    #[n(3)]
    pub tier: Tier,
    /// Kind of place.
    #[n(4)]
    pub kind: SiteKind,
    /// 雁洋镇
    #[n(5)]
    pub zh: String,
    /// Yanyang Town; pinyin where no English name is in use.
    #[n(6)]
    pub en: String,
    /// Official codes, newest last.
    #[n(7)]
    pub codes: Vec<DatedCode>,
    /// Departments with a desk here.
    #[n(8)]
    pub departments: Vec<Department>,
    /// Close of business, minutes after midnight; 1050 = 17:30.
    #[n(9)]
    pub closes_minute: u16,
    /// Phone for residents.
    #[n(10)]
    pub phone: Option<String>,
    /// The place has ended.
    #[n(11)]
    pub ended: bool,
    /// Where its affairs went.
    #[n(12)]
    pub merged_into: Option<SiteId>,
    /// Opening, minutes after midnight; none = not known, and 8:30 is taken for the length of a part of a day.
    #[n(13)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_minute: Option<u16>,
}

impl Site {
    /// The name in the asked language.
    pub fn name(&self, lang: crate::text::Lang) -> &str {
        match lang {
            crate::text::Lang::Zh => &self.zh,
            crate::text::Lang::En => &self.en,
        }
    }

    /// When it works.
    pub fn hours(&self) -> crate::deadline::Hours {
        let usual = crate::deadline::Hours::closing(self.closes_minute);
        match self.opens_minute {
            Some(opens) if opens < self.closes_minute => crate::deadline::Hours { opens, ..usual },
            Some(_) | None => usual,
        }
    }

    /// The newest official code, digits only.
    pub fn code(&self) -> &str {
        self.codes.last().map_or("", |dated| dated.code.as_str())
    }
}
