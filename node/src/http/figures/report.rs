//! `/report`: a day, a week, a month or half a year as sentences and tables, as JSON and as a file.

use super::measures::share;
use super::{lang, tables};
use crate::http::problem::Fault;
use crate::http::sheet::{Book, Cell, Sheet};
use crate::http::visit::Signed;
use crate::http::worklists::{day, site};
use crate::store::{self, Asked};
use daiban_shared::api::{FigureKey, FigureRow, FigureSet, Figures, Report, ReportTable};
use daiban_shared::day::{Day, stamp};
use daiban_shared::figures::{Dimension, Measure, Measures, Rate, ReportKind, Term, change};
use daiban_shared::id::SiteId;
use daiban_shared::report::{Beside, name_of, parts, rates_of};
use daiban_shared::site::Tier;
use daiban_shared::text::{FigureUi, Lang, ProblemText, ReportText, fill};

const NARROW: f64 = 11.0;
const WIDE: f64 = 24.0;
/// Of the first page, which is read as a text.
const TEXT: f64 = 100.0;
/// Measures of a report's tables: a sheet of paper is not wider.
const MEASURES: [Measure; 7] = [
    Measure::Carried,
    Measure::Accepted,
    Measure::Done,
    Measure::OnTime,
    Measure::Early,
    Measure::Late,
    Measure::InWork,
];

/// Reads what is asked for and counts it.
pub fn report_of(who: &mut Signed) -> Result<(Report, Lang), Fault> {
    who.must_look_over()?;
    let query = who.visit.query(&["kind", "of", "site", "lang"])?;
    let kind = query.word("kind")?.unwrap_or(ReportKind::Month);
    let today = Day::of(who.node().clock().now());
    let of = day(&query, "of")?.unwrap_or(today);
    let place = query.text("site").map(site).transpose()?.unwrap_or(who.session.actor.site);
    let lang = lang(who, &query)?;
    let term = kind.term();
    let from = term.first(of);
    // A period that is not over is counted up to today, one to come as a whole: it has nothing yet.
    let to = if from <= today { term.last(of).min(today) } else { term.last(of) };
    let directory = who.node().store().directory();
    let look = who.look(&directory);
    let read = who.node().store().read(|conn| {
        let of = |by| store::figures(conn, look, Asked { site: place, by, period: term, from, to });
        let places = of(Dimension::Place)?;
        let all = [of(Dimension::Department)?, of(Dimension::Item)?, of(Dimension::Officer)?];
        let problems = store::rule_counts(conn, look, place, places.span, places.before, lang)?;
        let begin = store::first_day(conn)?.filter(|first| *first <= to);
        let begin = begin.map(|from| {
            let (by, period) = (Dimension::Department, Term::HalfYear);
            let all = store::figures(conn, look, Asked { site: place, by, period, from, to })?;
            Ok::<_, crate::Error>((from, all.total.now))
        });
        Ok((places, all, problems, begin.transpose()?))
    });
    let (places, all, problems, begin) = read.map_err(|error| {
        let is_unknown = matches!(error, crate::Error::NotFound);
        if is_unknown { Fault::from(ProblemText::SiteUnknown).at_field("site") } else { error.into() }
    })?;
    let mut found = vec![table(&places, lang)];
    found.extend(all.iter().map(|figures| table(figures, lang)));
    let unused = unused(look, place, &all, lang);
    let beside = Beside { begin, unused: &unused };
    let name = [("place", places.site.name(lang)), ("kind", kind.text(lang))];
    let report = Report {
        kind,
        title: fill(ReportText::Title.text(lang), &name),
        span: places.span,
        before: places.before,
        year_before: places.year_before,
        as_of: places.as_of,
        complete: places.complete,
        total: places.total,
        parts: parts(&places.total, &found, &problems, &beside, lang),
        tables: found,
        problems,
        site: places.site,
    };
    Ok((report, lang))
}

/// Items that can be filed at this place or below it and were not in the period.
fn unused(look: store::Look<'_>, place: SiteId, all: &[Figures], lang: Lang) -> Vec<String> {
    let tier = look.view().site(place).map_or(Tier::Village, |site| site.tier);
    let used = |code: &str| {
        let rows = all.iter().filter(|figures| figures.by == Dimension::Item).flat_map(|figures| &figures.rows);
        rows.filter(|row| row.figures.now.get(Measure::Accepted) > 0)
            .any(|row| matches!(&row.key, FigureKey::Item { code: of, .. } if of == code))
    };
    let items = look.view().items().map(|(_, item)| item);
    let offered = items.filter(|item| item.accept_tiers.iter().any(|at| *at <= tier) && !used(&item.code));
    offered.map(|item| item.name(lang).to_owned()).collect()
}

fn table(figures: &Figures, lang: Lang) -> ReportTable {
    let title = match figures.by {
        Dimension::Place | Dimension::Time => ReportText::TablePlaces,
        Dimension::Department => ReportText::TableDepts,
        Dimension::Item => ReportText::TableItems,
        Dimension::Officer => ReportText::TableOfficers,
    };
    // What was there only in an earlier period stands in the sums beside.
    let is_now = |row: &&FigureRow| row.key.is_part_of(figures.site.id) && row.figures.now != Measures::default();
    let rows = figures.rows.iter().filter(is_now).cloned().collect();
    ReportTable { by: figures.by, title: title.text(lang).to_owned(), rows }
}

