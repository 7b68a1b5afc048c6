#include "ports/packed_positions.hpp"

namespace anlan::ports {
namespace {

// The number at the front, which is taken off; none if there is no whole one in its shortest form.
std::optional<std::uint64_t> take_number(std::string_view& packed) {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && !packed.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(packed.front());
        packed.remove_prefix(1);
        const std::uint64_t bits = byte & 127U;
        if (shift == 63 && bits > 1) return std::nullopt;
        number |= bits << shift;
        if ((byte & 128U) == 0) return bits != 0 || shift == 0 ? std::optional{number} : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::string pack_positions(std::span<const std::uint64_t> positions) {
    std::string packed;
    std::uint64_t before = 0;
    for (const auto position : positions) {
        std::uint64_t step = position - before;
        before = position;
        for (; step >= 128; step >>= 7) packed.push_back(static_cast<char>(128 | (step & 127)));
        packed.push_back(static_cast<char>(step));
    }
    return packed;
}

std::optional<std::vector<std::uint64_t>> unpack_positions(std::string_view packed) {
    std::vector<std::uint64_t> positions;
    std::uint64_t before = 0;
    while (!packed.empty()) {
        const auto step = take_number(packed);
        if (!step || *step == 0 || before + *step < before) return std::nullopt;
        before += *step;
        positions.push_back(before);
    }
    return positions;
}

}  // namespace anlan::ports
