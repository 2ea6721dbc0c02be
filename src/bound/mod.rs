//! Ceilings on the reward gain `E_policy r − E_reference r`.

mod bounded;
mod ceiling;
mod outward;
mod transport;

pub use bounded::{
    bernoulli_kl_upper, bernoulli_kl_upper_batch, bernoulli_kl_upper_batch_in_place, bounded_bound,
    bounded_bound_batch, bounded_bound_batch_in_place,
};
pub use ceiling::{Ceiling, Limit, LimitedBy};
pub(crate) use transport::root;
pub use transport::{
    sub_gamma_bound, sub_gamma_bound_batch, sub_gamma_bound_batch_in_place, sub_gaussian_bound,
    sub_gaussian_bound_batch, sub_gaussian_bound_batch_in_place, tail_adaptive_bound,
    tail_adaptive_bound_batch, tail_adaptive_bound_batch_in_place,
};
