//! 256-bit fixed point: for the rare decision that a double-double cannot make.

/// Fraction bits of a [`Fixed`]: 71 bits and a sign stand before the point.
const FRACTION: u32 = 184;

/// `ln 2`.
const LN_2: Fixed = Fixed([
    0xaf40_f343_2672_98b6,
    0xabc9_e3b3_9803_f2f6,
    0x00b1_7217_f7d1_cf79,
    0,
]);

/// A 256-bit integer, two's complement where it is signed.
type Limbs = [u64; 4];

/// A real number in units of 2^-184; arithmetic wraps like an integer's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fixed(Limbs);

fn add(a: &Limbs, b: &Limbs) -> Limbs {
    let mut out = [0; 4];
    let mut carry = false;
    for ((o, a), b) in out.iter_mut().zip(a).zip(b) {
        let (sum, first) = a.overflowing_add(*b);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        *o = sum;
        carry = first | second;
    }
    out
}

fn negate(a: &Limbs) -> Limbs {
    add(&a.map(|limb| !limb), &[1, 0, 0, 0])
}

fn less(a: &Limbs, b: &Limbs) -> bool {
    let mut below = false;
    for (a, b) in a.iter().zip(b) {
        if a != b {
            below = a < b;
        }
    }
    below
}

fn shift_left(a: &Limbs, by: u32) -> Limbs {
    let (limbs, bits) = ((by / 64) as usize, by % 64);
    let mut out = [0; 4];
    let mut carry = 0;
    for (o, limb) in out.iter_mut().skip(limbs).zip(a) {
        *o = (limb << bits) | carry;
        carry = if bits == 0 { 0 } else { limb >> (64 - bits) };
    }
    out
}

/// `(a·b) >> by` for unsigned operands and `by < 256`; the bits above 256 are lost.
fn mul_shift(a: &Limbs, b: &Limbs, by: u32) -> Limbs {
    let mut product = [0_u64; 8];
    for (i, a) in a.iter().enumerate() {
        let mut carry = 0_u128;
        for (p, b) in product.iter_mut().skip(i).zip(b.iter().chain(&[0])) {
            let sum = u128::from(*a) * u128::from(*b) + u128::from(*p) + carry;
            *p = sum as u64;
            carry = sum >> 64;
        }
    }
    let (limbs, bits) = ((by / 64) as usize, by % 64);
    let mut out = [0; 4];
    let above = product.iter().skip(limbs + 1).chain(&[0]);
    for ((o, low), high) in out.iter_mut().zip(product.iter().skip(limbs)).zip(above) {
        *o = if bits == 0 {
            *low
        } else {
            (low >> bits) | (high << (64 - bits))
        };
    }
    out
}

/// `a / by`, rounded down; by 1 for a divisor of 0, so that no path to a panic is left.
fn div_small(a: &Limbs, by: u64) -> Limbs {
    let by = u128::from(by.max(1));
    let mut out = [0; 4];
    let mut rest = 0_u128;
    // Each reversed by itself: a reversed zip has a path to a panic.
    for (o, limb) in out.iter_mut().rev().zip(a.iter().rev()) {
        let part = (rest << 64) | u128::from(*limb);
        *o = (part / by) as u64;
        rest = part % by;
    }
    out
}

fn limbs(x: u128) -> Limbs {
    [x as u64, (x >> 64) as u64, 0, 0]
}

/// `a/b` in units of 2^-184, for `a < b < 2^255`.
fn quotient(a: &Limbs, b: &Limbs) -> Limbs {
    let (mut rest, mut q) = (*a, [0; 4]);
    for _ in 0..FRACTION {
        rest = shift_left(&rest, 1);
        q = shift_left(&q, 1);
        if !less(&rest, b) {
            rest = add(&rest, &negate(b));
            q = add(&q, &[1, 0, 0, 0]);
        }
    }
    q
}

/// `2·half + k ln 2`.
// Apart, as the next two: what one of them keeps on the stack, the others need not.
#[cfg_attr(feature = "small", inline(never))]
fn doubled_beside(half: &Limbs, k: u32) -> Fixed {
    let whole = mul_shift(&LN_2.0, &limbs(u128::from(k)), 0);
    Fixed(add(&whole, &shift_left(half, 1)))
}

