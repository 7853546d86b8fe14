//! Words of the trade that the node puts into answers: labels, limits, duties, problems.

use crate::texts;

/// Labels computed from the state (kinds.md §1). `{day}` is filled by the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum LabelText {
    ToAccept,
    ToCorrect,
    Corrected,
    CountsAsAccepted,
    Examining,
    Excluded,
    GapToFollow,
    InTransit,
    WithdrawalAsked,
    Conflict,
    Waiting,
    OwnStepVoid,
    ToDeliver,
    Delivered,
    Question,
    UnknownKind,
    CorrectionOver,
    GapOver,
    CountsAsRenewed,
}

impl LabelText {
    /// Every label, for tests.
    pub const ALL: &'static [Self] = &[
        Self::ToAccept,
        Self::ToCorrect,
        Self::Corrected,
        Self::CountsAsAccepted,
        Self::Examining,
        Self::Excluded,
        Self::GapToFollow,
        Self::InTransit,
        Self::WithdrawalAsked,
        Self::Conflict,
        Self::Waiting,
        Self::OwnStepVoid,
        Self::ToDeliver,
        Self::Delivered,
        Self::Question,
        Self::UnknownKind,
        Self::CorrectionOver,
        Self::GapOver,
        Self::CountsAsRenewed,
    ];

    /// The words in the asked language.
    pub fn text(self, lang: super::Lang) -> &'static str {
        match self {
            Self::ToAccept => lang.pick("待受理，{day} 前答复", "To be accepted by {day}"),
            Self::ToCorrect => lang.pick("待补正，请于 {day} 前补交", "Correction wanted by {day}"),
            Self::Corrected => lang.pick("补正已收到", "Correction received"),
            Self::CountsAsAccepted => lang.pick("自 {day} 起视为受理", "Counts as accepted since {day}"),
            Self::Examining => lang.pick("审查中", "Under examination"),
            Self::Excluded => lang.pick("特别程序中，不计时", "Special procedure, time does not count"),
            Self::GapToFollow => lang.pick("容缺待补，{day} 前补交", "Deferred paper due by {day}"),
            Self::InTransit => lang.pick("已交出，对方尚未收到", "Handed over, not received there yet"),
            Self::WithdrawalAsked => lang.pick("申请撤回，待答复", "Withdrawal asked, unanswered"),
            Self::Conflict => lang.pick("表单有冲突，待选定", "Form conflict, pick a value"),
            Self::Waiting => lang.pick("有步骤尚未到达", "Steps have not arrived"),
            Self::OwnStepVoid => lang.pick("有未生效的步骤", "A step had no effect"),
            Self::ToDeliver => lang.pick("待送达", "To be delivered"),
            Self::Delivered => lang.pick("已送达", "Delivered"),
            Self::Question => lang.pick("征询中，待答复", "Asked, answer pending"),
            Self::CorrectionOver => {
                lang.pick("补正期 {day} 已满，未收到答复", "No answer by {day}, the last day to correct")
            }
            Self::GapOver => {
                lang.pick("容缺材料 {day} 已到期，未收到", "Deferred paper not here by {day}, its last day")
            }
            Self::CountsAsRenewed => lang.pick(
                "原许可 {day} 到期未决定，视为准予延续",
                "Counts as renewed: undecided when its licence expired on {day}",
            ),
            Self::UnknownKind => lang.pick("含新版本步骤，请升级", "Has a newer step, upgrade"),
        }
    }
}

