// Generated from ffi/src and ffi/bestof.hpp.in by `make header`. Do not edit.
#ifndef BESTOF_HPP
#define BESTOF_HPP

// bestof.h for C++17 and later: the same functions in the namespace bestof, bestof_kl(n) as bestof::kl(n), over spans
// instead of pointers and lengths. Header-only. Nothing here allocates or throws; no exceptions, no RTTI needed.
//
//     if (const auto n = bestof::max_n(bestof::divergence::kl, 0.0, 2.0))  // the most draws within 2 nats
//         draw(*n);
//     else
//         log(bestof::status_message(n.error()));
//
// A function with one output returns a bestof::result, that with its value or its status; one that fills arrays returns
// the status. Arrays that C gives one length must be of one size, or status::capacity is returned; an empty span stands
// for NULL. States are plain structs, free to copy and to store. What each function means is said in bestof.h.

#include "bestof.h"

#include <cstddef>
#include <cstdint>

#if __cplusplus >= 202002L || (defined(_MSVC_LANG) && _MSVC_LANG >= 202002L)
#include <span>
#else
#include <type_traits>
#include <utility>
#endif

namespace bestof {

#if __cplusplus >= 202002L || (defined(_MSVC_LANG) && _MSVC_LANG >= 202002L)
using std::span;
#else
// As much of C++20's std::span as is needed here: contiguous elements that someone else owns.
template <class T>
class span {
public:
    constexpr span() noexcept = default;
    constexpr span(T *data, std::size_t size) noexcept : data_(data), size_(size) {}
    template <std::size_t N>
    constexpr span(T (&array)[N]) noexcept : data_(array), size_(N) {}
    // Whatever has data() and size(): std::vector, std::array, another span.
    template <class Container, class Data = decltype(std::declval<Container &>().data()),
              class Element = std::remove_pointer_t<Data>,
              std::enable_if_t<std::is_convertible_v<Element (*)[], T (*)[]>, int> = 0>
    constexpr span(Container &container) noexcept : data_(container.data()), size_(container.size()) {}
    template <class Container, class Data = decltype(std::declval<const Container &>().data()),
              class Element = std::remove_pointer_t<Data>,
              std::enable_if_t<std::is_convertible_v<Element (*)[], T (*)[]>, int> = 0>
    constexpr span(const Container &container) noexcept : data_(container.data()), size_(container.size()) {}

    [[nodiscard]] constexpr T *data() const noexcept { return data_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr T *begin() const noexcept { return data_; }
    [[nodiscard]] constexpr T *end() const noexcept { return data_ + size_; }
    [[nodiscard]] constexpr T &operator[](std::size_t index) const noexcept { return data_[index]; }

private:
    T *data_ = nullptr;
    std::size_t size_ = 0;
};
#endif

// Why nothing was written, or that everything was.
enum class [[nodiscard]] status : bestof_status {
    ok = BESTOF_OK,
    null = BESTOF_E_NULL,
    domain = BESTOF_E_DOMAIN,
    not_finite = BESTOF_E_NOT_FINITE,
    capacity = BESTOF_E_CAPACITY,
    struct_size = BESTOF_E_STRUCT_SIZE,
    empty = BESTOF_E_EMPTY,
    format = BESTOF_E_FORMAT,
};

// A value, or the status that says why there is none. T is plain data.
template <class T>
class [[nodiscard]] result {
public:
    using value_type = T;

    constexpr result(const T &value) noexcept : value_(value), status_(bestof::status::ok) {}
    constexpr result(bestof::status reason) noexcept : value_(), status_(reason) {}

    [[nodiscard]] constexpr bool has_value() const noexcept { return status_ == bestof::status::ok; }
    constexpr explicit operator bool() const noexcept { return has_value(); }
    [[nodiscard]] constexpr bestof::status error() const noexcept { return status_; }
    // Only where has_value(); otherwise a T of zeros.
    [[nodiscard]] constexpr const T &value() const noexcept { return value_; }
    [[nodiscard]] constexpr T &value() noexcept { return value_; }
    [[nodiscard]] constexpr const T &operator*() const noexcept { return value_; }
    [[nodiscard]] constexpr T &operator*() noexcept { return value_; }
    [[nodiscard]] constexpr const T *operator->() const noexcept { return &value_; }
    [[nodiscard]] constexpr T *operator->() noexcept { return &value_; }
    [[nodiscard]] constexpr T value_or(const T &otherwise) const noexcept { return has_value() ? value_ : otherwise; }

private:
    T value_;
    bestof::status status_;
};

namespace detail {

// NULL for no elements: some functions take that as "not wanted".
template <class T>
[[nodiscard]] constexpr T *data(span<T> elements) noexcept
{
    return elements.empty() ? nullptr : elements.data();
}

template <class T, class U>
[[nodiscard]] constexpr bool fits(span<T> elements, span<U> first) noexcept
{
    return elements.empty() || elements.size() == first.size();
}

template <class T>
[[nodiscard]] constexpr result<T> make(bestof_status reason, const T &value) noexcept
{
    return reason == BESTOF_OK ? result<T>(value) : result<T>(static_cast<status>(reason));
}

} // namespace detail

// The version of the headers; version_number() and its like are those of the library.
inline constexpr std::uint32_t header_version_number = BESTOF_VERSION_NUMBER;
inline constexpr char header_version_string[] = BESTOF_VERSION_STRING;
inline constexpr std::uint32_t header_abi_version = BESTOF_ABI_VERSION;

// One plain sentence for a status, without a full stop. Static storage, never NULL: unknown codes get a general text.
// Cost: constant.
[[nodiscard]] inline const char *status_message(status status_) noexcept
{
    return ::bestof_status_message(static_cast<bestof_status>(status_));
}

// The BESTOF_VERSION_NUMBER of the library that runs. Cost: constant.
[[nodiscard]] inline std::uint32_t version_number() noexcept
{
    return ::bestof_version_number();
}

// The BESTOF_VERSION_STRING of the library that runs. Static storage, never NULL. Cost: constant.
[[nodiscard]] inline const char *version_string() noexcept
{
    return ::bestof_version_string();
}

// The BESTOF_ABI_VERSION of the library that runs. Cost: constant.
[[nodiscard]] inline std::uint32_t abi_version() noexcept
{
    return ::bestof_abi_version();
}

// KL divergence of the best-of-n policy from the reference policy, in nats: ln n - (n - 1) / n.
[[nodiscard]] inline double kl(double n) noexcept
{
    return ::bestof_kl(n);
}

// KL divergence of the reference policy from the best-of-n policy, in nats: n - 1 - ln n.
[[nodiscard]] inline double reverse_kl(double n) noexcept
{
    return ::bestof_reverse_kl(n);
}

// Jeffreys divergence, in nats, the sum of both KL divergences: (n - 1)^2 / n.
[[nodiscard]] inline double jeffreys(double n) noexcept
{
    return ::bestof_jeffreys(n);
}

// Chi-squared divergence, the variance of the density ratio: (n - 1)^2 / (2 n - 1).
[[nodiscard]] inline double chi_squared(double n) noexcept
{
    return ::bestof_chi_squared(n);
}

// Total variation distance, in [0, 1]: (n - 1) n^(-n / (n - 1)).
[[nodiscard]] inline double total_variation(double n) noexcept
{
    return ::bestof_total_variation(n);
}

// Squared Hellinger distance, in [0, 2], the integral of (sqrt p - sqrt q)^2: 2 (sqrt n - 1)^2 / (n + 1). Halve it
// for the convention in [0, 1].
[[nodiscard]] inline double hellinger_squared(double n) noexcept
{
    return ::bestof_hellinger_squared(n);
}

// Renyi divergence of order alpha, in nats: (alpha ln n - ln(1 + alpha (n - 1))) / (alpha - 1). At alpha = 1 it is
// the KL divergence, at INFINITY ln n, at 0 it is 0.
[[nodiscard]] inline double renyi(double n, double alpha) noexcept
{
    return ::bestof_renyi(n, alpha);
}

// Hockey-stick divergence, the integral of (n u^(n - 1) - gamma)_+ over u in [0, 1]. At gamma = 1 it is the total
// variation distance.
[[nodiscard]] inline double hockey_stick(double n, double gamma) noexcept
{
    return ::bestof_hockey_stick(n, gamma);
}

// Probability that a best-of-n answer beats a fresh reference answer, ties counted half: n / (n + 1).
[[nodiscard]] inline double win_rate(double n) noexcept
{
    return ::bestof_win_rate(n);
}

// KL divergence from the reference, in nats, of the policy that returns the j-th smallest of n draws by reward.
[[nodiscard]] inline double order_statistic_kl(std::uint64_t n, std::uint64_t j) noexcept
{
    return ::bestof_order_statistic_kl(n, j);
}

// Chi-squared divergence from the reference of the policy that returns the j-th smallest of n draws by reward.
[[nodiscard]] inline double order_statistic_chi_squared(std::uint64_t n, std::uint64_t j) noexcept
{
    return ::bestof_order_statistic_chi_squared(n, j);
}

// Renyi divergence of order alpha from the reference, in nats, of the policy that returns the j-th smallest of n
// draws by reward.
[[nodiscard]] inline double order_statistic_renyi(std::uint64_t n, std::uint64_t j, double alpha) noexcept
{
    return ::bestof_order_statistic_renyi(n, j, alpha);
}

using generator = ::bestof_generator;

// The f-divergence of best-of-n from the reference, the integral of f(n u^(n - 1)) over u in [0, 1]: exact when no
// two responses tie in reward, an upper bound otherwise if f is convex and f(1) = 0.
[[nodiscard]] inline result<double> f_divergence(double n, bestof::generator f, void *user) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_f_divergence(n, f, user, &output);
    return detail::make(reason, output);
}

// The same for a generator that is given the logarithm of the density ratio, in (-INFINITY, ln n]: nothing
// underflows, and no digit is lost near n = 1.
[[nodiscard]] inline result<double> f_divergence_of_log(double n, bestof::generator g, void *user) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_f_divergence_of_log(n, g, user, &output);
    return detail::make(reason, output);
}

// The real n >= 1 with kl(n) == kl, for kl in nats.
[[nodiscard]] inline double n_at_kl(double kl) noexcept
{
    return ::bestof_n_at_kl(kl);
}

// The real n >= 1 with reverse_kl(n) == reverse_kl, for reverse_kl in nats.
[[nodiscard]] inline double n_at_reverse_kl(double reverse_kl) noexcept
{
    return ::bestof_n_at_reverse_kl(reverse_kl);
}

// The real n >= 1 with chi_squared(n) == chi_squared.
[[nodiscard]] inline double n_at_chi_squared(double chi_squared) noexcept
{
    return ::bestof_n_at_chi_squared(chi_squared);
}

// The real n >= 1 with total_variation(n) == total_variation.
[[nodiscard]] inline double n_at_total_variation(double total_variation) noexcept
{
    return ::bestof_n_at_total_variation(total_variation);
}

// The real n >= 1 with hellinger_squared(n) == hellinger_squared.
[[nodiscard]] inline double n_at_hellinger_squared(double hellinger_squared) noexcept
{
    return ::bestof_n_at_hellinger_squared(hellinger_squared);
}

// The real n >= 1 with renyi(n, alpha) == divergence, for divergence in nats.
[[nodiscard]] inline double n_at_renyi(double divergence, double alpha) noexcept
{
    return ::bestof_n_at_renyi(divergence, alpha);
}

// Mean of the largest of n unit exponentials: the harmonic number H(n).
[[nodiscard]] inline double exp_max_mean(double n) noexcept
{
    return ::bestof_exp_max_mean(n);
}

// Variance of the largest of n unit exponentials: pi^2 / 6 - trigamma(n + 1).
[[nodiscard]] inline double exp_max_variance(double n) noexcept
{
    return ::bestof_exp_max_variance(n);
}

// Probability that the largest of n unit exponentials is at most x: (1 - e^-x)^n.
[[nodiscard]] inline double exp_max_cdf(double n, double x) noexcept
{
    return ::bestof_exp_max_cdf(n, x);
}

// The x that the largest of n unit exponentials does not exceed with probability p: -ln(1 - p^(1/n)).
[[nodiscard]] inline double exp_max_quantile(double n, double p) noexcept
{
    return ::bestof_exp_max_quantile(n, p);
}

// Mean of the k-th smallest of n unit exponentials: H(n) - H(n - k).
[[nodiscard]] inline double exp_order_mean(std::uint64_t n, std::uint64_t k) noexcept
{
    return ::bestof_exp_order_mean(n, k);
}

// Variance of the k-th smallest of n unit exponentials: the sum of 1 / i^2 for i from n - k + 1 to n.
[[nodiscard]] inline double exp_order_variance(std::uint64_t n, std::uint64_t k) noexcept
{
    return ::bestof_exp_order_variance(n, k);
}

// Covariance of the j-th and the k-th smallest of n unit exponentials: the variance of the smaller of both.
[[nodiscard]] inline double exp_order_covariance(std::uint64_t n, std::uint64_t j, std::uint64_t k) noexcept
{
    return ::bestof_exp_order_covariance(n, j, k);
}

