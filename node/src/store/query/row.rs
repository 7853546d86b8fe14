//! One row of a list: from the columns of `case_view`, the directory's names and what the tiers have witnessed.

use super::Look;
use crate::accounts;
use crate::error::Error;
use crate::store::project::{SHOWN_LIMITS, decode_labels};
use daiban_shared::api::{
    ByTime, CaseRow, Delivered, DeptRef, Due, HolderView, ItemRef, Label, Light, LimitKind, SiteRef,
};
use daiban_shared::case::{Outcome, Status};
use daiban_shared::day::Day;
use daiban_shared::deadline::workdays_between;
use daiban_shared::ground::View;
use daiban_shared::id::{DeptId, DocId, Millis, SiteId, UserId};
use daiban_shared::site::Tier;
use rusqlite::{Connection, Row, params};

/// The columns that `Seen::read` reads.
pub const COLUMNS: &str = "case_view.doc, doc.name, number, code, version, zh, en, site, status, outcome, holder, holder_dept, \
    holder_user, here, in_transit, case_view.rank, due_at, due_day, due_limit, provisional, blue_at, yellow_at, deep_at, opened_at, \
    changed_at, labels, applicant, own_feed, own_n, phone_end, silent_at";

/// How many they are.
pub const COLUMNS_COUNT: usize = 31;

/// A row as read.
pub struct Seen {
    /// Number of the document here.
    pub doc: i64,
    id: DocId,
    number: String,
    item: ItemRef,
    site: SiteId,
    status: u8,
    outcome: Option<u8>,
    holder: Option<SiteId>,
    dept: Option<DeptId>,
    user: Option<UserId>,
    here: bool,
    in_transit: bool,
    due: Option<(Millis, Day, LimitKind)>,
    provisional: bool,
    lights: [Option<Millis>; 3],
    opened_at: Millis,
    changed_at: Millis,
    labels: Vec<Label>,
    applicant: String,
    own: Option<(i64, i64)>,
    phone_end: String,
    silent_at: Option<Millis>,
}

