//! How far pass@k, estimated from `n` samples, is off: its variance, from the true pass rate or from the samples.

use super::pass_at_k::Failure;
use crate::num::dd::Dd;
use crate::num::exp::{exp, expm1};
use crate::num::ln::log1p;
use crate::num::real::{Real, Scalar, scale_f64};
use crate::simd::{self, Task};

/// Terms that together stay below this part of the sum are left out.
const NOTHING: f64 = 6.776263578034403e-21; // 2^-67

/// Variance of the unbiased estimate [`pass_at_k`](super::pass_at_k) from `n` samples that pass independently with
/// probability `p`.
///
/// Formula: `Σ_j C(k,j) C(n−k,k−j)/C(n,k) (q^(2k−j) − q^(2k))`, `q = 1 − p`: two subsets of `k` share `j` samples.
/// Source: Hoeffding 1948 (doi:10.1214/aoms/1177730196), for the U-statistic of Chen et al. 2021 (arXiv:2107.03374).
/// Validity: exact.
/// Domain: `0 ≤ p ≤ 1`, `k ≤ n`; NaN outside.  Limits: 0 at `p = 0`, `p = 1` and `k = 0`; `pq/n` at `k = 1`.
/// Accuracy: ≤ 1 ulp of results above 2^-900; worst seen 0.502 ulp at
/// `p = 0x1.ff49e19c07a95p-8, n = 6293665434, k = 2`, for `k ≤ 9`.
/// Cost: two exponentials for each overlap `j` that counts: about `12 √k` of them, at most `k`.
#[must_use]
pub fn pass_at_k_variance(p: f64, n: u64, k: u64) -> f64 {
    if !(0.0..=1.0).contains(&p) || k > n {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 || k == 0 {
        return 0.0;
    }
    simd::run(Variance { p, n, k })
}

struct Variance {
    p: f64,
    n: u64,
    k: u64,
}

impl Variance {
    /// `q^(2k−j) (1 − q^j)`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn excess<S: Scalar>(&self, overlap: u64, ln_q: Dd<S>) -> Dd<S> {
        let union = Dd::<S>::integer(self.k)
            .times_pow2(S::splat(2.0))
            .sub(Dd::integer(overlap));
        let exponent = union.mul(ln_q).normal();
        if exponent.hi.get() < -740.0 {
            return Dd::from(S::splat(0.0));
        }
        let same = Dd::<S>::integer(overlap).mul(ln_q).normal();
        let same = Dd::select(
            same.hi.lt(S::splat(-740.0)),
            Dd::from(S::splat(-740.0)),
            same,
        );
        exp(exponent).mul(expm1(same).neg())
    }

    /// The chance of overlap `j + 1` over that of `j`: `(k−j)²/((j+1)(n−2k+j+1))`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn ratio<S: Scalar>(&self, overlap: u64) -> Dd<S> {
        let rest = Dd::<S>::integer(self.k.saturating_sub(overlap));
        let next = Dd::<S>::integer(overlap).plus(S::splat(1.0));
        let room = Dd::<S>::integer(self.n)
            .sub(Dd::<S>::integer(self.k).times_pow2(S::splat(2.0)))
            .add(next);
        rest.mul(rest).div(next.mul(room)).normal()
    }
}

impl Task for Variance {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let one = Dd::from(S::splat(1.0));
        let ln_q = log1p(Dd::from(S::splat(-self.p)));
        let least = self.k.saturating_sub(self.n.saturating_sub(self.k));
        let share = self.k as f64 / self.n as f64;
        // Near the likeliest overlap, k²/n: weights are relative to its chance.
        let start = ((share * self.k as f64) as u64).clamp(least, self.k);
        let most = self.excess::<S>(self.k, ln_q).hi.get();

