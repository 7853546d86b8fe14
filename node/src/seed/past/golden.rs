//! Pasts that reproduce published reports (domain §1.16).

use super::{Going, Past, PastCase, workdays};
use daiban_shared::day::Day;

/// First and last day of the half-year report of Meixian: the centre opened on the first.
pub const MEIXIAN: (&str, &str) = ("2012-06-08", "2014-06-30");
/// First half of 2012.
pub const HALF_YEAR: (&str, &str) = ("2012-01-01", "2012-06-30");
/// Accepted and on time in that report have this ratio in lowest terms: 247,500 to 243,000.
const ACCEPTED: usize = 55;
/// Accepted and done of the cases that were filed online; no smaller numbers have their ratio.
const ONLINE: (usize, usize) = (11_485, 11_258);

fn days(past: &Past, (from, to): (&str, &str)) -> Vec<Day> {
    let (from, to) = (Day::parse(from).unwrap_or(Day(0)), Day::parse(to).unwrap_or(Day(0)));
    workdays(past.node(), from, to)
}

/// `accepted` cases of Meixian over its villages and the real working days: 54 of 55 on time, of the others half late and half in
/// work. From 247,500 on, the first item carries what was filed online: 11,485 accepted, 11,258 done.
pub fn meixian(past: &Past, accepted: usize) -> Vec<PastCase> {
    let days = days(past, MEIXIAN);
    let (villages, items) = (past.villages(), past.items().count());
    let is_whole = accepted >= 247_500;
    let mut online = (0, 0);
    (0..accepted)
        .map(|i| {
            let at = i * days.len() / accepted;
            let odd = i % ACCEPTED == ACCEPTED - 1;
            // The late ones are decided within the report's time.
            let is_early_enough = at + 80 < days.len();
            let going = match (odd, (i / ACCEPTED).is_multiple_of(2) && is_early_enough) {
                (false, _) => Going::AtOnce,
                (true, true) => Going::Due(3),
                (true, false) => Going::Open,
            };
            let is_done = going != Going::Open;
            let is_wanted =
                if is_done { i % 20 == 0 && online.1 < ONLINE.1 } else { online.0 - online.1 < ONLINE.0 - ONLINE.1 };
            let item = if is_whole && is_wanted {
                online = (online.0 + 1, online.1 + usize::from(is_done));
                0
            } else {
                1 + i % (items - 1)
            };
            PastCase { place: i * 7 % villages, item, day: days[at], going }
        })
        .collect()
}

/// `cases` of a month of which 90 % are early and 42 % instant (a county's bulletin of 2011); a multiple of 100.
pub fn bulletin(past: &Past, cases: usize, instant: usize, promised: usize) -> Vec<PastCase> {
    let days = days(past, ("2011-08-01", "2011-08-26"));
    let villages = past.villages();
    (0..cases)
        .map(|i| {
            let (item, going) = match i % 100 {
                0..42 => (instant, Going::AtOnce),
                42..90 => (promised, Going::Due(-1)),
                _ => (promised, Going::Due(0)),
            };
            PastCase { place: i % villages, item, day: days[i * days.len() / cases], going }
        })
        .collect()
}

/// A district's first half of 2012: 2,277 accepted, 2,135 done; the year before 1,950 and 1,666, so that the share of the done has
/// grown by 9.75 %, as printed.
pub fn half_years(past: &Past) -> Vec<PastCase> {
    let villages = past.villages();
    let items = past.items().count();
    let mut out = Vec::new();
    for (span, accepted, done) in [(("2011-01-01", "2011-06-30"), 1_950, 1_666), (HALF_YEAR, 2_277, 2_135)] {
        let days = days(past, span);
        out.extend((0..accepted).map(|i| {
            // Spread evenly: as many open ones in every stretch.
            let is_done = (i + 1) * done / accepted > i * done / accepted;
            let going = if is_done { Going::AtOnce } else { Going::Open };
            PastCase { place: i % villages, item: i % items, day: days[i * days.len() / accepted], going }
        }));
    }
    out
}
