//! `/wall`, `/alarms`, `/cards` and `/watch-rules`: what supervisors see and do, and what a place answers.

use super::body::{self, Query};
use super::names;
use super::papers::steps;
use super::problem::Fault;
use super::visit::{Answer, Signed, Visit, Web, json, nothing, visit};
use super::worklists::{day, site};
use crate::store::{self, AlarmFilter, CardFilter, CardRow, Counted, Subject};
use crate::{Error, supervise};
use daiban_shared::api::{AlarmView, CardCommand, CardView, DaySpan, Page, ServeCard, WatchRule, WatchRules};
use daiban_shared::form::FieldError;
use daiban_shared::id::{DeptId, DocId, DocKind, SiteId, UserId};
use daiban_shared::kind::{Role, Rule};
use daiban_shared::text::{Lang, ProblemText};
use daiban_shared::watch::{Rules, Stand};
use http::{Method, StatusCode};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// The routes of this area.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    let wall = warp::path!("wall").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(wall).await,
            _ => visit.not_supported("GET"),
        }
    });
    let alarms = warp::path!("alarms").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(alarms).await,
            _ => visit.not_supported("GET"),
        }
    });
    let cards = warp::path!("cards").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(cards).await,
            Method::POST => visit.signed(serve).await,
            _ => visit.not_supported("GET, POST"),
        }
    });
    let count = warp::path!("card-count").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(count).await,
            _ => visit.not_supported("GET"),
        }
    });
    let card = warp::path!("cards" / String).and(visit(web)).then(|id: String, visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(move |who| card(who, &id)).await,
            _ => visit.not_supported("GET"),
        }
    });
    let steps = warp::path!("cards" / String / "steps").and(visit(web)).then(|id: String, visit: Visit| async move {
        match visit.method {
            Method::POST => visit.signed(move |who| act(who, &id)).await,
            _ => visit.not_supported("POST"),
        }
    });
    let rules = warp::path!("watch-rules").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(rules).await,
            Method::POST => visit.signed(enter_rule).await,
            _ => visit.not_supported("GET, POST"),
        }
    });
    let officers = warp::path!("officers").and(visit(web)).then(|visit: Visit| async move {
        match visit.method {
            Method::GET => visit.signed(officers).await,
            _ => visit.not_supported("GET"),
        }
    });
    wall.or(alarms)
        .unify()
        .or(officers)
        .unify()
        .or(cards)
        .unify()
        .or(count)
        .unify()
        .or(card)
        .unify()
        .or(steps)
        .unify()
        .or(rules)
        .unify()
        .boxed()
}

fn wall(who: &mut Signed) -> Answer {
    who.must_look_over()?;
    who.visit.query(&[])?;
    let directory = who.node().store().directory();
    let (look, lang) = (who.look(&directory), who.lang());
    json(StatusCode::OK, &who.node().store().read(|conn| store::wall(conn, look, lang))?)
}

fn alarms(who: &mut Signed) -> Answer {
    who.must_look_over()?;
    let query = who.visit.query(&[
        "under", "at", "rule", "light", "case", "cards", "open", "waiting", "official", "from", "to", "page", "late",
    ])?;
    let filter = AlarmFilter {
        under: query.text("under").map(site).transpose()?,
        at: query.text("at").map(site).transpose()?,
        rule: query.word("rule")?,
        light: query.word("light")?,
        case: query.text("case").map(super::cases::doc).transpose()?,
        cards: flag(&query, "cards")? || flag(&query, "waiting")?,
        open: flag(&query, "open")? || flag(&query, "waiting")?,
        waiting: flag(&query, "waiting")?,
        official: flag(&query, "official")?,
        from: day(&query, "from")?.map(|day| day.at_minute(0)),
        before: day(&query, "to")?.map(|day| day.plus(1).at_minute(0)),
        after: query.text("page").map(place).transpose()?,
        late: flag(&query, "late")?,
    };
    must_be_below(who, filter.under)?;
    must_be_below(who, filter.at)?;
    let directory = who.node().store().directory();
    let (look, lang) = (who.look(&directory), who.lang());
    json(StatusCode::OK, &who.node().store().read(|conn| store::alarms(conn, look, &filter, lang))?)
}

/// Days back where none are named, and at most.
const OFFICER_DAYS: u32 = 30;
const OFFICER_DAYS_MAX: u32 = 366;

