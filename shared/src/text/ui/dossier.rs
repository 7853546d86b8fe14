//! Words of a case's file: its versions, notes, other cases of the person, and the whole file on paper.

use crate::texts;

texts! {
    /// Words of a case's file.
    DossierUi {
        WhoseTurn => "轮到谁办", "Whose turn";
        UntilWhen => "什么时候前", "Until when";
        Versions => "版本对照", "Versions side by side";
        VersionsLead => "选两个时间点，看表单和材料有哪些不同、是谁改的。", "Pick two moments: what differs in the form and the papers, and who changed it.";
        VersionsShow => "对照不同时间的内容", "Compare two moments";
        VersionsLeft => "较早", "Earlier";
        VersionsRight => "较晚", "Later";
        VersionsNow => "现在", "Now";
        VersionsField => "项目", "Field";
        VersionsChangedBy => "修改人", "Changed by";
        VersionsSame => "这两个时间点的内容完全相同。", "Nothing differs between these two moments.";
        VersionsAll => "也显示没有变化的项目", "Show also what is the same";
        VersionsOfPaper => "材料：{paper}", "Paper: {paper}";
        ChangedBy => "{name}（{place}）于 {time} 填写", "{name}, {place}, {time}";
        Missing => "未收到", "not handed in";
        PapersCount => "原件 {originals}，复印件 {copies}", "originals {originals}, copies {copies}";
        Notes => "备注", "Notes";
        NotesNone => "还没有备注。", "No note yet.";
        NotePrivate => "（内容不在本机）", "(its words are not on this machine)";
        Related => "同一申请人的其他办件", "Other cases of the same person";
        RelatedNone => "本机没有这位申请人的其他办件。", "No other case of this person is on this machine.";
        RelatedMore => "只列出最近的 {n} 件", "Only the newest {n} are listed";
        Automatic => "{n} 个自动步骤（签收、合并）", "{n} automatic step(s) (taken in, joined)";
        AutomaticHide => "收起自动步骤", "Hide automatic steps";
        PrintFile => "打印全卷", "Print the whole file";
        FileTitle => "办件卷宗", "File of the case";
        FileLead => "打印时间：{time}，打印人：{name}，地点：{place}", "Printed {time} by {name} at {place}";
        FileForm => "一、表单", "1. Form";
        FilePapers => "二、材料", "2. Papers";
        FileSteps => "三、办理过程", "3. Steps";
        FileLimits => "四、时限", "4. Limits";
        FileNo => "序号", "No.";
        FileWhen => "时间", "When";
        FileWho => "办理人", "By";
        FileStep => "步骤与内容", "Step and content";
        FilePaper => "文号", "Paper no.";
        FormSaved => "表单已修改。", "The form was changed.";
        UndoForm => "撤销这次修改", "Undo this change";
        Unfinished => "继续未完成的“{step}”", "Go on with the unfinished “{step}”";
        NeedChoice => "请选择", "Choose one";
        NeedOne => "请至少选一项", "Choose at least one";
        NeedWords => "请填写", "Fill this in";
        WarnOnce => "提交后不能修改，也不能撤回。", "This cannot be edited or taken back afterwards.";
        NotesAll => "显示全部 {n} 条备注", "Show all {n} notes";
        StepsEarlier => "显示更早的 {n} 个步骤", "Show {n} earlier step(s)";
        NextCase => "下一件：{name}", "Next: {name}";
        UndoHanding => "撤销转办，交回原经办人", "Undo: give it back to who had it";
        UndoTooLate => "之后又有人修改过同一项，不能再撤销。", "Somebody changed the same field since; it can no longer be undone.";
    }
}
