// What was shared with whom, from when to when, by the facts alone; and that partners are told and shown that
// and nothing else.
#pragma once
#include "domain/call/events.hpp"
#include "domain/incident/events.hpp"
#include "sim/checks/checker.hpp"
#include "sim/world/consoles.hpp"

#include <limits>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

class SharingChecker final : public Checker {
public:
    SharingChecker(const Chronicle& chronicle, std::vector<access::Seat> consoles,
                   const Instant& hindered_until, Findings& findings)
        : chronicle_(chronicle),
          consoles_(std::move(consoles)),
          hindered_until_(hindered_until),
          findings_(findings) {}

    void recorded(const Step& step) override;
    void shown(const Shown& shown, Instant now) override;
    void forget() override;
    void inspect(SimulatedNode& node) override;
    // A change that a console saw.
    void told(std::size_t console, const SeenChange& change);
    // What the facts say of shares as they stand at `now`.
    void look(Instant now);

private:
    // Positions: of the commit that began it, and the last of those in which it still was.
    struct Span {
        PostId post_id;
        std::uint64_t from = 0;
        std::uint64_t until = std::numeric_limits<std::uint64_t>::max();
        bool whole = false;
        std::string share_id = {};

        bool holds_at(std::uint64_t position) const { return from <= position && position <= until; }
    };
    struct Open {
        incident::IncidentShared shared;
        std::optional<Instant> ends_at;
    };
    using Spans = std::unordered_map<std::string, std::vector<Span>>;

    void incident_recorded(const Step& step);
    void call_recorded(const Step& step);
    void end(const Step& step, const std::string& share_id);
    bool was_shared(const std::string& stream, const PostId& post_id, std::uint64_t from, std::uint64_t until,
                    bool whole) const;
    void check_ends(const std::string& stream, const std::map<std::string, Open>& shares, Instant now);
    void check_calls(const std::string& stream, const std::map<std::string, Open>& shares);

    const Chronicle& chronicle_;
    std::vector<access::Seat> consoles_;
    const Instant& hindered_until_;
    Findings& findings_;
    std::unordered_map<std::string, std::map<std::string, Open>> open_;  // incident -> its shares
    Spans spans_;                                                        // of incidents and of calls
    std::map<std::string, PostId> units_;                                // partners' units
    std::uint64_t head_ = 0;
};

}  // namespace anlan::sim
