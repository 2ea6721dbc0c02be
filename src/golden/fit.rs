//! Least squares for Gao's laws: both are linear in their two coefficients.

use crate::Error;
use crate::num::dd::{Dd, two_prod};
use crate::num::ln::ln_any;
use crate::num::real::{Real, Scalar, scale_f64, split_f64};
use crate::simd::{self, Task};

/// The coefficients of a law, and how well it describes the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScalingFit {
    /// The slope with which the gain sets out.
    pub alpha: f64,
    /// How strongly it is bent down; not positive where the curve shows no over-optimisation.
    pub beta: f64,
    /// Residual standard error, `√(Σ w (gain − law)²/(N − 2))`, in units of the reward; NaN for two points, which any law fits.
    /// Points of weight 0 do not count.
    pub standard_error: f64,
}

/// How a law bends: what multiplies `−β`.
#[derive(Clone, Copy)]
enum Law {
    /// `d²`
    Square,
    /// `d ln d`
    Log,
}

impl Law {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn bend<S: Scalar>(self, distance: f64) -> Dd<S> {
        let d = S::splat(distance);
        match self {
            Self::Square => two_prod(d, d),
            Self::Log if distance == 0.0 => Dd::from(d),
            Self::Log => ln_any(d).times(d),
        }
    }
}

/// Two columns closer to parallel than this, by the sine squared of the angle between them, are one: too few digits are left.
const PARALLEL: f64 = 8.271806125530277e-25; // 2^-80

struct Fit<'a> {
    law: Law,
    distance: &'a [f64],
    gain: &'a [f64],
    weights: Option<&'a [f64]>,
    /// Gains are divided by this power of two, so that their squares stay in range.
    exponent: f64,
}

impl Fit<'_> {
    /// Distance, scaled gain, weight.
    fn points(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        let weights = self.weights.unwrap_or_default().iter().copied();
        self.distance
            .iter()
            .zip(self.gain)
            .zip(weights.chain(core::iter::repeat(1.0)))
            .map(|((d, y), w)| (*d, scale_f64(*y, -self.exponent), w))
    }
}

impl Task for Fit<'_> {
    type Output = Result<ScalingFit, Error>;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Self::Output {
        // Normal equations in double-doubles: as good as an orthogonal decomposition in doubles.
        let zero = Dd::<S>::from(S::splat(0.0));
        let [mut dd, mut db, mut bb, mut dy, mut by] = [zero; 5];
        for (distance, gain, weight) in self.points() {
            let (d, y) = (S::splat(distance), S::splat(gain));
            let bend = self.law.bend::<S>(distance);
            let weighted = two_prod(S::splat(weight), d);
            let weighted_bend = bend.times(S::splat(weight));
            dd = dd.add(weighted.times(d));
            db = db.add(weighted_bend.times(d));
            bb = bb.add(weighted_bend.mul(bend));
            dy = dy.add(weighted.times(y));
            by = by.add(weighted_bend.times(y));
        }
        let determinant = dd.mul(bb).sub(db.mul(db));
        let parallel = dd.hi.get() * bb.hi.get() * PARALLEL;
        if !(parallel > 0.0 && determinant.hi.get() > parallel) {
            return Err(Error::Domain);
        }
        let alpha = bb.mul(dy).sub(db.mul(by)).div(determinant);
        let beta = db.mul(dy).sub(dd.mul(by)).div(determinant);

        let (mut squares, mut count) = (zero, 0_u64);
        for (distance, gain, weight) in self.points() {
            if weight > 0.0 {
                let law = alpha
                    .times(S::splat(distance))
                    .sub(beta.mul(self.law.bend(distance)));
                let miss = law.plus(-S::splat(gain));
                squares = squares.add(miss.mul(miss).times(S::splat(weight)));
                count = count.saturating_add(1);
            }
        }
        let freedom = count.saturating_sub(2);
        let variance = squares.value().get() / freedom as f64;
        let standard_error = if freedom == 0 {
            f64::NAN
        } else {
            S::splat(variance).sqrt().get()
        };
        let [alpha, beta, standard_error] =
            [alpha.value().get(), beta.value().get(), standard_error]
                .map(|x| scale_f64(x, self.exponent));
        if alpha.is_finite() && beta.is_finite() {
            Ok(ScalingFit {
                alpha,
                beta,
                standard_error,
            })
        } else {
            Err(Error::Domain)
        }
    }
}

fn fit(
    law: Law,
    distance: &[f64],
    gain: &[f64],
    weights: Option<&[f64]>,
) -> Result<ScalingFit, Error> {
    if distance.is_empty() {
        return Err(Error::Empty);
    }
    if gain.len() != distance.len() || weights.is_some_and(|w| w.len() != distance.len()) {
        return Err(Error::Capacity);
    }
    let weighted = weights.unwrap_or_default();
    let mut numbers = distance.iter().chain(gain).chain(weighted);
    if numbers.any(|x| !x.is_finite()) {
        return Err(Error::NotFinite);
    }
    if distance.iter().chain(weighted).any(|x| *x < 0.0) {
        return Err(Error::Domain);
    }
    let largest = gain
        .iter()
        .fold(0.0_f64, |largest, y| Real::max(largest, y.abs()));
    let exponent = if largest > 0.0 {
        split_f64(largest).0
    } else {
        0.0
    };
    simd::run(Fit {
        law,
        distance,
        gain,
        weights,
        exponent,
    })
}

/// `α` and `β` of [`scaling_best_of_n`](super::scaling_best_of_n) from a measured curve, by least squares.
///
/// Formula: the least `Σ w (gain − d(α − β d))²`, linear in `(α, β)`: two normal equations in `(d, d²)`.
/// Source: Gao et al. 2022 (arXiv:2210.10760), section 3.
/// Shape: `distance[i] = √KL ≥ 0` and `gain[i]` the gold gain over the reference there, any order; `weights` are equal
/// where there are none, best the inverse variances of the gains. A point at distance 0 says nothing.
/// Accuracy: normal equations in double-doubles; within an ulp of exact rationals on 400 curves (tests/golden_fit.rs).
/// Cost: two passes; no allocation.
///
/// # Errors
/// [`Error::Empty`] without points; [`Error::Capacity`] for lengths that differ; [`Error::NotFinite`] for a number that is NaN or
/// infinite; [`Error::Domain`] for a negative distance or weight, and where fewer than two distances with weight differ from 0
/// and from each other (by 2^-38 of themselves), or their fourth powers leave the doubles.
pub fn scaling_best_of_n_fit(
    distance: &[f64],
    gain: &[f64],
    weights: Option<&[f64]>,
) -> Result<ScalingFit, Error> {
    fit(Law::Square, distance, gain, weights)
}

/// `α` and `β` of [`scaling_rl`](super::scaling_rl) from a measured curve, by least squares.
///
/// Formula: the least `Σ w (gain − d(α − β ln d))²`, linear in `(α, β)`: two normal equations in `(d, d ln d)`.
/// Source: Gao et al. 2022 (arXiv:2210.10760), section 3.
/// Shape, accuracy, cost: as [`scaling_best_of_n_fit`].
///
/// # Errors
/// As [`scaling_best_of_n_fit`].
pub fn scaling_rl_fit(
    distance: &[f64],
    gain: &[f64],
    weights: Option<&[f64]>,
) -> Result<ScalingFit, Error> {
    fit(Law::Log, distance, gain, weights)
}
