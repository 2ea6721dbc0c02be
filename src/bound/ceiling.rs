//! The smallest ceiling on the reward gain that follows from what is known about the reward.
//!
//! Each fact that is given opens the bounds that rest on it, and no other. Of two bounds that rest on the same facts only
//! the one that is never larger is tried: Kearns–Saul's never beats the binary inverse, nor Hellinger's total variation.

use super::bounded::gap_everywhere;
use super::outward::{TIGHT, WIDE, above, product_above, raised};
use super::transport::{SQRT_2, root};
use crate::Error;
use crate::divergence::{kl_dd, total_variation_dd};
use crate::num::dd::{Dd, two_sum};
use crate::num::exp::expm1;
use crate::num::gamma::ln_gamma_doubling;
use crate::num::ln::{ln_dd, log1p};
use crate::num::real::Scalar;
use crate::simd::{self, Task};

/// What is known about the reward under the reference policy, any subset of it.
///
/// Every fact must be certain: a sample standard deviation is not the standard deviation. All are in the reward's units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ceiling {
    /// The right tail of the centred reward is sub-Gaussian with this proxy standard deviation.
    pub sigma: Option<f64>,
    /// The right tail of the centred reward is sub-gamma with this variance factor and this scale.
    pub sub_gamma: Option<(f64, f64)>,
    /// The standard deviation is at most this.
    pub standard_deviation: Option<f64>,
    /// No reward is below this.
    pub lo: Option<f64>,
    /// No reward is above this.
    pub hi: Option<f64>,
    /// The mean is this.
    pub mean: Option<f64>,
    /// The law of the reward is symmetric about its mean.
    pub symmetric: bool,
    /// The KL divergence of best-of-n from the reference at the `n` asked for, in nats, where ties make it smaller than
    /// [`kl`](crate::divergence::kl).
    pub kl: Option<f64>,
}

/// Which bound is the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitedBy {
    /// None: at `n = 1` and at no divergence there is nothing to gain; elsewhere nothing that is known limits the gain.
    Nothing,
    /// `σ √(2·KL)`; Mroueh 2024, Corollary 1.
    SubGaussian,
    /// `√(2·v·KL) + c·KL`; Mroueh 2024, Corollary 1.
    SubGamma,
    /// `sd·(n−1)/√(2n−1)`, the χ² bound of Hartley and David (1954) and Gumbel (1954).
    StandardDeviation,
    /// `sd·(n/√2)·√(1/(2n−1) − B(n,n))`, Moriguti (1951), for symmetric laws.
    Symmetry,
    /// `(hi−lo)·TV(n)`: attained, if the mean may be anything.
    Range,
    /// `(hi−lo)(1 − p − (1−p)^n)` with `p = (mean−lo)/(hi−lo)`: attained by a reward of two values.
    RangeAndMean,
    /// [`bounded_bound`](super::bounded_bound) at the KL divergence: attained by a policy on two values.
    BinaryKl,
    /// `(hi−lo)·√(KL/2)`, from Pinsker's inequality; Hoeffding's bound.
    Pinsker,
    /// `(hi−lo)·√(1−e^−KL)`, from the inequality of Bretagnolle and Huber.
    BretagnolleHuber,
    /// `hi − mean`.
    UpperEnd,
    /// `(n−1)(mean−lo)`: no answer becomes more than `n` times as likely.
    LowerEnd,
}

/// A ceiling on the gain, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// No larger gain is possible; ∞ where nothing is known that limits it. In the reward's units.
    pub gain: f64,
    /// The bound that says so.
    pub by: LimitedBy,
}

impl Ceiling {
    /// Smallest ceiling on `E_best-of-n r − E_reference r`.
    ///
    /// Formula: the least of the bounds of [`LimitedBy`] whose facts are given. With symmetry and either end of the range
    /// beside the mean, or both ends, the range is that of the nearer end about the mean.
    /// Source: Mroueh 2024 (arXiv:2406.05883); Hartley and David 1954; Gumbel 1954; Moriguti 1951.
    /// Validity: upper bound whenever the facts are true, also if answers tie.
    /// Domain: real `n ≥ 1`, ∞ included.
    /// Accuracy: never below the exact value of the bound, at most 3 ulp above; worst seen 2 ulp
    /// (oracle/tests/ceiling.rs).
    /// Cost: that of its bounds; three logarithms and an exponential where all facts are given.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for a fact that is NaN or infinite (`kl` may be infinite), [`Error::Domain`] for `n` not in the
    /// domain, a negative scale or divergence, or ends and mean out of order or closer than 2^-300 but not equal,
    /// or further than 2^300 apart.
    pub fn best_of_n(&self, n: f64) -> Result<Limit, Error> {
        let facts = self.facts()?;
        if n >= 1.0 {
            Ok(simd::run(BestOfN { facts, n }))
        } else {
            Err(Error::Domain)
        }
    }

