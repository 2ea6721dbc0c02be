//! Coverage beyond the samples at hand: pass rates that differ from prompt to prompt by a Beta law.

use core::num::NonZeroU64;

use crate::Error;
use crate::num::dd::Dd;
use crate::num::exp::{exp, expm1};
use crate::num::gamma::{ln_gamma, stirling_correction};
use crate::num::ln::log1p;
use crate::num::real::{Real, Scalar};
use crate::order::{harmonic_step, inverse_square_step};
use crate::simd::{self, Task};

/// Draws whose failures are multiplied one by one; the rest through `ln Γ`.
const FACTORS: u64 = 256;

/// Expected share of prompts that at least one of `k` samples passes, when a prompt's pass rate is drawn from Beta(`a`, `b`).
///
/// Formula: `1 − B(a, b+k)/B(a, b)`; for many samples what is missing falls as `Γ(a+b)/Γ(b) k^(−a)`.
/// Source: Chen et al. 2021 (arXiv:2107.03374) for one prompt, averaged over the Beta law.
/// Validity: exact under that law; an extrapolation when `a` and `b` are [fitted](fit_beta_binomial).
/// Domain: `2^-20 ≤ a, b ≤ 2^20`, `k < 2^64`; NaN outside.  Limits: 0 at `k = 0`, `a/(a+b)` at `k = 1`.
/// Accuracy: ≤ 1 ulp for `k ≤ 400`; worst seen 0.500 ulp at `a = 0x1.81950ea2cae92p-6, b = 0x1.30a9cdf79ab2fp+17, k = 5`. Within
/// 2e-15 of the closed forms at `a = 1` and `a = 2` up to `k = 2^64 − 1`.
/// Cost: `k` divisions up to 256 of them; four logarithms and an exponential beyond. No allocation.
#[must_use]
pub fn beta_binomial_coverage(a: f64, b: f64, k: u64) -> f64 {
    let inside = SMALLEST..=LARGEST;
    if !inside.contains(&a) || !inside.contains(&b) {
        return f64::NAN;
    }
    simd::run(Coverage { a, b, k })
}

/// The least and greatest parameters of the Beta law: all pass or none does, and one rate for all.
const SMALLEST: f64 = 9.5367431640625e-7; // 2^-20
const LARGEST: f64 = 1_048_576.0;

struct Coverage {
    a: f64,
    b: f64,
    k: u64,
}

impl Task for Coverage {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let one = Dd::from(S::splat(1.0));
        let a = Dd::from(S::splat(self.a));
        // The chance grows by that of a first pass at each draw: no term is negative, nothing cancels.
        let mut failures = Dd::from(S::splat(self.b));
        let mut pass = Dd::from(S::splat(0.0));
        for _ in 0..self.k.min(FACTORS) {
            let success = a.div(a.add(failures));
            pass = pass.add(one.sub(pass).mul(success));
            failures = failures.plus(S::splat(1.0));
        }
        let rest = self.k.saturating_sub(FACTORS);
        if rest > 0 {
            let later = expm1(later_failures(a, failures.normal(), Dd::integer(rest))).neg();
            pass = pass.add(one.sub(pass).mul(later));
        }
        pass.value().get()
    }
}

/// `ln (Γ(x+k) Γ(x+a) / (Γ(x+k+a) Γ(x)))` for `x ≥ 256`, `k ≥ 1`: Stirling's leading terms in differences.
#[cfg_attr(not(feature = "small"), inline(always))]
fn later_failures<S: Scalar>(a: Dd<S>, x: Dd<S>, k: Dd<S>) -> Dd<S> {
    let half = S::splat(-0.5);
    let y = x.add(k).normal();
    let (xa, ya) = (x.add(a).normal(), y.add(a).normal());
    let near = x.plus(half).mul(log1p(a.div(x).normal()));
    let far = y.plus(half).mul(log1p(a.div(y).normal()));
    let slope = a.mul(log1p(k.div(xa).normal()));
    let correction = stirling_correction(y)
        .sub(stirling_correction(ya))
        .add(stirling_correction(xa))
        .sub(stirling_correction(x));
    near.sub(far).sub(slope).add(correction).normal()
}

