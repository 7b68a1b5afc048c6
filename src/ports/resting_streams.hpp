// Streams that rest (docs/design/rest.md): read from the snapshot store, or folded from the log where the
// store's row is damaged. What cannot be read is a fault, never "there is none".
//
// Threads: any.
#pragma once
#include "kernel/event_decoder.hpp"
#include "ports/event_log.hpp"
#include "ports/snapshot_store.hpp"

#include <atomic>

namespace anlan::ports {

struct RestingStream {
    const kernel::Module* module = nullptr;
    kernel::StatePtr state;
    std::uint64_t version = 0;
};

class RestingStreams {
public:
    RestingStreams(std::span<const kernel::Module> modules, SnapshotStore& store, EventLog& log,
                   kernel::PersonalSeal* seal)
        : decoder_(modules, seal), store_(store), log_(log), seal_(seal) {}

    // As it was last saved. None: nothing was saved of such a stream.
    Result<std::optional<RestingStream>, Fault> find(std::string_view stream);
    Result<std::vector<std::uint64_t>, Fault> positions(std::string_view stream, std::uint64_t first,
                                                        std::size_t limit) {
        return store_.positions(stream, first, limit);
    }
    SnapshotStore& store() { return store_; }

    // Rows that were not what was saved and came from the log instead.
    std::uint64_t mended() const { return mended_; }

private:
    Result<std::optional<RestingStream>, Fault> from_log(std::string_view stream);

    kernel::EventDecoder decoder_;
    SnapshotStore& store_;
    EventLog& log_;
    kernel::PersonalSeal* seal_;
    std::atomic<std::uint64_t> mended_{0};
};

bool is_damage(const Fault& fault);

}  // namespace anlan::ports
