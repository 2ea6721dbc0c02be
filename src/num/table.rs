//! Sixteen-row tables, laid out for every tier.

use super::real::Scalar;

/// `N ≤ 4` functions of four bits. Eight lanes look a column up in two registers; fewer load whole rows,
/// padded where vectors load them.
#[cfg_attr(target_arch = "x86_64", repr(align(64)))]
pub(crate) struct Table<const N: usize> {
    #[cfg(target_arch = "x86_64")]
    pub(crate) columns: [[f64; 16]; N],
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    pub(crate) rows: [[f64; 4]; 16],
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    pub(crate) rows: [[f64; N]; 16],
}

impl<const N: usize> Table<N> {
    pub(crate) const fn new(columns: [[f64; 16]; N]) -> Self {
        #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
        let mut rows = [[0.0; 4]; 16];
        #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
        let mut rows = [[0.0; N]; 16];
        let mut column = 0;
        while column < N {
            let mut row = 0;
            while row < 16 {
                rows[row][column] = columns[column][row];
                row += 1;
            }
            column += 1;
        }
        Self {
            #[cfg(target_arch = "x86_64")]
            columns,
            rows,
        }
    }

    /// The first `N` entries of the row named by the low four bits.
    #[inline(always)]
    pub(crate) fn row<V: Scalar>(&self, bits: u64) -> [V; N] {
        let row = &self.rows[(bits & 15) as usize];
        let mut entries = [V::splat(0.0); N];
        for (entry, x) in entries.iter_mut().zip(row) {
            *entry = V::splat(*x);
        }
        entries
    }
}
