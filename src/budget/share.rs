//! One budget of draws shared over many requests: each draw goes where it adds most.

use core::marker::PhantomData;

use super::gain::{Gain, MOST_DRAWS};
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
    /// The draws that pay at `price`, by the gain's [`rate`](Gain::rate).
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn draws_at<S: Scalar>(&self, price: f64, rate: f64) -> u64 {
        let most = self.most.min(MOST_DRAWS);
        self.gain.draws_at::<S>(price, rate, most).max(self.least)
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
    check(&request, cost, budget, draws.len())?;
    let scratch = scratch
        .get_mut(..share_scratch_len(draws.len()))
        .ok_or(Error::Capacity)?;
    Ok(simd::run(Deal {
        request,
        cost,
        budget,
        draws,
        scratch: scratch.as_chunks_mut::<3>().0,
    }))
}

/// Whether the budget and the `len` requests are fair ones. Apart in small builds: a request takes room.
#[cfg_attr(feature = "small", inline(never))]
fn check<'a>(
    request: &impl Fn(usize) -> Request<'a>,
    cost: f64,
    budget: u64,
    len: usize,
) -> Result<(), Error> {
    if !cost.is_finite() {
        return Err(Error::NotFinite);
    }
    if cost < 0.0 {
        return Err(Error::Domain);
    }
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
    Ok(())
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

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Share {
        let market = Market {
            request: self.request,
            len: self.draws.len(),
            budget: self.budget,
            arithmetic: PhantomData::<S>,
        };
        // At the cost alone; a free draw is taken as long as it adds anything.
        let floor = self.cost.max(f64::MIN_POSITIVE);
        let [low, high] = market.bracket(floor);
        let mut between = Between {
            low,
            high,
            spent: 0,
            count: 0,
        };
        let price = if market.narrow(&mut between, floor, self.draws, self.scratch) {
            market.settle(&mut between, self.draws, self.scratch);
            market.finish(&between, self.draws, self.scratch)
        } else {
            floor
        };
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

/// What is known of the price: two that it lies between, what is spent at the higher, and how many want more at the lower.
struct Between {
    low: f64,
    high: f64,
    spent: u64,
    count: usize,
}

struct Market<R, S> {
    request: R,
    len: usize,
    budget: u64,
    arithmetic: PhantomData<S>,
}

// The stages follow each other, each apart in small builds: none needs room for another's numbers.
impl<'a, R: Fn(usize) -> Request<'a>, S: Scalar> Market<R, S> {
    /// The draws that pay at `price`, of every `stride`-th request.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn demand(&self, price: f64, stride: usize) -> u64 {
        // No fold: its closure would not have the caller's hardware.
        let mut sum = 0_u64;
        for i in (0..self.len).step_by(stride.max(1)) {
            let request = (self.request)(i);
            let rate = request.gain.rate::<S>();
            sum = sum.saturating_add(request.draws_at::<S>(price, rate));
        }
        sum
    }

    /// The price between two at which every `stride`-th request wants its part of `budget`, to five digits; `low` where they
    /// do not want as much even there.
    #[cfg_attr(not(feature = "small"), inline(always))]
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
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn bracket(&self, floor: f64) -> [f64; 2] {
        let stride = self.len.div_ceil(SAMPLE).max(1);
        let price = self.sample_price([floor, f64::MAX], stride, self.part(stride));
        if stride == 1 || price == floor {
            let below = f64::from_bits(price.to_bits().saturating_sub(1 << 36));
            return [below.max(floor), price];
        }
        self.correct(price, floor, stride)
    }

    /// How many requests a sample has.
    fn sampled(&self, stride: usize) -> f64 {
        self.len.div_ceil(stride.max(1)).max(1) as f64
    }

    /// The budget of a sample.
    fn part(&self, stride: usize) -> f64 {
        self.budget as f64 * (self.sampled(stride) / self.len.max(1) as f64)
    }

    /// Two prices around a sample's, by what all requests want there.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn correct(&self, price: f64, floor: f64, stride: usize) -> [f64; 2] {
        // What all want there says how far the sample is off; of how the demand moves from there it is a good judge.
        let wanted = self.demand(price, 1).max(1) as f64;
        let part_there = self.demand(price, stride) as f64;
        let corrected = part_there * (self.budget as f64 / wanted);
        let moved = Real::abs(corrected - part_there);
        // Four standard deviations of the sample's requests that change their minds.
        let error = 4.0 * (1.0 + Real::sqrt(moved + moved * moved / self.sampled(stride)));
        let near = [(price * 0.5).max(floor), (price * 2.0).min(f64::MAX)];
        [corrected + error, (corrected - error).max(0.0)]
            .map(|part| self.sample_price(near, stride, part))
    }

    /// Finds the draws at the higher price, and the requests that want more at the lower: what is spent, what would be, and
    /// how many they are.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn open(
        &self,
        [low, high]: [f64; 2],
        draws: &mut [u64],
        scratch: &mut [Open],
    ) -> (u64, u64, usize) {
        let (mut spent, mut wanted, mut count) = (0_u64, 0_u64, 0);
        for (i, n) in draws.iter_mut().enumerate() {
            let request = (self.request)(i);
            let rate = request.gain.rate::<S>();
            let few = request.draws_at::<S>(high, rate);
            let many = request.draws_at::<S>(low, rate);
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

    /// Moves the two prices, from `floor` on, until the one sought lies between, with the draws at the higher; false where the
    /// budget does not bind, with the draws at the floor.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn narrow(
        &self,
        between: &mut Between,
        floor: f64,
        draws: &mut [u64],
        scratch: &mut [Open],
    ) -> bool {
        let mut factor = 1.0078125;
        loop {
            let Between { low, high, .. } = *between;
            let (spent, wanted, count) = self.open([low, high], draws, scratch);
            if spent > self.budget && high < f64::MAX {
                between.low = high;
                between.high = (high * factor).min(f64::MAX);
            } else if wanted > self.budget {
                between.spent = spent;
                between.count = count;
                return true;
            } else if low > floor {
                between.high = low;
                between.low = (low / factor).max(floor);
            } else {
                for [i, more, _] in scratch.iter().take(count) {
                    if let Some(n) = draws.get_mut(*i as usize) {
                        *n = *more;
                    }
                }
                return false;
            }
            factor *= factor;
        }
    }

    /// Spends more of the rest between the two prices, on the requests that want more at the lower, each with its draws there:
    /// until nothing is left, or each of them wants a single draw more.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn settle(&self, between: &mut Between, draws: &mut [u64], scratch: &mut [Open]) {
        let Between {
            low,
            high,
            spent,
            count,
        } = between;
        let mut round = 0_u32;
        loop {
            let open = scratch.get_mut(..*count).unwrap_or_default();
            let mut single = true;
            let mut surplus = 0_u64;
            for [i, more, _] in open.iter() {
                let n = draws.get(*i as usize).copied().unwrap_or(0);
                let extra = more.saturating_sub(n);
                single &= extra == 1;
                surplus = surplus.saturating_add(extra);
            }
            let left = self.budget.saturating_sub(*spent);
            if single || left == 0 {
                return;
            }
            if high.to_bits() - low.to_bits() <= 1 {
                *spent = self.budget;
                return hand_out(open, left, draws);
            }
            let [cheap, dear] = probes([*low, *high], surplus, left, round);
            round += 1;
            let (mut at_cheap, mut at_dear) = (*spent, *spent);
            for [i, _, trial] in open.iter_mut() {
                let n = draws.get(*i as usize).copied().unwrap_or(0);
                let request = (self.request)(*i as usize);
                let rate = request.gain.rate::<S>();
                let few = request.draws_at::<S>(dear, rate);
                let many = request.draws_at::<S>(cheap, rate);
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
            *count = kept;
            if dear_is_low {
                *low = dear;
            } else if cheap_is_high {
                *high = cheap;
                *spent = at_cheap;
            } else {
                (*low, *high) = (cheap, dear);
                *spent = at_dear;
            }
        }
    }

    /// Gives what is left to the best of the requests that want a single draw more, and says what the last draw was worth.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn finish(&self, between: &Between, draws: &mut [u64], scratch: &mut [Open]) -> f64 {
        let left = self.budget.saturating_sub(between.spent);
        if left == 0 {
            return between.high;
        }
        let open = scratch.get_mut(..between.count).unwrap_or_default();
        for slot in open.iter_mut() {
            let [i, _, _] = *slot;
            let n = draws.get(i as usize).copied().unwrap_or(1);
            let worth = (self.request)(i as usize).gain.increment(n).to_bits();
            *slot = [i, worth, worth];
        }
        best(open, left, draws)
    }
}

