// Adaptive best-of-n on llama.cpp: candidates decode side by side and share the prompt, each finished one is scored, bestof is
// asked whether to go on, and when it is enough the siblings that still run are cancelled.

#include "best_of_n.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <stdexcept>

namespace best_of_n {

namespace {

/// One answer in the making, and the sequence of llama.cpp's memory that it lives in.
struct Candidate {
    std::uint32_t id = 0;
    llama_seq_id sequence = 0;
    std::mt19937_64 random;
    std::vector<llama_token> tokens;
    double log_probability = 0;
    /// Where in the last batch its logits are.
    std::int32_t row = 0;
};

/// Draws a token from the logits at temperature 1 and adds its log-probability.
llama_token sample(const float *logits, std::int32_t count, Candidate &candidate) {
    const float top = *std::max_element(logits, logits + count);
    double total = 0;
    for (std::int32_t i = 0; i < count; i++) total += std::exp(double(logits[i] - top));
    double left = total * std::ldexp(double(candidate.random() >> 11), -53);
    std::int32_t token = 0;
    while (token + 1 < count && left >= std::exp(double(logits[token] - top)))
        left -= std::exp(double(logits[token++] - top));
    candidate.log_probability += double(logits[token] - top) - std::log(total);
    return token;
}

void add(llama_batch &batch, llama_token token, llama_pos position, llama_seq_id sequence, bool logits) {
    const std::int32_t i = batch.n_tokens++;
    batch.token[i] = token;
    batch.pos[i] = position;
    batch.n_seq_id[i] = 1;
    batch.seq_id[i][0] = sequence;
    batch.logits[i] = logits;
}

} // namespace

Outcome run(llama_context *context, const std::vector<llama_token> &prompt, const Options &options, const Score &score,
            const Enough &enough) {
    const llama_vocab *vocabulary = llama_model_get_vocab(llama_get_model(context));
    const std::int32_t words = llama_vocab_n_tokens(vocabulary);
    const llama_memory_t memory = llama_get_memory(context);
    const std::uint32_t lanes = std::min(options.parallel, options.draws);
    const auto prompt_length = llama_pos(prompt.size());

    llama_batch batch = llama_batch_init(std::int32_t(std::max<std::size_t>(prompt.size(), lanes)), 0, 1);
    const auto decode = [&] {
        if (llama_decode(context, batch) != 0) {
            llama_batch_free(batch);
            throw std::runtime_error("llama_decode failed: is the context too small?");
        }
    };

    // The prompt once, in sequence 0; every candidate starts from a copy of its cells, which costs nothing.
    for (llama_pos i = 0; i < prompt_length; i++) add(batch, prompt[std::size_t(i)], i, 0, i + 1 == prompt_length);
    decode();
    const float *first = llama_get_logits_ith(context, -1);
    const std::vector<float> first_logits(first, first + words);

    Outcome outcome;
    std::vector<Candidate> running;
    std::uint32_t started = 0;
    bool stopped = false;
    const auto start = [&](llama_seq_id sequence) {
        Candidate candidate;
        candidate.id = started++;
        candidate.sequence = sequence;
        // A generator of its own: an answer does not depend on who else is running.
        candidate.random.seed(options.seed + 0x9e3779b97f4a7c15u * (candidate.id + 1));
        candidate.tokens.push_back(sample(first_logits.data(), words, candidate));
        llama_memory_seq_cp(memory, 0, sequence, -1, -1);
        running.push_back(std::move(candidate));
    };
    for (std::uint32_t lane = 0; lane < lanes; lane++) start(llama_seq_id(lane) + 1);

    while (!running.empty() && !stopped) {
        // Score, decide, cancel: for every candidate that has come to its end.
        for (std::size_t i = 0; i < running.size() && !stopped;) {
            Candidate &candidate = running[i];
            const bool over = llama_vocab_is_eog(vocabulary, candidate.tokens.back()) ||
                              candidate.tokens.size() >= options.tokens;
            if (!over) {
                i++;
                continue;
            }
            const double reward = score(candidate.tokens, candidate.log_probability);
            outcome.draws++;
            if (outcome.draws == 1 || reward > outcome.reward) {
                outcome.reward = reward;
                outcome.best = candidate.id;
                outcome.tokens = candidate.tokens;
            }
            stopped = enough(reward);
            const llama_seq_id sequence = candidate.sequence;
            llama_memory_seq_rm(memory, sequence, -1, -1);
            running.erase(running.begin() + std::ptrdiff_t(i));
            if (!stopped && started < options.draws) start(sequence);
        }
        if (stopped || running.empty()) break;

        batch.n_tokens = 0;
        for (Candidate &candidate : running) {
            candidate.row = batch.n_tokens;
            add(batch, candidate.tokens.back(), prompt_length + llama_pos(candidate.tokens.size()) - 1, candidate.sequence,
                true);
        }
        decode();
        outcome.decoded += running.size();
        for (Candidate &candidate : running)
            candidate.tokens.push_back(sample(llama_get_logits_ith(context, candidate.row), words, candidate));
    }

    outcome.cancelled = std::uint32_t(running.size());
    for (const Candidate &candidate : running) llama_memory_seq_rm(memory, candidate.sequence, -1, -1);
    llama_memory_seq_rm(memory, 0, -1, -1);
    llama_batch_free(batch);
    return outcome;
}

} // namespace best_of_n
