"""Reference values of tests/f_divergence.rs: python3 tools/f_divergence.py (needs mpmath).

Integrates f(n u^(n-1)) over u by mpmath's tanh-sinh rule in y = -ln u, cut at the scales 1/(n-1) and 1."""

from mpmath import mp, mpf, exp, log, quad, nstr

mp.dps = 40

GENERATORS = {
    "JENSEN_SHANNON": lambda l: (exp(l) * (l - log((1 + exp(l)) / 2)) - log((1 + exp(l)) / 2)) / 2,
    "LE_CAM": lambda l: (exp(l) - 1) ** 2 / (2 * (exp(l) + 1)),
}
SIZES = ["1.0009765625", "1.5", "2", "4", "16", "100", "1000.5", "1000000", "1000000000000"]


def divergence(n, g):
    n = mpf(n)
    d, top = n - 1, log(n)
    cuts = [mpf(0), top / d] + [(top + mpf(2) ** k) / d for k in range(0, 60) if mpf(2) ** k < 90 * d] + [top / d + 90]
    cuts = sorted(set(cuts))
    fine = []
    for a, b in zip(cuts, cuts[1:]):
        fine += [a + (b - a) * i / 4 for i in range(4)]
    fine.append(cuts[-1])
    return quad(lambda y: g(top - d * y) * exp(-y), fine)


for name, g in GENERATORS.items():
    print(f"const {name}: [(f64, f64); {len(SIZES)}] = [")
    for n in SIZES:
        print(f"    ({float(n)!r}, {nstr(divergence(n, g), 20)}),")
    print("];")
