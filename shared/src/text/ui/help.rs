//! Words around the help of a page; the help itself stands in `web/help`.

use crate::texts;

texts! {
    /// Words around the help.
    HelpUi {
        Help => "帮助", "Help";
        PageHelp => "本页帮助 (F1)", "Help (F1)";
        Close => "关闭帮助", "Close the help";
        Whole => "打开完整指南", "Open the whole guide";
        Contents => "目录", "Contents";
        TopicAgent => "代办员指南", "Guide for agents";
        TopicClerk => "窗口人员指南", "Guide for clerks";
        TopicReviewer => "审批人员指南", "Guide for reviewers";
        TopicHead => "负责人指南", "Guide for heads";
        TopicSupervisor => "监督员指南", "Guide for supervisors";
        TopicAdmin => "管理员指南", "Guide for administrators";
        TopicWords => "词语解释", "Words";
        TopicKeys => "快捷键", "Keys";
        Print => "打印（A4 两页）", "Print (two A4 pages)";
    }
}
