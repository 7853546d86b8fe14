//! What rules saw in cases: a list with filters, each row with its evidence; where it is official, a card can be put.

use daiban_shared::api::{AlarmPage, AlarmView, WALL_ALARM_DAYS, Wall};
use daiban_shared::day::{Day, stamp};
use daiban_shared::kind::{LightCode, RuleKind};
use daiban_shared::text::{Lang, WatchUi, fill};
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use super::lamp;
use super::late::{officer, whose as place_of};
use super::put::PutCard;
use super::{Tabs, choices, word};
use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::load::{use_load, use_load_on};
use crate::ui::icon::{Icon, icon};
use crate::ui::input::{Select, Tick};
use crate::ui::link::{Go, Query, filled, query_text};
use crate::ui::state::{self, Empty};
use crate::ui::ticks::use_ticks;
use crate::ui::title::Title;

/// Alarms come about by time alone.
const BEAT_MS: u32 = 60_000;

/// The filter of the list, word for word as the node takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AlarmLook {
    /// By this rule.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// Of this light.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub light: String,
    /// At this place and below it: its id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub under: String,
    /// At this very place: its id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// `1`: not made good.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub open: String,
    /// `1`: official.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub official: String,
    /// `1`: waits for an answer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub waiting: String,
    /// `1`: asks for an answer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cards: String,
    /// On this day or later.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// On this day or before.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// Where the page begins.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub page: String,
}

impl AlarmLook {
    /// What waits at a place and below it, as the wall counts it at this moment; empty = everywhere.
    pub fn waiting(site: &str, now: u64) -> Self {
        let from = Day::of(now).plus(-WALL_ALARM_DAYS).to_string();
        Self { under: site.to_owned(), waiting: "1".into(), from, ..Self::default() }
    }

    /// The same of one place alone.
    pub fn waiting_at(site: &str, now: u64) -> Self {
        Self { at: site.to_owned(), ..Self::waiting("", now) }
    }

    /// As its address says it.
    pub fn query(&self) -> Query {
        filled([
            ("rule", &self.rule),
            ("light", &self.light),
            ("under", &self.under),
            ("at", &self.at),
            ("open", &self.open),
            ("official", &self.official),
            ("cards", &self.cards),
            ("waiting", &self.waiting),
            ("from", &self.from),
            ("to", &self.to),
            ("page", &self.page),
        ])
    }
}

