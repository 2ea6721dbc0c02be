//! The picture: gains against √KL, every line labelled where it ends.

use std::path::Path;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::curve::{Figure, Gain, Row};
use super::pencil::{
    Area, Chart, Failure, Frame, INK, Label, Mark, Outcome, Stroke, UNIT, font, in_the_margin,
    line, mark, pen, under_the_top,
};
use crate::fault::Fault;
use crate::output::write_whole;

// Okabe and Ito's palette. Colour says which reward, dash and marker which policy: without colours nothing is lost.
const BLUE: RGBColor = RGBColor(0, 114, 178);
const ORANGE: RGBColor = RGBColor(213, 94, 0);
const GREY: RGBColor = RGBColor(110, 110, 110);
const FAINT: RGBColor = RGBColor(232, 232, 232);

const WIDTH: i32 = 1000;
const HEIGHT: i32 = 640;
const FRAME: Frame = Frame {
    left: 78,
    right: 770,
    top: 112,
    bottom: 582,
};

const BEST: &[i32] = &[];
const TILTED: &[i32] = &[9, 5];
const BOUND: &[i32] = &[14, 4, 2, 4];
const CEILING: &[i32] = &[5, 3];
const BEST_FIT: &[i32] = &[2, 3];
const TILTED_FIT: &[i32] = &[2, 3, 2, 8];

/// Draws the figure; the file appears only when it is complete.
pub(super) fn write(figure: &Figure, path: &Path) -> Result<(), Fault> {
    let mut svg = String::new();
    draw(figure, &mut svg).map_err(|e| Fault::new(format!("cannot draw the plot: {e}")))?;
    write_whole(path, svg.as_bytes())
}

fn draw(figure: &Figure, svg: &mut String) -> Result<(), String> {
    let size = ((WIDTH * UNIT) as u32, (HEIGHT * UNIT) as u32);
    {
        let root = SVGBackend::with_string(svg, size).into_drawing_area();
        picture(figure, &root).map_err(|e| e.to_string())?;
    }
    // The view box keeps the units; the picture has the size in pixels.
    let units = format!("width=\"{}\" height=\"{}\"", size.0, size.1);
    *svg = svg.replacen(&units, &format!("width=\"{WIDTH}\" height=\"{HEIGHT}\""), 1);
    Ok(())
}

/// What the axes show.
struct View {
    right: f64,
    low: f64,
    high: f64,
}

impl View {
    fn of(figure: &Figure) -> Self {
        let gains = figure
            .line
            .iter()
            .flat_map(|row| [&row.best_of_n, &row.tilted]);
        let (mut least, mut most) = (0.0_f64, 0.0_f64);
        for gain in gains {
            let ends = |mean: f64, error: Option<f64>| {
                let error = error.unwrap_or(0.0);
                (mean - error, mean + error)
            };
            let (low, high) = ends(gain.proxy, gain.proxy_se);
            let (gold_low, gold_high) = gain
                .gold
                .map_or((0.0, 0.0), |gold| ends(gold, gain.gold_se));
            least = least.min(low).min(gold_low);
            most = most.max(high).max(gold_high);
        }
        let ceiling = figure
            .curve
            .iter()
            .map(|row| row.ceiling)
            .fold(0.0, f64::max);
        if most == least {
            most = 1.0;
        }
        let room = 0.05 * (most - least);
        let far = figure.curve.last().map_or(0.0, |row| row.distance);
        Self {
            // Where every sample of a prompt scores the same, no policy moves.
            right: if far > 0.0 { far } else { 1.0 },
            low: least - room,
            // A ceiling out of reach would press the rest flat.
            high: ceiling.min(1.7 * most).max(most + 3.0 * room) + room,
        }
    }
}

