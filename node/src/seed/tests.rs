//! What the demo promises: seven machines, everybody can sign in, cases in all states, nothing left to send.

use super::*;
use crate::store::Folder;
use daiban_shared::case::{Effect, Outcome, Status};
use daiban_shared::day::Day;
use daiban_shared::kind::{Body, Rule, RuleKind};
use daiban_shared::site::{Site, Tier};
use daiban_shared::watch::default_rule;
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
    rows_make_anew_what_they_change(district);
}

/// A day off, other hours, a stricter rule, another name: after each the lists are those that would be made from nothing.
fn rows_make_anew_what_they_change(district: &Node) {
    let directory = district.store().directory();
    let (view, today) = (directory.newest(), Day::of(NOW));
    let mut year = view.calendar(2026).expect("built in").clone();
    let in_days = today.plus(9).0 - Day::from_ymd(2026, 1, 1).expect("a day").0;
    year.workdays[in_days as usize / 8] ^= 1 << (in_days % 8);
    let town = view.sites().find(|site| site.tier == Tier::Town).expect("a town").clone();
    let rule = default_rule(RuleKind::StepLate);
    let rows = [
        Body::Calendar(year),
        Body::Site(Box::new(Site { closes_minute: 1_020, ..town.clone() })),
        Body::Rule(Rule { is_card: !rule.is_card, document: "梅区〔2026〕12号".into(), ..rule }),
        Body::Site(Box::new(Site { closes_minute: 1_020, zh: "改名镇".into(), ..town })),
    ];
    for row in rows {
        let kind = row.kind();
        district.publish(vec![row]).unwrap();
        assert_eq!(district.store().check().unwrap().faults, Vec::<String>::new(), "after {kind:?}");
    }
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
