//! Sentences of the clock: why something is due on a day.

use crate::texts;

texts! {
    /// Sentences of an explanation. `{days}` is one day or a run of them.
    ClockText {
        Start => "{day}为起算日，不计入", "{day} is the day on which it begins; it does not count";
        Factor => "期限按 {factor} 计：{before}缩短为{after}", "The limit is taken times {factor}: {before} become {after}";
        Extended => "期限延长{by}", "The limit is extended by {by}";
        Workday => "{days}计第 {n} 个工作日", "{days}: working day {n}";
        Workdays => "{days}计第 {n} 个工作日", "{days}: working days {n}";
        MakeUp => "{days}调休上班，计第 {n} 个工作日", "{days}: a weekend on which the counter works, working day {n}";
        CalendarDay => "{days}计第 {n} 日", "{days}: day {n}";
        CalendarDays => "{days}计第 {n} 日", "{days}: days {n}";
        Weekend => "{days}为周末，不计", "{days}: weekend, not counted";
        Holiday => "{days}放假，不计", "{days}: holiday, not counted";
        Paused => "{days}暂停计时，不计", "{days}: the clock is stopped, not counted";
        MovedOn => "最后一日不上班，{days}顺延", "The last day is a day off; {days}: moved on";
        Assumed => "{year} 年的工作日历尚未公布，暂按周一至周五推算", "The calendar of {year} is not published yet; Monday to Friday are taken for working days";
        DueAtClose => "{day} {clock} 下班时到期", "Due on {day} at close of business, {clock}";
        DueInDay => "{day} {clock} 到期（当日的 {part}）", "Due on {day} at {clock} ({part} of that day)";
        ByDocument => "（依据：{document}）", " (by {document})";
    }
}
