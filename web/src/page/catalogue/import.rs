//! A new edition of the catalogue: choose a file, see what it would change, publish exactly that.

use std::rc::Rc;

use daiban_shared::api::{CatalogueCheck, CataloguePublished, CheckedFault, CheckedRow, RowState};
use daiban_shared::import::ERRORS_MAX;
use daiban_shared::kind::Role;
use daiban_shared::site::Tier;
use daiban_shared::text::{CatalogueUi, Lang, fill};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{diff, lines};
use crate::api::{Ask, encode};
use crate::app::route::Route;
use crate::app::session::use_session;
use crate::send::{Sender, use_sender};
use crate::ui::button::SendButton;
use crate::ui::icon::{Icon, icon};
use crate::ui::link::{Go, up};
use crate::ui::notice::Outcome;
use crate::ui::title::Title;

/// How far one is.
#[derive(Debug, Clone, Default, PartialEq)]
struct Edition {
    file: Option<web_sys::File>,
    check: Option<Rc<CatalogueCheck>>,
    done: Option<CataloguePublished>,
}

enum Step {
    Chosen(web_sys::File),
    Checked(CatalogueCheck),
    Published(CataloguePublished),
}

impl Reducible for Edition {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        Rc::new(match step {
            // What was checked belongs to the file before.
            Step::Chosen(file) => Self { file: Some(file), check: None, done: None },
            Step::Checked(check) => Self { check: Some(Rc::new(check)), done: None, ..(*self).clone() },
            // Published is published: the same press must not be offered again.
            Step::Published(done) => Self { file: None, check: None, done: Some(done) },
        })
    }
}

/// `/catalogue/import`
#[component]
pub fn ImportPage() -> Html {
    let session = use_session();
    let lang = session.lang;
    let edition = use_reducer(Edition::default);
    let sender = use_sender();
    let publisher = use_sender();
    let edits = session.has_role(&[Role::Admin]) && session.me().is_some_and(|me| me.site.tier == Tier::District);
    if !edits {
        return html! {
            <><Title text={CatalogueUi::ImportTitle.text(lang)} /><p class="notice warn" data-test="not-allowed">{ CatalogueUi::NotAllowed.text(lang) }</p></>
        };
    }
    let check = {
        let (sender, edition) = (sender.clone(), edition.clone());
        move |file: web_sys::File| {
            let to = edition.dispatcher();
            sender.send::<CatalogueCheck>(Ask::file("/catalogue/check", file), move |check| {
                to.dispatch(Step::Checked(check))
            });
        }
    };
    let onchange = {
        let (edition, check, publisher) = (edition.clone(), check.clone(), publisher.clone());
        Callback::from(move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else { return };
            publisher.clear();
            edition.dispatch(Step::Chosen(file.clone()));
            check(file);
        })
    };
    let again = {
        let file = edition.file.clone();
        Callback::from(move |()| {
            if let Some(file) = file.clone() {
                check(file);
            }
        })
    };
    let publish = {
        let (publisher, edition) = (publisher.clone(), edition.clone());
        Callback::from(move |()| {
            let Some((file, found)) = edition.file.clone().zip(edition.check.clone()) else { return };
            let path = format!("/catalogue/publish?mark={}", encode(&found.mark));
            let to = edition.dispatcher();
            publisher.send::<CataloguePublished>(Ask::file(path, file), move |done| to.dispatch(Step::Published(done)));
        })
    };
    let busy = sender.state.is_busy() || publisher.state.is_busy();
    html! {
        <>
            { up(Route::Catalogue, CatalogueUi::Title.text(lang)) }
            <Title text={CatalogueUi::ImportTitle.text(lang)} />
            <p class="lead" id="import-lead">{ CatalogueUi::ImportLead.text(lang) }</p>
            <div class="filters">
                // The browser's own control speaks the browser's language and says little; its label is the button.
                <span class="file-pick">
                    <input type="file" id="catalogue-file" class="hidden" accept=".json,application/json" disabled={busy}
                        aria-describedby="import-lead" {onchange} data-test="catalogue-file" />
                    <label for="catalogue-file" class="button">{ icon(Icon::FolderOpen) }{ CatalogueUi::ChooseFile.text(lang) }</label>
                </span>
                if let Some(file) = &edition.file { <span data-test="file-name">{ chosen(file, lang) }</span> }
                if edition.check.is_some() {
                    <SendButton second={true} text={CatalogueUi::CheckAgain.text(lang)} busy={sender.state.is_busy()} onclick={again.clone()}
                        test="check-again" />
                }
            </div>
            // Places that stay: what a screen reader watches must be there before it speaks.
            <div role="status">
                if sender.state.is_busy() {
                    <div class="progress"><span>{ CatalogueUi::Checking.text(lang) }</span><progress /></div>
                }
            </div>
            <div><Outcome sender={sender.clone()} on_again={again} /></div>
            <div role="status">if let Some(done) = edition.done { { published(done, lang) } }</div>
            <div>if let Some(found) = edition.check.clone() { { result(&found, &publisher, publish, lang) } }</div>
        </>
    }
}

