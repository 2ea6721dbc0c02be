//! Laws over reward levels, and what best-of-n makes of each level.
//!
//! A pass over the masses carries their sum in a double-double; blocks of levels then go through the vectors, or one level
//! after another where the stack is short. Masses are scaled by a power of two, so that the sum lies in `[2^500, 2^501)`
//! and the smallest of them have tails.

use crate::Error;
use crate::num::dd::{Dd, two_sum, unless};
use crate::num::exp::expm1;
use crate::num::ln::{ln_any, ln_dd, log1p, log1p_small};
use crate::num::real::{Real, Scalar, pow2, split_f64};
use crate::simd::BlockKernel;

#[cfg_attr(feature = "small", path = "levels/single.rs")]
#[cfg_attr(not(feature = "small"), path = "levels/blocks.rs")]
mod passes;

/// A share of the mass so small that its square, and a ratio to it, may leave the doubles.
const FAINT: f64 = 1e-290;

/// Refuses what is no law over levels, and no number of draws.
pub(super) fn check(pmf: &[f64], n: f64) -> Result<(), Error> {
    if pmf.is_empty() {
        return Err(Error::Empty);
    }
    // Without an early end: one pass, several masses at a time.
    let (mut finite, mut negative, mut some) = (true, false, false);
    for p in pmf {
        finite &= p.abs() < f64::INFINITY;
        negative |= *p < 0.0;
        some |= *p > 0.0;
    }
    if !finite {
        Err(Error::NotFinite)
    } else if negative || !some || n.is_nan() || n < 1.0 {
        Err(Error::Domain)
    } else {
        Ok(())
    }
}

/// A level that has mass, and what best-of-n makes of it.
pub(super) struct Level<V> {
    place: Place<V>,
    over: Over<V>,
}

impl<V: Real> Level<V> {
    /// The reference's mass.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(super) fn mass(&self) -> Dd<V> {
        Dd::from(self.place.mass).div_with(self.over.total, self.over.inverse)
    }

    /// The mass strictly below.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(super) fn below(&self) -> Dd<V> {
        self.place
            .below
            .div_with(self.over.total, self.over.inverse)
    }

    /// The logarithm of the density ratio.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(super) fn log(&self) -> Dd<V> {
        log_ratio(&self.place, &self.over)
    }
}

/// What a sum over levels adds up.
pub(super) trait Term: Copy {
    fn of<V: Real>(self, level: &Level<V>) -> Dd<V>;
}

/// A law over levels, and the number of draws.
#[derive(Clone, Copy)]
pub(super) struct Law {
    scale: f64,
    total: Dd<f64>,
    /// `1/total`, near enough for [`Dd::div_with`].
    inverse: f64,
    /// `n − 1`; `f64::MAX` stands for ∞.
    draws: Dd<f64>,
}

impl Law {
    /// # Errors
    /// [`Error::Domain`] when the sum of the masses leaves the doubles.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(super) fn new(pmf: &[f64], n: f64) -> Result<Self, Error> {
        let rough: f64 = pmf.iter().sum();
        if !rough.is_finite() {
            return Err(Error::Domain);
        }
        // 2^54: a subnormal sum has an exponent as well.
        let (exponent, _) = split_f64(rough * 18014398509481984.0);
        let scale = pow2((554 - exponent as i64).min(1023));
        let total = passes::total(pmf, scale);
        Ok(Self {
            scale,
            total,
            inverse: 1.0 / total.hi,
            draws: two_sum(Real::min(n, f64::MAX), -1.0),
        })
    }

    /// The log ratio of the top level, the largest.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(super) fn top<S: Scalar>(&self, pmf: &[f64]) -> Dd<S> {
        let mut masses = pmf.iter().rev().map(|p| kept(p * self.scale));
        let mass = masses.find(|p| *p > 0.0).unwrap_or(1.0);
        let below = self.total.plus(-mass);
        let total = spread(self.total);
        let place = Place {
            upto: total,
            below: spread(below),
            mass: S::splat(mass),
        };
        log_ratio(&place, &self.over::<S>())
    }

    /// A scaled mass as a share of the whole.
    #[inline(always)]
    pub(super) fn share<S: Scalar>(&self, mass: f64) -> Dd<S> {
        Dd::from(S::splat(mass)).div_with(spread(self.total), S::splat(self.inverse))
    }

    #[inline(always)]
    fn over<V: Real>(&self) -> Over<V> {
        Over {
            total: spread(self.total),
            inverse: V::splat(self.inverse),
            draws: spread(self.draws),
            endless: self.draws.hi == f64::MAX,
        }
    }
}

/// Masses below the normal doubles, 2^-1500 of the sum, are none.
#[inline(always)]
fn kept(mass: f64) -> f64 {
    if mass < f64::MIN_POSITIVE { 0.0 } else { mass }
}

#[inline(always)]
fn spread<V: Real>(x: Dd<f64>) -> Dd<V> {
    Dd::constant(x.hi, x.lo)
}

#[derive(Clone, Copy)]
struct OfLevel<'a, T> {
    law: &'a Law,
    term: T,
}

