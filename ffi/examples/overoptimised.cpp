// Picking by a proxy reward helps until it hurts: the gold reward of best-of-n by proxy, for every n, from one pool.
//
//     make lib
//     c++ -std=c++17 -Iinclude ffi/examples/overoptimised.cpp target/release/libbestof.a -o overoptimised && ./overoptimised

#include "bestof.h"

#include <algorithm>
#include <cstdio>
#include <vector>

int main()
{
    // Ten answers to one prompt. The two that the proxy likes best please it for the wrong reasons.
    const std::vector<double> proxy{0.9, 0.1, 0.5, 0.7, 0.2, 0.6, 0.3, 0.8, 0.4, 1.0};
    const std::vector<double> gold{0.3, 0.1, 0.6, 0.8, 0.2, 0.6, 0.3, 0.9, 0.5, 0.0};

    std::vector<double> scratch(bestof_curve_scratch_len(proxy.size()));
    std::vector<double> proxy_curve(proxy.size()), gold_curve(proxy.size());
    const bestof_status status =
        bestof_curve(proxy.data(), gold.data(), proxy.size(), scratch.data(), scratch.size(), proxy_curve.data(),
                     gold_curve.data(), gold_curve.size());
    if (status != BESTOF_OK) {
        std::fprintf(stderr, "%s\n", bestof_status_message(status));
        return 1;
    }

    for (std::size_t i = 0; i < gold_curve.size(); i++)
        std::printf("n = %2zu   KL %.4f nats   proxy %.4f   gold %.4f\n", i + 1, bestof_kl(double(i + 1)), proxy_curve[i],
                    gold_curve[i]);
    const auto best = std::max_element(gold_curve.begin(), gold_curve.end());
    std::printf("best n by gold: %td\n", best - gold_curve.begin() + 1);
    return 0;
}
