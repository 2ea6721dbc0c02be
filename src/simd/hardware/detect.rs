//! What the processor at hand can do, asked once. `--cfg bestof_tier="avx2"` or `"portable"` caps the answer.

cpufeatures::new!(fused, "avx2", "fma");
cpufeatures::new!(wide, "avx512f", "avx512dq", "avx2", "fma");

/// 256-bit vectors with fused multiply-add.
#[inline]
pub(in crate::simd) fn has_avx2() -> bool {
    cfg!(not(bestof_tier = "portable")) && fused::get()
}

/// 512-bit vectors.
#[inline]
pub(in crate::simd) fn has_avx512() -> bool {
    cfg!(not(any(bestof_tier = "avx2", bestof_tier = "portable"))) && wide::get()
}
