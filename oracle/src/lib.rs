//! Big-number references for the kernels of `bestof`, and the accuracy table that the kernels are held to.

pub mod big;
pub mod budgets;
pub mod ceiling;
pub mod error;
pub mod falls;
pub mod generate;
pub mod reference;
pub mod reference_budget;
pub mod reference_estimate;
pub mod reference_golden;
pub mod table;
pub mod tails;
pub mod vectors;

/// The backend that a run uses: MPFR with the feature `mpfr`, pure Rust without.
#[cfg(feature = "mpfr")]
pub type Backend = big::Mpfr;
/// The backend that a run uses: MPFR with the feature `mpfr`, pure Rust without.
#[cfg(not(feature = "mpfr"))]
pub type Backend = big::Pure;
