// A program that has nothing of us but what is installed.
#include <bestof.hpp>

#include <cstdio>

int main()
{
    const auto n = bestof::max_n(bestof::divergence::kl, 0.0, 2.0);
    if (!n || bestof::version_number() != bestof::header_version_number) return 1;
    std::printf("C++ %lu\n", static_cast<unsigned long>(*n));
    return *n != 19;
}
