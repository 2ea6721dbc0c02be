//! Stop or go on: one request, one draw after another.
//!
//! With a known law of the rewards, accept the first at or above its reservation value. With an unknown mean and
//! variance, fit a prior to a log (bestof_student_fit_add, bestof_student_fit_prior), work out a rule once
//! (bestof_student_rule), hold it to the log (bestof_student_guard), and call bestof_student_step() for each draw. With
//! votes, look the majority up (bestof_majority_table). States are plain data, free to copy and to store; one thread at
//! a time.

use bestof::budget::{self, StudentFit, StudentPrior, StudentStop};

use crate::memory::{Array, check, copy, disjoint, put, state};
use crate::status::{bestof_status, report};

/// Reservation value of a draw from the standard normal law that costs cost: the z with E(r - z)_+ = cost. For mean m
/// and standard deviation s, m + s bestof_reservation_normal(cost / s).
///
/// NaN unless cost >= 0; INFINITY at 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_reservation_normal(cost: f64) -> f64 {
    budget::reservation_normal(cost)
}

/// The same for an exponential tail, in units of its scale: -ln cost up to 1, 1 - cost above.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_reservation_exponential(cost: f64) -> f64 {
    budget::reservation_exponential(cost)
}

/// The same for the uniform law on [0, 1]: 1 - sqrt(2 cost) up to 1/2, 1/2 - cost above.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_reservation_uniform(cost: f64) -> f64 {
    budget::reservation_uniform(cost)
}

/// The same for the standard logistic law: -ln(e^cost - 1).
#[unsafe(no_mangle)]
pub extern "C" fn bestof_reservation_logistic(cost: f64) -> f64 {
    budget::reservation_logistic(cost)
}

/// Probability that at least one of more further draws beats the best of the first draws, whatever the law:
/// more / (draws + more). Where rewards tie it is an upper bound.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_record_probability(draws: u64, more: u64) -> f64 {
    budget::record_probability(draws, more)
}

/// Probability that of two answers the one behind by votes is the likelier after all, under a uniform prior.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_majority_flip(ahead: u64, behind: u64) -> f64 {
    budget::majority_flip(ahead, behind)
}

/// Fills table[b] with the votes of the leader that settle the vote against b of the second: bestof_majority_flip() is
/// then at most risk.
///
/// BESTOF_E_DOMAIN unless 0 < risk < 1/2, BESTOF_E_EMPTY for len == 0.
///
/// # Safety
/// table must hold len uint32_t.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_majority_table(
    risk: f64,
    table: *mut u32,
    len: usize,
) -> bestof_status {
    report(|| {
        let table = Array::new(table, len)?;
        // SAFETY: the caller's contract.
        budget::majority_table(risk, unsafe { table.write() })?;
        Ok(())
    })
}

/// Whether a vote may stop, by a table of bestof_majority_table(): stop becomes 1 or 0. 0 where the table ends.
///
/// # Safety
/// table must hold len uint32_t, stop must point to one int32_t.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_majority_settled(
    table: *const u32,
    len: usize,
    ahead: u64,
    behind: u64,
    stop: *mut i32,
) -> bestof_status {
    report(|| {
        check(stop)?;
        let table = Array::new(table, len)?;
        // SAFETY: the caller's contract.
        let settled = budget::majority_settled(unsafe { table.read() }, ahead, behind);
        // SAFETY: checked; writable by the caller's contract.
        unsafe { stop.write(i32::from(settled)) };
        Ok(())
    })
}

/// What is known of a request's rewards before its first draw: the variance is freedom variance / chi2(freedom), the
/// mean is normal about mean with that variance divided by mean_draws.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_student_prior {
    /// Expected mean reward.
    pub mean: f64,
    /// How many draws that is worth, above 0.
    pub mean_draws: f64,
    /// Typical variance of a request's rewards, above 0.
    pub variance: f64,
    /// How many draws that is worth, above 0.
    pub freedom: f64,
}

