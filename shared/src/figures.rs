//! Figures: what is counted, by which definition, and over which time. One definition each, for lists, tables and papers alike.
//!
//! How the edge cases count (domain §2.11, §1.17), once and for all:
//! - A case counts as accepted on the day from which it counts, so a case accepted too late counts on the day of its receipt. Five
//!   working days of silence count as an acceptance at the moment they are over, though nobody has accepted; an ending after
//!   them leaves it accepted.
//! - Done is every lawful end: granted, denied, not accepted, withdrawn, terminated. It counts on the day of the decision at
//!   the counter, but not before the day of the acceptance. An annulment later leaves it there; one that has the case decided
//!   again takes it out of "done" until the next decision. A joint case is one case.
//! - On time is judged by the reckoning that the decision froze, by days: done on the due day is on time, whatever the hour, and so
//!   is what had no limit. An end without decision is late where a limit had passed. Early needs a due day and a day before it.
//! - Everything about ends counts in the time of the end, everything about acceptance in the time of the acceptance: a figure of a
//!   month that is over changes only when something arrives late. Shares of the accepted may exceed 100 % where more was
//!   carried over than came in.

mod case;
mod term;

pub use case::{CaseFigure, FAST_MS, Marks, figure_of};
pub use term::{first_of, month_of};

use crate::kind::codes::codes;
use crate::text::Lang;
use serde::{Deserialize, Serialize};

codes! {
    /// What is counted.
    Measure {
        1 Accepted "受理" "Accepted";
        2 Instant "即办件" "Instant";
        3 Done "办结" "Done";
        4 OnTime "按期办结" "On time";
        5 Early "提前办结" "Early";
        6 Late "超期办结" "Late";
        7 Treated "厅内办结" "Decided in the hall";
        8 AfterFact "事后补录" "After the fact";
        9 Unaccepted "未受理即办结" "Ended unaccepted";
        10 Carried "上期结转" "Carried over";
        11 InWork "期末在办" "In work at the end";
    }
    /// A share of two measures.
    Rate {
        1 OnTimeOfDone "按期办结率（占办结）" "On time, of the done";
        2 OnTimeOfAccepted "按期办结率（占受理）" "On time, of the accepted";
        3 EarlyOfDone "提前办结率" "Early, of the done";
        4 InstantOfAccepted "即办率" "Instant, of the accepted";
        5 TreatedOfAccepted "厅内办理率" "Decided in the hall, of the accepted";
        6 AfterFactOfDone "事后补录率" "After the fact, of the done";
        7 DoneOfAccepted "办结率" "Done, of the accepted";
    }
    /// By what figures are set apart.
    Dimension {
        1 Place "地点" "Place";
        2 Department "部门" "Department";
        3 Item "事项" "Item";
        4 Officer "经办人" "Officer";
        5 Time "时间" "Time";
    }
    /// How long a period of figures lasts.
    Term {
        1 Day "日" "Day";
        2 Week "周" "Week";
        3 Month "月" "Month";
        4 Quarter "季度" "Quarter";
        5 HalfYear "半年" "Half-year";
        6 Year "年" "Year";
    }
    /// Reports that are made of figures.
    ReportKind {
        1 Day "日报" "Daily report";
        2 Week "周小结" "Weekly summary";
        3 Month "月度简报" "Monthly brief";
        4 HalfYear "半年工作情况" "Half-year report";
    }
}

impl ReportKind {
    /// How long its period lasts.
    pub fn term(self) -> Term {
        match self {
            Self::Day => Term::Day,
            Self::Week => Term::Week,
            Self::Month => Term::Month,
            Self::HalfYear => Term::HalfYear,
        }
    }
}

impl Measure {
    /// The definition in one sentence, as users read it beside the figure.
    pub fn meaning(self, lang: Lang) -> &'static str {
        match self {
            Self::Accepted => lang.pick(
                "受理日在本期内的办件；五个工作日未告知的，从收件之日起视为受理。",
                "Cases whose day of acceptance lies in the period; five working days of silence count as accepted from receipt.",
            ),
            Self::Instant => {
                lang.pick("本期受理的办件中，事项为即办件的。", "Of the accepted: those whose item is decided at once.")
            }
            Self::Done => lang.pick(
                "本期内决定或依法终结的办件（含不予受理、撤回、终止）；撤销重办的不再计入，直到再次决定。",
                "Cases decided or lawfully ended in the period, not accepted and withdrawn ones included; one to be decided again counts only when it is.",
            ),
            Self::OnTime => lang.pick(
                "本期办结的办件中，扣除不计时间后不晚于期限日的；以决定时固定的计算为准。",
                "Of the done: not later than the due day after exclusions, as reckoned and frozen at the decision.",
            ),
            Self::Early => {
                lang.pick("本期办结的办件中，早于期限日的。", "Of the done: on a day before the due day.")
            }
            Self::Late => lang.pick("本期办结的办件中，不是按期办结的。", "Of the done: those not on time."),
            Self::Treated => lang.pick(
                "本期办结的办件中，受理、决定等步骤都在厅内当时录入、没有补录的。",
                "Of the done: every acceptance and decision was entered in the hall when it was made, none afterwards.",
            ),
            Self::AfterFact => lang.pick(
                "本期办结的办件中，有补录步骤的，或多环节事项受理后两分钟内即决定的。",
                "Of the done: with a move entered afterwards, or decided within two minutes of acceptance though the item has several stages.",
            ),
            Self::Unaccepted => {
                lang.pick("本期办结的办件中，从未受理的。", "Of the done: those that never counted as accepted.")
            }
            Self::Carried => lang.pick(
                "本期开始前已受理、当时尚未办结的办件。",
                "Cases accepted before the period that were not done when it began.",
            ),
            Self::InWork => lang.pick(
                "本期结束时已受理、尚未办结的办件：上期结转 + 受理 − 办结 + 未受理即办结。",
                "Cases accepted and not done at the end of the period: carried over + accepted − done + ended unaccepted.",
            ),
        }
    }
}

