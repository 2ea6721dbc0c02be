/*
 * What the header promises about ceilings: facts by flag, configurations of earlier versions, nothing written on an error.
 * C99, and C++17 just as well.
 */
#include "bestof.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static int checks, failures;

static void check(int holds, const char *what, int line)
{
    checks++;
    if (!holds) {
        failures++;
        fprintf(stderr, "ceiling.c:%d: %s\n", line, what);
    }
}
#define CHECK(condition) check(!!(condition), #condition, __LINE__)

static const double mark = -7777.0;

/* Members without their flag hold what must not be looked at. */
static bestof_ceiling_config known(uint32_t flags)
{
    bestof_ceiling_config config;

    memset(&config, 0xff, sizeof config);
    config.struct_size = sizeof config;
    config.flags = flags;
    if (flags & BESTOF_KNOWN_SIGMA) config.sigma = 1.0;
    if (flags & BESTOF_KNOWN_STANDARD_DEVIATION) config.standard_deviation = 1.0;
    if (flags & BESTOF_KNOWN_LO) config.lo = 0.0;
    if (flags & BESTOF_KNOWN_HI) config.hi = 1.0;
    if (flags & BESTOF_KNOWN_MEAN) config.mean = 0.5;
    if (flags & BESTOF_KNOWN_KL) config.kl = 0.125;
    if (flags & BESTOF_KNOWN_SUB_GAMMA) config.variance_factor = config.scale = 1.0;
    return config;
}

static int about(double x, double expected)
{
    return x >= expected * (1.0 - 2e-16) && x <= expected * (1.0 + 1e-15);
}

static void test_facts(void)
{
    const struct {
        uint32_t flags;
        double gain; /* of best-of-4 */
        int32_t which;
    } cases[] = {
        { 0, INFINITY, BESTOF_LIMITED_BY_NOTHING },
        { BESTOF_KNOWN_SYMMETRY | BESTOF_KNOWN_MEAN, INFINITY, BESTOF_LIMITED_BY_NOTHING },
        { BESTOF_KNOWN_SIGMA, 1.12809074202378827858, BESTOF_LIMITED_BY_SUB_GAUSSIAN },
        { BESTOF_KNOWN_SIGMA | BESTOF_KNOWN_KL, 0.5, BESTOF_LIMITED_BY_SUB_GAUSSIAN },
        { BESTOF_KNOWN_SUB_GAMMA | BESTOF_KNOWN_KL, 0.625, BESTOF_LIMITED_BY_SUB_GAMMA },
        { BESTOF_KNOWN_STANDARD_DEVIATION, 1.13389341902768168164, BESTOF_LIMITED_BY_STANDARD_DEVIATION },
        { BESTOF_KNOWN_STANDARD_DEVIATION | BESTOF_KNOWN_SYMMETRY, 1.04197614450345537375, BESTOF_LIMITED_BY_SYMMETRY },
        { BESTOF_KNOWN_LO | BESTOF_KNOWN_HI, 0.472470393710577436788, BESTOF_LIMITED_BY_RANGE },
        { BESTOF_KNOWN_LO | BESTOF_KNOWN_HI | BESTOF_KNOWN_KL, 0.25, BESTOF_LIMITED_BY_PINSKER },
        { BESTOF_KNOWN_LO | BESTOF_KNOWN_HI | BESTOF_KNOWN_MEAN, 0.4375, BESTOF_LIMITED_BY_RANGE_AND_MEAN },
        { BESTOF_KNOWN_LO | BESTOF_KNOWN_HI | BESTOF_KNOWN_SYMMETRY, 0.4375, BESTOF_LIMITED_BY_RANGE_AND_MEAN },
        { BESTOF_KNOWN_HI | BESTOF_KNOWN_MEAN, 0.5, BESTOF_LIMITED_BY_UPPER_END },
        { BESTOF_KNOWN_LO | BESTOF_KNOWN_MEAN, 1.5, BESTOF_LIMITED_BY_LOWER_END },
    };
    size_t i;

    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        const bestof_ceiling_config config = known(cases[i].flags);
        double out = mark, again = mark;
        int32_t which = -1;

        CHECK(bestof_ceiling(&config, 4.0, &out, &which) == BESTOF_OK);
        CHECK(out == cases[i].gain || about(out, cases[i].gain));
        CHECK(which == cases[i].which);
        CHECK(bestof_ceiling(&config, 4.0, &again, NULL) == BESTOF_OK && again == out);
        CHECK(bestof_ceiling(&config, 1.0, &out, &which) == BESTOF_OK && out == 0.0);
        CHECK(bestof_ceiling_at_kl(&config, 0.0, &out, &which) == BESTOF_OK && out == 0.0);
    }
}

