//! One budget of draws shared over many requests: each draw goes where it adds most.

use core::marker::PhantomData;

use super::gain::{Gain, MOST_DRAWS, Starts};
use crate::Error;
use crate::num::real::{Real, Scalar};
use crate::simd::{self, Task};

/// A request for the best of some draws, and how many it may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Request<'a> {
    /// What its draws are worth.
    pub gain: Gain<'a>,
    /// The draws it must have, at least 1.
    pub least: u64,
    /// The draws it may have, at least `least`; 2^24 count as any number beyond.
    pub most: u64,
}

/// How a budget was spent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The price of the budget: what one draw more would have added, above its cost; 0 where the budget does not bind.
    pub price: f64,
    /// The draws given out.
    pub draws: u64,
}

impl Request<'_> {
    /// The draws that pay at `price`.
    #[inline(always)]
    fn draws_at<S: Scalar>(&self, price: f64, starts: &Starts) -> u64 {
        let most = self.most.min(MOST_DRAWS);
        let n = self.gain.draws_at::<S>(price, most, starts);
        n.max(self.least)
    }
}

/// Words of scratch that [`share`] asks for over `len` requests.
#[must_use]
pub const fn share_scratch_len(len: usize) -> usize {
    len.saturating_mul(2)
}

/// Requests looked at for a first estimate of the price.
const SAMPLE: usize = 4096;

/// Shares `budget` draws over `draws.len()` requests and writes how many each gets.
///
/// `request(i)` describes request `i`; it is asked a few times and must answer the same. `cost` is the price of every draw,
/// in the units of the gains.
///
/// Formula: `maximise Σ gain_i(n_i) − cost·Σ n_i` subject to `Σ n_i ≤ budget`, `least_i ≤ n_i ≤ most_i`.
/// Source: Damani et al. 2024 (arXiv:2410.04707) and Raman et al. 2025 (arXiv:2505.12050), here by the price of a draw: as
/// every gain is concave, all draws that add more than the price are taken and none that add less.
/// Validity: exactly optimal for concave gains, which all but [`Gain::Curve`] are, and every unbiased curve of a pool by
/// its own ranking score is. Of draws that add the same to the last bit, those of earlier requests are taken.
/// Domain: finite `cost ≥ 0`, `1 ≤ least ≤ most`, `Σ least ≤ budget`.
/// Cost: a sample, one pass over the requests and a few over those that the price decides about, with a table look-up each
/// up to `n = 512`; no sort, no allocation.
///
/// # Errors
/// Nothing is written but for success.
/// - [`Error::Domain`]: a negative cost, bounds that no `n` meets, `Σ least > budget`, a parameter outside its range;
/// - [`Error::NotFinite`]: the cost or a parameter is NaN or infinite;
/// - [`Error::Empty`]: a curve without values;
/// - [`Error::Capacity`]: `scratch` is shorter than [`share_scratch_len`].
pub fn share<'a>(
    request: impl Fn(usize) -> Request<'a>,
    cost: f64,
    budget: u64,
    draws: &mut [u64],
    scratch: &mut [u64],
) -> Result<Share, Error> {
    let len = draws.len();
    if !cost.is_finite() {
        return Err(Error::NotFinite);
    }
    if cost < 0.0 {
        return Err(Error::Domain);
    }
    let scratch = scratch
        .get_mut(..share_scratch_len(len))
        .ok_or(Error::Capacity)?;
    let mut required = 0_u64;
    for i in 0..len {
        let Request { gain, least, most } = request(i);
        gain.check()?;
        if least < 1 || least > most {
            return Err(Error::Domain);
        }
        required = required.saturating_add(least);
    }
    if required > budget {
        return Err(Error::Domain);
    }
    Ok(simd::run(Deal {
        request,
        cost,
        budget,
        draws,
        scratch: scratch.as_chunks_mut::<2>().0,
    }))
}

struct Deal<'d, R> {
    request: R,
    cost: f64,
    budget: u64,
    draws: &'d mut [u64],
    scratch: &'d mut [[u64; 2]],
}

impl<'a, R: Fn(usize) -> Request<'a>> Task for Deal<'_, R> {
    type Output = Share;

    #[inline(always)]
    fn run<S: Scalar>(self) -> Share {
        let market = Market {
            request: self.request,
            starts: Starts::new(),
            len: self.draws.len(),
            budget: self.budget,
            arithmetic: PhantomData::<S>,
        };
        // At the cost alone; a free draw is taken as long as it adds anything.
        let floor = self.cost.max(f64::MIN_POSITIVE);
        let price = market.spend(floor, self.draws, self.scratch);
        // At the floor the budget does not bind.
        let price = if price > floor {
            price - self.cost
        } else {
            0.0
        };
        let mut draws = 0_u64;
        for n in self.draws.iter() {
            draws = draws.saturating_add(*n);
        }
        Share { price, draws }
    }
}

