//! Unevaluated sums of two doubles: about 100 bits, for the steps where one double would lose the answer.

use super::real::Real;

/// The number `hi + lo`, with `|lo|` at most a few ulp of `hi`.
#[derive(Clone, Copy)]
pub(crate) struct Dd<V> {
    pub(crate) hi: V,
    pub(crate) lo: V,
}

/// `a + b` exactly, for `|a| ≥ |b|` or `a` a multiple of `b`'s last place.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn fast_two_sum<V: Real>(a: V, b: V) -> Dd<V> {
    let hi = a + b;
    Dd {
        hi,
        lo: b - (hi - a),
    }
}

/// `a + b` exactly.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn two_sum<V: Real>(a: V, b: V) -> Dd<V> {
    let hi = a + b;
    let bb = hi - a;
    Dd {
        hi,
        lo: (a - (hi - bb)) + (b - bb),
    }
}

/// `a · b` exactly, short of underflow.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn two_prod<V: Real>(a: V, b: V) -> Dd<V> {
    let hi = a * b;
    Dd {
        hi,
        lo: a.fms(b, hi),
    }
}

impl<V: Real> Dd<V> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn from(hi: V) -> Self {
        Self {
            hi,
            lo: V::splat(0.0),
        }
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn constant(hi: f64, lo: f64) -> Self {
        Self {
            hi: V::splat(hi),
            lo: V::splat(lo),
        }
    }

    /// A 64-bit integer, exactly.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn integer(n: u64) -> Self {
        let (high, low) = (n >> 32, n & 0xffff_ffff);
        fast_two_sum(
            V::splat(high as f64 * 4_294_967_296.0),
            V::splat(low as f64),
        )
    }

    /// The nearest double.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn value(self) -> V {
        self.hi + self.lo
    }

    /// The same number with `hi` the nearest double.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn normal(self) -> Self {
        fast_two_sum(self.hi, self.lo)
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn neg(self) -> Self {
        Self {
            hi: -self.hi,
            lo: -self.lo,
        }
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn add(self, other: Self) -> Self {
        let s = two_sum(self.hi, other.hi);
        fast_two_sum(s.hi, s.lo + (self.lo + other.lo))
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn sub(self, other: Self) -> Self {
        self.add(other.neg())
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn plus(self, x: V) -> Self {
        let s = two_sum(self.hi, x);
        fast_two_sum(s.hi, s.lo + self.lo)
    }

    /// The sum without its last renormalisation: the head may miss the nearest double by a place or two.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn loosely_add(self, other: Self) -> Self {
        let s = two_sum(self.hi, other.hi);
        Self {
            hi: s.hi,
            lo: s.lo + (self.lo + other.lo),
        }
    }

    /// The same for a single double.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn loosely_plus(self, x: V) -> Self {
        let s = two_sum(self.hi, x);
        Self {
            hi: s.hi,
            lo: s.lo + self.lo,
        }
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn mul(self, other: Self) -> Self {
        let p = two_prod(self.hi, other.hi);
        let cross = self.hi.fma(other.lo, self.lo * other.hi);
        Self {
            hi: p.hi,
            lo: p.lo + cross,
        }
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn times(self, x: V) -> Self {
        let p = two_prod(self.hi, x);
        Self {
            hi: p.hi,
            lo: self.lo.fma(x, p.lo),
        }
    }

    /// Multiplies by a power of two, which is exact.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn times_pow2(self, x: V) -> Self {
        Self {
            hi: self.hi * x,
            lo: self.lo * x,
        }
    }

    /// One division, whatever the length of the operands.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn div(self, other: Self) -> Self {
        self.div_with(other, V::splat(1.0) / other.hi)
    }

    /// The same for a caller who has `1/other.hi` to within a few ulp.
    #[inline(always)]
    pub(crate) fn div_with(self, other: Self, inverse: V) -> Self {
        let q = self.hi * inverse;
        let rest = q.fnma(other.hi, self.hi) + q.fnma(other.lo, self.lo);
        Self {
            hi: q,
            lo: rest * inverse,
        }
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn over(self, x: V) -> Self {
        self.div(Self::from(x))
    }

    /// For positive arguments.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn sqrt(self) -> Self {
        let root = self.hi.sqrt();
        let rest = root.fnma(root, self.hi) + self.lo;
        Self {
            hi: root,
            lo: rest / (root + root),
        }
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn select(mask: V::Mask, yes: Self, no: Self) -> Self {
        Self {
            hi: V::select(mask, yes.hi, no.hi),
            lo: V::select(mask, yes.lo, no.lo),
        }
    }
}

/// Calls `$select(mask, rare, common)`, but computes `rare` only when a lane asks for it, and only one of them where
/// there is one lane.
///
/// A macro and no function of closures: a closure does not inherit the caller's target features.
macro_rules! branch {
    ($select:path, $mask:expr, $rare:expr, $common:expr) => {{
        let mask = $mask;
        if $crate::num::real::single(mask) {
            if $crate::num::real::Mask::any(mask) {
                $rare
            } else {
                $common
            }
        } else {
            let common = $common;
            if $crate::num::real::Mask::any(mask) {
                $select(mask, $rare, common)
            } else {
                common
            }
        }
    }};
}
pub(crate) use branch;

/// `rare` where the mask holds, `common` elsewhere; `rare` is computed only when a lane asks for it.
macro_rules! unless {
    ($mask:expr, $rare:expr, $common:expr) => {
        $crate::num::dd::branch!($crate::num::dd::Dd::select, $mask, $rare, $common)
    };
}
pub(crate) use unless;

/// The same for single numbers: `common`, but `rare` where the mask holds.
macro_rules! patch {
    ($common:expr, $mask:expr => $rare:expr) => {
        $crate::num::dd::branch!($crate::num::real::Real::select, $mask, $rare, $common)
    };
}
pub(crate) use patch;
