// The keys of records: what seals their personal texts, and what is destroyed to erase them. A key that seals
// is durable before the first text sealed with it can be; a key that was destroyed is gone from the disk when
// the call returns.
//
// Threads: any.
#pragma once
#include "base/result.hpp"
#include "kernel/personal_seal.hpp"
#include "ports/fault.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::ports {

// A record's keys by their numbers. A number is never used again.
struct RecordKeys {
    std::string stream;
    std::vector<std::uint64_t> keys;
};

class KeyStore : public kernel::PersonalSeal {
public:
    // The numbers of its keys that live, ascending; usually one.
    virtual std::vector<std::uint64_t> keys_of(std::string_view stream) noexcept = 0;

    // Those of them that live and are that record's; tells which records lost one. Durable when it returns;
    // after a fault some may be left, and the call can be made again.
    virtual Result<std::vector<std::string>, Fault> destroy(std::span<const RecordKeys> records) noexcept = 0;

    // Whose keys they are is durable when it returns. It is found in the log, too: a store that comes back
    // without it learns it again from the texts it opens.
    virtual Result<Done, Fault> sync() noexcept = 0;
};

}  // namespace anlan::ports
