"""The tables of src/divergence/order_statistic.rs: python3 tools/order_statistic.py (needs mpmath)."""

from mpmath import mp, mpf, bernoulli, binomial, euler, harmonic, loggamma

mp.dps = 50


def pair(x):
    hi = float(x)
    return f"({hi!r}, {float(x - mpf(hi))!r})"


print("EXCESS")
for x in range(16):
    print("   ", pair(x * harmonic(x) - loggamma(x + 1) - (euler + 1) * x) + ",")
print("CENTRAL")
for x in range(16):
    print("   ", repr(float(binomial(2 * x, x) / mpf(4) ** x)) + ",")
print("EXCESS_SERIES")
for k in range(1, 9):
    print("   ", repr(float(-bernoulli(2 * k) / (2 * k - 1))) + ",")
print("STIRLING")
for k in range(1, 9):
    print("   ", repr(float(bernoulli(2 * k) / (2 * k * (2 * k - 1)))) + ",")
