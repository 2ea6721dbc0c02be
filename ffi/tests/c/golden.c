/*
 * From proxy to gold: what the header promises about knowledge, intervals, fits and pools. C99, and C++17 just as well.
 */
#include "bestof.h"

#include "check.h"

static void test_interval(void)
{
    bestof_drift drift, still;
    bestof_error_facts known;
    bestof_gold_interval out, before;
    char odd[sizeof known + 1];

    CHECK(bestof_drift_best_of_n(16.0, &drift) == BESTOF_OK);
    CHECK(drift.kl >= bestof_kl(16.0) && drift.kl < bestof_kl(16.0) * (1 + 1e-15));
    CHECK(drift.total_variation >= bestof_total_variation(16.0) && drift.chi_squared >= bestof_chi_squared(16.0));
    still = drift;
    CHECK(bestof_drift_best_of_n(0.5, &drift) == BESTOF_E_DOMAIN);
    CHECK(bestof_drift_best_of_n(NAN, &drift) == BESTOF_E_DOMAIN);
    CHECK(bestof_drift_best_of_n(2.0, NULL) == BESTOF_E_NULL);
    CHECK(memcmp(&still, &drift, sizeof drift) == 0);

    memset(&known, 0, sizeof known);
    known.struct_size = sizeof known;
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_OK);
    CHECK(out.low == -INFINITY && out.high == INFINITY && out.low_from == 0 && out.high_from == 0);

    /* Each flag opens one bound, on its side. Members without a flag are not looked at. */
    known.sup = known.range = known.standard_deviation = 0.5;
    known.left_sub_gaussian = 0.25;
    known.right_sub_gaussian = 0.5;
    known.gold_sub_gaussian = NAN;
    known.flags = BESTOF_ERROR_SUP;
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_OK);
    CHECK(fabs(1.0 - out.low - bestof_gold_shift_sup(0.5, drift.total_variation)) < 1e-15);
    CHECK(out.low_from == BESTOF_ERROR_SUP && out.high_from == BESTOF_ERROR_SUP);
    known.flags = BESTOF_ERROR_SUP | BESTOF_ERROR_RANGE;
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_OK);
    CHECK(fabs(out.high - 1.0 - 0.5 * drift.total_variation) < 1e-15 && out.high_from == BESTOF_ERROR_RANGE);
    known.flags = BESTOF_ERROR_STANDARD_DEVIATION;
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_OK);
    CHECK(fabs(out.high - 1.0 - bestof_gold_shift_standard_deviation(0.5, drift.chi_squared)) < 1e-15);
    CHECK(out.high_from == BESTOF_ERROR_STANDARD_DEVIATION);
    known.flags = BESTOF_ERROR_LEFT_SUB_GAUSSIAN;
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_OK);
    CHECK(fabs(out.high - 1.0 - bestof_sub_gaussian_bound(0.25, drift.kl)) < 1e-15 && out.low == -INFINITY);
    CHECK(out.low_from == 0 && out.high_from == BESTOF_ERROR_LEFT_SUB_GAUSSIAN);
    known.flags = BESTOF_ERROR_RIGHT_SUB_GAUSSIAN;
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_OK);
    CHECK(fabs(1.0 - out.low - bestof_sub_gaussian_bound(0.5, drift.kl)) < 1e-15 && out.high == INFINITY);
    CHECK(out.low_from == BESTOF_ERROR_RIGHT_SUB_GAUSSIAN);
    known.gold_sub_gaussian = 0.5;
    known.flags = BESTOF_GOLD_SUB_GAUSSIAN;
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_OK);
    CHECK(fabs(out.high - bestof_sub_gaussian_bound(0.5, drift.kl)) < 1e-15 && out.high_from == BESTOF_GOLD_SUB_GAUSSIAN);

    before = out;
    CHECK(bestof_gold_gain_interval(1.0, NULL, &known, &out) == BESTOF_E_NULL);
    CHECK(bestof_gold_gain_interval(1.0, &drift, NULL, &out) == BESTOF_E_NULL);
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, NULL) == BESTOF_E_NULL);
    CHECK(bestof_gold_gain_interval(1.0, &drift, (bestof_error_facts *)(void *)(odd + 1), &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_gold_gain_interval(NAN, &drift, &known, &out) == BESTOF_E_NOT_FINITE);
    known.flags = 64;
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_E_DOMAIN);
    known.flags = BESTOF_ERROR_SUP;
    known.sup = -1.0;
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_E_DOMAIN);
    known.sup = 1.0;
    still.kl = NAN;
    CHECK(bestof_gold_gain_interval(1.0, &still, &known, &out) == BESTOF_E_DOMAIN);
    /* Sizes that no version has, and one that ends before the member of the flag. */
    known.struct_size = 0;
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_E_STRUCT_SIZE);
    known.struct_size = 20;
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_E_STRUCT_SIZE);
    known.struct_size = sizeof known + 8;
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_E_STRUCT_SIZE);
    known.struct_size = UINT32_MAX;
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_E_STRUCT_SIZE);
    known.struct_size = offsetof(bestof_error_facts, sup);
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &out) == BESTOF_E_STRUCT_SIZE);
    /* A gain of 5 with hardly any error, and a gold reward that cannot gain so much. */
    known.struct_size = sizeof known;
    known.flags = BESTOF_ERROR_SUP | BESTOF_GOLD_SUB_GAUSSIAN;
    known.sup = 1e-3;
    CHECK(bestof_gold_gain_interval(5.0, &drift, &known, &out) == BESTOF_E_DOMAIN);
    CHECK(memcmp(&before, &out, sizeof out) == 0);
}

