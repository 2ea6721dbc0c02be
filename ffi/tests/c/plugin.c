/* A plugin that holds the archive, and another Rust archive with std. */
#include "bestof.h"

int neighbour(void);

double plugin(double n);
double plugin(double n)
{
    return neighbour() == 42 ? bestof_kl(n) : -1.0;
}
