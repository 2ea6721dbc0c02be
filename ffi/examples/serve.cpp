// A server's two ways to spend draws on a queue of requests: stop each request when its next draw no longer pays, or share
// one budget over a batch, after a pilot of a few draws each.
//
//     make lib
//     c++ -std=c++17 -Iinclude ffi/examples/serve.cpp target/release/libbestof.a -o serve && ./serve

#include "bestof.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

// Stands for the model and the reward model: each request has its own mean and spread.
class Rewards {
public:
    void next_request()
    {
        mean_ = normal();
        deviation_ = std::exp(0.6 * normal());
    }

    double draw() { return mean_ + deviation_ * normal(); }

private:
    // Twelve uniforms less six: close enough to normal, and the same on every machine.
    double normal()
    {
        double sum = -6.0;
        for (int i = 0; i < 12; i++) {
            state_ = state_ * 6364136223846793005u + 1442695040888963407u;
            sum += static_cast<double>(state_ >> 11) / 9007199254740992.0;
        }
        return sum;
    }

    std::uint64_t state_ = 7;
    double mean_ = 0.0, deviation_ = 1.0;
};

void require(bestof_status status, const char *what)
{
    if (status != BESTOF_OK) {
        std::fprintf(stderr, "%s: %s\n", what, bestof_status_message(status));
        std::exit(1);
    }
}

constexpr std::size_t most = 64; // draws a request may have
constexpr double cost = 0.05;    // of one draw, in reward units

struct Policy {
    bestof_student_prior prior;
    std::vector<double> rule;
    bestof_student_trial trial;
};

// Once, from a log of rewards: the prior, the rule, and the guard that holds the rule to the log.
Policy learn(Rewards &rewards)
{
    const std::size_t requests = 400;
    std::vector<double> log;
    bestof_student_fit fit{};
    for (std::size_t r = 0; r < requests; r++) {
        rewards.next_request();
        for (std::size_t i = 0; i < most; i++) log.push_back(rewards.draw());
        require(bestof_student_fit_add(&fit, &log[r * most], most), "fit");
    }
    Policy policy{};
    require(bestof_student_fit_prior(&fit, &policy.prior), "prior");
    policy.rule.resize(bestof_student_rule_len(most));
    std::vector<double> scratch(bestof_student_scratch_len());
    require(bestof_student_rule(&policy.prior, cost, policy.rule.data(), policy.rule.size(), scratch.data(),
                                scratch.size()),
            "rule");
    require(bestof_student_guard(&policy.prior, policy.rule.data(), policy.rule.size(), log.data(), log.size(), most,
                                 scratch.data(), scratch.size(), &policy.trial),
            "guard");
    return policy;
}

// One request after another: draw until the rule says stop.
void serve_one_by_one(Rewards &rewards, const Policy &policy)
{
    const int requests = 2000;
    double reward = 0.0, fixed_reward = 0.0;
    std::uint64_t draws = 0;
    for (int r = 0; r < requests; r++) {
        rewards.next_request();
        bestof_student state;
        require(bestof_student_init(&state, &policy.prior), "init");
        std::int32_t stop = 0;
        while (!stop)
            require(bestof_student_step(&state, rewards.draw(), policy.rule.data(), policy.rule.size(), &stop), "step");
        reward += state.best;
        draws += state.draws;

        double best = rewards.draw();
        for (std::uint64_t i = 1; i < policy.trial.best_fixed; i++) best = std::max(best, rewards.draw());
        fixed_reward += best;
    }
    const double n = static_cast<double>(draws) / requests;
    std::printf("stopping   %6.2f draws a request, reward %.3f, less cost %.3f\n", n, reward / requests,
                reward / requests - cost * n);
    const double fixed = static_cast<double>(policy.trial.best_fixed);
    std::printf("fixed      %6.2f draws a request, reward %.3f, less cost %.3f\n", fixed, fixed_reward / requests,
                fixed_reward / requests - cost * fixed);
}

// A batch: a pilot of a few draws each tells the spreads, the rest of the budget goes where it adds most.
void serve_batch(Rewards &rewards)
{
    const std::size_t len = 2000, pilot = 4, each = 12;
    std::vector<std::vector<double>> drawn(len);
    std::vector<bestof_request> requests(len);
    double all = 0.0;
    std::vector<double> equal(len);
    for (std::size_t r = 0; r < len; r++) {
        rewards.next_request();
        // Drawn ahead here, so that both ways of sharing see the same answers.
        for (std::size_t i = 0; i < most; i++) drawn[r].push_back(rewards.draw());
        double mean = 0.0, variance = 0.0;
        for (std::size_t i = 0; i < pilot; i++) mean += drawn[r][i] / pilot;
        for (std::size_t i = 0; i < pilot; i++) variance += (drawn[r][i] - mean) * (drawn[r][i] - mean) / (pilot - 1);
        requests[r] = bestof_request{BESTOF_GAIN_NORMAL, 0, pilot, most, variance, 0.0, 0, 0};
        all += variance / len;
        equal[r] = *std::max_element(drawn[r].begin(), drawn[r].begin() + each);
    }
    // Few draws say little of a variance: halfway to the mean of all.
    for (bestof_request &request : requests) request.scale = std::sqrt(0.5 * request.scale + 0.5 * all);

    std::vector<std::uint64_t> draws(len), scratch(bestof_share_scratch_len(len));
    double price = 0.0;
    require(bestof_share(requests.data(), len, nullptr, 0, 0.0, len * each, draws.data(), scratch.data(), scratch.size(),
                         &price),
            "share");
    double shared_reward = 0.0, equal_reward = 0.0;
    for (std::size_t r = 0; r < len; r++) {
        shared_reward += *std::max_element(drawn[r].begin(), drawn[r].begin() + static_cast<std::ptrdiff_t>(draws[r])) / len;
        equal_reward += equal[r] / len;
    }
    const auto [fewest, largest] = std::minmax_element(draws.begin(), draws.end());
    std::printf("shared     %zu draws, %llu to %llu a request, reward %.3f, price %.4f\n", len * each,
                static_cast<unsigned long long>(*fewest), static_cast<unsigned long long>(*largest), shared_reward, price);
    std::printf("equal      %zu draws, %zu a request, reward %.3f\n", len * each, each, equal_reward);
    std::printf("sharing %s\n", shared_reward > equal_reward ? "pays" : "does not pay");
}

} // namespace

int main()
{
    Rewards rewards;
    const Policy policy = learn(rewards);
    std::printf("prior      mean %.3f, variance %.3f, worth %.2f and %.2f draws; rule %s\n", policy.prior.mean,
                policy.prior.variance, policy.prior.mean_draws, policy.prior.freedom,
                policy.trial.kept ? "kept" : "replaced by a fixed number");
    serve_one_by_one(rewards, policy);
    serve_batch(rewards);
    return 0;
}
