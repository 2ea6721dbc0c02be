//! A ceiling is rounded outward: never below the exact value of its bound, and no further above the least one than it says.

use bestof_oracle::Backend;
use bestof_oracle::big::Big;
use bestof_oracle::ceiling::{at_kl, best_of_n, bits, draw, judge};
use bestof_oracle::generate::Generator;
use bestof_oracle::reference::Polygamma;

/// What `Ceiling::best_of_n` documents, in quarters of an ulp.
const ALLOWED: u32 = 12;

const POINTS: usize = 10_000;

fn hold(name: &str, mut one: impl FnMut(&mut Generator) -> Result<u32, String>) {
    let mut generator = Generator::new(name);
    let mut worst = 0;
    for _ in 0..POINTS {
        let here = one(&mut generator).unwrap_or_else(|fault| panic!("{fault}"));
        worst = worst.max(here);
        generator.advance();
    }
    println!("{name}: at most {} ulp above", f64::from(worst) / 4.0);
    assert!(worst <= ALLOWED, "{worst} quarters of an ulp");
}

#[test]
fn best_of_n_is_rounded_outward() {
    let gamma = Polygamma::<Backend>::default();
    hold("ceiling best_of_n", |g| {
        let n = match g.bits() % 4 {
            0 => (2.0 + g.power(0.0, 14.0)).floor(),
            _ => g.n(),
        };
        let known = draw(g, n);
        let limit = known.best_of_n(n).map_err(|e| e.to_string())?;
        if n == 1.0 {
            return if limit.gain == 0.0 {
                Ok(0)
            } else {
                Err(format!("{limit:?} at 1"))
            };
        }
        judge(&best_of_n(&known, n, &gamma), limit)
            .map_err(|e| format!("{known:?}, n = {n:e}: {e}"))
    });
}

#[test]
fn every_policy_is_rounded_outward() {
    hold("ceiling at_kl", |g| {
        let kl = g.nats();
        let known = draw(g, 2.0);
        let limit = known.at_kl(kl).map_err(|e| e.to_string())?;
        if kl == 0.0 {
            return if limit.gain == 0.0 {
                Ok(0)
            } else {
                Err(format!("{limit:?} at 0"))
            };
        }
        let bounds = at_kl(&known, &Backend::from_f64(kl, bits(kl)));
        judge(&bounds, limit).map_err(|e| format!("{known:?}, kl = {kl:e}: {e}"))
    });
}
