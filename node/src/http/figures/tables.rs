//! Figures and lists as tables to take away: the columns that the page shows, in the page's language.

use crate::http::sheet::{Cell, Sheet};
use daiban_shared::api::{CaseRow, Comparison, Complete, Counts, Flow, Freshness, Overview, PlaceRow, SiteRef, Trends};
use daiban_shared::day::{Day, stamp};
use daiban_shared::id::{Millis, SiteId};
use daiban_shared::site::Tier;
use daiban_shared::text::{FileUi, Lang, OfficeUi, PlaceUi, ReportText, Ui, fill};

const NARROW: f64 = 10.0;
const WIDE: f64 = 18.0;
const WIDEST: f64 = 30.0;

/// Every place with its counts.
pub fn overview(view: &Overview, place: &SiteRef, today: Day, lang: Lang) -> Sheet {
    let counts = |counts: &Counts| {
        [counts.received, counts.accepted, counts.done, counts.closed, counts.overdue, counts.due_soon].map(Cell::Count)
    };
    let row = |row: &PlaceRow| {
        let above = row.parent.and_then(|id| name_in(view.places.iter().map(|place| &place.site), id, lang));
        let names =
            [Cell::text(row.site.name(lang)), Cell::of(above, Cell::Text), Cell::text(tier(row.site.tier, lang))];
        let ends = [
            Cell::Count(row.in_hand),
            Cell::text(freshness(row.freshness).text(lang)),
            Cell::of(row.heard_until, Cell::Moment),
        ];
        names.into_iter().chain(counts(&row.filed)).chain(ends).collect()
    };
    let mut rows: Vec<Vec<Cell>> = view.places.iter().map(row).collect();
    let in_hand = view.places.iter().map(|place| place.in_hand).sum();
    let total = [Cell::text(OfficeUi::Total.text(lang)), Cell::Empty, Cell::Empty];
    rows.push(total.into_iter().chain(counts(&view.total)).chain([Cell::Count(in_hand)]).collect());
    let known = |place: &&PlaceRow| place.freshness != Freshness::NoMachine;
    let complete = Complete {
        to: view.as_of,
        places: view.places.iter().filter(|place| place.freshness == Freshness::Fresh).count() as u32,
        of: view.places.iter().filter(known).count() as u32,
    };
    let place_columns = [
        (PlaceUi::Place.text(lang), WIDE),
        (OfficeUi::ColumnParent.text(lang), WIDE),
        (OfficeUi::ColumnTier.text(lang), NARROW),
    ];
    let figures = [
        PlaceUi::Received,
        PlaceUi::Accepted,
        PlaceUi::Done,
        PlaceUi::Filed,
        PlaceUi::OverdueWord,
        PlaceUi::DueSoonWord,
        PlaceUi::InHandWord,
    ];
    let ends = [(PlaceUi::Freshness.text(lang), NARROW), (OfficeUi::ColumnHeard.text(lang), WIDE)];
    let columns = place_columns.into_iter().chain(figures.map(|text| (text.text(lang), NARROW))).chain(ends);
    sheet(name(place, OfficeUi::FileOverview, today, lang), columns, rows, vec![complete_words(complete, lang)])
}

/// One branch over time.
pub fn trends(trends: &Trends, today: Day, lang: Lang) -> Sheet {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut all = Flow::default();
    for point in &trends.points {
        all = all.plus(point.flow);
        rows.push([Cell::Day(point.from), Cell::Day(point.to)].into_iter().chain(flow(point.flow)).collect());
    }
    rows.push([Cell::text(OfficeUi::Total.text(lang)), Cell::Empty].into_iter().chain(flow(all)).collect());
    let days = [(OfficeUi::ColumnFrom.text(lang), WIDE), (OfficeUi::ColumnTo.text(lang), WIDE)];
    let columns = days.into_iter().chain(flow_columns(lang));
    sheet(
        name(&trends.site, OfficeUi::FileTrends, today, lang),
        columns,
        rows,
        vec![complete_words(trends.complete, lang)],
    )
}

/// Every place with its branch.
pub fn comparison(comparison: &Comparison, place: &SiteRef, today: Day, lang: Lang) -> Sheet {
    let rows = comparison.places.iter().map(|row| {
        let above = row.parent.and_then(|id| name_in(comparison.places.iter().map(|place| &place.site), id, lang));
        let names =
            [Cell::text(row.site.name(lang)), Cell::of(above, Cell::Text), Cell::text(tier(row.site.tier, lang))];
        names.into_iter().chain(flow(row.flow)).chain([Cell::Count(row.open), Cell::Count(row.overdue)]).collect()
    });
    let names = [
        (PlaceUi::Place.text(lang), WIDE),
        (OfficeUi::ColumnParent.text(lang), WIDE),
        (OfficeUi::ColumnTier.text(lang), NARROW),
    ];
    let now = [(OfficeUi::OpenWord.text(lang), NARROW), (PlaceUi::OverdueWord.text(lang), NARROW)];
    let columns = names.into_iter().chain(flow_columns(lang)).chain(now);
    let days = fill(
        OfficeUi::TrendsTitle.text(lang),
        &[("place", place.name(lang)), ("from", &comparison.from.to_string()), ("to", &comparison.to.to_string())],
    );
    let notes = vec![days, complete_words(comparison.complete, lang)];
    sheet(name(place, OfficeUi::FileCompare, today, lang), columns, rows.collect(), notes)
}

