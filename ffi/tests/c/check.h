/*
 * Counting checks, for the programs that hold the library to its header.
 */
#ifndef CHECK_H
#define CHECK_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
/* More doubles than any array can hold. */
#define TOO_MANY (SIZE_MAX / sizeof(double))

static int checks, failures;

static void check(int holds, const char *what, const char *file, int line)
{
    checks++;
    if (!holds) {
        failures++;
        fprintf(stderr, "%s:%d: %s\n", file, line, what);
    }
}
#define CHECK(condition) check(!!(condition), #condition, __FILE__, __LINE__)

/* The same bits: NaN equals NaN, 0 does not equal -0. */
static int same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static const double mark = -7777.0;

/* Says how the checks went, and the program's exit code. */
static int verdict(void)
{
    printf("%d passed, %d failed\n", checks - failures, failures);
    return failures != 0;
}

#endif
