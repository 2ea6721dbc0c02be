//! Policies beside best-of-n: the exponential tilt that KL-regularised RL ends in, best-of-Poisson, soft best-of-n, and how
//! far each is from the best that its divergence allows.

mod frontier;
mod poisson;
mod soft;
mod tilted;

pub use frontier::{
    best_of_n_kl_excess, best_of_n_win_gap, frontier_kl, frontier_win_rate, tilt_kl, tilt_win_rate,
};
pub use poisson::{poisson_kl, poisson_win_rate};
pub use soft::{soft_best_of_n, soft_best_of_n_kl_bound, tilt_to_soft_kl_bound};
pub(crate) use tilted::{Pool, check_tilt};
pub use tilted::{
    Tilted, beta_at_gain, beta_at_kl, law_kl, tilted_gain, tilted_law, tilted_policy,
    tilted_reverse_kl_bound,
};
