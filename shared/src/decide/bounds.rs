//! What the lists and numbers in a command may be, so that its entry can be written and names nothing that does not exist.

use super::names::place_names;
use super::{Moment, Refusal};
use crate::case::RefusalCode;
use crate::id::{DeptId, SiteId};

/// Defects of one notice: more than two pages tell nobody what to bring.
pub(super) const DEFECTS_MAX: usize = 50;
/// Characters of all defects of a notice together. Each takes four bytes at most, and with the author's name they must
/// fit the 64 KiB of a private part.
pub(super) const DEFECT_CHARS_MAX: usize = 15_000;
/// Papers of one entry: as many as the numbers of a checklist.
pub(super) const PAPERS_MAX: usize = 255;
/// Addressees of one question. A place and the desks that can be asked are fewer; the head has 8 KiB.
pub(super) const ADDRESSEES_MAX: usize = 50;

/// A part of a command that cannot be taken, with the reason in both languages.
pub(super) fn bad(at: &str, field: [&str; 2], why: [&str; 2]) -> Refusal {
    let refusal = Refusal::new(RefusalCode::BadField).with_both("field", field[0], field[1]);
    refusal.with_both("why", why[0], why[1]).at_field(at)
}

/// A list that fits its entry and names nothing twice: a double says less than its author thinks.
pub(super) fn list<T: PartialEq>(list: &[T], max: usize, at: &str, field: [&str; 2]) -> Result<(), Refusal> {
    // First the length: comparing each with each must stay cheap.
    if list.len() > max {
        return Err(bad(at, field, [&format!("最多 {max} 项，请减少"), &format!("at most {max}; please name fewer")]));
    }
    let is_twice = list.iter().enumerate().any(|(i, one)| list[..i].contains(one));
    if is_twice {
        return Err(bad(at, field, ["同一项列了两次，请删除一个", "one is named twice; delete one of them"]));
    }
    Ok(())
}

/// A desk that the place has. A place whose row lists none takes every desk that the district knows.
pub(super) fn desk(dept: Option<DeptId>, at: SiteId, field: &str, moment: &Moment<'_>) -> Result<(), Refusal> {
    let Some(dept) = dept else { return Ok(()) };
    let listed = moment.directory.site(at).map(|site| site.departments.as_slice()).unwrap_or_default();
    let is_there = match listed {
        [] => moment.directory.department(dept).is_some(),
        [..] => listed.iter().any(|desk| desk.id == dept),
    };
    if is_there {
        return Ok(());
    }
    let (zh, en) = place_names(at, moment);
    Err(Refusal::new(RefusalCode::NoSuchDesk).with_both("place", zh, en).at_field(field))
}
