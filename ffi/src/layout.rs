//! The layout of every struct, asserted in Rust here and in C at the end of the header, which is made from this file.

use crate::ceiling::bestof_ceiling_config;
use crate::choose::{bestof_budget, bestof_choice};
use crate::confidence::bestof_confidence;
use crate::golden::{
    bestof_drift, bestof_error_facts, bestof_gold_interval, bestof_hedge_peak, bestof_scaling_fit,
    bestof_tilted_gains,
};
use crate::plan::{bestof_plan, bestof_progress};
use crate::policy::bestof_tilted_pool;
use crate::sampler::{bestof_exp_stream, bestof_rng};
use crate::share::bestof_request;
use crate::stats::{BESTOF_STATS_BYTES, bestof_stats, bestof_summary};
use crate::stop::{bestof_student, bestof_student_fit, bestof_student_prior, bestof_student_trial};
use crate::top::{bestof_ranked, bestof_top};

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
layout!(bestof_tilted_gains: 32, f64, kl = 0, proxy_gain = 8, gold_gain = 16, overestimation = 24);
layout!(bestof_error_facts: 56, f64, struct_size = 0, flags = 4, sup = 8, range = 16, standard_deviation = 24, left_sub_gaussian = 32, right_sub_gaussian = 40, gold_sub_gaussian = 48);
layout!(bestof_gold_interval: 24, f64, low = 0, high = 8, low_from = 16, high_from = 20);
layout!(bestof_student_prior: 32, u64, mean = 0, mean_draws = 8, variance = 16, freedom = 24);
layout!(bestof_student: 48, u64, law = 0, best = 32, draws = 40);
layout!(bestof_student_fit: 64, u64, sums = 0);
layout!(bestof_student_trial: 48, u64, kept = 0, best_fixed = 8, fixed_objective = 16, objective = 24, error = 32, draws = 40);
layout!(bestof_request: 56, u64, gain = 0, reserved = 4, least = 8, most = 16, scale = 24, probability = 32, curve_start = 40, curve_len = 48);
layout!(bestof_budget: 24, u64, divergence = 0, reserved = 4, alpha = 8, budget = 16);
layout!(bestof_choice: 24, u64, n = 0, value = 8, bound = 16, place = 20);
layout!(bestof_confidence: 104, u64, words = 0);
layout!(bestof_stats: 104, u64, words = 0);
layout!(bestof_summary: 72, u64, count = 0, mean = 8, variance = 16, standard_deviation = 24, standard_error = 32, min = 40, max = 48, skewness = 56, excess_kurtosis = 64);
layout!(bestof_top: 8, u64, seen = 0);
layout!(bestof_ranked: 16, u64, reward = 0, id = 8);

const _: () = assert!(BESTOF_STATS_BYTES == bestof::estimate::STATS_BYTES);
layout!(bestof_plan: 544, u64, words = 0);
layout!(bestof_progress: 32, u64, draws = 0, best = 8, mean = 16, squares = 24);
layout!(bestof_hedge_peak: 16, f64, n = 0, gain = 8);
layout!(bestof_tilted_pool: 40, f64, gain = 0, kl = 8, reverse_kl = 16, effective_samples = 24, variance = 32);