fn picture<'a>(figure: &Figure, root: &Area<'a>) -> Outcome<'a> {
    root.fill(&WHITE)?;
    let title = "Best-of-n and the tilted policy at equal KL: gain over the reference";
    root.draw(&Text::new(title, (FRAME.left * UNIT, 16 * UNIT), font(20)))?;
    let plural = if figure.prompts == 1 { "" } else { "s" };
    let subtitle = format!(
        "{} prompt{plural}, {} samples; each prompt’s samples are its reference. Bands: one standard error over prompts",
        figure.prompts, figure.samples
    );
    root.draw(&Text::new(
        subtitle,
        (FRAME.left * UNIT, 43 * UNIT),
        font(14).color(&GREY),
    ))?;
    let view = View::of(figure);
    let mut chart = axes(root, &view)?;
    sizes(figure, root, &chart)?;
    bands(figure, &mut chart)?;
    let mut inside = Vec::new();
    let mut outside = Vec::new();
    for Series {
        points,
        stroke,
        lines,
    } in series(figure, &view)
    {
        let (points, leaves) = within(points, view.high);
        line(&mut chart, &points, stroke)?;
        let Some(end) = points.last() else { continue };
        let end = chart.plotting_area().map_coordinate(end);
        let mut label = Label {
            lines,
            colour: stroke.colour,
            end,
            foot: end.0,
        };
        let floor = FRAME.top * UNIT + label.height();
        let pixels = points
            .iter()
            .map(|p| chart.plotting_area().map_coordinate(p));
        if let Some((x, _)) = pixels.rev().find(|(_, y)| *y >= floor) {
            label.foot = x;
        }
        if leaves { &mut inside } else { &mut outside }.push(label);
    }
    marks(figure, &mut chart)?;
    peak(figure, &mut chart)?;
    inside.sort_by_key(|label| label.end.0);
    under_the_top(root, FRAME, &inside)?;
    in_the_margin(root, FRAME, &outside)?;
    root.present()
}

/// A line of the picture and what its label says.
struct Series {
    points: Vec<(f64, f64)>,
    stroke: Stroke,
    lines: Vec<String>,
}

/// Everything there is to draw, what covers last.
fn series(figure: &Figure, view: &View) -> Vec<Series> {
    let curve = |of: &dyn Fn(&Row) -> Option<f64>| -> Vec<(f64, f64)> {
        let rows = figure.line.iter();
        rows.filter_map(|row| Some((row.distance, of(row)?)))
            .collect()
    };
    let of = |points, colour, dash: &'static [i32], lines: &[&str]| {
        let width = if colour == INK { 1.5 } else { 2.5 };
        Series {
            points,
            stroke: Stroke {
                colour,
                width,
                dash,
            },
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        }
    };
    let sigma = format!("σ √(2 KL), σ = {:.3}", figure.sigma);
    let mut all = vec![
        of(
            curve(&|r| Some(r.sub_gaussian_bound)),
            INK,
            BOUND,
            &["sub-Gaussian bound", &sigma],
        ),
        of(
            curve(&|r| Some(r.ceiling)),
            INK,
            CEILING,
            &["smallest ceiling", "on the proxy"],
        ),
        of(
            curve(&|r| Some(r.best_of_n.proxy)),
            BLUE,
            BEST,
            &["proxy, best-of-n"],
        ),
        of(
            curve(&|r| Some(r.tilted.proxy)),
            BLUE,
            TILTED,
            &["proxy, tilted"],
        ),
        of(
            curve(&|r| r.best_of_n.gold),
            ORANGE,
            BEST,
            &["gold, best-of-n"],
        ),
        of(curve(&|r| r.tilted.gold), ORANGE, TILTED, &["gold, tilted"]),
    ];
    if let Some(fits) = &figure.fits {
        let from = figure.curve.get(1).map_or(0.0, |row| row.distance);
        let along = |law: &dyn Fn(f64) -> f64| -> Vec<(f64, f64)> {
            let at = |i: i32| from + (view.right - from) * f64::from(i) / 300.0;
            (0..=300)
                .map(|i| (at(i), law(at(i)).max(view.low)))
                .collect()
        };
        let (square, log) = (fits.best_of_n, fits.tilted);
        let square = format!("d ({} {} d)", number(square.alpha), signed(square.beta));
        let log = format!("d ({} {} ln d)", number(log.alpha), signed(log.beta));
        all.extend([
            of(
                along(&|d| fits.best_of_n_at(d)),
                INK,
                BEST_FIT,
                &["Gao’s law, best-of-n", &square],
            ),
            of(
                along(&|d| fits.tilted_at(d)),
                INK,
                TILTED_FIT,
                &["Gao’s law, tilted", &log],
            ),
        ]);
    }
    all
}

