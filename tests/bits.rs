//! The same bits from a scalar call, a batch and a batch in place, whatever the hardware: one hash a function, the same constant
//! everywhere. `--cfg bestof_tier="portable"` and `"avx2"` run it on the narrower tiers of a wide machine.

use bestof::bound::*;
use bestof::divergence::*;
use bestof::golden::*;
use bestof::order::*;

/// 2,000 numbers from 1 to the end of the doubles, dense near 1, with every limit; the stride hides no tail of a batch.
fn draws() -> Vec<f64> {
    let mut x = vec![
        1.0,
        0.5,
        -3.0,
        0.0,
        f64::NAN,
        f64::INFINITY,
        f64::MAX,
        1e300,
    ];
    x.extend((1..=52).map(|k| 1.0 + f64::powi(2.0, -k)));
    for k in 0..1023 {
        let power = f64::powi(2.0, k);
        x.extend([
            power,
            f64::from_bits(power.to_bits() + 0x000f_1234_5678_9abc),
        ]);
    }
    let sixteenths = (0..=64).map(|i| 1.0 + f64::from(i) / 16.0);
    x.extend(sixteenths.flat_map(|x| [x, x.next_up(), x.next_down()]));
    x
}

/// Budgets: 0 to 1000, dense near 0 and below 2.
fn budgets() -> Vec<f64> {
    let mut x = vec![0.0, -1.0, f64::NAN, f64::INFINITY, 5e-324, 1.0, 2.0, 708.9];
    x.extend((1..200).map(|k| f64::powf(2.0, -f64::from(k) * 0.37)));
    x.extend((1..400).map(|k| f64::from(k) * 0.005));
    x.extend((1..400).map(|k| f64::from(k) * 2.5));
    x
}

fn hash(hash: u64, x: f64) -> u64 {
    (hash ^ x.to_bits()).wrapping_mul(0x0100_0000_01b3)
}

fn agree(
    name: &str,
    x: &[f64],
    scalar: &dyn Fn(f64) -> f64,
    batch: &dyn Fn(&[f64], &mut [f64]) -> Result<(), bestof::Error>,
    in_place: &dyn Fn(&mut [f64]),
    expected: u64,
) -> bool {
    let alone: Vec<f64> = x.iter().map(|x| scalar(*x)).collect();
    let same = |range: std::ops::Range<usize>| {
        let x = &x[range.clone()];
        let mut out = vec![0.0; x.len()];
        batch(x, &mut out).unwrap();
        let mut xs = x.to_vec();
        in_place(&mut xs);
        for ((x, alone), (out, xs)) in x.iter().zip(&alone[range]).zip(out.iter().zip(&xs)) {
            assert_eq!(alone.to_bits(), out.to_bits(), "{name}({x:e}) in a batch");
            assert_eq!(alone.to_bits(), xs.to_bits(), "{name}({x:e}) in place");
        }
    };
    same(0..x.len());
    // Every short length, from starts that fall on every alignment.
    for len in 0..=70 {
        same(len..2 * len);
    }
    let got = alone.iter().fold(0xcbf2_9ce4_8422_2325, |h, y| hash(h, *y));
    if got != expected {
        println!("{name}: {got:#018x}");
    }
    got == expected
}

macro_rules! check {
    ($x:expr, $(($scalar:ident, $batch:ident, $in_place:ident, [$($first:expr),*], [$($last:expr),*], $hash:expr)),+ $(,)?) => {{
        let x = $x;
        let results = [$(agree(
            concat!(stringify!($scalar), stringify!(($($first,)* x $(,$last)*))),
            &x,
            &|x| $scalar($($first,)* x $(, $last)*),
            &|x, out| $batch(x, $($first,)* $($last,)* out),
            &|xs| $in_place(xs, $($first,)* $($last,)*),
            $hash,
        )),+];
        assert!(results.iter().all(|same| *same), "hashes moved");
    }};
}

#[test]
fn divergences() {
    check!(
        draws(),
        (
            kl,
            kl_batch,
            kl_batch_in_place,
            [],
            [],
            0x64b5_b3cc_792e_397a
        ),
        (
            reverse_kl,
            reverse_kl_batch,
            reverse_kl_batch_in_place,
            [],
            [],
            0x60af_5954_9185_fa07
        ),
        (
            jeffreys,
            jeffreys_batch,
            jeffreys_batch_in_place,
            [],
            [],
            0x9484_f940_ae7b_7284
        ),
        (
            chi_squared,
            chi_squared_batch,
            chi_squared_batch_in_place,
            [],
            [],
            0xd1b7_3040_f4e1_2282
        ),
        (
            total_variation,
            total_variation_batch,
            total_variation_batch_in_place,
            [],
            [],
            0x779e_e6b6_b5bb_c24d
        ),
        (
            hellinger_squared,
            hellinger_squared_batch,
            hellinger_squared_batch_in_place,
            [],
            [],
            0xf271_6fd8_0bc7_0172
        ),
        (
            win_rate,
            win_rate_batch,
            win_rate_batch_in_place,
            [],
            [],
            0x01d7_627d_681b_8798
        ),
        (
            renyi,
            renyi_batch,
            renyi_batch_in_place,
            [],
            [0.3],
            0xc115_2d40_b21b_3741
        ),
        (
            renyi,
            renyi_batch,
            renyi_batch_in_place,
            [],
            [2.0],
            0xca49_a652_0d11_bfd8
        ),
        (
            renyi,
            renyi_batch,
            renyi_batch_in_place,
            [],
            [f64::INFINITY],
            0x7036_d997_63ed_8f88
        ),
        (
            hockey_stick,
            hockey_stick_batch,
            hockey_stick_batch_in_place,
            [],
            [1.5],
            0x284d_1ca5_5c1b_0711
        ),
        (
            hockey_stick,
            hockey_stick_batch,
            hockey_stick_batch_in_place,
            [],
            [0.01],
            0x9f30_6c23_a8db_723a
        ),
    );
}

