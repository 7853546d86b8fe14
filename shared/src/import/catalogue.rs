//! The catalogue of items and the list of departments: JSON lists of `Item` and `Department`, checked before anybody relies on them.

use super::{ERRORS_MAX, Reason, RowError, Wanted};
use crate::form::{FREE_TEXT_MAX, Field, FieldKind, MATERIAL_PREFIX, common_fields, is_invisible};
use crate::item::{Item, ProxyMode, Span, Unit};
use crate::site::{Department, Tier};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_path_to_error::{Path, Segment};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of one item in the public feed: a head takes 8 KiB, and the rest of it needs some.
pub const ITEM_BYTES_MAX: usize = 7 * 1024;
/// Characters of a code; the real ones have up to 33.
const CODE_CHARS_MAX: usize = 40;
/// Words that hide which paper is meant (domain §1.2).
const VAGUE: [&str; 4] = ["其他材料", "其它材料", "相关材料", "有关材料"];

/// Reads a JSON list of items. `row` of an error counts the items from 1.
pub fn catalogue(json: &str) -> Result<Vec<Item>, Vec<RowError>> {
    let (items, errors) = catalogue_rows(json);
    if errors.is_empty() { Ok(items.into_iter().map(|(_, item)| item).collect()) } else { Err(errors) }
}

/// The rows of a JSON list of items that are right, each with its number from 1, and what is wrong with the others.
pub fn catalogue_rows(json: &str) -> (Vec<(usize, Item)>, Vec<RowError>) {
    let (items, mut errors) = rows_of::<Item>(json);
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for (row, item) in &items {
        errors.extend(check_item(item).into_iter().map(|(column, reason)| RowError::new(*row, &column, reason)));
        if let Some(first) = codes.insert(item.code.clone(), *row) {
            errors.push(RowError::new(*row, "code", Reason::Duplicate(first)));
        }
    }
    errors.sort_by_key(|error| error.row);
    let wrong: BTreeSet<usize> = errors.iter().map(|error| error.row).collect();
    errors.truncate(ERRORS_MAX);
    (items.into_iter().filter(|(row, _)| !wrong.contains(row)).collect(), errors)
}

/// Reads a JSON list of departments.
pub fn departments(json: &str) -> Result<Vec<Department>, Vec<RowError>> {
    let all: Vec<Department> = list(json)?;
    let mut errors = Vec::new();
    let mut ids = BTreeMap::new();
    for (i, department) in all.iter().enumerate() {
        let mut found = Vec::new();
        both(&mut found, "", &department.zh, &department.en);
        errors.extend(found.into_iter().map(|(column, reason)| RowError::new(i + 1, &column, reason)));
        if let Some(first) = ids.insert(department.id, i + 1) {
            errors.push(RowError::new(i + 1, "id", Reason::Duplicate(first)));
        }
    }
    if errors.is_empty() { Ok(all) } else { Err(errors) }
}

/// Items and tasks of departments that the list does not have: an error for whoever imports both.
pub fn unknown_departments(items: &[Item], departments: &[Department]) -> Vec<RowError> {
    let mut errors = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let used = std::iter::once(("dept", item.dept)).chain(item.tasks.iter().map(|task| ("tasks.unit", task.unit)));
        for (column, id) in used.filter(|(_, id)| !departments.iter().any(|department| department.id == *id)) {
            errors.push(RowError::new(i + 1, column, Reason::NoDepartment(id.0)));
        }
    }
    errors
}

