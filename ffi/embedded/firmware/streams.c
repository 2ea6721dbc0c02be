/* Streams, pools, decisions and what follows from the proxy: outputs and states go into the hash of their function. */
#include "bestof.h"
#include "check.h"
#include "grid.h"

#define LEN 24
#define SCRATCH 256

static double rewards[LEN], gold[LEN], scratch[SCRATCH], out[LEN], more_out[LEN];

static uint64_t step(uint64_t hash, bestof_status status)
{
    return hash_bits(hash, (uint64_t)(int64_t)status);
}

/* A structure of 8-byte members, or of pairs of 4-byte ones. */
static uint64_t words(uint64_t hash, const void *from, size_t size)
{
    for (size_t i = 0; i + 8 <= size; i += 8) {
        uint64_t word;
        __builtin_memcpy(&word, (const char *)from + i, 8);
        hash = hash_bits(hash, word);
    }
    return hash;
}
#define WORDS(hash, x) words(hash, &(x), sizeof(x))

static void draw_rewards(void)
{
    static bestof_rng rng;
    (void)bestof_rng_seed(&rng, 99);
    for (int i = 0; i < LEN; i++) {
        (void)bestof_exp_sample_max(&rng, 2.0, &rewards[i]);
        gold[i] = 0.75 * rewards[i] - 0.0625 * (i % 3);
    }
}

static void check_stats(void)
{
    static bestof_stats stats, other;
    bestof_summary summary;
    static uint8_t bytes[BESTOF_STATS_BYTES];
    uint64_t hash = step(HASH_START, bestof_stats_init(&stats));
    for (int i = 0; i < LEN; i++) hash = step(hash, bestof_stats_push(&stats, rewards[i]));
    hash = step(hash, bestof_stats_init(&other));
    hash = step(hash, bestof_stats_push_array(&other, gold, LEN));
    hash = step(hash, bestof_stats_merge(&stats, &other));
    hash = step(hash, bestof_stats_summary(&stats, &summary));
    hash = step(hash, bestof_stats_to_bytes(&stats, bytes, sizeof bytes));
    for (size_t i = 0; i < sizeof bytes; i++) hash = hash_bits(hash, bytes[i]);
    hash = step(hash, bestof_stats_from_bytes(&other, bytes, sizeof bytes));
    report("stats", WORDS(WORDS(hash, summary), other));
}

static void check_best(void)
{
    static bestof_top top, other;
    static bestof_ranked best[8], other_best[8];
    static bestof_confidence stream;
    uint64_t hash = HASH_START;
    for (uint64_t i = 0; i < LEN; i++) {
        hash = step(hash, bestof_top_push(&top, best, COUNT(best), rewards[i], i));
        hash = step(hash, bestof_top_push(&other, other_best, COUNT(other_best), gold[i], LEN + i));
    }
    hash = step(hash, bestof_top_merge(&top, best, COUNT(best), &other, other_best, COUNT(other_best)));
    hash = WORDS(WORDS(hash, top), best);
    hash = step(hash, bestof_top_hill_tail_index(&top, best, COUNT(best), out));
    hash = hash_double(hash, out[0]);
    for (size_t i = 0; i < COUNT(best); i++) out[i] = best[i].reward;
    hash = step(hash, bestof_hill_tail_index(out, COUNT(best), more_out));
    report("top", hash_double(hash, more_out[0]));

    hash = HASH_START;
    for (int32_t method = 0; method < 4; method++) {
        hash = step(hash, bestof_confidence_init(&stream, method, 0.0, 8.0, 0.0625));
        for (int i = 0; i < LEN; i++) hash = step(hash, bestof_confidence_push(&stream, rewards[i]));
        hash = step(hash, bestof_confidence_interval(&stream, out, more_out));
        hash = hash_double(hash_double(hash, out[0]), more_out[0]);
    }
    report("confidence", hash);
}

