//! The picture of a report: rewards against n above, divergence and ceiling below.

use std::path::Path;

use plotters::coord::Shift;
use plotters::coord::combinators::LogCoord;
use plotters::coord::types::RangedCoordf64;
use plotters::element::DashedPathElement;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::fault::Fault;
use crate::output::write_whole;
use crate::report::{Point, Report};

// Okabe and Ito's palette, told apart by colour-blind readers; lines differ in dash as well.
pub(crate) const BLUE: RGBColor = RGBColor(0, 114, 178);
pub(crate) const ORANGE: RGBColor = RGBColor(213, 94, 0);
const GREEN: RGBColor = RGBColor(0, 128, 96);
pub(crate) const INK: RGBColor = RGBColor(40, 40, 40);
pub(crate) const FAINT: RGBColor = RGBColor(225, 225, 225);

/// Units for each pixel: the back end rounds to whole units, which would show as steps.
pub(crate) const UNIT: u32 = 4;
const WIDTH: u32 = 960;
const HEIGHT: u32 = 760;
const FONT: &str = "sans-serif";

pub(crate) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Chart<'a, 'b> = ChartContext<'b, SVGBackend<'a>, Cartesian2d<LogCoord<f64>, RangedCoordf64>>;
pub(crate) type Outcome<'a> =
    Result<(), DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

/// Draws the report; the file appears only when it is complete.
pub(crate) fn write(report: &Report, path: &Path) -> Result<(), Fault> {
    picture(path, (WIDTH, HEIGHT), |root| panels(report, root))
}

/// Paints a picture of a size in pixels, then writes it.
pub(crate) fn picture(
    path: &Path,
    (width, height): (u32, u32),
    paint: impl for<'a> FnOnce(&Area<'a>) -> Outcome<'a>,
) -> Result<(), Fault> {
    let mut svg = String::new();
    let size = (width * UNIT, height * UNIT);
    {
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        paint(&root).map_err(|e| Fault::new(format!("cannot draw the plot: {e}")))?;
    }
    // The view box keeps the units; the picture has the size in pixels.
    let units = format!("width=\"{}\" height=\"{}\"", size.0, size.1);
    svg = svg.replacen(&units, &format!("width=\"{width}\" height=\"{height}\""), 1);
    write_whole(path, svg.as_bytes())
}

fn panels<'a>(report: &Report, root: &Area<'a>) -> Outcome<'a> {
    root.fill(&WHITE)?;
    let title = format!(
        "Best of n by proxy: {} prompts, {} samples",
        report.prompts, report.samples
    );
    let at = |x: u32, y: u32| ((x * UNIT) as i32, (y * UNIT) as i32);
    root.draw(&Text::new(title, at(70, 18), font(22)))?;
    for (line, y) in wrapped(&report.advice, 125).iter().zip([48, 67]) {
        root.draw(&Text::new(line.clone(), at(70, y), font(15)))?;
    }
    let (_, body) = root.split_vertically(88 * UNIT);
    let (top, bottom) = body.split_vertically(400 * UNIT);
    rewards(report, &top)?;
    let (left, right) = bottom.split_horizontally(WIDTH * UNIT / 2);
    divergence(report, &left)?;
    ceiling(report, &right)?;
    root.present()
}

pub(crate) fn font(pixels: u32) -> TextStyle<'static> {
    (FONT, pixels * UNIT).into_font().color(&INK)
}

pub(crate) fn pen(colour: impl Color, pixels: u32) -> ShapeStyle {
    colour.stroke_width(pixels * UNIT)
}

/// What a dashed line is made of, in pixels.
#[derive(Clone, Copy)]
struct Dash {
    on: u32,
    off: u32,
}

const LONG: Dash = Dash { on: 9, off: 4 };
const SHORT: Dash = Dash { on: 3, off: 4 };

