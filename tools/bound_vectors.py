"""tests/vectors/*.csv of the laws of the reward: python3 tools/bound_vectors.py  (needs mpmath)."""

from mpmath import coth, exp, findroot, inf, lambertw, log, log1p, mp, mpf, sinh, sqrt

from vectors import write

mp.dps = 120
NATS = [0.0, 2.0**-100, 1e-12, 3e-5, 0.01, 0.19314718055994531, 0.6362943611198906, 1.0, 1.8350887222397813, 3.6151701859880916, 8.2, 35.0, 100.0]


def tilted(k):
    """t with t - ln(1+t) = k, by the other branch of Lambert's function."""
    return -1 - lambertw(-exp(-1 - k), -1).real if k else mpf(0)


def gamma(shape, scale, k):
    return shape * scale * tilted(k / shape)


def uniform(lo, hi, k):
    if k == 0:
        return mpf(0)
    nats = lambda x: x * coth(x) - 1 - (log(sinh(x) / x) if x < 1000 else x - log(2 * x))
    start = sqrt(6 * k + mpf(3.6) * k * k) if k < 0.6 else exp(k + 1) / 2
    x = findroot(lambda x: nats(x) - k, (start, start * mpf("1.01")), tol=mpf(10) ** -220 * k**2, maxsteps=200, verify=False)
    assert abs(nats(x) / k - 1) < mpf(10) ** -45, (k, nats(x) / k - 1)
    return (hi - lo) / 2 * (coth(x) - 1 / x)


def sub_exponential(nu, b, k):
    return nu * sqrt(2 * k) if 2 * b * b * k <= nu * nu else b * k + nu * nu / (2 * b)


def hoeffding(lo, hi, k):
    return (hi - lo) * sqrt(k / 2)


def kearns_saul(lo, hi, mean, k):
    p = (mean - lo) / (hi - lo)
    variance = (1 - 2 * p) / (2 * log((1 - p) / p)) if 2 * p < 1 else p * (1 - p)
    return (hi - lo) * sqrt(2 * variance * k)


TABLES = {
    "gamma_bound": ("shape,scale,kl", gamma, [(1.0, 1.0), (0.1, 3.0), (7.3, 0.25), (1000.0, 1e-3)]),
    "exponential_bound": ("scale,kl", lambda scale, k: gamma(mpf(1), scale, k), [(1.0,), (0.3,)]),
    "uniform_bound": ("lo,hi,kl", uniform, [(0.0, 1.0), (-0.7, 2.3)]),
    "sub_exponential_bound": ("nu,b,kl", sub_exponential, [(1.0, 1.0), (2.0, 0.1), (0.3, 5.0)]),
    "hoeffding_bound": ("lo,hi,kl", hoeffding, [(0.0, 1.0), (-0.7, 2.3)]),
    "kearns_saul_bound": (
        "lo,hi,mean,kl",
        kearns_saul,
        [(0.0, 1.0, 0.1), (0.0, 1.0, 0.01), (0.0, 1.0, 0.4999999), (0.0, 1.0, 0.9), (-0.7, 2.3, 0.1)],
    ),
}

for name, (header, f, parameters) in TABLES.items():
    write(name, header.split(","), [(*given, k) for given in parameters for k in NATS], f)
