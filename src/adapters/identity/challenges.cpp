#include "adapters/identity/challenges.hpp"

#include "adapters/identity/token.hpp"

#include <sodium.h>

namespace anlan::adapters::identity {
namespace {

// chance (16) · when it ends, in milliseconds, the last byte first (8) · signature (32)
constexpr std::size_t chance_length = 16;
constexpr std::size_t end_length = 8;
constexpr std::size_t said_length = chance_length + end_length;
constexpr std::size_t signature_length = crypto_auth_hmacsha256_BYTES;
constexpr std::size_t whole_length = said_length + signature_length;
static_assert(crypto_auth_hmacsha256_KEYBYTES == 32);

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string end_text(Instant ends_at) {
    auto rest = static_cast<std::uint64_t>(ends_at.time_since_epoch().count());
    std::string text;
    for (std::size_t i = 0; i < end_length; ++i, rest >>= 8U) text += static_cast<char>(rest & 0xffU);
    return text;
}

Instant end_in(std::string_view challenge) {
    std::uint64_t value = 0;
    for (std::size_t i = said_length; i > chance_length; --i)
        value = (value << 8U) | static_cast<unsigned char>(challenge[i - 1]);
    return Instant{Millis{static_cast<std::int64_t>(value)}};
}

// What is said is of one length, so nothing of it can pass for a part of whom it was made for.
std::string signed_text(std::string_view said, ChallengeFor use, std::string_view made_for) {
    std::string text{said};
    text += use == ChallengeFor::making ? 'm' : 's';
    return text.append(made_for);
}

}  // namespace

Challenges::Challenges() { crypto_auth_hmacsha256_keygen(key_.data()); }

std::string Challenges::give(ChallengeFor use, std::string_view made_for, Instant now) const {
    std::string challenge = chance_bytes(chance_length) + end_text(now + valid_for);
    std::string signature(signature_length, '\0');
    const auto text = signed_text(challenge, use, made_for);
    crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(signature.data()), bytes(text), text.size(),
                           key_.data());
    return challenge + signature;
}

bool Challenges::holds(const std::string& challenge, ChallengeFor use, std::string_view made_for,
                       Instant now) const {
    if (challenge.size() != whole_length || used_.contains(challenge)) return false;
    const auto text = signed_text(std::string_view{challenge}.substr(0, said_length), use, made_for);
    const auto* signature = bytes(challenge) + said_length;
    return crypto_auth_hmacsha256_verify(signature, bytes(text), text.size(), key_.data()) == 0 &&
           now < end_in(challenge);
}

bool Challenges::take(const std::string& challenge, ChallengeFor use, std::string_view made_for,
                      Instant now) {
    while (!used_in_order_.empty() && used_in_order_.front().first <= now) {
        used_.erase(used_in_order_.front().second);
        used_in_order_.pop_front();
    }
    if (!holds(challenge, use, made_for, now) || used_.size() >= used_max) return false;
    used_.insert(challenge);
    used_in_order_.emplace_back(now + valid_for, challenge);  // by then it has ended
    return true;
}

}  // namespace anlan::adapters::identity
