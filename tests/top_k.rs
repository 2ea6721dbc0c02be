//! The best few of a stream against a sort, in every order and split; Hill's estimate against known logarithms.

use bestof::Error;
use bestof::estimate::{Ranked, Top, TopK, hill_tail_index};

mod common;

use common::Mix;

/// Best first, ties to the lower id.
fn sorted(mut answers: Vec<Ranked>, k: usize) -> Vec<Ranked> {
    answers.sort_by(|a, b| b.reward.total_cmp(&a.reward).then(a.id.cmp(&b.id)));
    answers.truncate(k);
    answers
}

fn push_all<const K: usize>(answers: &[Ranked]) -> TopK<K> {
    let mut top = TopK::new();
    for answer in answers {
        top.push(answer.reward, answer.id).unwrap();
    }
    top
}

fn answers(len: usize, levels: usize, mix: &mut Mix) -> Vec<Ranked> {
    (0..len)
        .map(|_| Ranked {
            reward: mix.below(levels) as f64 - 3.0,
            id: mix.below(2 * len) as u64,
        })
        .collect()
}

fn any_order_any_split<const K: usize>(mix: &mut Mix) {
    for len in [0, 1, 2, 5, 8, 9, 40, 300] {
        for levels in [1, 3, 1000] {
            let mut answers = answers(len, levels, mix);
            let expected = sorted(answers.clone(), K);
            for _ in 0..10 {
                mix.shuffle(&mut answers);
                assert_eq!(push_all::<K>(&answers).best(), expected);
                let (left, rest) = answers.split_at(mix.below(len + 1));
                let (middle, right) = rest.split_at(mix.below(rest.len() + 1));
                let mut merged = push_all::<K>(middle);
                merged.merge(&push_all::<K>(right)).unwrap();
                merged.merge(&push_all::<K>(left)).unwrap();
                assert_eq!(merged.best(), expected);
                assert_eq!(merged.seen(), len as u64);
            }
        }
    }
}

#[test]
fn the_best_in_any_order_and_split() {
    let mut mix = Mix(1);
    any_order_any_split::<0>(&mut mix);
    any_order_any_split::<1>(&mut mix);
    any_order_any_split::<2>(&mut mix);
    any_order_any_split::<8>(&mut mix);
    any_order_any_split::<100>(&mut mix);
}

#[test]
fn a_state_takes_eight_bytes_and_sixteen_for_each_answer() {
    assert_eq!(size_of::<Ranked>(), 16);
    assert_eq!(size_of::<TopK<1>>(), 24);
    assert_eq!(size_of::<TopK<16>>(), 264);
}

#[test]
fn a_slice_of_the_callers_serves_as_well() {
    let mut mix = Mix(2);
    let answers = answers(50, 10, &mut mix);
    let mut store = [Ranked::default(); 5];
    let mut top = Top::resume(0, store.as_mut_slice());
    for answer in &answers {
        top.push(answer.reward, answer.id).unwrap();
    }
    let seen = top.seen();
    assert_eq!(top.best(), sorted(answers, 5));
    let stored = Top::resume(seen, store);
    assert_eq!(stored.seen(), 50);
    assert_eq!(stored.best().len(), 5);
}

#[test]
fn refusals_change_nothing() {
    let mut top = push_all::<3>(&[Ranked { reward: 1.0, id: 7 }]);
    let before = top;
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(top.push(bad, 1), Err(Error::NotFinite));
    }
    // A narrower state that has dropped something cannot tell what the wider one would keep.
    let narrow = push_all::<2>(&[Ranked::default(); 3]);
    assert_eq!(top.merge(&narrow), Err(Error::Capacity));
    let endless = Top::resume(u64::MAX, [Ranked::default(); 3]);
    assert_eq!(top.merge(&endless), Err(Error::Capacity));
    assert_eq!(top, before);
    let mut endless = endless;
    assert_eq!(endless.push(1.0, 1), Err(Error::Capacity));
    // Narrow, but complete: it merges.
    top.merge(&push_all::<2>(&[Ranked { reward: 2.0, id: 1 }; 2]))
        .unwrap();
    assert_eq!(top.best().len(), 3);
}

