//! Words of the registers of supervision (台账).

use crate::api::{GapPaper, GapRow, SurveyRow, Timely};
use crate::text::{Lang, fill};
use crate::texts;

texts! {
    /// Words of the registers of the green channel and of acceptances with gaps.
    RegisterUi {
        Tab => "台账", "Registers";
        Kinds => "哪一本台账", "Which register";
        Green => "绿色通道台账", "Green channel";
        Gaps => "容缺受理台账", "Accepted with gaps";
        GreenLead => "准入绿色通道的办件：谁批准、承诺时限（减半）的到期日、实际用了多少个工作日。", "Cases let into the green channel: who admitted them, by when they are promised (halved where time was left), and the working days really used.";
        GapsLead => "先受理、后补材料的办件：缺哪些材料、承诺哪天补齐、补齐了没有。", "Cases accepted before all papers were there: which lacked, by when they were promised, and whether they came.";
        GreenNone => "这段时间没有办件准入绿色通道。", "No case was let into the green channel in these days.";
        GapsNone => "这段时间没有容缺受理的办件。", "No case was accepted with gaps in these days.";
        ByAdmission => "按准入日期，新的在前，共 {n} 件。", "By day of admission, the newest first: {n} case(s).";
        ByAcceptance => "按受理日期，新的在前，共 {n} 件。", "By day of acceptance, the newest first: {n} case(s).";
        Cut => "一本台账最多从 {n} 件办件中查找，这段时间的办件更多，较早的没有列出。请缩短时段或选下级地点。", "A register looks through {n} cases at most, and these days have more; earlier ones are not listed. Choose fewer days or a place below.";
        From => "从", "From";
        To => "到", "To";
        Span => "{from} 至 {to}", "{from} to {to}";
        SheetTitle => "{place}政务服务{register}", "{place}: {register}";
        Number => "办件编号", "Case number";
        Item => "事项", "Item";
        Place => "收件地点", "Filed at";
        Holder => "现在手中", "In the hand of";
        Body => "批准单位", "Admitted by";
        EnteredAt => "录入地点", "Entered at";
        Ground => "准入理由", "Ground";
        AdmittedOn => "准入日期", "Admitted on";
        AcceptedOn => "受理日期", "Accepted on";
        NotAccepted => "尚未受理", "not accepted yet";
        AcceptedAt => "受理单位", "Accepted by";
        Due => "承诺到期", "Promised by";
        Provisional => "日历未公布，暂定", "provisional: calendar not published";
        EndedOn => "办结日期", "Ended on";
        Outcome => "办理结果", "Outcome";
        NotEnded => "在办", "in work";
        Used => "实际用时", "Really used";
        UsedSheet => "实际用时（工作日）", "Working days used";
        UsedDays => "{n} 个工作日", "{n} working day(s)";
        PausedDays => "另扣除暂停 {n} 个工作日", "{n} working day(s) of pauses taken out";
        PausedSheet => "扣除暂停（工作日）", "Working days of pauses";
        Survey => "现场勘察", "Site survey";
        SurveyNone => "没有勘察", "none";
        SurveyBy => "尚未勘察，应于 {day} 前完成", "not surveyed yet, due by {day}";
        SurveyDone => "{asked} 发出，{done} 完成，用时 {n} 个工作日", "asked {asked}, done {done}, {n} working day(s)";
        SurveyOpen => "{asked} 发出，尚未完成，应于 {due} 前完成", "asked {asked}, not done yet, due by {due}";
        Timely => "是否按时", "In time";
        NotBegun => "尚未起算", "not running yet";
        Running => "期限内", "running";
        Paused => "计时暂停", "clock stands still";
        Overdue => "已超期", "overdue";
        InTime => "按时", "in time";
        Late => "超期", "late";
        Papers => "所缺材料", "Papers that lacked";
        HandedIn => "{paper}（{day} 已补）", "{paper} (came {day})";
        Lacks => "{paper}（未补）", "{paper} (lacks)";
        Promised => "承诺补齐日期", "Promised by";
        FilledOn => "补齐日期", "All came on";
        NotFilled => "未补齐", "not yet";
        FilledLate => "晚 {n} 个工作日", "{n} working day(s) late";
        GapEnded => "未补齐即办结", "ended without them";
        GapWaiting => "待补", "to come";
        Print => "打印", "Print";
    }
}

impl RegisterUi {
    /// How something stands to its limit.
    pub fn of(timely: Timely) -> Self {
        match timely {
            Timely::NotBegun => Self::NotBegun,
            Timely::Running => Self::Running,
            Timely::Paused => Self::Paused,
            Timely::Overdue => Self::Overdue,
            Timely::InTime => Self::InTime,
            Timely::Late => Self::Late,
        }
    }
}

impl SurveyRow {
    /// When it was asked for, and when it was done or has to be.
    pub fn words(&self, lang: Lang) -> String {
        let (asked, n) = (self.asked_on.to_string(), self.used_days.to_string());
        match self.done_on {
            Some(done) => {
                fill(RegisterUi::SurveyDone.text(lang), &[("asked", &asked), ("done", &done.to_string()), ("n", &n)])
            }
            None => {
                let due = self.due.map(|day| day.to_string()).unwrap_or_default();
                fill(RegisterUi::SurveyOpen.text(lang), &[("asked", &asked), ("due", &due)])
            }
        }
    }
}

impl GapPaper {
    /// Its name, and whether it came.
    pub fn words(&self, lang: Lang) -> String {
        let day = self.handed_in.map(|day| day.to_string());
        let text = if day.is_some() { RegisterUi::HandedIn } else { RegisterUi::Lacks };
        fill(text.text(lang), &[("paper", &self.name), ("day", &day.unwrap_or_default())])
    }
}

impl GapRow {
    /// Whether the papers came in time.
    pub fn says(&self) -> RegisterUi {
        match self.timely {
            Timely::NotBegun => RegisterUi::GapEnded,
            Timely::Running | Timely::Paused => RegisterUi::GapWaiting,
            Timely::Overdue | Timely::InTime | Timely::Late => RegisterUi::of(self.timely),
        }
    }
}
