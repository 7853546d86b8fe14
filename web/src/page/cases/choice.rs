//! Which rows are ticked: one by one, a range by shift, or all that are shown. Pure.

use std::collections::BTreeSet;
use std::rc::Rc;

use daiban_shared::id::DocId;
use yew::Reducible;

/// The ticked cases.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// All of them.
    pub cases: BTreeSet<DocId>,
    /// Where a range begins: the row that was ticked last.
    from: Option<DocId>,
}

/// What the person ticks.
#[derive(Debug)]
pub enum Tick {
    /// One row, on or off.
    One(DocId),
    /// From the row ticked last to this one, in the order of the list.
    To(DocId, Vec<DocId>),
    /// All of these.
    All(Vec<DocId>),
    /// None.
    Clear,
}

impl Choice {
    fn after(&self, tick: Tick) -> Self {
        let mut next = self.clone();
        match tick {
            Tick::One(case) => {
                if !next.cases.remove(&case) {
                    next.cases.insert(case);
                }
                next.from = Some(case);
            }
            Tick::To(case, order) => {
                let place = |wanted: DocId| order.iter().position(|case| *case == wanted);
                match (next.from.and_then(place), place(case)) {
                    (Some(from), Some(to)) => {
                        next.cases.extend(order[from.min(to)..=from.max(to)].iter().copied());
                        next.from = Some(case);
                    }
                    (None, _) | (_, None) => return self.after(Tick::One(case)),
                }
            }
            Tick::All(cases) => next.cases.extend(cases),
            Tick::Clear => next = Self::default(),
        }
        next
    }
}

impl Reducible for Choice {
    type Action = Tick;

    fn reduce(self: Rc<Self>, tick: Tick) -> Rc<Self> {
        Rc::new(self.after(tick))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(no: u8) -> DocId {
        DocId([no; 16])
    }

    fn ticked(choice: &Choice) -> Vec<u8> {
        choice.cases.iter().map(|case| case.0[0]).collect()
    }

    #[test]
    fn a_range_goes_from_the_last_tick_in_either_direction() {
        let order: Vec<DocId> = (1..=9).map(id).collect();
        let one = Choice::default().after(Tick::One(id(5)));
        assert_eq!(ticked(&one.after(Tick::To(id(8), order.clone()))), [5, 6, 7, 8]);
        let up = one.after(Tick::To(id(3), order.clone()));
        assert_eq!(ticked(&up), [3, 4, 5]);
        assert_eq!(ticked(&up.after(Tick::To(id(1), order.clone()))), [1, 2, 3, 4, 5], "it goes on from its end");
        assert_eq!(
            ticked(&Choice::default().after(Tick::To(id(2), order.clone()))),
            [2],
            "without a beginning it is one row"
        );
        let gone: Vec<DocId> = (6..=9).map(id).collect();
        assert_eq!(ticked(&one.after(Tick::To(id(8), gone))), [5, 8], "the beginning is no longer in the list");
    }

    #[test]
    fn a_second_tick_takes_the_first_back() {
        let one = Choice::default().after(Tick::One(id(5)));
        assert!(one.after(Tick::One(id(5))).cases.is_empty());
        let all = one.after(Tick::All(vec![id(1), id(2)]));
        assert_eq!(ticked(&all), [1, 2, 5]);
        assert_eq!(all.after(Tick::Clear), Choice::default());
    }
}
