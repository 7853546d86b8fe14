//! Words of the supervisor's figures, of downloads, of the hall's screen and of the calendar.

use crate::texts;

texts! {
    /// Words of the supervisor's figures, of downloads, of the hall's screen and of the calendar.
    OfficeUi {
        TabTree => "分级列表", "As a tree";
        TabMap => "地点图", "As a map";
        TabTrends => "走势", "Over time";
        TabCompare => "对比", "Side by side";
        MapLead => "每格一个地点，按镇街分组；格子越大，在办的办件越多。点格子看该地点的办件。", "One tile a place, by town; the larger, the more cases in work. Press a tile for its cases.";
        MapNone => "没有可显示的地点。", "There is no place to show.";
        MapBare => "另有 {n} 个没有机器的地点，未画出。", "{n} more place(s) without a machine are not drawn.";
        OpenCount => "在办 {n} 件", "{n} in work";
        OpenWord => "在办", "In work";
        LateCount => "超期 {n} 件", "{n} overdue";
        SoonCount => "临期 {n} 件", "{n} soon due";
        AllInTime => "无超期", "none overdue";
        HeardDaysAgo => "{n} 天前最后联系", "last heard {n} day(s) ago";
        HeardHoursAgo => "{n} 小时前最后联系", "last heard {n} hour(s) ago";
        HeardNever => "从未联系", "never heard";
        Legend => "图例", "Key";
        AsTable => "用表格看这些数字", "The same figures as a table";
        TrendsTitle => "{place}：{from} 至 {to}", "{place}: {from} to {to}";
        By => "时段", "By";
        ByDay => "按天", "By day";
        ByWeek => "按周", "By week";
        ByMonth => "按月", "By month";
        Span => "范围", "Span";
        LastDays => "最近 30 天", "Last 30 days";
        LastWeeks => "最近 12 周", "Last 12 weeks";
        LastMonths => "最近 12 个月", "Last 12 months";
        LastYears => "最近 5 年", "Last 5 years";
        PlaceAndBelow => "地点（含下级）", "Place, with those below";
        FiledFlow => "收件", "Filed";
        EndedFlow => "办结", "Ended";
        LateFlow => "超期办结", "Ended late";
        OnTime => "按期办结率", "Ended in time";
        FiledAndEnded => "收件与办结", "Filed and ended";
        CasesUnit => "件", "cases";
        PercentUnit => "百分比", "per cent";
        NoneEnded => "无办结", "none ended";
        TrendsNone => "这段时间没有收件，也没有办结。", "Nothing was filed and nothing ended in this time.";
        CompleteTo => "截至 {time}：有机器的 {of} 个地点中，{n} 个的数据已到齐。", "As of {time}: of {of} place(s) with a machine, {n} have sent everything.";
        CompleteAll => "截至 {time}，所有地点的数据都已到齐。", "As of {time}, every place has sent everything.";
        ColumnFrom => "开始", "From";
        ColumnTo => "结束", "To";
        ColumnParent => "上级", "Place above";
        ColumnTier => "级别", "Level";
        RankNo => "第 {n} 名", "no. {n}";
        ColumnRank => "名次", "Rank";
        Total => "合计", "Total";
        ChartOf => "{title}，共 {n} 个时段，单位：{unit}。用左右方向键逐点查看。", "{title}: {n} point(s), in {unit}. Left and right go from point to point.";
        ChartHint => "点图中的一段，或用左右方向键，看这一段的数字。", "Press a part of the chart, or use left and right, for its figures.";
        CompareQuiet => "另有 {n} 个镇街没有数字，未列出。", "{n} more town(s) without any figure are not listed.";
        CompareLead => "选 2 至 6 个地点比较，或比较所有镇街。数字包含下级地点。", "Pick 2 to 6 places, or compare every town. The figures count places below too.";
        CompareAllTowns => "所有镇街", "Every town";
        ComparePicked => "选中的地点", "Picked places";
        ComparePick => "添加地点", "Add a place";
        CompareDrop => "去掉 {place}", "Without {place}";
        CompareFew => "再选一个地点，就可以比较了。", "Pick one more place to compare.";
        CompareFull => "最多比较 6 个地点。", "At most 6 places.";
        CompareNone => "下面没有可以比较的地点。", "There is nothing to compare below.";
        Download => "下载", "Download";
        DownloadXlsx => "下载表格", "Download the table";
        DownloadCsv => "下载 CSV 文件", "Download as CSV";
        FileOverview => "总览", "Overview";
        FileTrends => "走势", "Trends";
        FileCompare => "对比", "Comparison";
        FileCases => "办件", "Cases";
        ColumnNumber => "办件编号", "Case number";
        ColumnItemCode => "事项编号", "Item code";
        ColumnFiledAt => "收件时间", "Filed at";
        ColumnChangedAt => "最近变动", "Last change";
        ColumnOutcome => "结果", "Outcome";
        ColumnHeard => "数据截至", "Data up to";
        CutAt => "只包含最急的前 {n} 条，列表更长。请用筛选缩小范围后再下载。", "Only the {n} most urgent; the list is longer. Narrow it by the filters and download again.";
        FilterFiled => "收件日期：{from} 至 {to}", "Filed from {from} to {to}";
        FilterEnded => "办结日期：{from} 至 {to}", "Ended from {from} to {to}";
        FilterLate => "超期办结", "Ended late";
        FilterInTime => "按期办结", "Ended in time";
        FilterDrop => "去掉这个条件", "Without this";
    }
}