fn chosen(file: &web_sys::File, lang: Lang) -> String {
    let size = (file.size() / 1024.0).ceil().to_string();
    fill(CatalogueUi::FileChosen.text(lang), &[("name", &file.name()), ("size", &size)])
}

fn published(done: CataloguePublished, lang: Lang) -> Html {
    let (n, same) = (done.entered.to_string(), done.unchanged.to_string());
    html! {
        <div class="notice good" data-test="published">
            <p>{ fill(CatalogueUi::PublishedNow.text(lang), &[("n", &n), ("same", &same)]) }</p>
            <p><Go to={Route::Catalogue} class={classes!("button")}>{ CatalogueUi::ToCatalogue.text(lang) }</Go></p>
        </div>
    }
}

/// Rows of a state.
fn of(found: &CatalogueCheck, state: RowState) -> Vec<&CheckedRow> {
    found.rows.iter().filter(|row| row.state == state).collect()
}

/// How many rows publishing would enter; none while something is wrong.
fn to_enter(found: &CatalogueCheck) -> Option<usize> {
    let n = of(found, RowState::New).len() + of(found, RowState::Changed).len();
    (found.errors.is_empty() && n > 0).then_some(n)
}

fn result(found: &CatalogueCheck, publisher: &Sender, publish: Callback<()>, lang: Lang) -> Html {
    let count = |text: CatalogueUi, n: usize| fill(text.text(lang), &[("n", &n.to_string())]);
    let (new, changed, same) = (of(found, RowState::New), of(found, RowState::Changed), of(found, RowState::Unchanged));
    let fold = |text: CatalogueUi, n: usize, open: bool, test: &'static str, inner: Html| {
        html! {
            <div>if n > 0 { <details {open} data-test={test}><summary>{ count(text, n) }</summary>{ inner }</details> }</div>
        }
    };
    let names = |rows: &[&CheckedRow]| {
        html! {
            <ul class="names">{ for rows.iter().map(|row| html! { <li key={row.code.clone()}>{ format!("{} {}", row.code, lang.pick(&row.zh, &row.en)) }</li> }) }</ul>
        }
    };
    html! {
        <section class="check" data-test="check-result">
            <h2>{ CatalogueUi::Result.text(lang) }</h2>
            <ul class="chips" data-test="check-counts">
                <li class="chip">{ icon(Icon::OctagonAlert) }{ count(CatalogueUi::ErrorRows, found.errors.len()) }</li>
                <li class="chip">{ icon(Icon::Plus) }{ count(CatalogueUi::NewRows, new.len()) }</li>
                <li class="chip">{ icon(Icon::Pencil) }{ count(CatalogueUi::ChangedRows, changed.len()) }</li>
                <li class="chip">{ icon(Icon::Check) }{ count(CatalogueUi::UnchangedRows, same.len()) }</li>
            </ul>
            if !found.errors.is_empty() {
                <p class="notice bad" role="alert">{ CatalogueUi::ErrorsFirst.text(lang) }</p>
                { faults(&found.errors, found.rows.is_empty(), "errors", lang) }
            }
            { fold(CatalogueUi::ChangedRows, changed.len(), true, "changed-rows", html! { <>{ for changed.iter().map(|row| change(row, found, lang)) }</> }) }
            { fold(CatalogueUi::NewRows, new.len(), true, "new-rows", names(&new)) }
            { fold(CatalogueUi::WarningRows, found.warnings.len(), false, "warning-rows", faults(&found.warnings, false, "warnings", lang)) }
            { fold(CatalogueUi::UnchangedRows, same.len(), false, "unchanged-rows", names(&same)) }
            { fold(CatalogueUi::AbsentRows, found.absent.len(), false, "absent-rows", html! {
                <ul class="names">{ for found.absent.iter().map(|item| html! { <li>{ format!("{} {}", item.code, lang.pick(&item.zh, &item.en)) }</li> }) }</ul>
            }) }
            <div><Outcome sender={publisher.clone()} on_again={publish.clone()} /></div>
            { match to_enter(found) {
                Some(n) => html! {
                    <>
                        <p class="hint">{ CatalogueUi::PublishHint.text(lang) }</p>
                        <p class="buttons">
                            <SendButton text={count(CatalogueUi::Publish, n)} busy={publisher.state.is_busy()} onclick={publish} test="publish" />
                        </p>
                    </>
                },
                None if found.errors.is_empty() => html! { <p class="notice" data-test="nothing">{ CatalogueUi::NothingToPublish.text(lang) }</p> },
                None => Html::default(),
            } }
        </section>
    }
}

