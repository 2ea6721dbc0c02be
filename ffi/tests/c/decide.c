/*
 * Decisions: what the header promises about stopping rules, shared budgets and choices. C99, and C++17 just as well.
 */
#include "bestof.h"

#include "check.h"

static void test_values(void)
{
    CHECK(fabs(bestof_reservation_normal(0.1) - 0.9023463475100345) < 1e-15);
    CHECK(bestof_reservation_exponential(1.0) == 0.0 && bestof_reservation_exponential(3.0) == -2.0);
    CHECK(bestof_reservation_uniform(0.5) == 0.0 && bestof_reservation_uniform(0.0) == 1.0);
    CHECK(bestof_reservation_logistic(0.0) == INFINITY && isnan(bestof_reservation_logistic(-1.0)));
    CHECK(isnan(bestof_reservation_normal(NAN)) && isnan(bestof_reservation_uniform(-1.0)));
    CHECK(bestof_record_probability(3, 1) == 0.25 && bestof_record_probabilityf(3, 1) == 0.25f);
    CHECK(bestof_majority_flip(5, 5) == 0.5 && bestof_majority_flip(1, 0) == 0.25);
}

static void test_majority(void)
{
    uint32_t table[8], one = 77;
    int32_t stop = 7;

    CHECK(bestof_majority_table(0.05, table, 8) == BESTOF_OK && table[0] == 4 && table[1] == 6);
    CHECK(bestof_majority_settled(table, 8, 6, 1, &stop) == BESTOF_OK && stop == 1);
    CHECK(bestof_majority_settled(table, 8, 5, 1, &stop) == BESTOF_OK && stop == 0);
    CHECK(bestof_majority_settled(NULL, 0, 50, 1, &stop) == BESTOF_OK && stop == 0);
    stop = 7;
    CHECK(bestof_majority_settled(NULL, 8, 50, 1, &stop) == BESTOF_E_NULL && stop == 7);
    CHECK(bestof_majority_settled(table, 8, 50, 1, NULL) == BESTOF_E_NULL);
    CHECK(bestof_majority_table(0.5, &one, 1) == BESTOF_E_DOMAIN && one == 77);
    CHECK(bestof_majority_table(NAN, &one, 1) == BESTOF_E_DOMAIN && one == 77);
    CHECK(bestof_majority_table(0.1, NULL, 0) == BESTOF_E_EMPTY);
    CHECK(bestof_majority_table(0.1, NULL, 1) == BESTOF_E_NULL);
    CHECK(bestof_majority_table(0.1, &one, SIZE_MAX / 2) == BESTOF_E_CAPACITY && one == 77);
}

#define MOST 16

