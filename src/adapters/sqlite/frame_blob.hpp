// The blob of one row: the records of one append, one behind the other. Each is four bytes of length (little
// endian), the 32 bytes of its hash, its canonical bytes. One row for each append and not for each record,
// because it costs half the time to write and a fifth to read (docs/log-format.md has the figures).
#pragma once
#include "ports/event_log.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace anlan::adapters {

// An append of more is stored as several rows of one transaction.
inline constexpr std::size_t blob_bytes_target = std::size_t{1} << 20U;

// Appends frames to `blob` until it has blob_bytes_target or they are used up; the count that was taken.
std::size_t pack(std::span<const ports::Frame> frames, std::string& blob);

class FrameReader {
public:
    explicit FrameReader(std::string_view blob) : rest_(blob) {}

    // False at the end, and where the blob is cut short: whole() tells the two apart.
    bool next(std::string_view& bytes, ports::Hash& hash);
    bool whole() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

}  // namespace anlan::adapters
