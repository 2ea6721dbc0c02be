/*
 * Plans: what the header promises about loading one and asking it. C99, and C++17 just as well.
 */
#include "bestof.h"

#include "check.h"

static void put(unsigned char *at, uint64_t value, int bytes)
{
    int i;
    for (i = 0; i < bytes; i++) at[i] = (unsigned char)(value >> (8 * i));
}

static void put_double(unsigned char *at, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put(at, bits, 8);
}

static uint64_t crc(const unsigned char *bytes, size_t len)
{
    uint32_t sum = UINT32_MAX;
    size_t i;
    int bit;
    for (i = 0; i < len; i++) {
        sum ^= bytes[i];
        for (bit = 0; bit < 8; bit++) sum = (sum >> 1) ^ (0xEDB88320u & (0u - (sum & 1u)));
    }
    return (uint32_t)~sum;
}

/* The file of a plan: accept the first reward >= 0.5, at most 3 draws. */
static void store(unsigned char *bytes)
{
    size_t i;
    memset(bytes, 0, BESTOF_PLAN_BYTES);
    memcpy(bytes, "plan", 4);
    put(bytes + 4, 1, 4);
    put(bytes + 8, 3, 8);
    put_double(bytes + 24, 0.01);
    for (i = 40; i + 8 < BESTOF_PLAN_BYTES; i += 8) put_double(bytes + i, 0.5);
    put(bytes + BESTOF_PLAN_BYTES - 8, crc(bytes, BESTOF_PLAN_BYTES - 8), 8);
}

/* How many of the rewards a request gets. */
static int draws(const bestof_plan *plan, const double *rewards)
{
    bestof_progress progress;
    int32_t stop = 0, record = -1;
    int i;
    double best = -INFINITY;

    CHECK(bestof_progress_init(&progress) == BESTOF_OK);
    CHECK(bestof_plan_should_stop(plan, &progress, &stop) == BESTOF_OK && stop == 0);
    for (i = 0; !stop; i++) {
        CHECK(bestof_progress_push(&progress, rewards[i], i % 2 ? &record : NULL) == BESTOF_OK);
        if (i % 2) CHECK(record == (rewards[i] > best));
        if (rewards[i] > best) best = rewards[i];
        CHECK(bestof_plan_should_stop(plan, &progress, &stop) == BESTOF_OK);
    }
    CHECK(progress.draws == (uint64_t)i && same(progress.best, best));
    return i;
}

static void test_load(void)
{
    unsigned char bytes[BESTOF_PLAN_BYTES + 1];
    char odd[sizeof(bestof_plan) + 8];
    bestof_plan plan, before;
    size_t i;
    int bit;

    store(bytes);
    memset(&plan, 0x5A, sizeof plan);
    before = plan;
    CHECK(bestof_plan_load(bytes, BESTOF_PLAN_BYTES, NULL) == BESTOF_E_NULL);
    CHECK(bestof_plan_load(NULL, BESTOF_PLAN_BYTES, &plan) == BESTOF_E_NULL);
    CHECK(bestof_plan_load(NULL, 0, &plan) == BESTOF_E_FORMAT);
    CHECK(bestof_plan_load(bytes, SIZE_MAX, &plan) == BESTOF_E_CAPACITY);
    CHECK(bestof_plan_load(bytes, BESTOF_PLAN_BYTES, (bestof_plan *)(void *)(odd + 1)) == BESTOF_E_DOMAIN);
    for (i = 0; i <= sizeof bytes; i++) {
        if (i != BESTOF_PLAN_BYTES) CHECK(bestof_plan_load(bytes, i < sizeof bytes ? i : 0, &plan) == BESTOF_E_FORMAT);
    }
    for (i = 0; i < BESTOF_PLAN_BYTES; i++) {
        for (bit = 0; bit < 8; bit++) {
            bytes[i] = (unsigned char)(bytes[i] ^ (1 << bit));
            CHECK(bestof_plan_load(bytes, BESTOF_PLAN_BYTES, &plan) == BESTOF_E_FORMAT);
            bytes[i] = (unsigned char)(bytes[i] ^ (1 << bit));
        }
    }
    bytes[4] = 2;
    put(bytes + BESTOF_PLAN_BYTES - 8, crc(bytes, BESTOF_PLAN_BYTES - 8), 8);
    CHECK(bestof_plan_load(bytes, BESTOF_PLAN_BYTES, &plan) == BESTOF_E_FORMAT);
    CHECK(memcmp(&plan, &before, sizeof plan) == 0);

    /* Bytes need no alignment. */
    store(bytes + 1);
    CHECK(bestof_plan_load(bytes + 1, BESTOF_PLAN_BYTES, &plan) == BESTOF_OK);
    store(bytes);
    CHECK(bestof_plan_load(bytes, BESTOF_PLAN_BYTES, &before) == BESTOF_OK);
    CHECK(memcmp(&plan, &before, sizeof plan) == 0);
}

static void test_ask(void)
{
    static const double good[] = { 0.1, 0.5 }, poor[] = { 0.1, 0.4999, -2.0, 1.0 };
    unsigned char bytes[BESTOF_PLAN_BYTES];
    bestof_plan plan, wild;
    bestof_progress progress, before;
    char odd[sizeof progress + sizeof plan + 8];
    int32_t stop = -7, record = -7;

    store(bytes);
    CHECK(bestof_plan_load(bytes, sizeof bytes, &plan) == BESTOF_OK);
    CHECK(draws(&plan, good) == 2);
    CHECK(draws(&plan, poor) == 3);

    CHECK(bestof_progress_init(NULL) == BESTOF_E_NULL);
    CHECK(bestof_progress_init((bestof_progress *)(void *)(odd + 1)) == BESTOF_E_DOMAIN);
    CHECK(bestof_progress_init(&progress) == BESTOF_OK);
    before = progress;
    CHECK(bestof_progress_push(NULL, 1.0, &record) == BESTOF_E_NULL);
    CHECK(bestof_progress_push(&progress, 1.0, (int32_t *)(void *)(odd + 1)) == BESTOF_E_DOMAIN);
    CHECK(bestof_progress_push(&progress, NAN, &record) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_progress_push(&progress, INFINITY, &record) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_plan_should_stop(NULL, &progress, &stop) == BESTOF_E_NULL);
    CHECK(bestof_plan_should_stop(&plan, NULL, &stop) == BESTOF_E_NULL);
    CHECK(bestof_plan_should_stop(&plan, &progress, NULL) == BESTOF_E_NULL);
    CHECK(bestof_plan_should_stop((bestof_plan *)(void *)(odd + 1), &progress, &stop) == BESTOF_E_DOMAIN);
    CHECK(bestof_plan_should_stop(&plan, (bestof_progress *)(void *)(odd + 1), &stop) == BESTOF_E_DOMAIN);
    CHECK(memcmp(&progress, &before, sizeof progress) == 0 && stop == -7 && record == -7);

    /* A plan of any bits, and any progress, give an answer. */
    memset(&wild, 0xFF, sizeof wild);
    memset(&progress, 0xFF, sizeof progress);
    CHECK(bestof_plan_should_stop(&wild, &progress, &stop) == BESTOF_OK && (stop == 0 || stop == 1));
}

int main(void)
{
    test_load();
    test_ask();
    return verdict();
}