fn officers(who: &mut Signed) -> Answer {
    who.must_look_over()?;
    let query = who.visit.query(&["under", "days"])?;
    let under = query.text("under").map(site).transpose()?;
    must_be_below(who, under)?;
    // What is no number of days at all is out of their range too.
    let days = query.number("days")?.map_or(OFFICER_DAYS, |days| u32::try_from(days).unwrap_or(0));
    if !(1..=OFFICER_DAYS_MAX).contains(&days) {
        return Err(Fault::field("days", FieldError::OutOfRange { min: 1, max: OFFICER_DAYS_MAX.into() }));
    }
    let directory = who.node().store().directory();
    let (look, lang) = (who.look(&directory), who.lang());
    let under = under.unwrap_or(who.session.actor.site);
    json(StatusCode::OK, &who.node().store().read(|conn| store::officers(conn, look, under, days, lang))?)
}

pub(super) fn flag(query: &Query, name: &str) -> Result<bool, Fault> {
    match query.text(name) {
        None | Some("0" | "false") => Ok(false),
        Some("1" | "true") => Ok(true),
        Some(_) => Err(Fault::field(name, FieldError::NotAnOption)),
    }
}

fn place(text: &str) -> Result<(i64, i64, i64), Fault> {
    let numbers: Option<Vec<i64>> = text.split('.').map(|part| part.parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[since, doc, no]) => Ok((since, doc, no)),
        Some(_) | None => Err(ProblemText::BadPage.into()),
    }
}

