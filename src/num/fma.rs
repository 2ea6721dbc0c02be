//! The fused multiply-add of processors that have none, in integers.
//!
//! On a microcontroller it is most of the cost of a kernel. Nothing here is a double's arithmetic but the special cases.

pub(super) const FRACTION: u32 = 52;
pub(super) const LEADING: u64 = 1 << FRACTION;
/// The sign in the upper word.
pub(super) const NEGATIVE: u32 = 1 << 31;
/// The exponent field of infinities and NaN, shifted down.
pub(super) const SPECIAL: i32 = 0x7ff;
pub(super) const BIAS: i32 = 1023;

/// The half with the sign.
#[inline(always)]
pub(super) fn upper(bits: u64) -> u32 {
    (bits >> 32) as u32
}

/// The exponent field.
#[inline(always)]
pub(super) fn field(bits: u64) -> i32 {
    ((bits >> FRACTION) as i32) & SPECIAL
}

/// A fraction moved up until its leading one is in bit 52, and how far in the bits above that; 0 for 0.
#[cold]
#[inline(never)]
fn normalise(mut fraction: u64) -> u64 {
    if fraction == 0 {
        return u64::from(FRACTION + 1) << (FRACTION + 1);
    }
    let mut up = 0_u64;
    // A place at a time: subnormals are rare.
    while fraction < LEADING {
        fraction <<= 1;
        up += 1;
    }
    fraction | (up << (FRACTION + 1))
}

/// The mantissa with its leading one in bit 52, and the exponent field that goes with it; a subnormal's is below 1.
#[inline(always)]
pub(super) fn unpack(bits: u64) -> (i32, u64) {
    let fraction = bits & (LEADING - 1);
    match field(bits) {
        0 => {
            let normal = normalise(fraction);
            let up = (normal >> (FRACTION + 1)) as i32;
            (1 - up, normal & (2 * LEADING - 1))
        }
        field => (field, fraction | LEADING),
    }
}

/// A 128-bit number in limbs, the lowest first.
type Limbs = [u32; 4];

#[inline(always)]
fn limbs(x: u128) -> Limbs {
    [
        x as u32,
        (x >> 32) as u32,
        (x >> 64) as u32,
        (x >> 96) as u32,
    ]
}

#[inline(always)]
fn number([a, b, c, d]: Limbs) -> u128 {
    u128::from(a) | (u128::from(b) << 32) | (u128::from(c) << 64) | (u128::from(d) << 96)
}

/// The upper half of `(high, low) << by`, for `by < 32`.
#[inline(always)]
pub(super) fn funnel(high: u32, low: u32, by: u32) -> u32 {
    (high << by) | ((low >> 1) >> (31 - by))
}

/// Shifted right, the last place set where a one falls out. By limbs: a 64-bit shift is ten instructions on 32 bits.
#[inline(always)]
fn shift_right([mut a, mut b, mut c, mut d]: Limbs, by: u32) -> Limbs {
    let mut left = by.min(127);
    let mut lost = 0;
    while left >= 32 {
        lost |= a;
        (a, b, c, d) = (b, c, d, 0);
        left -= 32;
    }
    let up = 31 - left;
    lost |= (a << up) << 1;
    let shifted = |high: u32, low: u32| ((high << up) << 1) | (low >> left);
    [
        shifted(b, a) | u32::from(lost != 0),
        shifted(c, b),
        shifted(d, c),
        d >> left,
    ]
}

/// `x · y + z`, rounded once, to nearest and ties to even.
#[inline(never)]
pub(crate) fn fma(x: f64, y: f64, z: f64) -> f64 {
    match fused(x.to_bits(), y.to_bits(), z.to_bits()) {
        Some(bits) => f64::from_bits(bits),
        None => x * y + z,
    }
}

/// `x · y + z` by their representations; `None` where the product is exact: a factor is 0, infinite or NaN.
#[inline(always)]
pub(super) fn fused(a: u64, b: u64, c: u64) -> Option<u64> {
    let (x_field, x_mantissa) = unpack(a);
    let (y_field, y_mantissa) = unpack(b);
    if x_field == SPECIAL || y_field == SPECIAL || x_mantissa == 0 || y_mantissa == 0 {
        return None;
    }
    let (z_field, z_mantissa) = unpack(c);
    if z_field == SPECIAL {
        return Some(c);
    }

    // The leading one of a number in [1, 2) is bit 125, for product and addend alike.
    let mut greater = u128::from(x_mantissa << 11) * u128::from(y_mantissa << 10);
    let mut lesser = u128::from(z_mantissa << 9) << 64;
    let mut exponent = x_field + y_field - BIAS;
    let mut sign = upper(a ^ b);
    let mut distance = exponent - z_field;
    if distance < 0 {
        (greater, lesser) = (lesser, greater);
        exponent = z_field;
        sign = upper(c);
        distance = -distance;
    }
    // Ones fall out only where one operand is so small that at most one place of the other cancels.
    lesser = number(shift_right(limbs(lesser), distance.unsigned_abs()));
    let mut sum;
    if upper(a ^ b ^ c) & NEGATIVE == 0 {
        sum = greater.wrapping_add(lesser);
    } else {
        sum = greater.wrapping_sub(lesser);
        if sum >> 127 != 0 {
            sum = sum.wrapping_neg();
            sign ^= NEGATIVE;
        }
        if sum == 0 {
            return Some(0);
        }
    }

    let [mut d, mut c, mut b, mut a] = limbs(sum);
    while a == 0 {
        (a, b, c, d) = (b, c, d, 0);
        exponent -= 32;
    }
    let up = a.leading_zeros();
    let high = u64::from(funnel(a, b, up)) << 32 | u64::from(funnel(b, c, up));
    let mantissa = high | u64::from((c << up) | d != 0);
    Some(pack(mantissa, exponent + 2 - up as i32, sign))
}