/// The draws between two neighbouring doubles all add the same: first come, first served.
fn hand_out(open: &[Open], mut left: u64, draws: &mut [u64]) {
    for [i, more, _] in open {
        let Some(n) = draws.get_mut(*i as usize) else {
            break;
        };
        let given = left.min(more.saturating_sub(*n));
        *n += given;
        left -= given;
    }
}

/// Two prices between `low` and `high` that the one sought should lie between: around the one where a straight line from
/// `surplus` draws more at `low` to none at `high` leaves `left`; by thirds when that has not done it.
#[cfg_attr(not(feature = "small"), inline(always))]
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

/// Gives one draw each to the `left` entries of largest worth (the bits of a positive double, twice), and returns the smallest
/// worth that got one: a radix select, by the highest bit in which the worths still in question differ. These are kept in the
/// last words of the first entries.
fn best(open: &mut [Open], left: u64, draws: &mut [u64]) -> f64 {
    let mut wanted = left.min(open.len() as u64);
    if wanted == 0 {
        return 0.0;
    }
    let mut count = open.len();
    let threshold = loop {
        let (mut all, mut any) = (u64::MAX, 0);
        for [_, _, worth] in open.iter().take(count) {
            all &= worth;
            any |= worth;
        }
        let Some(bit) = (all ^ any).checked_ilog2() else {
            break all;
        };
        let mut above = 0_u64;
        for [_, _, worth] in open.iter().take(count) {
            above += worth >> bit & 1;
        }
        let kept = u64::from(above >= wanted);
        if kept == 0 {
            wanted -= above;
        }
        let mut to = 0;
        for from in 0..count {
            let worth = open.get(from).map_or(0, |[_, _, worth]| *worth);
            if let Some([_, _, slot]) = open.get_mut(to) {
                *slot = worth;
            }
            to += usize::from(worth >> bit & 1 == kept);
        }
        count = to;
    };
    // `wanted` of those at the threshold itself.
    for [i, worth, _] in open.iter() {
        let tied = *worth == threshold && wanted > 0;
        if tied {
            wanted -= 1;
        }
        if let Some(n) = draws.get_mut(*i as usize)
            && (tied || *worth > threshold)
        {
            *n += 1;
        }
    }
    f64::from_bits(threshold)
}
