//! The accuracy table: what every public function is held to.

mod bound;
mod budget;
mod divergence;
mod estimate;
mod golden;
mod order;
mod policy;
mod tails;

pub use bound::bounds;
pub use budget::budgets;
pub use divergence::{divergences, inverses, order_statistics, ties};
pub use estimate::estimates;
pub use golden::transfers;
pub use order::orders;
pub use policy::policies;
pub use tails::{confidences, laws};

use std::sync::Arc;

use crate::big::Big;
use crate::error::in_ulp;
use crate::generate::{Generator, Point};
use crate::reference::{Answer, first};

/// One function and its promise.
pub struct Row<B> {
    /// The function's name in Rust, and in C after `bestof_`.
    pub name: &'static str,
    /// The error it never exceeds, in ulp.
    pub bound: f64,
    /// Where it was tried.
    pub domain: &'static str,
    /// How many of its arguments are reals.
    pub reals: usize,
    /// How many are whole; the reals come first.
    pub wholes: usize,
    /// The next point.
    pub draw: fn(&mut Generator) -> Point,
    /// The function itself.
    pub kernel: fn(&Point) -> f64,
    /// The truth.
    pub answer: Arc<Truth<B>>,
}

/// A reference, as a function of the arguments.
pub type Truth<B> = dyn Fn(&Point) -> Answer<B> + Send + Sync;

/// What a run over some points has found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Found {
    /// The largest error in ulp.
    pub worst: f64,
    /// Where it was.
    pub at: Point,
    /// The sum of all errors.
    pub sum: f64,
    /// How many points there were.
    pub points: usize,
    /// How many of them are over the bound.
    pub over: usize,
}

impl Found {
    /// Both runs in one.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        let more = if other.worst > self.worst {
            other
        } else {
            self
        };
        Self {
            worst: more.worst,
            at: more.at,
            sum: self.sum + other.sum,
            points: self.points + other.points,
            over: self.over + other.over,
        }
    }

    /// The mean error in ulp.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.sum / self.points.max(1) as f64
    }
}

impl<B: Big> Row<B> {
    /// The first `points` points of this function.
    #[must_use]
    pub fn points(&self, points: usize) -> Vec<Point> {
        let mut generator = Generator::new(self.name);
        (0..points)
            .map(|_| {
                let point = (self.draw)(&mut generator);
                generator.advance();
                point
            })
            .collect()
    }

    /// The kernel's error at a point, in ulp.
    #[must_use]
    pub fn error(&self, point: &Point) -> f64 {
        in_ulp(&(self.answer)(point), (self.kernel)(point))
    }

    /// The errors over the first `points` points, by so many threads.
    #[must_use]
    pub fn run(&self, points: usize, threads: usize) -> Found {
        let points = self.points(points);
        let over = |points: &[Point]| {
            points.iter().fold(Found::default(), |found, point| {
                let worst = self.error(point);
                found.join(Found {
                    worst,
                    at: *point,
                    sum: worst,
                    points: 1,
                    over: usize::from(worst > self.bound),
                })
            })
        };
        let size = points.len().div_ceil(threads.max(1)).max(1);
        std::thread::scope(|scope| {
            let runs: Vec<_> = points
                .chunks(size)
                .map(|chunk| scope.spawn(move || over(chunk)))
                .collect();
            runs.into_iter().fold(Found::default(), |found, run| {
                found.join(run.join().expect("a run does not panic"))
            })
        })
    }

    /// The arguments as a C programmer would write them.
    #[must_use]
    pub fn arguments(&self, point: &Point) -> String {
        let reals = point.x.iter().take(self.reals).map(|x| c_hex(*x));
        let wholes = point.k.iter().take(self.wholes).map(u64::to_string);
        reals.chain(wholes).collect::<Vec<_>>().join(", ")
    }
}

/// A double as a C hex float.
#[must_use]
pub fn c_hex(x: f64) -> String {
    if !x.is_finite() {
        return x.to_string();
    }
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let sign = if x.is_sign_negative() { "-" } else { "" };
    match (bits >> 52) & 0x7ff {
        0 if fraction == 0 => format!("{sign}0x0p+0"),
        0 => format!("{sign}0x0.{fraction:013x}p-1022"),
        field => format!("{sign}0x1.{fraction:013x}p{:+}", field as i64 - 1023),
    }
}

fn sizes(g: &mut Generator) -> Point {
    Point::real(&[g.n()])
}

/// A row of a function of `n` alone.
fn of_n<B: Big>(
    name: &'static str,
    bound: f64,
    kernel: fn(&Point) -> f64,
    f: fn(&B) -> B,
) -> Row<B> {
    Row {
        name,
        bound,
        domain: "1 ≤ n ≤ f64::MAX",
        reals: 1,
        wholes: 0,
        draw: sizes,
        kernel,
        answer: Arc::new(move |p| Answer::Value(f(&first(p)))),
    }
}

/// Every row.
#[must_use]
pub fn rows<B: Big>() -> Vec<Row<B>> {
    let mut rows = divergences();
    rows.extend(inverses());
    rows.extend(ties());
    rows.extend(order_statistics());
    rows.extend(orders());
    rows.extend(bounds());
    rows.extend(laws());
    rows.extend(confidences());
    rows.extend(estimates());
    rows.extend(transfers());
    rows.extend(budgets());
    rows.extend(policies());
    rows
}