fn change(row: &CheckedRow, found: &CatalogueCheck, lang: Lang) -> Html {
    let Some((before, after)) = row.versions.as_deref() else { return Html::default() };
    html! {
        <section key={row.code.clone()} class="card" data-test="changed-row" data-code={row.code.clone()}>
            <h3>{ format!("{} {}", row.code, lang.pick(&row.zh, &row.en)) }</h3>
            { diff::table(&lines::lines(before, after, &found.departments, lang), lang) }
        </section>
    }
}

fn faults(all: &[CheckedFault], whole: bool, test: &'static str, lang: Lang) -> Html {
    // A file that could not be read at all has no items to count.
    let place = |fault: &CheckedFault| match whole {
        true => CatalogueUi::WholeFile.text(lang).to_owned(),
        false => fill(CatalogueUi::RowNo.text(lang), &[("n", &fault.row.to_string())]),
    };
    let field = |fault: &CheckedFault| match (whole, fault.column.as_str()) {
        (true, "") => "–".to_owned(),
        (false, "") => CatalogueUi::WholeItem.text(lang).to_owned(),
        (_, column) => column.to_owned(),
    };
    let head = |text: CatalogueUi| html! { <th scope="col">{ text.text(lang) }</th> };
    html! {
        <>
            <table class="cards" data-test={test}>
                <thead><tr>{ head(CatalogueUi::ColumnRow) }{ head(CatalogueUi::ColumnField) }{ head(CatalogueUi::ColumnMend) }</tr></thead>
                <tbody>{ for all.iter().map(|fault| html! {
                    <tr data-test="fault">
                        <th scope="row" class="nowrap">{ place(fault) }</th>
                        <td data-label={CatalogueUi::ColumnField.text(lang)}><span class="number">{ field(fault) }</span></td>
                        <td data-label={CatalogueUi::ColumnMend.text(lang)}><span>{ fault.words.clone() }</span></td>
                    </tr>
                }) }</tbody>
            </table>
            if all.len() >= ERRORS_MAX {
                <p class="hint">{ fill(CatalogueUi::ManyErrors.text(lang), &[("n", &ERRORS_MAX.to_string())]) }</p>
            }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: &str, state: RowState) -> CheckedRow {
        CheckedRow { row: 1, code: code.into(), zh: "低保".into(), en: "Allowance".into(), state, versions: None }
    }

    fn check(rows: Vec<CheckedRow>, errors: usize) -> CatalogueCheck {
        let fault = CheckedFault { row: 2, column: "zh".into(), words: "不能为空".into() };
        CatalogueCheck {
            mark: "m".into(),
            rows,
            errors: vec![fault; errors],
            warnings: Vec::new(),
            absent: Vec::new(),
            departments: Vec::new(),
        }
    }

    #[test]
    fn only_a_right_file_with_differences_can_be_published() {
        let rows = || vec![row("A", RowState::New), row("B", RowState::Changed), row("C", RowState::Unchanged)];
        assert_eq!(to_enter(&check(rows(), 0)), Some(2));
        assert_eq!(to_enter(&check(rows(), 1)), None);
        assert_eq!(to_enter(&check(vec![row("C", RowState::Unchanged)], 0)), None);
    }

    #[test]
    fn after_publishing_the_same_press_is_not_offered_again() {
        let checked = Rc::new(Edition::default()).reduce(Step::Checked(check(vec![row("A", RowState::New)], 0)));
        assert!(checked.check.is_some());
        let done = checked.reduce(Step::Published(CataloguePublished { entered: 1, unchanged: 0 }));
        assert!(done.check.is_none() && done.file.is_none() && done.done.is_some());
    }
}
