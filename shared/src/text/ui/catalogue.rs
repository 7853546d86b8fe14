//! Words of the catalogue's pages: the list, an item's versions, and a new edition.

use crate::texts;

texts! {
    /// Words of the catalogue's pages.
    CatalogueUi {
        Title => "事项目录", "Catalogue";
        Lead => "全区统一的事项目录。点事项名称看历次版本和改动。", "The district's one catalogue. Press a name for its versions and what changed.";
        Import => "导入新版目录", "Bring a new edition";
        AllDepartments => "所有部门", "Every department";
        FiledAt => "受理层级", "Filed at";
        OnlyVillage => "只看村级可收件", "Only those a village may file";
        OnlyChanged => "只看近 90 天有改动", "Only those changed in the last 90 days";
        Count => "共 {n} 项", "{n} item(s)";
        None => "没有符合的事项。换个说法，或去掉筛选。", "No item fits. Try other words, or take a filter away.";
        ColumnItem => "事项", "Item";
        ColumnVersion => "版本", "Version";
        ColumnChanged => "最近改动", "Changed";
        ColumnPapers => "材料", "Papers";
        VersionNo => "第 {n} 版", "Version {n}";
        Guide => "办事指南", "Guide";
        VersionsTitle => "历次版本：{item}", "Versions: {item}";
        VersionsLead => "办件一直用受理时的版本，新版本只用于之后的申请。", "A case keeps the version it began with; a new one is for later applications.";
        EnteredBy => "录入", "Entered by";
        EnteredAt => "时间", "When";
        WithBefore => "与上一版相比", "Against the one before";
        FirstVersion => "最初的版本", "the first one";
        ChangeCount => "{n} 处改动", "{n} change(s)";
        NoChange => "没有改动", "nothing changed";
        Older => "较早", "Older";
        Newer => "较新", "Newer";
        DiffTitle => "第 {old} 版与第 {new} 版的不同", "Version {old} against version {new}";
        Before => "原来", "Before";
        After => "现在", "Now";
        Added => "新增", "added";
        Removed => "去掉", "removed";
        Changed => "改动", "changed";
        Moved => "顺序改变", "in another order";
        What => "内容", "What";
        Paper => "材料 {n}", "Paper {n}";
        Step => "环节", "Step";
        Task => "联办任务", "Joint task";
        Field => "表单项", "Field";
        Law => "依据", "Law";
        PartName => "名称", "Name";
        PartCategory => "类别", "Subject";
        PartType => "事项类型", "Kind";
        PartReview => "审核层级", "Examined at";
        PartService => "办件类型", "Service";
        PartProxy => "可由代办员申请", "An agent may file";
        PartUntil => "停止日期", "Last day";
        PartAssumed => "待确认的内容", "Not confirmed yet";
        PartAmount => "授权限额看的金额字段", "Field of the amount for grants with a limit";
        PartEnded => "已从目录撤出", "Withdrawn from the catalogue";
        Instant => "即办件", "at once";
        Promised => "承诺件", "with a promise";
        Nothing => "无", "none";
        ImportTitle => "导入新版目录", "A new edition of the catalogue";
        ImportLead => "选择目录文件（JSON）。先核对：只显示会有哪些改动，什么都不会发布。看过之后再发布。", "Choose the catalogue's file (JSON). First it is checked: you see what would change, and nothing is published. Publish when you have seen it.";
        ChooseFile => "选择文件", "Choose a file";
        FileChosen => "已选：{name}（{size} KB）", "Chosen: {name} ({size} KB)";
        CheckAgain => "重新核对", "Check again";
        Checking => "正在核对…", "Checking…";
        Result => "核对结果", "What the check found";
        NewRows => "新增 {n} 项", "{n} new";
        ChangedRows => "有改动 {n} 项", "{n} changed";
        UnchangedRows => "无变化 {n} 项", "{n} unchanged";
        ErrorRows => "错误 {n} 处", "{n} error(s)";
        WarningRows => "请留意 {n} 处", "{n} to look at";
        AbsentRows => "文件中没有的 {n} 项：保持不变", "{n} not in the file: they stay as they are";
        RowNo => "第 {n} 项", "item {n}";
        ColumnRow => "位置", "Where";
        ColumnField => "字段", "Field";
        ColumnMend => "问题和改法", "What is wrong and what to do";
        WholeFile => "整个文件", "the whole file";
        WholeItem => "整项", "the whole item";
        ErrorsFirst => "文件有错误，不能发布。请按下面的提示改好文件，再选择一次。", "The file has errors and cannot be published. Correct it as said below and choose it again.";
        ManyErrors => "只列出前 {n} 处。", "Only the first {n} are listed.";
        NothingToPublish => "文件与目录一致，没有可发布的改动。", "The file is the same as the catalogue; there is nothing to publish.";
        Publish => "发布这 {n} 项", "Publish these {n}";
        PublishHint => "发布后会同步到所有镇街和村居，不能撤回；可以再发布新的版本。", "It goes to every town and village and cannot be taken back; a newer version can follow.";
        PublishedNow => "已发布 {n} 项，{same} 项无变化。", "{n} item(s) published, {same} unchanged.";
        NotAllowed => "只有区级管理员可以导入目录。", "Only the district's administrator brings a new edition.";
        ToCatalogue => "看事项目录", "To the catalogue";
    }
}
