/*
 * Streams of rewards and pools: what the header promises about their states and arrays. C99, and C++17 just as well.
 */
#include "bestof.h"

#include "check.h"

static void test_stats(void)
{
    static const double rewards[] = { 1.0, 2.0, 4.0 }, broken[] = { 3.0, NAN };
    unsigned char bytes[BESTOF_STATS_BYTES + 1], other_bytes[BESTOF_STATS_BYTES + 1];
    bestof_stats stats, other, before;
    bestof_summary summary, old;
    char odd[sizeof stats + 1];
    size_t i;

    memset(&stats, 0, sizeof stats);
    CHECK(bestof_stats_init(&other) == BESTOF_OK);
    CHECK(memcmp(&stats, &other, sizeof stats) == 0);
    CHECK(bestof_stats_summary(&stats, &summary) == BESTOF_OK);
    CHECK(summary.count == 0 && isnan(summary.mean) && isnan(summary.min));

    CHECK(bestof_stats_push(&stats, 1.0) == BESTOF_OK);
    CHECK(bestof_stats_push_array(&stats, rewards + 1, 2) == BESTOF_OK);
    CHECK(bestof_stats_push_array(&stats, NULL, 0) == BESTOF_OK);
    CHECK(bestof_stats_summary(&stats, &summary) == BESTOF_OK);
    CHECK(summary.count == 3 && fabs(summary.mean - 7.0 / 3.0) < 1e-15 && fabs(summary.variance - 7.0 / 3.0) < 1e-15);
    CHECK(summary.min == 1.0 && summary.max == 4.0);
    CHECK(fabs(summary.standard_error - sqrt(7.0) / 3.0) < 1e-15);

    /* A part merged with the rest is the whole; an empty state changes nothing. */
    CHECK(bestof_stats_push_array(&other, rewards, 2) == BESTOF_OK);
    before = other;
    CHECK(bestof_stats_init(&other) == BESTOF_OK && bestof_stats_push(&other, 4.0) == BESTOF_OK);
    CHECK(bestof_stats_merge(&other, &before) == BESTOF_OK);
    old = summary;
    CHECK(bestof_stats_summary(&other, &summary) == BESTOF_OK);
    CHECK(summary.count == 3 && same(summary.mean, old.mean) && same(summary.variance, old.variance));
    CHECK(bestof_stats_merge(&other, &other) == BESTOF_OK);
    CHECK(bestof_stats_summary(&other, &summary) == BESTOF_OK);
    CHECK(summary.count == 6 && same(summary.mean, old.mean));

    /* Stored and read back. */
    memset(bytes, 0xA5, sizeof bytes);
    CHECK(bestof_stats_to_bytes(&stats, bytes, sizeof bytes) == BESTOF_OK);
    CHECK(bytes[0] == 'r' && bytes[4] == 1 && bytes[8] == 3 && bytes[BESTOF_STATS_BYTES] == 0xA5);
    CHECK(bestof_stats_from_bytes(&other, bytes, BESTOF_STATS_BYTES) == BESTOF_OK);
    CHECK(memcmp(&stats, &other, sizeof stats) == 0);

    /* Refusals change nothing. */
    before = stats;
    old = summary;
    CHECK(bestof_stats_push(&stats, NAN) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_stats_push(&stats, -INFINITY) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_stats_push_array(&stats, broken, 2) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_stats_push_array(&stats, NULL, 2) == BESTOF_E_NULL);
    CHECK(bestof_stats_push_array(&stats, rewards, TOO_MANY) == BESTOF_E_CAPACITY);
    CHECK(bestof_stats_push(NULL, 1.0) == BESTOF_E_NULL);
    CHECK(bestof_stats_push((bestof_stats *)(void *)(odd + 1), 1.0) == BESTOF_E_DOMAIN);
    CHECK(bestof_stats_init(NULL) == BESTOF_E_NULL);
    CHECK(bestof_stats_merge(&stats, NULL) == BESTOF_E_NULL);
    CHECK(bestof_stats_merge(NULL, &stats) == BESTOF_E_NULL);
    CHECK(bestof_stats_summary(&stats, NULL) == BESTOF_E_NULL);
    CHECK(bestof_stats_summary(NULL, &summary) == BESTOF_E_NULL);
    memcpy(other_bytes, bytes, sizeof bytes);
    CHECK(bestof_stats_to_bytes(&stats, bytes, BESTOF_STATS_BYTES - 1) == BESTOF_E_CAPACITY);
    CHECK(bestof_stats_to_bytes(&stats, NULL, BESTOF_STATS_BYTES) == BESTOF_E_NULL);
    CHECK(memcmp(bytes, other_bytes, sizeof bytes) == 0);
    for (i = 0; i < BESTOF_STATS_BYTES; i++) {
        CHECK(bestof_stats_from_bytes(&stats, bytes, i) == BESTOF_E_FORMAT);
        bytes[i] ^= 0x10;
        CHECK(bestof_stats_from_bytes(&stats, bytes, BESTOF_STATS_BYTES) == BESTOF_E_FORMAT);
        bytes[i] ^= 0x10;
    }
    CHECK(bestof_stats_from_bytes(&stats, bytes, sizeof bytes) == BESTOF_E_FORMAT);
    CHECK(bestof_stats_from_bytes(&stats, NULL, BESTOF_STATS_BYTES) == BESTOF_E_NULL);
    CHECK(bestof_stats_from_bytes(NULL, bytes, BESTOF_STATS_BYTES) == BESTOF_E_NULL);
    CHECK(memcmp(&stats, &before, sizeof stats) == 0 && memcmp(&summary, &old, sizeof old) == 0);
    CHECK(strcmp(bestof_status_message(BESTOF_E_FORMAT), bestof_status_message(BESTOF_OK)) != 0);
}

