/* Generated from ffi/src by `make header`. Do not edit. */
#ifndef BESTOF_H
#define BESTOF_H

/*
 * bestof: the mathematics of best-of-n sampling. Draw n answers, keep the one a reward model likes best: how
 * far has the policy moved, what can that be worth, and which n fits a budget?
 *
 * Scalars are like those of math.h: a double in, a double out, NaN outside the domain and for NaN, so that a
 * comparison with a budget fails closed. Under -ffast-math isnan() may be folded to false: prefer the functions
 * that return a status there.
 *
 * Everything that takes a pointer returns a bestof_status: BESTOF_OK (0) or a negative code. Outputs are written
 * only when BESTOF_OK is returned, and need not be initialised before. Pointers are checked for NULL
 * (BESTOF_E_NULL) and for natural alignment (BESTOF_E_DOMAIN); a pointer whose length is 0 may be NULL. Outputs
 * must not overlap other arrays (BESTOF_E_DOMAIN), except where a function says that it works in place.
 *
 * Nothing here allocates, locks, panics, unwinds or sets errno. There is no hidden state: every function may be
 * called from any number of threads and from signal handlers, on data that no other thread is writing.
 *
 * Results are the same bits on every machine and at every vector width.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Status: what a function that takes a pointer returns.
 */

/** BESTOF_OK, or the negative code of the reason why nothing was written. */
typedef int32_t bestof_status;

/** Done; every output is written. */
#define BESTOF_OK 0
/** A pointer is NULL where data is required. */
#define BESTOF_E_NULL (-1)
/** A parameter lies outside the function's domain, a pointer is misaligned, or arrays overlap. */
#define BESTOF_E_DOMAIN (-2)
/** An input is NaN or infinite where a finite number is required. */
#define BESTOF_E_NOT_FINITE (-3)
/** A buffer is too small, or a length is larger than an array can be. */
#define BESTOF_E_CAPACITY (-4)
/** The struct_size member of a configuration is not one that this library knows. */
#define BESTOF_E_STRUCT_SIZE (-5)
/** There is nothing to work on: an empty array where at least one value is required. */
#define BESTOF_E_EMPTY (-6)
/** Stored bytes are cut short, damaged, or of another kind or version. */
#define BESTOF_E_FORMAT (-7)

/**
 * One plain sentence for a status, without a full stop. Static storage, never NULL: unknown codes get a
 * general text.
 * Cost: constant.
 */
const char *bestof_status_message(bestof_status status);

/*
 * Version: compare what you compiled against with what you run.
 */

/** The version of this header; bestof_version_number() is that of the library. */
#define BESTOF_VERSION_MAJOR 0
#define BESTOF_VERSION_MINOR 1
#define BESTOF_VERSION_PATCH 0
#define BESTOF_VERSION_NUMBER \
    (BESTOF_VERSION_MAJOR * 1000000 + BESTOF_VERSION_MINOR * 1000 + BESTOF_VERSION_PATCH)
#define BESTOF_VERSION_STRING "0.1.0"
/** Changes whenever a program compiled against an older header might break; part of the shared library's SONAME. */
#define BESTOF_ABI_VERSION 0

/**
 * The BESTOF_VERSION_NUMBER of the library that runs.
 * Cost: constant.
 */
uint32_t bestof_version_number(void);

/**
 * The BESTOF_VERSION_STRING of the library that runs. Static storage, never NULL.
 * Cost: constant.
 */
const char *bestof_version_string(void);

/**
 * The BESTOF_ABI_VERSION of the library that runs.
 * Cost: constant.
 */
uint32_t bestof_abi_version(void);

/*
 * Simple: the divergence of best-of-n from the reference.
 *
 * n is real, n >= 1. The formulas are exact when no two responses tie in reward, and upper bounds otherwise;
 * bestof_finite_divergence() is exact under ties. Whole arrays: the _batch functions below.
 */

/**
 * KL divergence of the best-of-n policy from the reference policy, in nats: ln n - (n - 1) / n.
 *
 * NaN unless n >= 1. 0 at n = 1, INFINITY at INFINITY.
 */
double bestof_kl(double n);

/**
 * KL divergence of the reference policy from the best-of-n policy, in nats: n - 1 - ln n.
 *
 * NaN unless n >= 1. 0 at n = 1, INFINITY at INFINITY.
 */
double bestof_reverse_kl(double n);

/**
 * Jeffreys divergence, in nats, the sum of both KL divergences: (n - 1)^2 / n.
 *
 * NaN unless n >= 1. 0 at n = 1, INFINITY at INFINITY.
 */
double bestof_jeffreys(double n);

/**
 * Chi-squared divergence, the variance of the density ratio: (n - 1)^2 / (2 n - 1).
 *
 * NaN unless n >= 1. 0 at n = 1, INFINITY at INFINITY.
 */
double bestof_chi_squared(double n);

/**
 * Total variation distance, in [0, 1]: (n - 1) n^(-n / (n - 1)).
 *
 * NaN unless n >= 1. 0 at n = 1, 1 at INFINITY.
 */
double bestof_total_variation(double n);

/**
 * Squared Hellinger distance, in [0, 2], the integral of (sqrt p - sqrt q)^2: 2 (sqrt n - 1)^2 / (n + 1).
 * Halve it for the convention in [0, 1].
 *
 * NaN unless n >= 1. 0 at n = 1, 2 at INFINITY.
 */
double bestof_hellinger_squared(double n);

/**
 * Renyi divergence of order alpha, in nats: (alpha ln n - ln(1 + alpha (n - 1))) / (alpha - 1).
 * At alpha = 1 it is the KL divergence, at INFINITY ln n, at 0 it is 0.
 *
 * NaN unless n >= 1 and alpha >= 0. 0 at n = 1.
 */
double bestof_renyi(double n, double alpha);

/**
 * Hockey-stick divergence, the integral of (n u^(n - 1) - gamma)_+ over u in [0, 1]. At gamma = 1 it is the
 * total variation distance.
 *
 * NaN unless n >= 1 and gamma >= 0, not both INFINITY. Upper bound under ties for gamma >= 1 only.
 */
double bestof_hockey_stick(double n,
                           double gamma);

/**
 * Probability that a best-of-n answer beats a fresh reference answer, ties counted half: n / (n + 1).
 *
 * NaN unless n >= 1. 1/2 at n = 1, 1 at INFINITY.
 */
double bestof_win_rate(double n);

/**
 * KL divergence from the reference, in nats, of the policy that returns the j-th smallest of n draws by reward.
 *
 * NaN unless 1 <= j <= n. bestof_kl(n) at j = n and at j = 1.
 */
double bestof_order_statistic_kl(uint64_t n,
                                 uint64_t j);

/**
 * Chi-squared divergence from the reference of the policy that returns the j-th smallest of n draws by reward.
 *
 * NaN unless 1 <= j <= n. bestof_chi_squared(n) at j = n and at j = 1.
 */
double bestof_order_statistic_chi_squared(uint64_t n,
                                          uint64_t j);

/**
 * Renyi divergence of order alpha from the reference, in nats, of the policy that returns the j-th smallest of n draws
 * by reward.
 *
 * NaN unless 1 <= j <= n and alpha >= 0. bestof_renyi(n, alpha) at j = n and at j = 1.
 */
double bestof_order_statistic_renyi(uint64_t n,
                                    uint64_t j,
                                    double alpha);

/*
 * Any f-divergence of best-of-n: a callback for its generator.
 *
 * Quadrature with fixed nodes, to a relative 1e-12 where the generator is smooth and has its own digits. A kink at a
 * density ratio of 1 costs nothing. n is real, 1 <= n < INFINITY.
 */

/** A function of one double, with the user pointer that was passed along. It must return: no longjmp, no exception. */
typedef double (*bestof_generator)(double x, void *user);

/**
 * The f-divergence of best-of-n from the reference, the integral of f(n u^(n - 1)) over u in [0, 1]: exact when no two
 * responses tie in reward, an upper bound otherwise if f is convex and f(1) = 0.
 *
 * f is called with density ratios in [0, n], also with 0, where its limit is wanted. Near n = 1 give it f(1) = 0,
 * f'(1) = 0 and all its digits, or take bestof_f_divergence_of_log().
 * BESTOF_E_NULL for a NULL f, BESTOF_E_DOMAIN for n outside its domain, BESTOF_E_NOT_FINITE where f is NaN or infinite
 * on a set that has mass, as -ln t is for n above 12: there its argument underflows.
 *
 * f must return, out must point to one double.
 */
bestof_status bestof_f_divergence(double n,
                                  bestof_generator f,
                                  void *user,
                                  double *out);

/**
 * The same for a generator that is given the logarithm of the density ratio, in (-INFINITY, ln n]: nothing underflows,
 * and no digit is lost near n = 1.
 *
 * BESTOF_E_NULL for a NULL g, BESTOF_E_DOMAIN for n outside its domain, BESTOF_E_NOT_FINITE where g is NaN or infinite
 * on a set that has mass.
 *
 * g must return, out must point to one double.
 */
bestof_status bestof_f_divergence_of_log(double n,
                                         bestof_generator g,
                                         void *user,
                                         double *out);

/*
 * Simple: the real n at which a divergence equals the argument.
 *
 * To spend a budget without ever exceeding it, take the integer from bestof_max_n() instead of rounding these.
 */

/**
 * The real n >= 1 with bestof_kl(n) == kl, for kl in nats.
 *
 * NaN unless kl >= 0. 1 at 0, INFINITY at INFINITY and where the answer exceeds every double.
 */
double bestof_n_at_kl(double kl);

/**
 * The real n >= 1 with bestof_reverse_kl(n) == reverse_kl, for reverse_kl in nats.
 *
 * NaN unless reverse_kl >= 0. 1 at 0, INFINITY at INFINITY.
 */
double bestof_n_at_reverse_kl(double reverse_kl);

/**
 * The real n >= 1 with bestof_chi_squared(n) == chi_squared.
 *
 * NaN unless chi_squared >= 0. 1 at 0, INFINITY at INFINITY and where the answer exceeds every double.
 */
double bestof_n_at_chi_squared(double chi_squared);

/**
 * The real n >= 1 with bestof_total_variation(n) == total_variation.
 *
 * NaN unless total_variation is in [0, 1]. 1 at 0, INFINITY at 1.
 */
double bestof_n_at_total_variation(double total_variation);

/**
 * The real n >= 1 with bestof_hellinger_squared(n) == hellinger_squared.
 *
 * NaN unless hellinger_squared is in [0, 2]. 1 at 0, INFINITY at 2.
 */
double bestof_n_at_hellinger_squared(double hellinger_squared);

/**
 * The real n >= 1 with bestof_renyi(n, alpha) == divergence, for divergence in nats.
 *
 * NaN unless divergence >= 0 and alpha >= 0, and at alpha = 0 for any divergence but 0. 1 at 0, INFINITY
 * at INFINITY and where the answer exceeds every double.
 */
double bestof_n_at_renyi(double divergence,
                         double alpha);

/*
 * Simple: order statistics, E(1) <= ... <= E(n) of n unit exponentials, and expected maxima.
 *
 * Where n is a double it is real, n >= 1; where it is a uint64_t, 1 <= j, k <= n.
 */

/**
 * Mean of the largest of n unit exponentials: the harmonic number H(n).
 *
 * NaN unless n >= 1. 1 at n = 1, INFINITY at INFINITY.
 */
double bestof_exp_max_mean(double n);

/**
 * Variance of the largest of n unit exponentials: pi^2 / 6 - trigamma(n + 1).
 *
 * NaN unless n >= 1. 1 at n = 1, pi^2 / 6 at INFINITY.
 */
double bestof_exp_max_variance(double n);

/**
 * Probability that the largest of n unit exponentials is at most x: (1 - e^-x)^n.
 *
 * NaN unless n >= 1 and x is a number. 0 for x <= 0, 1 at INFINITY.
 */
double bestof_exp_max_cdf(double n, double x);

/**
 * The x that the largest of n unit exponentials does not exceed with probability p: -ln(1 - p^(1/n)).
 *
 * NaN unless n >= 1 and p is in [0, 1]. 0 at p = 0, INFINITY at p = 1.
 */
double bestof_exp_max_quantile(double n,
                               double p);

/**
 * Mean of the k-th smallest of n unit exponentials: H(n) - H(n - k).
 *
 * NaN unless 1 <= k <= n.
 */
double bestof_exp_order_mean(uint64_t n, uint64_t k);

/**
 * Variance of the k-th smallest of n unit exponentials: the sum of 1 / i^2 for i from n - k + 1 to n.
 *
 * NaN unless 1 <= k <= n.
 */
double bestof_exp_order_variance(uint64_t n,
                                 uint64_t k);

/**
 * Covariance of the j-th and the k-th smallest of n unit exponentials: the variance of the smaller of both.
 *
 * NaN unless 1 <= j <= n and 1 <= k <= n.
 */
double bestof_exp_order_covariance(uint64_t n,
                                   uint64_t j,
                                   uint64_t k);

/**
 * Expected maximum of n standard normal draws, in standard deviations.
 *
 * NaN unless n >= 1. 0 at n = 1, INFINITY at INFINITY.
 */
double bestof_normal_max_mean(double n);

/**
 * Expected maximum of n draws uniform on [0, 1]: n / (n + 1).
 *
 * NaN unless n >= 1. 1/2 at n = 1, 1 at INFINITY.
 */
double bestof_uniform_max_mean(double n);

/**
 * Expected maximum of n standard Gumbel draws: Euler's constant + ln n.
 *
 * NaN unless n >= 1. INFINITY at INFINITY.
 */
double bestof_gumbel_max_mean(double n);

/**
 * Expected maximum of n standard logistic draws: H(n - 1).
 *
 * NaN unless n >= 1. 0 at n = 1, INFINITY at INFINITY.
 */
double bestof_logistic_max_mean(double n);

/*
 * Simple: bounds on the reward gain, the policy's mean reward less the reference's.
 *
 * In the reward's units; divergences in nats. They hold for every policy, not only best-of-n.
 */

/**
 * Largest gain at KL divergence kl when the reward is sigma-sub-Gaussian under the reference: sigma sqrt(2 kl).
 *
 * NaN unless sigma >= 0 and kl >= 0.
 */
double bestof_sub_gaussian_bound(double sigma,
                                 double kl);

/**
 * Largest gain at KL divergence kl when the reward is sub-gamma under the reference:
 * sqrt(2 variance_factor kl) + scale kl.
 *
 * NaN unless variance_factor >= 0, scale >= 0 and kl >= 0.
 */
double bestof_sub_gamma_bound(double variance_factor, double scale, double kl);

/**
 * Largest gain at KL divergence kl when rewards lie in [lo, hi] and their reference mean is known:
 * the inverse of the binary KL divergence, rescaled. Never above bestof_sub_gaussian_bound((hi - lo) / 2, kl).
 *
 * NaN unless lo <= mean <= hi are finite, hi - lo too, and kl >= 0.
 */
double bestof_bounded_bound(double lo,
                            double hi,
                            double mean,
                            double kl);

/**
 * Largest gain at Renyi divergence renyi of order alpha, when the reward is sigma_policy-sub-Gaussian under the
 * policy (left tail) and sigma_reference-sub-Gaussian under the reference (right tail):
 * sqrt(2 ((1 - alpha) sigma_policy^2 + alpha sigma_reference^2) renyi / alpha).
 *
 * NaN unless both sigmas >= 0, alpha is in (0, 1] and renyi >= 0.
 */
double bestof_tail_adaptive_bound(double sigma_policy,
                                  double sigma_reference,
                                  double alpha,
                                  double renyi);

/**
 * The largest q whose binary KL divergence q ln(q / p) + (1 - q) ln((1 - q) / (1 - p)) is at most kl.
 *
 * NaN unless p is in [0, 1] and kl >= 0.
 */
double bestof_bernoulli_kl_upper(double p,
                                 double kl);