impl Seen {
    /// Reads the columns.
    pub fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let moment =
            |column: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(|at| at as Millis));
        let item = ItemRef {
            code: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            version: row.get::<_, Option<u32>>(4)?.unwrap_or_default(),
            zh: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
            en: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
        };
        let limit: Option<usize> = row.get::<_, Option<u8>>(18)?.map(usize::from);
        let kind = limit.and_then(|limit| SHOWN_LIMITS.get(limit).copied());
        let due = match (moment(16)?, row.get::<_, Option<i32>>(17)?, kind) {
            (Some(at), Some(day), Some(kind)) => Some((at, Day(day), kind)),
            (_, _, _) => None,
        };
        let own = row.get::<_, Option<i64>>(27)?.zip(row.get::<_, Option<i64>>(28)?);
        Ok(Self {
            doc: row.get(0)?,
            id: DocId(row.get(1)?),
            number: row.get(2)?,
            item,
            site: SiteId(row.get(7)?),
            status: row.get(8)?,
            outcome: row.get(9)?,
            holder: row.get::<_, Option<u32>>(10)?.map(SiteId),
            dept: row.get::<_, Option<u16>>(11)?.map(DeptId),
            user: row.get::<_, Option<[u8; 8]>>(12)?.map(UserId),
            here: row.get(13)?,
            in_transit: row.get(14)?,
            due,
            provisional: row.get(19)?,
            lights: [moment(20)?, moment(21)?, moment(22)?],
            opened_at: row.get::<_, i64>(23)? as Millis,
            changed_at: row.get::<_, i64>(24)? as Millis,
            labels: decode_labels(&row.get::<_, String>(25)?),
            applicant: row.get(26)?,
            own,
            phone_end: row.get(29)?,
            silent_at: moment(30)?,
        })
    }

    /// Adds names, and what the time makes of it.
    pub fn show(self, conn: &Connection, look: Look<'_>) -> Result<CaseRow, Error> {
        let view = look.view();
        let delivered = self.delivered(conn, view)?;
        let news = newest_of(conn, self.doc)?;
        let due = self.due(look);
        let labels = self.labels(look.now);
        let holder = HolderView {
            site: site_ref(view, self.holder.unwrap_or(self.site)),
            department: self.dept.map(|dept| dept_ref(view, dept)),
            user: self.user,
            user_name: self.user.map(|user| accounts::name_of(conn, user)).transpose()?.flatten(),
            in_transit: self.in_transit,
            here: self.here,
        };
        Ok(CaseRow {
            id: self.id,
            number: self.number,
            item: self.item,
            applicant: self.applicant,
            site: site_ref(view, self.site),
            status: Status::ALL
                .iter()
                .copied()
                .find(|status| status.number() == self.status)
                .unwrap_or(Status::Received),
            outcome: Outcome::ALL.iter().copied().find(|outcome| Some(outcome.number()) == self.outcome),
            holder,
            due,
            opened_at: self.opened_at,
            changed_at: self.changed_at,
            labels,
            delivered,
            phone_end: self.phone_end,
            news,
        })
    }

    fn due(&self, look: Look<'_>) -> Option<Due> {
        let (at, day, limit) = self.due?;
        let view = look.view();
        let today = Day::of(look.now);
        let days_left = if today <= day {
            workdays_between(today, day, &[], &view) as i32
        } else {
            -(workdays_between(day, today, &[], &view) as i32)
        };
        let passed = |moment: Option<Millis>| moment.is_some_and(|moment| look.now > moment);
        let reached = |moment: Option<Millis>| moment.is_some_and(|moment| look.now >= moment);
        let [blue, yellow, deep] = self.lights;
        let light = if passed(deep) {
            Light::DeepRed
        } else if look.now > at && !limit.is_residents() {
            Light::Red
        } else if reached(yellow) {
            Light::Yellow
        } else if reached(blue) {
            Light::Blue
        } else {
            Light::None
        };
        Some(Due { day, at, provisional: self.provisional, days_left, light, limit })
    }

    /// What the time makes of the state's labels, without an entry.
    fn labels(&self, now: Millis) -> Vec<Label> {
        let is_deemed = self.silent_at.is_some_and(|at| now > at);
        ByTime { is_deemed, today: Day::of(now) }.labels(&self.labels)
    }

    /// Where the newest step of this place has arrived. Its own tier has it.
    fn delivered(&self, conn: &Connection, view: View<'_>) -> Result<Delivered, Error> {
        let mut out = Delivered::default();
        let Some((feed, n)) = self.own else { return Ok(out) };
        let _ = view;
        let sql = "SELECT tier, min(at) FROM witness WHERE feed = (SELECT name FROM feed WHERE id = ?1) AND n >= ?2 GROUP BY tier";
        let mut query = conn.prepare_cached(sql)?;
        let mut rows = query.query(params![feed, n])?;
        while let Some(row) = rows.next()? {
            let at = Some(row.get::<_, i64>(1)? as Millis);
            let tier: u8 = row.get(0)?;
            if tier == Tier::Town as u8 {
                out.town = at;
            } else if tier == Tier::District as u8 {
                out.district = at;
            }
        }
        Ok(out)
    }
}

/// Position of the newest entry of a case.
fn newest_of(conn: &Connection, doc: i64) -> Result<u64, Error> {
    let sql = "SELECT coalesce(max(pos), 0) FROM entry WHERE doc = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([doc], |row| row.get::<_, i64>(0))? as u64)
}

/// A place with its names; an unknown one (its row has not arrived) shows its id.
pub fn site_ref(view: View<'_>, id: SiteId) -> SiteRef {
    match view.site(id) {
        Some(site) => SiteRef { id, zh: site.zh.clone(), en: site.en.clone(), tier: site.tier },
        None => SiteRef { id, zh: id.to_string(), en: id.to_string(), tier: Tier::Village },
    }
}

/// A department with its names.
pub fn dept_ref(view: View<'_>, id: DeptId) -> DeptRef {
    match view.department(id) {
        Some(dept) => DeptRef { id, zh: dept.zh.clone(), en: dept.en.clone() },
        None => DeptRef { id, zh: id.0.to_string(), en: id.0.to_string() },
    }
}
