//! Which rows of a long list are drawn: those near the screen. What is above and below is a spacer of the same height, so
//! that the page is as long as the list and nothing moves. Pure.

/// Rows drawn above and below the screen, so that a fast wheel meets no gap.
const SPARE: usize = 16;
/// Rows drawn before anything was measured: two screens.
const FIRST: usize = 40;
/// Rows whose heights are kept as one sum: a list of ten thousand is gone through in two hundred steps.
const BLOCK: usize = 64;

/// Heights of rows as the browser drew them; a row that was never drawn is taken to be as high as the others on average.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Heights {
    /// 0 = never drawn.
    rows: Vec<f64>,
    /// Of each block of rows.
    blocks: Vec<Known>,
    all: Known,
}

/// What is known of some rows.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Known {
    count: usize,
    sum: f64,
}

/// The rows to draw and the spacers around them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The first row.
    pub from: usize,
    /// Behind the last.
    pub to: usize,
    /// Height of what is above.
    pub above: f64,
    /// Height of what is below.
    pub below: f64,
}

impl Known {
    fn change(&mut self, before: f64, now: f64) {
        self.count += usize::from(before == 0.0);
        self.sum += now - before;
    }

    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.sum += other.sum;
    }
}

impl Heights {
    /// A row was drawn so high, which is more than nothing; gives by how much the list was thought to be shorter.
    pub fn set(&mut self, row: usize, height: f64) -> f64 {
        let thought = self.of(row);
        if self.rows.len() <= row {
            self.rows.resize(row + 1, 0.0);
            self.blocks.resize(row / BLOCK + 1, Known::default());
        }
        let before = std::mem::replace(&mut self.rows[row], height);
        self.blocks[row / BLOCK].change(before, height);
        self.all.change(before, height);
        height - thought
    }

    /// The row was drawn before.
    pub fn is_known(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|height| *height > 0.0)
    }

    /// Another list, or another order: nothing is known.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// How high the rows before `row` are together.
    pub fn above(&self, row: usize) -> f64 {
        let block = row / BLOCK;
        let mut known = Known::default();
        self.blocks.iter().take(block).for_each(|block| known.add(*block));
        let begun = self.rows.get(block * BLOCK..).unwrap_or_default();
        for height in begun.iter().take(row % BLOCK).filter(|height| **height > 0.0) {
            known.change(0.0, *height);
        }
        known.sum + self.average() * (row - known.count) as f64
    }

    fn average(&self) -> f64 {
        if self.all.count == 0 { 0.0 } else { self.all.sum / self.all.count as f64 }
    }

    fn of(&self, row: usize) -> f64 {
        self.rows.get(row).copied().filter(|height| *height > 0.0).unwrap_or_else(|| self.average())
    }

    /// The row that lies so far below the first, and where it begins; `rows` where it would be behind the last.
    fn at(&self, top: f64, rows: usize) -> (usize, f64) {
        let (mut row, mut at) = (0, 0.0);
        for block in &self.blocks {
            let next = at + block.sum + self.average() * (BLOCK - block.count) as f64;
            if next > top || row + BLOCK > rows {
                break;
            }
            (row, at) = (row + BLOCK, next);
        }
        while row < rows && at + self.of(row) < top {
            at += self.of(row);
            row += 1;
        }
        (row, at)
    }

    /// What to draw of `rows`, while the screen begins `top` below the list's first row and is `screen` high.
    pub fn window(&self, rows: usize, top: f64, screen: f64) -> Window {
        if self.all.count == 0 {
            return Window { from: 0, to: rows.min(FIRST), above: 0.0, below: 0.0 };
        }
        let (from, mut at) = self.at(top, rows);
        let mut to = from;
        while to < rows && at < top + screen {
            at += self.of(to);
            to += 1;
        }
        let (from, to) = (from.min(rows.saturating_sub(1)).saturating_sub(SPARE), (to + SPARE).min(rows));
        Window { from, to, above: self.above(from), below: self.above(rows) - self.above(to) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn even(rows: usize) -> Heights {
        let mut heights = Heights::default();
        for row in 0..rows {
            heights.set(row, 50.0);
        }
        heights
    }

    #[test]
    fn only_rows_near_the_screen_are_drawn_and_the_page_keeps_its_length() {
        let heights = even(40);
        for top in [-400.0, 0.0, 1_234.0, 250_000.0, 499_000.0, 900_000.0] {
            let window = heights.window(10_000, top, 700.0);
            assert!(window.to - window.from <= 2 * SPARE + 16, "{window:?}");
            let drawn = (window.to - window.from) as f64 * 50.0;
            assert!((window.above + drawn + window.below - 500_000.0).abs() < 1.0, "{window:?}");
        }
        let middle = heights.window(10_000, 250_000.0, 700.0);
        assert!(middle.from < 5_000 && middle.to > 5_014, "what is on the screen is drawn: {middle:?}");
    }

    #[test]
    fn rows_of_different_height_stay_where_they_are() {
        let mut heights = even(100);
        heights.set(3, 150.0);
        assert_eq!(heights.above(3), 150.0);
        assert_eq!(heights.above(4), 300.0);
        let window = heights.window(100, 2_000.0, 500.0);
        assert_eq!(window.above, heights.above(window.from));
        assert_eq!(heights.set(3, 50.0), -100.0, "the list was thought to be longer");
        assert_eq!(heights.set(100, 50.0), 0.0, "a row like the others is no news");
        assert!(heights.is_known(100) && !heights.is_known(101));
    }

    #[test]
    fn before_anything_is_measured_two_screens_are_drawn() {
        assert_eq!(Heights::default().window(7, 0.0, 700.0).to, 7);
        assert_eq!(Heights::default().window(10_000, 0.0, 700.0).to, FIRST);
        assert_eq!(even(3).window(0, 0.0, 700.0), Window { from: 0, to: 0, above: 0.0, below: 0.0 });
    }

    proptest! {
        /// Blocks are only a quicker way to add.
        #[test]
        fn a_window_is_the_one_that_adding_row_by_row_gives(
            drawn in prop::collection::vec((0..700usize, 20.0..200.0f64), 1..200),
            rows in 1..900usize,
            top in -100.0..200_000.0f64,
        ) {
            let mut heights = Heights::default();
            for (row, height) in drawn {
                heights.set(row, height);
            }
            let (mut row, mut at) = (0, 0.0);
            while row < rows && at + heights.of(row) < top {
                at += heights.of(row);
                row += 1;
            }
            let found = heights.at(top, rows);
            prop_assert!(found.0 == row && (found.1 - at).abs() < 0.01, "{found:?}, not {row} at {at}");
            let added: f64 = (0..rows).map(|row| heights.of(row)).sum();
            prop_assert!((heights.above(rows) - added).abs() < 0.01);
        }
    }
}