static void test_student(void)
{
    static double rule[24 * MOST], before[24 * MOST], scratch[2 * 48 * 24];
    double log[4 * MOST], improvement = mark;
    const size_t rule_len = bestof_student_rule_len(MOST), scratch_len = bestof_student_scratch_len();
    bestof_student_fit fit, same_fit;
    bestof_student_prior prior, bad;
    bestof_student_trial trial;
    bestof_student state, still;
    int32_t stop = 7;
    size_t i;

    CHECK(rule_len == COUNT(rule) && scratch_len == COUNT(scratch));
    memset(&fit, 0, sizeof fit);
    CHECK(bestof_student_fit_prior(&fit, &prior) == BESTOF_E_EMPTY);
    for (i = 0; i < COUNT(log); i++) log[i] = sin(37.0 * (double)i) * (1.0 + (double)(i / MOST)) + (double)(i / MOST);
    for (i = 0; i < 4; i++) CHECK(bestof_student_fit_add(&fit, log + MOST * i, MOST) == BESTOF_OK);
    same_fit = fit;
    CHECK(bestof_student_fit_add(&fit, log, 1) == BESTOF_E_EMPTY);
    CHECK(bestof_student_fit_add(&fit, NULL, 2) == BESTOF_E_NULL);
    CHECK(bestof_student_fit_add(NULL, log, 2) == BESTOF_E_NULL);
    log[1] = NAN;
    CHECK(bestof_student_fit_add(&fit, log, 2) == BESTOF_E_NOT_FINITE);
    log[1] = sin(37.0);
    CHECK(memcmp(&fit, &same_fit, sizeof fit) == 0);
    CHECK(bestof_student_fit_prior(&fit, &prior) == BESTOF_OK);
    CHECK(prior.variance > 0 && prior.freedom >= 1 && prior.mean_draws > 0);
    CHECK(bestof_student_fit_prior(NULL, &prior) == BESTOF_E_NULL);
    CHECK(bestof_student_fit_prior(&fit, NULL) == BESTOF_E_NULL);

    for (i = 0; i < COUNT(rule); i++) rule[i] = mark;
    CHECK(bestof_student_rule(NULL, 0.05, rule, rule_len, scratch, scratch_len) == BESTOF_E_NULL);
    CHECK(bestof_student_rule(&prior, 0.0, rule, rule_len, scratch, scratch_len) == BESTOF_E_DOMAIN);
    CHECK(bestof_student_rule(&prior, NAN, rule, rule_len, scratch, scratch_len) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_student_rule(&prior, 0.05, rule, 24, scratch, scratch_len) == BESTOF_E_CAPACITY);
    CHECK(bestof_student_rule(&prior, 0.05, rule, rule_len, scratch, scratch_len - 1) == BESTOF_E_CAPACITY);
    CHECK(bestof_student_rule(&prior, 0.05, scratch, rule_len, scratch, scratch_len) == BESTOF_E_DOMAIN);
    bad = prior;
    bad.variance = -1.0;
    CHECK(bestof_student_rule(&bad, 0.05, rule, rule_len, scratch, scratch_len) == BESTOF_E_DOMAIN);
    for (i = 0; i < COUNT(rule); i++) CHECK(same(rule[i], mark));
    CHECK(bestof_student_rule(&prior, 0.05, rule, rule_len, scratch, scratch_len) == BESTOF_OK);

    CHECK(bestof_student_init(&state, &bad) == BESTOF_E_DOMAIN);
    CHECK(bestof_student_init(NULL, &prior) == BESTOF_E_NULL);
    CHECK(bestof_student_init(&state, &prior) == BESTOF_OK && state.draws == 0 && state.best == -INFINITY);
    CHECK(bestof_student_expected_improvement(&state, &improvement) == BESTOF_OK && improvement == INFINITY);
    CHECK(bestof_student_step(&state, 0.5, rule, rule_len, &stop) == BESTOF_OK && (stop == 0 || stop == 1));
    CHECK(state.draws == 1 && state.best == 0.5);
    CHECK(bestof_student_expected_improvement(&state, &improvement) == BESTOF_OK && improvement > 0.0);
    still = state;
    stop = 7;
    CHECK(bestof_student_step(&state, NAN, rule, rule_len, &stop) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_student_step(&state, 1.0, NULL, 1, &stop) == BESTOF_E_NULL);
    CHECK(bestof_student_step(NULL, 1.0, rule, rule_len, &stop) == BESTOF_E_NULL);
    CHECK(stop == 7 && memcmp(&state, &still, sizeof state) == 0);
    CHECK(bestof_student_step(&state, 1.0, rule, rule_len, NULL) == BESTOF_E_NULL);
    CHECK(bestof_student_expected_improvement(NULL, &improvement) == BESTOF_E_NULL);
    /* At the latest where the rule ends. */
    for (stop = 0, i = 1; i < MOST && !stop; i++) CHECK(bestof_student_step(&state, -(double)i, rule, rule_len, &stop) == BESTOF_OK);
    CHECK(stop == 1 && state.draws <= MOST && state.best == 0.5);
    CHECK(bestof_student_step(&state, 0.0, NULL, 0, &stop) == BESTOF_OK && stop == 1);

    memcpy(before, rule, sizeof rule);
    CHECK(bestof_student_guard(&prior, rule, rule_len, log, COUNT(log) - 1, MOST, scratch, MOST, &trial) == BESTOF_E_DOMAIN);
    CHECK(bestof_student_guard(&prior, rule, rule_len, log, MOST, MOST, scratch, MOST, &trial) == BESTOF_E_EMPTY);
    CHECK(bestof_student_guard(&prior, rule, rule_len, log, COUNT(log), 0, scratch, MOST, &trial) == BESTOF_E_EMPTY);
    CHECK(bestof_student_guard(&prior, rule, rule_len, log, COUNT(log), MOST, scratch, MOST - 1, &trial) == BESTOF_E_CAPACITY);
    CHECK(bestof_student_guard(&prior, rule, 24, log, COUNT(log), MOST, scratch, MOST, &trial) == BESTOF_E_CAPACITY);
    CHECK(bestof_student_guard(&prior, rule, rule_len, log, COUNT(log), MOST, rule, MOST, &trial) == BESTOF_E_DOMAIN);
    CHECK(bestof_student_guard(&prior, rule, rule_len, log, COUNT(log), MOST, scratch, MOST, NULL) == BESTOF_E_NULL);
    log[5] = INFINITY;
    CHECK(bestof_student_guard(&prior, rule, rule_len, log, COUNT(log), MOST, scratch, MOST, &trial) == BESTOF_E_NOT_FINITE);
    log[5] = 0.0;
    CHECK(memcmp(before, rule, sizeof rule) == 0);
    CHECK(bestof_student_guard(&prior, rule, rule_len, log, COUNT(log), MOST, scratch, MOST, &trial) == BESTOF_OK);
    CHECK(trial.kept <= 1 && trial.best_fixed >= 1 && trial.best_fixed <= MOST && trial.draws >= 1.0);
}