// Expected maximum of n standard normal draws, in standard deviations.
[[nodiscard]] inline double normal_max_mean(double n) noexcept
{
    return ::bestof_normal_max_mean(n);
}

// Expected maximum of n draws uniform on [0, 1]: n / (n + 1).
[[nodiscard]] inline double uniform_max_mean(double n) noexcept
{
    return ::bestof_uniform_max_mean(n);
}

// Expected maximum of n standard Gumbel draws: Euler's constant + ln n.
[[nodiscard]] inline double gumbel_max_mean(double n) noexcept
{
    return ::bestof_gumbel_max_mean(n);
}

// Expected maximum of n standard logistic draws: H(n - 1).
[[nodiscard]] inline double logistic_max_mean(double n) noexcept
{
    return ::bestof_logistic_max_mean(n);
}

// Largest gain at KL divergence kl when the reward is sigma-sub-Gaussian under the reference: sigma sqrt(2 kl).
[[nodiscard]] inline double sub_gaussian_bound(double sigma, double kl) noexcept
{
    return ::bestof_sub_gaussian_bound(sigma, kl);
}

// Largest gain at KL divergence kl when the reward is sub-gamma under the reference: sqrt(2 variance_factor kl) +
// scale kl.
[[nodiscard]] inline double sub_gamma_bound(double variance_factor, double scale, double kl) noexcept
{
    return ::bestof_sub_gamma_bound(variance_factor, scale, kl);
}

// Largest gain at KL divergence kl when rewards lie in [lo, hi] and their reference mean is known: the inverse of the
// binary KL divergence, rescaled. Never above sub_gaussian_bound((hi - lo) / 2, kl).
[[nodiscard]] inline double bounded_bound(double lo, double hi, double mean, double kl) noexcept
{
    return ::bestof_bounded_bound(lo, hi, mean, kl);
}

// Largest gain at Renyi divergence renyi of order alpha, when the reward is sigma_policy-sub-Gaussian under the
// policy (left tail) and sigma_reference-sub-Gaussian under the reference (right tail): sqrt(2 ((1 - alpha)
// sigma_policy^2 + alpha sigma_reference^2) renyi / alpha).
[[nodiscard]] inline double tail_adaptive_bound(double sigma_policy, double sigma_reference, double alpha,
                                                double renyi) noexcept
{
    return ::bestof_tail_adaptive_bound(sigma_policy, sigma_reference, alpha, renyi);
}

// The largest q whose binary KL divergence q ln(q / p) + (1 - q) ln((1 - q) / (1 - p)) is at most kl.
[[nodiscard]] inline double bernoulli_kl_upper(double p, double kl) noexcept
{
    return ::bestof_bernoulli_kl_upper(p, kl);
}

// Largest gain at KL divergence kl when the reward has a gamma law under the reference: shape scale t with t - ln(1 +
// t) = kl / shape. The exponential tilt of the reference attains it.
[[nodiscard]] inline double gamma_bound(double shape, double scale, double kl) noexcept
{
    return ::bestof_gamma_bound(shape, scale, kl);
}

// Largest gain at KL divergence kl when the reward has an exponential law of mean scale under the reference:
// gamma_bound() of shape 1.
[[nodiscard]] inline double exponential_bound(double scale, double kl) noexcept
{
    return ::bestof_exponential_bound(scale, kl);
}

// Largest gain at KL divergence kl when the reward is uniform on [lo, hi] under the reference. The exponential tilt
// of the reference attains it; every reward without ties is uniform once it is replaced by its rank.
[[nodiscard]] inline double uniform_bound(double lo, double hi, double kl) noexcept
{
    return ::bestof_uniform_bound(lo, hi, kl);
}

// Largest gain at KL divergence kl when the reward is sub-exponential under the reference, its log-moment at most
// nu^2 lambda^2 / 2 for lambda up to 1 / b: nu sqrt(2 kl) up to kl = nu^2 / (2 b^2), b kl + nu^2 / (2 b) beyond.
[[nodiscard]] inline double sub_exponential_bound(double nu, double b, double kl) noexcept
{
    return ::bestof_sub_exponential_bound(nu, b, kl);
}

// Largest gain at KL divergence kl when rewards lie in [lo, hi]: (hi - lo) sqrt(kl / 2). With the mean,
// bounded_bound() is never larger.
[[nodiscard]] inline double hoeffding_bound(double lo, double hi, double kl) noexcept
{
    return ::bestof_hoeffding_bound(lo, hi, kl);
}

// Largest gain at KL divergence kl when rewards lie in [lo, hi] and their reference mean is known, by the best
// sub-Gaussian right tail of Kearns and Saul. bounded_bound() is never larger.
[[nodiscard]] inline double kearns_saul_bound(double lo, double hi, double mean, double kl) noexcept
{
    return ::bestof_kearns_saul_bound(lo, hi, mean, kl);
}

// struct_size is set, and every other member 0.
struct ceiling_config : ::bestof_ceiling_config {
    constexpr ceiling_config() noexcept : ::bestof_ceiling_config{} { struct_size = sizeof(::bestof_ceiling_config); }
};

namespace limited_by {
enum kind : std::int32_t {
    nothing = BESTOF_LIMITED_BY_NOTHING,
    sub_gaussian = BESTOF_LIMITED_BY_SUB_GAUSSIAN,
    sub_gamma = BESTOF_LIMITED_BY_SUB_GAMMA,
    standard_deviation = BESTOF_LIMITED_BY_STANDARD_DEVIATION,
    symmetry = BESTOF_LIMITED_BY_SYMMETRY,
    range = BESTOF_LIMITED_BY_RANGE,
    range_and_mean = BESTOF_LIMITED_BY_RANGE_AND_MEAN,
    binary_kl = BESTOF_LIMITED_BY_BINARY_KL,
    pinsker = BESTOF_LIMITED_BY_PINSKER,
    bretagnolle_huber = BESTOF_LIMITED_BY_BRETAGNOLLE_HUBER,
    upper_end = BESTOF_LIMITED_BY_UPPER_END,
    lower_end = BESTOF_LIMITED_BY_LOWER_END,
};
}

inline constexpr std::uint32_t known_sigma = BESTOF_KNOWN_SIGMA;

inline constexpr std::uint32_t known_standard_deviation = BESTOF_KNOWN_STANDARD_DEVIATION;

inline constexpr std::uint32_t known_lo = BESTOF_KNOWN_LO;

inline constexpr std::uint32_t known_hi = BESTOF_KNOWN_HI;

inline constexpr std::uint32_t known_mean = BESTOF_KNOWN_MEAN;

inline constexpr std::uint32_t known_kl = BESTOF_KNOWN_KL;

inline constexpr std::uint32_t known_sub_gamma = BESTOF_KNOWN_SUB_GAMMA;

inline constexpr std::uint32_t known_symmetry = BESTOF_KNOWN_SYMMETRY;

struct ceiling_values {
    double out;
    std::int32_t which;
};

// Smallest ceiling on the gain of best-of-n that follows from the facts, and in *which the bound behind it, one of
// the BESTOF_LIMITED_BY_ constants; INFINITY where no fact limits the gain. n is real, n >= 1, also INFINITY. which
// may be NULL. Cost: that of its bounds: three logarithms and an exponential where all facts are given.
[[nodiscard]] inline result<ceiling_values> ceiling(const bestof::ceiling_config &config, double n) noexcept
{
    ceiling_values output{};
    const bestof_status reason = ::bestof_ceiling(&config, n, &output.out, &output.which);
    return detail::make(reason, output);
}

struct ceiling_at_kl_values {
    double out;
    std::int32_t which;
};

// Smallest ceiling on the gain of any policy at this KL divergence from the reference, in nats; otherwise as
// ceiling(). The standard deviation and the member kl play no part. Cost: as ceiling().
[[nodiscard]] inline result<ceiling_at_kl_values> ceiling_at_kl(const bestof::ceiling_config &config,
                                                                double kl) noexcept
{
    ceiling_at_kl_values output{};
    const bestof_status reason = ::bestof_ceiling_at_kl(&config, kl, &output.out, &output.which);
    return detail::make(reason, output);
}

// The smallest n that could reach this gain: no smaller one can, by ceiling(). 0 where no n of 64 bits can.
[[nodiscard]] inline result<std::uint64_t> ceiling_min_n(const bestof::ceiling_config &config, double gain) noexcept
{
    std::uint64_t output{};
    const bestof_status reason = ::bestof_ceiling_min_n(&config, gain, &output);
    return detail::make(reason, output);
}

using log_moment = ::bestof_log_moment;

struct transport_bound_values {
    double out;
    double lambda;
};

// Largest gain at KL divergence kl from the log-moment psi on (0, end), end = INFINITY where it exists throughout:
// the least of (kl + psi(lambda)) / lambda, by 60 to 140 calls. lambda gets the exponent behind it, at which the
// reference tilted by exp(lambda r) has this gain; it may be NULL.
[[nodiscard]] inline result<transport_bound_values> transport_bound(double kl, double end, bestof::log_moment psi,
                                                                    void *user) noexcept
{
    transport_bound_values output{};
    const bestof_status reason = ::bestof_transport_bound(kl, end, psi, user, &output.out, &output.lambda);
    return detail::make(reason, output);
}

struct transport_bound_on_grid_values {
    double out;
    double best;
};

// Largest gain at KL divergence kl from log-moments on a grid: the least of (kl + psi[i]) / lambda[i]. psi[i] may be
// INFINITY where it does not exist. best gets the lambda[i] behind it; it may be NULL.
[[nodiscard]] inline result<transport_bound_on_grid_values> transport_bound_on_grid(double kl,
                                                                                    span<const double> lambda,
                                                                                    span<const double> psi) noexcept
{
    if (!detail::fits(psi, lambda))
        return status::capacity;
    transport_bound_on_grid_values output{};
    const bestof_status reason = ::bestof_transport_bound_on_grid(kl, detail::data(lambda), detail::data(psi),
                                                                  lambda.size(), &output.out, &output.best);
    return detail::make(reason, output);
}

struct tail_adaptive_best_of_n_values {
    double out;
    double alpha;
};

// Largest gain of best-of-n at the Renyi order that makes tail_adaptive_bound() least, never above the sub-Gaussian
// bound of sigma_reference, which is that of order 1. alpha gets the order; it may be NULL.
[[nodiscard]] inline result<tail_adaptive_best_of_n_values> tail_adaptive_best_of_n(double sigma_policy,
                                                                                    double sigma_reference,
                                                                                    double n) noexcept
{
    tail_adaptive_best_of_n_values output{};
    const bestof_status reason = ::bestof_tail_adaptive_best_of_n(sigma_policy, sigma_reference, n, &output.out,
                                                                  &output.alpha);
    return detail::make(reason, output);
}

// Whether the tail under best-of-n is so much lighter than that under the reference that a Renyi order a little below
// 1 gives a smaller bound than the sub-Gaussian one: sigma_policy^2 2 KL < sigma_reference^2 ((n - 1) / n)^2. helps
// gets 1 or 0.
[[nodiscard]] inline result<std::int32_t> tail_adaptive_helps(double sigma_policy, double sigma_reference,
                                                              double n) noexcept
{
    std::int32_t output{};
    const bestof_status reason = ::bestof_tail_adaptive_helps(sigma_policy, sigma_reference, n, &output);
    return detail::make(reason, output);
}

// Largest observed gain, the mean reward of m answers of a policy less that of k answers of its reference: sigma
// sqrt(2 kl) + sqrt(2 (sigma_policy^2 / m + sigma^2 / k) ln(1 / delta)).
[[nodiscard]] inline double empirical_gain_bound(double sigma, double sigma_policy, double kl, double delta,
                                                 std::uint64_t m, std::uint64_t k) noexcept
{
    return ::bestof_empirical_gain_bound(sigma, sigma_policy, kl, delta, m, k);
}

// Largest mean reward of m answers of a policy less the reference's mean, from its Renyi divergence renyi of order
// alpha > 1, also INFINITY: sigma sqrt(2 (renyi + alpha / (alpha - 1) ln(1 / delta) / m)).
[[nodiscard]] inline double policy_mean_bound(double sigma, double alpha, double renyi, double delta,
                                              std::uint64_t m) noexcept
{
    return ::bestof_policy_mean_bound(sigma, alpha, renyi, delta, m);
}

// Largest mean reward of m best-of-n answers less the reference's mean: policy_mean_bound() at the order that makes
// it least, in closed form.
[[nodiscard]] inline double best_of_n_mean_bound(double sigma, double n, double delta, std::uint64_t m) noexcept
{
    return ::bestof_best_of_n_mean_bound(sigma, n, delta, m);
}

// What the realised divergence, the mean log-density ratio of m best-of-n answers, exceeds with probability delta, in
// nats: exact when no two responses tie in reward.
[[nodiscard]] inline double realised_kl_upper(double n, double delta, std::uint64_t m) noexcept
{
    return ::bestof_realised_kl_upper(n, delta, m);
}

