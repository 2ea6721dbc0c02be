/*
 * What the header promises about pointers, lengths, statuses and outputs. C99, and C++17 just as well.
 */
#include "bestof.h"

#include "check.h"

typedef bestof_status (*batch)(const double *x, size_t len, double *out);
typedef double (*scalar)(double);

static bestof_status renyi_half_batch(const double *n, size_t len, double *out)
{
    return bestof_renyi_batch(n, len, 0.5, out);
}
static double renyi_half(double n)
{
    return bestof_renyi(n, 0.5);
}
static bestof_status hockey_stick_2_batch(const double *n, size_t len, double *out)
{
    return bestof_hockey_stick_batch(n, len, 2.0, out);
}
static double hockey_stick_2(double n)
{
    return bestof_hockey_stick(n, 2.0);
}
static bestof_status n_at_renyi_half_batch(const double *renyi, size_t len, double *out)
{
    return bestof_n_at_renyi_batch(renyi, len, 0.5, out);
}
static double n_at_renyi_half(double renyi)
{
    return bestof_n_at_renyi(renyi, 0.5);
}
static bestof_status sub_gaussian_3_batch(const double *kl, size_t len, double *out)
{
    return bestof_sub_gaussian_bound_batch(kl, len, 3.0, out);
}
static double sub_gaussian_3(double kl)
{
    return bestof_sub_gaussian_bound(3.0, kl);
}
static bestof_status sub_gamma_3_2_batch(const double *kl, size_t len, double *out)
{
    return bestof_sub_gamma_bound_batch(kl, len, 3.0, 2.0, out);
}
static double sub_gamma_3_2(double kl)
{
    return bestof_sub_gamma_bound(3.0, 2.0, kl);
}
static bestof_status bounded_batch(const double *kl, size_t len, double *out)
{
    return bestof_bounded_bound_batch(kl, len, -1.0, 3.0, 0.5, out);
}
static double bounded(double kl)
{
    return bestof_bounded_bound(-1.0, 3.0, 0.5, kl);
}
static bestof_status tail_adaptive_batch(const double *renyi, size_t len, double *out)
{
    return bestof_tail_adaptive_bound_batch(renyi, len, 2.0, 3.0, 0.25, out);
}
static double tail_adaptive(double renyi)
{
    return bestof_tail_adaptive_bound(2.0, 3.0, 0.25, renyi);
}
static bestof_status bernoulli_batch(const double *kl, size_t len, double *out)
{
    return bestof_bernoulli_kl_upper_batch(kl, len, 0.125, out);
}
static double bernoulli(double kl)
{
    return bestof_bernoulli_kl_upper(0.125, kl);
}

static const struct {
    batch over_arrays;
    scalar over_one;
} batches[] = {
    { bestof_kl_batch, bestof_kl },
    { bestof_reverse_kl_batch, bestof_reverse_kl },
    { bestof_jeffreys_batch, bestof_jeffreys },
    { bestof_chi_squared_batch, bestof_chi_squared },
    { bestof_total_variation_batch, bestof_total_variation },
    { bestof_hellinger_squared_batch, bestof_hellinger_squared },
    { bestof_win_rate_batch, bestof_win_rate },
    { renyi_half_batch, renyi_half },
    { hockey_stick_2_batch, hockey_stick_2 },
    { bestof_n_at_kl_batch, bestof_n_at_kl },
    { bestof_n_at_reverse_kl_batch, bestof_n_at_reverse_kl },
    { bestof_n_at_chi_squared_batch, bestof_n_at_chi_squared },
    { bestof_n_at_total_variation_batch, bestof_n_at_total_variation },
    { bestof_n_at_hellinger_squared_batch, bestof_n_at_hellinger_squared },
    { n_at_renyi_half_batch, n_at_renyi_half },
    { sub_gaussian_3_batch, sub_gaussian_3 },
    { sub_gamma_3_2_batch, sub_gamma_3_2 },
    { bounded_batch, bounded },
    { tail_adaptive_batch, tail_adaptive },
    { bernoulli_batch, bernoulli },
};

