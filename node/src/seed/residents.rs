//! Invented applicants for the samples. Nobody here exists; ID numbers and phones are only well-formed.

use daiban_shared::day::Day;

/// An invented person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resident {
    /// 李桂芳
    pub name: &'static str,
    /// GB 11643, check digit included.
    pub id_number: String,
    /// Mobile.
    pub phone: String,
    /// Head of the household.
    pub head: &'static str,
    /// People in the household.
    pub household: i64,
    /// 第三村民小组12号, below the village.
    pub door: String,
}

// Name, born, woman, head of household, people in the household. Area codes are the old and the new one of Meixian.
const PEOPLE: &[(&str, &str, bool, &str, i64)] = &[
    ("李桂芳", "1951-03-12", true, "李桂芳", 2),
    ("张秋生", "1948-09-02", false, "张秋生", 1),
    ("黄运娣", "1939-11-27", true, "黄伟明", 5),
    ("叶添福", "1962-06-18", false, "叶添福", 3),
    ("温小梅", "1990-02-05", true, "温国平", 4),
    ("刘建华", "1975-12-30", false, "刘建华", 4),
    ("谢招娣", "1955-07-21", true, "谢志强", 6),
    ("古振辉", "1968-04-09", false, "古振辉", 3),
    ("杨雪琴", "1987-10-14", true, "杨雪琴", 2),
    ("罗锦堂", "1943-01-30", false, "罗锦堂", 2),
    ("钟丽萍", "1996-08-08", true, "钟伟东", 4),
    ("侯满英", "1958-05-25", true, "侯满英", 1),
    ("丘文彬", "1979-03-03", false, "丘文彬", 5),
    ("梁细妹", "1946-12-11", true, "梁家宝", 7),
    ("曾庆云", "1965-09-19", false, "曾庆云", 4),
    ("饶佩珍", "1971-06-06", true, "饶佩珍", 3),
    ("廖火生", "1953-10-28", false, "廖火生", 2),
    ("陈嘉慧", "1993-04-17", true, "陈达成", 4),
    ("宋远航", "1989-07-02", false, "宋远航", 3),
    ("吴月兰", "1960-02-29", true, "吴月兰", 2),
    ("邓伯荣", "1937-08-16", false, "邓小斌", 6),
    ("赖春燕", "1984-01-22", true, "赖春燕", 3),
    ("蓝志坚", "1977-11-05", false, "蓝志坚", 4),
    ("沈凤娇", "1949-05-09", true, "沈凤娇", 1),
    ("余国强", "1966-03-27", false, "余国强", 5),
    ("彭秀英", "1942-10-01", true, "彭建军", 5),
    ("管清泉", "1957-08-23", false, "管清泉", 2),
    ("巫玉兰", "1973-12-19", true, "巫玉兰", 4),
    ("卜家乐", "2001-06-13", false, "卜永生", 4),
    ("朱晚霞", "1963-09-07", true, "朱晚霞", 3),
    ("何瑞祥", "1954-04-04", false, "何瑞祥", 2),
    ("魏素珍", "1947-07-15", true, "魏海波", 6),
];

/// The person with this number; numbers beyond the list begin again.
pub fn resident(number: usize) -> Resident {
    let (name, born, is_woman, head, household) = PEOPLE[number % PEOPLE.len()];
    let area = if born < "1960" { "441421" } else { "441403" };
    // Odd = man, even = woman.
    let serial = 10 * (1 + number as u32 % 90) + if is_woman { 2 } else { 3 };
    Resident {
        name,
        id_number: id_number(area, born, serial),
        phone: format!("1380000{:04}", 1_000 + 37 * number % 9_000),
        head,
        household,
        door: format!("第{}村民小组{}号", 1 + number % 9, 3 + number * 7 % 90),
    }
}

fn id_number(area: &str, born: &str, serial: u32) -> String {
    let body = format!("{area}{}{serial:03}", born.replace('-', ""));
    debug_assert!(Day::parse(born).is_some() && body.len() == 17);
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{body}{}", b"10X98765432"[(sum % 11) as usize] as char)
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::form::{self, Value};

    #[test]
    fn every_invented_person_passes_the_checks_of_the_form() {
        let fields = form::common_fields();
        let field = |id: &str| fields.iter().find(|field| field.id == id).unwrap();
        let mut numbers = std::collections::BTreeSet::new();
        for number in 0..PEOPLE.len() {
            let person = resident(number);
            assert_eq!(
                form::check(field("applicant.id_number"), &Value::Text(person.id_number.clone())),
                Ok(()),
                "{}",
                person.name
            );
            assert_eq!(
                form::check(field("applicant.phone"), &Value::Text(person.phone.clone())),
                Ok(()),
                "{}",
                person.name
            );
            assert_eq!(form::check(field("household.size"), &Value::Number(person.household)), Ok(()));
            assert!(numbers.insert(person.id_number));
        }
    }
}