/**
 * Largest gain at KL divergence kl when the reward has a gamma law under the reference: shape scale t with
 * t - ln(1 + t) = kl / shape. The exponential tilt of the reference attains it.
 *
 * NaN unless shape > 0 is finite, scale >= 0 and kl >= 0.
 */
double bestof_gamma_bound(double shape,
                          double scale,
                          double kl);

/**
 * Largest gain at KL divergence kl when the reward has an exponential law of mean scale under the reference:
 * bestof_gamma_bound() of shape 1.
 *
 * NaN unless scale >= 0 and kl >= 0.
 */
double bestof_exponential_bound(double scale,
                                double kl);

/**
 * Largest gain at KL divergence kl when the reward is uniform on [lo, hi] under the reference. The exponential tilt of
 * the reference attains it; every reward without ties is uniform once it is replaced by its rank.
 *
 * NaN unless lo <= hi are finite, hi - lo too, and kl >= 0.
 */
double bestof_uniform_bound(double lo,
                            double hi,
                            double kl);

/**
 * Largest gain at KL divergence kl when the reward is sub-exponential under the reference, its log-moment at most
 * nu^2 lambda^2 / 2 for lambda up to 1 / b: nu sqrt(2 kl) up to kl = nu^2 / (2 b^2), b kl + nu^2 / (2 b) beyond.
 *
 * NaN unless nu >= 0, b >= 0 and kl >= 0.
 */
double bestof_sub_exponential_bound(double nu,
                                    double b,
                                    double kl);

/**
 * Largest gain at KL divergence kl when rewards lie in [lo, hi]: (hi - lo) sqrt(kl / 2). With the mean,
 * bestof_bounded_bound() is never larger.
 *
 * NaN unless lo <= hi are finite, hi - lo too, and kl >= 0.
 */
double bestof_hoeffding_bound(double lo,
                              double hi,
                              double kl);

/**
 * Largest gain at KL divergence kl when rewards lie in [lo, hi] and their reference mean is known, by the best
 * sub-Gaussian right tail of Kearns and Saul. bestof_bounded_bound() is never larger.
 *
 * NaN unless lo <= mean <= hi are finite, hi - lo too, and kl >= 0.
 */
double bestof_kearns_saul_bound(double lo,
                                double hi,
                                double mean,
                                double kl);

/*
 * Ceilings: the smallest bound on the reward gain that follows from what is known about the reward.
 *
 * Fill a bestof_ceiling_config with the facts that are certain and name them in flags; a fact that is not named is not
 * looked at. A sample standard deviation is not the standard deviation. Results are rounded outward: never below
 * the exact value of the bound.
 */

/** The right tail of the centred reward is sub-Gaussian with proxy standard deviation sigma. */
#define BESTOF_KNOWN_SIGMA 1
/** The standard deviation is at most standard_deviation. */
#define BESTOF_KNOWN_STANDARD_DEVIATION 2
/** No reward is below lo. */
#define BESTOF_KNOWN_LO 4
/** No reward is above hi. */
#define BESTOF_KNOWN_HI 8
/** The mean is mean. */
#define BESTOF_KNOWN_MEAN 16
/** The KL divergence of best-of-n from the reference, ties counted, is kl nats at the n asked for. */
#define BESTOF_KNOWN_KL 32
/** The right tail of the centred reward is sub-gamma with variance_factor and scale. */
#define BESTOF_KNOWN_SUB_GAMMA 64
/** The law of the reward is symmetric about its mean; no member belongs to this flag. */
#define BESTOF_KNOWN_SYMMETRY 128
/** Nothing limits the gain, or nothing is drawn: n == 1, or no divergence. */
#define BESTOF_LIMITED_BY_NOTHING 0
/** sigma sqrt(2 KL). */
#define BESTOF_LIMITED_BY_SUB_GAUSSIAN 1
/** sqrt(2 variance_factor KL) + scale KL. */
#define BESTOF_LIMITED_BY_SUB_GAMMA 2
/** standard_deviation (n - 1) / sqrt(2n - 1): Hartley and David, Gumbel. */
#define BESTOF_LIMITED_BY_STANDARD_DEVIATION 3
/** standard_deviation n / sqrt(2) sqrt(1 / (2n - 1) - B(n, n)): Moriguti, for symmetric laws. */
#define BESTOF_LIMITED_BY_SYMMETRY 4
/** hi - lo times the total variation of best-of-n. */
#define BESTOF_LIMITED_BY_RANGE 5
/** (hi - lo) (1 - p - (1 - p)^n) with p = (mean - lo) / (hi - lo): attained by a reward of two values. */
#define BESTOF_LIMITED_BY_RANGE_AND_MEAN 6
/** bestof_bounded_bound() at the KL divergence. */
#define BESTOF_LIMITED_BY_BINARY_KL 7
/** (hi - lo) sqrt(KL / 2): Pinsker, Hoeffding. */
#define BESTOF_LIMITED_BY_PINSKER 8
/** (hi - lo) sqrt(1 - exp(-KL)): Bretagnolle and Huber. */
#define BESTOF_LIMITED_BY_BRETAGNOLLE_HUBER 9
/** hi - mean. */
#define BESTOF_LIMITED_BY_UPPER_END 10
/** (n - 1) (mean - lo). */
#define BESTOF_LIMITED_BY_LOWER_END 11

/**
 * What is known about the reward under the reference policy, any subset of it, in the reward's units.
 *
 * Set struct_size to sizeof(bestof_ceiling_config), and in flags the facts that are given; members without their
 * flag need not be initialised. Later versions may append members: a program compiled against this one keeps working.
 */
typedef struct bestof_ceiling_config {
    /**
     * sizeof(bestof_ceiling_config).
     */
    uint32_t struct_size;
    /**
     * Any of the BESTOF_KNOWN_ constants, added.
     */
    uint32_t flags;
    /**
     * With BESTOF_KNOWN_SIGMA.
     */
    double sigma;
    /**
     * With BESTOF_KNOWN_STANDARD_DEVIATION.
     */
    double standard_deviation;
    /**
     * With BESTOF_KNOWN_LO.
     */
    double lo;
    /**
     * With BESTOF_KNOWN_HI.
     */
    double hi;
    /**
     * With BESTOF_KNOWN_MEAN.
     */
    double mean;
    /**
     * With BESTOF_KNOWN_KL.
     */
    double kl;
    /**
     * With BESTOF_KNOWN_SUB_GAMMA.
     */
    double variance_factor;
    /**
     * With BESTOF_KNOWN_SUB_GAMMA.
     */
    double scale;
} bestof_ceiling_config;

/**
 * Smallest ceiling on the gain of best-of-n that follows from the facts, and in *which the bound behind it, one of the
 * BESTOF_LIMITED_BY_ constants; INFINITY where no fact limits the gain. n is real, n >= 1, also INFINITY. which may be
 * NULL.
 * Cost: that of its bounds: three logarithms and an exponential where all facts are given.
 *
 * With symmetry, the nearer end of the range counts on both sides of the mean. BESTOF_E_NOT_FINITE for a fact that is
 * NaN or infinite, BESTOF_E_DOMAIN for n below 1, a negative scale or divergence, ends and mean out of order, closer
 * than 2^-300 but not equal or further than 2^300 apart, or an unknown flag; BESTOF_E_STRUCT_SIZE for a struct_size
 * that no version of the struct has, or one that ends before a member that flags names.
 *
 * config must point to as many bytes as its struct_size says, out to one double, which to one int32_t.
 */
bestof_status bestof_ceiling(const struct bestof_ceiling_config *config,
                             double n,
                             double *out,
                             int32_t *which);

/**
 * Smallest ceiling on the gain of any policy at this KL divergence from the reference, in nats; otherwise as
 * bestof_ceiling(). The standard deviation and the member kl play no part.
 * Cost: as bestof_ceiling().
 *
 * config, out and which as for bestof_ceiling().
 */
bestof_status bestof_ceiling_at_kl(const struct bestof_ceiling_config *config,
                                   double kl,
                                   double *out,
                                   int32_t *which);

/**
 * The smallest n that could reach this gain: no smaller one can, by bestof_ceiling(). 0 where no n of 64 bits can.
 *
 * Errors as for bestof_ceiling(), and BESTOF_E_DOMAIN for BESTOF_KNOWN_KL, a fact about one n only;
 * BESTOF_E_NOT_FINITE for a gain that is NaN or infinite.
 *
 * config must point to as many bytes as its struct_size says, n to one uint64_t.
 */
bestof_status bestof_ceiling_min_n(const struct bestof_ceiling_config *config,
                                   double gain,
                                   uint64_t *n);

/*
 * Transportation: the smallest bound on the gain from log-moments of the reward, and from Renyi divergences.
 *
 * psi(lambda) is at least ln E exp(lambda (r - mean)) under the reference. Every lambda gives a valid bound, so the
 * results are bounds however coarse the grid and however rough the search; they are rounded outward.
 */

/**
 * psi(lambda) for lambda > 0, with the user pointer that was passed along; INFINITY where it does not exist. It must
 * return: no longjmp, no exception.
 */
typedef double (*bestof_log_moment)(double lambda, void *user);

/**
 * Largest gain at KL divergence kl from the log-moment psi on (0, end), end = INFINITY where it exists throughout: the
 * least of (kl + psi(lambda)) / lambda, by 60 to 140 calls. lambda gets the exponent behind it, at which the reference
 * tilted by exp(lambda r) has this gain; it may be NULL.
 *
 * BESTOF_E_NULL for a NULL psi, BESTOF_E_DOMAIN for kl negative or NaN and end not above 0, BESTOF_E_NOT_FINITE where
 * psi returns NaN or -INFINITY.
 *
 * psi must return, out must point to one double, lambda to one double or be NULL.
 */
bestof_status bestof_transport_bound(double kl,
                                     double end,
                                     bestof_log_moment psi,
                                     void *user,
                                     double *out,
                                     double *lambda);

/**
 * Largest gain at KL divergence kl from log-moments on a grid: the least of (kl + psi[i]) / lambda[i]. psi[i] may be
 * INFINITY where it does not exist. best gets the lambda[i] behind it; it may be NULL.
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_DOMAIN for kl negative or NaN and a lambda that is not positive,
 * BESTOF_E_NOT_FINITE for a lambda that is not finite and a psi that is NaN or -INFINITY.
 *
 * lambda and psi must each hold len doubles, out must point to one double, best to one double or be NULL.
 */
bestof_status bestof_transport_bound_on_grid(double kl,
                                             const double *lambda,
                                             const double *psi,
                                             size_t len,
                                             double *out,
                                             double *best);

/**
 * Largest gain of best-of-n at the Renyi order that makes bestof_tail_adaptive_bound() least, never above the
 * sub-Gaussian bound of sigma_reference, which is that of order 1. alpha gets the order; it may be NULL.
 *
 * BESTOF_E_DOMAIN unless both sigmas >= 0 and 1 <= n < INFINITY, BESTOF_E_NOT_FINITE for a sigma that is not finite.
 *
 * out must point to one double, alpha to one double or be NULL.
 */
bestof_status bestof_tail_adaptive_best_of_n(double sigma_policy,
                                             double sigma_reference,
                                             double n,
                                             double *out,
                                             double *alpha);

/**
 * Whether the tail under best-of-n is so much lighter than that under the reference that a Renyi order a little below 1
 * gives a smaller bound than the sub-Gaussian one: sigma_policy^2 2 KL < sigma_reference^2 ((n - 1) / n)^2. helps gets
 * 1 or 0.
 *
 * Errors as for bestof_tail_adaptive_best_of_n().
 *
 * helps must point to one int32_t.
 */
bestof_status bestof_tail_adaptive_helps(double sigma_policy,
                                         double sigma_reference,
                                         double n,
                                         int32_t *helps);

/*
 * Confidence: bounds that hold with probability at least 1 - delta, from finitely many scored answers.
 *
 * m answers come from the policy, k from the reference, all independent. NaN outside the domains.
 */

/**
 * Largest observed gain, the mean reward of m answers of a policy less that of k answers of its reference:
 * sigma sqrt(2 kl) + sqrt(2 (sigma_policy^2 / m + sigma^2 / k) ln(1 / delta)).
 *
 * The reward is sub-Gaussian with sigma under the reference, its right tail with sigma_policy under the policy. NaN
 * unless both sigmas and kl are finite and >= 0, delta is in (0, 1], and m and k are not 0.
 */
double bestof_empirical_gain_bound(double sigma,
                                   double sigma_policy,
                                   double kl,
                                   double delta,
                                   uint64_t m,
                                   uint64_t k);

/**
 * Largest mean reward of m answers of a policy less the reference's mean, from its Renyi divergence renyi of order
 * alpha > 1, also INFINITY: sigma sqrt(2 (renyi + alpha / (alpha - 1) ln(1 / delta) / m)).
 *
 * The right tail of the reward is sub-Gaussian with sigma under the reference; nothing is assumed under the policy.
 * NaN unless sigma and renyi are finite and >= 0, alpha > 1, delta is in (0, 1], and m is not 0.
 */
double bestof_policy_mean_bound(double sigma,
                                double alpha,
                                double renyi,
                                double delta,
                                uint64_t m);

/**
 * Largest mean reward of m best-of-n answers less the reference's mean: bestof_policy_mean_bound() at the order that
 * makes it least, in closed form.
 *
 * NaN unless sigma is finite and >= 0, 1 <= n < INFINITY, delta is in (0, 1], and m is not 0.
 */
double bestof_best_of_n_mean_bound(double sigma,
                                   double n,
                                   double delta,
                                   uint64_t m);

/**
 * What the realised divergence, the mean log-density ratio of m best-of-n answers, exceeds with probability delta, in
 * nats: exact when no two responses tie in reward.
 *
 * NaN unless 1 <= n < INFINITY, delta is in (0, 1), and m is not 0.
 */
double bestof_realised_kl_upper(double n,
                                double delta,
                                uint64_t m);

/**
 * What the realised divergence of m best-of-n answers stays below with probability delta, in nats; it may be negative.
 * Exact when no two responses tie in reward.
 *
 * NaN unless 1 <= n < INFINITY, delta is in (0, 1), and m is not 0.
 */
double bestof_realised_kl_lower(double n,
                                double delta,
                                uint64_t m);

/**
 * Chernoff's bound above bestof_realised_kl_upper(), in closed form; it holds under ties, too.
 *
 * NaN unless 1 <= n < INFINITY, delta is in (0, 1], and m is not 0.
 */
double bestof_realised_kl_upper_chernoff(double n, double delta, uint64_t m);

/**
 * Chernoff's bound below bestof_realised_kl_lower(), in closed form; it may be negative.
 *
 * NaN unless 1 <= n < INFINITY, delta is in (0, 1], and m is not 0.
 */
double bestof_realised_kl_lower_chernoff(double n, double delta, uint64_t m);

/*
 * Singles: a float twin, suffix f, of every function of doubles.
 *
 * The domains and limits are the doubles', results within 1 ulp of a float. bestof_klf(), bestof_reverse_klf(),
 * bestof_jeffreysf(), bestof_chi_squaredf(), bestof_hellinger_squaredf(), bestof_win_ratef() and
 * bestof_uniform_max_meanf() compute in integers: no double and no double-precision library is linked in for them.
 */

/** bestof_kl() of floats. */
float bestof_klf(float n);

/** bestof_reverse_kl() of floats. */
float bestof_reverse_klf(float n);

/** bestof_jeffreys() of floats. */
float bestof_jeffreysf(float n);

/** bestof_chi_squared() of floats. */
float bestof_chi_squaredf(float n);

/** bestof_total_variation() of floats. */
float bestof_total_variationf(float n);

/** bestof_hellinger_squared() of floats. */
float bestof_hellinger_squaredf(float n);

/** bestof_renyi() of floats. */
float bestof_renyif(float n, float alpha);

/** bestof_hockey_stick() of floats. */
float bestof_hockey_stickf(float n, float gamma);

/** bestof_win_rate() of floats. */
float bestof_win_ratef(float n);

