//! A stopping rule fitted offline, stored in a few hundred bytes, asked after every draw.
//!
//! A plan compares one number, the index of a request, with the threshold of the request's count of draws. Draws share a
//! threshold in classes: the first eight have their own, later ones four to an octave.

use crate::Error;
use crate::num::real::Real;
use crate::stored::{self, Kind};

/// Thresholds of a [`Plan`], one for each class of draws.
pub const PLAN_THRESHOLDS: usize = 64;

/// The largest number of draws at which a [`Plan`] may end: the first draw of its last class.
pub const PLAN_MAX_DRAWS: u64 = 1 << 17;

/// Bytes that [`Plan::to_bytes`] writes.
pub const PLAN_BYTES: usize = WORDS * 8 + stored::FRAME;

const WORDS: usize = HEAD + PLAN_THRESHOLDS;
const HEAD: usize = 4;
const KIND: Kind = Kind {
    letters: *b"plan",
    version: 1,
};

/// What a plan compares with its threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Index {
    /// The best reward so far, in reward units.
    Best,
    /// How far the best lies above the mean of the request's own rewards, measured in their spread: `e/v^(3/4)` with
    /// `e = (best − mean)/σ` and `v = (σ² + Σ(x − mean)²)/(draws·σ²)`, `σ²` the plan's `variance`.
    ///
    /// Shifts of a request's rewards do not matter; wide requests are given more draws than narrow ones.
    Excess {
        /// The variance that a request is believed to have before its first draw, in squared reward units.
        variance: f64,
    },
}

/// Which reward a plan was fitted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// The reward that selects, minus the cost of the draws.
    Proxy,
    /// The reward that counts, of the sample that the proxy selects, minus the cost of the draws.
    Gold,
}

/// The draws of one request, as far as a [`Plan`] looks at them. 32 bytes, plain data.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    draws: u64,
    best: f64,
    mean: f64,
    squares: f64,
}

const _: () = assert!(size_of::<Progress>() == 32);

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

impl Progress {
    /// Before the first draw.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            draws: 0,
            best: f64::NEG_INFINITY,
            mean: 0.0,
            squares: 0.0,
        }
    }

    /// Takes the reward of one draw; true when it is the best so far, alone.
    ///
    /// Cost: one division, no loop.
    ///
    /// # Errors
    /// Nothing changes but for success. [`Error::NotFinite`] for NaN and infinities.
    pub fn push(&mut self, reward: f64) -> Result<bool, Error> {
        if !reward.is_finite() {
            return Err(Error::NotFinite);
        }
        self.draws = self.draws.saturating_add(1);
        let step = reward - self.mean;
        self.mean += step / self.draws as f64;
        self.squares += step * (reward - self.mean);
        let record = reward > self.best;
        if record {
            self.best = reward;
        }
        Ok(record)
    }

    /// How many draws there were.
    #[must_use]
    pub const fn draws(&self) -> u64 {
        self.draws
    }

    /// The best reward so far, in reward units; −∞ before the first draw.
    #[must_use]
    pub const fn best(&self) -> f64 {
        self.best
    }

    /// The number that a plan of this index compares, [`Index`]; NaN before the first draw, and where squares of the
    /// rewards leave the range of doubles.
    #[must_use]
    pub fn index(&self, index: Index) -> f64 {
        match index {
            Index::Best => self.best,
            Index::Excess { variance } => {
                let [excess, spread] = self.excess(variance);
                Real::sqrt(Real::sqrt(excess / spread))
            }
        }
    }

    /// `[e⁴, v³]`: their quotient is the fourth power of the index, and no root is needed to compare it.
    fn excess(&self, variance: f64) -> [f64; 2] {
        let distance = self.best - self.mean;
        let excess = distance * distance / variance;
        let spread = (variance + self.squares) / (self.draws as f64 * variance);
        [excess * excess, spread * spread * spread]
    }
}

