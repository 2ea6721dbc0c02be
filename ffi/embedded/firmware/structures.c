/* The functions that take pointers, on fixed data: every output goes into the hash of its function. */
#include "bestof.h"
#include "check.h"
#include "grid.h"

#define LEN 40

static double rewards[LEN], gold[LEN], scratch[4 * LEN], out[LEN], gold_out[LEN];
static bestof_rng rng;

static uint64_t start(bestof_status status)
{
    return hash_bits(HASH_START, (uint64_t)(int64_t)status);
}

/* Hash of the generator too: it must have moved on by the same draws. */
static uint64_t after(uint64_t hash)
{
    for (int i = 0; i < 4; i++) hash = hash_bits(hash, rng.state[i]);
    return hash;
}

static void check_samplers(void)
{
    static bestof_exp_stream stream;
    uint64_t hash = start(bestof_rng_seed(&rng, 20240607));
    report("rng_seed", after(hash));

    hash = HASH_START;
    for (int i = 0; i < LEN; i++) {
        hash = hash_bits(hash, (uint64_t)(int64_t)bestof_exp_sample_max(&rng, 1.0 + 3.0 * i, out));
        hash = hash_double(hash, out[0]);
        rewards[i] = out[0];
        gold[i] = out[0] - 0.125 * (i % 5);
    }
    report("exp_sample_max", after(hash));

    hash = start(bestof_exp_sample_top(&rng, UINT64_C(1000000000000), LEN, out));
    report("exp_sample_top", after(hash_doubles(hash, out, LEN)));

    hash = start(bestof_exp_sample_sorted(&rng, LEN, out));
    report("exp_sample_sorted", after(hash_doubles(hash, out, LEN)));

    hash = start(bestof_exp_stream_init(&stream, &rng));
    report("exp_stream_init", after(hash));

    hash = start(bestof_exp_stream_fill(&stream, LEN, out));
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 8; k++) hash = hash_bits(hash, stream.state[i][k]);
    report("exp_stream_fill", hash_doubles(hash, out, LEN));
}

static void check_decisions(void)
{
    static const double alphas[] = {0.5, 2.0, INFINITY_};
    static const double budgets[] = {0.0, 0.0625, 0.5, 1.0, 1.75, 3.0, 30.0};
    static const double pmf[] = {0.125, 0.25, 0.0, 0.5, 0.0625, 0.0625};
    uint64_t hash = HASH_START, n = 0;

    for (int32_t divergence = BESTOF_KL; divergence <= BESTOF_JEFFREYS; divergence++)
        for (size_t a = 0; a < COUNT(alphas); a++)
            for (size_t b = 0; b < COUNT(budgets); b++) {
                hash = hash_bits(hash, (uint64_t)(int64_t)bestof_max_n(divergence, alphas[a], budgets[b], &n));
                hash = hash_bits(hash, n);
            }
    report("max_n", hash);

    hash = HASH_START;
    for (int32_t divergence = BESTOF_KL; divergence <= BESTOF_JEFFREYS; divergence++)
        for (size_t a = 0; a < COUNT(alphas); a++)
            for (size_t i = 0; i < 12; i++) {
                hash = hash_bits(hash, (uint64_t)(int64_t)bestof_finite_divergence(divergence, alphas[a], pmf, COUNT(pmf),
                                                                                   grid_first[i], out));
                hash = hash_double(hash, out[0]);
            }
    report("finite_divergence", hash);
}

static void check_pools(void)
{
    size_t len = bestof_curve_scratch_len(LEN);
    uint64_t hash = hash_bits(HASH_START, len);
    report("curve_scratch_len", hash);
    hash = start(bestof_curve(rewards, gold, LEN, scratch, COUNT(scratch), out, gold_out, LEN));
    hash = hash_doubles(hash, out, LEN);
    report("curve", hash_doubles(hash, gold_out, LEN));
    hash = start(bestof_curve(rewards, NULL, LEN, scratch, COUNT(scratch), out, NULL, LEN));
    report("curve of proxy alone", hash_doubles(hash, out, LEN));
}

static void check_ceilings(void)
{
    bestof_ceiling_config config = {0};
    uint64_t hash = HASH_START, at_kl = HASH_START, least = HASH_START, n = 0;
    int32_t which = 0;

    config.struct_size = sizeof config;
    config.sigma = 1.5;
    config.standard_deviation = 1.25;
    config.lo = -2.0;
    config.hi = 3.0;
    config.mean = 0.75;
    config.kl = 0.5;
    config.variance_factor = 1.25;
    config.scale = 0.25;
    for (config.flags = 0; config.flags < 256; config.flags += 7) {
        for (size_t i = 5; i < 14; i += 2) {
            hash = hash_bits(hash, (uint64_t)(int64_t)bestof_ceiling(&config, grid_first[i], out, &which));
            hash = hash_bits(hash_double(hash, out[0]), (uint64_t)which);
            at_kl = hash_bits(at_kl, (uint64_t)(int64_t)bestof_ceiling_at_kl(&config, 0.25 * (double)i, out, &which));
            at_kl = hash_bits(hash_double(at_kl, out[0]), (uint64_t)which);
        }
        least = hash_bits(least, (uint64_t)(int64_t)bestof_ceiling_min_n(&config, 0.875, &n));
        least = hash_bits(least, n);
    }
    report("ceiling", hash);
    report("ceiling_at_kl", at_kl);
    report("ceiling_min_n", least);
}

static void check_texts(void)
{
    uint64_t hash = HASH_START;
    for (bestof_status status = 1; status > -12; status--)
        for (const char *text = bestof_status_message(status); *text != '\0'; text++)
            hash = hash_bits(hash, (unsigned char)*text);
    report("status_message", hash);
    hash = hash_bits(hash_bits(HASH_START, bestof_version_number()), bestof_abi_version());
    for (const char *text = bestof_version_string(); *text != '\0'; text++) hash = hash_bits(hash, (unsigned char)*text);
    report("version", hash);
}

void check_structures(void)
{
    check_samplers();
    check_decisions();
    check_pools();
    check_ceilings();
    check_texts();
}
