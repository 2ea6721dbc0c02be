//! The accuracy table: what every public function is held to.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use bestof::{bound, divergence, estimate, order};

use crate::big::Big;
use crate::error::in_ulp;
use crate::generate::{Generator, Point};
use crate::reference::{self as exact, Answer, Polygamma, first, inverse};
use crate::vectors::{Vector, from_decimal, read};

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
    rows.extend(orders());
    rows.extend(bounds());
    rows.extend(estimates());
    rows
}

/// `bestof::divergence`, forwards.
#[must_use]
pub fn divergences<B: Big>() -> Vec<Row<B>> {
    vec![
        of_n("kl", 1.0, |p| divergence::kl(p.x[0]), exact::kl),
        of_n(
            "reverse_kl",
            1.0,
            |p| divergence::reverse_kl(p.x[0]),
            exact::reverse_kl,
        ),
        of_n(
            "jeffreys",
            1.0,
            |p| divergence::jeffreys(p.x[0]),
            exact::jeffreys,
        ),
        of_n(
            "chi_squared",
            1.0,
            |p| divergence::chi_squared(p.x[0]),
            exact::chi_squared,
        ),
        of_n(
            "total_variation",
            1.0,
            |p| divergence::total_variation(p.x[0]),
            exact::total_variation,
        ),
        of_n(
            "hellinger_squared",
            1.0,
            |p| divergence::hellinger_squared(p.x[0]),
            exact::hellinger_squared,
        ),
        of_n(
            "win_rate",
            1.0,
            |p| divergence::win_rate(p.x[0]),
            exact::win_rate,
        ),
        Row {
            name: "renyi",
            bound: 2.0,
            domain: "1 ≤ n ≤ f64::MAX; α: 0, 2^-100 … 2^100, ∞",
            reals: 2,
            wholes: 0,
            draw: |g| {
                let n = g.n();
                Point::real(&[n, g.order()])
            },
            kernel: |p| divergence::renyi(p.x[0], p.x[1]),
            answer: Arc::new(|p| {
                let n = B::from_f64(p.x[0], exact::renyi_bits(p.x[1]));
                Answer::Value(exact::renyi(&n, p.x[1]))
            }),
        },
        Row {
            name: "hockey_stick",
            bound: 2.0,
            domain: "1 ≤ n ≤ f64::MAX; γ: 0, 2^-60 … n(1 − 2^-53), beyond n",
            reals: 2,
            wholes: 0,
            draw: |g| {
                let n = g.n();
                let gamma = match g.bits() % 6 {
                    0 => n * g.uniform(),
                    1 => n * (1.0 - g.power(-53.0, 0.0)),
                    2 => g.power(-60.0, 0.0),
                    3 => g.power(0.0, n.log2()),
                    4 => 1.0 + g.power(-52.0, 0.0),
                    _ => [0.0, 0.5, 1.0, 2.0, n][g.index() % 5],
                };
                Point::real(&[n, gamma])
            },
            kernel: |p| divergence::hockey_stick(p.x[0], p.x[1]),
            answer: Arc::new(|p| Answer::Value(exact::hockey_stick(p.x[0], p.x[1]))),
        },
    ]
}

fn nats(g: &mut Generator) -> Point {
    Point::real(&[g.nats()])
}

/// A value of a divergence that has no upper limit.
fn unbounded(g: &mut Generator) -> Point {
    let x = g.nats();
    Point::real(&[if g.bits() & 1 == 0 {
        x
    } else {
        g.power(0.0, 1021.0)
    }])
}

