// Argon2id through libsodium. A hash carries its own parameters, so they can be raised later.
#pragma once
#include "base/personal_text.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace anlan::adapters::identity {

// How much one guess costs. The product uses `interactive` (64 MB, about 0.1 s of work); tests take the least
// that the function allows.
struct PasswordCost {
    unsigned long long operations;
    std::size_t memory_bytes;
};
PasswordCost interactive_cost();
PasswordCost least_cost();

// None: not enough memory for the function now.
std::optional<std::string> hash_password(const PersonalText& password, PasswordCost cost);
bool verify_password(const std::string& hash, const PersonalText& password);

}  // namespace anlan::adapters::identity
