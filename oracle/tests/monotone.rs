//! More draws never read as less divergence.

use bestof_oracle::falls::{DIVERGENCES, over_integers};

#[test]
fn no_divergence_falls_between_integers() {
    for (name, f) in DIVERGENCES {
        assert_eq!(over_integers(f, 300_000), 0, "{name}");
    }
}