static void test_top(void)
{
    static const double rewards[] = { 0.5, 4.0, 2.0, 4.0, 1.0 };
    bestof_top top = { 0 }, other = { 0 }, old;
    bestof_ranked best[3], other_best[3], old_best[3];
    double index = mark;
    size_t i;

    for (i = 0; i < COUNT(rewards); i++) CHECK(bestof_top_push(&top, best, 3, rewards[i], 10 - i) == BESTOF_OK);
    CHECK(top.seen == 5 && best[0].id == 7 && best[1].id == 9 && best[2].reward == 2.0);
    CHECK(bestof_record_probability(top.seen, 1) == 1.0 / 6.0);
    CHECK(bestof_top_hill_tail_index(&top, best, 3, &index) == BESTOF_OK);
    CHECK(fabs(index - 1.0 / log(2.0)) < 1e-15);
    CHECK(bestof_hill_tail_index(rewards, COUNT(rewards), &index) == BESTOF_OK);
    CHECK(fabs(index - 4.0 / (9.0 * log(2.0))) < 1e-15);

    CHECK(bestof_top_push(&other, other_best, 3, 3.0, 1) == BESTOF_OK);
    CHECK(bestof_top_merge(&top, best, 3, &other, other_best, 3) == BESTOF_OK);
    CHECK(top.seen == 6 && best[2].id == 1 && best[2].reward == 3.0);
    CHECK(bestof_top_push(&other, NULL, 0, 3.0, 1) == BESTOF_OK);

    old = top;
    memcpy(old_best, best, sizeof best);
    index = mark;
    other.seen = 4;
    CHECK(bestof_top_push(&top, best, 3, NAN, 1) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_top_push(NULL, best, 3, 9.0, 1) == BESTOF_E_NULL);
    CHECK(bestof_top_push(&top, NULL, 3, 9.0, 1) == BESTOF_E_NULL);
    CHECK(bestof_top_push(&top, best, SIZE_MAX, 9.0, 1) == BESTOF_E_CAPACITY);
    CHECK(bestof_top_merge(&top, best, 3, &other, other_best, 2) == BESTOF_E_CAPACITY);
    CHECK(bestof_top_merge(&top, best, 3, &top, best, 3) == BESTOF_E_DOMAIN);
    CHECK(bestof_top_merge(&top, best, 3, &other, best + 1, 2) == BESTOF_E_DOMAIN);
    CHECK(bestof_top_merge(&top, best, 3, NULL, other_best, 3) == BESTOF_E_NULL);
    CHECK(bestof_top_merge(&top, best, 3, &other, NULL, 3) == BESTOF_E_NULL);
    CHECK(bestof_top_merge(NULL, best, 3, &other, other_best, 3) == BESTOF_E_NULL);
    CHECK(bestof_hill_tail_index(rewards, 1, &index) == BESTOF_E_EMPTY);
    CHECK(bestof_hill_tail_index(NULL, 0, &index) == BESTOF_E_EMPTY);
    CHECK(bestof_hill_tail_index(NULL, 2, &index) == BESTOF_E_NULL);
    CHECK(bestof_hill_tail_index(rewards, 2, NULL) == BESTOF_E_NULL);
    CHECK(bestof_top_hill_tail_index(&top, best, 3, NULL) == BESTOF_E_NULL);
    CHECK(bestof_top_hill_tail_index(NULL, best, 3, &index) == BESTOF_E_NULL);
    CHECK(top.seen == old.seen && memcmp(best, old_best, sizeof best) == 0 && same(index, mark));
}

