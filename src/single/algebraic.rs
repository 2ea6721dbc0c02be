//! The divergences without a logarithm and the win rate, of singles: quotients of exact integers.

use super::fixed::{Draws, high, nearest};

/// The single nearest to `square/divisor · 2^exponent`.
#[inline(always)]
fn quotient(square: u64, divisor: u32, exponent: i32) -> f32 {
    nearest(square / u64::from(divisor.max(1)), exponent)
}

/// [`divergence::jeffreys`](crate::divergence::jeffreys) of a single: the sum of both KL divergences, in nats.
///
/// Formula: `(n−1)² / n`. Domain: real `n ≥ 1`; NaN outside. Limits: 0 at 1, ∞ at ∞.
/// Accuracy: ≤ 1 ulp of a single, over all of them.
/// Cost: one division of 64 bits by 32, no floating point.
#[must_use]
pub fn jeffreys(n: f32) -> f32 {
    let draws = match Draws::new(n, f32::INFINITY) {
        Ok(draws) => draws,
        Err(limit) => return limit,
    };
    match draws.square_beyond_one() {
        Some((square, power)) => {
            let exponent = power + 31 - draws.exponent as i32;
            quotient(square, draws.mantissa, exponent)
        }
        None => 0.0,
    }
}

/// [`divergence::chi_squared`](crate::divergence::chi_squared) of a single: the variance of the density ratio.
///
/// Formula: `(n−1)² / (2n−1)`. Domain: real `n ≥ 1`; NaN outside. Limits: 0 at 1, ∞ at ∞.
/// Accuracy: ≤ 1 ulp of a single, over all of them.
/// Cost: one division of 64 bits by 32, no floating point.
#[must_use]
pub fn chi_squared(n: f32) -> f32 {
    let draws = match Draws::new(n, f32::INFINITY) {
        Ok(draws) => draws,
        Err(limit) => return limit,
    };
    match draws.square_beyond_one() {
        Some((square, power)) => {
            // n − ½, half the divisor.
            let half = draws.mantissa - draws.unit(0x4000_0000);
            let exponent = power + 30 - draws.exponent as i32;
            quotient(square, half, exponent)
        }
        None => 0.0,
    }
}

/// [`divergence::win_rate`](crate::divergence::win_rate) of a single: the probability that a best-of-`n` answer beats a fresh one.
///
/// Formula: `n / (n+1)`. Domain: real `n ≥ 1`; NaN outside. Limits: ½ at 1, 1 at ∞.
/// Accuracy: ≤ 1 ulp of a single, over all of them.
/// Cost: one division of 64 bits by 32, no floating point.
#[must_use]
pub fn win_rate(n: f32) -> f32 {
    let draws = match Draws::new(n, 1.0) {
        Ok(draws) => draws,
        Err(limit) => return limit,
    };
    // n + 1, halved to fit.
    let half = (draws.mantissa >> 1) + draws.unit(0x4000_0000);
    quotient(u64::from(draws.mantissa) << 30, half, -31)
}

/// [`order::uniform_max_mean`](crate::order::uniform_max_mean) of a single: [`win_rate`] by another name.
///
/// Formula: `n / (n+1)`. Domain: real `n ≥ 1`; NaN outside. Limits: ½ at 1, 1 at ∞.
/// Accuracy: ≤ 1 ulp of a single, over all of them.
/// Cost: one division of 64 bits by 32, no floating point.
#[must_use]
pub fn uniform_max_mean(n: f32) -> f32 {
    win_rate(n)
}

/// The root of `x`, rounded down.
#[inline(always)]
fn root(x: u64) -> u32 {
    let (mut rest, mut root) = (x, 0_u64);
    let mut bit = 1_u64 << 62;
    while bit != 0 {
        if rest >= root + bit {
            rest -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
        bit >>= 2;
    }
    root as u32
}

/// [`divergence::hellinger_squared`](crate::divergence::hellinger_squared) of a single, in `[0, 2]`.
///
/// Formula: `2 (√n−1)² / (n+1)`. Domain: real `n ≥ 1`; NaN outside. Limits: 0 at 1, 2 at ∞.
/// Accuracy: ≤ 1 ulp of a single, over all of them.
/// Cost: one root of 32 steps and one division of 64 bits by 32, no floating point.
#[must_use]
pub fn hellinger_squared(n: f32) -> f32 {
    let draws = match Draws::new(n, 2.0) {
        Ok(draws) => draws,
        Err(limit) => return limit,
    };
    match draws.square_beyond_one() {
        Some((square, power)) => {
            // 2 (n−1)²/((√n+1)² (n+1)), in which nothing cancels. Both sums are halved to fit.
            let odd = draws.exponent & 1;
            let scale = Draws {
                mantissa: root(u64::from(draws.mantissa) << (31 + odd)),
                exponent: draws.exponent >> 1,
            };
            let root = (scale.mantissa >> 1) + scale.unit(0x4000_0000);
            let sum = (draws.mantissa >> 1) + draws.unit(0x4000_0000);
            let divisor = high(high(root, root), sum);
            let divisor_power = 2 * (scale.exponent as i32 - 30) + draws.exponent as i32 - 30 + 64;
            quotient(square, divisor, power + 1 - divisor_power)
        }
        None => 0.0,
    }
}
