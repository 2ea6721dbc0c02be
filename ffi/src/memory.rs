//! From C's pointers to Rust's slices: the one place that decides which memory the library touches.

use bestof::estimate::Ranked;

use crate::status::{
    BESTOF_E_CAPACITY, BESTOF_E_DOMAIN, BESTOF_E_NULL, BESTOF_E_STRUCT_SIZE, Refusal,
};

/// Types of which every bit pattern is a value.
///
/// # Safety
/// A promise of just that, and of no padding.
pub(crate) unsafe trait Plain: Copy {}

// SAFETY: numbers, and structs of two of 64 bits.
unsafe impl Plain for f64 {}
// SAFETY: as above.
unsafe impl Plain for u64 {}
// SAFETY: as above.
unsafe impl Plain for u32 {}
// SAFETY: as above.
unsafe impl Plain for u8 {}
// SAFETY: as above.
unsafe impl Plain for Ranked {}
// SAFETY: as above.
unsafe impl Plain for usize {}

/// An array as C hands it over: checked, not yet touched.
#[derive(Clone, Copy)]
pub(crate) struct Array<T = f64> {
    data: *mut T,
    len: usize,
}

impl<T: Plain> Array<T> {
    /// # Errors
    /// What no array of `len` elements can be: NULL, misaligned, or larger than half the address space.
    /// Of no elements, anything goes.
    pub(crate) fn new(data: *const T, len: usize) -> Result<Self, Refusal> {
        if len != 0 {
            check(data)?;
        }
        if len > isize::MAX as usize / size_of::<T>() {
            return Err(Refusal(BESTOF_E_CAPACITY));
        }
        let data = data.cast_mut();
        Ok(Self { data, len })
    }

    /// # Safety
    /// `len` elements can be read at `data`, and nothing writes them while `'a` lasts.
    pub(crate) unsafe fn read<'a>(self) -> &'a [T] {
        if self.len == 0 {
            return &[];
        }
        // SAFETY: not NULL, aligned, no larger than an allocation can be; readable by the caller's contract.
        unsafe { core::slice::from_raw_parts(self.data, self.len) }
    }

    /// # Safety
    /// `len` elements can be read and written at `data`, and nothing else touches them while `'a` lasts. C need not have
    /// initialised them: every bit pattern is a value.
    pub(crate) unsafe fn write<'a>(self) -> &'a mut [T] {
        if self.len == 0 {
            return &mut [];
        }
        // SAFETY: not NULL, aligned, no larger than an allocation can be; exclusive by the caller's contract.
        unsafe { core::slice::from_raw_parts_mut(self.data, self.len) }
    }

    /// The memory it takes, to be held against arrays of another type.
    pub(crate) fn bytes(self) -> Array<u8> {
        Array {
            data: self.data.cast(),
            // At most half the address space, as `new` has seen.
            len: self.len.wrapping_mul(size_of::<T>()),
        }
    }

    pub(crate) fn is_same_as(self, other: Self) -> bool {
        core::ptr::eq(self.data, other.data)
    }

    fn shares_a_byte_with(self, other: Self) -> bool {
        // Wrapping: the arrays of a correct caller end inside the address space, and those of another must not trap.
        let (end, other_end) = (
            self.data.wrapping_add(self.len),
            other.data.wrapping_add(other.len),
        );
        self.len != 0 && other.len != 0 && self.data < other_end && other.data < end
    }
}

/// Refuses an output that overlaps an input or another output.
pub(crate) fn disjoint<T: Plain>(inputs: &[Array<T>], outputs: &[Array<T>]) -> Result<(), Refusal> {
    let mut rest = outputs;
    while let Some((output, others)) = rest.split_first() {
        if inputs
            .iter()
            .chain(others)
            .any(|array| output.shares_a_byte_with(*array))
        {
            return Err(Refusal(BESTOF_E_DOMAIN));
        }
        rest = others;
    }
    Ok(())
}

