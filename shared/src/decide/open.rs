//! Filing: what must be true before a case begins.

use super::bounds::{PAPERS_MAX, bad, list};
use super::{Actor, Moment, Planned, Refusal};
use crate::api::{NewCase, PaperTicked, RenewsIn};
use crate::case::RefusalCode;
use crate::day::Day;
use crate::form::{self, FieldError, Value};
use crate::id::Hash;
use crate::item::{Item, ProxyMode};
use crate::kind::*;
use crate::site::Tier;
use crate::text::Lang;
use std::collections::BTreeMap;

/// Longest free text: one page.
const WORDS_MAX: usize = 2_000;
/// Longest number of a licence.
const LICENCE_CHARS_MAX: usize = 60;
/// More copies of one paper than this are a typing error.
const COPIES_MAX: u8 = 50;

/// What filing needs beside the request.
#[derive(Debug, Clone, Copy)]
pub struct Filing<'a> {
    /// Hash of the item's newest row.
    pub item_hash: Hash,
    /// The item's newest version.
    pub item: &'a Item,
    /// The new case's number.
    pub number: &'a str,
    /// A case of the same person and item within 30 days.
    pub duplicate: Option<&'a str>,
}

/// What filing writes, or every reason why it is refused: field by field, so that a form shows them all at once.
///
/// Errors: at least one `Refusal`; nothing is written then.
pub fn decide_open(
    filing: &Filing<'_>,
    new: &NewCase,
    actor: &Actor,
    moment: &Moment<'_>,
) -> Result<Vec<Planned>, Vec<Refusal>> {
    let one = |refusal: Refusal| vec![refusal];
    let role = [Role::Agent, Role::Clerk, Role::Head].into_iter().find(|role| actor.roles.contains(role));
    let role = role.ok_or_else(|| one(Refusal::new(RefusalCode::Role)))?;
    let item = filing.item;
    let today = Day::of(moment.now);
    if item.ended || today < item.from || item.until.is_some_and(|until| until < today) {
        return Err(one(Refusal::new(RefusalCode::ItemNotInForce)
            .with_both("item", &item.zh, &item.en)
            .at_field("item")));
    }
    let tier = moment.directory.site(actor.site).map(|site| site.tier);
    let Some(tier) = tier.filter(|tier| item.files_at(*tier)) else {
        return Err(one(Refusal::new(RefusalCode::NotFilingTier).at_field("item")));
    };
    let values = values(item, new)?;
    let papers = papers_in(&new.materials, item).map_err(one)?;
    let note = words(new.note.as_deref().unwrap_or(""), "note").map_err(one)?;
    let renews = new.renews.as_ref().map(|renews| renewal(renews, today)).transpose().map_err(one)?;
    if let Some(number) = filing.duplicate.filter(|_| !new.file_anyway) {
        return Err(one(Refusal::new(RefusalCode::LikelyDuplicate).with("number", number).at_field("file_anyway")));
    }
    let body = Body::Open(Open {
        item: filing.item_hash,
        number: filing.number.to_owned(),
        object: ObjectKind::Person,
        channel: new.channel.unwrap_or(Channel::Counter),
        mode: mode(item, tier),
        papers,
        renews,
        on: None,
    });
    let private = Private { form: Some(values), words: (!note.is_empty()).then_some(note), ..Private::default() };
    Ok(vec![Planned { body, private, role }])
}

/// The licence that is renewed. Errors: no number, no last day, or it has expired: then nothing can be renewed any more.
fn renewal(new: &RenewsIn, today: Day) -> Result<Renews, Refusal> {
    let licence = new.licence.trim();
    let missing =
        |field: &str, zh, en| Refusal::new(RefusalCode::MissingField).with_both("field", zh, en).at_field(field);
    if licence.is_empty() || licence.chars().count() > LICENCE_CHARS_MAX {
        return Err(missing(
            "renews.licence",
            "原许可证编号（最多 60 个字）",
            "number of the licence (at most 60 characters)",
        ));
    }
    let expires = new.expires.ok_or_else(|| missing("renews.expires", "原许可到期日", "last day of the licence"))?;
    if expires < today {
        let refusal = Refusal::new(RefusalCode::BadField).with_both("field", "原许可到期日", "last day of the licence");
        let why =
            ["许可已经到期，不能延续；请按新办受理", "it has expired and cannot be renewed; file a new application"];
        return Err(refusal.with_both("why", why[0], why[1]).at_field("renews.expires"));
    }
    Ok(Renews { licence: licence.to_owned(), expires })
}