fn number(x: f64) -> String {
    format!("{x:.3}").replace('-', "−")
}

/// `− 0.123` for `β = 0.123`, as it stands in a law.
fn signed(beta: f64) -> String {
    let sign = if beta < 0.0 { '+' } else { '−' };
    format!("{sign} {:.3}", beta.abs())
}

fn axes<'a, 'b>(root: &'b Area<'a>, view: &View) -> Result<Chart<'a, 'b>, Failure<'a>> {
    // Of about eight steps.
    let decimals = (-((view.high - view.low) / 8.0).log10().floor()).clamp(0.0, 6.0) as usize;
    let mut chart = ChartBuilder::on(root)
        .margin_top(FRAME.top * UNIT)
        .margin_right((WIDTH - FRAME.right) * UNIT)
        .margin_left((FRAME.left - 62) * UNIT)
        .margin_bottom((HEIGHT - FRAME.bottom - 46) * UNIT)
        .x_label_area_size(46 * UNIT)
        .y_label_area_size(62 * UNIT)
        .build_cartesian_2d(0.0..view.right, view.low..view.high)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(pen(FAINT, 1.0))
        .axis_style(pen(INK, 1.0))
        .set_all_tick_mark_size(5 * UNIT)
        .x_desc("√KL from the reference, in √nats")
        .y_desc("reward gain over the reference, mean over prompts")
        .x_label_formatter(&|x| format!("{x:.1}"))
        .y_label_formatter(&|y| format!("{y:.decimals$}").replace('-', "−"))
        .x_labels(10)
        .y_labels(8)
        .label_style(font(14))
        .axis_desc_style(font(15))
        .draw()?;
    let zero = Stroke {
        colour: GREY,
        width: 1.0,
        dash: BEST,
    };
    line(&mut chart, &[(0.0, 0.0), (view.right, 0.0)], zero)?;
    Ok(chart)
}

/// The axis on top: which n has which divergence.
fn sizes<'a>(figure: &Figure, root: &Area<'a>, chart: &Chart<'a, '_>) -> Outcome<'a> {
    let [left, right, top] = [FRAME.left, FRAME.right, FRAME.top].map(|pixels| pixels * UNIT);
    root.draw(&PathElement::new(
        [(left, top), (right, top)],
        pen(INK, 1.0),
    ))?;
    let style = font(13).pos(Pos::new(HPos::Center, VPos::Bottom));
    let mut rows: Vec<&Row> = figure
        .curve
        .iter()
        .filter(|row| power_of_two(row.n) || row.n == figure.n_max as f64)
        .collect();
    // The last n keeps its place, the others give way.
    rows.reverse();
    let mut free = i32::MAX;
    for row in rows {
        let (x, _) = chart.plotting_area().map_coordinate(&(row.distance, 0.0));
        let half = 4 * UNIT * row.n.to_string().len() as i32;
        if x + half > free {
            continue;
        }
        free = x - half - 8 * UNIT;
        root.draw(&PathElement::new(
            [(x, top), (x, top - 5 * UNIT)],
            pen(INK, 1.0),
        ))?;
        root.draw(&Text::new(
            row.n.to_string(),
            (x, top - 7 * UNIT),
            style.clone(),
        ))?;
    }
    let middle = ((left + right) / 2, top - 24 * UNIT);
    let style = font(14).pos(Pos::new(HPos::Center, VPos::Bottom));
    root.draw(&Text::new("n of best-of-n", middle, style))
}

