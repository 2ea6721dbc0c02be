//! AArch64: two doubles in NEON, which every processor of this architecture with floating point has.

use core::arch::aarch64::*;
use core::ops::{Add, Div, Mul, Neg, Sub};

use super::fused::Fused;
use super::lanes::{batch_over, block_over, operator};
use super::pair::Pair;
use crate::num::dd::Dd;
use crate::num::real::{Mask, Real};
use crate::num::table::Table;
use crate::simd::{BLOCK, BlockKernel, Columns, Kernel, Task};

/// `unsafe` around intrinsics that the target itself promises.
macro_rules! baseline {
    ($e:expr) => {
        // SAFETY: this file is compiled only for targets with NEON; the operands are values, or arrays of the size read.
        unsafe { $e }
    };
}

#[inline(always)]
pub(super) fn fma(a: f64, b: f64, c: f64) -> f64 {
    baseline!(vget_lane_f64::<0>(vfma_f64(
        vdup_n_f64(c),
        vdup_n_f64(a),
        vdup_n_f64(b)
    )))
}

#[inline(always)]
pub(super) fn sqrt(x: f64) -> f64 {
    baseline!(vget_lane_f64::<0>(vsqrt_f64(vdup_n_f64(x))))
}

#[inline(always)]
pub(super) fn floor(x: f64) -> f64 {
    baseline!(vget_lane_f64::<0>(vrndm_f64(vdup_n_f64(x))))
}

/// Two doubles.
#[derive(Clone, Copy)]
struct F64x2(float64x2_t);

operator!(F64x2, Add, add, |a, b| baseline!(vaddq_f64(a, b)));
operator!(F64x2, Sub, sub, |a, b| baseline!(vsubq_f64(a, b)));
operator!(F64x2, Mul, mul, |a, b| baseline!(vmulq_f64(a, b)));
operator!(F64x2, Div, div, |a, b| baseline!(vdivq_f64(a, b)));

impl Neg for F64x2 {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(baseline!(vnegq_f64(self.0)))
    }
}

#[derive(Clone, Copy)]
struct M64x2(uint64x2_t);

impl Mask for M64x2 {
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self(baseline!(vandq_u64(self.0, other.0)))
    }
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self(baseline!(vorrq_u64(self.0, other.0)))
    }
    #[inline(always)]
    fn not(self) -> Self {
        Self(baseline!(veorq_u64(self.0, vdupq_n_u64(u64::MAX))))
    }
    #[inline(always)]
    fn any(self) -> bool {
        baseline!(vmaxvq_u32(vreinterpretq_u32_u64(self.0))) != 0
    }
}

impl F64x2 {
    #[inline(always)]
    fn bits(self) -> uint64x2_t {
        baseline!(vreinterpretq_u64_f64(self.0))
    }

    #[inline(always)]
    fn from_bits(bits: uint64x2_t) -> Self {
        Self(baseline!(vreinterpretq_f64_u64(bits)))
    }

    /// The entries of the rows named by four bits of each lane, from bit `SHIFT` on: two rows, transposed.
    #[inline(always)]
    fn rows<const SHIFT: u32, const N: usize>(self, table: &Table<N>) -> [Self; N] {
        let bits = self.bits();
        let row = |bits: u64| table.rows[(bits >> SHIFT & 15) as usize].as_ptr();
        let a = row(baseline!(vgetq_lane_u64::<0>(bits)));
        let b = row(baseline!(vgetq_lane_u64::<1>(bits)));
        let (a01, b01) = baseline!((vld1q_f64(a), vld1q_f64(b)));
        let (a23, b23) = baseline!((vld1q_f64(a.add(2)), vld1q_f64(b.add(2))));
        let columns = baseline!([
            vzip1q_f64(a01, b01),
            vzip2q_f64(a01, b01),
            vzip1q_f64(a23, b23),
            vzip2q_f64(a23, b23),
        ]);
        core::array::from_fn(|column| Self(columns[column]))
    }
}

impl Real for F64x2 {
    type Mask = M64x2;