/// A list of cases; `cut` = only so many of them.
pub fn cases(rows: &[CaseRow], cut: Option<usize>, place: &SiteRef, now: Millis, lang: Lang) -> Sheet {
    let row = |row: &CaseRow| {
        vec![
            Cell::text(&row.number),
            Cell::text(&row.item.code),
            Cell::text(lang.pick(&row.item.zh, &row.item.en)),
            Cell::text(&row.applicant),
            Cell::text(row.site.name(lang)),
            Cell::text(row.status.text(lang)),
            Cell::of(row.outcome.map(|outcome| outcome.text(lang).to_owned()), Cell::Text),
            Cell::text(row.holder.site.name(lang)),
            Cell::of(row.due.as_ref().map(|due| due.day), Cell::Day),
            Cell::Moment(row.opened_at),
            Cell::Moment(row.changed_at),
        ]
    };
    let columns = [
        (OfficeUi::ColumnNumber.text(lang), 24.0),
        (OfficeUi::ColumnItemCode.text(lang), NARROW),
        (Ui::ColumnItem.text(lang), WIDEST),
        (Ui::ColumnApplicant.text(lang), WIDE),
        (Ui::FilterPlace.text(lang), WIDE),
        (Ui::ColumnStatus.text(lang), NARROW),
        (OfficeUi::ColumnOutcome.text(lang), NARROW),
        (Ui::ColumnHolder.text(lang), WIDE),
        (Ui::ColumnDue.text(lang), WIDE),
        (OfficeUi::ColumnFiledAt.text(lang), WIDE),
        (OfficeUi::ColumnChangedAt.text(lang), WIDE),
    ];
    let cut = cut.map(|n| fill(OfficeUi::CutAt.text(lang), &[("n", &n.to_string())]));
    let as_of = fill(ReportText::AsOf.text(lang), &[("time", &stamp(now))]);
    let notes = [as_of].into_iter().chain(cut).collect();
    sheet(
        name(place, OfficeUi::FileCases, Day::of(now), lang),
        columns.into_iter(),
        rows.iter().map(row).collect(),
        notes,
    )
}

fn sheet<'a>(
    file: String,
    columns: impl Iterator<Item = (&'a str, f64)>,
    rows: Vec<Vec<Cell>>,
    notes: Vec<String>,
) -> Sheet {
    Sheet { file, columns: columns.map(|(name, width)| (name.to_owned(), width)).collect(), rows, notes }
}

fn name(place: &SiteRef, table: OfficeUi, today: Day, lang: Lang) -> String {
    format!("{}-{}-{today}", place.name(lang), table.text(lang))
}

fn name_in<'a>(mut places: impl Iterator<Item = &'a SiteRef>, id: SiteId, lang: Lang) -> Option<String> {
    places.find(|place| place.id == id).map(|place| place.name(lang).to_owned())
}

fn flow(flow: Flow) -> [Cell; 4] {
    let share = Cell::of(flow.on_time_permille(), Cell::Permille);
    [Cell::Count(flow.filed), Cell::Count(flow.ended), Cell::Count(flow.late), share]
}

fn flow_columns(lang: Lang) -> [(&'static str, f64); 4] {
    [OfficeUi::FiledFlow, OfficeUi::EndedFlow, OfficeUi::LateFlow, OfficeUi::OnTime]
        .map(|text| (text.text(lang), NARROW))
}

/// How much of what happened is in the figures.
pub fn complete_words(complete: Complete, lang: Lang) -> String {
    let text = if complete.places == complete.of { OfficeUi::CompleteAll } else { OfficeUi::CompleteTo };
    let (n, of) = (complete.places.to_string(), complete.of.to_string());
    fill(text.text(lang), &[("time", &stamp(complete.to)), ("n", &n), ("of", &of)])
}

fn freshness(freshness: Freshness) -> PlaceUi {
    match freshness {
        Freshness::Fresh => PlaceUi::Fresh,
        Freshness::Stale => PlaceUi::StaleWord,
        Freshness::Silent => PlaceUi::Silent,
        Freshness::NoMachine => PlaceUi::NoMachine,
    }
}

fn tier(tier: Tier, lang: Lang) -> &'static str {
    let text = match tier {
        Tier::Village => FileUi::TierVillage,
        Tier::Town => FileUi::TierTown,
        Tier::District => FileUi::TierDistrict,
    };
    text.text(lang)
}