/* A program that was compiled when the struct ended after the member range. */
static void test_interval_earlier(void)
{
    /* unsigned char arrays have no alignment of their own: doubles do. */
    double earlier[3];
    const uint32_t size = sizeof earlier;
    bestof_drift drift;
    bestof_error_facts known;
    bestof_gold_interval out, whole;

    memset(&known, 0, sizeof known);
    known.struct_size = sizeof known;
    known.flags = BESTOF_ERROR_SUP | BESTOF_ERROR_RANGE;
    known.sup = 0.75;
    known.range = 0.5;
    CHECK(bestof_drift_best_of_n(16.0, &drift) == BESTOF_OK);
    CHECK(bestof_gold_gain_interval(1.0, &drift, &known, &whole) == BESTOF_OK);
    memcpy(earlier, &known, sizeof earlier);
    memcpy(earlier, &size, sizeof size);
    CHECK(bestof_gold_gain_interval(1.0, &drift, (const bestof_error_facts *)(const void *)earlier, &out) == BESTOF_OK);
    CHECK(memcmp(&out, &whole, sizeof out) == 0 && out.high_from == BESTOF_ERROR_RANGE);
}

typedef bestof_status (*fit)(const double *, const double *, const double *, size_t, bestof_scaling_fit *);

static void test_fits(void)
{
    static const fit fits[] = { bestof_scaling_best_of_n_fit, bestof_scaling_rl_fit };
    static double (*const laws[])(double, double, double) = { bestof_scaling_best_of_n, bestof_scaling_rl };
    static const double d[] = { 0.5, 1.5, 2.0, 3.0 }, w[] = { 1.0, 2.0, 0.5, 1.0 };
    static const double broken[] = { 0.5, NAN, 2.0, 3.0 }, negative[] = { 0.5, -1.0, 2.0, 3.0 };
    double y[4];
    bestof_scaling_fit out, before;
    size_t f, i;

    for (f = 0; f < COUNT(fits); f++) {
        for (i = 0; i < COUNT(d); i++) y[i] = laws[f](d[i], 1.2, 0.35);
        CHECK(fits[f](d, y, NULL, 4, &out) == BESTOF_OK);
        CHECK(fabs(out.alpha - 1.2) < 1e-13 && fabs(out.beta - 0.35) < 1e-13 && out.standard_error < 1e-14);
        CHECK(fits[f](d, y, w, 4, &out) == BESTOF_OK);
        CHECK(fabs(out.alpha - 1.2) < 1e-13 && fabs(out.beta - 0.35) < 1e-13);
        CHECK(fits[f](d, y, w, 2, &out) == BESTOF_OK && isnan(out.standard_error));

        memset(&before, 0x5a, sizeof before);
        out = before;
        CHECK(fits[f](NULL, y, w, 4, &out) == BESTOF_E_NULL);
        CHECK(fits[f](d, NULL, w, 4, &out) == BESTOF_E_NULL);
        CHECK(fits[f](d, y, w, 4, NULL) == BESTOF_E_NULL);
        CHECK(fits[f](NULL, NULL, NULL, 0, &out) == BESTOF_E_EMPTY);
        CHECK(fits[f](d, y, w, TOO_MANY, &out) == BESTOF_E_CAPACITY);
        CHECK(fits[f](broken, y, w, 4, &out) == BESTOF_E_NOT_FINITE);
        CHECK(fits[f](d, broken, w, 4, &out) == BESTOF_E_NOT_FINITE);
        CHECK(fits[f](d, y, broken, 4, &out) == BESTOF_E_NOT_FINITE);
        CHECK(fits[f](negative, y, w, 4, &out) == BESTOF_E_DOMAIN);
        CHECK(fits[f](d, y, negative, 4, &out) == BESTOF_E_DOMAIN);
        CHECK(fits[f](d, y, w, 1, &out) == BESTOF_E_DOMAIN);
        CHECK(memcmp(&before, &out, sizeof out) == 0);
    }
}