// What the realised divergence of m best-of-n answers stays below with probability delta, in nats; it may be
// negative. Exact when no two responses tie in reward.
[[nodiscard]] inline double realised_kl_lower(double n, double delta, std::uint64_t m) noexcept
{
    return ::bestof_realised_kl_lower(n, delta, m);
}

// Chernoff's bound above realised_kl_upper(), in closed form; it holds under ties, too.
[[nodiscard]] inline double realised_kl_upper_chernoff(double n, double delta, std::uint64_t m) noexcept
{
    return ::bestof_realised_kl_upper_chernoff(n, delta, m);
}

// Chernoff's bound below realised_kl_lower(), in closed form; it may be negative.
[[nodiscard]] inline double realised_kl_lower_chernoff(double n, double delta, std::uint64_t m) noexcept
{
    return ::bestof_realised_kl_lower_chernoff(n, delta, m);
}

// kl() of floats.
[[nodiscard]] inline float klf(float n) noexcept
{
    return ::bestof_klf(n);
}

// reverse_kl() of floats.
[[nodiscard]] inline float reverse_klf(float n) noexcept
{
    return ::bestof_reverse_klf(n);
}

// jeffreys() of floats.
[[nodiscard]] inline float jeffreysf(float n) noexcept
{
    return ::bestof_jeffreysf(n);
}

// chi_squared() of floats.
[[nodiscard]] inline float chi_squaredf(float n) noexcept
{
    return ::bestof_chi_squaredf(n);
}

// total_variation() of floats.
[[nodiscard]] inline float total_variationf(float n) noexcept
{
    return ::bestof_total_variationf(n);
}

// hellinger_squared() of floats.
[[nodiscard]] inline float hellinger_squaredf(float n) noexcept
{
    return ::bestof_hellinger_squaredf(n);
}

// renyi() of floats.
[[nodiscard]] inline float renyif(float n, float alpha) noexcept
{
    return ::bestof_renyif(n, alpha);
}

// hockey_stick() of floats.
[[nodiscard]] inline float hockey_stickf(float n, float gamma) noexcept
{
    return ::bestof_hockey_stickf(n, gamma);
}

// win_rate() of floats.
[[nodiscard]] inline float win_ratef(float n) noexcept
{
    return ::bestof_win_ratef(n);
}

// n_at_kl() of floats.
[[nodiscard]] inline float n_at_klf(float kl) noexcept
{
    return ::bestof_n_at_klf(kl);
}

// n_at_reverse_kl() of floats.
[[nodiscard]] inline float n_at_reverse_klf(float reverse_kl) noexcept
{
    return ::bestof_n_at_reverse_klf(reverse_kl);
}

// n_at_chi_squared() of floats.
[[nodiscard]] inline float n_at_chi_squaredf(float chi_squared) noexcept
{
    return ::bestof_n_at_chi_squaredf(chi_squared);
}

// n_at_total_variation() of floats.
[[nodiscard]] inline float n_at_total_variationf(float total_variation) noexcept
{
    return ::bestof_n_at_total_variationf(total_variation);
}

// n_at_hellinger_squared() of floats.
[[nodiscard]] inline float n_at_hellinger_squaredf(float hellinger_squared) noexcept
{
    return ::bestof_n_at_hellinger_squaredf(hellinger_squared);
}

// n_at_renyi() of floats.
[[nodiscard]] inline float n_at_renyif(float divergence, float alpha) noexcept
{
    return ::bestof_n_at_renyif(divergence, alpha);
}

// exp_max_mean() of floats.
[[nodiscard]] inline float exp_max_meanf(float n) noexcept
{
    return ::bestof_exp_max_meanf(n);
}

// exp_max_variance() of floats.
[[nodiscard]] inline float exp_max_variancef(float n) noexcept
{
    return ::bestof_exp_max_variancef(n);
}

// exp_max_cdf() of floats.
[[nodiscard]] inline float exp_max_cdff(float n, float x) noexcept
{
    return ::bestof_exp_max_cdff(n, x);
}

// exp_max_quantile() of floats.
[[nodiscard]] inline float exp_max_quantilef(float n, float p) noexcept
{
    return ::bestof_exp_max_quantilef(n, p);
}

// exp_order_mean(), rounded to a float.
[[nodiscard]] inline float exp_order_meanf(std::uint64_t n, std::uint64_t k) noexcept
{
    return ::bestof_exp_order_meanf(n, k);
}

// exp_order_variance(), rounded to a float.
[[nodiscard]] inline float exp_order_variancef(std::uint64_t n, std::uint64_t k) noexcept
{
    return ::bestof_exp_order_variancef(n, k);
}

// exp_order_covariance(), rounded to a float.
[[nodiscard]] inline float exp_order_covariancef(std::uint64_t n, std::uint64_t j, std::uint64_t k) noexcept
{
    return ::bestof_exp_order_covariancef(n, j, k);
}

// normal_max_mean() of floats.
[[nodiscard]] inline float normal_max_meanf(float n) noexcept
{
    return ::bestof_normal_max_meanf(n);
}

// uniform_max_mean() of floats.
[[nodiscard]] inline float uniform_max_meanf(float n) noexcept
{
    return ::bestof_uniform_max_meanf(n);
}

// gumbel_max_mean() of floats.
[[nodiscard]] inline float gumbel_max_meanf(float n) noexcept
{
    return ::bestof_gumbel_max_meanf(n);
}

// logistic_max_mean() of floats.
[[nodiscard]] inline float logistic_max_meanf(float n) noexcept
{
    return ::bestof_logistic_max_meanf(n);
}

// sub_gaussian_bound() of floats.
[[nodiscard]] inline float sub_gaussian_boundf(float sigma, float kl) noexcept
{
    return ::bestof_sub_gaussian_boundf(sigma, kl);
}

// sub_gamma_bound() of floats.
[[nodiscard]] inline float sub_gamma_boundf(float variance_factor, float scale, float kl) noexcept
{
    return ::bestof_sub_gamma_boundf(variance_factor, scale, kl);
}

// bounded_bound() of floats.
[[nodiscard]] inline float bounded_boundf(float lo, float hi, float mean, float kl) noexcept
{
    return ::bestof_bounded_boundf(lo, hi, mean, kl);
}

// tail_adaptive_bound() of floats.
[[nodiscard]] inline float tail_adaptive_boundf(float sigma_policy, float sigma_reference, float alpha,
                                                float renyi) noexcept
{
    return ::bestof_tail_adaptive_boundf(sigma_policy, sigma_reference, alpha, renyi);
}

// bernoulli_kl_upper() of floats.
[[nodiscard]] inline float bernoulli_kl_upperf(float p, float kl) noexcept
{
    return ::bestof_bernoulli_kl_upperf(p, kl);
}

// pass_at_k(), rounded to a float.
[[nodiscard]] inline float pass_at_kf(std::uint64_t n, std::uint64_t c, std::uint64_t k) noexcept
{
    return ::bestof_pass_at_kf(n, c, k);
}

// gold_shift_sup() of floats.
[[nodiscard]] inline float gold_shift_supf(float sup, float total_variation) noexcept
{
    return ::bestof_gold_shift_supf(sup, total_variation);
}

// gold_shift_standard_deviation() of floats.
[[nodiscard]] inline float gold_shift_standard_deviationf(float standard_deviation, float chi_squared) noexcept
{
    return ::bestof_gold_shift_standard_deviationf(standard_deviation, chi_squared);
}

// gaussian_gold_gain() of floats.
[[nodiscard]] inline float gaussian_gold_gainf(float n, float correlation, float standard_deviation) noexcept
{
    return ::bestof_gaussian_gold_gainf(n, correlation, standard_deviation);
}

// coverage_regret() of floats.
[[nodiscard]] inline float coverage_regretf(float n, float coverage, float height) noexcept
{
    return ::bestof_coverage_regretf(n, coverage, height);
}

// error_regret() of floats.
[[nodiscard]] inline float error_regretf(float n, float standard_deviation, float chi_squared) noexcept
{
    return ::bestof_error_regretf(n, standard_deviation, chi_squared);
}

// scaling_best_of_n() of floats.
[[nodiscard]] inline float scaling_best_of_nf(float distance, float alpha, float beta) noexcept
{
    return ::bestof_scaling_best_of_nf(distance, alpha, beta);
}

// scaling_rl() of floats.
[[nodiscard]] inline float scaling_rlf(float distance, float alpha, float beta) noexcept
{
    return ::bestof_scaling_rlf(distance, alpha, beta);
}

// scaling_best_of_n_peak() of floats.
[[nodiscard]] inline float scaling_best_of_n_peakf(float alpha, float beta) noexcept
{
    return ::bestof_scaling_best_of_n_peakf(alpha, beta);
}

// scaling_best_of_n_peak_gain() of floats.
[[nodiscard]] inline float scaling_best_of_n_peak_gainf(float alpha, float beta) noexcept
{
    return ::bestof_scaling_best_of_n_peak_gainf(alpha, beta);
}

// scaling_best_of_n_zero() of floats.
[[nodiscard]] inline float scaling_best_of_n_zerof(float alpha, float beta) noexcept
{
    return ::bestof_scaling_best_of_n_zerof(alpha, beta);
}

// scaling_rl_peak() of floats.
[[nodiscard]] inline float scaling_rl_peakf(float alpha, float beta) noexcept
{
    return ::bestof_scaling_rl_peakf(alpha, beta);
}

// scaling_rl_peak_gain() of floats.
[[nodiscard]] inline float scaling_rl_peak_gainf(float alpha, float beta) noexcept
{
    return ::bestof_scaling_rl_peak_gainf(alpha, beta);
}

// scaling_rl_zero() of floats.
[[nodiscard]] inline float scaling_rl_zerof(float alpha, float beta) noexcept
{
    return ::bestof_scaling_rl_zerof(alpha, beta);
}

// reservation_normal() of a float.
[[nodiscard]] inline float reservation_normalf(float cost) noexcept
{
    return ::bestof_reservation_normalf(cost);
}

// reservation_exponential() of a float.
[[nodiscard]] inline float reservation_exponentialf(float cost) noexcept
{
    return ::bestof_reservation_exponentialf(cost);
}

// reservation_uniform() of a float.
[[nodiscard]] inline float reservation_uniformf(float cost) noexcept
{
    return ::bestof_reservation_uniformf(cost);
}

// reservation_logistic() of a float.
[[nodiscard]] inline float reservation_logisticf(float cost) noexcept
{
    return ::bestof_reservation_logisticf(cost);
}

// record_probability(), rounded to a float.
[[nodiscard]] inline float record_probabilityf(std::uint64_t draws, std::uint64_t more) noexcept
{
    return ::bestof_record_probabilityf(draws, more);
}

// majority_flip(), rounded to a float.
[[nodiscard]] inline float majority_flipf(std::uint64_t ahead, std::uint64_t behind) noexcept
{
    return ::bestof_majority_flipf(ahead, behind);
}

// kl_estimate() of floats.
[[nodiscard]] inline float kl_estimatef(float n, float epsilon) noexcept
{
    return ::bestof_kl_estimatef(n, epsilon);
}

// kl_gap_bound() of floats.
[[nodiscard]] inline float kl_gap_boundf(float n, float collision) noexcept
{
    return ::bestof_kl_gap_boundf(n, collision);
}

// win_rate_gap_bound() of floats.
[[nodiscard]] inline float win_rate_gap_boundf(float n, float collision) noexcept
{
    return ::bestof_win_rate_gap_boundf(n, collision);
}

// all_pass_at_k(), rounded to a float.
[[nodiscard]] inline float all_pass_at_kf(std::uint64_t n, std::uint64_t c, std::uint64_t k) noexcept
{
    return ::bestof_all_pass_at_kf(n, c, k);
}

// pass_at_k_variance(), rounded to a float.
[[nodiscard]] inline float pass_at_k_variancef(float p, std::uint64_t n, std::uint64_t k) noexcept
{
    return ::bestof_pass_at_k_variancef(p, n, k);
}

// pass_at_k_variance_estimate(), rounded to a float.
[[nodiscard]] inline float pass_at_k_variance_estimatef(std::uint64_t n, std::uint64_t c, std::uint64_t k) noexcept
{
    return ::bestof_pass_at_k_variance_estimatef(n, c, k);
}

// beta_binomial_coverage(), rounded to a float.
[[nodiscard]] inline float beta_binomial_coveragef(float a, float b, std::uint64_t k) noexcept
{
    return ::bestof_beta_binomial_coveragef(a, b, k);
}

// stitched_boundary(), rounded to a float.
[[nodiscard]] inline float stitched_boundaryf(float v, float v_min, float scale, float alpha) noexcept
{
    return ::bestof_stitched_boundaryf(v, v_min, scale, alpha);
}

// normal_mixture_boundary(), rounded to a float.
[[nodiscard]] inline float normal_mixture_boundaryf(float v, float rho, float alpha) noexcept
{
    return ::bestof_normal_mixture_boundaryf(v, rho, alpha);
}

