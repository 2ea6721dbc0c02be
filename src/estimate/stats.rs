//! Rewards as they come: count, mean and moments in a fixed state, merged across workers, stored as bytes.
//!
//! The state holds `Σ (x − c)^p` for `p = 1, …, 4` as double-doubles, `c` being the first reward. Because `c` is one of the
//! rewards, central moments lose at most a factor of about the count to cancellation, of the 2^104 that there are: whatever
//! the order of the rewards or the way they are split and merged, the results are the same to their last place.

use crate::Error;
use crate::num::dd::{Dd, two_sum};
use crate::num::real::{Real, Scalar, pow2, split_f64};
use crate::simd::{self, Task};
use crate::stored::{self, Kind};

/// Bytes that [`RewardStats::to_bytes`] writes.
pub const STATS_BYTES: usize = WORDS * 8 + stored::FRAME;

const WORDS: usize = 13;
const KIND: Kind = Kind {
    letters: *b"rwst",
    version: 1,
};

/// Deviations are scaled to stay below 2^200: their fourth powers, 2^64 of them, are within range.
const LARGE: f64 = 1.6069380442589903e60;

/// Sums of the first four powers of deviations, head and tail.
type Sums = [[f64; 2]; 4];

/// Count, mean, variance, skewness, kurtosis, least and greatest of a stream of rewards. 104 bytes, plain data: no bit
/// pattern of them makes a method panic. All zero is the empty state.
///
/// Rewards may be any finite doubles, from subnormal ones to `±f64::MAX`. [`merge`](Self::merge) joins the states of
/// several workers, [`to_bytes`](Self::to_bytes) stores one for another machine.
/// Accuracy: the results are those of exact sums, rounded: over the orders and splits of tests/stats.rs, not one of 2800
/// differed in a bit.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RewardStats {
    count: u64,
    /// The first reward.
    centre: f64,
    /// A power of two: the sums are over `unit · (x − centre)`. 0 while all rewards are equal.
    unit: f64,
    sums: Sums,
    min: f64,
    max: f64,
}

const _: () = assert!(size_of::<RewardStats>() == WORDS * 8);

/// What a stream of rewards comes to; NaN where there are too few of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many rewards there were.
    pub count: u64,
    /// Mean, in reward units; NaN for none.
    pub mean: f64,
    /// Unbiased sample variance `Σ (x − mean)²/(count − 1)`, in squared reward units; NaN for fewer than two, ∞ beyond
    /// the doubles.
    pub variance: f64,
    /// Square root of the variance, in reward units: finite where the variance itself is not.
    pub standard_deviation: f64,
    /// Standard error of the mean, `standard_deviation/√count`.
    pub standard_error: f64,
    /// The least reward.
    pub min: f64,
    /// The greatest reward.
    pub max: f64,
    /// Moment skewness `m₃/m₂^(3/2)`, `m_p` the mean of `(x − mean)^p`; NaN where all rewards are equal.
    pub skewness: f64,
    /// Moment excess kurtosis `m₄/m₂² − 3`; NaN where all rewards are equal.
    pub excess_kurtosis: f64,
}

