//! The bounds behind `bestof::bound::Ceiling`, each in its textbook form, and how far above them a ceiling is.

use bestof::bound::{Ceiling, Limit, LimitedBy};

use crate::big::Big;
use crate::generate::Generator;
use crate::reference::{Polygamma, binary_kl, kl, total_variation};

/// Bits for a divergence of this size, which is of the order of a square.
pub fn bits(kl: f64) -> u32 {
    448 + kl.log2().abs().min(1100.0) as u32
}

/// A bound, known by whether a number is at least it.
pub struct Bound<B> {
    /// Its name.
    pub by: LimitedBy,
    reached: Box<dyn Fn(&B) -> bool>,
}

fn value<B: Big>(by: LimitedBy, bound: B) -> Bound<B> {
    Bound {
        by,
        reached: Box::new(move |x| *x >= bound),
    }
}

fn exact<B: Big>(x: f64, bits: u32) -> B {
    B::from_f64(x, bits)
}

/// `e^x` for `x ≤ 0`, where what is far below the working precision counts as 0.
fn power<B: Big>(x: &B) -> B {
    if *x < exact(-2000.0, 64) {
        exact(0.0, x.precision())
    } else {
        x.exp()
    }
}

fn gap<B: Big>(low: Option<f64>, high: Option<f64>, bits: u32) -> Option<B> {
    let (low, high) = low.zip(high)?;
    Some(exact::<B>(high, bits) - exact::<B>(low, bits))
}

/// How far rewards reach below and above the mean.
fn sides<B: Big>(known: &Ceiling, bits: u32) -> Option<(B, B)> {
    let below = gap(known.lo, known.mean, bits);
    let above = gap(known.mean, known.hi, bits);
    let half = gap::<B>(known.lo, known.hi, bits).map(|width| width.scale(-1));
    if !known.symmetric {
        return below.zip(above);
    }
    [below, above, half]
        .into_iter()
        .flatten()
        .reduce(|a, b| if b < a { b } else { a })
        .map(|half| (half.clone(), half))
}

/// The bounds on every policy at a divergence.
pub fn at_kl<B: Big>(known: &Ceiling, kl: &B) -> Vec<Bound<B>> {
    let bits = kl.precision();
    let mut bounds = Vec::new();
    let twice = kl.scale(1);
    if let Some(sigma) = known.sigma {
        bounds.push(value(LimitedBy::SubGaussian, twice.sqrt() * sigma));
    }
    if let Some((v, c)) = known.sub_gamma {
        let bound = (twice * v).sqrt() + kl.clone() * c;
        bounds.push(value(LimitedBy::SubGamma, bound));
    }
    let width = gap::<B>(known.lo, known.hi, bits);
    if let Some((below, above)) = sides::<B>(known, bits) {
        let zero = exact::<B>(0.0, bits);
        let width = below.clone() + &above;
        let kl = kl.clone();
        let empty = below == zero || above == zero;
        bounds.push(Bound {
            by: LimitedBy::BinaryKl,
            reached: Box::new(move |gain| {
                if empty {
                    return *gain >= zero;
                }
                let p = below.clone() / &width;
                *gain >= above || {
                    let q = gain.clone() / &width + &p;
                    binary_kl(&p, &q) >= kl
                }
            }),
        });
    } else if let Some(width) = width {
        let pinsker = kl.scale(-1).sqrt() * &width;
        bounds.push(value(LimitedBy::Pinsker, pinsker));
        let share = (-power(&-kl.clone()) + 1.0).sqrt();
        bounds.push(value(LimitedBy::BretagnolleHuber, share * width));
    }
    if let Some(above) = gap::<B>(known.mean, known.hi, bits) {
        bounds.push(value(LimitedBy::UpperEnd, above));
    }
    bounds
}

