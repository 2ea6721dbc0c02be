//! Curves and pass@k against exact rational arithmetic, exhaustive enumeration and the bundled data.

use bestof::Error;
use bestof::estimate::{curve, curve_scratch_len};
use num_bigint::{BigInt, BigUint};

/// The documented bound, relative to the largest absolute reward of the column.
const CURVE_ERROR: f64 = 4e-15;

/// SplitMix64: enough randomness for inputs, the same in every run.
struct Mix(u64);

impl Mix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in `(0, 1)`.
    fn unit(&mut self) -> f64 {
        ((self.next() >> 12) as f64 + 0.5) * 2.0_f64.powi(-52)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn shuffle<T>(&mut self, xs: &mut [T]) {
        for i in (1..xs.len()).rev() {
            xs.swap(i, self.below(i + 1));
        }
    }
}

fn proxy_curve(proxy: &[f64], n_max: usize) -> Vec<f64> {
    let mut scratch = vec![0.0; curve_scratch_len(proxy.len())];
    let mut out = vec![0.0; n_max];
    curve(proxy, None, &mut scratch, &mut out, None).unwrap();
    out
}

fn joint_curve(proxy: &[f64], gold: &[f64], n_max: usize) -> (Vec<f64>, Vec<f64>) {
    let mut scratch = vec![0.0; curve_scratch_len(proxy.len())];
    let (mut out, mut gold_out) = (vec![0.0; n_max], vec![0.0; n_max]);
    curve(
        proxy,
        Some(gold),
        &mut scratch,
        &mut out,
        Some(&mut gold_out),
    )
    .unwrap();
    (out, gold_out)
}

const FIXED_BITS: i32 = 220;

/// `x · 2^220`, exactly.
fn fixed(x: f64) -> BigInt {
    let bits = x.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) = if exponent == 0 {
        (fraction, -1074)
    } else {
        (fraction | (1 << 52), exponent - 1075)
    };
    if mantissa == 0 {
        return BigInt::from(0);
    }
    let shift = exponent + FIXED_BITS;
    assert!(shift >= 0, "{x:e} needs more fixed-point bits");
    let size = BigInt::from(mantissa) << shift as usize;
    if x < 0.0 { -size } else { size }
}

/// The nearest double or a neighbour of it; for error figures.
fn ratio(numerator: &BigInt, denominator: &BigInt) -> f64 {
    let quotient: BigInt = (numerator << 400_usize) / denominator;
    let (sign, digits) = quotient.to_u64_digits();
    let size = digits
        .iter()
        .rev()
        .fold((0.0, 0), |(sum, seen): (f64, i32), d| {
            (sum + *d as f64 * 2.0_f64.powi(-64 * seen), seen + 1)
        })
        .0;
    let value = size * 2.0_f64.powi(64 * (digits.len() as i32 - 1) - 400);
    if sign == num_bigint::Sign::Minus {
        -value
    } else {
        value
    }
}

/// `Σ_{i≥n} C(i−1, n−1) x_(i)` as fixed-point numbers, and `C(N, n)`.
fn exact_best_of(ascending: &[BigInt], n: usize) -> (BigInt, BigInt) {
    let mut choose = BigUint::from(1_u32);
    let mut all = BigUint::from(0_u32);
    let mut sum = BigInt::from(0);
    for (i, x) in ascending.iter().enumerate().skip(n - 1) {
        // choose = C(i, n−1) with i counted from 0.
        sum += x * BigInt::from(choose.clone());
        all += &choose;
        choose = choose * (i as u64 + 1) / (i as u64 + 2 - n as u64);
    }
    (sum, BigInt::from(all))
}

/// The largest error of `out`, for the `n` in `which`, relative to the largest absolute reward.
fn worst_error(ascending: &[f64], out: &[f64], which: impl Iterator<Item = usize>) -> f64 {
    let exact: Vec<BigInt> = ascending.iter().map(|x| fixed(*x)).collect();
    let largest = ascending.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
    which
        .map(|n| {
            let (sum, all) = exact_best_of(&exact, n);
            let miss = fixed(out[n - 1]) * &all - sum;
            ratio(&miss, &(all * fixed(largest))).abs()
        })
        .fold(0.0, f64::max)
}

/// Pools of different shapes: uniform, Gaussian-like, heavy-tailed, offset, two-valued, nearly constant.
fn pools(len: usize, mix: &mut Mix) -> Vec<Vec<f64>> {
    let mut make = |f: &dyn Fn(&mut Mix) -> f64| {
        let mut xs: Vec<f64> = (0..len).map(|_| f(mix)).collect();
        xs.sort_by(f64::total_cmp);
        xs
    };
    vec![
        make(&|m| m.unit()),
        make(&|m| (0..12).map(|_| m.unit()).sum::<f64>() - 6.0),
        make(&|m| 1.0 / m.unit()),
        make(&|m| -1.0 / m.unit()),
        make(&|m| 1e6 + m.unit()),
        make(&|m| if m.unit() < 0.3 { 1.0 } else { 0.1 }),
        make(&|m| if m.unit() < 0.9 { -1.0 } else { 1.0 }),
        make(&|_| 0.1),
    ]
}

#[test]
fn every_pool_size_to_64_and_1024_against_exact_sums() {
    let mut mix = Mix(1);
    let mut worst = (0.0, 0, 0);
    for len in (1..=64).chain([100, 127, 128, 129, 257, 1024]) {
        for (shape, pool) in pools(len, &mut mix).into_iter().enumerate() {
            let out = proxy_curve(&pool, len);
            let error = worst_error(&pool, &out, 1..=len);
            if error > worst.0 {
                worst = (error, len, shape);
            }
            assert!(error <= CURVE_ERROR, "N = {len}, shape {shape}: {error:e}");
        }
    }
    println!(
        "worst error {:e} at N = {}, shape {}",
        worst.0, worst.1, worst.2
    );
}
