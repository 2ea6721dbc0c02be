// bestof beside what its users would pick otherwise: one row of a markdown table a rival.
//
//     peers DIRECTORY [LIBSVML]      DIRECTORY holds libbestof-avx2.so, libbestof-portable.so, libbestof-native.so

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_sf_lambert.h>
#include <gsl/gsl_sf_log.h>
#include <mpfr.h>

#include <boost/math/quadrature/sinh_sinh.hpp>
#include <boost/math/special_functions/lambert_w.hpp>
#include <boost/math/special_functions/log1p.hpp>
#include <cmath>
#include <cstring>
#include <memory>
#include <random>

#include "bestof.h"
#include "library.hpp"
#include "race.hpp"
#include "vector.hpp"

extern "C" {
void naive_scalar(const double *, std::size_t, double *);
void naive_256(const double *, std::size_t, double *);
void naive_512(const double *, std::size_t, double *);
}

namespace {

using Batch = bestof_status(const double *, std::size_t, double *);
using Call = std::function<void(const double *, std::size_t, double *)>;

std::mt19937_64 generator(1);

std::vector<double> log_uniform(std::size_t count, double low, double high) {
    std::uniform_real_distribution<double> exponent(std::log(low), std::log(high));
    std::vector<double> x(count);
    for (double &x : x) x = std::exp(exponent(generator));
    return x;
}

/// n - 1 log-uniform.
std::vector<double> just_above_one(std::size_t count) {
    std::vector<double> x = log_uniform(count, std::ldexp(1, -50), std::ldexp(1, -20));
    for (double &x : x) x += 1;
    return x;
}

/// ln n - (n - 1)/n, or n itself from that value, at 400 bits.
class Exact {
public:
    Exact() { mpfr_inits2(400, a_, b_, c_, nullptr); }
    ~Exact() { mpfr_clears(a_, b_, c_, nullptr); }

    double kl_error(double n, double got) {
        kl(n);
        return error(got);
    }

    /// By Newton steps from a double that is nearly right.
    double n_at_kl_error(double budget, double near, double got) {
        mpfr_set_d(c_, near, MPFR_RNDN);
        for (int i = 0; i < 8; i++) {
            // c -= (ln c - 1 + 1/c - budget) c^2 / (c - 1)
            mpfr_log(a_, c_, MPFR_RNDN);
            mpfr_d_div(b_, 1, c_, MPFR_RNDN);
            mpfr_add(a_, a_, b_, MPFR_RNDN);
            mpfr_sub_d(a_, a_, 1, MPFR_RNDN);
            mpfr_sub_d(a_, a_, budget, MPFR_RNDN);
            mpfr_mul(a_, a_, c_, MPFR_RNDN);
            mpfr_mul(a_, a_, c_, MPFR_RNDN);
            mpfr_sub_d(b_, c_, 1, MPFR_RNDN);
            mpfr_div(a_, a_, b_, MPFR_RNDN);
            mpfr_sub(c_, c_, a_, MPFR_RNDN);
        }
        mpfr_set(a_, c_, MPFR_RNDN);
        return error(got);
    }

private:
    void kl(double n) {
        mpfr_set_d(a_, n, MPFR_RNDN);
        mpfr_d_div(b_, 1, a_, MPFR_RNDN);
        mpfr_log(a_, a_, MPFR_RNDN);
        mpfr_add(a_, a_, b_, MPFR_RNDN);
        mpfr_sub_d(a_, a_, 1, MPFR_RNDN);
    }

    /// |got - a| in ulp of a.
    double error(double got) {
        if (!std::isfinite(got)) return INFINITY;
        const double ulp = std::ldexp(1, std::ilogb(mpfr_get_d(a_, MPFR_RNDN)) - 52);
        mpfr_sub_d(b_, a_, got, MPFR_RNDN);
        return std::fabs(mpfr_get_d(b_, MPFR_RNDN)) / ulp;
    }