// normal_mixture_rho(), rounded to a float.
[[nodiscard]] inline float normal_mixture_rhof(float v, float alpha) noexcept
{
    return ::bestof_normal_mixture_rhof(v, alpha);
}

// maurer_pontil_radius(), rounded to a float.
[[nodiscard]] inline float maurer_pontil_radiusf(float variance, float range, std::uint64_t m, float delta) noexcept
{
    return ::bestof_maurer_pontil_radiusf(variance, range, m, delta);
}

// gamma_bound() of floats.
[[nodiscard]] inline float gamma_boundf(float shape, float scale, float kl) noexcept
{
    return ::bestof_gamma_boundf(shape, scale, kl);
}

// exponential_bound() of floats.
[[nodiscard]] inline float exponential_boundf(float scale, float kl) noexcept
{
    return ::bestof_exponential_boundf(scale, kl);
}

// uniform_bound() of floats.
[[nodiscard]] inline float uniform_boundf(float lo, float hi, float kl) noexcept
{
    return ::bestof_uniform_boundf(lo, hi, kl);
}

// sub_exponential_bound() of floats.
[[nodiscard]] inline float sub_exponential_boundf(float nu, float b, float kl) noexcept
{
    return ::bestof_sub_exponential_boundf(nu, b, kl);
}

// hoeffding_bound() of floats.
[[nodiscard]] inline float hoeffding_boundf(float lo, float hi, float kl) noexcept
{
    return ::bestof_hoeffding_boundf(lo, hi, kl);
}

// kearns_saul_bound() of floats.
[[nodiscard]] inline float kearns_saul_boundf(float lo, float hi, float mean, float kl) noexcept
{
    return ::bestof_kearns_saul_boundf(lo, hi, mean, kl);
}

// empirical_gain_bound() of floats.
[[nodiscard]] inline float empirical_gain_boundf(float sigma, float sigma_policy, float kl, float delta,
                                                 std::uint64_t m, std::uint64_t k) noexcept
{
    return ::bestof_empirical_gain_boundf(sigma, sigma_policy, kl, delta, m, k);
}

// policy_mean_bound() of floats.
[[nodiscard]] inline float policy_mean_boundf(float sigma, float alpha, float renyi, float delta,
                                              std::uint64_t m) noexcept
{
    return ::bestof_policy_mean_boundf(sigma, alpha, renyi, delta, m);
}

// best_of_n_mean_bound() of floats.
[[nodiscard]] inline float best_of_n_mean_boundf(float sigma, float n, float delta, std::uint64_t m) noexcept
{
    return ::bestof_best_of_n_mean_boundf(sigma, n, delta, m);
}

// realised_kl_upper() of floats.
[[nodiscard]] inline float realised_kl_upperf(float n, float delta, std::uint64_t m) noexcept
{
    return ::bestof_realised_kl_upperf(n, delta, m);
}

// realised_kl_lower() of floats.
[[nodiscard]] inline float realised_kl_lowerf(float n, float delta, std::uint64_t m) noexcept
{
    return ::bestof_realised_kl_lowerf(n, delta, m);
}

// realised_kl_upper_chernoff() of floats.
[[nodiscard]] inline float realised_kl_upper_chernofff(float n, float delta, std::uint64_t m) noexcept
{
    return ::bestof_realised_kl_upper_chernofff(n, delta, m);
}

// realised_kl_lower_chernoff() of floats.
[[nodiscard]] inline float realised_kl_lower_chernofff(float n, float delta, std::uint64_t m) noexcept
{
    return ::bestof_realised_kl_lower_chernofff(n, delta, m);
}

// order_statistic_kl() of floats.
[[nodiscard]] inline float order_statistic_klf(std::uint64_t n, std::uint64_t j) noexcept
{
    return ::bestof_order_statistic_klf(n, j);
}

// order_statistic_chi_squared() of floats.
[[nodiscard]] inline float order_statistic_chi_squaredf(std::uint64_t n, std::uint64_t j) noexcept
{
    return ::bestof_order_statistic_chi_squaredf(n, j);
}

// order_statistic_renyi() of floats.
[[nodiscard]] inline float order_statistic_renyif(std::uint64_t n, std::uint64_t j, float alpha) noexcept
{
    return ::bestof_order_statistic_renyif(n, j, alpha);
}

// tilt_kl() of floats.
[[nodiscard]] inline float tilt_klf(float c) noexcept
{
    return ::bestof_tilt_klf(c);
}

// tilt_win_rate() of floats.
[[nodiscard]] inline float tilt_win_ratef(float c) noexcept
{
    return ::bestof_tilt_win_ratef(c);
}

// frontier_win_rate() of floats.
[[nodiscard]] inline float frontier_win_ratef(float kl) noexcept
{
    return ::bestof_frontier_win_ratef(kl);
}

// frontier_kl() of floats.
[[nodiscard]] inline float frontier_klf(float win_rate) noexcept
{
    return ::bestof_frontier_klf(win_rate);
}

// best_of_n_win_gap() of floats.
[[nodiscard]] inline float best_of_n_win_gapf(float n) noexcept
{
    return ::bestof_best_of_n_win_gapf(n);
}

// best_of_n_kl_excess() of floats.
[[nodiscard]] inline float best_of_n_kl_excessf(float n) noexcept
{
    return ::bestof_best_of_n_kl_excessf(n);
}

// poisson_kl() of floats.
[[nodiscard]] inline float poisson_klf(float mu) noexcept
{
    return ::bestof_poisson_klf(mu);
}

// poisson_win_rate() of floats.
[[nodiscard]] inline float poisson_win_ratef(float mu) noexcept
{
    return ::bestof_poisson_win_ratef(mu);
}

// tilted_gain() of floats.
[[nodiscard]] inline float tilted_gainf(float beta, float kl, float reverse_kl) noexcept
{
    return ::bestof_tilted_gainf(beta, kl, reverse_kl);
}

// tilted_reverse_kl_bound() of floats.
[[nodiscard]] inline float tilted_reverse_kl_boundf(float beta, float sigma, float kl) noexcept
{
    return ::bestof_tilted_reverse_kl_boundf(beta, sigma, kl);
}

// soft_best_of_n_kl_bound() of floats.
[[nodiscard]] inline float soft_best_of_n_kl_boundf(float n, float spread) noexcept
{
    return ::bestof_soft_best_of_n_kl_boundf(n, spread);
}

// tilt_to_soft_kl_bound() of floats.
[[nodiscard]] inline float tilt_to_soft_kl_boundf(float n, float chi_squared) noexcept
{
    return ::bestof_tilt_to_soft_kl_boundf(n, chi_squared);
}

// out[i] = kl(n[i]).
[[nodiscard]] inline status kl_batch(span<const double> n, span<double> out) noexcept
{
    if (!detail::fits(out, n))
        return status::capacity;
    return static_cast<status>(::bestof_kl_batch(detail::data(n), n.size(), detail::data(out)));
}

// out[i] = reverse_kl(n[i]).
[[nodiscard]] inline status reverse_kl_batch(span<const double> n, span<double> out) noexcept
{
    if (!detail::fits(out, n))
        return status::capacity;
    return static_cast<status>(::bestof_reverse_kl_batch(detail::data(n), n.size(), detail::data(out)));
}

// out[i] = jeffreys(n[i]).
[[nodiscard]] inline status jeffreys_batch(span<const double> n, span<double> out) noexcept
{
    if (!detail::fits(out, n))
        return status::capacity;
    return static_cast<status>(::bestof_jeffreys_batch(detail::data(n), n.size(), detail::data(out)));
}

// out[i] = chi_squared(n[i]).
[[nodiscard]] inline status chi_squared_batch(span<const double> n, span<double> out) noexcept
{
    if (!detail::fits(out, n))
        return status::capacity;
    return static_cast<status>(::bestof_chi_squared_batch(detail::data(n), n.size(), detail::data(out)));
}

// out[i] = total_variation(n[i]).
[[nodiscard]] inline status total_variation_batch(span<const double> n, span<double> out) noexcept
{
    if (!detail::fits(out, n))
        return status::capacity;
    return static_cast<status>(::bestof_total_variation_batch(detail::data(n), n.size(), detail::data(out)));
}

// out[i] = hellinger_squared(n[i]).
[[nodiscard]] inline status hellinger_squared_batch(span<const double> n, span<double> out) noexcept
{
    if (!detail::fits(out, n))
        return status::capacity;
    return static_cast<status>(::bestof_hellinger_squared_batch(detail::data(n), n.size(), detail::data(out)));
}

// out[i] = renyi(n[i], alpha).
[[nodiscard]] inline status renyi_batch(span<const double> n, double alpha, span<double> out) noexcept
{
    if (!detail::fits(out, n))
        return status::capacity;
    return static_cast<status>(::bestof_renyi_batch(detail::data(n), n.size(), alpha, detail::data(out)));
}

// out[i] = hockey_stick(n[i], gamma).
[[nodiscard]] inline status hockey_stick_batch(span<const double> n, double gamma, span<double> out) noexcept
{
    if (!detail::fits(out, n))
        return status::capacity;
    return static_cast<status>(::bestof_hockey_stick_batch(detail::data(n), n.size(), gamma, detail::data(out)));
}

// out[i] = win_rate(n[i]).
[[nodiscard]] inline status win_rate_batch(span<const double> n, span<double> out) noexcept
{
    if (!detail::fits(out, n))
        return status::capacity;
    return static_cast<status>(::bestof_win_rate_batch(detail::data(n), n.size(), detail::data(out)));
}

// out[i] = n_at_kl(kl[i]).
[[nodiscard]] inline status n_at_kl_batch(span<const double> kl, span<double> out) noexcept
{
    if (!detail::fits(out, kl))
        return status::capacity;
    return static_cast<status>(::bestof_n_at_kl_batch(detail::data(kl), kl.size(), detail::data(out)));
}

// out[i] = n_at_reverse_kl(reverse_kl[i]).
[[nodiscard]] inline status n_at_reverse_kl_batch(span<const double> reverse_kl, span<double> out) noexcept
{
    if (!detail::fits(out, reverse_kl))
        return status::capacity;
    return static_cast<status>(::bestof_n_at_reverse_kl_batch(detail::data(reverse_kl), reverse_kl.size(),
                                                              detail::data(out)));
}

// out[i] = n_at_chi_squared(chi_squared[i]).
[[nodiscard]] inline status n_at_chi_squared_batch(span<const double> chi_squared, span<double> out) noexcept
{
    if (!detail::fits(out, chi_squared))
        return status::capacity;
    return static_cast<status>(::bestof_n_at_chi_squared_batch(detail::data(chi_squared), chi_squared.size(),
                                                               detail::data(out)));
}

// out[i] = n_at_total_variation(total_variation[i]).
[[nodiscard]] inline status n_at_total_variation_batch(span<const double> total_variation, span<double> out) noexcept
{
    if (!detail::fits(out, total_variation))
        return status::capacity;
    return static_cast<status>(::bestof_n_at_total_variation_batch(detail::data(total_variation),
                                                                   total_variation.size(), detail::data(out)));
}

// out[i] = n_at_hellinger_squared(hellinger_squared[i]).
[[nodiscard]] inline status n_at_hellinger_squared_batch(span<const double> hellinger_squared,
                                                         span<double> out) noexcept
{
    if (!detail::fits(out, hellinger_squared))
        return status::capacity;
    return static_cast<status>(::bestof_n_at_hellinger_squared_batch(detail::data(hellinger_squared),
                                                                     hellinger_squared.size(), detail::data(out)));
}

// out[i] = n_at_renyi(renyi[i], alpha).
[[nodiscard]] inline status n_at_renyi_batch(span<const double> renyi, double alpha, span<double> out) noexcept
{
    if (!detail::fits(out, renyi))
        return status::capacity;
    return static_cast<status>(::bestof_n_at_renyi_batch(detail::data(renyi), renyi.size(), alpha,
                                                         detail::data(out)));
}

// out[i] = sub_gaussian_bound(sigma, kl[i]).
[[nodiscard]] inline status sub_gaussian_bound_batch(span<const double> kl, double sigma, span<double> out) noexcept
{
    if (!detail::fits(out, kl))
        return status::capacity;
    return static_cast<status>(::bestof_sub_gaussian_bound_batch(detail::data(kl), kl.size(), sigma,
                                                                 detail::data(out)));
}

// out[i] = sub_gamma_bound(variance_factor, scale, kl[i]).
[[nodiscard]] inline status sub_gamma_bound_batch(span<const double> kl, double variance_factor, double scale,
                                                  span<double> out) noexcept
{
    if (!detail::fits(out, kl))
        return status::capacity;
    return static_cast<status>(::bestof_sub_gamma_bound_batch(detail::data(kl), kl.size(), variance_factor, scale,
                                                              detail::data(out)));
}

// out[i] = bounded_bound(lo, hi, mean, kl[i]).
[[nodiscard]] inline status bounded_bound_batch(span<const double> kl, double lo, double hi, double mean,
                                                span<double> out) noexcept
{
    if (!detail::fits(out, kl))
        return status::capacity;
    return static_cast<status>(::bestof_bounded_bound_batch(detail::data(kl), kl.size(), lo, hi, mean,
                                                            detail::data(out)));
}

