//! Double arithmetic in integers, for processors that have none.
//!
//! A compiler's routines do the same, and more: they serve every program, take 2 KB on a Cortex-M4 and 6 KB without a
//! long multiplication, and get doubles in the registers of a unit that cannot use them. Here a double is a pair
//! of words, and the one rounding is shared with [`fma`](super::fma).

use core::ops::{Add, Div, Mul, Neg, Sub};

use super::fma::{
    self, BIAS, FRACTION, LEADING, NEGATIVE, SPECIAL, field, funnel, pack, unpack, upper,
};
use super::real::{Real, Scalar};
use super::table::Table;

const NAN: u64 = 0x7ff8 << 48;
const INFINITY: u64 = (SPECIAL as u64) << FRACTION;

/// A double by its representation.
#[derive(Clone, Copy)]
pub(crate) struct Soft(u64);

const SIGN: u64 = (NEGATIVE as u64) << 32;

/// Everything but the sign.
#[inline(always)]
fn size(bits: u64) -> u64 {
    bits & !SIGN
}

/// `x + y`, rounded to nearest, ties to even.
#[inline(never)]
pub fn add(mut x: u64, mut y: u64) -> u64 {
    if size(x) < size(y) {
        (x, y) = (y, x);
    }
    if size(y) == 0 {
        return if size(x) == 0 { x & y } else { x };
    }
    let (mut exponent, greater) = unpack(x);
    if exponent == SPECIAL {
        let opposite = y == x ^ SIGN;
        return if opposite { NAN } else { x };
    }
    let (y_exponent, lesser) = unpack(y);
    // The leading one of the greater is bit 62.
    let lesser = shift_out(lesser << 10, (exponent - y_exponent) as u32);
    let greater = greater << 10;
    let sum = if upper(x ^ y) & NEGATIVE == 0 {
        greater.wrapping_add(lesser)
    } else {
        greater.wrapping_sub(lesser)
    };
    let (mut a, mut b) = (upper(sum), sum as u32);
    if a == 0 {
        if b == 0 {
            return 0;
        }
        (a, b) = (b, 0);
        exponent -= 32;
    }
    let up = a.leading_zeros();
    let mantissa = u64::from(funnel(a, b, up)) << 32 | u64::from(b << up);
    pack(mantissa, exponent + 1 - up as i32, upper(x))
}

/// Shifted right, the last place set where a one falls out. By words: a 64-bit shift is ten instructions on 32 bits.
#[inline(always)]
fn shift_out(x: u64, by: u32) -> u64 {
    let (mut a, mut b) = (upper(x), x as u32);
    let mut left = by.min(63);
    let mut lost = 0;
    if left >= 32 {
        (lost, a, b) = (b, 0, a);
        left -= 32;
    }
    let up = 31 - left;
    lost |= (b << up) << 1;
    let lower = ((a << up) << 1) | (b >> left);
    u64::from(a >> left) << 32 | u64::from(lower | u32::from(lost != 0))
}

/// [`scale_by`] where an operand is 0, infinite or NaN.
#[cold]
#[inline(never)]
fn limit(x: u64, y: u64, dividing: bool) -> u64 {
    // 1/y for the y that matter: 0 and ∞ change places.
    let y_size = match dividing {
        true => INFINITY.wrapping_sub(size(y)),
        false => size(y),
    };
    let (least, most) = (size(x).min(y_size), size(x).max(y_size));
    if most > INFINITY || (most == INFINITY && least == 0) {
        return NAN;
    }
    let size = if least == 0 { 0 } else { INFINITY };
    (x ^ y) & SIGN | size
}

/// `x · y`, or `x / y` where `dividing`, rounded to nearest, ties to even. One function, for most programs need both.
#[inline(never)]
pub fn scale_by(x: u64, y: u64, dividing: bool) -> u64 {
    let sign = upper(x ^ y);
    let (x_field, x_mantissa) = unpack(x);
    let (y_field, y_mantissa) = unpack(y);
    let special = |field, mantissa| field == SPECIAL || mantissa == 0;
    if special(x_field, x_mantissa) || special(y_field, y_mantissa) {
        return limit(x, y, dividing);
    }
    let (mantissa, exponent) = if dividing {
        let (quotient, rest) = quotient(x_mantissa, y_mantissa);
        let mantissa = quotient << 6 | u64::from(rest != 0);
        (mantissa, x_field - y_field + BIAS)
    } else {
        let product = u128::from(x_mantissa << 11) * u128::from(y_mantissa << 11);
        let mantissa = (product >> 64) as u64 | u64::from(product as u64 != 0);
        (mantissa, x_field + y_field - BIAS + 1)
    };
    // The leading one is in one of the upper two places.
    let (mantissa, exponent) = match mantissa >> 63 {
        0 => (mantissa << 1, exponent - 1),
        _ => (mantissa, exponent),
    };
    pack(mantissa, exponent, sign)
}

