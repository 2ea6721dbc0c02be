//! What tied rewards change: the win rate and any f-divergence from the masses of the levels, and how far the closed
//! forms lie above when only a little is known about the ties.

use super::finite::{curves, exp_times};
use super::kl::kl;
use super::levels::{Law, Level, Term, check, log_own_ratio};
use crate::Error;
use crate::num::dd::{Dd, two_sum};
use crate::num::exp::{exp_value, expm1};
use crate::num::ln::{ln, ln_any, log1p};
use crate::num::real::{Real, Scalar};
use crate::simd::{self, Task};

struct WinRate<'a> {
    pmf: &'a [f64],
    n: f64,
}

impl Task for WinRate<'_> {
    type Output = Result<f64, Error>;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Self::Output {
        let law = Law::new(self.pmf, self.n)?;
        Ok(law.sum(self.pmf, Beaten).value())
    }
}

/// `P_i (F_{i−1} + p_i/2)`.
#[derive(Clone, Copy)]
struct Beaten;

impl Term for Beaten {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn of<V: Real>(self, level: &Level<V>) -> Dd<V> {
        let chosen = exp_times(level.log(), level.mass());
        let half = level.mass().times_pow2(V::splat(0.5));
        chosen.mul(level.below().add(half))
    }
}

struct OfGenerator<'a, F> {
    pmf: &'a [f64],
    n: f64,
    f: F,
}

impl<F: FnMut(f64) -> f64> Task for OfGenerator<'_, F> {
    type Output = Result<f64, Error>;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(mut self) -> Self::Output {
        let law = Law::new(self.pmf, self.n)?;
        let mut sum = Dd::from(S::splat(0.0));
        law.each(self.pmf, Ratio, |mass, ratio| {
            let value = (self.f)(ratio);
            sum = sum.add(law.share(mass).times(S::splat(value)));
        });
        Ok(sum.value().get())
    }
}

/// The density ratio, rounded.
#[derive(Clone, Copy)]
struct Ratio;

impl Term for Ratio {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn of<V: Real>(self, level: &Level<V>) -> Dd<V> {
        Dd::from(exp_value(level.log()))
    }
}

/// Probability that a best-of-`n` answer beats a fresh reference answer, ties counted half, when the reward takes finitely
/// many levels.
///
/// Formula: `Σ P_i (F_{i−1} + p_i/2)` with `P_i = F_i^n − F_{i−1}^n` and `F_i` the mass up to level `i`.
/// Source: Beirami et al., Theorem 5.3 (arXiv:2401.01879).
/// Validity: exact; at most `n/(n+1)`, and equal to it only without ties.
/// Shape: `pmf[i] ≥ 0` is the mass of level `i`, worst level first; masses are divided by their sum.
/// Domain: real `n ≥ 1`, also ∞. Limits: ½ at 1.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp over laws of 2 to 8001 levels (`oracle/tests/finite.rs`).
/// Cost: as [`finite_divergence`](super::finite_divergence).
///
/// # Errors
/// [`Error::Empty`] without levels; [`Error::NotFinite`] for a mass that is NaN or infinite;
/// [`Error::Domain`] for a negative mass, masses that sum to 0, or `n` below 1 or NaN.
pub fn finite_win_rate(pmf: &[f64], n: f64) -> Result<f64, Error> {
    check(pmf, n)?;
    simd::run(WinRate { pmf, n })
}

/// The f-divergence of best-of-`n` from its reference when the reward takes finitely many levels, for any generator `f`
/// of the density ratio.
///
/// Formula: `Σ p_i f(P_i/p_i)` with `P_i = F_i^n − F_{i−1}^n` and `F_i` the mass up to level `i`.
/// Source: Mroueh 2024, Proposition 1 (arXiv:2406.05883), over the law of Beirami et al. (arXiv:2401.01879).
/// Validity: exact; for convex `f` with `f(1) = 0` never above [`f_divergence`](super::f_divergence).
/// Shape: `pmf[i] ≥ 0` is the mass of level `i`, worst level first; masses are divided by their sum.
/// Domain: real `n ≥ 1`, also ∞; `f` is called once a level that has mass, with a double in `[0, n]`, up to rounding.
/// Cost: as [`finite_divergence`](super::finite_divergence), and the calls.
///
/// # Errors
/// Those of [`finite_win_rate`], and [`Error::NotFinite`] where `f` is NaN or infinite at a level's ratio.
pub fn finite_f_divergence(pmf: &[f64], n: f64, f: impl FnMut(f64) -> f64) -> Result<f64, Error> {
    check(pmf, n)?;
    let value = simd::run(OfGenerator { pmf, n, f })?;
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Error::NotFinite)
    }
}

