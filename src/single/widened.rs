//! The rest: the function of doubles at the same argument, rounded once more. What the first rounding adds is 2^-28 of the last place.

use crate::{bound, budget, divergence, estimate, golden, order, policy};

/// `room::name(argument: type, …)`, one line a function; `f32` arguments are widened, whole ones are passed on.
macro_rules! twins {
    ($($room:ident::$name:ident($($argument:ident: $type:ty),*);)*) => {$(
        #[doc = concat!("[`", stringify!($room), "::", stringify!($name), "`] of singles: the same domain and limits, \
            rounded once more. Accuracy: ≤ 1 ulp of a single.")]
        #[must_use]
        pub fn $name($($argument: $type),*) -> f32 {
            $room::$name($($argument.into()),*) as f32
        }
    )*};
}

twins! {
    divergence::total_variation(n: f32);
    divergence::renyi(n: f32, alpha: f32);
    divergence::hockey_stick(n: f32, gamma: f32);
    divergence::n_at_kl(kl: f32);
    divergence::n_at_reverse_kl(reverse_kl: f32);
    divergence::n_at_chi_squared(chi_squared: f32);
    divergence::n_at_total_variation(total_variation: f32);
    divergence::n_at_hellinger_squared(hellinger_squared: f32);
    divergence::n_at_renyi(divergence: f32, alpha: f32);
    divergence::order_statistic_kl(n: u64, j: u64);
    divergence::order_statistic_chi_squared(n: u64, j: u64);
    divergence::order_statistic_renyi(n: u64, j: u64, alpha: f32);
    policy::tilt_kl(c: f32);
    policy::tilt_win_rate(c: f32);
    policy::frontier_win_rate(kl: f32);
    policy::frontier_kl(win_rate: f32);
    policy::best_of_n_win_gap(n: f32);
    policy::best_of_n_kl_excess(n: f32);
    policy::poisson_kl(mu: f32);
    policy::poisson_win_rate(mu: f32);
    policy::tilted_gain(beta: f32, kl: f32, reverse_kl: f32);
    policy::tilted_reverse_kl_bound(beta: f32, sigma: f32, kl: f32);
    policy::soft_best_of_n_kl_bound(n: f32, spread: f32);
    policy::tilt_to_soft_kl_bound(n: f32, chi_squared: f32);
    order::exp_max_mean(n: f32);
    order::exp_max_variance(n: f32);
    order::exp_max_cdf(n: f32, x: f32);
    order::exp_max_quantile(n: f32, p: f32);
    order::exp_order_mean(n: u64, k: u64);
    order::exp_order_variance(n: u64, k: u64);
    order::exp_order_covariance(n: u64, j: u64, k: u64);
    order::normal_max_mean(n: f32);
    order::gumbel_max_mean(n: f32);
    order::logistic_max_mean(n: f32);
    bound::sub_gaussian_bound(sigma: f32, kl: f32);
    bound::sub_gamma_bound(variance_factor: f32, scale: f32, kl: f32);
    bound::bounded_bound(lo: f32, hi: f32, mean: f32, kl: f32);
    bound::tail_adaptive_bound(sigma_policy: f32, sigma_reference: f32, alpha: f32, renyi: f32);
    bound::bernoulli_kl_upper(p: f32, kl: f32);
    bound::gamma_bound(shape: f32, scale: f32, kl: f32);
    bound::exponential_bound(scale: f32, kl: f32);
    bound::uniform_bound(lo: f32, hi: f32, kl: f32);
    bound::sub_exponential_bound(nu: f32, b: f32, kl: f32);
    bound::hoeffding_bound(lo: f32, hi: f32, kl: f32);
    bound::kearns_saul_bound(lo: f32, hi: f32, mean: f32, kl: f32);
    bound::empirical_gain_bound(sigma: f32, sigma_policy: f32, kl: f32, delta: f32, m: u64, k: u64);
    bound::policy_mean_bound(sigma: f32, alpha: f32, renyi: f32, delta: f32, m: u64);
    bound::best_of_n_mean_bound(sigma: f32, n: f32, delta: f32, m: u64);
    bound::realised_kl_upper(n: f32, delta: f32, m: u64);
    bound::realised_kl_lower(n: f32, delta: f32, m: u64);
    bound::realised_kl_upper_chernoff(n: f32, delta: f32, m: u64);
    bound::realised_kl_lower_chernoff(n: f32, delta: f32, m: u64);
    estimate::pass_at_k(n: u64, c: u64, k: u64);
    estimate::all_pass_at_k(n: u64, c: u64, k: u64);
    estimate::pass_at_k_variance(p: f32, n: u64, k: u64);
    estimate::pass_at_k_variance_estimate(n: u64, c: u64, k: u64);
    estimate::beta_binomial_coverage(a: f32, b: f32, k: u64);
    estimate::stitched_boundary(v: f32, v_min: f32, scale: f32, alpha: f32);
    estimate::normal_mixture_boundary(v: f32, rho: f32, alpha: f32);
    estimate::normal_mixture_rho(v: f32, alpha: f32);
    estimate::maurer_pontil_radius(variance: f32, range: f32, m: u64, delta: f32);
    golden::gold_shift_sup(sup: f32, total_variation: f32);
    golden::gold_shift_standard_deviation(standard_deviation: f32, chi_squared: f32);
    golden::gaussian_gold_gain(n: f32, correlation: f32, standard_deviation: f32);
    golden::coverage_regret(n: f32, coverage: f32, height: f32);
    golden::error_regret(n: f32, standard_deviation: f32, chi_squared: f32);
    golden::scaling_best_of_n(distance: f32, alpha: f32, beta: f32);
    golden::scaling_rl(distance: f32, alpha: f32, beta: f32);
    golden::scaling_best_of_n_peak(alpha: f32, beta: f32);
    golden::scaling_best_of_n_peak_gain(alpha: f32, beta: f32);
    golden::scaling_best_of_n_zero(alpha: f32, beta: f32);
    golden::scaling_rl_peak(alpha: f32, beta: f32);
    golden::scaling_rl_peak_gain(alpha: f32, beta: f32);
    golden::scaling_rl_zero(alpha: f32, beta: f32);
    budget::reservation_normal(cost: f32);
    budget::reservation_exponential(cost: f32);
    budget::reservation_uniform(cost: f32);
    budget::reservation_logistic(cost: f32);
    budget::record_probability(draws: u64, more: u64);
    budget::majority_flip(ahead: u64, behind: u64);
    divergence::kl_estimate(n: f32, epsilon: f32);
    divergence::kl_gap_bound(n: f32, collision: f32);
    divergence::win_rate_gap_bound(n: f32, collision: f32);
}
