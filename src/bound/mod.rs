//! Ceilings on the reward gain `E_policy r − E_reference r`.

mod bounded;
mod ceiling;
mod cramer;
mod high_probability;
mod outward;
mod psi;
mod search;
mod tail_adaptive;
mod transport;

pub use bounded::{
    bernoulli_kl_upper, bernoulli_kl_upper_batch, bernoulli_kl_upper_batch_in_place, bounded_bound,
    bounded_bound_batch, bounded_bound_batch_in_place,
};
pub use ceiling::{Ceiling, Limit, LimitedBy};
pub use cramer::{
    exponential_bound, exponential_bound_batch, exponential_bound_batch_in_place, gamma_bound,
    gamma_bound_batch, gamma_bound_batch_in_place, hoeffding_bound, hoeffding_bound_batch,
    hoeffding_bound_batch_in_place, kearns_saul_bound, kearns_saul_bound_batch,
    kearns_saul_bound_batch_in_place, sub_exponential_bound, sub_exponential_bound_batch,
    sub_exponential_bound_batch_in_place, uniform_bound, uniform_bound_batch,
    uniform_bound_batch_in_place,
};
pub use high_probability::{
    best_of_n_mean_bound, empirical_gain_bound, policy_mean_bound, realised_kl_lower,
    realised_kl_lower_chernoff, realised_kl_upper, realised_kl_upper_chernoff,
};
pub use psi::{Transport, transport_bound, transport_bound_on_grid};
pub use tail_adaptive::{AdaptiveLimit, tail_adaptive_best_of_n, tail_adaptive_helps};
pub(crate) use transport::root;
pub use transport::{
    sub_gamma_bound, sub_gamma_bound_batch, sub_gamma_bound_batch_in_place, sub_gaussian_bound,
    sub_gaussian_bound_batch, sub_gaussian_bound_batch_in_place, tail_adaptive_bound,
    tail_adaptive_bound_batch, tail_adaptive_bound_batch_in_place,
};
