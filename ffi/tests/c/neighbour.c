/* bestof beside another Rust archive. */
#include "bestof.h"

int neighbour(void);

int main(void)
{
    return neighbour() == 42 && bestof_kl(1.0) == 0.0 ? 0 : 1;
}
