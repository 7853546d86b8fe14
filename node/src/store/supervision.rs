//! Supervision as lists: the wall from counters, alarms from their rows.

mod cards;

use super::log;
use super::overview::{freshness, per_site, subtree};
use super::project::{officer_number, stand_of};
use super::query::{Look, dept_ref, site_ref};
use super::trends::complete;
use crate::accounts;
use crate::error::Error;
pub use cards::{CardFilter, CardRow, card, card_of, cards, case_of};
use daiban_shared::api::{AlarmPage, AlarmView, Freshness, Lights, Person, WALL_ALARM_DAYS, Wall, WallPlace};
use daiban_shared::day::{DAY_MS, Day};
use daiban_shared::deadline::workdays_between;
use daiban_shared::id::{DeptId, DocId, Hash, Millis, SiteId, UserId};
use daiban_shared::kind::{LightCode, Private, Rule, RuleKind};
use daiban_shared::site::Tier;
use daiban_shared::text::Lang;
use daiban_shared::watch::{NIGHT_MS, Rules};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};

/// Late cases that the wall names.
const LATEST: usize = 20;
/// Alarms of one page.
pub const ALARMS_PAGE: usize = 50;

/// Which alarms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlarmFilter {
    /// At this place and below it; none = everywhere that is seen here.
    pub under: Option<SiteId>,
    /// At this very place.
    pub at: Option<SiteId>,
    /// By this rule.
    pub rule: Option<RuleKind>,
    /// Of this light.
    pub light: Option<LightCode>,
    /// Of this case.
    pub case: Option<DocId>,
    /// Only those that ask for an answer.
    pub cards: bool,
    /// Only those whose card, if there is one, was neither answered nor decided.
    pub waiting: bool,
    /// Only those that were not made good.
    pub open: bool,
    /// Only those whose place was heard past them.
    pub official: bool,
    /// From this moment on.
    pub from: Option<Millis>,
    /// Before this moment.
    pub before: Option<Millis>,
    /// Behind this one: since, document, number.
    pub after: Option<(i64, i64, i64)>,
    /// Only open cases that are late as a whole, the longest first, each once; so many as a wall names.
    pub late: bool,
}

/// The hierarchy with its lights.
pub fn wall(conn: &Connection, look: Look<'_>, lang: Lang) -> Result<Wall, Error> {
    let lights = lights(conn, look.now)?;
    let alarms = waiting(conn, look)?;
    let heard = per_site(conn, "SELECT site, until FROM heard")?;
    let tree = subtree(look.view(), look.site);
    let mut places: Vec<WallPlace> = Vec::with_capacity(tree.len());
    for (site, parent) in &tree {
        let own = lights.get(site).copied().unwrap_or_default();
        let heard_until = heard.get(site).map(|at| *at as Millis);
        let freshness = freshness(look, *site, heard_until);
        let alarms = alarms.get(site).map_or(0, |count| *count as u64);
        places.push(WallPlace {
            site: site_ref(look.view(), *site),
            parent: *parent,
            lights: own,
            branch: own,
            alarms,
            branch_alarms: alarms,
            heard_until,
            freshness,
            silent: u64::from(freshness == Freshness::Silent),
        });
    }
    // Parents stand before children, so from the end every branch is whole before it is added to the one above.
    let at: BTreeMap<SiteId, usize> = tree.iter().enumerate().map(|(i, (site, _))| (*site, i)).collect();
    for i in (1..places.len()).rev() {
        let (branch, alarms, silent) = (places[i].branch, places[i].branch_alarms, places[i].silent);
        if let Some(above) = places[i].parent.and_then(|parent| at.get(&parent)).copied() {
            places[above].branch = places[above].branch.plus(branch);
            places[above].branch_alarms += alarms;
            places[above].silent += silent;
        }
    }
    let filter = AlarmFilter { under: Some(look.site), ..AlarmFilter::default() };
    let latest = oldest_late(conn, look, &filter, lang)?;
    let all: BTreeSet<SiteId> = tree.iter().map(|(site, _)| *site).collect();
    Ok(Wall { as_of: look.now, places, latest, complete: complete(conn, look, &all)? })
}

