// What lists and live boards show of a call. Nothing the caller said, and not who it is.
#pragma once
#include "domain/call/call.hpp"
#include "kernel/scope.hpp"

#include <map>

namespace anlan::call {

struct NextDue {
    std::string kind;
    PostId owner;
    Instant due_by{};
    bool missed = false;
};
BOOST_DESCRIBE_STRUCT(NextDue, (), (kind, owner, due_by, missed))

struct CallRow {
    std::string call_id;
    Channel channel{};
    Stage status{};
    Instant received_at{};
    std::optional<Instant> answered_at;
    std::optional<PostId> answered_by;
    std::optional<std::string> class_code;
    std::optional<Urgency> urgency;
    std::optional<Priority> priority;
    bool duress = false;
    Jurisdiction where;
    std::optional<PlaceId> place_id;
    std::optional<std::string> place_label;
    std::optional<GeoPoint> point;
    int hints = 0;  // of the location, that nobody has applied
    std::optional<OutcomeKind> outcome;
    std::optional<Instant> decided_at;
    std::optional<IncidentId> incident_id;
    std::optional<std::string> agency;
    std::optional<std::string> void_reason;
    int undone = 0;
    std::optional<std::string> call_back_reason;
    std::optional<NextDue> next;
    std::vector<std::string> missed;      // kinds
    std::optional<Instant> link_until;    // of the caller's link, while there is one
    int information = 0;                  // texts that came by it
    int unread = 0;                       // of them
    std::optional<Instant> contested_at;  // the caller says that the last result solved nothing
    Quiet quiet;
};
BOOST_DESCRIBE_STRUCT(CallRow, (),
                      (call_id, channel, status, received_at, answered_at, answered_by, class_code, urgency,
                       priority, duress, where, place_id, place_label, point, hints, outcome, decided_at,
                       incident_id, agency, void_reason, undone, call_back_reason, next, missed, link_until,
                       information, unread, contested_at, quiet))

std::optional<CallRow> row_of(std::string_view stream, const Call::State& state);
std::map<std::string, std::string> facets_of(const Call::State& state);
bool is_open(const Call::State& state);  // it needs an outcome, or somebody owes something of it

// None: the call has only what came before it.
std::optional<Brief> brief_of(const Call::State& state);

// Its place; the posts that received and answered it; the agency's post once it is transferred.
kernel::Scope scope_of(const Call::State& state);

}  // namespace anlan::call
