//! Plain loops over blocks of lanes, compiled once for each width of register the processor may have.
//!
//! The source has no intrinsics: arithmetic lane by lane, which the compiler puts in whatever registers it is allowed to
//! use. No tier fuses or reorders it, so the bits are the same on all.

/// A loop whose body the compiler can spread over registers.
pub(crate) trait Loop {
    fn run(self);
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::Loop;
    use crate::simd::hardware::{has_avx2, has_avx512};

    #[target_feature(enable = "avx2")]
    fn on_avx2<L: Loop>(work: L) {
        work.run();
    }

    #[target_feature(enable = "avx512f")]
    fn on_avx512<L: Loop>(work: L) {
        work.run();
    }

    /// Does the work where the processor has 512-bit registers, hands it back where not.
    pub(super) fn try_avx512<L: Loop>(work: L) -> Option<L> {
        if has_avx512() {
            // SAFETY: the processor has the feature.
            unsafe { on_avx512(work) };
            None
        } else {
            Some(work)
        }
    }

    /// Does the work where the processor has 256-bit registers, hands it back where not.
    pub(super) fn try_avx2<L: Loop>(work: L) -> Option<L> {
        if has_avx2() {
            // SAFETY: the processor has the feature.
            unsafe { on_avx2(work) };
            None
        } else {
            Some(work)
        }
    }
}

/// Does the work on the widest registers there are.
pub(crate) fn run<L: Loop>(work: L) {
    #[cfg(target_arch = "x86_64")]
    let Some(work) = x86::try_avx512(work).and_then(x86::try_avx2) else {
        return;
    };
    work.run();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Climb;

    const LEN: usize = 700;

    type Tier = for<'a, 'b> fn(Climb<'a, 'b, 2>) -> Option<Climb<'a, 'b, 2>>;

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
        let on = |tier: Tier| {
            let (mut a, mut b) = ([0.0; LEN], [0.0; LEN]);
            let done = tier(Climb {
                rows: &rows,
                reciprocals: &reciprocals,
                outs: &mut [&mut a, &mut b],
                n_max: LEN,
            })
            .is_none();
            done.then(|| (a.map(f64::to_bits), b.map(f64::to_bits)))
        };
        let plain = on(|climb| {
            climb.run();
            None
        });
        assert!(plain.is_some());
        #[cfg(target_arch = "x86_64")]
        for wide in [(|climb| x86::try_avx2(climb)) as Tier, |climb| {
            x86::try_avx512(climb)
        }] {
            if let Some(wide) = on(wide) {
                assert!(Some(wide) == plain);
            }
        }
    }
}
