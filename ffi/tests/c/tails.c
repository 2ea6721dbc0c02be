/*
 * What the header promises about transportation and confidence: callbacks, grids, nothing written on an error. C99, and
 * C++17 just as well.
 */
#include "bestof.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TOO_MANY (SIZE_MAX / sizeof(double))

static int checks, failures;

static void check(int holds, const char *what, int line)
{
    checks++;
    if (!holds) {
        failures++;
        fprintf(stderr, "tails.c:%d: %s\n", line, what);
    }
}
#define CHECK(condition) check(!!(condition), #condition, __LINE__)

static const double mark = -7777.0;

static int near(double x, double expected)
{
    return fabs(x - expected) <= 1e-12 * fabs(expected);
}

/* The log-moment of a centred normal reward; user points to its variance, and counts the calls behind it. */
static double gaussian(double lambda, void *user)
{
    double *state = (double *)user;

    state[1]++;
    return 0.5 * state[0] * lambda * lambda;
}

/* That of a centred exponential reward of mean 1, which ends at lambda = 1. */
static double exponential(double lambda, void *user)
{
    (void)user;
    return lambda < 1.0 ? -lambda - log1p(-lambda) : INFINITY;
}

static double broken(double lambda, void *user)
{
    (void)user;
    return lambda > 1.0 ? NAN : 0.5 * lambda * lambda;
}

static void test_callback(void)
{
    double state[2] = { 4.0, 0.0 };
    double out = mark, lambda = mark;

    CHECK(bestof_transport_bound(0.5, INFINITY, gaussian, state, &out, &lambda) == BESTOF_OK);
    CHECK(near(out, 2.0) && fabs(lambda - 0.5) < 1e-3 && state[1] > 10.0 && state[1] < 200.0);
    CHECK(out >= 2.0);
    CHECK(bestof_transport_bound(0.5, 1.0, exponential, NULL, &out, NULL) == BESTOF_OK);
    CHECK(near(out, bestof_exponential_bound(1.0, 0.5)));
    CHECK(bestof_transport_bound(0.0, 1.0, exponential, NULL, &out, &lambda) == BESTOF_OK);
    CHECK(out == 0.0 && lambda == 0.0);
    out = lambda = mark;
    CHECK(bestof_transport_bound(0.5, INFINITY, NULL, state, &out, &lambda) == BESTOF_E_NULL);
    CHECK(bestof_transport_bound(0.5, INFINITY, gaussian, state, NULL, &lambda) == BESTOF_E_NULL);
    CHECK(bestof_transport_bound(-0.5, INFINITY, gaussian, state, &out, &lambda) == BESTOF_E_DOMAIN);
    CHECK(bestof_transport_bound(NAN, INFINITY, gaussian, state, &out, &lambda) == BESTOF_E_DOMAIN);
    CHECK(bestof_transport_bound(0.5, 0.0, gaussian, state, &out, &lambda) == BESTOF_E_DOMAIN);
    CHECK(bestof_transport_bound(0.5, INFINITY, broken, NULL, &out, &lambda) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_transport_bound(0.5, 1.0, gaussian, state, &out, (double *)(void *)((char *)&lambda + 1))
          == BESTOF_E_DOMAIN);
    CHECK(out == mark && lambda == mark);
}

static void test_grid(void)
{
    static const double lambda[] = { 0.25, 1.0, 0.5, 2.0 }, psi[] = { 0.125, 2.0, 0.5, INFINITY };
    static const double negative[] = { 0.25, -1.0 }, endless[] = { 0.25, INFINITY }, wrong[] = { 0.125, NAN };
    double out = mark, best = mark;

    CHECK(bestof_transport_bound_on_grid(0.5, lambda, psi, COUNT(psi), &out, &best) == BESTOF_OK);
    CHECK(out >= 2.0 && near(out, 2.0) && best == 0.5);
    CHECK(bestof_transport_bound_on_grid(0.5, lambda, psi, COUNT(psi), &out, NULL) == BESTOF_OK);
    out = best = mark;
    CHECK(bestof_transport_bound_on_grid(0.5, NULL, psi, 4, &out, &best) == BESTOF_E_NULL);
    CHECK(bestof_transport_bound_on_grid(0.5, lambda, NULL, 4, &out, &best) == BESTOF_E_NULL);
    CHECK(bestof_transport_bound_on_grid(0.5, lambda, psi, 4, NULL, &best) == BESTOF_E_NULL);
    CHECK(bestof_transport_bound_on_grid(0.5, NULL, NULL, 0, &out, &best) == BESTOF_E_EMPTY);
    CHECK(bestof_transport_bound_on_grid(0.5, lambda, psi, TOO_MANY, &out, &best) == BESTOF_E_CAPACITY);
    CHECK(bestof_transport_bound_on_grid(-0.5, lambda, psi, 4, &out, &best) == BESTOF_E_DOMAIN);
    CHECK(bestof_transport_bound_on_grid(0.5, negative, psi, 2, &out, &best) == BESTOF_E_DOMAIN);
    CHECK(bestof_transport_bound_on_grid(0.5, endless, psi, 2, &out, &best) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_transport_bound_on_grid(0.5, lambda, wrong, 2, &out, &best) == BESTOF_E_NOT_FINITE);
    CHECK(out == mark && best == mark);
}

