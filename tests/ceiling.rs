//! Ceilings: values, domains, what follows from which fact, and no gain of a finite reward above any of them.

use bestof::Error;
use bestof::bound::{Ceiling, LimitedBy};
use bestof::divergence::{Divergence, finite_divergence, kl};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const INF: f64 = f64::INFINITY;

/// At most a few ulp above, never below but by the rounding of `expected` itself.
fn outward(got: f64, expected: f64) {
    assert!(
        got >= expected * (1.0 - 2e-16) && got <= expected * (1.0 + 1e-15),
        "got {got:?}, expected {expected:?}"
    );
}

fn sigma(sigma: f64) -> Ceiling {
    Ceiling {
        sigma: Some(sigma),
        ..Ceiling::default()
    }
}

fn deviation(deviation: f64) -> Ceiling {
    Ceiling {
        standard_deviation: Some(deviation),
        ..Ceiling::default()
    }
}

fn range(lo: f64, hi: f64) -> Ceiling {
    Ceiling {
        lo: Some(lo),
        hi: Some(hi),
        ..Ceiling::default()
    }
}

#[test]
fn known_values() {
    let symmetric = Ceiling {
        symmetric: true,
        ..deviation(1.0)
    };
    for (n, gaussian, chi, moriguti) in [
        (
            2.0,
            0.6215258330269873978,
            0.57735026918962576451,
            0.57735026918962576451,
        ),
        (
            4.0,
            1.12809074202378827858,
            1.13389341902768168164,
            1.04197614450345537375,
        ),
        (
            16.0,
            1.91577071813919382627,
            2.69407953040162351070,
            2.03200202545316880614,
        ),
        (
            100.0,
            2.68892922405484349633,
            7.01792392958252541758,
            5.01254707117085510846,
        ),
    ] {
        outward(sigma(1.0).best_of_n(n).unwrap().gain, gaussian);
        outward(deviation(1.0).best_of_n(n).unwrap().gain, chi);
        outward(symmetric.best_of_n(n).unwrap().gain, moriguti);
        assert_eq!(sigma(1.0).best_of_n(n).unwrap().by, LimitedBy::SubGaussian);
    }
    outward(
        sigma(1.0).best_of_n(1e4).unwrap().gain,
        4.05226859227672190986,
    );
    let by = |known: Ceiling, n| known.best_of_n(n).unwrap().by;
    let both = Ceiling {
        sigma: Some(1.0),
        ..symmetric
    };
    // Of a normal reward Moriguti's bound is the smallest up to n = 12.
    assert_eq!(by(both, 12.0), LimitedBy::Symmetry);
    assert_eq!(by(both, 13.0), LimitedBy::SubGaussian);
    let plain = Ceiling {
        symmetric: false,
        ..both
    };
    assert_eq!(by(plain, 3.0), LimitedBy::StandardDeviation);
    assert_eq!(by(plain, 4.0), LimitedBy::SubGaussian);
}

#[test]
fn no_fact_that_was_not_given() {
    let nothing = Ceiling::default().best_of_n(4.0).unwrap();
    assert_eq!((nothing.gain, nothing.by), (INF, LimitedBy::Nothing));
    // A standard deviation is no sub-Gaussian one, and limits no policy at a KL divergence.
    for n in [2.0, 100.0, 1e6] {
        assert_eq!(
            deviation(1.0).best_of_n(n).unwrap().by,
            LimitedBy::StandardDeviation
        );
    }
    assert_eq!(deviation(1.0).at_kl(1.0).unwrap().gain, INF);
    // One end of the range and symmetry say nothing without the mean, nor does the mean alone.
    for known in [
        Ceiling {
            hi: Some(1.0),
            symmetric: true,
            ..Ceiling::default()
        },
        Ceiling {
            mean: Some(1.0),
            symmetric: true,
            ..Ceiling::default()
        },
        Ceiling {
            kl: Some(0.5),
            ..Ceiling::default()
        },
    ] {
        assert_eq!(known.best_of_n(4.0).unwrap().gain, INF, "{known:?}");
        assert_eq!(known.at_kl(1.0).unwrap().gain, INF, "{known:?}");
    }
    let lower = Ceiling {
        lo: Some(0.0),
        mean: Some(1.0),
        ..Ceiling::default()
    };
    assert_eq!(lower.at_kl(1.0).unwrap().gain, INF);
    outward(lower.best_of_n(4.0).unwrap().gain, 3.0);
    // The divergence of ties is for best-of-n alone.
    let tied = Ceiling {
        kl: Some(1e-3),
        ..sigma(1.0)
    };
    assert_eq!(tied.at_kl(2.0), sigma(1.0).at_kl(2.0));
    assert!(tied.best_of_n(4.0).unwrap().gain < 0.05);
    // One that is larger than best-of-n can have changes nothing.
    let loose = Ceiling {
        kl: Some(50.0),
        ..sigma(1.0)
    };
    assert_eq!(loose.best_of_n(4.0), sigma(1.0).best_of_n(4.0));
}

