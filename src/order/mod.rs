//! Order statistics: how large the best of `n` draws is.

mod exponential;
mod harmonic;
mod maximum;
mod normal;
mod sample;
mod stream;

pub use exponential::{
    exp_max_cdf, exp_max_mean, exp_max_quantile, exp_max_variance, exp_order_covariance,
    exp_order_mean, exp_order_variance,
};
pub(crate) use harmonic::{harmonic_step, inverse_square_step};
pub use maximum::{gumbel_max_mean, logistic_max_mean, uniform_max_mean};
pub use normal::normal_max_mean;
pub use sample::{exp_sample_max, exp_sample_sorted, exp_sample_top};
pub use stream::ExpStream;
