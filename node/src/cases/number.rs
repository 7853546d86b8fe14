//! Case numbers: district 6, site 3, YYMMDD, serial 4, check digit. A label for paper and phone, not the case's name.
//!
//! Serials need no line: every process begins at a place of its own among the ten thousand of the day, drawn by lot, so
//! that a machine restored from an old copy hardly ever gives a number to a second resident. Counting would not do: the
//! restored machine counts as the lost one did.

use crate::error::Error;
use crate::identity::random;
use crate::store::Tx;
use daiban_shared::case::RefusalCode;
use daiban_shared::day::Day;
use daiban_shared::id::SiteId;
use rusqlite::{Connection, OptionalExtension, params};

/// Serials of a place and day.
const SERIALS: u32 = 10_000;
/// Digits of the district in a number; an official code is longer.
const DISTRICT_DIGITS: usize = 6;

/// The next number of this place today, in the transaction of the entry that carries it.
///
/// Errors: the directory does not know this place; all ten thousand numbers of the day are used.
pub fn next(tx: &mut Tx<'_>, site: SiteId) -> Result<String, Error> {
    let prefix = prefix(tx, site)?;
    let generation = tx.generation()?;
    let last: Option<(u32, u32)> = tx
        .conn()
        .prepare_cached("select generation, serial from case_serial where prefix = ?1")?
        .query_row([&prefix], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let first = match last {
        Some((known, serial)) if known == generation => (serial + 1) % SERIALS,
        Some(_) | None => u32::from_be_bytes(random()?) % SERIALS,
    };
    for more in 0..SERIALS {
        let serial = (first + more) % SERIALS;
        let number = with_check_digit(&format!("{prefix}{serial:04}"));
        if !is_used(tx.conn(), &number)? {
            tx.conn().prepare_cached("delete from case_serial")?.execute([])?;
            tx.conn()
                .prepare_cached("insert into case_serial (prefix, generation, serial) values (?1, ?2, ?3)")?
                .execute(params![prefix, generation, serial])?;
            return Ok(number);
        }
    }
    Err(Error::refused(RefusalCode::NumbersUsedUp))
}

fn prefix(tx: &Tx<'_>, site: SiteId) -> Result<String, Error> {
    let directory = tx.directory();
    let directory = directory.newest();
    let unknown = || {
        Error::Other(
            "the directory does not know this place yet; wait until the line to the place above is up".to_owned(),
        )
    };
    let number = directory.site(site).ok_or_else(unknown)?.number;
    let code = directory.district().ok_or_else(unknown)?.code();
    let district: String =
        code.chars().filter(char::is_ascii_digit).chain(std::iter::repeat('0')).take(DISTRICT_DIGITS).collect();
    let (year, month, day) = Day::of(tx.now()).ymd();
    Ok(format!("{district}{number:03}{:02}{month:02}{day:02}", year.rem_euclid(100)))
}

fn is_used(conn: &Connection, number: &str) -> Result<bool, Error> {
    Ok(conn.prepare_cached("select 1 from case_view where number = ?1")?.exists([number])?)
}

/// ISO 7064 MOD 11,10: finds every single wrong digit and nearly every swap of neighbours.
pub fn with_check_digit(digits: &str) -> String {
    let last = digits.bytes().filter(u8::is_ascii_digit).fold(10, |product, digit| {
        let sum = (product + u32::from(digit - b'0')) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    format!("{digits}{}", (11 - last) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::sample::Sample;
    use crate::store::Priority;

    /// Every number of the day is in use but those of these serials.
    fn use_all_but(tx: &Tx<'_>, site: SiteId, free: &[u32]) -> Result<(), Error> {
        let prefix = prefix(tx, site)?;
        // These rows stand for cases that nobody filed; the job is undone at its end.
        tx.conn().execute_batch("PRAGMA defer_foreign_keys = ON")?;
        let sql = "INSERT INTO case_view (doc, number, site, town, status, here, in_transit, rank, provisional, \
                   opened_at, changed_at, waits, labels, form_key, applicant, words) \
                   VALUES (?1, ?2, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, '', 0, '', '')";
        let mut insert = tx.conn().prepare(sql)?;
        for serial in (0..SERIALS).filter(|serial| !free.contains(serial)) {
            insert.execute(params![1_000_000 + serial, with_check_digit(&format!("{prefix}{serial:04}"))])?;
        }
        Ok(())
    }

    #[test]
    fn the_last_number_of_a_day_is_given_and_then_filing_is_refused_in_words() {
        let sample = Sample::new();
        let site = sample.village.site;
        let numbers = sample.village.store.write(Priority::People, move |tx| {
            use_all_but(tx, site, &[4_711])?;
            // The job fails so that nothing of it stays.
            Err::<(), _>(Error::Other(next(tx, site)?))
        });
        let Err(Error::Other(number)) = numbers else { panic!("one number is left: {numbers:?}") };
        assert_eq!(&number[15..19], "4711");
        let none = sample.village.store.write(Priority::People, move |tx| {
            use_all_but(tx, site, &[])?;
            next(tx, site)
        });
        assert!(
            matches!(&none, Err(Error::Refused(refusal)) if refusal.code == RefusalCode::NumbersUsedUp),
            "{none:?}"
        );
    }

    #[test]
    fn the_check_digit_is_that_of_the_standard() {
        for whole in ["07945", "86095742719"] {
            assert_eq!(with_check_digit(&whole[..whole.len() - 1]), whole);
        }
    }

    #[test]
    fn a_wrong_digit_is_found() {
        let number = with_check_digit("4414030072611211001");
        let holds = |number: &str| with_check_digit(&number[..number.len() - 1]) == number;
        assert!(number.len() == 20 && holds(&number));
        for at in 0..number.len() {
            for digit in '0'..='9' {
                let mut wrong: Vec<char> = number.chars().collect();
                if wrong[at] == digit {
                    continue;
                }
                wrong[at] = digit;
                assert!(!holds(&wrong.iter().collect::<String>()), "digit {at} as {digit}");
            }
        }
    }
}
