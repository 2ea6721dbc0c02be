//! Every function within its bound of the accuracy table, judged by the backend at hand.

use bestof_oracle::Backend;
use bestof_oracle::table::{
    Row, bounds, budgets, confidences, divergences, estimates, inverses, laws, order_statistics,
    orders, policies, ties, transfers,
};

/// Per function. The `accuracy` program takes as many as there is patience for.
const POINTS: usize = 20_000;

/// Per function whose reference solves an equation, or takes half a dozen gamma functions.
const DEAR_POINTS: usize = 2_000;

fn hold(rows: Vec<Row<Backend>>) {
    hold_at(rows, POINTS);
}

fn hold_at(rows: Vec<Row<Backend>>, points: usize) {
    let mut over = Vec::new();
    for row in rows {
        let found = row.run(points, 1);
        println!(
            "{}: {:.4} ulp at {}",
            row.name,
            found.worst,
            row.arguments(&found.at)
        );
        if found.worst > row.bound {
            over.push(format!(
                "{}({}): {} ulp, bound {}; {} points over it",
                row.name,
                row.arguments(&found.at),
                found.worst,
                row.bound,
                found.over
            ));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

#[test]
fn divergences_keep_their_bounds() {
    hold(divergences());
}

#[test]
fn inverses_keep_their_bounds() {
    hold(inverses());
}

#[test]
fn order_statistic_policies_keep_their_bounds() {
    hold_at(order_statistics(), DEAR_POINTS);
}

#[test]
fn ties_keep_their_bounds() {
    hold(ties());
}

#[test]
fn order_statistics_keep_their_bounds() {
    hold(orders());
}

#[test]
fn reward_bounds_keep_their_bounds() {
    hold(bounds());
}

#[test]
fn laws_of_the_reward_keep_their_bounds() {
    hold(laws());
}

#[test]
fn confidences_keep_their_bounds() {
    hold(confidences());
}

#[test]
fn estimates_keep_their_bounds() {
    hold(estimates());
}

#[test]
fn transfers_to_gold_keep_their_bounds() {
    hold(transfers());
}

#[test]
fn budgets_keep_their_bounds() {
    hold(budgets());
}

#[test]
fn policies_keep_their_bounds() {
    hold_at(policies(), DEAR_POINTS);
}
