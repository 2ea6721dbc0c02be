//! Processors without a vector unit that keeps the bits: one double at a time, fused multiply-adds in software.

use super::{BlockKernel, Columns, Kernel, Task};

/// On microcontrollers the compiler's double arithmetic is as much in software as ours, and larger.
#[cfg(all(feature = "small", target_os = "none", target_pointer_width = "32"))]
use crate::num::soft::Soft as Double;
#[cfg(not(all(feature = "small", target_os = "none", target_pointer_width = "32")))]
type Double = f64;

#[inline]
pub(super) fn run<T: Task>(task: T) -> T::Output {
    task.run::<Double>()
}

/// The same as [`run`].
#[inline]
pub(super) fn run_plain<T: Task>(task: T) -> T::Output {
    task.run::<Double>()
}

/// False: there are no vectors.
#[inline]
pub(super) fn batch<K: Kernel>(_: K, _: &[f64], _: &mut [f64]) -> bool {
    false
}

/// False: there are no vectors.
#[inline]
pub(super) fn batch_in_place<K: Kernel>(_: K, _: &mut [f64]) -> bool {
    false
}

/// False: there are no vectors.
#[inline]
pub(super) fn block<const I: usize, K: BlockKernel<I>>(_: K, _: &mut Columns<I>) -> bool {
    false
}
