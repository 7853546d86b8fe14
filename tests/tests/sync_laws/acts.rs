//! What can happen in a history, and how often. Numbers pick among what is there when the act is played.

use crate::history::PLACES;
use daiban_tests::line::Line;
use proptest::prelude::*;

/// Something happens at a place.
#[derive(Debug, Clone)]
pub enum Act {
    /// Somebody files the next item, perhaps without one of its papers.
    File { place: usize, is_short: bool },
    /// Somebody presses a button of a case.
    Press { place: usize, case: usize, seed: u64 },
    /// A place calls the one above over such a line.
    Contact(usize, Line),
    /// Every line is mended and everybody calls once, villages first.
    Round,
    /// A machine's process ends and starts again.
    Restart(usize),
    /// A machine's clock is slow by so many seconds from now on, five minutes at most.
    Slow(usize, u16),
    /// So many minutes pass.
    Pass(u16),
    /// A copy of a machine's database is kept.
    Backup(usize),
    /// A machine goes on from one of its copies.
    Restore(usize, usize),
    /// A machine's folder is copied and the copy started: it files a case, and perhaps calls.
    Copy(usize, bool),
    /// A newer program at this place writes something into a case that this program cannot read.
    Newer { place: usize, case: usize, number: u16, content: Vec<u8> },
    /// A private part of a case is erased at this place.
    Erase { place: usize, case: usize, which: usize },
}

fn lines() -> impl Strategy<Value = Line> {
    prop_oneof![
        8 => Just(Line::Up),
        1 => Just(Line::LosesAnswers),
        2 => (0..3_u32, 1..2_000_usize).prop_map(|(messages, bytes)| Line::BreaksAfter { messages, bytes }),
        2 => (0..3_u32).prop_map(|messages| Line::LosesAnswerAfter { messages }),
        1 => Just(Line::Nonsense),
        1 => Just(Line::Doubles),
        1 => Just(Line::DoublesAndGivesSecond),
        1 => Just(Line::Repeats),
        1 => Just(Line::Delays),
        1 => Just(Line::GivesOldAnswer),
    ]
}

/// Work, lines that break, processes that start anew, clocks that are slow.
pub fn ordinary() -> impl Strategy<Value = Act> {
    let (all, below) = (0..PLACES.len(), 1..PLACES.len());
    prop_oneof![
        6 => (below.clone(), prop::bool::weighted(0.3)).prop_map(|(place, is_short)| Act::File { place, is_short }),
        50 => (all.clone(), any::<usize>(), any::<u64>()).prop_map(|(place, case, seed)| Act::Press { place, case, seed }),
        15 => (below, lines()).prop_map(|(place, line)| Act::Contact(place, line)),
        12 => Just(Act::Round),
        2 => all.clone().prop_map(Act::Restart),
        1 => (all, 1..300_u16).prop_map(|(place, seconds)| Act::Slow(place, seconds)),
        6 => (1..600_u16).prop_map(Act::Pass),
    ]
}

/// Backups, restores and copied folders among ordinary work.
pub fn disasters() -> impl Strategy<Value = Act> {
    let all = 0..PLACES.len();
    prop_oneof![
        20 => ordinary(),
        1 => all.clone().prop_map(Act::Backup),
        1 => (all, 0..4_usize).prop_map(|(place, which)| Act::Restore(place, which)),
        1 => (1..PLACES.len(), any::<bool>()).prop_map(|(place, calls)| Act::Copy(place, calls)),
    ]
}

/// Entries of newer programs among ordinary work: reserved numbers, numbers beyond them, and known numbers with content
/// that this program cannot read.
pub fn newer() -> impl Strategy<Value = Act> {
    let number = prop_oneof![Just(11_u16), Just(15), 19..32_u16, 40..64_u16, 128..2_000_u16, 2..19_u16, 33..37_u16];
    let content = prop::collection::vec(any::<u8>(), 1..60);
    prop_oneof![
        40 => ordinary(),
        1 => (0..PLACES.len(), any::<usize>(), number, content)
            .prop_map(|(place, case, number, content)| Act::Newer { place, case, number, content }),
    ]
}

/// Private parts that are erased among ordinary work.
pub fn erasing() -> impl Strategy<Value = Act> {
    prop_oneof![
        14 => ordinary(),
        1 => (0..PLACES.len(), any::<usize>(), any::<usize>())
            .prop_map(|(place, case, which)| Act::Erase { place, case, which }),
    ]
}
