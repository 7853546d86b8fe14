//! A day as people type it. Pure.

use daiban_shared::day::Day;

/// `2026-11-03`, `2026/11/3`, `2026年11月3日`, `11-3`, `11月3日`, `20261103`. Without a year it is the last such day, because cases
/// were filed before today.
pub fn of_text(typed: &str, today: Day) -> Option<Day> {
    let digits = typed.bytes().all(|byte| byte.is_ascii_digit());
    if digits && typed.len() == 8 {
        return from(&[&typed[..4], &typed[4..6], &typed[6..]], today);
    }
    let is_sign = |c: char| matches!(c, '-' | '/' | '年' | '月' | '日' | '号');
    if !typed.contains(is_sign) || !typed.chars().all(|c| is_sign(c) || c.is_ascii_digit()) {
        return None;
    }
    let parts: Vec<&str> = typed.split(is_sign).collect();
    // The sign of the day stands behind it; nothing else may be missing.
    let parts = if typed.ends_with(['日', '号']) { &parts[..parts.len() - 1] } else { &parts[..] };
    from(parts, today)
}

fn from(parts: &[&str], today: Day) -> Option<Day> {
    let number = |text: &str| text.parse::<u8>().ok();
    match parts {
        [year, month, day] if year.len() == 4 => valid(year.parse().ok()?, number(month)?, number(day)?),
        [month, day] => {
            let (year, ..) = today.ymd();
            let (month, day) = (number(month)?, number(day)?);
            valid(year, month, day).filter(|day| *day <= today).or_else(|| valid(year - 1, month, day))
        }
        _ => None,
    }
}

fn valid(year: i16, month: u8, day: u8) -> Option<Day> {
    Day::parse(&format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_type_them() {
        let today = Day::parse("2026-11-20").expect("a day");
        let table = [
            ("2026-11-03", Some("2026-11-03")),
            ("2026-11-3", Some("2026-11-03")),
            ("2026/11/3", Some("2026-11-03")),
            ("20261103", Some("2026-11-03")),
            ("2026年11月3日", Some("2026-11-03")),
            ("11-3", Some("2026-11-03")),
            ("11月3日", Some("2026-11-03")),
            ("11月3号", Some("2026-11-03")),
            ("11月3", Some("2026-11-03")),
            ("11-20", Some("2026-11-20")),
            ("12月31日", Some("2025-12-31")),
            ("13-1", None),
            ("2026-02-30", None),
            ("11-", None),
            ("11", None),
            ("0753-7654321", None),
            ("陈11-3", None),
            ("", None),
        ];
        for (typed, day) in table {
            assert_eq!(of_text(typed, today).map(|day| day.to_string()).as_deref(), day, "{typed}");
        }
    }
}