static void test_share(void)
{
    static const double curve[4] = { 0.0, 0.5, 0.75, 0.8 };
    bestof_request requests[4], bad;
    uint64_t draws[4] = { 77, 77, 77, 77 }, scratch[12];
    double price = mark, gain = mark;
    const size_t words = bestof_share_scratch_len(4);
    size_t i;

    CHECK(words == COUNT(scratch));
    memset(requests, 0, sizeof requests);
    for (i = 0; i < 4; i++) {
        requests[i].gain = (int32_t)i;
        requests[i].least = 1;
        requests[i].most = 10;
        requests[i].scale = 1.0;
        requests[i].probability = 0.5;
    }
    requests[3].curve_len = 4;
    CHECK(bestof_share(NULL, 4, curve, 4, 0.0, 12, draws, scratch, words, &price) == BESTOF_E_NULL);
    CHECK(bestof_share(requests, 4, NULL, 4, 0.0, 12, draws, scratch, words, &price) == BESTOF_E_NULL);
    CHECK(bestof_share(requests, 4, curve, 4, 0.0, 12, NULL, scratch, words, &price) == BESTOF_E_NULL);
    CHECK(bestof_share(requests, 4, curve, 4, 0.0, 12, draws, NULL, words, &price) == BESTOF_E_NULL);
    CHECK(bestof_share(requests, 4, curve, 4, 0.0, 12, draws, scratch, words, NULL) == BESTOF_E_NULL);
    CHECK(bestof_share(requests, 4, curve, 4, 0.0, 12, draws, scratch, words - 1, &price) == BESTOF_E_CAPACITY);
    CHECK(bestof_share(requests, SIZE_MAX / 16, curve, 4, 0.0, 12, draws, scratch, words, &price) == BESTOF_E_CAPACITY);
    CHECK(bestof_share(requests, 4, curve, 4, 0.0, 12, scratch, scratch, words, &price) == BESTOF_E_DOMAIN);
    CHECK(bestof_share(requests, 4, curve, 4, 0.0, 3, draws, scratch, words, &price) == BESTOF_E_DOMAIN);
    CHECK(bestof_share(requests, 4, curve, 3, 0.0, 12, draws, scratch, words, &price) == BESTOF_E_DOMAIN);
    CHECK(bestof_share(requests, 4, curve, 4, NAN, 12, draws, scratch, words, &price) == BESTOF_E_NOT_FINITE);
    bad = requests[1];
    requests[1].gain = 99;
    CHECK(bestof_share(requests, 4, curve, 4, 0.0, 12, draws, scratch, words, &price) == BESTOF_E_DOMAIN);
    requests[1] = bad;
    for (i = 0; i < 4; i++) CHECK(draws[i] == 77);
    CHECK(same(price, mark));
    CHECK(bestof_share(requests, 4, curve, 4, 0.0, 12, draws, scratch, words, &price) == BESTOF_OK);
    CHECK(draws[0] + draws[1] + draws[2] + draws[3] == 12 && price > 0.0 && draws[3] <= 4);
    CHECK(bestof_share(requests, 4, curve, 4, 0.3, 100, draws, scratch, words, &price) == BESTOF_OK);
    CHECK(price == 0.0 && draws[0] == 2 && draws[1] == 3 && draws[2] == 1 && draws[3] == 2);
    CHECK(bestof_share(NULL, 0, NULL, 0, 0.0, 0, NULL, NULL, 0, &price) == BESTOF_OK && price == 0.0);

    CHECK(bestof_gain(&requests[3], curve, 4, 2, &gain) == BESTOF_OK && gain == 0.5);
    CHECK(bestof_gain(&requests[1], NULL, 0, 2, &gain) == BESTOF_OK && gain == 1.5);
    CHECK(bestof_gain(&requests[3], curve, 4, 0, &gain) == BESTOF_E_DOMAIN && gain == 1.5);
    CHECK(bestof_gain(NULL, curve, 4, 2, &gain) == BESTOF_E_NULL);
    CHECK(bestof_gain(&requests[3], curve, 4, 2, NULL) == BESTOF_E_NULL);
}

