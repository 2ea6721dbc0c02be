//! `bestof figure`: what a policy pays in gold for its gain in proxy, against how far it moves; best-of-n beside the tilted
//! policy at the same divergence.

mod curve;
mod draw;
mod labels;
mod law;
mod pencil;
mod render;

use crate::args::{FigureArguments, Format};
use crate::fault::Fault;
use crate::{output, pools};
use curve::Figure;

/// Everything that can fail comes before the first byte of output.
pub(crate) fn run(arguments: &FigureArguments) -> Result<(), Fault> {
    let pools = pools::read(&arguments.log.columns())?;
    let figure = Figure::new(&pools, arguments.n_max)?;
    let mut text = Vec::new();
    match arguments.format {
        Format::Text => render::text(&figure, &mut text),
        Format::Json => render::json(&figure, &mut text),
        Format::Csv => render::csv(&figure, &mut text),
    }
    .map_err(|e| Fault::new(format!("cannot format the figure: {e}")))?;
    draw::write(&figure, &arguments.plot)?;
    output::print(&text)
}