texts! {
    /// Problems that the API answers with, beside refusals. The code is the name in snake case.
    ProblemText {
        BadJson => "请求内容无法读取：{why}", "The request could not be read: {why}";
        UnknownField => "请求含有未知内容：{why}", "The request has an unknown part: {why}";
        BadPage => "列表位置无效，请从头打开列表", "This place in the list is not valid. Open the list from its beginning";
        Doubled => "“{why}”出现了两次", "“{why}” stands there twice";
        TooSlow => "内容传送太慢，已中断，没有保存。请重试", "The content arrived too slowly and was cut off; nothing was saved. Try again";
        StepTooLong => "这一步的文字合计过长，没有保存。请缩短说明或表单中的文字，或分几次填写", "The words of this step are too long in all; nothing was saved. Shorten the remarks or the texts of the form, or enter them in several steps";
        TooLarge => "内容过大，上限为 {max}", "Too large; the limit is {max}";
        NotSignedIn => "请先登录", "Sign in first";
        SessionEnded => "登录已过期，请重新登录；已填写的内容不会丢失", "The session has ended. Sign in again; nothing you typed is lost";
        WrongPassword => "用户名或密码不正确", "User name or password is wrong";
        TooManyTries => "尝试次数过多，请 {minutes} 分钟后再试", "Too many tries. Try again in {minutes} minutes";
        NotAllowed => "您的岗位没有此项权限", "Your role may not do this";
        NotFound => "没有找到", "Not found";
        MethodNotAllowed => "不支持此操作", "This is not supported";
        SameCommandOtherContent => "同一操作编号已用于其他内容，请刷新页面后重试", "This command was already used with other content. Reload the page and try again";
        Unprocessable => "有内容需要改正", "Something must be corrected";
        CrossSite => "请求来自其他网站，已拒绝", "The request came from another site and was refused";
        Busy => "本机正忙，请稍后再试", "This machine is busy. Try again shortly";
        Internal => "本机出现错误（编号 {id}），没有保存。请重试；如再出现请联系管理员", "Something went wrong on this machine (number {id}); nothing was saved. Try again, and tell the administrator if it happens again";
        TooManyPreferences => "您已保存 {max} 项个人设置，请先删除不用的再保存", "You have kept {max} settings of your own. Delete some that you no longer use, then save again";
        StorageFull => "磁盘已满，没有保存。请清理磁盘后重试", "The disk is full; nothing was saved. Free some space and try again";
        PlaceHours => "请按 08:30 的格式填写上下班时间，下班不能早于上班", "Give both times like 08:30; a place closes after it opens";
        AwayDays => "请假的开始和结束日期都要填，结束不能早于开始。", "Give both days of the absence; the last must not lie before the first.";
        WeakPassword => "密码至少 8 位，且不能与用户名相同", "The password needs at least 8 characters and must differ from the user name";
        LoginTaken => "用户名已被使用", "This user name is taken";
        ItemUnknown => "没有事项“{item}”", "There is no item “{item}”";
        SiteUnknown => "没有这个场所", "There is no such place";
        NotBelow => "只能邀请下级场所", "Only a place below this one can be invited";
        SiteHasNode => "该场所已有在用的机器", "A live machine already stands there";
        NoSuchNode => "没有等待确认的机器", "No such machine waits to be confirmed";
        ScreenOff => "大厅屏幕没有开启。管理员可以在“机器”页开启", "The hall's screen is off. An administrator can switch it on under Machines";
        RightsAtDistrict => "授权由区级机器登记。请在本页向区级申请", "Grants are entered at the district's machine. Ask the district on this page";
        RightFrom => "授权不能早于今天生效：它不会对以前的决定起作用", "A grant cannot begin before today: it says nothing about earlier decisions";
        RightUntil => "终止日期不能早于生效日期", "The last day must not lie before the first";
        SiteHasCases => "该地点手中还有 {n} 件未归档的办件。请上级负责人先批量接管，再撤并", "This place still has {n} case(s) not filed away. The head of the place above takes them over first";
        SiteHasPlaces => "该地点下面还有地点，请先撤并下面的", "There are places below it. End those first";
        SiteHasMachine => "该地点还有在用的机器。请等它把数据传完并停用，再撤并", "A live machine stands there. Let it send everything and retire it first";
        UserHasCases => "该人员手中还有 {n} 件未归档的办件。请先转交，再停用", "This person still has {n} open case(s). Hand them on first, then disable the account";
        UserKeepsDesk => "该人员手中还有 {n} 件原岗位的办件。请先转交，再换岗位", "This person still has {n} open case(s) of the former desk. Hand them on first, then change the desk";
        UserKeepsCases => "该人员手中还有 {n} 件未归档的办件。请先转交，再取消办件岗位", "This person still has {n} open case(s). Hand them on first, then take the roles away";
        NotDistrict => "只有区级机器可以修改事项目录", "Only the district's machine changes the catalogue";
        CatalogueMoved => "核对之后，目录或文件又有变化，没有发布。请重新核对一遍", "The catalogue or the file changed after the check; nothing was published. Check it again";
        CatalogueWrong => "文件中有 {n} 处错误，没有发布。请改正后重新核对", "The file has {n} error(s); nothing was published. Correct it and check it again";
        CalendarMoved => "核对之后，工作日历或文件又有变化，没有发布。请重新核对一遍", "The calendar or the file changed after the check; nothing was published. Check it again";
        CalendarDocument => "请写明公布工作日历的文件号：说明里会引用它", "Give the number of the document that publishes these working days; explanations quote it";
        CalendarDay => "请给出已公布年份中的一天，并写明文件号", "Give a day of a year that is published, and the number of the document";
        NotYet => "本机尚未加入网络，请等待上级确认", "This machine has not joined yet. Wait until the place above confirms it";
    }
}