        let mut sum = self.excess(start, ln_q);
        let mut total = one;
        let mut weight = one;
        let mut overlap = start;
        while overlap < self.k {
            let ratio = self.ratio::<S>(overlap);
            weight = weight.mul(ratio).normal();
            overlap = overlap.saturating_add(1);
            total = total.add(weight);
            sum = sum.add(weight.mul(self.excess(overlap, ln_q)));
            // The terms to come shrink at least as fast, and no excess is larger than the last.
            let ahead = weight.hi.get() / (1.0 - Real::min(ratio.hi.get(), 0.999_999));
            if ahead < NOTHING * total.hi.get() && ahead * most <= NOTHING * sum.hi.get() {
                break;
            }
        }
        weight = one;
        overlap = start;
        while overlap > least {
            overlap = overlap.saturating_sub(1);
            let ratio = one.div(self.ratio::<S>(overlap)).normal();
            weight = weight.mul(ratio).normal();
            total = total.add(weight);
            sum = sum.add(weight.mul(self.excess(overlap, ln_q)));
            let ahead = weight.hi.get() / (1.0 - Real::min(ratio.hi.get(), 0.999_999));
            if ahead < NOTHING * total.hi.get() {
                break;
            }
        }
        sum.div(total).value().get()
    }
}

/// Unbiased estimate of the variance of [`pass_at_k`](super::pass_at_k) from the same `n` samples, of which `c` are correct.
///
/// Formula: `(C(n−c,k)/C(n,k))² − C(n−c,2k)/C(n,2k)`: the square of the estimated failure less an unbiased estimate of the
/// squared failure.
/// Source: Hoeffding 1948 (doi:10.1214/aoms/1177730196).
/// Validity: unbiased when the samples pass independently with one probability. Never negative. It is 0 when all samples
/// pass or none does, which is no proof of certainty.
/// Domain: `c ≤ n`, `2k ≤ n`; NaN outside.  Limits: 0 at `c = 0`, `k = 0` and where `c + k > n`; `p̂(1−p̂)/(n−1)` at `k = 1`.
/// Accuracy: ≤ 1 ulp of results above the subnormal ones; worst seen 0.500 ulp at
/// `n = 6214918840303907, c = 10, k = 944251205845169`.
/// Cost: that of [`pass_at_k`](super::pass_at_k), and `min(c, k)` divisions. No allocation.
#[must_use]
pub fn pass_at_k_variance_estimate(n: u64, c: u64, k: u64) -> f64 {
    if c > n || k > n / 2 {
        return f64::NAN;
    }
    if c == 0 || k == 0 {
        return 0.0;
    }
    match Failure::new(n, c, k) {
        Some(failure) => simd::run(Estimate { failure, n, c, k }),
        None => 0.0,
    }
}

struct Estimate {
    failure: Failure,
    n: u64,
    c: u64,
    k: u64,
}

impl Task for Estimate {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let one = Dd::from(S::splat(1.0));
        let Self { failure, n, c, k } = self;
        // 1 − C(n−c,2k) C(n,k)²/(C(n,2k) C(n−c,k)²) as a chance that grows factor by factor, over the fewer of both counts:
        // 1 − kc/((n−k−i)(n−c−i)) over k of them, 1 − k²/(n−k−i)² over c.
        let (joint, other) = if k < c { (c, c) } else { (k, k) };
        let step = Dd::<S>::integer(k).mul(Dd::integer(joint));
        let mut excess = Dd::from(S::splat(0.0));
        for i in 0..k.min(c) {
            let left = Dd::<S>::integer(n.saturating_sub(k).saturating_sub(i));
            let right = Dd::<S>::integer(n.saturating_sub(other).saturating_sub(i));
            let share = step.div(left.mul(right));
            // A factor of 0: 2k samples do not fit among the failures.
            if share.hi.get() >= 1.0 {
                excess = one;
                break;
            }
            excess = excess.add(one.sub(excess).mul(share));
        }
        let (m, exponent) = failure.parts::<S>();
        let value = m.mul(m).mul(excess).value().get();
        scale_f64(value, Real::max(2.0 * exponent, -2000.0))
    }
}
