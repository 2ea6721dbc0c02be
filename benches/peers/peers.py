"""bestof beside numpy and scipy, in one process: rows of the table that main.cpp begins.

    python peers.py LIBBESTOF
"""

import ctypes
import math
import statistics
import sys
import time

import numpy as np
import scipy.integrate
import scipy.special
import scipy.stats

POINTER = ctypes.POINTER(ctypes.c_double)


def pointer(array):
    return array.ctypes.data_as(POINTER)


def seconds(once, repetitions):
    start = time.perf_counter()
    for _ in range(repetitions):
        once()
    return (time.perf_counter() - start) / repetitions


def race(job, units, rivals):
    """Interleaved rounds; the first rival is the one that the ratios refer to."""
    repetitions = []
    for _, _, once in rivals:
        count = 1
        while seconds(once, count) * count < 1e-3 and count < 1 << 16:
            count *= 2
        repetitions.append(count)
    rounds = [[] for _ in rivals]
    for _ in range(15):
        for times, (_, _, once), count in zip(rounds, rivals, repetitions):
            times.append(1e9 * seconds(once, count) / units)
    ours = statistics.median(rounds[0])
    for (name, accuracy, _), times in zip(rivals, rounds):
        median = statistics.median(times)
        print(f"| {job} | {name} | {median:.3g} | {median / ours:.2f} | {accuracy} |", flush=True)


def main(path):
    bestof = ctypes.CDLL(path)
    size = ctypes.c_size_t
    for name in ("kl", "n_at_kl"):
        function = getattr(bestof, f"bestof_{name}_batch")
        function.argtypes = (POINTER, size, POINTER)
    bestof.bestof_curve.argtypes = (POINTER, POINTER, size, POINTER, size, POINTER, POINTER, size)
    bestof.bestof_exp_stream_fill.argtypes = (ctypes.c_void_p, size, POINTER)
    bestof.bestof_normal_max_mean.argtypes = (ctypes.c_double,)
    bestof.bestof_normal_max_mean.restype = ctypes.c_double
    bestof.bestof_rng_seed.argtypes = (ctypes.c_void_p, ctypes.c_uint64)
    bestof.bestof_exp_stream_init.argtypes = (ctypes.c_void_p, ctypes.c_void_p)

    random = np.random.default_rng(1)
    n = np.exp(random.uniform(0, math.log(1e6), 4096))
    out = np.empty_like(n)
    # Made once: ctypes takes microseconds for each.
    n_pointer, out_pointer = pointer(n), pointer(out)
    job = "KL of 4096 sizes from Python, ns each"
    race(job, n.size, [
        ("**bestof** by ctypes", "", lambda: bestof.bestof_kl_batch(n_pointer, n.size, out_pointer)),
        ("numpy", "", lambda: np.log(n) - (n - 1) / n),
    ])

    budgets = np.log(n) - (n - 1) / n
    budgets_pointer = pointer(budgets)
    race("n at 4096 KL budgets from Python, ns each", n.size, [
        ("**bestof** by ctypes", "", lambda: bestof.bestof_n_at_kl_batch(budgets_pointer, n.size, out_pointer)),
        ("scipy lambertw", "", lambda: -1 / scipy.special.lambertw(-np.exp(-1 - budgets)).real),
    ])

    for pool in (64, 256, 1024):
        rewards = np.sort(random.normal(size=pool))
        scratch, curve = np.empty(4 * pool), np.empty(pool)
        arrays = pointer(rewards), pointer(scratch), pointer(curve)

        def ours():
            bestof.bestof_curve(arrays[0], None, pool, arrays[1], scratch.size, arrays[2], None, pool)

        def recurrence():
            rank, weight, means = np.arange(1, pool + 1), np.full(pool, 1 / pool), np.empty(pool)
            for k in range(1, pool + 1):
                means[k - 1] = weight @ rewards
                if k < pool:
                    weight = weight * np.maximum(rank - k, 0) * ((k + 1) / (k * (pool - k)))
            return means

        ours()
        difference = np.max(np.abs(recurrence() - curve))
        race(f"best-of-n curve of {pool} samples from Python, ns", 1, [
            ("**bestof** by ctypes", "", ours),
            ("numpy recurrence", f"differs by {difference:.1e}", recurrence),
        ])

    def quadrature(n):
        return scipy.integrate.quad(
            lambda x: x * n * scipy.stats.norm.pdf(x) * scipy.special.ndtr(x) ** (n - 1), -np.inf, np.inf)[0]

    race("expected largest of 1000 normals from Python, ns", 1, [
        ("**bestof** by ctypes", "", lambda: bestof.bestof_normal_max_mean(1000.0)),
        ("scipy quad", f"{abs(quadrature(1000.0) / bestof.bestof_normal_max_mean(1000.0) - 1):.1e}",
         lambda: quadrature(1000.0)),
    ])

    rng, stream = ctypes.create_string_buffer(32), ctypes.create_string_buffer(256)
    bestof.bestof_rng_seed(rng, 1)
    bestof.bestof_exp_stream_init(stream, rng)
    race("4096 exponentials from Python, ns each", out.size, [
        ("**bestof** by ctypes", "", lambda: bestof.bestof_exp_stream_fill(stream, out.size, out_pointer)),
        ("numpy", "", lambda: random.standard_exponential(out.size, out=out)),
    ])


if __name__ == "__main__":
    main(*sys.argv[1:])
