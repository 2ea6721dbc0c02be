//! Tied rewards: the divergences of best-of-n from its reference, exactly, from the masses of the reward levels.

use super::levels::{Law, Level, Term, check};
use super::max_n::Divergence;
use crate::Error;
use crate::num::dd::{Dd, branch, two_sum, unless};
use crate::num::exp::{exp_parts, expm1, expm1_minus_small};
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
/// Accuracy: ≤ 1 ulp; worst seen 0.950 ulp for the Rényi divergence of order 40, 0.606 ulp for the others, over laws of 2
/// to 8001 levels (`oracle/tests/finite.rs`): every factor is a double-double.
/// Cost: two passes over the masses, then a few logarithms; in 512-bit registers 0.6 of what the textbook's sum of
/// `P ln (P/p)` costs in plain doubles, 0.8 for Rényi orders (`benches/ties.rs`). A kilobyte of stack.
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

struct OverLevels<'a> {
    divergence: Divergence,
    pmf: &'a [f64],
    n: f64,
}

impl Task for OverLevels<'_> {
    type Output = Result<f64, Error>;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Self::Output {
        let law = Law::new(self.pmf, self.n)?;
        let top: Dd<S> = law.top(self.pmf);
        let summand = match self.divergence {
            Divergence::Kl | Divergence::Renyi(1.0) => Summand::Kl,
            Divergence::ReverseKl => Summand::ReverseKl,
            Divergence::Jeffreys => Summand::Jeffreys,
            Divergence::ChiSquared => Summand::ChiSquared,
            Divergence::TotalVariation => Summand::TotalVariation,
            Divergence::HellingerSquared => Summand::HellingerSquared,
            Divergence::Renyi(0.0) => return Ok(0.0),
            Divergence::Renyi(f64::INFINITY) => return Ok(top.value().get()),
            Divergence::Renyi(alpha) => Summand::renyi(alpha, top),
        };
        let Dd { hi, lo } = law.sum(self.pmf, summand);
        let sum = Dd::constant(hi, lo);
        let value = match summand {
            Summand::LowRenyi { alpha } => log1p(sum).div(two_sum(S::splat(alpha), S::splat(-1.0))),
            Summand::Renyi { excess } => log1p(sum).div(Dd::constant(excess.0, excess.1)),
            Summand::SteepRenyi { alpha, .. } => {
                let sum = sum.normal();
                let log = ln(sum.hi).plus(sum.lo / sum.hi);
                log.add(top.times(S::splat(alpha)))
                    .div(two_sum(S::splat(alpha), S::splat(-1.0)))
            }
            _ => sum,
        };
        Ok(value.value().get())
    }
}

/// What a divergence adds up over the levels; no term is negative but those of [`Self::LowRenyi`], which all are.
#[derive(Clone, Copy)]
enum Summand {
    Kl,
    ReverseKl,
    Jeffreys,
    ChiSquared,
    TotalVariation,
    HellingerSquared,
    /// `p (w^α − 1 − α(w − 1))`, for `α ≤ ½`.
    LowRenyi {
        alpha: f64,
    },
    /// The same for `α > ½`, from `α − 1`.
    Renyi {
        excess: (f64, f64),
    },
    /// `p w^α` over that of the top level.
    SteepRenyi {
        alpha: f64,
        top: (f64, f64),
    },
}

impl Summand {
    /// For a finite order above 0; `top` is the largest log ratio.
    #[inline(always)]
    fn renyi<S: Scalar>(alpha: f64, top: Dd<S>) -> Self {
        let excess = two_sum(alpha, -1.0);
        if alpha <= 0.5 {
            Self::LowRenyi { alpha }
        } else if top.hi.get() * excess.hi > 300.0 {
            // w^α may leave the doubles: relative to the largest.
            let top = (top.hi.get(), top.lo.get());
            Self::SteepRenyi { alpha, top }
        } else {
            let excess = (excess.hi, excess.lo);
            Self::Renyi { excess }
        }
    }
}

impl Term for Summand {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn of<V: Real>(self, level: &Level<V>) -> Dd<V> {
        let log = level.log();
        self.at(level.mass(), log)
    }
}