/** bestof_n_at_kl() of floats. */
float bestof_n_at_klf(float kl);

/** bestof_n_at_reverse_kl() of floats. */
float bestof_n_at_reverse_klf(float reverse_kl);

/** bestof_n_at_chi_squared() of floats. */
float bestof_n_at_chi_squaredf(float chi_squared);

/** bestof_n_at_total_variation() of floats. */
float bestof_n_at_total_variationf(float total_variation);

/** bestof_n_at_hellinger_squared() of floats. */
float bestof_n_at_hellinger_squaredf(float hellinger_squared);

/** bestof_n_at_renyi() of floats. */
float bestof_n_at_renyif(float divergence, float alpha);

/** bestof_exp_max_mean() of floats. */
float bestof_exp_max_meanf(float n);

/** bestof_exp_max_variance() of floats. */
float bestof_exp_max_variancef(float n);

/** bestof_exp_max_cdf() of floats. */
float bestof_exp_max_cdff(float n, float x);

/** bestof_exp_max_quantile() of floats. */
float bestof_exp_max_quantilef(float n, float p);

/** bestof_exp_order_mean(), rounded to a float. */
float bestof_exp_order_meanf(uint64_t n, uint64_t k);

/** bestof_exp_order_variance(), rounded to a float. */
float bestof_exp_order_variancef(uint64_t n, uint64_t k);

/** bestof_exp_order_covariance(), rounded to a float. */
float bestof_exp_order_covariancef(uint64_t n, uint64_t j, uint64_t k);

/** bestof_normal_max_mean() of floats. */
float bestof_normal_max_meanf(float n);

/** bestof_uniform_max_mean() of floats. */
float bestof_uniform_max_meanf(float n);

/** bestof_gumbel_max_mean() of floats. */
float bestof_gumbel_max_meanf(float n);

/** bestof_logistic_max_mean() of floats. */
float bestof_logistic_max_meanf(float n);

/** bestof_sub_gaussian_bound() of floats. */
float bestof_sub_gaussian_boundf(float sigma, float kl);

/** bestof_sub_gamma_bound() of floats. */
float bestof_sub_gamma_boundf(float variance_factor, float scale, float kl);

/** bestof_bounded_bound() of floats. */
float bestof_bounded_boundf(float lo, float hi, float mean, float kl);

/** bestof_tail_adaptive_bound() of floats. */
float bestof_tail_adaptive_boundf(float sigma_policy,
                                  float sigma_reference,
                                  float alpha,
                                  float renyi);

/** bestof_bernoulli_kl_upper() of floats. */
float bestof_bernoulli_kl_upperf(float p, float kl);

/** bestof_pass_at_k(), rounded to a float. */
float bestof_pass_at_kf(uint64_t n, uint64_t c, uint64_t k);

/** bestof_gold_shift_sup() of floats. */
float bestof_gold_shift_supf(float sup, float total_variation);

/** bestof_gold_shift_standard_deviation() of floats. */
float bestof_gold_shift_standard_deviationf(float standard_deviation, float chi_squared);

/** bestof_gaussian_gold_gain() of floats. */
float bestof_gaussian_gold_gainf(float n, float correlation, float standard_deviation);

/** bestof_coverage_regret() of floats. */
float bestof_coverage_regretf(float n, float coverage, float height);

/** bestof_error_regret() of floats. */
float bestof_error_regretf(float n, float standard_deviation, float chi_squared);

/** bestof_scaling_best_of_n() of floats. */
float bestof_scaling_best_of_nf(float distance, float alpha, float beta);

/** bestof_scaling_rl() of floats. */
float bestof_scaling_rlf(float distance, float alpha, float beta);

/** bestof_scaling_best_of_n_peak() of floats. */
float bestof_scaling_best_of_n_peakf(float alpha, float beta);

/** bestof_scaling_best_of_n_peak_gain() of floats. */
float bestof_scaling_best_of_n_peak_gainf(float alpha, float beta);

/** bestof_scaling_best_of_n_zero() of floats. */
float bestof_scaling_best_of_n_zerof(float alpha, float beta);

/** bestof_scaling_rl_peak() of floats. */
float bestof_scaling_rl_peakf(float alpha, float beta);

/** bestof_scaling_rl_peak_gain() of floats. */
float bestof_scaling_rl_peak_gainf(float alpha, float beta);

/** bestof_scaling_rl_zero() of floats. */
float bestof_scaling_rl_zerof(float alpha, float beta);

/** bestof_reservation_normal() of a float. */
float bestof_reservation_normalf(float cost);

/** bestof_reservation_exponential() of a float. */
float bestof_reservation_exponentialf(float cost);

/** bestof_reservation_uniform() of a float. */
float bestof_reservation_uniformf(float cost);

/** bestof_reservation_logistic() of a float. */
float bestof_reservation_logisticf(float cost);

/** bestof_record_probability(), rounded to a float. */
float bestof_record_probabilityf(uint64_t draws, uint64_t more);

/** bestof_majority_flip(), rounded to a float. */
float bestof_majority_flipf(uint64_t ahead, uint64_t behind);

/** bestof_kl_estimate() of floats. */
float bestof_kl_estimatef(float n, float epsilon);

/** bestof_kl_gap_bound() of floats. */
float bestof_kl_gap_boundf(float n, float collision);

/** bestof_win_rate_gap_bound() of floats. */
float bestof_win_rate_gap_boundf(float n, float collision);

/** bestof_all_pass_at_k(), rounded to a float. */
float bestof_all_pass_at_kf(uint64_t n, uint64_t c, uint64_t k);

/** bestof_pass_at_k_variance(), rounded to a float. */
float bestof_pass_at_k_variancef(float p, uint64_t n, uint64_t k);

/** bestof_pass_at_k_variance_estimate(), rounded to a float. */
float bestof_pass_at_k_variance_estimatef(uint64_t n, uint64_t c, uint64_t k);

/** bestof_beta_binomial_coverage(), rounded to a float. */
float bestof_beta_binomial_coveragef(float a, float b, uint64_t k);

/** bestof_stitched_boundary(), rounded to a float. */
float bestof_stitched_boundaryf(float v, float v_min, float scale, float alpha);

/** bestof_normal_mixture_boundary(), rounded to a float. */
float bestof_normal_mixture_boundaryf(float v, float rho, float alpha);

/** bestof_normal_mixture_rho(), rounded to a float. */
float bestof_normal_mixture_rhof(float v, float alpha);

/** bestof_maurer_pontil_radius(), rounded to a float. */
float bestof_maurer_pontil_radiusf(float variance, float range, uint64_t m, float delta);

/** bestof_gamma_bound() of floats. */
float bestof_gamma_boundf(float shape, float scale, float kl);

/** bestof_exponential_bound() of floats. */
float bestof_exponential_boundf(float scale, float kl);

/** bestof_uniform_bound() of floats. */
float bestof_uniform_boundf(float lo, float hi, float kl);

/** bestof_sub_exponential_bound() of floats. */
float bestof_sub_exponential_boundf(float nu, float b, float kl);

/** bestof_hoeffding_bound() of floats. */
float bestof_hoeffding_boundf(float lo, float hi, float kl);

/** bestof_kearns_saul_bound() of floats. */
float bestof_kearns_saul_boundf(float lo, float hi, float mean, float kl);

/** bestof_empirical_gain_bound() of floats. */
float bestof_empirical_gain_boundf(float sigma,
                                   float sigma_policy,
                                   float kl,
                                   float delta,
                                   uint64_t m,
                                   uint64_t k);

/** bestof_policy_mean_bound() of floats. */
float bestof_policy_mean_boundf(float sigma, float alpha, float renyi, float delta, uint64_t m);

/** bestof_best_of_n_mean_bound() of floats. */
float bestof_best_of_n_mean_boundf(float sigma, float n, float delta, uint64_t m);

/** bestof_realised_kl_upper() of floats. */
float bestof_realised_kl_upperf(float n, float delta, uint64_t m);

/** bestof_realised_kl_lower() of floats. */
float bestof_realised_kl_lowerf(float n, float delta, uint64_t m);

/** bestof_realised_kl_upper_chernoff() of floats. */
float bestof_realised_kl_upper_chernofff(float n, float delta, uint64_t m);

/** bestof_realised_kl_lower_chernoff() of floats. */
float bestof_realised_kl_lower_chernofff(float n, float delta, uint64_t m);

/** bestof_order_statistic_kl() of floats. */
float bestof_order_statistic_klf(uint64_t n, uint64_t j);

/** bestof_order_statistic_chi_squared() of floats. */
float bestof_order_statistic_chi_squaredf(uint64_t n, uint64_t j);

/** bestof_order_statistic_renyi() of floats. */
float bestof_order_statistic_renyif(uint64_t n, uint64_t j, float alpha);

/** bestof_tilt_kl() of floats. */
float bestof_tilt_klf(float c);

/** bestof_tilt_win_rate() of floats. */
float bestof_tilt_win_ratef(float c);

/** bestof_frontier_win_rate() of floats. */
float bestof_frontier_win_ratef(float kl);

/** bestof_frontier_kl() of floats. */
float bestof_frontier_klf(float win_rate);

/** bestof_best_of_n_win_gap() of floats. */
float bestof_best_of_n_win_gapf(float n);

/** bestof_best_of_n_kl_excess() of floats. */
float bestof_best_of_n_kl_excessf(float n);

/** bestof_poisson_kl() of floats. */
float bestof_poisson_klf(float mu);

/** bestof_poisson_win_rate() of floats. */
float bestof_poisson_win_ratef(float mu);

/** bestof_tilted_gain() of floats. */
float bestof_tilted_gainf(float beta, float kl, float reverse_kl);

/** bestof_tilted_reverse_kl_bound() of floats. */
float bestof_tilted_reverse_kl_boundf(float beta, float sigma, float kl);

/** bestof_soft_best_of_n_kl_bound() of floats. */
float bestof_soft_best_of_n_kl_boundf(float n, float spread);

/** bestof_tilt_to_soft_kl_bound() of floats. */
float bestof_tilt_to_soft_kl_boundf(float n, float chi_squared);

/*
 * Batch: out[i] = f(x[i]) over whole arrays, bit for bit what the scalar function gives.
 *
 * out may be the same array as x; any other overlap is refused. Arrays of NaN and of arguments outside the domain
 * are fine: those elements are NaN. With len == 0 both pointers may be NULL.
 * BESTOF_E_NULL, BESTOF_E_DOMAIN (misaligned or overlapping), BESTOF_E_CAPACITY (len too large for an array).
 */

/**
 * out[i] = bestof_kl(n[i]).
 *
 * n and out must each hold len doubles.
 */
bestof_status bestof_kl_batch(const double *n, size_t len, double *out);

/**
 * out[i] = bestof_reverse_kl(n[i]).
 *
 * n and out must each hold len doubles.
 */
bestof_status bestof_reverse_kl_batch(const double *n, size_t len, double *out);

/**
 * out[i] = bestof_jeffreys(n[i]).
 *
 * n and out must each hold len doubles.
 */
bestof_status bestof_jeffreys_batch(const double *n, size_t len, double *out);

/**
 * out[i] = bestof_chi_squared(n[i]).
 *
 * n and out must each hold len doubles.
 */
bestof_status bestof_chi_squared_batch(const double *n, size_t len, double *out);

/**
 * out[i] = bestof_total_variation(n[i]).
 *
 * n and out must each hold len doubles.
 */
bestof_status bestof_total_variation_batch(const double *n, size_t len, double *out);

/**
 * out[i] = bestof_hellinger_squared(n[i]).
 *
 * n and out must each hold len doubles.
 */
bestof_status bestof_hellinger_squared_batch(const double *n, size_t len, double *out);

/**
 * out[i] = bestof_renyi(n[i], alpha).
 *
 * n and out must each hold len doubles.
 */
bestof_status bestof_renyi_batch(const double *n, size_t len, double alpha, double *out);

/**
 * out[i] = bestof_hockey_stick(n[i], gamma).
 *
 * n and out must each hold len doubles.
 */
bestof_status bestof_hockey_stick_batch(const double *n, size_t len, double gamma, double *out);

/**
 * out[i] = bestof_win_rate(n[i]).
 *
 * n and out must each hold len doubles.
 */
bestof_status bestof_win_rate_batch(const double *n, size_t len, double *out);

/**
 * out[i] = bestof_n_at_kl(kl[i]).
 *
 * kl and out must each hold len doubles.
 */
bestof_status bestof_n_at_kl_batch(const double *kl, size_t len, double *out);

/**
 * out[i] = bestof_n_at_reverse_kl(reverse_kl[i]).
 *
 * reverse_kl and out must each hold len doubles.
 */
bestof_status bestof_n_at_reverse_kl_batch(const double *reverse_kl, size_t len, double *out);

/**
 * out[i] = bestof_n_at_chi_squared(chi_squared[i]).
 *
 * chi_squared and out must each hold len doubles.
 */
bestof_status bestof_n_at_chi_squared_batch(const double *chi_squared, size_t len, double *out);

/**
 * out[i] = bestof_n_at_total_variation(total_variation[i]).
 *
 * total_variation and out must each hold len doubles.
 */
bestof_status bestof_n_at_total_variation_batch(const double *total_variation,
                                                size_t len,
                                                double *out);

/**
 * out[i] = bestof_n_at_hellinger_squared(hellinger_squared[i]).
 *
 * hellinger_squared and out must each hold len doubles.
 */
bestof_status bestof_n_at_hellinger_squared_batch(const double *hellinger_squared,
                                                  size_t len,
                                                  double *out);

/**
 * out[i] = bestof_n_at_renyi(renyi[i], alpha).
 *
 * renyi and out must each hold len doubles.
 */
bestof_status bestof_n_at_renyi_batch(const double *renyi, size_t len, double alpha, double *out);

/**
 * out[i] = bestof_sub_gaussian_bound(sigma, kl[i]).
 *
 * kl and out must each hold len doubles.
 */
bestof_status bestof_sub_gaussian_bound_batch(const double *kl,
                                              size_t len,
                                              double sigma,
                                              double *out);

/**
 * out[i] = bestof_sub_gamma_bound(variance_factor, scale, kl[i]).
 *
 * kl and out must each hold len doubles.
 */
bestof_status bestof_sub_gamma_bound_batch(const double *kl,
                                           size_t len,
                                           double variance_factor,
                                           double scale,
                                           double *out);

/**
 * out[i] = bestof_bounded_bound(lo, hi, mean, kl[i]).
 *
 * kl and out must each hold len doubles.
 */
bestof_status bestof_bounded_bound_batch(const double *kl,
                                         size_t len,
                                         double lo,
                                         double hi,
                                         double mean,
                                         double *out);

/**
 * out[i] = bestof_tail_adaptive_bound(sigma_policy, sigma_reference, alpha, renyi[i]).
 *
 * renyi and out must each hold len doubles.
 */
bestof_status bestof_tail_adaptive_bound_batch(const double *renyi,
                                               size_t len,
                                               double sigma_policy,
                                               double sigma_reference,
                                               double alpha,
                                               double *out);

/**
 * out[i] = bestof_bernoulli_kl_upper(p, kl[i]).
 *
 * kl and out must each hold len doubles.
 */
bestof_status bestof_bernoulli_kl_upper_batch(const double *kl, size_t len, double p, double *out);

/**
 * out[i] = bestof_gamma_bound(shape, scale, kl[i]).
 *
 * kl and out must each hold len doubles.
 */
bestof_status bestof_gamma_bound_batch(const double *kl,
                                       size_t len,
                                       double shape,
                                       double scale,
                                       double *out);

/**
 * out[i] = bestof_exponential_bound(scale, kl[i]).
 *
 * kl and out must each hold len doubles.
 */
bestof_status bestof_exponential_bound_batch(const double *kl,
                                             size_t len,
                                             double scale,
                                             double *out);

/**
 * out[i] = bestof_uniform_bound(lo, hi, kl[i]).
 *
 * kl and out must each hold len doubles.
 */
