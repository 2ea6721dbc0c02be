//! Tied rewards: the divergences of best-of-n from its reference, exactly, from the masses of the reward levels.

use super::max_n::Divergence;
use crate::Error;
use crate::num::dd::{Dd, two_sum};
use crate::num::exp::{exp, expm1, expm1_minus};
use crate::num::ln::{ln, ln_any, log1p};
use crate::num::real::{Real, Scalar};
use crate::simd::{self, Task};

/// Divergence of best-of-`n` from its reference when the reward takes finitely many levels; ties are one level.
///
/// Formula: the divergence of `P_i = F_i^n − F_{i−1}^n` from `p_i`, with `F_i` the mass up to level `i`.
/// Source: Beirami et al., Theorem 3.1's exact law (arXiv:2401.01879); within a level best-of-`n` keeps the reference's law.
/// Validity: exact, for every divergence; never above the closed form in `n`.
/// Shape: `pmf[i] ≥ 0` is the mass of level `i`, worst level first; masses are divided by their sum.
/// Domain: real `n ≥ 1`, also ∞.
///
/// # Errors
/// [`Error::Empty`] without levels; [`Error::NotFinite`] for a mass that is NaN or infinite;
/// [`Error::Domain`] for a negative mass, masses that sum to 0, `n` below 1 or NaN, or a bad Rényi order.
pub fn finite_divergence(divergence: Divergence, pmf: &[f64], n: f64) -> Result<f64, Error> {
    let order_ok = match divergence {
        Divergence::Renyi(alpha) => alpha >= 0.0,
        _ => true,
    };
    check(pmf, n)?;
    if !order_ok {
        return Err(Error::Domain);
    }
    simd::run(OverLevels { divergence, pmf, n })
}

/// Refuses what is no law over levels, and no number of draws.
pub(super) fn check(pmf: &[f64], n: f64) -> Result<(), Error> {
    if pmf.is_empty() {
        return Err(Error::Empty);
    }
    if pmf.iter().any(|p| !p.is_finite()) {
        return Err(Error::NotFinite);
    }
    let some = pmf.iter().any(|p| *p > 0.0);
    let negative = pmf.iter().any(|p| *p < 0.0);
    if negative || !some || n.is_nan() || n < 1.0 {
        return Err(Error::Domain);
    }
    Ok(())
}

/// A share of the mass so small that its square, and a ratio to it, may leave the doubles.
const FAINT: f64 = 1e-290;

/// A level that has mass, and what best-of-n makes of it.
pub(super) struct Level<S> {
    /// The reference's mass.
    pub(super) mass: Dd<S>,
    /// The mass strictly below.
    pub(super) below: Dd<S>,
    /// The logarithm of the density ratio.
    pub(super) log: Dd<S>,
}

/// A law over levels, and the number of draws.
pub(super) struct Levels<'a, S> {
    pmf: &'a [f64],
    /// A power of two that brings faint masses to where they have tails.
    scale: S,
    total: Dd<S>,
    /// `n − 1`.
    draws: Dd<S>,
}

impl<'a, S: Scalar> Levels<'a, S> {
    /// # Errors
    /// [`Error::Domain`] when the sum of the masses leaves the doubles.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(super) fn new(pmf: &'a [f64], n: f64) -> Result<Self, Error> {
        let zero = Dd::from(S::splat(0.0));
        let sum = pmf.iter().fold(zero, |sum, p| sum.plus(S::splat(*p)));
        if !sum.hi.get().is_finite() {
            return Err(Error::Domain);
        }
        let faint = sum.hi.get() < 1e-200;
        let scale = S::splat(if faint { 4.149515568880993e180 } else { 1.0 }); // 2^600
        let total = if faint {
            pmf.iter()
                .fold(zero, |sum, p| sum.plus(S::splat(*p) * scale))
        } else {
            sum
        };
        // At ∞ only the top level is left; a finite stand-in keeps 0·∞ out of the logarithms.
        let draws = two_sum(S::splat(Real::min(n, f64::MAX)), S::splat(-1.0));
        Ok(Self {
            pmf,
            scale,
            total,
            draws,
        })
    }

    /// Calls `f` with every level that has mass, worst first.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(super) fn each(&self, mut f: impl FnMut(Level<S>)) {
        let mut below = Dd::from(S::splat(0.0));
        for p in self.pmf {
            if *p > 0.0 {
                let mass = S::splat(*p) * self.scale;
                let upto = below.plus(mass);
                f(Level {
                    mass: Dd::from(mass).div(self.total),
                    below: below.div(self.total),
                    log: log_ratio(upto, below, mass, self.draws, self.total),
                });
                below = upto;
            }
        }
    }

    /// The log ratio of the top level, the largest.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn top(&self) -> Dd<S> {
        let mass = self.pmf.iter().rev().find(|p| **p > 0.0).copied();
        let mass = S::splat(mass.unwrap_or(1.0)) * self.scale;
        let below = self.total.plus(-mass);
        log_ratio(self.total, below, mass, self.draws, self.total)
    }
}