    #[inline(always)]
    fn splat(x: f64) -> Self {
        Self(baseline!(vdupq_n_f64(x)))
    }
    #[inline(always)]
    fn fma(self, b: Self, c: Self) -> Self {
        Self(baseline!(vfmaq_f64(c.0, self.0, b.0)))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(baseline!(vsqrtq_f64(self.0)))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(baseline!(vabsq_f64(self.0)))
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Self(baseline!(vrndmq_f64(self.0)))
    }
    #[inline(always)]
    fn lt(self, other: Self) -> M64x2 {
        M64x2(baseline!(vcltq_f64(self.0, other.0)))
    }
    #[inline(always)]
    fn le(self, other: Self) -> M64x2 {
        M64x2(baseline!(vcleq_f64(self.0, other.0)))
    }
    #[inline(always)]
    fn eq(self, other: Self) -> M64x2 {
        M64x2(baseline!(vceqq_f64(self.0, other.0)))
    }
    #[inline(always)]
    fn select(mask: M64x2, yes: Self, no: Self) -> Self {
        Self(baseline!(vbslq_f64(mask.0, yes.0, no.0)))
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        let bits = self.bits();
        let k = baseline!(vcvtq_f64_u64(vshrq_n_u64::<52>(bits)));
        let m = baseline!(vorrq_u64(
            vandq_u64(bits, vdupq_n_u64((1 << 52) - 1)),
            vdupq_n_u64(1023 << 52)
        ));
        (Self(k) - Self::splat(1023.0), Self::from_bits(m))
    }
    #[inline(always)]
    fn scale(self, k: Self) -> Self {
        let half = (k * Self::splat(0.5)).floor();
        self * half.pow2() * (k - half).pow2()
    }
    #[inline(always)]
    fn pow2(self) -> Self {
        let biased = baseline!(vcvtq_u64_f64((self + Self::splat(1023.0)).0));
        Self::from_bits(baseline!(vshlq_n_u64::<52>(biased)))
    }
    #[inline(always)]
    fn shift_exponent(self, steps: Self) -> Self {
        let power = baseline!(vshlq_n_u64::<52>(vshrq_n_u64::<4>(steps.bits())));
        Self::from_bits(baseline!(vaddq_u64(self.bits(), power)))
    }
    #[inline(always)]
    fn lookup_mantissa<const N: usize>(self, table: &Table<N>) -> [Self; N] {
        self.rows::<48, N>(table)
    }
    #[inline(always)]
    fn lookup_low_bits<const N: usize>(self, table: &Table<N>) -> [Self; N] {
        self.rows::<0, N>(table)
    }
}

batch_over!(batch_neon, "neon", F64x2, 2, vld1q_f64, vst1q_f64);
block_over!(block_neon, "neon", F64x2, 2, vld1q_f64, vst1q_f64);

/// The task with the hardware's fused multiply-add.
#[inline]
pub(in crate::simd) fn run<T: Task>(task: T) -> T::Output {
    task.run::<Fused>()
}

/// As [`run`]: there is no processor without it.
#[inline]
pub(in crate::simd) fn run_plain<T: Task>(task: T) -> T::Output {
    run(task)
}

/// Writes `out`; the slices have equal lengths.
pub(in crate::simd) fn batch<K: Kernel>(kernel: K, x: &[f64], out: &mut [f64]) -> bool {
    let len = x.len().min(out.len());
    // SAFETY: both slices hold len doubles, and a mutable slice overlaps nothing.
    unsafe { batch_neon(kernel, x.as_ptr(), out.as_mut_ptr(), len) };
    true
}

/// Overwrites `xs`.
pub(in crate::simd) fn batch_in_place<K: Kernel>(kernel: K, xs: &mut [f64]) -> bool {
    let p = xs.as_mut_ptr();
    // SAFETY: one array, read before it is written.
    unsafe { batch_neon(kernel, p, p, xs.len()) };
    true
}

/// Overwrites the first two columns.
pub(in crate::simd) fn block<const I: usize, K: BlockKernel<I>>(
    kernel: K,
    columns: &mut Columns<I>,
) -> bool {
    // SAFETY: every processor of this target has NEON.
    unsafe { block_neon(kernel, columns) };
    true
}
