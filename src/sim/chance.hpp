// Chance from a seed, the same on every machine: the standard's own distributions differ between libraries.
#pragma once
#include "base/instant.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace anlan::sim {

class Chance {
public:
    explicit Chance(std::uint64_t seed) : engine_(seed) {}

    std::uint64_t bits() { return engine_(); }
    double share() { return static_cast<double>(engine_() >> 11U) * 0x1p-53; }  // 0 to 1, 1 excluded
    double between(double low, double high) { return low + (high - low) * share(); }
    bool hit(double probability) { return share() < probability; }
    std::size_t below(std::size_t count) {
        return static_cast<std::size_t>(share() * static_cast<double>(count));
    }
    Millis seconds(double low, double high) {
        return Millis{static_cast<std::int64_t>(between(low, high) * 1'000)};
    }
    // Until the next of events that come `per_second`, each by itself.
    Millis waiting(double per_second) {
        return Millis{static_cast<std::int64_t>(-std::log(1 - share()) / per_second * 1'000)};
    }

    template <class T>
    const T& one_of(const std::vector<T>& list) {
        return list[below(list.size())];
    }
    // An index, each as likely as its weight.
    std::size_t weighted(const std::vector<double>& cumulative) {
        const double at = share() * cumulative.back();
        std::size_t i = 0;
        while (i + 1 < cumulative.size() && cumulative[i] <= at) ++i;
        return i;
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace anlan::sim
