//! Where the days and marks of a strip stand.

use daiban_shared::day::Day;
use daiban_shared::deadline::Is;

use super::Mark;

/// The height of a day's box.
pub const CELL_HEIGHT: f64 = 28.0;
/// No box is narrower: two digits have to fit.
const CELL_MIN: f64 = 27.0;
/// No box is wider: a limit of one day is no banner.
const CELL_MAX: f64 = 46.0;
/// Days of a week: rows that wrap begin with the same day of the week.
const WEEK: usize = 7;
/// Width of a month's name, as `2026-09`.
const MONTH_WIDTH: f64 = 62.0;

/// One day.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Which.
    pub day: Day,
    /// What it is; none = the day on which the limit begins.
    pub is: Option<Is>,
    /// Which of the counted days.
    pub number: Option<u32>,
}

/// A mark with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The middle of its day.
    pub x: f64,
    /// Where its words begin.
    pub text_x: f64,
    /// The line of words, from the top.
    pub level: usize,
    /// Its class.
    pub class: &'static str,
    /// Its words.
    pub text: String,
}

/// One row of the strip.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its days.
    pub cells: Vec<Cell>,
    /// Its marks.
    pub marks: Vec<Placed>,
    /// Width of a day.
    pub cell: f64,
    /// Width of a full row.
    pub width: f64,
}

impl Row {
    /// The left edge of a day.
    pub fn x(&self, at: usize) -> f64 {
        at as f64 * self.cell
    }

    /// Whether a month's name fits over a day without running over the next one's or the edge.
    pub fn fits_month(&self, at: usize) -> bool {
        let next = (at + 1..self.cells.len()).find(|at| self.cells[*at].day.ymd().2 == 1);
        let room = next.map_or(self.width - self.x(at), |next| self.x(next) - self.x(at));
        room >= MONTH_WIDTH
    }
}

/// The days with their numbers, the beginning first.
pub fn cells_of(start: Day, days: &[Is]) -> Vec<Cell> {
    let mut counted = 0;
    let cells = days.iter().zip(1..).map(|(is, after)| {
        let number = matches!(is, Is::Counted | Is::MakeUp).then(|| {
            counted += 1;
            counted
        });
        Cell { day: start.plus(after), is: Some(*is), number }
    });
    let first = Cell { day: start, is: None, number: None };
    [first].into_iter().chain(cells).collect()
}

/// The rows for a width.
pub fn rows(cells: &[Cell], marks: &[Mark], width: f64) -> Vec<Row> {
    let fit = (width / CELL_MIN).floor().max(1.0) as usize;
    let per_row = if cells.len() <= fit {
        cells.len().max(1)
    } else if fit > WEEK {
        fit / WEEK * WEEK
    } else {
        fit
    };
    let cell = (width / per_row as f64).clamp(CELL_MIN, CELL_MAX);
    let full = cell * per_row as f64;
    cells
        .chunks(per_row)
        .map(|cells| Row { marks: placed(cells, marks, cell, full), cells: cells.to_vec(), cell, width: full })
        .collect()
}

/// How high a row is with its marks.
pub fn height(row: &Row) -> f64 {
    let lines = row.marks.iter().map(|mark| mark.level + 1).max().unwrap_or(0);
    42.0 + CELL_HEIGHT + 20.0 * lines as f64 + 6.0
}

/// Marks side by side where they fit, otherwise on a line of their own.
fn placed(cells: &[Cell], marks: &[Mark], cell: f64, width: f64) -> Vec<Placed> {
    let at = |mark: &Mark| cells.iter().position(|cell| cell.day == mark.day);
    let mut here: Vec<(usize, &Mark)> = marks.iter().filter_map(|mark| Some((at(mark)?, mark))).collect();
    here.sort_by_key(|(at, _)| *at);
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = Vec::new();
    for (at, mark) in here {
        let x = (at as f64 + 0.5) * cell;
        let length = length(&mark.text);
        let text_x = (x - length / 2.0).min(width - length).max(0.0);
        let free = ends.iter().position(|end| *end + 8.0 <= text_x);
        let level = free.unwrap_or(ends.len());
        match ends.get_mut(level) {
            Some(end) => *end = text_x + length,
            None => ends.push(text_x + length),
        }
        placed.push(Placed { x, text_x, level, class: mark.class, text: mark.text.clone() });
    }
    placed
}

/// About how long words are, drawn.
fn length(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 9.0 } else { 16.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(days: usize, width: f64, marks: &[i32]) -> Vec<Row> {
        let start = Day::parse("2026-09-25").expect("a day");
        let marks: Vec<Mark> =
            marks.iter().map(|n| Mark { day: start.plus(*n), class: "today", text: "承诺到期".into() }).collect();
        rows(&cells_of(start, &vec![Is::Counted; days]), &marks, width)
    }

    #[test]
    fn a_strip_fills_one_row_on_a_screen_and_wraps_by_weeks_on_a_phone() {
        let wide = strip(34, 1_200.0, &[]);
        assert_eq!((wide.len(), wide[0].cells.len()), (1, 35));
        let phone = strip(34, 340.0, &[]);
        assert!(phone.iter().all(|row| row.cells.len() == 7 && row.cell >= CELL_MIN), "{}", phone.len());
        assert_eq!(
            phone.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.number).collect::<Vec<_>>().len(),
            34
        );
        assert_eq!(strip(1, 1_200.0, &[])[0].cell, CELL_MAX);
    }

    #[test]
    fn marks_of_one_row_never_cover_each_other_and_stay_in_the_drawing() {
        for width in [340.0, 700.0, 1_200.0] {
            for row in strip(40, width, &[0, 1, 2, 2, 39, 40]) {
                for (at, mark) in row.marks.iter().enumerate() {
                    let end = mark.text_x + length(&mark.text);
                    assert!(mark.text_x >= 0.0 && end <= row.width + 0.1, "{mark:?}");
                    let others = row.marks.iter().skip(at + 1).filter(|other| other.level == mark.level);
                    for other in others {
                        assert!(
                            other.text_x >= end || other.text_x + length(&other.text) <= mark.text_x,
                            "{mark:?} {other:?}"
                        );
                    }
                }
            }
        }
    }
}
