"""The series of src/policy/frontier.rs: python3 tools/frontier.py (needs mpmath)."""

from mpmath import bernoulli, factorial, mp

mp.dps = 40
print("WIN")
for k in range(2, 13):
    print("   ", repr(float(bernoulli(2 * k) / factorial(2 * k))) + ",")
print("KL")
for k in range(2, 13):
    print("   ", repr(float(bernoulli(2 * k) * (2 * k - 1) / (2 * k * factorial(2 * k)))) + ",")