static void test_choose(void)
{
    static const double lower[3] = { 0.1, 0.3, 0.2 };
    bestof_budget budgets[2];
    bestof_request request;
    bestof_choice choice, still;

    memset(budgets, 0, sizeof budgets);
    memset(&choice, 0, sizeof choice);
    memset(&request, 0, sizeof request);
    budgets[0].divergence = BESTOF_KL;
    budgets[0].budget = 2.0;
    budgets[1].divergence = BESTOF_TOTAL_VARIATION;
    budgets[1].budget = 0.75;
    CHECK(bestof_largest_within(budgets, 2, 100, &choice) == BESTOF_OK);
    CHECK(choice.n == 13 && choice.bound == BESTOF_BOUND_BUDGET && choice.place == 1);
    CHECK(bestof_largest_within(NULL, 0, 5, &choice) == BESTOF_OK && choice.n == 5 && choice.bound == BESTOF_BOUND_MOST);
    still = choice;
    CHECK(bestof_largest_within(budgets, 2, 0, &choice) == BESTOF_E_DOMAIN);
    CHECK(bestof_largest_within(NULL, 2, 5, &choice) == BESTOF_E_NULL);
    CHECK(bestof_largest_within(budgets, 2, 5, NULL) == BESTOF_E_NULL);
    budgets[1].divergence = 99;
    CHECK(bestof_largest_within(budgets, 2, 5, &choice) == BESTOF_E_DOMAIN);

    request.gain = BESTOF_GAIN_EXPONENTIAL;
    request.scale = 1.0;
    request.most = 1000;
    CHECK(bestof_smallest_reaching(&request, NULL, 0, NAN, &choice) == BESTOF_E_NOT_FINITE);
    CHECK(bestof_best_at_cost(&request, NULL, 0, -1.0, &choice) == BESTOF_E_DOMAIN);
    CHECK(bestof_best_at_cost(NULL, NULL, 0, 1.0, &choice) == BESTOF_E_NULL);
    CHECK(bestof_best_lower_bound(lower, 0, &choice) == BESTOF_E_EMPTY);
    CHECK(memcmp(&choice, &still, sizeof choice) == 0);
    CHECK(bestof_smallest_reaching(&request, NULL, 0, 0.5, &choice) == BESTOF_OK);
    CHECK(choice.n == 2 && choice.value == 0.5 && choice.bound == BESTOF_BOUND_TARGET);
    CHECK(bestof_smallest_reaching(&request, NULL, 0, 50.0, &choice) == BESTOF_OK);
    CHECK(choice.n == 1000 && choice.bound == BESTOF_BOUND_OUT_OF_REACH);
    CHECK(bestof_best_at_cost(&request, NULL, 0, 0.15, &choice) == BESTOF_OK);
    CHECK(choice.n == 6 && choice.bound == BESTOF_BOUND_PEAK);
    CHECK(bestof_best_lower_bound(lower, 3, &choice) == BESTOF_OK);
    CHECK(choice.n == 2 && choice.value == 0.3 && choice.bound == BESTOF_BOUND_PEAK);
}

int main(void)
{
    test_values();
    test_majority();
    test_student();
    test_share();
    test_choose();
    return verdict();
}