/// `/alarms`
#[component]
pub fn AlarmsPage() -> Html {
    let lang = use_lang();
    let look = use_location().and_then(|at| at.query::<AlarmLook>().ok()).unwrap_or_default();
    let beat = use_ticks(BEAT_MS);
    let loaded = use_load_on::<AlarmPage>(format!("/alarms{}", query_text(&look.query())), beat);
    let again = loaded.again.clone();
    html! {
        <>
            <Title text={WatchUi::AlarmsTitle.text(lang)} />
            <Tabs here={Route::Alarms} />
            <p class="lead">{ WatchUi::AlarmsLead.text(lang) }</p>
            <Filters look={look.clone()} />
            { state::of(&loaded, |page| html! {
                <>
                    <p class="hint" data-test="alarms-as-of">{ fill(WatchUi::AlarmsAsOf.text(lang), &[("time", &stamp(page.as_of))]) }</p>
                    if page.items.is_empty() {
                        <Empty text={WatchUi::AlarmsNone.text(lang)} />
                    } else {
                        <ul class="alarms" data-test="alarms">{ for page.items.iter().map(|row| html! {
                            <Row key={format!("{}{:?}{}", row.case, row.rule, row.of)} row={row.clone()} with_case={true} on_put={again.clone()} />
                        }) }</ul>
                        if let Some(next) = &page.next {
                            <p class="more"><Go to={Route::Alarms} query={AlarmLook { page: next.clone(), ..look.clone() }.query()} class={classes!("button")} test="alarms-more">
                                { daiban_shared::text::Ui::More.text(lang) }
                            </Go></p>
                        }
                    }
                </>
            }) }
            <super::officers::Officers />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct FiltersProps {
    look: AlarmLook,
}

#[component]
fn Filters(props: &FiltersProps) -> Html {
    let lang = use_lang();
    let navigator = use_navigator();
    let wall = use_load::<Wall>("/wall".to_owned(), false);
    let look = &props.look;
    let change = |set: fn(&mut AlarmLook, String)| {
        let (navigator, look) = (navigator.clone(), look.clone());
        Callback::from(move |text: String| {
            let mut next = AlarmLook { page: String::new(), ..look.clone() };
            set(&mut next, text);
            if let Some(navigator) = &navigator {
                let _ = navigator.push_with_query(&Route::Alarms, &next);
            }
        })
    };
    let flag = |set: fn(&mut AlarmLook, String)| {
        change(set).reform(|yes: bool| if yes { "1".to_owned() } else { String::new() })
    };
    let rules = RuleKind::ALL.iter().map(|rule| (word(rule), rule.text(lang).to_owned())).collect::<Vec<_>>();
    let lights = LightCode::ALL.iter().map(|light| (word(light), light.text(lang).to_owned())).collect::<Vec<_>>();
    let places = wall.value.as_ref().map(|wall| choices(wall, lang)).unwrap_or_default();
    let all = daiban_shared::text::Ui::All.text(lang);
    html! {
        <div class="filters">
            <label for="alarm-rule">{ WatchUi::FilterRule.text(lang) }
                <Select id="alarm-rule" initial={look.rule.clone()} options={rules} empty={all} test="alarm-rule" on_text={change(|look, text| look.rule = text)} />
            </label>
            <label for="alarm-light">{ WatchUi::FilterLight.text(lang) }
                <Select id="alarm-light" initial={look.light.clone()} options={lights} empty={all} test="alarm-light" on_text={change(|look, text| look.light = text)} />
            </label>
            if places.len() > 1 {
                <label for="alarm-place">{ WatchUi::FilterPlace.text(lang) }
                    <Select id="alarm-place" initial={look.under.clone()} options={places} empty={all} test="alarm-place" on_text={change(|look, text| look.under = text)} />
                </label>
            }
            <Tick id="alarm-open" initial={!look.open.is_empty()} text={WatchUi::OnlyOpen.text(lang)} test="alarm-open" on_tick={flag(|look, text| look.open = text)} />
            <Tick id="alarm-official" initial={!look.official.is_empty()} text={WatchUi::OnlyOfficial.text(lang)} test="alarm-official" on_tick={flag(|look, text| look.official = text)} />
            <Tick id="alarm-cards" initial={!look.cards.is_empty()} text={WatchUi::OnlyCards.text(lang)} test="alarm-cards" on_tick={flag(|look, text| look.cards = text)} />
            if !look.at.is_empty() {
                <Go to={Route::Alarms} query={AlarmLook { at: String::new(), page: String::new(), ..look.clone() }.query()} class={classes!("chip", "current")} test="alarm-at">
                    { wall.value.as_ref().and_then(|wall| wall.places.iter().find(|place| place.site.id.0.to_string() == look.at)).map(|place| place.site.name(lang).to_owned()) }{ icon(Icon::X) }
                </Go>
            }
            if !look.waiting.is_empty() {
                <Go to={Route::Alarms} query={AlarmLook { waiting: String::new(), page: String::new(), ..look.clone() }.query()} class={classes!("chip", "current")} test="alarm-waiting">
                    { WatchUi::OnlyWaiting.text(lang) }{ icon(Icon::X) }
                </Go>
            }
            if !look.from.is_empty() || !look.to.is_empty() {
                <Go to={Route::Alarms} query={AlarmLook { from: String::new(), to: String::new(), page: String::new(), ..look.clone() }.query()} class={classes!("chip", "current")} test="alarm-days">
                    { days(look, lang) }{ icon(Icon::X) }
                </Go>
            }
        </div>
    }
}

fn days(look: &AlarmLook, lang: Lang) -> String {
    let text = if look.to.is_empty() { WatchUi::DaysFrom } else { WatchUi::Days };
    fill(text.text(lang), &[("from", &look.from), ("to", &look.to)])
}

#[derive(Properties, PartialEq)]
pub struct RowProps {
    pub row: AlarmView,
    /// With number and item of the case.
    pub with_case: bool,
    pub on_put: Callback<()>,
}

/// One alarm with its evidence.
#[component]
pub fn Row(props: &RowProps) -> Html {
    let lang = use_lang();
    let row = &props.row;
    html! {
        <li data-test="alarm" data-rule={word(&row.rule)} data-number={row.number.clone()}>
            <p class="step-head">
                { lamp::of_alarm(row, lang) }
                <strong>{ row.rule_text.clone() }</strong>
                if props.with_case {
                    <Go to={Route::Case { id: row.case.to_string() }} class={classes!("number")} test="alarm-case">{ row.number.clone() }</Go>
                    <span>{ row.item.clone() }</span>
                }
            </p>
            <ul class="evidence">
                { for evidence(row, lang).into_iter().map(|words| html! { <li>{ words }</li> }) }
                <li data-test="alarm-official">
                    if row.official {
                        <span class="badge done">{ icon(Icon::Check) }{ " " }{ WatchUi::Official.text(lang) }</span>
                    } else {
                        <span class="hint">{ icon(Icon::CloudOff) }{ " " }{ fill(WatchUi::NotOfficial.text(lang), &[("place", row.site.name(lang))]) }</span>
                    }
                </li>
            </ul>
            <PutCard row={row.clone()} on_put={props.on_put.clone()} />
        </li>
    }
}

/// Limit day, since when, days late, whose it is, whether it was made good.
fn evidence(row: &AlarmView, lang: Lang) -> Vec<String> {
    let due = row.due.map(|day| fill(WatchUi::DueDay.text(lang), &[("day", &day.to_string())]));
    let late = (row.due.is_some() && row.days_late > 0)
        .then(|| fill(WatchUi::DaysLate.text(lang), &[("n", &row.days_late.to_string())]));
    let ended = row.ended.map_or_else(
        || WatchUi::Open.text(lang).to_owned(),
        |at| fill(WatchUi::Ended.text(lang), &[("time", &stamp(at))]),
    );
    let whose =
        format!("{} · {}", place_of(row, lang), fill(WatchUi::Officer.text(lang), &[("name", &officer(row, lang))]));
    let since = fill(WatchUi::Since.text(lang), &[("time", &stamp(row.since))]);
    [Some(whose), due, Some(since), late, Some(ended)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::watch::lamp::Lamp;
    use daiban_shared::api::SiteRef;
    use daiban_shared::day::Day;
    use daiban_shared::id::{DocId, Hash, SiteId};
    use daiban_shared::site::Tier;

    #[test]
    fn an_alarm_says_its_evidence_and_who_is_not_known_is_not_named() {
        let row = AlarmView {
            rule: RuleKind::PromisePassed,
            rule_text: String::new(),
            light: LightCode::Red,
            is_card: true,
            case: DocId::PUBLIC,
            number: "44140300000000000017".into(),
            item: String::new(),
            of: Hash([0; 32]),
            site: SiteRef { id: SiteId(2), zh: "雁洋镇".into(), en: "Yanyang".into(), tier: Tier::Town },
            desk: None,
            officer: None,
            since: 1_795_140_000_000,
            due: Day::parse("2026-11-20"),
            days_late: 3,
            ended: None,
            official: false,
            card: None,
            stand: None,
        };
        let said = evidence(&row, Lang::Zh).join("；");
        assert_eq!(
            said,
            "雁洋镇 · 经办人：未到个人；期限 2026-11-20；自 2026-11-20 10:00 起；超期 3 个工作日；尚未改正"
        );
        assert_eq!(Lamp::of_alarm(&row), Lamp::Grey, "nothing is known of its place past the limit");
        assert_eq!(Lamp::of_alarm(&AlarmView { official: true, ..row.clone() }), Lamp::Red);
        let filter = AlarmLook { rule: "promise_passed".into(), ..AlarmLook::waiting("2", row.since) };
        let parts = [("rule", "promise_passed"), ("under", "2"), ("waiting", "1"), ("from", "2026-10-21")];
        assert_eq!(filter.query(), parts.map(|(name, value)| (name, value.to_owned())));
    }
}
