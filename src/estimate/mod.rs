//! Unbiased estimates from pools of scored samples: what the best of `n` would have scored.

mod climb;
mod curve;
mod pass_at_k;
mod sort;

#[cfg(test)]
pub(crate) use climb::Climb;
pub use curve::{curve, curve_scratch_len};
pub use pass_at_k::pass_at_k;
pub(crate) use sort::sort;
