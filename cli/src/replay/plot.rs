//! The picture of a replay: reward against draws, the policy's point above the curve of fixed n or below it.

use std::path::Path;

use plotters::prelude::*;

use crate::fault::Fault;
use crate::plan::Aim;
use crate::plot::{Area, BLUE, FAINT, INK, ORANGE, Outcome, UNIT, font, pen, picture};
use crate::score::{FixedCurve, Score};

const SIZE: (u32, u32) = (760, 520);

/// Draws the replay; the file appears only when it is complete.
pub(crate) fn write(score: &Score, fixed: &FixedCurve, aim: Aim, path: &Path) -> Result<(), Fault> {
    picture(path, SIZE, |root| panel(score, fixed, aim, root))
}

fn panel<'a>(score: &Score, fixed: &FixedCurve, aim: Aim, root: &Area<'a>) -> Outcome<'a> {
    let point = (score.draws, score.objective + aim.cost * score.draws);
    let best = &score.best_fixed;
    let best = (best.draws, best.objective + aim.cost * best.draws);
    // As many draws as tell the two apart, and some more.
    let last = (2.0 * point.0.max(best.0)).max(4.0);
    let curve: Vec<(f64, f64)> = fixed
        .points(aim.objective)
        .take_while(|(draws, _)| *draws <= last)
        .collect();
    let (mut low, mut high) = (point.1, point.1);
    for (_, reward) in &curve {
        low = low.min(*reward);
        high = high.max(*reward);
    }
    let room = ((high - low) * 0.08).max(1e-9);

    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(root)
        .caption(
            format!(
                "{} against fixed n: {} prompts",
                score.policy, score.prompts
            ),
            font(20),
        )
        .margin(12 * UNIT)
        .x_label_area_size(42 * UNIT)
        .y_label_area_size(62 * UNIT)
        .build_cartesian_2d(1.0..last, low - room..high + room)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(pen(FAINT, 1))
        .axis_style(pen(INK, 1))
        .set_all_tick_mark_size(5 * UNIT)
        .x_desc("draws, mean over prompts")
        .y_desc(format!("{} reward, mean over prompts", score.objective_by))
        .x_label_formatter(&|n| format!("{n:.0}"))
        .y_label_formatter(&|y| format!("{y:.3}"))
        .label_style(font(14))
        .axis_desc_style(font(15))
        .draw()?;
    chart
        .draw_series(LineSeries::new(curve.iter().copied(), pen(BLUE, 2)).point_size(3 * UNIT))?
        .label("fixed n")
        .legend(|(x, y)| PathElement::new([(x, y), (x + SAMPLE, y)], pen(BLUE, 2)));
    // Everything on this line is worth the same to the objective.
    let worth = |draws: f64| point.1 + aim.cost * (draws - point.0);
    let seen = |draws: &f64| (low - room..=high + room).contains(&worth(*draws));
    let line: Vec<(f64, f64)> = (0..=200)
        .map(|i| 1.0 + (last - 1.0) * f64::from(i) / 200.0)
        .filter(seen)
        .map(|draws| (draws, worth(draws)))
        .collect();
    chart
        .draw_series(DashedLineSeries::new(
            line,
            6 * UNIT,
            4 * UNIT,
            pen(INK.mix(0.6), 1),
        ))?
        .label("worth as much as the policy")
        .legend(|(x, y)| PathElement::new([(x, y), (x + SAMPLE, y)], pen(INK.mix(0.6), 1)));
    chart
        .draw_series([Circle::new(best, 6 * UNIT, BLUE.filled())])?
        .label(format!("best fixed n = {}", score.best_fixed.n))
        .legend(|(x, y)| Circle::new((x + SAMPLE / 2, y), 5 * UNIT, BLUE.filled()));
    chart
        .draw_series([Circle::new(point, 7 * UNIT, ORANGE.filled())])?
        .label(score.policy.clone())
        .legend(|(x, y)| Circle::new((x + SAMPLE / 2, y), 5 * UNIT, ORANGE.filled()));
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::LowerRight)
        .background_style(WHITE.mix(0.85))
        .label_font(font(14))
        .margin(10 * UNIT)
        .legend_area_size(34 * UNIT)
        .draw()?;
    root.present()
}

/// Length of a line's sample in a legend.
const SAMPLE: i32 = 24 * UNIT as i32;
