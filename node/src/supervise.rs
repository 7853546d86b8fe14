//! Cards of supervision: put to a place, answered, appealed, decided; and the rules that the district enters.
//!
//! A card is a document of its own: it reaches the place that it is about only when it is put to it.

use crate::cases::command::{self, Given};
use crate::error::Error;
use crate::store::{self, Draft, Priority, Store, Tx};
use daiban_shared::api::{CardAct, CardCommand, ServeCard};
use daiban_shared::appraisal::fold_sheet;
use daiban_shared::case::{Effect, RefusalCode};
use daiban_shared::decide::{Actor, Refusal};
use daiban_shared::entry::Entry;
use daiban_shared::ground::View;
use daiban_shared::id::{CmdId, DocId, DocKind, SiteId};
use daiban_shared::kind::{Body, CardAnswer, CardAppeal, CardRuling, CardServe, Private, Role, Rule, Ruling};
use daiban_shared::text::Lang;
use daiban_shared::watch::{Rules, Stand, default_rule, fold_card, fold_inspection, has_fixed_light, makes_alarms};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Characters of the words of one step.
const WORDS_MAX: usize = 2_000;

/// Puts an alarm to its place. The same alarm is put once; pressed again it gives the card that is there.
///
/// Errors: no such alarm (yet), its place was not heard past it, or the author may not put cards to that place.
pub fn serve(store: &Store, actor: &Actor, asked: ServeCard, cmd: CmdId) -> Result<DocId, Error> {
    let content = command::content_hash("card", None, &ServeCard { id: None, ..asked.clone() })?;
    once(store, actor, cmd, content, move |tx, actor| {
        if let Some(card) = store::card_of(tx.conn(), asked.rule, asked.case, asked.of)? {
            return Ok((card.doc, card.doc));
        }
        let directory = tx.directory();
        let look = store::Look { site: actor.site, now: tx.now(), directory: &directory };
        let found = store::alarm(tx.conn(), look, (asked.rule, asked.case, asked.of), Lang::Zh)?;
        let alarm = found.ok_or(Error::NotFound)?;
        let view = directory.newest();
        let role = watcher(actor).ok_or_else(|| Error::refused(RefusalCode::Role))?;
        if !(is_top(view, actor.site) && alarm.site.id == actor.site || view.is_above(actor.site, alarm.site.id)) {
            return Err(Error::refused(RefusalCode::NotAncestor));
        }
        if !alarm.is_card {
            return Err(Error::refused(RefusalCode::CardAsksNothing));
        }
        if !alarm.official {
            let refusal = Refusal::new(RefusalCode::CardTooEarly);
            return Err(refusal.with_both("place", &alarm.site.zh, &alarm.site.en).into());
        }
        let rules = Rules::of(view);
        let rule = rules.at(asked.rule, alarm.since).ok_or(Error::NotFound)?;
        let body = Body::CardServe(CardServe {
            rule: asked.rule,
            case: asked.case,
            of: asked.of,
            light: alarm.light,
            to: alarm.site.id,
            user: alarm.officer.as_ref().map(|officer| officer.id),
            due: alarm.due,
            since: alarm.since,
            heard: heard_until(tx, alarm.site.id)?,
            quarters: rule.answer_quarters,
            dept: alarm.desk.as_ref().map(|desk| desk.id),
        });
        let doc = DocId::for_card(actor.site, asked.rule.number(), asked.case, asked.of);
        write(tx, actor, role, doc, body, (Private::default(), &asked.words), cmd)?;
        Ok((doc, doc))
    })
}

fn heard_until(tx: &Tx<'_>, site: SiteId) -> Result<Option<u64>, Error> {
    let heard = crate::cases::dossier::heard(tx.conn(), tx.identity().site(), tx.now())?;
    Ok(heard.get(&site).copied())
}

/// Nobody stands above this place: its own cards are put and decided there.
pub(crate) fn is_top(view: View<'_>, site: SiteId) -> bool {
    view.site(site).is_some_and(|site| site.parent.is_none())
}