static void test_batches(void)
{
    /* Odd length: a remainder behind every vector width. */
    double x[37], out[39];
    size_t b, i, len;

    for (i = 0; i < COUNT(x); i++) x[i] = 0.25 * (double)i + (i % 5 == 0 ? 1e9 * (double)i : 0.0);
    x[3] = NAN;
    x[4] = INFINITY;
    x[5] = -1.0;
    for (b = 0; b < COUNT(batches); b++) {
        batch f = batches[b].over_arrays;

        for (len = 0; len <= COUNT(x); len++) {
            for (i = 0; i < COUNT(out); i++) out[i] = mark;
            CHECK(f(x, len, out + 1) == BESTOF_OK);
            CHECK(same(out[0], mark) && same(out[len + 1], mark));
            for (i = 0; i < len; i++) CHECK(same(out[i + 1], batches[b].over_one(x[i])));
            memcpy(out, x, sizeof x);
            CHECK(f(out, len, out) == BESTOF_OK);
            for (i = 0; i < len; i++) CHECK(same(out[i], batches[b].over_one(x[i])));
            for (; i < COUNT(x); i++) CHECK(same(out[i], x[i]));
        }

        CHECK(f(NULL, 0, NULL) == BESTOF_OK);
        for (i = 0; i < COUNT(out); i++) out[i] = mark;
        CHECK(f(NULL, 1, out) == BESTOF_E_NULL);
        CHECK(f(x, 1, NULL) == BESTOF_E_NULL);
        CHECK(f(NULL, 1, NULL) == BESTOF_E_NULL);
        CHECK(f(x, TOO_MANY, out) == BESTOF_E_CAPACITY);
        CHECK(f(x, (size_t)PTRDIFF_MAX / sizeof(double) + 1, out) == BESTOF_E_CAPACITY);
        CHECK(f(out, 9, out + 1) == BESTOF_E_DOMAIN);
        CHECK(f(out + 8, 9, out) == BESTOF_E_DOMAIN);
        CHECK(f(x, 9, (double *)(void *)((char *)out + 4)) == BESTOF_E_DOMAIN);
        CHECK(f((const double *)(const void *)((const char *)x + 1), 9, out) == BESTOF_E_DOMAIN);
        for (i = 0; i < COUNT(out); i++) CHECK(same(out[i], mark));
        CHECK(f(out, 9, out + 9) == BESTOF_OK);
    }
}

static void test_statuses(void)
{
    static const bestof_status codes[] = { BESTOF_OK,         BESTOF_E_NULL,        BESTOF_E_DOMAIN, BESTOF_E_NOT_FINITE,
                                           BESTOF_E_CAPACITY, BESTOF_E_STRUCT_SIZE, BESTOF_E_EMPTY };
    size_t i, j;

    CHECK(BESTOF_OK == 0);
    for (i = 0; i < COUNT(codes); i++) {
        CHECK(codes[i] <= 0);
        CHECK(strlen(bestof_status_message(codes[i])) > 0);
        CHECK(strcmp(bestof_status_message(codes[i]), bestof_status_message(-999)) != 0);
        for (j = 0; j < i; j++) CHECK(codes[i] != codes[j]);
    }
    CHECK(strlen(bestof_status_message(INT32_MIN)) > 0);
    CHECK(strlen(bestof_status_message(1)) > 0);
}

static void test_version(void)
{
    char text[32];

    CHECK(bestof_version_number() == BESTOF_VERSION_NUMBER);
    CHECK(strcmp(bestof_version_string(), BESTOF_VERSION_STRING) == 0);
    CHECK(bestof_abi_version() == BESTOF_ABI_VERSION);
    /* The number as a whole, not only its parts. */
    snprintf(text, sizeof text, "%lu.%lu.%lu", (unsigned long)(bestof_version_number() / 1000000),
             (unsigned long)(bestof_version_number() / 1000 % 1000), (unsigned long)(bestof_version_number() % 1000));
    CHECK(strcmp(text, BESTOF_VERSION_STRING) == 0);
}

