//! The layout of every struct, asserted in Rust here and in C at the end of the header, which is made from this file.

use crate::ceiling::bestof_ceiling_config;
use crate::golden::{
    bestof_drift, bestof_error_facts, bestof_gold_interval, bestof_scaling_fit, bestof_tilted,
};
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
layout!(bestof_drift: 24, f64, kl = 0, total_variation = 8, chi_squared = 16);
layout!(bestof_scaling_fit: 24, f64, alpha = 0, beta = 8, standard_error = 16);
layout!(bestof_tilted: 32, f64, kl = 0, proxy_gain = 8, gold_gain = 16, overestimation = 24);
layout!(bestof_error_facts: 56, f64, struct_size = 0, flags = 4, sup = 8, range = 16, standard_deviation = 24, left_sub_gaussian = 32, right_sub_gaussian = 40, gold_sub_gaussian = 48);
layout!(bestof_gold_interval: 24, f64, low = 0, high = 8, low_from = 16, high_from = 20);