/// The text in lines of at most `width` characters.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let full = lines
            .last()
            .is_some_and(|line| line.chars().count() + word.chars().count() >= width);
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// A panel with a logarithmic n axis.
fn panel<'a, 'b>(
    report: &Report,
    area: &'b Area<'a>,
    (low, high): (f64, f64),
    label: &str,
) -> Result<Chart<'a, 'b>, DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>> {
    let last = (report.n_max as f64).max(2.0);
    let mut chart = ChartBuilder::on(area)
        .margin(12 * UNIT)
        .x_label_area_size(42 * UNIT)
        .y_label_area_size(62 * UNIT)
        .build_cartesian_2d((1.0..last).log_scale(), low..high)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(pen(FAINT, 1))
        .axis_style(pen(INK, 1))
        .set_all_tick_mark_size(5 * UNIT)
        .x_desc("n, samples drawn (log scale)")
        .y_desc(label)
        .x_label_formatter(&|n| format!("{n:.0}"))
        .y_label_formatter(&|y| format!("{y:.2}"))
        .y_labels(7)
        .label_style(font(14))
        .axis_desc_style(font(15))
        .draw()?;
    Ok(chart)
}

fn rewards<'a>(report: &Report, area: &Area<'a>) -> Outcome<'a> {
    let proxy = |p: &Point| (p.proxy, p.proxy_se.unwrap_or(0.0));
    let gold = |p: &Point| {
        p.gold
            .as_ref()
            .map_or(proxy(p), |g| (g.gold, g.gold_se.unwrap_or(0.0)))
    };
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for (mean, error) in report.curve.iter().flat_map(|p| [proxy(p), gold(p)]) {
        low = low.min(mean - error);
        high = high.max(mean + error);
    }
    let room = ((high - low) * 0.12).max(1e-9);
    let (low, high) = (low - room, high + 2.0 * room);
    let mut chart = panel(report, area, (low, high), "mean reward over prompts")?;

    // The ceiling leaves the panel soon: it is drawn as far as it can be seen.
    let start = report.curve.first().map_or(0.0, |p| p.proxy);
    let seen = report.curve.iter().map(|p| (p.n as f64, start + p.ceiling));
    let seen: Vec<_> = seen.take_while(|(_, y)| *y <= high).collect();
    if seen.len() > 1 {
        dashed(
            &mut chart,
            seen,
            SHORT,
            pen(INK, 2),
            "range ceiling of the proxy",
        )?;
    }
    band(&mut chart, report, &proxy, BLUE)?;
    line(
        &mut chart,
        report,
        &|p| proxy(p).0,
        BLUE,
        "proxy ± one standard error",
    )?;
    if report.best_n_by == "gold" {
        band(&mut chart, report, &gold, ORANGE)?;
        let points = report.curve.iter().map(|p| (p.n as f64, gold(p).0));
        dashed(
            &mut chart,
            points.collect(),
            LONG,
            pen(ORANGE, 3),
            "gold ± one standard error",
        )?;
    }
    mark_best(&mut chart, report, (low, high))?;
    if let Some(best) = report.curve.get(report.best_n.saturating_sub(1)) {
        let at = (best.n as f64, gold(best).0);
        let colour = if report.best_n_by == "gold" {
            ORANGE
        } else {
            BLUE
        };
        chart.draw_series([Circle::new(at, 6 * UNIT, colour.filled())])?;
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperMiddle)
        .background_style(WHITE.mix(0.85))
        .label_font(font(15))
        .margin(10 * UNIT)
        .legend_area_size(34 * UNIT)
        .draw()?;
    Ok(())
}

fn divergence<'a>(report: &Report, area: &Area<'a>) -> Outcome<'a> {
    let high = report.curve.iter().map(|p| p.kl).fold(0.1, f64::max) * 1.1;
    let mut chart = panel(
        report,
        area,
        (0.0, high),
        "KL from the sampling policy, nats",
    )?;
    line(&mut chart, report, &|p| p.kl, GREEN, "KL")?;
    mark_best(&mut chart, report, (0.0, high))
}