#[test]
fn inverses() {
    check!(
        budgets(),
        (
            n_at_kl,
            n_at_kl_batch,
            n_at_kl_batch_in_place,
            [],
            [],
            0x7126_fa68_72ba_fdf8
        ),
        (
            n_at_reverse_kl,
            n_at_reverse_kl_batch,
            n_at_reverse_kl_batch_in_place,
            [],
            [],
            0xbb65_cd14_893d_214f
        ),
        (
            n_at_chi_squared,
            n_at_chi_squared_batch,
            n_at_chi_squared_batch_in_place,
            [],
            [],
            0xe7a4_1dc3_e4f8_2cd8
        ),
        (
            n_at_total_variation,
            n_at_total_variation_batch,
            n_at_total_variation_batch_in_place,
            [],
            [],
            0x3b76_ed32_9b86_18ce
        ),
        (
            n_at_hellinger_squared,
            n_at_hellinger_squared_batch,
            n_at_hellinger_squared_batch_in_place,
            [],
            [],
            0x8a55_508b_3f23_9625
        ),
        (
            n_at_renyi,
            n_at_renyi_batch,
            n_at_renyi_batch_in_place,
            [],
            [0.3],
            0x2964_add0_d689_4739
        ),
        (
            n_at_renyi,
            n_at_renyi_batch,
            n_at_renyi_batch_in_place,
            [],
            [2.0],
            0x97da_c90a_9581_b9ea
        ),
    );
}

#[test]
fn bounds() {
    check!(
        budgets(),
        (
            sub_gaussian_bound,
            sub_gaussian_bound_batch,
            sub_gaussian_bound_batch_in_place,
            [1.3],
            [],
            0x39c4_f899_d62c_9199
        ),
        (
            sub_gamma_bound,
            sub_gamma_bound_batch,
            sub_gamma_bound_batch_in_place,
            [1.3, 0.4],
            [],
            0x05c4_8b33_3147_0bc7
        ),
        (
            tail_adaptive_bound,
            tail_adaptive_bound_batch,
            tail_adaptive_bound_batch_in_place,
            [1.3, 0.4, 0.7],
            [],
            0xebef_a183_493b_aa8d
        ),
        (
            bernoulli_kl_upper,
            bernoulli_kl_upper_batch,
            bernoulli_kl_upper_batch_in_place,
            [0.1],
            [],
            0x2ac0_4e0b_0965_4f1b
        ),
        (
            bounded_bound,
            bounded_bound_batch,
            bounded_bound_batch_in_place,
            [-1.0, 2.0, 0.3],
            [],
            0x4157_207b_bd85_6493
        ),
    );
}

#[test]
fn scaling_laws() {
    check!(
        draws(),
        (
            scaling_best_of_n,
            scaling_best_of_n_batch,
            scaling_best_of_n_batch_in_place,
            [],
            [1.2, 0.35],
            0x7c3b_88ef_2994_1ee4
        ),
        (
            scaling_rl,
            scaling_rl_batch,
            scaling_rl_batch_in_place,
            [],
            [1.2, 0.35],
            0x2e45_0409_8c54_a30e
        ),
    );
}

#[test]
fn order_statistics() {
    let functions: [(&str, fn(f64) -> f64, u64); 6] = [
        ("exp_max_mean", exp_max_mean, 0x38d7_9066_2001_d4e3),
        ("exp_max_variance", exp_max_variance, 0x43d0_7f20_25b5_7f9a),
        ("normal_max_mean", normal_max_mean, 0xf7d5_b874_4b8e_9bec),
        ("gumbel_max_mean", gumbel_max_mean, 0x471c_6cf5_4e21_dfe4),
        (
            "logistic_max_mean",
            logistic_max_mean,
            0x9ae4_cf2e_c166_d1ed,
        ),
        (
            "exp_max_quantile(n, 0.3)",
            |n| exp_max_quantile(n, 0.3),
            0xb44f_4052_83b1_9380,
        ),
    ];
    let mut moved = false;
    for (name, f, expected) in functions {
        let got = draws()
            .into_iter()
            .fold(0xcbf2_9ce4_8422_2325, |h, n| hash(h, f(n)));
        if got != expected {
            println!("{name}: {got:#018x}");
            moved = true;
        }
    }
    assert!(!moved, "hashes moved");
}
