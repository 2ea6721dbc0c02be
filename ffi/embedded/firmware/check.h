#ifndef CHECK_H
#define CHECK_H

#include <stdint.h>

/** Reports the hash of one function's results on the grid. */
void report(const char *name, uint64_t hash);

/** structures.c: the functions with pointers. */
void check_structures(void);

/** streams.c: streams, pools, decisions, and what follows from the proxy. */
void check_streams(void);

/** policies.c: policies over a pool, bounds by transport, and rules and plans. */
void check_policies(void);

#endif