/// A stopping rule: go on while the request's index is below the threshold of its draws, at most to the last draw.
/// 544 bytes, plain data: no bit pattern of them makes a method panic.
///
/// A plan is made by the program's `bestof plan` from a log of rewards; [`Plan::new`] makes one by hand.
/// Accuracy: exact, a comparison. Cost: one look-up, a few comparisons; no loop, no allocation, no panic.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    last: u64,
    kind: u64,
    cost: f64,
    variance: f64,
    thresholds: [f64; PLAN_THRESHOLDS],
}

const _: () = assert!(size_of::<Plan>() == WORDS * 8);

const INDEX_BEST: u32 = 0;
const INDEX_EXCESS: u32 = 1;
const OBJECTIVE_PROXY: u32 = 0;
const OBJECTIVE_GOLD: u32 = 1;

/// Index and objective in a word.
const fn kind(index: u32, objective: u32) -> u64 {
    (objective as u64) << 32 | index as u64
}

/// Refuses what no plan is made of.
fn check(
    [last, kind]: [u64; 2],
    [cost, variance]: [f64; 2],
    mut thresholds: impl Iterator<Item = f64>,
) -> Result<(), Error> {
    if !cost.is_finite() || !variance.is_finite() || thresholds.any(f64::is_nan) {
        return Err(Error::NotFinite);
    }
    let variance = match kind as u32 {
        INDEX_BEST => variance == 0.0,
        INDEX_EXCESS => variance > 0.0,
        _ => false,
    };
    let objective = matches!((kind >> 32) as u32, OBJECTIVE_PROXY | OBJECTIVE_GOLD);
    let last = (1..=PLAN_MAX_DRAWS).contains(&last);
    if variance && objective && last && cost >= 0.0 {
        Ok(())
    } else {
        Err(Error::Domain)
    }
}

impl Plan {
    /// A plan that ends with draw `last` at the latest, `thresholds[Plan::class(draws)]` before.
    ///
    /// Domain: `1 ≤ last ≤` [`PLAN_MAX_DRAWS`]; thresholds in units of the index, ±∞ allowed: −∞ always stops, ∞ never.
    /// `cost` is the price of a draw in reward units, kept for the record.
    ///
    /// # Errors
    /// [`Error::Domain`] for a last draw outside the domain, a negative cost, a variance that is not positive;
    /// [`Error::NotFinite`] for a cost or variance that is NaN or infinite, and for a threshold that is NaN.
    pub fn new(
        index: Index,
        thresholds: [f64; PLAN_THRESHOLDS],
        last: u64,
        objective: Objective,
        cost: f64,
    ) -> Result<Self, Error> {
        let (index, variance) = match index {
            Index::Best => (INDEX_BEST, 0.0),
            Index::Excess { variance } => (INDEX_EXCESS, variance),
        };
        let objective = match objective {
            Objective::Proxy => OBJECTIVE_PROXY,
            Objective::Gold => OBJECTIVE_GOLD,
        };
        let kind = kind(index, objective);
        check([last, kind], [cost, variance], thresholds.iter().copied())?;
        Ok(Self {
            last,
            kind,
            cost,
            variance,
            thresholds,
        })
    }

    /// The plan that always makes `n` draws.
    ///
    /// # Errors
    /// Those of [`Plan::new`].
    pub fn fixed(n: u64, objective: Objective, cost: f64) -> Result<Self, Error> {
        let never = [f64::INFINITY; PLAN_THRESHOLDS];
        Self::new(Index::Best, never, n, objective, cost)
    }

    /// The class of a count of draws, the place of its threshold: 1 to 8 have their own, then four to an octave.
    #[must_use]
    pub const fn class(draws: u64) -> usize {
        if draws < 8 {
            // Before the first draw there is no class: the largest number is no place of a threshold.
            return (draws as usize).wrapping_sub(1);
        }
        let octave = 63 - draws.leading_zeros() as usize;
        let quarter = (draws >> (octave - 2)) as usize & 3;
        7 + (octave - 3) * 4 + quarter
    }

