//! Unit exponentials in bulk: eight xoshiro256++ generators side by side, and `−ln U` on vectors.

use rand_core::Rng;

use crate::num::ln::plain_ln;
use crate::num::real::Real;
use crate::simd::blocks::{self, Loop};
use crate::simd::{self, Kernel};

/// A source of independent unit exponentials, 256 bytes of state; one thread at a time.
///
/// Source: xoshiro256++, Blackman and Vigna 2021 (doi:10.1145/3460772), in eight lanes.
/// The same state gives the same doubles on every machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpStream {
    /// The four state words of each lane, word by word.
    state: [[u64; LANES]; 4],
}

const LANES: usize = 8;

/// Uniforms that are made before their logarithms are taken: they stay in the first-level cache.
const BLOCK: usize = 512;

impl ExpStream {
    /// A stream whose 2048 bits of state are drawn from `rng`.
    #[must_use]
    pub fn from_rng<R: Rng + ?Sized>(rng: &mut R) -> Self {
        let mut state = [[0; LANES]; 4];
        for word in state.as_flattened_mut() {
            *word = rng.next_u64();
        }
        Self::from_state(state)
    }

    /// A stream that goes on from [`state`](Self::state). A lane that is all zero, which would stay so, is set to ones.
    #[must_use]
    pub const fn from_state(mut state: [[u64; LANES]; 4]) -> Self {
        let mut lane = 0;
        while lane < LANES {
            if state[0][lane] | state[1][lane] | state[2][lane] | state[3][lane] == 0 {
                state[0][lane] = u64::MAX;
            }
            lane += 1;
        }
        Self { state }
    }

    /// The state words: first words of all lanes, second words, and so on.
    #[must_use]
    pub const fn state(&self) -> [[u64; LANES]; 4] {
        self.state
    }

    /// Fills `out` with independent unit exponentials, in bulk.
    ///
    /// Formula: `−ln U` with `U` in the middle of one of 2^52 cells of the unit interval. Source: inversion.
    /// Validity: exact in law up to that grid: no draw beyond 36.74, which a true one exceeds once in 2^53.
    /// Cost: eight draws are made at a time, and what a call leaves of its last eight is dropped.
    pub fn fill(&mut self, out: &mut [f64]) {
        for out in out.chunks_mut(BLOCK) {
            blocks::run(Uniforms {
                state: &mut self.state,
                out,
            });
            simd::batch_in_place(MinusLn, out);
        }
    }
}

struct Uniforms<'a> {
    state: &'a mut [[u64; LANES]; 4],
    out: &'a mut [f64],
}

impl Loop for Uniforms<'_> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run(self) {
        let Self { state, out } = self;
        // A copy, which the compiler knows to overlap nothing: it stays in registers.
        let mut lanes = *state;
        let (whole, rest) = out.as_chunks_mut::<LANES>();
        for out in whole {
            *out = next(&mut lanes);
        }
        if !rest.is_empty() {
            for (out, u) in rest.iter_mut().zip(next(&mut lanes)) {
                *out = u;
            }
        }
        *state = lanes;
    }
}

/// One uniform from each lane.
#[cfg_attr(not(feature = "small"), inline(always))]
fn next(state: &mut [[u64; LANES]; 4]) -> [f64; LANES] {
    let [a, b, c, d] = state;
    let mut uniforms = [0.0; LANES];
    for i in 0..LANES {
        let word = a[i].wrapping_add(d[i]).rotate_left(23).wrapping_add(a[i]);
        let shifted = b[i] << 17;
        c[i] ^= a[i];
        d[i] ^= b[i];
        b[i] ^= c[i];
        a[i] ^= d[i];
        c[i] ^= shifted;
        d[i] = d[i].rotate_left(45);
        // 52 bits as a double in [1, 2), less 1 − 2^-53: exact.
        let high = f64::from_bits((word >> 12) | 0x3ff0_0000_0000_0000);
        uniforms[i] = high - (1.0 - f64::EPSILON / 2.0);
    }
    uniforms
}

#[derive(Clone, Copy)]
struct MinusLn;

impl Kernel for MinusLn {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, u: V) -> V {
        -plain_ln(u)
    }
}
