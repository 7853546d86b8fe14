//! Samples in which a line broke: two values of one field, a withdrawal against a decision, a dead town's late step.

use super::super::plan::Act;
use super::*;
use daiban_shared::form::Value;
use daiban_shared::kind::TakeOverGround;

pub(super) fn samples() -> Vec<Sample> {
    vec![two_phone_numbers(), withdrawal_against_decision(), dead_town()]
}

fn two_phone_numbers() -> Sample {
    let phone = |text: &str| Act::Form(vec![("applicant.phone", Value::Text(text.to_owned()))]);
    Sample::filed("低保：断线时两处改了同一电话，待选定", YINNA, -4, hm(9, 0), "V04", 19)
        .here(-4, hm(9, 2), forward())
        .step(-3, hm(10, 0), YANYANG_CLERK, accept())
        .beat(-3, hm(12, 0), agent(YINNA), Act::Cut)
        .beat(-3, hm(12, 10), agent(YINNA), phone("13800007771"))
        .beat(-3, hm(12, 20), YANYANG_CLERK, phone("13800007772"))
        .beat(-3, hm(13, 0), agent(YINNA), Act::Heal)
}

fn withdrawal_against_decision() -> Sample {
    let withdrawal =
        Command::WithdrawAsked { signed: true, on: None, words: "已由亲属收养，不再申请".to_owned() };
    Sample::filed("儿童基本生活保障：断线时一边撤回，一边准予", DAHUANG, -10, hm(9, 10), "T07", 25)
        .here(-10, hm(9, 12), forward())
        .step(-9, hm(10, 10), SONGKOU_CLERK, accept())
        .step(-9, hm(15, 10), SONGKOU_CLERK, forward_agreed("情况属实"))
        .beat(-2, hm(12, 0), agent(DAHUANG), Act::Cut)
        .beat(-2, hm(12, 5), agent(DAHUANG), Act::Do(Box::new(withdrawal)))
        .step(-2, hm(12, 30), MINZHENG, grant("符合条件，按月发放"))
        .beat(-2, hm(13, 0), agent(DAHUANG), Act::Heal)
}

/// While the town's line to the district is down (three days), its villages still reach the town, nothing reaches the district.
fn dead_town() -> Sample {
    let take_over = Command::TakeOver {
        ground: Some(TakeOverGround::Silent),
        words: "松口镇中心断网两日，申请人急需".to_owned(),
    };
    Sample::filed("护理补贴：镇失联，区接管；镇的迟到步骤无效", TONGPA, -10, hm(14, 0), "T05", 24)
        .here(-10, hm(14, 2), forward())
        .step(-9, hm(10, 30), SONGKOU_CLERK, accept())
        .beat(-8, hm(12, 0), SONGKOU_CLERK, Act::Cut)
        .step(-6, hm(14, 0), Who(Place::District, "head"), take_over)
        .step(-6, hm(15, 0), SONGKOU_CLERK, forward_agreed("符合条件"))
        .beat(-5, hm(9, 0), SONGKOU_CLERK, Act::Heal)
}
