//! What the gold gain can be, from the proxy gain and from what is known about the error `e = r − r*` of the proxy.
//!
//! The gold gain is the proxy gain less the gain of the error, `Δ* = Δ − (E_policy e − E_reference e)`; each thing known about the
//! error bounds how far the policy can move its mean.

use crate::Error;
use crate::bound::{root, sub_gaussian_bound};
use crate::divergence::{chi_squared, kl, total_variation};
use crate::num::dd::two_sum;
use crate::num::real::{Mask, Real};
use crate::simd::{self, Kernel};

#[derive(Clone, Copy)]
struct Sup {
    sup: f64,
}

impl Kernel for Sup {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, total_variation: V) -> V {
        let zero = V::splat(0.0);
        let sup = V::splat(self.sup);
        let y = sup * (total_variation + total_variation);
        let nothing = sup.eq(zero).or(total_variation.eq(zero));
        let y = V::select(nothing, zero, y);
        let valid = zero
            .le(sup)
            .and(zero.le(total_variation))
            .and(total_variation.le(V::splat(1.0)));
        V::select(valid, y, V::splat(f64::NAN))
    }
}

#[derive(Clone, Copy)]
struct StandardDeviation {
    standard_deviation: f64,
}

impl Kernel for StandardDeviation {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, chi_squared: V) -> V {
        let zero = V::splat(0.0);
        let infinity = V::splat(f64::INFINITY);
        let deviation = V::splat(self.standard_deviation);
        let root = root(chi_squared);
        let plain = root.hi * deviation;
        let y = V::select(plain.lt(infinity), root.times(deviation).value(), plain);
        let nothing = deviation.eq(zero).or(chi_squared.eq(zero));
        let y = V::select(nothing, zero, y);
        let valid = zero.le(deviation).and(zero.le(chi_squared));
        V::select(valid, y, V::splat(f64::NAN))
    }
}

/// How far proxy gain and gold gain can be apart when the proxy is never off by more than `sup`; in units of the reward.
///
/// Formula: `2 sup · TV`. Source: total variation against a bounded function; sharper than `2 sup`.
/// Validity: upper bound on `|Δ* − Δ|` for every policy at that total variation from the reference. Of an error known to stay
/// in a range, pass half its width: the middle of the range does not matter.
/// Domain: `sup ≥ 0`, `0 ≤ total_variation ≤ 1`; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `sup = 0x1.4002637d877d9p+9, total_variation = 0x1.ba62ec2f68cfcp-50`.
/// Cost: two operations.
#[inline]
#[must_use]
pub fn gold_shift_sup(sup: f64, total_variation: f64) -> f64 {
    simd::scalar(Sup { sup }, total_variation)
}

/// How far proxy gain and gold gain can be apart when the error of the proxy has this standard deviation under the reference;
/// in units of the reward.
///
/// Formula: `s √χ²`; for best-of-n that is at most `s (n−1)/√(2n−1)`.
/// Source: Cauchy–Schwarz, `Δ_e = Cov_reference(e, dπ/dref)`.
/// Validity: upper bound on `|Δ* − Δ|` for every policy at that χ² divergence from the reference.
/// Domain: `standard_deviation ≥ 0`, `chi_squared ≥ 0`; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `standard_deviation = 0x1.295a0330bc401p-9, chi_squared = 0x1.00b78e10b2334p+0`.
/// Cost: one square root.
#[inline]
#[must_use]
pub fn gold_shift_standard_deviation(standard_deviation: f64, chi_squared: f64) -> f64 {
    simd::scalar(StandardDeviation { standard_deviation }, chi_squared)
}

/// How far a policy has moved from its reference. Upper bounds will do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drift {
    /// KL divergence of the policy from the reference, in nats.
    pub kl: f64,
    /// Total variation distance, in `[0, 1]`.
    pub total_variation: f64,
    /// χ² divergence of the policy from the reference.
    pub chi_squared: f64,
}

impl Drift {
    /// That of best-of-`n`, an upper bound when rewards tie; rounded up. NaN for `n` below 1.
    #[must_use]
    pub fn best_of_n(n: f64) -> Self {
        let up = |divergence: f64| above(divergence, n == 1.0);
        Self {
            kl: up(kl(n)),
            total_variation: Real::min(1.0, up(total_variation(n))),
            chi_squared: up(chi_squared(n)),
        }
    }
}

/// What is known about the error `e = r − r*` of the proxy under the reference, and about the gold reward. Each is a promise of
/// the caller's: a figure estimated from samples is none. Nothing is known by default.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ErrorFacts {
    /// `|e|` is never larger.
    pub sup: Option<f64>,
    /// `max e − min e` is no larger.
    pub range: Option<f64>,
    /// The standard deviation of `e` is no larger.
    pub standard_deviation: Option<f64>,
    /// The left tail of `e − E e` is sub-Gaussian with this proxy standard deviation: the proxy underrates no more than so.
    pub left_sub_gaussian: Option<f64>,
    /// The right tail of `e − E e` is sub-Gaussian with this proxy standard deviation: the proxy overrates no more than so.
    pub right_sub_gaussian: Option<f64>,
    /// The right tail of the gold reward itself is sub-Gaussian with this proxy standard deviation.
    pub gold_sub_gaussian: Option<f64>,
}

