//! The fused multiply-add of processors that have none, in integers.
//!
//! On a microcontroller it is most of the cost of a kernel. Nothing here is a double's arithmetic but the special cases.

const FRACTION: u32 = 52;
const LEADING: u64 = 1 << FRACTION;
const SIGN: u64 = 1 << 63;
/// The exponent field of infinities and NaN, shifted down.
const SPECIAL: i32 = 0x7ff;
const BIAS: i32 = 1023;

/// The exponent field.
#[inline(always)]
fn field(bits: u64) -> i32 {
    ((bits >> FRACTION) as i32) & SPECIAL
}

/// A fraction moved up until its leading one is in bit 52, and how far in the bits above that; 0 for 0.
#[cold]
#[inline(never)]
fn normalise(fraction: u64) -> u64 {
    let up = fraction.leading_zeros().saturating_sub(63 - FRACTION);
    (fraction << up) | (u64::from(up) << (FRACTION + 1))
}

/// The mantissa with its leading one in bit 52, and the exponent field that goes with it; a subnormal's is below 1.
#[inline(always)]
fn unpack(bits: u64) -> (i32, u64) {
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
fn funnel(high: u32, low: u32, by: u32) -> u32 {
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
    let (a, b, c) = (x.to_bits(), y.to_bits(), z.to_bits());
    let (x_field, x_mantissa) = unpack(a);
    let (y_field, y_mantissa) = unpack(b);
    if x_field == SPECIAL || y_field == SPECIAL || x_mantissa == 0 || y_mantissa == 0 {
        return x * y + z;
    }
    let (z_field, z_mantissa) = unpack(c);
    if z_field == SPECIAL {
        return z + z;
    }
    if z_mantissa == 0 {
        return x * y;
    }

    // The leading one of a number in [1, 2) is bit 125, for product and addend alike.
    let mut greater = u128::from(x_mantissa << 11) * u128::from(y_mantissa << 10);
    let mut lesser = u128::from(z_mantissa << 9) << 64;
    let mut exponent = x_field + y_field - BIAS;
    let mut sign = a ^ b;
    let mut distance = exponent - z_field;
    if distance < 0 {
        (greater, lesser) = (lesser, greater);
        exponent = z_field;
        sign = c;
        distance = -distance;
    }
    // Ones fall out only where one operand is so small that at most one place of the other cancels.
    lesser = number(shift_right(limbs(lesser), distance.unsigned_abs()));
    let mut sum;
    if (a ^ b ^ c) & SIGN == 0 {
        sum = greater.wrapping_add(lesser);
    } else {
        sum = greater.wrapping_sub(lesser);
        if sum >> 127 != 0 {
            sum = sum.wrapping_neg();
            sign ^= SIGN;
        }
        if sum == 0 {
            return 0.0;
        }
    }

    let [mut d, mut c, mut b, mut a] = limbs(sum);
    while a == 0 {
        (a, b, c, d) = (b, c, d, 0);
        exponent -= 32;
    }
    let up = a.leading_zeros();
    let high = u64::from(funnel(a, b, up)) << 32 | u64::from(funnel(b, c, up));
    let mut mantissa = high | u64::from((c << up) | d != 0);
    // The leading one adds the last to the exponent.
    exponent += 1 - up as i32;
    if exponent < 0 {
        mantissa = subnormal(mantissa, exponent.unsigned_abs());
        exponent = 0;
    } else if exponent >= SPECIAL - 1 {
        (mantissa, exponent) = (0, SPECIAL);
    }
    let kept = mantissa >> 11;
    let rest = (mantissa & 0x7ff) as u32;
    let round = u64::from(rest + (kept as u32 & 1) > 0x400);
    // A mantissa rounded up to two carries into the exponent, and the largest one into infinity.
    let size = ((exponent as u64) << FRACTION).wrapping_add(kept.wrapping_add(round));
    f64::from_bits((sign & SIGN) | size)
}

/// `mantissa` shifted right, the last place set where a one falls out.
#[cold]
#[inline(never)]
fn subnormal(mantissa: u64, by: u32) -> u64 {
    let by = by.min(63);
    let kept = mantissa >> by;
    kept | u64::from(kept << by != mantissa)
}

#[cfg(test)]
mod tests {
    use super::fma;

    /// splitmix64.
    fn random(state: &mut u64) -> u64 {
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

    #[test]
    fn the_same_as_libm_at_the_edges() {
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
        let signed = || sizes.into_iter().flat_map(|x| [x, -x]);
        for x in signed() {
            for y in signed() {
                for z in signed() {
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
