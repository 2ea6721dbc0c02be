"""First guesses of src/divergence/inverse.rs: python3 tools/inverse.py  (needs mpmath; two minutes)."""

import elementary
from elementary import mp, mpf, remez, show, log
from mpmath import exp, expm1, lambertw, log1p, sqrt

mp.dps = 40
elementary.TINY = mpf("1e-9")


def remember(f):
    seen = {}

    def g(x):
        if x not in seen:
            seen[x] = f(x)
        return seen[x]

    return g


def kl_draw(p):
    """q = 1/n and E = e^-K where p^2/2 = 1 - E."""
    power = 1 - p * p / 2
    return -lambertw(-power / exp(1), 0).real, power


def kl_ratio(p):
    """(1 - q/E) / p."""
    q, power = kl_draw(p)
    return (1 - q / power) / p


def kl_weight(p):
    """What an error of kl_ratio does to q, relative to 1 - q."""
    q, power = kl_draw(p)
    return power * p / (q * (1 - q))


def reverse_ratio(w):
    """(d - s)/R where s = sqrt(2R) and w = s/(12+s)."""
    s = 12 * w / (1 - w)
    r = s * s / 2
    d = s + r if r < 1 else r + log(1 + r) + 1
    for _ in range(12):
        d -= (d - log1p(d) - r) * (1 + d) / d
    return (d - s) / r, r / d


def variation_ratio(w):
    """(d/y)(1-w) where y = v/(1-v) and w = Y/(32+Y), Y = ln(1+y)."""
    big = 32 * w / (1 - w)
    y = expm1(big)
    v, c = y / (1 + y), 1 / (1 + y)
    n = 1 + exp(1) * v if v < 0.4 else (1 + log(1 / c) + log(1 + log(1 / c))) / c
    d = n - 1
    for _ in range(60):
        n, e = 1 + d, expm1(-log1p(d) / d)
        t = d / n
        miss = v - t * (1 + e) if v < 0.5 else 1 / n - t * e - c
        step = miss / (t * (1 + e) * log1p(d) / d**2)
        step = max(-d / 2, min(d / 2, step))
        d += step
        if abs(step) < d * mpf(10) ** -30:
            break
    return d / y * (1 - w)


if __name__ == "__main__":
    show("KL_GUESS", *remez(kl_ratio, kl_weight, "1e-6", sqrt(mpf(2)) - mpf("1e-9"), 8),
         "`q = 1/n = e^−K·(1 − p·A(p))` with `p²/2 = 1 − e^−K`, relative error of q over 1 − q")
    reverse = remember(reverse_ratio)
    show("REVERSE_KL_GUESS", *remez(lambda w: reverse(w)[0], lambda w: reverse(w)[1], "1e-4", "0.99999", 8, 8),
         "`n − 1 = s + R·P(w)` with `s = √(2R)`, `w = s/(12+s)`, relative error of n−1")
    variation = remember(variation_ratio)
    show("TOTAL_VARIATION_GUESS",
         *remez(variation, lambda w: 1 / variation(w), "1e-4", mpf(37) / (37 + 32), 14, 8),
         "`n − 1 = y·P(w)·(1 + Y/32)` with `y = v/(1−v)`, `Y = −ln(1−v)`, `w = Y/(32+Y)`, relative error of n−1")
