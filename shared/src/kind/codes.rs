//! Closed lists: reasons and results stand as codes in the head, words in the private part. Numbers are for ever.
//!
//! A value that is not listed here makes the whole entry an unknown kind, so every list is complete from the start.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($number:literal $key:ident $zh:literal $en:literal;)* })*) => {
        $(
            $(#[$doc])*
            #[derive(
                Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode,
                serde::Serialize, serde::Deserialize,
            )]
            #[cbor(index_only)]
            #[serde(rename_all = "snake_case")]
            #[allow(missing_docs)]
            pub enum $name { $(#[n($number)] $key),* }

            impl $name {
                /// The whole list.
                pub const ALL: &'static [Self] = &[$(Self::$key),*];

                /// The words in the asked language.
                pub fn text(self, lang: $crate::text::Lang) -> &'static str {
                    match self { $(Self::$key => lang.pick($zh, $en)),* }
                }

                /// The number in the entry.
                pub fn number(self) -> u8 {
                    match self { $(Self::$key => $number),* }
                }
            }
        )*

        /// Every text of every list as (list, Chinese, English), for tests.
        pub fn all_texts() -> Vec<(&'static str, &'static str, &'static str)> {
            vec![$($((stringify!($name), $zh, $en)),*),*]
        }
    };
}

pub(crate) use codes;

