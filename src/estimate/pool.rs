//! A pool of scored samples, scaled and ranked, in the caller's scratch.

use super::sort::sort;
use crate::Error;
use crate::num::dd::Dd;
use crate::num::real::{Real, scale_f64, split_f64};

/// Doubles of scratch that the functions over a pool of `len` samples ask for.
///
/// Saturates: a pool whose scratch could not be counted in a `usize` cannot exist either.
#[must_use]
pub const fn curve_scratch_len(len: usize) -> usize {
    len.saturating_mul(4)
}

/// The samples in ascending order of the first column, each column divided by a power of two.
pub(super) struct Pool<'a, const COLUMNS: usize> {
    pub(super) rows: &'a mut [[f64; COLUMNS]],
    pub(super) exponents: [f64; COLUMNS],
    /// Room for as many numbers as there are samples.
    pub(super) first: &'a mut [f64],
    /// As much again.
    pub(super) second: &'a mut [f64],
}

impl<'a, const COLUMNS: usize> Pool<'a, COLUMNS> {
    /// Divides every column by the power of two of its largest absolute value: sums and differences stay in range.
    ///
    /// # Errors
    /// [`Error::Capacity`] when `scratch` is too short, [`Error::NotFinite`] for NaN and infinities; nothing is written.
    pub(super) fn ranked(
        columns: [&[f64]; COLUMNS],
        scratch: &'a mut [f64],
    ) -> Result<Self, Error> {
        let mut exponents = [0.0; COLUMNS];
        for (exponent, column) in exponents.iter_mut().zip(columns) {
            *exponent = common_exponent(column)?;
        }
        Self::scaled(columns, exponents, scratch)
    }

    /// [`ranked`](Self::ranked) by given powers of two, of finite columns.
    pub(super) fn scaled(
        columns: [&[f64]; COLUMNS],
        exponents: [f64; COLUMNS],
        scratch: &'a mut [f64],
    ) -> Result<Self, Error> {
        let len = columns.first().map_or(0, |column| column.len());
        let scratch = scratch
            .get_mut(..curve_scratch_len(len))
            .ok_or(Error::Capacity)?;
        let (rows, rest) = scratch
            .split_at_mut_checked(len.saturating_mul(COLUMNS))
            .ok_or(Error::Capacity)?;
        let (buffer, rest) = rest
            .split_at_mut_checked(len.saturating_mul(COLUMNS))
            .ok_or(Error::Capacity)?;
        let (rows, buffer) = (
            rows.as_chunks_mut::<COLUMNS>().0,
            buffer.as_chunks_mut::<COLUMNS>().0,
        );
        for (c, (column, exponent)) in columns.iter().zip(exponents).enumerate() {
            for (row, x) in rows.iter_mut().zip(*column) {
                if let Some(cell) = row.get_mut(c) {
                    // Adding zero makes −0 a tie with 0.
                    *cell = scale_f64(*x, -exponent) + 0.0;
                }
            }
        }
        let (rows, buffer) = sort(rows, buffer, |a, b| {
            // Gold in order too: the sums over ties then do not depend on the order of the samples.
            a.iter()
                .zip(b)
                .find(|(a, b)| a != b)
                .is_some_and(|(a, b)| a < b)
        });
        // The other half of the sorted rows, and what they left.
        let (first, more) = buffer
            .as_flattened_mut()
            .split_at_mut_checked(len)
            .ok_or(Error::Capacity)?;
        let second = if more.len() < len { rest } else { more };
        Ok(Self {
            rows,
            exponents,
            first,
            second: second.get_mut(..len).ok_or(Error::Capacity)?,
        })
    }
}

/// The binary exponent of the largest absolute value.
///
/// # Errors
/// [`Error::NotFinite`] for NaN and infinities.
pub(super) fn common_exponent(column: &[f64]) -> Result<f64, Error> {
    let mut largest = 0.0_f64;
    for x in column {
        let size = x.abs();
        if size.is_nan() {
            return Err(Error::NotFinite);
        }
        largest = Real::max(largest, size);
    }
    if largest == f64::INFINITY {
        return Err(Error::NotFinite);
    }
    Ok(split_f64(largest).0)
}

/// Samples of equal proxy get the mean of their gold; `tied` is told of each group: its first rank, how many they are,
/// and the sum of squares about the mean.
pub(super) fn share_gold(mut rows: &mut [[f64; 2]], mut tied: impl FnMut(usize, usize, f64)) {
    let mut rank = 0_usize;
    while let Some(&[level, _]) = rows.first() {
        let count = rows.iter().take_while(|[proxy, _]| *proxy == level).count();
        let Some((group, higher)) = rows.split_at_mut_checked(count) else {
            return;
        };
        if count > 1 {
            let mut sum = Dd::from(0.0);
            for [_, gold] in group.iter() {
                sum = sum.plus(*gold);
            }
            let mean = sum.value() / count as f64;
            let mut squares = 0.0;
            for [_, gold] in group {
                squares += (*gold - mean) * (*gold - mean);
                *gold = mean;
            }
            tied(rank, count, squares);
        }
        rank = rank.saturating_add(count);
        rows = higher;
    }
}

/// Refuses what no call over pools takes: nothing at all, or columns and outputs that do not belong together.
///
/// # Errors
/// [`Error::Empty`] and [`Error::Capacity`].
pub(super) fn check_shapes(
    proxy: &[f64],
    gold: Option<&[f64]>,
    out: &[f64],
    gold_out: Option<&[f64]>,
) -> Result<(), Error> {
    if proxy.is_empty() || out.is_empty() {
        return Err(Error::Empty);
    }
    match (gold, gold_out) {
        (None, None) => Ok(()),
        (Some(gold), Some(gold_out))
            if gold.len() == proxy.len() && gold_out.len() == out.len() =>
        {
            Ok(())
        }
        _ => Err(Error::Capacity),
    }
}
