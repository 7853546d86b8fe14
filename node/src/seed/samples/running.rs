//! Samples that somebody still works on: received, told what is missing, accepted, asked back, returned, overdue.

use super::super::plan::Act;
use super::*;
use daiban_shared::kind::AnswerResult;

pub(super) fn samples(day_of: impl Fn(i32) -> Day) -> Vec<Sample> {
    let mut all = received();
    all.extend(told_what_is_missing());
    all.extend(accepted(day_of));
    all
}

fn received() -> Vec<Sample> {
    vec![
        Sample::filed("就业困难人员：已到镇，待受理", CHANGJIAO, -1, hm(10, 30), "V06", 13).here(
            -1,
            hm(10, 32),
            forward(),
        ),
        Sample::filed("失业登记：在村里，尚未上报", CHANGJIAO, 0, hm(15, 20), "T16", 29),
        Sample::filed("养老保险信息变更：超过五日，视为受理", YINNA, -9, hm(15, 0), "T11", 7).here(
            -9,
            hm(15, 2),
            forward(),
        ),
        Sample::filed("优抚优待金：镇退回村里重做", TONGPA, -6, hm(9, 0), "T26", 26)
            .here(-6, hm(9, 2), forward())
            .step(
                -5,
                hm(11, 40),
                SONGKOU_CLERK,
                send_back(ReturnGround::FormWrong, "立功证书编号与表格不一致，请核对"),
            ),
    ]
}

fn told_what_is_missing() -> Vec<Sample> {
    let missing = [(4, "家庭成员收入证明（近六个月）")];
    vec![
        Sample::filed_without("低保：已一次性告知，待补正", DAHUANG, -3, hm(9, 30), "V04", 30, &[4])
            .here(-3, hm(9, 32), forward())
            .step(-2, hm(10, 20), SONGKOU_CLERK, notify(&missing))
            .step(-1, hm(8, 40), agent(DAHUANG), told()),
        Sample::filed_without("护理补贴：补正期满没有答复，可视为撤回", DAHUANG, -18, hm(9, 0), "T05", 16, &[4])
            .here(-18, hm(9, 2), forward())
            .step(-17, hm(10, 30), SONGKOU_CLERK, notify(&[(4, "残疾人证（一级、二级）")]))
            .step(-16, hm(9, 10), agent(DAHUANG), told()),
        Sample::filed_without("特困供养：补正材料已收到，待受理", TONGPA, -8, hm(8, 50), "T01", 23, &[4])
            .here(-8, hm(8, 52), forward())
            .step(-7, hm(10, 0), SONGKOU_CLERK, notify(&[(4, "无劳动能力的证明")]))
            .step(-7, hm(15, 0), agent(TONGPA), told())
            .step(-1, hm(9, 30), agent(TONGPA), supplement(&[4], "")),
        Sample::filed_without("残疾人生活补贴：补正后受理，区审批中", TONGPA, -13, hm(9, 10), "T04", 27, &[4])
            .here(-13, hm(9, 12), forward())
            .step(-12, hm(9, 0), SONGKOU_CLERK, notify(&[(4, "低保证或低收入家庭证明")]))
            .step(-12, hm(14, 30), agent(TONGPA), told())
            .step(-10, hm(16, 0), agent(TONGPA), supplement(&[4], "补交低保证复印件"))
            .step(-9, hm(9, 0), SONGKOU_CLERK, accept())
            .step(-9, hm(16, 0), SONGKOU_CLERK, forward_agreed("符合条件")),
    ]
}

fn accepted(day_of: impl Fn(i32) -> Day) -> Vec<Sample> {
    let gap = Command::Accept { gaps: vec![4], gap_date: Some(day_of(8)) };
    vec![
        Sample::filed("医保参保：镇已受理，超过承诺期限", CHANGJIAO, -7, hm(9, 40), "T13", 17)
            .here(-7, hm(9, 42), forward())
            .step(-6, hm(10, 0), YANYANG_CLERK, accept()),
        Sample::filed("居住证：区征询镇里，已答复", Place::Songkou, -5, hm(10, 40), "T20", 6)
            .here(-5, hm(10, 50), accept())
            .here(-4, hm(9, 0), forward_agreed("居住情况属实"))
            .step(-3, hm(10, 0), Who(Place::District, "gongan"), ask("请核实租赁合同的出租人"))
            .beat(-2, hm(11, 0), SONGKOU_CLERK, Act::AnswerTask(AnswerResult::Confirmed, "已电话核实，合同属实")),
        Sample::filed("灾损住房重建：区征询村里，待答复", YINNA, -8, hm(14, 30), "T08", 8)
            .here(-8, hm(14, 32), forward())
            .step(-7, hm(10, 30), YANYANG_CLERK, accept())
            .step(-6, hm(15, 0), YANYANG_CLERK, forward_agreed("现场看过，属倒塌房屋"))
            .step(-1, hm(10, 10), Who(Place::District, "yingji"), ask("请补拍房屋倒塌后的全景照片，并说明受灾日期")),
        Sample::filed("奖励扶助：区退回镇里重新核实", DAHUANG, -12, hm(10, 30), "V02", 31)
            .here(-12, hm(10, 32), forward())
            .step(-11, hm(9, 30), SONGKOU_CLERK, accept())
            .step(-10, hm(10, 0), SONGKOU_CLERK, forward_agreed("符合条件"))
            .step(
                -3,
                hm(15, 20),
                Who(Place::District, "weijian"),
                send_back(ReturnGround::NeedCheck, "子女数与户籍登记不一致"),
            ),
        Sample::filed("宅基地：镇审核中", CHANGJIAO, -4, hm(15, 0), "V03", 3).here(-4, hm(15, 2), forward()).step(
            -2,
            hm(16, 30),
            YANYANG_CLERK,
            accept(),
        ),
        Sample::filed_without("企业设立：容缺受理，待补材料", Place::District, 0, hm(9, 30), "D02", 21, &[4]).here(
            0,
            hm(9, 45),
            gap,
        ),
    ]
}