/// The bounds on best-of-n for `1 < n < ∞`.
pub fn best_of_n<B: Big>(known: &Ceiling, n: f64, gamma: &Polygamma<B>) -> Vec<Bound<B>> {
    let bits = bits(n).max(known.kl.map_or(0, bits));
    let n = exact::<B>(n, bits);
    let mut budget = kl(&n);
    if let Some(tied) = known.kl {
        let tied = exact(tied, bits);
        budget = if tied < budget { tied } else { budget };
    }
    let mut bounds = at_kl(known, &budget);
    let d = n.clone() - 1.0;
    let draws = n.scale(1) - 1.0;
    if let Some(deviation) = known.standard_deviation {
        let bound = d.clone() * deviation / draws.sqrt();
        bounds.push(value(LimitedBy::StandardDeviation, bound));
        if known.symmetric {
            let beta = if n < exact(2000.0, 64) {
                let once = gamma.ln_gamma(&n);
                (once.scale(1) - gamma.ln_gamma(&n.scale(1))).exp()
            } else {
                exact(0.0, bits)
            };
            let root = ((exact::<B>(1.0, bits) / &draws - beta).scale(-1)).sqrt();
            bounds.push(value(LimitedBy::Symmetry, root * &n * deviation));
        }
    }
    if let Some((below, above)) = sides::<B>(known, bits) {
        let zero = exact::<B>(0.0, bits);
        let bound = if below == zero || above == zero {
            zero
        } else {
            let q = above.clone() / (below + &above);
            let missed = power(&(q.ln() * &d));
            above * (-missed + 1.0)
        };
        bounds.push(value(LimitedBy::RangeAndMean, bound));
    } else if let Some(width) = gap::<B>(known.lo, known.hi, bits) {
        bounds.push(value(LimitedBy::Range, total_variation(&n) * width));
    } else if let Some(below) = gap::<B>(known.lo, known.mean, bits) {
        bounds.push(value(LimitedBy::LowerEnd, below * d));
    }
    bounds
}

/// What a ceiling did wrong, or how far it is above the least bound, in quarters of an ulp rounded up.
///
/// # Errors
/// A sentence about a ceiling below the bound that it names, or far above another.
pub fn judge<B: Big>(bounds: &[Bound<B>], limit: Limit) -> Result<u32, String> {
    let Some(named) = bounds.iter().find(|bound| bound.by == limit.by) else {
        return if bounds.is_empty() && limit.gain == f64::INFINITY {
            Ok(0)
        } else {
            Err(format!("{limit:?} from facts that were not given"))
        };
    };
    let gain = exact::<B>(limit.gain, 64);
    if !(named.reached)(&gain) {
        return Err(format!("{limit:?} is below the bound itself"));
    }
    let quarter = exact::<B>(limit.gain.next_up() - limit.gain, 64).scale(-2);
    let least = |quarters: u32| {
        let lower = gain.clone() - quarter.clone() * f64::from(quarters);
        bounds.iter().all(|bound| !(bound.reached)(&lower))
    };
    (0..64)
        .find(|quarters| least(*quarters) || limit.gain == 0.0)
        .ok_or_else(|| format!("{limit:?} is far above another bound"))
}

/// Random facts, most of them absent, and consistent in order.
pub fn draw(g: &mut Generator, n: f64) -> Ceiling {
    let maybe = |g: &mut Generator| g.bits().is_multiple_of(3).then(|| g.reward());
    let sigma = maybe(g);
    let sub_gamma = maybe(g).map(|v| {
        (
            v,
            if g.bits().is_multiple_of(4) {
                0.0
            } else {
                g.reward()
            },
        )
    });
    let standard_deviation = maybe(g);
    let (lo, hi, p) = (-g.reward(), g.reward(), g.share());
    let (lo, mean, hi) = match g.bits() % 16 {
        // An end very near the mean, as only about 0 it can be.
        0 => (0.0, hi * g.power(-280.0, 0.0), hi),
        1 => (lo, lo * g.power(-280.0, 0.0), 0.0),
        _ => (lo, (lo + (hi - lo) * p).clamp(lo, hi), hi),
    };
    let given = g.bits();
    let bit = |k: u64, x: f64| (given >> k & 1 == 1).then_some(x);
    let tied = bestof::divergence::kl(n) * g.power(-20.0, 0.5);
    Ceiling {
        sigma,
        sub_gamma,
        standard_deviation,
        lo: bit(0, lo),
        hi: bit(1, hi),
        mean: bit(2, mean),
        symmetric: given >> 3 & 1 == 1,
        kl: (given >> 4 & 3 == 3).then_some(tied),
    }
}