/// Alarms that wait for an answer, by place, of the last days: all that were not made good, but for those whose card was
/// answered or decided.
fn waiting(conn: &Connection, look: Look<'_>) -> Result<BTreeMap<SiteId, i64>, Error> {
    let since = Day::of(look.now).plus(-WALL_ALARM_DAYS).at_minute(0);
    let open = format!(
        "alarm.since >= {since} AND alarm.since <= {} AND alarm.card = 1 AND alarm.ended IS NULL AND {}",
        look.now,
        often_enough(look)
    );
    let mut out = per_site(conn, &format!("SELECT site, count(*) FROM alarm WHERE {open} GROUP BY site"))?;
    let settled = format!(
        "SELECT alarm.site, count(*) FROM card JOIN doc ON doc.name = card.case_name JOIN alarm ON alarm.doc = doc.id \
         AND alarm.rule = card.rule AND alarm.of = card.of WHERE card.repeats IS NULL AND card.stand NOT IN (1, 3) \
         AND {open} GROUP BY alarm.site"
    );
    for (site, count) in per_site(conn, &settled)? {
        out.entry(site).and_modify(|all| *all -= count);
    }
    Ok(out)
}

/// Open cases by place and light, from the counters by moment.
fn lights(conn: &Connection, now: Millis) -> Result<BTreeMap<SiteId, Lights>, Error> {
    let mut out: BTreeMap<SiteId, (i64, [i64; 4])> = BTreeMap::new();
    for (site, count) in per_site(conn, "SELECT site, sum(count) FROM tally WHERE what = 3 GROUP BY site")? {
        out.entry(site).or_default().0 = count;
    }
    let sql = "SELECT what, site, sum(count) FROM tally WHERE what BETWEEN 20 AND 23 AND key <= ?1 GROUP BY what, site";
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query([now as i64])?;
    while let Some(row) = rows.next()? {
        let what: i64 = row.get(0)?;
        let at_least = &mut out.entry(SiteId(row.get(1)?)).or_default().1;
        if let Some(count) = usize::try_from(what - 20).ok().and_then(|i| at_least.get_mut(i)) {
            *count = row.get(2)?;
        }
    }
    // Counted is "at least this light", so each light is what is not worse.
    let of = |(all, [blue, yellow, red, deep]): (i64, [i64; 4])| Lights {
        none: (all - blue).max(0) as u64,
        blue: (blue - yellow).max(0) as u64,
        yellow: (yellow - red).max(0) as u64,
        red: (red - deep).max(0) as u64,
        deep_red: deep.max(0) as u64,
    };
    Ok(out.into_iter().map(|(site, counts)| (site, of(counts))).collect())
}

const COLUMNS: &str = "alarm.since, alarm.doc, alarm.no, alarm.rule, alarm.of, alarm.light, alarm.card, alarm.site, \
                       alarm.officer, alarm.due_day, alarm.ended, doc.name, case_view.number, pinned.zh, pinned.en, \
                       (SELECT name FROM doc WHERE id = card.doc), card.stand, alarm.since <= heard.until, alarm.dept";
/// What stands beside an alarm.
const JOINED: &str = "JOIN doc ON doc.id = alarm.doc JOIN case_view ON case_view.doc = alarm.doc \
                      LEFT JOIN pinned ON pinned.id = case_view.item LEFT JOIN heard ON heard.site = alarm.site \
                      LEFT JOIN card ON card.case_name = doc.name AND card.rule = alarm.rule AND card.of = alarm.of AND card.repeats IS NULL";

