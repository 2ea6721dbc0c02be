//! Labels beside their lines: as close as they can be without one covering another.

/// Middles for labels of these heights that want theirs at `wanted`, within `low … high`, moved as little as can be in the sum of
/// squares. Any order; more labels than fit leave by the high end.
pub(super) fn spread(wanted: &[f64], heights: &[f64], (low, high): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    // How far below the top of the first the middle of each is when they touch.
    let mut offsets = vec![0.0; wanted.len()];
    let mut total = 0.0;
    for i in &order {
        offsets[*i] = total + 0.5 * heights[*i];
        total += heights[*i];
    }
    // Less the offsets, the places only have to ascend: neighbours out of order share their mean.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for i in &order {
        let mut block = (wanted[*i] - offsets[*i], 1);
        while let Some((place, count)) = blocks.pop_if(|(place, _)| *place > block.0) {
            let joined = block.1 + count;
            let sum = place * count as f64 + block.0 * block.1 as f64;
            block = (sum / joined as f64, joined);
        }
        blocks.push(block);
    }
    let places = blocks
        .iter()
        .flat_map(|(place, count)| std::iter::repeat_n(*place, *count));
    let mut out = vec![0.0; wanted.len()];
    for (i, place) in order.iter().zip(places) {
        out[*i] = place.min(high - total).max(low) + offsets[*i];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn labels_with_room_stay() {
        let places = spread(&[50.0, 10.0, 30.0], &[12.0; 3], (0.0, 100.0));
        assert_eq!(places, [50.0, 10.0, 30.0]);
    }

    #[test]
    fn crowded_labels_share_the_way() {
        assert_eq!(
            spread(&[50.0, 50.0], &[12.0; 2], (0.0, 100.0)),
            [44.0, 56.0]
        );
        assert_eq!(
            spread(&[99.0, 98.0], &[12.0; 2], (0.0, 100.0)),
            [94.0, 82.0]
        );
        assert_eq!(
            spread(&[0.0, 1.0], &[10.0, 20.0], (0.0, 100.0)),
            [5.0, 20.0]
        );
    }

    #[test]
    fn no_two_overlap() {
        let wanted: Vec<f64> = (0..12).map(|i| f64::from(i * 7919 % 100)).collect();
        let heights: Vec<f64> = (0..12).map(|i| f64::from(3 + i % 5)).collect();
        let places = spread(&wanted, &heights, (0.0, 100.0));
        let mut ends: Vec<(f64, f64)> = places
            .iter()
            .zip(&heights)
            .map(|(p, h)| (p - h / 2.0, p + h / 2.0))
            .collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(
            ends.windows(2).all(|pair| pair[0].1 <= pair[1].0 + 1e-9),
            "{ends:?}"
        );
        assert!(ends[0].0 >= 0.0 && ends[11].1 <= 100.0 + 1e-9);
    }
}
