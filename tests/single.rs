//! Singles against the functions of doubles, which are right to far more digits than a single holds.

use bestof::{bound, budget, divergence, estimate, golden, order, policy, single};

/// How far `y` is from `truth` in units of the last place of the single nearest to it.
fn error(y: f32, truth: f64) -> f64 {
    if truth.is_nan() || y.is_nan() {
        return if truth.is_nan() && y.is_nan() {
            0.0
        } else {
            f64::INFINITY
        };
    }
    if f64::from(y) == truth {
        return 0.0;
    }
    if y.is_infinite() {
        // From half a place beyond the largest single on, ∞ is the nearest.
        let beyond = f64::from(f32::MAX) + f64::powi(2.0, 103);
        return if truth.abs() >= beyond && (truth > 0.0) == (y > 0.0) {
            0.0
        } else {
            f64::INFINITY
        };
    }
    let exponent = ((truth.to_bits() >> 52 & 0x7ff) as i32 - 1023).max(-126);
    (f64::from(y) - truth).abs() / f64::powi(2.0, exponent - 23)
}

const NATIVE: [(&str, fn(f32) -> f32, fn(f64) -> f64); 7] = [
    ("kl", single::kl, divergence::kl),
    ("reverse_kl", single::reverse_kl, divergence::reverse_kl),
    ("jeffreys", single::jeffreys, divergence::jeffreys),
    ("chi_squared", single::chi_squared, divergence::chi_squared),
    ("win_rate", single::win_rate, divergence::win_rate),
    (
        "hellinger_squared",
        single::hellinger_squared,
        divergence::hellinger_squared,
    ),
    (
        "uniform_max_mean",
        single::uniform_max_mean,
        order::uniform_max_mean,
    ),
];

#[test]
fn outside_the_domain() {
    for (name, f, truth) in NATIVE {
        let outside = [
            0.0,
            -0.0,
            -1.0,
            1_f32.next_down(),
            f32::NEG_INFINITY,
            f32::NAN,
            -f32::NAN,
        ];
        for n in outside {
            assert!(f(n).is_nan(), "{name}({n})");
        }
        for n in [1.0, f32::INFINITY] {
            assert_eq!(f64::from(f(n)), truth(n.into()), "{name}({n})");
        }
    }
}

/// Error of `f` over a grid, for two or more arguments.
macro_rules! widened {
    ($($room:ident::$name:ident($($argument:ident in $values:expr),*);)*) => {$(
        let mut worst = 0.0_f64;
        widened!(@loop ($($argument in $values),*) {
            let e = error(single::$name($($argument),*), $room::$name($($argument.into()),*));
            assert!(e <= 1.0, "{}{:?}: {e} ulp", stringify!($name), ($($argument,)*));
            worst = worst.max(e);
        });
        println!("{}: worst {worst:.4} ulp", stringify!($name));
    )*};
    (@loop ($first:ident in $values:expr $(, $rest:ident in $more:expr)*) $body:block) => {
        for $first in $values.iter().copied() {
            widened!(@loop ($($rest in $more),*) $body)
        }
    };
    (@loop () $body:block) => { $body };
}

