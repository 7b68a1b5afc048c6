// Session tokens and account ids: chance from the kernel, hashes for keeping.
#pragma once
#include "adapters/identity/store.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace anlan::adapters::identity {

inline constexpr std::size_t token_length = 43;  // 256 bits in base64url without padding

std::string make_token();
TokenHash hash_token(std::string_view token);
std::string make_account_id(Instant now);

}  // namespace anlan::adapters::identity