struct OverLevels<'a> {
    divergence: Divergence,
    pmf: &'a [f64],
    n: f64,
}

impl Task for OverLevels<'_> {
    type Output = Result<f64, Error>;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Self::Output {
        let levels = Levels::<S>::new(self.pmf, self.n)?;
        let mut sum = Sum {
            divergence: self.divergence,
            top: levels.top(),
            value: Dd::from(S::splat(0.0)),
        };
        levels.each(|level| sum.add(level.mass, level.log));
        Ok(sum.finish())
    }
}

/// `ln (P_i/p_i) = (n−1) ln F_i + ln(1 + (1−r)(1 − (1−r)^(n−1))/r)` with `r = p_i/F_i`: both terms vanish at `n = 1`
/// without cancelling.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(super) fn log_ratio<S: Scalar>(
    upto: Dd<S>,
    below: Dd<S>,
    mass: S,
    draws: Dd<S>,
    total: Dd<S>,
) -> Dd<S> {
    let above = clamp_positive(total.sub(upto));
    let share = Dd::from(mass).div(upto);
    if draws.hi.get() == f64::MAX {
        // Infinitely many: P_i is 1 on top and 0 elsewhere.
        return if above.hi.get() > 0.0 {
            Dd::from(S::splat(-1e300))
        } else {
            ln_any(share.hi).plus(share.lo / share.hi).neg()
        };
    }
    let log_upto = if upto.hi.get() > 0.5 * total.hi.get() {
        log1p(above.div(total).neg())
    } else {
        let share = upto.div(total).normal();
        let log = ln(share.hi);
        log.plus(share.lo / share.hi)
    };
    let grown = log_upto.mul(draws);
    let grown = if grown.hi.get() > -1e300 {
        grown
    } else {
        Dd::from(S::splat(-1e300))
    };
    if below.hi.get() <= 0.0 {
        return grown;
    }
    // With r = share, 1 − r = below/upto.
    let stay = below.div(upto);
    let fade = log1p(share.neg()).mul(draws);
    let faded = if fade.hi.get() > -700.0 {
        expm1(fade)
    } else {
        Dd::from(S::splat(-1.0))
    };
    let odds = if share.hi.get() > FAINT {
        stay.mul(faded.neg()).div(share)
    } else {
        // r has no reciprocal; but fade is −r(n−1) to the last digit.
        let linear = if fade.hi.get() < -FAINT {
            faded.div(fade)
        } else {
            Dd::from(S::splat(1.0))
        };
        stay.mul(linear).mul(draws)
    };
    grown.add(log1p(odds))
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn clamp_positive<S: Scalar>(x: Dd<S>) -> Dd<S> {
    if x.hi.get() > 0.0 {
        x
    } else {
        Dd::from(S::splat(0.0))
    }
}

/// The sum over levels that a divergence is made of, every term of it non-negative.
struct Sum<S> {
    divergence: Divergence,
    /// The log ratio of the top level, the largest.
    top: Dd<S>,
    value: Dd<S>,
}

impl<S: Scalar> Sum<S> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn add(&mut self, mass: Dd<S>, log: Dd<S>) {
        let term = match self.divergence {
            Divergence::Kl | Divergence::Renyi(1.0) => curves(log, mass).0,
            Divergence::ReverseKl => curves(log, mass).1,
            Divergence::Jeffreys => {
                let (forward, reverse) = curves(log, mass);
                forward.add(reverse)
            }
            Divergence::ChiSquared => {
                let e = expm1_log(log);
                e.mul(mass).mul(e)
            }
            Divergence::TotalVariation => {
                let e = expm1_log(log);
                let e = if e.hi.get() < 0.0 { e.neg() } else { e };
                e.times_pow2(S::splat(0.5)).mul(mass)
            }
            Divergence::HellingerSquared => {
                let e = expm1_log(log.times_pow2(S::splat(0.5)));
                e.mul(mass).mul(e)
            }
            Divergence::Renyi(alpha) if !alpha.is_finite() || alpha == 0.0 => return,
            Divergence::Renyi(alpha) if self.steep(alpha) => {
                exp_clamped(log.sub(self.top).times(S::splat(alpha))).mul(mass)
            }
            Divergence::Renyi(alpha) => {
                let order = S::splat(alpha);
                let linear = curves(log, mass).1.times(order);
                curves(log.times(order), mass).1.sub(linear)
            }
        };
        self.value = self.value.add(term);
    }

    /// Whether `w^α` may leave the doubles, so that the sum is taken relative to its largest term.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn steep(&self, alpha: f64) -> bool {
        self.top.hi.get() * alpha > 300.0
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn finish(self) -> f64 {
        match self.divergence {
            Divergence::Renyi(1.0) => self.value.value().get(),
            Divergence::Renyi(0.0) => 0.0,
            Divergence::Renyi(alpha) if !alpha.is_finite() => self.top.value().get(),
            Divergence::Renyi(alpha) => {
                let order = S::splat(alpha);
                let excess = two_sum(order, S::splat(-1.0));
                let log = if self.steep(alpha) {
                    let sum = self.value.normal();
                    ln(sum.hi).plus(sum.lo / sum.hi).add(self.top.times(order))
                } else {
                    log1p(self.value)
                };
                log.div(excess).value().get()
            }
            _ => self.value.value().get(),
        }
    }
}