/// `⌊x · 2^57 / y⌋` and whether something is left, for `x` and `y` in `[2^52, 2^53)`.
///
/// Two digits by a reciprocal of 32 bits that is never too large: its relative error, below 2^-27, leaves each digit at most 66 short,
/// which the second makes up for the first, and the loop for the second.
#[inline(always)]
fn quotient(x: u64, y: u64) -> (u64, u64) {
    let high = |a: u32, b: u32| ((u64::from(a) * u64::from(b)) >> 32) as u32;
    let y_top = (y >> 21) as u32;
    // Newton's r (2 − r y), from the line that is 3.5 bits near, for r = 2^63 / y_top.
    let mut r = 0x7504_f333_u32.wrapping_sub(y_top);
    for _ in 0..3 {
        let correction = high(r, y_top).wrapping_neg();
        r = ((u64::from(r) * u64::from(correction)) >> 31) as u32;
    }
    r = r.wrapping_sub(8);

    let first = u64::from(high((x >> 21) as u32, r));
    let mut rest = (x << 31).wrapping_sub(first.wrapping_mul(y));
    let second = u64::from(high((rest >> 26) as u32, r));
    rest = (rest << 26).wrapping_sub(second.wrapping_mul(y));
    let mut quotient = (first << 26) + second;
    while rest >= y {
        rest -= y;
        quotient += 1;
    }
    (quotient, rest)
}

/// `x < y`, or `x ≤ y` where `allowance` is 1; false for NaN.
#[inline(never)]
pub fn below(x: u64, y: u64, allowance: i64) -> bool {
    // The size, negative where the number is; both zeros are 0.
    let key = |bits: u64| {
        let size = size(bits) as i64;
        if upper(bits) & NEGATIVE == 0 {
            size
        } else {
            -size
        }
    };
    !unordered(x, y) && key(x) < key(y) + allowance
}

/// Whether one of them is NaN.
#[must_use]
pub fn unordered(x: u64, y: u64) -> bool {
    size(x).max(size(y)) > INFINITY
}

/// The integer part of a size below 2^64.
#[inline(never)]
#[must_use]
pub fn to_integer(x: u64) -> u64 {
    let up = field(x) - BIAS - FRACTION as i32;
    let mantissa = x & (LEADING - 1) | LEADING;
    let by = up.unsigned_abs();
    let shifted = if up < 0 {
        mantissa.checked_shr(by)
    } else {
        mantissa.checked_shl(by)
    };
    shifted.unwrap_or(0)
}

/// The double nearest to an integer.
#[inline(never)]
#[must_use]
pub fn from_integer(k: u64) -> u64 {
    if k == 0 {
        return 0;
    }
    let up = k.leading_zeros();
    pack(k << up, BIAS + 63 - up as i32, 0)
}

/// An integer of 32 bits, exactly.
#[inline(never)]
#[must_use]
pub fn from_short_integer(k: i32) -> u64 {
    if k == 0 {
        return 0;
    }
    let up = k.unsigned_abs().leading_zeros();
    let mantissa = k.unsigned_abs() << up;
    // The leading one adds the last to the exponent.
    let exponent = (BIAS as u32 + 30 - up) << (FRACTION - 32);
    let upper = (k as u32 & NEGATIVE) + exponent + (mantissa >> 11);
    u64::from(upper) << 32 | u64::from(mantissa << 21)
}