/// One request's rewards so far. Fill it with bestof_student_init().
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_student {
    /// What is known by now.
    pub law: bestof_student_prior,
    /// The best reward, -INFINITY before the first.
    pub best: f64,
    /// The number of rewards.
    pub draws: u64,
}

/// Moments over requests, from which a prior is fitted. Start with all zeros.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_student_fit {
    /// Counts and sums.
    pub sums: [f64; 8],
}

/// What a log says of a rule.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_student_trial {
    /// 1 where the rule is kept, 0 where it was turned into the best fixed number.
    pub kept: u64,
    /// The fixed number of draws with the largest mean reward less cost on the log.
    pub best_fixed: u64,
    /// Mean reward less cost under that number.
    pub fixed_objective: f64,
    /// Mean reward less cost under the rule.
    pub objective: f64,
    /// Standard error of the difference of the two, over requests.
    pub error: f64,
    /// Mean number of draws under the rule.
    pub draws: f64,
}

/// Takes the rewards of one request, two at least, into the moments of a fit.
/// Cost: one pass.
///
/// BESTOF_E_EMPTY for len < 2, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite.
///
/// # Safety
/// fit must point to a bestof_student_fit, rewards must hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_student_fit_add(
    fit: *mut bestof_student_fit,
    rewards: *const f64,
    len: usize,
) -> bestof_status {
    report(|| {
        let rewards = Array::new(rewards, len)?;
        // SAFETY: the caller's contract; eight doubles.
        let fit = unsafe { state::<_, StudentFit>(fit) }?;
        // SAFETY: the caller's contract.
        fit.add(unsafe { rewards.read() })?;
        Ok(())
    })
}

/// The prior with the moments of the requests seen.
/// Cost: a bisection, some microseconds.
///
/// BESTOF_E_EMPTY for fewer than two requests whose rewards vary.
///
/// # Safety
/// fit must point to a bestof_student_fit, out to a bestof_student_prior.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_student_fit_prior(
    fit: *const bestof_student_fit,
    out: *mut bestof_student_prior,
) -> bestof_status {
    report(|| {
        check(out)?;
        // SAFETY: the caller's contract; eight doubles.
        let fit = unsafe { copy::<_, StudentFit>(fit) }?;
        let prior = fit.prior()?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { put(out, prior) }
    })
}

/// Doubles of a rule for up to most draws.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_student_rule_len(most: usize) -> usize {
    budget::student_rule_len(most)
}

/// Doubles of scratch that bestof_student_rule() needs.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_student_scratch_len() -> usize {
    budget::student_scratch_len()
}

/// Works out when to stop, for draws that cost cost each in reward units: once per prior and cost, a few milliseconds
/// for every draw. The rule's length says how many draws there may be: bestof_student_rule_len(most).
///
/// Optimal for normal rewards under the prior. For other rewards hold it to a log: bestof_student_guard().
/// BESTOF_E_NOT_FINITE and BESTOF_E_DOMAIN for a prior or cost that is not finite, or not above 0, BESTOF_E_CAPACITY for
/// a rule without room for two draws and for scratch below bestof_student_scratch_len().
///
/// # Safety
/// prior must point to a bestof_student_prior, rule must hold rule_len doubles, scratch scratch_len, not overlapping.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_student_rule(
    prior: *const bestof_student_prior,
    cost: f64,
    rule: *mut f64,
    rule_len: usize,
    scratch: *mut f64,
    scratch_len: usize,
) -> bestof_status {
    report(|| {
        let rule = Array::new(rule, rule_len)?;
        let scratch = Array::new(scratch, scratch_len)?;
        disjoint(&[], &[rule, scratch])?;
        // SAFETY: the caller's contract; four doubles.
        let prior = unsafe { copy::<_, StudentPrior>(prior) }?;
        // SAFETY: the caller's contract, and the two do not overlap.
        let (rule, scratch) = unsafe { (rule.write(), scratch.write()) };
        budget::student_rule(&prior, cost, rule, scratch)?;
        Ok(())
    })
}

