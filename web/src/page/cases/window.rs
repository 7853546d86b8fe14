//! Which rows of a long list are drawn: those near the screen. What is above and below is a spacer of the same height, so
//! that the page is as long as the list and nothing moves. Pure.

use std::collections::BTreeMap;

/// Rows drawn above and below the screen, so that a fast wheel meets no gap.
const SPARE: usize = 12;
/// Rows drawn before anything was measured: two screens.
const FIRST: usize = 40;

/// Heights of rows as the browser drew them; a row that was never drawn is taken to be as high as the others on average.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Heights {
    known: BTreeMap<usize, f64>,
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

impl Heights {
    /// A row was drawn so high; says whether that is news.
    pub fn set(&mut self, row: usize, height: f64) -> bool {
        let before = self.known.insert(row, height).unwrap_or(0.0);
        self.sum += height - before;
        (height - before).abs() > 0.5
    }

    /// Another list, or another order: nothing is known.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// How high the rows before `row` are together.
    pub fn above(&self, row: usize) -> f64 {
        let known = self.known.range(..row);
        let (count, sum) = known.fold((0, 0.0), |(count, sum), (_, height)| (count + 1, sum + height));
        sum + self.average() * (row - count) as f64
    }

    fn average(&self) -> f64 {
        if self.known.is_empty() { 0.0 } else { self.sum / self.known.len() as f64 }
    }

    fn of(&self, row: usize) -> f64 {
        self.known.get(&row).copied().unwrap_or_else(|| self.average())
    }

    /// What to draw of `rows`, while the screen begins `top` below the list's first row and is `screen` high.
    pub fn window(&self, rows: usize, top: f64, screen: f64) -> Window {
        if self.known.is_empty() {
            return Window { from: 0, to: rows.min(FIRST), above: 0.0, below: 0.0 };
        }
        let (mut from, mut at) = (0, 0.0);
        while from < rows && at + self.of(from) < top {
            at += self.of(from);
            from += 1;
        }
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
        assert!(!heights.set(3, 150.2), "a hair is no news");
        assert!(heights.set(3, 50.0));
    }

    #[test]
    fn before_anything_is_measured_two_screens_are_drawn() {
        assert_eq!(Heights::default().window(7, 0.0, 700.0).to, 7);
        assert_eq!(Heights::default().window(10_000, 0.0, 700.0).to, FIRST);
        assert_eq!(even(3).window(0, 0.0, 700.0), Window { from: 0, to: 0, above: 0.0, below: 0.0 });
    }
}
