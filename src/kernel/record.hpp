// The bytes of an event as the log keeps them, and the chain that binds each record to all before it. The
// format is for good: a log written today must be read in twenty years, by somebody who has
// docs/log-format.md and nothing else. There is exactly one encoding of an envelope, so bytes that were
// altered and re-encoded are noticed.
#pragma once
#include "base/result.hpp"
#include "kernel/envelope.hpp"
#include "kernel/module.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace anlan::kernel {

using Hash = std::array<std::uint8_t, 32>;

std::string encode(const Envelope& envelope);
void encode(const Envelope& envelope, std::string& out);  // appends

// Malformed::path is the envelope's member; "" for what lies around the members.
Result<Envelope, Malformed> decode(std::string_view bytes);
// The same into an envelope that is used again: whoever reads a million keeps the room of its texts. Of what
// is malformed, anything may stand in it.
Result<Done, Malformed> decode(std::string_view bytes, Envelope& envelope);

// SHA-256 over the hash before and the record's bytes. The hash before the first record is all zero.
Hash seal(const Hash& before, std::string_view bytes);

std::string to_hex(const Hash& hash);
std::optional<Hash> hash_from_hex(std::string_view hex);

struct ChainBreak {
    std::uint64_t position = 0;  // the first that does not fit
    std::string reason;          // for people
};

// Takes the records of a log in the order in which they are stored, and stops at the first that does not fit.
class ChainCheck {
public:
    // False once a record did not fit.
    bool add(std::uint64_t position, std::string_view bytes, const Hash& hash);

    std::uint64_t records() const { return records_; }
    const Hash& head() const { return head_; }
    const std::optional<ChainBreak>& broken() const { return broken_; }

private:
    std::optional<std::string> misfit(std::uint64_t position, std::string_view bytes, const Hash& hash);
    std::optional<std::string> misfit_in_story(const Envelope& envelope);

    std::uint64_t records_ = 0;
    Hash head_{};
    Instant latest_ = Instant::min();
    std::unordered_map<std::string, std::uint64_t> versions_;  // of each stream
    std::optional<ChainBreak> broken_;
};

}  // namespace anlan::kernel
