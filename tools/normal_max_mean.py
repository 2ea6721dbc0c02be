"""The table of src/order/normal.rs, the dense vectors, and the table of src/budget/gain/increments.rs:
python3 tools/normal_max_mean.py [--vectors FILE | --increments]
(needs mpmath, with gmpy2 for speed; a minute).

E max of n standard normals, m(n) = int x n phi(x) Phi(x)^(n-1) dx for real n, by the trapezoid rule: the integrand is
analytic and falls off doubly exponentially on the left, like a Gaussian on the right, so the rule converges geometrically."""

import random
import sys

from mpmath import mp, mpf, cos, erfc, exp, expm1, log, log1p, matrix, lu_solve, pi, sqrt, nstr

mp.dps = 50
LN_TOP = mpf("709.79")


class Rule:
    """Nodes and ln Phi, good for every n with ln n up to u_high."""

    def __init__(self, u_low, u_high):
        spread = lambda u: sqrt(2 * u + 4)
        h = mpf(1) / 10 / spread(u_high)
        # Left of the peak Phi^n is extinct; on the right the normal density is.
        low = (spread(u_low) - 4) - 12 / spread(u_low) if u_low > 8 else mpf(-15)
        high = sqrt(2 * u_high + 4 + 2 * 85)
        self.h, self.nodes = h, []
        k = int(low / h)
        while k * h < high:
            x = k * h
            tail = erfc(x / sqrt(mpf(2))) / 2
            lnphi = log1p(-tail) if x > 0 else log(erfc(-x / sqrt(mpf(2))) / 2)
            density = exp(-x * x / 2) / sqrt(2 * pi)
            self.nodes.append((x * density * h, lnphi))
            k += 1

    def __call__(self, n):
        d = n - 1
        if n < 3:
            return n * sum(w * expm1(d * l) for w, l in self.nodes)
        return n * sum(w * exp(d * l) for w, l in self.nodes)


def fit(f, low, high, degree):
    """Interpolation at Chebyshev nodes, as monomials in v in [-1, 1]; and the largest error on a finer grid."""
    # The doubles that the kernel will use: the polynomial is in exactly their variable.
    middle, scale = mpf(float((low + high) / 2)), mpf(float(2 / (high - low)))
    half = 1 / scale
    nodes = [cos(pi * (2 * i + 1) / (2 * (degree + 1))) for i in range(degree + 1)]
    a = matrix(degree + 1, degree + 1)
    b = matrix(degree + 1, 1)
    for i, v in enumerate(nodes):
        for j in range(degree + 1):
            a[i, j] = v**j
        b[i] = f(middle + half * v)
    c = [x for x in lu_solve(a, b)]
    worst = mpf(0)
    for i in range(3 * degree):
        v = cos(pi * (2 * i + 1) / (6 * degree))
        exact = f(middle + half * v)
        worst = max(worst, abs(sum(c[j] * v**j for j in range(degree + 1)) / exact - 1))
    return middle, scale, c, worst


def table():
    # Below ln n = 1/2: m / ln n in ln n. Above, for each binade of ln n: m / sqrt(ln n) in sqrt(ln n).
    rows = []
    rule = Rule(mpf(0), mpf("0.5"))
    rows.append(fit(lambda u: rule(exp(u)) / u, mpf("1e-12"), mpf("0.5"), 16))
    for k in range(-1, 10):
        low, high = mpf(2) ** k, min(mpf(2) ** (k + 1), LN_TOP)
        rule = Rule(low, high)
        rows.append(fit(lambda s: rule(exp(s * s)) / s, sqrt(low), sqrt(high), 16))
    for middle, scale, c, worst in rows:
        print(f"    // error 2^{float(log(worst, 2)):.1f}")
        print("    Segment {")
        print(f"        middle: {float(middle)!r},")
        print(f"        scale: {float(scale)!r},")
        print(f"        head: {float(c[0])!r},")
        print(f"        tail: {float(c[0] - mpf(float(c[0])))!r},")
        print("        rest: [")
        for x in c[1:]:
            print(f"            {float(x)!r},")
        print("        ],\n    },")


def vectors(path):
    random.seed(7)
    points = [float(k) for k in range(2, 65)]
    points += [1 + 2.0 ** (-52 * random.random()) for _ in range(500)]
    points += [1 + random.random() for _ in range(300)]
    points += [10.0 ** (300 * random.random()) for _ in range(600)]
    points += [10.0 ** (6 * random.random()) for _ in range(500)]
    points.append(1e300)
    points = sorted(set(points))
    with open(path, "w") as out:
        out.write("n,expected\n")
        rule, top = None, mpf(-1)
        for n in points:
            u = log(mpf(n))
            if rule is None or u > top:
                low = u
                top = max(u * 2, mpf("0.5"))
                rule = Rule(low, top)
            out.write(f"{n.hex()},{nstr(rule(mpf(n)), 34)}\n")


def increments():
    rule = Rule(mpf(0), log(mpf(514)))
    means = [rule(mpf(n)) for n in range(1, 514)]
    for a, b in zip(means, means[1:]):
        print(f"    {float(b - a)!r},")


if __name__ == "__main__":
    if sys.argv[1:] == ["--increments"]:
        increments()
    elif sys.argv[1:2] == ["--vectors"]:
        vectors(sys.argv[2])
    else:
        table()
