//! The places of a district: one row per place, the place above by its number, official codes with the day they hold from.
//!
//! Columns: `number,tier,kind,parent,zh,en,codes`; codes as `441403130000;441403100000@2023-06-30`, oldest first. A column
//! `phone` may stand beside them: the number that residents call.

use super::table::{Cells, Table};
use super::{Reason, RowError};
use crate::day::{Day, parse_clock};
use crate::form::phone;
use crate::id::SiteId;
use crate::site::{DatedCode, Site, SiteKind, Tier};
use std::collections::BTreeMap;

/// Case numbers have three digits for the place.
const NUMBER_MAX: u16 = 999;
/// The longest village name of the national table has 33 characters.
const NAME_CHARS_MAX: usize = 60;
/// Digits of an official code.
const CODE_DIGITS: usize = 12;
/// Close of business where the file does not say otherwise: 17:30.
const CLOSES_MINUTE: u16 = 1050;

/// A place as the file has it; the district draws the stable id when it imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRow {
    /// Line of the file, for messages.
    pub line: usize,
    /// Three digits in case numbers.
    pub number: u16,
    /// Number of the place above; none for the district.
    pub parent: Option<u16>,
    /// Level.
    pub tier: Tier,
    /// Kind of place.
    pub kind: SiteKind,
    /// 雁洋镇
    pub zh: String,
    /// Yanyang Town
    pub en: String,
    /// Official codes, newest last.
    pub codes: Vec<DatedCode>,
    /// Phone for residents, as phones are stored; none where the file does not say.
    pub phone: Option<String>,
    /// Opening, minutes after midnight; none where the file does not say.
    pub opens: Option<u16>,
    /// Close of business, minutes after midnight; none where the file does not say.
    pub closes: Option<u16>,
}

impl PlaceRow {
    /// The place under the ids that the district has drawn, without departments yet.
    pub fn site(self, id: SiteId, parent: Option<SiteId>) -> Site {
        Site {
            id,
            number: self.number,
            parent,
            tier: self.tier,
            kind: self.kind,
            zh: self.zh,
            en: self.en,
            codes: self.codes,
            departments: Vec::new(),
            closes_minute: self.closes.unwrap_or(CLOSES_MINUTE),
            phone: self.phone,
            ended: false,
            merged_into: None,
            opens_minute: self.opens,
        }
    }
}

/// Reads the whole tree, the district first, then towns, then villages; or every reason why it cannot be taken.
pub fn places(text: &str) -> Result<Vec<PlaceRow>, Vec<RowError>> {
    let mut table = Table::read(text, &["number", "tier", "parent", "zh", "en", "codes"])?;
    let rows = table.map(place);
    check_keys(&mut table, &rows);
    check_tree(&mut table, &rows);
    let mut places: Vec<PlaceRow> = rows.into_iter().map(|(_, place)| place).collect();
    places.sort_by_key(|place| (std::cmp::Reverse(place.tier), place.number));
    table.finish(places)
}

/// Places that a person should look at: one name twice, a kind that the name contradicts, a code outside the district.
pub fn place_warnings(places: &[PlaceRow]) -> Vec<RowError> {
    let mut warnings = Vec::new();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let district = places.first().and_then(|place| place.codes.last()).and_then(|dated| dated.code.get(..6));
    for place in places {
        let row = place.line;
        if let Some(first) = names.get(place.zh.as_str()) {
            warnings.push(RowError::new(row, "zh", Reason::SameName(*first)));
        } else {
            names.insert(&place.zh, row);
        }
        if kind_of_name(place.tier, &place.zh).is_some_and(|kind| kind != place.kind) {
            warnings.push(RowError::new(row, "kind", Reason::Contradiction("zh".into())));
        }
        if district.is_some_and(|area| place.codes.iter().any(|dated| !dated.code.starts_with(area))) {
            warnings.push(RowError::new(row, "codes", Reason::Contradiction("parent".into())));
        }
    }
    warnings
}

