// Answers a prompt with the best of up to n candidates.
//
//     best_of_n MODEL.gguf PROMPT [--plan PLAN | --fixed] [--draws N] [--parallel P] [--tokens T] [--seed S] [--log REWARDS.csv]
//
// --fixed draws all n; with --log it appends each reward to a log, from which `bestof plan` makes the plan that --plan follows.

#include <bestof.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "allocations.hpp"
#include "best_of_n.hpp"

namespace {

struct Arguments {
    std::string model, prompt, plan, log;
    best_of_n::Options options;
};

std::uint32_t whole(const char *text) {
    char *end = nullptr;
    const unsigned long value = std::strtoul(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value == 0 || value > 1u << 20)
        throw std::runtime_error(std::string("\"") + text + "\": expected a whole number from 1 to 2^20");
    return std::uint32_t(value);
}

Arguments read(int argc, char **argv) {
    if (argc < 3)
        throw std::runtime_error("usage: best_of_n MODEL.gguf PROMPT [--plan PLAN | --fixed] [--draws N] [--parallel P] "
                                 "[--tokens T] [--seed S] [--log REWARDS.csv]");
    Arguments arguments;
    arguments.model = argv[1];
    arguments.prompt = argv[2];
    bool fixed = false;
    for (int i = 3; i < argc; i++) {
        const std::string word = argv[i];
        if (word == "--fixed") {
            fixed = true;
            continue;
        }
        if (i + 1 == argc) throw std::runtime_error(word + ": a value is missing, or there is no such option");
        const char *value = argv[++i];
        if (word == "--plan") arguments.plan = value;
        else if (word == "--log") arguments.log = value;
        else if (word == "--draws") arguments.options.draws = whole(value);
        else if (word == "--parallel") arguments.options.parallel = whole(value);
        else if (word == "--tokens") arguments.options.tokens = whole(value);
        else if (word == "--seed") arguments.options.seed = whole(value);
        else throw std::runtime_error(word + ": no such option");
    }
    if (fixed != arguments.plan.empty()) throw std::runtime_error("expected either --plan PLAN or --fixed");
    return arguments;
}

void check(bestof_status status, const std::string &what) {
    if (status != BESTOF_OK) throw std::runtime_error(what + ": " + bestof_status_message(status));
}

bestof_plan load_plan(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + ": cannot read");
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    bestof_plan plan;
    check(bestof_plan_load(reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size(), &plan), path);
    return plan;
}

std::vector<llama_token> tokenize(const llama_vocab *vocabulary, const std::string &text) {
    std::vector<llama_token> tokens;
    const auto fill = [&] {
        return llama_tokenize(vocabulary, text.data(), std::int32_t(text.size()), tokens.data(),
                              std::int32_t(tokens.size()), true, false);
    };
    // A negative answer is the room that it takes.
    std::int32_t count = fill();
    if (count < 0) {
        tokens.resize(std::size_t(-count));
        count = fill();
    }
    if (count <= 0) throw std::runtime_error("the prompt has no tokens");
    return tokens;
}

void answer(const Arguments &arguments) {
    std::optional<bestof_plan> plan;
    if (!arguments.plan.empty()) plan = load_plan(arguments.plan);

    llama_log_set([](ggml_log_level level, const char *text, void *) {
        if (level == GGML_LOG_LEVEL_ERROR) std::fputs(text, stderr);
    }, nullptr);
    llama_backend_init();
    const std::unique_ptr<llama_model, decltype(&llama_model_free)> model(
        llama_model_load_from_file(arguments.model.c_str(), llama_model_default_params()), llama_model_free);
    if (!model) throw std::runtime_error(arguments.model + ": cannot load");
    const std::vector<llama_token> prompt = tokenize(llama_model_get_vocab(model.get()), arguments.prompt);

    const best_of_n::Options &options = arguments.options;
    llama_context_params parameters = llama_context_default_params();
    parameters.n_seq_max = options.parallel + 1;
    parameters.kv_unified = true;
    parameters.n_ctx = std::uint32_t(prompt.size()) + options.parallel * options.tokens;
    parameters.n_batch = std::max(std::uint32_t(prompt.size()), options.parallel);
    parameters.n_threads = parameters.n_threads_batch = 2;
    const std::unique_ptr<llama_context, decltype(&llama_free)> context(llama_init_from_model(model.get(), parameters),
                                                                        llama_free);
    if (!context) throw std::runtime_error("no context of " + std::to_string(parameters.n_ctx) + " tokens");

    std::ofstream log;
    if (!arguments.log.empty()) {
        log.open(arguments.log, std::ios::app);
        if (!log) throw std::runtime_error(arguments.log + ": cannot write");
        if (log.tellp() == 0) log << "prompt,reward\n";
    }

    // The mean log-probability of a token. A reward model's score would go here.
    const best_of_n::Score score = [](const std::vector<llama_token> &tokens, double log_probability) {
        return log_probability / double(tokens.size());
    };
    bestof_progress progress;
    check(bestof_progress_init(&progress), "progress");
    const best_of_n::Enough enough = [&](double reward) {
        if (log) log << arguments.options.seed << ',' << reward << '\n';
        if (!plan) return false;
        std::int32_t stop = 0;
        const AllocationWatch watch;
        check(bestof_progress_push(&progress, reward, nullptr), "reward");
        check(bestof_plan_should_stop(&*plan, &progress, &stop), "plan");
        return stop != 0;
    };
    const best_of_n::Outcome outcome = best_of_n::run(context.get(), prompt, options, score, enough);

    std::printf("draws       %u of %u\n", outcome.draws, options.draws);
    std::printf("cancelled   %u\n", outcome.cancelled);
    std::printf("best        %u\n", outcome.best);
    std::printf("reward      %.6f\n", outcome.reward);
    std::printf("decoded     %llu tokens\n", (unsigned long long)outcome.decoded);
    std::printf("allocations %llu inside bestof\n", (unsigned long long)AllocationWatch::seen());
    std::string text;
    for (const llama_token token : outcome.tokens) {
        char piece[64];
        const std::int32_t length =
            llama_token_to_piece(llama_model_get_vocab(model.get()), token, piece, sizeof piece, 0, false);
        if (length > 0) text.append(piece, std::size_t(length));
    }
    std::printf("\n%s\n", text.c_str());
}

} // namespace

int main(int argc, char **argv) {
    try {
        answer(read(argc, argv));
    } catch (const std::exception &error) {
        std::fprintf(stderr, "best_of_n: %s\n", error.what());
        return 2;
    }
    return 0;
}