static void test_pool_errors(void)
{
    static const double proxy[] = { 3.0, 1.0, 2.0, 2.0 }, gold[] = { 1.0, 5.0, 3.0, 4.0 }, broken[] = { 3.0, NAN, 2.0, 1.0 };
    double scratch[16], out[3], gold_out[3];
    const size_t need = bestof_curve_scratch_len(COUNT(proxy));
    size_t i;

    CHECK(need <= COUNT(scratch));
    for (i = 0; i < 3; i++) out[i] = gold_out[i] = mark;
    CHECK(bestof_curve_standard_error(NULL, gold, 4, scratch, need, out, gold_out, 3) == BESTOF_E_NULL);
    CHECK(bestof_curve_standard_error(proxy, NULL, 4, scratch, need, out, gold_out, 3) == BESTOF_E_NULL);
    CHECK(bestof_curve_standard_error(proxy, gold, 4, NULL, need, out, gold_out, 3) == BESTOF_E_NULL);
    CHECK(bestof_curve_standard_error(proxy, gold, 4, scratch, need, out, gold_out, 4) == BESTOF_E_DOMAIN);
    CHECK(bestof_curve_standard_error(NULL, NULL, 0, scratch, need, out, NULL, 3) == BESTOF_E_EMPTY);
    CHECK(bestof_curve_standard_error(proxy, gold, 4, scratch, need - 1, out, gold_out, 3) == BESTOF_E_CAPACITY);
    CHECK(bestof_curve_standard_error(proxy, gold, TOO_MANY, scratch, need, out, gold_out, 3) == BESTOF_E_CAPACITY);
    CHECK(bestof_curve_standard_error(broken, gold, 4, scratch, need, out, gold_out, 3) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_curve_standard_error(proxy, gold, 4, scratch, need, out, out, 3) == BESTOF_E_DOMAIN);
    CHECK(bestof_difference_standard_error(proxy, gold, 4, 1, 4, scratch, need, out) == BESTOF_E_DOMAIN);
    CHECK(bestof_difference_standard_error(proxy, gold, 4, 1, 2, scratch, need, NULL) == BESTOF_E_NULL);
    CHECK(bestof_difference_standard_error(proxy, gold, 4, 1, 2, scratch, need, scratch) == BESTOF_E_DOMAIN);
    CHECK(bestof_difference_standard_error(proxy, broken, 4, 1, 2, scratch, need, out) == BESTOF_E_NOT_FINITE);
    for (i = 0; i < 3; i++) CHECK(same(out[i], mark) && same(gold_out[i], mark));

    CHECK(bestof_curve_standard_error(proxy, gold, 4, scratch, need, out, gold_out, 3) == BESTOF_OK);
    CHECK(fabs(out[0] - sqrt(2.0 / 12.0)) < 1e-15 && fabs(gold_out[0] - sqrt(8.75 / 12.0)) < 1e-15);
    CHECK(bestof_difference_standard_error(proxy, gold, 4, 2, 2, scratch, need, out) == BESTOF_OK);
    CHECK(out[0] == 0.0);
}

