// An event record as bytes, and the chain of hashes that ties each to all before it.
#pragma once
#include "base/result.hpp"
#include "kernel/envelope.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace anlan::kernel {

using Hash = std::array<std::uint8_t, 32>;

std::string encode(const Envelope& envelope);
Result<Envelope, std::string> decode(std::string_view bytes);
Hash seal(const Hash& before, std::string_view bytes);

}  // namespace anlan::kernel
