// The formula that people retype, compiled for whatever vector mathematics the flags allow.
#include <cmath>
#include <cstddef>

extern "C" void NAME(const double *n, std::size_t len, double *out) {
    for (std::size_t i = 0; i < len; i++) out[i] = std::log(n[i]) - (n[i] - 1.0) / n[i];
}