static void test_plug_in(void)
{
    static const double proxy[] = { 3.0, 1.0, 2.0, 2.0 }, gold[] = { 1.0, 5.0, 3.0, 4.0 };
    static const double n[] = { 1.0, 2.0, 1e9 }, below[] = { 1.0, 0.5, 1.0 };
    double scratch[16], out[3], gold_out[3];
    const size_t need = bestof_curve_scratch_len(COUNT(proxy));
    size_t i;

    for (i = 0; i < 3; i++) out[i] = gold_out[i] = mark;
    CHECK(bestof_plug_in_curve(proxy, gold, 4, NULL, 3, scratch, need, out, gold_out) == BESTOF_E_NULL);
    CHECK(bestof_plug_in_curve(proxy, gold, 4, n, 3, scratch, need, out, NULL) == BESTOF_E_NULL);
    CHECK(bestof_plug_in_curve(proxy, gold, 4, n, 0, scratch, need, out, gold_out) == BESTOF_E_EMPTY);
    CHECK(bestof_plug_in_curve(proxy, gold, 4, below, 3, scratch, need, out, gold_out) == BESTOF_E_DOMAIN);
    CHECK(bestof_plug_in_curve(proxy, gold, 4, out, 3, scratch, need, out, gold_out) == BESTOF_E_DOMAIN);
    CHECK(bestof_plug_in_curve(proxy, gold, 4, n, 3, scratch, need - 1, out, gold_out) == BESTOF_E_CAPACITY);
    CHECK(bestof_curve_band(proxy, 4, 0.0, 2.5, 0.1, n, 3, scratch, need, out, gold_out) == BESTOF_E_DOMAIN);
    CHECK(bestof_curve_band(proxy, 4, 0.0, 4.0, 1.0, n, 3, scratch, need, out, gold_out) == BESTOF_E_DOMAIN);
    CHECK(bestof_curve_band(proxy, 4, 0.0, NAN, 0.1, n, 3, scratch, need, out, gold_out) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_curve_band(proxy, 4, 0.0, 4.0, 0.1, n, 3, scratch, need, out, out) == BESTOF_E_DOMAIN);
    CHECK(bestof_curve_band(proxy, 4, 0.0, 4.0, 0.1, n, 3, NULL, need, out, gold_out) == BESTOF_E_NULL);
    for (i = 0; i < 3; i++) CHECK(same(out[i], mark) && same(gold_out[i], mark));

    CHECK(bestof_plug_in_curve(proxy, gold, 4, n, 3, scratch, need, out, gold_out) == BESTOF_OK);
    CHECK(out[0] == 2.0 && out[1] == 2.375 && out[2] == 3.0 && gold_out[0] == 3.25 && gold_out[2] == 1.0);
    CHECK(bestof_plug_in_curve(proxy, NULL, 4, n, 3, scratch, need, out, NULL) == BESTOF_OK);
    CHECK(bestof_curve_band(proxy, 4, 0.0, 4.0, 0.1, n, 3, scratch, need, out, gold_out) == BESTOF_OK);
    for (i = 0; i < 3; i++) CHECK(0.0 <= out[i] && out[i] < gold_out[i] && gold_out[i] <= 4.0);
}

