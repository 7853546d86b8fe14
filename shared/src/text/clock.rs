//! Sentences of the clock: why something is due on a day.

use crate::texts;

texts! {
    /// Sentences of an explanation. `{days}` is one day or a run of them.
    ClockText {
        Received => "{handed}下班后或非工作日提交，按 {day}收件", "Handed in after closing time or on a day off, {handed}; received on {day}";
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
        Stopped => "截至 {day}计时仍暂停，恢复后再算到期日", "Still stopped on {day}; the end is reckoned when it runs again";
        DueAtClose => "{day} {clock} 下班时到期", "Due on {day} at close of business, {clock}";
        DueInDay => "{day} {clock} 到期（当日的 {part}）", "Due on {day} at {clock} ({part} of that day)";
        ByDocument => "（依据：{document}）", " (by {document})";
    }
}

texts! {
    /// What to give where a deadline is asked for and a given cannot be read.
    AskText {
        From => "请写明起算的日期或时刻，如 2026-09-25 或 2026-09-25T16:40（2000 至 2199 年）", "Give the day or the moment from which to count, as 2026-09-25 or 2026-09-25T16:40, in the years 2000 to 2199";
        Days => "请写明期限的长度：工作日从 0.25 到 999，每档 0.25；自然日和月只写整数", "Give the length: working days from 0.25 to 999 in steps of 0.25, calendar days and months in whole numbers";
        Unit => "期限单位请写 workday（工作日）、day（自然日）或 month（月）", "Give the unit as workday, day or month";
        Close => "请按 24 小时制写明下班时间，如 17:30", "Give the closing time as 17:30, by the 24-hour clock";
        Pause => "请写明暂停的起止日期或时刻，如 2026-09-28..2026-10-09，止不早于起", "Give the beginning and the end of a pause as 2026-09-28..2026-10-09, days or moments, the end not before the beginning";
        Extend => "请写明延长的天数，如 10：工作日每档 0.25；自然日和月延长的自然日只写整数", "Give what the extension adds, as 10: working days in steps of 0.25, otherwise whole calendar days";
        Factor => "请写明缩短的倍数，从 0.001 到 1，如 0.5", "Give the factor that shortens the limit, from 0.001 to 1, as 0.5";
        Calendar => "请给出能读取的工作日历文件（CSV，整年逐日）", "Give a calendar that can be read: a CSV file with every day of whole years";
        TooFar => "到期日在十年以后，请缩短期限、延长或暂停", "It ends more than ten years ahead; give a shorter limit, extension or pause";
    }
}
