/* The fixed grid on which every machine must give the same bits, and the hash over the results. */
#ifndef GRID_H
#define GRID_H

#include <stddef.h>
#include <stdint.h>

#define INFINITY_ __builtin_inf()
#define NAN_ __builtin_nan("")
#define UNUSED __attribute__((unused))
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* First arguments: draws and budgets, in and out of the domains, near 1 and at the ends. */
UNUSED static const double grid_first[] = {
    1.0, 0x1.0000000000001p+0, 0x1.00001p+0, 0x1.08p+0, 0x1.1767cf0cdc039p+0, 1.5, 2.0, 2.75, 7.25, 16.0, 100.5,
    12345.0, 0x1.8p+24, 0x1.23456789abcdep+40, 0x1p+100, 0x1.fffffffffffffp+1023, INFINITY_,
    0.0, 0x1p-1074, 0x1p-60, 0x1.fedcba9876543p-10, 0.25, 0.5, 0.75, 0x1.fffffffffffffp-1, -1.0, NAN_,
};
/* Every later argument. */
UNUSED static const double grid_later[] = {0.0, 0x1.3333333333333p-2, 0x1.5p-1, 1.0, 2.5};

UNUSED static const uint64_t grid_whole_first[] = {0, 1, 2, 3, 7, 20, 64, 1000, UINT64_C(1) << 33, UINT64_MAX};
UNUSED static const uint64_t grid_whole_later[] = {0, 1, 2, 5, 33};

#define HASH_START UINT64_C(0xcbf29ce484222325)

UNUSED static uint64_t hash_bits(uint64_t hash, uint64_t bits)
{
    return (hash ^ bits) * UINT64_C(0x100000001b3);
}

/** All NaN are one: their sign and payload are the processor's own. */
UNUSED static uint64_t hash_double(uint64_t hash, double x)
{
    uint64_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return hash_bits(hash, x == x ? bits : UINT64_C(0x7ff8000000000000));
}

UNUSED static uint64_t hash_float(uint64_t hash, float x)
{
    uint32_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return hash_bits(hash, x == x ? bits : UINT32_C(0x7fc00000));
}

/** Structures of integers and doubles, as far as they have no padding. */
UNUSED static uint64_t hash_doubles(uint64_t hash, const double *x, size_t len)
{
    for (size_t i = 0; i < len; i++) hash = hash_double(hash, x[i]);
    return hash;
}

#endif
