"""The nodes and weights of src/num/quadrature.rs: python3 tools/gauss_legendre.py (needs mpmath)."""

from mpmath import mp, mpf, legendre, cos, pi

mp.dps = 40
POINTS = 20

for i in range(POINTS):
    x = -cos(pi * (i + mpf(3) / 4) / (POINTS + mpf(1) / 2))
    for _ in range(8):
        p = legendre(POINTS, x)
        slope = POINTS * (legendre(POINTS - 1, x) - x * p) / (1 - x * x)
        x -= p / slope
    print(f"    ({float(x)!r}, {float(2 / ((1 - x * x) * slope * slope))!r}),")
