/*
 * Every function that has reference vectors, against them: vectors DIR reads DIR/<function>.csv.
 *
 * One line a function: its name, the number of rows, the worst error in units of the last place of the double nearest
 * to the true value. Exit code 1 when a row is further off than ALLOWED_ULP. C99, and C++17 just as well.
 */
#include "bestof.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALLOWED_ULP 4.0
#define MAX_ARGUMENTS 4

typedef double (*unary)(double);
typedef double (*binary)(double, double);
typedef double (*ternary)(double, double, double);
typedef double (*quaternary)(double, double, double, double);
typedef double (*of_integers)(uint64_t, uint64_t);
typedef double (*mixed)(uint64_t, uint64_t, double);

typedef struct {
    const char *name;
    unary of1;
    binary of2;
    ternary of3;
    quaternary of4;
    of_integers of_integers2;
    mixed of_integers2_and_1;
} function;

#define OF1(f) { #f, bestof_##f, NULL, NULL, NULL, NULL, NULL }
#define OF2(f) { #f, NULL, bestof_##f, NULL, NULL, NULL, NULL }
#define OF3(f) { #f, NULL, NULL, bestof_##f, NULL, NULL, NULL }
#define OF4(f) { #f, NULL, NULL, NULL, bestof_##f, NULL, NULL }
#define OF_INTEGERS2(f) { #f, NULL, NULL, NULL, NULL, bestof_##f, NULL }
#define OF_INTEGERS2_AND_1(f) { #f, NULL, NULL, NULL, NULL, NULL, bestof_##f }

static const function functions[] = {
    OF1(kl),
    OF1(reverse_kl),
    OF1(chi_squared),
    OF1(total_variation),
    OF1(hellinger_squared),
    OF1(win_rate),
    OF2(renyi),
    OF2(hockey_stick),
    OF1(n_at_kl),
    OF1(n_at_reverse_kl),
    OF1(n_at_chi_squared),
    OF1(n_at_hellinger_squared),
    OF1(exp_max_mean),
    OF1(exp_max_variance),
    OF2(exp_max_cdf),
    OF2(exp_max_quantile),
    OF_INTEGERS2(exp_order_mean),
    OF_INTEGERS2(exp_order_variance),
    OF1(normal_max_mean),
    OF1(gumbel_max_mean),
    OF1(logistic_max_mean),
    OF2(sub_gaussian_bound),
    OF3(sub_gamma_bound),
    OF4(tail_adaptive_bound),
    OF2(bernoulli_kl_upper),
    OF3(coverage_regret),
    OF3(error_regret),
    OF3(scaling_best_of_n),
    OF3(scaling_rl),
    OF2(scaling_rl_peak),
    OF2(scaling_rl_peak_gain),
    OF3(gamma_bound),
    OF2(exponential_bound),
    OF3(uniform_bound),
    OF3(sub_exponential_bound),
    OF3(hoeffding_bound),
    OF4(kearns_saul_bound),
    OF_INTEGERS2(order_statistic_kl),
    OF_INTEGERS2(order_statistic_chi_squared),
    OF_INTEGERS2_AND_1(order_statistic_renyi),
    OF1(tilt_kl),
    OF1(tilt_win_rate),
    OF1(frontier_win_rate),
    OF1(frontier_kl),
    OF1(best_of_n_win_gap),
    OF1(best_of_n_kl_excess),
    OF1(poisson_kl),
    OF1(poisson_win_rate),
    OF2(soft_best_of_n_kl_bound),
    OF2(tilt_to_soft_kl_bound),
    OF3(tilted_gain),
    OF3(tilted_reverse_kl_bound),
};

static int arity(const function *f)
{
    return f->of1 ? 1 : f->of2 || f->of_integers2 ? 2 : f->of3 || f->of_integers2_and_1 ? 3 : 4;
}

static double call(const function *f, const double *a)
{
    if (f->of1) return f->of1(a[0]);
    if (f->of2) return f->of2(a[0], a[1]);
    if (f->of3) return f->of3(a[0], a[1], a[2]);
    if (f->of4) return f->of4(a[0], a[1], a[2], a[3]);
    if (f->of_integers2) return f->of_integers2((uint64_t)a[0], (uint64_t)a[1]);
    return f->of_integers2_and_1((uint64_t)a[0], (uint64_t)a[1], a[2]);
}

/*
 * The rows whose expected value is not the true one, because 120 digits after the point were not enough for it:
 * H(0) is 0, not 2.8e-122; and -ln(1 - p^(1/n)) is p^(1/n), not 0, where that is below 1e-120.
 */
static double true_value(const function *f, const double *a, double expected)
{
    if (strcmp(f->name, "logistic_max_mean") == 0 && a[0] == 1.0) return 0.0;
    if (strcmp(f->name, "exp_max_quantile") == 0 && a[1] == 0x1.56e1fc2f8f359p-997) {
        if (a[0] == 1.0) return 0x1.56e1fc2f8f359p-997;
        if (a[0] == 1.5) return 0x1.87e92154ef7acp-665;
        if (a[0] == 2.0) return 0x1.a2fe76a3f9475p-499;
    }
    return expected;
}

static double error_in_ulp(double got, double expected)
{
    double size = fabs(expected);
    if (got == expected) return 0.0;
    if (isinf(expected) || isnan(got)) return INFINITY;
    if (size < DBL_MIN) size = DBL_MIN;
    /* The spacing above, but below a power of two's own: DBL_MAX has none above. */
    return fabs(got - expected) / (size - nextafter(size, 0.0));
}

static double number(char **cursor, const char *path, int line)
{
    char *end;
    double value = strtod(*cursor, &end);
    if (end == *cursor || (*end != ',' && *end != '\n' && *end != '\r' && *end != '\0')) {
        fprintf(stderr, "%s:%d: not a number: %s\n", path, line, *cursor);
        exit(2);
    }
    *cursor = *end == ',' ? end + 1 : end;
    return value;
}

static int check(const function *f, const char *directory)
{
    char path[4096], text[4096];
    double worst = 0.0;
    int line = 1, failed = 0, rows = 0;
    FILE *file;

    snprintf(path, sizeof path, "%s/%s.csv", directory, f->name);
    file = fopen(path, "r");
    if (!file || !fgets(text, sizeof text, file)) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(2);
    }
    while (fgets(text, sizeof text, file)) {
        double a[MAX_ARGUMENTS], expected, error, got;
        char *cursor = text;
        int i;

        line++;
        for (i = 0; i < arity(f); i++) a[i] = number(&cursor, path, line);
        expected = true_value(f, a, number(&cursor, path, line));
        got = call(f, a);
        error = error_in_ulp(got, expected);
        rows++;
        if (error > worst) worst = error;
        if (!(error <= ALLOWED_ULP)) {
            fprintf(stderr, "%s:%d: got %a, expected %a: %.3g ulp\n", path, line, got, expected, error);
            failed++;
        }
    }
    fclose(file);
    printf("%-24s %5d rows  worst %.3g ulp\n", f->name, rows, worst);
    return failed == 0 && rows > 0;
}

int main(int argc, char **argv)
{
    size_t i;
    int good = 1;

    if (argc != 2) {
        fprintf(stderr, "usage: vectors DIRECTORY\n");
        return 2;
    }
    for (i = 0; i < sizeof functions / sizeof *functions; i++) good &= check(&functions[i], argv[1]);
    return good ? 0 : 1;
}