fn mode(item: &Item, tier: Tier) -> Mode {
    match (tier, item.village_mode) {
        (Tier::Village, ProxyMode::Agent | ProxyMode::Inform) => Mode::Proxy,
        (Tier::Village, ProxyMode::Assist) => Mode::Assist,
        (Tier::Village, ProxyMode::Direct) | (Tier::Town | Tier::District, _) => Mode::Direct,
    }
}

/// The form values in the spelling in which they are stored, or every field that is wrong.
fn values(item: &Item, new: &NewCase) -> Result<BTreeMap<String, Value>, Vec<Refusal>> {
    let mut typed = new.form.clone();
    let applicant = &new.applicant;
    for (id, text) in [("name", &applicant.name), ("id_number", &applicant.id_number), ("phone", &applicant.phone)] {
        typed.insert(format!("applicant.{id}"), Value::Text(text.clone()));
    }
    let problems = form::problems_of(item, &typed);
    if !problems.is_empty() {
        return Err(problems.iter().map(|(id, error)| field_refusal(item, id, error)).collect());
    }
    let fields = form::fields_of(item);
    let stored = typed.into_iter().filter_map(|(id, value)| {
        let field = fields.iter().find(|field| field.id == id)?;
        let value = form::accept(field, &value).ok()?;
        let is_empty = matches!(&value, Value::Text(text) if text.is_empty());
        (!is_empty).then_some((id, value))
    });
    Ok(stored.collect())
}

fn field_refusal(item: &Item, id: &str, error: &FieldError) -> Refusal {
    let (zh, en) = super::names::field_names(item, id);
    match error {
        FieldError::Missing => Refusal::new(RefusalCode::MissingField).with_both("field", zh, en).at_field(id),
        FieldError::WrongType
        | FieldError::TooLong { .. }
        | FieldError::ControlCharacter
        | FieldError::NotANumber
        | FieldError::OutOfRange { .. }
        | FieldError::NotMoney
        | FieldError::NotADay
        | FieldError::NotAPhone
        | FieldError::NoAreaCode
        | FieldError::NotAnOption
        | FieldError::IdLength
        | FieldError::IdFifteen
        | FieldError::IdCharacter
        | FieldError::IdBirth
        | FieldError::IdCheck
        | FieldError::Unknown => {
            let refusal = Refusal::new(RefusalCode::BadField).with_both("field", zh, en).at_field(id);
            refusal.with_both("why", error.words(Lang::Zh), error.words(Lang::En))
        }
    }
}

/// Papers as they stand in an entry: known numbers, each once, at least one original or copy.
pub(super) fn papers_in(ticked: &[PaperTicked], item: &Item) -> Result<Vec<PaperIn>, Refusal> {
    let mut papers: BTreeMap<u8, PaperIn> = BTreeMap::new();
    let numbers: Vec<u8> = ticked.iter().map(|paper| paper.no).collect();
    list(&numbers, PAPERS_MAX, "materials", ["材料", "papers"])?;
    for paper in ticked {
        let is_known = item.materials.iter().any(|material| material.no == paper.no);
        if !is_known || paper.originals > COPIES_MAX || paper.copies > COPIES_MAX {
            let why = ["没有这项材料，或份数过多", "no such paper, or too many copies"];
            return Err(bad("materials", ["材料", "papers"], why));
        }
        let how = paper.how.unwrap_or(PaperForm::Paper);
        // A tick without a number means: what the item asks for.
        let material = item.materials.iter().find(|material| material.no == paper.no);
        let (originals, copies) = match (paper.originals, paper.copies, material) {
            (0, 0, Some(material)) => (material.originals.max(u8::from(material.copies == 0)), material.copies),
            (originals, copies, _) => (originals, copies),
        };
        papers.insert(paper.no, PaperIn { no: paper.no, originals, copies, how, blobs: Vec::new() });
    }
    Ok(papers.into_values().collect())
}

/// Free text as it is stored: trimmed, at most a page, no control characters but line ends.
pub(super) fn words(text: &str, field: &'static str) -> Result<String, Refusal> {
    let text = text.trim();
    let bad = |zh: &str, en: &str| Err(bad(field, ["文字", "text"], [zh, en]));
    if text.chars().count() > WORDS_MAX {
        return bad("最多 2000 个字，请缩短", "at most 2,000 characters; please shorten it");
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t' && c != '\r') {
        return bad(
            "含有看不见的字符，请删除后手工输入",
            "it contains an invisible character; delete it and type it by hand",
        );
    }
    Ok(text.to_owned())
}
