//! The best few of a stream, and what they say about its tail.

use crate::Error;
use crate::num::dd::{Dd, two_sum};
use crate::num::ln::{ln_any, log1p};
use crate::num::real::{Real, Scalar};
use crate::simd::{self, Task};

/// A reward and the identity of the answer that earned it. 16 bytes.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ranked {
    /// The reward.
    pub reward: f64,
    /// The caller's name for the answer.
    pub id: u64,
}

impl Ranked {
    /// Whether this one ranks higher: more reward, or as much and the lower id.
    #[inline]
    fn beats(&self, other: &Self) -> bool {
        self.reward > other.reward || (self.reward == other.reward && self.id < other.id)
    }
}

/// The `K` best rewards of a stream with their ids: `8 + 16·K` bytes, nothing on the heap.
///
/// Ties go to the lower id: what is kept does not depend on the order in which answers arrive, nor on how they were
/// divided among workers whose states are then [merged](Top::merge).
pub type TopK<const K: usize> = Top<[Ranked; K]>;

/// [`TopK`] over any store: an array, or a slice that is the caller's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Top<S> {
    seen: u64,
    /// Best first; places that nothing has reached yet come last.
    store: S,
}

impl<const K: usize> TopK<K> {
    /// Nothing seen yet.
    #[must_use]
    pub const fn new() -> Self {
        let nothing = Ranked { reward: 0.0, id: 0 };
        Self {
            seen: 0,
            store: [nothing; K],
        }
    }
}

impl<const K: usize> Default for TopK<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: AsRef<[Ranked]>> Top<S> {
    /// Goes on from a store in which the best of `seen` answers are, best first.
    #[must_use]
    pub const fn resume(seen: u64, store: S) -> Self {
        Self { seen, store }
    }

    /// How many answers were pushed.
    #[must_use]
    pub const fn seen(&self) -> u64 {
        self.seen
    }

    /// The best answers, best first: as many as were seen, `K` at the most.
    #[must_use]
    pub fn best(&self) -> &[Ranked] {
        let store = self.store.as_ref();
        store.get(..kept(self.seen, store.len())).unwrap_or(store)
    }

    /// The chance that the next answer beats all so far: exact for exchangeable rewards without ties, whatever their law.
    ///
    /// Formula: `1/(seen + 1)`; for several answers at once see
    /// [`budget::record_probability`](crate::budget::record_probability).
    #[must_use]
    pub fn record_probability(&self) -> f64 {
        let next = Dd::<f64>::integer(self.seen).plus(1.0);
        Dd::from(1.0).div(next).value()
    }

    /// [`hill_tail_index`] of the rewards kept.
    ///
    /// # Errors
    /// Those of [`hill_tail_index`].
    pub fn hill_tail_index(&self) -> Result<f64, Error> {
        simd::run(Hill {
            rewards: self.best().iter().map(|best| best.reward),
        })
    }
}

impl<S: AsRef<[Ranked]> + AsMut<[Ranked]>> Top<S> {
    /// Takes an answer. Ids need not differ.
    ///
    /// Cost: one comparison for an answer that is not among the best; up to `K` moves for one that is.
    ///
    /// # Errors
    /// Nothing changes but for success. [`Error::NotFinite`] for NaN and infinities, [`Error::Capacity`] once 2^64 − 1
    /// answers are in.
    pub fn push(&mut self, reward: f64, id: u64) -> Result<(), Error> {
        if !reward.is_finite() {
            return Err(Error::NotFinite);
        }
        let seen = self.seen.checked_add(1).ok_or(Error::Capacity)?;
        // Adding zero makes −0 the same as 0.
        let reward = reward + 0.0;
        self.insert(Ranked { reward, id });
        self.seen = seen;
        Ok(())
    }