/// `bestof::divergence`, backwards.
#[must_use]
pub fn inverses<B: Big>() -> Vec<Row<B>> {
    let row = |name, domain, draw, kernel, answer: fn(&Point) -> Answer<B>| Row {
        name,
        bound: 2.0,
        domain,
        reals: 1,
        wholes: 0,
        draw,
        kernel,
        answer: Arc::new(answer),
    };
    vec![
        row(
            "n_at_kl",
            "0 … 720 nats",
            nats,
            |p| divergence::n_at_kl(p.x[0]),
            |p| inverse(exact::BITS, p.x[0], exact::kl),
        ),
        row(
            "n_at_reverse_kl",
            "0 … 2^1021 nats",
            unbounded,
            |p| divergence::n_at_reverse_kl(p.x[0]),
            |p| inverse(exact::BITS, p.x[0], exact::reverse_kl),
        ),
        row(
            "n_at_chi_squared",
            "0 … 2^1021",
            unbounded,
            |p| divergence::n_at_chi_squared(p.x[0]),
            |p| Answer::Value(exact::n_at_chi_squared(p.x[0])),
        ),
        row(
            "n_at_total_variation",
            "2^-60 … 1 − 2^-53",
            |g| Point::real(&[g.share()]),
            |p| divergence::n_at_total_variation(p.x[0]),
            |p| inverse(exact::BITS, p.x[0], exact::total_variation),
        ),
        row(
            "n_at_hellinger_squared",
            "2^-59 … 2",
            |g| Point::real(&[2.0 * g.share()]),
            |p| divergence::n_at_hellinger_squared(p.x[0]),
            |p| exact::n_at_hellinger_squared(p.x[0]),
        ),
        Row {
            name: "n_at_renyi",
            bound: 2.0,
            domain: "0 … 720 nats; α: 2^-100 … 2^100, ∞",
            reals: 2,
            wholes: 0,
            draw: |g| {
                let order = g.order();
                let order = if order == 0.0 { 0.5 } else { order };
                Point::real(&[g.nats(), order])
            },
            kernel: |p| divergence::n_at_renyi(p.x[0], p.x[1]),
            answer: Arc::new(|p| {
                let alpha = p.x[1];
                inverse(exact::renyi_bits(alpha), p.x[0], move |n| {
                    exact::renyi(n, alpha)
                })
            }),
        },
    ]
}

fn ranks(g: &mut Generator) -> Point {
    let n = g.count();
    Point::whole(&[n, g.part(n)])
}

