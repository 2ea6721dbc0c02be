//! Singles: a twin, in `f32`, of every function of doubles.
//!
//! The common divergences are computed in integers, so that a processor without doubles needs none in software; the rest
//! is the function of doubles at the same argument, rounded once more. All give the same bits on every machine.

mod algebraic;
mod fixed;
mod kl;
mod widened;

pub use algebraic::{chi_squared, hellinger_squared, jeffreys, uniform_max_mean, win_rate};
pub use kl::{kl, reverse_kl};
pub use widened::{
    all_pass_at_k, bernoulli_kl_upper, best_of_n_kl_excess, best_of_n_mean_bound,
    best_of_n_win_gap, beta_binomial_coverage, bounded_bound, coverage_regret,
    empirical_gain_bound, error_regret, exp_max_cdf, exp_max_mean, exp_max_quantile,
    exp_max_variance, exp_order_covariance, exp_order_mean, exp_order_variance, exponential_bound,
    frontier_kl, frontier_win_rate, gamma_bound, gaussian_gold_gain, gold_shift_standard_deviation,
    gold_shift_sup, gumbel_max_mean, hockey_stick, hoeffding_bound, kearns_saul_bound, kl_estimate,
    kl_gap_bound, logistic_max_mean, majority_flip, maurer_pontil_radius, n_at_chi_squared,
    n_at_hellinger_squared, n_at_kl, n_at_renyi, n_at_reverse_kl, n_at_total_variation,
    normal_max_mean, normal_mixture_boundary, normal_mixture_rho, order_statistic_chi_squared,
    order_statistic_kl, order_statistic_renyi, pass_at_k, pass_at_k_variance,
    pass_at_k_variance_estimate, poisson_kl, poisson_win_rate, policy_mean_bound,
    realised_kl_lower, realised_kl_lower_chernoff, realised_kl_upper, realised_kl_upper_chernoff,
    record_probability, renyi, reservation_exponential, reservation_logistic, reservation_normal,
    reservation_uniform, scaling_best_of_n, scaling_best_of_n_peak, scaling_best_of_n_peak_gain,
    scaling_best_of_n_zero, scaling_rl, scaling_rl_peak, scaling_rl_peak_gain, scaling_rl_zero,
    soft_best_of_n_kl_bound, stitched_boundary, sub_exponential_bound, sub_gamma_bound,
    sub_gaussian_bound, tail_adaptive_bound, tilt_kl, tilt_to_soft_kl_bound, tilt_win_rate,
    tilted_gain, tilted_reverse_kl_bound, total_variation, uniform_bound, win_rate_gap_bound,
};
