//! How far a double is from the truth, in units of its last place.

use crate::big::Big;
use crate::reference::{Answer, Root};

/// A root further away than this counts as infinitely far.
const REACH: i32 = 10;

/// The power of two that one ulp of a double of this size is worth.
fn ulp_exponent<B: Big>(x: &B) -> i32 {
    x.exponent()
        .map_or(-1074, |e| e.min(1023).saturating_sub(52).max(-1074))
}

/// The error of `y` in ulp of the true value, 0.5 being what no double can avoid; a root's is good to about 1%.
pub fn in_ulp<B: Big>(answer: &Answer<B>, y: f64) -> f64 {
    match answer {
        Answer::Exactly(x) => {
            if *x == y {
                0.0
            } else {
                f64::INFINITY
            }
        }
        _ if y.is_nan() => f64::INFINITY,
        Answer::Value(x) if y.is_infinite() => {
            if x.to_f64() == y {
                0.0
            } else {
                f64::INFINITY
            }
        }
        Answer::Value(x) => {
            let miss = (B::from_f64(y, x.precision()) - x).scale(-ulp_exponent(x));
            miss.to_f64().abs()
        }
        Answer::Root(root) if y.is_infinite() => {
            let end = B::from_f64(f64::MAX, root.low.precision());
            let end = end + B::from_f64(1.0, 64).scale(970);
            if y > 0.0 && (root.residual)(&end).is_negative() {
                0.0
            } else {
                f64::INFINITY
            }
        }
        Answer::Root(root) => {
            let y = B::from_f64(y, root.low.precision());
            locate(root, &y, ulp_exponent(&y)).map_or(f64::INFINITY, |x| {
                let unit = ulp_exponent(&x);
                (x - y).scale(-unit).to_f64().abs()
            })
        }
    }
}

/// The root, if it is within `2^REACH` units of `2^unit` from `y`, to about a hundredth of the unit.
pub fn locate<B: Big>(root: &Root<B>, y: &B, unit: i32) -> Option<B> {
    let one = B::from_u64(1, y.precision()).scale(unit);
    let inside = |x: B| -> B {
        let x = if x < root.low { root.low.clone() } else { x };
        match &root.high {
            Some(high) if x > *high => high.clone(),
            _ => x,
        }
    };
    let here = (root.residual)(&inside(y.clone()));
    if here.exponent().is_none() {
        return Some(y.clone());
    }
    let up = here.is_negative();
    // The near end has the sign of `here`, the far end the other.
    let mut near = inside(y.clone());
    let mut near_value = here;
    let mut far = None;
    for k in 0..REACH {
        let step = one.scale(k);
        let x = inside(if up {
            y.clone() + step
        } else {
            y.clone() - step
        });
        let value = (root.residual)(&x);
        if value.is_negative() == up && value.exponent().is_some() {
            (near, near_value) = (x, value);
        } else {
            far = Some((x, value));
            break;
        }
    }
    let (mut far, mut far_value) = far?;
    // A straight line does, but beside an end of the domain, where the function may have no slope or no end of it.
    let room = |end: &B| (y.clone() - end).exponent().is_none_or(|e| e < unit + 16);
    if room(&root.low) || root.high.as_ref().is_some_and(room) {
        for _ in 0..12 {
            let middle = (near.clone() + &far).scale(-1);
            let value = (root.residual)(&middle);
            if value.exponent().is_none() || value.is_negative() != up {
                (far, far_value) = (middle, value);
            } else {
                (near, near_value) = (middle, value);
            }
        }
    }
    let share = near_value.clone() / (near_value - far_value);
    Some(near.clone() + (far - near) * share)
}