codes! {
    /// In which capacity somebody writes; the node vouches for it.
    Role {
        1 Agent "代办员" "Proxy agent";
        2 Clerk "窗口人员" "Window clerk";
        3 Reviewer "审批人员" "Reviewer";
        4 Head "负责人" "Head";
        5 Supervisor "监督员" "Supervisor";
        6 Admin "管理员" "Administrator";
        7 Node "本机自动" "This machine";
        8 LaySupervisor "社会监督员" "Lay supervisor";
    }
    /// Who applies (服务对象).
    ObjectKind {
        1 Person "自然人" "Natural person";
        2 Company "企业法人" "Company";
        3 PublicInstitution "事业法人" "Public institution";
        4 Society "社会组织法人" "Social organisation";
        5 Unincorporated "非法人企业" "Unincorporated business";
        6 Authority "行政机关" "Authority";
        9 Other "其他" "Other";
    }
    /// How the application came in (受理渠道).
    Channel {
        1 Counter "窗口" "At the counter";
        2 Home "上门" "At home";
        3 Post "邮寄" "By post";
        4 Phone "电话预约" "By phone";
        5 Online "网上" "Online";
        6 Kiosk "自助终端" "Self-service terminal";
    }
    /// What the filing place does for the resident.
    Mode {
        1 Direct "直办" "Handled here";
        2 Proxy "代办" "Filed for the resident";
        3 Assist "协办" "Assisted";
    }
    /// How a paper was handed in.
    PaperForm {
        1 Paper "纸质" "On paper";
        2 Scan "扫描件" "Scan";
        3 Licence "电子证照" "Electronic licence";
        4 Seen "已核验原件" "Original seen";
    }
    /// A reviewing tier's view of the file.
    Opinion {
        1 Agree "同意上报" "Agrees";
        2 Disagree "不同意" "Disagrees";
        3 None "无意见" "No opinion";
    }
    /// Why a file goes back down.
    ReturnGround {
        1 Incomplete "材料不齐" "Papers missing";
        2 FormWrong "表单填写有误" "Form filled in wrongly";
        3 WrongItem "事项选择错误" "Wrong item";
        4 WrongPlace "受理地点不符" "Wrong place";
        5 NeedCheck "需重新核实" "Must be checked again";
        9 Other "其他" "Other";
    }
    /// Why a case goes to another desk or place.
    AssignGround {
        1 Duty "岗位分工" "Division of work";
        2 Absence "人员请假" "Absence";
        3 Recused "回避" "Recusal";
        4 Designated "指定管辖" "Designated jurisdiction";
        5 HandBack "交回" "Handed back";
        6 ForDelivery "交由送达归档" "For delivery and filing";
        9 Other "其他" "Other";
    }
    /// Why a higher place takes a case over.
    TakeOverGround {
        1 Silent "下级失联" "Place is silent";
        2 Unable "无法履职" "Unable to act";
        3 Recused "需回避" "Recused";
        4 SiteEnded "站点已撤并" "Place has ended";
    }
    /// What is wrong with a paper or field in a correction notice.
    DefectCode {
        1 Missing "缺少" "Missing";
        2 Expired "已过期" "Expired";
        3 Unreadable "不清晰" "Unreadable";
        4 NotSigned "未签名盖章" "Not signed or sealed";
        5 Wrong "内容有误" "Wrong content";
        6 NotOriginal "需提供原件" "Original needed";
        9 Other "其他" "Other";
    }
    /// Why a second notice is given although everything must be told at once (一次性告知).
    AgainCode {
        1 NewFact "出现新情况" "New facts";
        2 ApplicantChanged "申请人变更内容" "Applicant changed the application";
        3 LawChanged "政策调整" "Rules changed";
        4 OwnError "首次告知遗漏" "First notice was incomplete";
    }
    /// Why an application is not accepted (行政许可法 §32).
    NotAcceptGround {
        1 NotNeeded "依法不需要办理" "No permit needed";
        2 NotOurs "不属于本机关职权" "Not our power";
        3 NotEligible "申请人不符合条件" "Applicant not eligible";
    }
    /// What is asked of somebody else while the holder keeps the case.
    TaskKind {
        1 Question "征询" "Question";
        2 Opinion "会签" "Joint opinion";
        3 Survey "现场勘察" "Site survey";
        4 HomeVisit "入户调查" "Home visit";
        5 PublicNotice "公示" "Public notice";
        6 Hearing "听证" "Hearing";
        7 Inspection "检验检测" "Inspection";
        8 Expert "专家评审" "Expert review";
        9 Auction "招标拍卖" "Tender or auction";
        10 Meeting "联审会议" "Joint meeting";
        11 JointAcceptance "联合验收" "Joint acceptance";
        12 Errand "代送代取" "Errand";
        13 Inform "告知监管部门" "Supervising office told";
        14 Suspend "中止" "Suspended";
    }
    /// Why a task ends without an answer.
    TaskEndGround {
        1 Overdue "逾期未答复" "No answer in time";
        2 NotNeeded "不再需要" "No longer needed";
        3 Replaced "已改派" "Replaced";
    }
    /// Why an application is granted.
    GrantGround {
        1 Met "符合法定条件" "Conditions are met";
        2 Partly "部分准予" "Granted in part";
        3 Deemed "逾期视为准予" "Counts as granted";
    }
    /// Why an application is denied.
    DenyGround {
        1 NotEligible "不符合法定条件" "Conditions are not met";
        2 Untrue "材料不实" "Papers are untrue";
        3 Quota "超出名额" "Quota is used up";
        4 Objection "公示有异议且属实" "Objection was justified";
        5 Duplicate "已享受同类待遇" "Same benefit already received";
        9 Other "其他法定理由" "Other lawful ground";
    }
    /// Where one can ask for reconsideration.
    Remedy {
        1 DistrictGovernment "区人民政府" "District government";
        2 SuperiorDepartment "上一级主管部门" "Superior department";
    }
    /// Why a case ends without a decision.
    TerminateGround {
        1 Died "申请人死亡或终止" "Applicant died or was dissolved";
        2 Moot "已无必要" "No longer needed";
        3 Duplicate "重复办件" "Duplicate";
        4 FiledInError "误录" "Filed in error";
        5 MediationFailed "调解不成" "Mediation failed";
        9 Other "其他法定情形" "Other lawful ground";
    }
    /// Why a case is filed although its result was not delivered.
    UndeliveredCode {
        1 NotReachable "无法联系" "Could not be reached";
        2 Refused "拒绝签收" "Refused to sign";
        3 NoPaper "无需送达" "Nothing to deliver";
        4 Public "公告送达" "Delivered by public notice";
    }
    /// On what authority a decision is annulled.
    Authority {
        1 OwnError "自行纠错" "Own error";
        2 Reconsideration "行政复议" "Reconsideration";
        3 Court "行政诉讼" "Court";
        4 Revoked "撤销许可" "Permit revoked";
        5 Cancelled "当事人申请注销" "Cancelled at the holder's wish";
        6 Clerical "笔误更正" "Clerical error";
    }
    /// What an addressee answers.
    AnswerResult {
        1 Done "已办理" "Done";
        2 NoObjection "无异议" "No objection";
        3 Objection "有异议" "Objection";
        4 Conditions "附条件同意" "Agreed with conditions";
        5 Refused "不同意" "Refused";
        6 Confirmed "已确认" "Confirmed";
        7 Told "已告知当事人" "Resident was told";
        8 Redone "已重新办理" "Done again";
        9 NotOurs "非本单位职责" "Not ours";
    }
    /// How a paper reached the resident (送达方式).
    DeliverWay {
        1 InPerson "直接送达" "In person";
        2 AtHome "上门送达" "At home";
        3 ByProxy "代办员转交" "Through the agent";
        4 Post "邮寄" "By post";
        5 Electronic "电子送达" "Electronically";
        6 Left "留置送达" "Left at the door";
        7 Public "公告送达" "By public notice";
    }
    /// Why a form field was written.
    ChangeWhy {
        1 Edit "更正" "Correction";
        2 Pick "选定一个" "One value picked";
        3 Supplement "补充" "Added";
    }
    /// What a right allows.
    Power {
        1 Accept "受理" "Accept";
        2 Decide "决定" "Decide";
        3 Green "绿色通道准入" "Green channel";
        4 Administer "管理" "Administer";
    }
    /// Why a machine's entries are cut off.
    CutReason {
        1 Lost "遗失" "Lost";
        2 Replaced "更换" "Replaced";
        3 Stolen "被盗" "Stolen";
        4 Ended "停用" "Ended";
    }
}

impl TaskKind {
    /// Whether people meet for it, somewhere and at some time.
    pub fn takes_place(self) -> bool {
        match self {
            Self::Survey
            | Self::HomeVisit
            | Self::PublicNotice
            | Self::Hearing
            | Self::Inspection
            | Self::Expert
            | Self::Auction
            | Self::Meeting
            | Self::JointAcceptance => true,
            Self::Question | Self::Opinion | Self::Errand | Self::Inform | Self::Suspend => false,
        }
    }

    /// Special procedures that the law itself takes out of the limit (行政许可法 §45), and a suspension.
    pub fn is_special(self) -> bool {
        match self {
            Self::Hearing | Self::Inspection | Self::Expert | Self::Auction | Self::Suspend => true,
            Self::Question
            | Self::Opinion
            | Self::Survey
            | Self::HomeVisit
            | Self::PublicNotice
            | Self::Meeting
            | Self::JointAcceptance
            | Self::Errand
            | Self::Inform => false,
        }
    }
}
