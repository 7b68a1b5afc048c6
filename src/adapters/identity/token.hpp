// Session tokens, keys of machines, recovery codes and ids: chance from the kernel, hashes for keeping.
#pragma once
#include "adapters/identity/store.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::adapters::identity {

inline constexpr std::size_t token_length = 43;  // 256 bits in base64url without padding
inline constexpr std::string_view key_prefix = "anl_";

std::string make_token();
TokenHash hash_token(std::string_view token);
std::string make_account_id(Instant now);
// "psk_…", "key_…"
std::string make_id(std::string_view prefix, Instant now);

std::string chance_bytes(std::size_t count);

// "K7QF-2MNA-X4TP-9RWD": sixteen characters of five bits. The first four find the code's hash among an
// account's and are no secret; the rest is 60 bits of chance.
std::string make_recovery_code();
inline constexpr std::size_t recovery_selector_length = 4;
// As it was written down: without dashes and blanks, in capitals, O for 0 and I for 1; empty: none.
std::string plain_recovery_code(std::string_view typed);

}  // namespace anlan::adapters::identity
