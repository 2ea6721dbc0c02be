//! Curves and pass@k against exact rational arithmetic, exhaustive enumeration and the bundled data.

use bestof::Error;
use bestof::estimate::{curve, curve_scratch_len, pass_at_k};
use num_bigint::{BigInt, BigUint};

mod common;

use common::{FIXED_BITS, Mix, fixed, ratio};

/// The documented bound, relative to the largest absolute reward of the column.
const CURVE_ERROR: f64 = 2e-15;

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

#[test]
fn large_pools_against_exact_sums() {
    let mut mix = Mix(2);
    let mut worst = (0.0, 0, 0);
    for len in [5000, 100_000] {
        for (shape, pool) in pools(len, &mut mix).into_iter().enumerate() {
            let out = proxy_curve(&pool, len);
            let which = [
                1,
                2,
                3,
                8,
                31,
                32,
                33,
                100,
                300,
                len - 40,
                len - 2,
                len - 1,
                len,
            ];
            let error = worst_error(&pool, &out, which.into_iter());
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

#[test]
fn a_million_samples() {
    // Rewards i/N: the best of n has mean (n/(n+1)) (N+1)/N.
    let len = 1_000_000;
    let pool: Vec<f64> = (1..=len).map(|i| i as f64 / len as f64).collect();
    let out = proxy_curve(&pool, len);
    for (below, y) in out.iter().enumerate() {
        let n = (below + 1) as f64;
        let expected = n / (n + 1.0) * ((len as f64 + 1.0) / len as f64);
        assert!(
            (y - expected).abs() <= CURVE_ERROR,
            "n = {n}: {y:e}, {expected:e}"
        );
    }
}

#[test]
fn every_subset_of_small_pools_with_ties() {
    let mut mix = Mix(3);
    for len in 1..=10_usize {
        for _ in 0..40 {
            let proxy: Vec<f64> = (0..len).map(|_| mix.below(4) as f64).collect();
            let gold: Vec<f64> = (0..len).map(|_| mix.below(16) as f64 - 5.0).collect();
            let (out, gold_out) = joint_curve(&proxy, &gold, len);
            for n in 1..=len {
                let (mut best, mut judged, mut subsets) = (0.0, 0.0, 0.0);
                for subset in (0_u32..1 << len).filter(|s| s.count_ones() as usize == n) {
                    let inside = || (0..len).filter(move |i| subset >> i & 1 == 1);
                    let top = inside().map(|i| proxy[i]).fold(f64::MIN, f64::max);
                    let tied: Vec<usize> = inside().filter(|i| proxy[*i] == top).collect();
                    best += top;
                    judged += tied.iter().map(|i| gold[*i]).sum::<f64>() / tied.len() as f64;
                    subsets += 1.0;
                }
                assert!((out[n - 1] - best / subsets).abs() < 1e-13);
                assert!((gold_out[n - 1] - judged / subsets).abs() < 1e-13);
            }
        }
    }
}

#[test]
fn the_bundled_curve() {
    let rows = |text: &'static str| {
        text.lines()
            .skip(1)
            .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>())
    };
    let samples = include_str!("../data/humaneval.csv");
    let (prompts, len, n_max) = (164, 100, 100);
    let mut pools = vec![(Vec::new(), Vec::new()); prompts];
    for row in rows(samples) {
        let prompt: usize = row[0].parse().unwrap();
        pools[prompt].0.push(row[2].parse::<f64>().unwrap());
        pools[prompt].1.push(row[3].parse::<f64>().unwrap());
    }
    let (mut mean, mut gold_mean) = (vec![0.0; n_max], vec![0.0; n_max]);
    let mut gains = vec![Vec::new(); n_max];
    for (proxy, gold) in &pools {
        assert_eq!(proxy.len(), len);
        let (out, gold_out) = joint_curve(proxy, gold, n_max);
        for i in 0..n_max {
            mean[i] += out[i] / prompts as f64;
            gold_mean[i] += gold_out[i] / prompts as f64;
            gains[i].push(gold_out[i] - gold_out[0]);
        }
    }
    let mut checked = 0;
    for row in rows(include_str!("../data/humaneval.curve.csv")) {
        let i = row[0].parse::<usize>().unwrap() - 1;
        let gain = gains[i].iter().sum::<f64>() / prompts as f64;
        let spread: f64 = gains[i].iter().map(|g| (g - gain).powi(2)).sum();
        let error = (spread / (prompts * (prompts - 1)) as f64).sqrt();
        assert!((mean[i] - row[1].parse::<f64>().unwrap()).abs() < 1e-12);
        assert!((gold_mean[i] - row[2].parse::<f64>().unwrap()).abs() < 1e-12);
        if let Ok(expected) = row[3].parse::<f64>() {
            assert!((error - expected).abs() < 1e-12);
        }
        checked += 1;
    }
    assert_eq!(checked, 16);
}

#[test]
fn ends_and_constant_pools() {
    let mut mix = Mix(4);
    for len in [1, 2, 3, 7, 31, 32, 33, 63, 64, 65, 200] {
        let pool: Vec<f64> = (0..len).map(|_| mix.unit() - 0.5).collect();
        let top = pool.iter().copied().fold(f64::MIN, f64::max);
        let out = proxy_curve(&pool, len);
        assert_eq!(out[len - 1].to_bits(), top.to_bits(), "N = {len}");
        let mean = pool.iter().sum::<f64>() / len as f64;
        assert!((out[0] - mean).abs() < 1e-15);
        for constant in [0.1, -7e300, 5e-324, f64::MAX, -f64::MAX, 0.0] {
            for y in proxy_curve(&vec![constant; len], len) {
                assert_eq!(y, constant);
            }
        }
    }
}

#[test]
fn extreme_rewards_neither_overflow_nor_vanish() {
    let pool = [f64::MAX, -f64::MAX, f64::MAX, -f64::MAX];
    let out = proxy_curve(&pool, 4);
    assert!((out[0] / f64::MAX).abs() < CURVE_ERROR);
    assert!((out[1] / f64::MAX - 2.0 / 3.0).abs() < CURVE_ERROR);
    assert_eq!(out[2..], [f64::MAX, f64::MAX]);
    let (_, gold) = joint_curve(&[1.0; 4], &[f64::MAX, f64::MAX, f64::MAX, -f64::MAX], 4);
    for y in gold {
        assert!((y / f64::MAX - 0.5).abs() < CURVE_ERROR);
    }
    let tiny = f64::from_bits(1);
    assert_eq!(
        proxy_curve(&[tiny * 8.0, tiny * 2.0, tiny * 2.0], 3),
        [4.0, 6.0, 8.0].map(|m| m * tiny)
    );
    // A power of two in the rewards is a power of two in the curve, bit for bit.
    let mut mix = Mix(5);
    let pool: Vec<f64> = (0..50).map(|_| mix.unit()).collect();
    let scaled: Vec<f64> = pool.iter().map(|x| x * 2.0_f64.powi(900)).collect();
    for (y, z) in proxy_curve(&pool, 50).iter().zip(proxy_curve(&scaled, 50)) {
        assert_eq!((y * 2.0_f64.powi(900)).to_bits(), z.to_bits());
    }
}

#[test]
fn order_of_samples_and_length_of_curve_do_not_change_a_bit() {
    let mut mix = Mix(6);
    for len in [2, 5, 33, 100, 700] {
        let mut rows: Vec<[f64; 2]> = (0..len)
            .map(|_| [(mix.below(len / 2 + 1) as f64 - 3.0) / 7.0, mix.unit()])
            .collect();
        rows[0][0] = 0.0;
        rows[1][0] = -0.0;
        let bits = |rows: &[[f64; 2]], n_max| {
            let (proxy, gold): (Vec<f64>, Vec<f64>) = rows.iter().map(|r| (r[0], r[1])).unzip();
            let (out, gold_out) = joint_curve(&proxy, &gold, n_max);
            assert_eq!(proxy_curve(&proxy, n_max), out);
            let bits: Vec<_> = out
                .iter()
                .zip(gold_out)
                .map(|(a, b)| (a.to_bits(), b.to_bits()))
                .collect();
            bits
        };
        let first = bits(&rows, len);
        for _ in 0..5 {
            mix.shuffle(&mut rows);
            assert_eq!(bits(&rows, len), first);
            let n_max = mix.below(len) + 1;
            assert_eq!(bits(&rows, n_max), first[..n_max]);
        }
    }
}

#[test]
fn the_same_bits_on_every_machine() {
    let mut mix = Mix(7);
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for len in [1, 2, 17, 64, 300, 2000] {
        let proxy: Vec<f64> = (0..len).map(|_| mix.unit()).collect();
        let gold: Vec<f64> = (0..len).map(|_| mix.unit() - 0.5).collect();
        let (out, gold_out) = joint_curve(&proxy, &gold, len);
        for y in out.iter().chain(&gold_out) {
            for byte in y.to_bits().to_le_bytes() {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
            }
        }
    }
    assert_eq!(hash, 0xc0e8_891a_1f50_29b0, "{hash:#x}");
}

#[test]
fn a_refused_call_writes_nothing() {
    let proxy = [0.5, 1.5, 1.0];
    let bad = [
        [f64::NAN, 0.0, 0.0],
        [0.0, f64::INFINITY, 0.0],
        [0.0, 0.0, f64::NEG_INFINITY],
    ];
    let enough = curve_scratch_len(3);
    let check = |proxy: &[f64],
                 gold: Option<&[f64]>,
                 scratch: usize,
                 n: usize,
                 gold_n: Option<usize>,
                 expected: Error| {
        let mut scratch = vec![7.0; scratch];
        let mut out = vec![7.0; n];
        let mut gold_out = gold_n.map(|n| vec![7.0; n]);
        let result = curve(proxy, gold, &mut scratch, &mut out, gold_out.as_deref_mut());
        assert_eq!(result, Err(expected));
        let untouched = |xs: &[f64]| xs.iter().all(|x| *x == 7.0);
        assert!(untouched(&scratch) && untouched(&out) && gold_out.is_none_or(|g| untouched(&g)));
    };
    check(&[], None, 0, 1, None, Error::Empty);
    check(&proxy, None, enough, 0, None, Error::Empty);
    check(&proxy, None, 4 * enough, 4, None, Error::Domain);
    check(&proxy, None, enough - 1, 3, None, Error::Capacity);
    check(
        &proxy,
        Some(&proxy[..2]),
        enough,
        3,
        Some(3),
        Error::Capacity,
    );
    check(&proxy, Some(&proxy), enough, 3, Some(2), Error::Capacity);
    check(&proxy, Some(&proxy), enough, 3, None, Error::Capacity);
    check(&proxy, None, enough, 3, Some(3), Error::Capacity);
    for bad in &bad {
        check(bad, None, enough, 3, None, Error::NotFinite);
        check(bad, Some(&proxy), enough, 3, Some(3), Error::NotFinite);
        check(&proxy, Some(bad), enough, 3, Some(3), Error::NotFinite);
    }
}

#[test]
fn scratch_length_saturates() {
    assert_eq!(curve_scratch_len(0), 0);
    assert_eq!(curve_scratch_len(usize::MAX), usize::MAX);
}

/// The documented bound of [`pass_at_k`], in ulp.
const PASS_ULP: f64 = 1.0;

/// `(C(n,k) − C(n−c,k), C(n,k))` up to a common factor.
fn exact_pass(n: u64, c: u64, k: u64) -> (BigInt, BigInt) {
    let (few, many) = (c.min(k), c.max(k));
    let (mut fail, mut all) = (BigUint::from(1_u32), BigUint::from(1_u32));
    for i in 0..few {
        fail *= (n - i).saturating_sub(many);
        all *= n - i;
    }
    (
        BigInt::from(all.clone()) - BigInt::from(fail),
        BigInt::from(all),
    )
}

fn pass_error(n: u64, c: u64, k: u64) -> f64 {
    let y = pass_at_k(n, c, k);
    let (pass, all) = exact_pass(n, c, k);
    if y == 0.0 {
        return if pass == BigInt::from(0) {
            0.0
        } else {
            f64::INFINITY
        };
    }
    let ulp = y.next_up() - y;
    // At 1 the doubles below are twice as close.
    let ulp = if y == 1.0 { ulp / 2.0 } else { ulp };
    let miss = fixed(y) * &all - (pass << FIXED_BITS as usize);
    ratio(&miss, &(all * fixed(ulp))).abs()
}

#[test]
fn pass_at_k_against_exact_rationals() {
    let mut worst = (0.0, (0, 0, 0));
    let mut check = |n: u64, c: u64, k: u64| {
        let error = pass_error(n, c, k);
        if error > worst.0 {
            worst = (error, (n, c, k));
        }
        assert!(error <= PASS_ULP, "({n}, {c}, {k}): {error} ulp");
    };
    for n in 0..=40 {
        for c in 0..=n {
            for k in 0..=n {
                check(n, c, k);
            }
        }
    }
    let mut mix = Mix(8);
    for _ in 0..3000 {
        let n = mix.next() >> mix.below(58);
        let mut part = || {
            let few = mix.next() % 1200;
            let many = mix.next() >> mix.below(63);
            if mix.next() & 1 == 0 {
                few.min(n)
            } else {
                many.min(n)
            }
        };
        let (c, k) = (part(), part());
        if c.min(k) < 3000 {
            check(n, c, k);
        }
    }
    // Around the change of method, and where the answer is neither small nor one.
    for n in [1561, 1600, 3000, 10_000, 100_000, 1 << 40] {
        for few in [255, 256, 257, 258, 300, 900] {
            for share in [0.01, 0.5, 3.0, 20.0, 41.0] {
                let many = (share * n as f64 / few as f64) as u64;
                if few <= many && few + many <= n {
                    check(n, few, many);
                    check(n, many, few);
                }
            }
        }
    }
    println!("worst error {} ulp at {:?}", worst.0, worst.1);
}

#[test]
fn pass_at_k_of_huge_arguments() {
    // mpmath at 120 digits: 1 − exp(ln Γ(n−c+1) + ln Γ(n−k+1) − ln Γ(n−c−k+1) − ln Γ(n+1)).
    const MAX: u64 = u64::MAX;
    for (n, c, k, expected) in [
        (MAX, 1 << 32, 1 << 32, 0.6321205589142113),
        (MAX, 1 << 33, (1 << 31) + 12_345, 0.632122673717105),
        (MAX, 1_000_000, 1_000_000, 5.421010715491025e-08),
        (MAX, 300, 200_000_000_000_000_000, 0.9620075348894939),
        (MAX, 257, 257, 3.580523464524748e-15),
        (MAX, 3, 5, 8.131516293641283e-19),
        (MAX, 1, 1, 5.421010862427522e-20),
        (MAX, 1 << 63, 64, 1.0),
        (MAX, MAX, MAX, 1.0),
        ((1 << 53) + 1, 10_000_001, 300_000_000, 0.2832777894407409),
        (1_000_000_000_000, 1_000_000, 4_000_000, 0.9816845442672639),
        (1_000_000_000, 31_623, 31_623, 0.6321373900733437),
    ] {
        let y = pass_at_k(n, c, k);
        let error = (y - expected).abs() / (expected.next_up() - expected);
        assert!(error <= PASS_ULP, "({n}, {c}, {k}): {y:e}, {expected:e}");
        assert_eq!(y, pass_at_k(n, k, c));
    }
}

#[test]
fn pass_at_k_known_values_and_edges() {
    assert!((pass_at_k(20, 3, 5) - 0.6008771929824561403508772).abs() < 1e-16);
    assert!((pass_at_k(200, 7, 100) - 0.9929911172418123416771479).abs() < 1e-16);
    assert_eq!(pass_at_k(10, 3, 1), 0.3);
    assert_eq!(pass_at_k(10, 3, 8), 1.0);
    assert_eq!(pass_at_k(10, 10, 1), 1.0);
    assert_eq!(pass_at_k(10, 0, 10), 0.0);
    assert_eq!(pass_at_k(10, 4, 0), 0.0);
    assert_eq!(pass_at_k(0, 0, 0), 0.0);
    assert!(pass_at_k(10, 11, 1).is_nan());
    assert!(pass_at_k(10, 1, 11).is_nan());
    assert!(pass_at_k(0, 0, 1).is_nan());
}

#[test]
fn pass_at_k_is_the_curve_of_a_binary_reward() {
    let (n, c) = (100, 13);
    let pool: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i < c))).collect();
    for (below, y) in proxy_curve(&pool, n).iter().enumerate() {
        assert!((y - pass_at_k(n as u64, c as u64, below as u64 + 1)).abs() < CURVE_ERROR);
    }
}
