//! The expected reward of the best of `n`, climbed rank by rank.
//!
//! Let `V(i)` be the expected value of the best of `n` draws that all fall among the `i` lowest ranks of a pool. One
//! of those draws is rank `i` with probability `n/i`, and then it is the best; otherwise they all fall below:
//!
//! `V(n) = x_n`, `V(i) = V(i−1) + (n/i)(x_i − V(i−1))`, and the answer is `V(N)`.
//!
//! The same numbers as `Σ C(i−1,n−1)/C(N,n) x_i`, but every value stays between the rewards it averages: no weight to
//! overflow or underflow, and a rounding error fades as the climb goes on. `n` is the vector's lane.

use crate::simd::blocks::Loop;

/// Values of `n` climbed side by side: four AVX-512 registers, enough to hide the latency of one step.
///
/// The bits of the answer depend on it (through the rank where a group starts), so it is the same on every target.
const LANES: usize = 32;

/// Of these, how many at once: no lane sees another, but on a microcontroller the stack is short.
const WIDTH: usize = if cfg!(feature = "small") { 2 } else { LANES };

/// One number for each `n` that is climbed at once.
type Lanes = [f64; WIDTH];

/// `60 ln 2`: ranks that the best of `n` reaches with probability below 2^-60 are not visited.
const UNREACHED: f64 = 41.588830833596715;

/// `N/n`, the steps that a rounding error outlives, up to which a plain climb is accurate enough: eight units in the
/// last place at worst, when every step rounds the same way.
const PLAIN_STEPS: usize = 16;

/// Ranks climbed on one base, see [`Group::drift`].
const DRIFT: usize = 8;

/// How many of the top ranks the best of `n` lies in, except with probability 2^-60.
///
/// The best of `n` lies in the lowest `i` ranks with probability `Π_{j<n} (i−j)/(N−j)`, which by concavity of the
/// logarithm is at most `(1 − (N−i)/M)^n` with `M = N − (n−1)/2`; and `1 − e^{−z} ≤ 2z/(2+z)`.
pub(super) fn reach(len: usize, n: usize) -> usize {
    let n = n as f64;
    let middle = len as f64 - 0.5 * (n - 1.0);
    // Saturates: a float-to-integer cast never overflows.
    (middle * UNREACHED / (n + 0.5 * UNREACHED)) as usize + 1
}

/// The state of what is climbed at once: `value + carry` is `V(i)`, for each column of rewards and each lane.
#[derive(Clone, Copy)]
struct Group<const COLUMNS: usize> {
    n: Lanes,
    value: [Lanes; COLUMNS],
    carry: [Lanes; COLUMNS],
}

impl<const COLUMNS: usize> Group<COLUMNS> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn starting(first: usize, row: &[f64; COLUMNS]) -> Self {
        let mut n = [first as f64; WIDTH];
        for (lane, n) in n.iter_mut().enumerate() {
            *n += lane as f64;
        }
        let mut value = [[0.0; WIDTH]; COLUMNS];
        for (value, x) in value.iter_mut().zip(row) {
            *value = [*x; WIDTH];
        }
        Self {
            n,
            value,
            carry: [[0.0; WIDTH]; COLUMNS],
        }
    }

    /// Ranks among which some lanes have still fewer than `n`: there the best is the last.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn enter(&mut self, rank: usize, row: &[f64; COLUMNS], reciprocal: f64) {
        let rank = rank as f64;
        for (value, x) in self.value.iter_mut().zip(row) {
            for (value, n) in value.iter_mut().zip(&self.n) {
                let next = *value + (n * reciprocal) * (x - *value);
                *value = if rank <= *n { *x } else { next };
            }
        }
    }

    // Both shapes are spelled out: a loop over the columns is not unrolled, and the lanes would live in memory.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn step(&mut self, row: &[f64; COLUMNS], reciprocal: f64) {
        match (self.value.as_mut_slice(), row.as_slice()) {
            ([value], [x]) => {
                for (value, n) in value.iter_mut().zip(&self.n) {
                    *value += (n * reciprocal) * (x - *value);
                }
            }
            ([value, other], [x, y]) => {
                for ((value, other), n) in value.iter_mut().zip(other).zip(&self.n) {
                    let p = n * reciprocal;
                    *value += p * (x - *value);
                    *other += p * (y - *other);
                }
            }
            _ => {}
        }
    }

    /// [`Self::step`] through a few rows, with `V` as a fixed base and a small drift: rounding takes from the drift
    /// only, and what moving the base rounds off is carried along.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn drift(&mut self, rows: &[[f64; COLUMNS]], reciprocals: &[f64]) {
        let base = self.value;
        let mut drift = self.carry;
        for (row, q) in rows.iter().zip(reciprocals) {
            for ((drift, base), x) in drift.iter_mut().zip(&base).zip(row) {
                for ((drift, base), n) in drift.iter_mut().zip(base).zip(&self.n) {
                    *drift += (n * q) * ((x - base) - *drift);
                }
            }
        }
        let columns = self.value.iter_mut().zip(&mut self.carry);
        for (((value, carry), base), drift) in columns.zip(&base).zip(&drift) {
            let lanes = value.iter_mut().zip(carry);
            for (((value, carry), base), drift) in lanes.zip(base).zip(drift) {
                *value = base + drift;
                *carry = drift - (*value - base);
            }
        }
    }
}

