//! One double, with the hardware's fused multiply-add, square root and floor.

use core::ops::{Add, Div, Mul, Neg, Sub};

#[cfg(target_arch = "aarch64")]
use super::aarch64 as hardware;
use super::lanes::operator;
#[cfg(target_arch = "x86_64")]
use super::x86 as hardware;
use crate::num::real::{Real, Scalar, pow2, scale_f64, shift_exponent_f64, split_f64};
use crate::num::table::Table;

/// Built only where the processor has the features that its operations need.
#[derive(Clone, Copy)]
pub(super) struct Fused(f64);

operator!(Fused, Add, add, |a, b| a + b);
operator!(Fused, Sub, sub, |a, b| a - b);
operator!(Fused, Mul, mul, |a, b| a * b);
operator!(Fused, Div, div, |a, b| a / b);

impl Neg for Fused {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Real for Fused {
    type Mask = bool;

    #[inline(always)]
    fn splat(x: f64) -> Self {
        Self(x)
    }
    #[inline(always)]
    fn fma(self, b: Self, c: Self) -> Self {
        Self(hardware::fma(self.0, b.0, c.0))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(hardware::sqrt(self.0))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(libm::fabs(self.0))
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Self(hardware::floor(self.0))
    }
    #[inline(always)]
    fn lt(self, other: Self) -> bool {
        self.0 < other.0
    }
    #[inline(always)]
    fn le(self, other: Self) -> bool {
        self.0 <= other.0
    }
    #[inline(always)]
    fn eq(self, other: Self) -> bool {
        self.0 == other.0
    }
    #[inline(always)]
    fn select(mask: bool, yes: Self, no: Self) -> Self {
        if mask { yes } else { no }
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        let (k, m) = split_f64(self.0);
        (Self(k), Self(m))
    }
    #[inline(always)]
    fn scale(self, k: Self) -> Self {
        Self(scale_f64(self.0, k.0))
    }
    #[inline(always)]
    fn pow2(self) -> Self {
        Self(pow2(self.0 as i64))
    }
    #[inline(always)]
    fn shift_exponent(self, steps: Self) -> Self {
        Self(shift_exponent_f64(self.0, steps.0))
    }
    #[inline(always)]
    fn lookup_mantissa<const N: usize>(self, table: &Table<N>) -> [Self; N] {
        table.row(self.0.to_bits() >> 48)
    }
    #[inline(always)]
    fn lookup_low_bits<const N: usize>(self, table: &Table<N>) -> [Self; N] {
        table.row(self.0.to_bits())
    }
}

impl Scalar for Fused {
    #[inline(always)]
    fn get(self) -> f64 {
        self.0
    }
}
