//! Textbook formulas of `bestof::golden` over big numbers.

use crate::big::Big;
use crate::reference::BITS;

fn exact<B: Big>(x: f64) -> B {
    B::from_f64(x, BITS)
}

/// `2 ε TV`.
#[must_use]
pub fn gold_shift_sup<B: Big>(sup: f64, total_variation: f64) -> B {
    exact::<B>(sup).scale(1) * total_variation
}

/// `s √χ²`.
#[must_use]
pub fn gold_shift_standard_deviation<B: Big>(standard_deviation: f64, chi_squared: f64) -> B {
    exact::<B>(chi_squared).sqrt() * standard_deviation
}

/// `ρ s m`.
pub fn gaussian_gold_gain<B: Big>(maximum: &B, correlation: f64, standard_deviation: f64) -> B {
    maximum.clone() * correlation * standard_deviation
}

/// `h (1 − 1/C)^n`.
#[must_use]
pub fn coverage_regret<B: Big>(n: f64, coverage: f64, height: f64) -> B {
    // 1/C beside 1.
    let one = B::from_f64(1.0, BITS + coverage.log2() as u32);
    let kept = -(one.clone() / coverage) + 1.0;
    if kept.exponent().is_none() {
        return kept;
    }
    let power = kept.ln() * n;
    // Beyond e^−1500 no height brings it back into the doubles.
    if power < exact(-1500.0) {
        one * 0.0
    } else {
        power.exp() * height
    }
}

/// `s (√χ² + (n−1)/√(2n−1))`.
#[must_use]
pub fn error_regret<B: Big>(n: f64, standard_deviation: f64, chi_squared: f64) -> B {
    let n = exact::<B>(n);
    let own = (n.clone() - 1.0) / (n.scale(1) - 1.0).sqrt();
    (exact::<B>(chi_squared).sqrt() + own) * standard_deviation
}

/// `d (α − β d)`.
#[must_use]
pub fn scaling_best_of_n<B: Big>(distance: f64, alpha: f64, beta: f64) -> B {
    (-(exact::<B>(beta) * distance) + alpha) * distance
}

/// `d (α − β ln d)`; 0 at 0.
#[must_use]
pub fn scaling_rl<B: Big>(distance: f64, alpha: f64, beta: f64) -> B {
    let distance = exact::<B>(distance);
    if distance.exponent().is_none() {
        return distance;
    }
    (-(distance.ln() * beta) + alpha) * distance
}

/// `α/(2β)`.
#[must_use]
pub fn scaling_best_of_n_peak<B: Big>(alpha: f64, beta: f64) -> B {
    scaling_best_of_n_zero::<B>(alpha, beta).scale(-1)
}

/// `α²/(4β)`.
#[must_use]
pub fn scaling_best_of_n_peak_gain<B: Big>(alpha: f64, beta: f64) -> B {
    scaling_best_of_n_peak::<B>(alpha, beta).scale(-1) * alpha
}

/// `α/β`.
#[must_use]
pub fn scaling_best_of_n_zero<B: Big>(alpha: f64, beta: f64) -> B {
    exact::<B>(alpha) / beta
}

/// `e^(α/β − 1)`.
#[must_use]
pub fn scaling_rl_peak<B: Big>(alpha: f64, beta: f64) -> B {
    (exact::<B>(alpha) / beta - 1.0).exp()
}

/// `β e^(α/β − 1)`.
#[must_use]
pub fn scaling_rl_peak_gain<B: Big>(alpha: f64, beta: f64) -> B {
    scaling_rl_peak::<B>(alpha, beta) * beta
}

/// `e^(α/β)`.
#[must_use]
pub fn scaling_rl_zero<B: Big>(alpha: f64, beta: f64) -> B {
    (exact::<B>(alpha) / beta).exp()
}
