//! The least value of a function with one minimum on the positive numbers, whatever their scale.

use crate::num::real::Real;

/// The longest stride in search of a bracket: 2^64.
const STRIDE: f64 = 18446744073709551616.0;
/// Where the search for a bracket ends: 2^-1000 and 2^1000.
const FIRST: f64 = 9.332636185032189e-302;
const LAST: f64 = 1.0 / FIRST;
/// A bracket this narrow moves the least value by no more than the square: 1 + 2^-24.
const NARROW: f64 = 1.000000059604644775390625;
/// More halvings than any bracket needs.
const HALVINGS: u32 = 64;

/// The geometric mean, without leaving the doubles.
fn between(low: f64, high: f64) -> f64 {
    Real::sqrt(low) * Real::sqrt(high)
}

/// `(x, f(x))` with the least value met on the way to the minimum; ∞ counts as above everything. If `f` has several minima, it
/// is one of the values of `f` all the same.
pub(super) fn least_over_ray(mut f: impl FnMut(f64) -> f64) -> (f64, f64) {
    let mut middle = (1.0, f(1.0));
    let (mut low, mut high) = (0.5, 2.0);
    let (below, above) = (f(low), f(high));
    // Where nothing is finite yet, towards 0: there log-moments exist.
    let down = below < middle.1 || (middle.1 == f64::INFINITY && above == f64::INFINITY);
    let up = !down && above < middle.1;
    if down || up {
        let mut stride = 2.0;
        let mut next = if down { (low, below) } else { (high, above) };
        let mut last = middle.0;
        while next.1 < middle.1 || middle.1 == f64::INFINITY {
            last = middle.0;
            middle = next;
            stride = f64::min(stride * stride, STRIDE);
            let x = if down {
                middle.0 / stride
            } else {
                middle.0 * stride
            };
            if !(FIRST..=LAST).contains(&x) {
                break;
            }
            next = (x, f(x));
        }
        (low, high) = if down { (next.0, last) } else { (last, next.0) };
    }
    // Halve the wider part of the bracket, in logarithms, from both sides of the least value.
    for _ in 0..HALVINGS {
        if high < low * NARROW {
            break;
        }
        let left = between(low, middle.0);
        let right = between(middle.0, high);
        let (at_left, at_right) = (f(left), f(right));
        if at_left < middle.1 && at_left <= at_right {
            high = middle.0;
            middle = (left, at_left);
        } else if at_right < middle.1 {
            low = middle.0;
            middle = (right, at_right);
        } else {
            (low, high) = (left, right);
        }
    }
    middle
}
