// Adaptive best-of-n on llama.cpp, for any score and any rule of when it is enough.
#pragma once

#include <llama.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace best_of_n {

struct Options {
    /// Most answers.
    std::uint32_t draws = 16;
    /// Answers that decode at once; the context needs n_seq_max of one more.
    std::uint32_t parallel = 4;
    /// Longest answer.
    std::uint32_t tokens = 64;
    std::uint64_t seed = 1;
};

/// The reward of a finished answer, from its tokens and the sum of their log-probabilities.
using Score = std::function<double(const std::vector<llama_token> &, double)>;

/// Told each reward as it comes: whether the best so far is good enough.
using Enough = std::function<bool(double)>;

struct Outcome {
    /// Answers finished and scored, and which of all was best.
    std::uint32_t draws = 0, best = 0;
    /// Answers that were running when it was enough.
    std::uint32_t cancelled = 0;
    double reward = 0;
    /// Tokens decoded after the prompt, over all answers.
    std::uint64_t decoded = 0;
    /// The best answer.
    std::vector<llama_token> tokens;
};

/// Throws std::runtime_error where llama.cpp cannot decode.
Outcome run(llama_context *context, const std::vector<llama_token> &prompt, const Options &options, const Score &score,
            const Enough &enough);

} // namespace best_of_n
