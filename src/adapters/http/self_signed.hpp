// A certificate of one's own, for a site without an authority that would sign one: made at the first start,
// kept, and made anew before it runs out or when the machine is called otherwise.
#pragma once
#include "base/instant.hpp"
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace anlan::adapters::http {

inline constexpr std::chrono::days self_signed_for{397};     // browsers take no longer ones
inline constexpr std::chrono::days self_signed_renewed{30};  // before its end

struct SelfSigned {
    std::string certificate;  // file
    std::string private_key;  // file, readable by its owner alone
    std::string fingerprint;  // SHA-256 of the certificate: "AB:CD:…"
    bool made = false;        // now
};

// Names and addresses under which this machine is reached: its own, beside those given.
std::vector<std::string> names_of_this_machine(const std::vector<std::string>& given);

// The certificate in `folder` if it serves these names at `now` still, else a new one with a new key.
Result<SelfSigned, ports::Fault> self_signed(const std::filesystem::path& folder,
                                             const std::vector<std::string>& names, Instant now);

}  // namespace anlan::adapters::http
