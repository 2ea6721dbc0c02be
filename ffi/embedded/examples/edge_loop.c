/*
 * An evaluation loop at the edge: draw answers and keep the best, until the next draw is worth less than it costs; count
 * the prompts that were solved; report best-of-n's price in drift and pass@k. No heap, no printf, the same output on a
 * microcontroller as on a server.
 */
#include "bestof.h"

#ifdef HOST
#include <stdio.h>
static void print(const char *text)
{
    fputs(text, stdout);
}
#else
#include "board.h"
#define print board_print
#endif

#define PROMPTS 12
#define COST 0.08        /* of one draw, in reward units */
#define DRIFT_BUDGET 2.0 /* nats */
#define SOLVED 2.0       /* the reward from which an answer counts as right */

/* A label and a number with three decimals. */
static void print_number(const char *label, double x)
{
    char text[24];
    int at = sizeof text - 1;
    uint64_t thousandths = (uint64_t)(x * 1000.0 + 0.5);
    text[at] = '\0';
    text[--at] = '\n';
    for (int digits = 0; digits < 5 || thousandths != 0; digits++) {
        if (digits == 3) {
            text[--at] = '.';
            continue;
        }
        text[--at] = (char)('0' + thousandths % 10);
        thousandths /= 10;
    }
    print(label);
    print(text + at);
}

/* Stands for the generator and the reward model of the device: unit exponentials. */
static bestof_status next_reward(bestof_rng *rng, double *reward)
{
    return bestof_exp_sample_max(rng, 1.0, reward);
}

int main(void)
{
    static bestof_rng rng;
    static bestof_stats stats;
    uint64_t largest, drawn = 0, right = 0, solved = 0;
    bestof_summary summary;

    /* What the drift budget allows, exactly. */
    if (bestof_rng_seed(&rng, 7) != BESTOF_OK || bestof_stats_init(&stats) != BESTOF_OK ||
        bestof_max_n(BESTOF_KL, 0.0, DRIFT_BUDGET, &largest) != BESTOF_OK)
        return 2;

    for (int prompt = 0; prompt < PROMPTS; prompt++) {
        double best = 0.0;
        uint64_t n = 0;
        for (;;) {
            double reward, gain;
            /* A reward that is not a number would be refused here, and nothing would be counted. */
            if (next_reward(&rng, &reward) != BESTOF_OK || bestof_stats_push(&stats, reward) != BESTOF_OK) return 2;
            n++;
            drawn++;
            right += reward >= SOLVED;
            if (reward > best) best = reward;
            if (n >= largest) break;
            /* What draw n + 1 adds to the expected maximum, were the rewards normal with the spread seen so far. */
            if (bestof_stats_summary(&stats, &summary) != BESTOF_OK) return 2;
            gain = bestof_normal_max_mean((double)n + 1.0) - bestof_normal_max_mean((double)n);
            if (n >= 2 && summary.standard_deviation * gain < COST) break;
        }
        solved += best >= SOLVED;
    }

    if (bestof_stats_summary(&stats, &summary) != BESTOF_OK) return 2;
    print_number("draws              ", (double)drawn);
    print_number("mean reward        ", summary.mean);
    print_number("standard deviation ", summary.standard_deviation);
    print_number("largest n allowed  ", (double)largest);
    print_number("drift at mean n    ", bestof_kl((double)drawn / PROMPTS));
    print_number("solved prompts     ", (double)solved);
    print_number("pass@1             ", bestof_pass_at_k(drawn, right, 1));
    print_number("pass@8             ", bestof_pass_at_k(drawn, right, 8));
    return 0;
}
