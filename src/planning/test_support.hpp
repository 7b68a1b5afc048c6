// What the tests of this room share: a seeded source of chance and the way to the real data.
#pragma once
#include "base/source_dir_test_support.hpp"
#include "terms/geo_point.hpp"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace anlan::planning::testing {

// SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere, for ever.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
    double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    double between(double low, double high) { return low + (high - low) * unit(); }
    bool hit(double probability) { return unit() < probability; }
    // Bell-shaped, mean 0, deviation 1 (the sum of twelve uniform figures).
    double bell() {
        double sum = -6;
        for (int i = 0; i < 12; ++i) sum += unit();
        return sum;
    }
    template <class T>
    const T& pick(const std::vector<T>& list) {
        return list[below(list.size())];
    }

private:
    std::uint64_t state_;
};

inline constexpr GeoPoint wuhan{30.5928, 114.3055};

inline GeoPoint somewhere(Chance& chance, double degrees = 0.2, GeoPoint around = wuhan) {
    return {around.latitude + chance.between(-degrees, degrees),
            around.longitude + chance.between(-degrees, degrees)};
}

// The folder of real data, or empty where it is absent.
inline std::filesystem::path shared_data() {
    const char* stated = std::getenv("ANLAN_SHARED_DATA");
    const std::filesystem::path folder = stated != nullptr
                                             ? std::filesystem::path(stated)
                                             : std::filesystem::path(source_dir()) / "../shared/data";
    return std::filesystem::is_directory(folder) ? folder : std::filesystem::path{};
}

}  // namespace anlan::planning::testing
