// The one place where Anlan commits. Frames are appended in position order, without gaps; append returns when
// they are durable (survive loss of power) and not before. Content and hash chain are codec/record.hpp's
// business: a log stores bytes.
//
// Threads: append and head from one thread at a time; read from any thread, also while append runs.
#pragma once
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::ports {

using Hash = std::array<std::uint8_t, 32>;

// One record: its canonical bytes and the hash of the chain up to and including it.
struct Frame {
    std::uint64_t position = 0;
    std::string bytes;
    Hash hash{};
};

struct Head {
    std::uint64_t records = 0;  // also the position of the last one
    Hash hash{};                // all zero for an empty log
};

class EventLog {
public:
    virtual ~EventLog() = default;

    virtual Result<Head, Fault> head() noexcept = 0;

    // All or none. `frames` starts at head().records + 1. After a fault the log is as before the call, or the
    // fault says `stop`; the caller asks head() to learn which.
    virtual Result<Done, Fault> append(std::span<const Frame> frames) noexcept = 0;

    // Calls `sink` for each frame from `first` on, in order, until it returns false or the log ends.
    using Sink = std::function<bool(std::uint64_t position, std::string_view bytes, const Hash& hash)>;
    virtual Result<Done, Fault> read(std::uint64_t first, const Sink& sink) noexcept = 0;

    // What was mended or left out when the log was opened, for people: "dropped 4,152 bytes of an unfinished
    // write". Empty when it opened clean.
    virtual std::vector<std::string> repairs() const = 0;
};

}  // namespace anlan::ports
