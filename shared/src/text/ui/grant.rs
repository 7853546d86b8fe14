//! Words of the page of grants (授权): the list, giving and ending one, asking the district for one.

use crate::texts;

texts! {
    /// Words of the page of grants.
    GrantUi {
        Lead => "谁可以对哪些事项作受理、决定。由区级登记，随公共信息下发到每台机器；其他单位在本页申请。", "Who may accept or decide which items. The district enters it and every machine gets it; other places ask for it here.";
        None => "没有符合条件的授权。", "No grant fits.";
        Search => "编号、单位、人员、事项、文件", "Number, place, person, item, document";
        EveryState => "全部状态", "Every state";
        StateWord => "状态", "State";
        InForce => "生效中", "In force";
        Expiring => "即将到期", "Ends soon";
        NotYet => "未生效", "Not yet";
        Expired => "已到期", "Expired";
        Ended => "已终止", "Ended";
        Who => "授给谁", "To whom";
        Days => "期限", "From and until";
        DayFrom => "{day} 起", "from {day}";
        DayFromTo => "{day} 至 {until}", "{day} to {until}";
        Limit => "限额", "Limit";
        LimitYuan => "{n} 元以内", "up to {n} yuan";
        NoLimit => "不限", "none";
        Number => "第 {no} 号", "No. {no}";
        OwnItems => "本科室全部事项", "every item of the department";
        ItemsCount => "{n} 个事项", "{n} items";
        History => "变动记录", "History";
        Entered => "登记", "entered";
        EndedOn => "终止", "ended";
        AtDistrict => "区级", "the district";
        EndIt => "终止", "End";
        EndTitle => "终止第 {no} 号授权？", "End grant no. {no}?";
        EndHint => "从现在起不能再据此决定；已作出的决定不受影响，不会追溯。终止后不能恢复，需要时请重新登记。", "Nothing can be decided on it from now on. Decisions already made stand: ending is never retroactive. It cannot be taken back; enter a new one if needed.";
        EndBasis => "终止的文件或理由", "Document or reason";
        EndYes => "确认终止", "End it";
        Requests => "各单位的申请", "Requests";
        OwnRequests => "本单位的申请", "Requests of this place";
        RequestOpen => "等待区级答复", "waits for the district";
        RequestWaits => "待答复", "to be answered";
        RequestEntered => "已登记为第 {no} 号", "entered as no. {no}";
        RequestRefused => "未同意：{reason}", "refused: {reason}";
        AskedBy => "{place} {name} {time} 申请", "asked by {place}, {name}, {time}";
        Why => "申请理由", "Why it is needed";
        WhyHint => "区级管理员会看到。", "The district's administrator reads it.";
        Enter => "同意并登记", "Enter it";
        Refuse => "不同意", "Refuse";
        RefuseWhy => "不同意的理由（申请单位会看到）", "Reason (the asking place reads it)";
        RefuseYes => "确认不同意", "Refuse it";
        AddHere => "登记授权", "Enter a grant";
        AddAsk => "向区级申请授权", "Ask the district for a grant";
        Tier => "全部{tier}", "every {tier}";
        Person => "人员（可不选）", "Person (optional)";
        AnyPerson => "不限人员", "anybody there";
        PickItems => "事项（不选 = 该单位的全部事项）", "Items (none = every item)";
        PickSearch => "搜索事项名称或编号", "Search items by name or code";
        Picked => "已选 {n} 个", "{n} chosen";
        UpTo => "金额上限（元，可不填）", "Up to this amount in yuan (optional)";
        UpToHint => "只对目录中指明了金额字段的事项起作用；没有金额的办件不能据此决定。", "Works for items whose form has a field for the amount; a case without an amount cannot be decided on it.";
        From => "生效日期（可不填，默认今天）", "First day (optional; today)";
        Until => "终止日期（可不填）", "Last day (optional)";
        Basis => "文件依据", "Document it rests on";
        BasisHint => "例如“梅区〔2026〕12号”", "For example “Meixian (2026) no. 12”";
        Needs => "选好单位和权限、写明依据后才能保存。", "Choose a place and a power and name the document; then it can be saved.";
        SentHere => "已登记。", "Entered.";
        SentAsked => "已提交申请，区级答复后在本页显示。", "Sent. What the district answers stands on this page.";
    }
}
