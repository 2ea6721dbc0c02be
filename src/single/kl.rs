//! KL divergences of singles, in integers: `ln n` from a table and a polynomial, `1/n` from the same reduced argument.

use super::fixed::{Draws, alternating, high, nearest};

// tools/single.py prints every constant of this file, all in units of 2^-32.

/// `ln(1+r) − r/(1+r) = r²·(c[0] − c[1]·r + …)` for 0 ≤ r ≤ ½, relative error 2^-27.8.
const KL_NEAR_ONE: [u32; 9] = [
    0x7fff_fff7,
    0xaaaa_9f6f,
    0xbffd_a6df,
    0xcc9b_9755,
    0xd345_cdfd,
    0xcea2_f01f,
    0xaef0_0fde,
    0x6add_ef4f,
    0x20f8_afb7,
];

/// `r − ln(1+r) = r²·(c[0] − c[1]·r + …)` for 0 ≤ r ≤ ½, relative error 2^-31.1.
const REVERSE_KL_NEAR_ONE: [u32; 9] = [
    0x7fff_ffff,
    0x5555_541d,
    0x3fff_bd81,
    0x332d_af17,
    0x2a6f_0c6d,
    0x231f_31e4,
    0x1a77_285c,
    0x0f0b_931a,
    0x0475_13ef,
];

/// `ln(1+z) = z − z²·(c[0] − c[1]·z + …)` for 0 ≤ z ≤ 9/128, error of the bracket relative to it 2^-24.1.
const LOG1P: [u32; 4] = [0x7fff_ff87, 0x5554_7dac, 0x3fc3_626a, 0x2daa_e1a3];

/// Row `i` serves mantissas in `[1 + i/16, 1 + (i+1)/16)`: 256 times the reciprocal of the low end, rounded up.
const RECIPROCAL: [u16; 16] = [
    256, 241, 228, 216, 205, 196, 187, 179, 171, 164, 158, 152, 147, 142, 137, 133,
];

/// `−ln (RECIPROCAL[i]/256)`.
const MINUS_LN: [u32; 16] = [
    0x0000_0000,
    0x0f75_18e0,
    0x1da7_2764,
    0x2b7e_80d7,
    0x38df_f78e,
    0x445e_3a09,
    0x5066_d08f,
    0x5b98_3b9b,
    0x674c_afa8,
    0x71ff_e71d,
    0x7b8a_855b,
    0x8573_b717,
    0x8e03_c24d,
    0x96df_aabe,
    0xa00c_e109,
    0xa7a2_d41b,
];

const LN_2: u32 = 0xb172_17f8;

/// `r²·(c[0] − c[1]·r + …)` with `r = n − 1`, for `1 ≤ n < 3/2`; `None` beyond.
#[inline(always)]
fn near_one(n: Draws, c: &[u32; 9]) -> Option<f32> {
    if n.exponent != 0 || n.mantissa >= 0xc000_0000 {
        return None;
    }
    let r = n.mantissa << 1;
    if r == 0 {
        return Some(0.0);
    }
    let up = r.leading_zeros() & 31;
    let normal = r << up;
    let value = u64::from(high(normal, normal)) * u64::from(alternating(r, c));
    Some(nearest(value, -64 - 2 * up as i32))
}

/// The argument over its table entry, less 1, in units of 2^-32: exact, and at most 9/128.
struct Reduced {
    reciprocal: u32,
    z: u32,
    square: u32,
    minus_ln: u32,
}

#[inline(always)]
fn reduce(n: Draws) -> Reduced {
    let row = (n.mantissa >> 27 & 15) as usize;
    let reciprocal = u32::from(RECIPROCAL[row]);
    // The product is from 2^31 on: its leading one falls out.
    let z = (n.mantissa >> 8).wrapping_mul(reciprocal) << 1;
    Reduced {
        reciprocal,
        z,
        square: high(z, z),
        minus_ln: MINUS_LN[row],
    }
}

/// `ln n` in units of 2^-32.
#[inline(always)]
fn ln(n: Draws, reduced: &Reduced) -> u64 {
    let Reduced {
        z,
        square,
        minus_ln,
        ..
    } = *reduced;
    let log1p = z - high(square, alternating(z, &LOG1P));
    u64::from(n.exponent) * u64::from(LN_2) + u64::from(minus_ln) + u64::from(log1p)
}

/// `1/n` in units of 2^-31.
#[inline(always)]
fn inverse(n: Draws, reduced: &Reduced) -> u32 {
    // 1/(1+z) = (1−z)(1+z²)(1+z⁴)…
    let Reduced {
        reciprocal,
        z,
        square,
        ..
    } = *reduced;
    let mut y = reciprocal << 23;
    y -= high(y, z);
    y += high(y, square);
    y += high(y, high(square, square));
    n.unit(y)
}

/// [`divergence::kl`](crate::divergence::kl) of a single: KL divergence of best-of-`n` from the reference, in nats.
///
/// Formula: `ln n − (n−1)/n`. Domain: real `n ≥ 1`; NaN outside. Limits: `kl(1) == 0`, `kl(∞) == ∞`.
/// Accuracy: ≤ 1 ulp of a single, over all of them.
/// Cost: some hundred integer instructions, no floating point.
#[must_use]
pub fn kl(n: f32) -> f32 {
    let draws = match Draws::new(n, f32::INFINITY) {
        Ok(draws) => draws,
        Err(limit) => return limit,
    };
    if let Some(y) = near_one(draws, &KL_NEAR_ONE) {
        return y;
    }
    let reduced = reduce(draws);
    let inverse = 2 * u64::from(inverse(draws, &reduced));
    nearest(ln(draws, &reduced) + inverse - (1 << 32), -32)
}

/// [`divergence::reverse_kl`](crate::divergence::reverse_kl) of a single: KL divergence of the reference from best-of-`n`, in nats.
///
/// Formula: `n − 1 − ln n`. Domain: real `n ≥ 1`; NaN outside. Limits: `reverse_kl(1) == 0`, `reverse_kl(∞) == ∞`.
/// Accuracy: ≤ 1 ulp of a single, over all of them.
/// Cost: some hundred integer instructions, no floating point.
#[must_use]
pub fn reverse_kl(n: f32) -> f32 {
    let draws = match Draws::new(n, f32::INFINITY) {
        Ok(draws) => draws,
        Err(limit) => return limit,
    };
    if let Some(y) = near_one(draws, &REVERSE_KL_NEAR_ONE) {
        return y;
    }
    if draws.exponent >= 32 {
        // 1 + ln n is a twentieth of the last place.
        return n;
    }
    let whole = u64::from(draws.mantissa) << (draws.exponent + 1);
    nearest(whole - (1 << 32) - ln(draws, &reduce(draws)), -32)
}