bestof_status bestof_uniform_bound_batch(const double *kl,
                                         size_t len,
                                         double lo,
                                         double hi,
                                         double *out);

/**
 * out[i] = bestof_sub_exponential_bound(nu, b, kl[i]).
 *
 * kl and out must each hold len doubles.
 */
bestof_status bestof_sub_exponential_bound_batch(const double *kl,
                                                 size_t len,
                                                 double nu,
                                                 double b,
                                                 double *out);

/**
 * out[i] = bestof_hoeffding_bound(lo, hi, kl[i]).
 *
 * kl and out must each hold len doubles.
 */
bestof_status bestof_hoeffding_bound_batch(const double *kl,
                                           size_t len,
                                           double lo,
                                           double hi,
                                           double *out);

/**
 * out[i] = bestof_kearns_saul_bound(lo, hi, mean, kl[i]).
 *
 * kl and out must each hold len doubles.
 */
bestof_status bestof_kearns_saul_bound_batch(const double *kl,
                                             size_t len,
                                             double lo,
                                             double hi,
                                             double mean,
                                             double *out);

/*
 * Pools: unbiased estimates from scored samples.
 */

/**
 * Expected reward of best-of-n by proxy for every n at once, from one pool of scored samples: the mean over all
 * n-subsets of the pool, unbiased. proxy_out[i] and gold_out[i] belong to n = i + 1.
 *
 * proxy holds the score that picks, gold the score that counts, in the same order; they need not be sorted. gold may be
 * NULL, then gold_out must be too. Samples with the same proxy score share the mean of their gold. scratch needs
 * bestof_curve_scratch_len(len) doubles.
 *
 * BESTOF_E_EMPTY for len == 0 or n_max == 0, BESTOF_E_DOMAIN for n_max > len, BESTOF_E_CAPACITY for a scratch too
 * small, BESTOF_E_NOT_FINITE for a score that is NaN or infinite, BESTOF_E_NULL for one of gold and gold_out.
 *
 * proxy and gold must hold len doubles, scratch scratch_len, proxy_out and gold_out n_max; none may overlap another,
 * but proxy and gold.
 */
bestof_status bestof_curve(const double *proxy,
                           const double *gold,
                           size_t len,
                           double *scratch,
                           size_t scratch_len,
                           double *proxy_out,
                           double *gold_out,
                           size_t n_max);

/** How many doubles of scratch bestof_curve() needs for a pool of len samples. */
size_t bestof_curve_scratch_len(size_t len);

/**
 * Standard errors of bestof_curve() for the same pool, every n at once, by the jackknife: how far the curve may be off
 * because the pool is a sample. On average not too small. As n nears len they rest on the few highest samples alone.
 * The pool is one prompt's; over several prompts push their curves' values into bestof_stats.
 *
 * Arguments and statuses as for bestof_curve(), but BESTOF_E_DOMAIN for n_max >= len.
 *
 * proxy and gold must hold len doubles, scratch scratch_len, proxy_out and gold_out n_max; none may overlap another,
 * but proxy and gold.
 */
bestof_status bestof_curve_standard_error(const double *proxy,
                                          const double *gold,
                                          size_t len,
                                          double *scratch,
                                          size_t scratch_len,
                                          double *proxy_out,
                                          double *gold_out,
                                          size_t n_max);

/**
 * Standard error of the difference between the curve's values at n and at other, from the same pool: of the gold
 * curve, or of the proxy curve where gold is NULL.
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_DOMAIN unless 1 <= n, other < len, BESTOF_E_CAPACITY for a scratch shorter
 * than bestof_curve_scratch_len(len), BESTOF_E_NOT_FINITE for a score that is NaN or infinite.
 *
 * proxy and gold must hold len doubles, scratch scratch_len, out must point to one double; scratch and out may overlap
 * nothing.
 */
bestof_status bestof_difference_standard_error(const double *proxy,
                                               const double *gold,
                                               size_t len,
                                               size_t n,
                                               size_t other,
                                               double *scratch,
                                               size_t scratch_len,
                                               double *out);

/**
 * Plug-in estimate of best-of-n, for n that may lie far beyond the pool: best of n draws from the pool with
 * replacement. Biased, unlike bestof_curve(): too low on average, and never above the best sample. n is real;
 * proxy_out[i] and gold_out[i] belong to n[i].
 *
 * Pool, gold and scratch as for bestof_curve(). BESTOF_E_EMPTY for len == 0 or n_len == 0, BESTOF_E_DOMAIN for an n
 * below 1, NaN or infinite, BESTOF_E_CAPACITY for a scratch too small, BESTOF_E_NOT_FINITE for a score that is NaN or
 * infinite, BESTOF_E_NULL for one of gold and gold_out.
 *
 * proxy and gold must hold len doubles, scratch scratch_len, n, proxy_out and gold_out n_len; no output may overlap
 * another array.
 */
bestof_status bestof_plug_in_curve(const double *proxy,
                                   const double *gold,
                                   size_t len,
                                   const double *n,
                                   size_t n_len,
                                   double *scratch,
                                   size_t scratch_len,
                                   double *proxy_out,
                                   double *gold_out);

/**
 * Bounds on the expected reward of best-of-n that hold for every n together with probability 1 - alpha, so also for
 * an n chosen after looking: lower_out[i] and upper_out[i] belong to n[i], which is real. For independent rewards
 * from one law on [low, high], whatever law and len (Dvoretzky, Kiefer, Wolfowitz, Massart).
 *
 * BESTOF_E_EMPTY for len == 0 or n_len == 0, BESTOF_E_DOMAIN for a reward outside [low, high], an alpha not in (0, 1),
 * or an n below 1, NaN or infinite, BESTOF_E_CAPACITY for a scratch shorter than bestof_curve_scratch_len(len),
 * BESTOF_E_NOT_FINITE for a reward, low or high that is NaN or infinite.
 *
 * rewards must hold len doubles, scratch scratch_len, n, lower_out and upper_out n_len; no output may overlap another
 * array.
 */
bestof_status bestof_curve_band(const double *rewards,
                                size_t len,
                                double low,
                                double high,
                                double alpha,
                                const double *n,
                                size_t n_len,
                                double *scratch,
                                size_t scratch_len,
                                double *lower_out,
                                double *upper_out);

/*
 * Right or wrong: pass@k, pass^k and their errors, coverage beyond the samples at hand.
 */

/**
 * Probability that at least one of k answers drawn without replacement is right, when c of n are: the unbiased
 * pass@k estimate, 1 - C(n - c, k) / C(n, k).
 *
 * NaN when k > n or c > n. 0 at c = 0 and at k = 0, 1 where c + k > n.
 */
double bestof_pass_at_k(uint64_t n,
                        uint64_t c,
                        uint64_t k);

/**
 * bestof_pass_at_k() for k = 1, 2, 4, 8, ...: out[i] belongs to k = 2^i.
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_DOMAIN when c or the last power of two exceeds n.
 *
 * out must hold len doubles.
 */
bestof_status bestof_pass_at_powers_of_two(uint64_t n, uint64_t c, double *out, size_t len);

/**
 * Probability that all of k answers drawn without replacement are right, when c of n are: the unbiased pass^k
 * estimate, C(c, k) / C(n, k).
 *
 * NaN when k > n or c > n. 1 at k = 0 and at c = n, 0 where k > c.
 */
double bestof_all_pass_at_k(uint64_t n,
                            uint64_t c,
                            uint64_t k);

/**
 * Variance of bestof_pass_at_k() over fresh sets of n answers, each of which is right with probability p: exact.
 *
 * NaN when k > n or p is not in [0, 1].
 */
double bestof_pass_at_k_variance(double p,
                                 uint64_t n,
                                 uint64_t k);

/**
 * Unbiased estimate of that variance from the answers themselves, c of n right. 0 when all are right or none is,
 * which is no proof of certainty.
 *
 * NaN when 2 k > n or c > n.
 */
double bestof_pass_at_k_variance_estimate(uint64_t n,
                                          uint64_t c,
                                          uint64_t k);

/**
 * Expected share of prompts that at least one of k answers solves, when a prompt's pass rate is drawn from Beta(a, b):
 * 1 - B(a, b + k) / B(a, b). An extrapolation when a and b come from bestof_fit_beta_binomial().
 *
 * NaN unless a and b are in [2^-20, 2^20].
 */
double bestof_beta_binomial_coverage(double a,
                                     double b,
                                     uint64_t k);

/**
 * Fits the Beta law of pass rates by maximum likelihood: of prompt i, passes[i] of samples[i] answers are right. Pass
 * rates that are all alike end at the largest parameters, 2^20; prompts that all pass or all fail at the smallest.
 *
 * BESTOF_E_EMPTY when there are no answers, BESTOF_E_DOMAIN when a prompt has more passes than answers, when no answer
 * is right, or when all are.
 *
 * samples and passes must hold len numbers, a and b must point to one double each.
 */
bestof_status bestof_fit_beta_binomial(const uint64_t *samples,
                                       const uint64_t *passes,
                                       size_t len,
                                       double *a,
                                       double *b);

/*
 * Streams of rewards: count, mean, variance and higher moments in 104 bytes, merged across workers and stored.
 *
 * A worker pushes the rewards it sees; states merge, in any order, to what one worker would have had, to the last
 * place. Stored bytes are the same on every machine. A state serves one thread at a time.
 */

/** Bytes that bestof_stats_to_bytes() writes. */
#define BESTOF_STATS_BYTES 120

/**
 * A stream of rewards so far. Plain data, 104 bytes: free to copy. All zero is the empty state, and what
 * bestof_stats_init() makes.
 */
typedef struct bestof_stats {
    /**
     * Not for the caller's use.
     */
    uint64_t words[13];
} bestof_stats;

/** What a stream of rewards comes to; NaN where there are too few of them. */
typedef struct bestof_summary {
    /**
     * How many rewards there were.
     */
    uint64_t count;
    /**
     * Mean; NaN for none.
     */
    double mean;
    /**
     * Unbiased sample variance; NaN for fewer than two rewards, infinite beyond the doubles.
     */
    double variance;
    /**
     * Square root of the variance: finite even where the variance is not, unless itself beyond the doubles.
     */
    double standard_deviation;
    /**
     * Standard error of the mean.
     */
    double standard_error;
    /**
     * The least reward; NaN for none.
     */
    double min;
    /**
     * The greatest reward; NaN for none.
     */
    double max;
    /**
     * Moment skewness; NaN where all rewards are equal.
     */
    double skewness;
    /**
     * Moment excess kurtosis; NaN where all rewards are equal.
     */
    double excess_kurtosis;
} bestof_summary;

/**
 * Makes the empty state.
 * Cost: constant.
 *
 * stats must point to a bestof_stats, initialised or not.
 */
bestof_status bestof_stats_init(struct bestof_stats *stats);

/**
 * Takes one reward.
 *
 * BESTOF_E_NOT_FINITE for NaN and infinities, BESTOF_E_CAPACITY once UINT64_MAX rewards are in.
 *
 * stats must point to an initialised bestof_stats.
 */
bestof_status bestof_stats_push(struct bestof_stats *stats, double reward);

/**
 * Takes len rewards, or none of them if one is refused.
 * Cost: that of len pushes.
 *
 * BESTOF_E_NOT_FINITE for NaN and infinities, BESTOF_E_CAPACITY once UINT64_MAX rewards are in.
 *
 * stats must point to an initialised bestof_stats, rewards must hold len doubles, outside of stats.
 */
bestof_status bestof_stats_push_array(struct bestof_stats *stats,
                                      const double *rewards,
                                      size_t len);

/**
 * Takes all that other has taken; other stays as it is, and may be the same state.
 *
 * BESTOF_E_CAPACITY when the counts together exceed UINT64_MAX.
 *
 * stats and other must point to initialised states.
 */
bestof_status bestof_stats_merge(struct bestof_stats *stats, const struct bestof_stats *other);

/**
 * What the rewards come to. Over the values that prompts have at one n, the standard error is that of a curve; over
 * the differences that prompts have between two n, that of the paired difference.
 * Cost: a few divisions and roots.
 *
 * stats must point to an initialised bestof_stats, out to a bestof_summary.
 */
bestof_status bestof_stats_summary(const struct bestof_stats *stats,
                                   struct bestof_summary *out);

/**
 * Stores the state as BESTOF_STATS_BYTES bytes: little-endian on every machine, a version in front, a checksum
 * behind.
 * Cost: constant; a checksum of BESTOF_STATS_BYTES bytes.
 *
 * BESTOF_E_CAPACITY for a len below BESTOF_STATS_BYTES.
 *
 * stats must point to an initialised bestof_stats, bytes must hold len bytes, outside of stats.
 */
bestof_status bestof_stats_to_bytes(const struct bestof_stats *stats,
                                    uint8_t *bytes,
                                    size_t len);

/**
 * Makes the state that bestof_stats_to_bytes() stored, on whatever machine.
 * Cost: constant; a checksum of BESTOF_STATS_BYTES bytes.
 *
 * BESTOF_E_FORMAT unless the len bytes are exactly a stored state: cut short, damaged, or of another version.
 *
 * stats must point to a bestof_stats, initialised or not, bytes must hold len bytes, outside of stats.
 */
bestof_status bestof_stats_from_bytes(struct bestof_stats *stats,
                                      const uint8_t *bytes,
                                      size_t len);

/*
 * The best few of a stream, in the caller's array.
 *
 * The state is a bestof_top and an array of bestof_ranked, best first, of the length that is to be kept. Ties in
 * reward go to the lower id, so that what is kept depends neither on the order of arrival nor on how answers were
 * divided among workers. A state serves one thread at a time.
 */

/** What goes with the array of the best: how many answers were seen. 8 bytes; all zero before the first answer. */
typedef struct bestof_top {
    /**
     * Answers seen; the array holds as many, up to its length.
     */
    uint64_t seen;
} bestof_top;

/** A reward and the identity of the answer that earned it. 16 bytes. */
typedef struct bestof_ranked {
    /**
     * The reward.
     */
    double reward;
    /**
     * The caller's name for the answer.
     */
    uint64_t id;
} bestof_ranked;

/**
 * Takes an answer into the best `capacity` of its stream. best[0] is the best so far; the first
 * min(top->seen, capacity) elements are in use. Ids need not differ.
 * Cost: one comparison for an answer that is not among the best, up to capacity moves for one that is.
 *
 * BESTOF_E_NOT_FINITE for NaN and infinities, BESTOF_E_CAPACITY once UINT64_MAX answers are in.
 *
 * top must point to an initialised bestof_top, best must hold capacity elements that only these functions write.
 */
bestof_status bestof_top_push(struct bestof_top *top,
                              struct bestof_ranked *best,
                              size_t capacity,
                              double reward,
                              uint64_t id);

/**
 * Takes the answers that another state has seen: the best of both.
 * Cost: up to other_capacity pushes.
 *
 * BESTOF_E_CAPACITY when the other has dropped answers that this one would keep, its capacity being smaller, or
 * when the counts together exceed UINT64_MAX.
 *
 * top must point to an initialised bestof_top, best must hold capacity elements, other must point to an initialised
 * bestof_top, other_best must hold other_capacity elements; the arrays must not overlap.
 */
bestof_status bestof_top_merge(struct bestof_top *top,
                               struct bestof_ranked *best,
                               size_t capacity,
                               const struct bestof_top *other,
                               const struct bestof_ranked *other_best,
                               size_t other_capacity);

/**
 * Hill's estimate of the tail index alpha of a law with P(reward > x) ~ x^-alpha, from its largest rewards in any
 * order: (len - 1) over the sum of log(reward/least). Its standard error is about alpha/sqrt(len - 1). Infinite when
 * all are equal. It depends on where the rewards' zero is, and is no evidence that there is such a tail.
 * Cost: a logarithm a reward.
 *
 * BESTOF_E_EMPTY for fewer than two rewards, BESTOF_E_NOT_FINITE for NaN and infinities, BESTOF_E_DOMAIN unless all
 * rewards are positive.
 *
 * largest must hold len doubles, out must point to one double.
 */
