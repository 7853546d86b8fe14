//! `GET /tasks`: what this node's site owes over all cases, most urgent first.

use super::names::Names;
use crate::error::Error;
use crate::store::{Store, duty_at_desk};
use daiban_shared::api::{Due, DutyKind, DutyView, ItemRef, LimitKind, TaskPage, TaskRow};
use daiban_shared::day::Day;
use daiban_shared::decide::Actor;
use daiban_shared::ground::View;
use daiban_shared::id::{DeptId, DocId, Hash, Millis};
use daiban_shared::limits::due_of;
use daiban_shared::text::Lang;
use rusqlite::{Connection, Row, params};

/// Rows of one page.
pub const DUTIES_PER_PAGE: usize = 50;
/// Order of a duty without a date: behind all others.
const NO_DATE: i64 = i64::MAX;

daiban_shared::texts! {
    /// What a duty is about, and what to do.
    DutyText {
        WithdrawalAsked => "申请人要求撤回，尚未答复", "The resident asks to withdraw and has no answer yet";
        WithdrawalTodo => "准予撤回，或说明理由答复", "Allow the withdrawal, or answer with reasons";
        SurveyDue => "绿色通道办件，待现场勘察", "Green channel: the site has to be surveyed";
        SurveyTodo => "交办现场勘察；不需要勘察的，说明理由答复", "Ask for a site survey; if none is needed, answer with the reason";
        Task => "有征询待答复", "A question waits for an answer";
        TaskTodo => "填写答复", "Write the answer";
        SupplementIn => "补正材料已收齐", "The missing papers have come";
        SupplementTodo => "决定是否受理", "Decide whether to accept";
        OwnStepVoid => "有一项步骤未生效", "A step had no effect";
        OwnStepTodo => "查看原因；需要时重新办理并告知申请人，再登记答复", "Look at the reason; take the step again if it is needed, tell the resident, then record the answer";
        OutcomeToDeliver => "办理结果待送达", "The result has to be delivered";
        Urged => "上级督办，待回复", "Urged from above; an answer is owed";
        UrgedTodo => "办理或说明原因，再登记回复", "Get on with it or say why not, then record the answer";
        OutcomeTodo => "送达申请人并登记", "Hand it to the resident and record the delivery";
    }
}

/// What a duty is about, and what to do.
pub fn words(kind: DutyKind, lang: Lang) -> (String, String) {
    let (about, todo) = match kind {
        DutyKind::WithdrawalAsked => (DutyText::WithdrawalAsked, DutyText::WithdrawalTodo),
        DutyKind::Task => (DutyText::Task, DutyText::TaskTodo),
        DutyKind::SupplementIn => (DutyText::SupplementIn, DutyText::SupplementTodo),
        DutyKind::OwnStepVoid => (DutyText::OwnStepVoid, DutyText::OwnStepTodo),
        DutyKind::OutcomeToDeliver => (DutyText::OutcomeToDeliver, DutyText::OutcomeTodo),
        DutyKind::Urged => (DutyText::Urged, DutyText::UrgedTodo),
        DutyKind::SurveyDue => (DutyText::SurveyDue, DutyText::SurveyTodo),
    };
    (about.text(lang).to_owned(), todo.text(lang).to_owned())
}

/// Where a page ends: the order of its last row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    due: i64,
    doc: i64,
    no: i64,
}

impl Place {
    const START: Self = Self { due: i64::MIN, doc: 0, no: 0 };

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(|part| part.parse::<i64>().ok());
        let place = Self { due: parts.next()??, doc: parts.next()??, no: parts.next()?? };
        parts.next().is_none().then_some(place)
    }

    fn text(self) -> String {
        format!("{}.{}.{}", self.due, self.doc, self.no)
    }
}

struct DutyRow {
    place: Place,
    doc: DocId,
    number: String,
    kind: u8,
    of: Hash,
    since: Millis,
    due: Option<(Day, Millis)>,
    applicant: String,
    item: ItemRef,
    dept: Option<DeptId>,
}

/// `GET /tasks`: what this node's site, or one desk there, owes, most urgent first. `page` is the `next` of the page before.
///
/// Errors: `page` was not made by this function.
pub fn duties(
    store: &Store,
    actor: &Actor,
    desk: Option<DeptId>,
    page: Option<&str>,
    lang: Lang,
) -> Result<TaskPage, Error> {
    let after = match page {
        Some(text) => Place::parse(text).ok_or(Error::NotFound)?,
        None => Place::START,
    };
    let directory = store.directory();
    let names = Names { directory: directory.newest(), lang };
    let now = store.clock().now();
    let mut rows = store.read(|conn| owed(conn, actor, desk, after))?;
    let has_more = rows.len() > DUTIES_PER_PAGE;
    rows.truncate(DUTIES_PER_PAGE);
    let next = rows.last().filter(|_| has_more).map(|row| row.place.text());
    let items = rows.into_iter().filter_map(|row| view(row, actor, &names, now)).collect();
    Ok(TaskPage { items, next, as_of: now })
}

