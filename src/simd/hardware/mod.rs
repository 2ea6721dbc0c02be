//! Vector units, and the fused multiply-add of one double.

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "x86_64")]
mod detect;
mod fused;
mod lanes;
mod pair;
#[cfg(target_arch = "x86_64")]
mod x86;

#[cfg(target_arch = "aarch64")]
pub(super) use aarch64::{batch, batch_in_place, block, run, run_plain};
#[cfg(target_arch = "x86_64")]
pub(super) use detect::{has_avx2, has_avx512};
#[cfg(target_arch = "x86_64")]
pub(super) use x86::{batch, batch_in_place, block, run, run_plain};