/// A page of alarms, the newest first.
pub fn alarms(conn: &Connection, look: Look<'_>, filter: &AlarmFilter, lang: Lang) -> Result<AlarmPage, Error> {
    if filter.late {
        return Ok(AlarmPage { as_of: look.now, items: oldest_late(conn, look, filter, lang)?, next: None });
    }
    let filter = &of_heard(conn, look, filter)?;
    let (terms, values) = terms(look, filter);
    // The page is found in the index alone; only its rows are read.
    let sql = format!(
        "SELECT {COLUMNS} FROM (SELECT alarm.doc AS doc, alarm.no AS no FROM alarm {} \
         LEFT JOIN heard ON heard.site = alarm.site WHERE {terms} \
         ORDER BY alarm.since DESC, alarm.doc DESC, alarm.no DESC LIMIT {}) AS found \
         CROSS JOIN alarm ON alarm.doc = found.doc AND alarm.no = found.no {JOINED} \
         ORDER BY alarm.since DESC, alarm.doc DESC, alarm.no DESC",
        index(look, filter),
        ALARMS_PAGE + 1
    );
    let mut rows = read(conn, look, &sql, values, lang)?;
    let is_more = rows.len() > ALARMS_PAGE;
    rows.truncate(ALARMS_PAGE);
    let next = rows.last().filter(|_| is_more).map(|(place, _)| format!("{}.{}.{}", place.0, place.1, place.2));
    Ok(AlarmPage { as_of: look.now, items: rows.into_iter().map(|(_, view)| view).collect(), next })
}

/// Where no other place was ever heard, official are the alarms of the own one: those are found by their place.
fn of_heard(conn: &Connection, look: Look<'_>, filter: &AlarmFilter) -> Result<AlarmFilter, Error> {
    let mut filter = filter.clone();
    if !filter.official || filter.at.is_some() {
        return Ok(filter);
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM heard WHERE site <> ?1)";
    let is_heard: bool = conn.prepare_cached(sql)?.query_row([look.site.0], |row| row.get(0))?;
    if !is_heard {
        filter.at = Some(look.site);
    }
    Ok(filter)
}