    /// Smallest ceiling on `E_policy r − E_reference r` over all policies at KL divergence `kl`, in nats.
    ///
    /// The standard deviation and the member `kl` play no part: without a limit on the density ratio the former limits no
    /// gain, and the latter is that of another policy. Formula, validity, accuracy and cost are those of
    /// [`best_of_n`](Self::best_of_n).
    ///
    /// # Errors
    /// As for [`best_of_n`](Self::best_of_n); [`Error::Domain`] for `kl` negative or NaN.
    pub fn at_kl(&self, kl: f64) -> Result<Limit, Error> {
        let facts = self.facts()?;
        if kl >= 0.0 {
            Ok(simd::run(AtKl { facts, kl }))
        } else {
            Err(Error::Domain)
        }
    }

    /// The smallest `n` that could reach this gain: no smaller one can, by [`best_of_n`](Self::best_of_n). Nothing where
    /// no `n` of 64 bits can.
    ///
    /// Cost: at most 65 times that of [`best_of_n`](Self::best_of_n).
    ///
    /// # Errors
    /// As for [`best_of_n`](Self::best_of_n), and [`Error::NotFinite`] for a gain that is NaN or infinite;
    /// [`Error::Domain`] where `kl` is given, which is known for one `n` only.
    pub fn min_n(&self, gain: f64) -> Result<Option<u64>, Error> {
        let facts = self.facts()?;
        if !gain.is_finite() {
            return Err(Error::NotFinite);
        }
        if self.kl.is_some() {
            return Err(Error::Domain);
        }
        let reaches = |n| {
            let n = double_from(n);
            simd::run(BestOfN { facts, n }).gain >= gain
        };
        if reaches(1) {
            return Ok(Some(1));
        }
        if !reaches(u64::MAX) {
            return Ok(None);
        }
        // `short` does not reach it, `enough` may.
        let (mut short, mut enough) = (1_u64, u64::MAX);
        while enough.abs_diff(short) > 1 {
            let middle = short.midpoint(enough);
            if reaches(middle) {
                enough = middle;
            } else {
                short = middle;
            }
        }
        Ok(Some(enough))
    }

    /// The facts, checked.
    fn facts(&self) -> Result<Facts, Error> {
        let (variance_factor, scale) = self.sub_gamma.unzip();
        let sizes = [self.sigma, variance_factor, scale, self.standard_deviation];
        let places = [self.lo, self.hi, self.mean];
        if sizes
            .iter()
            .chain(&places)
            .flatten()
            .any(|x| !x.is_finite())
        {
            return Err(Error::NotFinite);
        }
        if self.kl.is_some_and(f64::is_nan) {
            return Err(Error::NotFinite);
        }
        let negative = |x: &f64| *x < 0.0;
        if sizes.iter().flatten().any(negative) || self.kl.is_some_and(|kl| kl < 0.0) {
            return Err(Error::Domain);
        }
        let (below, above) = (gap(self.lo, self.mean)?, gap(self.mean, self.hi)?);
        let width = gap(self.lo, self.hi)?;
        let half = [below, above, width.map(|w| w.times_pow2(0.5))]
            .into_iter()
            .flatten()
            .reduce(|a, b| if b.sub(a).value() < 0.0 { b } else { a });
        let sides = if self.symmetric {
            half.map(|half| (half, half))
        } else {
            below.zip(above)
        };
        Ok(Facts {
            sigma: self.sigma,
            sub_gamma: self.sub_gamma,
            standard_deviation: self.standard_deviation,
            symmetric: self.symmetric,
            kl: self.kl,
            below,
            above,
            width,
            sides,
        })
    }
}

/// `high − low` where both are given.
fn gap(low: Option<f64>, high: Option<f64>) -> Result<Option<Dd<f64>>, Error> {
    let Some((low, high)) = low.zip(high) else {
        return Ok(None);
    };
    let size = high - low;
    if size == 0.0 || (SMALLEST < size && size < LARGEST) {
        Ok(Some(two_sum(high, -low)))
    } else {
        Err(Error::Domain)
    }
}

const SMALLEST: f64 = 4.909093465297727e-91; // 2^-300
const LARGEST: f64 = 1.0 / SMALLEST;

/// The smallest double not below `n`.
fn double_from(n: u64) -> f64 {
    let x = n as f64;
    // 2^64 saturates to the largest whole number, which no n exceeds.
    if (x as u64) < n { x.next_up() } else { x }
}