bestof_status bestof_hill_tail_index(const double *largest,
                                     size_t len,
                                     double *out);

/**
 * bestof_hill_tail_index() of the rewards that a state keeps.
 * Cost: a logarithm a reward.
 *
 * top must point to an initialised bestof_top, best must hold capacity elements, out must point to one double.
 */
bestof_status bestof_top_hill_tail_index(const struct bestof_top *top,
                                         const struct bestof_ranked *best,
                                         size_t capacity,
                                         double *out);

/*
 * Confidence at every moment: intervals for a mean that may be looked at after each reward, and acted on.
 *
 * With probability 1 - alpha the interval holds the mean at all times together, so that stopping because of it is
 * allowed. What it rests on is that each reward has the same mean given those before it; independence is not needed.
 * The boundaries behind it are there too, as functions of a variance process.
 */

/**
 * Rewards in [first, second]: predictable plug-in empirical Bernstein (Waudby-Smith and Ramdas), the narrowest here
 * for bounded rewards.
 */
#define BESTOF_METHOD_EMPIRICAL_BERNSTEIN 0
/** Rewards in [first, second]: stitched empirical Bernstein (Howard et al.). */
#define BESTOF_METHOD_STITCHED_BERNSTEIN 1
/** Rewards that are sub-Gaussian with first = sigma; second is not looked at: stitched (Howard et al.). */
#define BESTOF_METHOD_STITCHED_SUB_GAUSSIAN 2
/** Rewards that are sub-Gaussian with first = sigma: normal mixture, narrowest after about second rewards. */
#define BESTOF_METHOD_NORMAL_MIXTURE 3

/** A confidence sequence. Plain data, 104 bytes: free to copy. One thread at a time. */
typedef struct bestof_confidence {
    /**
     * Not for the caller's use.
     */
    uint64_t words[13];
} bestof_confidence;

/**
 * Begins a confidence sequence that misses the mean, at any time, with probability at most alpha, both sides together.
 * method is one of BESTOF_METHOD_..., and says what first and second are.
 * Cost: constant.
 *
 * BESTOF_E_NOT_FINITE for a parameter that is NaN or infinite, BESTOF_E_DOMAIN for an unknown method, an empty range,
 * a sigma or number of rewards that is not positive, or an alpha not in (0, 1).
 *
 * stream must point to a bestof_confidence, initialised or not.
 */
bestof_status bestof_confidence_init(struct bestof_confidence *stream,
                                     int32_t method,
                                     double first,
                                     double second,
                                     double alpha);

/**
 * Takes one reward and narrows the interval.
 *
 * BESTOF_E_NOT_FINITE for NaN and infinities, BESTOF_E_DOMAIN for a reward outside the range and for a state that
 * bestof_confidence_init() has not made, BESTOF_E_CAPACITY once UINT64_MAX rewards are in.
 *
 * stream must point to an initialised bestof_confidence.
 */
bestof_status bestof_confidence_push(struct bestof_confidence *stream,
                                     double reward);

/**
 * Where the mean is: the intersection of the intervals at all times so far; before the first reward the range, or
 * everything. A lower bound above the upper one says that the assumptions do not hold.
 * Cost: constant.
 *
 * stream must point to an initialised bestof_confidence, lower and upper must point to one double each.
 */
bestof_status bestof_confidence_interval(const struct bestof_confidence *stream,
                                         double *lower,
                                         double *upper);

/**
 * Boundary that a sum of centred rewards crosses, ever, with probability at most alpha, one-sided, where v is its
 * variance process: polynomial stitching. v = sigma^2 t and scale = 0 for sub-Gaussian rewards; v = sum of squares
 * about guesses made beforehand and scale = the range for bounded ones. Constant up to v_min, tight from there on.
 *
 * NaN unless v >= 0, v_min > 0, scale >= 0, all finite, and alpha is in (0, 1).
 */
double bestof_stitched_boundary(double v,
                                double v_min,
                                double scale,
                                double alpha);

/**
 * Boundary that the absolute value of a sum of centred sub-Gaussian rewards crosses, ever, with probability at most
 * alpha, where v = sigma^2 t: a normal mixture, narrowest near the v for which bestof_normal_mixture_rho() chose rho.
 *
 * NaN unless v >= 0 and rho > 0 are finite and alpha is in (0, 1).
 */
double bestof_normal_mixture_boundary(double v,
                                      double rho,
                                      double alpha);

/**
 * The rho that makes bestof_normal_mixture_boundary() narrowest, to a good approximation, at variance v.
 *
 * NaN unless v > 0 is finite and alpha is in (0, 1).
 */
double bestof_normal_mixture_rho(double v,
                                 double alpha);

/**
 * One-sided confidence radius of the mean of m independent rewards in a range of that width, by their unbiased sample
 * variance, for one m fixed beforehand (Maurer and Pontil). Not at a time chosen after looking.
 *
 * NaN unless variance >= 0 and range >= 0 are finite, m >= 2, and delta is in (0, 1).
 */
double bestof_maurer_pontil_radius(double variance,
                                   double range,
                                   uint64_t m,
                                   double delta);

/*
 * Tails and ranks of a pool: how sub-Gaussian it is, and its rewards on a uniform scale.
 */

/**
 * Smallest variance sigma^2 with which the pool's law is sub-Gaussian to the right, for bestof_sub_gaussian_bound():
 * an estimate from below of what holds for the law that the pool came from. The left tail is that of the negated
 * rewards.
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite.
 *
 * rewards must hold len doubles, out must point to one double.
 */
bestof_status bestof_sub_gaussian_variance(const double *rewards,
                                           size_t len,
                                           double *out);

/**
 * Upper confidence bound on the right sub-Gaussian variance of the law that the rewards came from: for independent
 * rewards from one law on [low, high] it holds with probability 1 - alpha, whatever that law is. Never above
 * (high - low)^2 / 4.
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward, low or high that is NaN or infinite, BESTOF_E_DOMAIN
 * for a reward outside [low, high], an empty range, or an alpha not in (0, 1), BESTOF_E_CAPACITY for a scratch shorter
 * than bestof_curve_scratch_len(len).
 *
 * rewards must hold len doubles, scratch scratch_len, out must point to one double; scratch and out may overlap
 * nothing.
 */
bestof_status bestof_sub_gaussian_variance_upper(const double *rewards,
                                                 size_t len,
                                                 double low,
                                                 double high,
                                                 double alpha,
                                                 double *scratch,
                                                 size_t scratch_len,
                                                 double *out);

/**
 * Ranks of the rewards of a pool on a uniform scale, in (0, 1): the share of rewards below, and half of those that are
 * equal. out[i] belongs to rewards[i].
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_CAPACITY for a
 * scratch shorter than bestof_curve_scratch_len(len).
 *
 * rewards must hold len doubles, scratch scratch_len, out len; scratch and out may overlap nothing.
 */
bestof_status bestof_uniform_ranks(const double *rewards,
                                   size_t len,
                                   double *scratch,
                                   size_t scratch_len,
                                   double *out);

/**
 * Rank of a new reward among those of a pool, on a uniform scale, in (0, 1): a half is added to the rewards below and
 * half of those that are equal, and one to the pool. Uniform, on average, when the reward comes from the pool's law.
 *
 * BESTOF_E_NOT_FINITE for a reward that is NaN or infinite.
 *
 * rewards must hold len doubles, out must point to one double.
 */
bestof_status bestof_calibrated_rank(const double *rewards,
                                     size_t len,
                                     double reward,
                                     double *out);

/*
 * Golden reward: what a gain in the proxy that selects is worth in the gold reward that counts, and where it stops
 * paying.
 *
 * e = proxy - gold is the error of the proxy. Gains are a policy's mean reward less the reference's, in the reward's
 * units.
 */

/** The proxy is never off by more than the member sup: |e| <= sup. */
#define BESTOF_ERROR_SUP 1
/** The error stays within the member range: max e - min e <= range. */
#define BESTOF_ERROR_RANGE 2
/** The error's standard deviation under the reference is at most the member standard_deviation. */
#define BESTOF_ERROR_STANDARD_DEVIATION 4
/** The left tail of e less its mean is sub-Gaussian with left_sub_gaussian: the proxy underrates no more. */
#define BESTOF_ERROR_LEFT_SUB_GAUSSIAN 8
/** The right tail of e less its mean is sub-Gaussian with right_sub_gaussian: the proxy overrates no more. */
#define BESTOF_ERROR_RIGHT_SUB_GAUSSIAN 16
/** The right tail of the gold reward itself is sub-Gaussian with gold_sub_gaussian. */
#define BESTOF_GOLD_SUB_GAUSSIAN 32

/** How far a policy has moved from its reference. Upper bounds will do. */
typedef struct bestof_drift {
    /**
     * KL divergence of the policy from the reference, in nats.
     */
    double kl;
    /**
     * Total variation distance, in [0, 1].
     */
    double total_variation;
    /**
     * Chi-squared divergence of the policy from the reference.
     */
    double chi_squared;
} bestof_drift;

/**
 * What is known about the error of the proxy under the reference. Each is a promise: a figure estimated from samples is
 * none.
 *
 * Set struct_size to sizeof(bestof_error_facts), and in flags the facts that are given; members without their flag need
 * not be initialised. Later versions may append members: a program compiled against this one keeps working.
 */
typedef struct bestof_error_facts {
    /**
     * sizeof(bestof_error_facts).
     */
    uint32_t struct_size;
    /**
     * Any of the constants above, added; 0 for nothing.
     */
    uint32_t flags;
    /**
     * See BESTOF_ERROR_SUP.
     */
    double sup;
    /**
     * See BESTOF_ERROR_RANGE.
     */
    double range;
    /**
     * See BESTOF_ERROR_STANDARD_DEVIATION.
     */
    double standard_deviation;
    /**
     * See BESTOF_ERROR_LEFT_SUB_GAUSSIAN.
     */
    double left_sub_gaussian;
    /**
     * See BESTOF_ERROR_RIGHT_SUB_GAUSSIAN.
     */
    double right_sub_gaussian;
    /**
     * See BESTOF_GOLD_SUB_GAUSSIAN.
     */
    double gold_sub_gaussian;
} bestof_error_facts;

/** Where the gold gain must lie. An end that nothing known bounds is infinite and rests on 0. */
typedef struct bestof_gold_interval {
    /**
     * The gold gain is no less.
     */
    double low;
    /**
     * The gold gain is no more.
     */
    double high;
    /**
     * The flag of what low rests on.
     */
    uint32_t low_from;
    /**
     * The flag of what high rests on.
     */
    uint32_t high_from;
} bestof_gold_interval;

/** What a tilted policy gains over a pool of samples. */
typedef struct bestof_tilted_gains {
    /**
     * KL divergence of the tilted policy from the pool, in nats.
     */
    double kl;
    /**
     * Mean proxy under the tilted policy less that of the pool.
     */
    double proxy_gain;
    /**
     * Mean gold under the tilted policy less that of the pool.
     */
    double gold_gain;
    /**
     * The gold gain is at most proxy_gain - overestimation.
     */
    double overestimation;
} bestof_tilted_gains;

/** The coefficients of a scaling law, from a fit. */
typedef struct bestof_scaling_fit {
    /**
     * The slope with which the gain sets out.
     */
    double alpha;
    /**
     * How strongly it is bent down; not positive where the curve shows no over-optimisation.
     */
    double beta;
    /**
     * sqrt(sum of w (gain - law)^2 / (points - 2)) over the points with w > 0; NaN for two of them.
     */
    double standard_error;
} bestof_scaling_fit;

/** Where the gold reward of best-of-n peaks. */
typedef struct bestof_hedge_peak {
    /**
     * The real number of draws: 1 when selecting by this proxy does not help, n_max when it pays to the end.
     */
    double n;
    /**
     * The gold gain there over n = 1.
     */
    double gain;
} bestof_hedge_peak;

/**
 * How far proxy gain and gold gain can be apart when |e| <= sup, for a policy at this total variation from the
 * reference: 2 sup total_variation. Of an error in a range, pass half its width.
 *
 * NaN unless sup >= 0 and total_variation is in [0, 1].
 */
double bestof_gold_shift_sup(double sup,
                             double total_variation);

/**
 * How far proxy gain and gold gain can be apart when e has this standard deviation under the reference, for a policy
 * at this chi-squared divergence from it: standard_deviation sqrt(chi_squared). For tails that are sub-Gaussian with
 * tau, bestof_sub_gaussian_bound(tau, kl) says the same: the right tail of e bounds the loss, the left the excess.
 *
 * NaN unless both >= 0.
 */
double bestof_gold_shift_standard_deviation(double standard_deviation,
                                            double chi_squared);

/**
 * The drift of best-of-n, an upper bound when rewards tie; each member rounded up.
 * Cost: a few logarithms.
 *
 * BESTOF_E_DOMAIN unless n >= 1.
 *
 * drift must point to a bestof_drift, initialised or not.
 */
bestof_status bestof_drift_best_of_n(double n, struct bestof_drift *drift);

/**
 * The interval of a policy's gold gain, from its proxy gain and from what is known: the intersection of the bounds
 * whose assumptions are given, and of no others. The ends are rounded outward.
 *
 * BESTOF_E_NOT_FINITE for a proxy gain that is NaN or infinite; BESTOF_E_STRUCT_SIZE for a struct_size that no version
 * of the struct has, or one that ends before a member that flags names; BESTOF_E_DOMAIN for an unknown flag, a
 * divergence or a known figure that is negative or NaN, a total variation above 1, and when what is given contradicts
 * itself.
 *
 * drift must point to a bestof_drift, known must point to as many bytes as its struct_size says, out must point to a
 * bestof_gold_interval, initialised or not.
 */
bestof_status bestof_gold_gain_interval(double proxy_gain,
                                        const struct bestof_drift *drift,
                                        const struct bestof_error_facts *known,
                                        struct bestof_gold_interval *out);

/**
 * Gains in proxy and gold of the policy tilted towards the proxy, proportional to exp(proxy / beta), over a pool of
 * samples of one prompt as the reference, and what overestimation must have cost:
 * gold_gain <= proxy_gain - overestimation.
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a score that is NaN or infinite, BESTOF_E_DOMAIN unless
 * 0 < beta < INFINITY, and where sums of scores leave the doubles.
 *
 * proxy and gold must each hold len doubles, out must point to a bestof_tilted_gains, initialised or not.
 */
bestof_status bestof_tilted_transfer(const double *proxy,
                                     const double *gold,
                                     size_t len,
                                     double beta,
                                     struct bestof_tilted_gains *out);

/**
 * Gold gain of the best of n by a proxy that is jointly Gaussian with the gold reward: correlation times
 * standard_deviation (the gold's) times bestof_normal_max_mean(n). It never turns.
 *
 * NaN unless n >= 1, correlation is in [-1, 1] and 0 <= standard_deviation < INFINITY.
 */
double bestof_gaussian_gold_gain(double n,
                                 double correlation,
                                 double standard_deviation);

/**
 * How far the best of n may stay behind a policy whose density over the reference is at most coverage, in the reward
 * that selects: height (1 - 1 / coverage)^n, height the policy's mean reward above the least reward there is.
 *
 * NaN unless n >= 1, coverage >= 1, not both infinite, and 0 <= height < INFINITY.
 */
double bestof_coverage_regret(double n,
                              double coverage,
                              double height);

/**
 * What to add to bestof_coverage_regret() when the regret is counted in gold: standard_deviation (that of e under the
 * reference) times (sqrt(chi_squared) + (n - 1) / sqrt(2 n - 1)), chi_squared that of the policy compared with.
 *
 * NaN unless n >= 1, 0 <= standard_deviation < INFINITY and chi_squared >= 0.
 */
double bestof_error_regret(double n,
                           double standard_deviation,
                           double chi_squared);

