//! What a figure asked the list for: days, and whether cases ended in time. Each can be taken away again.

use daiban_shared::api::{Page, SiteView};
use daiban_shared::figures::Measure;
use daiban_shared::text::{FigureUi, Lang, OfficeUi, WallUi, fill};
use yew::prelude::*;

use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_lang;
use crate::load::use_load;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::Go;
use crate::ui::words;

#[derive(Properties, PartialEq)]
pub struct DayChipsProps {
    pub filter: CaseFilter,
}

/// Nothing where the list has no such condition.
#[component]
pub fn DayChips(props: &DayChipsProps) -> Html {
    let lang = use_lang();
    let chip = |words: String, rest: CaseFilter| {
        html! {
            <li><Go to={Route::Cases} filter={Some(rest)} class={classes!("chip", "current")} test="day-chip">
                { words }{ icon(Icon::X) }<span class="hidden">{ OfficeUi::FilterDrop.text(lang) }</span>
            </Go></li>
        }
    };
    let figure = counted(&props.filter, lang).map(|(words, rest)| chip(words, rest));
    let days = without(&props.filter)
        .into_iter()
        .map(|(text, from, to, rest)| chip(fill(text.text(lang), &[("from", &from), ("to", &to)]), rest));
    let wanted = if props.filter.held.is_empty() { String::new() } else { "/sites".to_owned() };
    let sites = use_load::<Page<SiteView>>(wanted, false);
    let name = |id: &str| {
        let rows = sites.value.as_ref().map(|page| page.items.as_slice()).unwrap_or_default();
        let site = rows.iter().find(|site| site.id.0.to_string() == id);
        site.map_or_else(|| id.to_owned(), |site| lang.pick(&site.zh, &site.en).to_owned())
    };
    let wall = on_wall(&props.filter, &name(&props.filter.held), lang);
    let wall = wall.into_iter().map(|(words, rest)| chip(words, rest));
    let chips: Vec<Html> = figure.into_iter().chain(days).chain(wall).collect();
    if chips.is_empty() {
        Html::default()
    } else {
        html! { <ul class="chips">{ for chips }</ul> }
    }
}

/// What the wall asked for: in whose hand, and of which lights.
fn on_wall(filter: &CaseFilter, place: &str, lang: Lang) -> Vec<(String, CaseFilter)> {
    let mut out = Vec::new();
    if !filter.held.is_empty() {
        let words = fill(WallUi::ChipHeld.text(lang), &[("place", place)]);
        out.push((words, CaseFilter { held: String::new(), ..filter.clone() }));
    }
    if !filter.light.is_empty() {
        let lights: Vec<&str> = filter.light.split(',').filter_map(|light| light_words(light, lang)).collect();
        let words = fill(WallUi::ChipLight.text(lang), &[("lights", &words::listed(&lights, lang))]);
        out.push((words, CaseFilter { light: String::new(), ..filter.clone() }));
    }
    out
}

fn light_words(light: &str, lang: Lang) -> Option<&'static str> {
    let known = [
        ("none", WallUi::LightNone),
        ("blue", WallUi::LightBlue),
        ("yellow", WallUi::LightYellow),
        ("red", WallUi::LightRed),
        ("deep_red", WallUi::LightDeep),
    ];
    known.into_iter().find(|(word, _)| *word == light).map(|(_, text)| text.text(lang))
}

/// What a figure counts, in words; its parts mean nothing one by one, so they go together.
fn counted(filter: &CaseFilter, lang: Lang) -> Option<(String, CaseFilter)> {
    let is_it = |measure: &&Measure| {
        serde_json::to_value(measure).is_ok_and(|word| word.as_str() == Some(filter.figure.as_str()))
    };
    let measure = Measure::ALL.iter().find(is_it)?;
    let name = measure.text(lang);
    let words = fill(FigureUi::Filter.text(lang), &[("name", name), ("from", &filter.from), ("to", &filter.to)]);
    let item = (!filter.item.is_empty()).then(|| fill(FigureUi::FilterItem.text(lang), &[("name", &filter.item)]));
    Some(([Some(words), item].into_iter().flatten().collect::<Vec<_>>().join(" · "), filter.uncounted()))
}

/// The conditions that are on, each with its days and the filter without it.
fn without(filter: &CaseFilter) -> Vec<(OfficeUi, String, String, CaseFilter)> {
    let dash = |text: &String| if text.is_empty() { "…".to_owned() } else { text.clone() };
    let mut out = Vec::new();
    if !filter.filed_from.is_empty() || !filter.filed_to.is_empty() {
        let rest = CaseFilter { filed_from: String::new(), filed_to: String::new(), ..filter.clone() };
        out.push((OfficeUi::FilterFiled, dash(&filter.filed_from), dash(&filter.filed_to), rest));
    }
    if !filter.ended_from.is_empty() || !filter.ended_to.is_empty() {
        let rest = CaseFilter { ended_from: String::new(), ended_to: String::new(), ..filter.clone() };
        out.push((OfficeUi::FilterEnded, dash(&filter.ended_from), dash(&filter.ended_to), rest));
    }
    if !filter.late.is_empty() {
        let text = if filter.late == "1" { OfficeUi::FilterLate } else { OfficeUi::FilterInTime };
        out.push((text, String::new(), String::new(), CaseFilter { late: String::new(), ..filter.clone() }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::day::Day;

    #[test]
    fn each_condition_of_a_figure_can_be_taken_away() {
        let day = Day::parse("2026-11-21").expect("a day");
        let filter = CaseFilter::ended_in("7", day, day, "1");
        let chips = without(&filter);
        assert_eq!(chips.iter().map(|chip| chip.0).collect::<Vec<_>>(), [OfficeUi::FilterEnded, OfficeUi::FilterLate]);
        assert_eq!((chips[0].3.ended_from.as_str(), chips[0].3.late.as_str()), ("", "1"));
        assert_eq!((chips[1].3.ended_from.as_str(), chips[1].3.late.as_str()), ("2026-11-21", ""));
        assert!(without(&CaseFilter::of("received", "", "")).is_empty());
        let filter = CaseFilter { item: "V04".into(), ..CaseFilter::counted("7", "on_time", day, day) };
        let (words, rest) = counted(&filter, Lang::En).expect("a figure");
        assert_eq!(words, "Counted: On time, 2026-11-21 to 2026-11-21 · Item: V04");
        assert_eq!(rest, CaseFilter { site: "7".into(), desk: "all".into(), ..CaseFilter::default() });
    }
}