// out[i] = tail_adaptive_bound(sigma_policy, sigma_reference, alpha, renyi[i]).
[[nodiscard]] inline status tail_adaptive_bound_batch(span<const double> renyi, double sigma_policy,
                                                      double sigma_reference, double alpha, span<double> out) noexcept
{
    if (!detail::fits(out, renyi))
        return status::capacity;
    return static_cast<status>(::bestof_tail_adaptive_bound_batch(detail::data(renyi), renyi.size(), sigma_policy,
                                                                  sigma_reference, alpha, detail::data(out)));
}

// out[i] = bernoulli_kl_upper(p, kl[i]).
[[nodiscard]] inline status bernoulli_kl_upper_batch(span<const double> kl, double p, span<double> out) noexcept
{
    if (!detail::fits(out, kl))
        return status::capacity;
    return static_cast<status>(::bestof_bernoulli_kl_upper_batch(detail::data(kl), kl.size(), p, detail::data(out)));
}

// out[i] = gamma_bound(shape, scale, kl[i]).
[[nodiscard]] inline status gamma_bound_batch(span<const double> kl, double shape, double scale,
                                              span<double> out) noexcept
{
    if (!detail::fits(out, kl))
        return status::capacity;
    return static_cast<status>(::bestof_gamma_bound_batch(detail::data(kl), kl.size(), shape, scale,
                                                          detail::data(out)));
}

// out[i] = exponential_bound(scale, kl[i]).
[[nodiscard]] inline status exponential_bound_batch(span<const double> kl, double scale, span<double> out) noexcept
{
    if (!detail::fits(out, kl))
        return status::capacity;
    return static_cast<status>(::bestof_exponential_bound_batch(detail::data(kl), kl.size(), scale,
                                                                detail::data(out)));
}

// out[i] = uniform_bound(lo, hi, kl[i]).
[[nodiscard]] inline status uniform_bound_batch(span<const double> kl, double lo, double hi,
                                                span<double> out) noexcept
{
    if (!detail::fits(out, kl))
        return status::capacity;
    return static_cast<status>(::bestof_uniform_bound_batch(detail::data(kl), kl.size(), lo, hi, detail::data(out)));
}

// out[i] = sub_exponential_bound(nu, b, kl[i]).
[[nodiscard]] inline status sub_exponential_bound_batch(span<const double> kl, double nu, double b,
                                                        span<double> out) noexcept
{
    if (!detail::fits(out, kl))
        return status::capacity;
    return static_cast<status>(::bestof_sub_exponential_bound_batch(detail::data(kl), kl.size(), nu, b,
                                                                    detail::data(out)));
}

// out[i] = hoeffding_bound(lo, hi, kl[i]).
[[nodiscard]] inline status hoeffding_bound_batch(span<const double> kl, double lo, double hi,
                                                  span<double> out) noexcept
{
    if (!detail::fits(out, kl))
        return status::capacity;
    return static_cast<status>(::bestof_hoeffding_bound_batch(detail::data(kl), kl.size(), lo, hi,
                                                              detail::data(out)));
}

// out[i] = kearns_saul_bound(lo, hi, mean, kl[i]).
[[nodiscard]] inline status kearns_saul_bound_batch(span<const double> kl, double lo, double hi, double mean,
                                                    span<double> out) noexcept
{
    if (!detail::fits(out, kl))
        return status::capacity;
    return static_cast<status>(::bestof_kearns_saul_bound_batch(detail::data(kl), kl.size(), lo, hi, mean,
                                                                detail::data(out)));
}

// Expected reward of best-of-n by proxy for every n at once, from one pool of scored samples: the mean over all
// n-subsets of the pool, unbiased. proxy_out[i] and gold_out[i] belong to n = i + 1.
[[nodiscard]] inline status curve(span<const double> proxy, span<const double> gold, span<double> scratch,
                                  span<double> proxy_out, span<double> gold_out) noexcept
{
    if (!detail::fits(gold, proxy) || !detail::fits(gold_out, proxy_out))
        return status::capacity;
    return static_cast<status>(::bestof_curve(detail::data(proxy), detail::data(gold), proxy.size(),
                                              detail::data(scratch), scratch.size(), detail::data(proxy_out),
                                              detail::data(gold_out), proxy_out.size()));
}

// How many doubles of scratch curve() needs for a pool of len samples.
[[nodiscard]] inline std::size_t curve_scratch_len(std::size_t len) noexcept
{
    return ::bestof_curve_scratch_len(len);
}

// Standard errors of curve() for the same pool, every n at once, by the jackknife: how far the curve may be off
// because the pool is a sample. On average not too small. As n nears len they rest on the few highest samples alone.
// The pool is one prompt's; over several prompts push their curves' values into stats.
[[nodiscard]] inline status curve_standard_error(span<const double> proxy, span<const double> gold,
                                                 span<double> scratch, span<double> proxy_out,
                                                 span<double> gold_out) noexcept
{
    if (!detail::fits(gold, proxy) || !detail::fits(gold_out, proxy_out))
        return status::capacity;
    return static_cast<status>(::bestof_curve_standard_error(detail::data(proxy), detail::data(gold), proxy.size(),
                                                             detail::data(scratch), scratch.size(),
                                                             detail::data(proxy_out), detail::data(gold_out),
                                                             proxy_out.size()));
}

// Standard error of the difference between the curve's values at n and at other, from the same pool: of the gold
// curve, or of the proxy curve where gold is NULL.
[[nodiscard]] inline result<double> difference_standard_error(span<const double> proxy, span<const double> gold,
                                                              std::size_t n, std::size_t other,
                                                              span<double> scratch) noexcept
{
    if (!detail::fits(gold, proxy))
        return status::capacity;
    double output{};
    const bestof_status reason = ::bestof_difference_standard_error(detail::data(proxy), detail::data(gold),
                                                                    proxy.size(), n, other, detail::data(scratch),
                                                                    scratch.size(), &output);
    return detail::make(reason, output);
}

// Plug-in estimate of best-of-n, for n that may lie far beyond the pool: best of n draws from the pool with
// replacement. Biased, unlike curve(): too low on average, and never above the best sample. n is real; proxy_out[i]
// and gold_out[i] belong to n[i].
[[nodiscard]] inline status plug_in_curve(span<const double> proxy, span<const double> gold, span<const double> n,
                                          span<double> scratch, span<double> proxy_out,
                                          span<double> gold_out) noexcept
{
    if (!detail::fits(gold, proxy) || !detail::fits(proxy_out, n) || !detail::fits(gold_out, n))
        return status::capacity;
    return static_cast<status>(::bestof_plug_in_curve(detail::data(proxy), detail::data(gold), proxy.size(),
                                                      detail::data(n), n.size(), detail::data(scratch),
                                                      scratch.size(), detail::data(proxy_out),
                                                      detail::data(gold_out)));
}

// Bounds on the expected reward of best-of-n that hold for every n together with probability 1 - alpha, so also for
// an n chosen after looking: lower_out[i] and upper_out[i] belong to n[i], which is real. For independent rewards
// from one law on [low, high], whatever law and len (Dvoretzky, Kiefer, Wolfowitz, Massart).
[[nodiscard]] inline status curve_band(span<const double> rewards, double low, double high, double alpha,
                                       span<const double> n, span<double> scratch, span<double> lower_out,
                                       span<double> upper_out) noexcept
{
    if (!detail::fits(lower_out, n) || !detail::fits(upper_out, n))
        return status::capacity;
    return static_cast<status>(::bestof_curve_band(detail::data(rewards), rewards.size(), low, high, alpha,
                                                   detail::data(n), n.size(), detail::data(scratch), scratch.size(),
                                                   detail::data(lower_out), detail::data(upper_out)));
}

// Probability that at least one of k answers drawn without replacement is right, when c of n are: the unbiased pass@k
// estimate, 1 - C(n - c, k) / C(n, k).
[[nodiscard]] inline double pass_at_k(std::uint64_t n, std::uint64_t c, std::uint64_t k) noexcept
{
    return ::bestof_pass_at_k(n, c, k);
}

// pass_at_k() for k = 1, 2, 4, 8, ...: out[i] belongs to k = 2^i.
[[nodiscard]] inline status pass_at_powers_of_two(std::uint64_t n, std::uint64_t c, span<double> out) noexcept
{
    return static_cast<status>(::bestof_pass_at_powers_of_two(n, c, detail::data(out), out.size()));
}

// Probability that all of k answers drawn without replacement are right, when c of n are: the unbiased pass^k
// estimate, C(c, k) / C(n, k).
[[nodiscard]] inline double all_pass_at_k(std::uint64_t n, std::uint64_t c, std::uint64_t k) noexcept
{
    return ::bestof_all_pass_at_k(n, c, k);
}

// Variance of pass_at_k() over fresh sets of n answers, each of which is right with probability p: exact.
[[nodiscard]] inline double pass_at_k_variance(double p, std::uint64_t n, std::uint64_t k) noexcept
{
    return ::bestof_pass_at_k_variance(p, n, k);
}

// Unbiased estimate of that variance from the answers themselves, c of n right. 0 when all are right or none is,
// which is no proof of certainty.
[[nodiscard]] inline double pass_at_k_variance_estimate(std::uint64_t n, std::uint64_t c, std::uint64_t k) noexcept
{
    return ::bestof_pass_at_k_variance_estimate(n, c, k);
}

// Expected share of prompts that at least one of k answers solves, when a prompt's pass rate is drawn from Beta(a,
// b): 1 - B(a, b + k) / B(a, b). An extrapolation when a and b come from fit_beta_binomial().
[[nodiscard]] inline double beta_binomial_coverage(double a, double b, std::uint64_t k) noexcept
{
    return ::bestof_beta_binomial_coverage(a, b, k);
}

struct fit_beta_binomial_values {
    double a;
    double b;
};

// Fits the Beta law of pass rates by maximum likelihood: of prompt i, passes[i] of samples[i] answers are right. Pass
// rates that are all alike end at the largest parameters, 2^20; prompts that all pass or all fail at the smallest.
[[nodiscard]] inline result<fit_beta_binomial_values> fit_beta_binomial(span<const std::uint64_t> samples,
                                                                        span<const std::uint64_t> passes) noexcept
{
    if (!detail::fits(passes, samples))
        return status::capacity;
    fit_beta_binomial_values output{};
    const bestof_status reason = ::bestof_fit_beta_binomial(detail::data(samples), detail::data(passes),
                                                            samples.size(), &output.a, &output.b);
    return detail::make(reason, output);
}

using stats = ::bestof_stats;

using summary = ::bestof_summary;

inline constexpr std::size_t stats_bytes = BESTOF_STATS_BYTES;

// Makes the empty state. Cost: constant.
[[nodiscard]] inline result<bestof::stats> stats_init() noexcept
{
    bestof::stats output{};
    const bestof_status reason = ::bestof_stats_init(&output);
    return detail::make(reason, output);
}

// Takes one reward.
[[nodiscard]] inline status stats_push(bestof::stats &stats_, double reward) noexcept
{
    return static_cast<status>(::bestof_stats_push(&stats_, reward));
}

// Takes len rewards, or none of them if one is refused. Cost: that of len pushes.
[[nodiscard]] inline status stats_push_array(bestof::stats &stats_, span<const double> rewards) noexcept
{
    return static_cast<status>(::bestof_stats_push_array(&stats_, detail::data(rewards), rewards.size()));
}

// Takes all that other has taken; other stays as it is, and may be the same state.
[[nodiscard]] inline status stats_merge(bestof::stats &stats_, const bestof::stats &other) noexcept
{
    return static_cast<status>(::bestof_stats_merge(&stats_, &other));
}

// What the rewards come to. Over the values that prompts have at one n, the standard error is that of a curve; over
// the differences that prompts have between two n, that of the paired difference. Cost: a few divisions and roots.
[[nodiscard]] inline result<bestof::summary> stats_summary(const bestof::stats &stats_) noexcept
{
    bestof::summary output{};
    const bestof_status reason = ::bestof_stats_summary(&stats_, &output);
    return detail::make(reason, output);
}

// Stores the state as BESTOF_STATS_BYTES bytes: little-endian on every machine, a version in front, a checksum
// behind. Cost: constant; a checksum of BESTOF_STATS_BYTES bytes.
[[nodiscard]] inline status stats_to_bytes(const bestof::stats &stats_, span<std::uint8_t> bytes) noexcept
{
    return static_cast<status>(::bestof_stats_to_bytes(&stats_, detail::data(bytes), bytes.size()));
}

// Makes the state that stats_to_bytes() stored, on whatever machine. Cost: constant; a checksum of BESTOF_STATS_BYTES
// bytes.
[[nodiscard]] inline result<bestof::stats> stats_from_bytes(span<const std::uint8_t> bytes) noexcept
{
    bestof::stats output{};
    const bestof_status reason = ::bestof_stats_from_bytes(&output, detail::data(bytes), bytes.size());
    return detail::make(reason, output);
}

using top = ::bestof_top;

