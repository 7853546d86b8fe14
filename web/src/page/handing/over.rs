//! Everything in one person's hand goes to a colleague at once: because he is away, or because his account ends.

use std::rc::Rc;

use daiban_shared::api::{CasePage, CaseRow, ColleagueView};
use daiban_shared::id::UserId;
use daiban_shared::kind::{AssignGround, Role};
use daiban_shared::text::{PlaceUi, fill};
use yew::prelude::*;

use crate::app::route::{CaseFilter, Route};
use crate::app::session::use_session;
use crate::load::use_load;
use crate::page::cases::batch::{Came, Does, outcome, use_batch};
use crate::page::handing;
use crate::ui::input::Select;
use crate::ui::link::Go;
use crate::ui::state;

/// Rows that are handed over in one go.
const AT_ONCE: usize = 200;

#[derive(Properties, PartialEq)]
pub struct HandOverProps {
    /// Whose cases.
    pub user: UserId,
    pub name: String,
    pub ground: AssignGround,
    /// Nothing lies with him any more.
    pub on_done: Callback<()>,
}

/// Asks to whom, moves them, and shows how each came out.
#[component]
pub fn HandOver(props: &HandOverProps) -> Html {
    let session = use_session();
    let lang = session.lang;
    let list = CaseFilter { in_hand_of: props.user.to_string(), desk: "all".into(), ..CaseFilter::default() };
    let cases = use_load::<CasePage>(format!("/cases{}&size={AT_ONCE}", list.query()), false);
    let people = use_load::<Vec<ColleagueView>>("/colleagues".to_owned(), false);
    let batch = use_batch();
    let chosen = use_state(String::new);
    use_end(
        &batch.run.came.iter().map(|(_, came)| came.clone()).collect::<Vec<_>>(),
        batch.run.is_busy(),
        &cases.again,
        &props.on_done,
    );
    // The head alone moves what lies in other hands.
    if !session.has_role(&[Role::Head]) {
        // Nobody is named before it is known who they are.
        let Some(known) = people.value else { return Html::default() };
        let heads = known.iter().filter(|person| person.roles.contains(&Role::Head)).map(|person| person.name.clone());
        let heads: Vec<String> = heads.collect();
        let words = fill(
            PlaceUi::HandOverHead.text(lang),
            &[("heads", &heads.join(lang.pick("、", ", "))), ("name", &props.name)],
        );
        return html! { <p class="notice warn" data-test="hand-over-head">{ words }</p> };
    }
    let takers = people.value.map_or_else(Vec::new, |people| handing::takers(&people, Some(props.user)));
    let options = handing::options(&takers, lang);
    let on_text = {
        let set = chosen.setter();
        Callback::from(move |text: String| set.set(text))
    };
    let rows: Vec<Rc<CaseRow>> =
        cases.value.as_ref().map_or_else(Vec::new, |page| page.items.iter().cloned().map(Rc::new).collect());
    let person = takers.into_iter().find(|person| person.id.to_string() == *chosen);
    let onclick = {
        let (batch, rows, person, ground) = (batch.clone(), rows, person.clone(), props.ground);
        Callback::from(move |_: MouseEvent| {
            if let Some(person) = &person {
                batch.go(rows.clone(), Does::Give(person.clone(), ground));
            }
        })
    };
    let (id, busy) = (format!("hand-over-{}", props.user), batch.run.is_busy());
    html! {
        <div class="hand-over" data-test="hand-over">
            { state::of(&cases, |page| html! {
                <p>
                    { fill(PlaceUi::HandOverWhat.text(lang), &[("name", &props.name), ("n", &page.items.len().to_string())]) }{ " " }
                    <Go to={Route::Cases} filter={Some(list.clone())} test="hand-over-list">{ PlaceUi::HandOverList.text(lang) }</Go>
                </p>
            }) }
            <p class="buttons">
                <label for={id.clone()}>{ PlaceUi::HandOverTo.text(lang) }</label>
                <Select {id} {options} empty={PlaceUi::HandOverChoose.text(lang)} test="hand-over-to" {on_text} />
                <button type="button" class="main" {onclick} disabled={busy || person.is_none()} data-test="hand-over-go">
                    { PlaceUi::HandOverGo.text(lang) }
                </button>
            </p>
            { outcome(&batch, lang) }
        </div>
    }
}

/// After a run the rest is read anew; when nothing is left the page goes on.
#[hook]
fn use_end(came: &[Came], busy: bool, again: &Callback<()>, on_done: &Callback<()>) {
    let (again, on_done) = (again.clone(), on_done.clone());
    let all_done = !came.is_empty() && came.iter().all(|came| *came == Came::Done);
    use_effect_with((came.len(), busy, all_done), move |(n, busy, all_done)| {
        if *n > 0 && !*busy {
            again.emit(());
            if *all_done {
                on_done.emit(());
            }
        }
    });
}
