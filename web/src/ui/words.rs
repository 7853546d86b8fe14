//! Values in the words of the page's language: spans, days, form values, places.

use daiban_shared::api::{Complete, Delivered, DeptRef, Due, HolderView, Label, Light, LimitKind, SiteView};
use daiban_shared::day::stamp;
use daiban_shared::form::{Field, FieldKind, Group, Value};
use daiban_shared::id::Millis;
use daiban_shared::site::Tier;
use daiban_shared::text::{CaseUi, FileUi, FrameUi, LabelText, Lang, OfficeUi, Ui, fill};

pub use daiban_shared::deadline::span_words as span;

/// Quarter days as a number: `20`, `0.5`, `1.25`.
pub fn quarters(quarters: u32) -> String {
    let rest = match quarters % 4 {
        0 => "",
        1 => ".25",
        2 => ".5",
        _ => ".75",
    };
    format!("{}{rest}", quarters / 4)
}

/// A place among all: villages of one name lie in several towns, so the town stands before it.
pub fn place(site: &SiteView, all: &[SiteView], lang: Lang) -> String {
    let name = |site: &SiteView| lang.pick(&site.zh, &site.en).to_owned();
    let town = all.iter().find(|other| Some(other.id) == site.parent && other.tier == Tier::Town);
    town.map_or_else(|| name(site), |town| format!("{} {}", name(town), name(site)))
}

/// How much of what happened is here: `数据截至 09:40，230 个点中 212 个`
pub fn complete(complete: Complete, lang: Lang) -> String {
    let text = if complete.places == complete.of { OfficeUi::CompleteAll } else { OfficeUi::CompleteTo };
    let (n, of) = (complete.places.to_string(), complete.of.to_string());
    fill(text.text(lang), &[("time", &stamp(complete.to)), ("n", &n), ("of", &of)])
}

/// A word in brackets of the language.
pub fn bracketed(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("（{text}）"),
        Lang::En => format!(" ({text})"),
    }
}

/// A name and its value, with the colon of the language.
pub fn pair(name: &str, value: &str, lang: Lang) -> String {
    format!("{name}{}{value}", lang.pick("：", ": "))
}

/// The name of a level.
pub fn tier(tier: Tier, lang: Lang) -> &'static str {
    let text = match tier {
        Tier::Village => FileUi::TierVillage,
        Tier::Town => FileUi::TierTown,
        Tier::District => FileUi::TierDistrict,
    };
    text.text(lang)
}

/// The heading of a part of the form.
pub fn group(group: Group, lang: Lang) -> &'static str {
    let text = match group {
        Group::Applicant => FileUi::GroupApplicant,
        Group::Agent => FileUi::GroupAgent,
        Group::Household => FileUi::GroupHousehold,
        Group::Item => FileUi::GroupItem,
    };
    text.text(lang)
}

/// A department's name.
pub fn department(dept: &DeptRef, lang: Lang) -> String {
    lang.pick(&dept.zh, &dept.en).to_owned()
}

