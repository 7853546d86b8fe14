//! What differs between two versions of an item, part by part. Pure; who draws it reads the values from both.

use super::Item;

/// One part of an item that is a single value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Chinese or English name.
    Name,
    /// Responsible department.
    Department,
    /// Subject.
    Category,
    /// Legal kind.
    Type,
    /// Where it can be filed.
    AcceptTiers,
    /// Where it is examined.
    ReviewTiers,
    /// Where it is decided.
    DecideTier,
    /// What the village may do.
    VillageMode,
    /// At once or with a promise.
    Service,
    /// Promise.
    Promised,
    /// Legal limit.
    Legal,
    /// From when it runs.
    LegalFrom,
    /// By how much limits may be extended.
    Extension,
    /// Fee.
    Fee,
    /// An agent may file.
    Proxy,
    /// Visits of the resident.
    Visits,
    /// Reviewer and decider are two people.
    DualReview,
    /// Silence of an asked department counts as no objection.
    Silence,
    /// First day in force.
    From,
    /// Last day in force.
    Until,
    /// What nobody official has confirmed.
    Assumed,
    /// Withdrawn from the catalogue.
    Ended,
    /// Which field holds the amount.
    Amount,
    /// Within which time a site is surveyed in the green channel.
    Survey,
}

/// Parts of an item that are lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Papers to bring.
    Material,
    /// Steps with their limits.
    Stage,
    /// Tasks of a joint case.
    Task,
    /// Fields of the form.
    Field,
    /// Laws and rules.
    Basis,
}

/// One difference. Places are those in the lists of the version that has the thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Another value.
    Part(Part),
    /// Only in the newer version, at this place.
    Added(Listed, usize),
    /// Only in the older version, at this place.
    Removed(Listed, usize),
    /// In both, and different: its place in the older and in the newer version.
    Changed(Listed, usize, usize),
    /// The same things in another order.
    Moved(Listed),
}

/// Every difference, single values first, then papers, steps, tasks, fields and laws. The version number is none.
pub fn changes(before: &Item, after: &Item) -> Vec<Change> {
    let mut out: Vec<Change> =
        parts(before, after).into_iter().filter(|(_, differs)| *differs).map(|(part, _)| Change::Part(part)).collect();
    lists(&mut out, Listed::Material, &before.materials, &after.materials, |material| material.no);
    lists(&mut out, Listed::Stage, &before.stages, &after.stages, |stage| (stage.tier, stage.zh.clone()));
    lists(&mut out, Listed::Task, &before.tasks, &after.tasks, |task| (task.unit, task.zh.clone()));
    lists(&mut out, Listed::Field, &before.fields, &after.fields, |field| field.id.clone());
    lists(&mut out, Listed::Basis, &before.basis, &after.basis, |basis| (basis.title.clone(), basis.article.clone()));
    out
}

fn parts(before: &Item, after: &Item) -> [(Part, bool); 24] {
    [
        (Part::Name, before.zh != after.zh || before.en != after.en),
        (Part::Department, before.dept != after.dept),
        (Part::Category, before.category_zh != after.category_zh || before.category_en != after.category_en),
        (Part::Type, before.item_type != after.item_type),
        (Part::AcceptTiers, before.accept_tiers != after.accept_tiers),
        (Part::ReviewTiers, before.review_tiers != after.review_tiers),
        (Part::DecideTier, before.decide_tier != after.decide_tier),
        (Part::VillageMode, before.village_mode != after.village_mode),
        (Part::Service, before.service != after.service),
        (Part::Promised, before.promised != after.promised),
        (Part::Legal, before.legal != after.legal),
        (Part::LegalFrom, before.legal_from != after.legal_from),
        (Part::Extension, before.extension_quarters != after.extension_quarters),
        (Part::Fee, before.fee_yuan != after.fee_yuan),
        (Part::Proxy, before.proxy_allowed != after.proxy_allowed),
        (Part::Visits, before.visits != after.visits),
        (Part::DualReview, before.dual_review != after.dual_review),
        (Part::Silence, before.silence_is_consent != after.silence_is_consent),
        (Part::From, before.from != after.from),
        (Part::Until, before.until != after.until),
        (Part::Assumed, before.assumed != after.assumed),
        (Part::Ended, before.ended != after.ended),
        (Part::Amount, before.amount != after.amount),
        (Part::Survey, before.survey_quarters != after.survey_quarters),
    ]
}