static void test_scalars(void)
{
    CHECK(same(bestof_kl(1.0), 0.0));
    CHECK(isnan(bestof_kl(0.5)));
    CHECK(isnan(bestof_kl(NAN)));
    CHECK(isinf(bestof_kl(INFINITY)));
    CHECK(isnan(bestof_renyi(2.0, -1.0)));
    CHECK(isnan(bestof_n_at_kl(-1.0)));
    CHECK(isnan(bestof_bounded_bound(1.0, 0.0, 0.5, 1.0)));
}

static void test_max_n(void)
{
    static const int32_t all[] = { BESTOF_KL,   BESTOF_REVERSE_KL,        BESTOF_CHI_SQUARED, BESTOF_TOTAL_VARIATION,
                                   BESTOF_RENYI, BESTOF_HELLINGER_SQUARED, BESTOF_JEFFREYS };
    uint64_t n = 0, untouched = 7;
    unsigned char bytes[16] = { 0 };
    size_t i;

    for (i = 0; i < COUNT(all); i++) {
        CHECK(bestof_max_n(all[i], 2.0, 0.0, &n) == BESTOF_OK);
        CHECK(n == 1);
        CHECK(bestof_max_n(all[i], 2.0, INFINITY, &n) == BESTOF_OK);
        CHECK(n == UINT64_MAX);
        CHECK(bestof_max_n(all[i], 2.0, -1.0, &untouched) == BESTOF_E_DOMAIN);
        CHECK(bestof_max_n(all[i], 2.0, NAN, &untouched) == BESTOF_E_DOMAIN);
        CHECK(bestof_max_n(all[i], 2.0, 1.0, NULL) == BESTOF_E_NULL);
    }
    CHECK(bestof_max_n(BESTOF_KL, NAN, 1.0, &n) == BESTOF_OK);
    CHECK(n == 6);
    CHECK(bestof_max_n(BESTOF_CHI_SQUARED, NAN, 1.0, &n) == BESTOF_OK);
    CHECK(n == 3);
    CHECK(bestof_max_n(BESTOF_RENYI, INFINITY, 2.5, &n) == BESTOF_OK);
    CHECK(n == 12);
    CHECK(bestof_max_n(BESTOF_RENYI, -1.0, 1.0, &untouched) == BESTOF_E_DOMAIN);
    CHECK(bestof_max_n(7, 0.0, 1.0, &untouched) == BESTOF_E_DOMAIN);
    CHECK(bestof_max_n(-1, 0.0, 1.0, &untouched) == BESTOF_E_DOMAIN);
    CHECK(bestof_max_n(BESTOF_KL, 0.0, 1.0, (uint64_t *)(void *)(bytes + 1)) == BESTOF_E_DOMAIN);
    CHECK(untouched == 7);
}