static void test_pools(void)
{
    static const double proxy[] = { 1.0, 2.0, 4.0 }, gold[] = { 3.0, 1.0, -1.0 }, broken[] = { 1.0, NAN, 2.0 };
    bestof_tilted_gains out, before;
    size_t n = 7;

    CHECK(bestof_tilted_transfer(proxy, gold, 3, 1e-6, &out) == BESTOF_OK);
    CHECK(fabs(out.proxy_gain - 5.0 / 3.0) < 1e-15 && fabs(out.gold_gain + 2.0) < 1e-15);
    CHECK(fabs(out.overestimation + 1.0 / 3.0) < 1e-9);
    /* One pool may be both. */
    CHECK(bestof_tilted_transfer(proxy, proxy, 3, 1.0, &out) == BESTOF_OK);
    CHECK(out.proxy_gain == out.gold_gain && out.overestimation == 0.0);
    before = out;
    CHECK(bestof_tilted_transfer(NULL, gold, 3, 1.0, &out) == BESTOF_E_NULL);
    CHECK(bestof_tilted_transfer(proxy, NULL, 3, 1.0, &out) == BESTOF_E_NULL);
    CHECK(bestof_tilted_transfer(proxy, gold, 3, 1.0, NULL) == BESTOF_E_NULL);
    CHECK(bestof_tilted_transfer(NULL, NULL, 0, 1.0, &out) == BESTOF_E_EMPTY);
    CHECK(bestof_tilted_transfer(proxy, gold, TOO_MANY, 1.0, &out) == BESTOF_E_CAPACITY);
    CHECK(bestof_tilted_transfer(broken, gold, 3, 1.0, &out) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_tilted_transfer(proxy, gold, 3, 0.0, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_tilted_transfer(proxy, gold, 3, NAN, &out) == BESTOF_E_DOMAIN);
    CHECK(memcmp(&before, &out, sizeof out) == 0);

    CHECK(bestof_curve_peak(gold, 3, NULL) == BESTOF_E_NULL);
    CHECK(bestof_curve_peak(NULL, 3, &n) == BESTOF_E_NULL);
    CHECK(bestof_curve_peak(NULL, 0, &n) == BESTOF_E_EMPTY);
    CHECK(bestof_curve_peak(broken, 3, &n) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_curve_peak(gold, TOO_MANY, &n) == BESTOF_E_CAPACITY);
    CHECK(n == 7);
    CHECK(bestof_curve_peak(proxy, 3, &n) == BESTOF_OK && n == 3);
}

static void test_hedge(void)
{
    /* Three levels: the slope of the gold vanishes at 2^n = 2 ln 3 / ln 1.5. The second pool is the first again. */
    static const double proxy[] = { 1.0, 2.0, 3.0, 3.0, 1.0, 2.0 }, gold[] = { 0.0, 2.0, 1.0, 1.0, 0.0, 2.0 };
    static const double broken[] = { 1.0, NAN, 2.0 };
    static const size_t pools[] = { 3, 3 }, empty[] = { 3, 0 };
    const double root = log(2.0 * log(3.0) / log(1.5)) / log(2.0);
    union {
        double doubles[24];
        size_t sizes[1];
    } scratch;
    bestof_hedge_peak out, before;
    size_t i;

    CHECK(bestof_hedge_scratch_len(6) <= COUNT(scratch.doubles));
    CHECK(bestof_hedge(proxy, gold, 3, pools, 1, 100.0, scratch.doubles, 24, &out) == BESTOF_OK);
    CHECK(fabs(out.n - root) < 1e-13 && out.gain > 0.0);
    CHECK(bestof_hedge(proxy, gold, 6, pools, 2, 100.0, scratch.doubles, 24, &out) == BESTOF_OK);
    CHECK(fabs(out.n - root) < 1e-13);
    CHECK(bestof_hedge(proxy, proxy, 6, pools, 2, 9.0, scratch.doubles, 24, &out) == BESTOF_OK);
    CHECK(out.n == 9.0);

    before = out;
    for (i = 0; i < COUNT(scratch.doubles); i++) scratch.doubles[i] = mark;
    CHECK(bestof_hedge(NULL, gold, 3, pools, 1, 9.0, scratch.doubles, 24, &out) == BESTOF_E_NULL);
    CHECK(bestof_hedge(proxy, NULL, 3, pools, 1, 9.0, scratch.doubles, 24, &out) == BESTOF_E_NULL);
    CHECK(bestof_hedge(proxy, gold, 3, NULL, 1, 9.0, scratch.doubles, 24, &out) == BESTOF_E_NULL);
    CHECK(bestof_hedge(proxy, gold, 3, pools, 1, 9.0, NULL, 24, &out) == BESTOF_E_NULL);
    CHECK(bestof_hedge(proxy, gold, 3, pools, 1, 9.0, scratch.doubles, 24, NULL) == BESTOF_E_NULL);
    CHECK(bestof_hedge(proxy, gold, 3, NULL, 0, 9.0, scratch.doubles, 24, &out) == BESTOF_E_EMPTY);
    CHECK(bestof_hedge(proxy, gold, 3, empty, 2, 9.0, scratch.doubles, 24, &out) == BESTOF_E_EMPTY);
    CHECK(bestof_hedge(proxy, gold, 3, pools, 2, 9.0, scratch.doubles, 24, &out) == BESTOF_E_CAPACITY);
    CHECK(bestof_hedge(proxy, gold, 3, pools, 1, 9.0, scratch.doubles, 11, &out) == BESTOF_E_CAPACITY);
    CHECK(bestof_hedge(proxy, gold, TOO_MANY, pools, 1, 9.0, scratch.doubles, 24, &out) == BESTOF_E_CAPACITY);
    CHECK(bestof_hedge(proxy, gold, 3, pools, TOO_MANY, 9.0, scratch.doubles, 24, &out) == BESTOF_E_CAPACITY);
    CHECK(bestof_hedge(proxy, gold, 3, pools, 1, 0.5, scratch.doubles, 24, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_hedge(proxy, gold, 3, pools, 1, INFINITY, scratch.doubles, 24, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_hedge(broken, gold, 3, pools, 1, 9.0, scratch.doubles, 24, &out) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_hedge(scratch.doubles, gold, 3, pools, 1, 9.0, scratch.doubles, 24, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_hedge(proxy, gold, 3, scratch.sizes, 1, 9.0, scratch.doubles, 24, &out) == BESTOF_E_DOMAIN);
    for (i = 0; i < COUNT(scratch.doubles); i++) CHECK(same(scratch.doubles[i], mark));
    CHECK(memcmp(&before, &out, sizeof out) == 0);
}

static void test_scalars(void)
{
    CHECK(bestof_gold_shift_sup(2.0, 0.25) == 1.0 && isnan(bestof_gold_shift_sup(1.0, 1.5)));
    CHECK(bestof_gold_shift_standard_deviation(2.0, 9.0) == 6.0);
    CHECK(same(bestof_gaussian_gold_gain(16.0, 1.0, 1.0), bestof_normal_max_mean(16.0)));
    CHECK(bestof_coverage_regret(3.0, 2.0, 8.0) == 1.0);
    CHECK(bestof_error_regret(1.0, 2.0, 9.0) == 6.0);
    CHECK(bestof_scaling_best_of_n(2.0, 1.0, 0.25) == 1.0 && bestof_scaling_rl(1.0, 1.5, 0.25) == 1.5);
    CHECK(bestof_scaling_best_of_n_peak(1.0, 0.25) == 2.0 && bestof_scaling_best_of_n_peak_gain(1.0, 0.25) == 1.0);
    CHECK(bestof_scaling_best_of_n_zero(1.0, 0.25) == 4.0);
    CHECK(bestof_scaling_rl_peak(1.0, 1.0) == 1.0 && bestof_scaling_rl_peak_gain(2.0, 2.0) == 2.0);
    CHECK(fabs(bestof_scaling_rl_zero(1.0, 1.0) - 2.718281828459045) < 1e-15);
    CHECK(isnan(bestof_scaling_rl_peak(1.0, 0.0)));
}

int main(void)
{
    test_interval();
    test_interval_earlier();
    test_fits();
    test_pools();
    test_hedge();
    test_scalars();
    return verdict();
}
