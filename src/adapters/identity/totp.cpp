#include "adapters/identity/totp.hpp"

#include "base/check.hpp"

#include <array>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

namespace anlan::adapters::identity {
namespace {

std::uint32_t truncated(const unsigned char* mac, std::size_t size) {
    const std::size_t at =
        mac[size - 1] & 0x0FU;  // RFC 4226, 5.3: at most 15, and a MAC has 20 bytes or more
    return (static_cast<std::uint32_t>(mac[at] & 0x7FU) << 24U) |
           (static_cast<std::uint32_t>(mac[at + 1]) << 16U) |
           (static_cast<std::uint32_t>(mac[at + 2]) << 8U) | static_cast<std::uint32_t>(mac[at + 3]);
}

}  // namespace

std::int64_t totp_step_at(Instant at) {
    return std::chrono::floor<Seconds>(at).time_since_epoch().count() / totp_step.count();
}

std::string totp_code(std::string_view secret, ports::TotpAlgorithm algorithm, std::int64_t step,
                      int digits) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i)
        counter[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (56U - 8U * i));
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int size = 0;
    const EVP_MD* hash = algorithm == ports::TotpAlgorithm::sha256 ? EVP_sha256() : EVP_sha1();
    const auto* made = HMAC(hash, secret.data(), static_cast<int>(secret.size()), counter.data(),
                            counter.size(), mac.data(), &size);
    ANLAN_CHECK(made != nullptr, "HMAC failed");
    std::uint32_t value = truncated(mac.data(), size);
    std::string code(static_cast<std::size_t>(digits), '0');
    for (auto digit = code.rbegin(); digit != code.rend(); ++digit, value /= 10)
        *digit = static_cast<char>('0' + value % 10);
    return code;
}

std::optional<std::int64_t> totp_match(std::string_view secret, ports::TotpAlgorithm algorithm,
                                       std::string_view code, Instant now, std::int64_t used_step) {
    if (code.size() != static_cast<std::size_t>(totp_digits)) return std::nullopt;
    const std::int64_t current = totp_step_at(now);
    std::optional<std::int64_t> found;
    for (std::int64_t step = current - totp_drift; step <= current + totp_drift; ++step) {
        const auto expected = totp_code(secret, algorithm, step);
        if (sodium_memcmp(expected.data(), code.data(), code.size()) == 0 && step > used_step) found = step;
    }
    return found;
}

std::string base32(std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : bytes) {
        held = (held << 8U) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 31U];
    }
    if (bits > 0) text += alphabet[(held << (5 - bits)) & 31U];
    return text;
}

std::string totp_uri(std::string_view secret, ports::TotpAlgorithm algorithm, std::string_view login) {
    // A login's characters need no escape but '@', and apps read that as it is.
    std::string uri = "otpauth://totp/Anlan:" + std::string{login} + "?secret=" + base32(secret) +
                      "&issuer=Anlan&algorithm=";
    uri += algorithm == ports::TotpAlgorithm::sha256 ? "SHA256" : "SHA1";
    return uri + "&digits=" + std::to_string(totp_digits) + "&period=" + std::to_string(totp_step.count());
}

}  // namespace anlan::adapters::identity
