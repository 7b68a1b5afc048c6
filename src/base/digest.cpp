#include "base/digest.hpp"

#include <cstring>

namespace anlan {
namespace {

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): each input bit reaches each output bit.
std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

}  // namespace

std::uint64_t digest(std::string_view text, std::uint64_t seed) {
    std::uint64_t hash = mix(seed + 0x9e3779b97f4a7c15ULL + text.size());
    while (text.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), 8);
        hash = mix(hash ^ word) + 0x9e3779b97f4a7c15ULL;
        text.remove_prefix(8);
    }
    std::uint64_t last = 0;
    std::memcpy(&last, text.data(), text.size());
    return mix(hash ^ last);
}

}  // namespace anlan