static void test_pass(void)
{
    static const uint64_t samples[] = { 10, 10, 4 }, passes[] = { 1, 6, 2 }, none[] = { 0, 0, 0 }, more[] = { 11, 1, 1 };
    double out[5], a = mark, b = mark;
    size_t i;

    for (i = 0; i < 5; i++) out[i] = mark;
    CHECK(bestof_pass_at_powers_of_two(15, 3, out, 5) == BESTOF_E_DOMAIN);
    CHECK(bestof_pass_at_powers_of_two(16, 3, out, 0) == BESTOF_E_EMPTY);
    CHECK(bestof_pass_at_powers_of_two(16, 3, NULL, 5) == BESTOF_E_NULL);
    CHECK(bestof_fit_beta_binomial(samples, more, 3, &a, &b) == BESTOF_E_DOMAIN);
    CHECK(bestof_fit_beta_binomial(samples, none, 3, &a, &b) == BESTOF_E_DOMAIN);
    CHECK(bestof_fit_beta_binomial(samples, NULL, 3, &a, &b) == BESTOF_E_NULL);
    CHECK(bestof_fit_beta_binomial(NULL, NULL, 0, &a, &b) == BESTOF_E_EMPTY);
    CHECK(bestof_fit_beta_binomial(samples, passes, 3, NULL, &b) == BESTOF_E_NULL);
    CHECK(bestof_fit_beta_binomial(samples, passes, 3, &a, NULL) == BESTOF_E_NULL);
    for (i = 0; i < 5; i++) CHECK(same(out[i], mark));
    CHECK(same(a, mark) && same(b, mark));

    CHECK(bestof_pass_at_powers_of_two(16, 3, out, 5) == BESTOF_OK);
    for (i = 0; i < 5; i++) CHECK(same(out[i], bestof_pass_at_k(16, 3, (uint64_t)1 << i)));
    CHECK(bestof_all_pass_at_k(4, 2, 2) == 1.0 / 6.0 && isnan(bestof_all_pass_at_k(4, 5, 2)));
    CHECK(fabs(bestof_pass_at_k_variance(0.1, 20, 5) - 0.05073540849038312693498452) < 1e-16);
    CHECK(isnan(bestof_pass_at_k_variance(1.5, 20, 5)) && isnan(bestof_pass_at_k_variance_estimate(10, 2, 6)));
    CHECK(fabs(bestof_pass_at_k_variance_estimate(10, 4, 1) - 0.24 / 9.0) < 1e-16);
    CHECK(bestof_fit_beta_binomial(samples, passes, 3, &a, &b) == BESTOF_OK && a > 0.0 && b > 0.0);
    CHECK(fabs(bestof_beta_binomial_coverage(a, b, 1) - a / (a + b)) < 1e-15);
    CHECK(isnan(bestof_beta_binomial_coverage(0.0, b, 1)));
}

static void test_confidence(void)
{
    bestof_confidence confidence, before;
    double lower = mark, upper = mark;
    int i;

    CHECK(bestof_confidence_init(NULL, BESTOF_METHOD_EMPIRICAL_BERNSTEIN, 0.0, 1.0, 0.05) == BESTOF_E_NULL);
    CHECK(bestof_confidence_init(&confidence, BESTOF_METHOD_EMPIRICAL_BERNSTEIN, -1.0, 1.0, 0.05) == BESTOF_OK);
    before = confidence;
    CHECK(bestof_confidence_init(&confidence, 4, 0.0, 1.0, 0.05) == BESTOF_E_DOMAIN);
    CHECK(bestof_confidence_init(&confidence, -1, 0.0, 1.0, 0.05) == BESTOF_E_DOMAIN);
    CHECK(bestof_confidence_init(&confidence, BESTOF_METHOD_STITCHED_BERNSTEIN, 1.0, 1.0, 0.05) == BESTOF_E_DOMAIN);
    CHECK(bestof_confidence_init(&confidence, BESTOF_METHOD_STITCHED_SUB_GAUSSIAN, NAN, 0.0, 0.05) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_confidence_init(&confidence, BESTOF_METHOD_NORMAL_MIXTURE, 1.0, 0.0, 0.05) == BESTOF_E_DOMAIN);
    CHECK(bestof_confidence_push(&confidence, NAN) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_confidence_push(&confidence, 1.5) == BESTOF_E_DOMAIN);
    CHECK(bestof_confidence_push(NULL, 0.5) == BESTOF_E_NULL);
    CHECK(bestof_confidence_interval(&confidence, NULL, &upper) == BESTOF_E_NULL);
    CHECK(bestof_confidence_interval(&confidence, &lower, NULL) == BESTOF_E_NULL);
    CHECK(bestof_confidence_interval(NULL, &lower, &upper) == BESTOF_E_NULL);
    CHECK(memcmp(&confidence, &before, sizeof before) == 0 && same(lower, mark) && same(upper, mark));
    memset(&before, 0, sizeof before);
    CHECK(bestof_confidence_push(&before, 0.0) == BESTOF_E_DOMAIN);

    CHECK(bestof_confidence_interval(&confidence, &lower, &upper) == BESTOF_OK && lower == -1.0 && upper == 1.0);
    for (i = 0; i < 400; i++) CHECK(bestof_confidence_push(&confidence, i % 2 ? 0.25 : 0.75) == BESTOF_OK);
    CHECK(bestof_confidence_interval(&confidence, &lower, &upper) == BESTOF_OK);
    CHECK(lower > 0.3 && lower < 0.5 && upper > 0.5 && upper < 0.7);
    CHECK(bestof_confidence_init(&confidence, BESTOF_METHOD_STITCHED_SUB_GAUSSIAN, 0.5, 0.0, 0.05) == BESTOF_OK);

    CHECK(fabs(bestof_stitched_boundary(100.0, 1.0, 1.0, 0.05) - 47.2608256652010900550043) < 1e-14);
    CHECK(fabs(bestof_normal_mixture_boundary(100.0, 10.0, 0.05) - 30.37811021425952326355095) < 1e-14);
    CHECK(fabs(bestof_maurer_pontil_radius(0.2, 1.0, 100, 0.05) - 0.2084155791789591957385657) < 1e-16);
    CHECK(isnan(bestof_stitched_boundary(1.0, 0.0, 0.0, 0.05)) && isnan(bestof_normal_mixture_rho(1.0, 1.0)));
}

