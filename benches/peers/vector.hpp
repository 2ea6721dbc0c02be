#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

struct Formula {
    std::string name;
    std::function<void(const double *, std::size_t, double *)> call;
};

/// `svml` is the path of Intel's library, or empty.
std::vector<Formula> vector_formulas(const std::string &svml);
