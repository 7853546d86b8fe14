//! Sentences of reports. Each is filled with figures alone.

use crate::texts;

texts! {
    /// Sentences and headings of reports.
    ReportText {
        Title => "{place}政务服务{kind}", "{place}: {kind} of public services";
        PartWork => "一、受理和办结情况", "1. Accepted and done";
        PartPlaces => "二、各地办理情况", "2. By place";
        PartItems => "三、部门和事项情况", "3. By department and item";
        PartProblems => "四、监察发现的问题", "4. What supervision saw";
        Nothing => "本期没有受理、办结或在办的办件。", "Nothing was accepted, done or in work in this period.";
        Accepted => "本期受理 {n} 件，上期 {before} 件（{on_period}），去年同期 {year} 件（{on_year}）。", "{n} case(s) were accepted; {before} in the period before ({on_period}), {year} a year before ({on_year}).";
        Done => "办结 {n} 件，上期 {before} 件（{on_period}），去年同期 {year} 件（{on_year}）。", "{n} case(s) were done; {before} in the period before ({on_period}), {year} a year before ({on_year}).";
        OnTime => "按期办结 {n} 件，按期办结率 {rate}（占办结；占受理 {of_accepted}），上期 {before_rate}，去年同期 {year_rate}；提前办结 {early} 件，超期办结 {late} 件。", "{n} done on time, {rate} of the done and {of_accepted} of the accepted ({before_rate} in the period before, {year_rate} a year before); {early} early, {late} late.";
        Kinds => "即办件 {instant} 件，厅内办结 {treated} 件，事后补录 {after_fact} 件。", "{instant} instant, {treated} decided in the hall, {after_fact} entered after the fact.";
        Balance => "上期结转 {carried} 件，期末在办 {in_work} 件。", "{carried} carried over, {in_work} in work at the end.";
        SinceBegin => "自 {day} 有办件以来，累计受理 {n} 件，办结 {done} 件，其中按期 {on_time} 件（占办结 {rate}，占受理 {of_accepted}）。", "Since the first case on {day}: {n} accepted, {done} done, {on_time} of these on time ({rate} of the done, {of_accepted} of the accepted).";
        Unused => "本期没有受理过的事项 {n} 项：{names}。", "{n} item(s) were never used in this period: {names}.";
        UnusedMore => "{names} 等", "{names} and others";
        Most => "受理最多的是{names}。", "Most were accepted by {names}.";
        MostItems => "受理最多的事项是{names}。", "The items accepted most: {names}.";
        MostDepts => "受理最多的部门是{names}。", "The departments that accepted most: {names}.";
        LateAt => "超期办结涉及{names}。", "Done late at {names}.";
        NoneLate => "没有超期办结的办件。", "No case was done late.";
        Named => "{name}（{n} 件）", "{name} ({n})";
        Up => "增长 {share}", "up {share}";
        Down => "下降 {share}", "down {share}";
        Same => "持平", "unchanged";
        NoBase => "无可比", "nothing to compare";
        NoRate => "无办结", "none done";
        Problems => "按监察规则发现 {n} 起，上期 {before} 起；其中尚未改正 {open} 起，已正式计入 {official} 起。", "Rules saw {n} event(s); {before} in the period before. Of these {open} not made good, {official} counted officially.";
        Cards => "已发监察牌 {cards} 张：已答复或裁定维持 {answered} 张，撤销 {cancelled} 张，待答复或待裁定 {waiting} 张。", "{cards} card(s) were put: {answered} answered or upheld, {cancelled} set aside, {waiting} waiting for an answer or a ruling.";
        NoCards => "没有发监察牌。", "No card was put.";
        RuleLine => "{rule} {n} 起", "{rule}: {n}";
        NoProblems => "按监察规则没有发现问题。", "No rule saw anything.";
        TablePlaces => "各地情况", "By place";
        TableDepts => "各部门情况", "By department";
        TableItems => "各事项情况", "By item";
        TableOfficers => "各经办人情况", "By officer";
        TableTotal => "总体情况", "Together";
        TableProblems => "监察发现的问题", "What supervision saw";
        AsOf => "统计时间：{time}", "As of {time}";
        Indicator => "指标", "Figure";
        ColumnNow => "本期", "Period";
        ColumnBefore => "上期", "Period before";
        ColumnYear => "去年同期", "A year before";
        ColumnRule => "监察规则", "Rule";
        ColumnLight => "亮灯", "Light";
        ColumnOpen => "未改正", "Not made good";
        ColumnOfficial => "正式计入", "Official";
        ColumnCards => "已发牌", "Cards put";
        ColumnAnswered => "已答复", "Answered";
        ColumnCancelled => "已撤销", "Set aside";
    }
}