static void test_finite_divergence(void)
{
    static const double coin[] = { 0.5, 0.5 }, certain[] = { 1.0 }, negative[] = { 0.5, -0.5, 1.0 };
    const double broken[] = { 0.5, NAN, 0.5 }, endless[] = { 0.5, INFINITY };
    double out = mark;

    CHECK(bestof_finite_divergence(BESTOF_KL, 0.0, certain, 1, 64.0, &out) == BESTOF_OK);
    CHECK(out == 0.0);
    /* Best of two fair coins shows the better side with probability 3/4. */
    CHECK(bestof_finite_divergence(BESTOF_TOTAL_VARIATION, 0.0, coin, 2, 2.0, &out) == BESTOF_OK);
    CHECK(out == 0.25);

    out = mark;
    CHECK(bestof_finite_divergence(BESTOF_KL, 0.0, NULL, 2, 2.0, &out) == BESTOF_E_NULL);
    CHECK(bestof_finite_divergence(BESTOF_KL, 0.0, coin, 2, 2.0, NULL) == BESTOF_E_NULL);
    CHECK(bestof_finite_divergence(BESTOF_KL, 0.0, NULL, 0, 2.0, &out) == BESTOF_E_EMPTY);
    CHECK(bestof_finite_divergence(BESTOF_KL, 0.0, coin, TOO_MANY, 2.0, &out) == BESTOF_E_CAPACITY);
    CHECK(bestof_finite_divergence(BESTOF_KL, 0.0, negative, 3, 2.0, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_finite_divergence(BESTOF_KL, 0.0, broken, 3, 2.0, &out) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_finite_divergence(BESTOF_KL, 0.0, endless, 2, 2.0, &out) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_finite_divergence(BESTOF_KL, 0.0, coin, 2, 0.5, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_finite_divergence(BESTOF_RENYI, -1.0, coin, 2, 2.0, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_finite_divergence(99, 0.0, coin, 2, 2.0, &out) == BESTOF_E_DOMAIN);
    CHECK(same(out, mark));
}

/* The generator of a multiple of total variation; it counts its calls. */
typedef struct {
    double factor;
    int calls;
} scaled_variation;

static double scaled_variation_at(double t, void *user)
{
    scaled_variation *self = (scaled_variation *)user;

    self->calls++;
    return self->factor * fabs(t - 1.0);
}
static double minus(double l, void *user)
{
    (void)user;
    return -l;
}
static double nothing(double t, void *user)
{
    (void)t;
    (void)user;
    return NAN;
}

static void test_f_divergence(void)
{
    scaled_variation half = { 0.5, 0 };
    double out = mark;
    double *crooked = (double *)(void *)((char *)&out + 1);

    CHECK(bestof_f_divergence(2.0, NULL, &half, &out) == BESTOF_E_NULL);
    CHECK(bestof_f_divergence(2.0, scaled_variation_at, &half, NULL) == BESTOF_E_NULL);
    CHECK(bestof_f_divergence(2.0, scaled_variation_at, &half, crooked) == BESTOF_E_DOMAIN);
    CHECK(bestof_f_divergence(0.5, scaled_variation_at, &half, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_f_divergence(INFINITY, scaled_variation_at, &half, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_f_divergence(2.0, nothing, NULL, &out) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_f_divergence_of_log(2.0, NULL, NULL, &out) == BESTOF_E_NULL);
    CHECK(bestof_f_divergence_of_log(2.0, minus, NULL, NULL) == BESTOF_E_NULL);
    CHECK(bestof_f_divergence_of_log(NAN, minus, NULL, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_f_divergence_of_log(2.0, nothing, NULL, &out) == BESTOF_E_NOT_FINITE);
    CHECK(same(out, mark) && half.calls == 0);

    CHECK(bestof_f_divergence(2.0, scaled_variation_at, &half, &out) == BESTOF_OK);
    CHECK(fabs(out - 0.25) < 1e-15 && half.calls > 0);
    CHECK(bestof_f_divergence_of_log(1e6, minus, NULL, &out) == BESTOF_OK);
    CHECK(fabs(out / bestof_reverse_kl(1e6) - 1.0) < 1e-13);
    CHECK(bestof_f_divergence(1.0, scaled_variation_at, &half, &out) == BESTOF_OK);
    CHECK(out == 0.0);
}

static void test_ties(void)
{
    static const double coin[] = { 0.5, 0.5 }, negative[] = { 0.5, -0.5 }, broken[] = { 0.5, NAN };
    scaled_variation half = { 0.5, 0 };
    double out = mark;

    CHECK(bestof_finite_win_rate(NULL, 2, 2.0, &out) == BESTOF_E_NULL);
    CHECK(bestof_finite_win_rate(coin, 2, 2.0, NULL) == BESTOF_E_NULL);
    CHECK(bestof_finite_win_rate(NULL, 0, 2.0, &out) == BESTOF_E_EMPTY);
    CHECK(bestof_finite_win_rate(coin, TOO_MANY, 2.0, &out) == BESTOF_E_CAPACITY);
    CHECK(bestof_finite_win_rate(negative, 2, 2.0, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_finite_win_rate(broken, 2, 2.0, &out) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_finite_win_rate(coin, 2, 0.5, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_finite_f_divergence(NULL, 2, 2.0, scaled_variation_at, &half, &out) == BESTOF_E_NULL);
    CHECK(bestof_finite_f_divergence(coin, 2, 2.0, NULL, &half, &out) == BESTOF_E_NULL);
    CHECK(bestof_finite_f_divergence(coin, 2, 2.0, scaled_variation_at, &half, NULL) == BESTOF_E_NULL);
    CHECK(bestof_finite_f_divergence(coin, 2, NAN, scaled_variation_at, &half, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_finite_f_divergence(coin, 2, 2.0, nothing, NULL, &out) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_collision_probability(NULL, 2, &out) == BESTOF_E_NULL);
    CHECK(bestof_collision_probability(coin, 2, NULL) == BESTOF_E_NULL);
    CHECK(bestof_collision_probability(NULL, 0, &out) == BESTOF_E_EMPTY);
    CHECK(bestof_collision_probability(negative, 2, &out) == BESTOF_E_DOMAIN);
    CHECK(same(out, mark) && half.calls == 0);

    CHECK(bestof_finite_win_rate(coin, 2, 2.0, &out) == BESTOF_OK);
    CHECK(out == 0.625);
    CHECK(bestof_finite_f_divergence(coin, 2, 2.0, scaled_variation_at, &half, &out) == BESTOF_OK);
    CHECK(out == 0.25 && half.calls == 2);
    CHECK(bestof_collision_probability(coin, 2, &out) == BESTOF_OK);
    CHECK(out == 0.5);
    CHECK(bestof_kl_gap_bound(2.0, out) == 2.0);
    CHECK(bestof_win_rate_gap_bound(2.0, out) == 0.25);
    CHECK(isnan(bestof_kl_gap_bound(2.0, -1.0)) && isnan(bestof_win_rate_gap_bound(0.0, 0.5)));
    CHECK(bestof_kl_estimate(7.0, 1.0) == 0.0 && bestof_kl_estimate(7.0, 0.0) == bestof_kl(7.0));
    CHECK(isnan(bestof_kl_estimate(7.0, 2.0)));
}

static void test_policies(void)
{
    static const double rewards[] = { 1.0, 2.0, 4.0 }, broken[] = { 1.0, NAN, 4.0 }, negative[] = { 1.5, -0.5 };
    double law[3] = { -7777.0, -7777.0, -7777.0 }, scratch[3] = { -7777.0, -7777.0, -7777.0 }, out = mark;
    bestof_tilted_pool pool = { -7777.0, -7777.0, -7777.0, -7777.0, -7777.0 };
    size_t i;

    CHECK(bestof_tilted_policy(NULL, 3, 1.0, &pool) == BESTOF_E_NULL);
    CHECK(bestof_tilted_policy(rewards, 3, 1.0, NULL) == BESTOF_E_NULL);
    CHECK(bestof_tilted_policy(NULL, 0, 1.0, &pool) == BESTOF_E_EMPTY);
    CHECK(bestof_tilted_policy(rewards, TOO_MANY, 1.0, &pool) == BESTOF_E_CAPACITY);
    CHECK(bestof_tilted_policy(broken, 3, 1.0, &pool) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_tilted_policy(rewards, 3, 0.0, &pool) == BESTOF_E_DOMAIN);
    CHECK(bestof_tilted_policy(rewards, 3, NAN, &pool) == BESTOF_E_DOMAIN);
    CHECK(bestof_tilted_law(rewards, 3, 1.0, NULL) == BESTOF_E_NULL);
    CHECK(bestof_tilted_law(broken, 3, 1.0, law) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_tilted_law(rewards, 3, -1.0, law) == BESTOF_E_DOMAIN);
    CHECK(bestof_tilted_law(law, 3, 1.0, law) == BESTOF_E_DOMAIN);
    CHECK(bestof_beta_at_kl(NULL, 3, 0.5, &out) == BESTOF_E_NULL);
    CHECK(bestof_beta_at_kl(rewards, 3, 0.5, NULL) == BESTOF_E_NULL);
    CHECK(bestof_beta_at_kl(rewards, 3, 1.2, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_beta_at_gain(rewards, 3, 0.5, NULL) == BESTOF_E_NULL);
    CHECK(bestof_beta_at_gain(rewards, 3, 2.0, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_beta_at_gain(broken, 3, 1.0, &out) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_law_kl(NULL, 2, &out) == BESTOF_E_NULL);
    CHECK(bestof_law_kl(rewards, 2, NULL) == BESTOF_E_NULL);
    CHECK(bestof_law_kl(negative, 2, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_soft_best_of_n(NULL, 3, 4.0, 1.0, scratch, law) == BESTOF_E_NULL);
    CHECK(bestof_soft_best_of_n(rewards, 3, 4.0, 1.0, NULL, law) == BESTOF_E_NULL);
    CHECK(bestof_soft_best_of_n(rewards, 3, 4.0, 1.0, scratch, NULL) == BESTOF_E_NULL);
    CHECK(bestof_soft_best_of_n(rewards, 3, 4.0, 1.0, law, law) == BESTOF_E_DOMAIN);
    CHECK(bestof_soft_best_of_n(rewards, 3, 0.5, 1.0, scratch, law) == BESTOF_E_DOMAIN);
    CHECK(bestof_soft_best_of_n(rewards, 3, 4.0, 1e-3, scratch, law) == BESTOF_E_DOMAIN);
    for (i = 0; i < 3; i++) CHECK(same(law[i], mark) && same(scratch[i], mark));
    CHECK(same(out, mark) && same(pool.gain, mark) && same(pool.variance, mark));

    CHECK(bestof_tilted_policy(rewards, 3, 2.0, &pool) == BESTOF_OK);
    CHECK(fabs(bestof_tilted_gain(2.0, pool.kl, pool.reverse_kl) / pool.gain - 1.0) < 1e-15);
    CHECK(bestof_tilted_law(rewards, 3, 2.0, law) == BESTOF_OK);
    CHECK(fabs(law[0] + law[1] + law[2] - 1.0) < 1e-15);
    CHECK(bestof_law_kl(law, 3, &out) == BESTOF_OK);
    CHECK(fabs(out / pool.kl - 1.0) < 1e-14);
    CHECK(bestof_beta_at_kl(rewards, 3, pool.kl, &out) == BESTOF_OK);
    CHECK(fabs(out / 2.0 - 1.0) < 1e-13);
    CHECK(bestof_beta_at_gain(rewards, 3, pool.gain, &out) == BESTOF_OK);
    CHECK(fabs(out / 2.0 - 1.0) < 1e-13);
    CHECK(bestof_soft_best_of_n(rewards, 3, 1.0, 2.0, scratch, law) == BESTOF_OK);
    for (i = 0; i < 3; i++) CHECK(fabs(law[i] - 1.0 / 3.0) < 1e-15);
    CHECK(bestof_soft_best_of_n_kl_bound(4.0, 0.0) == 0.0 && bestof_tilt_to_soft_kl_bound(4.0, 0.0) == 0.0);
    CHECK(bestof_tilted_reverse_kl_bound(1.0, 0.0, 1.0) == 0.0);

    CHECK(bestof_poisson_kl(0.0) == 0.0 && bestof_poisson_win_rate(0.0) == 0.5);
    CHECK(bestof_tilt_kl(0.0) == 0.0 && bestof_tilt_win_rate(0.0) == 0.5);
    CHECK(bestof_frontier_win_rate(0.0) == 0.5 && bestof_frontier_kl(0.5) == 0.0);
    CHECK(bestof_best_of_n_win_gap(1.0) == 0.0 && bestof_best_of_n_kl_excess(1.0) == 0.0);
    CHECK(bestof_order_statistic_kl(9, 9) == bestof_kl(9.0));
    CHECK(bestof_order_statistic_chi_squared(9, 1) == bestof_chi_squared(9.0));
    CHECK(isnan(bestof_order_statistic_renyi(9, 10, 2.0)));
}

static void test_sampler(void)
{
    /* The first four outputs of SplitMix64 from 0. */
    static const uint64_t seeded[4] = { UINT64_C(0xe220a8397b1dcdaf), UINT64_C(0x6e789e6aa1b965f4),
                                        UINT64_C(0x06c45d188009454f), UINT64_C(0xf88bb8a8724c81ec) };
    const bestof_rng zero = { { 0, 0, 0, 0 } };
    bestof_rng rng, copy, stuck = zero;
    double out[8], again[8], one = mark;
    size_t i;

    CHECK(bestof_rng_seed(NULL, 1) == BESTOF_E_NULL);
    CHECK(bestof_rng_seed(&rng, 0) == BESTOF_OK);
    CHECK(memcmp(rng.state, seeded, sizeof seeded) == 0);

    /* The state is all there is to a generator. */
    copy = rng;
    CHECK(bestof_exp_sample_top(&rng, UINT64_C(1000000000000), COUNT(out), out) == BESTOF_OK);
    CHECK(bestof_exp_sample_top(&copy, UINT64_C(1000000000000), COUNT(again), again) == BESTOF_OK);
    CHECK(memcmp(out, again, sizeof out) == 0 && memcmp(&rng, &copy, sizeof rng) == 0);
    for (i = 1; i < COUNT(out); i++) CHECK(out[i - 1] >= out[i] && out[i] > 0.0);
    CHECK(bestof_exp_sample_sorted(&rng, COUNT(out), out) == BESTOF_OK);
    CHECK(memcmp(&rng, &copy, sizeof rng) != 0);
    for (i = 1; i < COUNT(out); i++) CHECK(out[i - 1] <= out[i] && out[i - 1] > 0.0);
    CHECK(bestof_exp_sample_max(&rng, 1e300, &one) == BESTOF_OK);
    CHECK(one > 600.0 && one < 800.0);

    /* An error leaves the outputs and the generator as they were. */
    copy = rng;
    one = mark;
    for (i = 0; i < COUNT(out); i++) out[i] = mark;
    CHECK(bestof_exp_sample_max(&rng, 0.5, &one) == BESTOF_E_DOMAIN);
    CHECK(bestof_exp_sample_max(&rng, NAN, &one) == BESTOF_E_DOMAIN);
    CHECK(bestof_exp_sample_max(&rng, 2.0, NULL) == BESTOF_E_NULL);
    CHECK(bestof_exp_sample_max(NULL, 2.0, &one) == BESTOF_E_NULL);
    CHECK(bestof_exp_sample_max(&stuck, 2.0, &one) == BESTOF_E_DOMAIN);
    CHECK(bestof_exp_sample_top(&rng, 7, 8, out) == BESTOF_E_DOMAIN);
    CHECK(bestof_exp_sample_top(&rng, 0, 0, NULL) == BESTOF_E_DOMAIN);
    CHECK(bestof_exp_sample_top(&rng, 8, 0, NULL) == BESTOF_OK);
    CHECK(bestof_exp_sample_sorted(&rng, 0, NULL) == BESTOF_OK);
    CHECK(bestof_exp_sample_top(&rng, 8, 8, NULL) == BESTOF_E_NULL);
    CHECK(bestof_exp_sample_top(NULL, 8, 8, out) == BESTOF_E_NULL);
    CHECK(bestof_exp_sample_top(&stuck, 8, 8, out) == BESTOF_E_DOMAIN);
    CHECK(bestof_exp_sample_top(&rng, UINT64_MAX, TOO_MANY, out) == BESTOF_E_CAPACITY);
    CHECK(bestof_exp_sample_sorted(&rng, 8, NULL) == BESTOF_E_NULL);
    CHECK(bestof_exp_sample_sorted(NULL, 8, out) == BESTOF_E_NULL);
    CHECK(bestof_exp_sample_sorted(&stuck, 8, out) == BESTOF_E_DOMAIN);
    CHECK(bestof_exp_sample_sorted(&rng, TOO_MANY, out) == BESTOF_E_CAPACITY);
    for (i = 0; i < COUNT(out); i++) CHECK(same(out[i], mark));
    CHECK(same(one, mark));
    CHECK(memcmp(&rng, &copy, sizeof rng) == 0 && memcmp(&stuck, &zero, sizeof zero) == 0);
}

static void test_curve(void)
{
    static const double proxy[] = { 3.0, 1.0, 2.0 }, gold[] = { 1.0, 5.0, 3.0 }, broken[] = { 3.0, NAN, 2.0 };
    double scratch[64], proxy_out[3], gold_out[3];
    const size_t need = bestof_curve_scratch_len(COUNT(proxy));
    size_t i;

    CHECK(need <= COUNT(scratch));
    for (i = 0; i < 3; i++) proxy_out[i] = gold_out[i] = mark;
    CHECK(bestof_curve(NULL, gold, 3, scratch, need, proxy_out, gold_out, 3) == BESTOF_E_NULL);
    CHECK(bestof_curve(proxy, gold, 3, NULL, need, proxy_out, gold_out, 3) == BESTOF_E_NULL);
    CHECK(bestof_curve(proxy, gold, 3, scratch, need, NULL, gold_out, 3) == BESTOF_E_NULL);
    CHECK(bestof_curve(proxy, gold, 3, scratch, need, proxy_out, NULL, 3) == BESTOF_E_NULL);
    CHECK(bestof_curve(proxy, NULL, 3, scratch, need, proxy_out, gold_out, 3) == BESTOF_E_NULL);
    CHECK(bestof_curve(proxy, NULL, 3, scratch, need, NULL, NULL, 3) == BESTOF_E_NULL);
    CHECK(bestof_curve(NULL, NULL, 0, scratch, need, proxy_out, NULL, 3) == BESTOF_E_EMPTY);
    CHECK(bestof_curve(proxy, gold, 3, scratch, need, proxy_out, gold_out, 4) == BESTOF_E_DOMAIN);
    CHECK(bestof_curve(proxy, gold, 3, scratch, need - 1, proxy_out, gold_out, 3) == BESTOF_E_CAPACITY);
    CHECK(bestof_curve(proxy, gold, TOO_MANY, scratch, need, proxy_out, gold_out, 3) == BESTOF_E_CAPACITY);
    CHECK(bestof_curve(broken, gold, 3, scratch, need, proxy_out, gold_out, 3) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_curve(proxy, broken, 3, scratch, need, proxy_out, gold_out, 3) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_curve(proxy, gold, 3, scratch, need, proxy_out, proxy_out, 3) == BESTOF_E_DOMAIN);
    CHECK(bestof_curve(proxy, gold, 3, scratch, need, scratch, gold_out, 3) == BESTOF_E_DOMAIN);
    CHECK(bestof_curve(gold_out, gold, 3, scratch, need, proxy_out, gold_out, 3) == BESTOF_E_DOMAIN);
    for (i = 0; i < 3; i++) CHECK(same(proxy_out[i], mark) && same(gold_out[i], mark));

    CHECK(bestof_curve(proxy, gold, 3, scratch, need, proxy_out, gold_out, 3) == BESTOF_OK);
    CHECK(proxy_out[0] == 2.0 && fabs(proxy_out[1] - 8.0 / 3.0) < 1e-14 && proxy_out[2] == 3.0);
    CHECK(gold_out[0] == 3.0 && fabs(gold_out[1] - 5.0 / 3.0) < 1e-14 && gold_out[2] == 1.0);
    gold_out[0] = mark;
    CHECK(bestof_curve(proxy, NULL, 3, scratch, need, proxy_out, NULL, 3) == BESTOF_OK);
    CHECK(proxy_out[0] == 2.0 && proxy_out[2] == 3.0 && same(gold_out[0], mark));
    /* One pool may be both, and inputs may overlap. */
    CHECK(bestof_curve(proxy, proxy, 3, scratch, need, proxy_out, gold_out, 3) == BESTOF_OK);
    CHECK(memcmp(proxy_out, gold_out, sizeof gold_out) == 0);

    CHECK(bestof_pass_at_k(4, 1, 2) == 0.5);
    CHECK(isnan(bestof_pass_at_k(4, 5, 2)));
    CHECK(isnan(bestof_pass_at_k(4, 1, 5)));
}

int main(void)
{
    test_batches();
    test_statuses();
    test_version();
    test_scalars();
    test_max_n();
    test_finite_divergence();
    test_f_divergence();
    test_ties();
    test_policies();
    test_curve();
    test_sampler();
    return verdict();
}
