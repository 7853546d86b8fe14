//! Words of the sync page and of the steps in which a machine joins.

use crate::texts;

texts! {
    /// What has not arrived and why, and how a machine joins.
    LineUi {
        NotUp => "还没有到上级的办件", "Cases that are not above yet";
        NotUpNone => "本机写下的内容都已到上级。", "Everything written here has arrived above.";
        NotUpWhyDown => "线路不通，所以还没有上传。不用做任何操作，线路恢复后自动上传；急件请先打电话告知上级。", "The line is down, so this has not been sent. Nothing to do: it goes up by itself when the line is back. If it is urgent, telephone the place above.";
        NotUpWhyUp => "正在上传，一般几秒内完成。", "Being sent now; usually a matter of seconds.";
        NotUpMore => "另有 {n} 条记录未列出。", "{n} more entries are not listed.";
        NotUpSteps => "{n} 步未上传", "{n} step(s) to send";
        NotUpSince => "{time} 起", "since {time}";
        ColumnWaiting => "未到的内容", "What waits";
        WhyWaits => "有办件的前一步还没有到本机，到了就会自动接上。", "An earlier step of these has not come here; it joins by itself when it does.";
        WhyMissing => "有内容只收到了记录，正文还在路上，会自动补取。", "Of these only the record came; the content is fetched by itself.";
        WhyRefused => "收到过无法识别的数据，已拒收，不影响办件。反复出现请联系管理员。", "Something came that is no entry and was refused; cases are not affected. Tell the administrator if it comes again and again.";
        Technical => "技术信息", "For the technician";
        JoinHow => "新机器怎样加入", "How a new machine joins";
        JoinOne => "在这里选地点，生成邀请码。", "Pick the place here and make a code.";
        JoinTwo => "在新机器上启动程序，输入本机地址和邀请码。", "Start the program at the new machine; type this machine's address and the code.";
        JoinThree => "打电话，和对方逐个核对指纹词。", "Telephone, and compare the fingerprint words one by one.";
        JoinFour => "在这里确认。区级登记后，新机器自动开始同步。", "Confirm here. When the district has entered it, the new machine starts by itself.";
        JoinNow => "现在做这一步", "this step now";
        JoinDone => "已完成", "done";
    }
}