using ranked = ::bestof_ranked;

// Takes an answer into the best `capacity` of its stream. best[0] is the best so far; the first min(top->seen,
// capacity) elements are in use. Ids need not differ. Cost: one comparison for an answer that is not among the best,
// up to capacity moves for one that is.
[[nodiscard]] inline status top_push(bestof::top &top_, span<bestof::ranked> best, double reward,
                                     std::uint64_t id) noexcept
{
    return static_cast<status>(::bestof_top_push(&top_, detail::data(best), best.size(), reward, id));
}

// Takes the answers that another state has seen: the best of both. Cost: up to other_capacity pushes.
[[nodiscard]] inline status top_merge(bestof::top &top_, span<bestof::ranked> best, const bestof::top &other,
                                      span<const bestof::ranked> other_best) noexcept
{
    return static_cast<status>(::bestof_top_merge(&top_, detail::data(best), best.size(), &other,
                                                  detail::data(other_best), other_best.size()));
}

// Hill's estimate of the tail index alpha of a law with P(reward > x) ~ x^-alpha, from its largest rewards in any
// order: (len - 1) over the sum of log(reward/least). Its standard error is about alpha/sqrt(len - 1). Infinite when
// all are equal. It depends on where the rewards' zero is, and is no evidence that there is such a tail. Cost: a
// logarithm a reward.
[[nodiscard]] inline result<double> hill_tail_index(span<const double> largest) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_hill_tail_index(detail::data(largest), largest.size(), &output);
    return detail::make(reason, output);
}

// hill_tail_index() of the rewards that a state keeps. Cost: a logarithm a reward.
[[nodiscard]] inline result<double> top_hill_tail_index(const bestof::top &top_,
                                                        span<const bestof::ranked> best) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_top_hill_tail_index(&top_, detail::data(best), best.size(), &output);
    return detail::make(reason, output);
}

using confidence = ::bestof_confidence;

namespace method {
enum kind : std::int32_t {
    empirical_bernstein = BESTOF_METHOD_EMPIRICAL_BERNSTEIN,
    stitched_bernstein = BESTOF_METHOD_STITCHED_BERNSTEIN,
    stitched_sub_gaussian = BESTOF_METHOD_STITCHED_SUB_GAUSSIAN,
    normal_mixture = BESTOF_METHOD_NORMAL_MIXTURE,
};
}

// Begins a confidence sequence that misses the mean, at any time, with probability at most alpha, both sides
// together. method is one of BESTOF_METHOD_..., and says what first and second are. Cost: constant.
[[nodiscard]] inline result<bestof::confidence> confidence_init(method::kind method, double first, double second,
                                                                double alpha) noexcept
{
    bestof::confidence output{};
    const bestof_status reason = ::bestof_confidence_init(&output, method, first, second, alpha);
    return detail::make(reason, output);
}

// Takes one reward and narrows the interval.
[[nodiscard]] inline status confidence_push(bestof::confidence &stream, double reward) noexcept
{
    return static_cast<status>(::bestof_confidence_push(&stream, reward));
}

struct confidence_interval_values {
    double lower;
    double upper;
};

// Where the mean is: the intersection of the intervals at all times so far; before the first reward the range, or
// everything. A lower bound above the upper one says that the assumptions do not hold. Cost: constant.
[[nodiscard]] inline result<confidence_interval_values> confidence_interval(const bestof::confidence &stream) noexcept
{
    confidence_interval_values output{};
    const bestof_status reason = ::bestof_confidence_interval(&stream, &output.lower, &output.upper);
    return detail::make(reason, output);
}

// Boundary that a sum of centred rewards crosses, ever, with probability at most alpha, one-sided, where v is its
// variance process: polynomial stitching. v = sigma^2 t and scale = 0 for sub-Gaussian rewards; v = sum of squares
// about guesses made beforehand and scale = the range for bounded ones. Constant up to v_min, tight from there on.
[[nodiscard]] inline double stitched_boundary(double v, double v_min, double scale, double alpha) noexcept
{
    return ::bestof_stitched_boundary(v, v_min, scale, alpha);
}

// Boundary that the absolute value of a sum of centred sub-Gaussian rewards crosses, ever, with probability at most
// alpha, where v = sigma^2 t: a normal mixture, narrowest near the v for which normal_mixture_rho() chose rho.
[[nodiscard]] inline double normal_mixture_boundary(double v, double rho, double alpha) noexcept
{
    return ::bestof_normal_mixture_boundary(v, rho, alpha);
}

// The rho that makes normal_mixture_boundary() narrowest, to a good approximation, at variance v.
[[nodiscard]] inline double normal_mixture_rho(double v, double alpha) noexcept
{
    return ::bestof_normal_mixture_rho(v, alpha);
}

// One-sided confidence radius of the mean of m independent rewards in a range of that width, by their unbiased sample
// variance, for one m fixed beforehand (Maurer and Pontil). Not at a time chosen after looking.
[[nodiscard]] inline double maurer_pontil_radius(double variance, double range, std::uint64_t m,
                                                 double delta) noexcept
{
    return ::bestof_maurer_pontil_radius(variance, range, m, delta);
}

// Smallest variance sigma^2 with which the pool's law is sub-Gaussian to the right, for sub_gaussian_bound(): an
// estimate from below of what holds for the law that the pool came from. The left tail is that of the negated
// rewards.
[[nodiscard]] inline result<double> sub_gaussian_variance(span<const double> rewards) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_sub_gaussian_variance(detail::data(rewards), rewards.size(), &output);
    return detail::make(reason, output);
}

// Upper confidence bound on the right sub-Gaussian variance of the law that the rewards came from: for independent
// rewards from one law on [low, high] it holds with probability 1 - alpha, whatever that law is. Never above (high -
// low)^2 / 4.
[[nodiscard]] inline result<double> sub_gaussian_variance_upper(span<const double> rewards, double low, double high,
                                                                double alpha, span<double> scratch) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_sub_gaussian_variance_upper(detail::data(rewards), rewards.size(), low,
                                                                      high, alpha, detail::data(scratch),
                                                                      scratch.size(), &output);
    return detail::make(reason, output);
}

// Ranks of the rewards of a pool on a uniform scale, in (0, 1): the share of rewards below, and half of those that
// are equal. out[i] belongs to rewards[i].
[[nodiscard]] inline status uniform_ranks(span<const double> rewards, span<double> scratch, span<double> out) noexcept
{
    if (!detail::fits(out, rewards))
        return status::capacity;
    return static_cast<status>(::bestof_uniform_ranks(detail::data(rewards), rewards.size(), detail::data(scratch),
                                                      scratch.size(), detail::data(out)));
}

// Rank of a new reward among those of a pool, on a uniform scale, in (0, 1): a half is added to the rewards below and
// half of those that are equal, and one to the pool. Uniform, on average, when the reward comes from the pool's law.
[[nodiscard]] inline result<double> calibrated_rank(span<const double> rewards, double reward) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_calibrated_rank(detail::data(rewards), rewards.size(), reward, &output);
    return detail::make(reason, output);
}

using drift = ::bestof_drift;

// struct_size is set, and every other member 0.
struct error_facts : ::bestof_error_facts {
    constexpr error_facts() noexcept : ::bestof_error_facts{} { struct_size = sizeof(::bestof_error_facts); }
};

using gold_interval = ::bestof_gold_interval;

using tilted_gains = ::bestof_tilted_gains;

using scaling_fit = ::bestof_scaling_fit;

using hedge_peak = ::bestof_hedge_peak;

inline constexpr std::uint32_t error_sup = BESTOF_ERROR_SUP;

inline constexpr std::uint32_t error_range = BESTOF_ERROR_RANGE;

inline constexpr std::uint32_t error_standard_deviation = BESTOF_ERROR_STANDARD_DEVIATION;

inline constexpr std::uint32_t error_left_sub_gaussian = BESTOF_ERROR_LEFT_SUB_GAUSSIAN;

inline constexpr std::uint32_t error_right_sub_gaussian = BESTOF_ERROR_RIGHT_SUB_GAUSSIAN;

inline constexpr std::uint32_t gold_sub_gaussian = BESTOF_GOLD_SUB_GAUSSIAN;

// How far proxy gain and gold gain can be apart when |e| <= sup, for a policy at this total variation from the
// reference: 2 sup total_variation. Of an error in a range, pass half its width.
[[nodiscard]] inline double gold_shift_sup(double sup, double total_variation) noexcept
{
    return ::bestof_gold_shift_sup(sup, total_variation);
}

// How far proxy gain and gold gain can be apart when e has this standard deviation under the reference, for a policy
// at this chi-squared divergence from it: standard_deviation sqrt(chi_squared). For tails that are sub-Gaussian with
// tau, sub_gaussian_bound(tau, kl) says the same: the right tail of e bounds the loss, the left the excess.
[[nodiscard]] inline double gold_shift_standard_deviation(double standard_deviation, double chi_squared) noexcept
{
    return ::bestof_gold_shift_standard_deviation(standard_deviation, chi_squared);
}

// The drift of best-of-n, an upper bound when rewards tie; each member rounded up. Cost: a few logarithms.
[[nodiscard]] inline result<bestof::drift> drift_best_of_n(double n) noexcept
{
    bestof::drift output{};
    const bestof_status reason = ::bestof_drift_best_of_n(n, &output);
    return detail::make(reason, output);
}

// The interval of a policy's gold gain, from its proxy gain and from what is known: the intersection of the bounds
// whose assumptions are given, and of no others. The ends are rounded outward.
[[nodiscard]] inline result<bestof::gold_interval> gold_gain_interval(double proxy_gain, const bestof::drift &drift_,
                                                                      const bestof::error_facts &known) noexcept
{
    bestof::gold_interval output{};
    const bestof_status reason = ::bestof_gold_gain_interval(proxy_gain, &drift_, &known, &output);
    return detail::make(reason, output);
}

// Gains in proxy and gold of the policy tilted towards the proxy, proportional to exp(proxy / beta), over a pool of
// samples of one prompt as the reference, and what overestimation must have cost: gold_gain <= proxy_gain -
// overestimation.
[[nodiscard]] inline result<bestof::tilted_gains> tilted_transfer(span<const double> proxy, span<const double> gold,
                                                                  double beta) noexcept
{
    if (!detail::fits(gold, proxy))
        return status::capacity;
    bestof::tilted_gains output{};
    const bestof_status reason = ::bestof_tilted_transfer(detail::data(proxy), detail::data(gold), proxy.size(), beta,
                                                          &output);
    return detail::make(reason, output);
}

// Gold gain of the best of n by a proxy that is jointly Gaussian with the gold reward: correlation times
// standard_deviation (the gold's) times normal_max_mean(n). It never turns.
[[nodiscard]] inline double gaussian_gold_gain(double n, double correlation, double standard_deviation) noexcept
{
    return ::bestof_gaussian_gold_gain(n, correlation, standard_deviation);
}

// How far the best of n may stay behind a policy whose density over the reference is at most coverage, in the reward
// that selects: height (1 - 1 / coverage)^n, height the policy's mean reward above the least reward there is.
[[nodiscard]] inline double coverage_regret(double n, double coverage, double height) noexcept
{
    return ::bestof_coverage_regret(n, coverage, height);
}

// What to add to coverage_regret() when the regret is counted in gold: standard_deviation (that of e under the
// reference) times (sqrt(chi_squared) + (n - 1) / sqrt(2 n - 1)), chi_squared that of the policy compared with.
[[nodiscard]] inline double error_regret(double n, double standard_deviation, double chi_squared) noexcept
{
    return ::bestof_error_regret(n, standard_deviation, chi_squared);
}

// Gao's law for best-of-n: the gold gain d (alpha - beta d) at distance d = sqrt(KL). Empirical, no bound.
[[nodiscard]] inline double scaling_best_of_n(double distance, double alpha, double beta) noexcept
{
    return ::bestof_scaling_best_of_n(distance, alpha, beta);
}

// Gao's law for reinforcement learning: the gold gain d (alpha - beta ln d) at distance d = sqrt(KL). Empirical, no
// bound; it speaks of no distance close to 0, where its slope is infinite.
[[nodiscard]] inline double scaling_rl(double distance, double alpha, double beta) noexcept
{
    return ::bestof_scaling_rl(distance, alpha, beta);
}

// The distance sqrt(KL) at which scaling_best_of_n() peaks: alpha / (2 beta), 0 for alpha <= 0.
[[nodiscard]] inline double scaling_best_of_n_peak(double alpha, double beta) noexcept
{
    return ::bestof_scaling_best_of_n_peak(alpha, beta);
}

// The gold gain at that peak: alpha^2 / (4 beta), 0 for alpha <= 0.
[[nodiscard]] inline double scaling_best_of_n_peak_gain(double alpha, double beta) noexcept
{
    return ::bestof_scaling_best_of_n_peak_gain(alpha, beta);
}

// The distance sqrt(KL) from which scaling_best_of_n() is below the reference again: alpha / beta.
[[nodiscard]] inline double scaling_best_of_n_zero(double alpha, double beta) noexcept
{
    return ::bestof_scaling_best_of_n_zero(alpha, beta);
}

