//! What a report says, made of its figures: no name of a resident, and nothing that the figures do not hold.

use crate::api::{FigureKey, FigureRow, FigureSet, ReportPart, ReportTable, RuleCount};
use crate::day::Day;
use crate::figures::{Dimension, Measure, Measures, Rate, change};
use crate::text::{FigureUi, Lang, ReportText, fill};

/// Names in one sentence.
const NAMES_MAX: usize = 3;
/// Items in the sentence of those that nobody used.
const UNUSED_MAX: usize = 12;

/// Shares that stand behind the measures of a table: of departments also who decides in the hall, and who types in afterwards.
pub fn rates_of(by: Dimension) -> &'static [Rate] {
    match by {
        Dimension::Department => &[Rate::OnTimeOfDone, Rate::TreatedOfAccepted, Rate::AfterFactOfDone],
        Dimension::Place | Dimension::Item | Dimension::Officer | Dimension::Time => &[Rate::OnTimeOfDone],
    }
}

/// What a report knows beside the figures of its period.
#[derive(Debug, Clone, Default)]
pub struct Beside<'a> {
    /// The first day of all, and everything since then.
    pub begin: Option<(Day, Measures)>,
    /// Names of items that nobody applied for in the period.
    pub unused: &'a [String],
}

/// The parts of a report, in order.
pub fn parts(
    total: &FigureSet,
    tables: &[ReportTable],
    problems: &[RuleCount],
    beside: &Beside<'_>,
    lang: Lang,
) -> Vec<ReportPart> {
    let part =
        |heading: ReportText, sentences: Vec<String>| ReportPart { heading: heading.text(lang).to_owned(), sentences };
    if *total == FigureSet::default() && problems.is_empty() {
        return vec![part(ReportText::PartWork, vec![ReportText::Nothing.text(lang).to_owned()])];
    }
    let rows = |by: Dimension| tables.iter().find(|table| table.by == by).map_or(&[][..], |table| &table.rows[..]);
    let mut said = work(total, lang);
    said.extend(beside.begin.map(|(day, all)| since(day, &all, lang)));
    let mut out = vec![part(ReportText::PartWork, said)];
    let places = rows(Dimension::Place);
    let mut said: Vec<String> = most(places, Measure::Accepted, ReportText::Most, lang).into_iter().collect();
    let late = most(places, Measure::Late, ReportText::LateAt, lang);
    said.push(late.unwrap_or_else(|| match total.now.get(Measure::Late) {
        0 => ReportText::NoneLate.text(lang).to_owned(),
        _ => String::new(),
    }));
    said.retain(|sentence| !sentence.is_empty());
    out.push(part(ReportText::PartPlaces, said));
    let said = [
        most(rows(Dimension::Department), Measure::Accepted, ReportText::MostDepts, lang),
        most(rows(Dimension::Item), Measure::Accepted, ReportText::MostItems, lang),
    ];
    let said: Vec<String> = said.into_iter().flatten().chain(unused(beside.unused, lang)).collect();
    if !said.is_empty() {
        out.push(part(ReportText::PartItems, said));
    }
    out.push(part(ReportText::PartProblems, seen(problems, lang)));
    out
}

fn since(day: Day, all: &Measures, lang: Lang) -> String {
    let n = |measure: Measure| all.get(measure).to_string();
    let share = |of: Rate| rate(of.of(all), lang);
    fill(
        ReportText::SinceBegin.text(lang),
        &[
            ("day", &day.to_string()),
            ("n", &n(Measure::Accepted)),
            ("done", &n(Measure::Done)),
            ("on_time", &n(Measure::OnTime)),
            ("rate", &share(Rate::OnTimeOfDone)),
            ("of_accepted", &share(Rate::OnTimeOfAccepted)),
        ],
    )
}

/// Items that were never used: what a village does not offer, or what nobody knows of.
fn unused(items: &[String], lang: Lang) -> Option<String> {
    let names = items.iter().take(UNUSED_MAX).map(String::as_str).collect::<Vec<_>>().join(lang.pick("、", ", "));
    let names =
        if items.len() > UNUSED_MAX { fill(ReportText::UnusedMore.text(lang), &[("names", &names)]) } else { names };
    let n = items.len().to_string();
    (!items.is_empty()).then(|| fill(ReportText::Unused.text(lang), &[("n", &n), ("names", &names)]))
}