/// What a person should look at before publishing; nothing of it stops an import.
pub fn catalogue_warnings(items: &[Item]) -> Vec<RowError> {
    let mut warnings = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let row = i + 1;
        let counted = item.stages.iter().filter(|stage| !stage.excluded && stage.span.unit == item.promised.unit);
        if counted.map(|stage| u32::from(stage.span.quarters)).sum::<u32>() > u32::from(item.promised.quarters) {
            warnings.push(RowError::new(row, "stages", Reason::StagesOverPromise));
        }
        if item.fee_yuan > 0 && !item.basis.iter().any(|basis| basis.verified) {
            warnings.push(RowError::new(row, "fee_yuan", Reason::FeeWithoutBasis));
        }
        for material in &item.materials {
            let vague = VAGUE.iter().find(|words| material.zh.contains(*words));
            let column = format!("materials[{}].zh", material.no);
            warnings.extend(vague.map(|words| RowError::new(row, &column, Reason::Vague((*words).into()))));
        }
    }
    warnings
}

/// A list of rows; a row that is no such thing, or has a field that gets lost, is named.
fn list<T: DeserializeOwned + Serialize>(json: &str) -> Result<Vec<T>, Vec<RowError>> {
    let (rows, mut errors) = rows_of(json);
    errors.truncate(ERRORS_MAX);
    if errors.is_empty() { Ok(rows.into_iter().map(|(_, row)| row).collect()) } else { Err(errors) }
}

/// The rows that can be read, each with its number from 1, and what is wrong with the others.
fn rows_of<T: DeserializeOwned + Serialize>(json: &str) -> (Vec<(usize, T)>, Vec<RowError>) {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let whole = |row, reason| (Vec::new(), vec![RowError::new(row, "", reason)]);
    // A table is the most likely wrong file, and the parser's words about its first letter help nobody.
    if !json.trim_start().starts_with('[') && !json.trim().is_empty() {
        return whole(1, Reason::NotJson);
    }
    let rows: Vec<Json> = match serde_json::from_str(json) {
        Ok(rows) => rows,
        Err(error) => return whole(error.line(), Reason::Syntax(error.column())),
    };
    let mut out = Vec::with_capacity(rows.len());
    let mut errors = Vec::new();
    for (i, row) in rows.into_iter().enumerate() {
        match serde_path_to_error::deserialize::<_, T>(&row) {
            Ok(value) => {
                let known = serde_json::to_value(&value).unwrap_or_default();
                lost(&row, &known, "", &mut |path| errors.push(RowError::new(i + 1, path, Reason::Unknown)));
                out.push((i + 1, value));
            }
            Err(error) => {
                let (column, reason) = misfit(&place(error.path()), &error.inner().to_string());
                errors.push(RowError::new(i + 1, &column, reason));
            }
        }
    }
    if out.is_empty() && errors.is_empty() {
        errors.push(RowError::new(1, "", Reason::NoRows));
    }
    (out, errors)
}

/// Fields of the file that the row as read does not have.
fn lost(written: &Json, read: &Json, path: &str, found: &mut impl FnMut(&str)) {
    match (written, read) {
        (Json::Object(written), Json::Object(read)) => {
            for (key, value) in written {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                match read.get(key) {
                    Some(read) => lost(value, read, &path, found),
                    None if value.is_null() => {}
                    None => found(&path),
                }
            }
        }
        (Json::Array(written), Json::Array(read)) => {
            for (i, (written, read)) in written.iter().zip(read).enumerate() {
                lost(written, read, &format!("{path}[{}]", i + 1), found);
            }
        }
        _ => {}
    }
}

/// `materials[2].zh`; places in a list are counted from 1.
fn place(path: &Path) -> String {
    path.iter().fold(String::new(), |path, part| match part {
        Segment::Seq { index } => format!("{path}[{}]", index + 1),
        Segment::Map { key } | Segment::Enum { variant: key } if path.is_empty() => key.clone(),
        Segment::Map { key } | Segment::Enum { variant: key } => format!("{path}.{key}"),
        Segment::Unknown => path,
    })
}