#[test]
fn signed_zeros_tie() {
    let top = push_all::<2>(&[
        Ranked { reward: 0.0, id: 9 },
        Ranked {
            reward: -0.0,
            id: 4,
        },
    ]);
    assert_eq!(top.best()[0].id, 4);
}

#[test]
fn record_probability_is_what_shuffles_say() {
    let after = |seen| Top::resume(seen, [Ranked::default(); 2]).record_probability();
    assert_eq!(after(0), 1.0);
    assert_eq!(after(9), 0.1);
    assert_eq!(after(u64::MAX), 2.0_f64.powi(-64));
    assert_eq!(
        push_all::<2>(&[Ranked::default(); 3]).record_probability(),
        0.25
    );
    let mut mix = Mix(3);
    let mut order: Vec<usize> = (0..8).collect();
    let runs = 20_000;
    let records = (0..runs)
        .filter(|_| {
            mix.shuffle(&mut order);
            order.last() == order.iter().max()
        })
        .count();
    let share = records as f64 / f64::from(runs);
    assert!((share - after(7)).abs() < 4.0 * (0.125 * 0.875 / f64::from(runs)).sqrt());
}

#[test]
fn hill_of_known_rewards() {
    // Powers of two: Σ ln(x_i/1) = (1 + 2 + 3) ln 2.
    let expected = 3.0 / (6.0 * std::f64::consts::LN_2);
    for rewards in [[1.0, 2.0, 4.0, 8.0], [8.0, 1.0, 4.0, 2.0]] {
        let scaled = rewards.map(|x| x * 1e-300);
        for rewards in [rewards, scaled] {
            let index = hill_tail_index(&rewards).unwrap();
            assert!((index - expected).abs() <= 2.3e-16, "{index} {expected}");
        }
    }
    // Next to the threshold: ln(1 + 2^-52) = 2^-52 − 2^-105 + …
    let index = hill_tail_index(&[1.0, 1.0 + f64::EPSILON]).unwrap();
    assert!((index * f64::EPSILON - 1.0).abs() <= 2.0 * f64::EPSILON);
    // The whole range of the doubles: ln(2^2097) and a little less.
    let index = hill_tail_index(&[f64::MAX, 5e-324]).unwrap();
    assert!((index - 1.0 / (2098.0 * std::f64::consts::LN_2)).abs() < 1e-18);
    assert_eq!(hill_tail_index(&[3.0; 4]), Ok(f64::INFINITY));
    let mut top = TopK::<4>::new();
    for (id, reward) in (0..).zip([0.25, 8.0, 1.0, 4.0, 0.5, 2.0]) {
        top.push(reward, id).unwrap();
    }
    assert!((top.hill_tail_index().unwrap() - expected).abs() <= 2.3e-16);
}

#[test]
fn hill_finds_the_index_of_a_pareto_law() {
    let mut mix = Mix(4);
    let mut top = TopK::<400>::new();
    for id in 0..20_000 {
        top.push(mix.unit().powf(-1.0 / 2.5), id).unwrap();
    }
    let index = top.hill_tail_index().unwrap();
    assert!((index - 2.5).abs() < 4.0 * 2.5 / 399_f64.sqrt(), "{index}");
}

#[test]
fn hill_refuses() {
    assert_eq!(hill_tail_index(&[]), Err(Error::Empty));
    assert_eq!(hill_tail_index(&[1.0]), Err(Error::Empty));
    assert_eq!(hill_tail_index(&[1.0, 0.0]), Err(Error::Domain));
    assert_eq!(hill_tail_index(&[1.0, -2.0]), Err(Error::Domain));
    assert_eq!(hill_tail_index(&[1.0, f64::NAN]), Err(Error::NotFinite));
}
