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
    Retention(std::span<const kernel::Module> modules, const kernel::Rulebook& rules, ports::KeyStore& keys);

    // A stream that a start took from a snapshot.
    void restore(const kernel::Module& module, std::string_view stream, const kernel::StatePtr& state);
    void apply(std::span<const kernel::Committed> committed);

    // Destroys the keys of what was recorded as erased; tells which records lost theirs now, so that their
    // plain texts are forgotten wherever they are held. What the disk refuses is tried again with the next
    // call.
    std::vector<std::string> destroy();

    // What is due at `now`, at most `limit`, as commands of the erasure module: stream and command.
    std::vector<kernel::Followup> due(Instant now, const Records& records, std::size_t limit);

    struct Counts {
        std::size_t waiting = 0;      // closed records whose day has not come, or is not dealt with
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
    std::optional<kernel::Followup> command_for(const std::string& stream, Instant now,
                                                const Records& records);

    const kernel::CommandSpec* erase_record_ = nullptr;
    const kernel::Module* erasure_ = nullptr;
    const kernel::Rulebook& rules_;
    ports::KeyStore& keys_;

    mutable std::mutex mutex_;
    std::map<Instant, std::set<std::string>>
        by_end_;  // streams may stand here that are due later or not at all
    std::vector<ports::RecordKeys> to_destroy_;
    std::uint64_t destroyed_ = 0;
    bool first_ = true;  // destroy() was not called yet
};

}  // namespace anlan::views
