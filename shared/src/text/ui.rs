//! Words of the pages: titles, buttons, hints, empty and failed states.

mod act;
mod case;
mod catalogue;
mod clock;
mod dossier;
mod evidence;
mod figure;
mod file;
mod filing;
mod frame;
mod grant;
mod help;
mod joint;
mod line;
mod list;
mod office;
mod place;
mod practice;
mod print;
mod register;
mod watch;

pub use act::ActUi;
pub use case::CaseUi;
pub use catalogue::CatalogueUi;
pub use clock::ClockUi;
pub use dossier::DossierUi;
pub use evidence::EvidenceUi;
pub use figure::FigureUi;
pub use file::FileUi;
pub use filing::FilingUi;
pub use frame::FrameUi;
pub use grant::GrantUi;
pub use help::HelpUi;
pub use joint::JointUi;
pub use line::LineUi;
pub use list::ListUi;
pub use office::OfficeUi;
pub use place::PlaceUi;
pub use practice::PracticeUi;
pub use print::PrintUi;
pub use register::RegisterUi;
pub use watch::{WallUi, WatchUi};

use crate::texts;

texts! {
    /// Words that every page may use: the frame, signing in, states of a list, the day's work.
    Ui {
        AppName => "代办", "Daiban";
        SkipToContent => "跳到正文", "Skip to content";
        Practice => "练习网络：这里的数据都不是真实的", "Practice network: nothing here is real";
        Navigation => "主菜单", "Main menu";
        Home => "今日工作", "Today";
        FileCase => "收件", "File";
        Cases => "办件", "Cases";
        Tasks => "待办", "To do";
        Overview => "总览", "Overview";
        Sync => "同步", "Sync";
        People => "人员", "People";
        Nodes => "机器", "Machines";
        Rights => "授权", "Grants";
        Password => "修改密码", "Change password";
        SignOut => "退出", "Sign out";
        SignOutFailed => "没有退出成功，您可能仍处于登录状态，请重试。", "Signing out did not work; you may still be signed in. Try again.";
        SignIn => "登录", "Sign in";
        UserName => "用户名", "User name";
        PasswordWord => "密码", "Password";
        SessionEnded => "登录已过期，请重新登录。页面上已填写的内容都还在。", "The session has ended. Sign in again; everything you typed is still here.";
        SignInLead => "镇村政务服务代办平台", "Public services, filed where you live";
        OfflineHint => "断网也能用：已填写的内容先存在本机，线路恢复后自动上传。", "Works without a line: what you enter is kept here and sent up when the line is back.";
        NodeAway => "连接不到本机服务。页面显示的是之前的数据，已填写的内容不会丢失。服务恢复后会自动继续。", "This machine's service does not answer. You see earlier data; nothing you typed is lost. The page goes on by itself when it is back.";
        Loading => "正在读取…", "Loading…";
        AlsoCalled => "又称“{name}”", "also called “{name}”";
        TakesLong => "用时比平时长，请再等一会儿。", "It takes longer than usual; please wait a little.";
        NotOpenTitle => "打不开这一页", "This page cannot be opened";
        AsOf => "截至 {time}", "As of {time}";
        Stale => "以下是之前读到的数据，可能已有变化。", "This is what was read before; it may have changed.";
        FailedTitle => "没有读到数据", "This could not be read";
        FaultUnreachable => "连接不到本机服务，请确认服务已启动，然后重试。", "This machine's service does not answer. See that it runs, then try again.";
        FaultSignedOut => "登录已过期，登录后请再按一次。", "The session has ended. Sign in, then press again.";
        FaultStrange => "本机服务的回答无法读取（{status}）。请刷新页面；如再出现请联系管理员。", "The answer could not be read ({status}). Reload the page; tell the administrator if it happens again.";
        Unknown => "没有收到答复，不清楚是否已记录。请再试一次：不会重复记录。", "No answer came, so it is not known whether it was recorded. Try again: nothing is recorded twice.";
        UnknownOnce => "没有收到答复，不清楚是否已生效。请先核对页面上是否已有，没有再重试：重试会再提交一次。", "No answer came, so it is not known whether it counted. Look first whether it is there; trying again sends it a second time.";
        Retry => "重试", "Try again";
        Cancel => "取消", "Cancel";
        Back => "返回", "Back";
        Save => "保存", "Save";
        Confirm => "确认", "Confirm";
        Sending => "正在保存…", "Saving…";
        TakesLongSending => "保存用时比平时长。填写的内容都还在，请不要关闭本页，也不必再按。", "Saving takes longer than usual. What you typed is still here: keep this page open, there is no need to press again.";
        Saved => "已保存", "Saved";
        More => "显示更多", "Show more";
        Yes => "是", "Yes";
        No => "否", "No";
        Optional => "选填", "optional";
        Choose => "请选择", "Choose";
        Search => "搜索", "Search";
        Clear => "清除", "Clear";
        All => "全部", "All";
        NotFoundTitle => "没有这个页面", "There is no such page";
        NotFoundHint => "地址可能有误，或内容已不在本机。", "The address may be wrong, or this is no longer here.";
        ToHome => "回到今日工作", "Back to today's work";
        NewPassword => "新密码", "New password";
        OldPassword => "当前密码", "Present password";
        RepeatPassword => "再输入一次新密码", "New password again";
        PasswordHint => "至少 8 位，不能与用户名相同。", "At least 8 characters, not the user name.";
        PasswordsDiffer => "两次输入不一样", "The two are not the same";
        PasswordChanged => "密码已修改。", "The password was changed.";
        HomeGreeting => "{name}，您好（{place}）", "{name}, {place}";
        StartFiling => "开始收件", "File a case";
        InHand => "在手待办", "In hand";
        Overdue => "已超期", "Overdue";
        DueSoon => "一个工作日内到期", "Due within a working day";
        OwedTasks => "待办事项", "Things owed";
        Elsewhere => "在别处办理", "With others";
        ToDeliver => "待送达", "To deliver";
        ToClose => "待归档", "To file away";
        PendingUp => "未上传", "Not sent up yet";
        TodayWork => "今日待办", "Work of the day";
        TodayNone => "到下一个工作日为止，没有到期的事。", "Nothing is due up to the next working day.";
        TodayAll => "显示全部 {n} 条", "Show all {n}";
        TodayMore => "只列出最急的。其余请看“办件”和“待办”。", "Only the most urgent are listed; see Cases and To do for the others.";
        DueTomorrow => "下一工作日到期", "Due next working day";
        Urgent => "最急的办件", "Most urgent";
        NothingUrgent => "手上没有待办的办件。", "Nothing is waiting in your hand.";
        Drafts => "未完成的收件", "Unfinished filings";
        DraftOf => "{item}，{time} 保存", "{item}, saved {time}";
        DraftGoOn => "继续填写", "Go on";
        DraftDrop => "删除草稿", "Delete draft";
        ItemsLead => "输入事项名称、俗称、拼音首字母或编号，按回车打开第一项。", "Type a name, pinyin initials or a code; Enter opens the first.";
        ItemsSearch => "搜索事项", "Search items";
        ItemsNone => "没有符合的事项。换个说法，或清除搜索。", "No item fits. Try other words, or clear the search.";
        ItemsHere => "本处可收件", "Filed here";
        ItemsElsewhere => "本处不收件，只供查询", "Not filed here, for reading only";
        Promised => "承诺 {span}", "promised in {span}";
        Instant => "即办", "at once";
        Workdays => "{n} 个工作日", "{n} working days";
        Days => "{n} 天", "{n} days";
        Months => "{n} 个月", "{n} months";
        CasesSearch => "编号、姓名、事项，支持拼音首字母", "Number, name, item; pinyin initials work";
        CasesNone => "没有符合条件的办件。", "No case fits.";
        CasesNoneHint => "可以清除筛选，或看看其他分类。", "Clear the filter, or look under another tab.";
        NotDone => "未办结", "Not done yet";
        FilterStatus => "状态", "Status";
        FilterPlace => "收件地点", "Filed at";
        FilterOwn => "不含下级地点", "Without places below";
        FilterDue => "时限", "Due";
        DeskOwn => "目前显示{desk}和未分科室的工作。", "Shown: work of {desk} and of no desk.";
        DeskAll => "目前显示本单位所有科室的工作。", "Shown: work of every desk of this place.";
        DeskShowAll => "显示所有科室", "Show every desk";
        DeskShowOwn => "只看{desk}", "Only {desk}";
        Unanswered => "期满未答", "No answer";
        DueToday => "今天到期", "Due today";
        DueWeek => "一周内到期", "Due within a week";
        ColumnApplicant => "申请人", "Applicant";
        ColumnItem => "事项", "Item";
        ColumnStatus => "状态", "Status";
        ColumnHolder => "现在何处", "Now with";
        ColumnDue => "到期", "Due";
        HereOnly => "本机已存，尚未到镇", "On this machine; not yet at the town";
        HereOnlyDistrict => "本机已存，尚未到区", "On this machine; not yet at the district";
        AtTown => "已到镇", "At the town";
        AtDistrict => "已到区", "At the district";
        LightNone => "正常", "In time";
        LightBlue => "临期", "Soon due";
        LightYellow => "预警", "Warning";
        LightRed => "超承诺", "Past promise";
        LightPast => "已超期", "Overdue";
        LightDeepRed => "超法定", "Past legal limit";
        DaysLeft => "还有 {n} 个工作日", "{n} working day(s) left";
        DueTodayPassed => "今天已过时限", "passed today";
        DueTodayShort => "今天到期", "due today";
        DaysLate => "超期 {n} 个工作日", "{n} working day(s) late";
        DaysOver => "期满 {n} 个工作日", "ended {n} working day(s) ago";
        Provisional => "暂定", "provisional";
        ProvisionalHint => "该年度放假安排尚未公布，日期可能变动。", "The calendar of that year is not published yet; the day may change.";
        LabelToAccept => "待受理", "To be accepted";
        LabelToCorrect => "待补正，待告知申请人", "Correction wanted; the resident is to be told";
        LabelCounts => "视为受理", "Counts as accepted";
        LabelGap => "容缺待补", "Deferred paper to follow";
        NoName => "（姓名不显示）", "(name not shown)";
        TasksLead => "本单位需要答复或处理的事项，按时限排列。", "What this place must answer or do, by limit.";
        TasksNone => "没有需要处理的事项。", "There is nothing to do.";
        OpenCase => "打开办件", "Open the case";
        NoLimit => "无时限", "no limit";
        OwedBy => "责任单位：{place}", "Owed by {place}";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{AppraisalText, AskText, ClockText, Lang, ReportText};

    fn all() -> Vec<(String, &'static str, &'static str)> {
        let mut out = Vec::new();
        macro_rules! add {
            ($($name:ident)*) => { $(out.extend($name::ALL.iter().map(|text| {
                (format!("{}::{text:?}", stringify!($name)), text.text(Lang::Zh), text.text(Lang::En))
            }));)* };
        }
        add!(Ui FrameUi GrantUi FileUi FilingUi HelpUi LineUi ListUi PracticeUi CaseUi DossierUi ActUi PlaceUi PrintUi OfficeUi CatalogueUi EvidenceUi ClockText FigureUi AskText ClockUi ReportText WatchUi WallUi JointUi RegisterUi AppraisalText);
        out
    }

    fn is_han(c: char) -> bool {
        ('\u{4e00}'..='\u{9fff}').contains(&c)
    }

    fn marks(text: &str) -> Vec<String> {
        let mut found: Vec<String> =
            text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).map(str::to_owned).collect();
        found.sort();
        found
    }

    #[test]
    fn every_chinese_text_is_chinese_and_every_english_text_is_not() {
        for (name, zh, en) in all() {
            assert!(zh.chars().any(is_han), "{name}: {zh}");
            assert!(!en.is_empty() && !en.chars().any(is_han), "{name}: {en}");
        }
    }

    #[test]
    fn both_languages_take_the_same_values() {
        for (name, zh, en) in all() {
            assert_eq!(marks(zh), marks(en), "{name}");
        }
    }

    #[test]
    fn english_texts_have_no_full_width_signs() {
        for (name, _, en) in all() {
            assert!(!en.chars().any(|c| "，。：；！？（）、".contains(c)), "{name}: {en}");
        }
    }
}
