//! A merge sort without a path to a panic: the standard library's sorts keep one, for orders that are not orders.

use core::hint::select_unpredictable;
use core::mem;

/// Runs of this many rows are sorted by insertion first.
const RUN: usize = 8;

/// Sorts `rows` with the help of a buffer of the same length. Returns first whichever of both holds the result, then
/// the other.
///
/// Stable: of two rows neither of which comes `before` the other, the earlier stays first.
pub(crate) fn sort<'a, T: Copy>(
    rows: &'a mut [T],
    buffer: &'a mut [T],
    before: impl Fn(&T, &T) -> bool,
) -> (&'a mut [T], &'a mut [T]) {
    if rows.is_sorted_by(|a, b| !before(b, a)) {
        return (rows, buffer);
    }
    for run in rows.chunks_mut(RUN) {
        insertion(run, &before);
    }
    let len = rows.len();
    let (mut from, mut to) = (rows, buffer);
    let mut width = RUN;
    while width < len {
        let pair = width.saturating_mul(2);
        // Not chunks(pair): its division by a length that varies is a path to a panic.
        let (mut unmerged, mut free) = (&*from, &mut *to);
        while !unmerged.is_empty() {
            let (both, rest) = unmerged.split_at_checked(pair).unwrap_or((unmerged, &[]));
            let (left, right) = both.split_at_checked(width).unwrap_or((both, &[]));
            let (merged, still_free) = mem::take(&mut free)
                .split_at_mut_checked(both.len())
                .unwrap_or_default();
            merge(left, right, merged, &before);
            (unmerged, free) = (rest, still_free);
        }
        mem::swap(&mut from, &mut to);
        width = pair;
    }
    (from, to)
}

fn insertion<T: Copy>(run: &mut [T], before: impl Fn(&T, &T) -> bool) {
    for sorted in 1..run.len() {
        let Some((head, [new, ..])) = run.split_at_mut_checked(sorted) else {
            return;
        };
        let mut gap = new;
        for slot in head.iter_mut().rev() {
            if !before(gap, slot) {
                break;
            }
            mem::swap(gap, slot);
            gap = slot;
        }
    }
}

fn merge<T: Copy>(
    mut left: &[T],
    mut right: &[T],
    merged: &mut [T],
    before: impl Fn(&T, &T) -> bool,
) {
    let mut slots = merged.iter_mut();
    while let (Some((first, left_rest)), Some((second, right_rest))) =
        (left.split_first(), right.split_first())
    {
        let Some(slot) = slots.next() else {
            return;
        };
        // Which side gives way is a coin toss: no branch to mispredict.
        let take_right = before(second, first);
        *slot = select_unpredictable(take_right, *second, *first);
        left = select_unpredictable(take_right, left, left_rest);
        right = select_unpredictable(take_right, right_rest, right);
    }
    for (slot, row) in slots.zip(left.iter().chain(right)) {
        *slot = *row;
    }
}

#[cfg(test)]
mod tests {
    use super::sort;

    #[test]
    fn sorts_and_keeps_the_order_of_equals() {
        let mut state = 1_u32;
        for len in 0..200_usize {
            let mut rows = [(0, 0); 200];
            for (i, row) in rows.iter_mut().enumerate() {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *row = (state >> 28, i);
            }
            let mut expected = rows;
            expected[..len].sort_unstable();
            let mut buffer = rows;
            let (sorted, _) = sort(&mut rows[..len], &mut buffer[..len], |a, b| a.0 < b.0);
            assert_eq!(sorted, &expected[..len]);
        }
    }
}
