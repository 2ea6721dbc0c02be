//! pass@k and pass^k: the chance that some, or all, of `k` samples, drawn from a pool without replacement, are correct.
//!
//! `C(n−c,k)/C(n,k)` is symmetric in `c` and `k`; below, `few` is the smaller of the two and `many` the larger.

use crate::Error;
use crate::num::dd::Dd;
use crate::num::exp::{exp_parts, expm1};
use crate::num::ln::log1p;
use crate::num::real::{Real, Scalar, poly, pow2, scale_f64};
use crate::simd::{self, Task};

/// The most factors that are multiplied one by one. Beyond, the failure is either below 2^-60 or every factorial in
/// it is that of a number above 1000, and two terms of Stirling's series leave an error below 2^-60.
const FACTORS: u64 = 256;

/// `failure ≤ (1 − many/n)^few ≤ e^{−few·many/n}`: past this exponent the answer rounds to 1.
const CERTAIN: f64 = 42.0;

/// Where [`exp_parts`] ends.
const LEAST_LN: f64 = -1400.0;

/// Products are kept above 2^-500.
const SHIFT: i64 = 500;

/// From here on Stirling's series below is right to 2^-64.
const STIRLING_FROM: u64 = 64;

/// `ln Γ(z + ½) = z ln z − z + ½ ln 2π + (STIRLING[0] + STIRLING[1]/z² + …)/z`: −1/24, 7/2880, −31/40320, 127/215040.
const STIRLING: [f64; 4] = [
    -0.041666666666666664,
    0.0024305555555555556,
    -0.0007688492063492063,
    0.0005905877976190476,
];

/// `C(n−c,k)/C(n,k)`, the chance of no success, where it is neither 0 nor 1 for want of samples.
#[derive(Clone, Copy)]
pub(super) struct Failure {
    n: u64,
    few: u64,
    many: u64,
    /// `n − few − many`.
    rest: u64,
}

/// `n + ½`, where Stirling's series has no term of order zero and converges fastest.
#[cfg_attr(not(feature = "small"), inline(always))]
fn centred<S: Scalar>(n: u64) -> Dd<S> {
    Dd::<S>::integer(n).plus(S::splat(0.5))
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn stirling_tail<S: Scalar>(z: S) -> S {
    let inverse = S::splat(1.0) / z;
    inverse * poly(inverse * inverse, &STIRLING)
}

impl Failure {
    /// For `c, k ≤ n`; nothing where `c + k > n`, so that a success is certain.
    pub(super) fn new(n: u64, c: u64, k: u64) -> Option<Self> {
        let (few, many) = (c.min(k), c.max(k));
        let rest = n.checked_sub(few)?.checked_sub(many)?;
        Some(Self { n, few, many, rest })
    }

    /// The chance itself, with all its digits however small it is: `(m, k)`, the number `m · 2^k`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(super) fn parts<S: Scalar>(&self) -> (Dd<S>, f64) {
        // The factors of the last draws are multiplied one by one: all of them where they are few, or as many as lift
        // the smallest factorial to where Stirling's series begins.
        let single = if self.few <= FACTORS {
            self.few
        } else {
            STIRLING_FROM.saturating_sub(self.rest)
        };
        let few = self.few.saturating_sub(single);
        let mut product = Dd::from(S::splat(1.0));
        let mut exponent = 0.0;
        if few > 0 {
            let rest = self.rest.saturating_add(single);
            let log = Self { few, rest, ..*self }.minus_ln::<S>().neg();
            // Below e^−1400 it is 0 to every caller.
            let least = Dd::from(S::splat(LEAST_LN));
            let (m, k) = exp_parts(Dd::select(log.hi.lt(least.hi), least, log));
            (product, exponent) = (m, k.get());
        }
        for drawn in few..self.few {
            let left = self.n.saturating_sub(drawn);
            let failures = left.saturating_sub(self.many);
            product = product.mul(Dd::integer(failures)).div(Dd::integer(left));
            if product.hi.get() < pow2(-SHIFT) {
                product = product.times_pow2(S::splat(pow2(SHIFT)));
                exponent -= SHIFT as f64;
            }
        }
        (product.normal(), exponent)
    }

    /// The chance grows by that of a first success at each draw: no term is negative, nothing cancels.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn by_draws<S: Scalar>(&self) -> Dd<S> {
        let one = Dd::from(S::splat(1.0));
        let many = Dd::<S>::integer(self.many);
        let mut pass = Dd::from(S::splat(0.0));
        for drawn in 0..self.few {
            let success = many.div(Dd::integer(self.n.saturating_sub(drawn)));
            pass = pass.add(one.sub(pass).mul(success));
        }
        pass
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn by_stirling<S: Scalar>(&self) -> Dd<S> {
        expm1(self.minus_ln::<S>().neg()).neg()
    }

    /// `−ln failure` as a second difference of `ln Γ`.
    ///
    /// With `a = n + ½`, `x = few/a`, `y = many/a`, the leading part of Stirling's series is `a` times
    /// `(1−x−y) ln(1 − xy/((1−x)(1−y))) − y ln(1−x) − x ln(1−y)`, in which only a factor 3 cancels.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn minus_ln<S: Scalar>(&self) -> Dd<S> {
        let (few, many) = (Dd::<S>::integer(self.few), Dd::<S>::integer(self.many));
        let all = centred::<S>(self.n);
        let but_few = centred::<S>(self.n.saturating_sub(self.few));
        let but_many = centred::<S>(self.n.saturating_sub(self.many));
        let rest = centred::<S>(self.rest);

        let joint = few.mul(many).div(but_few.mul(but_many));
        let (x, y) = (few.div(all), many.div(all));
        let main = rest
            .mul(log1p(joint.neg()))
            .sub(many.mul(log1p(x.neg())))
            .sub(few.mul(log1p(y.neg())));
        let tail = stirling_tail(but_few.hi) + stirling_tail(but_many.hi)
            - stirling_tail(rest.hi)
            - stirling_tail(all.hi);
        main.plus(-tail)
    }
}

