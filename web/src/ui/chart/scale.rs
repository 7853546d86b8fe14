//! Where things stand in a chart. Pure.

/// Room around the plot, in pixels: figures on the left, days below, the unit on top.
pub const LEFT: f64 = 64.0;
/// Below.
pub const BOTTOM: f64 = 40.0;
/// On top.
pub const TOP: f64 = 34.0;
/// On the right.
pub const RIGHT: f64 = 14.0;
/// A day below the axis takes so much.
const LABEL: f64 = 96.0;

/// The plot of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Of the whole drawing.
    pub width: f64,
    /// Of the whole drawing.
    pub height: f64,
    /// Value at the upper end.
    pub top: f64,
    /// How many points.
    pub points: usize,
}

impl Scale {
    /// For these values; `top` = the upper end is known.
    pub fn new(width: f64, height: f64, points: usize, values: impl Iterator<Item = f64>, top: Option<f64>) -> Self {
        let most = values.fold(0.0, f64::max);
        Self { width: width.max(LEFT + RIGHT + 80.0), height, top: top.unwrap_or_else(|| round_up(most)), points }
    }

    /// The middle of a point.
    pub fn x(&self, point: usize) -> f64 {
        LEFT + self.step() * (point as f64 + 0.5)
    }

    /// Room for one point.
    pub fn step(&self) -> f64 {
        (self.width - LEFT - RIGHT) / self.points.max(1) as f64
    }

    /// The height of a value.
    pub fn y(&self, value: f64) -> f64 {
        let share = if self.top > 0.0 { (value / self.top).clamp(0.0, 1.0) } else { 0.0 };
        self.base() - share * (self.base() - TOP)
    }

    /// Where zero is.
    pub fn base(&self) -> f64 {
        self.height - BOTTOM
    }

    /// The point under a place of the drawing.
    pub fn at(&self, x: f64) -> Option<usize> {
        let point = ((x - LEFT) / self.step()).floor();
        (point >= 0.0 && (point as usize) < self.points).then_some(point as usize)
    }

    /// Values with a line and a figure: at most six, whole numbers.
    pub fn ticks(&self) -> Vec<f64> {
        let parts = [5.0, 4.0, 3.0, 2.0].into_iter().find(|parts| (self.top / parts).fract() == 0.0).unwrap_or(1.0);
        (0..=parts as usize).map(|part| self.top / parts * part as f64).collect()
    }

    /// Whether a point's day is written below: never over its neighbour, the newest always.
    pub fn is_labelled(&self, point: usize) -> bool {
        let every = (LABEL / self.step()).ceil().max(1.0) as usize;
        (self.points - 1 - point.min(self.points - 1)).is_multiple_of(every)
    }

    /// A line through the values; it is broken where there is none.
    pub fn path(&self, values: &[Option<f64>]) -> String {
        let (mut out, mut draws) = (String::new(), false);
        for (point, value) in values.iter().enumerate() {
            match value {
                None => draws = false,
                Some(value) => {
                    let verb = if draws { 'L' } else { 'M' };
                    out.push_str(&format!("{verb}{:.1} {:.1} ", self.x(point), self.y(*value)));
                    draws = true;
                }
            }
        }
        out
    }
}

/// The next value that divides well: 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30 ...
fn round_up(most: f64) -> f64 {
    let mut ten = 1.0;
    loop {
        for step in [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0].map(|step| step * ten) {
            if step >= most && step.fract() == 0.0 {
                return step;
            }
        }
        ten *= 10.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(points: usize, values: &[f64]) -> Scale {
        Scale::new(800.0, 260.0, points, values.iter().copied(), None)
    }

    #[test]
    fn the_upper_end_divides_well_and_holds_every_value() {
        for (most, top, ticks) in
            [(0.0, 1.0, 2), (1.0, 1.0, 2), (3.0, 3.0, 4), (7.0, 8.0, 5), (12.0, 15.0, 6), (4_321.0, 5_000.0, 6)]
        {
            let scale = scale(1, &[most]);
            assert_eq!((scale.top, scale.ticks().len()), (top, ticks), "{most}");
            assert!(scale.ticks().iter().all(|tick| tick.fract() == 0.0), "{:?}", scale.ticks());
        }
    }

    #[test]
    fn nothing_leaves_the_drawing_with_one_point_or_five_years_of_days() {
        for points in [1, 12, 60, 1_826] {
            let scale = scale(points, &[10.0]);
            assert!(scale.x(0) > LEFT && scale.x(points - 1) < 800.0 - RIGHT + 0.01, "{points}");
            assert!(scale.y(10.0) >= TOP && scale.y(0.0) == scale.base());
            assert!(scale.is_labelled(points - 1), "the newest has its day");
            let labels = (0..points).filter(|point| scale.is_labelled(*point)).count();
            assert!(labels as f64 * LABEL <= 800.0 + LABEL, "{points}: {labels}");
        }
    }

    #[test]
    fn a_pointer_finds_its_point() {
        let scale = scale(12, &[1.0]);
        for point in 0..12 {
            assert_eq!(scale.at(scale.x(point)), Some(point));
        }
        assert_eq!((scale.at(2.0), scale.at(799.0)), (None, None));
    }

    #[test]
    fn a_line_is_broken_where_nothing_is_known() {
        let scale = scale(4, &[1.0]);
        let path = scale.path(&[Some(1.0), None, Some(0.0), Some(1.0)]);
        assert_eq!(path.matches('M').count(), 2, "{path}");
        assert_eq!(path.matches('L').count(), 1, "{path}");
        assert_eq!(scale.path(&[None, None]), "");
    }
}