/// `bestof::order`.
#[must_use]
pub fn orders<B: Big>() -> Vec<Row<B>> {
    type Of<B> = fn(&Polygamma<B>, &Point) -> B;
    let polygamma = Arc::new(Polygamma::<B>::default());
    let row = |name, bound, kernel: fn(&Point) -> f64, f: Of<B>| {
        let polygamma = polygamma.clone();
        Row {
            name,
            bound,
            domain: "1 ≤ n ≤ f64::MAX",
            reals: 1,
            wholes: 0,
            draw: sizes,
            kernel,
            answer: Arc::new(move |p| Answer::Value(f(&polygamma, p))),
        }
    };
    let ranked = |name, kernel, f: Of<B>| Row {
        reals: 0,
        wholes: 2,
        domain: "1 ≤ k ≤ n < 2^64",
        draw: ranks,
        ..row(name, 2.0, kernel, f)
    };
    vec![
        normal(),
        row(
            "exp_max_mean",
            2.0,
            |p| order::exp_max_mean(p.x[0]),
            |g, p| g.exp_max_mean(p.x[0]),
        ),
        row(
            "exp_max_variance",
            2.0,
            |p| order::exp_max_variance(p.x[0]),
            |g, p| g.exp_max_variance(p.x[0]),
        ),
        Row {
            reals: 2,
            domain: "1 ≤ n ≤ f64::MAX; x: 2^-100 … 700 and about ln n",
            draw: |g| {
                let n = g.n();
                let x = match g.bits() % 4 {
                    0 => g.power(-100.0, 0.0),
                    1 => g.between(0.0, 40.0),
                    2 => (n.ln() + g.between(-4.0, 8.0)).max(1e-3),
                    _ => g.between(0.0, 700.0),
                };
                Point::real(&[n, x])
            },
            ..row(
                "exp_max_cdf",
                2.0,
                |p| order::exp_max_cdf(p.x[0], p.x[1]),
                |_, p| exact::exp_max_cdf(p.x[0], p.x[1]),
            )
        },
        Row {
            reals: 2,
            domain: "1 ≤ n ≤ f64::MAX; p: 2^-1070 … 1 − 2^-53",
            draw: |g| {
                let n = g.n();
                let p = match g.bits() % 3 {
                    0 => g.share(),
                    1 => g.power(-1070.0, -0.01),
                    _ => (-n * g.between(0.0, 3.0)).exp(),
                };
                Point::real(&[n, if p > 0.0 && p < 1.0 { p } else { 0.75 }])
            },
            ..row(
                "exp_max_quantile",
                2.0,
                |p| order::exp_max_quantile(p.x[0], p.x[1]),
                |_, p| exact::exp_max_quantile(p.x[0], p.x[1]),
            )
        },
        ranked(
            "exp_order_mean",
            |p| order::exp_order_mean(p.k[0], p.k[1]),
            |g, p| g.exp_order_mean(p.k[0], p.k[1]),
        ),
        ranked(
            "exp_order_variance",
            |p| order::exp_order_variance(p.k[0], p.k[1]),
            |g, p| g.exp_order_variance(p.k[0], p.k[1]),
        ),
        Row {
            wholes: 3,
            domain: "1 ≤ j, k ≤ n < 2^64",
            draw: |g| {
                let n = g.count();
                Point::whole(&[n, g.part(n), g.part(n)])
            },
            ..ranked(
                "exp_order_covariance",
                |p| order::exp_order_covariance(p.k[0], p.k[1], p.k[2]),
                |g, p| g.exp_order_variance(p.k[0], p.k[1].min(p.k[2])),
            )
        },
        row(
            "uniform_max_mean",
            2.0,
            |p| order::uniform_max_mean(p.x[0]),
            |_, p| exact::win_rate(&first(p)),
        ),
        row(
            "gumbel_max_mean",
            2.0,
            |p| order::gumbel_max_mean(p.x[0]),
            |g, p| g.gumbel_max_mean(p.x[0]),
        ),
        row(
            "logistic_max_mean",
            2.0,
            |p| order::logistic_max_mean(p.x[0]),
            |g, p| g.logistic_max_mean(p.x[0]),
        ),
    ]
}

/// Every vector of `normal_max_mean`, which has no closed form: its points, and its truth.
static NORMAL: LazyLock<Vec<Vector>> = LazyLock::new(|| {
    ["normal_max_mean", "normal_max_mean_dense"]
        .into_iter()
        .filter_map(|name| read(name, false).unwrap_or_else(|e| panic!("{e}")))
        .flatten()
        .collect()
});

fn normal<B: Big>() -> Row<B> {
    let truth: HashMap<u64, B> = NORMAL
        .iter()
        .filter_map(|v| Some((v.point.x[0].to_bits(), from_decimal(&v.expected, 256)?)))
        .collect();
    Row {
        name: "normal_max_mean",
        bound: 4.0,
        domain: "the n of tests/vectors, over and over",
        reals: 1,
        wholes: 0,
        draw: |g| NORMAL[g.index() % NORMAL.len()].point,
        kernel: |p| order::normal_max_mean(p.x[0]),
        answer: Arc::new(move |p| {
            truth
                .get(&p.x[0].to_bits())
                .map_or(Answer::Exactly(f64::NAN), |x| Answer::Value(x.clone()))
        }),
    }
}