    /// Whether the request has enough: true from the last draw on, and where the index reaches the threshold.
    ///
    /// Before the first draw: false.
    #[inline]
    #[must_use]
    pub fn should_stop(&self, progress: &Progress) -> bool {
        let Some(threshold) = self.thresholds.get(Self::class(progress.draws)) else {
            return progress.draws >= self.last;
        };
        let reached = if self.kind as u32 == INDEX_BEST {
            progress.best >= *threshold
        } else {
            let [excess, spread] = progress.excess(self.variance);
            let square = *threshold * *threshold;
            *threshold <= 0.0 || excess >= square * square * spread
        };
        reached || progress.draws >= self.last
    }

    /// What the plan compares.
    #[must_use]
    pub const fn index(&self) -> Index {
        match self.kind as u32 {
            INDEX_BEST => Index::Best,
            _ => Index::Excess {
                variance: self.variance,
            },
        }
    }

    /// The last draw: no request gets more.
    #[must_use]
    pub const fn last(&self) -> u64 {
        self.last
    }

    /// The threshold at a count of draws; NaN for none.
    #[must_use]
    pub fn threshold(&self, draws: u64) -> f64 {
        let threshold = self.thresholds.get(Self::class(draws));
        threshold.copied().unwrap_or(f64::NAN)
    }

    /// Which reward the plan was fitted to.
    #[must_use]
    pub const fn objective(&self) -> Objective {
        match (self.kind >> 32) as u32 {
            OBJECTIVE_GOLD => Objective::Gold,
            _ => Objective::Proxy,
        }
    }

    /// The price of a draw that the plan was fitted to, in reward units.
    #[must_use]
    pub const fn cost(&self) -> f64 {
        self.cost
    }

    /// The plan as [`PLAN_BYTES`] bytes: the same on every machine, with a version in front and a checksum behind.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; PLAN_BYTES] {
        let head = [
            self.last,
            self.kind,
            self.cost.to_bits(),
            self.variance.to_bits(),
        ];
        let mut words = [0; WORDS];
        let thresholds = self.thresholds.iter().map(|x| x.to_bits());
        for (word, value) in words.iter_mut().zip(head.into_iter().chain(thresholds)) {
            *word = value;
        }
        let mut bytes = [0; PLAN_BYTES];
        stored::write(KIND, &words, &mut bytes);
        bytes
    }

    /// The plan that [`to_bytes`](Self::to_bytes) stored, on whatever machine.
    ///
    /// # Errors
    /// [`Error::Format`] unless `bytes` is exactly what some plan was stored as: of that length, version, byte order and
    /// checksum, and within the domain of [`Plan::new`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let ([last, kind, cost, variance], thresholds) = parts(Self::words(bytes)?)?;
        Ok(Self {
            last: u64::from_le_bytes(*last),
            kind: u64::from_le_bytes(*kind),
            cost: number(cost),
            variance: number(variance),
            thresholds: thresholds.map(f64::from_le_bytes),
        })
    }

    /// The words of which the stored plan consists in memory, little-endian: for those who have no room for a second copy.
    ///
    /// # Errors
    /// Those of [`from_bytes`](Self::from_bytes).
    #[doc(hidden)]
    pub fn words(bytes: &[u8]) -> Result<&[[u8; 8]; WORDS], Error> {
        let words = stored::read::<WORDS>(KIND, bytes)?;
        let ([last, kind, cost, variance], thresholds) = parts(words)?;
        check(
            [last, kind].map(|word| u64::from_le_bytes(*word)),
            [number(cost), number(variance)],
            thresholds.iter().map(number),
        )
        .map_err(|_| Error::Format)?;
        Ok(words)
    }
}

type Parts<'a> = (&'a [[u8; 8]; HEAD], &'a [[u8; 8]; PLAN_THRESHOLDS]);

fn parts(words: &[[u8; 8]; WORDS]) -> Result<Parts<'_>, Error> {
    words
        .split_first_chunk()
        .and_then(|(head, rest)| Some((head, rest.first_chunk()?)))
        .ok_or(Error::Format)
}

fn number(word: &[u8; 8]) -> f64 {
    f64::from_le_bytes(*word)
}
