//! Words on paper: receipt, correction notice, acceptance, decision.

use crate::texts;

texts! {
    /// Words on paper.
    PrintUi {
        Print => "打印", "Print";
        ReceiptTitle => "收件凭证", "Receipt";
        NoticeTitle => "补正告知书", "Correction notice";
        AcceptTitle => "受理通知书", "Notice of acceptance";
        GapAcceptTitle => "容缺受理通知书", "Notice of acceptance with deferred papers";
        NotAcceptTitle => "不予受理通知书", "Notice of non-acceptance";
        GrantTitle => "准予决定书", "Decision: granted";
        DenyTitle => "不予决定书", "Decision: denied";
        EndTitle => "终止通知书", "Notice of termination";
        SupplementTitle => "补正材料收据", "Receipt for added papers";
        DeliverTitle => "送达回证", "Proof of delivery";
        OtherTitle => "办件记录", "Record of a step";
        NoPaper => "这一步没有文书，或尚未生效，不能打印。", "This step has no paper, or has no effect, so nothing can be printed.";
        DocumentNo => "文号", "No.";
        CaseNo => "办件编号", "Case number";
        To => "致", "To";
        ApplicantName => "申请人", "Applicant";
        IdNumber => "证件号码", "ID number";
        Phone => "联系电话", "Phone";
        Item => "申请事项", "Item";
        PapersReceived => "收到的材料", "Papers received";
        PapersNone => "未收到材料", "no papers";
        PapersMissing => "待补的材料", "Papers still to bring";
        ColumnOriginals => "原件", "Originals";
        ColumnCopies => "复印件", "Copies";
        FiledOn => "收件日期", "Date";
        Place => "收件地点", "Place";
        Handled => "经办人", "Officer";
        PlacePhone => "咨询电话", "Questions, call";
        Next => "下一步", "What happens next";
        NextReceipt => "{day} 前告知是否受理；受理后承诺 {span}办结。凭办件编号可随时查询进度。", "By {day} you hear whether it is accepted; after that it is promised within {span}. Ask for progress with the case number at any time.";
        NextReceiptNoDay => "受理后承诺 {span}办结。凭办件编号可随时查询进度。", "After acceptance it is promised within {span}. Ask for progress with the case number at any time.";
        NoFee => "代办服务不收取任何费用。", "Filing for residents is free of charge.";
        NoticeLead => "你（单位）申请的“{item}”，经审查，还需要补正以下内容（一次性告知）：", "For your application “{item}” the following is still missing (everything is told at once):";
        NoticeDays => "请在收到本告知书之日起 {n} 个工作日内，到收件地点或任何参与办理的地点补交。补正期间不计入办理时限。", "Please bring it within {n} working days after you receive this notice, to the place of filing or any place that takes part. This time does not count towards the limits.";
        AcceptLead => "你（单位）申请的“{item}”，材料齐全、符合法定形式，予以受理。", "Your application “{item}” is complete and is accepted.";
        AcceptGaps => "以下材料容缺，请于 {day} 前补交；逾期未补的，终止办理：", "These papers are deferred; bring them by {day}, else the case ends:";
        AcceptDue => "承诺于 {day} 前办结。", "It is promised by {day}.";
        NotAcceptLead => "你（单位）申请的“{item}”，不予受理。", "Your application “{item}” is not accepted.";
        RightBody => "应向此机关申请：{body}", "The right authority: {body}";
        GrantLead => "你（单位）申请的“{item}”，经审查，符合规定，决定准予。", "Your application “{item}” was examined and is granted.";
        DenyLead => "你（单位）申请的“{item}”，经审查，决定不予批准。", "Your application “{item}” was examined and is denied.";
        EndLead => "你（单位）申请的“{item}”，终止办理。", "Your application “{item}” has ended without a decision.";
        Reason => "理由", "Reasons";
        Right => "授权编号", "Right no.";
        Remedy => "如不服本决定，可自收到之日起六十日内申请行政复议，或者自收到之日起六个月内向人民法院提起行政诉讼。", "If you disagree, you may ask for reconsideration within sixty days, or sue in court within six months, after you receive this.";
        Seal => "（盖章）", "(seal)";
        Date => "日期", "Date";
        SignResident => "申请人签名或指印", "Resident's signature or fingerprint";
        SignOfficer => "经办人签名", "Officer's signature";
        CopyResident => "申请人联", "Resident's copy";
        CopyFile => "存档联", "File copy";
        CutHere => "沿此线剪开", "cut here";
        Received => "签收人", "Received by";
        Result => "内容", "Content";
    }
}
