//! How the figure is drawn: dashed lines, markers, and labels that do not cover one another.

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::labels::spread;

/// Units for each pixel: the back end rounds to whole units, which would show as steps.
pub(super) const UNIT: i32 = 4;
const FONT: &str = "sans-serif";
/// From one line of a label to the next, in pixels.
const LINE: f64 = 17.0;
/// What a letter of a label takes, in pixels, generously.
const LETTER: f64 = 7.5;

pub(super) const INK: RGBColor = RGBColor(30, 30, 30);

pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub(super) type Chart<'a, 'b> =
    ChartContext<'b, SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
pub(super) type Failure<'a> = DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>;
pub(super) type Outcome<'a> = Result<(), Failure<'a>>;

pub(super) fn font(pixels: i32) -> TextStyle<'static> {
    (FONT, pixels * UNIT).into_font().color(&INK)
}

pub(super) fn pen(colour: impl Color, pixels: f64) -> ShapeStyle {
    colour.stroke_width((pixels * f64::from(UNIT)) as u32)
}

/// How a line is drawn: what of it is drawn and what left out, in pixels; all of it where that is empty.
#[derive(Clone, Copy)]
pub(super) struct Stroke {
    pub(super) colour: RGBColor,
    pub(super) width: f64,
    pub(super) dash: &'static [i32],
}

/// A line through the points.
pub(super) fn line<'a>(
    chart: &mut Chart<'a, '_>,
    points: &[(f64, f64)],
    stroke: Stroke,
) -> Outcome<'a> {
    let style = pen(stroke.colour, stroke.width);
    if stroke.dash.is_empty() {
        chart.draw_series(LineSeries::new(points.iter().copied(), style))?;
        return Ok(());
    }
    // In pixels the dashes have their lengths, whatever the axes.
    let area = chart.plotting_area();
    let pixel = |p: &(f64, f64)| {
        let (x, y) = area.map_coordinate(p);
        (f64::from(x), f64::from(y))
    };
    let mut dashes: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut pattern = stroke.dash.iter().cycle();
    let (mut left, mut on) = (0.0, false);
    for pair in points.windows(2) {
        let (from, to) = (pixel(&pair[0]), pixel(&pair[1]));
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let at = |done: f64| {
            let share = done / length;
            let between = |a: f64, b: f64| a + (b - a) * share;
            (between(pair[0].0, pair[1].0), between(pair[0].1, pair[1].1))
        };
        let mut done = 0.0;
        while done < length {
            if left <= 0.0 {
                left = f64::from(pattern.next().copied().unwrap_or(1) * UNIT);
                on = !on;
                if on {
                    dashes.push(vec![at(done)]);
                }
            }
            let step = f64::min(left, length - done);
            done += step;
            left -= step;
            if let (true, Some(dash)) = (on, dashes.last_mut()) {
                dash.push(at(done));
            }
        }
    }
    chart.draw_series(dashes.into_iter().map(|dash| PathElement::new(dash, style)))?;
    Ok(())
}

/// A marker on a line: full for one policy, hollow for the other.
#[derive(Clone, Copy)]
pub(super) enum Mark {
    Disc,
    Ring,
    Square,
    Frame,
}

pub(super) fn mark<'a>(
    chart: &mut Chart<'a, '_>,
    place: (f64, f64),
    mark: Mark,
    colour: RGBColor,
) -> Outcome<'a> {
    let (radius, half) = (5 * UNIT, 9 * UNIT / 2);
    let at = EmptyElement::at(place);
    let square = [(-half, -half), (half, half)];
    let outline = [
        (-half, -half),
        (half, -half),
        (half, half),
        (-half, half),
        (-half, -half),
        (half, -half),
    ];
    match mark {
        Mark::Disc => {
            chart.draw_series([at + Circle::new((0, 0), radius, colour.filled())])?;
        }
        Mark::Ring => {
            let hole = Circle::new((0, 0), radius, WHITE.filled());
            chart.draw_series([at + hole + Circle::new((0, 0), radius, pen(colour, 2.0))])?;
        }
        Mark::Square => {
            chart.draw_series([at + Rectangle::new(square, colour.filled())])?;
        }
        Mark::Frame => {
            // The back end gives a rectangle's outline no width.
            let hole = Rectangle::new(square, WHITE.filled());
            chart.draw_series([at + hole + PathElement::new(outline, pen(colour, 2.0))])?;
        }
    }
    Ok(())
}

