"""The guess of src/bound/bounded.rs: ROUGH_LOG1P, and how far the fitted lines are from the odds they stand for:
python3 tools/bounded.py  (needs mpmath; a few seconds)."""

from elementary import mp, mpf, remez, show, log, exp, log1p
from mpmath import expm1, sqrt

mp.dps = 40

# near = max(0.56 + 0.11 A, 1), far = 0.78 + 0.0225 A^2, rise = max(1.055 - 0.012 A, 1.01): least worst error, by hand,
# over a few A = -ln p from 0 to 14.
NEAR, FAR, RISE = (mpf("0.56"), mpf("0.11")), (mpf("0.78"), mpf("0.0225")), (mpf("1.055"), mpf("0.012"))


def point(p, tilt):
    """s, missing and the odds delta : 1 - q of the Bernoulli law tilted by `tilt`."""
    power = p * expm1(tilt)
    q = (p + power) / (1 + power)
    kl = tilt * q - log1p(power)
    return sqrt(2 * kl), -log(p) - kl, power


def guess(p, s, missing, rough):
    top = -log(p)
    root = sqrt(2 * top)
    t = s / root
    line = log(top / missing) + t * (rough[0] + t * (rough[1] + t * rough[2]))
    below = max(NEAR[0] + NEAR[1] * top, 1) + (FAR[0] + FAR[1] * top**2) * line
    bend = (top / (1 - p)) ** 2 * (1 + 4 * p) / 3 - 1
    rise = max(RISE[0] - RISE[1] * top, mpf("1.01"))
    z = top * sqrt(p / (1 - p)) + (1 - p) / root * line * (rise + bend / below)
    return z * s / missing


if __name__ == "__main__":
    rough, error = remez(lambda t: log1p(t) / t, lambda t: t / log1p(t), "1e-6", 1, 2)
    show("ROUGH_LOG1P", rough, error, "`ln(1+t)/t` for `0 ≤ t ≤ 1`, relative error")
    for p in map(mpf, ["1e-15", "1e-9", "1e-6", "1e-4", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "0.5", "0.7", "0.9", "0.999"]):
        worst = max(abs(guess(p, s, missing, rough) / odds - 1)
                    for s, missing, odds in (point(p, (60 - log(p)) * exp(mpf(-k) / 40)) for k in range(400)))
        print(f"p = {float(p):g}: odds within {float(worst):.4f}")
