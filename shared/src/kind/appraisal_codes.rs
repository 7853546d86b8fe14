//! Closed lists of inspections and of appraisal (绩效考核). Numbers are for ever.

use super::codes::codes;

codes! {
    /// What is appraised.
    AppraisalOf {
        1 Place "站点" "Places";
        2 Window "窗口（部门）" "Windows (departments)";
        3 Officer "工作人员" "Officers";
    }
    /// How long a period of appraisal lasts.
    Cycle {
        1 Month "月度" "Monthly";
        2 Quarter "季度" "Quarterly";
        3 HalfYear "半年" "Half-yearly";
        4 Year "年度" "Yearly";
    }
    /// What a line of a score sheet measures.
    Indicator {
        1 OnTime "按期办结率" "On time, of the done";
        2 Early "提前办结率" "Early, of the done";
        3 Instant "即办率" "Instant, of the accepted";
        4 Treated "厅内办理率" "Decided in the hall, of the accepted";
        5 AfterFact "事后补录率" "After the fact, of the done";
        6 Volume "受理量" "Cases accepted";
        7 Cards "监察牌" "Cards that stand";
        8 CardsLate "逾期答复监察牌" "Cards answered late";
        9 Findings "检查扣分" "Points of inspections";
        10 FindingsLate "逾期整改" "Problems put right late";
    }
    /// How good a total is (domain §2.7).
    Grade {
        1 Excellent "优秀" "Excellent";
        2 Good "良好" "Good";
        3 Pass "合格" "Passed";
        4 Fail "不合格" "Not passed";
    }
    /// Why settled sheets are reckoned again.
    Again {
        1 LateData "数据迟到" "Data came late";
        2 Appeal "申诉成立" "An appeal was right";
        3 Scheme "方案有误" "The scheme was wrong";
        9 Other "其他" "Other";
    }
    /// What becomes of an appeal against a sheet.
    SheetVerdict {
        1 Upheld "维持" "Stands";
        2 Adjusted "调整得分" "Points changed";
    }
    /// How an inspection was made.
    InspectionWay {
        1 Spot "现场抽查" "Spot check";
        2 Mystery "暗访" "Mystery visit";
        3 Lay "社会监督员走访" "Visit of lay supervisors";
        4 Video "视频巡查" "By video";
        5 Files "案卷评查" "Review of files";
        6 Special "专项检查" "Special inspection";
    }
    /// What an inspection found.
    FindingCode {
        1 Absent "脱岗、缺岗" "Nobody at the window";
        2 Attitude "服务态度" "Attitude";
        3 Discipline "工作纪律" "Discipline";
        4 Badge "着装、挂牌" "Dress and badges";
        5 Disclosure "公示不全" "Notices are incomplete";
        6 ExtraPapers "要求清单外材料" "Papers asked beyond the list";
        7 Procedure "程序不规范" "Procedure";
        8 Fee "违规收费" "Fees against the rules";
        9 OneTime "未一次性告知" "Not told once and completely";
        10 Outside "应进未进、厅外办理" "Handled outside the hall";
        11 Facility "设施设备" "Equipment";
        99 Other "其他" "Other";
    }
    /// What becomes of a problem that was found.
    FindingRuling {
        1 Closed "销号" "Closed";
        2 Back "退回整改" "To be put right again";
        3 Withdrawn "撤销" "Set aside";
    }
}