static void test_at_kl(void)
{
    bestof_ceiling_config config = known(BESTOF_KNOWN_LO | BESTOF_KNOWN_HI | BESTOF_KNOWN_MEAN);
    double out = mark;
    int32_t which = -1;

    CHECK(bestof_ceiling_at_kl(&config, 0.125, &out, &which) == BESTOF_OK);
    CHECK(out >= bestof_bounded_bound(0.0, 1.0, 0.5, 0.125) && which == BESTOF_LIMITED_BY_BINARY_KL);
    config = known(BESTOF_KNOWN_LO | BESTOF_KNOWN_HI);
    CHECK(bestof_ceiling_at_kl(&config, 3.0, &out, &which) == BESTOF_OK);
    CHECK(about(out, sqrt(1.0 - exp(-3.0))) && which == BESTOF_LIMITED_BY_BRETAGNOLLE_HUBER);
    /* The standard deviation limits no policy at a KL divergence. */
    config = known(BESTOF_KNOWN_STANDARD_DEVIATION | BESTOF_KNOWN_SYMMETRY | BESTOF_KNOWN_KL);
    CHECK(bestof_ceiling_at_kl(&config, 0.125, &out, &which) == BESTOF_OK);
    CHECK(out == INFINITY && which == BESTOF_LIMITED_BY_NOTHING);
}

static void test_min_n(void)
{
    bestof_ceiling_config config = known(BESTOF_KNOWN_SIGMA);
    uint64_t n = 77;
    double out;

    CHECK(bestof_ceiling_min_n(&config, 2.0, &n) == BESTOF_OK && n == 20);
    CHECK(bestof_ceiling(&config, 20.0, &out, NULL) == BESTOF_OK && out >= 2.0);
    CHECK(bestof_ceiling(&config, 19.0, &out, NULL) == BESTOF_OK && out < 2.0);
    CHECK(bestof_ceiling_min_n(&config, 0.0, &n) == BESTOF_OK && n == 1);
    CHECK(bestof_ceiling_min_n(&config, 1e3, &n) == BESTOF_OK && n == 0);
    config = known(BESTOF_KNOWN_LO | BESTOF_KNOWN_HI | BESTOF_KNOWN_MEAN);
    CHECK(bestof_ceiling_min_n(&config, 0.4375, &n) == BESTOF_OK && n == 4);
    CHECK(bestof_ceiling_min_n(&config, 0.51, &n) == BESTOF_OK && n == 0);
    n = 77;
    config = known(BESTOF_KNOWN_SIGMA | BESTOF_KNOWN_KL);
    CHECK(bestof_ceiling_min_n(&config, 1.0, &n) == BESTOF_E_DOMAIN);
    config = known(BESTOF_KNOWN_SIGMA);
    CHECK(bestof_ceiling_min_n(&config, NAN, &n) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_ceiling_min_n(NULL, 1.0, &n) == BESTOF_E_NULL && n == 77);
    CHECK(bestof_ceiling_min_n(&config, 1.0, NULL) == BESTOF_E_NULL);
}