/// Holds a rule to a log, and turns it into the best fixed number of draws where it is not better: the guard against
/// heavy tails, ties, and everything else that normal rewards are not.
///
/// rewards are those of one request after another, samples each, len in all. scratch needs samples doubles.
/// BESTOF_E_DOMAIN for a len that is no multiple of samples, BESTOF_E_EMPTY for fewer than two requests,
/// BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_CAPACITY for scratch or a rule too small.
///
/// # Safety
/// prior must point to a bestof_student_prior, rule must hold rule_len doubles, rewards len, scratch scratch_len, out
/// must point to a bestof_student_trial; none may overlap another.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_student_guard(
    prior: *const bestof_student_prior,
    rule: *mut f64,
    rule_len: usize,
    rewards: *const f64,
    len: usize,
    samples: usize,
    scratch: *mut f64,
    scratch_len: usize,
    out: *mut bestof_student_trial,
) -> bestof_status {
    report(|| {
        check(out)?;
        let rule = Array::new(rule, rule_len)?;
        let rewards = Array::new(rewards, len)?;
        let scratch = Array::new(scratch, scratch_len)?;
        disjoint(&[rewards], &[rule, scratch])?;
        // SAFETY: the caller's contract; four doubles.
        let prior = unsafe { copy::<_, StudentPrior>(prior) }?;
        // SAFETY: the caller's contract, and no output overlaps anything.
        let (rule, rewards, scratch) = unsafe { (rule.write(), rewards.read(), scratch.write()) };
        let trial = budget::student_guard(&prior, rule, rewards, samples, scratch)?;
        let trial = bestof_student_trial {
            kept: u64::from(trial.kept),
            best_fixed: trial.best_fixed,
            fixed_objective: trial.fixed_objective,
            objective: trial.objective,
            error: trial.error,
            draws: trial.draws,
        };
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(trial) };
        Ok(())
    })
}

/// A request before its first draw.
/// Cost: constant.
///
/// BESTOF_E_NOT_FINITE and BESTOF_E_DOMAIN for a prior whose numbers are not finite, or not above 0.
///
/// # Safety
/// student must point to a bestof_student, initialised or not, prior to a bestof_student_prior.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_student_init(
    student: *mut bestof_student,
    prior: *const bestof_student_prior,
) -> bestof_status {
    report(|| {
        check(student)?;
        // SAFETY: the caller's contract; four doubles.
        let prior = unsafe { copy::<_, StudentPrior>(prior) }?;
        let start = StudentStop::new(&prior)?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { put(student, start) }
    })
}

/// Takes in the reward of one draw and says whether to stop: stop becomes 1 or 0. The one call a draw.
/// Cost: one division and one look-up.
///
/// BESTOF_E_NOT_FINITE for a reward that is NaN or infinite; the state is then unchanged. Stops at once where the rule
/// ends, and with an empty one.
///
/// # Safety
/// student must point to an initialised bestof_student, rule must hold rule_len doubles, stop must point to one int32_t.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_student_step(
    student: *mut bestof_student,
    reward: f64,
    rule: *const f64,
    rule_len: usize,
    stop: *mut i32,
) -> bestof_status {
    report(|| {
        check(stop)?;
        let rule = Array::new(rule, rule_len)?;
        // SAFETY: the caller's contract; five doubles and a count.
        let student = unsafe { state::<_, StudentStop>(student) }?;
        // SAFETY: the caller's contract.
        let stops = student.step(reward, unsafe { rule.read() })?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { stop.write(i32::from(stops)) };
        Ok(())
    })
}

/// By how much the next draw is expected to raise the best reward, in reward units: Student's predictive law. INFINITY
/// before the first draw.
///
/// # Safety
/// student must point to an initialised bestof_student, out to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_student_expected_improvement(
    student: *const bestof_student,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        check(out)?;
        // SAFETY: the caller's contract; five doubles and a count.
        let student = unsafe { copy::<_, StudentStop>(student) }?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(student.expected_improvement()) };
        Ok(())
    })
}