/// Fits the Beta law of pass rates to counts: of prompt `i`, `passes[i]` of `samples[i]` are correct. Returns `[a, b]` for
/// [`beta_binomial_coverage`].
///
/// Formula: the maximum of `Σ_i ln (B(a + c_i, b + n_i − c_i)/B(a, b))`, by damped Newton steps in `ln a` and `ln b`.
/// Source: maximum likelihood of the beta-binomial law, Griffiths 1973 (doi:10.2307/2529131).
/// Validity: consistent as prompts are added, if their pass rates follow a Beta law; that they do is an assumption, and
/// what is far beyond the samples rests on it. Pass rates that are all alike end at the largest parameters, prompts that
/// all pass or all fail at the smallest.
/// Domain: the answer lies in `2^-20 ≤ a, b ≤ 2^20`. Prompts without samples say nothing.
/// Accuracy: the slopes of the likelihood vanish to 1e-9 of the number of prompts, unless the answer is at its limits.
/// Cost: about a microsecond a prompt and step, ten to thirty steps. No allocation.
///
/// # Errors
/// - [`Error::Empty`]: no prompt has a sample;
/// - [`Error::Capacity`]: the slices differ in length;
/// - [`Error::Domain`]: a prompt has more passes than samples, no sample passes, or all do.
pub fn fit_beta_binomial(samples: &[u64], passes: &[u64]) -> Result<[f64; 2], Error> {
    if samples.len() != passes.len() {
        return Err(Error::Capacity);
    }
    if samples.iter().zip(passes).any(|(n, c)| c > n) {
        return Err(Error::Domain);
    }
    let [drawn, passed]: [f64; 2] =
        [samples, passes].map(|counts| counts.iter().map(|c| *c as f64).sum());
    if drawn == 0.0 {
        return Err(Error::Empty);
    }
    if passed == 0.0 || passed == drawn {
        return Err(Error::Domain);
    }
    Ok(simd::run(Fit {
        samples,
        passes,
        rate: passed / drawn,
    }))
}

struct Fit<'a> {
    samples: &'a [u64],
    passes: &'a [u64],
    rate: f64,
}

/// The slopes and the curvatures of the likelihood in `ln a` and `ln b`.
struct Shape {
    slope: [f64; 2],
    /// Along `a`, along `b`, mixed.
    curve: [f64; 3],
}

/// A parameter's own counts: those of the passes for `a`, of the failures for `b`, of the samples for `a + b`.
#[derive(Clone, Copy)]
enum Counts {
    Passes,
    Failures,
    Samples,
}

/// Steps after which every start has converged, with as many to spare.
const STEPS: usize = 200;

