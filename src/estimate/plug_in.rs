//! The best of `n` draws from the pool itself, with replacement: for `n` beyond the pool. Biased, and labelled so.

use super::pool::{Pool, check_shapes, common_exponent, share_gold};
use crate::Error;
use crate::num::dd::Dd;
use crate::num::exp::exp;
use crate::num::ln::plain_ln;
use crate::num::real::{Real, Scalar, scale_f64};
use crate::simd::{self, Task};

/// Powers below `e^−42` are not visited.
const FAINT: f64 = -42.0;

/// Plug-in estimate of the expected reward of the best of `n` by `proxy`, `n` any real from 1, also far beyond the pool; in
/// reward units. `proxy_out[i]` and `gold_out[i]` belong to `n[i]`.
///
/// Formula: `Σ_i ((i/N)^n − ((i−1)/N)^n) x_(i)`: the best of `n` draws from the pool with replacement.
/// Source: the empirical law put in place of the true one.
/// Validity: biased, where [`curve`](super::curve()) is not: the proxy's is too low on average, and never above the best
/// sample. Consistent as the pool grows with `n` fixed; for `n` beyond the pool it says what the pool can, not what the law
/// will. Samples with equal proxy share the mean of their gold.
/// Domain: finite rewards, finite `n ≥ 1`.  Limits: the mean of the pool at `n = 1`, its best sample as `n → ∞`.
/// Accuracy: ≤ 2e-15 of the largest absolute reward in the column; worst seen 9.1e-17 in tests/plug_in.rs.
/// Cost: one sort, a logarithm a sample, and an exponential for every `n` and every rank within reach. No allocation.
///
/// # Errors
/// Nothing is written, neither to `scratch` nor to an output, but for success.
/// - [`Error::Empty`]: `proxy` or `n` is empty;
/// - [`Error::Domain`]: an `n` is below 1, NaN or infinite;
/// - [`Error::Capacity`]: an output is not as long as `n`, `gold` without `gold_out` or the reverse, `gold` not as long as
///   `proxy`, or `scratch` shorter than [`curve_scratch_len`](super::curve_scratch_len);
/// - [`Error::NotFinite`]: a reward is NaN or infinite.
pub fn plug_in_curve(
    proxy: &[f64],
    gold: Option<&[f64]>,
    n: &[f64],
    scratch: &mut [f64],
    proxy_out: &mut [f64],
    gold_out: Option<&mut [f64]>,
) -> Result<(), Error> {
    check_shapes(proxy, gold, n, gold_out.as_deref())?;
    if proxy_out.len() != n.len() {
        return Err(Error::Capacity);
    }
    check_sizes(n)?;
    let Some((gold, gold_out)) = gold.zip(gold_out) else {
        let pool = Pool::ranked([proxy], scratch)?;
        simd::run(PlugIn {
            pool: pool.rows,
            exponents: pool.exponents,
            logs: pool.first,
            n,
            outs: [proxy_out],
        });
        return Ok(());
    };
    let pool = Pool::ranked([proxy, gold], scratch)?;
    share_gold(pool.rows, |_, _, _| {});
    simd::run(PlugIn {
        pool: pool.rows,
        exponents: pool.exponents,
        logs: pool.first,
        n,
        outs: [proxy_out, gold_out],
    });
    Ok(())
}

fn check_sizes(n: &[f64]) -> Result<(), Error> {
    if n.iter().all(|n| *n >= 1.0 && n.is_finite()) {
        Ok(())
    } else {
        Err(Error::Domain)
    }
}

struct PlugIn<'a, const COLUMNS: usize> {
    pool: &'a [[f64; COLUMNS]],
    exponents: [f64; COLUMNS],
    logs: &'a mut [f64],
    n: &'a [f64],
    outs: [&'a mut [f64]; COLUMNS],
}

impl<const COLUMNS: usize> Task for PlugIn<'_, COLUMNS> {
    type Output = ();

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) {
        let len = self.pool.len() as f64;
        write_logs::<S>(self.logs, |rank| rank / len);
        for (column, (out, exponent)) in self.outs.into_iter().zip(self.exponents).enumerate() {
            for (out, n) in out.iter_mut().zip(self.n) {
                let (below, top) = missed::<S, COLUMNS>(self.pool, column, self.logs, *n);
                *out = scale_f64(top - below, exponent);
            }
        }
    }
}

/// `ln share(i)` for ranks `i = 1, 2, …`; −∞ where the share is 0 or less, 0 from 1 on.
#[cfg_attr(not(feature = "small"), inline(always))]
fn write_logs<S: Scalar>(logs: &mut [f64], share: impl Fn(f64) -> f64) {
    for (i, log) in logs.iter_mut().enumerate() {
        let share = share(i as f64 + 1.0);
        *log = if share >= 1.0 {
            0.0
        } else if share >= f64::MIN_POSITIVE {
            plain_ln(S::splat(share)).get()
        } else {
            f64::NEG_INFINITY
        };
    }
}