fn work(total: &FigureSet, lang: Lang) -> Vec<String> {
    let FigureSet { now, before, year_before } = total;
    let beside = |text: ReportText, measure: Measure| {
        let [n, earlier, year] = [now, before, year_before].map(|measures| measures.get(measure));
        let values = [n, earlier, year].map(|n| n.to_string());
        fill(
            text.text(lang),
            &[
                ("n", &values[0]),
                ("before", &values[1]),
                ("year", &values[2]),
                ("on_period", &grown(n, earlier, lang)),
                ("on_year", &grown(n, year, lang)),
            ],
        )
    };
    let n = |measure: Measure| now.get(measure).to_string();
    let rates = [now, before, year_before].map(|measures| rate(Rate::OnTimeOfDone.of(measures), lang));
    vec![
        beside(ReportText::Accepted, Measure::Accepted),
        beside(ReportText::Done, Measure::Done),
        fill(
            ReportText::OnTime.text(lang),
            &[
                ("n", &n(Measure::OnTime)),
                ("rate", &rates[0]),
                ("of_accepted", &rate(Rate::OnTimeOfAccepted.of(now), lang)),
                ("before_rate", &rates[1]),
                ("year_rate", &rates[2]),
                ("early", &n(Measure::Early)),
                ("late", &n(Measure::Late)),
            ],
        ),
        fill(
            ReportText::Kinds.text(lang),
            &[
                ("instant", &n(Measure::Instant)),
                ("treated", &n(Measure::Treated)),
                ("after_fact", &n(Measure::AfterFact)),
            ],
        ),
        fill(ReportText::Balance.text(lang), &[("carried", &n(Measure::Carried)), ("in_work", &n(Measure::InWork))]),
    ]
}

/// A share that may have nothing below its line.
pub fn rate(share: Option<u64>, lang: Lang) -> String {
    share.map_or_else(|| ReportText::NoRate.text(lang).to_owned(), percent)
}

/// `98.18%`, of hundredths of a per cent.
pub fn percent(share: u64) -> String {
    format!("{}.{:02}%", share / 100, share % 100)
}

/// How a figure stands beside an earlier one, in words.
pub fn grown(now: u64, before: u64, lang: Lang) -> String {
    match change(now, before) {
        None => ReportText::NoBase.text(lang).to_owned(),
        Some(0) => ReportText::Same.text(lang).to_owned(),
        Some(share) => {
            let text = if share > 0 { ReportText::Up } else { ReportText::Down };
            fill(text.text(lang), &[("share", &percent(share.unsigned_abs()))])
        }
    }
}

/// The rows with the most, in one sentence; none where there is nothing.
fn most(rows: &[FigureRow], measure: Measure, text: ReportText, lang: Lang) -> Option<String> {
    let mut counted: Vec<(u64, &FigureRow)> =
        rows.iter().map(|row| (row.figures.now.get(measure), row)).filter(|(n, _)| *n > 0).collect();
    counted.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let name = |(n, row): &(u64, &FigureRow)| {
        fill(ReportText::Named.text(lang), &[("name", &name_of(&row.key, lang)), ("n", &n.to_string())])
    };
    let names: Vec<String> = counted.iter().take(NAMES_MAX).map(name).collect();
    (!names.is_empty()).then(|| fill(text.text(lang), &[("names", &names.join(lang.pick("、", ", ")))]))
}

fn seen(problems: &[RuleCount], lang: Lang) -> Vec<String> {
    let sum = |of: fn(&RuleCount) -> u64| problems.iter().map(of).sum::<u64>();
    let (now, before) = (sum(|count| count.now), sum(|count| count.before));
    if now + before == 0 {
        return vec![ReportText::NoProblems.text(lang).to_owned()];
    }
    let values = [now, before, sum(|count| count.open), sum(|count| count.official)].map(|n| n.to_string());
    let mut out = vec![fill(
        ReportText::Problems.text(lang),
        &[("n", &values[0]), ("before", &values[1]), ("open", &values[2]), ("official", &values[3])],
    )];
    let line = |count: &RuleCount| {
        fill(ReportText::RuleLine.text(lang), &[("rule", &count.text), ("n", &count.now.to_string())])
    };
    let lines: Vec<String> = problems.iter().filter(|count| count.now > 0).map(line).collect();
    if !lines.is_empty() {
        out.push(format!("{}{}", lines.join(lang.pick("、", ", ")), lang.pick("。", ".")));
    }
    let (cards, answered, cancelled) =
        (sum(|count| count.cards), sum(|count| count.answered), sum(|count| count.cancelled));
    out.push(if cards == 0 {
        ReportText::NoCards.text(lang).to_owned()
    } else {
        let waiting = cards.saturating_sub(answered + cancelled).to_string();
        let values = [cards, answered, cancelled].map(|n| n.to_string());
        fill(
            ReportText::Cards.text(lang),
            &[("cards", &values[0]), ("answered", &values[1]), ("cancelled", &values[2]), ("waiting", &waiting)],
        )
    });
    out
}

