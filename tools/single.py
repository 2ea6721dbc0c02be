"""Coefficients and tables of src/single/kl.rs in units of 2^-32: python3 tools/single.py  (needs mpmath)."""

from mpmath import mpf, log, ceil, nint

from elementary import remez, series


def show(name, c, comment, error=None):
    tail = "" if error is None else f", error 2^{float(log(error, 2)):.1f}"
    print(f"/// {comment}{tail}.")
    print(f"const {name}: [u32; {len(c)}] = [")
    for x in c:
        print(f"    0x{int(nint(x * 2**32)):08x},")
    print("];\n")


def alternating(name, f, top, degree, comment):
    """sum (-1)^k c[k] x^k, the c positive."""
    c, error = remez(f, lambda x: 1 / f(x), 0, top, degree)
    signed = [(-1) ** k * x for k, x in enumerate(c)]
    assert all(0 < x < 1 for x in signed)
    show(name, signed, comment, error)


if __name__ == "__main__":
    alternating("KL_NEAR_ONE", lambda r: series(lambda k: mpf(k + 1) / (k + 2), -1, r), "0.5", 8,
                "`ln(1+r) − r/(1+r) = r²·(c[0] − c[1]·r + …)` for 0 ≤ r ≤ ½, relative")
    alternating("REVERSE_KL_NEAR_ONE", lambda r: series(lambda k: mpf(1) / (k + 2), -1, r), "0.5", 8,
                "`r − ln(1+r) = r²·(c[0] − c[1]·r + …)` for 0 ≤ r ≤ ½, relative")
    alternating("LOG1P", lambda z: series(lambda k: mpf(1) / (k + 2), -1, z), "0.0703125", 3,
                "`ln(1+z) = z − z²·(c[0] − c[1]·z + …)` for 0 ≤ z ≤ 9/128, of c relative")
    reciprocals = [ceil(mpf(256 * 16) / (16 + i)) for i in range(16)]
    print("/// Row `i` serves mantissas in `[1 + i/16, 1 + (i+1)/16)`: 256 times the reciprocal of the low end, rounded up.")
    print(f"const RECIPROCAL: [u16; 16] = {[int(c) for c in reciprocals]};\n")
    worst = max((1 + mpf(i + 1) / 16) * c / 256 - 1 for i, c in enumerate(reciprocals))
    assert worst <= mpf("0.0703125"), worst
    show("MINUS_LN", [-log(c / 256) for c in reciprocals], "`−ln (RECIPROCAL[i]/256)`")
    print(f"const LN_2: u32 = 0x{int(nint(log(2) * 2**32)):08x};")
