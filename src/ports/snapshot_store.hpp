// States of streams as of one position, so that a start reads the rest of the log only. Everything in it can
// be thrown away and rebuilt from the log; a snapshot whose fingerprint is not the running build's is
// ignored.
//
// Threads: one at a time.
#pragma once
#include "base/result.hpp"
#include "ports/fault.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace anlan::ports {

struct StreamSnapshot {
    std::string stream;
    std::uint64_t version = 0;
    std::string state;      // JSON of the module's State
    std::string positions;  // codec's packed list of the stream's positions in the log
    bool owes = false;      // has open obligations: loaded at start
};

struct SnapshotInfo {
    std::uint64_t position = 0;  // every state is as of this position of the log
    std::string fingerprint;     // of the code that folded them, and of the log they were folded from
    std::string extra;           // the engine's own note (recent command ids, policy position)
};

class SnapshotStore {
public:
    virtual ~SnapshotStore() = default;

    virtual Result<std::optional<SnapshotInfo>, Fault> info() noexcept = 0;
    // Streams not named keep their snapshot. All or none.
    virtual Result<Done, Fault> save(const SnapshotInfo& info,
                                     std::span<const StreamSnapshot> changed) noexcept = 0;
    virtual Result<std::optional<StreamSnapshot>, Fault> load(std::string_view stream) noexcept = 0;
    using Sink = std::function<bool(const StreamSnapshot&)>;
    virtual Result<Done, Fault> for_each(bool only_owing, const Sink& sink) noexcept = 0;
    virtual Result<Done, Fault> clear() noexcept = 0;
};

}  // namespace anlan::ports
