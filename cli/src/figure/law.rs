//! One prompt's pool as the reference policy: best-of-n and tilted policies over it, exactly.

use bestof::Error;
use bestof::bound::Ceiling;
use bestof::divergence::{Divergence, finite_divergence};
use bestof::golden::tilted_transfer;
use bestof::policy::beta_at_kl;

/// A pool of samples, each as likely as another.
pub(crate) struct Law<'a> {
    proxy: &'a [f64],
    /// The proxy again where there is no gold.
    gold: &'a [f64],
    levels: Vec<Level>,
    masses: Vec<f64>,
    ceiling: Ceiling,
}

/// Samples that tie in proxy.
struct Level {
    /// The share of samples up to this level.
    upto: f64,
    /// How much proxy and mean gold rise to the next level.
    rise: Gains,
}

/// In proxy and in gold.
#[derive(Clone, Copy, Default)]
pub(crate) struct Gains {
    pub(crate) proxy: f64,
    pub(crate) gold: f64,
}

/// What a prompt contributes to one row of the figure.
pub(crate) struct Step {
    pub(crate) kl: f64,
    pub(crate) best_of_n: Gains,
    pub(crate) best_of_n_ceiling: f64,
    pub(crate) tilted: Gains,
    pub(crate) ceiling: f64,
}

impl<'a> Law<'a> {
    pub(crate) fn new(proxy: &'a [f64], gold: Option<&'a [f64]>) -> Self {
        let gold = gold.unwrap_or(proxy);
        let len = proxy.len() as f64;
        let mut rows: Vec<(f64, f64)> = proxy.iter().copied().zip(gold.iter().copied()).collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut masses, mut means, mut upto) = (Vec::new(), Vec::new(), Vec::new());
        let mut below = 0;
        for tied in rows.chunk_by(|a, b| a.0 == b.0) {
            let count = tied.len() as f64;
            masses.push(count / len);
            means.push(Gains {
                proxy: tied[0].0,
                gold: tied.iter().map(|row| row.1).sum::<f64>() / count,
            });
            below += tied.len();
            upto.push(below as f64 / len);
        }
        let levels = means.windows(2).zip(&upto).map(|(pair, upto)| Level {
            upto: *upto,
            rise: Gains {
                proxy: pair[1].proxy - pair[0].proxy,
                gold: pair[1].gold - pair[0].gold,
            },
        });
        let (low, high) = match means.as_slice() {
            [low, .., high] => (low.proxy, high.proxy),
            _ => (proxy[0], proxy[0]),
        };
        let mean = (proxy.iter().sum::<f64>() / len).clamp(low, high);
        let squares: f64 = proxy.iter().map(|r| (r - mean).powi(2)).sum();
        Self {
            proxy,
            gold,
            levels: levels.collect(),
            masses,
            ceiling: Ceiling {
                lo: Some(low),
                hi: Some(high),
                mean: Some(mean),
                standard_deviation: Some((squares / len).sqrt()),
                ..Ceiling::default()
            },
        }
    }

    /// Half the range of the proxy: by Hoeffding's lemma a sub-Gaussian proxy standard deviation.
    pub(crate) fn sigma(&self) -> f64 {
        0.5 * (self.ceiling.hi.unwrap_or(0.0) - self.ceiling.lo.unwrap_or(0.0))
    }

    /// Best-of-`n`, and the tilted policy at its divergence.
    pub(crate) fn step(&self, n: f64) -> Result<Step, Error> {
        let kl = finite_divergence(Divergence::Kl, &self.masses, n)?;
        let ceiling = Ceiling {
            kl: Some(kl),
            ..self.ceiling
        };
        Ok(Step {
            kl,
            best_of_n: self.best_of(n),
            best_of_n_ceiling: ceiling.best_of_n(n)?.gain,
            tilted: self.tilted(kl)?,
            ceiling: self.ceiling.at_kl(kl)?.gain,
        })
    }

    /// The gains of best-of-`n`: `Σ rise (F − F^n)` over the levels but the last.
    fn best_of(&self, n: f64) -> Gains {
        let mut sum = Gains::default();
        for Level { upto, rise } in &self.levels {
            let moved = upto - upto.powf(n);
            sum.proxy += rise.proxy * moved;
            sum.gold += rise.gold * moved;
        }
        sum
    }

    /// The gains of the policy `∝ e^{proxy/β}` at this divergence from the pool: no policy so close has more proxy.
    fn tilted(&self, kl: f64) -> Result<Gains, Error> {
        if kl <= 0.0 {
            return Ok(Gains::default());
        }
        match beta_at_kl(self.proxy, kl) {
            Ok(beta) => tilted_transfer(self.proxy, self.gold, beta).map(|tilted| Gains {
                proxy: tilted.proxy_gain,
                gold: tilted.gold_gain,
            }),
            // Rounded to the end of its reach: the best answers, and nothing else.
            Err(Error::Domain) => Ok(self.best_of(f64::INFINITY)),
            Err(error) => Err(error),
        }
    }
}
