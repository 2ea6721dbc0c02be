//! HedgeTune: the known peak, a dense scan, the literal integral, several pools, and what is refused.

use bestof::Error;
use bestof::estimate::{curve, curve_scratch_len};
use bestof::golden::{Hedge, curve_peak, hedge, hedge_scratch_len};

fn unit(state: &mut u64) -> f64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*state >> 11) as f64 * 2.0_f64.powi(-53)
}

fn hedged(proxy: &[f64], gold: &[f64], pools: &[usize], n_max: f64) -> Hedge {
    let mut scratch = vec![0.0; hedge_scratch_len(proxy.len())];
    hedge(proxy, gold, pools, n_max, &mut scratch).unwrap()
}

/// The plug-in law by its definition: levels, shares, mean gold; `J(n) − J(1)`.
struct Plug {
    upto: Vec<f64>,
    gold: Vec<f64>,
}

impl Plug {
    fn new(proxy: &[f64], gold: &[f64]) -> Self {
        let mut rows: Vec<[f64; 2]> = proxy.iter().zip(gold).map(|(r, g)| [*r, *g]).collect();
        rows.sort_by(|a, b| a[0].total_cmp(&b[0]));
        let (mut upto, mut golds, mut at) = (Vec::new(), Vec::new(), 0);
        while at < rows.len() {
            let tied: Vec<_> = rows[at..]
                .iter()
                .take_while(|row| row[0] == rows[at][0])
                .collect();
            golds.push(tied.iter().map(|row| row[1]).sum::<f64>() / tied.len() as f64);
            at += tied.len();
            upto.push(at as f64 / rows.len() as f64);
        }
        Self { upto, gold: golds }
    }

    fn value(&self, n: f64) -> f64 {
        let mut below = 0.0_f64;
        let mut sum = 0.0;
        for (upto, gold) in self.upto.iter().zip(&self.gold) {
            sum += gold * (upto.powf(n) - below.powf(n));
            below = *upto;
        }
        sum
    }

    /// `∫ g(u) u^{n−1} (1 + n ln u) du` with `g` constant on each level: the antiderivative is `u^n ln u`.
    fn score(&self, n: f64) -> f64 {
        let term = |u: f64| if u > 0.0 { u.powf(n) * u.ln() } else { 0.0 };
        let mut below = 0.0;
        let mut sum = 0.0;
        for (upto, gold) in self.upto.iter().zip(&self.gold) {
            sum += gold * (term(*upto) - term(below));
            below = *upto;
        }
        sum
    }
}

#[test]
fn the_known_peak() {
    // g(u) = u − 1.2 u^8 as its means over 2^17 ranks; the peak of the smooth law is 2.3358961324, the plug-in's is
    // within the square of a rank of it.
    let ranks = 1 << 17;
    let integral = |u: f64| u * u / 2.0 - 1.2 * u.powi(9) / 9.0;
    let edge = |i: usize| i as f64 / ranks as f64;
    let proxy: Vec<f64> = (0..ranks).map(|i| i as f64).collect();
    let gold: Vec<f64> = (0..ranks)
        .map(|i| (integral(edge(i + 1)) - integral(edge(i))) * ranks as f64)
        .collect();
    let peak = hedged(&proxy, &gold, &[ranks], 1e6);
    assert!((peak.n - 2.335_896_132_4).abs() <= 1e-9, "{peak:?}");
    let smooth = |n: f64| n / (n + 1.0) - 1.2 * n / (n + 8.0);
    assert!(
        (peak.gain - (smooth(peak.n) - smooth(1.0))).abs() <= 1e-10,
        "{peak:?}"
    );
    // To its own last digits it is the root of the integral.
    let plug = Plug::new(&proxy, &gold);
    let (below, above) = (
        plug.score(peak.n * (1.0 - 1e-11)),
        plug.score(peak.n * (1.0 + 1e-11)),
    );
    assert!(below > 0.0 && above < 0.0, "{below:e} {above:e}");
}

