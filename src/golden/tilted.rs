//! A policy tilted towards the proxy, `π ∝ ref · e^{r/β}`, the optimum of reinforcement learning at temperature `β`: what of its
//! proxy gain overestimation takes.

use crate::Error;
use crate::num::dd::{Dd, two_sum};
use crate::num::exp::{exp, expm1, expm1_minus};
use crate::num::ln::{ln_any, log1p};
use crate::num::real::{Real, Scalar};
use crate::simd::{self, Task};

/// What the tilted policy gains, in proxy and in gold, over a pool of samples as the reference; in units of the reward but `kl`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TiltedTransfer {
    /// KL divergence of the tilted policy from the pool, in nats.
    pub kl: f64,
    /// Mean proxy under the tilted policy less that under the reference.
    pub proxy_gain: f64,
    /// Mean gold under the tilted policy less that under the reference.
    pub gold_gain: f64,
    /// How much the proxy overestimates where the gold reward would lead: the gold gain is at most the proxy gain less this.
    /// Negative where the proxy is too cautious there.
    pub overestimation: f64,
}

struct Tilted<'a> {
    proxy: &'a [f64],
    gold: &'a [f64],
    beta: f64,
}

/// A column of rewards in units of `β` about its mean.
struct Centred<'a, S> {
    column: &'a [f64],
    mean: Dd<S>,
    beta: S,
}

impl<'a, S: Scalar> Centred<'a, S> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn new(column: &'a [f64], beta: f64) -> Self {
        let mut sum = Dd::from(S::splat(0.0));
        for x in column {
            sum = sum.plus(S::splat(*x));
        }
        Self {
            column,
            mean: sum.over(S::splat(column.len() as f64)),
            beta: S::splat(beta),
        }
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn deviations(&self) -> impl Iterator<Item = Dd<S>> {
        self.column
            .iter()
            .map(|x| two_sum(S::splat(*x), -self.mean.hi).plus(-self.mean.lo))
    }

    /// The largest deviation, in units of `β`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn top(&self) -> f64 {
        let tops = self.deviations().map(|x| x.over(self.beta).hi.get());
        tops.fold(0.0, Real::max)
    }

    /// `ln E e^{x}` of the deviations `x` in units of `β`: `ln(1 + E(e^x − 1 − x))`, where no term is negative, as far as the
    /// exponentials reach, relative to the largest of them beyond.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn log_moment(&self) -> Dd<S> {
        let count = S::splat(self.column.len() as f64);
        let top = self.top();
        let mut sum = Dd::from(S::splat(0.0));
        if top < REACH {
            for x in self.deviations() {
                sum = sum.add(bend(x.over(self.beta)));
            }
            log1p(sum.over(count))
        } else {
            let top = S::splat(top);
            for x in self.deviations() {
                sum = sum.add(faded(x.over(self.beta).plus(-top)));
            }
            ln_any(sum.over(count).value()).plus(top)
        }
    }
}

/// Exponentials up to here add up to less than the largest double.
const REACH: f64 = 600.0;

/// `e^x − 1 − x` for `x ≤ REACH`: with `v = |x|` and `q = e^−v − 1 + v`, it is `q` below 0 and `e^v (v² − vq − q)` above.
#[cfg_attr(not(feature = "small"), inline(always))]
fn bend<S: Scalar>(x: Dd<S>) -> Dd<S> {
    if x.hi.get() < 0.0 {
        return expm1_minus(x.neg());
    }
    let q = expm1_minus(x);
    if x.hi.get() < 40.0 {
        exp(x).mul(x.mul(x).sub(x.mul(q)).sub(q))
    } else {
        exp(x)
    }
}

/// `e^x` for `x ≤ 0`, nothing where it is below the smallest doubles.
#[cfg_attr(not(feature = "small"), inline(always))]
fn faded<S: Scalar>(x: Dd<S>) -> Dd<S> {
    if x.hi.get() > -REACH {
        exp(x)
    } else {
        Dd::from(S::splat(0.0))
    }
}

