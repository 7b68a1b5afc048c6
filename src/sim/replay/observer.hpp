// Watches a replay from behind the commit: every figure of the report comes from the events that the engine
// recorded, not from the file that was replayed.
#pragma once
#include "kernel/committed.hpp"
#include "sim/replay/report.hpp"

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

enum class Stamp { received, entry, dispatch, en_route, on_scene, clear };
inline constexpr std::size_t stamps = 6;

class ReplayObserver {
public:
    void apply(std::span<const kernel::Committed> committed);

    // The log says this of the assignment and the engine would not have it, because it contradicts what it
    // knows; the figures count what the log says. Without an instant: what the engine has was put in by us,
    // and counts for nothing.
    void overrule(const std::string& assignment, Stamp stamp, std::optional<Instant> logged);

    Intervals intervals() const;
    std::map<std::string, ObligationTally> obligations() const;
    std::uint64_t events() const { return events_; }

private:
    struct Response {
        std::string incident;
        std::array<std::optional<Instant>, stamps> at;
    };
    struct Overruled {
        Stamp stamp;
        std::optional<Instant> logged;
    };
    struct Owed {
        Instant since;
        bool missed = false;
    };
    using OwedBy = std::map<std::pair<std::string, std::string>, Owed>;  // kind and key

    void note_stamps(const kernel::Committed& committed);
    void note_stamp(const std::string& assignment, Stamp stamp, Instant at);
    void note_obligations(const kernel::Committed& committed);
    std::vector<Response> responses() const;

    std::unordered_map<std::string, Response> by_assignment_;
    std::unordered_map<std::string, std::array<std::optional<Instant>, 2>> by_incident_;  // received, entry
    std::unordered_map<std::string, std::vector<Overruled>> overruled_;
    std::unordered_map<std::string, OwedBy> owed_;  // by stream; the key's kind carries the module's name
    std::map<std::string, ObligationTally> tallies_;
    std::uint64_t events_ = 0;
};

}  // namespace anlan::sim