impl<T: Term> BlockKernel<5> for OfLevel<'_, T> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, columns: [V; 5]) -> Dd<V> {
        let [upto, upto_lo, below, below_lo, mass] = columns;
        let over = self.law.over::<V>();
        // Where there is no mass, any place will do that has a finite term.
        let absent = mass.le(V::splat(0.0));
        let place = Place {
            upto: Dd::select(
                absent,
                over.total,
                Dd {
                    hi: upto,
                    lo: upto_lo,
                },
            ),
            below: Dd {
                hi: below,
                lo: below_lo,
            },
            mass: V::select(absent, over.total.hi, mass),
        };
        let level = Level { place, over };
        Dd::select(absent, Dd::from(V::splat(0.0)), self.term.of(&level))
    }
}

/// Where a level lies among the scaled masses: `upto = below + mass`.
struct Place<V> {
    upto: Dd<V>,
    below: Dd<V>,
    mass: V,
}

/// The law that a [`Place`] is in.
struct Over<V> {
    total: Dd<V>,
    /// `1/total`, near enough for [`Dd::div_with`].
    inverse: V,
    /// `n − 1`.
    draws: Dd<V>,
    /// Whether `n` is ∞.
    endless: bool,
}

/// `ln (P_i/p_i) = (n−1) ln F_i + ln(1 + (1−r)(1 − (1−r)^(n−1))/r)` with `r = p_i/F_i`: both terms vanish at `n = 1`
/// without cancelling.
#[cfg_attr(not(feature = "small"), inline(always))]
fn log_ratio<V: Real>(place: &Place<V>, over: &Over<V>) -> Dd<V> {
    let Place { upto, below, mass } = place;
    let (zero, one, lowest) = (V::splat(0.0), V::splat(1.0), V::splat(-1e300));
    let inverse = one / upto.hi;
    let share = Dd::from(*mass).div_with(*upto, inverse);
    let above = over.total.sub(*upto);
    let above = Dd::select(zero.lt(above.hi), above, Dd::from(zero));
    if over.endless {
        // P_i is 1 on top and 0 elsewhere.
        let top = ln_any(share.hi).plus(share.lo / share.hi).neg();
        return Dd::select(zero.lt(above.hi), Dd::from(lowest), top);
    }
    let grown = log_growth(*upto, above, over);
    grown.add(log_own_ratio(
        share,
        below.div_with(*upto, inverse),
        over.draws,
    ))
}

/// `(n−1) ln F` with `F = upto/total`, from `above = total − upto`; far below the doubles no less than −1e300.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn log_growth<V: Real>(upto: Dd<V>, above: Dd<V>, over: &Over<V>) -> Dd<V> {
    let lowest = V::splat(-1e300);
    let rest = above.div_with(over.total, over.inverse);
    let near = rest.hi.lt(V::splat(0.03125));
    let cumulative = upto.div_with(over.total, over.inverse).normal();
    let log_upto = unless!(
        near,
        log1p_small(rest.neg()),
        ln_of_share(cumulative, upto, over.total)
    );
    let grown = log_upto.mul(over.draws);
    Dd::select(lowest.lt(grown.hi), grown, Dd::from(lowest))
}

/// `ln(1 + (1−r)(1 − (1−r)^(n−1))/r)`: how much likelier best-of-`n` makes a level that is `share = r` of all that is not above
/// it, given `stay = 1 − r` and `draws = n − 1`.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(super) fn log_own_ratio<V: Real>(share: Dd<V>, stay: Dd<V>, draws: Dd<V>) -> Dd<V> {
    let one = V::splat(1.0);
    let wide = V::splat(0.03125).le(share.hi);
    let fade = unless!(wide, ln_dd(at_least_normal(stay)), log1p_small(share.neg())).mul(draws);
    let fade_out = fade.hi.lt(V::splat(-745.0));
    let fade = Dd::select(fade_out, Dd::from(V::splat(-745.0)), fade);
    let gone = expm1(fade).neg();
    let faint = share.hi.le(V::splat(FAINT));
    let odds = unless!(
        faint,
        // r has no reciprocal; but fade is −r(n−1) to the last digit.
        faint_odds(stay, gone, fade, draws),
        stay.mul(gone).div(Dd::select(faint, Dd::from(one), share))
    );
    log1p(odds)
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn faint_odds<V: Real>(stay: Dd<V>, gone: Dd<V>, fade: Dd<V>, draws: Dd<V>) -> Dd<V> {
    let one = Dd::from(V::splat(1.0));
    let some = fade.hi.lt(V::splat(-FAINT));
    let linear = gone.div(Dd::select(some, fade.neg(), one));
    stay.mul(Dd::select(some, linear, one)).mul(draws)
}

/// `ln F` for `F = upto/total`, which may be below the normal doubles while `upto` is not.
#[cfg_attr(not(feature = "small"), inline(always))]
fn ln_of_share<V: Real>(share: Dd<V>, upto: Dd<V>, total: Dd<V>) -> Dd<V> {
    let tiny = share.hi.lt(V::splat(1e-290));
    unless!(tiny, ln_dd(upto).sub(ln_dd(total)), ln_dd(share))
}

/// Nothing is at stake below the normal doubles, but the logarithm must be the same on all hardware.
#[cfg_attr(not(feature = "small"), inline(always))]
fn at_least_normal<V: Real>(x: Dd<V>) -> Dd<V> {
    let least = V::splat(f64::MIN_POSITIVE);
    Dd::select(x.hi.lt(least), Dd::from(least), x.normal())
}
