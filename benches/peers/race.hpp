// Rivals at one job, timed in interleaved rounds of one process, so that what else the machine does slows all alike.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

/// Keeps the compiler from dropping what nobody reads.
inline void keep(const void *p) { asm volatile("" : : "g"(p) : "memory"); }

struct Rival {
    std::string name;
    std::string accuracy;
    std::function<void()> once;
    std::size_t repetitions = 1;
    std::vector<double> rounds = {};
};

/// `units` is how many results one call gives. The first rival is the one that the ratios refer to.
class Race {
public:
    Race(std::string job, double units) : job_(std::move(job)), units_(units) {}

    void enter(std::string name, std::string accuracy, std::function<void()> once) {
        rivals_.push_back({std::move(name), std::move(accuracy), std::move(once)});
    }

    /// Prints one row of the table for each rival.
    void run() {
        for (Rival &rival : rivals_) {
            // Long enough for the clock, short enough for many rounds.
            while (seconds(rival) < 2e-4 && rival.repetitions < (1u << 24)) rival.repetitions *= 2;
        }
        for (int round = 0; round < 41; round++)
            for (Rival &rival : rivals_)
                rival.rounds.push_back(1e9 * seconds(rival) / double(rival.repetitions) / units_);
        double ours = 0;
        for (Rival &rival : rivals_) {
            std::nth_element(rival.rounds.begin(), rival.rounds.begin() + 20, rival.rounds.end());
            const double median = rival.rounds[20];
            if (ours == 0) ours = median;
            std::printf("| %s | %s | %.3g | %.2f | %s |\n", job_.c_str(), rival.name.c_str(), median, median / ours,
                        rival.accuracy.c_str());
        }
        std::fflush(stdout);
    }

private:
    static double seconds(const Rival &rival) {
        const auto start = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < rival.repetitions; i++) rival.once();
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }

    std::string job_;
    double units_;
    std::vector<Rival> rivals_;
};
