//! The kinds themselves, by their numbers for ever, and what an entry of each may do (kinds.md §2).

use super::codes::codes;

codes! {
    /// Every kind this version knows, by its number for ever (kinds.md §2); 0 stands for a kind of a later version.
    Kind {
        1 Open "收件" "Filed";
        2 Forward "上报" "Handed up";
        3 Return "退回" "Returned";
        4 Assign "转办" "Reassigned";
        5 TakeOver "接管" "Taken over";
        6 Notify "一次性补正告知" "Correction notice";
        7 Accept "受理" "Accepted";
        8 NotAccept "不予受理" "Not accepted";
        9 TaskOpen "交办" "Asked";
        10 TaskEnd "收回交办" "Request ended";
        11 Extend "延期" "Extended";
        12 Grant "准予" "Granted";
        13 Deny "不予" "Denied";
        14 Withdraw "准予撤回" "Withdrawal allowed";
        15 Lapse "视为撤回" "Counts as withdrawn";
        16 Terminate "终止" "Terminated";
        17 Close "归档" "Filed away";
        18 Annul "撤销" "Annulled";
        32 Taken "签收" "Received";
        33 Supplement "补交材料" "Papers added";
        34 WithdrawAsked "申请撤回" "Withdrawal asked";
        35 Answer "答复" "Answered";
        36 Deliver "送达" "Delivered";
        37 Note "备注" "Note";
        38 FormChange "表单修改" "Form changed";
        39 Join "汇合" "Joined";
        40 Urge "督办" "Urged";
        41 TimeSet "校时" "Time corrected";
        42 Green "绿色通道准入" "Green channel";
        64 Site "场所" "Place";
        65 Node "节点" "Machine";
        66 Cut "截断" "Cut off";
        67 Right "授权" "Right";
        68 Item "事项" "Item";
        69 Calendar "日历" "Calendar";
        70 Rule "监察规则" "Rule of supervision";
        72 Root "根" "Root";
        73 Scheme "考核方案" "Appraisal scheme";
        96 Witness "见证" "Witness";
        97 Clock "校时确认" "Clock confirmed";
        112 NodeAsked "申请登记节点" "Machine asked for";
        113 RightAsked "申请授权" "Right asked for";
        128 CardServe "监察牌" "Card";
        129 CardAnswer "监察牌答复" "Card answered";
        130 CardAppeal "监察牌申诉" "Card appealed";
        131 CardRuling "监察牌裁定" "Card decided";
        136 SheetFix "考核定稿" "Appraisal settled";
        137 SheetAppeal "考核申诉" "Appraisal appealed";
        138 SheetRuling "考核裁定" "Appraisal decided";
        144 InspectionOpen "检查通报" "Inspection";
        145 InspectionAnswer "整改报告" "Problem answered";
        146 InspectionRuling "整改复核" "Problem reviewed";
        0 Unknown "新版本的步骤" "Step of a later version";
    }
}

/// What an entry of a kind may do to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Only the holder's have effect; only these change status, outcome or holder.
    Move,
    /// Anybody who takes part; never changes status, outcome or holder.
    Fact,
    /// A row of the district's public feed.
    Row,
    /// A machine's own affairs.
    System,
    /// An ancestor asks the district.
    Request,
    /// Of a card: a document of its own beside the case.
    Card,
    /// Of a place's appraisal, likewise.
    Sheet,
    /// Of an inspection, likewise.
    Inspection,
    /// Of a later version.
    Unknown,
}

impl Kind {
    /// Move, fact, row ...
    pub fn class(self) -> Class {
        match self {
            Self::Open
            | Self::Forward
            | Self::Return
            | Self::Assign
            | Self::TakeOver
            | Self::Notify
            | Self::Accept
            | Self::NotAccept
            | Self::TaskOpen
            | Self::TaskEnd
            | Self::Grant
            | Self::Deny
            | Self::Withdraw
            | Self::Terminate
            | Self::Close
            | Self::Annul
            | Self::Extend
            | Self::Lapse => Class::Move,
            Self::Taken
            | Self::Supplement
            | Self::WithdrawAsked
            | Self::Answer
            | Self::Deliver
            | Self::Note
            | Self::FormChange
            | Self::Join
            | Self::Urge
            | Self::TimeSet
            | Self::Green => Class::Fact,
            Self::Site
            | Self::Node
            | Self::Cut
            | Self::Right
            | Self::Item
            | Self::Calendar
            | Self::Rule
            | Self::Scheme
            | Self::Root => Class::Row,
            Self::Witness | Self::Clock => Class::System,
            Self::NodeAsked | Self::RightAsked => Class::Request,
            Self::CardServe | Self::CardAnswer | Self::CardAppeal | Self::CardRuling => Class::Card,
            Self::SheetFix | Self::SheetAppeal | Self::SheetRuling => Class::Sheet,
            Self::InspectionOpen | Self::InspectionAnswer | Self::InspectionRuling => Class::Inspection,
            Self::Unknown => Class::Unknown,
        }
    }

    /// Moves that change who holds the case; nothing else does.
    pub fn is_hand_over(self) -> bool {
        matches!(self, Self::Forward | Self::Return | Self::Assign)
    }

    /// The letter of its paper's number (文号 = case number + letter + ordinal); none = no paper.
    pub fn paper_letter(self) -> Option<char> {
        match self {
            Self::Open => Some('A'),
            Self::Forward => Some('B'),
            Self::Return => Some('C'),
            Self::Assign => Some('D'),
            Self::TakeOver => Some('E'),
            Self::Notify => Some('F'),
            Self::Accept => Some('G'),
            Self::NotAccept => Some('H'),
            Self::TaskOpen => Some('J'),
            Self::Grant => Some('K'),
            Self::Deny => Some('L'),
            Self::Withdraw => Some('M'),
            Self::Terminate => Some('N'),
            Self::Close => Some('P'),
            Self::Annul => Some('Q'),
            Self::Supplement => Some('R'),
            Self::WithdrawAsked => Some('S'),
            Self::Answer => Some('T'),
            Self::Deliver => Some('U'),
            Self::Extend => Some('V'),
            Self::Lapse => Some('W'),
            Self::Urge => Some('X'),
            Self::Green => Some('Y'),
            Self::TaskEnd
            | Self::Taken
            | Self::Note
            | Self::FormChange
            | Self::Join
            | Self::Site
            | Self::Node
            | Self::Cut
            | Self::Right
            | Self::Item
            | Self::Calendar
            | Self::Rule
            | Self::TimeSet
            | Self::CardServe
            | Self::CardAnswer
            | Self::CardAppeal
            | Self::CardRuling
            | Self::Scheme
            | Self::SheetFix
            | Self::SheetAppeal
            | Self::SheetRuling
            | Self::InspectionOpen
            | Self::InspectionAnswer
            | Self::InspectionRuling
            | Self::Root
            | Self::Witness
            | Self::Clock
            | Self::NodeAsked
            | Self::RightAsked
            | Self::Unknown => None,
        }
    }
}