/**
 * Gao's law for best-of-n: the gold gain d (alpha - beta d) at distance d = sqrt(KL). Empirical, no bound.
 *
 * NaN unless 0 <= distance < INFINITY and both coefficients are finite.
 */
double bestof_scaling_best_of_n(double distance,
                                double alpha,
                                double beta);

/**
 * Gao's law for reinforcement learning: the gold gain d (alpha - beta ln d) at distance d = sqrt(KL). Empirical, no
 * bound; it speaks of no distance close to 0, where its slope is infinite.
 *
 * NaN unless 0 <= distance < INFINITY and both coefficients are finite.
 */
double bestof_scaling_rl(double distance,
                         double alpha,
                         double beta);

/**
 * The distance sqrt(KL) at which bestof_scaling_best_of_n() peaks: alpha / (2 beta), 0 for alpha <= 0.
 *
 * NaN unless alpha is finite and 0 < beta < INFINITY: else there is no peak.
 */
double bestof_scaling_best_of_n_peak(double alpha,
                                     double beta);

/**
 * The gold gain at that peak: alpha^2 / (4 beta), 0 for alpha <= 0.
 *
 * NaN unless alpha is finite and 0 < beta < INFINITY.
 */
double bestof_scaling_best_of_n_peak_gain(double alpha, double beta);

/**
 * The distance sqrt(KL) from which bestof_scaling_best_of_n() is below the reference again: alpha / beta.
 *
 * NaN unless alpha is finite and 0 < beta < INFINITY.
 */
double bestof_scaling_best_of_n_zero(double alpha,
                                     double beta);

/**
 * The distance sqrt(KL) at which bestof_scaling_rl() peaks: exp(alpha / beta - 1).
 *
 * NaN unless alpha is finite and 0 < beta < INFINITY.
 */
double bestof_scaling_rl_peak(double alpha, double beta);

/**
 * The gold gain at that peak: beta exp(alpha / beta - 1).
 *
 * NaN unless alpha is finite and 0 < beta < INFINITY.
 */
double bestof_scaling_rl_peak_gain(double alpha, double beta);

/**
 * The distance sqrt(KL) from which bestof_scaling_rl() is below the reference again: exp(alpha / beta).
 *
 * NaN unless alpha is finite and 0 < beta < INFINITY.
 */
double bestof_scaling_rl_zero(double alpha,
                              double beta);

/**
 * Fits alpha and beta of bestof_scaling_best_of_n() to a measured curve by least squares. distance[i] = sqrt(KL),
 * gain[i] the gold gain over the reference there, in any order; weights may be NULL for equal ones, best are the
 * inverse variances of the gains.
 *
 * BESTOF_E_EMPTY for len == 0; BESTOF_E_NOT_FINITE for a number that is NaN or infinite; BESTOF_E_DOMAIN for a
 * negative distance or weight, and when fewer than two distances with weight can be told from 0 and from each other.
 *
 * distance, gain and weights must each hold len doubles, but weights may be NULL; out must point to a
 * bestof_scaling_fit, initialised or not.
 */
bestof_status bestof_scaling_best_of_n_fit(const double *distance,
                                           const double *gain,
                                           const double *weights,
                                           size_t len,
                                           struct bestof_scaling_fit *out);

/**
 * Fits alpha and beta of bestof_scaling_rl(), as bestof_scaling_best_of_n_fit() does for the other law.
 * Cost: one pass.
 *
 * distance, gain and weights must each hold len doubles, but weights may be NULL; out must point to a
 * bestof_scaling_fit, initialised or not.
 */
bestof_status bestof_scaling_rl_fit(const double *distance,
                                    const double *gain,
                                    const double *weights,
                                    size_t len,
                                    struct bestof_scaling_fit *out);

/**
 * The whole n at which a curve over n = 1, 2, ... is highest, the first of several: of bestof_curve()'s gold, averaged
 * over prompts, it is where the gold reward peaks. bestof_hedge() finds the real n.
 * Cost: one pass.
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a value that is NaN or infinite.
 *
 * curve must hold len doubles, n must point to one size_t.
 */
bestof_status bestof_curve_peak(const double *curve,
                                size_t len,
                                size_t *n);

/**
 * HedgeTune: the real n in [1, n_max] at which the gold reward of best-of-n by proxy peaks, for pools of scored samples
 * as the references, each pool with the same weight. The pools follow one another in proxy and gold; pools[i] is how
 * many samples the i-th has. Samples of a pool with the same proxy share the mean of their gold. The highest peak of
 * all, where there are several.
 *
 * scratch needs bestof_hedge_scratch_len(len) doubles; its contents are lost.
 *
 * BESTOF_E_EMPTY for pool_count == 0 and for a pool without samples; BESTOF_E_CAPACITY when the pools do not add up to
 * len, and for a scratch too small; BESTOF_E_DOMAIN unless 1 <= n_max < INFINITY; BESTOF_E_NOT_FINITE for a score that
 * is NaN or infinite.
 *
 * proxy and gold must each hold len doubles, pools must hold pool_count lengths, scratch must hold scratch_len
 * doubles; out must point to a bestof_hedge_peak, initialised or not. scratch may overlap nothing.
 */
bestof_status bestof_hedge(const double *proxy,
                           const double *gold,
                           size_t len,
                           const size_t *pools,
                           size_t pool_count,
                           double n_max,
                           double *scratch,
                           size_t scratch_len,
                           struct bestof_hedge_peak *out);

/** How many doubles of scratch bestof_hedge() needs for len samples of all pools together. */
size_t bestof_hedge_scratch_len(size_t len);

/*
 * Samplers: the largest of n draws without drawing n.
 *
 * bestof_exp_sample_top() yields the k largest of n unit exponentials in O(k), whatever n is; map them through your
 * own quantile function for other rewards. Not for cryptography. A generator serves one thread at a time.
 */

/**
 * A xoshiro256++ generator: plain data, free to copy and to store, the same stream on every machine. Fill it with
 * bestof_rng_seed(), or with any 256 random bits that are not all zero.
 */
typedef struct bestof_rng {
    /**
     * The four state words of the published algorithm.
     */
    uint64_t state[4];
} bestof_rng;

/**
 * A source of unit exponentials in bulk: eight xoshiro256++ generators side by side, plain data, free to copy and to
 * store. Fill it with bestof_exp_stream_init(). One thread at a time.
 */
typedef struct bestof_exp_stream {
    /**
     * First state words of the eight lanes, second words, and so on.
     */
    uint64_t state[4][8];
} bestof_exp_stream;

/**
 * Seeds a generator through SplitMix64, as the algorithm's authors advise: any seed will do, 0 too.
 * Cost: constant.
 *
 * rng must point to a bestof_rng, initialised or not.
 */
bestof_status bestof_rng_seed(struct bestof_rng *rng, uint64_t seed);

/**
 * Draws the largest of n unit exponentials, n real: one uniform, whatever n is.
 *
 * BESTOF_E_DOMAIN unless 1 <= n < INFINITY, and for a generator that is all zero.
 *
 * rng must point to a seeded bestof_rng, out to one double.
 */
bestof_status bestof_exp_sample_max(struct bestof_rng *rng, double n, double *out);

/**
 * Draws the k largest of n unit exponentials, largest first, in O(k).
 *
 * BESTOF_E_DOMAIN unless n >= 1 and k <= n, and for a generator that is all zero.
 *
 * rng must point to a seeded bestof_rng, out must hold k doubles.
 */
bestof_status bestof_exp_sample_top(struct bestof_rng *rng, uint64_t n, size_t k, double *out);

/**
 * Draws n unit exponentials in ascending order, in O(n) and without sorting.
 *
 * BESTOF_E_DOMAIN for a generator that is all zero.
 *
 * rng must point to a seeded bestof_rng, out must hold n doubles.
 */
bestof_status bestof_exp_sample_sorted(struct bestof_rng *rng, size_t n, double *out);

/**
 * Starts a stream with 32 words drawn from rng, which moves on.
 * Cost: 32 draws of rng.
 *
 * BESTOF_E_DOMAIN for a generator that is all zero.
 *
 * stream must point to a bestof_exp_stream, initialised or not, rng to a seeded bestof_rng.
 */
bestof_status bestof_exp_stream_init(struct bestof_exp_stream *stream, struct bestof_rng *rng);

/**
 * Fills out with n independent unit exponentials: the fast way to very many. Draws are made eight at a time;
 * what a call leaves of its last eight is dropped.
 * Cost: a nanosecond a draw; eight are made at a time.
 *
 * stream must point to a started bestof_exp_stream, out must hold n doubles.
 */
bestof_status bestof_exp_stream_fill(struct bestof_exp_stream *stream,
                                     size_t n,
                                     double *out);

/*
 * Decisions: the largest n within a budget.
 */

/** KL divergence of best-of-n from the reference, in nats. */
#define BESTOF_KL 0
/** KL divergence of the reference from best-of-n, in nats. */
#define BESTOF_REVERSE_KL 1
/** Chi-squared divergence. */
#define BESTOF_CHI_SQUARED 2
/** Total variation distance, in [0, 1]. */
#define BESTOF_TOTAL_VARIATION 3
/** Squared Hellinger distance, in [0, 2]. */
#define BESTOF_HELLINGER_SQUARED 4
/** Renyi divergence of the order passed as alpha, in nats. */
#define BESTOF_RENYI 5
/** Jeffreys divergence, in nats. */
#define BESTOF_JEFFREYS 6

/**
 * The largest integer n whose divergence does not exceed the budget: exact, no rounding can change it.
 * Cost: an inverse and one or two divergences; far more only where doubles cannot decide.
 *
 * divergence is one of the constants above; alpha, the Renyi order, is looked at for BESTOF_RENYI only. UINT64_MAX
 * when every n fits. Renyi orders below 2^-40, and finite ones above 2^40, are decided by bestof_renyi() instead.
 * BESTOF_E_DOMAIN for an unknown divergence, and for a budget or an order that is negative or NaN.
 *
 * n must point to one uint64_t.
 */
bestof_status bestof_max_n(int32_t divergence,
                           double alpha,
                           double budget,
                           uint64_t *n);

/*
 * Tied rewards: exact answers from the masses of the reward levels, and how far the closed forms lie above them.
 *
 * pmf[i] is the reference's mass at level i, the worst level first; responses that tie are one level, and masses are
 * divided by their sum. n is real, n >= 1, also INFINITY.
 */

/**
 * Divergence of best-of-n from a reference with finitely many reward levels, exact under ties.
 * Cost: two passes; a few logarithms a level.
 *
 * divergence and alpha as in bestof_max_n().
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a mass that is NaN or infinite, BESTOF_E_DOMAIN for a
 * negative mass, masses that sum to 0, an unknown divergence, or n or alpha outside their domains.
 *
 * pmf must hold len doubles, out must point to one double.
 */
bestof_status bestof_finite_divergence(int32_t divergence,
                                       double alpha,
                                       const double *pmf,
                                       size_t len,
                                       double n,
                                       double *out);

/**
 * The f-divergence of best-of-n from a reference with finitely many reward levels, for any f of the density ratio,
 * exact under ties.
 * Cost: that of bestof_finite_divergence(), and a call of f a level.
 *
 * f is called once for each level that has mass, with a ratio in [0, n] up to rounding, and with user as it is.
 * BESTOF_E_NULL for a NULL f, BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a mass or a value of f that is NaN
 * or infinite, BESTOF_E_DOMAIN for a negative mass, masses that sum to 0, or n outside its domain.
 *
 * pmf must hold len doubles, out must point to one double, and f must return.
 */
bestof_status bestof_finite_f_divergence(const double *pmf,
                                         size_t len,
                                         double n,
                                         bestof_generator f,
                                         void *user,
                                         double *out);

/**
 * Probability that a best-of-n answer beats a fresh reference answer, ties counted half, for a reference with
 * finitely many reward levels: exact, and at most n / (n + 1).
 * Cost: as bestof_finite_divergence().
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a mass that is NaN or infinite, BESTOF_E_DOMAIN for a negative
 * mass, masses that sum to 0, or n outside its domain.
 *
 * pmf must hold len doubles, out must point to one double.
 */
bestof_status bestof_finite_win_rate(const double *pmf,
                                     size_t len,
                                     double n,
                                     double *out);

/**
 * Probability that two reference answers tie, the sum of the squared masses: what bestof_kl_gap_bound() and
 * bestof_win_rate_gap_bound() take. The levels may come in any order.
 * Cost: one pass.
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a mass that is NaN or infinite, BESTOF_E_DOMAIN for a negative
 * mass or masses that sum to 0.
 *
 * pmf must hold len doubles, out must point to one double.
 */
bestof_status bestof_collision_probability(const double *pmf,
                                           size_t len,
                                           double *out);

/**
 * Estimate of the KL divergence of best-of-n, in nats, from the reference probability epsilon of the answer that it
 * returned. With epsilon the mass of the best level it is an upper bound on the true divergence, and never above
 * bestof_kl().
 *
 * NaN unless n >= 1 and 0 <= epsilon <= 1. bestof_kl(n) at epsilon = 0, 0 at 1, -ln epsilon at n = INFINITY.
 */
double bestof_kl_estimate(double n,
                          double epsilon);

/**
 * How far ties can bring the KL divergence below bestof_kl(n), in nats: 2 n (n - 1) collision, with collision the
 * probability that two reference answers tie.
 *
 * NaN unless n >= 1 and 0 <= collision <= 1, not INFINITY and 0.
 */
double bestof_kl_gap_bound(double n,
                           double collision);

/**
 * How far ties can bring the win rate below n / (n + 1): (n - 1) / 2 collision, with collision the probability that
 * two reference answers tie.
 *
 * NaN unless n >= 1 and 0 <= collision <= 1, not INFINITY and 0.
 */
double bestof_win_rate_gap_bound(double n,
                                 double collision);

/*
 * Stop or go on: one request, one draw after another.
 *
 * With a known law of the rewards, accept the first at or above its reservation value. With an unknown mean and
 * variance, fit a prior to a log (bestof_student_fit_add, bestof_student_fit_prior), work out a rule once
 * (bestof_student_rule), hold it to the log (bestof_student_guard), and call bestof_student_step() for each draw. With
 * votes, look the majority up (bestof_majority_table). States are plain data, free to copy and to store; one thread at
 * a time.
 */

/** Moments over requests, from which a prior is fitted. Start with all zeros. */
typedef struct bestof_student_fit {
    /**
     * Counts and sums.
     */
    double sums[8];
} bestof_student_fit;

/**
 * What is known of a request's rewards before its first draw: the variance is freedom variance / chi2(freedom), the
 * mean is normal about mean with that variance divided by mean_draws.
 */
typedef struct bestof_student_prior {
    /**
     * Expected mean reward.
     */
    double mean;
    /**
     * How many draws that is worth, above 0.
     */
    double mean_draws;
    /**
     * Typical variance of a request's rewards, above 0.
     */
    double variance;
    /**
     * How many draws that is worth, above 0.
     */
    double freedom;
} bestof_student_prior;

/** What a log says of a rule. */
typedef struct bestof_student_trial {
    /**
     * 1 where the rule is kept, 0 where it was turned into the best fixed number.
     */
    uint64_t kept;
    /**
     * The fixed number of draws with the largest mean reward less cost on the log.
     */
    uint64_t best_fixed;
    /**
     * Mean reward less cost under that number.
     */
    double fixed_objective;
    /**
     * Mean reward less cost under the rule.
     */
    double objective;
    /**
     * Standard error of the difference of the two, over requests.
     */
    double error;
    /**
     * Mean number of draws under the rule.
     */
    double draws;
} bestof_student_trial;

/** One request's rewards so far. Fill it with bestof_student_init(). */
typedef struct bestof_student {
    /**
     * What is known by now.
     */
    struct bestof_student_prior law;
    /**
     * The best reward, -INFINITY before the first.
     */
    double best;
    /**
     * The number of rewards.
     */
    uint64_t draws;
} bestof_student;