/// The report to take away: the text, the whole, a table for each dimension, and the problems.
pub fn book(report: &Report, lang: Lang) -> Book {
    let mut pages = vec![(report.kind.text(lang).to_owned(), text(report, lang))];
    pages.push((ReportText::TableTotal.text(lang).to_owned(), whole(report, lang)));
    let filled = report.tables.iter().filter(|table| !table.rows.is_empty());
    pages.extend(filled.map(|table| (table.title.clone(), rows(table, &report.total, lang))));
    if !report.problems.is_empty() {
        pages.push((ReportText::TableProblems.text(lang).to_owned(), problems(report, lang)));
    }
    Book { file: format!("{}-{}", report.title, report.span.from), pages }
}

fn sheet(columns: Vec<(&str, f64)>, rows: Vec<Vec<Cell>>) -> Sheet {
    let columns = columns.into_iter().map(|(name, width)| (name.to_owned(), width)).collect();
    Sheet { file: String::new(), columns, rows, notes: Vec::new() }
}

fn text(report: &Report, lang: Lang) -> Sheet {
    let span = |text: FigureUi, span: daiban_shared::api::DaySpan| {
        Cell::Text(fill(text.text(lang), &[("from", &span.from.to_string()), ("to", &span.to.to_string())]))
    };
    let mut rows = vec![
        vec![span(FigureUi::Now, report.span)],
        vec![span(FigureUi::Before, report.before)],
        vec![span(FigureUi::YearBefore, report.year_before)],
        vec![Cell::Text(fill(ReportText::AsOf.text(lang), &[("time", &stamp(report.as_of))]))],
        vec![Cell::Text(tables::complete_words(report.complete, lang))],
    ];
    for part in &report.parts {
        rows.push(vec![Cell::Text(part.heading.clone())]);
        rows.extend(part.sentences.iter().map(|sentence| vec![Cell::Text(sentence.clone())]));
    }
    sheet(vec![(&report.title, TEXT)], rows)
}

fn whole(report: &Report, lang: Lang) -> Sheet {
    let FigureSet { now, before, year_before } = &report.total;
    let columns = vec![
        (ReportText::Indicator.text(lang), WIDE),
        (ReportText::ColumnNow.text(lang), NARROW),
        (ReportText::ColumnBefore.text(lang), NARROW),
        (ReportText::ColumnYear.text(lang), NARROW),
    ];
    let counts = Measure::ALL.iter().map(|measure| {
        let mut row = vec![Cell::text(measure.text(lang))];
        row.extend([now, before, year_before].map(|measures| Cell::Count(measures.get(*measure))));
        row
    });
    let rates = Rate::ALL.iter().map(|rate| {
        let mut row = vec![Cell::text(rate.text(lang))];
        row.extend([now, before, year_before].map(|measures| share(rate.of(measures))));
        row
    });
    sheet(columns, counts.chain(rates).collect())
}

fn rows(table: &ReportTable, total: &FigureSet, lang: Lang) -> Sheet {
    let mut columns = vec![(table.by.text(lang), WIDE)];
    columns.extend(MEASURES.map(|measure| (measure.text(lang), NARROW)));
    columns.extend(rates_of(table.by).iter().map(|rate| (rate.text(lang), NARROW)));
    columns.extend([(FigureUi::OnPeriod.text(lang), NARROW), (FigureUi::OnYear.text(lang), NARROW)]);
    let line = |name: String, set: &FigureSet| {
        let grown = |earlier: u64| Cell::of(change(set.now.accepted, earlier), Cell::BasisPoints);
        let mut row = vec![Cell::Text(name)];
        row.extend(MEASURES.map(|measure| Cell::Count(set.now.get(measure))));
        row.extend(rates_of(table.by).iter().map(|rate| share(rate.of(&set.now))));
        row.extend([grown(set.before.accepted), grown(set.year_before.accepted)]);
        row
    };
    let mut found: Vec<Vec<Cell>> = table.rows.iter().map(|row| line(name_of(&row.key, lang), &row.figures)).collect();
    found.push(line(daiban_shared::text::OfficeUi::Total.text(lang).to_owned(), total));
    sheet(columns, found)
}

fn problems(report: &Report, lang: Lang) -> Sheet {
    let columns = [
        ReportText::ColumnRule,
        ReportText::ColumnLight,
        ReportText::ColumnNow,
        ReportText::ColumnBefore,
        ReportText::ColumnOpen,
        ReportText::ColumnOfficial,
        ReportText::ColumnCards,
        ReportText::ColumnAnswered,
        ReportText::ColumnCancelled,
    ];
    let widths = [WIDE].into_iter().chain(std::iter::repeat(NARROW));
    let columns = columns.map(|text| text.text(lang)).into_iter().zip(widths).collect();
    let line = |count: &daiban_shared::api::RuleCount| {
        let numbers =
            [count.now, count.before, count.open, count.official, count.cards, count.answered, count.cancelled];
        let mut row = vec![Cell::text(count.text.clone()), Cell::text(count.light.text(lang))];
        row.extend(numbers.map(Cell::Count));
        row
    };
    sheet(columns, report.problems.iter().map(line).collect())
}
