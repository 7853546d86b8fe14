//! The form of an item as an invented person would fill it in, to be looked at beside the real one.

use crate::seed::resident as invented;
use daiban_shared::api::SampleForm;
use daiban_shared::form::{Field, FieldKind, Value, fields_of};
use daiban_shared::item::Item;

/// Which of the invented people stands on every sample: people recognise her after the second form.
const WHO: usize = 0;
/// Who else is named: the spouse, the child, the other side.
const OTHER: usize = 5;

/// Texts of fields that have a sense of their own.
const TEXTS: &[(&str, &str)] = &[
    ("household.property", "自住砖瓦房一栋三间，无车辆，无经营收入"),
    ("land.location", "第三村民小组，东至村道，西至李姓屋，南至水渠，北至菜地"),
    ("training.wish", "中式烹调"),
    ("work.last_employer", "无"),
    ("hardship.words", "丈夫九月因病住院，家中积蓄用完，生活一时有困难。"),
    ("illness.name", "脑梗死"),
    ("treatment.hospital", "区人民医院"),
    ("treatment.place", "广东省广州市"),
    ("bank.account", "6217000000000000001"),
    ("record.new", "联系电话改为现号码"),
    ("card.bank", "农村商业银行"),
    ("work.place", "镇农贸市场"),
    ("training.trade", "家政服务员"),
    ("training.certificate", "样表证书第0001号"),
    ("stay.address", "新城街道样表路1号"),
    ("permit.number", "样表居住证第0001号"),
    ("trees.location", "本村石壁山自留山"),
    ("trees.species", "杉木"),
    ("trees.renewal", "采伐后次年春季补种杉木苗，成活率不低于百分之八十五"),
    ("building.location", "第三村民小组，村道东侧"),
    ("cemetery.location", "本村后山荒坡"),
    ("contractor.name", "样表种植专业合作社"),
    ("veteran.certificate", "样表证件第0001号"),
    ("aid.opponent", "样表建筑工程队"),
    ("aid.words", "去年在工地做工三个月，工资一万二千元未付，请求帮助追讨。"),
    ("dispute.words", "邻居修屋时把滴水落在我家院墙上，多次协商没有结果。"),
    ("dispute.claim", "请对方改装水槽，把水引到自家水沟。"),
    ("elder.old_card", "样表优待证第0001号"),
    ("business.name", "无"),
    ("business.place", "雁洋镇样表街1号"),
    ("business.scope", "日用百货零售"),
    // A made-up code would have to be somebody's.
    ("business.credit_code", ""),
    ("company.name", "梅州市样表农业有限公司"),
    ("company.address", "新城街道样表路1号"),
    ("company.scope", "茶叶种植、加工、销售"),
    ("property.certificate", "样表不动产权第0001号"),
    ("property.address", "新城街道样表路1号201房"),
    ("project.name", "样表小学教学楼工程"),
    ("project.code", "样表项目0001"),
    ("project.place", "新城街道样表路2号"),
    ("project.builder", "样表建筑工程有限公司"),
    ("request.content", "本村2025年度村道硬化项目的资金公开文件"),
];

/// Numbers; money in fen.
const NUMBERS: &[(&str, i64)] = &[
    ("child.order", 2),
    ("children.born", 2),
    ("children.living", 2),
    ("land.area_m2", 120),
    ("house.floors", 3),
    ("house.floor_area_m2", 300),
    ("household.income_month", 120_000),
    ("household.disabled", 0),
    ("household.ill", 1),
    ("household.minors", 0),
    ("relief.asked", 300_000),
    ("cost.total", 2_650_000),
    ("cost.own", 980_000),
    ("house.rooms", 2),
    ("pension.premium", 36_000),
    ("pension.months", 180),
    ("insured.year", 2027),
    ("subsidy.months", 12),
    ("subsidy.paid", 720_000),
    ("trees.count", 40),
    ("trees.volume_dm3", 5_000),
    ("building.area_m2", 240),
    ("building.floors", 3),
    ("cemetery.area_m2", 2_000),
    ("cemetery.graves", 200),
    ("contract.years", 20),
    ("assembly.members", 60),
    ("assembly.agreed", 52),
    ("business.capital", 5_000_000),
    ("business.staff", 2),
    ("company.capital", 50_000_000),
    ("company.holders", 2),
    ("property.price", 48_000_000),
    ("food.area_m2", 40),
    ("project.area_m2", 3_200),
    ("project.contract", 860_000_000),
];