/// Errors: a place that is neither the own one nor below it.
pub(super) fn must_be_below(who: &Signed, under: Option<SiteId>) -> Result<(), Fault> {
    let directory = who.node().store().directory();
    let own = who.session.actor.site;
    match under {
        Some(under) if under != own && !directory.newest().is_above(own, under) => {
            Err(Fault::from(ProblemText::SiteUnknown).at_field("under"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Supervisors see the cards of their branch; others those that their own place has to answer.
fn cards(who: &mut Signed) -> Answer {
    let query = who.visit.query(&["under", "stand", "at", "officer", "dept", "from", "to"])?;
    let own = who.session.actor.site;
    let looks_over = who.must_look_over().is_ok();
    let under = query.text("under").map(site).transpose()?;
    let mut filter = CardFilter { under, stand: query.word("stand")?, counted: counted(&query)? };
    must_be_below(who, filter.under)?;
    filter.under = filter.under.or(Some(own));
    let directory = who.node().store().directory();
    let (look, lang) = (who.look(&directory), who.lang());
    let rows = who.node().store().read(|conn| store::cards(conn, look, &filter))?;
    let rows = rows.into_iter().filter(|row| looks_over || row.site == own);
    let items = rows.map(|row| view(who, &row, lang, false)).collect::<Result<Vec<_>, _>>()?;
    json(StatusCode::OK, &Page { items, next: None })
}

fn card(who: &mut Signed, id: &str) -> Answer {
    who.visit.query(&[])?;
    let row = row(who, id)?;
    json(StatusCode::OK, &view(who, &row, who.lang(), true)?)
}

/// How many cards wait for this place: to be answered, or, for who looks over, to be ruled on.
fn count(who: &mut Signed) -> Answer {
    who.visit.query(&[])?;
    let (own, looks_over) = (who.session.actor.site, who.must_look_over().is_ok());
    json(StatusCode::OK, &who.node().store().read(|conn| store::card_count(conn, own, looks_over))?)
}

/// What a line of a score sheet counts: a place, an officer or a window, and the days.
pub(super) fn counted(query: &Query) -> Result<Option<Counted>, Fault> {
    let unknown = |field: &str| Fault::field(field, FieldError::NotAnOption);
    let place = query.text("at").map(site).transpose()?.map(Subject::Place);
    let officer = query.text("officer").map(|text| UserId::parse(text).map_err(|_| unknown("officer"))).transpose()?;
    let dept = query.text("dept").map(|text| text.parse().map(DeptId).map_err(|_| unknown("dept"))).transpose()?;
    let subject = place.or(officer.map(Subject::Officer)).or(dept.map(Subject::Window));
    let missing = |field: &str| Fault::field(field, FieldError::Missing);
    match (subject, day(query, "from")?, day(query, "to")?) {
        (None, None, None) => Ok(None),
        (Some(subject), Some(from), Some(to)) => Ok(Some(Counted { subject, span: DaySpan { from, to } })),
        // The whole list in place of a part of it would look like a count.
        (None, ..) => Err(missing("at")),
        (_, None, _) => Err(missing("from")),
        (_, _, None) => Err(missing("to")),
    }
}

/// An id that cannot be one is as unknown as one that nobody has, or that this person may not see.
fn row(who: &Signed, id: &str) -> Result<CardRow, Fault> {
    let doc = DocId::parse(id).ok().filter(|doc| doc.kind() == DocKind::Card).ok_or(Error::NotFound)?;
    let row = who.node().store().read(|conn| store::card(conn, doc))?.ok_or(Error::NotFound)?;
    let is_own = row.site == who.session.actor.site;
    if is_own || who.must_look_over().is_ok() { Ok(row) } else { Err(Error::NotFound.into()) }
}

fn view(who: &Signed, row: &CardRow, lang: Lang, is_whole: bool) -> Result<CardView, Fault> {
    let directory = who.node().store().directory();
    let look = who.look(&directory);
    let newest = directory.newest();
    let key = (row.rule, row.case, row.of);
    let alarm = who.node().store().read(|conn| store::alarm(conn, look, key, lang))?;
    let officer = row.officer.map(|id| who.node().store().read(|conn| store::person(conn, id))).transpose()?;
    let gone = alarm.is_none();
    let known = who.node().store().read(|conn| if gone { store::case_of(conn, row.case, lang) } else { Ok(None) })?;
    let (number, item) = known.unwrap_or_default();
    // The case may be unknown here, or the alarm gone since; the card says what it was put for.
    let alarm = alarm.unwrap_or_else(|| AlarmView {
        rule: row.rule,
        rule_text: row.rule.text(lang).to_owned(),
        light: row.light,
        is_card: true,
        case: row.case,
        number,
        item,
        of: row.of,
        site: names::site(newest, row.site),
        desk: row.desk.map(|desk| names::dept(newest, desk)),
        officer,
        since: row.since,
        due: None,
        days_late: 0,
        ended: None,
        official: true,
        card: Some(row.doc),
        stand: Some(row.stand),
    });
    // The rule may have another light by now; the card keeps that under which it was put.
    let alarm = AlarmView { light: row.light, card: Some(row.doc), stand: Some(row.stand), ..alarm };
    let late_at = row.answered_at.unwrap_or(look.now);
    Ok(CardView {
        id: row.doc,
        alarm,
        by: names::site(newest, row.by),
        served_at: row.served_at,
        answer_by: row.due.map(|(day, _)| day),
        answer_late: row.repeats.is_none()
            && row.stand != Stand::Cancelled
            && row.due.is_some_and(|(_, due)| late_at > due),
        stand: row.stand,
        repeats: row.repeats,
        steps: if is_whole { steps(who, row.doc, lang)? } else { Vec::new() },
        may: supervise::may(row, &who.session.actor, newest),
    })
}

fn serve(who: &mut Signed) -> Answer {
    let asked: ServeCard = who.visit.json()?;
    let cmd = body::command_id(asked.id.as_deref())?;
    let doc = supervise::serve(who.node().store(), &who.session.actor, asked, cmd)?;
    let row = row(who, &doc.to_string())?;
    json(StatusCode::CREATED, &view(who, &row, who.lang(), true)?)
}

fn act(who: &mut Signed, id: &str) -> Answer {
    let doc = row(who, id)?.doc;
    let asked: CardCommand = who.visit.json()?;
    let key = match &asked {
        CardCommand::Answer { id, .. } | CardCommand::Appeal { id, .. } | CardCommand::Rule { id, .. } => id.clone(),
    };
    let cmd = body::command_id(key.as_deref())?;
    supervise::act(who.node().store(), &who.session.actor, doc, asked, cmd)?;
    let row = row(who, id)?;
    json(StatusCode::CREATED, &view(who, &row, who.lang(), true)?)
}

fn rules(who: &mut Signed) -> Answer {
    who.visit.query(&[])?;
    let directory = who.node().store().directory();
    let newest = directory.newest();
    let own = who.session.actor.site;
    let district = newest.district().map_or(own, |district| district.id);
    let lang = who.lang();
    let rule = |rule: &Rule| WatchRule {
        rule: rule.clone(),
        text: rule.what.text(lang).to_owned(),
        is_default: newest.rule(rule.what).is_none(),
    };
    let rules = Rules::of(newest).all().map(rule).collect();
    let may_enter = district == own && who.must_be(Role::Admin).is_ok();
    json(StatusCode::OK, &WatchRules { by: names::site(newest, district), may_enter, rules })
}

fn enter_rule(who: &mut Signed) -> Answer {
    who.must_be(Role::Admin)?;
    let directory = who.node().store().directory();
    if directory.newest().district().is_none_or(|district| district.id != who.session.actor.site) {
        return Err(ProblemText::NotDistrict.into());
    }
    let key = who.visit.headers.get("idempotency-key").map(|value| value.to_str().unwrap_or("?").to_owned());
    let rule: Rule = who.visit.json()?;
    let cmd = body::command_id(key.as_deref())?;
    supervise::enter_rule(who.node().store(), &who.session.actor, rule, cmd)?;
    Ok(nothing())
}
