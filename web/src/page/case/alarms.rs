//! What rules of supervision saw in this case, and where its cards stand; for who looks over.

use daiban_shared::api::AlarmPage;
use daiban_shared::kind::Role;
use daiban_shared::text::WatchUi;
use yew::prelude::*;

use crate::app::session::use_session;
use crate::load::use_load;
use crate::page::watch::alarms::Row;

#[derive(Properties, PartialEq)]
pub struct AlarmsProps {
    pub case: AttrValue,
}

/// A small panel; nothing where no rule saw anything, or for others.
#[component]
pub fn Alarms(props: &AlarmsProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let looks_over = session.has_role(&[Role::Supervisor, Role::Head, Role::Admin]);
    let path = if looks_over { format!("/alarms?case={}", props.case) } else { String::new() };
    let loaded = use_load::<AlarmPage>(path, true);
    let again = loaded.again.clone();
    let Some(page) = loaded.value.filter(|page| !page.items.is_empty()) else { return Html::default() };
    html! {
        <section data-test="case-alarms">
            <h2>{ WatchUi::CaseAlarms.text(lang) }</h2>
            <ul class="alarms small">{ for page.items.iter().map(|row| html! {
                <Row key={format!("{:?}{}", row.rule, row.of)} row={row.clone()} with_case={false} on_put={again.clone()} />
            }) }</ul>
        </section>
    }
}
