// Where a stream's records stand in the log, as the snapshot keeps it: ascending numbers, each as its
// difference to the one before, base 128, shortest form.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::ports {

std::string pack_positions(std::span<const std::uint64_t> positions);
// None if the bytes are not what pack_positions() wrote.
std::optional<std::vector<std::uint64_t>> unpack_positions(std::string_view packed);

}  // namespace anlan::ports
