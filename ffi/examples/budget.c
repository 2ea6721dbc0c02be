/*
 * How many answers may be drawn within a KL budget, and what is that worth?
 *
 *     make lib
 *     cc -Iinclude ffi/examples/budget.c target/release/libbestof.a -o budget && ./budget 1.5
 */
#include "bestof.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    double budget = argc > 1 ? strtod(argv[1], NULL) : 1.0; /* nats */
    uint64_t n;
    bestof_status status = bestof_max_n(BESTOF_KL, 0.0, budget, &n);

    if (status != BESTOF_OK) {
        fprintf(stderr, "budget %g: %s\n", budget, bestof_status_message(status));
        return 1;
    }
    printf("budget                     %g nats\n", budget);
    printf("largest n                  %llu\n", (unsigned long long)n);
    printf("KL divergence at n         %.6f nats\n", bestof_kl((double)n));
    printf("win rate over one answer   %.6f\n", bestof_win_rate((double)n));
    printf("reward gain at most        %.6f standard deviations, sub-Gaussian rewards\n",
           bestof_sub_gaussian_bound(1.0, bestof_kl((double)n)));
    printf("reward gain, normal        %.6f standard deviations\n", bestof_normal_max_mean((double)n));
    return 0;
}