/// `V(N)` for `n = first + lane, first + lane + 1, …`, of the group that begins with `first`; lanes with `n > N` hold the last row.
#[cfg_attr(not(feature = "small"), inline(always))]
fn group<const COLUMNS: usize>(
    rows: &[[f64; COLUMNS]],
    reciprocals: &[f64],
    first: usize,
    lane: usize,
) -> Option<Group<COLUMNS>> {
    let len = rows.len();
    let start = len.saturating_sub(reach(len, first)).max(first);
    let enter_end = len.min(first.saturating_add(LANES - 1)).max(start);

    // A local copy: its lanes live in registers.
    let mut group = Group::starting(first + lane, rows.get(start.checked_sub(1)?)?);
    let entering = rows.get(start..enter_end)?.iter();
    for (i, (row, q)) in entering.zip(reciprocals.get(start..)?).enumerate() {
        group.enter(start + i + 1, row, *q);
    }
    let (rows, reciprocals) = (rows.get(enter_end..)?, reciprocals.get(enter_end..)?);
    if len / PLAIN_STEPS < first {
        for (row, q) in rows.iter().zip(reciprocals) {
            group.step(row, *q);
        }
    } else {
        let (blocks, last) = rows.as_chunks::<DRIFT>();
        let (block_reciprocals, last_reciprocals) = reciprocals.as_chunks::<DRIFT>();
        for (rows, q) in blocks.iter().zip(block_reciprocals) {
            group.drift(rows, q);
        }
        group.drift(last, last_reciprocals);
    }
    Some(group)
}

/// Writes the expected best of `n = 1, 2, …, n_max` of each column to that column's output.
pub(crate) struct Climb<'a, 'b, const COLUMNS: usize> {
    /// Ascending.
    pub(crate) rows: &'a [[f64; COLUMNS]],
    /// `1/(i+1)`.
    pub(crate) reciprocals: &'a [f64],
    pub(crate) outs: &'a mut [&'b mut [f64]; COLUMNS],
    /// At most the number of rows.
    pub(crate) n_max: usize,
}

impl<const COLUMNS: usize> Loop for Climb<'_, '_, COLUMNS> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run(self) {
        for start in (0..self.n_max).step_by(WIDTH) {
            let lane = start % LANES;
            let Some(group) = group(self.rows, self.reciprocals, start - lane + 1, lane) else {
                return;
            };
            let columns = group.value.iter().zip(&group.carry);
            for (out, (value, carry)) in self.outs.iter_mut().zip(columns) {
                let Some(out) = out.get_mut(start..) else {
                    return;
                };
                for (y, (value, carry)) in out.iter_mut().zip(value.iter().zip(carry)) {
                    *y = value + carry;
                }
            }
        }
    }
}
