//! Estimates from scored samples, streamed or pooled: what the best of `n` would have scored, and how far that can be off.

mod boundary;
mod climb;
mod confidence;
mod coverage;
mod curve;
mod pass_at_k;
mod pass_variance;
mod plug_in;
mod pool;
mod ranks;
mod sort;
mod stats;
mod tail;
mod top_k;
mod uncertainty;

pub use boundary::{
    maurer_pontil_radius, normal_mixture_boundary, normal_mixture_rho, stitched_boundary,
};
#[cfg(test)]
pub(crate) use climb::Climb;
pub use confidence::{Confidence, Method};
pub use coverage::{beta_binomial_coverage, fit_beta_binomial};
pub use curve::curve;
pub use pass_at_k::{all_pass_at_k, pass_at_k, pass_at_powers_of_two};
pub use pass_variance::{pass_at_k_variance, pass_at_k_variance_estimate};
pub use plug_in::{curve_band, plug_in_curve};
pub use pool::curve_scratch_len;
pub use ranks::{calibrated_rank, uniform_ranks};
pub(crate) use sort::sort;
pub use stats::{RewardStats, STATS_BYTES, Summary};
pub use tail::{sub_gaussian_variance, sub_gaussian_variance_upper};
pub use top_k::{Ranked, Top, TopK, hill_tail_index};
pub use uncertainty::{curve_standard_error, difference_standard_error};
