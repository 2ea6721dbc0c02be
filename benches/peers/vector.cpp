// The retyped formula on SLEEF's and SVML's vector logarithms.
#include "vector.hpp"

#include <immintrin.h>
#include <sleef.h>

#include "library.hpp"

namespace {

template <class Log> void wide(const double *n, std::size_t len, double *out, Log log) {
    const __m512d one = _mm512_set1_pd(1.0);
    for (std::size_t i = 0; i + 8 <= len; i += 8) {
        const __m512d x = _mm512_loadu_pd(n + i);
        _mm512_storeu_pd(out + i, _mm512_sub_pd(log(x), _mm512_div_pd(_mm512_sub_pd(x, one), x)));
    }
}

template <class Log> void narrow(const double *n, std::size_t len, double *out, Log log) {
    const __m256d one = _mm256_set1_pd(1.0);
    for (std::size_t i = 0; i + 4 <= len; i += 4) {
        const __m256d x = _mm256_loadu_pd(n + i);
        _mm256_storeu_pd(out + i, _mm256_sub_pd(log(x), _mm256_div_pd(_mm256_sub_pd(x, one), x)));
    }
}

} // namespace

std::vector<Formula> vector_formulas(const std::string &svml) {
    std::vector<Formula> formulas;
    formulas.push_back({"SLEEF u10, 8 lanes", [](const double *n, std::size_t len, double *out) {
                            wide(n, len, out, [](__m512d x) { return Sleef_logd8_u10avx512f(x); });
                        }});
    formulas.push_back({"SLEEF u10, 4 lanes", [](const double *n, std::size_t len, double *out) {
                            narrow(n, len, out, [](__m256d x) { return Sleef_logd4_u10avx2(x); });
                        }});
    if (svml.empty()) return formulas;
    void *library = open_library(svml);
    const struct {
        const char *name, *symbol;
    } wides[] = {{"Intel SVML, high accuracy, 8 lanes", "__svml_log8_ha"}, {"Intel SVML, low accuracy, 8 lanes", "__svml_log8"}};
    for (const auto &[name, entry] : wides)
        if (auto *log = symbol<__m512d(__m512d)>(library, entry))
            formulas.push_back({name, [log](const double *n, std::size_t len, double *out) { wide(n, len, out, log); }});
    if (auto *log = symbol<__m256d(__m256d)>(library, "__svml_log4_ha"))
        formulas.push_back({"Intel SVML, high accuracy, 4 lanes",
                            [log](const double *n, std::size_t len, double *out) { narrow(n, len, out, log); }});
    return formulas;
}
