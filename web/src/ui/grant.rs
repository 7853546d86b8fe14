//! A grant (授权) in words: to whom, for what, until when.

use daiban_shared::api::{GrantView, ItemRef, RightState};
use daiban_shared::kind::Right;
use daiban_shared::text::{GrantUi, Lang, PlaceUi, Ui, fill};

use super::words;

/// Place or tier, department, person.
pub fn whom(grant: &GrantView, lang: Lang) -> String {
    let right = &grant.right;
    let place = match (&grant.site, right.tier) {
        (Some(site), _) => site.name(lang).to_owned(),
        (None, Some(tier)) => fill(GrantUi::Tier.text(lang), &[("tier", words::tier(tier, lang))]),
        (None, None) => Ui::All.text(lang).to_owned(),
    };
    let desk = grant.department.as_ref().map(|desk| words::department(desk, lang));
    let person = right.user.map(|user| if right.person.is_empty() { user.to_string() } else { right.person.clone() });
    [Some(place), desk, person].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// From when to when.
pub fn days(right: &Right, lang: Lang) -> String {
    let from = right.from.to_string();
    match right.until {
        None => fill(GrantUi::DayFrom.text(lang), &[("day", &from)]),
        Some(until) => fill(GrantUi::DayFromTo.text(lang), &[("day", &from), ("until", &until.to_string())]),
    }
}

/// Up to which amount; none = any.
pub fn limit(right: &Right, lang: Lang) -> Option<String> {
    right.up_to_yuan.map(|yuan| fill(GrantUi::LimitYuan.text(lang), &[("n", &yuan.to_string())]))
}

/// Names of its items, or what stands for all of them.
pub fn items(right: &Right, items: &[ItemRef], lang: Lang) -> Vec<String> {
    if !items.is_empty() {
        return items.iter().map(|item| lang.pick(&item.zh, &item.en).to_owned()).collect();
    }
    let all = if right.dept.is_some() { GrantUi::OwnItems.text(lang) } else { PlaceUi::EveryItem.text(lang) };
    vec![all.to_owned()]
}

/// Where it stands.
pub fn state(state: RightState) -> GrantUi {
    match state {
        RightState::InForce => GrantUi::InForce,
        RightState::Expiring => GrantUi::Expiring,
        RightState::NotYet => GrantUi::NotYet,
        RightState::Expired => GrantUi::Expired,
        RightState::Ended => GrantUi::Ended,
    }
}

/// Everything that a decision says about the grant it rests on: number, document, scope.
pub fn summary(grant: &GrantView, lang: Lang) -> String {
    let right = &grant.right;
    let no = fill(GrantUi::Number.text(lang), &[("no", &right.no.to_string())]);
    let count = match right.items.len() {
        0 => items(right, &[], lang).concat(),
        n => fill(GrantUi::ItemsCount.text(lang), &[("n", &n.to_string())]),
    };
    let parts = [
        Some(no),
        Some(right.basis.clone()),
        Some(whom(grant, lang)),
        Some(count),
        limit(right, lang),
        Some(days(right, lang)),
    ];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(lang.pick("，", ", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::day::Day;
    use daiban_shared::id::SiteId;
    use daiban_shared::kind::Power;
    use daiban_shared::site::Tier;

    #[test]
    fn a_decision_names_number_document_and_scope_of_its_grant() {
        let right = Right {
            no: 7,
            site: None,
            tier: Some(Tier::Town),
            dept: None,
            user: None,
            power: Power::Decide,
            items: vec!["T12".into(), "T13".into()],
            up_to_yuan: Some(5_000),
            from: Day::parse("2026-01-01").expect("a day"),
            until: Day::parse("2026-12-31"),
            basis: "梅区〔2026〕12号".into(),
            ended: false,
            person: String::new(),
        };
        let grant = GrantView { right, site: None, department: None };
        let words = summary(&grant, Lang::Zh);
        for part in ["第 7 号", "梅区〔2026〕12号", "全部", "2 个事项", "5000 元以内", "2026-01-01 至 2026-12-31"]
        {
            assert!(words.contains(part), "{words} names {part}");
        }
        let one =
            daiban_shared::api::SiteRef {
                id: SiteId(7), zh: "雁洋镇".into(), en: "Yanyang".into(), tier: Tier::Town
            };
        assert!(whom(&GrantView { site: Some(one), ..grant }, Lang::Zh).contains("雁洋镇"));
    }
}