struct Collision<'a>(&'a [f64]);

impl Task for Collision<'_> {
    type Output = Result<f64, Error>;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Self::Output {
        let law = Law::new(self.0, 1.0)?;
        Ok(law.sum(self.0, Square).value())
    }
}

/// `p_i²`.
#[derive(Clone, Copy)]
struct Square;

impl Term for Square {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn of<V: Real>(self, level: &Level<V>) -> Dd<V> {
        level.mass().mul(level.mass())
    }
}

/// Probability that two reference answers tie: `e^(−H₂)` with `H₂` the Rényi entropy of order 2 of the reward's law.
///
/// Formula: `Σ p_i²`. Source: Beirami et al., Theorem 3.4 (arXiv:2401.01879).
/// Validity: exact. Feed it to [`kl_gap_bound`] and [`win_rate_gap_bound`].
/// Shape: `pmf[i] ≥ 0` is the mass of level `i`, in any order; masses are divided by their sum.
/// Cost: two passes over the masses in double-doubles.
///
/// # Errors
/// [`Error::Empty`] without levels; [`Error::NotFinite`] for a mass that is NaN or infinite;
/// [`Error::Domain`] for a negative mass, or masses that sum to 0.
pub fn collision_probability(pmf: &[f64]) -> Result<f64, Error> {
    check(pmf, 1.0)?;
    simd::run(Collision(pmf))
}

struct KlEstimate {
    n: f64,
    epsilon: f64,
}

/// The levels below the atom, all of them without ties.
struct Beneath<S> {
    /// `F (c(z) + d (1 − F^d))/n`: their share of the divergence.
    divergence: Dd<S>,
    /// `1 − F^d`.
    gone: Dd<S>,
}

impl<S: Scalar> Beneath<S> {
    // Apart: its powers would be on the stack of the atom's logarithms too.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn new(n: S, epsilon: S) -> Self {
        let one = S::splat(1.0);
        let d = two_sum(n, -one);
        let log_n = if n.get() < 2.0 { log1p(d) } else { ln(n) };
        // Far below what an exponential can tell from 0, but no −∞, which times 0 is NaN.
        let lowest = S::splat(-1e300);
        let power = log1p(Dd::from(-epsilon)).mul(d);
        let power = Dd::select(lowest.lt(power.hi), power, Dd::from(lowest));
        let z = log_n.add(power);
        // 1 − F^d.
        let gone = if power.hi.get() > -700.0 {
            expm1(power).neg()
        } else {
            Dd::from(one)
        };
        let curve = if z.hi.get() > 40.0 {
            let left = gone.neg().plus(one);
            z.plus(-one).mul(left).add(Dd::from(one).over(n))
        } else {
            curves(z, Dd::from(one)).0.over(n)
        };
        let rest = two_sum(one, -epsilon);
        let d = two_sum(n, -one);
        Self {
            divergence: curve.add(d.over(n).mul(gone)).mul(rest),
            gone,
        }
    }
}

/// `ε c(ℓ)`: the atom's share of the divergence.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn atom<S: Scalar>(n: S, epsilon: S, gone: Dd<S>) -> Dd<S> {
    let one = S::splat(1.0);
    let rest = two_sum(one, -epsilon);
    let log = if n.get() == f64::MAX {
        ln_any(epsilon).neg()
    } else {
        log_own_ratio(Dd::from(epsilon), rest, two_sum(n, -one))
    };
    if log.hi.get() > 40.0 {
        // 1 − F^n = ε + F(1 − F^d).
        let mass = rest.mul(gone).plus(epsilon);
        mass.mul(log.plus(-one)).plus(epsilon)
    } else {
        curves(log, Dd::from(epsilon)).0
    }
}

impl Task for KlEstimate {
    type Output = f64;

