//! Words of work lists and of the search from everywhere.

use crate::texts;

texts! {
    /// Words of work lists and of the search from everywhere.
    ListUi {
        ColumnFiled => "收件时间", "Filed";
        ColumnChange => "最近变动", "Last change";
        ColumnNumber => "办件编号", "Number";
        ColumnPlace => "收件地点", "Place";
        ColumnPhone => "手机尾号", "Phone ends in";
        ColumnLate => "超期天数", "Days late";
        ColumnOfficer => "经办人", "Officer";
        Columns => "显示的列", "Columns";
        ColumnsUsual => "恢复默认", "The usual ones";
        SortBy => "按“{column}”排序", "Sort by {column}";
        Ascending => "从小到大", "ascending";
        Descending => "从大到小", "descending";
        Sort => "排序", "Order";
        DaysLate => "{n} 个工作日", "{n} working day(s)";
        Rows => "共 {n} 件", "{n} cases";
        ListEnd => "已到末尾", "End of the list";
        NextFailed => "后面的办件没有读到。", "The next cases could not be read.";
        Changed => "有 {n} 件更新", "{n} changed";
        ChangedShow => "点击刷新", "Show them";
        Updated => "有更新", "Changed";
        OnlyChanged => "只看有更新的", "Only what has changed";
        OnlyChangedOff => "取消“只看有更新的”", "Show everything again";
        SeenAll => "全部标为已看", "Mark all as seen";
        SaveFilter => "保存为常用筛选", "Keep this filter";
        SavedFilters => "常用筛选", "Kept filters";
        SavedName => "名称", "Name";
        SavedNameHint => "例如“本周到期的低保”", "For example “Low income, due this week”";
        SavedManage => "管理", "Manage";
        SavedDone => "完成", "Done";
        SavedRename => "改名“{name}”", "Rename {name}";
        SavedDelete => "删除“{name}”", "Delete {name}";
        SavedUp => "上移“{name}”", "Move {name} up";
        SavedDown => "下移“{name}”", "Move {name} down";
        SavedFull => "最多保存 {n} 个常用筛选，请先删除不用的。", "At most {n} filters are kept. Delete one that you no longer use.";
        ChosenCount => "已选 {n} 件", "{n} selected";
        ChooseAll => "全选已显示的 {n} 件", "Select the {n} shown";
        ChooseNone => "取消选择", "Clear";
        ChooseRow => "选择 {name} {number}", "Select {name} {number}";
        PrintReceipts => "打印收件凭证", "Print receipts";
        PrintPapers => "打印最新文书", "Print newest papers";
        Download => "下载表格", "Download as a table";
        DownloadName => "办件清单", "cases";
        AssignTo => "交给", "Assign to";
        AssignNobody => "请选择经办人", "Choose a person";
        AssignWhy => "请选择理由", "Choose the reason";
        AssignGo => "交办", "Assign";
        AssignBack => "撤销，交回原经办人", "Undo: give them back";
        BatchAccept => "受理", "Accept";
        BatchForward => "上报", "Hand up";
        BatchTakeOver => "接管", "Take over";
        BatchAskTakeOver => "从下级接管所选 {n} 件？", "Take over the {n} selected from below?";
        BatchGiveBack => "交回", "Give back";
        BatchAskAccept => "受理所选 {n} 件？材料不齐的不会受理，会列出原因。", "Accept the {n} selected? Those with missing papers are not accepted; the reason is listed.";
        BatchAskForward => "上报所选 {n} 件？", "Hand up the {n} selected?";
        BatchOpinion => "审核意见", "Opinion";
        BatchConfirm => "确认办理", "Yes, do it";
        BatchRunning => "正在{what}，第 {at} 件，共 {n} 件…", "{what}: {at} of {n}…";
        BatchStop => "停止", "Stop";
        BatchDone => "{what}：成功 {n} 件", "{what}: {n} done";
        BatchRefused => "未办成 {n} 件", "{n} refused";
        BatchLeft => "未办理 {n} 件", "{n} not tried";
        BatchAgain => "只重试未办成的", "Try those again";
        BatchOne => "已办理", "done";
        BatchOneLeft => "还没有办理，可以重试", "not done yet; try again";
        KeyBatch => "受理、上报、交给所选办件", "Accept, hand up, assign what is selected";
        KeyAll => "全选已显示的办件", "Select everything shown";
        KeyToday => "今日待办：上一件、下一件", "Work of the day: previous, next";
        MarkSeen => "标为已看", "Mark as seen";
        Keys => "键盘操作", "Keys";
        KeysShow => "键盘操作（按 ?）", "Keys (press ?)";
        KeyMove => "上一件、下一件", "Previous, next";
        KeyOpen => "打开", "Open";
        KeyPick => "选择或取消选择", "Select or clear";
        KeyPage => "往后一屏", "One screen on";
        KeySearch => "搜索", "Search everywhere";
        KeyHelp => "显示本说明", "Show this help";
        KeyNext => "列表中的下一件", "The next case of the list";
        KeyFinish => "提交打开的步骤", "Send the open step";
        KeyBack => "从办件回到列表中的同一行", "From a case back to the same row";
        Close => "关闭", "Close";
        Find => "搜索", "Search";
        FindHint => "姓名、拼音首字母、编号、手机尾号、事项、地点、日期", "Name, initials, number, end of phone, item, place, date";
        FindCases => "办件", "Cases";
        FindItems => "事项", "Items";
        FindPlaces => "地点", "Places";
        FindAll => "查看“{q}”的全部办件", "All cases for {q}";
        FindAllDay => "查看 {day} 收件的全部办件", "All cases filed on {day}";
        FindNone => "没有找到“{q}”。可以试试姓名拼音首字母、手机后四位或日期（如 11-3）。", "Nothing found for {q}. Try the initials of the name, the last four digits of the phone, or a date such as 11-3.";
        FindCount => "找到 {n} 条，用上下键选择，回车打开", "{n} found. Choose with the arrow keys, open with Enter";
        FindFailed => "暂时搜索不了，请稍后再试。", "Search does not work right now. Try again shortly.";
        FindPhone => "手机尾号 {n}", "phone ends in {n}";
        FindBelow => "此地的办件", "Its cases";
        FindGuide => "办事指南", "Guide";
        FindFile => "可在本地收件", "Can be filed here";
        PrintMany => "打印 {n} 件", "Print {n}";
        PrintManyNone => "所选办件没有可打印的文书。", "The selected cases have nothing to print.";
        PrintManyTooMany => "一次最多打印 {n} 件，后面的没有列出。", "At most {n} are printed at once; the others are not listed.";
    }
}

#[cfg(test)]
mod tests {
    use super::ListUi;
    use crate::text::{Lang, fill};

    #[test]
    fn lateness_is_counted_in_working_days() {
        let late = |n: &str, lang| fill(ListUi::DaysLate.text(lang), &[("n", n)]);
        assert_eq!(late("5", Lang::Zh), "5 个工作日");
        assert_eq!([late("1", Lang::En), late("5", Lang::En)], ["1 working day", "5 working days"]);
    }
}