impl Rate {
    /// What is above and below the line.
    pub fn parts(self) -> (Measure, Measure) {
        match self {
            Self::OnTimeOfDone => (Measure::OnTime, Measure::Done),
            Self::OnTimeOfAccepted => (Measure::OnTime, Measure::Accepted),
            Self::EarlyOfDone => (Measure::Early, Measure::Done),
            Self::InstantOfAccepted => (Measure::Instant, Measure::Accepted),
            Self::TreatedOfAccepted => (Measure::Treated, Measure::Accepted),
            Self::AfterFactOfDone => (Measure::AfterFact, Measure::Done),
            Self::DoneOfAccepted => (Measure::Done, Measure::Accepted),
        }
    }

    /// The share in hundredths of a per cent; none where nothing stands below the line.
    pub fn of(self, measures: &Measures) -> Option<u64> {
        let (above, below) = self.parts();
        basis_points(measures.get(above), measures.get(below))
    }
}

/// A share in hundredths of a per cent, rounded to the nearest; none of nothing.
pub fn basis_points(part: u64, whole: u64) -> Option<u64> {
    (whole > 0)
        .then(|| (u128::from(part) * 20_000 + u128::from(whole)) / (u128::from(whole) * 2))
        .and_then(|share| u64::try_from(share).ok())
}

/// By how much a figure changed, in hundredths of a per cent of the earlier one, rounded away from zero at the half; none if that
/// was nothing.
pub fn change(now: u64, before: u64) -> Option<i64> {
    let share = |part: u64| basis_points(part, before).and_then(|share| i64::try_from(share).ok());
    if now >= before { share(now - before) } else { share(before - now).map(|share| -share) }
}

/// Every measure of one place, department, item, officer or stretch of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Measures {
    pub accepted: u64,
    pub instant: u64,
    pub done: u64,
    pub on_time: u64,
    pub early: u64,
    pub treated: u64,
    pub after_fact: u64,
    pub unaccepted: u64,
    pub carried: u64,
    pub in_work: u64,
}

impl Measures {
    /// One of them.
    pub fn get(&self, measure: Measure) -> u64 {
        match measure {
            Measure::Accepted => self.accepted,
            Measure::Instant => self.instant,
            Measure::Done => self.done,
            Measure::OnTime => self.on_time,
            Measure::Early => self.early,
            Measure::Late => self.done.saturating_sub(self.on_time),
            Measure::Treated => self.treated,
            Measure::AfterFact => self.after_fact,
            Measure::Unaccepted => self.unaccepted,
            Measure::Carried => self.carried,
            Measure::InWork => self.in_work,
        }
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            accepted: self.accepted + other.accepted,
            instant: self.instant + other.instant,
            done: self.done + other.done,
            on_time: self.on_time + other.on_time,
            early: self.early + other.early,
            treated: self.treated + other.treated,
            after_fact: self.after_fact + other.after_fact,
            unaccepted: self.unaccepted + other.unaccepted,
            carried: self.carried + other.carried,
            in_work: self.in_work + other.in_work,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_its_words_and_its_meaning_in_both_languages() {
        let is_chinese = |text: &str| text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
        for (_, zh, en) in all_texts().into_iter() {
            assert!(is_chinese(zh) && !is_chinese(en), "{zh} / {en}");
        }
        for measure in Measure::ALL {
            let (zh, en) = (measure.meaning(Lang::Zh), measure.meaning(Lang::En));
            assert!(is_chinese(zh) && !is_chinese(en), "{zh} / {en}");
        }
    }

    #[test]
    fn shares_of_the_published_reports_come_out_as_printed() {
        let table =
            [(243_000, 247_500, 9_818), (11_258, 11_485, 9_802), (2_135, 2_277, 9_376), (1, 3, 3_333), (2, 3, 6_667)];
        for (part, whole, share) in table {
            assert_eq!(basis_points(part, whole), Some(share), "{part} of {whole}");
        }
        assert_eq!(basis_points(1, 0), None);
        assert_eq!(
            (change(3, 2), change(1, 2), change(2, 2), change(1, 0)),
            (Some(5_000), Some(-5_000), Some(0), None)
        );
    }
}
