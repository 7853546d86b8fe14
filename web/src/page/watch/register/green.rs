//! The table of the green channel: who admitted a case, and its real times.

use daiban_shared::api::{GreenRow, SurveyRow};
use daiban_shared::text::{Lang, RegisterUi, fill};
use yew::prelude::*;

use super::{Line, case_cells, ended_cell, head, timely_badge};

impl Line for GreenRow {
    const ORDER: RegisterUi = RegisterUi::ByAdmission;
    const NONE: RegisterUi = RegisterUi::GreenNone;
    const NAME: RegisterUi = RegisterUi::Green;

    fn table(rows: &[Self], lang: Lang) -> Html {
        let heads = [
            RegisterUi::Number,
            RegisterUi::Place,
            RegisterUi::Body,
            RegisterUi::AdmittedOn,
            RegisterUi::AcceptedOn,
            RegisterUi::Due,
            RegisterUi::EndedOn,
            RegisterUi::Used,
            RegisterUi::Survey,
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

fn line(row: &GreenRow, lang: Lang) -> Html {
    let label = |text: RegisterUi| text.text(lang);
    let entered = format!("{}{}{}", label(RegisterUi::EnteredAt), lang.pick("：", ": "), row.admitted_at.name(lang));
    html! {
        <tr key={row.case.id.to_string()} data-test="register-row" data-number={row.case.number.clone()}>
            { case_cells(&row.case, lang) }
            <td data-label={label(RegisterUi::Body)}><span>{ row.body.clone() }<small>{ row.ground.text(lang) }</small><small>{ entered }</small></span></td>
            <td class="day" data-label={label(RegisterUi::AdmittedOn)}><span>{ row.admitted_on.to_string() }</span></td>
            <td class="day" data-label={label(RegisterUi::AcceptedOn)}><span>
                if let Some(day) = row.case.accepted_on { { day.to_string() } } else { <span class="faint">{ label(RegisterUi::NotAccepted) }</span> }
            </span></td>
            <td class="day" data-label={label(RegisterUi::Due)}><span>
                { row.due.map(|day| day.to_string()).unwrap_or_else(|| "—".to_owned()) }
                if row.provisional { <small>{ label(RegisterUi::Provisional) }</small> }
            </span></td>
            { ended_cell(&row.case, lang) }
            <td data-label={label(RegisterUi::Used)} data-test="register-used"><span>{ used(row, lang) }</span></td>
            <td data-label={label(RegisterUi::Survey)}><span>
                if let Some(day) = row.survey_by.filter(|_| row.surveys.is_empty()) {
                    { fill(RegisterUi::SurveyBy.text(lang), &[("day", &day.to_string())]) }
                } else if row.surveys.is_empty() { <span class="faint">{ label(RegisterUi::SurveyNone) }</span> }
                { for row.surveys.iter().map(|survey| surveyed(survey, lang)) }
            </span></td>
            <td data-label={label(RegisterUi::Timely)}>{ timely_badge(row.timely, RegisterUi::of(row.timely), lang) }</td>
        </tr>
    }
}

fn used(row: &GreenRow, lang: Lang) -> Html {
    let Some(days) = row.used_days else { return html! { <span class="faint">{ "—" }</span> } };
    let words = |text: RegisterUi, n: u32| fill(text.text(lang), &[("n", &n.to_string())]);
    html! {
        <>
            { words(RegisterUi::UsedDays, days) }
            if row.paused_days > 0 { <small>{ words(RegisterUi::PausedDays, row.paused_days) }</small> }
        </>
    }
}

fn surveyed(survey: &SurveyRow, lang: Lang) -> Html {
    html! { <span class="survey">{ timely_badge(survey.timely, RegisterUi::of(survey.timely), lang) }<small>{ survey.words(lang) }</small></span> }
}