/// `Σ F_i^n (x_(i+1) − x_(i))` over the ranks below the top, and the top's value. `logs` are `ln F_i`, ascending.
#[cfg_attr(not(feature = "small"), inline(always))]
fn missed<S: Scalar, const COLUMNS: usize>(
    rows: &[[f64; COLUMNS]],
    column: usize,
    logs: &[f64],
    n: f64,
) -> (f64, f64) {
    let at = |row: &[f64; COLUMNS]| row.get(column).copied().unwrap_or(0.0);
    let mut ranks = rows.iter().zip(logs).rev();
    let top = ranks.next().map_or(0.0, |(row, _)| at(row));
    let mut above = top;
    let mut sum = Dd::from(S::splat(0.0));
    for (row, log) in ranks {
        let exponent = n * log;
        if exponent < FAINT {
            break;
        }
        let x = at(row);
        let power = exp(Dd::from(S::splat(exponent))).hi;
        sum = sum.plus(power * S::splat(above - x));
        above = x;
    }
    (sum.value().get(), top)
}

/// Bounds on the expected reward of the best of `n`, all `n` at once, that hold with probability `1 − alpha`, in reward units;
/// for rewards in `[low, high]`. `lower_out[i]` and `upper_out[i]` belong to `n[i]`.
///
/// Formula: `high − ∫ G(x)^n dx` with `G = min(F_N + ε, 1)` and `G = max(F_N − ε, 0)`, `ε = √(ln(2/alpha)/(2N))`.
/// Source: the Dvoretzky–Kiefer–Wolfowitz inequality with Massart's constant (doi:10.1214/aop/1176990746), through
/// `E max = high − ∫ F^n`.
/// Validity: for every pool size; the samples must be independent, from one law on `[low, high]`: one prompt's, or one for
/// each prompt drawn. It holds for all real `n` together, so also for an `n` chosen after looking at the pool.
/// Domain: finite `low ≤` every reward `≤ high`, `0 < alpha < 1`, finite `n ≥ 1`.  Limits: width 0 where `low = high`.
/// Accuracy: ≤ 1e-14 of the larger of `|low|` and `|high|`.
/// Cost: one sort, two logarithms a sample, and two exponentials for every `n` and every rank within reach. No allocation.
///
/// # Errors
/// Nothing is written, neither to `scratch` nor to an output, but for success.
/// - [`Error::Empty`]: `rewards` or `n` is empty;
/// - [`Error::Domain`]: a reward outside `[low, high]`, an `alpha` or `n` outside its domain;
/// - [`Error::Capacity`]: an output is not as long as `n`, or `scratch` shorter than
///   [`curve_scratch_len`](super::curve_scratch_len);
/// - [`Error::NotFinite`]: a reward, `low` or `high` is NaN or infinite.
pub fn curve_band(
    rewards: &[f64],
    [low, high]: [f64; 2],
    alpha: f64,
    n: &[f64],
    scratch: &mut [f64],
    lower_out: &mut [f64],
    upper_out: &mut [f64],
) -> Result<(), Error> {
    check_shapes(rewards, None, n, None)?;
    if lower_out.len() != n.len() || upper_out.len() != n.len() {
        return Err(Error::Capacity);
    }
    check_sizes(n)?;
    let exponent = common_exponent(&[low, high])?;
    common_exponent(rewards)?;
    let inside = rewards.iter().all(|x| low <= *x && *x <= high);
    if !(inside && alpha > 0.0 && alpha < 1.0) {
        return Err(Error::Domain);
    }
    let pool = Pool::scaled([rewards], [exponent], scratch)?;
    simd::run(Band {
        rows: pool.rows,
        lower_logs: pool.first,
        upper_logs: pool.second,
        low: scale_f64(low, -exponent),
        high: scale_f64(high, -exponent),
        exponent,
        alpha,
        n,
        lower_out,
        upper_out,
    });
    Ok(())
}

struct Band<'a> {
    rows: &'a [[f64; 1]],
    lower_logs: &'a mut [f64],
    upper_logs: &'a mut [f64],
    low: f64,
    high: f64,
    exponent: f64,
    alpha: f64,
    n: &'a [f64],
    lower_out: &'a mut [f64],
    upper_out: &'a mut [f64],
}

impl Task for Band<'_> {
    type Output = ();

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) {
        let len = self.rows.len() as f64;
        let confidence =
            plain_ln(S::splat(2.0)) - plain_ln(S::splat(Real::max(self.alpha, f64::MIN_POSITIVE)));
        let epsilon = (confidence / S::splat(2.0 * len)).sqrt().get();
        write_logs::<S>(self.lower_logs, |rank| rank / len + epsilon);
        write_logs::<S>(self.upper_logs, |rank| rank / len - epsilon);
        let power = |log: f64, n: f64| {
            if log * n < FAINT {
                0.0
            } else {
                exp(Dd::from(S::splat(log * n))).hi.get()
            }
        };
        // What the law may hold below the lowest sample, and above the highest.
        let mut ends = [0.0; 2];
        write_logs::<S>(
            &mut ends,
            |end| if end < 2.0 { epsilon } else { 1.0 - epsilon },
        );
        let [lowest, highest] = ends;
        let bottom = self.rows.first().map_or(self.low, |[x]| *x);
        let outs = self.lower_out.iter_mut().zip(self.upper_out);
        for (n, (lower, upper)) in self.n.iter().zip(outs) {
            let (below, top) = missed::<S, 1>(self.rows, 0, self.lower_logs, *n);
            let value = top - below - power(lowest, *n) * (bottom - self.low);
            *lower = scale_f64(Real::max(value, self.low), self.exponent);
            let (below, top) = missed::<S, 1>(self.rows, 0, self.upper_logs, *n);
            let value = self.high - power(highest, *n) * (self.high - top) - below;
            *upper = scale_f64(Real::min(value, self.high), self.exponent);
        }
    }
}
