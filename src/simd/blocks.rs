//! Plain loops over blocks of lanes, compiled once for each width of register the processor may have.
//!
//! The source has no intrinsics: additions and multiplications lane by lane, which the compiler puts in whatever
//! registers it is allowed to use. No tier fuses or reorders them, so the bits are the same on all.

use crate::estimate;

#[cfg(target_arch = "x86_64")]
mod x86 {
    use crate::estimate;

    cpufeatures::new!(has_avx2, "avx2");
    cpufeatures::new!(has_avx512, "avx512f");

    #[target_feature(enable = "avx2")]
    fn climb_avx2<const COLUMNS: usize>(
        rows: &[[f64; COLUMNS]],
        reciprocals: &[f64],
        outs: &mut [&mut [f64]; COLUMNS],
        n_max: usize,
    ) {
        estimate::climb(rows, reciprocals, outs, n_max);
    }

    #[target_feature(enable = "avx512f")]
    fn climb_avx512<const COLUMNS: usize>(
        rows: &[[f64; COLUMNS]],
        reciprocals: &[f64],
        outs: &mut [&mut [f64]; COLUMNS],
        n_max: usize,
    ) {
        estimate::climb(rows, reciprocals, outs, n_max);
    }

    /// Writes the outputs and returns true, where the processor has wide registers.
    pub(super) fn climb<const COLUMNS: usize>(
        rows: &[[f64; COLUMNS]],
        reciprocals: &[f64],
        outs: &mut [&mut [f64]; COLUMNS],
        n_max: usize,
    ) -> bool {
        if has_avx512::get() {
            // SAFETY: the processor has the feature.
            unsafe { climb_avx512(rows, reciprocals, outs, n_max) };
        } else if has_avx2::get() {
            // SAFETY: as above.
            unsafe { climb_avx2(rows, reciprocals, outs, n_max) };
        } else {
            return false;
        }
        true
    }
}

/// [`estimate::climb`] on the widest registers there are.
pub(crate) fn climb<const COLUMNS: usize>(
    rows: &[[f64; COLUMNS]],
    reciprocals: &[f64],
    outs: &mut [&mut [f64]; COLUMNS],
    n_max: usize,
) {
    #[cfg(target_arch = "x86_64")]
    if x86::climb(rows, reciprocals, outs, n_max) {
        return;
    }
    estimate::climb(rows, reciprocals, outs, n_max);
}