/// Which piece of knowledge an end of an interval rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// [`ErrorFacts::sup`], through the total variation.
    Sup,
    /// [`ErrorFacts::range`], through the total variation.
    Range,
    /// [`ErrorFacts::standard_deviation`], through χ².
    StandardDeviation,
    /// [`ErrorFacts::left_sub_gaussian`], through KL.
    LeftSubGaussian,
    /// [`ErrorFacts::right_sub_gaussian`], through KL.
    RightSubGaussian,
    /// [`ErrorFacts::gold_sub_gaussian`], through KL.
    GoldSubGaussian,
}

/// Where the gold gain must lie, in units of the reward; an end that nothing known bounds is infinite and rests on nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoldInterval {
    /// The gold gain is no less.
    pub low: f64,
    /// The gold gain is no more.
    pub high: f64,
    /// What `low` rests on.
    pub low_from: Option<Evidence>,
    /// What `high` rests on.
    pub high_from: Option<Evidence>,
}

/// The interval of the gold gain `E_policy r* − E_reference r*` of a policy, from its proxy gain and from what is known.
///
/// Formula: the intersection of `Δ ± 2 sup·TV`, `Δ ± range·TV`, `Δ ± s √χ²`, `Δ − τ_right √(2 KL)` from below,
/// `Δ + τ_left √(2 KL)` and `s* √(2 KL)` from above, each only where its assumption is given.
/// Source: Mroueh 2024, golden reward (arXiv:2406.05883); [`gold_shift_sup`], [`gold_shift_standard_deviation`],
/// [`sub_gaussian_bound`](crate::bound::sub_gaussian_bound).
/// Validity: bounds, all of them at once. The ends are rounded outward: never inside those of exact arithmetic.
/// Units: `proxy_gain` and everything known in units of the reward.
/// Cost: three square roots.
///
/// # Errors
/// [`Error::NotFinite`] for a proxy gain that is NaN or infinite; [`Error::Domain`] for a divergence or a figure that is
/// negative or NaN or a total variation above 1, and when what is given contradicts itself, so that the interval is empty.
pub fn gold_gain_interval(
    proxy_gain: f64,
    drift: &Drift,
    known: &ErrorFacts,
) -> Result<GoldInterval, Error> {
    if !proxy_gain.is_finite() {
        return Err(Error::NotFinite);
    }
    let Drift {
        kl,
        total_variation,
        chi_squared,
    } = *drift;
    let none = |known: f64, divergence: f64| known == 0.0 || divergence == 0.0;
    let sup = |sup| {
        above(
            gold_shift_sup(sup, total_variation),
            none(sup, total_variation),
        )
    };
    let range = |range| {
        let shift = 0.5 * gold_shift_sup(range, total_variation);
        above(shift, none(range, total_variation))
    };
    let spread = |s| {
        let shift = gold_shift_standard_deviation(s, chi_squared);
        above(shift, none(s, chi_squared))
    };
    let tail = |tau| above(sub_gaussian_bound(tau, kl), none(tau, kl));
    // Divergences that nothing rests on are held to their domains too.
    if sup(0.0).is_nan() || spread(0.0).is_nan() || tail(0.0).is_nan() {
        return Err(Error::Domain);
    }

    let both = [
        (Evidence::Sup, known.sup.map(sup)),
        (Evidence::Range, known.range.map(range)),
        (
            Evidence::StandardDeviation,
            known.standard_deviation.map(spread),
        ),
    ];
    let below = [(
        Evidence::RightSubGaussian,
        known.right_sub_gaussian.map(tail),
    )];
    let above = [(Evidence::LeftSubGaussian, known.left_sub_gaussian.map(tail))];
    let (down, low_from) = least(both.iter().chain(&below))?;
    let (up, high_from) = least(both.iter().chain(&above))?;
    let mut interval = GoldInterval {
        low: -outward(-proxy_gain, down),
        high: outward(proxy_gain, up),
        low_from,
        high_from,
    };
    let gold = [(Evidence::GoldSubGaussian, known.gold_sub_gaussian.map(tail))];
    let (gold, gold_from) = least(gold.iter())?;
    if gold < interval.high {
        (interval.high, interval.high_from) = (gold, gold_from);
    }
    if interval.low > interval.high {
        return Err(Error::Domain);
    }
    Ok(interval)
}

/// `y`, no further than an ulp from its exact value, made no less than that; 0 where the value is known to be.
fn above(y: f64, zero: bool) -> f64 {
    if zero && !y.is_nan() {
        0.0
    } else {
        y.next_up()
    }
}

/// The least of the shifts that are known, and what it rests on.
fn least<'a>(
    shifts: impl Iterator<Item = &'a (Evidence, Option<f64>)>,
) -> Result<(f64, Option<Evidence>), Error> {
    let mut least = (f64::INFINITY, None);
    for (evidence, shift) in shifts {
        let Some(shift) = *shift else { continue };
        if shift.is_nan() {
            return Err(Error::Domain);
        }
        if shift < least.0 || least.1.is_none() {
            least = (shift, Some(*evidence));
        }
    }
    Ok(least)
}

/// `x + shift`, rounded up.
fn outward(x: f64, shift: f64) -> f64 {
    let sum = two_sum(x, shift);
    if sum.lo > 0.0 {
        sum.hi.next_up()
    } else {
        sum.hi
    }
}
