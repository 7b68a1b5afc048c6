// Which records' personal texts are kept no longer: derived from the records' states and retention.toml. A
// pass of the clock asks for what is due and sends it to the erasure module; when that has recorded it, and
// not before, the keys are destroyed here.
//
// Threads: apply and restore on the publishing thread, due from any.
#pragma once
#include "domain/erasure/events.hpp"
#include "domain/erasure/rules.hpp"
#include "kernel/committed.hpp"
#include "ports/key_store.hpp"
#include "ports/snapshot_store.hpp"
#include "views/records.hpp"

#include <map>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace anlan::views {

class Retention {
public:
    // `resting` knows when the records were closed that left memory; none: all are in memory.
    Retention(std::span<const kernel::Module> modules, const kernel::Rulebook& rules, ports::KeyStore& keys,
              ports::SnapshotStore* resting = nullptr);

    // A stream that a start took from a snapshot.
    void restore(const kernel::Module& module, std::string_view stream, const kernel::StatePtr& state);
    void apply(std::span<const kernel::Committed> committed);
    // The record has left memory: `resting` knows its day from now on.
    void rested(const kernel::Module& module, const std::string& stream, const kernel::StatePtr& state);

    // Destroys the keys of what was recorded as erased; tells which records lost theirs now, so that their
    // plain texts are forgotten wherever they are held. What the disk refuses is tried again with the next
    // call.
    std::vector<std::string> destroy();

    // What is due at `now`, at most `limit`, as commands of the erasure module: stream and command.
    Result<std::vector<kernel::Followup>, ports::Fault> due(Instant now, const Records& records,
                                                            std::size_t limit);

    struct Counts {
        std::size_t waiting = 0;      // closed records in memory whose day has not come, or is not dealt with
        std::size_t undestroyed = 0;  // erased, and the disk would not have it yet
        std::uint64_t destroyed = 0;  // since the start
    };
    Counts counts() const;

private:
    struct Kept {
        Instant closed_at;
        Instant until;
        const erasure::KeepRule* rule = nullptr;
    };
    std::optional<Kept> kept(const kernel::Module& module, const kernel::StatePtr& state) const;
    void note(const kernel::Module& module, const std::string& stream, const kernel::StatePtr& state);
    Result<std::optional<kernel::Followup>, ports::Fault> command_for(const std::string& stream, Instant now,
                                                                      const Records& records);
    using Commands = std::vector<kernel::Followup>;
    Result<Done, ports::Fault> add_due_in_memory(Instant now, const Records& records, std::size_t limit,
                                                 Commands& commands);
    Result<Done, ports::Fault> add_due_at_rest(const Records& records, std::size_t limit, Commands& commands);
    Result<Done, ports::Fault> add_due_of_kind(const std::string& closed_as, const Records& records,
                                               std::size_t limit, Commands& commands);

    const kernel::CommandSpec* erase_record_ = nullptr;
    const kernel::Module* erasure_ = nullptr;
    const kernel::Rulebook& rules_;
    ports::KeyStore& keys_;

    mutable std::mutex mutex_;
    std::map<Instant, std::set<std::string>>
        by_end_;  // streams may stand here that are due later or not at all
    std::vector<ports::RecordKeys> to_destroy_;
    ports::SnapshotStore* resting_;
    std::map<std::string, ports::ClosedRow> dealt_with_;  // of the resting: by kind, those up to this one
    Instant looked_at_{};                                 // the last `now` of due()
    std::uint64_t destroyed_ = 0;
    bool first_ = true;  // destroy() was not called yet
};

}  // namespace anlan::views