/// What is known, with the distances that follow from it.
#[derive(Clone, Copy)]
struct Facts {
    sigma: Option<f64>,
    sub_gamma: Option<(f64, f64)>,
    standard_deviation: Option<f64>,
    symmetric: bool,
    kl: Option<f64>,
    /// `mean − lo`.
    below: Option<Dd<f64>>,
    /// `hi − mean`.
    above: Option<Dd<f64>>,
    /// `hi − lo`.
    width: Option<Dd<f64>>,
    /// How far rewards reach below and above the mean.
    sides: Option<(Dd<f64>, Dd<f64>)>,
}

struct BestOfN {
    facts: Facts,
    n: f64,
}

struct AtKl {
    facts: Facts,
    kl: f64,
}

/// The smallest limit so far.
struct Least(Limit);

impl Least {
    fn unlimited() -> Self {
        Self(Limit {
            gain: f64::INFINITY,
            by: LimitedBy::Nothing,
        })
    }

    fn offer(&mut self, by: LimitedBy, gain: f64) {
        if gain < self.0.gain {
            self.0 = Limit { gain, by };
        }
    }
}

/// No move, no gain.
const NONE: Limit = Limit {
    gain: 0.0,
    by: LimitedBy::Nothing,
};

impl Task for BestOfN {
    type Output = Limit;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Limit {
        let Self { facts, n } = self;
        if n == 1.0 || facts.kl == Some(0.0) {
            return NONE;
        }
        let mut least = Least::unlimited();
        facts.offer_at_kl(&Budget::<S>::of_best_of_n(n, facts.kl), &mut least);
        if let Some(deviation) = facts.standard_deviation {
            let deviation = Dd::from(S::splat(deviation));
            let gain = product_above(chi::<S>(n), deviation, TIGHT);
            least.offer(LimitedBy::StandardDeviation, gain);
            if facts.symmetric {
                let gain = product_above(symmetric_chi::<S>(n), deviation, WIDE);
                least.offer(LimitedBy::Symmetry, gain);
            }
        }
        if let Some((below, above)) = facts.sides {
            let gain = two_valued::<S>(cast(below), cast(above), n);
            least.offer(LimitedBy::RangeAndMean, gain);
        } else if let Some(width) = facts.width {
            let area = if n < f64::INFINITY {
                total_variation_dd(S::splat(n))
            } else {
                Dd::from(S::splat(1.0))
            };
            let gain = product_above(area, cast(width), TIGHT);
            least.offer(LimitedBy::Range, gain);
        } else if let Some(below) = facts.below {
            let gain = product_above(beyond_one::<S>(n), cast(below), TIGHT);
            least.offer(LimitedBy::LowerEnd, gain);
        }
        least.0
    }
}

impl Task for AtKl {
    type Output = Limit;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Limit {
        if self.kl == 0.0 {
            return NONE;
        }
        let mut least = Least::unlimited();
        self.facts
            .offer_at_kl(&Budget::<S>::exactly(self.kl), &mut least);
        least.0
    }
}

/// A positive KL divergence, or a little more.
struct Budget<S> {
    nats: Dd<S>,
    /// `√(2·nats)`.
    spread: Dd<S>,
    /// A double not below it.
    rounded: f64,
}

impl<S: Scalar> Budget<S> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn exactly(nats: f64) -> Self {
        let x = S::splat(nats);
        Self {
            nats: Dd::from(x),
            spread: root(x).mul(Dd::constant(SQRT_2.0, SQRT_2.1)),
            rounded: nats,
        }
    }

    /// The divergence of best-of-`n`, or that of ties where it is known and less.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn of_best_of_n(n: f64, tied: Option<f64>) -> Self {
        if n == f64::INFINITY {
            return Self::exactly(tied.unwrap_or(n));
        }
        let nats = raised(kl_dd(S::splat(n)), WIDE);
        let rounded = above(nats, 0.0);
        match tied {
            Some(tied) if tied < rounded => Self::exactly(tied),
            _ => Self {
                nats,
                spread: nats.times_pow2(S::splat(2.0)).sqrt(),
                rounded,
            },
        }
    }
}