    mpfr_t a_, b_, c_;
};

std::string three(double a, double b, double c) {
    char text[80];
    std::snprintf(text, sizeof text, "%.2g / %.2g / %.2g", a, b, c);
    return text;
}

std::string kl_accuracy(const Call &call) {
    static const std::vector<double> ranges[] = {just_above_one(4096), log_uniform(4096, 1.1, 1.5),
                                                 log_uniform(4096, 10, 1e6)};
    Exact exact;
    double worst[3] = {};
    for (int i = 0; i < 3; i++) {
        std::vector<double> out(ranges[i].size());
        call(ranges[i].data(), out.size(), out.data());
        for (std::size_t j = 0; j < out.size(); j++)
            worst[i] = std::max(worst[i], exact.kl_error(ranges[i][j], out[j]));
    }
    return three(worst[0], worst[1], worst[2]);
}

/// -(log1p(-t) + t), t = (n - 1)/n, by a library's function for log1p(x) - x.
template <class F> Call by_log1pmx(F log1pmx) {
    return [log1pmx](const double *n, std::size_t len, double *out) {
        for (std::size_t i = 0; i < len; i++) out[i] = -log1pmx(-(n[i] - 1.0) / n[i]);
    };
}

void batches(const std::string &directory, const std::string &svml) {
    std::vector<Formula> rivals = {{"**bestof**, AVX-512 or the best there is", bestof_kl_batch}};
    for (const char *tier : {"avx2", "portable"})
        if (auto *batch = symbol<Batch>(open_library(directory + "/libbestof-" + tier + ".so"), "bestof_kl_batch"))
            rivals.push_back({std::string("**bestof**, ") + tier, batch});
    for (Formula &formula : vector_formulas(svml)) rivals.push_back(std::move(formula));
    rivals.push_back({"gcc + libmvec, 512 bits", naive_512});
    rivals.push_back({"gcc + libmvec, 256 bits", naive_256});
    rivals.push_back({"gcc -O3 + glibc", naive_scalar});
    rivals.push_back({"GSL log_1plusx_mx", by_log1pmx([](double x) { return gsl_sf_log_1plusx_mx(x); })});
    rivals.push_back({"Boost log1pmx", by_log1pmx([](double x) { return boost::math::log1pmx(x); })});

    const std::vector<double> n = log_uniform(1024, 1, 1e6);
    std::vector<double> out(n.size());
    Race race("KL of 1024 sizes in cache, ns each", double(n.size()));
    for (const Formula &rival : rivals)
        race.enter(rival.name, kl_accuracy(rival.call), [&, call = rival.call] {
            call(n.data(), n.size(), out.data());
            keep(out.data());
        });
    race.run();
}

void from_memory() {
    const std::vector<double> n = log_uniform(1 << 24, 1, 1e6);
    std::vector<double> out(n.size());
    Race race("KL of 2^24 sizes in memory, ns each", double(n.size()));
    race.enter("**bestof**", "", [&] { bestof_kl_batch(n.data(), n.size(), out.data()); });
    race.enter("memcpy", "", [&] {
        std::memcpy(out.data(), n.data(), n.size() * sizeof(double));
        keep(out.data());
    });
    race.run();
}

void dispatch(const std::string &directory) {
    auto *fixed = symbol<Batch>(open_library(directory + "/libbestof-native.so"), "bestof_kl_batch");
    if (!fixed) return;
    const std::vector<double> n = log_uniform(16, 1, 1e6);
    std::vector<double> out(n.size());
    Race race("KL of 16 sizes, ns a call", 1);
    race.enter("**bestof**", "", [&] { bestof_kl_batch(n.data(), n.size(), out.data()); });
    race.enter("**bestof**, processor fixed when built", "", [&] { fixed(n.data(), n.size(), out.data()); });
    race.run();
}

/// One call after the other, each argument its own.
template <class F> std::function<void()> over(const std::vector<double> &x, F f) {
    return [&x, f] {
        for (double x : x) {
            const double y = f(x);
            keep(&y);
        }
    };
}

void scalars() {
    const std::vector<double> n = log_uniform(1024, 1, 1e6);
    Race kl("KL of one size, ns a call", double(n.size()));
    kl.enter("**bestof**", "", over(n, [](double n) { return bestof_kl(n); }));
    kl.enter("glibc log alone", "", over(n, [](double n) { return std::log(n); }));
    kl.run();

    std::vector<double> budgets(n.size());
    bestof_kl_batch(n.data(), n.size(), budgets.data());
    const std::vector<double> faint = log_uniform(1024, 1e-20, 1e-10);
    const auto accuracy = [&](auto f) {
        Exact exact;
        double worst[2] = {};
        for (double k : faint) worst[0] = std::max(worst[0], exact.n_at_kl_error(k, bestof_n_at_kl(k), f(k)));
        for (double k : budgets) worst[1] = std::max(worst[1], exact.n_at_kl_error(k, bestof_n_at_kl(k), f(k)));
        char text[80];
        std::snprintf(text, sizeof text, "%.2g at budgets below 1e-10, else %.2g", worst[0], worst[1]);
        return std::string(text);
    };
    const auto ours = [](double k) { return bestof_n_at_kl(k); };
    const auto boost = [](double k) { return -1.0 / boost::math::lambert_w0(-std::exp(-1.0 - k)); };
    const auto gsl = [](double k) { return -1.0 / gsl_sf_lambert_W0(-std::exp(-1.0 - k)); };
    Race inverse("n at a KL budget, ns a call", double(n.size()));
    inverse.enter("**bestof**", accuracy(ours), over(budgets, ours));
    inverse.enter("Boost lambert_w0", accuracy(boost), over(budgets, boost));
    inverse.enter("GSL lambert_W0", accuracy(gsl), over(budgets, gsl));
    inverse.run();
}

/// ∫ x n φ(x) Φ(x)^(n−1) dx as the textbook has it.
double density(double x, double n) {
    static const double root = std::sqrt(2 * std::acos(-1.0));
    const double lower = std::erfc(-x / std::sqrt(2.0)) / 2;
    return x * n * std::exp(-x * x / 2) / root * std::pow(lower, n - 1);
}

void normals() {
    const std::vector<double> n = log_uniform(64, 2, 1e6);
    const auto ours = [](double n) { return bestof_normal_max_mean(n); };
    const auto boost = [](double n) {
        static boost::math::quadrature::sinh_sinh<double> quadrature;
        return quadrature.integrate([n](double x) { return density(x, n); });
    };
    const std::shared_ptr<gsl_integration_workspace> space(gsl_integration_workspace_alloc(1000),
                                                           gsl_integration_workspace_free);
    const auto gsl = [space](double n) {
        gsl_function f = {[](double x, void *n) { return density(x, *static_cast<double *>(n)); }, &n};
        double y = 0, error = 0;
        gsl_integration_qagi(&f, 0, 1e-10, 1000, space.get(), &y, &error);
        return y;
    };
    const auto accuracy = [&](auto f) {
        double worst = 0;
        for (double n : n) worst = std::max(worst, std::fabs(f(n) / bestof_normal_max_mean(n) - 1));
        char text[60];
        std::snprintf(text, sizeof text, "relative to bestof %.1e", worst);
        return std::string(text);
    };
    Race race("expected largest of n normals, ns a call", double(n.size()));
    race.enter("**bestof**", "0.6 (`make accuracy`)", over(n, ours));
    race.enter("Boost sinh_sinh", accuracy(boost), over(n, boost));
    race.enter("GSL qagi", accuracy(gsl), over(n, gsl));
    race.run();
}

void exponentials() {
    bestof_rng rng;
    bestof_exp_stream stream;
    bestof_rng_seed(&rng, 1);
    bestof_exp_stream_init(&stream, &rng);
    std::vector<double> draws(1024), top(8);
    std::exponential_distribution<double> exponential;
    const auto fill = [&] {
        for (double &x : draws) x = exponential(generator);
        keep(draws.data());
    };

    Race bulk("1024 exponentials, ns each", double(draws.size()));
    bulk.enter("**bestof** exp_stream_fill", "", [&] { bestof_exp_stream_fill(&stream, draws.size(), draws.data()); });
    bulk.enter("C++ std::exponential_distribution", "", fill);
    bulk.run();

    Race best("the 8 largest of 1024 exponentials, ns", 1);
    best.enter("**bestof** exp_sample_top", "", [&] { bestof_exp_sample_top(&rng, 1024, 8, top.data()); });
    best.enter("drawn by bestof, std::partial_sort", "", [&] {
        bestof_exp_stream_fill(&stream, draws.size(), draws.data());
        std::partial_sort(draws.begin(), draws.begin() + 8, draws.end(), std::greater<>());
    });
    best.enter("drawn by C++, std::partial_sort", "", [&] {
        fill();
        std::partial_sort(draws.begin(), draws.begin() + 8, draws.end(), std::greater<>());
    });
    best.run();
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: peers DIRECTORY [LIBSVML]\n");
        return 2;
    }
    const std::string directory = argv[1], svml = argc > 2 ? argv[2] : "";
    gsl_set_error_handler_off();
    batches(directory, svml);
    from_memory();
    dispatch(directory);
    scalars();
    normals();
    exponentials();
}