static void test_tail(void)
{
    static const double pool[] = { 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0 }, broken[] = { 0.0, INFINITY };
    double scratch[40], ranks[10], out = mark;
    const size_t need = bestof_curve_scratch_len(COUNT(pool));
    size_t i;

    CHECK(need <= COUNT(scratch));
    for (i = 0; i < 10; i++) ranks[i] = mark;
    CHECK(bestof_sub_gaussian_variance(NULL, 10, &out) == BESTOF_E_NULL);
    CHECK(bestof_sub_gaussian_variance(pool, 10, NULL) == BESTOF_E_NULL);
    CHECK(bestof_sub_gaussian_variance(NULL, 0, &out) == BESTOF_E_EMPTY);
    CHECK(bestof_sub_gaussian_variance(broken, 2, &out) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_sub_gaussian_variance_upper(pool, 10, 0.0, 0.5, 0.1, scratch, need, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_sub_gaussian_variance_upper(pool, 10, 0.0, 1.0, 0.0, scratch, need, &out) == BESTOF_E_DOMAIN);
    CHECK(bestof_sub_gaussian_variance_upper(pool, 10, 0.0, 1.0, 0.1, scratch, need - 1, &out) == BESTOF_E_CAPACITY);
    CHECK(bestof_sub_gaussian_variance_upper(pool, 10, 0.0, 1.0, 0.1, scratch, need, scratch) == BESTOF_E_DOMAIN);
    CHECK(bestof_sub_gaussian_variance_upper(pool, 10, 0.0, 1.0, 0.1, NULL, need, &out) == BESTOF_E_NULL);
    CHECK(bestof_uniform_ranks(pool, 10, scratch, need, NULL) == BESTOF_E_NULL);
    CHECK(bestof_uniform_ranks(pool, 10, scratch, need, scratch) == BESTOF_E_DOMAIN);
    CHECK(bestof_uniform_ranks(pool, 10, scratch, need - 1, ranks) == BESTOF_E_CAPACITY);
    CHECK(bestof_uniform_ranks(broken, 2, scratch, need, ranks) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_calibrated_rank(pool, 10, NAN, &out) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_calibrated_rank(pool, 10, 0.0, NULL) == BESTOF_E_NULL);
    for (i = 0; i < 10; i++) CHECK(same(ranks[i], mark));
    CHECK(same(out, mark));

    CHECK(bestof_sub_gaussian_variance(pool, 10, &out) == BESTOF_OK && fabs(out - 0.182047845325367478722848) < 1e-9);
    CHECK(bestof_sub_gaussian_variance_upper(pool, 10, 0.0, 1.0, 0.1, scratch, need, &out) == BESTOF_OK);
    CHECK(out > 0.18 && out <= 0.25);
    CHECK(bestof_uniform_ranks(pool, 10, scratch, need, ranks) == BESTOF_OK);
    CHECK(ranks[0] == 0.95 && ranks[1] == 0.45);
    CHECK(bestof_calibrated_rank(pool, 10, 0.5, &out) == BESTOF_OK && out == 9.5 / 11.0);
    CHECK(bestof_calibrated_rank(NULL, 0, 0.5, &out) == BESTOF_OK && out == 0.5);
}

int main(void)
{
    test_stats();
    test_top();
    test_pool_errors();
    test_plug_in();
    test_pass();
    test_confidence();
    test_tail();
    return verdict();
}
