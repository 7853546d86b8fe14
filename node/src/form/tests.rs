//! Laws of the form: any order gives the same document, and it is the multi-value register that people expect.

use super::*;
use proptest::prelude::*;

type Fields = BTreeMap<String, Value>;

#[derive(Debug, Clone)]
struct Written {
    hash: Hash,
    seen: Vec<usize>,
    /// None: its private part was erased.
    values: Option<Fields>,
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(field, words)| ((*field).to_owned(), text(words))).collect()
}

fn hash(no: u8) -> Hash {
    Hash(*blake3::hash(&[no]).as_bytes())
}

fn replay(all: &[Written], order: &[usize]) -> FormDoc {
    let seen: Vec<Vec<Hash>> = all.iter().map(|entry| entry.seen.iter().map(|no| all[*no].hash).collect()).collect();
    FormDoc::replay(order.iter().map(|no| FormEntry {
        hash: all[*no].hash,
        seen: &seen[*no],
        values: all[*no].values.as_ref(),
    }))
}

fn past(all: &[Written], no: usize) -> BTreeSet<usize> {
    all[no].seen.iter().flat_map(|seen| past(all, *seen).into_iter().chain([*seen])).collect()
}

/// What people expect: a written value stands until somebody who has seen it writes the field again.
fn model(all: &[Written], within: &BTreeSet<usize>) -> BTreeMap<String, BTreeSet<Value>> {
    let mut out: BTreeMap<String, BTreeSet<Value>> = BTreeMap::new();
    let written = |no: usize| all[no].values.clone().unwrap_or_default();
    for no in within {
        for (field, value) in written(*no) {
            let replaced =
                within.iter().any(|later| written(*later).contains_key(&field) && past(all, *later).contains(no));
            if !replaced {
                out.entry(field).or_default().insert(value);
            }
        }
    }
    out
}

fn seen_by_people(version: &Version<'_>) -> BTreeMap<String, BTreeSet<Value>> {
    let mut out: BTreeMap<_, _> =
        version.values().into_iter().map(|(field, value)| (field, BTreeSet::from([value]))).collect();
    for (field, candidates) in version.conflicts() {
        out.insert(field, candidates.into_iter().map(|(_, value)| value).collect());
    }
    out
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => (0..3u8).prop_map(|no| text(&no.to_string())),
        1 => any::<i64>().prop_map(Value::Number),
        1 => any::<bool>().prop_map(Value::Flag),
        1 => any::<String>().prop_map(Value::Text),
    ]
}

/// Three places write, and now and then one hears another; a part may be erased, an entry may write nothing.
fn history() -> impl Strategy<Value = Vec<Written>> {
    let one = (0..3usize, prop::option::of(0..3usize), prop::collection::btree_map("[a-d]", value(), 0..4), 0..8u8);
    prop::collection::vec(one, 1..14).prop_map(|acts| {
        let mut all: Vec<Written> = Vec::new();
        let mut known = vec![BTreeSet::new(); 3];
        for (no, (place, heard, values, erased)) in acts.into_iter().enumerate() {
            let news: BTreeSet<usize> = heard.map(|from| known[from].clone()).unwrap_or_default();
            known[place].extend(news);
            let is_head = |here: &usize| !known[place].iter().any(|later| all[*later].seen.contains(here));
            let seen = known[place].iter().copied().filter(is_head).collect();
            all.push(Written { hash: hash(no as u8), seen, values: (erased != 0).then_some(values) });
            known[place].insert(no);
        }
        all
    })
}

