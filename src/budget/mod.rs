//! Decisions: stop or go on, share a budget, choose `n`.

mod choose;
mod gain;
mod plan;
mod reservation;
mod share;
mod stop;
mod student;
mod student_log;

pub use choose::{
    Bound, Choice, best_at_cost, best_lower_bound, largest_within, smallest_reaching,
};
pub use gain::Gain;
pub use plan::{Index, Objective, PLAN_BYTES, PLAN_MAX_DRAWS, PLAN_THRESHOLDS, Plan, Progress};
pub use reservation::{
    reservation_exponential, reservation_logistic, reservation_normal, reservation_uniform,
};
pub use share::{Request, Share, share, share_scratch_len};
pub use stop::{majority_flip, majority_settled, majority_table, record_probability};
pub use student::{StudentPrior, StudentStop, student_rule, student_rule_len, student_scratch_len};
pub use student_log::{StudentFit, StudentTrial, student_guard};