#[test]
fn a_fact_more_never_raises_a_ceiling() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(4);
    for _ in 0..2_000 {
        let law = Finite::draw(&mut rng, false);
        let n = 1.0 + law.draws;
        let all = law.facts(n);
        for mask in 0..64 {
            let known = subset(&all, mask);
            let gain = known.best_of_n(n).unwrap().gain;
            for bit in 0..6 {
                let more = subset(&all, mask | 1 << bit).best_of_n(n).unwrap().gain;
                // Different formulas of one bound may differ in the last places.
                assert!(
                    more <= gain * (1.0 + 1e-14),
                    "{known:?} and fact {bit}, n = {n}"
                );
            }
        }
    }
}

fn subset(all: &Ceiling, mask: u32) -> Ceiling {
    let keep = |bit: u32, x: Option<f64>| x.filter(|_| mask >> bit & 1 == 1);
    Ceiling {
        sigma: keep(0, all.sigma),
        standard_deviation: keep(1, all.standard_deviation),
        lo: keep(2, all.lo),
        hi: keep(3, all.hi),
        mean: keep(4, all.mean),
        kl: keep(5, all.kl),
        symmetric: all.symmetric,
        sub_gamma: None,
    }
}

#[test]
fn ends_of_the_domain() {
    let all = Ceiling {
        sub_gamma: Some((1.0, 0.5)),
        standard_deviation: Some(1.0),
        symmetric: true,
        mean: Some(0.25),
        ..range(-2.0, 3.0)
    };
    assert_eq!(all.best_of_n(1.0).unwrap().gain, 0.0);
    assert_eq!(all.at_kl(0.0).unwrap().gain, 0.0);
    outward(all.best_of_n(INF).unwrap().gain, 2.25);
    outward(range(0.0, 1.0).best_of_n(INF).unwrap().gain, 1.0);
    assert_eq!(sigma(1.0).best_of_n(INF).unwrap().gain, INF);
    assert_eq!(sigma(0.0).best_of_n(INF).unwrap().gain, 0.0);
    assert_eq!(deviation(0.0).best_of_n(7.0).unwrap().gain, 0.0);
    assert_eq!(range(2.0, 2.0).best_of_n(7.0).unwrap().gain, 0.0);
    outward(all.at_kl(INF).unwrap().gain, 2.25);
    let tied = Ceiling {
        kl: Some(0.0),
        ..deviation(1.0)
    };
    assert_eq!(tied.best_of_n(5.0).unwrap().gain, 0.0);
    // Beyond the doubles a ceiling is infinite, below them it is not 0.
    assert_eq!(sigma(f64::MAX).best_of_n(1e3).unwrap().gain, INF);
    let faint = sigma(5e-324).best_of_n(1.0 + f64::EPSILON).unwrap().gain;
    assert!(faint > 0.0 && faint < 1e-300);
    for (known, error) in [
        (sigma(-1.0), Error::Domain),
        (sigma(f64::NAN), Error::NotFinite),
        (sigma(INF), Error::NotFinite),
        (range(1.0, 0.0), Error::Domain),
        (range(-1e300, 1e300), Error::Domain),
        (range(0.0, 1e-300), Error::Domain),
        (range(0.0, INF), Error::NotFinite),
        (
            Ceiling {
                mean: Some(1.5),
                ..range(0.0, 1.0)
            },
            Error::Domain,
        ),
        (
            Ceiling {
                kl: Some(f64::NAN),
                ..sigma(1.0)
            },
            Error::NotFinite,
        ),
        (
            Ceiling {
                kl: Some(-0.5),
                ..sigma(1.0)
            },
            Error::Domain,
        ),
        (
            Ceiling {
                sub_gamma: Some((1.0, -1.0)),
                ..Ceiling::default()
            },
            Error::Domain,
        ),
    ] {
        assert_eq!(known.best_of_n(4.0), Err(error), "{known:?}");
        assert_eq!(known.at_kl(1.0), Err(error), "{known:?}");
        assert_eq!(known.min_n(1.0), Err(error), "{known:?}");
    }
    for n in [0.5, -1.0, f64::NAN] {
        assert_eq!(sigma(1.0).best_of_n(n), Err(Error::Domain));
    }
    assert_eq!(sigma(1.0).at_kl(-1e-9), Err(Error::Domain));
    assert_eq!(sigma(1.0).at_kl(f64::NAN), Err(Error::Domain));
}

