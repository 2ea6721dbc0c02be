//! Singles: a float twin, suffix f, of every function of doubles.
//!
//! The domains and limits are the doubles', results within 1 ulp of a float. bestof_klf(), bestof_reverse_klf(),
//! bestof_jeffreysf(), bestof_chi_squaredf(), bestof_hellinger_squaredf(), bestof_win_ratef() and
//! bestof_uniform_max_meanf() compute in integers: no double and no double-precision library is linked in for them.

use bestof::single;

/// bestof_kl() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_klf(n: f32) -> f32 {
    single::kl(n)
}

/// bestof_reverse_kl() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_reverse_klf(n: f32) -> f32 {
    single::reverse_kl(n)
}

/// bestof_jeffreys() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_jeffreysf(n: f32) -> f32 {
    single::jeffreys(n)
}

/// bestof_chi_squared() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_chi_squaredf(n: f32) -> f32 {
    single::chi_squared(n)
}

/// bestof_total_variation() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_total_variationf(n: f32) -> f32 {
    single::total_variation(n)
}

/// bestof_hellinger_squared() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_hellinger_squaredf(n: f32) -> f32 {
    single::hellinger_squared(n)
}

/// bestof_renyi() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_renyif(n: f32, alpha: f32) -> f32 {
    single::renyi(n, alpha)
}

/// bestof_hockey_stick() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_hockey_stickf(n: f32, gamma: f32) -> f32 {
    single::hockey_stick(n, gamma)
}

/// bestof_win_rate() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_win_ratef(n: f32) -> f32 {
    single::win_rate(n)
}

/// bestof_n_at_kl() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_n_at_klf(kl: f32) -> f32 {
    single::n_at_kl(kl)
}

/// bestof_n_at_reverse_kl() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_n_at_reverse_klf(reverse_kl: f32) -> f32 {
    single::n_at_reverse_kl(reverse_kl)
}

/// bestof_n_at_chi_squared() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_n_at_chi_squaredf(chi_squared: f32) -> f32 {
    single::n_at_chi_squared(chi_squared)
}

/// bestof_n_at_total_variation() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_n_at_total_variationf(total_variation: f32) -> f32 {
    single::n_at_total_variation(total_variation)
}

/// bestof_n_at_hellinger_squared() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_n_at_hellinger_squaredf(hellinger_squared: f32) -> f32 {
    single::n_at_hellinger_squared(hellinger_squared)
}

/// bestof_n_at_renyi() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_n_at_renyif(divergence: f32, alpha: f32) -> f32 {
    single::n_at_renyi(divergence, alpha)
}

/// bestof_exp_max_mean() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_max_meanf(n: f32) -> f32 {
    single::exp_max_mean(n)
}

/// bestof_exp_max_variance() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_max_variancef(n: f32) -> f32 {
    single::exp_max_variance(n)
}

/// bestof_exp_max_cdf() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_max_cdff(n: f32, x: f32) -> f32 {
    single::exp_max_cdf(n, x)
}

/// bestof_exp_max_quantile() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_max_quantilef(n: f32, p: f32) -> f32 {
    single::exp_max_quantile(n, p)
}

/// bestof_exp_order_mean(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_order_meanf(n: u64, k: u64) -> f32 {
    single::exp_order_mean(n, k)
}

/// bestof_exp_order_variance(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_order_variancef(n: u64, k: u64) -> f32 {
    single::exp_order_variance(n, k)
}

/// bestof_exp_order_covariance(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_order_covariancef(n: u64, j: u64, k: u64) -> f32 {
    single::exp_order_covariance(n, j, k)
}

/// bestof_normal_max_mean() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_normal_max_meanf(n: f32) -> f32 {
    single::normal_max_mean(n)
}

/// bestof_uniform_max_mean() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_uniform_max_meanf(n: f32) -> f32 {
    single::uniform_max_mean(n)
}

/// bestof_gumbel_max_mean() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_gumbel_max_meanf(n: f32) -> f32 {
    single::gumbel_max_mean(n)
}

