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
    /// The draws that pay at each price.
    #[inline(always)]
    fn draws_at<S: Scalar, const K: usize>(&self, prices: [f64; K], starts: &Starts) -> [u64; K] {
        let most = self.most.min(MOST_DRAWS);
        let draws = self.gain.draws_at::<S, K>(prices, most, starts);
        draws.map(|n| n.max(self.least))
    }
}

/// Words of scratch that [`share`] asks for over `len` requests.
#[must_use]
pub const fn share_scratch_len(len: usize) -> usize {
    len.saturating_mul(3)
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
/// Cost: a sample, two passes over the requests and a few over those that the price decides about, with a table look-up each
/// up to `n = 512`; no sort, no allocation. A million requests at 8 and 64 draws each: exponential 23 and 26 ms, normal 29 and 62,
/// Bernoulli 60 and 73 (AVX-512, `cargo bench --bench budget`).
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
        scratch: scratch.as_chunks_mut::<3>().0,
    }))
}

/// A request between two prices: its index, its draws at the lower one, and those at two prices on trial.
type Open = [u64; 3];

struct Deal<'d, R> {
    request: R,
    cost: f64,
    budget: u64,
    draws: &'d mut [u64],
    scratch: &'d mut [Open],
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
    /// The draws that pay at `price`, of every `stride`-th request.
    #[inline(always)]
    fn demand(&self, price: f64, stride: usize) -> u64 {
        // No fold: its closure would not have the caller's hardware.
        let mut sum = 0_u64;
        for i in (0..self.len).step_by(stride.max(1)) {
            let [n] = (self.request)(i).draws_at::<S, 1>([price], &self.starts);
            sum = sum.saturating_add(n);
        }
        sum
    }

    /// The price between two at which every `stride`-th request wants its part of `budget`, to five digits; `low` where they
    /// do not want as much even there.
    #[inline(always)]
    fn sample_price(&self, [low, high]: [f64; 2], stride: usize, budget: f64) -> f64 {
        if self.demand(low, stride) as f64 <= budget {
            return low;
        }
        // Positive doubles are ordered like their bits.
        let (mut low, mut high) = (low.to_bits(), high.to_bits());
        while high - low > 1 << 36 {
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
    fn bracket(&self, floor: f64) -> [f64; 2] {
        let stride = self.len.div_ceil(SAMPLE).max(1);
        let sampled = self.len.div_ceil(stride).max(1) as f64;
        let part = self.budget as f64 * (sampled / self.len.max(1) as f64);
        let price = self.sample_price([floor, f64::MAX], stride, part);
        if stride == 1 || price == floor {
            let below = f64::from_bits(price.to_bits().saturating_sub(1 << 36));
            return [below.max(floor), price];
        }
        // What all want there says how far the sample is off; of how the demand moves from there it is a good judge.
        let wanted = self.demand(price, 1).max(1) as f64;
        let part_there = self.demand(price, stride) as f64;
        let corrected = part_there * (self.budget as f64 / wanted);
        let moved = Real::abs(corrected - part_there);
        // Four standard deviations of the sample's requests that change their minds.
        let error = 4.0 * (1.0 + Real::sqrt(moved + moved * moved / sampled));
        let near = [(price * 0.5).max(floor), (price * 2.0).min(f64::MAX)];
        [corrected + error, (corrected - error).max(0.0)]
            .map(|part| self.sample_price(near, stride, part))
    }

    /// Finds the draws at the higher price, and the requests that want more at the lower: what is spent, what would be, and
    /// how many they are.
    #[inline(always)]
    fn open(
        &self,
        [low, high]: [f64; 2],
        draws: &mut [u64],
        scratch: &mut [Open],
    ) -> (u64, u64, usize) {
        let (mut spent, mut wanted, mut count) = (0_u64, 0_u64, 0);
        for (i, n) in draws.iter_mut().enumerate() {
            let request = (self.request)(i);
            let [many, few] = request.draws_at::<S, 2>([low, high], &self.starts);
            *n = few;
            let more = many.max(few);
            spent = spent.saturating_add(*n);
            wanted = wanted.saturating_add(more);
            if more > *n
                && let Some(slot) = scratch.get_mut(count)
            {
                *slot = [i as u64, more, 0];
                count += 1;
            }
        }
        (spent, wanted, count)
    }

    /// Spends the budget at prices from `floor` on, and says what the last draw was worth; the floor where the budget does
    /// not bind.
    #[inline(always)]
    fn spend(&self, floor: f64, draws: &mut [u64], scratch: &mut [Open]) -> f64 {
        let [mut low, mut high] = self.bracket(floor);
        let mut factor = 1.0078125;
        let (spent, count) = loop {
            let (spent, wanted, count) = self.open([low, high], draws, scratch);
            if spent > self.budget && high < f64::MAX {
                low = high;
                high = (high * factor).min(f64::MAX);
            } else if wanted > self.budget {
                break (spent, count);
            } else if low > floor {
                high = low;
                low = (low / factor).max(floor);
            } else {
                for [i, more, _] in scratch.iter().take(count) {
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
        scratch: &mut [Open],
    ) -> f64 {
        let mut round = 0_u32;
        loop {
            let open = scratch.get_mut(..count).unwrap_or_default();
            let mut single = true;
            let mut surplus = 0_u64;
            for [i, more, _] in open.iter() {
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
                    let [i, _, _] = *slot;
                    let n = draws.get(i as usize).copied().unwrap_or(1);
                    let worth = (self.request)(i as usize).gain.increment(n);
                    *slot = [i, worth.to_bits(), 0];
                }
                return best(open, left, draws);
            }
            if high.to_bits() - low.to_bits() <= 1 {
                return self.hand_out(open, left, draws, high);
            }
            let [cheap, dear] = probes([low, high], surplus, left, round);
            round += 1;
            let (mut at_cheap, mut at_dear) = (spent, spent);
            for [i, _, trial] in open.iter_mut() {
                let n = draws.get(*i as usize).copied().unwrap_or(0);
                let request = (self.request)(*i as usize);
                let [many, few] = request.draws_at::<S, 2>([cheap, dear], &self.starts);
                at_dear = at_dear.saturating_add(few.saturating_sub(n));
                at_cheap = at_cheap.saturating_add(many.saturating_sub(n));
                // An open request wants fewer draws than MOST_DRAWS.
                *trial = few << 32 | many;
            }
            let (dear_is_low, cheap_is_high) = (at_dear > self.budget, at_cheap <= self.budget);
            let mut kept = 0;
            for at in 0..open.len() {
                let Some([i, more, trial]) = open.get(at).copied() else {
                    break;
                };
                let Some(n) = draws.get_mut(i as usize) else {
                    break;
                };
                let (few, many) = (trial >> 32, trial & 0xffff_ffff);
                let more = if dear_is_low {
                    few
                } else if cheap_is_high {
                    *n = many;
                    more
                } else {
                    *n = few;
                    many
                };
                if more > *n
                    && let Some(slot) = open.get_mut(kept)
                {
                    *slot = [i, more, 0];
                    kept += 1;
                }
            }
            count = kept;
            if dear_is_low {
                low = dear;
            } else if cheap_is_high {
                high = cheap;
                spent = at_cheap;
            } else {
                (low, high) = (cheap, dear);
                spent = at_dear;
            }
        }
    }

    /// The draws between two neighbouring doubles all add the same: first come, first served.
    fn hand_out(&self, open: &[Open], mut left: u64, draws: &mut [u64], price: f64) -> f64 {
        for [i, more, _] in open {
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

/// Two prices between `low` and `high` that the one sought should lie between: around the one where a straight line from
/// `surplus` draws more at `low` to none at `high` leaves `left`; by thirds when that has not done it.
#[inline(always)]
fn probes([low, high]: [f64; 2], surplus: u64, left: u64, round: u32) -> [f64; 2] {
    let (from, to) = (low.to_bits(), high.to_bits());
    let third = (to - from) / 3;
    if round % 4 < 3 {
        let (surplus, left) = (surplus as f64, left as f64);
        // How far the demand may be from the line: a curve's bend, and chance.
        let margin = surplus * (high / low - 1.0) * 0.25 + 2.0 * Real::sqrt(surplus);
        let [cheap, dear] =
            [left + margin, left - margin].map(|want| low + (high - low) * (1.0 - want / surplus));
        let inside = |price: f64| price.max(low.next_up()).min(high.next_down());
        return [inside(cheap), inside(dear)];
    }
    [(from + third).max(from + 1), (to - third).min(to - 1)].map(f64::from_bits)
}

/// Gives one draw each to the `left` entries of largest worth (the bits of a positive double), and returns the smallest
/// worth that got one: a radix select, byte by byte from the top.
fn best(open: &[Open], left: u64, draws: &mut [u64]) -> f64 {
    let mut prefix = 0_u64;
    let mut wanted = left.min(open.len() as u64);
    if wanted == 0 {
        return 0.0;
    }
    for byte in (0..8).rev() {
        let shift = 8 * byte;
        let mut counts = [0_u64; 256];
        for [_, worth, _] in open {
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
    for [i, worth, _] in open {
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
