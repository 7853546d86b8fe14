//! Words for what `fold` and `decide` find: statuses, outcomes, reasons, flags, refusals.

use crate::kind::codes::codes;

codes! {
    /// Where a case stands (kinds.md §1).
    Status {
        1 Received "已收件" "Received";
        2 Accepted "已受理" "Accepted";
        3 Done "已办结" "Done";
        4 Closed "已归档" "Filed away";
    }
    /// How a case ended.
    Outcome {
        1 Granted "准予" "Granted";
        2 Denied "不予" "Denied";
        3 NotAccepted "不予受理" "Not accepted";
        4 Withdrawn "撤回" "Withdrawn";
        5 Lapsed "视为撤回" "Counts as withdrawn";
        6 Terminated "终止" "Terminated";
        7 Annulled "撤销" "Annulled";
    }
    /// Why an entry has no effect: the first check that fails, in this order.
    Void {
        1 Repeated "同一操作已记录过" "The same command was already taken";
        2 Cut "该机器已被停用，此步骤在停用之后" "Its machine was cut off before this step";
        3 NotHolder "办件当时不在本单位手中" "The case was not in this place's hand";
        4 NotSeen "本单位当时尚未看到办件已转到手中" "This place had not yet seen that the case was handed to it";
        5 NotParticipant "本单位未参与此办件" "This place takes no part in the case";
        6 Role "该岗位不能办理此步骤" "This role may not take this step";
        7 Status "办件状态不允许此步骤" "The status of the case does not allow this step";
        8 NoRight "没有相应授权" "There was no right to do this";
        9 Content "步骤内容与办件不符" "The content does not fit the case";
        10 UnknownKind "新版本的步骤，请升级本机程序" "A step of a later version; upgrade this machine";
        11 SecondOpen "办件已存在" "The case was already opened";
        12 NotOpened "办件没有收件记录" "The case was never opened";
    }
    /// What an entry waits for.
    Wait {
        1 Seen "等待其依据的前一步骤到达" "Waits for an earlier step to arrive";
        2 Ground "等待区级目录更新到达" "Waits for news of the district's directory";
    }
    /// A fault that is shown and counted and never undoes a paper (瑕疵).
    Flag {
        1 WithdrawalUnanswered "撤回申请未答复" "A withdrawal request was unanswered";
        2 TaskOpen "尚有交办事项未办结" "A request was still open";
        3 GapOpen "容缺材料未补齐" "A deferred paper was still missing";
        4 Undelivered "结果未送达" "The result was not delivered";
        5 AfterDeemed "已视为受理之后作出" "After it already counted as accepted";
        6 ExcludedWithoutBasis "不计时缺少依据" "Time excluded without a basis";
        7 RightExpired "授权不在有效期内" "The right was not in force";
        8 OldVersion "使用了旧版事项" "An old version of the item";
        9 WrongTier "本级不受理该事项" "This tier does not take the item";
        10 NoOpinion "审核级上报未附意见" "Handed up without an opinion";
        11 SamePerson "审核与决定为同一人" "One person reviewed and decided";
        12 ClockBeforePast "时间早于所依据的步骤" "Its clock is before its own past";
        13 Late "事后补录" "Entered after the fact";
        14 NoGround "未写明法定理由" "No lawful ground was named";
        15 NoUnit "交办未指明承办单位" "Nobody was named who should do it";
        16 GateClosed "上一阶段未办结即启动" "Started before the stage before it ended";
        17 ExtendedLate "期限届满后才延期" "Extended after the limit had passed";
        18 ExtendedTooLong "延期超过事项规定" "Extended by more than the item allows";
        19 LapseUnheard "未听到收件地点的全部记录即视为撤回" "A place where the answer could have come in was not heard past the limit";
        20 LapseUntold "未告知当事人即视为撤回" "The resident had not been told";
        21 LapseEarly "补正期限未到即视为撤回" "The resident's limit had not passed";
        22 TimeCorrected "时间已由上级校正" "Its time was corrected from above";
        23 AfterRenewal "原许可到期未决定、视为准予延续之后作出" "After the licence had expired undecided and counted as renewed";
    }
    /// Why `decide` refuses a command; the person can act on it.
    RefusalCode {
        1 NotHolder "办件现在不在本单位手中。请等待对方办理，或联系 {place}" "The case is not in your place's hand now. Wait, or contact {place}";
        2 NotYourDesk "办件在其他科室或人员手中。请由负责人转办" "The case lies on another desk. The head can reassign it";
        3 Role "您的岗位不能办理此步骤" "Your role may not take this step";
        4 Status "办件状态为“{status}”，不能办理此步骤" "The case is “{status}”, so this step is not possible";
        5 NoRight "本单位没有办理该事项的授权。{who}" "There is no grant for this item here. {who}";
        6 RightExpired "第 {no} 号授权已于 {day} 到期。{who}" "Grant no. {no} ended on {day}. {who}";
        7 Conflict "字段“{field}”有多个不同的值，请先选定一个" "The field “{field}” has several values. Pick one first";
        8 MissingField "请填写“{field}”" "Fill in “{field}”";
        9 BadField "“{field}”填写有误：{why}" "“{field}” is not right: {why}";
        10 MissingPaper "缺少必要材料“{paper}”。请先补交，或发出补正告知" "The required paper “{paper}” is missing. Have it handed in, or give a correction notice";
        11 NotDeferrable "材料“{paper}”不能容缺" "The paper “{paper}” cannot be deferred";
        12 WithdrawalUnanswered "申请人已申请撤回，请先答复撤回申请" "The resident asked to withdraw. Answer that first";
        13 TaskOpen "尚有交办事项未答复：{what}" "A request is still open: {what}";
        14 GapOpen "容缺材料尚未补齐：{paper}" "A deferred paper is still missing: {paper}";
        15 SecondNotice "已发出过一次性告知。再次告知须选择理由" "A notice was given already. A second one needs a reason";
        16 EmptyNotice "请至少列出一项需要补正的内容" "List at least one thing that is missing";
        17 AfterDeemed "已超过五个工作日，视为受理，不能再作此处理" "Five working days have passed and the case counts as accepted; this is no longer possible";
        18 NoBodyNamed "请写明应向哪个机关申请" "Name the authority that is responsible";
        19 NoOpinion "请选择审核意见" "Choose an opinion";
        20 NoGround "请选择理由" "Choose a ground";
        21 NoWords "请写明理由" "Write down the reasons";
        22 Target "不能转到“{place}”" "It cannot be handed to “{place}”";
        23 TargetSilent "“{place}”没有在用的机器" "“{place}” has no live machine";
        24 HeardRecently "“{place}”在 {when} 还有联系，不能以失联为由接管" "“{place}” was heard at {when}, so it is not silent";
        25 NotAncestor "只有上级单位可以接管" "Only a higher place can take the case over";
        26 LookAgain "您看到的页面之后又有 {count} 条新记录，请重新查看后再办理" "{count} new step(s) came after the page you saw. Look again before you act";
        27 NoWithdrawal "没有待答复的撤回申请" "Nobody asked to withdraw";
        28 NotDelivered "结果尚未送达。请先登记送达，或选择未送达原因" "The result was not delivered. Record the delivery, or choose why not";
        29 DutiesOpen "还有未完成的事项：{what}" "There is still something to do: {what}";
        30 NothingToAnnul "没有可撤销的决定" "There is nothing to annul";
        31 UnknownKind "此办件含有新版本的步骤。请升级本机程序；现在只能登记事实" "The case has a step of a later version. Upgrade this machine; until then only facts can be recorded";
        32 NotParticipant "本单位未参与此办件" "Your place takes no part in this case";
        33 NothingToDeliver "没有需要送达的文书" "There is no paper to deliver";
        34 TaskUnknown "没有这项交办，或已办结" "There is no such request, or it has ended";
        35 NotAddressee "这项交办不是发给本单位的" "This request is not addressed to your place";
        36 NoAddressee "请选择承办单位" "Choose who is asked";
        37 ItemNotInForce "该事项现在不受理（{item}）" "The item is not in force now ({item})";
        38 NotFilingTier "该事项不在本级受理" "The item is not taken at this tier";
        39 LikelyDuplicate "同一申请人 30 天内已申请过该事项（{number}）。确需再次申请，请选择“仍然提交”" "The same person filed this item within 30 days ({number}). If it is meant, choose “file anyway”";
        40 TooMany "此办件的记录已达上限" "This case has reached its largest number of entries";
        41 ClockWrong "本机时间不对（{clock}），早于已有记录（{known}）。请校准时间，或由管理员确认" "This machine's clock ({clock}) is before what it has already seen ({known}). Set it, or have an administrator confirm it";
        42 DualReview "审核与决定须由不同人员办理" "Reviewer and decider must be two people";
        43 GapDate "请填写容缺补交的日期（今天之后）" "Give the date for the deferred papers (after today)";
        44 DuplicateOf "请写明重复的办件" "Name the other case";
        45 NothingAdded "请至少选择一项材料" "Choose at least one paper";
        46 AlreadyAsked "已有待答复的撤回申请" "A withdrawal request is already waiting";
        47 Waiting "此办件还有步骤未到齐，暂不能办理：{what}" "Steps of this case have not arrived yet: {what}";
        48 NothingChanged "没有修改" "Nothing was changed";
        49 DiskFull "磁盘空间不足，不能新增办件。请清理磁盘；已有办件仍可办理" "The disk is nearly full, so no new case can be filed. Free some space; open cases can still be worked on";
        50 NumbersUsedUp "本单位今天的办件编号已用完，请明天再收件。已有办件仍可办理" "All case numbers of this place for today are used. File again tomorrow; open cases can still be worked on";
        51 NoSuchDesk "“{place}”没有这个科室，请重新选择" "“{place}” has no such desk. Choose another";
        52 NoSuchPerson "本单位没有这个账号，或已停用，请重新选择人员" "This place has no such account, or it is disabled. Choose somebody else";
        80 CardTooEarly "还没有收到“{place}”在这之后的数据，不能正式发牌。请等它联系上" "“{place}” was not heard past that moment, so the card does not count yet. Wait until it is heard";
        53 DuplicateUnknown "本机没有这个办件，或就是本办件。请重新选择重复的办件" "That case is not here, or it is this very case. Choose the other one again";
        54 NoExtension "该事项不能延期" "This item cannot be extended";
        55 AlreadyExtended "已延期过一次，不能再延" "It was extended once already";
        56 ExtendTooLong "最多延长{max}" "It can be extended by {max} at most";
        57 ExtendTooLate "期限已于 {day} 届满，不能再延期" "The limit passed on {day}; it can no longer be extended";
        58 NoApprover "请选择批准人" "Choose who approved it";
        59 NothingToLapse "没有逾期未答的补正告知或容缺材料" "No notice and no deferred paper is overdue";
        60 LapseNotDue "期限到 {day} 为止，还没有过" "The limit runs until {day} and has not passed";
        61 LapseUntold "补正告知还没有登记送达，期限没有开始" "The notice was not recorded as delivered, so its limit has not begun";
        62 LapseAnswered "申请人已补正，请继续办理" "The resident has answered; go on with the case";
        63 LapseUnheard "“{place}”（最近联系：{when}）可能已收到补正而数据未到。请等它联系上，或核实后选择核实方式" "“{place}” (last heard: {when}) may hold the answer. Wait until it is heard, or make sure and say how";
        64 GateClosed "第 {stage} 阶段要等前面各阶段办结" "Stage {stage} waits until the stages before it have ended";
        65 UnitNotAsked "第 {stage} 阶段的“{unit}”还没有交办" "“{unit}” of stage {stage} has not been asked yet";
        66 UnitRefused "“{unit}”不同意。请处理后重新交办，或作出不予决定" "“{unit}” refused. Settle it and ask again, or deny";
        67 NeedsUnit "请写明由哪个科室承办" "Name the desk that shall do it";
        68 NeedsDays "请填写所需时间（工作日），并告知申请人" "Give the working days that it takes; the resident is told";
        69 NoBasis "这项交办的时间不能扣除：法律和事项都没有规定" "Neither the law nor the item takes the time of this out of the limit";
        70 TwoOfficers "现场勘察和入户调查须有两名以上人员参加" "A survey or home visit takes at least two officers";
        71 AlreadyGreen "已进入绿色通道" "It is in the green channel already";
        72 NoGreenRight "没有绿色通道准入的授权" "There is no right to admit it to the green channel";
        73 StepUnknown "没有这个步骤" "There is no such step";
        74 RightNotYet "第 {no} 号授权自 {day} 起生效，现在还不能据此决定。{who}" "Grant no. {no} begins on {day}; nothing can be decided on it yet. {who}";
        75 RightOtherItem "第 {no} 号授权不含该事项。{who}" "Grant no. {no} does not cover this item. {who}";
        76 RightOtherPerson "第 {no} 号授权不是给您或您的科室的。{who}" "Grant no. {no} is for another person or desk. {who}";
        77 OverAmount "本件金额 {amount} 元，超过第 {no} 号授权的限额 {limit} 元。{who}" "The amount of this case, {amount} yuan, is above the limit of grant no. {no}, {limit} yuan. {who}";
        78 AmountMissing "第 {no} 号授权限额 {limit} 元，但本件没有可核对的金额（{field}）。请先填写金额。{who}" "Grant no. {no} is limited to {limit} yuan and this case has no amount to compare ({field}). Fill it in first. {who}";
        81 RenewalGranted "原许可已于 {day} 到期而没有决定，依法视为准予延续，不能再作不予决定。请作出准予决定" "The licence expired on {day} undecided, so by law it counts as renewed and can no longer be denied. Grant it";
        82 GovernmentApproves "延长超过 10 个工作日，须由本级政府负责人批准" "More than 10 working days need the approval of the head of the government";
        83 UnitUnheard "“{unit}”没有给出意见，交办就被收回了。请重新交办" "The request to “{unit}” was taken back before it gave an opinion. Ask it again";
        84 UnitNotOurs "“{unit}”答复不是本单位职责。请在第 {stage} 阶段改问有职责的单位" "“{unit}” says that it is not its business. Ask another one in stage {stage}";
        85 TaskNotOverdue "对方的期限到 {day} 才满，还不能按“逾期未答复”收回" "Its limit runs until {day}, so it has not failed to answer in time";
        86 AlreadyAnswered "本单位已经答复过这项交办" "Your place has answered this request already";
        87 OtherDeskAsked "这项交办是给“{desk}”的，请由该科室答复" "This request is for “{desk}”, which has to answer it";
        88 RightEnded "第 {no} 号授权已由区级终止（{basis}），不能再据此决定。{who}" "Grant no. {no} was ended by the district ({basis}); nothing can be decided on it any more. {who}";
        89 GapDateFar "容缺补交的日期最晚到 {day}" "The date for the deferred papers is {day} at the latest";
        90 NotAWorker "该账号没有办件岗位，不能接办件。请选择其他人员" "This account has no role that works on cases. Choose somebody else";
        91 LeadDesk "本件由“{desk}”主办，请由该科室办理，或由负责人转办" "“{desk}” leads this case: it has to do this, or the head reassigns the case";
        92 CardAsksNothing "这条规则不要求答复，不发牌" "This rule asks for no answer, so there is no card";
        93 NotInstant "该事项不是即办件，请分步办理" "The item is not decided at once; take its steps one by one";
        79 PersonAway "该人员请假至 {day}，不能再交给他新的办件。请选择其他人员" "This person is away until {day} and takes no new cases. Choose somebody else";
    }
}