impl Task for Tilted<'_> {
    type Output = Result<TiltedTransfer, Error>;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Self::Output {
        let proxy = Centred::<S>::new(self.proxy, self.beta);
        let gold = Centred::<S>::new(self.gold, self.beta);
        // Weights relative to the largest: w = e^{x − top}. Against w − e^{−top} the deviations, which add up to 0, have
        // the same sum, and where β is large nothing cancels.
        let top = proxy.top();
        let plain = top < REACH;
        let shift = if plain { 0.0 } else { top };
        let zero = Dd::from(S::splat(0.0));
        let (mut total, mut proxy_sum, mut gold_sum) = (zero, zero, zero);
        for (x, y) in proxy.deviations().zip(gold.deviations()) {
            let exponent = x.over(proxy.beta).plus(S::splat(-shift));
            let weight = faded(exponent);
            let lift = if plain && exponent.hi.get() > -REACH {
                expm1(exponent)
            } else if plain {
                Dd::from(S::splat(-1.0))
            } else {
                weight
            };
            total = total.add(weight);
            proxy_sum = proxy_sum.add(x.mul(lift));
            gold_sum = gold_sum.add(y.mul(lift));
        }
        let proxy_gain = proxy_sum.div(total);
        let log_moment = proxy.log_moment();
        let excess = log_moment.sub(gold.log_moment());
        let kl = proxy_gain.over(proxy.beta).sub(log_moment).value().get();
        let outcome = TiltedTransfer {
            kl: Real::max(kl, 0.0),
            proxy_gain: proxy_gain.value().get(),
            gold_gain: gold_sum.div(total).value().get(),
            overestimation: excess.times(proxy.beta).value().get(),
        };
        let finite = kl.is_finite()
            && outcome.proxy_gain.is_finite()
            && outcome.gold_gain.is_finite()
            && outcome.overestimation.is_finite();
        if finite {
            Ok(outcome)
        } else {
            Err(Error::Domain)
        }
    }
}

/// Gains of the tilted policy `π ∝ ref · e^{r/β}` in proxy `r` and gold `r*`, and what overestimation must have cost, over a
/// pool of samples of one prompt as the reference.
///
/// Formula: `Δ* ≤ Δ − β ln E_{π*} e^{(e − E e)/β}`, with `e = r − r*` and `π* ∝ ref · e^{r*/β}`; over one reference the last
/// term is `β (ln E e^{(r − E r)/β} − ln E e^{(r* − E r*)/β})`; `KL = Δ/β − ln E e^{(r − E r)/β}`.
/// Source: Mroueh 2024, golden reward of the RL policy (arXiv:2406.05883), from Donsker and Varadhan.
/// Validity: exact gains for the pool as the reference, estimates for the policy that it was drawn from. The inequality
/// holds on every pool.
/// Domain: finite rewards, proxy and gold in the same units, finite `beta > 0` in those units.
/// Accuracy: within 1e-12 of the range of the rewards, against enumeration on 4,000 pools (tests/golden.rs).
/// Cost: seven passes and three exponentials a sample; no allocation.
///
/// # Errors
/// [`Error::Empty`] for an empty pool; [`Error::Capacity`] for lengths that differ; [`Error::NotFinite`] for a reward that is NaN
/// or infinite; [`Error::Domain`] unless `0 < beta < ∞`, and where sums of rewards leave the doubles.
pub fn tilted_transfer(proxy: &[f64], gold: &[f64], beta: f64) -> Result<TiltedTransfer, Error> {
    if proxy.is_empty() {
        return Err(Error::Empty);
    }
    if proxy.len() != gold.len() {
        return Err(Error::Capacity);
    }
    if proxy.iter().chain(gold).any(|x| !x.is_finite()) {
        return Err(Error::NotFinite);
    }
    if !(beta > 0.0 && beta < f64::INFINITY) {
        return Err(Error::Domain);
    }
    simd::run(Tilted { proxy, gold, beta })
}