#[test]
fn the_smallest_n_is_where_the_ceiling_reaches_the_gain() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
    for _ in 0..300 {
        let law = Finite::draw(&mut rng, false);
        let known = Ceiling {
            kl: None,
            ..law.facts(2.0)
        };
        let wanted = 10.0_f64.powi((rng.next_u64() % 4) as i32 - 2) * uniform(&mut rng);
        match known.min_n(wanted).unwrap() {
            Some(n) => {
                assert!(known.best_of_n(n as f64).unwrap().gain >= wanted);
                if n > 1 {
                    // No smaller n reaches it: the ceilings of all of them are below.
                    for less in 1..n.min(200) {
                        assert!(known.best_of_n(less as f64).unwrap().gain < wanted);
                    }
                    assert!(known.best_of_n((n - 1) as f64).unwrap().gain < wanted);
                }
            }
            None => assert!(known.best_of_n(INF).unwrap().gain < wanted),
        }
    }
    assert_eq!(sigma(1.0).min_n(2.0), Ok(Some(20)));
    assert_eq!(sigma(1.0).min_n(-3.0), Ok(Some(1)));
    assert_eq!(sigma(1.0).min_n(10.0), Ok(None)); // e^51 draws, and 64 bits hold e^44.4
    assert_eq!(Ceiling::default().min_n(1e300), Ok(Some(2)));
    assert_eq!(range(0.0, 1.0).min_n(1.0 + 1e-9), Ok(None));
    assert_eq!(sigma(1.0).min_n(f64::NAN), Err(Error::NotFinite));
    let tied = Ceiling {
        kl: Some(0.1),
        ..sigma(1.0)
    };
    assert_eq!(tied.min_n(1.0), Err(Error::Domain));
}

fn uniform(rng: &mut Xoshiro256PlusPlus) -> f64 {
    (rng.next_u64() >> 11) as f64 * 2.0_f64.powi(-53)
}

/// A reward of a few values under the reference, ascending.
struct Finite {
    levels: Vec<(f64, f64)>,
    symmetric: bool,
    /// `n − 1`.
    draws: f64,
}

