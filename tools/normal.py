"""The tables of src/num/normal.rs: python3 tools/normal.py  (needs mpmath; a few seconds).

For x >= 0, in t = (x - 4)/(x + 4): Mills' ratio m(x) = Q(x)/phi(x) times 1 + 5x/4, and its gap 1 - x m(x) times
1 + 5x/4 + x^2. Both products stay between 1 and 3/2, so that little of a result hangs on a polynomial's last bits."""

from mpmath import mp, mpf, cos, erfc, exp, log, lu_solve, matrix, pi, sqrt, factorial

mp.dps = 90
PHI_0 = 1 / sqrt(2 * pi)
DEGREE = 16


def mills(x):
    if x < 100:
        return erfc(x / sqrt(mpf(2))) / 2 / (PHI_0 * exp(-x * x / 2))
    # The asymptotic series; its smallest term is below exp(-x^2/2).
    total, term, k = mpf(0), 1 / x, 0
    while abs(term) > mpf(10) ** -(mp.dps + 5) * total:
        total += term
        term *= -mpf(2 * k + 1) / x**2
        k += 1
    return total


def at(t):
    return 4 * (1 + t) / (1 - t)


def ratio(t):
    x = at(t)
    return mills(x) * (1 + mpf(5) / 4 * x)


def gap(t):
    x = at(t)
    return (1 - x * mills(x)) * (1 + mpf(5) / 4 * x + x * x)


def fit(f, low, high):
    """Interpolation at Chebyshev nodes, as monomials in v in [-1, 1]; and the largest error on a finer grid."""
    middle, half = (low + high) / 2, (high - low) / 2
    nodes = [cos(pi * (2 * i + 1) / (2 * (DEGREE + 1))) for i in range(DEGREE + 1)]
    a, b = matrix(DEGREE + 1, DEGREE + 1), matrix(DEGREE + 1, 1)
    for i, v in enumerate(nodes):
        for j in range(DEGREE + 1):
            a[i, j] = v**j
        b[i] = f(middle + half * v)
    c = list(lu_solve(a, b))
    worst = mpf(0)
    for i in range(3 * DEGREE):
        v = cos(pi * (2 * i + 1) / (6 * DEGREE))
        worst = max(worst, abs(sum(c[j] * v**j for j in range(DEGREE + 1)) / f(middle + half * v) - 1))
    return c, worst


def segments(name, comment, f):
    print(f"/// {comment}, one row for each quarter of `[-1, 1]`.")
    print(f"const {name}: [Segment; 4] = [")
    for k in range(4):
        low = mpf(k) / 2 - 1
        c, worst = fit(f, low, low + mpf(1) / 2)
        print(f"    // error 2^{float(log(worst, 2)):.1f}")
        print(f"    Segment {{\n        head: {float(c[0])!r},\n        tail: {float(c[0] - mpf(float(c[0])))!r},")
        print("        rest: [" + ", ".join(repr(float(x)) for x in c[1:]) + "],\n    },")
    print("];\n")


def taylor(name, comment, coefficients):
    print(f"/// {comment}.")
    print(f"const {name}: [f64; {len(coefficients)}] = [" + ", ".join(repr(float(x)) for x in coefficients) + "];\n")


def pair(name, comment, x):
    print(f"/// {comment}.")
    print(f"const {name}: (f64, f64) = ({float(x)!r}, {float(x - mpf(float(x)))!r});\n")


if __name__ == "__main__":
    pair("DENSITY_0", "The density at 0, `1/√(2π)`", PHI_0)
    pair("LN_DENSITY_0", "Its logarithm", log(PHI_0))
    taylor("CENTRE", "`Φ(x) − ½ = x (φ(0) + x² P(x²))`, Taylor's series for |x| ≤ ¾",
           [PHI_0 * (-1) ** k / (mpf(2) ** k * factorial(k) * (2 * k + 1)) for k in range(1, 14)])
    taylor("BOWL", "`E(Z − x)₊ = φ(0) − x/2 + x² P(x²)`, Taylor's series for |x| ≤ ½",
           [PHI_0 * (-1) ** k / (mpf(2) ** k * factorial(k) * (2 * k + 1) * (2 * k + 2)) for k in range(11)])
    segments("RATIO", "`m(x) (1 + 5x/4)` as a function of `t`", ratio)
    segments("GAP", "`(1 − x m(x)) (1 + 5x/4 + x²)` as a function of `t`", gap)
