//! `/figures`: every measure by place, department, item, officer or time, as JSON and as a table.

use super::{lang, tables};
use crate::http::body::Query;
use crate::http::problem::Fault;
use crate::http::sheet::{Cell, Sheet};
use crate::http::visit::Signed;
use crate::http::worklists::{day, site};
use crate::store::{self, Asked};
use daiban_shared::api::{DaySpan, FigureRow, FigureSet, Figures};
use daiban_shared::day::Day;
use daiban_shared::figures::{Dimension, Measure, Rate, Term, change};
use daiban_shared::form::FieldError;
use daiban_shared::report::name_of;
use daiban_shared::text::{FigureUi, Lang, OfficeUi, ProblemText, fill};

const NARROW: f64 = 11.0;
const WIDE: f64 = 24.0;

/// Reads what is asked for and counts it.
pub fn figures_of(who: &mut Signed) -> Result<(Figures, Lang), Fault> {
    who.must_look_over()?;
    let query = who.visit.query(&["site", "by", "period", "from", "to", "lang"])?;
    let of = query.text("site").map(site).transpose()?.unwrap_or(who.session.actor.site);
    let period = query.word("period")?.unwrap_or(Term::Month);
    let (from, to) = span(who, &query, period)?;
    let by = query.word("by")?.unwrap_or(Dimension::Place);
    let directory = who.node().store().directory();
    let look = who.look(&directory);
    let asked = Asked { site: of, by, period, from, to };
    let read = who.node().store().read(|conn| store::figures(conn, look, asked));
    let figures = read.map_err(|error| {
        let is_unknown = matches!(error, crate::Error::NotFound);
        if is_unknown { Fault::from(ProblemText::SiteUnknown).at_field("site") } else { error.into() }
    })?;
    Ok((figures, lang(who, &query)?))
}

/// The days asked for: a period by one of its days, or from and to. A period that is not over is counted up to today.
fn span(who: &Signed, query: &Query, period: Term) -> Result<(Day, Day), Fault> {
    let today = Day::of(who.node().clock().now());
    let to = day(query, "to")?;
    let from = day(query, "from")?.unwrap_or_else(|| period.first(to.unwrap_or(today)));
    let to = to.unwrap_or_else(|| {
        let last = period.last(from);
        if from <= today { last.min(today) } else { last }
    });
    if from > to { Err(Fault::field("to", FieldError::NotADay)) } else { Ok((from, to)) }
}

/// The table to take away; below it, what each measure means.
pub fn sheet(figures: &Figures, today: Day, lang: Lang) -> Sheet {
    let mut columns = vec![(figures.by.text(lang).to_owned(), WIDE)];
    columns.extend(Measure::ALL.iter().map(|measure| (measure.text(lang).to_owned(), NARROW)));
    columns.extend(Rate::ALL.iter().map(|rate| (rate.text(lang).to_owned(), NARROW)));
    let beside = [
        FigureUi::AcceptedBefore,
        FigureUi::DoneBefore,
        FigureUi::OnPeriod,
        FigureUi::AcceptedYear,
        FigureUi::DoneYear,
        FigureUi::OnYear,
    ];
    let is_time = figures.by == Dimension::Time;
    if !is_time {
        columns.extend(beside.map(|text| (text.text(lang).to_owned(), NARROW)));
    }
    let line = |name: String, set: &FigureSet| {
        let counts = Measure::ALL.iter().map(|measure| Cell::Count(set.now.get(*measure)));
        let rates = Rate::ALL.iter().map(|rate| share(rate.of(&set.now)));
        let mut cells: Vec<Cell> = [Cell::Text(name)].into_iter().chain(counts).chain(rates).collect();
        for earlier in [&set.before, &set.year_before].into_iter().filter(|_| !is_time) {
            let grown = change(set.now.accepted, earlier.accepted);
            cells.extend([
                Cell::Count(earlier.accepted),
                Cell::Count(earlier.done),
                Cell::of(grown, Cell::BasisPoints),
            ]);
        }
        cells
    };
    let mut rows: Vec<Vec<Cell>> =
        figures.rows.iter().map(|row: &FigureRow| line(name_of(&row.key, lang), &row.figures)).collect();
    // The first place is the whole branch.
    if figures.by != Dimension::Place {
        rows.push(line(OfficeUi::Total.text(lang).to_owned(), &figures.total));
    }
    let said = |text: FigureUi, span: DaySpan| {
        fill(text.text(lang), &[("from", &span.from.to_string()), ("to", &span.to.to_string())])
    };
    let mut notes = vec![
        format!("{} {}", figures.site.name(lang), said(FigureUi::Now, figures.span)),
        said(FigureUi::Before, figures.before),
        said(FigureUi::YearBefore, figures.year_before),
        tables::complete_words(figures.complete, lang),
    ];
    notes.extend(Measure::ALL.iter().map(|measure| {
        fill(FigureUi::MeaningOf.text(lang), &[("name", measure.text(lang)), ("meaning", measure.meaning(lang))])
    }));
    let file = format!("{}-{}-{today}", figures.site.name(lang), FigureUi::Title.text(lang));
    Sheet { file, columns, rows, notes }
}

/// A share of which there may be none.
pub fn share(of: Option<u64>) -> Cell {
    Cell::of(of.and_then(|share| i64::try_from(share).ok()), Cell::BasisPoints)
}
