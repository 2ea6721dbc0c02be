//! Unbiased estimates from pools of scored samples: what the best of `n` would have scored.

mod climb;
mod curve;

pub(crate) use climb::climb;
pub use curve::{curve, curve_scratch_len};