impl RewardStats {
    /// No rewards yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            count: 0,
            centre: 0.0,
            unit: 0.0,
            sums: [[0.0; 2]; 4],
            min: 0.0,
            max: 0.0,
        }
    }

    /// Takes one reward.
    ///
    /// Cost: four double-double powers and sums; no division, no loop.
    ///
    /// # Errors
    /// Nothing changes but for success. [`Error::NotFinite`] for NaN and infinities, [`Error::Capacity`] once 2^64 − 1
    /// rewards are in.
    pub fn push(&mut self, reward: f64) -> Result<(), Error> {
        if !reward.is_finite() {
            return Err(Error::NotFinite);
        }
        let count = self.count.checked_add(1).ok_or(Error::Capacity)?;
        self.take(reward);
        self.count = count;
        Ok(())
    }

    /// Takes all rewards of a slice, or none.
    ///
    /// # Errors
    /// Those of [`push`](Self::push); nothing changes but for success.
    pub fn push_all(&mut self, rewards: &[f64]) -> Result<(), Error> {
        let count = self
            .count
            .checked_add(rewards.len() as u64)
            .ok_or(Error::Capacity)?;
        if rewards.iter().any(|reward| !reward.is_finite()) {
            return Err(Error::NotFinite);
        }
        for reward in rewards {
            self.take(*reward);
            self.count = self.count.saturating_add(1);
        }
        self.count = count;
        Ok(())
    }

    /// Everything that a finite reward changes, but the count.
    #[inline]
    fn take(&mut self, reward: f64) {
        // Adding zero makes −0 the same as 0.
        let reward = reward + 0.0;
        if self.count == 0 {
            *self = Self {
                centre: reward,
                min: reward,
                max: reward,
                ..Self::new()
            };
            return;
        }
        self.min = Real::min(self.min, reward);
        self.max = Real::max(self.max, reward);
        if reward == self.centre {
            return;
        }
        let fits = (reward * self.unit - self.centre * self.unit).abs() < LARGE;
        if self.unit == 0.0 || !fits {
            self.rescale(unit_for(reward, self.centre));
        }
        simd::run(Take {
            sums: &mut self.sums,
            reward: reward * self.unit,
            centre: self.centre * self.unit,
        });
    }

    /// Goes over to another unit.
    fn rescale(&mut self, unit: f64) {
        // 0 where there are no deviations to convert.
        let ratio = if self.unit == 0.0 {
            0.0
        } else {
            unit / self.unit
        };
        let mut power = 1.0;
        for [hi, lo] in &mut self.sums {
            power *= ratio;
            *hi *= power;
            *lo *= power;
        }
        self.unit = unit;
    }

    /// Takes all rewards that another state has taken: the parts' results are those of the whole.
    ///
    /// Formula: the sums of powers move from one centre to the other by the binomial theorem.
    /// Cost: some 30 double-double operations.
    ///
    /// # Errors
    /// [`Error::Capacity`] when the counts together exceed 2^64 − 1; nothing changes then.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        let count = self.count.checked_add(other.count).ok_or(Error::Capacity)?;
        if other.count == 0 {
            return Ok(());
        }
        if self.count == 0 {
            *self = *other;
            return Ok(());
        }
        let mut other = *other;
        let unit = self.common_unit(&other);
        if unit != 0.0 {
            self.rescale(unit);
            other.rescale(unit);
            simd::run(Shift {
                sums: &mut self.sums,
                other: &other.sums,
                count: other.count,
                from: other.centre * unit,
                to: self.centre * unit,
            });
        }
        self.min = Real::min(self.min, other.min);
        self.max = Real::max(self.max, other.max);
        self.count = count;
        Ok(())
    }

    /// A unit for the deviations of both states and for the distance between their centres; 0 if there are none.
    fn common_unit(&self, other: &Self) -> f64 {
        let coarser = if self.unit == 0.0 {
            other.unit
        } else if other.unit == 0.0 {
            self.unit
        } else {
            Real::min(self.unit, other.unit)
        };
        let fits = (self.centre * coarser - other.centre * coarser).abs() < LARGE;
        if self.centre != other.centre && (coarser == 0.0 || !fits) {
            unit_for(self.centre, other.centre)
        } else {
            coarser
        }
    }

    /// How many rewards there were.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Mean, in reward units; NaN for none.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.summary().mean
    }

    /// Unbiased sample variance, in squared reward units; NaN for fewer than two rewards.
    #[must_use]
    pub fn variance(&self) -> f64 {
        self.summary().variance
    }

    /// Standard error of the mean, in reward units; NaN for fewer than two rewards.
    ///
    /// Over the values that several prompts have at one `n` it is that of a curve; over the differences that the prompts
    /// have between two `n`, that of the paired difference.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        self.summary().standard_error
    }

    /// Everything at once.
    ///
    /// Formula: with `a = S₁/N`, `Σ(x−m)² = S₂ − a S₁`, `Σ(x−m)³ = S₃ − 3a S₂ + 2a² S₁`, `Σ(x−m)⁴ = S₄ − 4a S₃ + 6a² S₂ − 3a³ S₁`.
    /// Accuracy: mean and variance ≤ 0.51 ulp, skewness and kurtosis ≤ 1e-14 of the larger of their size and 1; worst seen
    /// in tests/stats.rs 0.500 ulp, 0.495 ulp, 3e-16.
    #[must_use]
    pub fn summary(&self) -> Summary {
        simd::run(Summarise { stats: self })
    }

    /// The state as [`STATS_BYTES`] bytes: the same on every machine, with a version in front and a checksum behind.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; STATS_BYTES] {
        let [[a, b], [c, d], [e, f], [g, h]] = self.sums.map(|sum| sum.map(f64::to_bits));
        let [centre, unit, min, max] =
            [self.centre, self.unit, self.min, self.max].map(f64::to_bits);
        let words: [u64; WORDS] = [self.count, centre, unit, a, b, c, d, e, f, g, h, min, max];
        let mut bytes = [0; STATS_BYTES];
        stored::write(KIND, &words, &mut bytes);
        bytes
    }

    /// The state that [`to_bytes`](Self::to_bytes) stored, on whatever machine.
    ///
    /// # Errors
    /// [`Error::Format`] unless `bytes` is exactly what some state was stored as: of that length, version and checksum.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let words = stored::read::<WORDS>(KIND, bytes)?;
        let [count, rest @ ..] = words.map(u64::from_le_bytes);
        let [centre, unit, a, b, c, d, e, f, g, h, min, max] = rest.map(f64::from_bits);
        let stats = Self {
            count,
            centre,
            unit,
            sums: [[a, b], [c, d], [e, f], [g, h]],
            min,
            max,
        };
        if stats.is_possible() {
            Ok(stats)
        } else {
            Err(Error::Format)
        }
    }

    fn is_possible(&self) -> bool {
        if self.count == 0 {
            return *self == Self::new();
        }
        let ordered = self.min <= self.centre && self.centre <= self.max;
        let finite = self.min.is_finite()
            && self.max.is_finite()
            && self.sums.as_flattened().iter().all(|x| x.is_finite());
        let unit = self.unit == 0.0
            || (self.unit.is_normal() && self.unit > 0.0 && split_f64(self.unit).1 == 1.0);
        ordered && finite && unit
    }
}