/// One standard error about best-of-n, pale.
fn bands<'a>(figure: &Figure, chart: &mut Chart<'a, '_>) -> Outcome<'a> {
    let of: [(&dyn Fn(&Gain) -> Option<(f64, f64)>, RGBColor); 2] = [
        (&|g| Some((g.proxy, g.proxy_se?)), BLUE),
        (&|g| Some((g.gold?, g.gold_se?)), ORANGE),
    ];
    for (of, colour) in of {
        let edge = |sign: f64| -> Vec<(f64, f64)> {
            let rows = figure.line.iter();
            rows.filter_map(|row| {
                let (mean, error) = of(&row.best_of_n)?;
                Some((row.distance, mean + sign * error))
            })
            .collect()
        };
        let outline: Vec<_> = edge(1.0)
            .into_iter()
            .chain(edge(-1.0).into_iter().rev())
            .collect();
        chart.draw_series([Polygon::new(outline, colour.mix(0.13))])?;
    }
    Ok(())
}

/// The curve as far as it can be seen, and whether it leaves through the top.
fn within(points: Vec<(f64, f64)>, high: f64) -> (Vec<(f64, f64)>, bool) {
    let mut seen: Vec<(f64, f64)> = Vec::new();
    for (x, y) in points {
        if y > high {
            if let Some((x0, y0)) = seen.last().copied() {
                seen.push((x0 + (x - x0) * (high - y0) / (y - y0), high));
            }
            return (seen, true);
        }
        seen.push((x, y));
    }
    (seen, false)
}

/// Markers at powers of two on best-of-n, half-way between them on the tilted policy: none covers another.
fn marks<'a>(figure: &Figure, chart: &mut Chart<'a, '_>) -> Outcome<'a> {
    for row in figure.curve.iter().filter(|row| row.n > 1.0) {
        let (gain, proxy, gold) = if power_of_two(row.n) {
            (&row.best_of_n, Mark::Disc, Mark::Square)
        } else if power_of_two(row.n / 3.0) {
            (&row.tilted, Mark::Ring, Mark::Frame)
        } else {
            continue;
        };
        mark(chart, (row.distance, gain.proxy), proxy, BLUE)?;
        if let Some(height) = gain.gold {
            mark(chart, (row.distance, height), gold, ORANGE)?;
        }
    }
    Ok(())
}

fn power_of_two(n: f64) -> bool {
    n.fract() == 0.0 && (n as usize).is_power_of_two()
}

/// Where the gold of best-of-n is highest, told from below, where there is room: above run the proxy and the ceilings.
fn peak<'a>(figure: &Figure, chart: &mut Chart<'a, '_>) -> Outcome<'a> {
    let Some(peak) = &figure.peak else {
        return Ok(());
    };
    if peak.n <= 1.0 || peak.n >= figure.n_max as f64 {
        return Ok(());
    }
    let label = format!("gold of best-of-n peaks at n = {:.1}", peak.n);
    let place = (peak.distance, peak.gold);
    let (_, y) = chart.plotting_area().map_coordinate(&place);
    let (from, to, text, pos) = if y + 86 * UNIT < FRAME.bottom * UNIT {
        (3, 62, 65, Pos::new(HPos::Center, VPos::Top))
    } else {
        (-3, -22, -24, Pos::new(HPos::Left, VPos::Bottom))
    };
    let style = font(14).pos(pos);
    let stem = PathElement::new([(0, from * UNIT), (0, to * UNIT)], pen(INK, 1.0));
    let text = Text::new(label, (0, text * UNIT), style);
    chart.draw_series([EmptyElement::at(place) + stem + text])?;
    Ok(())
}
