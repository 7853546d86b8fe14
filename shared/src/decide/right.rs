//! On which right (授权) a decision rests: place, desk, person, item, days and amount; and who may decide where it fails.

use super::names::{field_names, place_names};
use super::{About, Actor, Moment, Refusal};
use crate::case::RefusalCode;
use crate::day::Day;
use crate::form::{FieldKind, Value};
use crate::id::SiteId;
use crate::item::Item;
use crate::kind::{Power, Right};
use crate::site::Tier;
use crate::text::{FileUi, Lang};

/// Places and tiers that a refusal names at most.
const NAMED_MAX: usize = 3;

/// What keeps a right from carrying this decision. The last is the nearest to a right: of several the refusal names that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    Item,
    Ended,
    Person,
    Expired,
    NotYet,
    NoAmount,
    Over,
}

/// The right on which this person may decide.
///
/// Errors: what the nearest right lacks, and who may decide instead.
pub(super) fn deciding_right<'a>(about: &About<'_>, actor: &Actor, moment: &Moment<'a>) -> Result<&'a Right, Refusal> {
    named_right(Power::Decide, about, actor, moment)
}

/// The right on which this person may use a power on the case's item.
///
/// Errors: as `deciding_right`.
pub(super) fn named_right<'a>(
    power: Power,
    about: &About<'_>,
    actor: &Actor,
    moment: &Moment<'a>,
) -> Result<&'a Right, Refusal> {
    let mut nearest: Option<(Lack, &Right)> = None;
    for right in moment.directory.rights_ever().filter(|right| gives_to(right, power, actor.site, moment)) {
        match lack(right, about, actor, moment) {
            None => return Ok(right),
            Some(lack) if nearest.is_none_or(|(known, other)| (known, other.no) < (lack, right.no)) => {
                nearest = Some((lack, right));
            }
            Some(_) => {}
        }
    }
    Err(refusal(nearest, about, actor, moment))
}

/// Whether a right to use a power is one of this place or its tier, whatever the item.
fn gives_to(right: &Right, power: Power, site: SiteId, moment: &Moment<'_>) -> bool {
    let place = match (right.site, right.tier) {
        (Some(only), _) => only == site,
        (None, Some(tier)) => moment.directory.site(site).is_some_and(|site| site.tier == tier),
        (None, None) => false,
    };
    place && right.power == power
}