/// The double nearest to `mantissa · 2^(exponent − BIAS − 63)` with the sign of `sign`'s, ties to even. The leading one is bit 63,
/// and the last place stands for all that is below it.
#[inline(always)]
pub(super) fn pack(mantissa: u64, exponent: i32, sign: u32) -> u64 {
    if exponent > 0 && exponent < SPECIAL {
        round(mantissa, exponent, sign)
    } else {
        extreme(mantissa, exponent, sign)
    }
}

/// [`pack`] where the exponent is that of a normal number, or of a subnormal 1. A mantissa rounded up to two carries into the exponent,
/// and the largest one into infinity.
#[inline(always)]
fn round(mantissa: u64, exponent: i32, sign: u32) -> u64 {
    let kept = mantissa >> 11;
    let rest = (mantissa as u32) & 0x7ff;
    let up = u64::from(rest + (kept as u32 & 1) > 0x400);
    // The leading one adds the last to the exponent.
    let upper = (sign & NEGATIVE) + (((exponent - 1) as u32) << (FRACTION - 32));
    kept + up + (u64::from(upper) << 32)
}

/// [`pack`] where the result is infinite or subnormal. A place at a time: it is rare.
#[cold]
#[inline(never)]
fn extreme(mut mantissa: u64, exponent: i32, sign: u32) -> u64 {
    if exponent > 0 {
        return u64::from(sign & NEGATIVE | (SPECIAL as u32) << (FRACTION - 32)) << 32;
    }
    for _ in exponent.max(-63)..1 {
        mantissa = mantissa >> 1 | mantissa & 1;
    }
    round(mantissa, 1, sign)
}

#[cfg(test)]
pub(super) mod tests {
    use super::fma;

    /// splitmix64.
    pub(in crate::num) fn random(state: &mut u64) -> u64 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn agrees(x: f64, y: f64, z: f64) {
        let (got, expected) = (fma(x, y, z), libm::fma(x, y, z));
        assert!(
            got.to_bits() == expected.to_bits() || (got.is_nan() && expected.is_nan()),
            "{x:e} * {y:e} + {z:e} = {got:e}, not {expected:e}"
        );
    }

    /// Zeros, subnormals, ties, the largest, infinities and NaN, of both signs.
    pub(in crate::num) fn edges() -> impl Iterator<Item = f64> {
        let tiny = f64::from_bits(1);
        let sizes = [
            0.0,
            tiny,
            3.0 * tiny,
            f64::MIN_POSITIVE.next_down(),
            f64::MIN_POSITIVE,
            f64::EPSILON / 2.0,
            1.0_f64.next_down(),
            1.0,
            1.0_f64.next_up(),
            1.5,
            9007199254740993.0,
            f64::MAX / 2.0,
            f64::MAX,
            f64::INFINITY,
            f64::NAN,
        ];
        sizes.into_iter().flat_map(|x| [x, -x])
    }

    #[test]
    fn the_same_as_libm_at_the_edges() {
        for x in edges() {
            for y in edges() {
                for z in edges() {
                    agrees(x, y, z);
                }
            }
        }
    }

    #[test]
    fn the_same_as_libm_at_random() {
        let mut state = 1;
        for _ in 0..1_000_000 {
            let [x, y, z] = [(); 3].map(|()| f64::from_bits(random(&mut state)));
            agrees(x, y, z);
            // The addend close to the product, and close to its negative: cancellation; few bits: ties.
            let near = |bits: u64| x * y * (1.0 + f64::from((bits & 0xff) as u8) * f64::EPSILON);
            agrees(x, y, near(random(&mut state)));
            agrees(x, y, -near(random(&mut state)));
            let short = |v: f64, bits: u64| f64::from_bits(v.to_bits() & !((1 << (bits % 52)) - 1));
            let bits = random(&mut state);
            agrees(
                short(x, bits),
                short(y, bits >> 8),
                short(
                    near(bits) * super::super::real::pow2((bits >> 16 & 127) as i64 - 64),
                    bits >> 24,
                ),
            );
        }
    }
}
