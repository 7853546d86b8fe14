//! The table of acceptances with gaps: which papers lacked, by when they were promised, and whether they came.

use daiban_shared::api::GapRow;
use daiban_shared::text::{Lang, RegisterUi, fill};
use yew::prelude::*;

use super::{Line, case_cells, ended_cell, head, timely_badge};

impl Line for GapRow {
    const ORDER: RegisterUi = RegisterUi::ByAcceptance;
    const NONE: RegisterUi = RegisterUi::GapsNone;
    const NAME: RegisterUi = RegisterUi::Gaps;

    fn table(rows: &[Self], lang: Lang) -> Html {
        let heads = [
            RegisterUi::Number,
            RegisterUi::Place,
            RegisterUi::AcceptedOn,
            RegisterUi::Papers,
            RegisterUi::Promised,
            RegisterUi::FilledOn,
            RegisterUi::EndedOn,
            RegisterUi::Timely,
        ];
        html! {
            <div class="scroll"><table class="cards" data-test="register-table">
                <thead><tr>{ for heads.iter().map(|text| head(*text, lang)) }</tr></thead>
                <tbody>{ for rows.iter().map(|row| line(row, lang)) }</tbody>
            </table></div>
        }
    }
}

fn line(row: &GapRow, lang: Lang) -> Html {
    let label = |text: RegisterUi| text.text(lang);
    let accepted = row.case.accepted_on.map(|day| day.to_string()).unwrap_or_default();
    html! {
        <tr key={row.case.id.to_string()} data-test="register-row" data-number={row.case.number.clone()}>
            { case_cells(&row.case, lang) }
            <td class="day" data-label={label(RegisterUi::AcceptedOn)}><span>{ accepted }<small>{ row.accepted_at.name(lang).to_owned() }</small></span></td>
            <td data-label={label(RegisterUi::Papers)}><span>{ for row.papers.iter().map(|paper| html! { <span class="survey">{ paper.words(lang) }</span> }) }</span></td>
            <td class="day" data-label={label(RegisterUi::Promised)}><span>{ row.promised.map(|day| day.to_string()).unwrap_or_default() }</span></td>
            <td class="day" data-label={label(RegisterUi::FilledOn)}><span>
                if let Some(day) = row.filled_on { { day.to_string() } } else { <span class="faint">{ label(RegisterUi::NotFilled) }</span> }
            </span></td>
            { ended_cell(&row.case, lang) }
            <td data-label={label(RegisterUi::Timely)}><span>
                { timely_badge(row.timely, row.says(), lang) }
                if row.days_late > 0 { <small>{ fill(label(RegisterUi::FilledLate), &[("n", &row.days_late.to_string())]) }</small> }
            </span></td>
        </tr>
    }
}