/// bestof_logistic_max_mean() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_logistic_max_meanf(n: f32) -> f32 {
    single::logistic_max_mean(n)
}

/// bestof_sub_gaussian_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_sub_gaussian_boundf(sigma: f32, kl: f32) -> f32 {
    single::sub_gaussian_bound(sigma, kl)
}

/// bestof_sub_gamma_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_sub_gamma_boundf(variance_factor: f32, scale: f32, kl: f32) -> f32 {
    single::sub_gamma_bound(variance_factor, scale, kl)
}

/// bestof_bounded_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_bounded_boundf(lo: f32, hi: f32, mean: f32, kl: f32) -> f32 {
    single::bounded_bound(lo, hi, mean, kl)
}

/// bestof_tail_adaptive_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_tail_adaptive_boundf(
    sigma_policy: f32,
    sigma_reference: f32,
    alpha: f32,
    renyi: f32,
) -> f32 {
    single::tail_adaptive_bound(sigma_policy, sigma_reference, alpha, renyi)
}

/// bestof_bernoulli_kl_upper() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_bernoulli_kl_upperf(p: f32, kl: f32) -> f32 {
    single::bernoulli_kl_upper(p, kl)
}

/// bestof_pass_at_k(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_pass_at_kf(n: u64, c: u64, k: u64) -> f32 {
    single::pass_at_k(n, c, k)
}

/// bestof_gold_shift_sup() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_gold_shift_supf(sup: f32, total_variation: f32) -> f32 {
    single::gold_shift_sup(sup, total_variation)
}

/// bestof_gold_shift_standard_deviation() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_gold_shift_standard_deviationf(
    standard_deviation: f32,
    chi_squared: f32,
) -> f32 {
    single::gold_shift_standard_deviation(standard_deviation, chi_squared)
}

/// bestof_gaussian_gold_gain() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_gaussian_gold_gainf(
    n: f32,
    correlation: f32,
    standard_deviation: f32,
) -> f32 {
    single::gaussian_gold_gain(n, correlation, standard_deviation)
}

/// bestof_coverage_regret() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_coverage_regretf(n: f32, coverage: f32, height: f32) -> f32 {
    single::coverage_regret(n, coverage, height)
}

/// bestof_error_regret() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_error_regretf(n: f32, standard_deviation: f32, chi_squared: f32) -> f32 {
    single::error_regret(n, standard_deviation, chi_squared)
}

/// bestof_scaling_best_of_n() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_best_of_nf(distance: f32, alpha: f32, beta: f32) -> f32 {
    single::scaling_best_of_n(distance, alpha, beta)
}

/// bestof_scaling_rl() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_rlf(distance: f32, alpha: f32, beta: f32) -> f32 {
    single::scaling_rl(distance, alpha, beta)
}

/// bestof_scaling_best_of_n_peak() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_best_of_n_peakf(alpha: f32, beta: f32) -> f32 {
    single::scaling_best_of_n_peak(alpha, beta)
}

/// bestof_scaling_best_of_n_peak_gain() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_best_of_n_peak_gainf(alpha: f32, beta: f32) -> f32 {
    single::scaling_best_of_n_peak_gain(alpha, beta)
}

/// bestof_scaling_best_of_n_zero() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_best_of_n_zerof(alpha: f32, beta: f32) -> f32 {
    single::scaling_best_of_n_zero(alpha, beta)
}

/// bestof_scaling_rl_peak() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_rl_peakf(alpha: f32, beta: f32) -> f32 {
    single::scaling_rl_peak(alpha, beta)
}

/// bestof_scaling_rl_peak_gain() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_rl_peak_gainf(alpha: f32, beta: f32) -> f32 {
    single::scaling_rl_peak_gain(alpha, beta)
}

/// bestof_scaling_rl_zero() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_rl_zerof(alpha: f32, beta: f32) -> f32 {
    single::scaling_rl_zero(alpha, beta)
}

/// bestof_reservation_normal() of a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_reservation_normalf(cost: f32) -> f32 {
    single::reservation_normal(cost)
}

