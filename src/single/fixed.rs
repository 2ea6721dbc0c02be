//! Singles taken apart into integers, and put together again with one rounding.
//!
//! A product of two 32-bit integers is one instruction on the processors that have no doubles, and everywhere the same.

/// The bits of 1.
const ONE: u32 = 0x3f80_0000;
/// How many numbers there are from 1 to the largest.
const FINITE: u32 = 0x4000_0000;

/// `mantissa · 2^(exponent − 31)`, the leading one of the mantissa in bit 31.
#[derive(Clone, Copy)]
pub(super) struct Draws {
    pub(super) mantissa: u32,
    pub(super) exponent: u32,
}

impl Draws {
    /// A finite `n ≥ 1`; otherwise an error, with `limit` for ∞ and NaN for the rest.
    #[inline(always)]
    pub(super) fn new(n: f32, limit: f32) -> Result<Self, f32> {
        let bits = n.to_bits();
        let above = bits.wrapping_sub(ONE);
        if above < FINITE {
            Ok(Self {
                mantissa: (bits << 8) | 0x8000_0000,
                exponent: above >> 23,
            })
        } else if n == f32::INFINITY {
            Err(limit)
        } else {
            Err(f32::NAN)
        }
    }

    /// `x` in units of the mantissa's last place; nothing where it is below that.
    #[inline(always)]
    pub(super) fn unit(self, x: u32) -> u32 {
        x.checked_shr(self.exponent).unwrap_or(0)
    }

    /// `(n − 1)²` as `square · 2^power`, with 62 bits or more of it kept; `None` for `n = 1`.
    #[inline(always)]
    pub(super) fn square_beyond_one(self) -> Option<(u64, i32)> {
        let beyond = self.mantissa - self.unit(0x8000_0000);
        let up = beyond.leading_zeros();
        let normal = beyond.checked_shl(up)?;
        let power = 2 * (self.exponent as i32 - 31 - up as i32);
        Some((u64::from(normal) * u64::from(normal), power))
    }
}

/// The upper half of the product.
#[inline(always)]
pub(super) fn high(a: u32, b: u32) -> u32 {
    ((u64::from(a) * u64::from(b)) >> 32) as u32
}

/// `c[0] − c[1]·x + c[2]·x² − …`, all in units of 2^-32.
#[inline(always)]
pub(super) fn alternating<const N: usize>(x: u32, c: &[u32; N]) -> u32 {
    c.iter()
        .rev()
        .fold(0, |sum, c| c.wrapping_sub(high(x, sum)))
}

/// The single nearest to `value · 2^exponent`, of two equally near ones the larger, for a value other than 0 and a normal result.
#[inline(always)]
pub(super) fn nearest(value: u64, exponent: i32) -> f32 {
    let (mut top, mut rest) = ((value >> 32) as u32, value as u32);
    let mut exponent = exponent + 63;
    if top == 0 {
        (top, rest) = (rest, 0);
        exponent -= 32;
    }
    let up = top.leading_zeros() & 31;
    let mantissa = (top << up) | ((rest >> 1) >> (31 - up));
    let size = (mantissa >> 8) + (mantissa >> 7 & 1);
    // The leading one adds the last to the exponent.
    let field = exponent - up as i32 + 126;
    f32::from_bits(((field as u32) << 23).wrapping_add(size))
}
