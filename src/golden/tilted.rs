//! A policy tilted towards the proxy, `π ∝ ref · e^{r/β}`, the optimum of reinforcement learning at temperature `β`: what of its
//! proxy gain overestimation takes.

use crate::Error;
use crate::divergence::curves;
use crate::num::dd::Dd;
use crate::num::real::Scalar;
use crate::policy::{Pool, check_tilt};
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

struct Transfer<'a> {
    proxy: &'a [f64],
    gold: &'a [f64],
    beta: f64,
}

impl Task for Transfer<'_> {
    type Output = TiltedTransfer;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Self::Output {
        let zero = Dd::from(S::splat(0.0));
        let one = Dd::from(S::splat(1.0));
        let (len, beta) = (S::splat(self.proxy.len() as f64), S::splat(self.beta));
        let proxy = Pool::<S>::new(self.proxy, self.beta);
        let gold = Pool::<S>::new(self.gold, self.beta);
        let (mut kl, mut reverse, mut moved) = (zero, zero, zero);
        for (r, g) in self.proxy.iter().zip(self.gold) {
            let log = proxy.log(*r);
            let (up, down) = curves(log, one);
            kl = kl.add(up);
            reverse = reverse.add(down);
            // The density ratio less 1, for the deviations add up to 0: where the tilt is slight nothing cancels.
            let lift = if log.hi.get() > -700.0 {
                down.add(log)
            } else {
                one.neg()
            };
            moved = moved.add(gold.deviation(*g).mul(lift));
        }
        // The Jeffreys identity.
        let gain = kl.add(reverse).over(len).times(beta);
        let excess = proxy.log_mean().sub(gold.log_mean());
        TiltedTransfer {
            kl: kl.over(len).value().get(),
            proxy_gain: gain.value().get(),
            gold_gain: moved.over(len).value().get(),
            overestimation: excess.times(beta).value().get(),
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
/// Cost: seven passes and three exponentials in double-doubles a sample; no allocation.
///
/// # Errors
/// [`Error::Empty`] for an empty pool; [`Error::Capacity`] for lengths that differ; [`Error::NotFinite`] for a reward that is NaN
/// or infinite; [`Error::Domain`] unless `0 < beta < ∞`, and where sums of rewards or a range over `beta`
/// leave the doubles.
pub fn tilted_transfer(proxy: &[f64], gold: &[f64], beta: f64) -> Result<TiltedTransfer, Error> {
    if proxy.is_empty() {
        return Err(Error::Empty);
    }
    if proxy.len() != gold.len() {
        return Err(Error::Capacity);
    }
    check_tilt(proxy, beta)?;
    check_tilt(gold, beta)?;
    if beta == f64::INFINITY {
        return Err(Error::Domain);
    }
    Ok(simd::run(Transfer { proxy, gold, beta }))
}