static void check_estimates(void)
{
    static const double n[] = {1.0, 2.5, 8.0, 20.0};
    static const uint64_t samples[] = {10, 10, 20, 40}, passes[] = {1, 7, 5, 22};
    double a = 0.0, b = 0.0;
    uint64_t hash = step(HASH_START, bestof_curve_standard_error(rewards, gold, LEN, scratch, SCRATCH, out, more_out, 8));
    report("curve_standard_error", hash_doubles(hash_doubles(hash, out, 8), more_out, 8));
    hash = step(HASH_START, bestof_difference_standard_error(rewards, gold, LEN, 2, 8, scratch, SCRATCH, out));
    report("difference_standard_error", hash_double(hash, out[0]));
    hash = step(HASH_START, bestof_plug_in_curve(rewards, gold, LEN, n, 4, scratch, SCRATCH, out, more_out));
    report("plug_in_curve", hash_doubles(hash_doubles(hash, out, 4), more_out, 4));
    hash = step(HASH_START, bestof_curve_band(rewards, LEN, 0.0, 16.0, 0.125, n, 4, scratch, SCRATCH, out, more_out));
    report("curve_band", hash_doubles(hash_doubles(hash, out, 4), more_out, 4));
    hash = step(HASH_START, bestof_pass_at_powers_of_two(100, 7, out, 7));
    report("pass_at_powers_of_two", hash_doubles(hash, out, 7));
    hash = step(HASH_START, bestof_fit_beta_binomial(samples, passes, 4, &a, &b));
    report("fit_beta_binomial", hash_double(hash_double(hash, a), b));
    hash = step(HASH_START, bestof_sub_gaussian_variance(rewards, LEN, out));
    report("sub_gaussian_variance", hash_double(hash, out[0]));
    hash = step(HASH_START, bestof_sub_gaussian_variance_upper(rewards, LEN, 0.0, 16.0, 0.125, scratch, SCRATCH, out));
    report("sub_gaussian_variance_upper", hash_double(hash, out[0]));
    hash = step(HASH_START, bestof_uniform_ranks(rewards, LEN, scratch, SCRATCH, out));
    report("uniform_ranks", hash_doubles(hash, out, LEN));
    hash = step(HASH_START, bestof_calibrated_rank(rewards, LEN, 1.25, out));
    report("calibrated_rank", hash_double(hash, out[0]));
}

static void check_golden(void)
{
    static const double distance[] = {0.5, 1.0, 1.5, 2.0, 2.5}, gain[] = {0.4, 0.7, 0.85, 0.9, 0.875};
    bestof_drift drift;
    bestof_error_facts known = {0};
    bestof_gold_interval interval;
    bestof_tilted_gains tilted;
    bestof_scaling_fit fit;
    size_t n = 0;
    uint64_t hash = step(HASH_START, bestof_drift_best_of_n(7.0, &drift));
    report("drift_best_of_n", WORDS(hash, drift));
    known.struct_size = sizeof known;
    known.flags = 1;
    known.sup = 0.25;
    hash = step(HASH_START, bestof_gold_gain_interval(1.5, &drift, &known, &interval));
    report("gold_gain_interval", WORDS(hash, interval));
    hash = step(HASH_START, bestof_tilted_transfer(rewards, gold, LEN, 0.75, &tilted));
    report("tilted_transfer", WORDS(hash, tilted));
    hash = step(HASH_START, bestof_scaling_best_of_n_fit(distance, gain, NULL, 5, &fit));
    report("scaling_best_of_n_fit", WORDS(hash, fit));
    hash = step(HASH_START, bestof_scaling_rl_fit(distance, gain, NULL, 5, &fit));
    report("scaling_rl_fit", WORDS(hash, fit));
    hash = step(HASH_START, bestof_curve_peak(gain, 5, &n));
    report("curve_peak", hash_bits(hash, n));
}

static double squared(double x, void *user)
{
    (void)user;
    return (x - 1.0) * (x - 1.0);
}

