//! What several tests need: random numbers, and doubles as exact integers.
#![allow(dead_code)] // no test uses all of it

use num_bigint::BigInt;

/// SplitMix64: enough randomness for inputs, the same in every run.
pub(crate) struct Mix(pub(crate) u64);

impl Mix {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in `(0, 1)`.
    pub(crate) fn unit(&mut self) -> f64 {
        ((self.next() >> 12) as f64 + 0.5) * 2.0_f64.powi(-52)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub(crate) fn shuffle<T>(&mut self, xs: &mut [T]) {
        for i in (1..xs.len()).rev() {
            xs.swap(i, self.below(i + 1));
        }
    }
}

/// Fractional bits of [`fixed`].
pub(crate) const FIXED_BITS: i32 = 220;

/// `x · 2^220`, exactly.
pub(crate) fn fixed(x: f64) -> BigInt {
    let bits = x.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) = if exponent == 0 {
        (fraction, -1074)
    } else {
        (fraction | (1 << 52), exponent - 1075)
    };
    if mantissa == 0 {
        return BigInt::from(0);
    }
    let shift = exponent + FIXED_BITS;
    assert!(shift >= 0, "{x:e} needs more fixed-point bits");
    let size = BigInt::from(mantissa) << shift as usize;
    if x < 0.0 { -size } else { size }
}

/// The nearest double or a neighbour of it; for error figures.
pub(crate) fn ratio(numerator: &BigInt, denominator: &BigInt) -> f64 {
    let quotient: BigInt = (numerator << 400_usize) / denominator;
    let (sign, digits) = quotient.to_u64_digits();
    let size = digits
        .iter()
        .rev()
        .fold((0.0, 0), |(sum, seen): (f64, i32), d| {
            (sum + *d as f64 * 2.0_f64.powi(-64 * seen), seen + 1)
        })
        .0;
    let value = size * 2.0_f64.powi(64 * (digits.len() as i32 - 1) - 400);
    if sign == num_bigint::Sign::Minus {
        -value
    } else {
        value
    }
}
