//! x86-64: four doubles in AVX2, eight in AVX-512, and what one double needs of the hardware.
//!
//! The lane types are built, and their methods called, only inside the `#[target_feature]` functions at the
//! end of this file, which run after the processor was asked. That is the safety argument of every intrinsic here.

use core::arch::x86_64::*;
use core::ops::{Add, Div, Mul, Neg, Sub};

use super::detect::{has_avx2, has_avx512};
use super::fused::Fused;
use super::lanes::{batch_over, block_over, operator};
use super::pair::Pair;
use crate::num::dd::Dd;
use crate::num::real::{Mask, Real};
use crate::num::table::Table;
use crate::simd::{BLOCK, BlockKernel, Columns, Kernel, Task};

/// `unsafe` around intrinsics of features that the surrounding entry point has checked.
macro_rules! checked {
    ($e:expr) => {
        // SAFETY: reached only through the `#[target_feature]` entry points of this file, which are called
        // after the processor reported their features; the operands are values, or arrays of the size read.
        unsafe { $e }
    };
}

/// Four doubles.
#[derive(Clone, Copy)]
struct F64x4(__m256d);

operator!(F64x4, Add, add, |a, b| checked!(_mm256_add_pd(a, b)));
operator!(F64x4, Sub, sub, |a, b| checked!(_mm256_sub_pd(a, b)));
operator!(F64x4, Mul, mul, |a, b| checked!(_mm256_mul_pd(a, b)));
operator!(F64x4, Div, div, |a, b| checked!(_mm256_div_pd(a, b)));

impl Neg for F64x4 {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(checked!(_mm256_xor_pd(self.0, _mm256_set1_pd(-0.0))))
    }
}

#[derive(Clone, Copy)]
struct M64x4(__m256d);

impl Mask for M64x4 {
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self(checked!(_mm256_and_pd(self.0, other.0)))
    }
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self(checked!(_mm256_or_pd(self.0, other.0)))
    }
    #[inline(always)]
    fn not(self) -> Self {
        Self(checked!(_mm256_xor_pd(
            self.0,
            _mm256_castsi256_pd(_mm256_set1_epi64x(-1))
        )))
    }
    #[inline(always)]
    fn any(self) -> bool {
        checked!(_mm256_movemask_pd(self.0)) != 0
    }
}

/// `2^52` as bits: or-ing a small integer into its mantissa makes the double `2^52 + integer`.
const TWO52_BITS: i64 = 0x4330_0000_0000_0000;
const TWO52: f64 = 4503599627370496.0;

impl F64x4 {
    /// The entries of the rows named by four bits of each lane, from bit `SHIFT` on: four rows, transposed.
    #[inline(always)]
    fn rows<const SHIFT: u32, const N: usize>(self, table: &Table<N>) -> [Self; N] {
        let bits = checked!(_mm256_castpd_si256(self.0));
        let row =
            |bits: i64| -> *const f64 { table.rows[(bits as u64 >> SHIFT & 15) as usize].as_ptr() };
        let rows = [
            row(checked!(_mm256_extract_epi64::<0>(bits))),
            row(checked!(_mm256_extract_epi64::<1>(bits))),
            row(checked!(_mm256_extract_epi64::<2>(bits))),
            row(checked!(_mm256_extract_epi64::<3>(bits))),
        ];
        let [a, b, c, d] = rows.map(|row| checked!(_mm256_loadu_pd(row)));
        let (ab_even, ab_odd) = checked!((_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b)));
        let (cd_even, cd_odd) = checked!((_mm256_unpacklo_pd(c, d), _mm256_unpackhi_pd(c, d)));
        let columns = checked!([
            _mm256_permute2f128_pd::<0x20>(ab_even, cd_even),
            _mm256_permute2f128_pd::<0x20>(ab_odd, cd_odd),
            _mm256_permute2f128_pd::<0x31>(ab_even, cd_even),
            _mm256_permute2f128_pd::<0x31>(ab_odd, cd_odd),
        ]);
        core::array::from_fn(|column| Self(columns[column]))
    }
}

impl Real for F64x4 {
    type Mask = M64x4;