/// `w ln w − w + 1` and `w − 1 − ln w` for `w = e^log`, both times `mass`: with `v = |log|`, `Q = e^−v − 1 + v` and
/// `R = v² − vQ − Q`, they are `e^v Q, e^v R` above 1 and `R, Q` below.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn curves<S: Scalar>(log: Dd<S>, mass: Dd<S>) -> (Dd<S>, Dd<S>) {
    let rising = log.hi.get() >= 0.0;
    let v = if rising { log } else { log.neg() };
    let q = if v.hi.get() < 700.0 {
        expm1_minus(v)
    } else {
        v.plus(S::splat(-1.0))
    };
    let r = if v.hi.get() < 40.0 {
        v.mul(v).sub(v.mul(q)).sub(q)
    } else {
        Dd::from(S::splat(1.0))
    };
    if rising {
        // The mass first: w alone may be close to the end of the doubles.
        let w = exp_clamped(v).mul(mass);
        (w.mul(q), w.mul(r))
    } else {
        (r.mul(mass), q.mul(mass))
    }
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn expm1_log<S: Scalar>(log: Dd<S>) -> Dd<S> {
    if log.hi.get() > -700.0 {
        expm1(clamp_high(log))
    } else {
        Dd::from(S::splat(-1.0))
    }
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn exp_clamped<S: Scalar>(x: Dd<S>) -> Dd<S> {
    if x.hi.get() > -600.0 {
        exp(clamp_high(x))
    } else {
        Dd::from(S::splat(0.0))
    }
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn clamp_high<S: Scalar>(x: Dd<S>) -> Dd<S> {
    let top = S::splat(709.78);
    if x.hi.get() < top.get() {
        x
    } else {
        Dd::from(top)
    }
}