// The distance sqrt(KL) at which scaling_rl() peaks: exp(alpha / beta - 1).
[[nodiscard]] inline double scaling_rl_peak(double alpha, double beta) noexcept
{
    return ::bestof_scaling_rl_peak(alpha, beta);
}

// The gold gain at that peak: beta exp(alpha / beta - 1).
[[nodiscard]] inline double scaling_rl_peak_gain(double alpha, double beta) noexcept
{
    return ::bestof_scaling_rl_peak_gain(alpha, beta);
}

// The distance sqrt(KL) from which scaling_rl() is below the reference again: exp(alpha / beta).
[[nodiscard]] inline double scaling_rl_zero(double alpha, double beta) noexcept
{
    return ::bestof_scaling_rl_zero(alpha, beta);
}

// Fits alpha and beta of scaling_best_of_n() to a measured curve by least squares. distance[i] = sqrt(KL), gain[i]
// the gold gain over the reference there, in any order; weights may be NULL for equal ones, best are the inverse
// variances of the gains.
[[nodiscard]] inline result<bestof::scaling_fit> scaling_best_of_n_fit(span<const double> distance,
                                                                       span<const double> gain,
                                                                       span<const double> weights) noexcept
{
    if (!detail::fits(gain, distance) || !detail::fits(weights, distance))
        return status::capacity;
    bestof::scaling_fit output{};
    const bestof_status reason = ::bestof_scaling_best_of_n_fit(detail::data(distance), detail::data(gain),
                                                                detail::data(weights), distance.size(), &output);
    return detail::make(reason, output);
}

// Fits alpha and beta of scaling_rl(), as scaling_best_of_n_fit() does for the other law. Cost: one pass.
[[nodiscard]] inline result<bestof::scaling_fit> scaling_rl_fit(span<const double> distance, span<const double> gain,
                                                                span<const double> weights) noexcept
{
    if (!detail::fits(gain, distance) || !detail::fits(weights, distance))
        return status::capacity;
    bestof::scaling_fit output{};
    const bestof_status reason = ::bestof_scaling_rl_fit(detail::data(distance), detail::data(gain),
                                                         detail::data(weights), distance.size(), &output);
    return detail::make(reason, output);
}

// The whole n at which a curve over n = 1, 2, ... is highest, the first of several: of curve()'s gold, averaged over
// prompts, it is where the gold reward peaks. hedge() finds the real n. Cost: one pass.
[[nodiscard]] inline result<std::size_t> curve_peak(span<const double> curve) noexcept
{
    std::size_t output{};
    const bestof_status reason = ::bestof_curve_peak(detail::data(curve), curve.size(), &output);
    return detail::make(reason, output);
}

// HedgeTune: the real n in [1, n_max] at which the gold reward of best-of-n by proxy peaks, for pools of scored
// samples as the references, each pool with the same weight. The pools follow one another in proxy and gold; pools[i]
// is how many samples the i-th has. Samples of a pool with the same proxy share the mean of their gold. The highest
// peak of all, where there are several.
[[nodiscard]] inline result<bestof::hedge_peak> hedge(span<const double> proxy, span<const double> gold,
                                                      span<const std::size_t> pools, double n_max,
                                                      span<double> scratch) noexcept
{
    if (!detail::fits(gold, proxy))
        return status::capacity;
    bestof::hedge_peak output{};
    const bestof_status reason = ::bestof_hedge(detail::data(proxy), detail::data(gold), proxy.size(),
                                                detail::data(pools), pools.size(), n_max, detail::data(scratch),
                                                scratch.size(), &output);
    return detail::make(reason, output);
}

// How many doubles of scratch hedge() needs for len samples of all pools together.
[[nodiscard]] inline std::size_t hedge_scratch_len(std::size_t len) noexcept
{
    return ::bestof_hedge_scratch_len(len);
}

using rng = ::bestof_rng;

using exp_stream = ::bestof_exp_stream;

// Seeds a generator through SplitMix64, as the algorithm's authors advise: any seed will do, 0 too. Cost: constant.
[[nodiscard]] inline result<bestof::rng> rng_seed(std::uint64_t seed) noexcept
{
    bestof::rng output{};
    const bestof_status reason = ::bestof_rng_seed(&output, seed);
    return detail::make(reason, output);
}

// Draws the largest of n unit exponentials, n real: one uniform, whatever n is.
[[nodiscard]] inline result<double> exp_sample_max(bestof::rng &rng_, double n) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_exp_sample_max(&rng_, n, &output);
    return detail::make(reason, output);
}

// Draws the k largest of n unit exponentials, largest first, in O(k).
[[nodiscard]] inline status exp_sample_top(bestof::rng &rng_, std::uint64_t n, span<double> out) noexcept
{
    return static_cast<status>(::bestof_exp_sample_top(&rng_, n, out.size(), detail::data(out)));
}

// Draws n unit exponentials in ascending order, in O(n) and without sorting.
[[nodiscard]] inline status exp_sample_sorted(bestof::rng &rng_, span<double> out) noexcept
{
    return static_cast<status>(::bestof_exp_sample_sorted(&rng_, out.size(), detail::data(out)));
}

// Starts a stream with 32 words drawn from rng, which moves on. Cost: 32 draws of rng.
[[nodiscard]] inline result<bestof::exp_stream> exp_stream_init(bestof::rng &rng_) noexcept
{
    bestof::exp_stream output{};
    const bestof_status reason = ::bestof_exp_stream_init(&output, &rng_);
    return detail::make(reason, output);
}

// Fills out with n independent unit exponentials: the fast way to very many. Draws are made eight at a time; what a
// call leaves of its last eight is dropped. Cost: a nanosecond a draw; eight are made at a time.
[[nodiscard]] inline status exp_stream_fill(bestof::exp_stream &stream, span<double> out) noexcept
{
    return static_cast<status>(::bestof_exp_stream_fill(&stream, out.size(), detail::data(out)));
}

namespace divergence {
enum kind : std::int32_t {
    kl = BESTOF_KL,
    reverse_kl = BESTOF_REVERSE_KL,
    chi_squared = BESTOF_CHI_SQUARED,
    total_variation = BESTOF_TOTAL_VARIATION,
    hellinger_squared = BESTOF_HELLINGER_SQUARED,
    renyi = BESTOF_RENYI,
    jeffreys = BESTOF_JEFFREYS,
};
}

// The largest integer n whose divergence does not exceed the budget: exact, no rounding can change it. Cost: an
// inverse and one or two divergences; far more only where doubles cannot decide.
[[nodiscard]] inline result<std::uint64_t> max_n(divergence::kind divergence, double alpha, double budget_) noexcept
{
    std::uint64_t output{};
    const bestof_status reason = ::bestof_max_n(divergence, alpha, budget_, &output);
    return detail::make(reason, output);
}

// Divergence of best-of-n from a reference with finitely many reward levels, exact under ties. Cost: two passes; a
// few logarithms a level.
[[nodiscard]] inline result<double> finite_divergence(divergence::kind divergence, double alpha,
                                                      span<const double> pmf, double n) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_finite_divergence(divergence, alpha, detail::data(pmf), pmf.size(), n,
                                                            &output);
    return detail::make(reason, output);
}

// The f-divergence of best-of-n from a reference with finitely many reward levels, for any f of the density ratio,
// exact under ties. Cost: that of finite_divergence(), and a call of f a level.
[[nodiscard]] inline result<double> finite_f_divergence(span<const double> pmf, double n, bestof::generator f,
                                                        void *user) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_finite_f_divergence(detail::data(pmf), pmf.size(), n, f, user, &output);
    return detail::make(reason, output);
}

// Probability that a best-of-n answer beats a fresh reference answer, ties counted half, for a reference with
// finitely many reward levels: exact, and at most n / (n + 1). Cost: as finite_divergence().
[[nodiscard]] inline result<double> finite_win_rate(span<const double> pmf, double n) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_finite_win_rate(detail::data(pmf), pmf.size(), n, &output);
    return detail::make(reason, output);
}

// Probability that two reference answers tie, the sum of the squared masses: what kl_gap_bound() and
// win_rate_gap_bound() take. The levels may come in any order. Cost: one pass.
[[nodiscard]] inline result<double> collision_probability(span<const double> pmf) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_collision_probability(detail::data(pmf), pmf.size(), &output);
    return detail::make(reason, output);
}

// Estimate of the KL divergence of best-of-n, in nats, from the reference probability epsilon of the answer that it
// returned. With epsilon the mass of the best level it is an upper bound on the true divergence, and never above
// kl().
[[nodiscard]] inline double kl_estimate(double n, double epsilon) noexcept
{
    return ::bestof_kl_estimate(n, epsilon);
}

// How far ties can bring the KL divergence below kl(n), in nats: 2 n (n - 1) collision, with collision the
// probability that two reference answers tie.
[[nodiscard]] inline double kl_gap_bound(double n, double collision) noexcept
{
    return ::bestof_kl_gap_bound(n, collision);
}

// How far ties can bring the win rate below n / (n + 1): (n - 1) / 2 collision, with collision the probability that
// two reference answers tie.
[[nodiscard]] inline double win_rate_gap_bound(double n, double collision) noexcept
{
    return ::bestof_win_rate_gap_bound(n, collision);
}

using student_fit = ::bestof_student_fit;

using student_prior = ::bestof_student_prior;

using student_trial = ::bestof_student_trial;

using student = ::bestof_student;

// Reservation value of a draw from the standard normal law that costs cost: the z with E(r - z)_+ = cost. For mean m
// and standard deviation s, m + s reservation_normal(cost / s).
[[nodiscard]] inline double reservation_normal(double cost) noexcept
{
    return ::bestof_reservation_normal(cost);
}

// The same for an exponential tail, in units of its scale: -ln cost up to 1, 1 - cost above.
[[nodiscard]] inline double reservation_exponential(double cost) noexcept
{
    return ::bestof_reservation_exponential(cost);
}

// The same for the uniform law on [0, 1]: 1 - sqrt(2 cost) up to 1/2, 1/2 - cost above.
[[nodiscard]] inline double reservation_uniform(double cost) noexcept
{
    return ::bestof_reservation_uniform(cost);
}

// The same for the standard logistic law: -ln(e^cost - 1).
[[nodiscard]] inline double reservation_logistic(double cost) noexcept
{
    return ::bestof_reservation_logistic(cost);
}

// Probability that at least one of more further draws beats the best of the first draws, whatever the law: more /
// (draws + more). Where rewards tie it is an upper bound.
[[nodiscard]] inline double record_probability(std::uint64_t draws, std::uint64_t more) noexcept
{
    return ::bestof_record_probability(draws, more);
}

// Probability that of two answers the one behind by votes is the likelier after all, under a uniform prior.
[[nodiscard]] inline double majority_flip(std::uint64_t ahead, std::uint64_t behind) noexcept
{
    return ::bestof_majority_flip(ahead, behind);
}

// Fills table[b] with the votes of the leader that settle the vote against b of the second: majority_flip() is then
// at most risk.
[[nodiscard]] inline status majority_table(double risk, span<std::uint32_t> table) noexcept
{
    return static_cast<status>(::bestof_majority_table(risk, detail::data(table), table.size()));
}

// Whether a vote may stop, by a table of majority_table(): stop becomes 1 or 0. 0 where the table ends.
[[nodiscard]] inline result<std::int32_t> majority_settled(span<const std::uint32_t> table, std::uint64_t ahead,
                                                           std::uint64_t behind) noexcept
{
    std::int32_t output{};
    const bestof_status reason = ::bestof_majority_settled(detail::data(table), table.size(), ahead, behind, &output);
    return detail::make(reason, output);
}

// Takes the rewards of one request, two at least, into the moments of a fit. Cost: one pass.
[[nodiscard]] inline status student_fit_add(bestof::student_fit &fit, span<const double> rewards) noexcept
{
    return static_cast<status>(::bestof_student_fit_add(&fit, detail::data(rewards), rewards.size()));
}

// The prior with the moments of the requests seen. Cost: a bisection, some microseconds.
[[nodiscard]] inline result<bestof::student_prior> student_fit_prior(const bestof::student_fit &fit) noexcept
{
    bestof::student_prior output{};
    const bestof_status reason = ::bestof_student_fit_prior(&fit, &output);
    return detail::make(reason, output);
}

// Doubles of a rule for up to most draws.
[[nodiscard]] inline std::size_t student_rule_len(std::size_t most) noexcept
{
    return ::bestof_student_rule_len(most);
}

// Doubles of scratch that student_rule() needs.
[[nodiscard]] inline std::size_t student_scratch_len() noexcept
{
    return ::bestof_student_scratch_len();
}

// Works out when to stop, for draws that cost cost each in reward units: once per prior and cost, a few milliseconds
// for every draw. The rule's length says how many draws there may be: student_rule_len(most).
[[nodiscard]] inline status student_rule(const bestof::student_prior &prior, double cost, span<double> rule,
                                         span<double> scratch) noexcept
{
    return static_cast<status>(::bestof_student_rule(&prior, cost, detail::data(rule), rule.size(),
                                                     detail::data(scratch), scratch.size()));
}