    #[inline(always)]
    fn splat(x: f64) -> Self {
        Self(checked!(_mm256_set1_pd(x)))
    }
    #[inline(always)]
    fn fma(self, b: Self, c: Self) -> Self {
        Self(checked!(_mm256_fmadd_pd(self.0, b.0, c.0)))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(checked!(_mm256_sqrt_pd(self.0)))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(checked!(_mm256_andnot_pd(_mm256_set1_pd(-0.0), self.0)))
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Self(checked!(_mm256_floor_pd(self.0)))
    }
    #[inline(always)]
    fn lt(self, other: Self) -> M64x4 {
        M64x4(checked!(_mm256_cmp_pd::<_CMP_LT_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn le(self, other: Self) -> M64x4 {
        M64x4(checked!(_mm256_cmp_pd::<_CMP_LE_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn eq(self, other: Self) -> M64x4 {
        M64x4(checked!(_mm256_cmp_pd::<_CMP_EQ_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn select(mask: M64x4, yes: Self, no: Self) -> Self {
        Self(checked!(_mm256_blendv_pd(no.0, yes.0, mask.0)))
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        let bits = checked!(_mm256_castpd_si256(self.0));
        let k = Self(checked!(_mm256_castsi256_pd(_mm256_or_si256(
            _mm256_srli_epi64::<52>(bits),
            _mm256_set1_epi64x(TWO52_BITS)
        )))) - Self::splat(TWO52 + 1023.0);
        let m = Self(checked!(_mm256_castsi256_pd(_mm256_or_si256(
            _mm256_and_si256(bits, _mm256_set1_epi64x((1 << 52) - 1)),
            _mm256_set1_epi64x(1023 << 52)
        ))));
        (k, m)
    }
    #[inline(always)]
    fn scale(self, k: Self) -> Self {
        let half = (k * Self::splat(0.5)).floor();
        self * half.pow2() * (k - half).pow2()
    }
    #[inline(always)]
    fn pow2(self) -> Self {
        let biased = self + Self::splat(TWO52 + 1023.0);
        Self(checked!(_mm256_castsi256_pd(_mm256_slli_epi64::<52>(
            _mm256_castpd_si256(biased.0)
        ))))
    }
    #[inline(always)]
    fn shift_exponent(self, steps: Self) -> Self {
        let power = checked!(_mm256_slli_epi64::<52>(_mm256_srli_epi64::<4>(
            _mm256_castpd_si256(steps.0)
        )));
        Self(checked!(_mm256_castsi256_pd(_mm256_add_epi64(
            _mm256_castpd_si256(self.0),
            power
        ))))
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

/// Eight doubles.
#[derive(Clone, Copy)]
struct F64x8(__m512d);

operator!(F64x8, Add, add, |a, b| checked!(_mm512_add_pd(a, b)));
operator!(F64x8, Sub, sub, |a, b| checked!(_mm512_sub_pd(a, b)));
operator!(F64x8, Mul, mul, |a, b| checked!(_mm512_mul_pd(a, b)));
operator!(F64x8, Div, div, |a, b| checked!(_mm512_div_pd(a, b)));

impl Neg for F64x8 {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(checked!(_mm512_xor_pd(self.0, _mm512_set1_pd(-0.0))))
    }
}

#[derive(Clone, Copy)]
struct M64x8(__mmask8);

impl Mask for M64x8 {
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    #[inline(always)]
    fn not(self) -> Self {
        Self(!self.0)
    }
    #[inline(always)]
    fn any(self) -> bool {
        self.0 != 0
    }
}

impl F64x8 {
    /// Entries `index mod 16`, each column from two registers.
    #[inline(always)]
    fn permute<const N: usize>(table: &Table<N>, index: __m512i) -> [Self; N] {
        core::array::from_fn(|column| {
            let column = table.columns[column].as_ptr();
            let low = checked!(_mm512_loadu_pd(column));
            let high = checked!(_mm512_loadu_pd(column.add(8)));
            Self(checked!(_mm512_permutex2var_pd(low, index, high)))
        })
    }
}

impl Real for F64x8 {
    type Mask = M64x8;

    #[inline(always)]
    fn splat(x: f64) -> Self {
        Self(checked!(_mm512_set1_pd(x)))
    }
    #[inline(always)]
    fn fma(self, b: Self, c: Self) -> Self {
        Self(checked!(_mm512_fmadd_pd(self.0, b.0, c.0)))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(checked!(_mm512_sqrt_pd(self.0)))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(checked!(_mm512_abs_pd(self.0)))
    }
    #[inline(always)]
    fn floor(self) -> Self {
        Self(checked!(_mm512_roundscale_pd::<
            { _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC },
        >(self.0)))
    }
    #[inline(always)]
    fn lt(self, other: Self) -> M64x8 {
        M64x8(checked!(_mm512_cmp_pd_mask::<_CMP_LT_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn le(self, other: Self) -> M64x8 {
        M64x8(checked!(_mm512_cmp_pd_mask::<_CMP_LE_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn eq(self, other: Self) -> M64x8 {
        M64x8(checked!(_mm512_cmp_pd_mask::<_CMP_EQ_OQ>(self.0, other.0)))
    }
    #[inline(always)]
    fn select(mask: M64x8, yes: Self, no: Self) -> Self {
        Self(checked!(_mm512_mask_blend_pd(mask.0, no.0, yes.0)))
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        let k = checked!(_mm512_getexp_pd(self.0));
        let m = checked!(_mm512_getmant_pd::<_MM_MANT_NORM_1_2, _MM_MANT_SIGN_SRC>(
            self.0
        ));
        (Self(k), Self(m))
    }
    #[inline(always)]
    fn scale(self, k: Self) -> Self {
        Self(checked!(_mm512_scalef_pd(self.0, k.0)))
    }
    #[inline(always)]
    fn pow2(self) -> Self {
        Self::splat(1.0).scale(self)
    }
    #[inline(always)]
    fn shift_exponent(self, steps: Self) -> Self {
        let power = checked!(_mm512_slli_epi64::<52>(_mm512_srli_epi64::<4>(
            _mm512_castpd_si512(steps.0)
        )));
        Self(checked!(_mm512_castsi512_pd(_mm512_add_epi64(
            _mm512_castpd_si512(self.0),
            power
        ))))
    }
    #[inline(always)]
    fn lookup_mantissa<const N: usize>(self, table: &Table<N>) -> [Self; N] {
        Self::permute(
            table,
            checked!(_mm512_srli_epi64::<48>(_mm512_castpd_si512(self.0))),
        )
    }
    #[inline(always)]
    fn lookup_low_bits<const N: usize>(self, table: &Table<N>) -> [Self; N] {
        Self::permute(table, checked!(_mm512_castpd_si512(self.0)))
    }
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn run_fused<T: Task>(task: T) -> T::Output {
    task.run::<Fused>()
}

batch_over!(
    batch_avx2,
    "avx2,fma",
    F64x4,
    4,
    _mm256_loadu_pd,
    _mm256_storeu_pd
);
batch_over!(
    batch_avx512,
    "avx512f,avx512dq,avx2,fma",
    F64x8,
    8,
    _mm512_loadu_pd,
    _mm512_storeu_pd
);

block_over!(
    block_avx2,
    "avx2,fma",
    F64x4,
    4,
    _mm256_loadu_pd,
    _mm256_storeu_pd
);
block_over!(
    block_avx512,
    "avx512f,avx512dq,avx2,fma",
    F64x8,
    8,
    _mm512_loadu_pd,
    _mm512_storeu_pd
);

/// `a · b + c`, rounded once.
#[inline(always)]
pub(super) fn fma(a: f64, b: f64, c: f64) -> f64 {
    checked!(_mm_cvtsd_f64(_mm_fmadd_sd(
        _mm_set_sd(a),
        _mm_set_sd(b),
        _mm_set_sd(c)
    )))
}

#[inline(always)]
pub(super) fn sqrt(x: f64) -> f64 {
    let x = checked!(_mm_set_sd(x));
    checked!(_mm_cvtsd_f64(_mm_sqrt_sd(x, x)))
}

#[inline(always)]
pub(super) fn floor(x: f64) -> f64 {
    let x = checked!(_mm_set_sd(x));
    checked!(_mm_cvtsd_f64(_mm_floor_sd(x, x)))
}

/// The task with the hardware's fused multiply-add; without one, with the software's.
#[inline]
pub(in crate::simd) fn run<T: Task>(task: T) -> T::Output {
    if has_avx2() {
        // SAFETY: the processor has the features.
        unsafe { run_fused(task) }
    } else {
        run_plain(task)
    }
}

/// The task with the software's fused multiply-add: once and out of line, for it is long and hardly ever taken.
#[cold]
#[inline(never)]
pub(in crate::simd) fn run_plain<T: Task>(task: T) -> T::Output {
    task.run::<f64>()
}

/// # Safety
/// As for [`batch_avx2`].
unsafe fn batch_raw<K: Kernel>(kernel: K, x: *const f64, out: *mut f64, len: usize) -> bool {
    if has_avx512() {
        // SAFETY: the processor has the features; the pointers are the caller's promise.
        unsafe { batch_avx512(kernel, x, out, len) };
    } else if has_avx2() {
        // SAFETY: as above.
        unsafe { batch_avx2(kernel, x, out, len) };
    } else {
        return false;
    }
    true
}

/// Writes `out` and returns true, where the processor has vectors; the slices have equal lengths.
pub(in crate::simd) fn batch<K: Kernel>(kernel: K, x: &[f64], out: &mut [f64]) -> bool {
    let len = x.len().min(out.len());
    // SAFETY: both slices hold len doubles, and a mutable slice overlaps nothing.
    unsafe { batch_raw(kernel, x.as_ptr(), out.as_mut_ptr(), len) }
}

/// Overwrites `xs` and returns true, where the processor has vectors.
pub(in crate::simd) fn batch_in_place<K: Kernel>(kernel: K, xs: &mut [f64]) -> bool {
    let p = xs.as_mut_ptr();
    // SAFETY: one array, read before it is written.
    unsafe { batch_raw(kernel, p, p, xs.len()) }
}

/// Overwrites the first two columns and returns true, where the processor has vectors.
pub(in crate::simd) fn block<const I: usize, K: BlockKernel<I>>(
    kernel: K,
    columns: &mut Columns<I>,
) -> bool {
    if has_avx512() {
        // SAFETY: the processor has the features.
        unsafe { block_avx512(kernel, columns) };
    } else if has_avx2() {
        // SAFETY: as above.
        unsafe { block_avx2(kernel, columns) };
    } else {
        return false;
    }
    true
}