/// In which capacity somebody watches.
pub(crate) fn watcher(actor: &Actor) -> Option<Role> {
    [Role::Supervisor, Role::Head].into_iter().find(|role| actor.roles.contains(role))
}

/// In which capacity somebody answers for his place.
pub(crate) fn answerer(actor: &Actor) -> Option<Role> {
    [Role::Head, Role::Clerk, Role::Reviewer, Role::Agent].into_iter().find(|role| actor.roles.contains(role))
}

/// What somebody may do with a card now.
pub fn may(card: &store::CardRow, actor: &Actor, view: View<'_>) -> Vec<CardAct> {
    let mut acts = Vec::new();
    if card.repeats.is_some() {
        return acts;
    }
    let is_cancelled = card.stand == Stand::Cancelled;
    if card.site == actor.site && answerer(actor).is_some() && !is_cancelled {
        acts.push(CardAct::Answer);
        if card.stand != Stand::Upheld {
            acts.push(CardAct::Appeal);
        }
    }
    let is_about_himself = card.site == actor.site && !is_top(view, actor.site);
    let is_above = card.by == actor.site || view.is_above(actor.site, card.by);
    if is_above && !is_about_himself && watcher(actor).is_some() && !is_cancelled {
        acts.push(CardAct::Rule);
    }
    acts
}

/// Answers, appeals or decides. Errors: not his to do, no ground, no words.
pub fn act(store: &Store, actor: &Actor, doc: DocId, asked: CardCommand, cmd: CmdId) -> Result<(), Error> {
    let content = command::content_hash("card step", Some(doc), &asked)?;
    once(store, actor, cmd, content, move |tx, actor| {
        let card = store::card(tx.conn(), doc)?.ok_or(Error::NotFound)?;
        let directory = tx.directory();
        let may = may(&card, actor, directory.newest());
        let (act, role, body, words) = planned(&asked, actor)?;
        if !may.contains(&act) {
            return Err(Error::refused(RefusalCode::Role));
        }
        if words.trim().is_empty() {
            return Err(Refusal::new(RefusalCode::NoWords).at_field("words").into());
        }
        write(tx, actor, role, doc, body, (Private::default(), words), cmd)?;
        Ok((doc, ()))
    })
}

fn planned<'c>(asked: &'c CardCommand, actor: &Actor) -> Result<(CardAct, Role, Body, &'c str), Error> {
    let no_ground = |field: &str| Error::from(Refusal::new(RefusalCode::NoGround).at_field(field));
    let role = |role: Option<Role>| role.ok_or_else(|| Error::refused(RefusalCode::Role));
    Ok(match asked {
        CardCommand::Answer { result, words, .. } => {
            let result = result.ok_or_else(|| no_ground("result"))?;
            (CardAct::Answer, role(answerer(actor))?, Body::CardAnswer(CardAnswer { result, on: None }), words)
        }
        CardCommand::Appeal { ground, words, .. } => {
            let ground = ground.ok_or_else(|| no_ground("ground"))?;
            (CardAct::Appeal, role(answerer(actor))?, Body::CardAppeal(CardAppeal { ground, on: None }), words)
        }
        CardCommand::Rule { ruling, ground, words, .. } => {
            let ruling = ruling.ok_or_else(|| no_ground("ruling"))?;
            if ruling == Ruling::Cancelled && ground.is_none() {
                return Err(no_ground("ground"));
            }
            let ground = ground.filter(|_| ruling == Ruling::Cancelled);
            (CardAct::Rule, role(watcher(actor))?, Body::CardRuling(CardRuling { ruling, ground }), words)
        }
    })
}

