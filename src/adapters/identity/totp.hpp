// One-time codes of an authenticator app: RFC 6238 over HOTP (RFC 4226), six digits, a new one each thirty
// seconds. Pure: time is handed in as the number of the step.
#pragma once
#include "base/instant.hpp"
#include "ports/factors.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anlan::adapters::identity {

inline constexpr Seconds totp_step{30};
inline constexpr int totp_digits = 6;
inline constexpr std::int64_t totp_drift = 1;  // steps: a phone's clock may be that far off

std::int64_t totp_step_at(Instant at);
// The code of one step, with as many digits as asked for (the RFC's own vectors have eight).
std::string totp_code(std::string_view secret, ports::TotpAlgorithm algorithm, std::int64_t step,
                      int digits = totp_digits);

// Which step within the drift this is the code of; a step at or before `used_step` was used before and is
// none.
std::optional<std::int64_t> totp_match(std::string_view secret, ports::TotpAlgorithm algorithm,
                                       std::string_view code, Instant now, std::int64_t used_step);

std::string base32(std::string_view bytes);  // RFC 4648 without padding, as the apps read it
// otpauth://totp/Anlan:li.na?secret=…, the form that apps read from a QR code.
std::string totp_uri(std::string_view secret, ports::TotpAlgorithm algorithm, std::string_view login);

}  // namespace anlan::adapters::identity
