//! KL divergence of best-of-n, in both directions: `ln n − (n−1)/n` and `n − 1 − ln n`.
//!
//! Both vanish like `(n−1)²/2`, where the textbook forms keep no digit. Here `ln n` arrives in parts
//! (a head that is a short number, an exact reduced argument, a small tail) and the algebraic terms cancel
//! against the parts exactly; only the small rest is rounded.

use crate::num::dd::{Dd, fast_two_sum, two_prod, two_sum, unless};
use crate::num::ln::{ln_parts, log1p_minus_small};
use crate::num::real::{Real, poly};
use crate::simd::{self, Kernel, batch_forms};

/// `ln(1+r) − r/(1+r) = r²/2 − r³·Q(r)` for 0 ≤ r ≤ 1/8, error relative to the value 2^-64.2
/// (tools/elementary.py).
const KL_NEAR_ONE: [f64; 12] = [
    0.6666666666666666,
    -0.7499999999999779,
    0.7999999999957594,
    -0.8333333329252539,
    0.857142834097173,
    -0.8749991696258522,
    0.8888688722682815,
    -0.899669079053769,
    0.9053107138903824,
    -0.8871039166675283,
    0.7693692534570336,
    -0.42701009989943456,
];

/// `ln n − (n−1)/n` for finite `n ≥ 1`, not yet rounded; NaN below 1.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn kl_dd<V: Real>(n: V) -> Dd<V> {
    let near = n.lt(V::splat(1.125));
    unless!(near, kl_near_one(n), kl_main(n))
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn kl_near_one<V: Real>(n: V) -> Dd<V> {
    let r = n - V::splat(1.0);
    let half = V::splat(0.5);
    let square = two_prod(r, r);
    let rest = (square.hi * r).fnma(poly(r, &KL_NEAR_ONE), half * square.lo);
    let hi = V::select(r.lt(V::splat(0.0)), V::splat(f64::NAN), half * square.hi);
    Dd { hi, lo: rest }
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn kl_main<V: Real>(n: V) -> Dd<V> {
    let one = V::splat(1.0);
    let ln = ln_parts(n);
    let q = one / n;
    let q_tail = q.fnma(n, one) * q;
    // ln n − 1 + 1/n: the head less 1 is a multiple of 2^-42, hence of q's last place, and the sum with it
    // is exact in either order of magnitude; so is the next, where r exceeds what is left.
    let a = fast_two_sum(ln.head - one, q);
    let b = fast_two_sum(a.hi, ln.r);
    Dd {
        hi: b.hi,
        lo: ln.tail + ((a.lo + b.lo) + q_tail),
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Kl;

impl Kernel for Kl {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, n: V) -> V {
        let y = kl_dd(n).value();
        V::select(n.lt(V::splat(f64::INFINITY)), y, n)
    }
}

#[derive(Clone, Copy)]
pub(crate) struct ReverseKl;

impl Kernel for ReverseKl {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, n: V) -> V {
        let y = reverse_kl_dd(n).value();
        V::select(n.lt(V::splat(f64::INFINITY)), y, n)
    }
}

/// `n − 1 − ln n` for finite `n ≥ 1`, not yet rounded; NaN below 1.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn reverse_kl_dd<V: Real>(n: V) -> Dd<V> {
    let near = n.lt(V::splat(1.125));
    unless!(near, reverse_kl_near_one(n), reverse_kl_main(n))
}

/// `q − 1 − ln q` for normal `q = 1/n` in (0, 1): the KL divergence of best-of-n without its quotient, not yet rounded.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn kl_of_reciprocal<V: Real>(q: V) -> Dd<V> {
    let t = q - V::splat(1.0);
    let near = V::splat(-0.125).lt(t);
    unless!(
        near,
        log1p_minus_small(Dd::from(t)),
        kl_of_reciprocal_main(q)
    )
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn kl_of_reciprocal_main<V: Real>(q: V) -> Dd<V> {
    let ln = ln_parts(q);
    // As above: where 1 + head is the smaller, it is a multiple of q's last place.
    let a = fast_two_sum(-(ln.head + V::splat(1.0)), q);
    let b = two_sum(a.hi, -ln.r);
    Dd {
        hi: b.hi,
        lo: (a.lo + b.lo) - ln.tail,
    }
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn reverse_kl_near_one<V: Real>(n: V) -> Dd<V> {
    let r = n - V::splat(1.0);
    let y = log1p_minus_small(Dd::from(r));
    Dd {
        hi: V::select(r.lt(V::splat(0.0)), V::splat(f64::NAN), y.hi),
        lo: y.lo,
    }
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn reverse_kl_main<V: Real>(n: V) -> Dd<V> {
    let ln = ln_parts(n);
    // 1 and the head are multiples of 2^-42; the sum of n and r with them is exact but for its own last place.
    let a = fast_two_sum(n, -(ln.head + V::splat(1.0)));
    let b = two_sum(a.hi, -ln.r);
    Dd {
        hi: b.hi,
        lo: (a.lo + b.lo) - ln.tail,
    }
}

/// `y` on `1 ≤ n < ∞`; the divergence's own infinity at ∞; NaN elsewhere.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn extend<V: Real>(n: V, y: V) -> V {
    let y = V::select(n.lt(V::splat(f64::INFINITY)), y, n);
    V::select(n.lt(V::splat(1.0)), V::splat(f64::NAN), y)
}

/// KL divergence of the best-of-`n` policy from the reference policy, in nats.
///
/// Formula: `ln n − (n−1)/n`. Source: Mroueh 2024, Lemma 1 and Theorem 1 (arXiv:2406.05883).
/// Validity: exact when no two responses tie in reward; an upper bound otherwise.
/// Domain: real `n ≥ 1`; NaN outside. Limits: `kl(1) == 0`, `kl(∞) == ∞`.
/// Accuracy: ≤ 1 ulp; worst seen 0.946 ulp at `n = 0x1.1767cf0cdc039p+0`.
/// Cost: one division, one table logarithm, no branch on the data but the two sides of n = 1.125.
#[inline]
#[must_use]
pub fn kl(n: f64) -> f64 {
    simd::scalar(Kl, n)
}
batch_forms!(kl => kl_batch, kl_batch_in_place, (), Kl);

/// KL divergence of the reference policy from the best-of-`n` policy, in nats.
///
/// Formula: `n − 1 − ln n`. Source: Mroueh 2024, Proposition 1 (arXiv:2406.05883), `f(w) = −ln w`.
/// Validity: exact when no two responses tie in reward; an upper bound otherwise.
/// Domain: real `n ≥ 1`; NaN outside. Limits: `reverse_kl(1) == 0`, `reverse_kl(∞) == ∞`.
/// Accuracy: ≤ 1 ulp; worst seen 0.656 ulp at `n = 0x1.1faa044f77482p+0`.
/// Cost: one table logarithm, no branch on the data but the two sides of n = 1.125.
#[inline]
#[must_use]
pub fn reverse_kl(n: f64) -> f64 {
    simd::scalar(ReverseKl, n)
}
batch_forms!(reverse_kl => reverse_kl_batch, reverse_kl_batch_in_place, (), ReverseKl);
