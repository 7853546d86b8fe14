//! Words of joint cases: the chart of stages, opinions, joint events.

use crate::texts;

texts! {
    /// Words of the chart of a joint case and of what is asked of others.
    JointUi {
        Title => "并联审批", "Joint case";
        GuideTitle => "并联审批流程", "How the offices work together";
        Lead => "同一阶段的单位同时办理；一个阶段全部办完，才开始下一阶段。", "The offices of a stage work at the same time; a stage begins when the one before is over.";
        Stage => "第 {n} 阶段", "Stage {n}";
        Path => "关键路径：{path}。各阶段时限合计 {span}。", "Critical path: {path}. All stages together: {span}.";
        PathStage => "第 {n} 阶段 {units}", "stage {n} {units}";
        SetsPace => "决定本阶段进度", "sets the pace of this stage";
        GateOpen => "可以启动", "may begin";
        GateClosed => "等待前一阶段", "waits for the stage before";
        Start => "启动第 {n} 阶段", "Start stage {n}";
        StartHint => "一次征询 {n} 个单位，各按自己的时限", "asks {n} office(s) at once, each with its own limit";
        StartWords => "请在规定时限内办理并答复。", "Please do your part and answer within your limit.";
        NotAsked => "未征询", "not asked yet";
        Waiting => "办理中", "at work";
        Late => "已超时", "late";
        Ended => "牵头单位已终止", "ended by the lead";
        Limit => "时限 {span}", "limit {span}";
        DueBy => "{day} 前", "by {day}";
        Answered => "{time} 答复", "answered {time}";
        ByName => "答复人 {name}", "by {name}";
        OfficersTook => "{n} 名工作人员参加", "{n} officers took part";
        Excluded => "不计入时限", "its time does not count";
        At => "{time} 发出", "asked {time}";
        Says => "第 {stage} 阶段，{unit}：{state}", "Stage {stage}, {unit}: {state}";
        AtPlace => "地点：{place}", "Where: {place}";
        HeldWhen => "时间：{held}", "When: {held}";
    }
}