fn ceiling<'a>(report: &Report, area: &Area<'a>) -> Outcome<'a> {
    let start = report.curve.first().map_or(0.0, |p| p.proxy);
    let gain = |p: &Point| p.proxy - start;
    let high = report
        .curve
        .iter()
        .map(|p| p.ceiling.max(gain(p)))
        .fold(1e-9, f64::max)
        * 1.1;
    let low = report.curve.iter().map(gain).fold(0.0, f64::min) * 1.1;
    let mut chart = panel(report, area, (low, high), "proxy gain over n = 1")?;
    let points = report.curve.iter().map(|p| (p.n as f64, p.ceiling));
    let label = "range ceiling (hi − lo)·TV(n), observed range";
    dashed(&mut chart, points.collect(), SHORT, pen(INK, 2), label)?;
    line(&mut chart, report, &gain, BLUE, "proxy gain")?;
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::Coordinate(
            150 * UNIT as i32,
            96 * UNIT as i32,
        ))
        .background_style(WHITE.mix(0.85))
        .label_font(font(13))
        .margin(6 * UNIT)
        .legend_area_size(34 * UNIT)
        .draw()?;
    Ok(())
}

/// Length of a line's sample in a legend.
const SAMPLE: i32 = 24 * UNIT as i32;

fn dashed<'a>(
    chart: &mut Chart<'a, '_>,
    points: Vec<(f64, f64)>,
    dash: Dash,
    style: ShapeStyle,
    label: &str,
) -> Outcome<'a> {
    let (on, off) = (dash.on * UNIT, dash.off * UNIT);
    chart
        .draw_series(DashedLineSeries::new(points, on, off, style))?
        .label(label)
        .legend(move |(x, y)| {
            let sample = [(x, y), (x + SAMPLE, y)];
            DashedPathElement::new(sample, on, off, style)
        });
    Ok(())
}

fn line<'a>(
    chart: &mut Chart<'a, '_>,
    report: &Report,
    value: &dyn Fn(&Point) -> f64,
    colour: RGBColor,
    label: &str,
) -> Outcome<'a> {
    let points = report.curve.iter().map(|p| (p.n as f64, value(p)));
    chart
        .draw_series(LineSeries::new(points, pen(colour, 3)))?
        .label(label)
        .legend(move |(x, y)| PathElement::new([(x, y), (x + SAMPLE, y)], pen(colour, 3)));
    Ok(())
}

fn band<'a>(
    chart: &mut Chart<'a, '_>,
    report: &Report,
    value: &dyn Fn(&Point) -> (f64, f64),
    colour: RGBColor,
) -> Outcome<'a> {
    let edge = |sign: f64| {
        report.curve.iter().map(move |p| {
            let (mean, error) = value(p);
            (p.n as f64, mean + sign * error)
        })
    };
    let outline: Vec<_> = edge(1.0).chain(edge(-1.0).rev()).collect();
    chart.draw_series([Polygon::new(outline, colour.mix(0.15))])?;
    Ok(())
}

fn mark_best<'a>(
    chart: &mut Chart<'a, '_>,
    report: &Report,
    (low, high): (f64, f64),
) -> Outcome<'a> {
    let n = report.best_n as f64;
    let rule = [(n, low), (n, high)];
    chart.draw_series(DashedLineSeries::new(
        rule,
        4 * UNIT,
        4 * UNIT,
        pen(INK.mix(0.5), 1),
    ))?;
    let left = report.best_n > 1 && n * n > report.n_max as f64;
    let anchor = Pos::new(if left { HPos::Right } else { HPos::Left }, VPos::Bottom);
    let style = font(14).pos(anchor);
    let label = format!(" best n = {} by {} ", report.best_n, report.best_n_by);
    chart.draw_series([Text::new(label, (n, low + (high - low) * 0.02), style)])?;
    Ok(())
}