/// Takes one command once, in one transaction of the writer: `act` gives the document and the answer.
pub(crate) fn once<T: Serialize + DeserializeOwned + Send + 'static>(
    store: &Store,
    actor: &Actor,
    cmd: CmdId,
    content: [u8; 32],
    act: impl FnOnce(&mut Tx<'_>, &Actor) -> Result<(DocId, T), Error> + Send + 'static,
) -> Result<T, Error> {
    let actor = actor.clone();
    store.write(Priority::People, move |tx| {
        command::once(tx, Given { cmd, by: actor.user, content }, |tx| act(tx, &actor))
    })
}

/// Appends a step of a document that stands beside the cases, signed with the author's name.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    actor: &Actor,
    role: Role,
    doc: DocId,
    body: Body,
    (private, words): (Private, &str),
    cmd: CmdId,
) -> Result<(), Error> {
    let words = words.trim();
    if words.chars().count() > WORDS_MAX {
        let why = ("最多 2000 个字，请缩短", "at most 2,000 characters; please shorten it");
        return Err(bad("words", ("文字", "text"), why));
    }
    let words = (!words.is_empty()).then(|| words.to_owned());
    let name = (doc != DocId::PUBLIC).then(|| actor.name.clone());
    tx.append(Draft { doc, body, private: Private { name, words, ..private }, by: actor.user, role, cmd, part: 0 })?;
    Ok(())
}

/// A field that cannot be taken: its name, and what to do, in both languages.
pub(crate) fn bad(field: &str, name: (&str, &str), why: (&str, &str)) -> Error {
    let refusal = Refusal::new(RefusalCode::BadField).with_both("field", name.0, name.1);
    refusal.with_both("why", why.0, why.1).at_field(field).into()
}

/// The entries of a document that stands beside the cases, in order, each with whether it counts.
pub fn entries(store: &Store, doc: DocId) -> Result<Vec<(store::StoredEntry, bool)>, Error> {
    let directory = store.directory();
    let stored = store.read(|conn| store::entries_of(conn, doc))?;
    let entries: Vec<Entry> = stored.iter().map(|stored| stored.entry.clone()).collect();
    let steps = match doc.kind() {
        DocKind::Card => fold_card(&entries, &directory).steps,
        DocKind::Inspection => fold_inspection(&entries, &directory).steps,
        DocKind::Appraisal => fold_sheet(&entries, &directory).steps,
        DocKind::Case | DocKind::Public | DocKind::Witness | DocKind::Request | DocKind::Own | DocKind::Other(_) => {
            Vec::new()
        }
    };
    let mut out = Vec::new();
    for (hash, effect) in steps {
        if let Some(found) = stored.iter().find(|stored| stored.entry.hash == hash) {
            out.push((found.clone(), effect == Effect::Effect));
        }
    }
    Ok(out)
}

/// The district's administrator enters a rule, or switches it off. Errors: not the district; no document named.
pub fn enter_rule(store: &Store, actor: &Actor, rule: Rule, cmd: CmdId) -> Result<(), Error> {
    let content = command::content_hash("rule", None, &rule)?;
    once(store, actor, cmd, content, move |tx, actor| {
        if rule.document.trim().is_empty() {
            return Err(Refusal::new(RefusalCode::NoWords).at_field("document").into());
        }
        let usual = default_rule(rule.what).light;
        if has_fixed_light(rule.what) && rule.light != usual {
            let why = ("这条规则看的是期限，灯色随期限而定，不能改", "this rule watches a limit, whose light is fixed");
            return Err(bad("light", ("灯色", "light"), why));
        }
        if rule.is_card && !makes_alarms(rule.what) {
            let why =
                ("这条规则只点灯，不产生需要答复的问题", "this rule only sets a light; nothing of it can be answered");
            return Err(bad("is_card", ("要求答复", "answer"), why));
        }
        let body = Body::Rule(rule);
        let (private, by) = (Private::default(), actor.user);
        tx.append(Draft { doc: DocId::PUBLIC, body, private, by, role: Role::Admin, cmd, part: 0 })?;
        Ok((DocId::PUBLIC, ()))
    })
}
