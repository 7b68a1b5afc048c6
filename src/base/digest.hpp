// 64 bits over a text, for keys and for sums that find damage; whoever wants to deceive it can.
#pragma once
#include <cstdint>
#include <string_view>

namespace anlan {

// `seed` chooses the function.
std::uint64_t digest(std::string_view text, std::uint64_t seed);

}  // namespace anlan