impl Summand {
    /// From the reference's mass and the logarithm of the density ratio.
    // Apart: on a microcontroller's stack none of this lies below the logarithm.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn at<V: Real>(self, mass: Dd<V>, log: Dd<V>) -> Dd<V> {
        match self {
            Summand::Kl => curves(log, mass).0,
            Summand::ReverseKl => curves(log, mass).1,
            Summand::Jeffreys => {
                let (forward, reverse) = curves(log, mass);
                forward.add(reverse)
            }
            Summand::ChiSquared => {
                let e = expm1_clamped(log);
                e.mul(mass).mul(e)
            }
            Summand::TotalVariation => {
                let e = expm1_clamped(log);
                let e = Dd::select(e.hi.lt(V::splat(0.0)), e.neg(), e);
                e.times_pow2(V::splat(0.5)).mul(mass)
            }
            Summand::HellingerSquared => {
                let e = expm1_clamped(log.times_pow2(V::splat(0.5)));
                e.mul(mass).mul(e)
            }
            Summand::LowRenyi { alpha } => {
                let alpha = V::splat(alpha);
                let power = log.times(alpha);
                let close = log.hi.abs().lt(V::splat(0.5));
                unless!(
                    close,
                    curves(power, mass).1.sub(curves(log, mass).1.times(alpha)),
                    expm1_clamped(power)
                        .mul(mass)
                        .sub(exp_times(log, mass).sub(mass).times(alpha))
                )
            }
            Summand::Renyi { excess } => {
                // With P = p w and β = α − 1: P(w^β − 1 − β ln w) + β p(w ln w − w + 1).
                let excess = Dd::constant(excess.0, excess.1);
                // Where the power is larger, P is 0.
                let power = at_most(at_least(log.mul(excess), -1e300), 1400.0);
                let steep = curves(power, exp_times(log, mass)).1;
                curves(log, mass).0.mul(excess).add(steep)
            }
            Summand::SteepRenyi { alpha, top } => {
                let power = log.sub(Dd::constant(top.0, top.1)).times(V::splat(alpha));
                exp_times(power, mass)
            }
        }
    }
}

/// `w ln w − w + 1` and `w − 1 − ln w` for `w = e^log`, both times `mass`. Where `|log| ≥ ½` nothing cancels; closer, with
/// `v = |log|`, `Q = e^−v − 1 + v` and `R = v² − vQ − Q`, they are `e^v Q, e^v R` above 1 and `R, Q` below.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn curves<V: Real>(log: Dd<V>, mass: Dd<V>) -> (Dd<V>, Dd<V>) {
    let close = log.hi.abs().lt(V::splat(0.5));
    branch!(
        select_both,
        close,
        close_curves(log, mass),
        far_curves(log, mass)
    )
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn select_both<V: Real>(mask: V::Mask, yes: (Dd<V>, Dd<V>), no: (Dd<V>, Dd<V>)) -> (Dd<V>, Dd<V>) {
    (Dd::select(mask, yes.0, no.0), Dd::select(mask, yes.1, no.1))
}

// Apart, as the next: what one of them keeps on the stack, the other need not.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn far_curves<V: Real>(log: Dd<V>, mass: Dd<V>) -> (Dd<V>, Dd<V>) {
    let one = V::splat(1.0);
    let grown = exp_times(log, mass);
    (
        grown.mul(log.plus(-one)).add(mass),
        grown.sub(mass.mul(log.plus(one))),
    )
}

#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn close_curves<V: Real>(log: Dd<V>, mass: Dd<V>) -> (Dd<V>, Dd<V>) {
    let rising = V::splat(0.0).le(log.hi);
    let v = Dd::select(rising, log, log.neg());
    let q = expm1_minus_small(v);
    let r = v.mul(v).sub(v.mul(q)).sub(q);
    // e^v = 1/(1 − v + Q).
    let w = mass.div(q.sub(v).plus(V::splat(1.0)));
    let (high, low) = (Dd::select(rising, q, r), Dd::select(rising, r, q));
    let factor = Dd::select(rising, w, mass);
    (high.mul(factor), low.mul(factor))
}

/// `mass · e^log`, 0 far below the doubles.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(super) fn exp_times<V: Real>(log: Dd<V>, mass: Dd<V>) -> Dd<V> {
    // The mass first: the power alone may be close to the end of the doubles.
    let (m, k) = exp_parts(at_least(log, -1400.0));
    scaled(m.mul(mass), k)
}

// Apart: what it keeps on the stack must not lie above the exponential.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn scaled<V: Real>(product: Dd<V>, k: V) -> Dd<V> {
    Dd {
        hi: product.hi.scale(k),
        lo: product.lo.scale(k),
    }
}

/// The number, or `least` where it is below, or no number at all.
#[cfg_attr(not(feature = "small"), inline(always))]
fn at_least<V: Real>(x: Dd<V>, least: f64) -> Dd<V> {
    let least = V::splat(least);
    Dd::select(least.lt(x.hi), x, Dd::from(least))
}

/// The number, or `most` where it is above.
#[cfg_attr(not(feature = "small"), inline(always))]
fn at_most<V: Real>(x: Dd<V>, most: f64) -> Dd<V> {
    let most = V::splat(most);
    Dd::select(most.lt(x.hi), Dd::from(most), x)
}

/// `e^log − 1`, the argument held within the doubles.
#[cfg_attr(not(feature = "small"), inline(always))]
fn expm1_clamped<V: Real>(log: Dd<V>) -> Dd<V> {
    expm1(at_most(at_least(log, -745.0), 709.7))
}