impl Finite {
    fn draw(rng: &mut Xoshiro256PlusPlus, symmetric: bool) -> Self {
        let count = 2 + (rng.next_u64() % 6) as usize;
        // From even masses to one that takes nearly all.
        let sharpness = (uniform(rng) * 20.0).max(1.0);
        let mut levels: Vec<(f64, f64)> = (0..count)
            .map(|_| {
                (
                    2.0 * uniform(rng) - 0.7,
                    uniform(rng).powf(sharpness) + 1e-9,
                )
            })
            .collect();
        if symmetric {
            let mirrored: Vec<_> = levels.iter().map(|(r, p)| (-r, *p)).collect();
            levels.extend(mirrored);
        } else {
            // About 0 the distance of the mean from the lowest reward keeps its digits.
            let lowest = levels.iter().map(|(r, _)| *r).fold(INF, f64::min);
            levels.iter_mut().for_each(|(r, _)| *r -= lowest);
        }
        levels.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mass: f64 = levels.iter().map(|(_, p)| p).sum();
        for (_, p) in &mut levels {
            *p /= mass;
        }
        let draws = match rng.next_u64() % 3 {
            0 => (1 + rng.next_u64() % 15) as f64,
            1 => uniform(rng) * 3.0,
            _ => 10.0_f64.powf(4.0 * uniform(rng)).floor(),
        };
        Self {
            levels,
            symmetric,
            draws,
        }
    }

    fn mean_under(&self, policy: impl Iterator<Item = f64>) -> f64 {
        self.levels
            .iter()
            .zip(policy)
            .map(|((r, _), p)| r * p)
            .sum()
    }

    fn reference(&self) -> Vec<f64> {
        self.levels.iter().map(|(_, p)| *p).collect()
    }

    /// The gain of the best of `n`: `∫ (1 − F^n) − (1 − F)`, level by level, so that small masses at the top count in full.
    fn best_gain(&self, n: f64) -> f64 {
        let mut above = 0.0;
        let mut gain = 0.0;
        for pair in self.levels.windows(2).rev() {
            above += pair[1].1;
            let reached = -(n * (-f64::min(above, 1.0)).ln_1p()).exp_m1();
            gain += (pair[1].0 - pair[0].0) * (reached - above);
        }
        gain
    }

    fn gain(&self, policy: &[f64]) -> f64 {
        self.mean_under(policy.iter().copied()) - self.mean_under(self.reference().into_iter())
    }

    fn facts(&self, n: f64) -> Ceiling {
        let (lo, hi) = (self.levels[0].0, self.levels[self.levels.len() - 1].0);
        let mean = self.mean_under(self.reference().into_iter()).clamp(lo, hi);
        let variance: f64 = self
            .levels
            .iter()
            .map(|(r, p)| (r - mean).powi(2) * p)
            .sum();
        Ceiling {
            // Hoeffding's lemma and Bernstein's inequality.
            sigma: Some((hi - lo) / 2.0),
            sub_gamma: Some((variance, (hi - mean) / 3.0)),
            standard_deviation: Some(variance.sqrt()),
            lo: Some(lo),
            hi: Some(hi),
            mean: Some(mean),
            symmetric: self.symmetric,
            kl: finite_divergence(Divergence::Kl, &self.reference(), n).ok(),
        }
    }
}

/// The facts that each bound rests on, and no others.
fn single(all: &Ceiling) -> [Ceiling; 12] {
    let none = Ceiling::default();
    let ends = Ceiling {
        lo: all.lo,
        hi: all.hi,
        ..none
    };
    [
        Ceiling {
            sigma: all.sigma,
            ..none
        },
        Ceiling {
            sub_gamma: all.sub_gamma,
            ..none
        },
        Ceiling {
            standard_deviation: all.standard_deviation,
            ..none
        },
        Ceiling {
            standard_deviation: all.standard_deviation,
            symmetric: all.symmetric,
            ..none
        },
        ends,
        Ceiling {
            symmetric: all.symmetric,
            ..ends
        },
        Ceiling {
            mean: all.mean,
            ..ends
        },
        Ceiling {
            mean: all.mean,
            symmetric: all.symmetric,
            ..ends
        },
        Ceiling {
            hi: all.hi,
            mean: all.mean,
            ..none
        },
        Ceiling {
            lo: all.lo,
            mean: all.mean,
            ..none
        },
        Ceiling {
            kl: all.kl,
            mean: all.mean,
            ..ends
        },
        Ceiling { kl: all.kl, ..ends },
    ]
}