/* A program compiled against an earlier, shorter struct hands over no byte more. */
static void test_sizes(void)
{
    const bestof_ceiling_config whole = known(BESTOF_KNOWN_SIGMA);
    /* unsigned char arrays have no alignment of their own: doubles do. */
    double earlier[2];
    const uint32_t size = sizeof earlier;
    bestof_ceiling_config config = whole;
    double out = mark;
    int32_t which = -1;

    memcpy(earlier, &whole, sizeof earlier);
    memcpy(earlier, &size, sizeof size);
    CHECK(bestof_ceiling((const bestof_ceiling_config *)(const void *)earlier, 4.0, &out, &which) == BESTOF_OK);
    CHECK(about(out, 1.12809074202378827858) && which == BESTOF_LIMITED_BY_SUB_GAUSSIAN);

    out = mark;
    which = -1;
    config.struct_size = offsetof(bestof_ceiling_config, sigma);
    CHECK(bestof_ceiling(&config, 4.0, &out, &which) == BESTOF_E_STRUCT_SIZE);
    config.struct_size = 0;
    CHECK(bestof_ceiling(&config, 4.0, &out, &which) == BESTOF_E_STRUCT_SIZE);
    config.struct_size = 12;
    CHECK(bestof_ceiling(&config, 4.0, &out, &which) == BESTOF_E_STRUCT_SIZE);
    config.struct_size = sizeof config + 8;
    CHECK(bestof_ceiling_at_kl(&config, 4.0, &out, &which) == BESTOF_E_STRUCT_SIZE);
    config.struct_size = UINT32_MAX;
    CHECK(bestof_ceiling_at_kl(&config, 4.0, &out, &which) == BESTOF_E_STRUCT_SIZE);
    CHECK(out == mark && which == -1);
}

static void test_errors(void)
{
    const uint32_t range = BESTOF_KNOWN_LO | BESTOF_KNOWN_HI | BESTOF_KNOWN_MEAN;
    bestof_ceiling_config config = known(BESTOF_KNOWN_SIGMA);
    double out = mark;
    int32_t which = -1;

    CHECK(bestof_ceiling(NULL, 4.0, &out, &which) == BESTOF_E_NULL);
    CHECK(bestof_ceiling(&config, 4.0, NULL, &which) == BESTOF_E_NULL);
    CHECK(bestof_ceiling_at_kl(&config, 4.0, NULL, NULL) == BESTOF_E_NULL);
    CHECK(bestof_ceiling((const bestof_ceiling_config *)(const void *)((const char *)&config + 1), 4.0, &out, &which)
          == BESTOF_E_DOMAIN);
    CHECK(bestof_ceiling(&config, 4.0, &out, (int32_t *)(void *)((char *)&which + 1)) == BESTOF_E_DOMAIN);
    CHECK(bestof_ceiling(&config, 0.5, &out, &which) == BESTOF_E_DOMAIN);
    CHECK(bestof_ceiling(&config, NAN, &out, &which) == BESTOF_E_DOMAIN);
    CHECK(bestof_ceiling_at_kl(&config, -1.0, &out, &which) == BESTOF_E_DOMAIN);
    CHECK(bestof_ceiling_at_kl(&config, NAN, &out, &which) == BESTOF_E_DOMAIN);
    config.flags |= UINT32_C(1) << 31;
    CHECK(bestof_ceiling(&config, 4.0, &out, &which) == BESTOF_E_DOMAIN);
    config = known(BESTOF_KNOWN_SIGMA);
    config.sigma = NAN;
    CHECK(bestof_ceiling(&config, 4.0, &out, &which) == BESTOF_E_NOT_FINITE);
    config.sigma = INFINITY;
    CHECK(bestof_ceiling(&config, 4.0, &out, &which) == BESTOF_E_NOT_FINITE);
    config.sigma = -1.0;
    CHECK(bestof_ceiling(&config, 4.0, &out, &which) == BESTOF_E_DOMAIN);
    config = known(range);
    config.mean = 2.0;
    CHECK(bestof_ceiling(&config, 4.0, &out, &which) == BESTOF_E_DOMAIN);
    config = known(range);
    config.lo = -1e300;
    CHECK(bestof_ceiling(&config, 4.0, &out, &which) == BESTOF_E_DOMAIN);
    CHECK(out == mark && which == -1);
}

int main(void)
{
    test_facts();
    test_at_kl();
    test_min_n();
    test_sizes();
    test_errors();
    printf("%d passed, %d failed\n", checks - failures, failures);
    return failures != 0;
}
