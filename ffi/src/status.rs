//! Status: what a function that takes a pointer returns.

use core::ffi::{CStr, c_char};

use bestof::Error;

/// BESTOF_OK, or the negative code of the reason why nothing was written.
pub type bestof_status = i32;

/// Done; every output is written.
pub const BESTOF_OK: bestof_status = 0;
/// A pointer is NULL where data is required.
pub const BESTOF_E_NULL: bestof_status = -1;
/// A parameter lies outside the function's domain, a pointer is misaligned, or arrays overlap.
pub const BESTOF_E_DOMAIN: bestof_status = -2;
/// An input is NaN or infinite where a finite number is required.
pub const BESTOF_E_NOT_FINITE: bestof_status = -3;
/// A buffer is too small, or a length is larger than an array can be.
pub const BESTOF_E_CAPACITY: bestof_status = -4;
/// The struct_size member of a configuration is not one that this library knows.
pub const BESTOF_E_STRUCT_SIZE: bestof_status = -5;
/// There is nothing to work on: an empty array where at least one value is required.
pub const BESTOF_E_EMPTY: bestof_status = -6;
/// Stored bytes are cut short, damaged, or of another kind or version.
pub const BESTOF_E_FORMAT: bestof_status = -7;

/// One plain sentence for a status, without a full stop. Static storage, never NULL: unknown codes get a
/// general text.
/// Cost: constant.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_status_message(status: bestof_status) -> *const c_char {
    message(status).as_ptr()
}

fn message(status: bestof_status) -> &'static CStr {
    match status {
        BESTOF_OK => c"success",
        BESTOF_E_NULL => c"a pointer is NULL where data is required",
        BESTOF_E_DOMAIN => c"a parameter lies outside the function's domain",
        BESTOF_E_NOT_FINITE => c"an input is NaN or infinite where a finite number is required",
        BESTOF_E_CAPACITY => c"a buffer is too small, or lengths that must agree do not",
        BESTOF_E_STRUCT_SIZE => c"the struct_size of a configuration is unknown to this library",
        BESTOF_E_EMPTY => c"the input is empty",
        BESTOF_E_FORMAT => c"stored bytes are cut short, damaged, or of another kind or version",
        _ => c"unknown status",
    }
}

/// A status other than BESTOF_OK, so that `?` leaves a body early.
pub(crate) struct Refusal(pub(crate) bestof_status);

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self(match error {
            Error::NotFinite => BESTOF_E_NOT_FINITE,
            Error::Capacity => BESTOF_E_CAPACITY,
            Error::Empty => BESTOF_E_EMPTY,
            Error::Format => BESTOF_E_FORMAT,
            _ => BESTOF_E_DOMAIN,
        })
    }
}

/// Runs a body and turns its outcome into the status that C sees.
pub(crate) fn report(body: impl FnOnce() -> Result<(), Refusal>) -> bestof_status {
    match body() {
        Ok(()) => BESTOF_OK,
        Err(Refusal(status)) => status,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn core_errors_say_the_same_in_rust_and_in_c() {
        for error in [
            Error::Domain,
            Error::NotFinite,
            Error::Capacity,
            Error::Empty,
            Error::Format,
        ] {
            let Refusal(status) = error.into();
            assert_eq!(message(status).to_str(), Ok(error.message()));
        }
    }
}