/// A filled form of the item. `address` is the place's, up to the village.
pub fn sample(item: &Item, address: &str) -> SampleForm {
    let values = fields_of(item).iter().filter_map(|field| Some((field.id.clone(), value(field, address)?))).collect();
    let papers = item.materials.iter().filter(|material| material.required).map(|material| material.no).collect();
    SampleForm { values, papers }
}

/// What stands in a field; none where the sample leaves it empty, as most people do.
fn value(field: &Field, address: &str) -> Option<Value> {
    let (who, other) = (invented(WHO), invented(OTHER));
    let text = |text: String| (!text.is_empty()).then_some(Value::Text(text));
    match field.id.as_str() {
        "applicant.name" => return text(who.name.to_owned()),
        "applicant.id_number" => return text(who.id_number),
        "applicant.phone" => return text(who.phone),
        "applicant.address" => return text(format!("{address}{}", who.door)),
        "household.size" => return Some(Value::Number(who.household)),
        "household.head" => return text(who.head.to_owned()),
        // The number of the card is the ID number with kind and grade behind it.
        "disability.card" => return text(format!("{}42", who.id_number)),
        // Most people come themselves: filled in, this part would look as if it had to be.
        "agent.name" | "agent.id_number" | "agent.phone" => return None,
        _ => {}
    }
    match &field.kind {
        FieldKind::Text { max } => {
            let known = TEXTS.iter().find(|(id, _)| *id == field.id).map(|(_, words)| (*words).to_owned());
            let words = known.unwrap_or_else(|| other.name.to_owned());
            text(words.chars().take(usize::from(*max)).collect())
        }
        FieldKind::Number { min, max } => Some(Value::Number(number(&field.id).unwrap_or(*min).clamp(*min, *max))),
        FieldKind::Money => Some(Value::Number(number(&field.id).unwrap_or(100_000))),
        FieldKind::Day => text("2026-09-01".to_owned()),
        FieldKind::Phone => text(other.phone),
        FieldKind::IdNumber => text(other.id_number),
        FieldKind::Choice { options } => text(options.first().map(|option| option.code.clone()).unwrap_or_default()),
        // What is asked as yes or no asks for a promise, or for what speaks against the applicant.
        FieldKind::Flag => Some(Value::Flag(field.id.ends_with("promise") || field.id.ends_with("photo"))),
    }
}

fn number(id: &str) -> Option<i64> {
    NUMBERS.iter().find(|(known, _)| *known == id).map(|(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::district::{Files, district_rows};
    use daiban_shared::day::Day;
    use daiban_shared::form::check;
    use daiban_shared::kind::Body;

    fn items() -> Vec<Item> {
        let today = Day::parse("2026-11-20").expect("a day");
        let rows = district_rows(&Files::default(), None, today).expect("built-in data is right");
        let item = |row| if let Body::Item(item) = row { Some(*item) } else { None };
        rows.into_iter().filter_map(item).collect()
    }

    #[test]
    fn every_sample_is_a_form_that_could_be_filed() {
        let items = items();
        assert!(items.len() > 40, "{}", items.len());
        for item in items {
            let sample = sample(&item, "梅州市梅县区雁洋镇长教村");
            for field in fields_of(&item) {
                match sample.values.get(&field.id) {
                    Some(value) => assert_eq!(check(&field, value), Ok(()), "{} {}", item.code, field.id),
                    None => assert!(!field.required, "{} {}", item.code, field.id),
                }
            }
            assert!(sample.values.len() > 5, "{}", item.code);
        }
    }
}
