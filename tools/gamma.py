"""Coefficients of src/num/gamma.rs: python3 tools/gamma.py  (needs mpmath)."""

from mpmath import mp, mpf, bernoulli, euler, log, pi, zeta

mp.dps = 60
HEAD = 6  # leading coefficients kept as double-doubles
LAST = 40  # ln Γ(2+z) on |z| <= 1/2: the first term left out is below 2^-84


def pair(x):
    head = float(x)
    return f"({head!r}, {float(x - mpf(head))!r})"


def doubling(k):
    """The coefficient of d^k in ln Γ(1+2d) − 2 ln Γ(1+d)."""
    return zeta(k) * (-1) ** k * (mpf(2) ** k - 2) / k


def taylor(k):
    """The coefficient of z^k in ln Γ(2+z)."""
    return 1 - euler if k == 1 else (zeta(k) - 1) * (-1) ** k / k


if __name__ == "__main__":
    print("NEAR_TWO_HEAD:")
    for k in range(1, HEAD + 1):
        print(f"    {pair(taylor(k))},")
    print("NEAR_TWO_REST:")
    for k in range(HEAD + 1, LAST + 1):
        print(f"    {float(taylor(k))!r},")
    print("STIRLING_HEAD:", pair(mpf(1) / 12))
    print("STIRLING_REST:")
    for k in range(2, 10):
        print(f"    {float(bernoulli(2 * k) / (2 * k * (2 * k - 1)))!r},")
    print("HALF_LN_2PI:", pair(log(2 * pi) / 2))
    print("DOUBLING_HEAD:", pair(doubling(2)))
    print("DOUBLING_REST:")
    for k in range(3, 36):  # |2d| <= 1/4: the first term left out is below 2^-68 of the first
        print(f"    {float(doubling(k))!r},")
