//! Exponential order statistics drawn directly: the maximum at once, the top `k` of `n` in O(k), all `n` without a sort.
//!
//! The Rényi representation makes every spacing an independent exponential. From the top: `s_j = Σ Z_i/(n−i+1)`,
//! `1 − U_(n−j+1) = 1 − e^(−s_j)`, so that a top sample is `−ln(1 − e^(−s_j))`, written without a cancellation.
//! The same generator state gives the same doubles on every machine. One 64-bit word is drawn for each exponential.

use rand_core::Rng;

use crate::Error;
use crate::num::dd::Dd;
use crate::num::exp::{exp, expm1};
use crate::num::ln::{ln_dd, log1p, plain_ln};
use crate::num::real::Scalar;
use crate::simd::{self, Task};

/// A unit exponential, `−ln U`: at most 45.06, below which 1 − 2^-65 of the law lies.
#[cfg_attr(not(feature = "small"), inline(always))]
fn exponential<S: Scalar, R: Rng + ?Sized>(rng: &mut R) -> S {
    // The middle of one of 2^64 cells; never 0.
    let u = (rng.next_u64() as f64 + 0.5) * 5.421010862427522e-20;
    -plain_ln(S::splat(u))
}

/// `−ln(1 − e^−s)` for `s > 0`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn upper_quantile<S: Scalar>(s: S) -> S {
    if s.get() < 0.0625 {
        // ln((1 − e^−s)/s) = −s/2 + s²/24 − s⁴/2880 + s⁶/181440, the next term below 2^-54.
        let square = s * s;
        let even = square.fma(S::splat(-1.0 / 181_440.0), S::splat(1.0 / 2880.0));
        let even = square.fma(even, S::splat(-1.0 / 24.0));
        square.fma(even, s * S::splat(0.5)) - plain_ln(s)
    } else if s.get() < core::f64::consts::LN_2 {
        -ln_dd(expm1(Dd::from(-s)).neg()).hi
    } else if s.get() < 600.0 {
        -log1p(exp(Dd::from(-s)).neg()).hi
    } else {
        S::splat(0.0)
    }
}

struct Maximum<'a, R: ?Sized> {
    rng: &'a mut R,
    n: f64,
}

impl<R: Rng + ?Sized> Task for Maximum<'_, R> {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        upper_quantile(exponential::<S, R>(self.rng) / S::splat(self.n)).get()
    }
}

struct Top<'a, R: ?Sized> {
    rng: &'a mut R,
    n: u64,
    out: &'a mut [f64],
}

impl<R: Rng + ?Sized> Task for Top<'_, R> {
    type Output = ();

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) {
        let mut s = S::splat(0.0);
        let mut rest = self.n;
        for out in self.out {
            s = s + exponential::<S, R>(self.rng) / S::splat(rest as f64);
            *out = upper_quantile(s).get();
            rest = rest.saturating_sub(1);
        }
    }
}

struct Sorted<'a, R: ?Sized> {
    rng: &'a mut R,
    out: &'a mut [f64],
}

impl<R: Rng + ?Sized> Task for Sorted<'_, R> {
    type Output = ();

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) {
        let mut sum = S::splat(0.0);
        let mut rest = self.out.len();
        for out in self.out {
            sum = sum + exponential::<S, R>(self.rng) / S::splat(rest as f64);
            *out = sum.get();
            rest = rest.saturating_sub(1);
        }
    }
}

/// Draws the largest of `n` unit exponentials.
///
/// Formula: `−ln(1 − U^(1/n))`. Source: Mroueh 2024, Lemma 1 (arXiv:2406.05883).
/// Validity: exact in law up to the 2^-64 grid of the uniform draw.
/// Domain: real finite `n ≥ 1`. Cost: one word, one or two logarithms.
///
/// # Errors
/// [`Error::Domain`] for `n` below 1, NaN or infinite; the generator is then untouched.
pub fn exp_sample_max<R: Rng + ?Sized>(rng: &mut R, n: f64) -> Result<f64, Error> {
    if n >= 1.0 && n.is_finite() {
        Ok(simd::run(Maximum { rng, n }))
    } else {
        Err(Error::Domain)
    }
}

/// Draws the `out.len()` largest of `n` unit exponentials, in descending order.
///
/// Formula: `−ln(1 − e^(−s_j))`, `s_j = Σ_{i≤j} Z_i/(n−i+1)`. Source: Rényi representation, David and Nagaraja,
/// Order Statistics.
/// Validity: exact in law up to the 2^-64 grid of the uniform draws.
/// Shape: `out` receives `k = out.len()` values, `k ≤ n`. Cost: O(k), one word each, whatever `n` is.
///
/// # Errors
/// [`Error::Domain`] when `n` is 0 or smaller than `out.len()`; nothing is drawn or written.
pub fn exp_sample_top<R: Rng + ?Sized>(rng: &mut R, n: u64, out: &mut [f64]) -> Result<(), Error> {
    if n == 0 || out.len() as u64 > n {
        return Err(Error::Domain);
    }
    simd::run(Top { rng, n, out });
    Ok(())
}

/// Draws `out.len()` unit exponentials in ascending order, without sorting.
///
/// Formula: `E(k) = Σ_{i≤k} Z_i/(n−i+1)`. Source: Rényi representation, David and Nagaraja, Order Statistics.
/// Validity: exact in law up to the 2^-64 grid of the uniform draws.
/// Shape: `out` receives `n = out.len()` values. Cost: O(n), one word each.
pub fn exp_sample_sorted<R: Rng + ?Sized>(rng: &mut R, out: &mut [f64]) {
    simd::run(Sorted { rng, out });
}
