/* Policies over a pool, bounds by transport, and rules and plans: outputs go into the hash of their function. */
#include "bestof.h"
#include "check.h"
#include "grid.h"

#define LEN 24

/* A pool with ties, and one that is better but for its end. */
static double proxy[LEN], gold[LEN], out[LEN], scratch[4 * LEN + 64];

static uint64_t step(uint64_t hash, bestof_status status)
{
    return hash_bits(hash, (uint64_t)(int64_t)status);
}

static void fill_pools(void)
{
    for (int i = 0; i < LEN; i++) {
        proxy[i] = 0.125 * (double)(i * 7 % 17);
        gold[i] = proxy[i] < 1.5 ? proxy[i] : 3.0 - proxy[i];
    }
}

static void check_tilts(void)
{
    bestof_tilted_pool pool = {0};
    double beta = 0.0;
    uint64_t hash = step(HASH_START, bestof_tilted_policy(proxy, LEN, 0.75, &pool));
    report("tilted_policy", hash_doubles(hash, &pool.gain, sizeof pool / sizeof pool.gain));
    hash = step(HASH_START, bestof_tilted_law(proxy, LEN, 0.75, out));
    report("tilted_law", hash_doubles(hash, out, LEN));
    hash = step(HASH_START, bestof_law_kl(out, LEN, scratch));
    report("law_kl", hash_double(hash, scratch[0]));
    hash = step(HASH_START, bestof_beta_at_kl(proxy, LEN, 0.5, &beta));
    report("beta_at_kl", hash_double(hash, beta));
    hash = step(HASH_START, bestof_beta_at_gain(proxy, LEN, 0.5, &beta));
    report("beta_at_gain", hash_double(hash, beta));
    hash = step(HASH_START, bestof_soft_best_of_n(proxy, LEN, 4.0, 0.5, scratch, out));
    report("soft_best_of_n", hash_doubles(hash, out, LEN));
}

static double log_moment(double lambda, void *user)
{
    (void)user;
    return 0.5 * lambda * lambda + 0.125 * lambda * lambda * lambda;
}

static double reverse_kl_generator(double log_ratio, void *user)
{
    (void)user;
    return -log_ratio;
}

static void check_transport(void)
{
    static double lambda[8], psi[8];
    double at = 0.0;
    int32_t helps = 0;
    uint64_t hash = step(HASH_START, bestof_transport_bound(1.25, INFINITY_, log_moment, NULL, out, &at));
    report("transport_bound", hash_double(hash_double(hash, out[0]), at));
    for (int i = 0; i < 8; i++) {
        lambda[i] = 0.25 * (double)(i + 1);
        psi[i] = log_moment(lambda[i], NULL);
    }
    hash = step(HASH_START, bestof_transport_bound_on_grid(1.25, lambda, psi, COUNT(lambda), out, &at));
    report("transport_bound_on_grid", hash_double(hash_double(hash, out[0]), at));
    hash = step(HASH_START, bestof_tail_adaptive_best_of_n(0.5, 1.5, 7.0, out, &at));
    report("tail_adaptive_best_of_n", hash_double(hash_double(hash, out[0]), at));
    hash = step(HASH_START, bestof_tail_adaptive_helps(0.5, 1.5, 7.0, &helps));
    report("tail_adaptive_helps", hash_bits(hash, (uint64_t)helps));
    hash = step(HASH_START, bestof_f_divergence_of_log(3.0, reverse_kl_generator, NULL, out));
    report("f_divergence_of_log", hash_double(hash, out[0]));
}

static void check_hedge(void)
{
    static const size_t pools[] = {8, 10, 6};
    bestof_hedge_peak peak = {0};
    size_t len = bestof_hedge_scratch_len(LEN);
    uint64_t hash = hash_bits(HASH_START, len);
    hash = step(hash, bestof_hedge(proxy, gold, LEN, pools, COUNT(pools), 32.0, scratch, COUNT(scratch), &peak));
    report("hedge", hash_double(hash_double(hash, peak.n), peak.gain));
}

static void check_guard(void)
{
    static bestof_student_fit fit;
    static double rule[48];
    bestof_student_prior prior = {0};
    bestof_student_trial trial = {0};
    uint64_t hash = HASH_START;
    for (int i = 0; i + 6 <= LEN; i += 6) hash = step(hash, bestof_student_fit_add(&fit, proxy + i, 6));
    hash = step(hash, bestof_student_fit_prior(&fit, &prior));
    report("student_fit_prior", hash_doubles(hash, (const double *)(const void *)&prior, sizeof prior / 8));
    for (size_t i = 0; i < COUNT(rule); i++) rule[i] = 0.25 + (double)i / 64.0;
    hash = step(HASH_START, bestof_student_guard(&prior, rule, COUNT(rule), proxy, LEN, 6, scratch, COUNT(scratch), &trial));
    hash = hash_bits(hash_bits(hash, trial.kept), trial.best_fixed);
    hash = hash_double(hash_double(hash_double(hash, trial.fixed_objective), trial.objective), trial.error);
    report("student_guard", hash_doubles(hash, rule, COUNT(rule)));
}

static void put(uint8_t *at, uint64_t value)
{
    for (int i = 0; i < 8; i++) at[i] = (uint8_t)(value >> 8 * i);
}

static void put_double(uint8_t *at, double value)
{
    uint64_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    put(at, bits);
}

static uint32_t crc(const uint8_t *bytes, size_t len)
{
    uint32_t sum = UINT32_MAX;
    for (size_t i = 0; i < len; i++) {
        sum ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) sum = (sum >> 1) ^ (0xEDB88320u & (0u - (sum & 1u)));
    }
    return ~sum;
}

/* A plan as `bestof plan` stores it: stop at the first reward of 1.5, at 12 draws at the latest. */
static void check_plan(void)
{
    static uint8_t bytes[BESTOF_PLAN_BYTES];
    static bestof_plan plan;
    bestof_progress progress;
    int32_t stop = 0, record = 0;
    put(bytes, UINT64_C(0x1) << 32 | 0x6e616c70);
    put(bytes + 8, 12);
    put_double(bytes + 24, 0.01);
    for (size_t i = 40; i + 8 < sizeof bytes; i += 8) put_double(bytes + i, 1.5);
    put(bytes + sizeof bytes - 8, crc(bytes, sizeof bytes - 8));
    uint64_t hash = step(HASH_START, bestof_plan_load(bytes, sizeof bytes, &plan));
    for (size_t i = 0; i < COUNT(plan.words); i++) hash = hash_bits(hash, plan.words[i]);
    report("plan_load", hash);
    hash = step(HASH_START, bestof_progress_init(&progress));
    for (int i = 0; i < LEN && !stop; i++) {
        hash = step(hash, bestof_progress_push(&progress, proxy[i], &record));
        hash = step(hash, bestof_plan_should_stop(&plan, &progress, &stop));
        hash = hash_bits(hash_bits(hash, (uint64_t)record), (uint64_t)stop);
    }
    report("plan", hash_double(hash_bits(hash, progress.draws), progress.best));
}

void check_policies(void)
{
    fill_pools();
    check_tilts();
    check_transport();
    check_hedge();
    check_guard();
    check_plan();
}
