//! Stopping rules: what they save on synthetic rewards, what the guard prevents, and exact values.

use bestof::Error;
use bestof::budget::{
    StudentFit, StudentPrior, StudentStop, majority_flip, majority_settled, majority_table,
    record_probability, reservation_exponential, reservation_logistic, reservation_normal,
    reservation_uniform, student_guard, student_rule, student_rule_len, student_scratch_len,
};

struct Rng(u64);

impl Rng {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ (z >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// A law of rewards: given a request's mean and standard deviation.
type Law = fn(&mut Rng, f64, f64) -> f64;

fn normal(rng: &mut Rng, mean: f64, deviation: f64) -> f64 {
    mean + deviation * rng.normal()
}

/// Student's t with two degrees of freedom: no variance.
fn heavy(rng: &mut Rng, mean: f64, deviation: f64) -> f64 {
    let a = 2.0 * rng.uniform() - 1.0;
    mean + deviation * a * (2.0 / (1.0 - a * a)).sqrt()
}

fn skewed(rng: &mut Rng, mean: f64, deviation: f64) -> f64 {
    mean - deviation * rng.uniform().ln()
}

fn right_or_wrong(rng: &mut Rng, mean: f64, _: f64) -> f64 {
    f64::from(u8::from(rng.uniform() * (1.0 + (-mean).exp()) < 1.0))
}

/// Bounded, in steps of one half: many ties at the top.
fn tied(rng: &mut Rng, mean: f64, deviation: f64) -> f64 {
    (2.0 * (mean + deviation * rng.normal()).clamp(-2.0, 2.0)).round() / 2.0
}

/// Means are N(0, 1), standard deviations e^N(0, ½²).
fn request(rng: &mut Rng) -> (f64, f64) {
    (rng.normal(), (0.5 * rng.normal()).exp())
}

const MOST: usize = 128;

fn log_of(rng: &mut Rng, law: Law, requests: usize) -> Vec<f64> {
    let mut log = Vec::with_capacity(requests * MOST);
    for _ in 0..requests {
        let (mean, deviation) = request(rng);
        log.extend((0..MOST).map(|_| law(rng, mean, deviation)));
    }
    log
}

fn fitted(log: &[f64]) -> StudentPrior {
    let mut fit = StudentFit::default();
    for request in log.chunks(MOST) {
        fit.add(request).expect("finite rewards");
    }
    fit.prior().expect("requests whose rewards vary")
}

struct Replay {
    /// Draws saved against the fixed number that earns as much.
    saved: f64,
    /// Objective over the best fixed number's, in shares of what that gains over one draw.
    gain: f64,
}

fn replay(prior: &StudentPrior, rule: &[f64], cost: f64, log: &[f64]) -> Replay {
    let mut fixed = vec![0.0; MOST];
    let (mut reward, mut draws) = (0.0, 0.0);
    let requests = (log.len() / MOST) as f64;
    for request in log.chunks(MOST) {
        let mut best = f64::NEG_INFINITY;
        for (sum, x) in fixed.iter_mut().zip(request) {
            best = best.max(*x);
            *sum += best / requests;
        }
        let mut state = StudentStop::new(prior).expect("a fitted prior");
        for x in request {
            state.record(*x).expect("finite rewards");
            if state.should_stop(rule) {
                break;
            }
        }
        reward += state.best() / requests;
        draws += state.draws() as f64 / requests;
    }
    let objective = |n: usize| fixed[n - 1] - cost * n as f64;
    let best = (1..=MOST)
        .max_by(|a, b| objective(*a).total_cmp(&objective(*b)))
        .expect("there is a number");
    let enough = fixed.iter().take_while(|x| **x < reward).count();
    let equal = if enough == 0 || enough == MOST {
        enough.max(1) as f64
    } else {
        let (a, b) = (fixed[enough - 1], fixed[enough]);
        enough as f64 + (reward - a) / (b - a)
    };
    Replay {
        saved: 1.0 - draws / equal,
        gain: (reward - cost * draws - objective(best)) / (objective(best) - fixed[0] + cost),
    }
}

fn rule_for(prior: &StudentPrior, cost: f64) -> Vec<f64> {
    let mut rule = vec![0.0; student_rule_len(MOST)];
    let mut scratch = vec![0.0; student_scratch_len()];
    student_rule(prior, cost, &mut rule, &mut scratch).expect("a fitted prior");
    rule
}

#[test]
fn student_saves_draws_on_normal_rewards() {
    let mut rng = Rng(1);
    let log = log_of(&mut rng, normal, 300);
    let prior = fitted(&log);
    println!("{prior:?}");
    let fresh = log_of(&mut rng, normal, 20_000);
    let mut saved = 0.0;
    let costs = [0.1, 0.05, 0.02, 0.01];
    for cost in costs {
        let rule = rule_for(&prior, cost);
        let result = replay(&prior, &rule, cost, &fresh);
        println!(
            "cost {cost}: {:.1} % of draws saved, objective {:+.1} %",
            100.0 * result.saved,
            100.0 * result.gain
        );
        assert!(
            result.gain > 0.0,
            "cost {cost}: objective {:+.1} %",
            100.0 * result.gain
        );
        saved += result.saved / costs.len() as f64;
    }
    assert!(saved >= 0.15, "saves {:.1} %", 100.0 * saved);
}

#[test]
fn guard_keeps_rules_from_harm() {
    let laws: [(&str, Law); 5] = [
        ("normal", normal),
        ("t with 2 degrees of freedom", heavy),
        ("exponential", skewed),
        ("right or wrong", right_or_wrong),
        ("bounded and tied", tied),
    ];
    for (name, law) in laws {
        let mut rng = Rng(2);
        let log = log_of(&mut rng, law, 300);
        let prior = fitted(&log);
        let fresh = log_of(&mut rng, law, 20_000);
        for cost in [0.1, 0.03] {
            let mut rule = rule_for(&prior, cost);
            let bare = replay(&prior, &rule, cost, &fresh);
            let mut scratch = vec![0.0; MOST];
            let trial = student_guard(&prior, &mut rule, &log, MOST, &mut scratch).expect("a log");
            let guarded = replay(&prior, &rule, cost, &fresh);
            println!(
                "{name}, cost {cost}: bare {:+.1} %, guarded {:+.1} %, {:.1} % of draws saved; {trial:?}",
                100.0 * bare.gain,
                100.0 * guarded.gain,
                100.0 * guarded.saved
            );
            assert!(guarded.gain >= -0.05, "{name}, cost {cost}");
        }
    }
}

/// `P(Bin(n, ½) ≤ k)` in exact integers.
fn binomial_half(n: u32, k: u32) -> f64 {
    let (mut term, mut sum) = (1_u128, 0_u128);
    for i in 0..=k {
        sum += term;
        term = term * u128::from(n - i) / u128::from(i + 1);
    }
    sum as f64 / 2_f64.powi(n as i32)
}

#[test]
fn majorities_are_binomial_tails() {
    for ahead in 0..=40_u32 {
        for behind in 0..=40_u32 {
            let exact = binomial_half(ahead + behind + 1, behind);
            let found = majority_flip(ahead.into(), behind.into());
            assert!(
                (found - exact).abs() <= 64.0 * f64::EPSILON * exact,
                "{ahead}, {behind}"
            );
        }
    }
    let mut table = [0; 60];
    majority_table(0.05, &mut table).expect("a risk");
    assert_eq!(table[..6], [4, 6, 8, 9, 11, 12]);
    for (behind, votes) in (0_u64..).zip(table) {
        let ahead = u64::from(votes);
        assert!(majority_flip(ahead, behind) <= 0.05);
        assert!(majority_flip(ahead - 1, behind) > 0.05);
        assert!(majority_settled(&table, ahead, behind));
        assert!(!majority_settled(&table, ahead - 1, behind));
    }
    assert!(!majority_settled(&table, u64::MAX, 60));
    assert!(majority_table(0.5, &mut table).is_err());
    assert!(majority_table(0.1, &mut []).is_err());
}

#[test]
fn records() {
    assert_eq!(record_probability(0, 1), 1.0);
    assert_eq!(record_probability(0, 0), 0.0);
    assert_eq!(record_probability(3, 1), 0.25);
    assert_eq!(record_probability(u64::MAX, u64::MAX), 0.5);
}

#[test]
fn reservation_values() {
    // From 25-digit arithmetic.
    for (cost, value) in [
        (0.1, 0.902_346_347_510_034_5),
        (0.01, 1.938_356_307_290_102_3),
    ] {
        assert!((reservation_normal(cost) - value).abs() <= 2.0 * f64::EPSILON);
    }
    assert_eq!(reservation_exponential(0.1), -(0.1_f64.ln()));
    assert_eq!(reservation_uniform(0.02), 0.8);
    assert!(reservation_logistic(std::f64::consts::LN_2).abs() < 1e-15);
    for value in [
        reservation_normal,
        reservation_exponential,
        reservation_uniform,
        reservation_logistic,
    ] {
        assert!(value(-1.0).is_nan() && value(f64::NAN).is_nan());
        assert_eq!(value(f64::INFINITY), f64::NEG_INFINITY);
        // The dearer the draw, the sooner one stops; at a large cost all laws lose what they cost.
        let mut last = f64::INFINITY;
        for i in 1..4000 {
            let next = value(f64::from(i) / 1000.0);
            assert!(next < last);
            last = next;
        }
        assert!((value(1e6) + 1e6).abs() <= 1.0);
    }
}

#[test]
fn student_state_is_order_free_and_refuses_what_is_no_reward() {
    let prior = StudentPrior {
        mean: 0.5,
        mean_draws: 2.0,
        variance: 1.5,
        freedom: 3.0,
    };
    let rewards = [0.25, -1.0, 3.0, 0.5, 0.75];
    let state = |order: &[f64]| {
        let mut state = StudentStop::new(&prior).expect("a prior");
        for x in order {
            state.record(*x).expect("finite");
        }
        state
    };
    let mut backwards = rewards;
    backwards.reverse();
    let (a, b) = (state(&rewards), state(&backwards));
    assert_eq!((a.best(), a.draws()), (3.0, 5));
    let (x, y) = (a.expected_improvement(), b.expected_improvement());
    assert!((x - y).abs() <= 1e-14 * x, "{x} {y}");
    let mut same = a;
    assert_eq!(same.record(f64::NAN), Err(Error::NotFinite));
    assert_eq!(same.step(f64::INFINITY, &[]), Err(Error::NotFinite));
    assert_eq!(same, a);
    assert!(a.should_stop(&[]), "without a rule");
    assert!(
        StudentStop::new(&StudentPrior {
            freedom: 0.0,
            ..prior
        })
        .is_err()
    );
    assert_eq!(
        StudentStop::new(&prior)
            .expect("a prior")
            .expected_improvement(),
        f64::INFINITY
    );
}

#[test]
fn expected_improvement_is_the_integral() {
    let prior = StudentPrior {
        mean: 0.0,
        mean_draws: 1.0,
        variance: 1.0,
        freedom: 2.0,
    };
    // After one draw at x: three degrees of freedom, mean x/2, weight 2.
    for x in [0.0, 0.5, 1.0, 4.0, 25.0] {
        let mut state = StudentStop::new(&prior).expect("a prior");
        state.record(x).expect("finite");
        let variance = (2.0 + 0.5 * x * x) / 3.0;
        let scale = (variance * 1.5_f64).sqrt();
        let z = (x - x / 2.0) / scale;
        // E(T₃ − z)₊ = (1/π) (√3 − z (π/2 − atan(z/√3))), from the law's closed form.
        let root = 3.0_f64.sqrt();
        let tail = std::f64::consts::FRAC_PI_2 - (z / root).atan();
        let exact = scale * (root - z * tail) / std::f64::consts::PI;
        let found = state.expected_improvement();
        assert!(
            (found - exact).abs() <= 1e-12 * exact,
            "{x}: {found} for {exact}"
        );
    }
}
