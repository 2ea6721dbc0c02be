//! The arithmetic every kernel is written in.
//!
//! A kernel is one generic function over [`Real`]. The same source runs on one double with a software
//! fused multiply-add, on one double with the hardware's, and on vectors of them, and gives the same bits
//! on all: every operation here is either exact or correctly rounded, and the compiler may not reorder them.

use core::ops::{Add, Div, Mul, Neg, Sub};

use super::table::Table;

/// The outcome of a comparison, one truth value a lane.
pub(crate) trait Mask: Copy {
    /// One lane: where the mask holds, it holds throughout.
    const SINGLE: bool = false;
    fn and(self, other: Self) -> Self;
    fn or(self, other: Self) -> Self;
    fn not(self) -> Self;
    /// True in at least one lane.
    fn any(self) -> bool;
}

/// Whether masks of this type have one lane.
#[inline(always)]
pub(crate) fn single<M: Mask>(_: M) -> bool {
    M::SINGLE
}

/// One double, or several side by side.
pub(crate) trait Real:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    type Mask: Mask;

    /// The same value in every lane.
    fn splat(x: f64) -> Self;
    /// `self · b + c`, rounded once.
    fn fma(self, b: Self, c: Self) -> Self;
    fn sqrt(self) -> Self;
    fn abs(self) -> Self;
    fn floor(self) -> Self;
    fn lt(self, other: Self) -> Self::Mask;
    fn le(self, other: Self) -> Self::Mask;
    fn eq(self, other: Self) -> Self::Mask;
    /// `yes` where the mask holds, `no` elsewhere.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;
    /// `(k, m)` with `self == m · 2^k`, `1 ≤ m < 2`, for positive normal `self`; anything for the rest.
    fn split(self) -> (Self, Self);
    /// `self · 2^k` for integral `|k| ≤ 2000`, rounded once, subnormal results included.
    fn scale(self, k: Self) -> Self;
    /// `2^self` for integral `−1022 ≤ self ≤ 1023`; anything for the rest.
    fn pow2(self) -> Self;
    /// `self · 2^(s div 16)` with `s` the integer in the low bits of `steps`, for normal arguments and results.
    fn shift_exponent(self, steps: Self) -> Self;
    /// The entries named by the top four bits of the mantissa.
    fn lookup_mantissa<const N: usize>(self, table: &Table<N>) -> [Self; N];
    /// The entries named by the lowest four bits of the representation.
    fn lookup_low_bits<const N: usize>(self, table: &Table<N>) -> [Self; N];

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self::select(self.lt(other), self, other)
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self::select(other.lt(self), self, other)
    }

    /// `self · b − c`, rounded once.
    #[inline(always)]
    fn fms(self, b: Self, c: Self) -> Self {
        self.fma(b, -c)
    }

    /// `c − self · b`, rounded once.
    #[inline(always)]
    fn fnma(self, b: Self, c: Self) -> Self {
        (-self).fma(b, c)
    }
}

/// A [`Real`] of one lane.
pub(crate) trait Scalar: Real {
    fn get(self) -> f64;
}

/// Estrin's scheme in blocks of four: `c[0] + c[1]·x + c[2]·x² + …`.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn poly<V: Real>(x: V, c: &[f64]) -> V {
    let x2 = x * x;
    let x4 = x2 * x2;
    // Not chunks(4).rev(): in large callers its length division stays, and with it a path to a panic.
    let (blocks, last) = c.as_chunks::<4>();
    let mut sum = match *last {
        [a, b, c] => Some(V::splat(c).fma(x2, V::splat(b).fma(x, V::splat(a)))),
        [a, b] => Some(V::splat(b).fma(x, V::splat(a))),
        [a] => Some(V::splat(a)),
        _ => None,
    };
    for [a, b, c, d] in blocks.iter().rev() {
        let low = V::splat(*b).fma(x, V::splat(*a));
        let high = V::splat(*d).fma(x, V::splat(*c));
        let value = high.fma(x2, low);
        sum = Some(match sum {
            Some(high) => high.fma(x4, value),
            None => value,
        });
    }
    sum.unwrap_or(V::splat(0.0))
}

impl Mask for bool {
    const SINGLE: bool = true;

    #[inline(always)]
    fn and(self, other: Self) -> Self {
        self & other
    }
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        self | other
    }
    #[inline(always)]
    fn not(self) -> Self {
        !self
    }
    #[inline(always)]
    fn any(self) -> bool {
        self
    }
}

/// `2^k` for `−1022 ≤ k ≤ 1023`.
#[inline(always)]
pub(crate) fn pow2(k: i64) -> f64 {
    f64::from_bits((k.wrapping_add(1023) as u64) << 52)
}

const MANTISSA: u64 = (1 << 52) - 1;
const ONE: u64 = 1023 << 52;

#[inline(always)]
pub(crate) fn split_f64(x: f64) -> (f64, f64) {
    let bits = x.to_bits();
    let k = (bits >> 52) as i32 - 1023;
    (f64::from(k), f64::from_bits((bits & MANTISSA) | ONE))
}

#[inline(always)]
pub(crate) fn scale_f64(x: f64, k: f64) -> f64 {
    // Two factors: neither leaves the range of doubles, and only the second product can round.
    let k = k as i64;
    let half = k >> 1;
    x * pow2(half) * pow2(k.wrapping_sub(half))
}

#[inline(always)]
pub(crate) fn shift_exponent_f64(x: f64, steps: f64) -> f64 {
    f64::from_bits(x.to_bits().wrapping_add((steps.to_bits() >> 4) << 52))
}

/// Plain doubles, for hardware without a fused multiply-add.
impl Real for f64 {
    type Mask = bool;

    #[inline(always)]
    fn splat(x: f64) -> Self {
        x
    }
    #[inline(always)]
    fn fma(self, b: Self, c: Self) -> Self {
        super::fma::fma(self, b, c)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        libm::sqrt(self)
    }
    #[inline(always)]
    fn abs(self) -> Self {
        libm::fabs(self)
    }
    #[inline(always)]
    fn floor(self) -> Self {
        libm::floor(self)
    }
    #[inline(always)]
    fn lt(self, other: Self) -> bool {
        self < other
    }
    #[inline(always)]
    fn le(self, other: Self) -> bool {
        self <= other
    }
    #[inline(always)]
    fn eq(self, other: Self) -> bool {
        self == other
    }
    #[inline(always)]
    fn select(mask: bool, yes: Self, no: Self) -> Self {
        if mask { yes } else { no }
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        split_f64(self)
    }
    #[inline(always)]
    fn scale(self, k: Self) -> Self {
        scale_f64(self, k)
    }
    #[inline(always)]
    fn pow2(self) -> Self {
        pow2(self as i64)
    }
    #[inline(always)]
    fn shift_exponent(self, steps: Self) -> Self {
        shift_exponent_f64(self, steps)
    }
    #[inline(always)]
    fn lookup_mantissa<const N: usize>(self, table: &Table<N>) -> [Self; N] {
        table.row(self.to_bits() >> 48)
    }
    #[inline(always)]
    fn lookup_low_bits<const N: usize>(self, table: &Table<N>) -> [Self; N] {
        table.row(self.to_bits())
    }
}

impl Scalar for f64 {
    #[inline(always)]
    fn get(self) -> f64 {
        self
    }
}