// Each sum apart, as the step and the move: what one of them keeps on the stack is gone when the next is taken.
impl Fit<'_> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn likelihood<S: Scalar>(&self, [a, b]: [f64; 2]) -> f64 {
        self.rise::<S>(a, Counts::Passes)
            .add(self.rise(b, Counts::Failures))
            .sub(self.rise(a + b, Counts::Samples))
            .value()
            .get()
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn shape<S: Scalar>(&self, [a, b]: [f64; 2]) -> Shape {
        let sn = self.slope::<S>(a + b, Counts::Samples);
        let slope = [
            a * (self.slope::<S>(a, Counts::Passes) - sn),
            b * (self.slope::<S>(b, Counts::Failures) - sn),
        ];
        let cn = self.curve::<S>(a + b, Counts::Samples);
        let [ga, gb] = slope;
        let curve = [
            ga - a * a * (self.curve::<S>(a, Counts::Passes) - cn),
            gb - b * b * (self.curve::<S>(b, Counts::Failures) - cn),
            a * b * cn,
        ];
        Shape { slope, curve }
    }

    /// The counts that are not 0.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn counts(&self, counts: Counts) -> impl Iterator<Item = NonZeroU64> {
        self.samples
            .iter()
            .zip(self.passes)
            .filter_map(move |(n, c)| {
                NonZeroU64::new(match counts {
                    Counts::Passes => *c,
                    Counts::Failures => n.saturating_sub(*c),
                    Counts::Samples => *n,
                })
            })
    }

    /// Sum of `ln (Γ(x+m)/Γ(x))` over counts `m`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn rise<S: Scalar>(&self, x: f64, counts: Counts) -> Dd<S> {
        let x = Dd::from(S::splat(x));
        let start = ln_gamma(x);
        let mut sum = Dd::from(S::splat(0.0));
        for count in self.counts(counts) {
            let end = x.add(Dd::integer(count.get())).normal();
            sum = sum.add(ln_gamma(end).sub(start));
        }
        sum
    }

    /// Its slope in `x`: `Σ 1/(x+j)` over `j < m`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn slope<S: Scalar>(&self, x: f64, counts: Counts) -> f64 {
        let x = Dd::from(S::splat(x));
        let mut sum = Dd::from(S::splat(0.0));
        for count in self.counts(counts) {
            let later = harmonic_step(x, Dd::integer(count.get().wrapping_sub(1)));
            let first = Dd::from(S::splat(1.0)).div(x).normal();
            sum = sum.add(first.add(later));
        }
        sum.value().get()
    }

    /// Minus its curvature: `Σ 1/(x+j)²` over `j < m`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn curve<S: Scalar>(&self, x: f64, counts: Counts) -> f64 {
        let x = Dd::from(S::splat(x));
        let mut sum = Dd::from(S::splat(0.0));
        for count in self.counts(counts) {
            let later = inverse_square_step(x, Dd::integer(count.get().wrapping_sub(1)));
            let first = Dd::from(S::splat(1.0)).div(x).normal();
            sum = sum.add(first.mul(first).add(later));
        }
        sum.value().get()
    }
}

impl Shape {
    /// A step in `ln a` and `ln b` towards the top of the parabola; nothing where that is no step upwards.
    #[cfg_attr(feature = "small", inline(never))]
    fn step(&self, damping: f64) -> Option<[f64; 2]> {
        let [ga, gb] = self.slope;
        let [haa, hbb, hab] = self.curve;
        let (da, db) = (damping - haa, damping - hbb);
        let determinant = da * db - hab * hab;
        (determinant > 0.0 && da > 0.0).then(|| {
            [
                (db * ga + hab * gb) / determinant,
                (hab * ga + da * gb) / determinant,
            ]
        })
    }
}

/// `x` after a step in its logarithm.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn moved<S: Scalar>(x: f64, step: f64) -> f64 {
    let step = step.clamp(-2.0, 2.0);
    within(x * exp(Dd::from(S::splat(step))).hi.get())
}

impl Task for Fit<'_> {
    type Output = [f64; 2];

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> [f64; 2] {
        let mut best = [2.0 * self.rate, 2.0 * (1.0 - self.rate)].map(within);
        let mut likelihood = self.likelihood::<S>(best);
        let mut shape = self.shape::<S>(best);
        let mut damping = 1e-3;
        for _ in 0..STEPS {
            // Shortened until it is one.
            let Some([sa, sb]) = shape.step(damping) else {
                damping = Real::max(damping * 8.0, 1e-3);
                continue;
            };
            let [a, b] = best;
            let next = [moved::<S>(a, sa), moved::<S>(b, sb)];
            let short = Real::abs(sa) < 1e-12 && Real::abs(sb) < 1e-12;
            let there = self.likelihood::<S>(next);
            if there >= likelihood {
                let stays = next == best;
                best = next;
                if short || stays {
                    break;
                }
                likelihood = there;
                shape = self.shape::<S>(best);
                damping = Real::max(damping / 8.0, 1e-12);
            } else if short {
                break;
            } else {
                damping *= 8.0;
            }
        }
        best
    }
}

fn within(x: f64) -> f64 {
    x.clamp(SMALLEST, LARGEST)
}
