//! Closed lists of the clock and of supervision. Numbers are for ever.

use super::codes::codes;

codes! {
    /// Why a limit is extended.
    ExtendGround {
        1 Complex "情况复杂" "The matter is complex";
        2 Verify "需进一步核实" "More has to be verified";
        3 Consult "需会商有关部门" "Other departments must be consulted";
        9 Other "其他" "Other";
    }
    /// Who approved an extension (行政许可法 §42).
    Approver {
        1 AuthorityHead "本行政机关负责人" "Head of the authority";
        2 GovernmentHead "本级人民政府负责人" "Head of the local government";
    }
    /// How an author made sure that nothing was handed in at a place that is not heard.
    Vouched {
        1 Phoned "已电话核实" "Asked by phone";
        2 Visited "已到场核实" "Asked on the spot";
    }
    /// Why a case is urged.
    UrgeGround {
        1 DueSoon "临近期限" "Due soon";
        2 Overdue "已超期" "Overdue";
        3 NoProgress "长时间无进展" "No progress for long";
        4 Returned "多次退回" "Returned again and again";
        9 Other "其他" "Other";
    }
    /// Why a case is let into the green channel (绿色通道).
    GreenGround {
        1 KeyProject "重点项目" "Key project";
        2 Livelihood "重大民生事项" "Matter of livelihood";
        3 Emergency "应急抢险" "Emergency";
        4 Investment "招商引资项目" "Investment project";
        9 Other "其他" "Other";
    }
    /// What a rule of supervision watches (domain §2.7).
    RuleKind {
        1 DaysLeft "剩余时间不多" "Little time left";
        2 PromiseShare "承诺时限将尽" "Most of the promise is used";
        3 PromiseNear "承诺时限即将用完" "The promise is nearly used";
        4 StepLate "环节超时" "A step is late";
        5 PromisePassed "超过承诺时限" "The promise has passed";
        6 LegalPassed "超过法定时限" "The legal limit has passed";
        7 AcceptLate "逾期未受理" "Not accepted in time";
        8 SecondNotice "再次补正告知" "Second correction notice";
        9 NoReason "未写明理由" "No reason given";
        10 SpecialLate "特别程序超过告知时间" "Special procedure over its stated time";
        11 AfterTheFact "事后补录" "Entered after the fact";
        12 NightBatch "夜间批量办理" "Batch at night";
        13 ClaimOutside "申报时间与佐证不符" "Claimed time outside its evidence";
        14 ReturnedOften "频繁退回" "Returned too often";
        15 PlaceSilent "站点失联" "Place is silent";
        16 DeliverLate "逾期未送达" "Not delivered in time";
        17 TaskLate "交办逾期" "A request is late";
        18 UrgeUnanswered "督办未回复" "Urging unanswered";
        19 IntervalWide "时间佐证间隔过长" "Claimed time that nothing near it confirms";
    }
    /// The colour of a light or card (亮灯).
    LightCode {
        1 Blue "蓝灯" "Blue";
        2 Yellow "黄灯" "Yellow";
        3 Red "红灯" "Red";
        4 DeepRed "深红灯" "Deep red";
        5 Grey "灰灯" "Grey";
    }
    /// What a place answers to a card.
    CardResult {
        1 Mended "已整改" "Put right";
        2 Explained "情况说明" "Explained";
    }
    /// Why a card should not stand.
    AppealGround {
        1 WrongClock "计时有误" "Wrong clock";
        2 LateData "线路中断，数据迟到" "Data came late for want of a line";
        3 ForceMajeure "不可抗力" "Force majeure";
        4 NotOurs "非本单位责任" "Not our responsibility";
        5 Applicant "申请人原因" "Because of the applicant";
        9 Other "其他" "Other";
    }
    /// What becomes of a card.
    Ruling {
        1 Upheld "维持" "Stands";
        2 Cancelled "撤销" "Set aside";
    }
}
