// Walks a log from the first record to the last without changing anything, also while `anlan serve` appends
// to it, and names the first position that does not fit: a changed byte, a missing or swapped record, a
// cut-off end, a damaged page. Somebody who rewrites the whole chain and the file `head` with it is found by
// comparing with a head that was published before (`known`).
#pragma once
#include "base/result.hpp"
#include "ports/event_log.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace anlan::adapters {

struct VerifyReport {
    bool ok = false;
    std::uint64_t records = 0;             // that fit, from the first on
    std::string head;                      // hex of the hash of the last of them
    std::uint64_t first_bad_position = 0;  // 0: every record fits
    std::string reason;                    // what does not fit; may be the file around records that all fit
    std::vector<std::string> repairs;      // what the next start will drop, and other things worth knowing
};

struct VerifyOptions {
    std::optional<ports::Head> known = {};  // the log must contain this head
    // Called now and then with what is done and what there is in all.
    std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

// A Fault only where there is nothing to judge: no log there, or it cannot be read for want of rights.
Result<VerifyReport, ports::Fault> verify(const std::filesystem::path& directory,
                                          const VerifyOptions& options = {}) noexcept;

}  // namespace anlan::adapters
