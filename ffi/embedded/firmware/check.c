/*
 * Every function on the fixed grid, and on a slice of the reference vectors.
 *
 * On the host it prints `name hash` lines. As firmware it compares with those, which expected.h holds, prints what
 * differs and fails, as it does where a call takes more than DEEPEST bytes of stack, or twice that for a few. Compiled with
 * SPOIL one expected bit is wrong, and it must fail.
 */
#include "check.h"

#include "bestof.h"
#include "functions.h"
#include "grid.h"
#include "vectors.h"

/* The kernels are within 2 ulp of the true value, hence at most so many doubles from the one nearest to it. */
#define ALLOWED 2

#ifndef PART
#define PART 0 /* everything */
#endif

#ifdef HOST
#include <inttypes.h>
#include <stdio.h>

static int wrong;

static void print(const char *text)
{
    fputs(text, stderr);
}

void report(const char *name, uint64_t hash)
{
    printf("EXPECTED(\"%s\", 0x%016" PRIx64 ")\n", name, hash);
}
#else
#include "board.h"
#include "stack.h"
#define print board_print

static const struct {
    const char *name;
    uint64_t hash;
} expected[] = {
#define EXPECTED(name, hash) {name, UINT64_C(hash)},
#include "expected.h"
#undef EXPECTED
};

static unsigned reported, wrong;
static uintptr_t deepest;

static void print_hex(uint64_t x)
{
    char text[19] = "0x";
    for (int i = 0; i < 16; i++) text[2 + i] = "0123456789abcdef"[x >> (60 - 4 * i) & 15];
    text[18] = '\0';
    print(text);
}

/* A search over a curve, sums over levels of terms that have exponentials of logarithms in them, and by a few bytes an inverse. */
static const char *const deep[] = {
    "hedge", "finite_divergence", "finite_f_divergence", "finite_win_rate",
    "bounded_bound", "bounded_boundf", "bounded_bound_batch",
};

static int is_deep(const char *name)
{
    for (size_t i = 0; i < COUNT(deep); i++) {
        const char *a = name, *b = deep[i];
        while (*a != '\0' && *a == *b) a++, b++;
        if (*a == *b) return 1;
    }
    return 0;
}

void report(const char *name, uint64_t hash)
{
    uintptr_t depth = board_stack_pointer() - stack_deepest();
    if (depth > deepest) deepest = depth;
    if (depth > (is_deep(name) ? 2 * DEEPEST : DEEPEST)) {
        print("stack: ");
        print(name);
        print(" ");
        board_print_number((uint32_t)depth);
        print("\n");
        wrong++;
    }
    uint64_t should = reported < COUNT(expected) ? expected[reported].hash : 0;
#ifdef SPOIL
    should ^= reported == SPOIL ? 1 : 0;
#endif
    reported++;
    if (hash != should) {
        print("wrong bits: ");
        print(name);
        print(" ");
        print_hex(hash);
        print(", on the host ");
        print_hex(should);
        print("\n");
        wrong++;
    }
    stack_paint();
}
#endif

#if PART != 2
/* Steps through the combinations of the grid; false after the last. */
static int next(const char *types, size_t *index)
{
    for (size_t i = 0; types[i] != '\0'; i++) {
        size_t limit = types[i] == 'u' ? (i == 0 ? COUNT(grid_whole_first) : COUNT(grid_whole_later))
                                       : (i == 0 ? COUNT(grid_first) : COUNT(grid_later));
        if (++index[i] < limit) return 1;
        index[i] = 0;
    }
    return 0;
}

static void arguments(const char *types, const size_t *index, double *a, uint64_t *u)
{
    for (size_t i = 0; types[i] != '\0'; i++) {
        a[i] = (i == 0 ? grid_first : grid_later)[types[i] == 'u' ? 0 : index[i]];
        u[i] = (i == 0 ? grid_whole_first : grid_whole_later)[types[i] == 'u' ? index[i] : 0];
    }
}

static void check_scalars(void)
{
#define SCALAR(name, types, result, call)                                     \
    {                                                                         \
        uint64_t hash = HASH_START, u[6];                                     \
        double a[6];                                                          \
        size_t index[6] = {0};                                                \
        do {                                                                  \
            arguments(types, index, a, u);                                    \
            hash = result == 'f' ? hash_float(hash, (float)(call)) : hash_double(hash, (double)(call)); \
        } while (next(types, index));                                         \
        report(#name, hash);                                                  \
    }
    SCALARS
#undef SCALAR
}

#endif

#if PART != 1
static void check_batches(void)
{
    static const double parameter[] = {1.25, 0x1.3333333333333p-2, 0.75, 2.0};
    static double out[COUNT(grid_first)];
    const double *x = grid_first;
    const size_t len = COUNT(grid_first);
    (void)parameter;
#define BATCH(name, call)                                                     \
    {                                                                         \
        uint64_t hash = hash_bits(HASH_START, (uint64_t)(call));              \
        report(#name, hash_doubles(hash, out, len));                          \
    }
    BATCHES
#undef BATCH
}

#endif

#if PART != 2
/* How many doubles lie between the two. */
static uint64_t distance(double a, double b)
{
    int64_t x, y;
    __builtin_memcpy(&x, &a, sizeof x);
    __builtin_memcpy(&y, &b, sizeof y);
    if ((x < 0) != (y < 0)) return a == b ? 0 : UINT64_MAX;
    return x > y ? (uint64_t)x - (uint64_t)y : (uint64_t)y - (uint64_t)x;
}

#endif

enum {
#define SCALAR(name, types, result, call) NUMBER_##name,
    SCALARS
#undef SCALAR
    SCALAR_COUNT
};

#if PART != 2
static double evaluate(int function, const double *a, const uint64_t *u)
{
    switch (function) {
#define SCALAR(name, types, result, call) \
    case NUMBER_##name: return call;
        SCALARS
#undef SCALAR
    default: return NAN_;
    }
}

static void check_vectors(void)
{
#define UNPACK(...) {__VA_ARGS__}
    static const struct {
        unsigned char function;
        double a[4];
        uint64_t whole[4];
        double expected;
    } vectors[] = {
#define VECTOR(name, arguments, whole, expected) {NUMBER_##name, UNPACK arguments, UNPACK whole, expected},
        VECTORS
#undef VECTOR
    };
    static const char *const names[] = {
#define SCALAR(name, types, result, call) #name,
        SCALARS
#undef SCALAR
    };
    for (size_t i = 0; i < COUNT(vectors); i++) {
        double got = evaluate(vectors[i].function, vectors[i].a, vectors[i].whole);
        if (distance(got, vectors[i].expected) > ALLOWED) {
            print("off a vector: ");
            print(names[vectors[i].function]);
            print("\n");
            wrong++;
        }
    }
}

#endif

/* Where flash does not hold all of it there are two firmwares: PART 1 has the scalars, PART 2 the rest. */
int main(void)
{
#ifndef HOST
    stack_paint();
#endif
#if PART == 2
    reported = SCALAR_COUNT;
    const unsigned last = COUNT(expected);
#else
    check_scalars();
    check_vectors();
#endif
#if PART != 1
    check_batches();
    check_structures();
    check_streams();
    check_policies();
#endif
#ifndef HOST
#if PART == 1
    const unsigned last = SCALAR_COUNT;
#elif PART != 2
    const unsigned last = COUNT(expected);
#endif
    if (reported != last) wrong++;
    if (!wrong) {
        print("every bit as on the host, no call deeper than ");
        board_print_number((uint32_t)deepest);
        print(" bytes\n");
    }
#endif
    return wrong != 0;
}