/// bestof_reservation_exponential() of a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_reservation_exponentialf(cost: f32) -> f32 {
    single::reservation_exponential(cost)
}

/// bestof_reservation_uniform() of a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_reservation_uniformf(cost: f32) -> f32 {
    single::reservation_uniform(cost)
}

/// bestof_reservation_logistic() of a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_reservation_logisticf(cost: f32) -> f32 {
    single::reservation_logistic(cost)
}

/// bestof_record_probability(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_record_probabilityf(draws: u64, more: u64) -> f32 {
    single::record_probability(draws, more)
}

/// bestof_majority_flip(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_majority_flipf(ahead: u64, behind: u64) -> f32 {
    single::majority_flip(ahead, behind)
}

/// bestof_kl_estimate() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_kl_estimatef(n: f32, epsilon: f32) -> f32 {
    single::kl_estimate(n, epsilon)
}

/// bestof_kl_gap_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_kl_gap_boundf(n: f32, collision: f32) -> f32 {
    single::kl_gap_bound(n, collision)
}

/// bestof_win_rate_gap_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_win_rate_gap_boundf(n: f32, collision: f32) -> f32 {
    single::win_rate_gap_bound(n, collision)
}

/// bestof_all_pass_at_k(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_all_pass_at_kf(n: u64, c: u64, k: u64) -> f32 {
    single::all_pass_at_k(n, c, k)
}

/// bestof_pass_at_k_variance(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_pass_at_k_variancef(p: f32, n: u64, k: u64) -> f32 {
    single::pass_at_k_variance(p, n, k)
}

/// bestof_pass_at_k_variance_estimate(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_pass_at_k_variance_estimatef(n: u64, c: u64, k: u64) -> f32 {
    single::pass_at_k_variance_estimate(n, c, k)
}

/// bestof_beta_binomial_coverage(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_beta_binomial_coveragef(a: f32, b: f32, k: u64) -> f32 {
    single::beta_binomial_coverage(a, b, k)
}

/// bestof_stitched_boundary(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_stitched_boundaryf(v: f32, v_min: f32, scale: f32, alpha: f32) -> f32 {
    single::stitched_boundary(v, v_min, scale, alpha)
}

/// bestof_normal_mixture_boundary(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_normal_mixture_boundaryf(v: f32, rho: f32, alpha: f32) -> f32 {
    single::normal_mixture_boundary(v, rho, alpha)
}

/// bestof_normal_mixture_rho(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_normal_mixture_rhof(v: f32, alpha: f32) -> f32 {
    single::normal_mixture_rho(v, alpha)
}

/// bestof_maurer_pontil_radius(), rounded to a float.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_maurer_pontil_radiusf(
    variance: f32,
    range: f32,
    m: u64,
    delta: f32,
) -> f32 {
    single::maurer_pontil_radius(variance, range, m, delta)
}

/// bestof_gamma_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_gamma_boundf(shape: f32, scale: f32, kl: f32) -> f32 {
    single::gamma_bound(shape, scale, kl)
}

/// bestof_exponential_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exponential_boundf(scale: f32, kl: f32) -> f32 {
    single::exponential_bound(scale, kl)
}

/// bestof_uniform_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_uniform_boundf(lo: f32, hi: f32, kl: f32) -> f32 {
    single::uniform_bound(lo, hi, kl)
}

/// bestof_sub_exponential_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_sub_exponential_boundf(nu: f32, b: f32, kl: f32) -> f32 {
    single::sub_exponential_bound(nu, b, kl)
}

/// bestof_hoeffding_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_hoeffding_boundf(lo: f32, hi: f32, kl: f32) -> f32 {
    single::hoeffding_bound(lo, hi, kl)
}

/// bestof_kearns_saul_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_kearns_saul_boundf(lo: f32, hi: f32, mean: f32, kl: f32) -> f32 {
    single::kearns_saul_bound(lo, hi, mean, kl)
}

