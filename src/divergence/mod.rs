//! How far best-of-n drifts from its reference policy: divergences in closed form, their inverses, exact budgets.

mod algebraic;
mod f_divergence;
mod finite;
mod inverse;
mod inverse_renyi;
mod kl;
mod levels;
mod max_n;
mod order_statistic;
mod renyi;
mod ties;
mod total_variation;

pub use algebraic::{
    chi_squared, chi_squared_batch, chi_squared_batch_in_place, hellinger_squared,
    hellinger_squared_batch, hellinger_squared_batch_in_place, jeffreys, jeffreys_batch,
    jeffreys_batch_in_place, win_rate, win_rate_batch, win_rate_batch_in_place,
};
pub use f_divergence::{f_divergence, f_divergence_of_log};
pub(crate) use finite::curves;
pub use finite::finite_divergence;
pub(crate) use inverse::{KL_GUESS, REVERSE_KL_GUESS};
pub use inverse::{
    n_at_chi_squared, n_at_chi_squared_batch, n_at_chi_squared_batch_in_place,
    n_at_hellinger_squared, n_at_hellinger_squared_batch, n_at_hellinger_squared_batch_in_place,
    n_at_kl, n_at_kl_batch, n_at_kl_batch_in_place, n_at_reverse_kl, n_at_reverse_kl_batch,
    n_at_reverse_kl_batch_in_place, n_at_total_variation, n_at_total_variation_batch,
    n_at_total_variation_batch_in_place,
};
pub use inverse_renyi::{n_at_renyi, n_at_renyi_batch, n_at_renyi_batch_in_place};
pub(crate) use kl::kl_dd;
pub use kl::{
    kl, kl_batch, kl_batch_in_place, reverse_kl, reverse_kl_batch, reverse_kl_batch_in_place,
};
pub use max_n::{Divergence, max_n};
pub use order_statistic::{order_statistic_chi_squared, order_statistic_kl, order_statistic_renyi};
pub use renyi::{renyi, renyi_batch, renyi_batch_in_place};
pub use ties::{
    collision_probability, finite_f_divergence, finite_win_rate, kl_estimate, kl_gap_bound,
    win_rate_gap_bound,
};
pub(crate) use total_variation::total_variation_dd;
pub use total_variation::{
    hockey_stick, hockey_stick_batch, hockey_stick_batch_in_place, total_variation,
    total_variation_batch, total_variation_batch_in_place,
};
