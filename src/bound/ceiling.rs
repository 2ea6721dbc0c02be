//! The smallest ceiling on the reward gain that follows from what is known about the reward.
//!
//! Each fact that is given opens the bounds that rest on it, and no other. Of two bounds that rest on the same facts only
//! the one that is never larger is tried: Kearns–Saul's never beats the binary inverse, nor Hellinger's total variation.

use super::bounded::{FAINT, Law};
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
        self.check()?;
        if n >= 1.0 {
            Ok(simd::run(BestOfN { known: self, n }))
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
        self.check()?;
        if kl >= 0.0 {
            Ok(simd::run(AtKl { known: self, kl }))
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
        self.check()?;
        if !gain.is_finite() {
            return Err(Error::NotFinite);
        }
        if self.kl.is_some() {
            return Err(Error::Domain);
        }
        let reaches = |n| {
            let n = double_from(n);
            simd::run(BestOfN { known: self, n }).gain >= gain
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

    /// Refuses what no reward is like.
    // Apart: what it looks at is gone when the bounds are computed.
    #[cfg_attr(feature = "small", inline(never))]
    fn check(&self) -> Result<(), Error> {
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
        for (low, high) in [
            (self.lo, self.mean),
            (self.mean, self.hi),
            (self.lo, self.hi),
        ] {
            let size = low.zip(high).map_or(0.0, |(low, high)| high - low);
            if !(size == 0.0 || (SMALLEST < size && size < LARGEST)) {
                return Err(Error::Domain);
            }
        }
        Ok(())
    }

    /// `mean − lo`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn below<S: Scalar>(&self) -> Option<Dd<S>> {
        gap(self.lo, self.mean)
    }

    /// `hi − mean`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn above<S: Scalar>(&self) -> Option<Dd<S>> {
        gap(self.mean, self.hi)
    }

    /// `hi − lo`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn width<S: Scalar>(&self) -> Option<Dd<S>> {
        gap(self.lo, self.hi)
    }

    /// How far rewards reach below and above the mean.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn sides<S: Scalar>(&self) -> Option<(Dd<S>, Dd<S>)> {
        let (below, above) = (self.below(), self.above());
        if !self.symmetric {
            return below.zip(above);
        }
        let half = self.width().map(|w: Dd<S>| w.times_pow2(S::splat(0.5)));
        let half = nearer(nearer(below, above), half)?;
        Some((half, half))
    }
}

/// The smaller of the distances that are known.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn nearer<S: Scalar>(a: Option<Dd<S>>, b: Option<Dd<S>>) -> Option<Dd<S>> {
    match (a, b) {
        (Some(known), Some(other)) if other.sub(known).value().get() < 0.0 => b,
        (None, _) => b,
        _ => a,
    }
}

/// `high − low` where both are given.
#[cfg_attr(not(feature = "small"), inline(always))]
fn gap<S: Scalar>(low: Option<f64>, high: Option<f64>) -> Option<Dd<S>> {
    low.zip(high)
        .map(|(low, high)| two_sum(S::splat(high), S::splat(-low)))
}

const SMALLEST: f64 = 4.909093465297727e-91; // 2^-300
const LARGEST: f64 = 1.0 / SMALLEST;

/// The smallest double not below `n`.
#[cfg_attr(feature = "small", inline(never))]
fn double_from(n: u64) -> f64 {
    let x = n as f64;
    // 2^64 saturates to the largest whole number, which no n exceeds.
    if (x as u64) < n { x.next_up() } else { x }
}

struct BestOfN<'a> {
    known: &'a Ceiling,
    n: f64,
}

struct AtKl<'a> {
    known: &'a Ceiling,
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

impl Task for BestOfN<'_> {
    type Output = Limit;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Limit {
        let Self { known, n } = self;
        if n == 1.0 || known.kl == Some(0.0) {
            return NONE;
        }
        let mut least = Least::unlimited();
        known.offer_at_kl::<S>(Move::BestOfN(n), &mut least);
        known.offer_of_deviation::<S>(n, &mut least);
        known.offer_of_range::<S>(n, &mut least);
        least.0
    }
}

impl Task for AtKl<'_> {
    type Output = Limit;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Limit {
        let Self { known, kl } = self;
        if kl == 0.0 {
            return NONE;
        }
        let mut least = Least::unlimited();
        known.offer_at_kl::<S>(Move::Kl(kl), &mut least);
        least.0
    }
}

/// A policy that is not the reference: best of so many, or any at this divergence.
#[derive(Clone, Copy)]
enum Move {
    BestOfN(f64),
    Kl(f64),
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
    #[cfg_attr(feature = "small", inline(never))]
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
    #[cfg_attr(feature = "small", inline(never))]
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

/// A reward of two values: the ceiling on its gain where that is plain, or its law.
enum TwoValued<S> {
    Unknown,
    Bounded(f64),
    Law(Law<S>),
}

// Each of the offers apart, as is the budget: what one keeps on the stack is gone when the next is made.
impl Ceiling {
    /// The bounds on every policy at a positive KL divergence.
    #[inline(always)]
    fn offer_at_kl<S: Scalar>(&self, policy: Move, least: &mut Least) {
        let nats = self.offer_of_budget::<S>(policy, least);
        if let Some(gain) = self.binary_kl::<S>(nats) {
            least.offer(LimitedBy::BinaryKl, gain);
        }
        self.offer_of_end::<S>(least);
    }

