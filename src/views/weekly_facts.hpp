// What the weekly bulletin is counted from: of each record of the weeks that are not counted yet as much as a
// figure asks for, and nothing of what anybody said. A record belongs to the week in which it happened; where
// that week was counted already when it was recorded, to the week in which it was recorded.
#pragma once
#include "domain/bulletin/rules.hpp"
#include "domain/call/events.hpp"
#include "domain/incident/events.hpp"
#include "kernel/holder.hpp"
#include "kernel/module.hpp"
#include "terms/incident_terms.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace anlan::views {

using WeekNumber = std::int64_t;

struct CallFact {
    WeekNumber week = 0;
    Instant at{};  // received
    Channel channel{};
    Jurisdiction where;  // received_where until the report has a place
    bool decided = false;
};

struct IncidentFact {
    WeekNumber week = 0;
    Instant at{};  // opened
    std::string class_code;
    Jurisdiction where;
    bool merged = false;
    bool cancelled = false;
    bool closed = false;
    bool ever_closed = false;
    bool reopened = false;
    bool dispatched = false;
    bool dispatch_missed = false;
    bool arrived = false;
    bool arrive_missed = false;
    int matters = 0;  // that it stands in and that are not rejected
    int rating = 0;   // the last; 0: none
    std::string disposition;
    std::map<std::string, std::string> posts_sent;  // police posts by assignment
    std::set<std::string> posts_arrived;
};

// A stage of an instruction, or an errand, that came to its end in a week: done, or missed before it was
// done.
struct StageFact {
    WeekNumber week = 0;
    std::string record;
    Jurisdiction where;
    std::string stage;  // sign, pass_on, reply; answered, returned; errand
    bool in_time = false;
};

// An errand's work, once it is done.
struct WorkFact {
    WeekNumber week = 0;
    std::string record;
    Jurisdiction where;
    std::string department;
    int minutes = 0;
};

struct DutyFact {
    std::string account;
    std::string post;
    Instant from{};
    Instant until{};
};

struct ForbiddenFact {
    WeekNumber week = 0;
    std::string post;
    std::string account;
    std::string record;
    int minutes = 0;
};

struct PostFact {
    std::string role;
    Jurisdiction where;
};

struct UnitFact {
    std::string unit_name;
    Jurisdiction where;
};

class WeeklyFacts {
public:
    explicit WeeklyFacts(const kernel::Rulebook& rules) : rules_(rules) {}

    // `counted_through`: the last week that is counted already.
    void apply(const kernel::Recorded& recorded, WeekNumber counted_through);
    // What only belongs to weeks up to this one is not needed any more.
    void forget(WeekNumber through, Instant ended);
    void held(const kernel::CountHeld& count) const;

    const std::unordered_map<std::string, CallFact>& calls() const { return calls_; }
    const std::unordered_map<std::string, IncidentFact>& incidents() const { return incidents_; }
    const std::vector<StageFact>& stages() const { return stages_; }
    const std::vector<WorkFact>& work() const { return work_; }
    const std::vector<ForbiddenFact>& forbidden() const { return forbidden_; }
    const std::map<std::string, PostFact>& posts() const { return posts_; }
    const std::map<std::string, UnitFact>& stations() const { return stations_; }
    const std::map<std::string, UnitFact>& police_posts() const { return police_posts_; }
    const std::map<std::string, UnitFact>& districts() const { return districts_; }
    // Closed ones, and those that still run, until `now`.
    std::vector<DutyFact> duties(Instant now) const;

private:
    struct InstructionFact {
        Jurisdiction where;
        std::set<std::string> ended;  // stages that are told already
    };
    struct ErrandFact {
        Jurisdiction where;
        std::string department;
        int minutes = 0;
        bool told = false;
    };
    struct MatterFact {
        bool counts = true;                  // it is not rejected
        std::vector<std::string> incidents;  // those that are held here
    };

    WeekNumber week_for(Instant happened, Instant recorded) const;
    void apply_call(const kernel::Recorded& recorded);
    void apply_incident(const kernel::Recorded& recorded);
    void apply_ends(const kernel::Recorded& recorded, IncidentFact& incident);
    void apply_units_of(const kernel::Recorded& recorded, IncidentFact& incident);
    void apply_instruction(const kernel::Recorded& recorded);
    void end_stage(const kernel::Recorded& recorded, InstructionFact& instruction, const std::string& stage,
                   bool in_time);
    void apply_errand(const kernel::Recorded& recorded);
    void apply_matter(const kernel::Recorded& recorded);
    void apply_post(const kernel::Recorded& recorded);
    void apply_register(const kernel::Recorded& recorded);
    void apply_forbidden(const kernel::Recorded& recorded);
    void put_in(MatterFact& matter, const std::string& incident);
    void take_out(MatterFact& matter, const std::string& incident);
    void count_matter(const std::string& incident, int by);

    const kernel::Rulebook& rules_;
    WeekNumber counted_through_ = 0;
    std::unordered_map<std::string, CallFact> calls_;
    std::unordered_map<std::string, IncidentFact> incidents_;
    std::unordered_map<std::string, InstructionFact> instructions_;  // open ones
    std::unordered_map<std::string, ErrandFact> errands_;            // not answered
    std::unordered_map<std::string, MatterFact> matters_;
    std::vector<StageFact> stages_;
    std::vector<WorkFact> work_;
    std::vector<ForbiddenFact> forbidden_;
    std::vector<DutyFact> past_duties_;
    std::map<std::pair<std::string, std::string>, Instant> on_duty_;  // post and account, since when
    std::map<std::string, PostFact> posts_;
    std::map<std::string, UnitFact> stations_;
    std::map<std::string, UnitFact> police_posts_;
    std::map<std::string, UnitFact> districts_;  // and the city
};

}  // namespace anlan::views