static void test_tail_adaptive(void)
{
    double out = mark, alpha = mark;
    int32_t helps = -1;

    CHECK(bestof_tail_adaptive_best_of_n(0.1, 1.0, 100.0, &out, &alpha) == BESTOF_OK);
    CHECK(out < bestof_sub_gaussian_bound(1.0, bestof_kl(100.0)) && alpha > 0.0 && alpha < 1.0);
    CHECK(near(out, bestof_tail_adaptive_bound(0.1, 1.0, alpha, bestof_renyi(100.0, alpha))));
    CHECK(bestof_tail_adaptive_best_of_n(1.0, 1.0, 100.0, &out, NULL) == BESTOF_OK);
    CHECK(bestof_tail_adaptive_helps(0.1, 1.0, 100.0, &helps) == BESTOF_OK && helps == 1);
    CHECK(bestof_tail_adaptive_helps(1.0, 1.0, 100.0, &helps) == BESTOF_OK && helps == 0);
    out = alpha = mark;
    helps = -1;
    CHECK(bestof_tail_adaptive_best_of_n(1.0, 1.0, 2.0, NULL, &alpha) == BESTOF_E_NULL);
    CHECK(bestof_tail_adaptive_best_of_n(-1.0, 1.0, 2.0, &out, &alpha) == BESTOF_E_DOMAIN);
    CHECK(bestof_tail_adaptive_best_of_n(1.0, NAN, 2.0, &out, &alpha) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_tail_adaptive_best_of_n(1.0, 1.0, 0.5, &out, &alpha) == BESTOF_E_DOMAIN);
    CHECK(bestof_tail_adaptive_helps(1.0, 1.0, 2.0, NULL) == BESTOF_E_NULL);
    CHECK(bestof_tail_adaptive_helps(1.0, 1.0, INFINITY, &helps) == BESTOF_E_DOMAIN);
    CHECK(out == mark && alpha == mark && helps == -1);
}

static void test_scalars(void)
{
    /* n = 16, m = 100, delta = 0.01: theorem 3 for normal rewards. */
    CHECK(fabs(bestof_best_of_n_mean_bound(1.0, 16.0, 0.01, 100) - 2.068) < 1e-3);
    CHECK(bestof_realised_kl_upper(16.0, 0.01, 100) <= bestof_realised_kl_upper_chernoff(16.0, 0.01, 100));
    CHECK(bestof_realised_kl_lower(16.0, 0.01, 100) >= bestof_realised_kl_lower_chernoff(16.0, 0.01, 100));
    CHECK(isnan(bestof_realised_kl_upper(16.0, 0.0, 100)) && isnan(bestof_realised_kl_upper(16.0, 0.5, 0)));
    CHECK(bestof_policy_mean_bound(1.0, INFINITY, log(16.0), 0.01, 100) > bestof_best_of_n_mean_bound(1.0, 16.0, 0.01, 100));
    CHECK(near(bestof_empirical_gain_bound(2.0, 1.0, 0.5, 1.0, 10, 10), 2.0));
    CHECK(near(bestof_hoeffding_bound(0.0, 4.0, 0.5), 2.0));
    CHECK(near(bestof_kearns_saul_bound(0.0, 4.0, 2.0, 0.5), 2.0));
    CHECK(near(bestof_sub_exponential_bound(2.0, 0.0, 0.5), 2.0));
    CHECK(near(bestof_gamma_bound(1.0, 3.0, 0.5), bestof_exponential_bound(3.0, 0.5)));
    CHECK(bestof_uniform_bound(0.0, 1.0, INFINITY) == 0.5);
}

static void test_batches(void)
{
    static const double kl[] = { 0.0, 1e-9, 0.25, 1.0, 3.0, 50.0, INFINITY, -1.0 };
    double out[COUNT(kl)];
    size_t i;

#define BATCH(call, scalar) \
    do { \
        CHECK(call == BESTOF_OK); \
        for (i = 0; i < COUNT(kl); i++) { \
            const double one = scalar; \
            CHECK(memcmp(&out[i], &one, sizeof one) == 0 || (isnan(one) && isnan(out[i]))); \
        } \
    } while (0)
    BATCH(bestof_gamma_bound_batch(kl, COUNT(kl), 2.0, 3.0, out), bestof_gamma_bound(2.0, 3.0, kl[i]));
    BATCH(bestof_exponential_bound_batch(kl, COUNT(kl), 3.0, out), bestof_exponential_bound(3.0, kl[i]));
    BATCH(bestof_uniform_bound_batch(kl, COUNT(kl), -1.0, 3.0, out), bestof_uniform_bound(-1.0, 3.0, kl[i]));
    BATCH(bestof_sub_exponential_bound_batch(kl, COUNT(kl), 2.0, 3.0, out), bestof_sub_exponential_bound(2.0, 3.0, kl[i]));
    BATCH(bestof_hoeffding_bound_batch(kl, COUNT(kl), -1.0, 3.0, out), bestof_hoeffding_bound(-1.0, 3.0, kl[i]));
    BATCH(bestof_kearns_saul_bound_batch(kl, COUNT(kl), -1.0, 3.0, 0.0, out),
          bestof_kearns_saul_bound(-1.0, 3.0, 0.0, kl[i]));
    CHECK(bestof_gamma_bound_batch(NULL, 3, 2.0, 3.0, out) == BESTOF_E_NULL);
    CHECK(bestof_gamma_bound_batch(kl, COUNT(kl), 2.0, 3.0, NULL) == BESTOF_E_NULL);
    CHECK(bestof_uniform_bound_batch(out, 4, 0.0, 1.0, out + 1) == BESTOF_E_DOMAIN);
    CHECK(bestof_uniform_bound_batch(NULL, 0, 0.0, 1.0, NULL) == BESTOF_OK);
}

int main(void)
{
    test_callback();
    test_grid();
    test_tail_adaptive();
    test_scalars();
    test_batches();
    printf("%d passed, %d failed\n", checks - failures, failures);
    return failures != 0;
}
