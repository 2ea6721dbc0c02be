//! The mathematics of best-of-n sampling: draw `n` answers, keep the one a reward model likes best.
//!
//! Divergences of the best-of-`n` policy from its reference, their inverses, order statistics,
//! reward bounds and unbiased estimates, as `no_std` kernels that neither allocate nor panic.
#![no_std]
#![deny(missing_docs)]

pub mod bound;
pub mod budget;
pub mod divergence;
mod error;
pub mod estimate;
pub mod golden;
mod num;
pub mod order;
pub mod policy;
mod simd;
pub mod single;
mod stored;

pub use error::Error;
// For the archive, whose own compiler routines these are.
#[cfg(any(
    test,
    all(feature = "small", target_os = "none", target_pointer_width = "32")
))]
#[doc(hidden)]
pub use num::soft;

/// Runs the README's Rust.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
