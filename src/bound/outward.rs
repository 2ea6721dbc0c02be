//! Rounding outward: from a double-double to a double that is not below the exact value.

use crate::num::dd::Dd;
use crate::num::real::Scalar;

/// Above the relative error of every double-double chain of this room but those below: 2^-57.
pub(super) const TIGHT: f64 = 6.938893903907228e-18;
/// Above that of the KL divergence, the binary inverse and Moriguti's factor: 2^-53.
pub(super) const WIDE: f64 = 1.1102230246251565e-16;

/// Below 2^-960 the tail of a product may be lost to underflow, by a few steps of the smallest double.
const FAINT: f64 = 1.0261342003245941e-289;
const FAINT_STEPS: u64 = 4;

/// `y(1 + slack)`.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(super) fn raised<S: Scalar>(y: Dd<S>, slack: f64) -> Dd<S> {
    y.plus(y.hi * S::splat(slack)).normal()
}

/// A double not below the positive `y(1 + slack)`, and the next one up at most; ∞ for what is not finite.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(super) fn above<S: Scalar>(y: Dd<S>, slack: f64) -> f64 {
    let y = raised(y, slack);
    let (value, tail) = (y.hi.get(), y.lo.get());
    if !(value + tail).is_finite() {
        f64::INFINITY
    } else if value < FAINT {
        f64::from_bits(value.max(0.0).to_bits().saturating_add(FAINT_STEPS))
    } else if tail > 0.0 {
        value.next_up()
    } else {
        value
    }
}

/// `factor·size` from above: 0 exactly where one of them is.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(super) fn product_above<S: Scalar>(factor: Dd<S>, size: Dd<S>, slack: f64) -> f64 {
    if factor.hi.get() == 0.0 || size.hi.get() == 0.0 {
        0.0
    } else {
        above(factor.mul(size), slack)
    }
}
