#include "adapters/identity/password.hpp"

#include <array>

#include <sodium.h>

namespace anlan::adapters::identity {

PasswordCost interactive_cost() {
    return {crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE};
}
PasswordCost least_cost() { return {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN}; }

std::optional<std::string> hash_password(const PersonalText& password, PasswordCost cost) {
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    const std::string& text = password.reveal();
    if (crypto_pwhash_str_alg(hash.data(), text.data(), text.size(), cost.operations, cost.memory_bytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return std::nullopt;
    return std::string{hash.data()};
}

bool verify_password(const std::string& hash, const PersonalText& password) {
    if (hash.size() >= crypto_pwhash_STRBYTES) return false;
    const std::string& text = password.reveal();
    return crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0;
}

}  // namespace anlan::adapters::identity
