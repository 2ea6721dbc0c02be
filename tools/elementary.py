"""Coefficients and tables of src/num/{ln,exp}.rs: python3 tools/elementary.py  (needs mpmath)."""

from mpmath import mp, mpf, log, log1p, exp, expm1, matrix, lu_solve, cos, pi, floor, nint

mp.dps = 60
TINY = mpf("1e-6")  # keeps a weight from vanishing at the origin


def remez(f, w, lo, hi, degree, rounds=12):
    """Minimax polynomial for f on [lo, hi] under |p - f| * w, by exchange; returns coefficients and error."""
    lo, hi = mpf(lo), mpf(hi)
    m = degree + 2
    nodes = [(lo + hi) / 2 - (hi - lo) / 2 * cos(pi * i / (m - 1)) for i in range(m)]
    grid = [(lo + hi) / 2 - (hi - lo) / 2 * cos(pi * (i + mpf(1) / 2) / 2000) for i in range(2000)]
    values = [(x, f(x), w(x)) for x in grid]
    for _ in range(rounds):
        a = matrix(m, m)
        b = matrix(m, 1)
        for i, x in enumerate(nodes):
            for j in range(degree + 1):
                a[i, j] = x**j
            a[i, degree + 1] = (-1) ** i / w(x)
            b[i] = f(x)
        solution = lu_solve(a, b)
        c = [solution[j] for j in range(degree + 1)]
        error = []
        for x, fx, wx in values:
            p = mpf(0)
            for ck in reversed(c):
                p = p * x + ck
            error.append((p - fx) * wx)
        # one extremum for each run of equal sign
        extrema, best = [], None
        for (x, _, _), e in zip(values, error):
            if best is not None and (e > 0) == (best[1] > 0):
                if abs(e) > abs(best[1]):
                    best = (x, e)
            else:
                if best is not None:
                    extrema.append(best)
                best = (x, e)
        extrema.append(best)
        while len(extrema) > m:
            extrema.pop(0 if abs(extrema[0][1]) < abs(extrema[-1][1]) else -1)
        if len(extrema) < m:
            break
        nodes = [x for x, _ in extrema]
    return c, max(abs(e) for e in error)


def show(name, c, error, comment):
    print(f"/// {comment} (error 2^{float(log(error, 2)):.1f}).")
    print(f"const {name}: [f64; {len(c)}] = [")
    for x in c:
        print(f"    {float(x)!r},")
    print("];\n")


def series(first, sign, x):
    """sum_{k>=0} (sign x)^k * first(k), to working precision."""
    total, k, power = mpf(0), 0, mpf(1)
    while True:
        term = power * first(k)
        total += term
        if k > 4 and abs(term) < mpf(10) ** -58:
            return total
        k += 1
        power *= sign * x


if __name__ == "__main__":
    # log1p(r) = r + r^2 (-1/2 + r P(r))
    p = lambda r: series(lambda k: mpf(1) / (k + 3), -1, r)
    show("LOG1P", *remez(p, lambda r: r**2 + TINY, "-0.0395", "0.0626", 8),
         "`ln(1+r) = r + r²(−½ + r·P(r))` for −0.0395 ≤ r ≤ 0.0626, error relative to r")
    show("LOG1P_FINE", *remez(p, lambda r: r**2 + TINY, "-0.0395", "0.0626", 10),
         "The same with two more terms, error relative to r")
    # KL(1+r) = r^2/2 - r^3 Q(r)
    q = lambda r: series(lambda k: mpf(k + 2) / (k + 3), -1, r)
    show("KL_NEAR_ONE", *remez(q, lambda r: 2 * abs(r) + TINY, "0", "0.1251", 11),
         "`ln(1+r) − r/(1+r) = r²/2 − r³·Q(r)` for 0 ≤ r ≤ 1/8, error relative to the value")
    # t - log1p(t) = t^2/2 - t^3 P(t)
    show("LOG1P_MINUS", *remez(p, lambda r: 2 * abs(r) + TINY, "-0.1251", "0.1251", 14),
         "`t − ln(1+t) = t²/2 − t³·P(t)` for |t| ≤ 1/8, error relative to the value")
    # e^r = 1 + r + r^2/2 + r^3 E(r)
    e = lambda r: series(lambda k: 1 / mp.factorial(k + 3), 1, r)
    bound = log(2) / 32 * mpf("1.001")
    show("EXPM1", *remez(e, lambda r: r**2 + TINY, -bound, bound, 5),
         "`e^r − 1 = r + r²/2 + r³·E(r)` for |r| ≤ ln 2/32, error relative to r")
    # e^{-v} - 1 + v = v^2 (1/2 - v S(v))
    s = lambda v: series(lambda k: 1 / mp.factorial(k + 3), -1, v)
    show("EXPM1_MINUS", *remez(s, lambda v: 2 * abs(v) + TINY, 0, "0.5", 9),
         "`e^{−v} − 1 + v = v²(½ − v·S(v))` for 0 ≤ v ≤ ½, error relative to the value")

    ln2 = log(2)
    grid = mpf(2) ** -42
    hi = lambda x: nint(x / grid) * grid
    print(f"const LN2: (f64, f64) = ({float(hi(ln2))!r}, {float(ln2 - hi(ln2))!r});")
    # row i serves mantissas in [1 + i/16, 1 + (i+1)/16); the reciprocal has five fractional bits,
    # so r = m * reciprocal - 1 is exact
    rec = []
    for i in range(16):
        if i == 0:
            j = 32
        else:
            lo, up = 1 + mpf(i) / 16, 1 + mpf(i + 1) / 16
            j = min(range(16, 33), key=lambda j: max(abs(lo * j / 32 - 1), abs(up * j / 32 - 1)))
        rec.append(mpf(j) / 32)
    print("const RECIPROCAL:", [float(x) for x in rec])
    print("range of r:", float(min((1 + mpf(i) / 16) * x - 1 for i, x in enumerate(rec))),
          float(max((1 + mpf(i + 1) / 16) * x - 1 for i, x in enumerate(rec))))
    print("const LN_HI:", [float(hi(-log(x))) for x in rec])
    print("const LN_LO:", [float(-log(x) - hi(-log(x))) for x in rec])
    two = [mpf(2) ** (mpf(i) / 16) for i in range(16)]
    print("const EXP2_HI:", [float(x) for x in two])
    print("const EXP2_LO:", [float(x - mpf(float(x))) for x in two])
    step = ln2 / 16
    step_hi = floor(step * mpf(2) ** 43) / mpf(2) ** 43
    print(f"const STEP: (f64, f64) = ({float(step_hi)!r}, {float(step - step_hi)!r}); inverse {float(1 / step)!r}")
