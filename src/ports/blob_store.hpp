// Sealed bytes of attachments by the hash of what is sealed (docs/design/attachments.md). What lies here says
// nothing without the keys of the records; which record a blob is of stands in the log, not here.
//
// Threads: any.
#pragma once
#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/strong.hpp"
#include "ports/fault.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::ports {

// BLAKE2b-256 of the sealed bytes: 64 hexadecimal digits.
using BlobHash = Strong<struct BlobHashTag, std::string>;

inline constexpr std::size_t blob_hash_digits = 64;
inline constexpr std::size_t blob_bytes_max = 16 * 1'024 * 1'024;  // the largest that is put

// In bytes from the front.
struct ByteRange {
    std::uint64_t offset = 0;
    std::uint64_t count = 0;
};

struct BlobEntry {
    BlobHash hash;
    std::uint64_t bytes = 0;
    Instant written_at{};  // first; a later put of the same leaves it
};

// Faults: attachments.missing where there is none of that hash, attachments.damaged where it is another,
// attachments.too_large, attachments.disk_full, attachments.io.
class BlobStore {
public:
    virtual ~BlobStore() = default;

    // Durable when it returns, whole or not at all. The same bytes twice lie there once; where
    // they were damaged they are put right.
    virtual Result<BlobHash, Fault> put(std::string_view sealed) noexcept = 0;
    // What of the range lies within; not held against the hash, for whoever opens it sees what was changed.
    virtual Result<std::string, Fault> get(const BlobHash& hash, ByteRange range) noexcept = 0;
    // How many bytes it has, all of them held against the hash.
    virtual Result<std::uint64_t, Fault> check(const BlobHash& hash) noexcept = 0;
    // Of what is not there, too.
    virtual Result<Done, Fault> remove(const BlobHash& hash) noexcept = 0;
    // Ascending by hash; nothing that is half written.
    virtual Result<std::vector<BlobEntry>, Fault> list() noexcept = 0;
};

}  // namespace anlan::ports