/**
 * Reservation value of a draw from the standard normal law that costs cost: the z with E(r - z)_+ = cost. For mean m
 * and standard deviation s, m + s bestof_reservation_normal(cost / s).
 *
 * NaN unless cost >= 0; INFINITY at 0.
 */
double bestof_reservation_normal(double cost);

/** The same for an exponential tail, in units of its scale: -ln cost up to 1, 1 - cost above. */
double bestof_reservation_exponential(double cost);

/** The same for the uniform law on [0, 1]: 1 - sqrt(2 cost) up to 1/2, 1/2 - cost above. */
double bestof_reservation_uniform(double cost);

/** The same for the standard logistic law: -ln(e^cost - 1). */
double bestof_reservation_logistic(double cost);

/**
 * Probability that at least one of more further draws beats the best of the first draws, whatever the law:
 * more / (draws + more). Where rewards tie it is an upper bound.
 */
double bestof_record_probability(uint64_t draws,
                                 uint64_t more);

/** Probability that of two answers the one behind by votes is the likelier after all, under a uniform prior. */
double bestof_majority_flip(uint64_t ahead,
                            uint64_t behind);

/**
 * Fills table[b] with the votes of the leader that settle the vote against b of the second: bestof_majority_flip() is
 * then at most risk.
 *
 * BESTOF_E_DOMAIN unless 0 < risk < 1/2, BESTOF_E_EMPTY for len == 0.
 *
 * table must hold len uint32_t.
 */
bestof_status bestof_majority_table(double risk,
                                    uint32_t *table,
                                    size_t len);

/**
 * Whether a vote may stop, by a table of bestof_majority_table(): stop becomes 1 or 0. 0 where the table ends.
 *
 * table must hold len uint32_t, stop must point to one int32_t.
 */
bestof_status bestof_majority_settled(const uint32_t *table,
                                      size_t len,
                                      uint64_t ahead,
                                      uint64_t behind,
                                      int32_t *stop);

/**
 * Takes the rewards of one request, two at least, into the moments of a fit.
 * Cost: one pass.
 *
 * BESTOF_E_EMPTY for len < 2, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite.
 *
 * fit must point to a bestof_student_fit, rewards must hold len doubles.
 */
bestof_status bestof_student_fit_add(struct bestof_student_fit *fit,
                                     const double *rewards,
                                     size_t len);

/**
 * The prior with the moments of the requests seen.
 * Cost: a bisection, some microseconds.
 *
 * BESTOF_E_EMPTY for fewer than two requests whose rewards vary.
 *
 * fit must point to a bestof_student_fit, out to a bestof_student_prior.
 */
bestof_status bestof_student_fit_prior(const struct bestof_student_fit *fit,
                                       struct bestof_student_prior *out);

/** Doubles of a rule for up to most draws. */
size_t bestof_student_rule_len(size_t most);

/** Doubles of scratch that bestof_student_rule() needs. */
size_t bestof_student_scratch_len(void);

/**
 * Works out when to stop, for draws that cost cost each in reward units: once per prior and cost, a few milliseconds
 * for every draw. The rule's length says how many draws there may be: bestof_student_rule_len(most).
 *
 * Optimal for normal rewards under the prior. For other rewards hold it to a log: bestof_student_guard().
 * BESTOF_E_NOT_FINITE and BESTOF_E_DOMAIN for a prior or cost that is not finite, or not above 0, BESTOF_E_CAPACITY for
 * a rule without room for two draws and for scratch below bestof_student_scratch_len().
 *
 * prior must point to a bestof_student_prior, rule must hold rule_len doubles, scratch scratch_len, not overlapping.
 */
bestof_status bestof_student_rule(const struct bestof_student_prior *prior,
                                  double cost,
                                  double *rule,
                                  size_t rule_len,
                                  double *scratch,
                                  size_t scratch_len);

/**
 * Holds a rule to a log, and turns it into the best fixed number of draws where it is not better: the guard against
 * heavy tails, ties, and everything else that normal rewards are not.
 *
 * rewards are those of one request after another, samples each, len in all. scratch needs samples doubles.
 * BESTOF_E_DOMAIN for a len that is no multiple of samples, BESTOF_E_EMPTY for fewer than two requests,
 * BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_CAPACITY for scratch or a rule too small.
 *
 * prior must point to a bestof_student_prior, rule must hold rule_len doubles, rewards len, scratch scratch_len, out
 * must point to a bestof_student_trial; none may overlap another.
 */
bestof_status bestof_student_guard(const struct bestof_student_prior *prior,
                                   double *rule,
                                   size_t rule_len,
                                   const double *rewards,
                                   size_t len,
                                   size_t samples,
                                   double *scratch,
                                   size_t scratch_len,
                                   struct bestof_student_trial *out);

/**
 * A request before its first draw.
 * Cost: constant.
 *
 * BESTOF_E_NOT_FINITE and BESTOF_E_DOMAIN for a prior whose numbers are not finite, or not above 0.
 *
 * student must point to a bestof_student, initialised or not, prior to a bestof_student_prior.
 */
bestof_status bestof_student_init(struct bestof_student *student,
                                  const struct bestof_student_prior *prior);

/**
 * Takes in the reward of one draw and says whether to stop: stop becomes 1 or 0. The one call a draw.
 * Cost: one division and one look-up.
 *
 * BESTOF_E_NOT_FINITE for a reward that is NaN or infinite; the state is then unchanged. Stops at once where the rule
 * ends, and with an empty one.
 *
 * student must point to an initialised bestof_student, rule must hold rule_len doubles, stop must point to one int32_t.
 */
bestof_status bestof_student_step(struct bestof_student *student,
                                  double reward,
                                  const double *rule,
                                  size_t rule_len,
                                  int32_t *stop);

/**
 * By how much the next draw is expected to raise the best reward, in reward units: Student's predictive law. INFINITY
 * before the first draw.
 *
 * student must point to an initialised bestof_student, out to one double.
 */
bestof_status bestof_student_expected_improvement(const struct bestof_student *student,
                                                  double *out);

/*
 * Share a budget: how many draws each of many requests gets.
 *
 * Two stages make the best of it: draw a few answers for every request, estimate its spread or success rate from them,
 * then share the rest of the budget with least set to what was drawn. ffi/examples/serve.cpp does both.
 */

/** Normal rewards of standard deviation scale. */
#define BESTOF_GAIN_NORMAL 0
/** Rewards with an exponential tail of this scale. */
#define BESTOF_GAIN_EXPONENTIAL 1
/** Right answers worth scale each, right with this probability. */
#define BESTOF_GAIN_BERNOULLI 2
/** A curve over n = 1, 2, ..., as bestof_curve() gives it: curve_len values from curves[curve_start] on. */
#define BESTOF_GAIN_CURVE 3

/** A request: what its draws are worth and how many it may have. Set members that its gain does not use to 0. */
typedef struct bestof_request {
    /**
     * One of the BESTOF_GAIN constants.
     */
    int32_t gain;
    /**
     * 0.
     */
    uint32_t reserved;
    /**
     * The draws it must have, at least 1.
     */
    uint64_t least;
    /**
     * The draws it may have, at least least; 2^24 count as any number beyond.
     */
    uint64_t most;
    /**
     * Standard deviation, tail scale, or worth of a right answer, in reward units.
     */
    double scale;
    /**
     * Probability that a draw is right.
     */
    double probability;
    /**
     * Where its curve starts.
     */
    uint64_t curve_start;
    /**
     * The length of its curve.
     */
    uint64_t curve_len;
} bestof_request;

/** uint64_t words of scratch that bestof_share() needs for len requests. */
size_t bestof_share_scratch_len(size_t len);

/**
 * Shares budget draws over len requests, each draw where it adds most: draws[i] of request i maximise the sum of gains
 * less cost for every draw, exactly for concave gains. price becomes what one draw more would have added above its
 * cost, 0 where the budget does not bind.
 *
 * curves holds the values of all requests with a curve; NULL with curves_len 0 where there is none. scratch needs
 * bestof_share_scratch_len(len) words.
 * BESTOF_E_DOMAIN for an unknown gain, a curve outside curves, a parameter out of range, least == 0, least > most, and
 * where the sum of least is above the budget; BESTOF_E_NOT_FINITE for a number that is NaN or infinite;
 * BESTOF_E_EMPTY for a curve without values; BESTOF_E_CAPACITY for scratch too small.
 *
 * requests must hold len structs, curves curves_len doubles, draws len uint64_t, scratch scratch_len, price must point
 * to one double; none may overlap another.
 */
bestof_status bestof_share(const struct bestof_request *requests,
                           size_t len,
                           const double *curves,
                           size_t curves_len,
                           double cost,
                           uint64_t budget,
                           uint64_t *draws,
                           uint64_t *scratch,
                           size_t scratch_len,
                           double *price);

/**
 * Expected reward of the best of n draws under a request's gain, up to a constant.
 * Cost: that of the expected maximum, a power or a look-up.
 *
 * BESTOF_E_DOMAIN for n == 0 and for a gain or curve as in bestof_share().
 *
 * request must point to a bestof_request, curves must hold curves_len doubles, out must point to one double.
 */
bestof_status bestof_gain(const struct bestof_request *request,
                          const double *curves,
                          size_t curves_len,
                          uint64_t n,
                          double *out);

/*
 * Choose n: one number of draws for everyone, and what kept it from being another.
 */

/** The largest number allowed. */
#define BESTOF_BOUND_MOST 0
/** The budget at the place that the choice names. */
#define BESTOF_BOUND_BUDGET 1
/** The gain asked for is reached. */
#define BESTOF_BOUND_TARGET 2
/** The gain asked for is out of reach. */
#define BESTOF_BOUND_OUT_OF_REACH 3
/** The next draw costs more than it adds, or the curve falls. */
#define BESTOF_BOUND_PEAK 4

/** A divergence budget for best-of-n. */
typedef struct bestof_budget {
    /**
     * BESTOF_KL and its like.
     */
    int32_t divergence;
    /**
     * 0.
     */
    uint32_t reserved;
    /**
     * The Renyi order, looked at for BESTOF_RENYI only.
     */
    double alpha;
    /**
     * What the divergence may not exceed.
     */
    double budget;
} bestof_budget;

/** A number of draws and the reason for it. */
typedef struct bestof_choice {
    /**
     * The number of draws.
     */
    uint64_t n;
    /**
     * What was maximised or reached at n: divergence, gain, net gain or lower bound; n itself where no divergence
     * budget bound.
     */
    double value;
    /**
     * One of the BESTOF_BOUND constants.
     */
    int32_t bound;
    /**
     * The place of the budget that bound, 0 otherwise.
     */
    uint32_t place;
} bestof_choice;

/**
 * The largest n <= most within all of len divergence budgets, exact as bestof_max_n() is.
 * Cost: that of bestof_max_n() for each budget.
 *
 * BESTOF_E_DOMAIN for most == 0, an unknown divergence, and a budget or order that is negative or NaN.
 *
 * budgets must hold len structs, out must point to a bestof_choice.
 */
bestof_status bestof_largest_within(const struct bestof_budget *budgets,
                                    size_t len,
                                    uint64_t most,
                                    struct bestof_choice *out);

/**
 * The smallest n up to the request's most whose gain over one draw is at least target; most, and
 * BESTOF_BOUND_OUT_OF_REACH, where there is none. least is not looked at.
 * Cost: a search by halves over bestof_gain().
 *
 * BESTOF_E_DOMAIN for most == 0, BESTOF_E_NOT_FINITE for a target that is NaN or infinite; the gain as in
 * bestof_share().
 *
 * request must point to a bestof_request, curves must hold curves_len doubles, out must point to a bestof_choice.
 */
bestof_status bestof_smallest_reaching(const struct bestof_request *request,
                                       const double *curves,
                                       size_t curves_len,
                                       double target,
                                       struct bestof_choice *out);

/**
 * The n up to the request's most with the largest gain less cost n; value is what the draws after the first net.
 * Cost: constant, or a search by halves.
 *
 * BESTOF_E_DOMAIN for most == 0 and a negative cost, BESTOF_E_NOT_FINITE for one that is NaN or infinite; the gain as
 * in bestof_share(). least is not looked at.
 *
 * request must point to a bestof_request, curves must hold curves_len doubles, out must point to a bestof_choice.
 */
bestof_status bestof_best_at_cost(const struct bestof_request *request,
                                  const double *curves,
                                  size_t curves_len,
                                  double cost,
                                  struct bestof_choice *out);

/**
 * The n at which a lower bound on the gold reward is largest: lower[i] belongs to n = i + 1.
 * Cost: one pass.
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a bound that is NaN or infinite.
 *
 * lower must hold len doubles, out must point to a bestof_choice.
 */
bestof_status bestof_best_lower_bound(const double *lower, size_t len, struct bestof_choice *out);

/*
 * Plans: stopping rules fitted offline by the program `bestof plan`, loaded from its file, asked after every draw.
 *
 * Read the file into memory, or map it, and give its bytes to bestof_plan_load(). Then, for each request:
 * bestof_progress_init(), and after each draw bestof_progress_push() and bestof_plan_should_stop(). A plan is only
 * read and may serve any number of threads; a progress belongs to one request.
 */

/** Bytes of a stored plan. */
#define BESTOF_PLAN_BYTES 560

/** A plan: plain data, free to copy, filled by bestof_plan_load(). Its members are the library's own. */
typedef struct bestof_plan {
    /**
     * Rule, threshold for each class of draws, cost.
     */
    uint64_t words[68];
} bestof_plan;

/**
 * The draws of one request, as far as a plan looks at them: plain data, free to copy. bestof_progress_init() fills it;
 * zeros would mean a best reward of 0.
 */
typedef struct bestof_progress {
    /**
     * How many draws there were.
     */
    uint64_t draws;
    /**
     * The best reward so far; -INFINITY before the first draw.
     */
    double best;
    /**
     * Mean of the rewards.
     */
    double mean;
    /**
     * Sum of the squared deviations from the mean.
     */
    double squares;
} bestof_progress;

/**
 * Makes the plan that `bestof plan` stored, on whatever machine; nothing points into bytes afterwards.
 * Cost: a checksum of 560 bytes.
 *
 * BESTOF_E_FORMAT unless the len bytes are exactly a stored plan: cut short, damaged, of another version or byte order.
 *
 * bytes must hold len bytes, plan must point to a bestof_plan, initialised or not, outside of bytes.
 */
bestof_status bestof_plan_load(const uint8_t *bytes,
                               size_t len,
                               struct bestof_plan *plan);

/**
 * The request before its first draw.
 * Cost: constant.
 *
 * progress must point to a bestof_progress, initialised or not.
 */
bestof_status bestof_progress_init(struct bestof_progress *progress);

/**
 * Takes the reward of one draw. *record becomes 1 if it is the best so far, alone, else 0; record may be NULL.
 * Cost: one division.
 *
 * BESTOF_E_NOT_FINITE for a reward that is NaN or infinite; nothing changes then.
 *
 * progress must point to an initialised bestof_progress, record to an int32_t outside of it, or be NULL.
 */
bestof_status bestof_progress_push(struct bestof_progress *progress,
                                   double reward,
                                   int32_t *record);

/**
 * Asks whether the request has enough: *stop becomes 1, or 0 where it should draw on. A comparison, without loops.
 * Cost: a look-up and a few comparisons: nanoseconds.
 *
 * plan must point to a loaded bestof_plan, progress to an initialised bestof_progress, stop to an int32_t outside of
 * both.
 */
bestof_status bestof_plan_should_stop(const struct bestof_plan *plan,
                                      const struct bestof_progress *progress,
                                      int32_t *stop);

/*
 * Policies beside best-of-n: the exponential tilt that KL-regularised RL ends in, best-of-Poisson, soft best-of-n, and
 * the best win rate that a divergence allows.
 */