fn any_order(all: &[Written], picks: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    let mut picks = picks.iter().cycle();
    while order.len() < all.len() {
        let ready: Vec<usize> = (0..all.len())
            .filter(|no| !order.contains(no) && all[*no].seen.iter().all(|seen| order.contains(seen)))
            .collect();
        order.push(ready[picks.next().copied().unwrap_or(0) % ready.len()]);
    }
    order
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_order_of_arrival_gives_the_same_document(all in history(), picks in prop::collection::vec(0..9usize, 1..14)) {
        let straight: Vec<usize> = (0..all.len()).collect();
        let (one, two) = (replay(&all, &straight), replay(&all, &any_order(&all, &picks)));
        prop_assert_eq!(one.heads(), two.heads());
        prop_assert_eq!(one.values(), two.values());
        prop_assert_eq!(one.conflicts(), two.conflicts());
    }

    #[test]
    fn the_form_is_what_people_expect_now_and_behind_every_step(all in history()) {
        let order: Vec<usize> = (0..all.len()).collect();
        let form = replay(&all, &order);
        prop_assert_eq!(seen_by_people(&form.newest()), model(&all, &order.iter().copied().collect()));
        for no in order {
            let mut within = past(&all, no);
            within.insert(no);
            prop_assert_eq!(seen_by_people(&form.at(&[all[no].hash])), model(&all, &within), "behind {}", no);
        }
        let shown = form.values();
        for (field, candidates) in form.conflicts() {
            prop_assert_eq!(shown.get(&field), Some(&candidates[0].1), "the first candidate is the one shown");
            for (writer, value) in candidates {
                let entry = all.iter().find(|entry| entry.hash == writer).expect("its writer is an entry");
                prop_assert_eq!(entry.values.as_ref().and_then(|values| values.get(&field)), Some(&value));
            }
        }
    }

    #[test]
    fn absurd_fields_never_panic(values in prop::collection::btree_map(any::<String>(), value(), 0..40)) {
        let entry = Written { hash: hash(1), seen: Vec::new(), values: Some(values.clone()) };
        let form = replay(&[entry], &[0]);
        let expected: Fields = values.into_iter().filter(|(field, _)| is_name(field)).collect();
        prop_assert_eq!(form.values(), expected);
    }
}

#[test]
fn two_places_correct_one_phone_and_whoever_has_seen_both_picks() {
    let entry = |no, seen: &[usize], pairs: &[(&str, &str)]| Written {
        hash: hash(no),
        seen: seen.to_vec(),
        values: Some(fields(pairs)),
    };
    let mut all = vec![
        entry(0, &[], &[("applicant.name", "陈秀英"), ("applicant.phone", "13800000001")]),
        entry(1, &[0], &[("applicant.phone", "13800000002")]),
        entry(2, &[0], &[("applicant.phone", "13800000003")]),
    ];
    let form = replay(&all, &[0, 1, 2]);
    let both: BTreeMap<Hash, Value> = form.conflicts()["applicant.phone"].iter().cloned().collect();
    assert_eq!(both, BTreeMap::from([(hash(1), text("13800000002")), (hash(2), text("13800000003"))]));
    assert_eq!(form.conflicts().len(), 1);

    all.push(entry(3, &[1, 2], &[("applicant.phone", "13800000002")]));
    let form = replay(&all, &[0, 2, 1, 3]);
    assert!(form.conflicts().is_empty());
    assert_eq!(form.values()["applicant.phone"], text("13800000002"));
    assert_eq!(
        form.at(&[hash(2)]).values()["applicant.phone"],
        text("13800000003"),
        "the older version is still to be seen"
    );
}

#[test]
fn equal_concurrent_values_are_no_conflict() {
    let entry =
        |no, seen: &[usize]| Written { hash: hash(no), seen: seen.to_vec(), values: Some(fields(&[("x", "1")])) };
    let form = replay(&[entry(0, &[]), entry(1, &[]), entry(2, &[0])], &[0, 1, 2]);
    assert!(form.conflicts().is_empty());
    assert_eq!(form.values(), fields(&[("x", "1")]));
}

#[test]
fn a_missing_part_is_said_and_later_ones_stand() {
    let mut all = vec![
        Written { hash: hash(0), seen: vec![], values: None },
        Written { hash: hash(1), seen: vec![0], values: Some(fields(&[("x", "1")])) },
    ];
    let form = replay(&all, &[0, 1]);
    assert_eq!(form.missing(), [hash(0)]);
    assert_eq!(form.values(), fields(&[("x", "1")]));
    all[0].values = Some(fields(&[("x", "0"), ("y", "0")]));
    assert_eq!(replay(&all, &[0, 1]).values(), fields(&[("x", "1"), ("y", "0")]));
}

#[test]
fn entries_beyond_the_replay_are_passed_over() {
    let values = fields(&[("x", "1")]);
    let form = FormDoc::replay([FormEntry { hash: hash(1), seen: &[hash(9)], values: Some(&values) }]);
    assert_eq!(form.values(), values);
    assert!(form.at(&[hash(8)]).values().is_empty());
}

#[test]
fn one_entry_cannot_write_without_bound() {
    let values: Fields = (0..FIELDS_PER_ENTRY_MAX + 5).map(|no| (format!("f{no:06}"), Value::Number(1))).collect();
    let form = FormDoc::replay([FormEntry { hash: hash(1), seen: &[], values: Some(&values) }]);
    assert_eq!(form.values().len(), FIELDS_PER_ENTRY_MAX);
}
