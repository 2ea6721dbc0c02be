"""Reference vectors of src/golden: python3 tools/golden_vectors.py  (needs mpmath; writes tests/vectors).

120 digits, and as many more as cancellation takes; 34 are printed, for exactly the doubles of each line.
"""

import random

from mpmath import exp, log, mp, mpf, sqrt

from vectors import write

mp.dps = 500


def power(low, high):
    return 2.0 ** random.uniform(low, high)


random.seed(9)
LAWS = [(1.2, 0.35), (0.6, 0.01), (3.0, 1.5), (-0.25, 0.5), (1.0, -0.125)]
LAWS += [(power(-10, 10), power(-10, 10)) for _ in range(15)]
DISTANCES = [0.0, 2.0**-40, 0.125, 0.5, 1.0, 1.5, 2.0, 3.25, 7.0, 100.0]
on_curves = [(d, a, b) for a, b in LAWS for d in DISTANCES]
# Next to the zero of the square law, where all but the last digits cancel.
on_curves += [(a / b, a, b) for a, b in LAWS if a > 0 and b > 0]
write("scaling_best_of_n", ["distance", "alpha", "beta"], on_curves, lambda d, a, b: d * (a - b * d))
far = [(d, a, b) for d, a, b in on_curves if d == 0 or abs(a - b * log(mpf(d))) > abs(a) / 64]
write("scaling_rl", ["distance", "alpha", "beta"], far, lambda d, a, b: d * (a - b * log(d)) if d else d)

turning = [(a, b) for a, b in LAWS if b > 0] + [(x, x / power(0, 9)) for x in (power(-10, 10) for _ in range(40))]
write("scaling_rl_peak", ["alpha", "beta"], turning, lambda a, b: exp(a / b - 1))
write("scaling_rl_peak_gain", ["alpha", "beta"], turning, lambda a, b: b * exp(a / b - 1))

DRAWS = [1.0, 1.5, 2.0, 4.0, 16.0, 100.0, 1e4, 1e6, 2.0**60]
cover = [(n, c, h) for n in DRAWS for c in (1.0, 1.0 + 2.0**-20, 1.5, 2.0, 10.0, 1e3, n / 600 + 1, 2.0**60) for h in (0.0, 1.0, 0.37)]
write("coverage_regret", ["n", "coverage", "height"], cover, lambda n, c, h: h * (1 - 1 / c) ** n)
errors = [(n, s, x) for n in DRAWS + [1.0 + 2.0**-52] for s in (0.0, 1.0, 0.3) for x in (0.0, 1e-30, 1.0, 7.25, 1e9)]
write("error_regret", ["n", "standard_deviation", "chi_squared"], errors, lambda n, s, x: s * (sqrt(x) + (n - 1) / sqrt(2 * n - 1)))
