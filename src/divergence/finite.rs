//! Tied rewards: the divergences of best-of-n from its reference, exactly, from the masses of the reward levels.

use super::max_n::Divergence;
use crate::Error;
use crate::num::dd::{Dd, two_sum};
use crate::num::exp::{exp, expm1, expm1_minus};
use crate::num::ln::{ln, log1p};
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
    if pmf.is_empty() {
        return Err(Error::Empty);
    }
    if pmf.iter().any(|p| !p.is_finite()) {
        return Err(Error::NotFinite);
    }
    let order_ok = match divergence {
        Divergence::Renyi(alpha) => alpha >= 0.0,
        _ => true,
    };
    let some = pmf.iter().any(|p| *p > 0.0);
    let negative = pmf.iter().any(|p| *p < 0.0);
    if negative || !some || !order_ok || n.is_nan() || n < 1.0 {
        return Err(Error::Domain);
    }
    simd::run(OverLevels { divergence, pmf, n })
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
        let zero = Dd::from(S::splat(0.0));
        let mut total = zero;
        for p in self.pmf {
            total = total.plus(S::splat(*p));
        }
        if !total.hi.get().is_finite() {
            return Err(Error::Domain);
        }
        // At ∞ only the top level is left; a finite stand-in keeps 0·∞ out of the logarithms.
        let n = Real::min(self.n, f64::MAX);
        let draws = two_sum(S::splat(n), S::splat(-1.0));

        let top = self
            .pmf
            .iter()
            .rev()
            .find(|p| **p > 0.0)
            .copied()
            .unwrap_or(1.0);
        let top = log_ratio(total, zero, S::splat(top), draws, total);
        let mut sum = Sum {
            divergence: self.divergence,
            top,
            value: zero,
        };
        let mut below = zero;
        for p in self.pmf {
            if *p > 0.0 {
                let mass = S::splat(*p);
                let upto = below.plus(mass);
                let log = log_ratio(upto, below, mass, draws, total);
                sum.add(Dd::from(mass).div(total), log);
                below = upto;
            }
        }
        Ok(sum.finish())
    }
}

/// `ln (P_i/p_i) = (n−1) ln F_i + ln(1 + (1−r)(1 − (1−r)^(n−1))/r)` with `r = p_i/F_i`: both terms vanish at `n = 1`
/// without cancelling.
#[cfg_attr(not(feature = "small"), inline(always))]
fn log_ratio<S: Scalar>(upto: Dd<S>, below: Dd<S>, mass: S, draws: Dd<S>, total: Dd<S>) -> Dd<S> {
    let above = total.sub(upto);
    let log_upto = if upto.hi.get() > 0.5 * total.hi.get() {
        log1p(clamp_positive(above).div(total).neg())
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
    // r = mass/upto and 1 − r = below/upto.
    let stay = below.div(upto);
    let fade = log1p(Dd::from(mass).div(upto).neg()).mul(draws);
    let faded = if fade.hi.get() > -700.0 {
        expm1(fade)
    } else {
        Dd::from(S::splat(-1.0))
    };
    let odds = stay.mul(faded.neg()).div(Dd::from(mass).div(upto));
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
            Divergence::Kl | Divergence::Renyi(1.0) => curves(log).0,
            Divergence::ReverseKl => curves(log).1,
            Divergence::Jeffreys => {
                let (forward, reverse) = curves(log);
                forward.add(reverse)
            }
            Divergence::ChiSquared => {
                let e = expm1_log(log);
                self.value = self.value.add(e.mul(mass).mul(e));
                return;
            }
            Divergence::TotalVariation => {
                let e = expm1_log(log);
                let e = if e.hi.get() < 0.0 { e.neg() } else { e };
                e.times_pow2(S::splat(0.5))
            }
            Divergence::HellingerSquared => {
                let e = expm1_log(log.times_pow2(S::splat(0.5)));
                self.value = self.value.add(e.mul(mass).mul(e));
                return;
            }
            Divergence::Renyi(alpha) if !alpha.is_finite() || alpha == 0.0 => return,
            Divergence::Renyi(alpha) if self.steep(alpha) => {
                exp_clamped(log.sub(self.top).times(S::splat(alpha)))
            }
            Divergence::Renyi(alpha) => {
                let order = S::splat(alpha);
                curves(log.times(order)).1.sub(curves(log).1.times(order))
            }
        };
        self.value = self.value.add(term.mul(mass));
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

/// `w ln w − w + 1` and `w − 1 − ln w` for `w = e^log`: with `v = |log|`, `Q = e^−v − 1 + v` and
/// `R = v² − vQ − Q`, they are `e^v Q, e^v R` above 1 and `R, Q` below.
#[cfg_attr(not(feature = "small"), inline(always))]
fn curves<S: Scalar>(log: Dd<S>) -> (Dd<S>, Dd<S>) {
    let rising = log.hi.get() >= 0.0;
    let v = if rising { log } else { log.neg() };
    let q = expm1_minus(v);
    let r = if v.hi.get() < 40.0 {
        v.mul(v).sub(v.mul(q)).sub(q)
    } else {
        Dd::from(S::splat(1.0))
    };
    if rising {
        let w = exp_clamped(v);
        (w.mul(q), w.mul(r))
    } else {
        (r, q)
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
    if x.hi.get() < 700.0 {
        x
    } else {
        Dd::from(S::splat(700.0))
    }
}
