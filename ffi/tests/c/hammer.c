/*
 * Mixed calls from two threads at once, each result compared with what one thread alone got before: nothing is shared,
 * so nothing may differ. The argument is the number of calls. POSIX threads.
 *
 * calls.inc names the functions (ffi/tests/header/calls.rs).
 */
#define _POSIX_C_SOURCE 200809L
#include "bestof.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.inc"

#define POINTS 512
#define POOL 64
#define DRAWS 32

typedef double (*scalar)(double);

typedef double (*scalar_of_two)(double, double);

#define POINTER(function) function,
static const scalar scalars[] = { SCALARS(POINTER) };
static const scalar_of_two scalars_of_two[] = { SCALARS_OF_TWO(POINTER) };
#define OF_ONE (sizeof scalars / sizeof *scalars)
#define FUNCTIONS (OF_ONE + sizeof scalars_of_two / sizeof *scalars_of_two)

static double argument[POINTS], expected[FUNCTIONS][POINTS];
static double batch_expected[POINTS];

/* Both arguments of those that take two are drawn from the same points. */
static double call(size_t function, size_t point)
{
    return function < OF_ONE ? scalars[function](argument[point])
                             : scalars_of_two[function - OF_ONE](argument[point], argument[(point * 31 + 5) % POINTS]);
}

/* What one round of everything with arrays and states leaves behind. */
struct round {
    double proxy[POOL], gold[POOL], draws[DRAWS], stream[DRAWS], finite;
    uint64_t n;
    bestof_rng rng;
};
static struct round round_expected;

static int play(struct round *round)
{
    double proxy[POOL], gold[POOL], pmf[POOL], scratch[16 * POOL];
    bestof_exp_stream stream;
    size_t i;

    memset(round, 0, sizeof *round);
    for (i = 0; i < POOL; i++) {
        proxy[i] = argument[(i * 7) % POINTS];
        gold[i] = argument[(i * 11) % POINTS];
        pmf[i] = 1.0 + (double)(i % 5);
    }
    return bestof_curve_scratch_len(POOL) > sizeof scratch / sizeof *scratch ||
           bestof_curve(proxy, gold, POOL, scratch, sizeof scratch / sizeof *scratch, round->proxy, round->gold, POOL) ||
           bestof_rng_seed(&round->rng, 42) || bestof_exp_stream_init(&stream, &round->rng) ||
           bestof_exp_stream_fill(&stream, DRAWS, round->stream) ||
           bestof_exp_sample_top(&round->rng, UINT64_C(1000000), DRAWS, round->draws) ||
           bestof_max_n(BESTOF_RENYI, 2.0, 3.0, &round->n) ||
           bestof_finite_divergence(BESTOF_KL, 0.0, pmf, POOL, 16.0, &round->finite);
}
#define CALLS_A_ROUND 7

struct thread {
    pthread_t id;
    uint64_t seed, calls, wrong;
};

static int differ(const void *a, const void *b, size_t size)
{
    return memcmp(a, b, size) != 0;
}

static void *hammer(void *arg)
{
    struct thread *thread = arg;
    uint64_t state = thread->seed, done = 0, wrong = 0;
    double out[POINTS];
    struct round round;

    while (done < thread->calls) {
        size_t i;

        for (i = 0; i < 4096; i++) {
            size_t function, point;
            double result;

            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            function = (size_t)(state >> 32) % FUNCTIONS;
            point = (size_t)state % POINTS;
            result = call(function, point);
            wrong += (uint64_t)differ(&result, &expected[function][point], sizeof result);
        }
        wrong += (uint64_t)(bestof_kl_batch(argument, POINTS, out) != BESTOF_OK);
        wrong += (uint64_t)differ(out, batch_expected, sizeof out);
        wrong += (uint64_t)(play(&round) != 0);
        wrong += (uint64_t)differ(&round, &round_expected, sizeof round);
        done += 4096 + 1 + CALLS_A_ROUND;
    }
    thread->calls = done;
    thread->wrong = wrong;
    return NULL;
}

int main(int argc, char **argv)
{
    uint64_t calls = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
    struct thread threads[2];
    size_t f, i;

    for (i = 0; i < POINTS; i++) argument[i] = i % 4 == 0 ? 1.0 + (double)(i * i * i) : (double)i / 128.0;
    for (f = 0; f < FUNCTIONS; f++)
        for (i = 0; i < POINTS; i++) expected[f][i] = call(f, i);
    if (bestof_kl_batch(argument, POINTS, batch_expected) != BESTOF_OK || play(&round_expected)) return 1;

    for (i = 0; i < 2; i++) {
        threads[i].seed = 0x9e3779b97f4a7c15u * (i + 1);
        threads[i].calls = calls / 2;
        if (pthread_create(&threads[i].id, NULL, hammer, &threads[i])) return 1;
    }
    for (i = 0; i < 2; i++) pthread_join(threads[i].id, NULL);
    printf("%llu calls of %u functions and more, %llu wrong\n",
           (unsigned long long)(threads[0].calls + threads[1].calls), (unsigned)FUNCTIONS,
           (unsigned long long)(threads[0].wrong + threads[1].wrong));
    return threads[0].wrong + threads[1].wrong != 0;
}