/// Where a row does not fit and why, from the parser's words, which are English and about programs.
fn misfit(path: &str, words: &str) -> (String, Reason) {
    let quoted: Vec<&str> = words.split('`').skip(1).step_by(2).collect();
    if words.starts_with("missing field") {
        let field = quoted.first().copied().unwrap_or_default();
        return (if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }, Reason::Empty);
    }
    if words.starts_with("unknown variant") {
        return (path.to_owned(), Reason::NotAllowed(quoted.get(1..).unwrap_or_default().join(", ")));
    }
    let wanted = match words.rsplit_once("expected ").map(|(_, wanted)| wanted) {
        Some(wanted) if wanted.starts_with("a string") => Wanted::Text,
        Some(wanted) if wanted.starts_with("a boolean") => Wanted::YesNo,
        Some(wanted) if wanted.starts_with("a sequence") => Wanted::List,
        Some(wanted) if wanted.starts_with("struct") || wanted.starts_with("a map") => Wanted::Fields,
        Some("u8" | "u16" | "u32" | "u64" | "usize") => Wanted::Whole,
        Some(_) | None => Wanted::Other,
    };
    (path.to_owned(), Reason::Shape(wanted))
}

type Found = Vec<(String, Reason)>;

fn check_item(item: &Item) -> Found {
    let mut found = Found::new();
    let code_fits =
        item.code.len() <= CODE_CHARS_MAX && item.code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if item.code.is_empty() || !code_fits {
        found.push(("code".into(), Reason::NotAllowed("A-Z, 0-9, -".into())));
    }
    if item.version == 0 {
        found.push(("version".into(), Reason::NotAllowed("1, 2, ...".into())));
    }
    // A survey that is over before it can begin would be late in every case.
    if item.survey_quarters == Some(0) {
        found.push(("survey_quarters".into(), Reason::NotAllowed("1, 2, ...".into())));
    }
    both(&mut found, "", &item.zh, &item.en);
    both(&mut found, "category_", &item.category_zh, &item.category_en);
    item.stages
        .iter()
        .enumerate()
        .for_each(|(i, stage)| both(&mut found, &format!("stages[{}].", i + 1), &stage.zh, &stage.en));
    item.tasks
        .iter()
        .enumerate()
        .for_each(|(i, task)| both(&mut found, &format!("tasks[{}].", i + 1), &task.zh, &task.en));
    check_materials(item, &mut found);
    check_fields(item, &mut found);
    check_tiers(item, &mut found);
    if item.legal.is_some_and(|legal| always_later(item.promised, legal)) {
        found.push(("promised".into(), Reason::PromiseOverLegal));
    }
    if item.until.is_some_and(|until| until < item.from) {
        found.push(("until".into(), Reason::Contradiction("from".into())));
    }
    let bytes = minicbor::to_vec(item).map_or(usize::MAX, |bytes| bytes.len());
    if bytes > ITEM_BYTES_MAX {
        found.push((String::new(), Reason::TooLong(ITEM_BYTES_MAX)));
    }
    found
}

/// Whether the promise ends after the limit even in weeks without a holiday, which is what a longer promise means.
/// Around long holidays a shorter one can end later too: a case is due on the earlier of the two dates.
fn always_later(promised: Span, legal: Span) -> bool {
    let quarters = |span: Span| u32::from(span.quarters);
    match (promised.unit, legal.unit) {
        (Unit::Workday, Unit::Workday) | (Unit::Day, Unit::Day) | (Unit::Month, Unit::Month) => {
            quarters(promised) > quarters(legal)
        }
        (Unit::Workday, Unit::Day) => {
            let workdays = quarters(promised).div_ceil(4);
            workdays + workdays.saturating_sub(1) / 5 * 2 > quarters(legal).div_ceil(4)
        }
        (Unit::Day, Unit::Workday) | (_, Unit::Month) | (Unit::Month, _) => false,
    }
}

fn check_tiers(item: &Item, found: &mut Found) {
    if item.accept_tiers.is_empty() {
        found.push(("accept_tiers".into(), Reason::Empty));
    }
    let village = item.accept_tiers.contains(&Tier::Village);
    let fits = match item.village_mode {
        ProxyMode::Direct => village && item.decide_tier == Tier::Village,
        ProxyMode::Agent => village && item.proxy_allowed,
        ProxyMode::Assist | ProxyMode::Inform => !village,
    };
    if !fits {
        found.push(("village_mode".into(), Reason::Contradiction("accept_tiers, decide_tier, proxy_allowed".into())));
    }
}

