//! Normal rewards: the increments of the expected maximum, looked up or computed, and the price they still meet.

use super::increments::{NORMAL, NORMAL_FIRST};
use crate::order::normal_max_mean;

/// What the draw after `n ≥ 1` adds to the expected maximum of standard normals.
#[inline]
pub(super) fn increment(n: u64) -> f64 {
    match usize::try_from(n.wrapping_sub(1))
        .ok()
        .and_then(|i| NORMAL.get(i))
    {
        Some(step) => *step,
        None => normal_max_mean(n as f64 + 1.0) - normal_max_mean(n as f64),
    }
}

/// Cells a binade, and binades: increments from 1 down to below the last of the table.
const CELLS_A_BINADE: usize = 16;
const CELLS: usize = 11 * CELLS_A_BINADE;
/// The leading bits of 1.0 and more.
const TOP: u64 = 1023 << 4;

/// Where to start looking in [`NORMAL`], by the leading bits of the increment sought.
static STARTS: [u16; CELLS] = {
    let mut starts = [1; CELLS];
    let (mut cell, mut n) = (0, 1);
    while cell < CELLS {
        // The largest increment of this cell.
        let most = f64::from_bits((TOP - cell as u64) << 48);
        while n < NORMAL.len() && NORMAL[n - 1] >= most {
            n += 1;
        }
        starts[cell] = n as u16;
        cell += 1;
    }
    starts
};

/// The smallest `n ≥ 1` with `deviation · increment(n) ≤ price`. Apart in small builds: the other gains do without its numbers.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
pub(super) fn draws(price: f64, deviation: f64, most: u64) -> u64 {
    let sought = price / deviation;
    // A deviation of 0 makes this infinite.
    if sought >= NORMAL_FIRST {
        return 1;
    }
    let cell = TOP.wrapping_sub(1).wrapping_sub(sought.to_bits() >> 48);
    if let Some(start) = STARTS.get(cell as usize) {
        let start = usize::from(*start).max(1);
        for (n, step) in (start as u64..).zip(NORMAL.iter().skip(start - 1)) {
            if deviation * step <= price {
                return most.min(n);
            }
        }
    }
    draws_beyond(price, deviation, most)
}

/// Beyond the table: `n · increment(n)` hardly moves, so the last trial names the next; the increments decide.
/// Apart in small builds: it goes deep, and nothing of the look-up is needed then.
#[cfg_attr(feature = "small", inline(never))]
fn draws_beyond(price: f64, deviation: f64, most: u64) -> u64 {
    let mut trial = NORMAL.len() as u64;
    if most <= trial || deviation * increment(most - 1) > price {
        return most;
    }
    let (mut low, mut high) = (trial - 1, most);
    let mut value = deviation * increment(trial);
    // The draw after `low` pays, the one after `high` does not (or may not be drawn).
    while high - low > 1 {
        let next = (trial as f64 * (value / price)) as u64;
        trial = if low < next && next < high {
            next
        } else {
            low + (high - low) / 2
        };
        value = deviation * increment(trial);
        if value > price {
            low = trial;
        } else {
            high = trial;
        }
    }
    high
}
