//! What the lane types of every instruction set share: operators, and the loop over slices.

macro_rules! operator {
    ($type:ident, $trait:ident, $method:ident, |$a:ident, $b:ident| $e:expr) => {
        impl $trait for $type {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                let ($a, $b) = (self.0, other.0);
                Self($e)
            }
        }
    };
}
pub(super) use operator;

/// A loop over slices, some lanes at a time, or twice as many; the last few elements go through it in a padded array.
macro_rules! batch_over {
    ($name:ident, $features:literal, $type:ident, $lanes:literal, $load:ident, $store:ident) => {
        /// # Safety
        /// `x` is readable and `out` writable for `len` doubles; they are the same array or do not overlap.
        #[target_feature(enable = $features)]
        unsafe fn $name<K: Kernel>(kernel: K, x: *const f64, out: *mut f64, len: usize) {
            let whole = len - len % $lanes;
            let mut i = 0;
            if K::PAIRED {
                while len - i >= 2 * $lanes {
                    // SAFETY: i + 2·$lanes ≤ len.
                    let (v, w) = unsafe { ($load(x.add(i)), $load(x.add(i + $lanes))) };
                    let Pair(y, z) = kernel.eval(Pair($type(v), $type(w)));
                    // SAFETY: as above; the loads have read these elements.
                    unsafe {
                        $store(out.add(i), y.0);
                        $store(out.add(i + $lanes), z.0);
                    }
                    i += 2 * $lanes;
                }
            }
            while i < whole {
                // SAFETY: i + $lanes ≤ len.
                let v = $type(unsafe { $load(x.add(i)) });
                let y = kernel.eval(v);
                // SAFETY: as above; the load has read these elements.
                unsafe { $store(out.add(i), y.0) };
                i += $lanes;
            }
            if whole < len {
                // SAFETY: the rest is fewer than $lanes elements, from `whole` on.
                unsafe {
                    super::lanes::with_padding::<$lanes>(
                        x.add(whole),
                        out.add(whole),
                        len - whole,
                        |p| $name(kernel, p, p, $lanes),
                    )
                };
            }
        }
    };
}
pub(super) use batch_over;

/// A loop over the places of a block, two registers at a time.
macro_rules! block_over {
    ($name:ident, $features:literal, $type:ident, $lanes:literal, $load:ident, $store:ident) => {
        const _: () = assert!(BLOCK.is_multiple_of(2 * $lanes));

        #[target_feature(enable = $features)]
        fn $name<const I: usize, K: BlockKernel<I>>(kernel: K, columns: &mut Columns<I>) {
            let mut place = 0;
            while place < BLOCK {
                let mut x = [Pair::<$type>::splat(0.0); I];
                for (x, column) in x.iter_mut().zip(columns.0.iter()) {
                    let at = column.as_ptr().wrapping_add(place);
                    // SAFETY: place + 2 · $lanes ≤ BLOCK, which is a multiple of 2 · $lanes.
                    let (low, high) = unsafe { ($load(at), $load(at.add($lanes))) };
                    *x = Pair($type(low), $type(high));
                }
                let Dd { hi, lo } = kernel.eval(x);
                for (y, column) in [hi, lo].iter().zip(columns.0.iter_mut()) {
                    let at = column.as_mut_ptr().wrapping_add(place);
                    // SAFETY: as above.
                    unsafe { $store(at, y.0.0) };
                    // SAFETY: as above.
                    unsafe { $store(at.add($lanes), y.1.0) };
                }
                place += 2 * $lanes;
            }
        }
    };
}
pub(super) use block_over;

/// Runs `f` over the last few elements, padded with 1, where every kernel is cheap and raises nothing.
///
/// # Safety
/// `x` is readable and `out` writable for `len` doubles, and `len ≤ N`.
#[inline]
pub(super) unsafe fn with_padding<const N: usize>(
    x: *const f64,
    out: *mut f64,
    len: usize,
    f: impl FnOnce(*mut f64),
) {
    let mut lanes = [1.0; N];
    // SAFETY: len doubles on both sides, and `lanes` is a local.
    unsafe { core::ptr::copy_nonoverlapping(x, lanes.as_mut_ptr(), len) };
    f(lanes.as_mut_ptr());
    // SAFETY: as above.
    unsafe { core::ptr::copy_nonoverlapping(lanes.as_ptr(), out, len) };
}