/// bestof_empirical_gain_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_empirical_gain_boundf(
    sigma: f32,
    sigma_policy: f32,
    kl: f32,
    delta: f32,
    m: u64,
    k: u64,
) -> f32 {
    single::empirical_gain_bound(sigma, sigma_policy, kl, delta, m, k)
}

/// bestof_policy_mean_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_policy_mean_boundf(
    sigma: f32,
    alpha: f32,
    renyi: f32,
    delta: f32,
    m: u64,
) -> f32 {
    single::policy_mean_bound(sigma, alpha, renyi, delta, m)
}

/// bestof_best_of_n_mean_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_best_of_n_mean_boundf(sigma: f32, n: f32, delta: f32, m: u64) -> f32 {
    single::best_of_n_mean_bound(sigma, n, delta, m)
}

/// bestof_realised_kl_upper() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_realised_kl_upperf(n: f32, delta: f32, m: u64) -> f32 {
    single::realised_kl_upper(n, delta, m)
}

/// bestof_realised_kl_lower() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_realised_kl_lowerf(n: f32, delta: f32, m: u64) -> f32 {
    single::realised_kl_lower(n, delta, m)
}

/// bestof_realised_kl_upper_chernoff() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_realised_kl_upper_chernofff(n: f32, delta: f32, m: u64) -> f32 {
    single::realised_kl_upper_chernoff(n, delta, m)
}

/// bestof_realised_kl_lower_chernoff() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_realised_kl_lower_chernofff(n: f32, delta: f32, m: u64) -> f32 {
    single::realised_kl_lower_chernoff(n, delta, m)
}

/// bestof_order_statistic_kl() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_order_statistic_klf(n: u64, j: u64) -> f32 {
    single::order_statistic_kl(n, j)
}

/// bestof_order_statistic_chi_squared() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_order_statistic_chi_squaredf(n: u64, j: u64) -> f32 {
    single::order_statistic_chi_squared(n, j)
}

/// bestof_order_statistic_renyi() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_order_statistic_renyif(n: u64, j: u64, alpha: f32) -> f32 {
    single::order_statistic_renyi(n, j, alpha)
}

/// bestof_tilt_kl() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_tilt_klf(c: f32) -> f32 {
    single::tilt_kl(c)
}

/// bestof_tilt_win_rate() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_tilt_win_ratef(c: f32) -> f32 {
    single::tilt_win_rate(c)
}

/// bestof_frontier_win_rate() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_frontier_win_ratef(kl: f32) -> f32 {
    single::frontier_win_rate(kl)
}

/// bestof_frontier_kl() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_frontier_klf(win_rate: f32) -> f32 {
    single::frontier_kl(win_rate)
}

/// bestof_best_of_n_win_gap() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_best_of_n_win_gapf(n: f32) -> f32 {
    single::best_of_n_win_gap(n)
}

/// bestof_best_of_n_kl_excess() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_best_of_n_kl_excessf(n: f32) -> f32 {
    single::best_of_n_kl_excess(n)
}

/// bestof_poisson_kl() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_poisson_klf(mu: f32) -> f32 {
    single::poisson_kl(mu)
}

/// bestof_poisson_win_rate() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_poisson_win_ratef(mu: f32) -> f32 {
    single::poisson_win_rate(mu)
}

/// bestof_tilted_gain() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_tilted_gainf(beta: f32, kl: f32, reverse_kl: f32) -> f32 {
    single::tilted_gain(beta, kl, reverse_kl)
}

/// bestof_tilted_reverse_kl_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_tilted_reverse_kl_boundf(beta: f32, sigma: f32, kl: f32) -> f32 {
    single::tilted_reverse_kl_bound(beta, sigma, kl)
}

/// bestof_soft_best_of_n_kl_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_soft_best_of_n_kl_boundf(n: f32, spread: f32) -> f32 {
    single::soft_best_of_n_kl_bound(n, spread)
}

/// bestof_tilt_to_soft_kl_bound() of floats.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_tilt_to_soft_kl_boundf(n: f32, chi_squared: f32) -> f32 {
    single::tilt_to_soft_kl_bound(n, chi_squared)
}