    /// Takes what another state has seen: the `K` best of both.
    ///
    /// # Errors
    /// Nothing changes but for success. [`Error::Capacity`] when the other has dropped answers that this one would keep,
    /// its `K` being smaller, or when the counts together exceed 2^64 − 1.
    pub fn merge<T: AsRef<[Ranked]>>(&mut self, other: &Top<T>) -> Result<(), Error> {
        let seen = self.seen.checked_add(other.seen).ok_or(Error::Capacity)?;
        let room = other.store.as_ref().len();
        if other.seen > room as u64 && room < self.store.as_ref().len() {
            return Err(Error::Capacity);
        }
        for ranked in other.best() {
            self.insert(*ranked);
            self.seen = self.seen.saturating_add(1);
        }
        self.seen = seen;
        Ok(())
    }

    /// Puts an answer in its place, if it has one.
    #[inline]
    fn insert(&mut self, new: Ranked) {
        let store = self.store.as_mut();
        let kept = kept(self.seen, store.len());
        let full = kept == store.len();
        if full && store.last().is_none_or(|last| !new.beats(last)) {
            return;
        }
        let mut pushed_down = new;
        for (place, slot) in store.iter_mut().enumerate() {
            if place >= kept {
                *slot = pushed_down;
                return;
            }
            if pushed_down.beats(slot) {
                core::mem::swap(slot, &mut pushed_down);
            }
        }
    }
}

/// How many places of a store hold an answer.
#[inline]
fn kept(seen: u64, places: usize) -> usize {
    usize::try_from(seen).map_or(places, |seen| seen.min(places))
}

/// Hill's estimate of the tail index `α` of a law with `P(reward > x) ~ x^(−α)`, from its largest rewards in any order.
///
/// Formula: `(k−1)/Σ ln(x_i/x_least)`, `k = largest.len()`.  Source: Hill 1975 (doi:10.1214/aos/1176343247).
/// Validity: consistent for a regularly varying tail as `k` and the sample grow, `k` the slower; the standard error is then
/// about `α/√(k−1)`. It depends on where the rewards' zero is, and is no evidence that there is such a tail.
/// Domain: at least two positive rewards.  Limits: ∞ when all are equal.
/// Accuracy: ≤ 2 ulp; worst seen 0.51 ulp in tests/top_k.rs.
/// Cost: a logarithm a reward.
///
/// # Errors
/// [`Error::Empty`] for fewer than two rewards, [`Error::NotFinite`] for NaN and infinities, [`Error::Domain`] unless all are
/// positive.
pub fn hill_tail_index(largest: &[f64]) -> Result<f64, Error> {
    simd::run(Hill {
        rewards: largest.iter().copied(),
    })
}

struct Hill<I> {
    rewards: I,
}

impl<I: Iterator<Item = f64> + Clone> Task for Hill<I> {
    type Output = Result<f64, Error>;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Result<f64, Error> {
        let (mut count, mut least) = (0_u64, f64::INFINITY);
        for x in self.rewards.clone() {
            if !x.is_finite() {
                return Err(Error::NotFinite);
            }
            count = count.saturating_add(1);
            least = Real::min(least, x);
        }
        let excesses = match count.checked_sub(1) {
            Some(excesses @ 1..) => Dd::<S>::integer(excesses),
            _ => return Err(Error::Empty),
        };
        if least <= 0.0 {
            return Err(Error::Domain);
        }
        let threshold = S::splat(least);
        let ln_threshold = ln_any(threshold);
        let mut sum = Dd::from(S::splat(0.0));
        for x in self.rewards {
            let x = S::splat(x);
            // Next to the threshold the logarithm of the ratio, far from it the difference of the logarithms.
            sum = sum.add(if x.get() < 2.0 * least && least > f64::MIN_POSITIVE {
                log1p(two_sum(x, -threshold).over(threshold))
            } else {
                ln_any(x).sub(ln_threshold)
            });
        }
        if sum.hi.get() > 0.0 {
            Ok(excesses.div(sum).value().get())
        } else {
            Ok(f64::INFINITY)
        }
    }
}