fn place(cells: &Cells) -> Result<PlaceRow, Vec<RowError>> {
    let mut errors = Vec::new();
    let number = note(&mut errors, cells.filled("number").and_then(|text| number_of(cells, "number", text)));
    let tier = note(&mut errors, tier_of(cells));
    let parent = match cells.get("parent") {
        "" => Some(None),
        text => note(&mut errors, number_of(cells, "parent", text)).map(Some),
    };
    let zh = note(&mut errors, name_of(cells, "zh"));
    let en = note(&mut errors, name_of(cells, "en"));
    let kind = tier.and_then(|tier| note(&mut errors, kind_of(cells, tier)));
    let codes = note(&mut errors, codes_of(cells));
    let phone = note(&mut errors, phone_of(cells));
    let opens = note(&mut errors, minute_of(cells, "opens"));
    let closes = note(&mut errors, minute_of(cells, "closes"));
    if let (Some(Some(opens)), Some(Some(closes))) = (opens, closes)
        && opens >= closes
    {
        errors.push(cells.error("closes", Reason::Contradiction("opens".into())));
    }
    match (number, tier, parent, zh, en, kind, codes, phone, opens, closes) {
        (
            Some(number),
            Some(tier),
            Some(parent),
            Some(zh),
            Some(en),
            Some(kind),
            Some(codes),
            Some(phone),
            Some(opens),
            Some(closes),
        ) if errors.is_empty() => {
            Ok(PlaceRow { line: cells.line, number, parent, tier, kind, zh, en, codes, phone, opens, closes })
        }
        _ => Err(errors),
    }
}

fn note<T>(errors: &mut Vec<RowError>, result: Result<T, RowError>) -> Option<T> {
    result.map_err(|error| errors.push(error)).ok()
}

fn number_of(cells: &Cells, column: &str, text: &str) -> Result<u16, RowError> {
    let number = text.parse().ok().filter(|number| *number <= NUMBER_MAX && text.bytes().all(|b| b.is_ascii_digit()));
    number.ok_or_else(|| cells.error(column, Reason::NotAllowed("000-999".into())))
}

fn name_of(cells: &Cells, column: &str) -> Result<String, RowError> {
    let name = cells.filled(column)?;
    if name.chars().count() > NAME_CHARS_MAX {
        return Err(cells.error(column, Reason::TooLong(NAME_CHARS_MAX)));
    }
    Ok(name.to_owned())
}

fn tier_of(cells: &Cells) -> Result<Tier, RowError> {
    match cells.filled("tier")? {
        "district" | "区县" => Ok(Tier::District),
        "town" | "镇街" => Ok(Tier::Town),
        "village" | "村居" => Ok(Tier::Village),
        _ => Err(cells.error("tier", Reason::NotAllowed("district, town, village".into()))),
    }
}

/// From the column if it says something, else from the name; never from the code (domain §2.5).
fn kind_of(cells: &Cells, tier: Tier) -> Result<SiteKind, RowError> {
    match cells.get("kind") {
        "" => Ok(kind_of_name(tier, cells.get("zh")).unwrap_or(SiteKind::Other)),
        "district" => Ok(SiteKind::District),
        "town" => Ok(SiteKind::Town),
        "street" => Ok(SiteKind::Street),
        "villagers_committee" => Ok(SiteKind::VillagersCommittee),
        "residents_committee" => Ok(SiteKind::ResidentsCommittee),
        "other" => Ok(SiteKind::Other),
        _ => {
            let allowed = "district, town, street, villagers_committee, residents_committee, other";
            Err(cells.error("kind", Reason::NotAllowed(allowed.into())))
        }
    }
}

fn kind_of_name(tier: Tier, name: &str) -> Option<SiteKind> {
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    match tier {
        Tier::District => Some(SiteKind::District),
        Tier::Town if ends(&["街道", "街道办事处", "办事处"]) => Some(SiteKind::Street),
        Tier::Town if ends(&["镇", "乡"]) => Some(SiteKind::Town),
        Tier::Village if ends(&["居委会", "居民委员会", "社区"]) => Some(SiteKind::ResidentsCommittee),
        Tier::Village if ends(&["村委会", "村民委员会", "村"]) => Some(SiteKind::VillagersCommittee),
        Tier::Town | Tier::Village => None,
    }
}

fn codes_of(cells: &Cells) -> Result<Vec<DatedCode>, RowError> {
    let mut codes = Vec::new();
    for part in cells.filled("codes")?.split([';', '；']).map(str::trim).filter(|part| !part.is_empty()) {
        let (code, from) = part.split_once('@').unwrap_or((part, ""));
        if code.to_ascii_uppercase().contains("E+") {
            return Err(cells.error("codes", Reason::Scientific));
        }
        if code.len() != CODE_DIGITS || !code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(cells.error("codes", Reason::NotAllowed("441403130000;441403100000@2023-06-30".into())));
        }
        let from = match from {
            "" => None,
            day => Some(Day::parse(day).ok_or_else(|| cells.error("codes", Reason::NotAllowed("2023-06-30".into())))?),
        };
        codes.push(DatedCode { code: code.to_owned(), from });
    }
    let ordered = codes.windows(2).all(|pair| pair[0].from < pair[1].from);
    if ordered { Ok(codes) } else { Err(cells.error("codes", Reason::Contradiction("@".into()))) }
}

