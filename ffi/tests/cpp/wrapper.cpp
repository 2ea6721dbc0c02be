// bestof.hpp as a C++ program uses it: the values of the C functions, their statuses, no allocation.
// C++17 to C++23, also with -ffast-math, -fno-exceptions and -fno-rtti.
#include "bestof.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <type_traits>
#include <vector>

static int checks, failures, allocations;

static void check(bool holds, const char *what, int line)
{
    checks++;
    if (!holds) {
        failures++;
        std::fprintf(stderr, "wrapper.cpp:%d: %s\n", line, what);
    }
}
#define CHECK(condition) check(condition, #condition, __LINE__)

void *operator new(std::size_t size)
{
    allocations++;
    void *place = std::malloc(size);
    if (place == nullptr) std::abort();
    return place;
}
void operator delete(void *place) noexcept { std::free(place); }
void operator delete(void *place, std::size_t) noexcept { std::free(place); }

static bool same(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

// The states are plain data, and what is constant is known to the compiler.
static_assert(std::is_trivially_copyable_v<bestof::rng> && std::is_standard_layout_v<bestof::rng>);
static_assert(std::is_trivially_copyable_v<bestof::exp_stream>);
static_assert(std::is_trivially_copyable_v<bestof::result<double>> && sizeof(bestof::result<double>) == 16);
static_assert(bestof::header_version_number == BESTOF_VERSION_NUMBER);
static_assert(bestof::header_abi_version == BESTOF_ABI_VERSION);
static_assert(std::int32_t{bestof::divergence::jeffreys} == BESTOF_JEFFREYS);
static_assert(noexcept(bestof::kl(2.0)));
constexpr bestof::result<double> refused = bestof::status::domain;
static_assert(!refused && refused.error() == bestof::status::domain && refused.value_or(3.0) > 2.0);

static void test_spans(const std::vector<double> &pool)
{
    std::array<double, 4> fixed{};
    double raw[4] = {};
    const bestof::span<double> part(fixed.data() + 1, 2);

    CHECK(bestof::kl_batch(pool, fixed) == bestof::status::ok);
    CHECK(bestof::kl_batch(pool, raw) == bestof::status::ok);
    for (std::size_t i = 0; i < pool.size(); i++) CHECK(same(fixed[i], bestof_kl(pool[i])) && same(raw[i], fixed[i]));
    // In place; of unequal sizes; without an output; without anything.
    CHECK(bestof::win_rate_batch(raw, raw) == bestof::status::ok);
    for (std::size_t i = 0; i < pool.size(); i++) CHECK(same(raw[i], bestof_win_rate(bestof_kl(pool[i]))));
    CHECK(bestof::kl_batch(pool, part) == bestof::status::capacity);
    CHECK(bestof::kl_batch(pool, {}) == bestof::status::null);
    CHECK(bestof::kl_batch({}, {}) == bestof::status::ok);
    CHECK(bestof::kl_batch(bestof::span<const double>(fixed.data(), 3), bestof::span<double>(fixed.data() + 1, 3)) ==
          bestof::status::domain);
    CHECK(part.size() == 2 && !part.empty() && part.data() == &part[0] && &*part.begin() + 2 == &*part.end());
}

static void test_pools(const std::vector<double> &pool, std::vector<double> &scratch)
{
    std::array<double, 4> proxy{}, gold{};
    std::array<double, 5> more{};

    CHECK(scratch.size() >= bestof::curve_scratch_len(pool.size()));
    CHECK(bestof::curve(pool, pool, scratch, proxy, gold) == bestof::status::ok);
    CHECK(same(proxy[3], 4.0) && same(gold[3], 4.0));
    // An empty span is what NULL is in C: no gold.
    CHECK(bestof::curve(pool, {}, scratch, proxy, {}) == bestof::status::ok);
    CHECK(bestof::curve(pool, {}, scratch, proxy, gold) == bestof::status::null);
    CHECK(bestof::curve(pool, more, scratch, proxy, gold) == bestof::status::capacity);
    CHECK(bestof::curve(pool, pool, {}, proxy, gold) == bestof::status::capacity);
    CHECK(bestof::curve({}, {}, scratch, proxy, {}) == bestof::status::empty);
}

static void test_results()
{
    const auto n = bestof::max_n(bestof::divergence::kl, 0.0, 2.0);
    CHECK(n && n.has_value() && *n == 19 && n.value() == 19 && n.error() == bestof::status::ok);
    CHECK(bestof::max_n(bestof::divergence::kl, 0.0, -1.0).error() == bestof::status::domain);
    CHECK(bestof::max_n(static_cast<bestof::divergence::kind>(99), 0.0, 1.0).error() == bestof::status::domain);
    CHECK(std::strcmp(bestof::status_message(bestof::status::domain), bestof_status_message(BESTOF_E_DOMAIN)) == 0);

    // A budget or a mass that is NaN is refused by the library, whatever this file's compiler makes of isnan().
    double nan;
    const std::uint64_t bits = UINT64_C(0x7ff8000000000000);
    std::memcpy(&nan, &bits, sizeof nan);
    const std::array<double, 2> masses{0.5, nan};
    CHECK(bestof::max_n(bestof::divergence::kl, 0.0, nan).error() == bestof::status::domain);
    CHECK(bestof::finite_divergence(bestof::divergence::kl, 0.0, masses, 2.0).error() == bestof::status::not_finite);
}

static void test_states()
{
    auto seeded = bestof::rng_seed(42);
    CHECK(bool(seeded));
    bestof::rng rng = *seeded, copy = rng;
    std::array<double, 8> draws{}, again{};
    CHECK(bestof::exp_sample_top(rng, 1000, draws) == bestof::status::ok);
    CHECK(bestof::exp_sample_top(copy, 1000, again) == bestof::status::ok);
    CHECK(draws == again);
    CHECK(bestof::exp_sample_top(rng, 7, draws) == bestof::status::domain);
    auto stream = bestof::exp_stream_init(rng);
    CHECK(bool(stream));
    CHECK(bestof::exp_stream_fill(*stream, draws) == bestof::status::ok);
    bestof::rng stuck{};
    CHECK(bestof::exp_sample_max(stuck, 2.0).error() == bestof::status::domain);
}

static void test_configurations()
{
    bestof::ceiling_config known; // knows its size
    static_assert(sizeof known == sizeof(bestof_ceiling_config));
    CHECK(known.struct_size == sizeof(bestof_ceiling_config) && known.flags == 0);
    known.flags = bestof::known_sigma;
    known.sigma = 1.0;
    const auto limit = bestof::ceiling(known, 4.0);
    CHECK(limit && limit->which == bestof::limited_by::sub_gaussian && limit->out > 1.128 && limit->out < 1.129);
    known.struct_size = 7;
    CHECK(bestof::ceiling(known, 4.0).error() == bestof::status::struct_size);
}

int main()
{
    const std::vector<double> pool{1.0, 2.0, 3.0, 4.0};
    std::vector<double> scratch(bestof::curve_scratch_len(pool.size()));
    const int before = allocations;

    test_spans(pool);
    test_pools(pool, scratch);
    test_results();
    test_states();
    test_configurations();
    CHECK(before > 0 && allocations == before);
    std::printf("%d passed, %d failed\n", checks - failures, failures);
    return failures != 0;
}
