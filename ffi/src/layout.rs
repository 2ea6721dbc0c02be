//! The layout of every struct, asserted in Rust here and in C at the end of the header, which is made from this file.

use crate::ceiling::bestof_ceiling_config;
use crate::sampler::{bestof_exp_stream, bestof_rng};

/// `layout!(name: bytes, alignment of this type, member = offset, …)`, one line a struct.
macro_rules! layout {
    ($name:ident: $size:literal, $aligned:ident $(, $member:ident = $offset:literal)*) => {
        const _: () = assert!(
            size_of::<$name>() == $size
                && align_of::<$name>() == align_of::<$aligned>()
                $(&& core::mem::offset_of!($name, $member) == $offset)*
        );
    };
}

layout!(bestof_rng: 32, u64, state = 0);
layout!(bestof_exp_stream: 256, u64, state = 0);
layout!(bestof_ceiling_config: 72, f64, struct_size = 0, flags = 4, sigma = 8, standard_deviation = 16, lo = 24, hi = 32, mean = 40, kl = 48, variance_factor = 56, scale = 64);