/// In whose hand a case is.
pub fn holder(holder: &HolderView, lang: Lang) -> String {
    let desk = holder.department.as_ref().map(|dept| department(dept, lang));
    let parts = [Some(holder.site.name(lang).to_owned()), desk, holder.user_name.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A label with its day.
pub fn label(label: &Label, lang: Lang) -> String {
    match (label.day, without_day(label.code)) {
        (Some(day), _) => fill(label.code.text(lang), &[("day", &day.to_string())]),
        (None, Some(text)) => text.text(lang).to_owned(),
        (None, None) => label.code.text(lang).to_owned(),
    }
}

/// Labels that name a day, while there is none yet: a correction is due only after the resident was told.
fn without_day(code: LabelText) -> Option<Ui> {
    let texts = [
        (LabelText::ToAccept, Ui::LabelToAccept),
        (LabelText::ToCorrect, Ui::LabelToCorrect),
        (LabelText::CountsAsAccepted, Ui::LabelCounts),
        (LabelText::GapToFollow, Ui::LabelGap),
        (LabelText::CorrectionOver, Ui::LabelToCorrect),
        (LabelText::GapOver, Ui::LabelGap),
        (LabelText::CountsAsRenewed, Ui::LabelCounts),
    ];
    texts.into_iter().find(|(of, _)| *of == code).map(|(_, text)| text)
}

/// How much time a limit leaves.
pub fn time_left(due: &Due, lang: Lang) -> String {
    let n = due.days_left.unsigned_abs().to_string();
    match due.days_left {
        // Offices close in the afternoon: the rest of the last day is late already.
        0 if matches!(due.light, Light::Red | Light::DeepRed) => Ui::DueTodayPassed.text(lang).to_owned(),
        0 => Ui::DueTodayShort.text(lang).to_owned(),
        left if left > 0 => fill(Ui::DaysLeft.text(lang), &[("n", &n)]),
        _ if due.limit.is_residents() => fill(Ui::DaysOver.text(lang), &[("n", &n)]),
        _ => fill(Ui::DaysLate.text(lang), &[("n", &n)]),
    }
}

/// Where something written at a place of this tier has arrived; none where there is no way up. `here` = at this place:
/// what another place wrote and this machine shows has at least come so far.
pub fn arrived(delivered: &Delivered, from: Tier, here: bool, lang: Lang) -> Option<&'static str> {
    let text = match (from, delivered.town, delivered.district) {
        (Tier::District, _, _) => return None,
        (Tier::Village | Tier::Town, _, Some(_)) => Ui::AtDistrict,
        (Tier::Village, Some(_), None) => Ui::AtTown,
        (Tier::Village, None, None) => Ui::HereOnly,
        (Tier::Town, _, None) if here => Ui::HereOnlyDistrict,
        (Tier::Town, _, None) => Ui::AtTown,
    };
    Some(text.text(lang))
}

/// The name of a limit.
pub fn limit(kind: LimitKind, lang: Lang) -> &'static str {
    let text = match kind {
        LimitKind::AcceptBy => CaseUi::LimitAcceptBy,
        LimitKind::Promise => CaseUi::LimitPromise,
        LimitKind::Legal => CaseUi::LimitLegal,
        LimitKind::Step => CaseUi::LimitStep,
        LimitKind::Task => CaseUi::LimitTask,
        LimitKind::Duty => CaseUi::LimitDuty,
        LimitKind::DeliverBy => CaseUi::LimitDeliverBy,
        LimitKind::CorrectBy => CaseUi::LimitCorrectBy,
        LimitKind::GapBy => CaseUi::LimitGapBy,
        LimitKind::Renewal => CaseUi::LimitRenewal,
        LimitKind::Survey => CaseUi::LimitSurvey,
    };
    text.text(lang)
}

/// A moment, or a dash.
pub fn moment(at: Option<Millis>) -> String {
    at.map_or_else(|| "–".to_owned(), stamp)
}

/// How long ago, in one unit; moments of a clock that runs ahead are now.
pub fn ago(now: Millis, at: Millis, lang: Lang) -> String {
    let minutes = now.saturating_sub(at) / 60_000;
    let (text, n) = match minutes {
        0 => return FrameUi::JustNow.text(lang).to_owned(),
        1..60 => (FrameUi::MinutesAgo, minutes),
        60..1_440 => (FrameUi::HoursAgo, minutes / 60),
        _ => (FrameUi::DaysAgo, minutes / 1_440),
    };
    fill(text.text(lang), &[("n", &n.to_string())])
}

/// A moment and how long ago it was, or a dash.
pub fn moment_ago(now: Millis, at: Option<Millis>, lang: Lang) -> String {
    at.map_or_else(|| moment(None), |at| format!("{}{}", stamp(at), bracketed(&ago(now, at, lang), lang)))
}

/// A count of today's work; the node stops counting at a thousand where nobody needs more.
pub fn counted(count: u32) -> String {
    if count == 1_000 { "1000+".to_owned() } else { count.to_string() }
}

/// A count on a tab or a chip: beyond three digits only that there are many.
pub fn counted_short(count: u32) -> String {
    if count > 999 { "999+".to_owned() } else { count.to_string() }
}

/// A form value as people read it.
pub fn value(field: Option<&Field>, value: &Value, lang: Lang) -> String {
    match (field.map(|field| &field.kind), value) {
        (_, Value::Flag(flag)) => if *flag { Ui::Yes } else { Ui::No }.text(lang).to_owned(),
        (Some(FieldKind::Money), Value::Number(fen)) => {
            format!("{}{}", yuan(*fen), lang.pick(" 元", " yuan"))
        }
        (_, Value::Number(number)) => number.to_string(),
        (Some(FieldKind::Choice { options }), Value::Text(code)) => options
            .iter()
            .find(|option| option.code == *code)
            .map_or_else(|| code.clone(), |option| lang.pick(&option.zh, &option.en).to_owned()),
        (_, Value::Text(text)) => text.clone(),
    }
}

/// A form value as it would be typed.
pub fn typed(field: &Field, value: &Value) -> String {
    match (&field.kind, value) {
        (FieldKind::Money, Value::Number(fen)) => yuan(*fen),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::Flag(flag)) => if *flag { "true" } else { "false" }.to_owned(),
        (_, Value::Text(text)) => text.clone(),
    }
}

/// Several things of one kind.
pub fn listed<T: AsRef<str>>(parts: &[T], lang: Lang) -> String {
    parts.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(lang.pick("、", ", "))
}

/// The name of a field.
pub fn field_name(field: &Field, lang: Lang) -> &str {
    lang.pick(&field.zh, &field.en)
}

fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    match fen % 100 {
        0 => format!("{sign}{}", fen / 100),
        rest => format!("{sign}{}.{rest:02}", fen / 100),
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use daiban_shared::day::Day;
    use daiban_shared::id::SiteId;
    use daiban_shared::item::{Span, Unit};
    use daiban_shared::site::SiteKind;

    /// A place as the API gives it.
    pub fn site(id: u32, parent: Option<u32>, tier: Tier, zh: &str) -> SiteView {
        SiteView {
            id: SiteId(id),
            number: id as u16,
            parent: parent.map(SiteId),
            tier,
            kind: SiteKind::VillagersCommittee,
            zh: zh.to_owned(),
            en: zh.to_owned(),
            code: String::new(),
            departments: Vec::new(),
            phone: String::new(),
            live: true,
            opens: 510,
            closes: 1_050,
        }
    }

    #[test]
    fn a_village_is_named_with_its_town() {
        let sites = [
            site(1, None, Tier::District, "梅县区"),
            site(2, Some(1), Tier::Town, "雁洋镇"),
            site(3, Some(2), Tier::Village, "长教村"),
        ];
        assert_eq!(place(&sites[2], &sites, Lang::Zh), "雁洋镇 长教村");
        assert_eq!(place(&sites[1], &sites, Lang::Zh), "雁洋镇", "the district goes without saying");
    }

    #[test]
    fn a_resident_who_stays_away_makes_nobody_late() {
        let due = |limit, days_left| Due {
            day: Day::parse("2026-09-30").expect("a day"),
            at: 0,
            provisional: false,
            days_left,
            light: Light::None,
            limit,
        };
        assert_eq!(time_left(&due(LimitKind::CorrectBy, -2), Lang::Zh), "期满 2 个工作日");
        assert_eq!(time_left(&due(LimitKind::AcceptBy, -2), Lang::Zh), "超期 2 个工作日");
    }

    #[test]
    fn spans_are_read_as_people_say_them() {
        let table = [
            (80, Unit::Workday, "20 个工作日", "20 working days"),
            (2, Unit::Workday, "0.5 个工作日", "0.5 working days"),
            (120, Unit::Day, "30 天", "30 days"),
            (24, Unit::Month, "6 个月", "6 months"),
        ];
        for (quarters, unit, zh, en) in table {
            assert_eq!(span(Span { quarters, unit }, Lang::Zh), zh);
            assert_eq!(span(Span { quarters, unit }, Lang::En), en);
        }
    }

    #[test]
    fn no_label_shows_an_empty_day() {
        for code in LabelText::ALL {
            for lang in [Lang::Zh, Lang::En] {
                assert!(!label(&Label { code: *code, day: None }, lang).contains('{'), "{code:?}");
            }
        }
    }

    #[test]
    fn times_are_said_in_one_unit() {
        let minute = 60_000;
        let table = [(0, "刚刚"), (59 * minute, "59 分钟前"), (60 * minute, "1 小时前"), (49 * 60 * minute, "2 天前")];
        for (passed, zh) in table {
            assert_eq!(ago(10 * 1_440 * minute, 10 * 1_440 * minute - passed, Lang::Zh), zh);
        }
        assert_eq!(ago(5, 9, Lang::En), "just now", "a clock ahead");
        let day = 1_440 * minute;
        assert_eq!(moment_ago(day, Some(0), Lang::En), "1970-01-01 08:00 (1 day ago)");
        assert_eq!(moment_ago(3 * day, Some(day), Lang::Zh), "1970-01-02 08:00（2 天前）");
        assert_eq!(moment_ago(5, None, Lang::Zh), "–");
    }

    #[test]
    fn money_is_stored_in_fen_and_shown_in_yuan() {
        assert_eq!([yuan(0), yuan(5), yuan(125_000), yuan(125_050)], ["0", "0.05", "1250", "1250.50"]);
    }

    #[test]
    fn a_village_step_says_how_far_it_has_come() {
        let none = Delivered::default();
        let town = Delivered { town: Some(1), district: None };
        let both = Delivered { town: Some(1), district: Some(2) };
        assert_eq!(arrived(&none, Tier::Village, true, Lang::Zh), Some("本机已存，尚未到镇"));
        assert_eq!(arrived(&none, Tier::Village, true, Lang::En), Some("On this machine; not yet at the town"));
        assert_eq!(arrived(&town, Tier::Village, true, Lang::Zh), Some("已到镇"));
        assert_eq!(arrived(&both, Tier::Village, true, Lang::Zh), Some("已到区"));
        assert_eq!(arrived(&town, Tier::Town, true, Lang::Zh), Some("本机已存，尚未到区"));
        assert_eq!(arrived(&both, Tier::District, true, Lang::Zh), None);
        assert_eq!(arrived(&town, Tier::Town, false, Lang::Zh), Some("已到镇"), "seen from the village");
    }
}