#[test]
fn widened_functions_are_their_doubles_rounded() {
    let mut n = vec![0.5, f32::NAN, f32::INFINITY, f32::MAX];
    n.extend((0..400).map(|k| 1.0 + (1.07_f32.powi(k) - 1.0) * 1e-6));
    let budgets: Vec<f32> = (-60..60)
        .map(|k| 1.3_f32.powi(k))
        .chain([0.0, -1.0])
        .collect();
    let few = [0.0_f32, 0.01, 0.3, 0.7, 1.0, 2.0, 9.5, f32::INFINITY, -1.0];
    let wholes: Vec<u64> = (0..60).chain([1 << 20, u64::MAX]).collect();
    widened! {
        divergence::total_variation(n in n);
        divergence::renyi(n in n, alpha in few);
        divergence::hockey_stick(n in n, gamma in few);
        divergence::n_at_kl(kl in budgets);
        divergence::n_at_reverse_kl(reverse_kl in budgets);
        divergence::n_at_chi_squared(chi_squared in budgets);
        divergence::n_at_total_variation(total_variation in budgets);
        divergence::n_at_hellinger_squared(hellinger_squared in budgets);
        divergence::n_at_renyi(divergence in budgets, alpha in few);
        order::exp_max_mean(n in n);
        order::exp_max_variance(n in n);
        order::exp_max_cdf(n in n, x in budgets);
        order::exp_max_quantile(n in n, p in few);
        order::exp_order_mean(n in wholes, k in wholes);
        order::exp_order_variance(n in wholes, k in wholes);
        order::exp_order_covariance(n in wholes, j in wholes, k in [1, 7]);
        order::normal_max_mean(n in n);
        order::gumbel_max_mean(n in n);
        order::logistic_max_mean(n in n);
        bound::sub_gaussian_bound(sigma in few, kl in budgets);
        bound::sub_gamma_bound(variance_factor in few, scale in few, kl in budgets);
        bound::bounded_bound(lo in [-1.0_f32, 0.0], hi in [1.0_f32, 2.0], mean in [0.3_f32, 0.9], kl in budgets);
        bound::tail_adaptive_bound(sigma_policy in few, sigma_reference in few, alpha in [0.1_f32, 0.5, 1.0], renyi in budgets);
        bound::bernoulli_kl_upper(p in few, kl in budgets);
        divergence::kl_estimate(n in few, epsilon in few);
        divergence::kl_gap_bound(n in few, collision in few);
        divergence::win_rate_gap_bound(n in few, collision in few);
        bound::gamma_bound(shape in few, scale in few, kl in budgets);
        bound::exponential_bound(scale in few, kl in budgets);
        bound::uniform_bound(lo in [-1.0_f32, 0.0], hi in few, kl in budgets);
        bound::sub_exponential_bound(nu in few, b in few, kl in budgets);
        bound::hoeffding_bound(lo in [-1.0_f32, 0.0], hi in few, kl in budgets);
        bound::kearns_saul_bound(lo in [-1.0_f32, 0.0], hi in [1.0_f32, 2.0], mean in few, kl in budgets);
        divergence::order_statistic_kl(n in wholes, j in wholes);
        divergence::order_statistic_chi_squared(n in wholes, j in wholes);
        divergence::order_statistic_renyi(n in wholes, j in wholes, alpha in few);
        policy::tilt_kl(c in few);
        policy::tilt_win_rate(c in few);
        policy::frontier_win_rate(kl in budgets);
        policy::frontier_kl(win_rate in few);
        policy::best_of_n_win_gap(n in n);
        policy::best_of_n_kl_excess(n in n);
        policy::poisson_kl(mu in few);
        policy::poisson_win_rate(mu in few);
        policy::tilted_gain(beta in few, kl in budgets, reverse_kl in few);
        policy::tilted_reverse_kl_bound(beta in few, sigma in few, kl in budgets);
        policy::soft_best_of_n_kl_bound(n in n, spread in few);
        policy::tilt_to_soft_kl_bound(n in n, chi_squared in few);
        bound::empirical_gain_bound(sigma in few, sigma_policy in few, kl in budgets, delta in few, m in [0, 7], k in [3]);
        bound::policy_mean_bound(sigma in few, alpha in few, renyi in budgets, delta in few, m in [1, 100]);
        bound::best_of_n_mean_bound(sigma in few, n in n, delta in few, m in [1, 100]);
        bound::realised_kl_upper(n in few, delta in few, m in wholes);
        bound::realised_kl_lower(n in few, delta in few, m in wholes);
        bound::realised_kl_upper_chernoff(n in n, delta in few, m in [1, 100]);
        bound::realised_kl_lower_chernoff(n in n, delta in few, m in [1, 100]);
        estimate::pass_at_k(n in wholes, c in wholes, k in [0, 1, 3, 10]);
        golden::gold_shift_sup(sup in few, total_variation in few);
        golden::gold_shift_standard_deviation(standard_deviation in few, chi_squared in budgets);
        golden::gaussian_gold_gain(n in n, correlation in few, standard_deviation in few);
        golden::coverage_regret(n in n, coverage in few, height in few);
        golden::error_regret(n in n, standard_deviation in few, chi_squared in budgets);
        golden::scaling_best_of_n(distance in few, alpha in few, beta in few);
        golden::scaling_rl(distance in few, alpha in few, beta in few);
        golden::scaling_best_of_n_peak(alpha in few, beta in few);
        golden::scaling_best_of_n_peak_gain(alpha in few, beta in few);
        golden::scaling_best_of_n_zero(alpha in few, beta in few);
        golden::scaling_rl_peak(alpha in few, beta in few);
        golden::scaling_rl_peak_gain(alpha in few, beta in few);
        golden::scaling_rl_zero(alpha in few, beta in few);
        budget::reservation_normal(cost in budgets);
        budget::reservation_exponential(cost in budgets);
        budget::reservation_uniform(cost in budgets);
        budget::reservation_logistic(cost in budgets);
        budget::record_probability(draws in wholes, more in [0, 1, 3, 10]);
        budget::majority_flip(ahead in [0, 1, 5, 200], behind in [0, 1, 3, 150]);
    }
}

/// Every `stride`-th single from 1 to ∞.
fn over_all(stride: usize) {
    let mut over = false;
    for (name, f, truth) in NATIVE {
        let (mut worst, mut at) = (0.0, 1.0);
        for bits in (1_f32.to_bits()..=f32::INFINITY.to_bits()).step_by(stride) {
            let n = f32::from_bits(bits);
            let e = error(f(n), truth(f64::from(n)));
            if e > worst {
                (worst, at) = (e, n);
            }
        }
        println!(
            "{name}: worst {worst:.4} ulp at {at:e} ({:#010x})",
            f32::to_bits(at)
        );
        over |= worst > 1.0;
    }
    assert!(!over);
}

#[test]
fn native_functions_on_a_slice_of_all_singles() {
    over_all(1021);
}

#[test]
#[ignore = "all 2^30 singles: cargo test --release --test single -- --ignored --nocapture"]
fn native_functions_on_all_singles() {
    over_all(1);
}