fn lack(right: &Right, about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Option<Lack> {
    let today = Day::of(moment.now);
    let is_his = right.user.is_none_or(|user| user == actor.user)
        && right.dept.is_none_or(|dept| actor.dept.is_none_or(|own| own == dept));
    // Of an ended one it is asked what it would have covered.
    let as_it_was = Right { ended: false, ..right.clone() };
    if !moment.directory.right_allows(&as_it_was, actor.site, right.power, about.item) {
        return Some(Lack::Item);
    }
    if right.ended {
        return Some(Lack::Ended);
    }
    if !is_his {
        return Some(Lack::Person);
    }
    if right.until.is_some_and(|until| until < today) {
        return Some(Lack::Expired);
    }
    if right.from > today {
        return Some(Lack::NotYet);
    }
    match (right.up_to_yuan, amount_fen(about)) {
        (None, _) => None,
        // An amount that nobody wrote down is within no limit.
        (Some(_), None) => Some(Lack::NoAmount),
        (Some(limit), Some(fen)) => (fen > fen_of(limit)).then_some(Lack::Over),
    }
}

/// The amount of the case in fen, as its form has it; none where the item names no field, or nothing usable stands there.
fn amount_fen(about: &About<'_>) -> Option<i64> {
    let id = about.item.amount.as_ref()?;
    let field = crate::form::fields_of(about.item).into_iter().find(|field| field.id == *id)?;
    let Value::Number(number) = *about.form.values.get(id)? else { return None };
    let fen = match field.kind {
        FieldKind::Money => number,
        FieldKind::Number { .. } => number.checked_mul(100)?,
        FieldKind::Text { .. }
        | FieldKind::Day
        | FieldKind::Phone
        | FieldKind::IdNumber
        | FieldKind::Choice { .. }
        | FieldKind::Flag => return None,
    };
    (fen >= 0).then_some(fen)
}

fn fen_of(yuan: u64) -> i64 {
    i64::try_from(yuan).unwrap_or(i64::MAX).saturating_mul(100)
}

fn refusal(nearest: Option<(Lack, &Right)>, about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> Refusal {
    let (zh, en) = who(about, actor, moment);
    let Some((lack, right)) = nearest else { return Refusal::new(RefusalCode::NoRight).with_both("who", zh, en) };
    let limit = right.up_to_yuan.unwrap_or_default();
    let refused = match lack {
        Lack::Item => Refusal::new(RefusalCode::RightOtherItem),
        Lack::Person => Refusal::new(RefusalCode::RightOtherPerson),
        Lack::Ended => Refusal::new(RefusalCode::RightEnded).with("basis", &right.basis),
        Lack::Expired => {
            let until = right.until.map_or_else(String::new, |day| day.to_string());
            Refusal::new(RefusalCode::RightExpired).with("day", until)
        }
        Lack::NotYet => Refusal::new(RefusalCode::RightNotYet).with("day", right.from),
        Lack::NoAmount => {
            let refused = Refusal::new(RefusalCode::AmountMissing).with("limit", limit);
            match &about.item.amount {
                Some(id) => {
                    let (zh, en) = field_names(about.item, id);
                    refused.with_both("field", zh, en).at_field(id)
                }
                None => {
                    let en = "the catalogue names no field for it";
                    refused.with_both("field", "事项目录没有指明金额字段", en)
                }
            }
        }
        Lack::Over => {
            let fen = amount_fen(about).unwrap_or_default();
            Refusal::new(RefusalCode::OverAmount).with("amount", yuan(fen)).with("limit", limit)
        }
    };
    refused.with("no", right.no).with_both("who", zh, en)
}

/// Fen as yuan, with two digits where there are any.
fn yuan(fen: i64) -> String {
    if fen % 100 == 0 { (fen / 100).to_string() } else { format!("{}.{:02}", fen / 100, fen % 100) }
}

/// Who holds a right in force for this very case, places above first: the sentence that says what to do next.
fn who(about: &About<'_>, actor: &Actor, moment: &Moment<'_>) -> (String, String) {
    let (today, directory) = (Day::of(moment.now), moment.directory);
    let above = directory.above(actor.site);
    let mut places: Vec<SiteId> = Vec::new();
    let mut colleague = false;
    for right in directory.rights().filter(|right| right.power == Power::Decide) {
        let in_force = right.from <= today && right.until.is_none_or(|until| today <= until);
        let enough = right.up_to_yuan.is_none_or(|limit| amount_fen(about).is_some_and(|fen| fen <= fen_of(limit)));
        if !in_force || !enough {
            continue;
        }
        let has = |site: SiteId| directory.right_allows(right, site, Power::Decide, about.item);
        colleague |= has(actor.site);
        let named = right.site.into_iter().filter(|site| *site != actor.site && !above.contains(site));
        places.extend(above.iter().copied().chain(named).filter(|site| has(*site)));
    }
    let rank = |site: &SiteId| above.iter().position(|other| other == site).unwrap_or(usize::MAX);
    places.sort_by_key(|site| (rank(site), *site));
    places.dedup();
    places.truncate(NAMED_MAX);
    let names: Vec<(String, String)> = places.iter().map(|site| place_names(*site, moment)).collect();
    let zh: Vec<&str> = names.iter().map(|(zh, _)| zh.as_str()).collect();
    let en: Vec<&str> = names.iter().map(|(_, en)| en.as_str()).collect();
    match (colleague, names.is_empty()) {
        (true, _) => (
            "本单位有获得授权的科室或人员，请负责人转办".into(),
            "Another desk or person of this place has a grant: have the head reassign the case".into(),
        ),
        (false, false) => (
            format!("有权决定的单位：{}，请上报", zh.join("、")),
            format!("Hand it up to who may decide: {}", en.join(", ")),
        ),
        (false, true) => (
            "请管理员在“授权”页向区级申请登记".into(),
            "Have the administrator ask the district for one on the page “Grants”".into(),
        ),
    }
}

/// The tiers that may accept an item, as the sentence that says what to do next.
pub(super) fn filing_tiers(item: &Item) -> (String, String) {
    let names =
        |lang: Lang| -> Vec<&str> { item.accept_tiers.iter().map(|tier| tier_name(*tier).text(lang)).collect() };
    (
        format!("可以受理的层级：{}，请上报", names(Lang::Zh).join("、")),
        format!("Hand it up to who may accept it: {}", names(Lang::En).join(", ")),
    )
}

fn tier_name(tier: Tier) -> FileUi {
    match tier {
        Tier::Village => FileUi::TierVillage,
        Tier::Town => FileUi::TierTown,
        Tier::District => FileUi::TierDistrict,
    }
}
