"""Reference vectors of src/policy and of order statistics: python3 tools/policy_vectors.py  (needs mpmath; writes
tests/vectors; a minute).

From the formulas as the papers state them, with digits enough for what cancels in them; 34 are printed, for exactly the
arguments of each line."""

import random

from mpmath import ei, exp, findroot, log, loggamma, mp, mpf, psi, sqrt

from vectors import write

mp.dps = 160


def power(low, high):
    return 2.0 ** random.uniform(low, high)


def one(points):
    return [(x,) for x in points]


# The tilt of the rank, density c e^(cu)/(e^c - 1) on [0, 1], and the frontier that it is.
def tilt_kl(c):
    # c/(1 - e^-c) = c + c/(e^c - 1).
    return c / (exp(c) - 1) - 1 + log(c / (1 - exp(-c)))


def tilt_win_rate(c):
    return 1 / (1 - exp(-c)) - 1 / c


def root(f, target, guess):
    """Of a rising f, by bisection on ln c, then by the secant."""
    low, high = log(guess) - 3, log(guess) + 3
    while f(exp(low)) > target:
        low -= 3
    while f(exp(high)) < target:
        high += 3
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if f(exp(middle)) < target else (low, middle)
    return exp(findroot(lambda x: f(exp(x)) / target - 1, (low, high), tol=mpf(10) ** -150))


def frontier_win_rate(kl):
    return tilt_win_rate(root(tilt_kl, kl, sqrt(24 * kl) if kl < 1 else exp(kl + 1)))


def frontier_kl(win):
    lift = win - mpf(1) / 2
    if lift < mpf(1) / 10:
        return tilt_kl(root(lambda c: tilt_win_rate(c) - mpf(1) / 2, lift, 12 * lift))
    return tilt_kl(root(tilt_win_rate, win, 1 / (1 - win)))


def kl(n):
    return log(n) - (n - 1) / n


random.seed(12)
slight = [2.0**-40, 2.0**-20, 1e-5, 2.0**-6, 0.125, 0.3]
tilts = slight + [0.5, 1.0, 1.5, 2.0, 5.0, 10.0, 36.0, 64.0, 65.0, 745.0, 1e4, 1e15, 1e300]
tilts += [power(-40, 10) for _ in range(40)]
write("tilt_kl", ["c"], one(tilts), tilt_kl)
write("tilt_win_rate", ["c"], one(tilts), tilt_win_rate)
nats = [2.0**-80, 2.0**-40, 1e-6, 0.01, 0.1, 0.193, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 40.0]
nats += [power(-80, 5) for _ in range(40)]
write("frontier_win_rate", ["kl"], one(nats), frontier_win_rate)
wins = [0.5 + 2.0**-k for k in (40, 20, 10, 5, 3, 2)] + [2 / 3, 0.8, 0.9, 0.99, 1 - 2.0**-20, 1 - 2.0**-50]
wins += [random.uniform(0.5, 1.0) for _ in range(40)]
write("frontier_kl", ["win_rate"], one(wins), frontier_kl)
draws = [1.0 + 2.0**-20, 1.125, 1.5, 2.0, 2.5, 3.0, 4.0, 8.0, 16.0, 64.0, 100.0, 1000.0, 1e4, 1e6]
draws += [1.0 + power(-20, 16) for _ in range(40)]
write("best_of_n_win_gap", ["n"], one(draws), lambda n: frontier_win_rate(kl(n)) - n / (n + 1))
write("best_of_n_kl_excess", ["n"], one(draws), lambda n: kl(n) - frontier_kl(n / (n + 1)))

# One answer, and a Poisson number of rivals.
means = slight + [0.5, 1.0, 2.0, 3.0, 7.5, 15.0, 31.0, 99.0, 128.0] + [power(-40, 7) for _ in range(40)]
write("poisson_kl", ["mu"], one(means), lambda m: log(1 + m) - 1 + exp(-m - 1) * (ei(m + 1) - ei(1)) / m)
write("poisson_win_rate", ["mu"], one(means), lambda m: 1 - 1 / m + (1 - exp(-m)) / m**2)

# Bounds for soft best-of-n, and the identities of the tilt by a reward.
soft = [(n, s) for n in (1.5, 2.0, 16.0, 1e6, 2.0**200) for s in (2.0**-60, 0.01, 0.5, 1.0, 4.0, 30.0, 500.0)]
write("soft_best_of_n_kl_bound", ["n", "spread"], soft, lambda n, s: log(n / (1 + (n - 1) * exp(-s))))
rates = [(n, x) for n in (1.0, 2.0, 7.5, 1e3, 2.0**40) for x in (2.0**-60, 1e-3, 0.3, 1.0, 50.0, 2.0**60)]
write("tilt_to_soft_kl_bound", ["n", "chi_squared"], rates, lambda n, x: log(1 + x / n))
gains = [(power(-10, 10), power(-60, 20), power(-60, 20)) for _ in range(40)]
write("tilted_gain", ["beta", "kl", "reverse_kl"], gains, lambda b, k, r: b * (k + r))
laws = [(power(-10, 10), power(-10, 10)) for _ in range(40)]
bounded = [(b, s, 2 * (s / b) ** 2 * power(-60, -1)) for b, s in laws]
write("tilted_reverse_kl_bound", ["beta", "sigma", "kl"], bounded, lambda b, s, k: sqrt(2 * s**2 * k) / b - k)

# The j-th of n, of density u^(j-1) (1-u)^(n-j)/B(j, n-j+1).
def log_beta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def order_statistic_kl(n, j):
    low, high = j - 1, n - j
    return low * (psi(0, j) - psi(0, n + 1)) + high * (psi(0, high + 1) - psi(0, n + 1)) - log_beta(j, high + 1)


def order_statistic_renyi(n, j, alpha):
    if alpha == 1:
        return order_statistic_kl(n, j)
    low, high = j - 1, n - j
    return (log_beta(alpha * low + 1, alpha * high + 1) - alpha * log_beta(j, high + 1)) / (alpha - 1)


ranks = [(n, j) for n in range(2, 9) for j in range(1, n + 1)]
for n in (16, 17, 33, 100, 1000, 10**6, 2**32, 10**15, 2**53):
    ranks += [(n, j) for j in sorted({1, 2, n // 3, n // 2, n - 1, n})]
write("order_statistic_kl", ["n", "j"], ranks, order_statistic_kl)
write("order_statistic_chi_squared", ["n", "j"], ranks, lambda n, j: exp(order_statistic_renyi(n, j, 2)) - 1)
orders = [0.0625, 0.5, 1.0, 1.0 + 2.0**-20, 2.0, 3.5, 40.0, 1e6]
mixed = [(n, j, a) for n, j in ranks[::3] for a in orders]
write("order_statistic_renyi", ["n", "j", "alpha"], mixed, order_statistic_renyi)
