//! Sharing a budget: against brute force, at scale, and at the edges.

use bestof::Error;
use bestof::budget::{Gain, Request, share, share_scratch_len};

struct Rng(u64);

impl Rng {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, n: u64) -> u64 {
        self.bits() % n
    }
}

fn run(requests: &[Request<'_>], cost: f64, budget: u64) -> (f64, Vec<u64>) {
    let mut draws = vec![0; requests.len()];
    let mut scratch = vec![0; share_scratch_len(requests.len())];
    let share = share(|i| requests[i], cost, budget, &mut draws, &mut scratch)
        .expect("the request is a fair one");
    assert_eq!(share.draws, draws.iter().sum::<u64>());
    assert!(share.draws <= budget);
    for (n, request) in draws.iter().zip(requests) {
        assert!((request.least..=request.most).contains(n));
    }
    (share.price, draws)
}

fn net(requests: &[Request<'_>], cost: f64, draws: &[u64]) -> f64 {
    let each = requests.iter().zip(draws);
    each.map(|(r, n)| r.gain.at(*n) - cost * *n as f64).sum()
}

/// The best net gain over every way to spend the budget.
fn brute(requests: &[Request<'_>], cost: f64, budget: u64) -> f64 {
    let Some((first, rest)) = requests.split_first() else {
        return 0.0;
    };
    let needed: u64 = rest.iter().map(|r| r.least).sum();
    (first.least..=first.most.min(budget - needed))
        .map(|n| first.gain.at(n) - cost * n as f64 + brute(rest, cost, budget - n))
        .fold(f64::NEG_INFINITY, f64::max)
}

fn concave(rng: &mut Rng) -> Vec<f64> {
    let mut steps: Vec<f64> = (0..rng.below(12)).map(|_| rng.uniform()).collect();
    steps.sort_by(|a, b| b.total_cmp(a));
    let mut curve = vec![rng.uniform()];
    for step in steps {
        curve.push(curve.last().expect("it has a first") + step * 0.3);
    }
    curve
}

#[test]
fn as_good_as_every_other_way() {
    let mut rng = Rng(1);
    let mut bound = 0;
    for _ in 0..400 {
        let curves: Vec<Vec<f64>> = (0..4).map(|_| concave(&mut rng)).collect();
        let requests: Vec<Request<'_>> = (0..1 + rng.below(4))
            .zip(&curves)
            .map(|(_, curve)| {
                let least = 1 + rng.below(3);
                let size = 0.2 + rng.uniform();
                Request {
                    gain: match rng.below(4) {
                        0 => Gain::Normal { deviation: size },
                        1 => Gain::Exponential { scale: size },
                        2 => Gain::Bernoulli {
                            probability: rng.uniform(),
                            value: size,
                        },
                        _ => Gain::Curve(curve),
                    },
                    least,
                    most: least + rng.below(10),
                }
            })
            .collect();
        let least: u64 = requests.iter().map(|r| r.least).sum();
        let budget = least + rng.below(20);
        let cost = if rng.below(3) == 0 {
            0.0
        } else {
            0.1 * rng.uniform()
        };
        let (price, draws) = run(&requests, cost, budget);
        let found = net(&requests, cost, &draws);
        let best = brute(&requests, cost, budget);
        assert!(
            (found - best).abs() <= 1e-12 * best.abs().max(1.0),
            "{requests:?} at {cost}, {budget}: {draws:?} nets {found}, {best} is possible"
        );
        bound += usize::from(price > 0.0);
        // No draw given is worth less than the price, none withheld worth more.
        for (n, r) in draws.iter().zip(&requests) {
            let slack = 1e-12;
            assert!(*n == r.least || r.gain.increment(n - 1) >= cost + price - slack);
            assert!(*n == r.most || r.gain.increment(*n) <= cost + price + slack);
        }
    }
    assert!(bound > 100, "the budget bound {bound} times only");
}

#[test]
fn as_good_as_a_greedy_heap_at_scale() {
    let mut rng = Rng(2);
    for (len, budget) in [
        (20_000_usize, 300_000_u64),
        (5000, 5001),
        (10_000, 9_000_000),
    ] {
        let requests: Vec<Request<'_>> = (0..len)
            .map(|_| Request {
                gain: match rng.below(3) {
                    0 => Gain::Normal {
                        deviation: rng.uniform(),
                    },
                    1 => Gain::Exponential {
                        scale: rng.uniform(),
                    },
                    _ => Gain::Bernoulli {
                        probability: rng.uniform(),
                        value: 1.0,
                    },
                },
                least: 1,
                most: 4096,
            })
            .collect();
        let (price, draws) = run(&requests, 0.0, budget);
        assert_eq!(draws.iter().sum::<u64>(), budget);
        // The exchange argument: the smallest draw given against the largest withheld.
        let given = |(n, r): (&u64, &Request<'_>)| {
            if *n > 1 {
                r.gain.increment(n - 1)
            } else {
                f64::INFINITY
            }
        };
        let withheld = |(n, r): (&u64, &Request<'_>)| {
            if *n < 4096 { r.gain.increment(*n) } else { 0.0 }
        };
        let least = draws
            .iter()
            .zip(&requests)
            .map(given)
            .fold(f64::INFINITY, f64::min);
        let most = draws
            .iter()
            .zip(&requests)
            .map(withheld)
            .fold(0.0, f64::max);
        assert!(
            least >= most * (1.0 - 1e-12),
            "{least:e} given, {most:e} withheld"
        );
        assert!(price <= least && price >= most * (1.0 - 1e-12));
    }
}

#[test]
fn equal_requests_share_equally() {
    let gain = Gain::Normal { deviation: 2.0 };
    let requests = [Request {
        gain,
        least: 1,
        most: 100,
    }; 10];
    let (_, draws) = run(&requests, 0.0, 57);
    assert_eq!(draws, [6, 6, 6, 6, 6, 6, 6, 5, 5, 5]);
    // A straight curve has nothing but ties.
    let line: Vec<f64> = (0..50).map(f64::from).collect();
    let gain = Gain::Curve(&line);
    let (price, draws) = run(
        &[Request {
            gain,
            least: 1,
            most: 100,
        }; 4],
        0.25,
        100,
    );
    assert_eq!(draws, [50, 48, 1, 1]);
    assert_eq!(price, 0.75);
}

#[test]
fn budgets_that_do_not_bind() {
    let gain = Gain::Exponential { scale: 1.0 };
    let (price, draws) = run(
        &[Request {
            gain,
            least: 1,
            most: 1000,
        }; 3],
        0.1,
        1000,
    );
    assert_eq!((price, draws), (0.0, vec![9, 9, 9]));
    let (price, draws) = run(
        &[Request {
            gain,
            least: 1,
            most: 5,
        }; 3],
        0.0,
        1000,
    );
    assert_eq!((price, draws), (0.0, vec![5, 5, 5]));
    let worthless = Gain::Normal { deviation: 0.0 };
    let (price, draws) = run(
        &[Request {
            gain: worthless,
            least: 1,
            most: 5,
        }; 3],
        0.0,
        1000,
    );
    assert_eq!((price, draws), (0.0, vec![1, 1, 1]));
    assert_eq!(run(&[], 0.0, 0), (0.0, vec![]));
}

#[test]
fn what_cannot_be_is_refused() {
    let good = Request {
        gain: Gain::Normal { deviation: 1.0 },
        least: 1,
        most: 4,
    };
    let attempt = |request: Request<'_>, cost: f64, budget: u64, scratch: usize| {
        let mut draws = [77; 2];
        let mut scratch = vec![0; scratch];
        let result = share(|_| request, cost, budget, &mut draws, &mut scratch);
        assert!(result.is_ok() || draws == [77; 2], "nothing is written");
        result.map(|share| share.draws)
    };
    let enough = share_scratch_len(2);
    assert_eq!(attempt(good, 0.0, 8, enough), Ok(8));
    assert_eq!(attempt(good, 0.0, 1, enough), Err(Error::Domain));
    assert_eq!(attempt(good, 0.0, 8, enough - 1), Err(Error::Capacity));
    assert_eq!(attempt(good, -1.0, 8, enough), Err(Error::Domain));
    assert_eq!(attempt(good, f64::NAN, 8, enough), Err(Error::NotFinite));
    for (bad, error) in [
        (Request { least: 0, ..good }, Error::Domain),
        (Request { least: 5, ..good }, Error::Domain),
        (
            Request {
                gain: Gain::Normal { deviation: -1.0 },
                ..good
            },
            Error::Domain,
        ),
        (
            Request {
                gain: Gain::Exponential { scale: f64::NAN },
                ..good
            },
            Error::NotFinite,
        ),
        (
            Request {
                gain: Gain::Bernoulli {
                    probability: 1.5,
                    value: 1.0,
                },
                ..good
            },
            Error::Domain,
        ),
        (
            Request {
                gain: Gain::Curve(&[]),
                ..good
            },
            Error::Empty,
        ),
        (
            Request {
                gain: Gain::Curve(&[0.0, f64::INFINITY]),
                ..good
            },
            Error::NotFinite,
        ),
    ] {
        assert_eq!(attempt(bad, 0.0, 8, enough), Err(error));
    }
}

#[test]
fn increments_of_successes_do_not_vanish_early() {
    let gain = Gain::Bernoulli {
        probability: 0.5,
        value: 1.0,
    };
    for n in 1..1000 {
        assert_eq!(gain.increment(n), 0.5_f64.powi(n as i32 + 1));
    }
}