/// What a label says, and where its line ends, in units.
pub(super) struct Label {
    pub(super) lines: Vec<String>,
    pub(super) colour: RGBColor,
    pub(super) end: (i32, i32),
    /// How far right the line is, in units, at the foot of a label under the top.
    pub(super) foot: i32,
}

impl Label {
    /// What a label takes under the top, in units.
    pub(super) fn height(&self) -> i32 {
        units(LINE * self.lines.len() as f64 + 12.0)
    }

    fn width(&self) -> f64 {
        let letters = self.lines.iter().map(|line| line.chars().count()).max();
        LETTER * letters.unwrap_or(0) as f64
    }

    /// The lines about a middle, `x` and `middle` in pixels.
    fn write<'a>(&self, root: &Area<'a>, x: f64, middle: f64, side: HPos) -> Outcome<'a> {
        let style = font(14)
            .color(&self.colour)
            .pos(Pos::new(side, VPos::Center));
        let first = middle - 0.5 * LINE * (self.lines.len() as f64 - 1.0);
        for (i, line) in self.lines.iter().enumerate() {
            let at = (units(x), units(first + LINE * i as f64));
            root.draw(&Text::new(line.clone(), at, style.clone()))?;
        }
        Ok(())
    }
}

fn units(pixels: f64) -> i32 {
    (pixels * f64::from(UNIT)) as i32
}

fn pixels(units: i32) -> f64 {
    f64::from(units) / f64::from(UNIT)
}

/// The plotting area, in pixels.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) left: i32,
    pub(super) right: i32,
    pub(super) top: i32,
    pub(super) bottom: i32,
}

/// Labels in the right margin, each with a hair to the end of its line.
pub(super) fn in_the_margin<'a>(root: &Area<'a>, frame: Frame, labels: &[Label]) -> Outcome<'a> {
    let wanted: Vec<f64> = labels.iter().map(|label| pixels(label.end.1)).collect();
    let heights: Vec<f64> = labels
        .iter()
        .map(|label| LINE * label.lines.len() as f64 + 3.0)
        .collect();
    let room = (f64::from(frame.top) - 10.0, f64::from(frame.bottom) + 20.0);
    let right = f64::from(frame.right);
    for (label, middle) in labels.iter().zip(spread(&wanted, &heights, room)) {
        let y = units(middle);
        let hair = [
            label.end,
            (units(right + 7.0), label.end.1),
            (units(right + 21.0), y),
            (units(right + 27.0), y),
        ];
        root.draw(&PathElement::new(hair, pen(label.colour.mix(0.7), 0.75)))?;
        label.write(root, right + 31.0, middle, HPos::Left)?;
    }
    Ok(())
}

/// Labels of lines that leave through the top, ascending: beside them, on the side where there is room.
pub(super) fn under_the_top<'a>(root: &Area<'a>, frame: Frame, labels: &[Label]) -> Outcome<'a> {
    let mut free = f64::from(frame.left);
    for (i, label) in labels.iter().enumerate() {
        let x = pixels(label.end.0);
        let middle = f64::from(frame.top) + 0.5 * LINE * label.lines.len() as f64 + 6.0;
        let next = labels
            .get(i + 1)
            .map_or(f64::from(frame.right), |next| pixels(next.foot));
        let foot = pixels(label.foot) - 8.0;
        let right = x + 12.0 + label.width();
        if right > next && foot - label.width() > free {
            label.write(root, foot, middle, HPos::Right)?;
            free = x;
        } else {
            label.write(root, x + 12.0, middle, HPos::Left)?;
            free = right;
        }
    }
    Ok(())
}