/// The single nearest to a double, both by their representations.
#[must_use]
pub fn to_single(x: u64) -> u32 {
    let sign = upper(x) & NEGATIVE;
    let (field, mantissa) = unpack(x);
    if field == SPECIAL {
        return sign | f32::INFINITY.to_bits() | u32::from(size(x) > INFINITY) << 22;
    }
    let exponent = field - BIAS + 127;
    if exponent > 254 {
        return sign | f32::INFINITY.to_bits();
    }
    let (mantissa, exponent) = match exponent {
        1.. => (mantissa, exponent as u32),
        _ => (shift_out(mantissa, (1 - exponent).unsigned_abs()), 1),
    };
    let kept = (mantissa >> 29) as u32;
    let rest = mantissa as u32 & 0x1fff_ffff;
    let up = u32::from(rest + (kept & 1) > 0x1000_0000);
    // The leading one adds the last to the exponent; what is rounded up to two carries into it.
    sign + ((exponent - 1) << 23) + kept + up
}

/// A single as a double, both by their representations.
#[must_use]
pub fn from_single(x: u32) -> u64 {
    let sign = u64::from(x & NEGATIVE) << 32;
    let fraction = u64::from(x & 0x007f_ffff) << 29;
    sign | match (x >> 23) & 0xff {
        0xff => fraction | INFINITY,
        0 if fraction == 0 => 0,
        0 => {
            let up = fraction.leading_zeros() - 11;
            ((u64::from(897 - up) << FRACTION) - LEADING) + (fraction << up)
        }
        exponent => u64::from(exponent + 896) << FRACTION | fraction,
    }
}

impl Soft {
    /// A small whole number as an integer.
    #[inline(always)]
    fn exponent(self) -> i32 {
        let size = to_integer(self.0) as i32;
        if upper(self.0) & NEGATIVE == 0 {
            size
        } else {
            -size
        }
    }
}

impl Add for Soft {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(add(self.0, other.0))
    }
}

impl Sub for Soft {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Soft {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(scale_by(self.0, other.0, false))
    }
}

impl Div for Soft {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(scale_by(self.0, other.0, true))
    }
}

impl Neg for Soft {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(self.0 ^ SIGN)
    }
}

impl Real for Soft {
    type Mask = bool;

    #[inline(always)]
    fn splat(x: f64) -> Self {
        Self(x.to_bits())
    }
    #[inline(never)]
    fn fma(self, b: Self, c: Self) -> Self {
        match fma::fused(self.0, b.0, c.0) {
            Some(bits) => Self(bits),
            None => Self(limit(self.0, b.0, false)) + c,
        }
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self::splat(libm::sqrt(self.get()))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(size(self.0))
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Self::splat(libm::floor(self.get()))
    }
    #[inline(always)]
    fn lt(self, other: Self) -> bool {
        below(self.0, other.0, 0)
    }
    #[inline(always)]
    fn le(self, other: Self) -> bool {
        below(self.0, other.0, 1)
    }
    #[inline(always)]
    fn eq(self, other: Self) -> bool {
        self.le(other) & other.le(self)
    }
    #[inline(always)]
    fn select(mask: bool, yes: Self, no: Self) -> Self {
        if mask { yes } else { no }
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        let mantissa = self.0 & (LEADING - 1) | (BIAS as u64) << FRACTION;
        (
            Self(from_short_integer(field(self.0) - BIAS)),
            Self(mantissa),
        )
    }
    #[inline(never)]
    fn scale(self, k: Self) -> Self {
        let (field, mantissa) = unpack(self.0);
        if field == SPECIAL || mantissa == 0 {
            return self;
        }
        Self(pack(mantissa << 11, field + k.exponent(), upper(self.0)))
    }
    #[inline(always)]
    fn pow2(self) -> Self {
        Self(((self.exponent() + BIAS) as u64) << FRACTION)
    }
    #[inline(always)]
    fn shift_exponent(self, steps: Self) -> Self {
        Self(self.0.wrapping_add((steps.0 >> 4) << FRACTION))
    }
    #[inline(always)]
    fn lookup_mantissa<const N: usize>(self, table: &Table<N>) -> [Self; N] {
        table.row(self.0 >> 48)
    }
    #[inline(always)]
    fn lookup_low_bits<const N: usize>(self, table: &Table<N>) -> [Self; N] {
        table.row(self.0)
    }
}

impl Scalar for Soft {
    #[inline(always)]
    fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::fma::tests::{edges, random};

    fn same(got: Soft, expected: f64, what: &str, x: f64, y: f64) {
        let got = got.get();
        assert!(
            got.to_bits() == expected.to_bits() || (got.is_nan() && expected.is_nan()),
            "{x:e} {what} {y:e} = {got:e}, not {expected:e}"
        );
    }

