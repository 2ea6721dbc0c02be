//! A curve as a pool gives it: looked up, constant beyond its end.

/// The curve's value at `n ≥ 1`.
pub(super) fn at(curve: &[f64], n: u64) -> f64 {
    let last = curve.len().saturating_sub(1) as u64;
    let index = n.saturating_sub(1).min(last);
    curve.get(index as usize).copied().unwrap_or(f64::NAN)
}

/// What the draw after `n ≥ 1` adds.
pub(super) fn increment(curve: &[f64], n: u64) -> f64 {
    let [at, next] = [n.saturating_sub(1), n].map(|i| usize::try_from(i).ok());
    let at = at.and_then(|i| curve.get(i));
    let next = next.and_then(|i| curve.get(i));
    at.zip(next).map_or(0.0, |(at, next)| next - at)
}

/// By halves, over the increments of a concave curve. Apart in small builds: the other gains do without its numbers.
#[cfg_attr(feature = "small", inline(never))]
pub(super) fn draws(curve: &[f64], price: f64, most: u64) -> u64 {
    let (mut low, mut high) = (1, most.min(curve.len() as u64));
    while low < high {
        let middle = low + (high - low) / 2;
        if increment(curve, middle) > price {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
