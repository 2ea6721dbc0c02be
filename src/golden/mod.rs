//! From the proxy reward that selects to the gold reward that counts: what a proxy gain is worth, and where it stops paying.

mod fit;
mod gaussian;
mod hedge;
mod interval;
mod regret;
mod scaling;
mod tilted;

pub use fit::{ScalingFit, scaling_best_of_n_fit, scaling_rl_fit};
pub use gaussian::gaussian_gold_gain;
pub use hedge::{Hedge, curve_peak, hedge, hedge_scratch_len};
pub use interval::{
    Drift, ErrorFacts, Evidence, GoldInterval, gold_gain_interval, gold_shift_standard_deviation,
    gold_shift_sup,
};
pub use regret::{coverage_regret, error_regret};
pub use scaling::{
    scaling_best_of_n, scaling_best_of_n_batch, scaling_best_of_n_batch_in_place,
    scaling_best_of_n_peak, scaling_best_of_n_peak_gain, scaling_best_of_n_zero, scaling_rl,
    scaling_rl_batch, scaling_rl_batch_in_place, scaling_rl_peak, scaling_rl_peak_gain,
    scaling_rl_zero,
};
pub use tilted::{TiltedTransfer, tilted_transfer};
