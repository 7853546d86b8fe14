//! Words of the page of figures and of its tables.

use crate::texts;

texts! {
    /// Words of the page of figures and of its tables.
    FigureUi {
        Title => "统计", "Figures";
        Lead => "按固定口径统计；点数字可看它所数的办件。", "Counted by fixed definitions. Every number opens the cases it counts.";
        By => "按", "By";
        Period => "周期", "Period";
        Earlier => "上一期", "Earlier";
        Later => "下一期", "Later";
        Now => "本期：{from} 至 {to}", "Period: {from} to {to}";
        Before => "上期：{from} 至 {to}", "Period before: {from} to {to}";
        YearBefore => "去年同期：{from} 至 {to}", "A year before: {from} to {to}";
        AcceptedBefore => "上期受理", "Accepted, period before";
        DoneBefore => "上期办结", "Done, period before";
        AcceptedYear => "去年同期受理", "Accepted, a year before";
        DoneYear => "去年同期办结", "Done, a year before";
        OnYear => "受理同比", "Accepted, on the year";
        OnPeriod => "受理环比", "Accepted, on the period before";
        Own => "{place}本级", "{place} itself";
        Nobody => "无（逾期视为受理）", "Nobody (accepted by silence)";
        NoName => "姓名不在本机", "Name not on this machine";
        NoDepartment => "部门未知", "Department not known";
        RatesMean => "比率：按期的两种算法分别除以办结和受理；本期办结的可能在上期受理，所以除以受理的比率可能超过 100%。按经办人统计时，受理记在受理人名下，办结记在作决定的人名下。", "Shares: on time is divided by done and by accepted, both are shown. What is done in a period may have been accepted before it, so a share of the accepted can be above 100 %. By officer, acceptances count for who accepted and decisions for who decided.";
        Meanings => "各项口径", "What each of them means";
        MeaningOf => "“{name}”指：{meaning}", "{name} means: {meaning}";
        None => "这段时间没有受理、办结或在办的办件。", "Nothing was accepted, done or in work in this time.";
        MostOf => "受理最多的 {n} 项", "The {n} with the most accepted";
        Counts => "件数", "Counts";
        Rates => "比率", "Shares";
        NoShare => "无", "none";
        Filter => "统计口径：{name}，{from} 至 {to}", "Counted: {name}, {from} to {to}";
        FilterDept => "部门：{name}", "Department: {name}";
        FilterItem => "事项：{name}", "Item: {name}";
        FilterOfficer => "经办人：{name}", "Officer: {name}";
    }
}