// Holds a rule to a log, and turns it into the best fixed number of draws where it is not better: the guard against
// heavy tails, ties, and everything else that normal rewards are not.
[[nodiscard]] inline result<bestof::student_trial> student_guard(const bestof::student_prior &prior,
                                                                 span<double> rule, span<const double> rewards,
                                                                 std::size_t samples, span<double> scratch) noexcept
{
    bestof::student_trial output{};
    const bestof_status reason = ::bestof_student_guard(&prior, detail::data(rule), rule.size(),
                                                        detail::data(rewards), rewards.size(), samples,
                                                        detail::data(scratch), scratch.size(), &output);
    return detail::make(reason, output);
}

// A request before its first draw. Cost: constant.
[[nodiscard]] inline result<bestof::student> student_init(const bestof::student_prior &prior) noexcept
{
    bestof::student output{};
    const bestof_status reason = ::bestof_student_init(&output, &prior);
    return detail::make(reason, output);
}

// Takes in the reward of one draw and says whether to stop: stop becomes 1 or 0. The one call a draw. Cost: one
// division and one look-up.
[[nodiscard]] inline result<std::int32_t> student_step(bestof::student &student_, double reward,
                                                       span<const double> rule) noexcept
{
    std::int32_t output{};
    const bestof_status reason = ::bestof_student_step(&student_, reward, detail::data(rule), rule.size(), &output);
    return detail::make(reason, output);
}

// By how much the next draw is expected to raise the best reward, in reward units: Student's predictive law. INFINITY
// before the first draw.
[[nodiscard]] inline result<double> student_expected_improvement(const bestof::student &student_) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_student_expected_improvement(&student_, &output);
    return detail::make(reason, output);
}

using request = ::bestof_request;

namespace gain_kind {
enum kind : std::int32_t {
    normal = BESTOF_GAIN_NORMAL,
    exponential = BESTOF_GAIN_EXPONENTIAL,
    bernoulli = BESTOF_GAIN_BERNOULLI,
    curve = BESTOF_GAIN_CURVE,
};
}

// uint64_t words of scratch that share() needs for len requests.
[[nodiscard]] inline std::size_t share_scratch_len(std::size_t len) noexcept
{
    return ::bestof_share_scratch_len(len);
}

// Shares budget draws over len requests, each draw where it adds most: draws[i] of request i maximise the sum of
// gains less cost for every draw, exactly for concave gains. price becomes what one draw more would have added above
// its cost, 0 where the budget does not bind.
[[nodiscard]] inline result<double> share(span<const bestof::request> requests, span<const double> curves,
                                          double cost, std::uint64_t budget_, span<std::uint64_t> draws,
                                          span<std::uint64_t> scratch) noexcept
{
    if (!detail::fits(draws, requests))
        return status::capacity;
    double output{};
    const bestof_status reason = ::bestof_share(detail::data(requests), requests.size(), detail::data(curves),
                                                curves.size(), cost, budget_, detail::data(draws),
                                                detail::data(scratch), scratch.size(), &output);
    return detail::make(reason, output);
}

// Expected reward of the best of n draws under a request's gain, up to a constant. Cost: that of the expected
// maximum, a power or a look-up.
[[nodiscard]] inline result<double> gain(const bestof::request &request_, span<const double> curves,
                                         std::uint64_t n) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_gain(&request_, detail::data(curves), curves.size(), n, &output);
    return detail::make(reason, output);
}

using budget = ::bestof_budget;

using choice = ::bestof_choice;

namespace bound {
enum kind : std::int32_t {
    most = BESTOF_BOUND_MOST,
    budget = BESTOF_BOUND_BUDGET,
    target = BESTOF_BOUND_TARGET,
    out_of_reach = BESTOF_BOUND_OUT_OF_REACH,
    peak = BESTOF_BOUND_PEAK,
};
}

// The largest n <= most within all of len divergence budgets, exact as max_n() is. Cost: that of max_n() for each
// budget.
[[nodiscard]] inline result<bestof::choice> largest_within(span<const bestof::budget> budgets,
                                                           std::uint64_t most) noexcept
{
    bestof::choice output{};
    const bestof_status reason = ::bestof_largest_within(detail::data(budgets), budgets.size(), most, &output);
    return detail::make(reason, output);
}

// The smallest n up to the request's most whose gain over one draw is at least target; most, and
// BESTOF_BOUND_OUT_OF_REACH, where there is none. least is not looked at. Cost: a search by halves over gain().
[[nodiscard]] inline result<bestof::choice> smallest_reaching(const bestof::request &request_,
                                                              span<const double> curves, double target) noexcept
{
    bestof::choice output{};
    const bestof_status reason = ::bestof_smallest_reaching(&request_, detail::data(curves), curves.size(), target,
                                                            &output);
    return detail::make(reason, output);
}

// The n up to the request's most with the largest gain less cost n; value is what the draws after the first net.
// Cost: constant, or a search by halves.
[[nodiscard]] inline result<bestof::choice> best_at_cost(const bestof::request &request_, span<const double> curves,
                                                         double cost) noexcept
{
    bestof::choice output{};
    const bestof_status reason = ::bestof_best_at_cost(&request_, detail::data(curves), curves.size(), cost, &output);
    return detail::make(reason, output);
}

// The n at which a lower bound on the gold reward is largest: lower[i] belongs to n = i + 1. Cost: one pass.
[[nodiscard]] inline result<bestof::choice> best_lower_bound(span<const double> lower) noexcept
{
    bestof::choice output{};
    const bestof_status reason = ::bestof_best_lower_bound(detail::data(lower), lower.size(), &output);
    return detail::make(reason, output);
}

using plan = ::bestof_plan;

using progress = ::bestof_progress;

inline constexpr std::size_t plan_bytes = BESTOF_PLAN_BYTES;

// Makes the plan that `bestof plan` stored, on whatever machine; nothing points into bytes afterwards. Cost: a
// checksum of 560 bytes.
[[nodiscard]] inline result<bestof::plan> plan_load(span<const std::uint8_t> bytes) noexcept
{
    bestof::plan output{};
    const bestof_status reason = ::bestof_plan_load(detail::data(bytes), bytes.size(), &output);
    return detail::make(reason, output);
}

// The request before its first draw. Cost: constant.
[[nodiscard]] inline result<bestof::progress> progress_init() noexcept
{
    bestof::progress output{};
    const bestof_status reason = ::bestof_progress_init(&output);
    return detail::make(reason, output);
}

// Takes the reward of one draw. *record becomes 1 if it is the best so far, alone, else 0; record may be NULL. Cost:
// one division.
[[nodiscard]] inline result<std::int32_t> progress_push(bestof::progress &progress_, double reward) noexcept
{
    std::int32_t output{};
    const bestof_status reason = ::bestof_progress_push(&progress_, reward, &output);
    return detail::make(reason, output);
}

// Asks whether the request has enough: *stop becomes 1, or 0 where it should draw on. A comparison, without loops.
// Cost: a look-up and a few comparisons: nanoseconds.
[[nodiscard]] inline result<std::int32_t> plan_should_stop(const bestof::plan &plan_,
                                                           const bestof::progress &progress_) noexcept
{
    std::int32_t output{};
    const bestof_status reason = ::bestof_plan_should_stop(&plan_, &progress_, &output);
    return detail::make(reason, output);
}

using tilted_pool = ::bestof_tilted_pool;

// The tilted policy, proportional to e^(r / beta), over a pool of rewards.
[[nodiscard]] inline result<bestof::tilted_pool> tilted_policy(span<const double> rewards, double beta) noexcept
{
    bestof::tilted_pool output{};
    const bestof_status reason = ::bestof_tilted_policy(detail::data(rewards), rewards.size(), beta, &output);
    return detail::make(reason, output);
}

// The weights of the tilted policy, which sum to 1; those of tilted_policy().
[[nodiscard]] inline status tilted_law(span<const double> rewards, double beta, span<double> out) noexcept
{
    if (!detail::fits(out, rewards))
        return status::capacity;
    return static_cast<status>(::bestof_tilted_law(detail::data(rewards), rewards.size(), beta, detail::data(out)));
}

// The beta at which the tilted policy's KL divergence from the pool is kl, in nats; INFINITY at kl == 0.
[[nodiscard]] inline result<double> beta_at_kl(span<const double> rewards, double kl) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_beta_at_kl(detail::data(rewards), rewards.size(), kl, &output);
    return detail::make(reason, output);
}

// The beta at which the tilted policy's mean reward is gain above the pool's; INFINITY at gain == 0.
[[nodiscard]] inline result<double> beta_at_gain(span<const double> rewards, double gain) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_beta_at_gain(detail::data(rewards), rewards.size(), gain, &output);
    return detail::make(reason, output);
}

// KL divergence of a law over a pool from the pool itself, each sample of which has the same mass, in nats. Cost: one
// pass, a logarithm a sample.
[[nodiscard]] inline result<double> law_kl(span<const double> weights) noexcept
{
    double output{};
    const bestof_status reason = ::bestof_law_kl(detail::data(weights), weights.size(), &output);
    return detail::make(reason, output);
}

// The law of soft best-of-n over a pool of rewards: n draws with replacement, of which one is kept with probability
// proportional to e^(r / beta).
[[nodiscard]] inline status soft_best_of_n(span<const double> rewards, double n, double beta, span<double> scratch,
                                           span<double> out) noexcept
{
    if (!detail::fits(scratch, rewards) || !detail::fits(out, rewards))
        return status::capacity;
    return static_cast<status>(::bestof_soft_best_of_n(detail::data(rewards), rewards.size(), n, beta,
                                                       detail::data(scratch), detail::data(out)));
}

// Ceiling on the KL divergence of soft best-of-n from its reference, in nats: ln(n / (1 + (n - 1) e^-spread)), with
// spread the range of the rewards in units of beta.
[[nodiscard]] inline double soft_best_of_n_kl_bound(double n, double spread) noexcept
{
    return ::bestof_soft_best_of_n_kl_bound(n, spread);
}

// Ceiling on the KL divergence of the tilted policy from soft best-of-n at the same beta, in nats: ln(1 + chi_squared
// / n), with the chi-squared divergence of the tilted policy from the reference.
[[nodiscard]] inline double tilt_to_soft_kl_bound(double n, double chi_squared) noexcept
{
    return ::bestof_tilt_to_soft_kl_bound(n, chi_squared);
}

// Reward gain of the tilted policy from its two KL divergences, exactly: beta (kl + reverse_kl).
[[nodiscard]] inline double tilted_gain(double beta, double kl, double reverse_kl) noexcept
{
    return ::bestof_tilted_gain(beta, kl, reverse_kl);
}

// Ceiling on the KL divergence of the reference from the tilted policy, in nats, where the reward is sub-Gaussian:
// sigma sqrt(2 kl) / beta - kl, and 0 where that is negative.
[[nodiscard]] inline double tilted_reverse_kl_bound(double beta, double sigma, double kl) noexcept
{
    return ::bestof_tilted_reverse_kl_bound(beta, sigma, kl);
}

// KL divergence from the reference of best-of-Poisson, the best of 1 + Poisson(mu) draws, in nats.
[[nodiscard]] inline double poisson_kl(double mu) noexcept
{
    return ::bestof_poisson_kl(mu);
}

// Probability that a best-of-Poisson answer beats a fresh reference answer: 1 - 1 / mu + (1 - e^-mu) / mu^2.
[[nodiscard]] inline double poisson_win_rate(double mu) noexcept
{
    return ::bestof_poisson_win_rate(mu);
}

// KL divergence from the reference, in nats, of the policy of density c e^(c u) / (e^c - 1) in the reward's rank u.
[[nodiscard]] inline double tilt_kl(double c) noexcept
{
    return ::bestof_tilt_kl(c);
}

// Win rate over the reference of the policy of density c e^(c u) / (e^c - 1) in the reward's rank u: the largest at
// the divergence tilt_kl(c).
[[nodiscard]] inline double tilt_win_rate(double c) noexcept
{
    return ::bestof_tilt_win_rate(c);
}

// Largest win rate over the reference that any policy reaches at the KL divergence kl, in nats.
[[nodiscard]] inline double frontier_win_rate(double kl) noexcept
{
    return ::bestof_frontier_win_rate(kl);
}

// Least KL divergence, in nats, at which a policy reaches a win rate over the reference.
[[nodiscard]] inline double frontier_kl(double win_rate) noexcept
{
    return ::bestof_frontier_kl(win_rate);
}

// How far the win rate of best-of-n lies below the best at its KL divergence; at most 0.0093.
[[nodiscard]] inline double best_of_n_win_gap(double n) noexcept
{
    return ::bestof_best_of_n_win_gap(n);
}

// How many nats best-of-n spends beyond the least at its win rate; at most 0.0237.
[[nodiscard]] inline double best_of_n_kl_excess(double n) noexcept
{
    return ::bestof_best_of_n_kl_excess(n);
}
} // namespace bestof

#endif // BESTOF_HPP