/// The power of two that makes the difference of two rewards about 1.
fn unit_for(a: f64, b: f64) -> f64 {
    let whole = (a - b).abs();
    let exponent = if whole.is_finite() {
        split_f64(whole).0
    } else {
        1024.0
    };
    pow2((-exponent).clamp(-1022.0, 1022.0) as i64)
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn load<S: Scalar>([hi, lo]: [f64; 2]) -> Dd<S> {
    Dd::constant(hi, lo)
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn store<S: Scalar>(x: Dd<S>) -> [f64; 2] {
    [x.hi.get(), x.lo.get()]
}

/// Adds the powers of `reward − centre` to the sums.
struct Take<'a> {
    sums: &'a mut Sums,
    reward: f64,
    centre: f64,
}

impl Task for Take<'_> {
    type Output = ();

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) {
        let [first, second, third, fourth] = self.sums;
        let x = two_sum(S::splat(self.reward), S::splat(-self.centre));
        let square = x.mul(x);
        *first = store(load::<S>(*first).add(x));
        *second = store(load::<S>(*second).add(square));
        *third = store(load::<S>(*third).add(square.mul(x)));
        *fourth = store(load::<S>(*fourth).add(square.mul(square)));
    }
}

/// Adds another state's sums, of deviations from another centre.
struct Shift<'a> {
    sums: &'a mut Sums,
    other: &'a Sums,
    count: u64,
    from: f64,
    to: f64,
}

