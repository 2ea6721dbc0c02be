/* A program that has nothing of us but what is installed. */
#include <bestof.h>

#include <stdio.h>
#include <string.h>

int main(void)
{
    uint64_t n = 0;

    if (strcmp(bestof_version_string(), BESTOF_VERSION_STRING) != 0) return 1;
    if (bestof_version_number() != BESTOF_VERSION_NUMBER || bestof_abi_version() != BESTOF_ABI_VERSION) return 1;
    if (bestof_max_n(BESTOF_KL, 0.0, 2.0, &n) != BESTOF_OK) return 1;
    printf("C %lu\n", (unsigned long)n);
    return n != 19;
}