    /// With `F = 1 − ε`, `z` the log ratio just below the atom and `ℓ` that of the atom, and `c(x) = x e^x − e^x + 1`:
    /// `ε c(ℓ) + F (c(z) + d (1 − F^d))/n`. No term is negative.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let (n, epsilon) = (S::splat(self.n), S::splat(self.epsilon));
        let beneath = Beneath::new(n, epsilon);
        let atom = atom(n, epsilon, beneath.gone);
        atom.add(beneath.divergence).value().get()
    }
}

/// Estimate of the KL divergence of best-of-`n`, in nats, from the reference probability `epsilon` of the answer it
/// returned.
///
/// Formula: `F^n (ln n + (n−1) ln F − (n−1)/n) + (1−F^n) ln((1−F^n)/ε)`, `F = 1 − ε`.
/// Source: Beirami et al. (arXiv:2401.01879).
/// Validity: as the expectation over answers, conjectured to be no less than the true divergence (their Conjecture 4.4,
/// unproven). With `epsilon` the mass of the best reward level, an upper bound on the true divergence that is never above
/// [`kl`]: the exact one when all but that level is free of ties.
/// Domain: real `n ≥ 1`, `0 ≤ ε ≤ 1`; NaN outside. Limits: [`kl`] at `ε = 0`, 0 at `ε = 1`, `−ln ε` at `n = ∞`.
/// Accuracy: ≤ 1 ulp; worst seen 0.858 ulp at `n = 0x1.a78a37cf23331p+0, epsilon = 0x1.4594ff2565bb9p-7`.
/// Cost: four logarithms and three exponentials in double-doubles.
#[must_use]
pub fn kl_estimate(n: f64, epsilon: f64) -> f64 {
    if n.is_nan() || n < 1.0 || !(0.0..=1.0).contains(&epsilon) {
        f64::NAN
    } else if epsilon == 0.0 {
        kl(n)
    } else if epsilon == 1.0 {
        0.0
    } else {
        let n = Real::min(n, f64::MAX);
        simd::run(KlEstimate { n, epsilon })
    }
}

struct GapBound {
    n: f64,
    collision: f64,
    win_rate: bool,
}

impl Task for GapBound {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let n = S::splat(self.n);
        let d = two_sum(n, S::splat(-1.0));
        let scaled = d.times(S::splat(self.collision));
        let y = if self.win_rate {
            scaled.times_pow2(S::splat(0.5))
        } else {
            scaled.times(n + n)
        };
        y.value().get()
    }
}

fn gap_bound(n: f64, collision: f64, win_rate: bool) -> f64 {
    let valid = n >= 1.0 && (0.0..=1.0).contains(&collision);
    if !valid || (n == f64::INFINITY && collision == 0.0) {
        f64::NAN
    } else if n == f64::INFINITY {
        n
    } else {
        simd::run(GapBound {
            n,
            collision,
            win_rate,
        })
    }
}

/// How far ties can bring the KL divergence of best-of-`n` below [`kl`], in nats, from the probability `collision` that two
/// reference answers tie.
///
/// Formula: `2n(n−1) e^(−H₂)` with `e^(−H₂) = collision`. Source: Beirami et al., Theorem 3.4 (arXiv:2401.01879).
/// Validity: upper bound on `kl(n)` less the true divergence; of use where it is below `kl(n)`.
/// Domain: real `n ≥ 1`, `0 ≤ collision ≤ 1`, not both ∞ and 0; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `n = 0x1.4p+0, collision = 0x1.0c5b9fcc92476p-43`.
/// Cost: a few multiplications.
#[must_use]
pub fn kl_gap_bound(n: f64, collision: f64) -> f64 {
    gap_bound(n, collision, false)
}

/// How far ties can bring the win rate of best-of-`n` below `n/(n+1)`, from the probability `collision` that two reference
/// answers tie.
///
/// Formula: `(n−1)/2 · e^(−H₂)` with `e^(−H₂) = collision`. Source: Beirami et al., Theorem 5.4 (arXiv:2401.01879).
/// Validity: upper bound on `n/(n+1)` less the true win rate.
/// Domain: real `n ≥ 1`, `0 ≤ collision ≤ 1`, not both ∞ and 0; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `n = 0x1.014p+0, collision = 0x1.fd0f0e26ce0e4p-1`.
/// Cost: a few multiplications.
#[must_use]
pub fn win_rate_gap_bound(n: f64, collision: f64) -> f64 {
    gap_bound(n, collision, true)
}
