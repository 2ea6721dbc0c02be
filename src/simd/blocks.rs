//! Plain loops over blocks of lanes, compiled once for each width of register the processor may have.
//!
//! The source has no intrinsics: additions and multiplications lane by lane, which the compiler puts in whatever
//! registers it is allowed to use. No tier fuses or reorders them, so the bits are the same on all.

use crate::estimate;

#[cfg(target_arch = "x86_64")]
mod x86 {
    use crate::estimate;
    use crate::simd::hardware::{has_avx2, has_avx512};

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

    /// Writes the outputs and returns true, where the processor has 512-bit registers.
    pub(super) fn try_avx512<const COLUMNS: usize>(
        rows: &[[f64; COLUMNS]],
        reciprocals: &[f64],
        outs: &mut [&mut [f64]; COLUMNS],
        n_max: usize,
    ) -> bool {
        let there = has_avx512();
        if there {
            // SAFETY: the processor has the feature.
            unsafe { climb_avx512(rows, reciprocals, outs, n_max) };
        }
        there
    }

    /// Writes the outputs and returns true, where the processor has 256-bit registers.
    pub(super) fn try_avx2<const COLUMNS: usize>(
        rows: &[[f64; COLUMNS]],
        reciprocals: &[f64],
        outs: &mut [&mut [f64]; COLUMNS],
        n_max: usize,
    ) -> bool {
        let there = has_avx2();
        if there {
            // SAFETY: the processor has the feature.
            unsafe { climb_avx2(rows, reciprocals, outs, n_max) };
        }
        there
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
    if x86::try_avx512(rows, reciprocals, outs, n_max)
        || x86::try_avx2(rows, reciprocals, outs, n_max)
    {
        return;
    }
    estimate::climb(rows, reciprocals, outs, n_max);
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEN: usize = 700;

    fn pool() -> ([[f64; 2]; LEN], [f64; LEN]) {
        let mut rows = [[0.0; 2]; LEN];
        let mut reciprocals = [0.0; LEN];
        for (i, (row, q)) in rows.iter_mut().zip(&mut reciprocals).enumerate() {
            let rank = i as f64 + 1.0;
            *row = [1.0 - 1.0 / rank, (rank * 0.618) % 1.0];
            *q = 1.0 / rank;
        }
        (rows, reciprocals)
    }

    #[test]
    fn every_width_gives_the_same_bits() {
        let (rows, reciprocals) = pool();
        let run = |tier: &dyn Fn(&mut [&mut [f64]; 2]) -> bool| {
            let (mut a, mut b) = ([0.0; LEN], [0.0; LEN]);
            tier(&mut [&mut a, &mut b]).then(|| (a.map(f64::to_bits), b.map(f64::to_bits)))
        };
        let plain = run(&|outs| {
            estimate::climb(&rows, &reciprocals, outs, LEN);
            true
        });
        assert!(plain.is_some());
        #[cfg(target_arch = "x86_64")]
        for wide in [x86::try_avx2, x86::try_avx512] {
            if let Some(wide) = run(&|outs| wide(&rows, &reciprocals, outs, LEN)) {
                assert!(Some(wide) == plain);
            }
        }
    }
}