static void check_tied(void)
{
    static const double pmf[] = {0.125, 0.25, 0.5, 0.125};
    uint64_t hash = step(HASH_START, bestof_f_divergence(3.0, squared, NULL, out));
    report("f_divergence", hash_double(hash, out[0]));
    hash = step(HASH_START, bestof_finite_f_divergence(pmf, COUNT(pmf), 3.0, squared, NULL, out));
    report("finite_f_divergence", hash_double(hash, out[0]));
    hash = step(HASH_START, bestof_finite_win_rate(pmf, COUNT(pmf), 3.0, out));
    report("finite_win_rate", hash_double(hash, out[0]));
    hash = step(HASH_START, bestof_collision_probability(pmf, COUNT(pmf), out));
    report("collision_probability", hash_double(hash, out[0]));
}

static void check_stopping(void)
{
    static bestof_student_fit fit;
    static uint32_t table[16];
    static double rule[48];
    bestof_student_prior prior = {0.5, 2.0, 1.5, 4.0};
    bestof_student student;
    int32_t stop = 0;
    uint64_t hash = step(HASH_START, bestof_majority_table(0.0625, table, COUNT(table)));
    hash = step(WORDS(hash, table), bestof_majority_settled(table, COUNT(table), 6, 2, &stop));
    report("majority", hash_bits(hash, (uint64_t)stop));

    hash = HASH_START;
    for (int i = 0; i + 8 <= LEN; i += 4) hash = step(hash, bestof_student_fit_add(&fit, rewards + i, 8));
    report("student_fit_add", WORDS(hash, fit));
    hash = hash_bits(hash_bits(HASH_START, bestof_student_rule_len(12)), bestof_student_scratch_len());
    /* Its scratch is more than the smallest board has: here it refuses, and the rule is one of our own. */
    hash = step(hash, bestof_student_rule(&prior, 0.0625, rule, COUNT(rule), scratch, SCRATCH));
    for (size_t i = 0; i < COUNT(rule); i++) rule[i] = 0.25 + (double)i / 64.0;
    hash = step(hash, bestof_student_init(&student, &prior));
    for (int i = 0; i < 8; i++) {
        hash = step(hash, bestof_student_step(&student, rewards[i], rule, COUNT(rule), &stop));
        hash = hash_bits(hash, (uint64_t)stop);
    }
    hash = step(WORDS(hash, student), bestof_student_expected_improvement(&student, out));
    report("student", hash_double(hash, out[0]));
}

static void check_budgets(void)
{
    static const bestof_request requests[] = {
        {BESTOF_GAIN_NORMAL, 0, 1, 64, 1.5, 0.0, 0, 0},
        {BESTOF_GAIN_EXPONENTIAL, 0, 1, 64, 0.5, 0.0, 0, 0},
        {BESTOF_GAIN_BERNOULLI, 0, 1, 64, 1.0, 0.125, 0, 0},
    };
    static const bestof_budget limits[] = {{BESTOF_KL, 0, 0.0, 2.0}, {BESTOF_RENYI, 0, 2.0, 1.75}};
    static uint64_t draws[3], room[64];
    bestof_choice choice = {0};
    double price = 0.0;
    uint64_t hash = hash_bits(HASH_START, bestof_share_scratch_len(3));
    hash = step(hash, bestof_share(requests, 3, NULL, 0, 0.0, 40, draws, room, COUNT(room), &price));
    report("share", hash_double(WORDS(hash, draws), price));
    hash = HASH_START;
    for (int i = 0; i < 3; i++) {
        hash = step(hash, bestof_gain(&requests[i], NULL, 0, 9, out));
        hash = hash_double(hash, out[0]);
        hash = step(hash, bestof_smallest_reaching(&requests[i], NULL, 0, 0.75, &choice));
        hash = hash_bits(hash, choice.n);
        hash = step(hash, bestof_best_at_cost(&requests[i], NULL, 0, 0.03125, &choice));
        hash = hash_bits(hash, choice.n);
    }
    hash = step(hash, bestof_largest_within(limits, COUNT(limits), 1000, &choice));
    hash = hash_bits(hash, choice.n);
    hash = step(hash, bestof_best_lower_bound(gold, LEN, &choice));
    hash = hash_bits(hash, choice.n);
    report("choices", hash);
}

void check_streams(void)
{
    draw_rewards();
    check_stats();
    check_best();
    check_estimates();
    check_golden();
    check_tied();
    check_stopping();
    check_budgets();
}