/// `bestof::bound`.
#[must_use]
pub fn bounds<B: Big>() -> Vec<Row<B>> {
    let row = |name, reals, domain, draw, kernel, answer: fn(&Point) -> Answer<B>| Row {
        name,
        bound: 1.0,
        domain,
        reals,
        wholes: 0,
        draw,
        kernel,
        answer: Arc::new(answer),
    };
    vec![
        row(
            "sub_gaussian_bound",
            2,
            "σ: 0, 2^-10 … 2^10; 0 … 720 nats",
            |g| Point::real(&[g.reward(), g.nats()]),
            |p| bound::sub_gaussian_bound(p.x[0], p.x[1]),
            |p| Answer::Value(exact::sub_gaussian_bound(p.x[0], p.x[1])),
        ),
        row(
            "sub_gamma_bound",
            3,
            "v, c: 0, 2^-10 … 2^10; 0 … 720 nats",
            |g| {
                let scale = if g.index() % 16 == 0 { 0.0 } else { g.reward() };
                Point::real(&[g.reward(), scale, g.nats()])
            },
            |p| bound::sub_gamma_bound(p.x[0], p.x[1], p.x[2]),
            |p| Answer::Value(exact::sub_gamma_bound(p.x[0], p.x[1], p.x[2])),
        ),
        row(
            "tail_adaptive_bound",
            4,
            "σ: 2^-10 … 2^10; 2^-60 ≤ α ≤ 1; 0 … 720 nats",
            |g| {
                let alpha = if g.index() % 16 == 0 { 1.0 } else { g.share() };
                Point::real(&[g.reward(), g.reward(), alpha, g.nats()])
            },
            |p| bound::tail_adaptive_bound(p.x[0], p.x[1], p.x[2], p.x[3]),
            |p| Answer::Value(exact::tail_adaptive_bound(p.x[0], p.x[1], p.x[2], p.x[3])),
        ),
        Row {
            bound: 4.0,
            ..row(
                "bernoulli_kl_upper",
                2,
                "p: 2^-60 … 1 − 2^-53; 2^-70 nats … −ln p and beyond",
                |g| {
                    let p = g.share();
                    Point::real(&[p, gap_nats(g, p)])
                },
                |p| bound::bernoulli_kl_upper(p.x[0], p.x[1]),
                |p| exact::bernoulli_kl_upper(p.x[0], p.x[1]),
            )
        },
        row(
            "bounded_bound",
            4,
            "hi, −lo: 2^-10 … 2^10, lo < mean < hi; 2^-70 nats … −ln p and beyond",
            |g| {
                let (lo, hi, p) = (-g.reward(), g.reward(), g.share());
                let mean = (lo + (hi - lo) * p).clamp(lo, hi);
                let nats = gap_nats(g, p);
                Point::real(&[lo, hi, mean, nats])
            },
            |p| bound::bounded_bound(p.x[0], p.x[1], p.x[2], p.x[3]),
            |p| exact::bounded_bound(p.x[0], p.x[1], p.x[2], p.x[3]),
        ),
    ]
}

/// A divergence that leaves room above `p`, mostly.
fn gap_nats(g: &mut Generator, p: f64) -> f64 {
    match g.bits() % 8 {
        0 => g.between(0.0, 5.0),
        1 => g.power(-70.0, 0.0),
        2 => -p.ln() * (1.0 - g.power(-50.0, 0.0)),
        _ => -p.ln() * g.power(-20.0, 0.0),
    }
}

/// `bestof::estimate`.
#[must_use]
pub fn estimates<B: Big>() -> Vec<Row<B>> {
    vec![Row {
        name: "pass_at_k",
        bound: 4.0,
        domain: "n < 2^64; c, k ≤ n, the smaller of them ≤ 64",
        reals: 0,
        wholes: 3,
        draw: |g| {
            let n = g.count();
            let few = (g.bits() % 65).min(n);
            let many = g.part(n);
            let [c, k] = if g.bits() & 1 == 0 {
                [few, many]
            } else {
                [many, few]
            };
            Point::whole(&[n, c, k])
        },
        kernel: |p| estimate::pass_at_k(p.k[0], p.k[1], p.k[2]),
        answer: Arc::new(|p| Answer::Value(exact::pass_at_k(p.k[0], p.k[1], p.k[2]))),
    }]
}
