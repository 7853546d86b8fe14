//! What the buttons of the case page say: each step as something one does.

use crate::texts;

texts! {
    /// Steps as something one does.
    ActUi {
        Forward => "上报", "Hand up";
        Return => "退回", "Send back";
        Assign => "转办", "Reassign";
        TakeOver => "接管", "Take over";
        Notify => "一次性补正告知", "Give a correction notice";
        Accept => "受理", "Accept";
        NotAccept => "不予受理", "Do not accept";
        TaskOpen => "征询", "Ask others";
        TaskEnd => "收回征询", "End a question";
        Grant => "准予", "Grant";
        Deny => "不予", "Deny";
        Withdraw => "准予撤回", "Allow withdrawal";
        Terminate => "终止办理", "End without a decision";
        Close => "归档", "File away";
        Annul => "撤销决定", "Annul";
        Supplement => "登记补交材料", "Record papers brought";
        WithdrawAsked => "登记撤回申请", "Record a withdrawal request";
        Answer => "答复", "Answer";
        Deliver => "登记送达", "Record delivery";
        Note => "添加备注", "Add a note";
        FormChange => "修改表单", "Edit the form";
        Extend => "延期", "Extend the limit";
        Lapse => "视为撤回", "Record as withdrawn by silence";
        Urge => "督办", "Urge";
        TimeSet => "校正时间", "Correct a time";
        Green => "准入绿色通道", "Admit to the green channel";
        Other => "其他步骤", "Another step";
        Looked => "已重新查看，继续", "I have looked; go on";
        SavedWithPaper => "已保存，可以打印文书。", "Saved; the paper can be printed.";
    }
}
