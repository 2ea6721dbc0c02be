//! Another Rust archive in the same program, with std, a panic handler and an allocator of its own.

/// Unwinds, and catches itself.
#[unsafe(no_mangle)]
pub extern "C" fn neighbour() -> i32 {
    match std::panic::catch_unwind(|| i32::from_str_radix("none", 10).unwrap()) {
        Ok(_) => 0,
        Err(_) => 42,
    }
}