/// Things are the same by their key; of two with one key the first belongs to the first.
fn lists<T: PartialEq, K: PartialEq>(
    out: &mut Vec<Change>,
    what: Listed,
    before: &[T],
    after: &[T],
    key: impl Fn(&T) -> K,
) {
    let mut taken: Vec<usize> = Vec::new();
    let start = out.len();
    for (new, thing) in after.iter().enumerate() {
        let old = (0..before.len()).find(|old| !taken.contains(old) && key(&before[*old]) == key(thing));
        match old {
            Some(old) => {
                taken.push(old);
                if before[old] != *thing {
                    out.push(Change::Changed(what, old, new));
                }
            }
            None => out.push(Change::Added(what, new)),
        }
    }
    let gone = (0..before.len()).filter(|old| !taken.contains(old));
    out.extend(gone.map(|old| Change::Removed(what, old)));
    // Who sees the papers in another order and no word about it looks for what changed.
    if out.len() == start && before != after {
        out.push(Change::Moved(what));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import;
    use crate::item::{Span, Unit};

    fn item() -> Item {
        let all = import::catalogue(include_str!("../../../node/data/catalogue.json")).expect("the catalogue is right");
        all.into_iter().find(|item| item.code == "V04").expect("an item of the catalogue")
    }

    fn after(change: impl Fn(&mut Item)) -> Vec<Change> {
        let before = item();
        let mut next = before.clone();
        change(&mut next);
        changes(&before, &next)
    }

    #[test]
    fn the_same_item_under_another_version_number_differs_in_nothing() {
        assert_eq!(after(|item| item.version += 1), []);
    }

    #[test]
    fn a_shorter_promise_and_another_name_are_named() {
        let found = after(|item| {
            item.promised = Span { quarters: 4, unit: Unit::Workday };
            item.zh.push('等');
        });
        assert_eq!(found, [Change::Part(Part::Name), Change::Part(Part::Promised)]);
    }

    #[test]
    fn papers_are_the_same_by_their_number() {
        let count = item().materials.len();
        assert!(count >= 2, "the sample has papers");
        assert_eq!(after(|item| item.materials[0].copies += 1), [Change::Changed(Listed::Material, 0, 0)]);
        assert_eq!(after(|item| drop(item.materials.remove(0))), [Change::Removed(Listed::Material, 0)]);
        let added = after(|item| {
            let mut more = item.materials[0].clone();
            more.no = 99;
            item.materials.insert(0, more);
        });
        assert_eq!(added, [Change::Added(Listed::Material, 0)]);
        assert_eq!(after(|item| item.materials.swap(0, 1)), [Change::Moved(Listed::Material)]);
    }

    #[test]
    fn a_step_with_another_name_is_one_less_and_one_more() {
        let found = after(|item| item.stages[0].zh.push('甲'));
        assert_eq!(found, [Change::Added(Listed::Stage, 0), Change::Removed(Listed::Stage, 0)]);
        assert_eq!(after(|item| item.stages[0].span.quarters += 4), [Change::Changed(Listed::Stage, 0, 0)]);
    }

    #[test]
    fn every_single_value_of_an_item_is_looked_at() {
        let before = serde_json::to_value(Item { amount: Some("sum".into()), survey_quarters: Some(8), ..item() })
            .expect("into memory");
        let fields = before.as_object().expect("an object");
        // Code and version name the item; English names go with the Chinese ones; five are lists.
        assert_eq!(fields.len(), parts(&item(), &item()).len() + 2 + 2 + 5, "a new field of items needs a part here");
    }
}