fn check_materials(item: &Item, found: &mut Found) {
    for (i, material) in item.materials.iter().enumerate() {
        let path = format!("materials[{}].", i + 1);
        both(found, &path, &material.zh, &material.en);
        if material.no == 0 || item.materials[..i].iter().any(|other| other.no == material.no) {
            found.push((format!("{path}no"), Reason::NotAllowed("1, 2, ...".into())));
        }
    }
}

fn check_fields(item: &Item, found: &mut Found) {
    let mut ids: Vec<String> = common_fields().into_iter().map(|field| field.id).collect();
    for (i, field) in item.fields.iter().enumerate() {
        let path = format!("fields[{}].", i + 1);
        both(found, &path, &field.zh, &field.en);
        let spelled = field.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'_');
        if field.id.is_empty() || !spelled || field.id.starts_with(MATERIAL_PREFIX) {
            found.push((format!("{path}id"), Reason::NotAllowed("a-z, 0-9, ., _".into())));
        }
        if let Some(first) = ids.iter().position(|id| *id == field.id) {
            found.push((format!("{path}id"), Reason::Duplicate(first + 1)));
        }
        ids.push(field.id.clone());
        if field.hint_zh.is_empty() != field.hint_en.is_empty() {
            found.push((format!("{path}hint_en"), Reason::Contradiction("hint_zh".into())));
        }
        check_kind(field, &path, found);
    }
    check_amount(item, found);
}

/// The amount is a field of the form, and one in which a number stands.
fn check_amount(item: &Item, found: &mut Found) {
    let Some(amount) = &item.amount else { return };
    let is_number = |field: &&Field| match field.kind {
        FieldKind::Number { .. } | FieldKind::Money => true,
        FieldKind::Text { .. }
        | FieldKind::Day
        | FieldKind::Phone
        | FieldKind::IdNumber
        | FieldKind::Choice { .. }
        | FieldKind::Flag => false,
    };
    let numbers: Vec<Field> = crate::form::fields_of(item).iter().filter(is_number).cloned().collect();
    if !numbers.iter().any(|field| field.id == *amount) {
        let ids: Vec<&str> = numbers.iter().map(|field| field.id.as_str()).collect();
        found.push(("amount".into(), Reason::NotAllowed(ids.join(", "))));
    }
}

fn check_kind(field: &Field, path: &str, found: &mut Found) {
    let wrong = match &field.kind {
        FieldKind::Text { max } => !(1..=FREE_TEXT_MAX).contains(max),
        FieldKind::Number { min, max } => min > max,
        FieldKind::Choice { options } => {
            options.iter().for_each(|option| both(found, &format!("{path}kind.options."), &option.zh, &option.en));
            let double = options
                .iter()
                .enumerate()
                .any(|(i, option)| options[..i].iter().any(|other| other.code == option.code));
            options.is_empty() || double || options.iter().any(|option| option.code.is_empty())
        }
        FieldKind::Money | FieldKind::Day | FieldKind::Phone | FieldKind::IdNumber | FieldKind::Flag => false,
    };
    if wrong {
        found.push((format!("{path}kind"), Reason::NotAllowed("max 1-1000, min <= max, options".into())));
    }
}

/// Both languages are there, and no character that cannot be seen.
fn both(found: &mut Found, path: &str, zh: &str, en: &str) {
    for (language, words) in [("zh", zh), ("en", en)] {
        if words.trim().is_empty() {
            found.push((format!("{path}{language}"), Reason::Empty));
        } else if words.chars().any(is_invisible) {
            found.push((format!("{path}{language}"), Reason::Invisible));
        }
    }
}

#[cfg(test)]
mod tests;