/// The index that has the newest of a list first; a case has few.
fn index(look: Look<'_>, filter: &AlarmFilter) -> &'static str {
    let is_one_place = filter.at.is_some() || filter.under.is_some_and(|under| subtree(look.view(), under).len() == 1);
    match filter {
        AlarmFilter { case: Some(_), .. } => "",
        AlarmFilter { .. } if is_one_place => "INDEXED BY alarm_site",
        AlarmFilter { rule: Some(_), .. } => "INDEXED BY alarm_rule",
        AlarmFilter { open: true, .. } => "INDEXED BY alarm_open",
        AlarmFilter { .. } => "INDEXED BY alarm_since",
    }
}

/// Open cases that are late, the longest first, each once.
fn oldest_late(conn: &Connection, look: Look<'_>, filter: &AlarmFilter, lang: Lang) -> Result<Vec<AlarmView>, Error> {
    let (terms, values) = terms(look, filter);
    // Oldest first, so that a few rows are enough, however many are late.
    let sql = format!(
        "SELECT alarm.doc, alarm.no FROM alarm INDEXED BY alarm_late CROSS JOIN case_view ON case_view.doc = alarm.doc \
         LEFT JOIN heard ON heard.site = alarm.site \
         WHERE {terms} AND alarm.ended IS NULL AND alarm.rule IN (5, 6, 7) AND +case_view.status IN (1, 2) ORDER BY alarm.since, alarm.doc, alarm.no"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let mut rows = query.query(params_from_iter(values))?;
    let mut found: Vec<(i64, i64)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (doc, no): (i64, i64) = (row.get(0)?, row.get(1)?);
        if found.iter().all(|(known, _)| *known != doc) {
            found.push((doc, no));
        }
        if found.len() == LATEST {
            break;
        }
    }
    let one = format!("SELECT {COLUMNS} FROM alarm {JOINED} WHERE alarm.doc = ?1 AND alarm.no = ?2");
    let mut out = Vec::new();
    for (doc, no) in found {
        let rows = read(conn, look, &one, vec![Value::Integer(doc), Value::Integer(no)], lang)?;
        out.extend(rows.into_iter().map(|(_, view)| view));
    }
    Ok(out)
}

/// The alarm of a case by rule and entry, if it is there.
pub fn alarm(
    conn: &Connection,
    look: Look<'_>,
    (rule, case, of): (RuleKind, DocId, Hash),
    lang: Lang,
) -> Result<Option<AlarmView>, Error> {
    let filter = AlarmFilter { rule: Some(rule), case: Some(case), ..AlarmFilter::default() };
    let (terms, mut values) = terms(look, &filter);
    values.push(Value::Blob(of.0.to_vec()));
    let sql = format!("SELECT {COLUMNS} FROM alarm {JOINED} WHERE {terms} AND alarm.of = ?{}", values.len());
    Ok(read(conn, look, &sql, values, lang)?.into_iter().next().map(|(_, view)| view))
}

fn terms(look: Look<'_>, filter: &AlarmFilter) -> (String, Vec<Value>) {
    // One bound for all: the index is read from it on. A later page begins where the one before ended.
    let bounds = [filter.after.map(|(since, _, _)| since), filter.before.map(|before| before as i64 - 1)];
    let newest = bounds.into_iter().flatten().fold(look.now as i64, i64::min);
    let mut values = vec![Value::Integer(newest)];
    let mut terms = vec!["alarm.since <= ?1".to_owned(), often_enough(look)];
    let mut add = |text: &str, value: Value| {
        values.push(value);
        terms.push(text.replace("??", &format!("?{}", values.len())));
    };
    if let Some(rule) = filter.rule {
        add("alarm.rule = ??", Value::Integer(rule.number().into()));
    }
    if let Some(light) = filter.light {
        add("alarm.light = ??", Value::Integer(light.number().into()));
    }
    if let Some(case) = filter.case {
        add("alarm.doc = (SELECT id FROM doc WHERE name = ??)", Value::Blob(case.0.to_vec()));
    }
    if let Some(from) = filter.from {
        add("alarm.since >= ??", Value::Integer(from as i64));
    }
    if let Some((since, doc, no)) = filter.after {
        terms.push(format!("(alarm.since, alarm.doc, alarm.no) < ({since}, {doc}, {no})"));
    }
    if let Some(at) = filter.at {
        terms.push(format!("alarm.site = {}", at.0));
    }
    if let Some(under) = filter.under {
        // Everything here lies below the district.
        if look.view().site(under).is_none_or(|site| site.tier != Tier::District) {
            let places: Vec<String> = subtree(look.view(), under).iter().map(|(site, _)| site.0.to_string()).collect();
            terms.push(format!("alarm.site IN ({})", places.join(",")));
        }
    }
    if filter.cards {
        terms.push("alarm.card = 1".into());
    }
    if filter.open {
        terms.push("alarm.ended IS NULL".into());
    }
    if filter.waiting {
        let of_alarm =
            "case_name = (SELECT name FROM doc WHERE id = alarm.doc) AND rule = alarm.rule AND of = alarm.of";
        terms.push(format!(
            "NOT EXISTS (SELECT 1 FROM card AS put WHERE {of_alarm} AND repeats IS NULL AND stand NOT IN (1, 3))"
        ));
    }
    if filter.official {
        terms.push(format!("(alarm.since <= heard.until OR alarm.site = {})", look.site.0));
    }
    (terms.join(" AND "), values)
}

/// A single return is no alarm, nor is a step at night: only one that makes too many of its officer's within the days of the
/// rule, or within a night.
pub(super) fn often_enough(look: Look<'_>) -> String {
    format!("{} AND {}", too_many(look, RuleKind::ReturnedOften), too_many(look, RuleKind::NightBatch))
}

/// The same of one of the two rules.
pub(super) fn too_many(look: Look<'_>, what: RuleKind) -> String {
    let number = what.number();
    // What came about under a rule is judged by it, whatever the rule says now.
    let judged = |(from, rule): (Millis, &Rule)| {
        let stretch = if what == RuleKind::NightBatch { NIGHT_MS } else { Millis::from(rule.days) * DAY_MS };
        format!(
            " WHEN alarm.since >= {from} THEN (SELECT count(*) FROM alarm AS other WHERE other.rule = {number} \
             AND other.officer = alarm.officer AND other.since > alarm.since - {stretch} \
             AND other.since <= alarm.since) >= {}",
            rule.threshold
        )
    };
    let rules = Rules::of(look.view());
    let mut cases: Vec<String> = rules.history(what).map(judged).collect();
    cases.reverse();
    format!("(alarm.rule <> {number} OR CASE{} END)", cases.concat())
}

type Placed = ((i64, i64, i64), AlarmView);

fn read(conn: &Connection, look: Look<'_>, sql: &str, values: Vec<Value>, lang: Lang) -> Result<Vec<Placed>, Error> {
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query(params_from_iter(values))?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(view_of(conn, look, row, lang)?);
    }
    Ok(out)
}