#[derive(Clone, Copy)]
struct Pass(Failure);

impl Task for Pass {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let pass = if self.0.few <= FACTORS {
            self.0.by_draws::<S>()
        } else {
            self.0.by_stirling::<S>()
        };
        pass.value().get()
    }
}

#[derive(Clone, Copy)]
struct AllPass(Failure);

impl Task for AllPass {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let (m, k) = self.0.parts::<S>();
        // Beyond the reach of an exact scaling everything is 0.
        scale_f64(m.value().get(), Real::max(k, -2000.0))
    }
}

/// Unbiased pass@k: the chance that at least one of `k` samples, drawn without replacement from `n` of which `c` are
/// correct, is correct.
///
/// Formula: `1 − C(n−c,k)/C(n,k)`.  Source: Chen et al. 2021 (arXiv:2107.03374).
/// Validity: exact; unbiased for `1 − (1−p)^k` when the `n` samples pass independently with probability `p`.
/// Domain: `c ≤ n`, `k ≤ n`; NaN outside.  Limits: 0 at `c = 0` and at `k = 0`, 1 where `c + k > n`, `c/n` at `k = 1`.
/// Accuracy: ≤ 1 ulp, also where the result is tiny and for arguments up to 2^64 − 1; worst seen 0.73 ulp at
/// (35776070, 942, 1080).
/// Cost: `min(c, k)` divisions up to 256 of them; three logarithms and an exponential beyond. No allocation.
#[must_use]
pub fn pass_at_k(n: u64, c: u64, k: u64) -> f64 {
    if c > n || k > n {
        return f64::NAN;
    }
    let Some(failure) = Failure::new(n, c, k) else {
        return 1.0;
    };
    if failure.few == 0 {
        return 0.0;
    }
    if failure.few as f64 * failure.many as f64 > CERTAIN * n as f64 {
        return 1.0;
    }
    simd::run(Pass(failure))
}

/// [`pass_at_k`] for `k = 1, 2, 4, 8, …`: `out[i]` belongs to `k = 2^i`.
///
/// Formula, source, validity, accuracy: as for [`pass_at_k`], bit for bit.
/// Cost: that of [`pass_at_k`], as many times as `out` has places.
///
/// # Errors
/// Nothing is written but for success. [`Error::Empty`] when `out` is empty, [`Error::Domain`] when `c` or the last power of
/// two exceeds `n`.
pub fn pass_at_powers_of_two(n: u64, c: u64, out: &mut [f64]) -> Result<(), Error> {
    let last = out.len().checked_sub(1).ok_or(Error::Empty)?;
    let largest = u32::try_from(last)
        .ok()
        .and_then(|last| 1_u64.checked_shl(last))
        .ok_or(Error::Domain)?;
    if c > n || largest > n {
        return Err(Error::Domain);
    }
    let mut k = 1;
    for y in out {
        *y = pass_at_k(n, c, k);
        k <<= 1;
    }
    Ok(())
}

/// Unbiased pass^k: the chance that all of `k` samples, drawn without replacement from `n` of which `c` are correct, are
/// correct.
///
/// Formula: `C(c,k)/C(n,k)`.  Source: Yao et al. 2024 (arXiv:2406.12045), as the counterpart of Chen et al. 2021.
/// Validity: exact; unbiased for `p^k` when the `n` samples pass independently with probability `p`.
/// Domain: `c ≤ n`, `k ≤ n`; NaN outside.  Limits: 1 at `k = 0` and at `c = n`, 0 where `k > c`, `c/n` at `k = 1`.
/// Accuracy: ≤ 1 ulp of results above the subnormal ones; worst seen 0.500 ulp at
/// `n = 122851280214, c = 118246643922, k = 6`.
/// Cost: `min(k, n−c)` divisions up to 256 of them; three logarithms and an exponential beyond. No allocation.
#[must_use]
pub fn all_pass_at_k(n: u64, c: u64, k: u64) -> f64 {
    if c > n || k > n {
        return f64::NAN;
    }
    match Failure::new(n, n - c, k) {
        Some(failure) => simd::run(AllPass(failure)),
        None => 0.0,
    }
}