#[test]
fn no_scan_finds_more() {
    let mut state = 3;
    let mut inside = 0;
    for case in 0..600 {
        let len = 2 + (unit(&mut state) * 40.0) as usize;
        let levels = if case % 3 == 0 { 5.0 } else { 1e9 };
        let proxy: Vec<f64> = (0..len)
            .map(|_| (unit(&mut state) * levels).floor())
            .collect();
        // Noise, a bend, or both: several peaks are common.
        let gold: Vec<f64> = proxy
            .iter()
            .map(|r| {
                let u = r / levels;
                match case % 4 {
                    0 => unit(&mut state),
                    1 => u - 1.2 * u.powi(8),
                    2 => (9.0 * u).sin() + 0.3 * unit(&mut state),
                    _ => u - 0.8 * u * u + 0.2 * unit(&mut state),
                }
            })
            .collect();
        let plug = Plug::new(&proxy, &gold);
        let n_max = 1.0 + unit(&mut state) * 500.0;
        let peak = hedged(&proxy, &gold, &[len], n_max);
        assert!((1.0..=n_max).contains(&peak.n), "{case}: {peak:?}");
        let start = plug.value(1.0);
        assert!(
            (plug.value(peak.n) - start - peak.gain).abs() <= 1e-13,
            "{case}: {peak:?}"
        );
        for i in 0..=4000 {
            let n = n_max.powf(f64::from(i) / 4000.0);
            assert!(
                plug.value(n) - start <= peak.gain + 1e-13,
                "{case}: {peak:?}, more at {n}"
            );
        }
        if peak.n > 1.0 && peak.n < n_max {
            inside += 1;
            assert!(
                plug.score(peak.n).abs() <= 1e-12,
                "{case}: {peak:?} {}",
                plug.score(peak.n)
            );
        }
    }
    assert!(inside > 150, "{inside} peaks inside");
}

#[test]
fn pools_count_alike_whatever_their_size() {
    let mut state = 17;
    for case in 0..100 {
        let pools: Vec<usize> = (0..1 + case % 5)
            .map(|_| 1 + (unit(&mut state) * 30.0) as usize)
            .collect();
        let len: usize = pools.iter().sum();
        let proxy: Vec<f64> = (0..len)
            .map(|_| (unit(&mut state) * 12.0).floor())
            .collect();
        let gold: Vec<f64> = proxy
            .iter()
            .map(|r| r - 0.07 * r * r + unit(&mut state))
            .collect();
        let mut plugs = Vec::new();
        let mut start = 0;
        for size in &pools {
            plugs.push(Plug::new(
                &proxy[start..start + size],
                &gold[start..start + size],
            ));
            start += size;
        }
        let mean = |n: f64| plugs.iter().map(|p| p.value(n)).sum::<f64>() / plugs.len() as f64;
        let peak = hedged(&proxy, &gold, &pools, 200.0);
        assert!(
            (mean(peak.n) - mean(1.0) - peak.gain).abs() <= 1e-13,
            "{case}: {peak:?}"
        );
        for i in 0..=1000 {
            let n = 200_f64.powf(f64::from(i) / 1000.0);
            assert!(
                mean(n) - mean(1.0) <= peak.gain + 1e-13,
                "{case}: {peak:?}, more at {n}"
            );
        }
        // The order of samples within a pool says nothing.
        let mut reversed = (proxy.clone(), gold.clone());
        let mut start = 0;
        for size in &pools {
            reversed.0[start..start + size].reverse();
            reversed.1[start..start + size].reverse();
            start += size;
        }
        let again = hedged(&reversed.0, &reversed.1, &pools, 200.0);
        assert!((again.gain - peak.gain).abs() <= 1e-13, "{case}");
    }
}

