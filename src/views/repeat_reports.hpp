// Which reports of the last year are about one matter: feeds the finder of repeats
// (planning/repeat_finder.hpp) with what is opened, and makes of what it finds the commands that suggest a
// matter or add a report to one.
//
// Whoever sends them sends one at a time and waits for the answer (app/followup_pass.hpp): so what it was
// told of a report is in this view before the next is asked about, and no report comes into two matters.
//
// Nothing here is asked for people. What is held in clear of a report is held for a day, so that what is
// corrected in it can be compared anew.
#pragma once
#include "kernel/holder.hpp"
#include "kernel/module.hpp"
#include "planning/repeat_finder.hpp"
#include "terms/jurisdiction.hpp"
#include "views/followup_source.hpp"

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace anlan::views {

class RepeatReports final : public kernel::View, public kernel::Holder, public FollowupSource {
public:
    RepeatReports(std::span<const kernel::Module> modules, const kernel::Rulebook& rules,
                  planning::DigestKey key);

    std::string_view name() const override { return "repeat_reports"; }
    void apply(const kernel::Recorded& recorded) override;
    void held(const kernel::CountHeld& count) const override;

    std::string_view sender() const override { return "repeat_finder"; }
    // Of the reports that wait to be looked at: the first for which something is to be done.
    std::optional<kernel::Followup> next() override;
    void put_back(const kernel::Followup& unsent) override;
    void refused(const kernel::Followup& sent) override;

private:
    enum class Standing : std::uint8_t { suggested, confirmed, rejected };
    struct Call {
        std::string text;
        std::string callback;
        Instant received_at{};
    };
    using CallDigest = std::size_t;
    struct Recent {
        planning::PastReport report;
        Jurisdiction where;
        std::optional<CallDigest> call;
    };
    struct Placed {
        Instant reported_at{};
        Jurisdiction where;
        std::optional<CallDigest> call;
    };

    void apply_call(const kernel::Recorded& recorded);
    void apply_incident(const kernel::Recorded& recorded);
    void apply_change(const kernel::Recorded& recorded, Recent& recent);
    void apply_matter(const kernel::Recorded& recorded);
    void put_in(const std::string& matter, const IncidentId& incident_id);
    void wait_for(const IncidentId& incident_id);
    void drop(const std::string& incident);
    void forget_call(const std::string& call);
    void drop_of_erased_calls();
    void forget(Instant now);
    void forget_past_window(Instant oldest);
    bool counts(const planning::RepeatHit& hit) const;
    const std::string* matter_of(const IncidentId& incident_id) const;
    std::optional<kernel::Followup> look_at(const Recent& recent) const;
    template <class Body>
    kernel::Followup command(std::string stream, const kernel::CommandSpec* spec, const Body& body) const;

    const kernel::Rulebook& rules_;
    const kernel::CommandSpec* suggest_ = nullptr;
    const kernel::CommandSpec* add_report_ = nullptr;
    mutable std::mutex mutex_;
    planning::RepeatFinder finder_;
    std::unordered_map<std::string, Call> calls_;
    std::unordered_map<std::string, Recent> recent_;
    std::unordered_map<std::string, Placed> placed_;  // all that the finder knows
    std::deque<std::string> waiting_;                 // incidents
    std::unordered_map<std::string, std::string>
        sent_;  // stream that a command went to: the incident it is for
    std::map<std::string, Standing> matters_;
    std::unordered_map<std::string, std::string> matter_of_;  // by incident; of a rejected one, too
    std::unordered_set<CallDigest> erased_calls_;             // whose reports go with the next sweep
    Instant swept_at_{};
};

}  // namespace anlan::views