/** What a tilt does to a pool of rewards. */
typedef struct bestof_tilted_pool {
    /**
     * Mean reward of the policy less that of the pool, in units of the reward.
     */
    double gain;
    /**
     * KL divergence of the policy from the pool, in nats.
     */
    double kl;
    /**
     * KL divergence of the pool from the policy, in nats.
     */
    double reverse_kl;
    /**
     * How many samples of equal weight would estimate as well.
     */
    double effective_samples;
    /**
     * Variance of the reward under the policy.
     */
    double variance;
} bestof_tilted_pool;

/**
 * The tilted policy, proportional to e^(r / beta), over a pool of rewards.
 *
 * beta > 0 in units of the reward, also INFINITY, which is the pool itself. gain == beta (kl + reverse_kl).
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_DOMAIN for a beta
 * outside its domain, and where a range or a sum leaves the doubles.
 *
 * rewards must hold len doubles, out must point to one bestof_tilted_pool.
 */
bestof_status bestof_tilted_policy(const double *rewards,
                                   size_t len,
                                   double beta,
                                   struct bestof_tilted_pool *out);

/**
 * The weights of the tilted policy, which sum to 1; those of bestof_tilted_policy().
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_DOMAIN for a beta
 * outside its domain, and where a range or a sum leaves the doubles.
 *
 * rewards and out must hold len doubles, and not overlap.
 */
bestof_status bestof_tilted_law(const double *rewards,
                                size_t len,
                                double beta,
                                double *out);

/**
 * The beta at which the tilted policy's KL divergence from the pool is kl, in nats; INFINITY at kl == 0.
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_DOMAIN for a kl
 * that is negative, NaN, or out of reach: not below ln(len / m), with m samples sharing the best reward.
 *
 * rewards must hold len doubles, beta must point to one double.
 */
bestof_status bestof_beta_at_kl(const double *rewards,
                                size_t len,
                                double kl,
                                double *beta);

/**
 * The beta at which the tilted policy's mean reward is gain above the pool's; INFINITY at gain == 0.
 *
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_DOMAIN for a gain
 * that is negative, NaN, or out of reach: not below the best reward less the mean.
 *
 * rewards must hold len doubles, beta must point to one double.
 */
bestof_status bestof_beta_at_gain(const double *rewards,
                                  size_t len,
                                  double gain,
                                  double *beta);

/**
 * KL divergence of a law over a pool from the pool itself, each sample of which has the same mass, in nats.
 * Cost: one pass, a logarithm a sample.
 *
 * weights sum to 1. BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a weight that is NaN or infinite,
 * BESTOF_E_DOMAIN for a negative one.
 *
 * weights must hold len doubles, out must point to one double.
 */
bestof_status bestof_law_kl(const double *weights,
                            size_t len,
                            double *out);

/**
 * The law of soft best-of-n over a pool of rewards: n draws with replacement, of which one is kept with probability
 * proportional to e^(r / beta).
 *
 * n is real, 1 <= n < INFINITY; beta > 0, and the rewards within a range of 600 beta. scratch is as long as the pool.
 * BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_DOMAIN for n, beta
 * or a range outside their domains.
 *
 * rewards, scratch and out must hold len doubles; none may overlap another.
 */
bestof_status bestof_soft_best_of_n(const double *rewards,
                                    size_t len,
                                    double n,
                                    double beta,
                                    double *scratch,
                                    double *out);

/**
 * Ceiling on the KL divergence of soft best-of-n from its reference, in nats: ln(n / (1 + (n - 1) e^-spread)), with
 * spread the range of the rewards in units of beta.
 *
 * NaN unless 1 <= n < INFINITY and spread >= 0.
 */
double bestof_soft_best_of_n_kl_bound(double n,
                                      double spread);

/**
 * Ceiling on the KL divergence of the tilted policy from soft best-of-n at the same beta, in nats:
 * ln(1 + chi_squared / n), with the chi-squared divergence of the tilted policy from the reference.
 *
 * NaN unless 1 <= n < INFINITY and 0 <= chi_squared < INFINITY.
 */
double bestof_tilt_to_soft_kl_bound(double n, double chi_squared);

/**
 * Reward gain of the tilted policy from its two KL divergences, exactly: beta (kl + reverse_kl).
 *
 * NaN unless all three are finite and not negative.
 */
double bestof_tilted_gain(double beta, double kl, double reverse_kl);

/**
 * Ceiling on the KL divergence of the reference from the tilted policy, in nats, where the reward is sub-Gaussian:
 * sigma sqrt(2 kl) / beta - kl, and 0 where that is negative.
 *
 * NaN unless all three are finite, beta > 0, and the others not negative.
 */
double bestof_tilted_reverse_kl_bound(double beta,
                                      double sigma,
                                      double kl);

/**
 * KL divergence from the reference of best-of-Poisson, the best of 1 + Poisson(mu) draws, in nats.
 *
 * NaN unless mu >= 0. 0 at mu = 0, INFINITY at INFINITY.
 */
double bestof_poisson_kl(double mu);

/**
 * Probability that a best-of-Poisson answer beats a fresh reference answer: 1 - 1 / mu + (1 - e^-mu) / mu^2.
 *
 * NaN unless mu >= 0. 1/2 at mu = 0, 1 at INFINITY.
 */
double bestof_poisson_win_rate(double mu);

/**
 * KL divergence from the reference, in nats, of the policy of density c e^(c u) / (e^c - 1) in the reward's rank u.
 *
 * NaN unless c >= 0. 0 at c = 0, INFINITY at INFINITY.
 */
double bestof_tilt_kl(double c);

/**
 * Win rate over the reference of the policy of density c e^(c u) / (e^c - 1) in the reward's rank u: the largest at
 * the divergence bestof_tilt_kl(c).
 *
 * NaN unless c >= 0. 1/2 at c = 0, 1 at INFINITY.
 */
double bestof_tilt_win_rate(double c);

/**
 * Largest win rate over the reference that any policy reaches at the KL divergence kl, in nats.
 *
 * NaN unless kl >= 0. 1/2 at kl = 0, 1 at INFINITY.
 */
double bestof_frontier_win_rate(double kl);

/**
 * Least KL divergence, in nats, at which a policy reaches a win rate over the reference.
 *
 * NaN unless 1/2 <= win_rate <= 1. 0 at 1/2, INFINITY at 1.
 */
double bestof_frontier_kl(double win_rate);

/**
 * How far the win rate of best-of-n lies below the best at its KL divergence; at most 0.0093.
 *
 * NaN unless n >= 1. 0 at n = 1 and at INFINITY.
 */
double bestof_best_of_n_win_gap(double n);

/**
 * How many nats best-of-n spends beyond the least at its win rate; at most 0.0237.
 *
 * NaN unless n >= 1. 0 at n = 1 and at INFINITY.
 */
double bestof_best_of_n_kl_excess(double n);

#if defined(__cplusplus)
#define BESTOF_STATIC_ASSERT(condition) static_assert(condition, #condition)
#define BESTOF_ALIGNOF(type) alignof(type)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define BESTOF_STATIC_ASSERT(condition) _Static_assert(condition, #condition)
#define BESTOF_ALIGNOF(type) _Alignof(type)
#endif
#ifdef BESTOF_STATIC_ASSERT
BESTOF_STATIC_ASSERT(sizeof(bestof_status) == 4);
BESTOF_STATIC_ASSERT(sizeof(double) == 8);
BESTOF_STATIC_ASSERT(sizeof(bestof_rng) == 32);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_rng) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_rng, state) == 0);
BESTOF_STATIC_ASSERT(sizeof(bestof_exp_stream) == 256);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_exp_stream) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_exp_stream, state) == 0);
BESTOF_STATIC_ASSERT(sizeof(bestof_ceiling_config) == 72);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_ceiling_config) == BESTOF_ALIGNOF(double));
BESTOF_STATIC_ASSERT(offsetof(bestof_ceiling_config, struct_size) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_ceiling_config, flags) == 4);
BESTOF_STATIC_ASSERT(offsetof(bestof_ceiling_config, sigma) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_ceiling_config, standard_deviation) == 16);
BESTOF_STATIC_ASSERT(offsetof(bestof_ceiling_config, lo) == 24);
BESTOF_STATIC_ASSERT(offsetof(bestof_ceiling_config, hi) == 32);
BESTOF_STATIC_ASSERT(offsetof(bestof_ceiling_config, mean) == 40);
BESTOF_STATIC_ASSERT(offsetof(bestof_ceiling_config, kl) == 48);
BESTOF_STATIC_ASSERT(offsetof(bestof_ceiling_config, variance_factor) == 56);
BESTOF_STATIC_ASSERT(offsetof(bestof_ceiling_config, scale) == 64);
BESTOF_STATIC_ASSERT(sizeof(bestof_drift) == 24);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_drift) == BESTOF_ALIGNOF(double));
BESTOF_STATIC_ASSERT(offsetof(bestof_drift, kl) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_drift, total_variation) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_drift, chi_squared) == 16);
BESTOF_STATIC_ASSERT(sizeof(bestof_scaling_fit) == 24);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_scaling_fit) == BESTOF_ALIGNOF(double));
BESTOF_STATIC_ASSERT(offsetof(bestof_scaling_fit, alpha) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_scaling_fit, beta) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_scaling_fit, standard_error) == 16);
BESTOF_STATIC_ASSERT(sizeof(bestof_tilted_gains) == 32);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_tilted_gains) == BESTOF_ALIGNOF(double));
BESTOF_STATIC_ASSERT(offsetof(bestof_tilted_gains, kl) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_tilted_gains, proxy_gain) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_tilted_gains, gold_gain) == 16);
BESTOF_STATIC_ASSERT(offsetof(bestof_tilted_gains, overestimation) == 24);
BESTOF_STATIC_ASSERT(sizeof(bestof_error_facts) == 56);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_error_facts) == BESTOF_ALIGNOF(double));
BESTOF_STATIC_ASSERT(offsetof(bestof_error_facts, struct_size) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_error_facts, flags) == 4);
BESTOF_STATIC_ASSERT(offsetof(bestof_error_facts, sup) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_error_facts, range) == 16);
BESTOF_STATIC_ASSERT(offsetof(bestof_error_facts, standard_deviation) == 24);
BESTOF_STATIC_ASSERT(offsetof(bestof_error_facts, left_sub_gaussian) == 32);
BESTOF_STATIC_ASSERT(offsetof(bestof_error_facts, right_sub_gaussian) == 40);
BESTOF_STATIC_ASSERT(offsetof(bestof_error_facts, gold_sub_gaussian) == 48);
BESTOF_STATIC_ASSERT(sizeof(bestof_gold_interval) == 24);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_gold_interval) == BESTOF_ALIGNOF(double));
BESTOF_STATIC_ASSERT(offsetof(bestof_gold_interval, low) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_gold_interval, high) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_gold_interval, low_from) == 16);
BESTOF_STATIC_ASSERT(offsetof(bestof_gold_interval, high_from) == 20);
BESTOF_STATIC_ASSERT(sizeof(bestof_student_prior) == 32);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_student_prior) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_student_prior, mean) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_student_prior, mean_draws) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_student_prior, variance) == 16);
BESTOF_STATIC_ASSERT(offsetof(bestof_student_prior, freedom) == 24);
BESTOF_STATIC_ASSERT(sizeof(bestof_student) == 48);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_student) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_student, law) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_student, best) == 32);
BESTOF_STATIC_ASSERT(offsetof(bestof_student, draws) == 40);
BESTOF_STATIC_ASSERT(sizeof(bestof_student_fit) == 64);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_student_fit) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_student_fit, sums) == 0);
BESTOF_STATIC_ASSERT(sizeof(bestof_student_trial) == 48);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_student_trial) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_student_trial, kept) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_student_trial, best_fixed) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_student_trial, fixed_objective) == 16);
BESTOF_STATIC_ASSERT(offsetof(bestof_student_trial, objective) == 24);
BESTOF_STATIC_ASSERT(offsetof(bestof_student_trial, error) == 32);
BESTOF_STATIC_ASSERT(offsetof(bestof_student_trial, draws) == 40);
BESTOF_STATIC_ASSERT(sizeof(bestof_request) == 56);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_request) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_request, gain) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_request, reserved) == 4);
BESTOF_STATIC_ASSERT(offsetof(bestof_request, least) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_request, most) == 16);
BESTOF_STATIC_ASSERT(offsetof(bestof_request, scale) == 24);
BESTOF_STATIC_ASSERT(offsetof(bestof_request, probability) == 32);
BESTOF_STATIC_ASSERT(offsetof(bestof_request, curve_start) == 40);
BESTOF_STATIC_ASSERT(offsetof(bestof_request, curve_len) == 48);
BESTOF_STATIC_ASSERT(sizeof(bestof_budget) == 24);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_budget) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_budget, divergence) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_budget, reserved) == 4);
BESTOF_STATIC_ASSERT(offsetof(bestof_budget, alpha) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_budget, budget) == 16);
BESTOF_STATIC_ASSERT(sizeof(bestof_choice) == 24);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_choice) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_choice, n) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_choice, value) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_choice, bound) == 16);
BESTOF_STATIC_ASSERT(offsetof(bestof_choice, place) == 20);
BESTOF_STATIC_ASSERT(sizeof(bestof_confidence) == 104);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_confidence) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_confidence, words) == 0);
BESTOF_STATIC_ASSERT(sizeof(bestof_stats) == 104);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_stats) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_stats, words) == 0);
BESTOF_STATIC_ASSERT(sizeof(bestof_summary) == 72);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_summary) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_summary, count) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_summary, mean) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_summary, variance) == 16);
BESTOF_STATIC_ASSERT(offsetof(bestof_summary, standard_deviation) == 24);
BESTOF_STATIC_ASSERT(offsetof(bestof_summary, standard_error) == 32);
BESTOF_STATIC_ASSERT(offsetof(bestof_summary, min) == 40);
BESTOF_STATIC_ASSERT(offsetof(bestof_summary, max) == 48);
BESTOF_STATIC_ASSERT(offsetof(bestof_summary, skewness) == 56);
BESTOF_STATIC_ASSERT(offsetof(bestof_summary, excess_kurtosis) == 64);
BESTOF_STATIC_ASSERT(sizeof(bestof_top) == 8);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_top) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_top, seen) == 0);
BESTOF_STATIC_ASSERT(sizeof(bestof_ranked) == 16);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_ranked) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_ranked, reward) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_ranked, id) == 8);
BESTOF_STATIC_ASSERT(sizeof(bestof_plan) == 544);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_plan) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_plan, words) == 0);
BESTOF_STATIC_ASSERT(sizeof(bestof_progress) == 32);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_progress) == BESTOF_ALIGNOF(uint64_t));
BESTOF_STATIC_ASSERT(offsetof(bestof_progress, draws) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_progress, best) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_progress, mean) == 16);
BESTOF_STATIC_ASSERT(offsetof(bestof_progress, squares) == 24);
BESTOF_STATIC_ASSERT(sizeof(bestof_hedge_peak) == 16);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_hedge_peak) == BESTOF_ALIGNOF(double));
BESTOF_STATIC_ASSERT(offsetof(bestof_hedge_peak, n) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_hedge_peak, gain) == 8);
BESTOF_STATIC_ASSERT(sizeof(bestof_tilted_pool) == 40);
BESTOF_STATIC_ASSERT(BESTOF_ALIGNOF(bestof_tilted_pool) == BESTOF_ALIGNOF(double));
BESTOF_STATIC_ASSERT(offsetof(bestof_tilted_pool, gain) == 0);
BESTOF_STATIC_ASSERT(offsetof(bestof_tilted_pool, kl) == 8);
BESTOF_STATIC_ASSERT(offsetof(bestof_tilted_pool, reverse_kl) == 16);
BESTOF_STATIC_ASSERT(offsetof(bestof_tilted_pool, effective_samples) == 24);
BESTOF_STATIC_ASSERT(offsetof(bestof_tilted_pool, variance) == 32);
#undef BESTOF_STATIC_ASSERT
#undef BESTOF_ALIGNOF
#endif

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* BESTOF_H */