#[test]
fn plain_cases() {
    // The proxy is the gold: to the end. Its opposite: not at all. No difference: not at all.
    let up: Vec<f64> = (0..50).map(f64::from).collect();
    let down: Vec<f64> = up.iter().map(|x| -x).collect();
    assert_eq!(hedged(&up, &up, &[50], 1000.0).n, 1000.0);
    assert_eq!(
        hedged(&up, &down, &[50], 1000.0),
        Hedge { n: 1.0, gain: 0.0 }
    );
    assert_eq!(
        hedged(&up, &[1.0; 50], &[50], 1000.0),
        Hedge { n: 1.0, gain: 0.0 }
    );
    assert_eq!(
        hedged(&[2.0; 50], &up, &[50], 1000.0),
        Hedge { n: 1.0, gain: 0.0 }
    );
    assert_eq!(
        hedged(&[1.0], &[5.0], &[1], 8.0),
        Hedge { n: 1.0, gain: 0.0 }
    );
    assert_eq!(hedged(&up, &up, &[50], 1.0), Hedge { n: 1.0, gain: 0.0 });
    // Three levels: J − J(1) = (2/3 − (2/3)^n)·(−1) + (1/3 − (1/3)^n)·2, whose slope vanishes at 2^n = 2 ln 3/ln 1.5.
    let three = hedged(&[1.0, 2.0, 3.0], &[0.0, 2.0, 1.0], &[3], 100.0);
    let root = (2.0 * 3_f64.ln() / 1.5_f64.ln()).log2();
    assert!((three.n - root).abs() <= 1e-14 * root, "{three:?} {root}");
    // −0 and 0 tie.
    let zeros = hedged(&[0.0, -0.0], &[1.0, 5.0], &[2], 10.0);
    assert_eq!(zeros, Hedge { n: 1.0, gain: 0.0 });
}

#[test]
fn what_is_refused_leaves_the_scratch_alone() {
    let (proxy, gold) = ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]);
    let mut scratch = [7.0; 12];
    let mut call = |proxy: &[f64], gold: &[f64], pools: &[usize], n_max: f64, len: usize| {
        let outcome = hedge(proxy, gold, pools, n_max, &mut scratch[..len]);
        if outcome.is_err() {
            assert!(scratch.iter().all(|x| *x == 7.0));
        }
        outcome.map(|_| ())
    };
    assert_eq!(call(&proxy, &gold, &[], 9.0, 12), Err(Error::Empty));
    assert_eq!(call(&proxy, &gold, &[3, 0], 9.0, 12), Err(Error::Empty));
    assert_eq!(call(&proxy, &gold, &[2], 9.0, 12), Err(Error::Capacity));
    assert_eq!(call(&proxy, &gold, &[4], 9.0, 12), Err(Error::Capacity));
    assert_eq!(
        call(&proxy, &gold, &[usize::MAX, 4], 9.0, 12),
        Err(Error::Capacity)
    );
    assert_eq!(
        call(&proxy, &gold[..2], &[3], 9.0, 12),
        Err(Error::Capacity)
    );
    assert_eq!(call(&proxy, &gold, &[3], 9.0, 11), Err(Error::Capacity));
    for n_max in [0.5, f64::NAN, f64::INFINITY] {
        assert_eq!(call(&proxy, &gold, &[3], n_max, 12), Err(Error::Domain));
    }
    for bad in [f64::NAN, f64::INFINITY] {
        assert_eq!(
            call(&[1.0, bad, 2.0], &gold, &[3], 9.0, 12),
            Err(Error::NotFinite)
        );
        assert_eq!(
            call(&proxy, &[1.0, bad, 2.0], &[3], 9.0, 12),
            Err(Error::NotFinite)
        );
    }
    assert_eq!(call(&proxy, &gold, &[3], 9.0, 12), Ok(()));
    assert_eq!(hedge_scratch_len(usize::MAX), usize::MAX);
}

#[test]
fn the_whole_peak_stands_beside_the_real_one() {
    assert_eq!(curve_peak(&[1.0, 3.0, 3.0, 2.0]), Ok(2));
    assert_eq!(curve_peak(&[1.0]), Ok(1));
    assert_eq!(curve_peak(&[]), Err(Error::Empty));
    assert_eq!(curve_peak(&[1.0, f64::NAN]), Err(Error::NotFinite));

    // A large pool with a bend: unbiased curve and plug-in agree within one draw.
    let mut state = 23;
    let proxy: Vec<f64> = (0..4000).map(|_| unit(&mut state)).collect();
    let gold: Vec<f64> = proxy.iter().map(|u| u - 0.9 * u.powi(20)).collect();
    let mut scratch = vec![0.0; curve_scratch_len(4000)];
    let (mut proxy_out, mut gold_out) = (vec![0.0; 100], vec![0.0; 100]);
    curve(
        &proxy,
        Some(&gold),
        &mut scratch,
        &mut proxy_out,
        Some(&mut gold_out),
    )
    .unwrap();
    let whole = curve_peak(&gold_out).unwrap() as f64;
    let real = hedged(&proxy, &gold, &[4000], 100.0).n;
    assert!((whole - real).abs() <= 1.0, "{whole} {real}");
}
