//! The pages. A page fetches, a component draws.
//!
//! Which page an address shows is written here, part by part: a part is one file that a browser loads, so a page that is
//! named in two of them would make both larger.

pub mod calendar;
pub mod case;
pub mod cases;
pub mod catalogue;
pub mod deadline;
pub mod display;
pub mod file;
pub mod filed;
pub mod groups;
mod handing;
pub mod help;
pub mod home;
pub mod item;
pub mod items;
pub mod nodes;
pub mod not_found;
pub mod overview;
pub mod password;
pub mod people;
pub mod practice;
pub mod print;
pub mod print_many;
pub mod rights;
pub mod screen;
pub mod sign_in;
pub mod sync;
pub mod tasks;
pub mod watch;

use yew::prelude::*;

use crate::app::far::{Far, Part};
use crate::app::route::Route;

/// What every visit brings: today's work and the lists; the rest by its part.
pub fn first(route: Route) -> Html {
    match route {
        Route::Home => html! { <home::HomePage /> },
        Route::Cases => html! { <cases::CasesPage /> },
        Route::Tasks => html! { <tasks::TasksPage /> },
        Route::NotFound => html! { <not_found::NotFoundPage /> },
        Route::Items | Route::Item { .. } | Route::File { .. } | Route::Filed { .. } | Route::Groups => {
            far(Part::Filing, route)
        }
        Route::Case { .. } => far(Part::Case, route),
        Route::Print { .. } | Route::PrintFile { .. } | Route::PrintClock { .. } | Route::PrintMany => {
            far(Part::Paper, route)
        }
        Route::Overview
        | Route::OverviewAs { .. }
        | Route::Sync
        | Route::People
        | Route::Nodes
        | Route::Rights
        | Route::Display
        | Route::Help { .. }
        | Route::Practice
        | Route::Password => far(Part::Office, route),
        Route::Wall
        | Route::WallScreen
        | Route::Alarms
        | Route::Cards
        | Route::Card { .. }
        | Route::Inspections
        | Route::InspectionNew
        | Route::Inspection { .. }
        | Route::Appraisal
        | Route::Schemes
        | Route::Sheets
        | Route::Sheet { .. }
        | Route::WatchRules
        | Route::Reports
        | Route::Registers => far(Part::Watch, route),
        Route::Screen
        | Route::Calendar
        | Route::CalendarOf { .. }
        | Route::Deadline
        | Route::Catalogue
        | Route::CatalogueImport
        | Route::Versions { .. } => far(Part::Reference, route),
    }
}

fn far(part: Part, route: Route) -> Html {
    html! { <Far {part} {route} /> }
}

/// One case.
#[allow(clippy::wildcard_enum_match_arm, reason = "the others are drawn by their own parts")]
pub fn case_page(route: Route) -> Html {
    match route {
        Route::Case { id } => html! { <case::CasePage key={id.clone()} id={id.clone()} /> },
        _ => Html::default(),
    }
}

/// The catalogue and filing.
#[allow(clippy::wildcard_enum_match_arm, reason = "the others are drawn by their own parts")]
pub fn filing_page(route: Route) -> Html {
    match route {
        Route::Items => html! { <items::ItemsPage /> },
        Route::Item { code } => html! { <item::ItemPage key={code.clone()} code={code.clone()} /> },
        Route::File { code } => html! { <item::FileDoor key={code.clone()} code={code.clone()} /> },
        Route::Filed { id } => html! { <filed::FiledPage key={id.clone()} id={id.clone()} /> },
        Route::Groups => html! { <groups::GroupsPage /> },
        _ => Html::default(),
    }
}

/// Papers.
#[allow(clippy::wildcard_enum_match_arm, reason = "the others are drawn by their own parts")]
pub fn paper_page(route: Route) -> Html {
    match route {
        Route::Print { id, step } => html! { <print::PrintPage {id} {step} /> },
        Route::PrintFile { id } => html! { <print::FilePrintPage {id} /> },
        Route::PrintClock { id } => html! { <print::ClockPrintPage {id} /> },
        Route::PrintMany => html! { <print_many::PrintManyPage /> },
        _ => Html::default(),
    }
}

/// Supervision, sync, people, machines, settings.
#[allow(clippy::wildcard_enum_match_arm, reason = "the others are drawn by their own parts")]
pub fn office_page(route: Route) -> Html {
    match route {
        Route::Overview => html! { <overview::OverviewPage view="" /> },
        Route::OverviewAs { view } => html! { <overview::OverviewPage {view} /> },
        Route::Sync => html! { <sync::SyncPage /> },
        Route::People => html! { <people::PeoplePage /> },
        Route::Nodes => html! { <nodes::NodesPage /> },
        Route::Rights => html! { <rights::RightsPage /> },
        Route::Display => html! { <display::DisplayPage /> },
        Route::Practice => html! { <practice::PracticePage /> },
        Route::Help { topic } => html! { <help::HelpPage {topic} /> },
        Route::Password => html! { <password::PasswordPage /> },
        _ => Html::default(),
    }
}

/// Supervision: the wall, alarms, cards, rules and reports.
#[allow(clippy::wildcard_enum_match_arm, reason = "the others are drawn by their own parts")]
pub fn watch_page(route: Route) -> Html {
    match route {
        Route::Wall => html! { <watch::wall::WallPage /> },
        Route::WallScreen => html! { <watch::show::WallScreen /> },
        Route::Alarms => html! { <watch::alarms::AlarmsPage /> },
        Route::Cards => html! { <watch::cards::CardsPage /> },
        Route::Card { id } => html! { <watch::card::CardPage key={id.clone()} id={id.clone()} /> },
        Route::Inspections => html! { <watch::inspections::InspectionsPage /> },
        Route::InspectionNew => html! { <watch::inspection_form::InspectionNewPage /> },
        Route::Inspection { id } => html! { <watch::inspection::InspectionPage key={id.clone()} id={id.clone()} /> },
        Route::Appraisal => html! { <watch::appraisal::AppraisalPage /> },
        Route::Schemes => html! { <watch::schemes::SchemesPage /> },
        Route::Sheets => html! { <watch::sheet::SheetsPage /> },
        Route::Sheet { id } => html! { <watch::sheet::SheetPage key={id.clone()} id={id.clone()} /> },
        Route::WatchRules => html! { <watch::rules::RulesPage /> },
        Route::Reports => html! { <watch::report::ReportPage /> },
        Route::Registers => html! { <watch::register::RegisterPage /> },
        _ => Html::default(),
    }
}

/// What is looked up: the calendar, the catalogue and its versions; and the hall's screen.
#[allow(clippy::wildcard_enum_match_arm, reason = "the others are drawn by their own parts")]
pub fn reference_page(route: Route) -> Html {
    match route {
        Route::Screen => html! { <screen::ScreenPage /> },
        Route::Calendar => html! { <calendar::CalendarPage /> },
        Route::CalendarOf { year } => html! { <calendar::CalendarPage {year} /> },
        Route::Deadline => html! { <deadline::DeadlinePage /> },
        Route::Catalogue => html! { <catalogue::CataloguePage /> },
        Route::CatalogueImport => html! { <catalogue::import::ImportPage /> },
        Route::Versions { code } => {
            html! { <catalogue::versions::VersionsPage key={code.clone()} code={code.clone()} /> }
        }
        _ => Html::default(),
    }
}