    /// The bounds that need the divergence beyond a double, and a double not below it.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn offer_of_budget<S: Scalar>(&self, policy: Move, least: &mut Least) -> f64 {
        let budget = match policy {
            Move::BestOfN(n) => Budget::<S>::of_best_of_n(n, self.kl),
            Move::Kl(kl) => Budget::exactly(kl),
        };
        self.offer_of_tail(&budget, least);
        if self.sides::<S>().is_none() {
            self.offer_of_width(&budget, least);
        }
        budget.rounded
    }

    /// The bound by the upper end.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn offer_of_end<S: Scalar>(&self, least: &mut Least) {
        if let Some(over) = self.above::<S>() {
            let gain = product_above(Dd::from(S::splat(1.0)), over, 0.0);
            least.offer(LimitedBy::UpperEnd, gain);
        }
    }

    /// The bounds by the right tail.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn offer_of_tail<S: Scalar>(&self, budget: &Budget<S>, least: &mut Least) {
        let Budget { nats, spread, .. } = *budget;
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
    }

    /// `(hi−lo)(q − p)` with `q` as far from `p = (mean−lo)/(hi−lo)` as the divergence allows; from above.
    #[inline(always)]
    fn binary_kl<S: Scalar>(&self, nats: f64) -> Option<f64> {
        match self.bernoulli::<S>(nats) {
            TwoValued::Unknown => None,
            TwoValued::Bounded(gain) => Some(gain),
            TwoValued::Law(ref law) => Some(self.scaled(law.gap(nats))),
        }
    }

    /// What is a gap between chances, in units of the reward; from above.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn scaled<S: Scalar>(&self, gap: Dd<S>) -> f64 {
        self.sides().map_or(f64::INFINITY, |(below, over)| {
            above(gap.mul(below.add(over)), WIDE)
        })
    }

    /// The reward of two values with the mean and the ends of the reward.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn bernoulli<S: Scalar>(&self, nats: f64) -> TwoValued<S> {
        let Some((below, over)) = self.sides::<S>() else {
            return TwoValued::Unknown;
        };
        if below.hi.get() == 0.0 || over.hi.get() == 0.0 {
            return TwoValued::Bounded(0.0);
        }
        // The ends are at most 2^600 apart in size: there the divergence is δ²/(2p(1−p)) to 2^-100.
        if nats < FAINT {
            let Budget { spread, .. } = Budget::exactly(nats);
            let gain = above(below.mul(over).sqrt().mul(spread), TIGHT);
            return TwoValued::Bounded(gain);
        }
        let width = below.add(over);
        let (p, rest) = (below.div(width).normal(), over.div(width).normal());
        TwoValued::Law(Law::new(p, rest))
    }

    /// The bounds at a positive KL divergence by the range alone.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn offer_of_width<S: Scalar>(&self, budget: &Budget<S>, least: &mut Least) {
        let Some(width) = self.width() else {
            return;
        };
        let Budget {
            nats,
            spread,
            rounded,
        } = *budget;
        let gain = product_above(spread.times_pow2(S::splat(0.5)), width, TIGHT);
        least.offer(LimitedBy::Pinsker, gain);
        let share = if rounded < 700.0 {
            expm1(nats.neg()).neg().sqrt()
        } else {
            Dd::from(S::splat(1.0))
        };
        let gain = product_above(share, width, TIGHT);
        least.offer(LimitedBy::BretagnolleHuber, gain);
    }

    /// The bounds by the standard deviation.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn offer_of_deviation<S: Scalar>(&self, n: f64, least: &mut Least) {
        let Some(deviation) = self.standard_deviation else {
            return;
        };
        let deviation = Dd::from(S::splat(deviation));
        let gain = product_above(chi::<S>(n), deviation, TIGHT);
        least.offer(LimitedBy::StandardDeviation, gain);
        if self.symmetric {
            let gain = product_above(symmetric_chi::<S>(n), deviation, WIDE);
            least.offer(LimitedBy::Symmetry, gain);
        }
    }

    /// The bounds by the ends of the range.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn offer_of_range<S: Scalar>(&self, n: f64, least: &mut Least) {
        let (by, gain) = if let Some(gain) = self.two_valued::<S>(n) {
            (LimitedBy::RangeAndMean, gain)
        } else if let Some(width) = self.width::<S>() {
            (LimitedBy::Range, product_above(area::<S>(n), width, TIGHT))
        } else if let Some(below) = self.below::<S>() {
            let gain = product_above(beyond_one(n), below, TIGHT);
            (LimitedBy::LowerEnd, gain)
        } else {
            return;
        };
        least.offer(by, gain);
    }

    /// `(hi−lo)(1 − p − (1−p)^n) = (hi−mean)(1 − (1−p)^(n−1))`, from above.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn two_valued<S: Scalar>(&self, n: f64) -> Option<f64> {
        let (below, over) = self.sides::<S>()?;
        if below.hi.get() == 0.0 || over.hi.get() == 0.0 {
            return Some(0.0);
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
        Some(above(over.mul(share), TIGHT))
    }
}

/// The total variation of best-of-`n`, not yet rounded.
#[cfg_attr(not(feature = "small"), inline(always))]
fn area<S: Scalar>(n: f64) -> Dd<S> {
    if n < f64::INFINITY {
        total_variation_dd(S::splat(n))
    } else {
        Dd::from(S::splat(1.0))
    }
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
