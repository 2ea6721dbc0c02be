//! Samplers: the largest of n draws without drawing n.
//!
//! bestof_exp_sample_top() yields the k largest of n unit exponentials in O(k), whatever n is; map them through your
//! own quantile function for other rewards. Not for cryptography. A generator serves one thread at a time.

use bestof::order;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use crate::memory::{Array, check};
use crate::status::{BESTOF_E_DOMAIN, Refusal, bestof_status, report};

/// A xoshiro256++ generator: plain data, free to copy and to store, the same stream on every machine. Fill it with
/// bestof_rng_seed(), or with any 256 random bits that are not all zero.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_rng {
    /// The four state words of the published algorithm.
    pub state: [u64; 4],
}

/// Seeds a generator through SplitMix64, as the algorithm's authors advise: any seed will do, 0 too.
/// Cost: constant.
///
/// # Safety
/// rng must point to a bestof_rng, initialised or not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_rng_seed(rng: *mut bestof_rng, seed: u64) -> bestof_status {
    report(|| {
        check(rng)?;
        let seeded = freeze(&Xoshiro256PlusPlus::seed_from_u64(seed));
        // SAFETY: checked; writable by the caller's contract.
        unsafe { rng.write(seeded) };
        Ok(())
    })
}

/// Draws the largest of n unit exponentials, n real: one uniform, whatever n is.
///
/// BESTOF_E_DOMAIN unless 1 <= n < INFINITY, and for a generator that is all zero.
///
/// # Safety
/// rng must point to a seeded bestof_rng, out to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_exp_sample_max(
    rng: *mut bestof_rng,
    n: f64,
    out: *mut f64,
) -> bestof_status {
    let draw_max = |rng: &mut Xoshiro256PlusPlus| {
        check(out)?;
        let largest = order::exp_sample_max(rng, n)?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(largest) };
        Ok(())
    };
    // SAFETY: the caller's contract.
    unsafe { draw(rng, draw_max) }
}

/// Draws the k largest of n unit exponentials, largest first, in O(k).
///
/// BESTOF_E_DOMAIN unless n >= 1 and k <= n, and for a generator that is all zero.
///
/// # Safety
/// rng must point to a seeded bestof_rng, out must hold k doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_exp_sample_top(
    rng: *mut bestof_rng,
    n: u64,
    k: usize,
    out: *mut f64,
) -> bestof_status {
    let draw_top = |rng: &mut Xoshiro256PlusPlus| {
        let out = Array::new(out, k)?;
        // SAFETY: the caller's contract.
        order::exp_sample_top(rng, n, unsafe { out.write() })?;
        Ok(())
    };
    // SAFETY: the caller's contract.
    unsafe { draw(rng, draw_top) }
}

/// Draws n unit exponentials in ascending order, in O(n) and without sorting.
///
/// BESTOF_E_DOMAIN for a generator that is all zero.
///
/// # Safety
/// rng must point to a seeded bestof_rng, out must hold n doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_exp_sample_sorted(
    rng: *mut bestof_rng,
    n: usize,
    out: *mut f64,
) -> bestof_status {
    let draw_sorted = |rng: &mut Xoshiro256PlusPlus| {
        let out = Array::new(out, n)?;
        // SAFETY: the caller's contract.
        order::exp_sample_sorted(rng, unsafe { out.write() });
        Ok(())
    };
    // SAFETY: the caller's contract.
    unsafe { draw(rng, draw_sorted) }
}

/// A source of unit exponentials in bulk: eight xoshiro256++ generators side by side, plain data, free to copy and to
/// store. Fill it with bestof_exp_stream_init(). One thread at a time.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_exp_stream {
    /// First state words of the eight lanes, second words, and so on.
    pub state: [[u64; 8]; 4],
}

/// Starts a stream with 32 words drawn from rng, which moves on.
/// Cost: 32 draws of rng.
///
/// BESTOF_E_DOMAIN for a generator that is all zero.
///
/// # Safety
/// stream must point to a bestof_exp_stream, initialised or not, rng to a seeded bestof_rng.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_exp_stream_init(
    stream: *mut bestof_exp_stream,
    rng: *mut bestof_rng,
) -> bestof_status {
    let start = |rng: &mut Xoshiro256PlusPlus| {
        check(stream)?;
        let state = order::ExpStream::from_rng(rng).state();
        // SAFETY: checked; writable by the caller's contract.
        unsafe { stream.write(bestof_exp_stream { state }) };
        Ok(())
    };
    // SAFETY: the caller's contract.
    unsafe { draw(rng, start) }
}

/// Fills out with n independent unit exponentials: the fast way to very many. Draws are made eight at a time;
/// what a call leaves of its last eight is dropped.
/// Cost: a nanosecond a draw; eight are made at a time.
///
/// # Safety
/// stream must point to a started bestof_exp_stream, out must hold n doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_exp_stream_fill(
    stream: *mut bestof_exp_stream,
    n: usize,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        check(stream)?;
        let out = Array::new(out, n)?;
        // SAFETY: checked; initialised by the caller's contract.
        let mut source = order::ExpStream::from_state(unsafe { stream.read() }.state);
        // SAFETY: the caller's contract.
        source.fill(unsafe { out.write() });
        let state = source.state();
        // SAFETY: checked; writable by the caller's contract.
        unsafe { stream.write(bestof_exp_stream { state }) };
        Ok(())
    })
}

/// Runs `body` on a copy of the generator, and stores the copy back only on success.
///
/// # Safety
/// `rng` is NULL or points to an initialised generator that no other thread touches.
unsafe fn draw(
    rng: *mut bestof_rng,
    body: impl FnOnce(&mut Xoshiro256PlusPlus) -> Result<(), Refusal>,
) -> bestof_status {
    report(|| {
        check(rng)?;
        // SAFETY: checked; initialised by the caller's contract.
        let mut generator = thaw(unsafe { rng.read() })?;
        body(&mut generator)?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { rng.write(freeze(&generator)) };
        Ok(())
    })
}

fn freeze(generator: &Xoshiro256PlusPlus) -> bestof_rng {
    let mut state = [0; 4];
    let bytes = generator.state();
    for (word, bytes) in state.iter_mut().zip(bytes.as_chunks().0) {
        *word = u64::from_le_bytes(*bytes);
    }
    bestof_rng { state }
}

fn thaw(stored: bestof_rng) -> Result<Xoshiro256PlusPlus, Refusal> {
    // xoshiro never leaves the all-zero state: each draw would be the same.
    if stored.state == [0; 4] {
        return Err(Refusal(BESTOF_E_DOMAIN));
    }
    let mut bytes = [0; 32];
    for (bytes, word) in bytes.as_chunks_mut().0.iter_mut().zip(stored.state) {
        *bytes = word.to_le_bytes();
    }
    Ok(Xoshiro256PlusPlus::from_seed(bytes))
}
