//! Two registers side by side: their chains of operations interleave, and neither waits for the other.

use core::ops::{Add, Div, Mul, Neg, Sub};

use crate::num::real::{Mask, Real};
use crate::num::table::Table;

/// Twice the lanes of `V`.
#[derive(Clone, Copy)]
pub(super) struct Pair<V>(pub(super) V, pub(super) V);

macro_rules! both {
    ($trait:ident, $method:ident) => {
        impl<V: Real> $trait for Pair<V> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(
                    $trait::$method(self.0, other.0),
                    $trait::$method(self.1, other.1),
                )
            }
        }
    };
}

both!(Add, add);
both!(Sub, sub);
both!(Mul, mul);
both!(Div, div);

impl<V: Real> Neg for Pair<V> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0, -self.1)
    }
}

impl<M: Mask> Mask for Pair<M> {
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self(self.0.and(other.0), self.1.and(other.1))
    }
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self(self.0.or(other.0), self.1.or(other.1))
    }
    #[inline(always)]
    fn not(self) -> Self {
        Self(self.0.not(), self.1.not())
    }
    #[inline(always)]
    fn any(self) -> bool {
        self.0.or(self.1).any()
    }
}

impl<V: Real> Real for Pair<V> {
    type Mask = Pair<V::Mask>;

    #[inline(always)]
    fn splat(x: f64) -> Self {
        Self(V::splat(x), V::splat(x))
    }
    #[inline(always)]
    fn fma(self, b: Self, c: Self) -> Self {
        Self(self.0.fma(b.0, c.0), self.1.fma(b.1, c.1))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(self.0.sqrt(), self.1.sqrt())
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(self.0.abs(), self.1.abs())
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Self(self.0.floor(), self.1.floor())
    }
    #[inline(always)]
    fn lt(self, other: Self) -> Self::Mask {
        Pair(self.0.lt(other.0), self.1.lt(other.1))
    }
    #[inline(always)]
    fn le(self, other: Self) -> Self::Mask {
        Pair(self.0.le(other.0), self.1.le(other.1))
    }
    #[inline(always)]
    fn eq(self, other: Self) -> Self::Mask {
        Pair(self.0.eq(other.0), self.1.eq(other.1))
    }
    #[inline(always)]
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self {
        Self(
            V::select(mask.0, yes.0, no.0),
            V::select(mask.1, yes.1, no.1),
        )
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        let ((a, m), (b, n)) = (self.0.split(), self.1.split());
        (Self(a, b), Self(m, n))
    }
    #[inline(always)]
    fn scale(self, k: Self) -> Self {
        Self(self.0.scale(k.0), self.1.scale(k.1))
    }
    #[inline(always)]
    fn pow2(self) -> Self {
        Self(self.0.pow2(), self.1.pow2())
    }
    #[inline(always)]
    fn shift_exponent(self, steps: Self) -> Self {
        Self(
            self.0.shift_exponent(steps.0),
            self.1.shift_exponent(steps.1),
        )
    }
    #[inline(always)]
    fn lookup_mantissa<const N: usize>(self, table: &Table<N>) -> [Self; N] {
        let (a, b) = (self.0.lookup_mantissa(table), self.1.lookup_mantissa(table));
        core::array::from_fn(|column| Self(a[column], b[column]))
    }
    #[inline(always)]
    fn lookup_low_bits<const N: usize>(self, table: &Table<N>) -> [Self; N] {
        let (a, b) = (self.0.lookup_low_bits(table), self.1.lookup_low_bits(table));
        core::array::from_fn(|column| Self(a[column], b[column]))
    }
}
