//! Samples that have an outcome: granted, denied, not accepted, withdrawn, terminated, annulled; delivered and filed or not.

use super::*;
use daiban_shared::kind::{Authority, DenyGround, GrantGround, TerminateGround};

pub(super) fn samples() -> Vec<Sample> {
    let mut all = granted();
    all.extend(decided_in_one_visit());
    all.extend(otherwise());
    all
}

fn granted() -> Vec<Sample> {
    vec![
        Sample::filed("低保：区准予，送达，归档", CHANGJIAO, -24, hm(9, 5), "V04", 0)
            .here(-24, hm(9, 7), forward())
            .step(-23, hm(8, 50), YANYANG_CLERK, accept())
            .step(-19, hm(16, 20), Who(Place::Yanyang, "minzheng"), forward_agreed("入户核实，家庭收入低于标准"))
            .step(-12, hm(10, 30), MINZHENG, grant("符合最低生活保障条件，自下月起发放"))
            .step(-11, hm(15, 0), agent(CHANGJIAO), deliver(DeliverWay::AtHome))
            .step(-10, hm(9, 0), MINZHENG, close()),
        Sample::filed("高龄津贴：区准予，已送达", CHANGJIAO, -20, hm(10, 10), "V05", 2)
            .here(-20, hm(10, 12), forward())
            .step(-19, hm(9, 30), YANYANG_CLERK, accept())
            .step(-18, hm(11, 0), YANYANG_CLERK, forward_agreed("年龄与户籍已核对"))
            .step(-9, hm(14, 40), MINZHENG, grant("自满80周岁次月起发放"))
            .step(-8, hm(9, 20), agent(CHANGJIAO), deliver(DeliverWay::ByProxy)),
        Sample::filed("生育登记：镇准予，归档", YINNA, -15, hm(15, 10), "V01", 10)
            .here(-15, hm(15, 12), forward())
            .step(-14, hm(9, 15), YANYANG_CLERK, accept())
            .step(-11, hm(10, 45), YANYANG_REVIEWER, grant("予以登记"))
            .step(-10, hm(16, 0), agent(YINNA), deliver(DeliverWay::InPerson))
            .step(-10, hm(16, 30), YANYANG_REVIEWER, close()),
        Sample::filed("临时救助：区准予，待送达", YINNA, -9, hm(8, 40), "T02", 11)
            .here(-9, hm(8, 42), forward())
            .step(-8, hm(9, 0), YANYANG_CLERK, accept())
            .step(-7, hm(11, 20), YANYANG_CLERK, forward_agreed("突发疾病，情况属实"))
            .step(-1, hm(15, 50), MINZHENG, grant("一次性救助")),
        Sample::filed("政府信息公开：区部分准予，待送达", Place::Songkou, -3, hm(9, 40), "D06", 22)
            .here(-3, hm(9, 50), accept())
            .here(-3, hm(9, 55), forward_agreed(""))
            .step(
                -1,
                hm(11, 30),
                Who(Place::District, "zhengfu"),
                Command::Grant {
                    ground: Some(GrantGround::Partly), words: "涉及他人隐私的内容不予公开".to_owned()
                },
            ),
    ]
}

fn decided_in_one_visit() -> Vec<Sample> {
    vec![
        Sample::filed("人民调解：村里调解成功，归档", CHANGJIAO, -13, hm(9, 0), "T28", 12)
            .here(-13, hm(9, 5), accept())
            .step(-6, hm(16, 10), Who(CHANGJIAO, "reviewer"), grant("达成调解协议，双方签字"))
            .here(-6, hm(16, 15), deliver(DeliverWay::InPerson))
            .here(-6, hm(16, 18), close()),
        Sample::filed("领取资格认证：村里当场办结", YINNA, -5, hm(9, 20), "T12", 9)
            .here(-5, hm(9, 21), accept())
            .step(-5, hm(9, 23), Who(YINNA, "reviewer"), grant("本人到场，认证通过"))
            .here(-5, hm(9, 24), deliver(DeliverWay::InPerson))
            .here(-5, hm(9, 25), close()),
        Sample::filed("养老保险参保：镇即办，待送达", DAHUANG, -2, hm(8, 55), "T09", 28)
            .here(-2, hm(8, 56), forward())
            .step(-2, hm(9, 30), SONGKOU_CLERK, accept())
            .step(-2, hm(9, 40), SONGKOU_REVIEWER, grant("参保登记完成")),
        Sample::filed("个体工商户设立：区即办，归档", Place::District, -4, hm(14, 30), "D01", 18)
            .here(-4, hm(14, 35), accept())
            .step(-4, hm(14, 50), Who(Place::District, "shichang"), grant("准予登记"))
            .here(-4, hm(14, 55), deliver(DeliverWay::InPerson))
            .step(-4, hm(15, 0), Who(Place::District, "shichang"), close()),
    ]
}

fn otherwise() -> Vec<Sample> {
    let deny = Command::Deny {
        grounds: vec![DenyGround::NotEligible],
        words: "缴费年限不足，可补缴后再申请".to_owned(),
    };
    let terminate = Command::Terminate {
        ground: Some(TerminateGround::FiledInError),
        duplicate_of: None,
        words: "申请人要办的是残疾人补贴，另行收件".to_owned(),
    };
    let annul = Command::Annul {
        authority: Some(Authority::OwnError),
        redo: false,
        days: None,
        words: "登记的就业单位有误，予以撤销".to_owned(),
    };
    vec![
        Sample::filed("养老待遇申领：区不予，已送达", DAHUANG, -14, hm(10, 0), "T10", 20)
            .here(-14, hm(10, 2), forward())
            .step(-13, hm(9, 0), SONGKOU_CLERK, accept())
            .step(-11, hm(10, 0), SONGKOU_CLERK, forward_agreed("资料齐全"))
            .step(-6, hm(15, 30), Who(Place::District, "renshe"), deny)
            .step(-4, hm(10, 0), agent(DAHUANG), deliver(DeliverWay::AtHome)),
        Sample::filed("林木采伐：不予受理，告知主管机关", Place::Songkou, -4, hm(10, 10), "T22", 14).here(
            -4,
            hm(10, 30),
            not_ours("区林业局", "所申请林木属国有林场"),
        ),
        Sample::filed("异地就医备案：准予撤回", TONGPA, -5, hm(10, 20), "T14", 15)
            .here(-5, hm(10, 22), forward())
            .here(-4, hm(8, 45), Command::WithdrawAsked { signed: true, on: None, words: "改为回本地就医".to_owned() })
            .step(-4, hm(9, 30), SONGKOU_CLERK, Command::Withdraw { words: "同意撤回".to_owned() }),
        Sample::filed("残疾人证：误录终止", CHANGJIAO, -7, hm(11, 0), "T06", 5).here(-7, hm(11, 2), forward()).step(
            -6,
            hm(9, 10),
            YANYANG_CLERK,
            terminate,
        ),
        Sample::filed("就业登记：归档后撤销", YINNA, -14, hm(8, 50), "T17", 4)
            .here(-14, hm(8, 52), forward())
            .step(-13, hm(9, 20), YANYANG_CLERK, accept())
            .step(-13, hm(9, 30), YANYANG_REVIEWER, grant("予以登记"))
            .step(-12, hm(15, 30), agent(YINNA), deliver(DeliverWay::InPerson))
            .step(-12, hm(16, 30), YANYANG_REVIEWER, close())
            .step(-6, hm(11, 0), YANYANG_REVIEWER, annul),
    ]
}