/// Refuses a pointer that cannot point to a value.
pub(crate) fn check<T>(place: *const T) -> Result<(), Refusal> {
    if place.is_null() {
        Err(Refusal(BESTOF_E_NULL))
    } else if !place.is_aligned() {
        Err(Refusal(BESTOF_E_DOMAIN))
    } else {
        Ok(())
    }
}

/// A configuration of this library's version or an earlier one, which is a prefix of it, and how many bytes it has; what it
/// lacks is 0.
///
/// # Errors
/// NULL, misaligned, or with a first member that is no length of a prefix of whole eight-byte members.
///
/// # Safety
/// The configuration begins with its size as a `u32`, that many bytes can be read, and all of `T` may be any bits.
pub(crate) unsafe fn prefix<T: Copy>(config: *const T) -> Result<(T, usize), Refusal> {
    check(config)?;
    // SAFETY: checked; the size is there by the caller's contract.
    let size = unsafe { config.cast::<u32>().read() } as usize;
    if size == 0 || size > size_of::<T>() || !size.is_multiple_of(size_of::<u64>()) {
        return Err(Refusal(BESTOF_E_STRUCT_SIZE));
    }
    let mut whole = core::mem::MaybeUninit::<T>::zeroed();
    // SAFETY: `size` bytes can be read by the caller's contract, and no more than `T` has are written to a place of our own.
    unsafe {
        core::ptr::copy_nonoverlapping(config.cast::<u8>(), whole.as_mut_ptr().cast::<u8>(), size);
    }
    // SAFETY: zeroed, then written in part; any bits are a `T` by the caller's contract.
    Ok((unsafe { whole.assume_init() }, size))
}

/// Refuses flags whose members end beyond a configuration of `size` bytes, and flags that `ends` does not list; it has each
/// flag, and where the members that it names end.
///
/// # Errors
/// [`BESTOF_E_STRUCT_SIZE`] for the first, [`BESTOF_E_DOMAIN`] for the second.
pub(crate) fn flags_within(flags: u32, size: usize, ends: &[(u32, usize)]) -> Result<(), Refusal> {
    let mut unknown = flags;
    for (flag, end) in ends {
        if flags & flag != 0 && *end > size {
            return Err(Refusal(BESTOF_E_STRUCT_SIZE));
        }
        unknown &= !flag;
    }
    if unknown == 0 {
        Ok(())
    } else {
        Err(Refusal(BESTOF_E_DOMAIN))
    }
}

/// The state of the core that a C struct is the bytes of.
///
/// # Safety
/// `place` is NULL or points to a `C` that nothing else touches while `'a` lasts. Every bit pattern is a `T`.
pub(crate) unsafe fn state<'a, C, T>(place: *mut C) -> Result<&'a mut T, Refusal> {
    const { assert!(size_of::<C>() == size_of::<T>() && align_of::<C>() == align_of::<T>()) };
    check(place)?;
    // SAFETY: not NULL, aligned, of the same size; exclusive by the caller's contract.
    Ok(unsafe { &mut *place.cast::<T>() })
}

/// A copy of the state of the core that a C struct is the bytes of.
///
/// # Safety
/// `place` is NULL or points to an initialised `C`. Every bit pattern is a `T`.
pub(crate) unsafe fn copy<C, T: Copy>(place: *const C) -> Result<T, Refusal> {
    const { assert!(size_of::<C>() == size_of::<T>() && align_of::<C>() == align_of::<T>()) };
    check(place)?;
    // SAFETY: not NULL, aligned, of the same size; initialised by the caller's contract.
    Ok(unsafe { place.cast::<T>().read() })
}

/// Makes a C struct the bytes of a state of the core.
///
/// # Safety
/// `place` is NULL or can be written to; a `T` has no padding.
pub(crate) unsafe fn put<C, T>(place: *mut C, value: T) -> Result<(), Refusal> {
    const { assert!(size_of::<C>() == size_of::<T>() && align_of::<C>() == align_of::<T>()) };
    check(place)?;
    // SAFETY: not NULL, aligned, of the same size; writable by the caller's contract.
    unsafe { place.cast::<T>().write(value) };
    Ok(())
}
