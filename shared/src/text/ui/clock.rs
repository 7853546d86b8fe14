//! Words of the clock: the strip of days on the case page and on paper, and the calculator.

use crate::texts;

texts! {
    /// Words of the strip of days and of the calculator.
    ClockUi {
        Title => "时限计算", "The clock";
        Print => "打印时限说明", "Print the clock";
        PaperTitle => "办理时限说明", "How the time limit is reckoned";
        Lead => "{limit}：{span}，从 {start} 起算", "{limit}: {span}, counted from {start}";
        LeadFactor => "按 {factor} 缩短", "times {factor}";
        LeadExtended => "延长 {by}", "extended by {by}";
        Used => "已计 {used} 天，共 {total} 天", "{used} of {total} counted";
        UsedLate => "{total} 天已用完，已超期", "all {total} are used: it is late";
        UsedAtEndLate => "办结时 {total} 天已用完，已超期", "all {total} were used when it was decided: it was late";
        UsedOpen => "已计 {used} 天，计时暂停中", "{used} counted; the clock is stopped now";
        UsedAtEnd => "办结时已计 {used} 天，共 {total} 天", "{used} of {total} counted when it was decided";
        AsOf => "截至 {time}", "As of {time}";
        Provisional => "到期日暂定：有一段日子的工作日历尚未公布，暂按周一至周五推算，公布后会变。", "The date is provisional: the calendar of some of its days is not published; Monday to Friday are taken, and it may still change.";
        Cut => "只画出前 {n} 天。", "Only the first {n} days are drawn.";
        Explained => "逐日说明", "Day by day";
        ExplainedOf => "{limit}的逐日说明", "Day by day: {limit}";
        Pauses => "暂停计时", "The clock was stopped";
        PauseFromTo => "{from} 至 {to}", "{from} to {to}";
        PauseOpen => "{from} 起，尚未恢复", "since {from}, not running again yet";
        Shown => "本件现按此期限", "the limit that counts now";
        MarkStart => "起算", "start";
        MarkToday => "今天", "today";
        MarkPromise => "承诺到期", "promise";
        MarkLegal => "法定到期", "legal limit";
        MarkAccept => "受理到期", "to accept";
        MarkDue => "到期", "due";
        MarkDecided => "办结", "decided";
        SignStart => "起", "S";
        SignHoliday => "休", "H";
        SignPaused => "停", "P";
        SignMovedOn => "顺", "M";
        SignMovedTo => "止", "E";
        KeyCounted => "已计的工作日（数字是第几天）", "counted (the number says which)";
        KeyToCount => "还要计的", "still to count";
        KeyOff => "周末", "weekend";
        KeyHoliday => "放假", "holiday";
        KeyMakeUp => "调休上班", "weekend with work";
        KeyPaused => "暂停", "stopped";
        KeyMoved => "顺延", "moved on";
        Says => "{start} 起算，至 {end}：计 {counted} 天，周末和放假 {off} 天，暂停 {paused} 天。{marks}", "From {start} to {end}: {counted} days counted, {off} weekend days and holidays, {paused} days stopped. {marks}";
        HeadPaused => "计时已暂停", "the clock is stopped";

        EditTitle => "调整工作日历", "Change the calendar";
        EditLead => "发布后随公开目录下发到各处，未办结办件的到期日随之变动，已办结的不变。", "What is published flows down to every place; dates of open cases move with it, those of decided cases stay.";
        EditFile => "选择整年的工作日历文件（CSV）", "Choose a file with whole years (CSV)";
        EditErrors => "文件中有 {n} 处错误，改正后再选择一次", "{n} error(s) in the file; correct them and choose it again";
        EditRow => "第 {row} 行 {column}：{words}", "Row {row}, {column}: {words}";
        EditNew => "{year} 年：新增，工作日 {n} 天", "{year}: new, {n} working days";
        EditChanged => "{year} 年：改动 {n} 天", "{year}: {n} day(s) change";
        EditSame => "{year} 年：与现行一致", "{year}: as it is";
        EditDocument => "文件号：{document}", "Document: {document}";
        EditWorks => "{day} 改为上班", "{day}: a working day from now on";
        EditOff => "{day} 改为不上班", "{day}: a day off from now on";
        EditPublish => "发布", "Publish";
        EditDone => "已发布，{n} 年的日历有更新", "Published: {n} year(s) were updated";
        EditNothing => "与现行工作日历一致，没有需要发布的内容", "The calendar is like this already; there is nothing to publish";
        EditDayTitle => "更正某一天", "Correct a day";
        EditDay => "日期", "Day";
        EditDayIs => "这一天", "On this day";
        EditDayWorks => "上班", "the counter works";
        EditDayOff => "不上班", "the counter is closed";
        EditDayDocument => "依据的文件号", "Number of the document";
        EditDayDocumentHint => "如 国办发明电〔2026〕7号，说明里会引用", "as printed on it; the explanation quotes it";
        EditDayDone => "已更正", "Corrected";
        DeadlineTitle => "期限计算", "Deadline calculator";
        DeadlineLead => "填写起算日和期限，立即算出到期日和每一天的理由。与办件的计时是同一套规则。", "Give a day and a length: the date and the reason of every day appear at once. The same rules as those of the cases.";
        From => "起算", "From";
        FromHint => "如 2026-09-25 或 2026-09-25 16:40；当日不计", "as 2026-09-25 or 2026-09-25 16:40; the day itself does not count";
        Days => "期限", "Length";
        Unit => "单位", "Counted in";
        UnitWorkday => "工作日", "working days";
        UnitDay => "自然日", "calendar days";
        UnitMonth => "月", "months";
        Close => "下班时间", "Closing time";
        Extend => "延长", "Extension";
        Factor => "缩短倍数", "Factor";
        FactorHint => "绿色通道为 0.5", "0.5 in the green channel";
        Instant => "即办件：下班后或非工作日提交的，按次一工作日收件", "Instant item: what comes after closing time or on a day off is received on the next working day";
        PauseNo => "暂停 {n}", "Pause {n}";
        PauseFrom => "从（最后计入的一天）", "From (the last day that counts)";
        PauseTo => "到（最后不计的一天）", "To (the last day that does not)";
        AddPause => "添加暂停", "Add a pause";
        RemovePause => "删除暂停 {n}", "Remove pause {n}";
        Result => "到期", "Due";
        Waiting => "正在读取 {year} 年的工作日历…", "Reading the calendar of {year}…";
        CalendarFailed => "读取工作日历失败，请检查与本机的连接后再试。", "The calendar could not be read; check the connection to this machine and try again.";
        NotYet => "填写完整后在这里显示到期日。", "The date appears here when the form is complete.";
    }
}
