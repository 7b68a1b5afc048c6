// What was reported before from the same number or at the same place: shown to whoever writes a report down,
// for that report's purpose only, and each look is recorded. It links reports of matters, never says anything
// about a person, and forgets what is older than two years.
//
// Two years of reports are too much for memory: they stand on a shelf (kernel/shelf.hpp), which nobody can
// read but this process, and which is gone with it. A number is PersonalText and leaves this class in no
// form: on the shelf stands a mark, by which the same number is found again and which tells nobody the
// number.
#pragma once
#include "domain/call/events.hpp"
#include "kernel/holder.hpp"
#include "kernel/module.hpp"
#include "kernel/scope.hpp"
#include "kernel/shelf.hpp"

#include <map>

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
    // Before anything is applied.
    void use(const kernel::MakeShelf& make);
    void held(const kernel::CountHeld& count) const;
    void apply(const kernel::Recorded& recorded);

    // None: there is no such call.
    std::optional<HistoryAnswer> of_call(const CallId& call_id, Instant now,
                                         const std::function<bool(const kernel::Scope&)>& visible) const;
    // Whose business the call is; what a look at it is authorised on.
    std::optional<kernel::Scope> scope_of(const CallId& call_id) const;
    // Why it does not know everything any more; empty: it does.
    std::string broken() const { return reports_->broken() + incidents_->broken(); }

    // A call with the incident it led to, as far as that is known; or an incident that no call had told of.
    struct Past {
        std::string stream;
        Instant reported_at{};
        kernel::Shelf::Mark number = 0;  // of the number it came from; 0: none
        std::optional<std::string> class_code = {};
        Location location = {};  // without words
        std::optional<OutcomeKind> outcome = {};
        std::optional<IncidentId> incident_id = {};
    };
    struct Known {
        std::string incident;
        std::string class_code;
        std::optional<std::string> disposition = {};
    };

private:
    using Number = kernel::Shelf::Number;                 // of a past report, counted since the start
    using Entries = std::map<std::string, HistoryEntry>;  // by incident, or by call without one
    struct Asked;
    struct Numbered {
        Number number = 0;
        Past past;
    };
    struct NumberedIncident {
        Number number = 0;
        Known known;
    };

    void on_call(const kernel::Recorded& recorded);
    void on_incident(const kernel::Recorded& recorded);
    void on_erasure(const kernel::Recorded& recorded);
    void add(Past past, Instant now);
    void put(const Numbered& report);
    void put(const NumberedIncident& incident);
    void remove(const Numbered& report);
    void forget_before(Instant instant);
    kernel::Shelf::Mark number_mark(const PersonalText& callback) const;
    kernel::Shelf::Mark stream_mark(std::string_view stream) const;
    kernel::Shelf::Mark incident_mark(std::string_view incident) const;
    kernel::Shelf::Mark place_mark(std::string_view place) const;
    kernel::Shelf::Mark cell_mark(GeoPoint point, int up, int right) const;
    std::optional<Past> at(Number number) const;
    std::optional<Numbered> find(std::string_view stream) const;
    std::optional<NumberedIncident> find_incident(std::string_view incident) const;
    HistoryEntry entry_of(const Past& past) const;
    HistoryEntry* entry(const Asked& asked, Number number, const Past& past, Entries& entries) const;
    std::vector<Number> near(const Location& location) const;
    void add_same_number(const Asked& asked, Entries& entries) const;
    void add_same_place(const Asked& asked, Entries& entries) const;

    std::unique_ptr<kernel::Shelf> reports_ = std::make_unique<kernel::MemoryShelf>();
    std::unique_ptr<kernel::Shelf> incidents_ = std::make_unique<kernel::MemoryShelf>();
    Number forgotten_ = 0;
    Number next_ = 0;
    Number next_incident_ = 0;
};
BOOST_DESCRIBE_STRUCT(History::Past, (),
                      (stream, reported_at, number, class_code, location, outcome, incident_id))
BOOST_DESCRIBE_STRUCT(History::Known, (), (incident, class_code, disposition))

}  // namespace anlan::call
