//! Words of practice.

use crate::texts;

texts! {
    /// Words of practice.
    PracticeUi {
        Title => "练习", "Practice";
        Lead => "练习用的是虚构的人和办件，只在这台机器里，不会送出去。随便试，不会影响真实的办件。", "Practice has invented people and cases. It stays on this machine and sends nothing out. Try anything; real cases are not touched.";
        Start => "开始练习", "Start practising";
        Starting => "正在准备练习，大约需要十秒…", "Getting practice ready, about ten seconds…";
        Choose => "点一个岗位就进入，不用密码。", "Choose a seat to enter; no password is needed.";
        Again => "全部清除，重新开始", "Clear everything and begin again";
        AgainHint => "练习中填的内容都会删除。", "Everything entered in practice is deleted.";
        End => "结束练习", "End practice";
        EndHint => "四小时没人使用也会自动结束。结束后全部删除。", "It also ends by itself after four hours without use. Everything is deleted then.";
        Ended => "练习已结束，内容已全部删除。", "Practice has ended and everything in it is deleted.";
        OnlyHere => "请在装有本系统的那台机器上打开练习（地址以 localhost 或 127.0.0.1 开头）。", "Open practice at the machine that runs this service (an address that begins with localhost or 127.0.0.1).";
        Home => "回到真实系统", "Back to the real system";
        HomeHint => "重新开始或结束练习，也在那里。", "Beginning again and ending are there too.";
        Other => "换岗位", "Another seat";
        GoOn => "继续练习", "Go on practising";
        Offer => "第一次用？先练习一遍", "New here? Practise first";
    }
}
