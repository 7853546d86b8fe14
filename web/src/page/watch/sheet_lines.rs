//! The lines of a score sheet: what was measured, where it stands between no points and all, and the list that it counts.

use daiban_shared::api::{DaySpan, SheetRow};
use daiban_shared::appraisal::Unit;
use daiban_shared::figures::basis_points;
use daiban_shared::kind::{Indicator, Score};
use daiban_shared::text::{AppraisalText, Lang};
use yew::prelude::*;

use super::counted::CountedLook;
use super::word;
use crate::app::route::{CaseFilter, Route};
use crate::ui::link::Go;

/// Tenths as points.
pub fn points(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let tenths = tenths.unsigned_abs();
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

/// Hundredths of a per cent without zeros that say nothing: `95 %`, `98.18 %`.
pub fn per_cent(share: u64) -> String {
    let (whole, rest) = (share / 100, share % 100);
    match rest {
        0 => format!("{whole}%"),
        rest if rest % 10 == 0 => format!("{whole}.{}%", rest / 10),
        rest => format!("{whole}.{rest:02}%"),
    }
}

/// A number of a line as people read it.
pub fn value(indicator: Indicator, number: u64) -> String {
    match indicator.unit() {
        Unit::Share(_) => per_cent(number),
        Unit::More | Unit::Fewer => number.to_string(),
    }
}

/// Every line as a table.
pub fn lines(row: &SheetRow, span: DaySpan, lang: Lang) -> Html {
    let heads = [
        AppraisalText::Indicator,
        AppraisalText::Measured,
        AppraisalText::Scale,
        AppraisalText::Weight,
        AppraisalText::LinePoints,
    ];
    html! {
        <table class="figures score-lines" data-test="score-lines">
            <thead><tr>
                { for heads.iter().map(|head| html! { <th scope="col">{ head.text(lang) }</th> }) }
                <th scope="col" class="screen-only">{ AppraisalText::Evidence.text(lang) }</th>
            </tr></thead>
            <tbody>{ for row.scores.iter().map(|score| draw(row, score, span, lang)) }</tbody>
        </table>
    }
}

fn draw(row: &SheetRow, score: &Score, span: DaySpan, lang: Lang) -> Html {
    let line = score.line;
    let tenths = score.tenths.map_or_else(|| "–".to_owned(), |tenths| points(tenths.into()));
    html! {
        <tr key={word(&line.indicator)} data-test="score-line" data-of={word(&line.indicator)}>
            <th scope="row">{ line.indicator.text(lang) }</th>
            <td>{ measured(score, lang) }</td>
            <td>{ format!("{} / {}", value(line.indicator, line.full.into()), value(line.indicator, line.zero.into())) }</td>
            <td>{ line.weight.to_string() }</td>
            <td><strong>{ tenths }</strong></td>
            <td class="screen-only">{ evidence(row, line.indicator, span, lang) }</td>
        </tr>
    }
}

/// `98.18% (243000/247500)`, or a number.
fn measured(score: &Score, lang: Lang) -> String {
    match score.whole {
        None => score.part.to_string(),
        Some(whole) => match basis_points(score.part, whole) {
            Some(share) => format!("{} ({}/{whole})", per_cent(share), score.part),
            None => AppraisalText::NothingToMeasure.text(lang).to_owned(),
        },
    }
}

/// The list that a line counts.
fn evidence(row: &SheetRow, indicator: Indicator, span: DaySpan, lang: Lang) -> Html {
    let figure = match indicator.unit() {
        Unit::Share(rate) => Some(word(&rate.parts().0)),
        Unit::More => Some("accepted".to_owned()),
        Unit::Fewer => None,
    };
    if let Some(figure) = figure {
        let (dept, officer) = (row.department.as_ref(), row.officer.as_ref());
        let counted = CaseFilter::counted(&row.site.id.0.to_string(), &figure, span.from, span.to);
        let filter = CaseFilter {
            dept: dept.map(|dept| dept.id.0.to_string()).unwrap_or_default(),
            officer: officer.map(|who| who.id.to_string()).unwrap_or_default(),
            // An officer is appraised by all that he did in the branch.
            site: if officer.is_some() { String::new() } else { counted.site.clone() },
            ..counted
        };
        let filter = if dept.is_none() && officer.is_none() { filter.own() } else { filter };
        return html! { <Go to={Route::Cases} {filter} test="score-cases">{ AppraisalText::SeeCases.text(lang) }</Go> };
    }
    let look = CountedLook::of(row, span);
    match indicator {
        Indicator::Cards | Indicator::CardsLate => {
            html! { <Go to={Route::Cards} query={look.query()} test="score-cards">{ AppraisalText::SeeCards.text(lang) }</Go> }
        }
        Indicator::Findings | Indicator::FindingsLate => {
            html! { <Go to={Route::Inspections} query={look.query()} test="score-inspections">{ AppraisalText::SeeInspections.text(lang) }</Go> }
        }
        Indicator::OnTime
        | Indicator::Early
        | Indicator::Instant
        | Indicator::Treated
        | Indicator::AfterFact
        | Indicator::Volume => Html::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_and_shares_read_as_people_write_them() {
        assert_eq!([points(985), points(-5), points(0)], ["98.5", "-0.5", "0.0"]);
        assert_eq!(
            [per_cent(10_000), per_cent(9_818), per_cent(9_550), per_cent(5)],
            ["100%", "98.18%", "95.5%", "0.05%"]
        );
    }
}
