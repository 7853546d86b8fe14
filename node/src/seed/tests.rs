//! What the demo promises: seven machines, everybody can sign in, cases in all states, nothing left to send.

use super::*;
use crate::store::Folder;
use daiban_shared::case::{Effect, Outcome, Status};
use std::collections::BTreeSet;

/// A Saturday: the newest finished working day is the Friday before.
const NOW: Millis = 1_795_222_800_000;

#[test]
fn the_sample_network_shows_every_state_and_every_machine_agrees() {
    let dir = Folder::new().unwrap();
    let started = std::time::Instant::now();
    let mut log = Vec::new();
    let nodes = seed_network(dir.path(), NOW, &mut |line| {
        eprintln!("{:?} {line}", started.elapsed());
        log.push(line.to_owned())
    })
    .unwrap();
    assert_eq!(nodes.len(), 7);
    let open: Vec<(Place, Node)> =
        nodes.iter().map(|node| (node.place, Node::open(&node.folder, Clock::set_to(NOW)).unwrap())).collect();
    let district = &open[0].1;
    let docs = case_docs(district);
    assert_eq!(docs.len(), 31);
    let mut statuses = BTreeSet::new();
    let mut outcomes = BTreeSet::new();
    let mut void = 0;
    for doc in &docs {
        let case = state(district, *doc).unwrap();
        statuses.insert(case.status);
        outcomes.extend(case.outcome);
        void += case.steps.iter().filter(|step| matches!(step.effect, Effect::None(_))).count();
        for (place, node) in &open[1..] {
            if case.interest.contains(&node.identity().site()) {
                assert_eq!(state(node, *doc).unwrap(), case, "{place:?} sees {doc} as the district does");
            }
        }
    }
    assert_eq!(statuses, BTreeSet::from([Status::Received, Status::Accepted, Status::Done, Status::Closed]));
    let all = [
        Outcome::Granted,
        Outcome::Denied,
        Outcome::NotAccepted,
        Outcome::Withdrawn,
        Outcome::Terminated,
        Outcome::Annulled,
    ];
    assert_eq!(outcomes, BTreeSet::from(all));
    assert_eq!(void, 1, "only the dead town's late step has no effect");
}

fn case_docs(node: &Node) -> Vec<DocId> {
    node.store()
        .read(|conn| {
            let mut query = conn.prepare("select name from doc where kind = 1")?;
            let rows = query.query_map([], |row| row.get(0).map(DocId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .unwrap()
}
