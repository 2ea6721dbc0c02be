//! Why a call over slices or state was refused. Scalar functions return NaN instead.

use core::fmt;

/// The reason a call was refused; nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Error {
    /// A parameter lies outside the function's domain.
    Domain,
    /// An input is NaN or infinite where a finite number is required.
    NotFinite,
    /// A caller's buffer is too small, or two lengths that must agree do not.
    Capacity,
    /// There is nothing to work on: an empty slice where at least one value is required.
    Empty,
    /// Stored bytes are cut short, damaged, or of another kind or version.
    Format,
}

impl Error {
    /// One plain sentence, the same in Rust and in C.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Domain => "a parameter lies outside the function's domain",
            Self::NotFinite => "an input is NaN or infinite where a finite number is required",
            Self::Capacity => "a buffer is too small, or lengths that must agree do not",
            Self::Empty => "the input is empty",
            Self::Format => "stored bytes are cut short, damaged, or of another kind or version",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl core::error::Error for Error {}
