/*
 * Instructions and stack of every scalar function: a line `name instructions stack` each.
 *
 * Instructions are the mean over the points of the grid at which the function is a number, the call included, on an
 * emulator that executes one instruction a tick; stack is the deepest over all points, painted and looked at.
 */
#include "bestof.h"
#include "board.h"
#include "functions.h"
#include "grid.h"
#include "stack.h"

#define REPEATS 4

static volatile double sink;
static uint32_t ticks_of_a_million;

static uint32_t since(uint32_t start)
{
    return (board_counter() - start) & board_counter_mask;
}

typedef void point(const double *a, const uint64_t *u);

/* How far a call of f reaches below what is in use when it is made. */
__attribute__((noinline)) static uintptr_t depth(point *f, const double *a, const uint64_t *u)
{
    stack_paint();
    uintptr_t before = board_stack_pointer();
    f(a, u);
    return before - stack_deepest();
}

__attribute__((noinline)) static void empty(const double *a, const uint64_t *u)
{
    sink = a[0];
    (void)u;
}

static uint32_t ticks(point *f, const double *a, const uint64_t *u)
{
    uint32_t start = board_counter();
    for (int i = 0; i < REPEATS; i++) f(a, u);
    return since(start);
}

static void measure(const char *name, const char *types, point *f)
{
    uint64_t u[6];
    double a[6];
    uint64_t total = 0;
    uint32_t points = 0;
    uintptr_t stack = 0;

    for (size_t i = 0; i < COUNT(grid_first); i++) {
        for (size_t k = 0; types[k] != '\0'; k++) {
            a[k] = k == 0 ? grid_first[i] : grid_later[1 + (i + k) % (COUNT(grid_later) - 1)];
            u[k] = k == 0 ? grid_whole_first[i % COUNT(grid_whole_first)] : grid_whole_later[1 + i % 3];
        }
        uintptr_t reached = depth(f, a, u);
        if (reached > stack) stack = reached;
        if (sink == sink) {
            total += ticks(f, a, u) - ticks(empty, a, u);
            points++;
        }
    }
    board_print(name);
    board_print(" ");
    board_print_number(points ? (uint32_t)(total * 2000000 / ticks_of_a_million / REPEATS / points) : 0);
    board_print(" ");
    board_print_number((uint32_t)stack);
    board_print("\n");
}

#define SCALAR(name, types, result, call)                                               \
    __attribute__((noinline)) static void point_##name(const double *a, const uint64_t *u) \
    {                                                                                   \
        (void)a;                                                                        \
        (void)u;                                                                        \
        sink = call;                                                                    \
    }
SCALARS
#undef SCALAR

int main(void)
{
    uint32_t start = board_counter();
    board_spin(1000000);
    ticks_of_a_million = since(start);
#define SCALAR(name, types, result, call) measure(#name, types, point_##name);
    SCALARS
#undef SCALAR
    return 0;
}
