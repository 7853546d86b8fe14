//! Calendar days and minutes at the counter. Everything counts in Beijing time: UTC+8, without summer time since 1992.

use crate::id::Millis;
use jiff::civil::Date;
use std::fmt;

/// Beijing time is this far ahead of UTC.
pub const OFFSET_MS: u64 = 8 * 3_600_000;
/// Milliseconds of a day.
pub const DAY_MS: Millis = 86_400_000;
/// Milliseconds of an hour.
pub const HOUR_MS: Millis = 3_600_000;

/// A calendar day, as days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct Day(#[n(0)] pub i32);

impl Day {
    /// The day in Beijing at this moment.
    pub fn of(at: Millis) -> Self {
        Self(((at.saturating_add(OFFSET_MS)) / DAY_MS).min(i32::MAX as u64) as i32)
    }

    /// Reads `2026-11-21`.
    pub fn parse(text: &str) -> Option<Self> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
        Self::from_ymd(
            number(&[y1, y2, y3, y4])?,
            number(&[m1, m2])?.try_into().ok()?,
            number(&[d1, d2])?.try_into().ok()?,
        )
    }

    /// A day of the proleptic Gregorian calendar, if there is such a day.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::from_date)
    }

    fn from_date(date: Date) -> Self {
        let epoch = Date::constant(1970, 1, 1);
        i32::try_from(date.duration_since(epoch).as_hours() / 24).map_or(Self(0), Self)
    }

    fn date(self) -> Date {
        // Spans and the parser of jiff would cost the browser 33 kB; lengths in hours do not.
        Date::constant(1970, 1, 1).saturating_add(jiff::SignedDuration::from_hours(24 * i64::from(self.0)))
    }

    /// Year, month, day.
    pub fn ymd(self) -> (i16, i8, i8) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// 1 = Monday ... 7 = Sunday.
    pub fn weekday(self) -> u8 {
        self.date().weekday().to_monday_one_offset().unsigned_abs()
    }

    /// The day `n` days later.
    pub fn plus(self, n: i32) -> Self {
        Self(self.0.saturating_add(n))
    }

    /// The same day of the month `n` months later, or the last day of that month (民法典 §202).
    pub fn plus_months(self, n: u32) -> Self {
        let span = jiff::Span::new().try_months(i64::from(n)).unwrap_or_default();
        Self::from_date(self.date().saturating_add(span))
    }

    /// The moment at which the clocks of this day show `minute` minutes after midnight.
    pub fn at_minute(self, minute: u16) -> Millis {
        let local = u64::try_from(self.0).unwrap_or(0) * DAY_MS + u64::from(minute) * 60_000;
        local.saturating_sub(OFFSET_MS)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("expected a day like 2026-11-21"))
    }
}

/// The number that these ASCII digits write.
fn number(digits: &[u8]) -> Option<i16> {
    digits
        .iter()
        .try_fold(0, |number: i16, digit| digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0')))
}

/// Minutes after midnight in Beijing.
pub fn minute_of(at: Millis) -> u16 {
    ((at.saturating_add(OFFSET_MS)) % DAY_MS / 60_000) as u16
}

/// The moment as people at the counter write it: `2026-11-21 10:20`.
pub fn stamp(at: Millis) -> String {
    format!("{} {}", Day::of(at), clock(minute_of(at)))
}

/// A time of day, `17:30`, from minutes after midnight.
pub fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Minutes after midnight, from a time of day as people write it: `8:30`, `17:30`, `17:30:00`.
pub fn parse_clock(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let minute = minute.split_once(':').map_or(minute, |(minute, _)| minute);
    let number = |text: &str, below: u16| {
        let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u16>().ok().filter(|number| is_number && *number < below)
    };
    let minute = (minute.len() == 2).then(|| number(minute, 60)).flatten()?;
    Some(number(hour, 24)? * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_read_and_written() {
        for (text, minute) in [("8:30", 510), ("08:30", 510), (" 17:30:59 ", 1_050), ("00:00", 0), ("23:59", 1_439)] {
            assert_eq!(parse_clock(text), Some(minute), "{text}");
        }
        for wrong in ["", "17", "24:00", "12:60", "12:5", "-1:00", "1e:00", "017:30"] {
            assert_eq!(parse_clock(wrong), None, "{wrong}");
        }
        assert_eq!(clock(minute_of(1_795_140_000_000)), "10:00");
        assert_eq!((clock(0), clock(1_050)), ("00:00".to_owned(), "17:30".to_owned()));
    }

    #[test]
    fn only_a_day_that_exists_is_read() {
        assert_eq!(Day::parse("1970-01-01"), Some(Day(0)));
        assert_eq!(Day::parse("2026-11-21"), Some(Day(20_778)));
        assert_eq!(Day::parse("1969-12-31"), Some(Day(-1)));
        assert_eq!(Day::parse("2024-02-29").map(|day| day.plus(366).to_string()).as_deref(), Some("2025-03-01"));
        for wrong in [
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "2026/01/01",
            "2026-01-0x",
            "+026-01-01",
            "20260101",
            "",
        ] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_written_is_read_again_and_the_week_goes_on() {
        for day in (-40_000..90_000).map(Day) {
            assert_eq!(Day::parse(&day.to_string()), Some(day));
            assert_eq!(day.plus(1).weekday(), day.weekday() % 7 + 1);
        }
        assert_eq!(Day::parse("2026-11-21").map(Day::weekday), Some(6));
    }
}