impl Facts {
    /// The bounds on every policy at a positive KL divergence.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn offer_at_kl<S: Scalar>(&self, budget: &Budget<S>, least: &mut Least) {
        let one = S::splat(1.0);
        let Budget {
            nats,
            spread,
            rounded,
        } = *budget;
        if let Some(sigma) = self.sigma {
            let gain = product_above(spread, Dd::from(S::splat(sigma)), TIGHT);
            least.offer(LimitedBy::SubGaussian, gain);
        }
        if let Some((variance_factor, scale)) = self.sub_gamma {
            let gaussian = spread.mul(root(S::splat(variance_factor)));
            let gain = gaussian.add(nats.times(S::splat(scale)));
            let gain = if variance_factor == 0.0 && scale == 0.0 {
                0.0
            } else {
                above(gain, TIGHT)
            };
            least.offer(LimitedBy::SubGamma, gain);
        }
        if let Some((below, over)) = self.sides {
            let (below, over) = (cast::<S>(below), cast::<S>(over));
            least.offer(LimitedBy::BinaryKl, binary_kl(below, over, budget));
        } else if let Some(width) = self.width {
            let width = cast::<S>(width);
            let gain = product_above(spread.times_pow2(S::splat(0.5)), width, TIGHT);
            least.offer(LimitedBy::Pinsker, gain);
            let share = if rounded < 700.0 {
                expm1(nats.neg()).neg().sqrt()
            } else {
                Dd::from(one)
            };
            let gain = product_above(share, width, TIGHT);
            least.offer(LimitedBy::BretagnolleHuber, gain);
        }
        if let Some(over) = self.above {
            let gain = product_above(Dd::from(one), cast::<S>(over), 0.0);
            least.offer(LimitedBy::UpperEnd, gain);
        }
    }
}

/// `(hi−lo)(q − p)` with `q` as far from `p = (mean−lo)/(hi−lo)` as the divergence allows; from above.
#[cfg_attr(not(feature = "small"), inline(always))]
fn binary_kl<S: Scalar>(below: Dd<S>, over: Dd<S>, budget: &Budget<S>) -> f64 {
    if below.hi.get() == 0.0 || over.hi.get() == 0.0 {
        return 0.0;
    }
    // The ends are at most 2^600 apart in size: there the divergence is δ²/(2p(1−p)) to 2^-100.
    if budget.rounded < FAINT {
        return above(below.mul(over).sqrt().mul(budget.spread), TIGHT);
    }
    let width = below.add(over);
    let (p, rest) = (below.div(width).normal(), over.div(width).normal());
    let gap = gap_everywhere(p, rest, S::splat(budget.rounded));
    above(gap.mul(width), WIDE)
}

const FAINT: f64 = 1.1830521861667747e-271; // 2^-900

/// `(hi−lo)(1 − p − (1−p)^n) = (hi−mean)(1 − (1−p)^(n−1))`, from above.
#[cfg_attr(not(feature = "small"), inline(always))]
fn two_valued<S: Scalar>(below: Dd<S>, over: Dd<S>, n: f64) -> f64 {
    if below.hi.get() == 0.0 || over.hi.get() == 0.0 {
        return 0.0;
    }
    let width = below.add(over);
    let p = below.div(width).normal();
    let log = if p.hi.get() < 0.5 {
        log1p(p.neg())
    } else {
        ln_dd(over.div(width).normal())
    };
    let power = log.mul(beyond_one(n));
    let share = if power.hi.get() > -700.0 {
        expm1(power).neg()
    } else {
        Dd::from(S::splat(1.0))
    };
    above(over.mul(share), TIGHT)
}

/// `n − 1`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn beyond_one<S: Scalar>(n: f64) -> Dd<S> {
    two_sum(S::splat(n), S::splat(-1.0))
}

/// `√(2n − 1)/√2`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn root_of_draws<S: Scalar>(n: f64) -> Dd<S> {
    two_sum(S::splat(n), S::splat(-0.5)).sqrt()
}

/// `(n−1)/√(2n−1)`, the root of the χ² divergence.
#[cfg_attr(not(feature = "small"), inline(always))]
fn chi<S: Scalar>(n: f64) -> Dd<S> {
    let half_root = Dd::constant(SQRT_2.0, SQRT_2.1).times_pow2(S::splat(0.5));
    beyond_one(n).div(root_of_draws(n)).mul(half_root)
}

/// `(n/√2)·√(1/(2n−1) − B(n,n))`, as `n/(2√(n−½))·√(1 − Γ(n)²/Γ(2n−1))`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn symmetric_chi<S: Scalar>(n: f64) -> Dd<S> {
    let main = Dd::from(S::splat(n))
        .div(root_of_draws(n))
        .times_pow2(S::splat(0.5));
    // From here on the Beta function is below 2^-120 of the rest.
    if n > 64.0 {
        return main;
    }
    let log = ln_gamma_doubling(beyond_one(n));
    main.mul(expm1(log.neg()).neg().sqrt())
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn cast<S: Scalar>(x: Dd<f64>) -> Dd<S> {
    Dd::constant(x.hi, x.lo)
}
