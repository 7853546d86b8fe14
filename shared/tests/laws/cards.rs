//! Cards: equal sets give equal states, and nobody but who may does anything to one.

use crate::world::{D, Dice, Machine, T1, T2, V1, World, at, doc, key_of, user};
use daiban_shared::case::{Effect, Void};
use daiban_shared::entry::{Entry, Head};
use daiban_shared::id::{DocId, Hash, SiteId};
use daiban_shared::kind::*;
use daiban_shared::watch::{CardState, Rules, Stand, default_rule, fold_card};

const ROLES: [Role; 5] = [Role::Supervisor, Role::Head, Role::Clerk, Role::Agent, Role::Admin];

fn card() -> DocId {
    DocId::for_card(D, RuleKind::PromisePassed.number(), doc(V1), Hash([1; 32]))
}

fn serve(to: SiteId) -> Body {
    Body::CardServe(CardServe {
        rule: RuleKind::PromisePassed,
        case: doc(V1),
        of: Hash([1; 32]),
        light: LightCode::Red,
        to,
        user: Some(user(to)),
        due: None,
        since: at("2026-09-15 17:31"),
        heard: None,
        quarters: 8,
        dept: None,
    })
}

fn body(dice: &mut Dice) -> Body {
    let ground = *dice.of(AppealGround::ALL).expect("a list");
    match dice.below(6) {
        0 => serve(T2),
        1 | 2 => Body::CardAnswer(CardAnswer { result: CardResult::Explained, on: None }),
        3 => Body::CardAppeal(CardAppeal { ground, on: None }),
        4 => Body::CardRuling(CardRuling { ruling: Ruling::Cancelled, ground: Some(ground) }),
        _ => Body::CardRuling(CardRuling { ruling: Ruling::Upheld, ground: None }),
    }
}

fn wild(world: &World, dice: &mut Dice) -> Vec<Entry> {
    free(world, dice, card(), serve(T1), body)
}

/// Everybody writes what he likes into a document of the district, on what he happens to have seen.
pub(crate) fn free(
    world: &World,
    dice: &mut Dice,
    doc: DocId,
    first: Body,
    body: impl Fn(&mut Dice) -> Body,
) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    for i in 0..1 + dice.below(12) {
        let site = if i == 0 { D } else { *dice.of(&[D, T1, T2, V1]).expect("places") };
        let role = if i == 0 { Role::Supervisor } else { *dice.of(&ROLES).expect("roles") };
        let said = if i == 0 { first.clone() } else { body(dice) };
        let machine = Machine { generation: 40 + i as u32, ..Machine::new(site, world) };
        let mut seen: Vec<Hash> = all.iter().filter(|_| dice.maybe()).map(|entry| entry.hash).collect();
        // Only its origin begins a document.
        if seen.is_empty() && i > 0 {
            seen.push(all[0].hash);
        }
        seen.sort();
        let head = machine.head(world, doc, &said, at("2026-09-16 09:00") + 60_000 * i as u64);
        all.push(world.sign(&Head { role: role.into(), seen, ..head }, &key_of(site)));
    }
    all
}

/// The same entries in another order, some of them twice.
pub(crate) fn shuffled(all: &[Entry], dice: &mut Dice) -> Vec<Entry> {
    let mut other = all.to_vec();
    other.extend(all.iter().filter(|_| dice.maybe()).cloned().collect::<Vec<_>>());
    for i in (1..other.len()).rev() {
        other.swap(i, dice.below(i + 1));
    }
    other
}

fn told(state: &CardState) -> (Stand, Vec<(Hash, Effect)>, usize) {
    (state.stand, state.steps.clone(), state.interest.len())
}

#[test]
fn equal_sets_of_a_card_give_equal_states_in_any_order_with_duplicates() {
    let world = World::of_items(|item| item.code == "V04");
    for seed in 0..1_000 {
        let mut dice = Dice(seed);
        let all = wild(&world, &mut dice);
        let state = told(&fold_card(&all, &world.directory));
        let other = shuffled(&all, &mut dice);
        assert_eq!(told(&fold_card(&other, &world.directory)), state, "seed {seed}");
    }
}

#[test]
fn only_the_place_answers_and_only_who_stands_above_it_rules() {
    let world = World::of_items(|item| item.code == "V04");
    let (mut counted, mut void) = (0, 0);
    for seed in 0..1_000 {
        let all = wild(&world, &mut Dice(seed));
        let state = fold_card(&all, &world.directory);
        assert_eq!(state.served.as_ref().map(|(_, by, _, served)| (*by, served.to)), Some((D, T1)));
        assert!(!state.interest.contains(&V1) && !state.interest.contains(&T2), "nobody else hears of it");
        for (hash, effect) in &state.steps {
            let entry = all.iter().find(|entry| entry.hash == *hash).expect("held");
            let (site, _) = world.directory.author(entry.node()).expect("known");
            match effect {
                Effect::Effect => {
                    let is_answer = matches!(entry.kind(), Kind::CardAnswer | Kind::CardAppeal);
                    let is_his = if is_answer { site == T1 } else { site == D };
                    assert!(is_his, "{:?} by {site:?}", entry.kind());
                    counted += 1;
                }
                Effect::None(why) => {
                    assert_ne!(*why, Void::Content, "{:?}", entry.kind());
                    void += 1;
                }
                Effect::Waits(_) => panic!("nothing waits here"),
            }
        }
    }
    assert!(counted > 1_000 && void > 1_000, "{counted} {void}");
}

#[test]
fn a_rule_of_the_district_replaces_the_default_and_can_be_switched_off() {
    let mut world = World::of_items(|item| item.code == "V04");
    assert_eq!(Rules::of(world.view()).all().count(), RuleKind::ALL.len());
    let own =
        Rule { threshold: 85, document: "梅县政数〔2026〕3 号".into(), ..default_rule(RuleKind::PromiseNear) };
    world.enter(Body::Rule(own.clone()));
    assert_eq!(Rules::of(world.view()).get(RuleKind::PromiseNear), Some(&own));
    world.enter(Body::Rule(Rule { ended: true, ..own }));
    assert_eq!(Rules::of(world.view()).get(RuleKind::PromiseNear), None);
    assert!(Rules::of(world.view()).get(RuleKind::PromisePassed).is_some());
}
