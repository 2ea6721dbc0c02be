//! Which hardware a kernel runs on: the one place that looks, and the one place in the core with `unsafe`.
//!
//! A [`Kernel`] is one formula. Whatever tier evaluates it, scalar or batch, it is the same source over
//! another [`Real`], and the bits are the same.

// Blocks of places are for vectors; a small build takes one after another.
#![cfg_attr(feature = "small", allow(dead_code))]

use crate::Error;
use crate::num::dd::Dd;
use crate::num::real::{Real, Scalar};

pub(crate) mod blocks;
#[cfg(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon")
))]
mod hardware;
#[cfg(not(any(
    target_arch = "x86_64",
    all(target_arch = "aarch64", target_feature = "neon")
)))]
#[path = "portable.rs"]
mod hardware;

/// A function of one argument, its other parameters held in `self`.
pub(crate) trait Kernel: Copy {
    /// Whether a batch takes two registers at a time: worth it where one operation waits for the other, and not where
    /// the registers run out.
    #[allow(dead_code)] // only vector units ask
    const PAIRED: bool = false;
    fn eval<V: Real>(self, x: V) -> V;
}

/// A function of `I` arguments with two results, head and tail, for blocks of places: [`block`].
pub(crate) trait BlockKernel<const I: usize>: Copy {
    fn eval<V: Real>(self, x: [V; I]) -> Dd<V>;
}

/// Places in a block: two of the widest registers, and little stack.
pub(crate) const BLOCK: usize = 16;

/// One column an argument, aligned to the widest registers.
#[repr(align(64))]
pub(crate) struct Columns<const N: usize>(pub(crate) [[f64; BLOCK]; N]);

/// A computation on single doubles that is no function of one argument: over slices, or with loops.
pub(crate) trait Task {
    type Output;
    fn run<S: Scalar>(self) -> Self::Output;
}

/// Runs the task with the hardware's fused multiply-add, where there is one.
#[inline]
pub(crate) fn run<T: Task>(task: T) -> T::Output {
    hardware::run(task)
}

/// `kernel` at one argument.
#[inline]
pub(crate) fn scalar<K: Kernel>(kernel: K, x: f64) -> f64 {
    run(At { kernel, x })
}

struct At<K> {
    kernel: K,
    x: f64,
}

impl<K: Kernel> Task for At<K> {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        self.kernel.eval(S::splat(self.x)).get()
    }
}

/// `out[i] = kernel(x[i])`.
///
/// # Errors
/// [`Error::Capacity`] when the lengths differ; `out` is then untouched.
pub(crate) fn batch<K: Kernel>(kernel: K, x: &[f64], out: &mut [f64]) -> Result<(), Error> {
    if x.len() != out.len() {
        return Err(Error::Capacity);
    }
    if hardware::batch(kernel, x, out) {
        return Ok(());
    }
    for (y, x) in out.iter_mut().zip(x) {
        *y = hardware::run_plain(At { kernel, x: *x });
    }
    Ok(())
}

/// `xs[i] = kernel(xs[i])`.
pub(crate) fn batch_in_place<K: Kernel>(kernel: K, xs: &mut [f64]) {
    if hardware::batch_in_place(kernel, xs) {
        return;
    }
    for x in xs {
        *x = hardware::run_plain(At { kernel, x: *x });
    }
}

/// `kernel(columns[·][i])` in place of the first two columns.
#[inline]
pub(crate) fn block<const I: usize, K: BlockKernel<I>>(kernel: K, columns: &mut Columns<I>) {
    if !hardware::block(kernel, columns) {
        hardware::run_plain(InPlace { kernel, columns });
    }
}

struct InPlace<'a, K, const I: usize> {
    kernel: K,
    columns: &'a mut Columns<I>,
}

impl<const I: usize, K: BlockKernel<I>> Task for InPlace<'_, K, I> {
    type Output = ();

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) {
        for place in 0..BLOCK {
            let at = |column: &[f64; BLOCK]| column.get(place).copied().unwrap_or(f64::NAN);
            let y = self
                .kernel
                .eval(self.columns.0.each_ref().map(|x| S::splat(at(x))));
            for (column, y) in self.columns.0.iter_mut().zip([y.hi, y.lo]) {
                if let Some(out) = column.get_mut(place) {
                    *out = y.get();
                }
            }
        }
    }
}

/// The batch forms of a scalar function: over two slices, and over one in place.
macro_rules! batch_forms {
    ($scalar:ident => $batch:ident, $in_place:ident, ($($p:ident),*), $kernel:expr) => {
        #[doc = concat!("[`", stringify!($scalar), "`] of every element of `x`, bit for bit, written to `out`.")]
        ///
        /// # Errors
        /// [`Error::Capacity`](crate::Error::Capacity) when the lengths differ; `out` is then untouched.
        pub fn $batch(x: &[f64], $($p: f64,)* out: &mut [f64]) -> Result<(), crate::Error> {
            crate::simd::batch($kernel, x, out)
        }

        #[doc = concat!("[`", stringify!($scalar), "`] of every element of `xs`, bit for bit, in place.")]
        pub fn $in_place(xs: &mut [f64], $($p: f64,)*) {
            crate::simd::batch_in_place($kernel, xs);
        }
    };
}
pub(crate) use batch_forms;