/// Random finite problems, half of them symmetric; each goes to every bound.
const PROBLEMS: usize = 10_000;

#[test]
fn no_gain_of_best_of_n_is_above_a_ceiling() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(2);
    let mut closest = [0.0_f64; 12];
    for i in 0..PROBLEMS {
        let law = Finite::draw(&mut rng, i % 2 == 1);
        let n = 1.0 + law.draws;
        let gain = law.best_gain(n);
        let all = law.facts(n);
        let smallest = all.best_of_n(n).unwrap();
        assert!(
            gain <= smallest.gain + 1e-14,
            "{all:?}, n = {n}: {gain} > {smallest:?}"
        );
        for (known, closest) in single(&all).iter().zip(&mut closest) {
            let limit = known.best_of_n(n).unwrap();
            assert!(
                gain <= limit.gain + 1e-14,
                "{known:?}, n = {n}: {gain} > {limit:?}"
            );
            *closest = closest.max(gain / limit.gain);
        }
    }
    // A bound far above all of 10,000 gains would be the wrong bound. Attained: the range and the mean, and the binary KL.
    for (i, share) in closest.into_iter().enumerate() {
        assert!(share > 0.6, "{i}: {share}");
    }
    assert!(closest[6] > 0.9999 && closest[10] > 0.9999, "{closest:?}");
}

#[test]
fn no_gain_of_a_policy_is_above_a_ceiling() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
    let mut closest = 0.0_f64;
    for i in 0..PROBLEMS {
        let law = Finite::draw(&mut rng, i % 2 == 1);
        let reference = law.reference();
        // An exponential tilt, the best policy at its divergence, or anything.
        let strength = (20.0 * uniform(&mut rng)).powi(2) - 1.0;
        let mut policy: Vec<f64> = law
            .levels
            .iter()
            .map(|(r, p)| {
                if i % 3 == 0 {
                    uniform(&mut rng).powi(5) + 1e-12
                } else {
                    p * (strength * (r - 1.3)).exp()
                }
            })
            .collect();
        let mass: f64 = policy.iter().sum();
        for p in &mut policy {
            *p /= mass;
        }
        let drift: f64 = policy
            .iter()
            .zip(&reference)
            .map(|(q, p)| if *q > 0.0 { q * (q / p).ln() } else { 0.0 })
            .sum();
        // What the sums lose, in nats: a divergence near 0 may come out below it.
        let drift = drift.max(0.0) + 1e-15;
        let gain = law.gain(&policy);
        for known in single(&law.facts(2.0)) {
            let limit = known.at_kl(drift).unwrap();
            assert!(
                gain <= limit.gain * (1.0 + 1e-12) + 1e-12,
                "{known:?}, {drift} nats: {gain} > {limit:?}"
            );
            closest = closest.max(gain / limit.gain);
        }
    }
    assert!(closest > 0.999, "{closest}");
}

#[test]
fn two_values_attain_the_ceiling_of_range_and_mean() {
    for p in [0.001, 0.01, 0.1, 0.5, 0.9, 0.999] {
        for n in [2.0, 4.0, 16.0, 100.0, 1e4] {
            let gain = 1.0 - p - (1.0_f64 - p).powf(n);
            let known = Ceiling {
                mean: Some(p),
                ..range(0.0, 1.0)
            };
            let limit = known.best_of_n(n).unwrap();
            assert!((limit.gain - gain).abs() < 1e-15, "p = {p}, n = {n}");
            // With the divergence of the ties the binary KL says the same.
            let tied = finite_divergence(Divergence::Kl, &[1.0 - p, p], n).unwrap();
            let binary = known.at_kl(tied).unwrap();
            assert!(
                (binary.gain - gain).abs() < 1e-13,
                "p = {p}, n = {n}: {binary:?}"
            );
            assert!(tied < kl(n));
        }
    }
}