/// What a row is about, in words.
pub fn name_of(key: &FigureKey, lang: Lang) -> String {
    match key {
        FigureKey::Place { site, own: false, .. } => site.name(lang).to_owned(),
        FigureKey::Place { site, own: true, .. } => fill(FigureUi::Own.text(lang), &[("place", site.name(lang))]),
        FigureKey::Department { department } => department.as_ref().map_or_else(
            || FigureUi::NoDepartment.text(lang).to_owned(),
            |dept| lang.pick(&dept.zh, &dept.en).to_owned(),
        ),
        FigureKey::Item { code, zh, en } => format!("{code} {}", lang.pick(zh, en)),
        FigureKey::Officer { user: None, .. } => FigureUi::Nobody.text(lang).to_owned(),
        FigureKey::Officer { user: Some(_), name } => {
            name.clone().unwrap_or_else(|| FigureUi::NoName.text(lang).to_owned())
        }
        FigureKey::Time(span) if span.from == span.to => span.from.to_string(),
        FigureKey::Time(span) => format!("{} – {}", span.from, span.to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Measures;
    use crate::kind::{LightCode, RuleKind};

    fn total() -> FigureSet {
        let now = Measures {
            accepted: 2_277,
            done: 2_135,
            on_time: 2_100,
            early: 1_900,
            carried: 10,
            in_work: 152,
            ..Measures::default()
        };
        let before = Measures { accepted: 2_277, done: 0, ..Measures::default() };
        FigureSet { now, before, year_before: Measures { accepted: 2_500, done: 1_945, ..Measures::default() } }
    }

    fn problem() -> RuleCount {
        RuleCount {
            rule: RuleKind::PromisePassed,
            text: "超过承诺时限".into(),
            light: LightCode::Red,
            is_card: true,
            now: 3,
            before: 5,
            open: 1,
            official: 2,
            cards: 2,
            answered: 1,
            cancelled: 0,
        }
    }

    #[test]
    fn a_report_says_its_figures_beside_those_of_before() {
        let parts = parts(&total(), &[], &[problem()], &Beside::default(), Lang::Zh);
        let said = parts.iter().flat_map(|part| part.sentences.clone()).collect::<Vec<_>>().join("\n");
        for part in [
            "本期受理 2277 件，上期 2277 件（持平），去年同期 2500 件（下降 8.92%）。",
            "办结 2135 件，上期 0 件（无可比），去年同期 1945 件（增长 9.77%）。",
            "按期办结率 98.36%（占办结；占受理 92.23%），上期 无办结",
            "超期办结 35 件",
            "发现 3 起，上期 5 起",
            "已发监察牌 2 张：已答复或裁定维持 1 张，撤销 0 张，待答复或待裁定 1 张。",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(!said.contains('{'), "{said}");
    }

    #[test]
    fn a_report_says_what_came_since_the_beginning_and_what_nobody_used() {
        let names: Vec<String> = (1..=14).map(|no| format!("事项{no}")).collect();
        let begin = Day::parse("2012-06-08").map(|day| (day, total().now));
        let beside = Beside { begin, unused: &names };
        let parts = parts(&total(), &[], &[], &beside, Lang::Zh);
        let said = parts.iter().flat_map(|part| part.sentences.clone()).collect::<Vec<_>>().join("\n");
        assert!(said.contains("自 2012-06-08 有办件以来，累计受理 2277 件，办结 2135 件"), "{said}");
        assert!(said.contains("本期没有受理过的事项 14 项：事项1、事项2") && said.contains("事项12 等。"), "{said}");
        assert!(!said.contains("事项13"), "{said}");
    }

    #[test]
    fn a_quiet_period_says_that_nothing_was_there() {
        let parts = parts(&FigureSet::default(), &[], &[], &Beside::default(), Lang::En);
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].sentences, ["Nothing was accepted, done or in work in this period."]);
    }
}
