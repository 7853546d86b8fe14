//! Before a lapse the page shows each place that could have taken the answer, with up to when it was heard.

use super::super::case_view;
use crate::cases::sample::Sample;
use crate::store::{Priority, put_heard};
use daiban_shared::api::{ActionView, Command, DefectIn};
use daiban_shared::id::{DocId, Millis};
use daiban_shared::kind::{DefectCode, DeliverWay, Kind};
use daiban_shared::text::Lang;

const DAY_MINUTES: u64 = 24 * 60;

fn lapse(sample: &Sample, doc: DocId) -> ActionView {
    let view = case_view(&sample.town.store, &sample.town.clerk(), doc, Lang::En).expect("here");
    view.actions.into_iter().find(|action| action.kind == Kind::Lapse).expect("it is offered or says why not")
}

fn hear(sample: &Sample, until: Millis) {
    let village = sample.village.site;
    sample.town.store.write(Priority::Peers, move |tx| put_heard(tx.conn(), village, until)).expect("noted");
}

#[test]
fn each_village_shows_until_when_it_was_heard_before_anybody_presses() {
    let mut sample = Sample::new();
    let doc = sample.filed();
    sample.settle();
    assert_eq!(lapse(&sample, doc).heard, None, "nothing could lapse");
    let missing = DefectIn { paper: Some(2), field: None, code: DefectCode::Missing, words: "缺户口簿".into() };
    let notify = Command::Notify { defects: vec![missing], days: None, again: None };
    let (clerk, cmd) = (sample.town.clerk(), sample.cmd());
    sample.town.take(&clerk, doc, notify, cmd).expect("a notice");
    sample.settle();
    assert_eq!(lapse(&sample, doc).heard, None, "the resident was not told");
    let told = Command::Deliver { of: None, way: Some(DeliverWay::ByProxy), receiver: String::new(), on: None };
    let (agent, cmd) = (sample.village.clerk(), sample.cmd());
    sample.village.take(&agent, doc, told, cmd).expect("told");
    sample.settle();
    sample.pass(60 * DAY_MINUTES);

    let places = |sample: &Sample| {
        let heard = lapse(sample, doc).heard.expect("the limit is over");
        let of = |site| heard.places.iter().find(|place| place.site.id == site).expect("named").clone();
        (of(sample.town.site), of(sample.village.site), heard.due)
    };
    let (town, village, due) = places(&sample);
    assert!(town.enough && !village.enough, "{village:?}");
    hear(&sample, due - 60_000);
    let (_, village, _) = places(&sample);
    assert_eq!((village.until, village.enough), (Some(due - 60_000), false), "the answer may lie there");
    hear(&sample, due + 60_000);
    let (_, village, _) = places(&sample);
    assert_eq!((village.until, village.enough), (Some(due + 60_000), true));
    let done = Command::Lapse { vouched: None, words: "逾期未补正".into() };
    let cmd = sample.cmd();
    sample.town.take(&clerk, doc, done, cmd).expect("what the page shows is what the step asks for");
}