/// A desk owes what it was asked, what lies there, and what the place owes as a whole.
fn owed(conn: &Connection, actor: &Actor, desk: Option<DeptId>, after: Place) -> Result<Vec<DutyRow>, Error> {
    let sql = format!(
        "select coalesce(duty.due_at, ?1), duty.doc, duty.no, doc.name, case_view.number, duty.kind, duty.of, duty.due_day,
        duty.due_at, duty.since, case_view.applicant, code, version, zh, en, duty.dept
        from duty join doc on doc.id = duty.doc join case_view on case_view.doc = duty.doc
        left join pinned on pinned.id = case_view.item
        where duty.owner = ?2 and {} and (coalesce(duty.due_at, ?1), duty.doc, duty.no) > (?4, ?5, ?6)
        order by 1, 2, 3 limit ?7",
        duty_at_desk("?3")
    );
    let mut query = conn.prepare_cached(&sql)?;
    let desk = desk.map(|desk| desk.0);
    let limit = DUTIES_PER_PAGE as i64 + 1;
    let rows = query.query_map(params![NO_DATE, actor.site.0, desk, after.due, after.doc, after.no, limit], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> Result<DutyRow, rusqlite::Error> {
    Ok(DutyRow {
        place: Place { due: row.get(0)?, doc: row.get(1)?, no: row.get(2)? },
        doc: DocId(row.get(3)?),
        number: row.get(4)?,
        kind: row.get(5)?,
        of: Hash(row.get(6)?),
        due: row.get::<_, Option<i32>>(7)?.map(Day).zip(row.get::<_, Option<i64>>(8)?.map(|at| at as Millis)),
        since: row.get::<_, i64>(9)? as Millis,
        applicant: row.get(10)?,
        item: ItemRef {
            code: row.get::<_, Option<String>>(11)?.unwrap_or_default(),
            version: row.get::<_, Option<u32>>(12)?.unwrap_or_default(),
            zh: row.get::<_, Option<String>>(13)?.unwrap_or_default(),
            en: row.get::<_, Option<String>>(14)?.unwrap_or_default(),
        },
        dept: row.get::<_, Option<u16>>(15)?.map(DeptId),
    })
}

fn view(row: DutyRow, actor: &Actor, names: &Names<'_>, now: Millis) -> Option<TaskRow> {
    let code = kind_of(row.kind)?;
    let (text, todo) = words(code, names.lang);
    let limit = row.due.map(|due| limit(code, row.since, due, now, names.directory));
    let duty = DutyView {
        case: row.doc,
        number: row.number,
        code,
        text,
        todo,
        of: row.of,
        owner: names.site(actor.site),
        desk: row.dept.map(|dept| names.dept(dept)),
        due: row.due.map(|(day, _)| day),
        here: true,
    };
    Some(TaskRow { duty, applicant: row.applicant, item: row.item, limit })
}

fn limit(code: DutyKind, since: Millis, due: (Day, Millis), now: Millis, view: View<'_>) -> Due {
    let kind = match code {
        DutyKind::Task => LimitKind::Task,
        DutyKind::OutcomeToDeliver => LimitKind::DeliverBy,
        DutyKind::SurveyDue => LimitKind::Survey,
        DutyKind::WithdrawalAsked | DutyKind::SupplementIn | DutyKind::OwnStepVoid | DutyKind::Urged => LimitKind::Duty,
    };
    let due = due_of(kind, (since, &[]), due, now, &[], &view);
    let (day, at, provisional, days_left) = (due.day, due.at, due.provisional, due.days_left);
    Due { day, at, provisional, days_left, light: due.light, limit: kind }
}

/// As the view of the store numbers them.
fn kind_of(number: u8) -> Option<DutyKind> {
    match number {
        1 => Some(DutyKind::WithdrawalAsked),
        2 => Some(DutyKind::Task),
        3 => Some(DutyKind::SupplementIn),
        4 => Some(DutyKind::OwnStepVoid),
        5 => Some(DutyKind::OutcomeToDeliver),
        6 => Some(DutyKind::Urged),
        7 => Some(DutyKind::SurveyDue),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_where_the_one_before_ended() {
        for place in [Place::START, Place { due: NO_DATE, doc: 7, no: 2 }] {
            assert_eq!(Place::parse(&place.text()), Some(place));
        }
        for text in ["", "1.2", "1.2.3.4", "a.b.c", "99999999999999999999.1.1"] {
            assert_eq!(Place::parse(text), None, "{text}");
        }
    }

    #[test]
    fn every_duty_says_what_to_do_in_both_languages() {
        for text in DutyText::ALL {
            assert!(!text.text(Lang::Zh).is_ascii() && text.text(Lang::En).is_ascii(), "{text:?}");
        }
    }
}