    /// Every operation of two operands, against the processor's.
    fn agrees(x: f64, y: f64) {
        let (a, b) = (Soft::splat(x), Soft::splat(y));
        same(a + b, x + y, "+", x, y);
        same(a - b, x - y, "-", x, y);
        same(a * b, x * y, "*", x, y);
        same(a / b, x / y, "/", x, y);
        assert_eq!(a.lt(b), x < y, "{x:e} < {y:e}");
        assert_eq!(a.le(b), x <= y, "{x:e} <= {y:e}");
        assert_eq!(a.eq(b), x == y, "{x:e} == {y:e}");
    }

    fn agrees_alone(x: f64, k: i32) {
        let (a, power) = (Soft::splat(x), Soft::splat(f64::from(k)));
        assert_eq!(from_short_integer(k), f64::from(k).to_bits());
        assert_eq!(power.exponent(), k);
        if x.abs() < 18446744073709551616.0 {
            assert_eq!(to_integer(a.0), x.abs() as u64);
        }
        same(Soft(from_integer(a.0)), a.0 as f64, "of integer", x, 0.0);
        assert_eq!(f32::from_bits(to_single(a.0)).is_nan(), x.is_nan());
        if !x.is_nan() {
            assert_eq!(to_single(a.0), (x as f32).to_bits(), "{x:e}");
        }
        let single = f32::from_bits(a.0 as u32);
        same(
            Soft(from_single(a.0 as u32)),
            f64::from(single),
            "of single",
            x,
            0.0,
        );
        same(a.sqrt(), x.sqrt(), "root", x, 0.0);
        same(a.floor(), x.floor(), "floor", x, 0.0);
        same(
            a.scale(power),
            x.scale(f64::from(k)),
            "scaled",
            x,
            f64::from(k),
        );
        if (-1022..=1023).contains(&k) {
            same(power.pow2(), f64::from(k).pow2(), "power", x, f64::from(k));
        }
        if x.is_normal() && x > 0.0 {
            let (got, expected) = (a.split(), x.split());
            same(got.0, expected.0, "exponent", x, 0.0);
            same(got.1, expected.1, "mantissa", x, 0.0);
        }
    }

    #[test]
    fn the_same_as_the_processor_at_the_edges() {
        for x in edges() {
            for y in edges() {
                agrees(x, y);
            }
            for k in [-2000, -1074, -1023, -1022, -53, -1, 0, 1, 2, 1023, 2000] {
                agrees_alone(x, k);
            }
        }
    }

    #[test]
    fn the_same_as_the_processor_at_random() {
        let mut state = 2;
        for _ in 0..1_000_000 {
            let [x, y, z] = [(); 3].map(|()| random(&mut state));
            let (x, y) = (f64::from_bits(x), f64::from_bits(y));
            agrees(x, y);
            // Neighbours in size: sums that cancel, quotients near 1.
            let near = f64::from_bits(
                (x.to_bits() ^ z >> 63 << 63).wrapping_add(z % 0x0080_0000_0000_0000),
            );
            agrees(x, near);
            // Short numbers: ties and exact quotients.
            let short = |v: f64, bits: u64| f64::from_bits(v.to_bits() & !((1 << (bits % 52)) - 1));
            agrees(short(x, z), short(near, z >> 8));
            agrees_alone(x, (z % 4001) as i32 - 2000);
            // Of the size of singles, subnormal ones too, and of integers.
            agrees_alone(
                f64::from_bits(x.to_bits() & !(0x7ff << 52) | (860 + z % 300) << 52),
                0,
            );
        }
    }

    #[test]
    fn quotients_are_exact() {
        let mut state = 3;
        let check = |x: u64, y: u64| {
            let exact = (u128::from(x) << 57) / u128::from(y);
            let (got, rest) = quotient(x, y);
            assert_eq!(u128::from(got), exact, "{x:#x} / {y:#x}");
            assert_eq!(u128::from(rest), (u128::from(x) << 57) % u128::from(y));
        };
        let edge = [0, 1, 2, LEADING / 2, LEADING - 2, LEADING - 1].map(|m| m + LEADING);
        for x in edge {
            for y in edge {
                check(x, y);
            }
        }
        for _ in 0..1_000_000 {
            let [x, y] = [(); 2].map(|()| random(&mut state) >> 12 | LEADING);
            check(x, y);
        }
    }
}