fn phone_of(cells: &Cells) -> Result<Option<String>, RowError> {
    match cells.get("phone") {
        "" => Ok(None),
        text => phone::normal(text)
            .map(Some)
            .map_err(|_| cells.error("phone", Reason::NotAllowed("0753-2589999, 13812345678".into()))),
    }
}

fn minute_of(cells: &Cells, column: &str) -> Result<Option<u16>, RowError> {
    match cells.get(column) {
        "" => Ok(None),
        text => parse_clock(text).map(Some).ok_or_else(|| cells.error(column, Reason::NotAllowed("08:30".into()))),
    }
}

fn check_keys(table: &mut Table, rows: &[(usize, PlaceRow)]) {
    let mut numbers = BTreeMap::new();
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for (line, place) in rows {
        if let Some(first) = numbers.insert(place.number, *line) {
            table.fail(*line, "number", Reason::Duplicate(first));
        }
        for dated in &place.codes {
            if let Some(first) = codes.insert(&dated.code, *line) {
                table.fail(*line, "codes", Reason::Duplicate(first));
            }
        }
    }
}

fn check_tree(table: &mut Table, rows: &[(usize, PlaceRow)]) {
    let tiers: BTreeMap<u16, Tier> = rows.iter().map(|(_, place)| (place.number, place.tier)).collect();
    for (line, place) in rows {
        let above = match place.tier {
            Tier::District => None,
            Tier::Town => Some(Tier::District),
            Tier::Village => Some(Tier::Town),
        };
        if above != place.parent.and_then(|number| tiers.get(&number).copied())
            || (above.is_none() && place.parent.is_some())
        {
            table.fail(*line, "parent", Reason::Parent);
        }
    }
    if rows.iter().filter(|(_, place)| place.tier == Tier::District).count() != 1 {
        table.fail(1, "tier", Reason::OneDistrict);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEIXIAN: &str = include_str!("../../../node/data/meixian_places.csv");
    const HEAD: &str =
        "number,tier,kind,parent,zh,en,codes\n000,district,district,,梅县区,Meixian District,441403000000\n";

    fn reasons(rows: &str) -> Vec<(usize, String, Reason)> {
        let errors = places(&format!("{HEAD}{rows}")).expect_err("the rows are wrong");
        errors.into_iter().map(|error| (error.row, error.column, error.reason)).collect()
    }

    #[test]
    fn the_whole_of_meixian_is_read() {
        let all = places(MEIXIAN).expect("the file is right");
        let of = |tier| all.iter().filter(|place| place.tier == tier).count();
        assert_eq!((of(Tier::District), of(Tier::Town), of(Tier::Village)), (1, 20, 391));
        let kind = |kind| all.iter().filter(|place| place.kind == kind).count();
        assert_eq!(
            (kind(SiteKind::VillagersCommittee), kind(SiteKind::ResidentsCommittee), kind(SiteKind::Street)),
            (357, 34, 1)
        );
        assert_eq!(all[0].zh, "梅县区");
        assert!(all.iter().all(|place| place.en.is_ascii() && !place.zh.is_ascii()));
    }

    #[test]
    fn a_town_keeps_both_codes_with_the_day_of_the_newer_edition() {
        let all = places(MEIXIAN).expect("the file is right");
        let songkou = all.iter().find(|place| place.zh == "松口镇").expect("a town of Meixian");
        let codes: Vec<_> =
            songkou.codes.iter().map(|dated| (dated.code.as_str(), dated.from.map(|day| day.to_string()))).collect();
        assert_eq!(codes, [("441403130000", None), ("441403100000", Some("2023-06-30".into()))]);
        assert_eq!(all.iter().filter(|place| place.codes.len() == 2).count(), 7);
        assert_eq!(songkou.clone().site(SiteId(7), Some(SiteId(1))).code(), "441403100000");
    }

    #[test]
    fn names_that_occur_twice_are_warned_about_and_taken() {
        let all = places(MEIXIAN).expect("the file is right");
        let warnings = place_warnings(&all);
        assert!(warnings.iter().all(|warning| matches!(warning.reason, Reason::SameName(_))), "{warnings:?}");
        let markets = all.iter().filter(|place| place.zh == "圩镇社区居委会").count();
        assert!(warnings.len() >= markets, "{} warnings", warnings.len());
    }

    #[test]
    fn every_wrong_row_is_named_with_its_column() {
        let wrong = "1000,town,,000,城东镇,Chengdong Town,441403101000\n\
                     001,city,,000,石扇镇,Shishan Town,441403102000\n\
                     002,town,,000,,Meixi Town,4414031030\n\
                     004,town,,000,石坑镇,Shikeng Town,4.41403E+11\n\
                     003,town,castle,000,大坪镇,Daping Town,441403104000@2023-02-30\n";
        let expected = [(3, "number"), (4, "tier"), (5, "zh"), (5, "codes"), (6, "codes"), (7, "kind"), (7, "codes")];
        let found = reasons(wrong);
        assert_eq!(found.iter().map(|(row, column, _)| (*row, column.as_str())).collect::<Vec<_>>(), expected);
        assert_eq!(found[4].2, Reason::Scientific);
    }

    #[test]
    fn a_place_may_have_hours_of_its_own() {
        let head = "number,tier,parent,zh,en,codes,opens,closes\n000,district,,梅县区,Meixian,441403000000,,\n";
        let text =
            |opens: &str, closes: &str| format!("{head}001,town,000,雁洋镇,Yanyang,441403100000,{opens},{closes}\n");
        let town = |opens: &str, closes: &str| places(&text(opens, closes)).map(|all| all[1].clone());
        let site = |opens: &str, closes: &str| {
            let site = town(opens, closes).expect("a right row").site(SiteId(7), Some(SiteId(1)));
            (site.hours().opens, site.hours().closes)
        };
        assert_eq!(site("", ""), (510, 1_050), "the usual hours where the file says nothing");
        assert_eq!(site("9:00", "17:00"), (540, 1_020));
        assert_eq!(site("", "12:00"), (510, 720));
        for (opens, closes, column) in
            [("nine", "17:00", "opens"), ("", "24:10", "closes"), ("17:00", "9:00", "closes")]
        {
            let wrong = town(opens, closes).expect_err("no hours");
            assert_eq!((wrong.len(), wrong[0].row, wrong[0].column.as_str()), (1, 3, column), "{opens}-{closes}");
        }
    }

    #[test]
    fn a_place_may_have_a_phone() {
        let head =
            "number,tier,kind,parent,zh,en,codes,phone\n000,district,district,,梅县区,Meixian District,441403000000,\n";
        let town = |phone: &str| places(&format!("{head}001,town,,000,城东镇,Chengdong Town,441403101000,{phone}\n"));
        let all = town("（0753）258 9999").expect("a landline");
        assert_eq!((all[0].phone.as_deref(), all[1].phone.as_deref()), (None, Some("0753-2589999")));
        assert_eq!(all[1].clone().site(SiteId(7), Some(SiteId(1))).phone.as_deref(), Some("0753-2589999"));
        let wrong = town("2589999").expect_err("an area code is missing");
        assert_eq!((wrong[0].row, wrong[0].column.as_str()), (3, "phone"));
        assert!(places(MEIXIAN).expect("without the column").iter().all(|place| place.phone.is_none()));
    }

    #[test]
    fn the_tree_and_the_keys_are_checked() {
        let wrong = "001,town,,000,城东镇,Chengdong Town,441403101000\n\
                     001,town,,000,石扇镇,Shishan Town,441403101000\n\
                     101,village,,000,大塘村委会,Datang Village,441403100201\n\
                     102,village,,050,大力村委会,Dali Village,441403100202\n\
                     050,district,,,惠安县,Hui'an County,350521000000\n";
        let found = reasons(wrong);
        let expected = [
            (1, "tier".into(), Reason::OneDistrict),
            (4, "number".into(), Reason::Duplicate(3)),
            (4, "codes".into(), Reason::Duplicate(3)),
            (5, "parent".into(), Reason::Parent),
            (6, "parent".into(), Reason::Parent),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_kind_comes_from_the_name_where_the_column_is_empty() {
        let rows = "001,town,,000,新城街道,Xincheng Subdistrict,441403001000\n101,village,,001,\"大塘，上村委会\",Datang Village,441403001201\n";
        let all =
            places(&format!("\u{feff}{}", format!("{HEAD}{rows}").replace('\n', "\r\n"))).expect("dirty, but right");
        assert_eq!(all[1].kind, SiteKind::Street);
        assert_eq!(all[2].kind, SiteKind::VillagersCommittee);
        assert_eq!(all[2].zh, "大塘，上村委会");
    }
}