fn view_of(conn: &Connection, look: Look<'_>, row: &Row<'_>, lang: Lang) -> Result<Placed, Error> {
    let place = (row.get(0)?, row.get(1)?, row.get(2)?);
    let since = place.0 as Millis;
    let rule = rule_of(row.get(3)?);
    let light = light_of(row.get(5)?);
    let site = SiteId(row.get(7)?);
    let officer: Option<UserId> = row.get::<_, Option<[u8; 8]>>(8)?.map(UserId);
    let due: Option<i32> = row.get(9)?;
    let ended: Option<i64> = row.get(10)?;
    let ended = ended.map(|at| at as Millis);
    let until = Day::of(ended.unwrap_or(look.now).min(look.now));
    let from = due.map_or(Day::of(since), Day);
    let (zh, en): (Option<String>, Option<String>) = (row.get(13)?, row.get(14)?);
    let card: Option<[u8; 16]> = row.get(15)?;
    let stand: Option<u8> = row.get(16)?;
    let heard: Option<bool> = row.get(17)?;
    let view = AlarmView {
        rule,
        rule_text: rule.text(lang).to_owned(),
        light,
        is_card: row.get(6)?,
        case: DocId(row.get(11)?),
        number: row.get(12)?,
        item: lang.pick(zh.as_deref().unwrap_or_default(), en.as_deref().unwrap_or_default()).to_owned(),
        of: Hash(row.get(4)?),
        site: site_ref(look.view(), site),
        desk: row.get::<_, Option<u16>>(18)?.map(|desk| dept_ref(look.view(), DeptId(desk))),
        officer: officer.map(|id| person(conn, id)).transpose()?,
        since,
        due: due.map(Day),
        days_late: workdays_between(from, until, &[], &look.view()),
        ended,
        official: site == look.site || heard == Some(true),
        card: card.map(DocId),
        stand: stand.map(stand_of),
    };
    Ok((place, view))
}

/// An account with the name under which it is known here: its own machine's, or that of an entry which it wrote.
pub fn person(conn: &Connection, id: UserId) -> Result<Person, Error> {
    if let Some(name) = accounts::name_of(conn, id)? {
        return Ok(Person { id, name });
    }
    let sql = "SELECT pos FROM officer WHERE user = ?1";
    let pos: Option<i64> = conn.prepare_cached(sql)?.query_row([officer_number(id)], |row| row.get(0)).optional()?;
    let part = pos.map(|pos| log::private_of(conn, pos)).transpose()?.flatten();
    let name = part.and_then(|part| Private::decode(&part.bytes).ok()).and_then(|private| private.name);
    Ok(Person { id, name: name.unwrap_or_default() })
}

pub(super) fn rule_of(number: u8) -> RuleKind {
    RuleKind::ALL.iter().copied().find(|rule| rule.number() == number).unwrap_or(RuleKind::PromisePassed)
}

pub(super) fn light_of(number: u8) -> LightCode {
    LightCode::ALL.iter().copied().find(|light| light.number() == number).unwrap_or(LightCode::Red)
}
