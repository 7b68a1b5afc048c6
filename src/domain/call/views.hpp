// What was reported before from the same number or at the same place: shown to whoever writes a report down,
// for that report's purpose only, and each look is recorded. It links reports of matters, never says anything
// about a person, and forgets what is older than two years.
//
// Kept in memory only; a number is PersonalText and leaves this class in no form.
#pragma once
#include "domain/call/events.hpp"
#include "kernel/module.hpp"
#include "kernel/scope.hpp"

#include <deque>
#include <map>
#include <unordered_map>

namespace anlan::call {

inline constexpr std::size_t history_entries_max = 20;
inline constexpr double same_place_within_metres = 50;
inline constexpr std::chrono::days history_kept_for{730};

struct HistoryEntry {
    std::optional<IncidentId> incident_id;  // none: the call led to no incident
    std::optional<CallId> call_id;          // none: the incident was opened without a call
    std::optional<std::string> class_code;
    Instant reported_at{};
    std::optional<OutcomeKind> outcome;
    std::optional<std::string> disposition;
    bool same_number = false;
    bool same_place = false;
    std::optional<double> distance_metres;
};
BOOST_DESCRIBE_STRUCT(HistoryEntry, (),
                      (incident_id, call_id, class_code, reported_at, outcome, disposition, same_number,
                       same_place, distance_metres))

struct HistoryAnswer {
    std::vector<HistoryEntry> entries;  // newest first
    bool more = false;                  // there are others, older ones
};
BOOST_DESCRIBE_STRUCT(HistoryAnswer, (), (entries, more))

// A number as it is compared: digits only, without the country's code. What is no number is compared as it
// is.
std::string normalised_callback(const PersonalText& callback);

class History {
public:
    void apply(const kernel::Recorded& recorded);

    // None: there is no such call.
    std::optional<HistoryAnswer> of_call(const CallId& call_id, Instant now,
                                         const std::function<bool(const kernel::Scope&)>& visible) const;
    // Whose business the call is; what a look at it is authorised on.
    std::optional<kernel::Scope> scope_of(const CallId& call_id) const;

private:
    // A call with the incident it led to, as far as that is known; or an incident that no call had told of.
    struct Past {
        std::string stream;
        Instant reported_at{};
        PersonalText number = {};  // normalised
        std::optional<std::string> class_code = {};
        Location location = {};
        std::optional<OutcomeKind> outcome = {};
        std::optional<IncidentId> incident_id = {};
    };
    using Number = std::uint64_t;  // of a past report, counted since the start; forgotten ones keep theirs
    struct Known {
        std::string class_code;
        std::optional<std::string> disposition = {};
        std::vector<Number> reports = {};
    };
    using Entries = std::map<std::string, HistoryEntry>;  // by incident, or by call without one
    struct Asked;

    void on_call(const kernel::Recorded& recorded);
    void on_incident(const kernel::Recorded& recorded);
    void on_erasure(const kernel::Recorded& recorded);
    void on_outcome(Number number, const std::optional<IncidentId>& incident_id);
    Number add(Past past, Instant now);
    void set_place(Number number, const Location& location);
    void set_number(Number number, const PersonalText& callback);
    void forget_before(Instant instant);
    Past& at(Number number);
    const Past& at(Number number) const;
    HistoryEntry entry_of(const Past& past) const;
    HistoryEntry* entry(const Asked& asked, Number number, Entries& entries) const;
    std::vector<Number> near(const Location& location) const;
    void add_same_number(const Asked& asked, Entries& entries) const;
    void add_same_place(const Asked& asked, Entries& entries) const;

    std::deque<Past> reports_;
    Number forgotten_ = 0;
    std::unordered_map<std::string, Number> by_id_;
    std::unordered_map<std::string, std::vector<Number>> by_number_;
    std::unordered_map<std::string, std::vector<Number>> by_place_;
    std::unordered_map<std::int64_t, std::vector<Number>> by_cell_;
    std::unordered_map<std::string, Known> incidents_;
};

}  // namespace anlan::call