struct Market<R, S> {
    request: R,
    starts: Starts,
    len: usize,
    budget: u64,
    arithmetic: PhantomData<S>,
}

impl<'a, R: Fn(usize) -> Request<'a>, S: Scalar> Market<R, S> {
    #[inline(always)]
    fn draws_at(&self, i: usize, price: f64) -> u64 {
        (self.request)(i).draws_at::<S>(price, &self.starts)
    }

    /// The draws that pay at `price`, of every `stride`-th request.
    #[inline(always)]
    fn demand(&self, price: f64, stride: usize) -> u64 {
        // No fold: its closure would not have the caller's hardware.
        let mut sum = 0_u64;
        for i in (0..self.len).step_by(stride.max(1)) {
            sum = sum.saturating_add(self.draws_at(i, price));
        }
        sum
    }

    /// The price at which every `stride`-th request wants its part of `budget`, to seven digits; the floor where they do not
    /// want as much even there.
    #[inline(always)]
    fn sample_price(&self, floor: f64, stride: usize, budget: f64) -> f64 {
        if self.demand(floor, stride) as f64 <= budget {
            return floor;
        }
        // Positive doubles are ordered like their bits.
        let (mut low, mut high) = (floor.to_bits(), f64::MAX.to_bits());
        while high - low > 1 << 30 {
            let middle = low + (high - low) / 2;
            if self.demand(f64::from_bits(middle), stride) as f64 > budget {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::from_bits(high)
    }

    /// Two prices that the one sought most likely lies between, from a sample of the requests.
    #[inline(always)]
    fn bracket(&self, floor: f64) -> (f64, f64) {
        let stride = self.len.div_ceil(SAMPLE).max(1);
        let sampled = self.len.div_ceil(stride).max(1) as f64;
        let part = self.budget as f64 * (sampled / self.len.max(1) as f64);
        let price = self.sample_price(floor, stride, part);
        if stride == 1 || price == floor {
            let below = f64::from_bits(price.to_bits().saturating_sub(1 << 30));
            return (below.max(floor), price);
        }
        let (mut sum, mut squares) = (0.0, 0.0);
        for i in (0..self.len).step_by(stride) {
            let n = self.draws_at(i, price) as f64;
            sum += n;
            squares += n * n;
        }
        // The error of the sample's sum, at four standard deviations.
        let error = 4.0 * Real::sqrt((squares - sum * sum / sampled).max(sampled));
        (
            self.sample_price(floor, stride, part + error),
            self.sample_price(floor, stride, (part - error).max(0.0)),
        )
    }

    /// Finds the draws at the higher price, and the requests that want more at the lower: what is spent, what would be, and
    /// how many they are.
    #[inline(always)]
    fn open(
        &self,
        low: f64,
        high: f64,
        draws: &mut [u64],
        scratch: &mut [[u64; 2]],
    ) -> (u64, u64, usize) {
        let (mut spent, mut wanted, mut count) = (0_u64, 0_u64, 0);
        for (i, n) in draws.iter_mut().enumerate() {
            let request = (self.request)(i);
            *n = request.draws_at::<S>(high, &self.starts);
            let more = request.draws_at::<S>(low, &self.starts).max(*n);
            spent = spent.saturating_add(*n);
            wanted = wanted.saturating_add(more);
            if more > *n
                && let Some(slot) = scratch.get_mut(count)
            {
                *slot = [i as u64, more];
                count += 1;
            }
        }
        (spent, wanted, count)
    }

    /// Spends the budget at prices from `floor` on, and says what the last draw was worth; the floor where the budget does
    /// not bind.
    #[inline(always)]
    fn spend(&self, floor: f64, draws: &mut [u64], scratch: &mut [[u64; 2]]) -> f64 {
        let (mut low, mut high) = self.bracket(floor);
        let mut factor = 1.125;
        let (spent, count) = loop {
            let (spent, wanted, count) = self.open(low, high, draws, scratch);
            if spent > self.budget && high < f64::MAX {
                low = high;
                high = (high * factor).min(f64::MAX);
            } else if wanted > self.budget {
                break (spent, count);
            } else if low > floor {
                high = low;
                low = (low / factor).max(floor);
            } else {
                for [i, more] in scratch.iter().take(count) {
                    if let Some(n) = draws.get_mut(*i as usize) {
                        *n = *more;
                    }
                }
                return floor;
            }
            factor *= factor;
        };
        self.settle([low, high], spent, count, draws, scratch)
    }

    /// Spends the rest between the two prices, on the requests that want more at the lower: each with its draws there.
    #[inline(always)]
    fn settle(
        &self,
        [mut low, mut high]: [f64; 2],
        mut spent: u64,
        mut count: usize,
        draws: &mut [u64],
        scratch: &mut [[u64; 2]],
    ) -> f64 {
        let mut round = 0_u32;
        loop {
            let open = scratch.get_mut(..count).unwrap_or_default();
            let mut single = true;
            let mut surplus = 0_u64;
            for [i, more] in open.iter() {
                let n = draws.get(*i as usize).copied().unwrap_or(0);
                let extra = more.saturating_sub(n);
                single &= extra == 1;
                surplus = surplus.saturating_add(extra);
            }
            let left = self.budget.saturating_sub(spent);
            if left == 0 {
                return high;
            }
            if single {
                for slot in open.iter_mut() {
                    let [i, _] = *slot;
                    let n = draws.get(i as usize).copied().unwrap_or(1);
                    let worth = (self.request)(i as usize).gain.increment(n);
                    *slot = [i, worth.to_bits()];
                }
                return best(open, left, draws);
            }
            let (from, to) = (low.to_bits(), high.to_bits());
            if to - from <= 1 {
                return self.hand_out(open, left, draws, high);
            }
            // Where a straight line between the two demands meets the budget; by halves when that has not done it.
            let (over, under) = (spent.saturating_add(surplus), spent);
            let share = (over.saturating_sub(self.budget)) as f64 / (over - under).max(1) as f64;
            let straight = (low + (high - low) * share).to_bits();
            let middle = if round % 4 < 3 && from < straight && straight < to {
                straight
            } else {
                from + (to - from) / 2
            };
            round += 1;
            let middle = f64::from_bits(middle);
            let mut wanted = spent;
            for [i, _] in open.iter() {
                let n = draws.get(*i as usize).copied().unwrap_or(0);
                wanted =
                    wanted.saturating_add(self.draws_at(*i as usize, middle).saturating_sub(n));
            }
            let mut kept = 0;
            let too_many = wanted > self.budget;
            for at in 0..open.len() {
                let Some([i, more]) = open.get(at).copied() else {
                    break;
                };
                let Some(n) = draws.get_mut(i as usize) else {
                    break;
                };
                let at_middle = self.draws_at(i as usize, middle);
                let more = if too_many { at_middle } else { more };
                if !too_many {
                    *n = at_middle;
                }
                if more > *n
                    && let Some(slot) = open.get_mut(kept)
                {
                    *slot = [i, more];
                    kept += 1;
                }
            }
            count = kept;
            if too_many {
                low = middle;
            } else {
                high = middle;
                spent = wanted;
            }
        }
    }

    /// The draws between two neighbouring doubles all add the same: first come, first served.
    fn hand_out(&self, open: &[[u64; 2]], mut left: u64, draws: &mut [u64], price: f64) -> f64 {
        for [i, more] in open {
            let Some(n) = draws.get_mut(*i as usize) else {
                break;
            };
            let given = left.min(more.saturating_sub(*n));
            *n += given;
            left -= given;
        }
        price
    }
}

/// Gives one draw each to the `left` entries of largest worth (the bits of a positive double), and returns the smallest
/// worth that got one: a radix select, byte by byte from the top.
fn best(open: &[[u64; 2]], left: u64, draws: &mut [u64]) -> f64 {
    let mut prefix = 0_u64;
    let mut wanted = left.min(open.len() as u64);
    if wanted == 0 {
        return 0.0;
    }
    for byte in (0..8).rev() {
        let shift = 8 * byte;
        let mut counts = [0_u64; 256];
        for [_, worth] in open {
            let same_prefix = shift == 56 || (worth ^ prefix) >> (shift + 8) == 0;
            if let Some(count) = counts.get_mut((worth >> shift) as usize & 255)
                && same_prefix
            {
                *count += 1;
            }
        }
        for digit in (0..256_u64).rev() {
            let here = counts.get(digit as usize).copied().unwrap_or(0);
            if here >= wanted {
                prefix |= digit << shift;
                break;
            }
            wanted -= here;
        }
    }
    // `wanted` of those at the threshold itself.
    for [i, worth] in open {
        let tied = *worth == prefix && wanted > 0;
        if tied {
            wanted -= 1;
        }
        if let Some(n) = draws.get_mut(*i as usize)
            && (tied || *worth > prefix)
        {
            *n += 1;
        }
    }
    f64::from_bits(prefix)
}