impl Task for Shift<'_> {
    type Output = ();

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) {
        let [o1, o2, o3, o4] = self.other.map(load::<S>);
        let o0 = Dd::<S>::integer(self.count);
        let d = two_sum(S::splat(self.from), S::splat(-self.to));
        let (three, four, six) = (S::splat(3.0), S::splat(4.0), S::splat(6.0));
        // Σ (y + d)^p in Horner's form.
        let moved = [
            o0.mul(d).add(o1),
            o0.mul(d).add(o1.times(S::splat(2.0))).mul(d).add(o2),
            (o0.mul(d).add(o1.times(three)).mul(d))
                .add(o2.times(three))
                .mul(d)
                .add(o3),
            ((o0.mul(d).add(o1.times(four)).mul(d))
                .add(o2.times(six))
                .mul(d))
            .add(o3.times(four))
            .mul(d)
            .add(o4),
        ];
        for (sum, moved) in self.sums.iter_mut().zip(moved) {
            *sum = store(load::<S>(*sum).add(moved));
        }
    }
}

struct Summarise<'a> {
    stats: &'a RewardStats,
}

impl Task for Summarise<'_> {
    type Output = Summary;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Summary {
        let stats = self.stats;
        let missing = f64::NAN;
        if stats.count == 0 {
            return Summary {
                count: 0,
                mean: missing,
                variance: missing,
                standard_deviation: missing,
                standard_error: missing,
                min: missing,
                max: missing,
                skewness: missing,
                excess_kurtosis: missing,
            };
        }
        // With no unit there are no deviations either, and the sums are 0.
        let unit = if stats.unit == 0.0 { 1.0 } else { stats.unit };
        let back = S::splat(1.0) / S::splat(unit);
        let zero = S::splat(0.0);

        let [s1, s2, s3, s4] = stats.sums.map(load::<S>);
        let count = Dd::<S>::integer(stats.count);
        let a = s1.div(count);
        let square = a.mul(a);
        let (three, four, six) = (S::splat(3.0), S::splat(4.0), S::splat(6.0));
        let m2 = s2.sub(a.mul(s1));
        let m2 = Dd::select(m2.hi.lt(zero), Dd::from(zero), m2);
        let m3 = s3
            .sub(a.mul(s2).times(three))
            .add(square.mul(s1).times(S::splat(2.0)));
        let m4 = s4
            .sub(a.mul(s3).times(four))
            .add(square.mul(s2).times(six))
            .sub(square.mul(a).mul(s1).times(three));

        let mean = if stats.unit == 0.0 {
            stats.centre
        } else {
            let scaled = a.plus(S::splat(stats.centre * unit)).value();
            Real::min(Real::max((scaled * back).get(), stats.min), stats.max)
        };
        let (mut variance, mut deviation, mut error) = (missing, missing, missing);
        if let Some(freedom @ 1..) = stats.count.checked_sub(1) {
            let scaled = m2.div(Dd::integer(freedom));
            variance = (scaled.value() * back * back).get();
            let root = |x: Dd<S>| {
                let some = zero.lt(x.hi);
                let root = Dd::select(some, x, Dd::from(S::splat(1.0))).sqrt();
                (S::select(some, root.value(), zero) * back).get()
            };
            deviation = root(scaled);
            error = root(scaled.div(count));
        }
        let (mut skewness, mut kurtosis) = (missing, missing);
        if m2.hi.get() > 0.0 {
            let spread = m2.div(count);
            skewness = m3.div(count).div(spread.mul(spread.sqrt())).value().get();
            kurtosis = m4
                .div(count)
                .div(spread.mul(spread))
                .plus(S::splat(-3.0))
                .value()
                .get();
        }
        Summary {
            count: stats.count,
            mean,
            variance,
            standard_deviation: deviation,
            standard_error: error,
            min: stats.min,
            max: stats.max,
            skewness,
            excess_kurtosis: kurtosis,
        }
    }
}
