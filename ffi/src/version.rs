//! Version: compare what you compiled against with what you run.

use core::ffi::c_char;

/// Changes whenever a program compiled against an older header might break; part of the shared library's SONAME.
pub const BESTOF_ABI_VERSION: u32 = 0;

/// The BESTOF_VERSION_NUMBER of the library that runs.
/// Cost: constant.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_version_number() -> u32 {
    const {
        1_000_000 * parse(env!("CARGO_PKG_VERSION_MAJOR"))
            + 1_000 * parse(env!("CARGO_PKG_VERSION_MINOR"))
            + parse(env!("CARGO_PKG_VERSION_PATCH"))
    }
}

/// The BESTOF_VERSION_STRING of the library that runs. Static storage, never NULL.
/// Cost: constant.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_version_string() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// The BESTOF_ABI_VERSION of the library that runs.
/// Cost: constant.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_abi_version() -> u32 {
    BESTOF_ABI_VERSION
}

/// Runs in the compiler only.
const fn parse(part: &str) -> u32 {
    match u32::from_str_radix(part, 10) {
        Ok(number) => number,
        Err(_) => panic!("a version part is not a number"),
    }
}