/// `(m−1)/(m+1)` for `m = x·2^(by−253)`, from 1 to 2: both sides of the fraction halved to fit.
#[cfg_attr(feature = "small", inline(never))]
fn share(x: u128, by: u32) -> Limbs {
    let m = &shift_left(&limbs(x), by);
    let half_one = shift_left(&[1, 0, 0, 0], 253);
    quotient(&add(m, &negate(&half_one)), &add(m, &half_one))
}

/// `artanh s`, which for `s = (m−1)/(m+1)` is `½ ln m`.
#[cfg_attr(feature = "small", inline(never))]
fn artanh(s: &Limbs) -> Limbs {
    let square = mul_shift(s, s, FRACTION);
    let (mut power, mut sum) = (*s, *s);
    let mut k = 3;
    loop {
        power = mul_shift(&power, &square, FRACTION);
        let term = div_small(&power, k);
        if term == [0; 4] {
            break;
        }
        sum = add(&sum, &term);
        k += 2;
    }
    sum
}

impl Fixed {
    pub(crate) fn integer(x: u64) -> Self {
        Self(shift_left(&limbs(u128::from(x)), FRACTION))
    }

    /// `mantissa · 2^exponent`, truncated; `None` where it does not fit.
    pub(crate) fn scaled(mantissa: u64, exponent: i32) -> Option<Self> {
        let shift = exponent + FRACTION as i32;
        let digits = 64 - mantissa.leading_zeros() as i32;
        if shift + digits > 254 {
            None
        } else if shift >= 0 {
            Some(Self(shift_left(&limbs(u128::from(mantissa)), shift as u32)))
        } else {
            let kept = mantissa.checked_shr(shift.unsigned_abs()).unwrap_or(0);
            Some(Self(limbs(u128::from(kept))))
        }
    }

    /// `ln x` of a positive integer, error below 2^-176.
    pub(crate) fn ln(x: u128) -> Self {
        // 128 bits stand above those of x; its first is moved to the last but one of all.
        let zeros = x.leading_zeros().saturating_add(128);
        let exponent = 255_u32.saturating_sub(zeros);
        let half = artanh(&share(x, zeros.saturating_sub(2)));
        doubled_beside(&half, exponent)
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self(add(&self.0, &other.0))
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        Self(add(&self.0, &negate(&other.0)))
    }

    /// `self / by` for `self ≥ 0`, `by > 0`, truncated.
    pub(crate) fn over(&self, by: u64) -> Self {
        Self(div_small(&self.0, by))
    }

    /// `self · mantissa · 2^-shift` for `self ≥ 0`, `shift < 256`, truncated.
    pub(crate) fn times(&self, mantissa: u64, shift: u32) -> Self {
        Self(mul_shift(&self.0, &limbs(u128::from(mantissa)), shift))
    }

    /// Below zero by more than the error that a handful of operations can have made (2^-168).
    pub(crate) fn is_negative(&self) -> bool {
        let margin = Self(shift_left(&[1, 0, 0, 0], FRACTION - 168));
        let moved = self.plus(&margin);
        moved.0.last().is_some_and(|top| top >> 63 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fixed, LN_2, mul_shift};

    #[test]
    fn logarithms_of_powers_and_products() {
        for k in 0..=127_u32 {
            let expected = Fixed(mul_shift(&LN_2.0, &[u64::from(k), 0, 0, 0], 0));
            assert!(Fixed::ln(1 << k) == expected, "2^{k}");
        }
        // ln 3 + ln 5 − ln 15 vanishes to 2^-175.
        let rest = Fixed::ln(3).plus(&Fixed::ln(5)).minus(&Fixed::ln(15));
        let [low, ..] = rest.0;
        assert!(low.min(low.wrapping_neg()) < 1 << 9, "{low:x}");
    }

    #[test]
    fn scaling_keeps_the_value() {
        assert!(Fixed::scaled(3, 2) == Some(Fixed::integer(12)));
        assert!(Fixed::scaled(u64::MAX, 64).is_none());
        assert!(Fixed::scaled(1, -1) == Some(Fixed::integer(1).over(2)));
        assert!(Fixed::integer(6).times(5, 1) == Fixed::integer(15));
        assert!(Fixed::integer(1).minus(&Fixed::integer(2)).is_negative());
        assert!(!Fixed::integer(2).minus(&Fixed::integer(2)).is_negative());
    }
}
