// What happens to a call: one contact from the public, however it reached us. `obligations` are what is owed
// from this fact on, each replacing an open one of its kind and key.
#pragma once
#include "base/instant.hpp"
#include "kernel/obligation.hpp"
#include "terms/incident_terms.hpp"
#include "terms/report.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::call {

// Where the caller's device or network says that it is. A hint: nothing follows from it until a person
// applies it.
struct LocationHint {
    GeoPoint point;
    double accuracy_metres = 0;
    std::string source;  // "cell", "handset", "line_address", "typed"
    std::optional<Instant> taken_at;

    friend bool operator==(const LocationHint&, const LocationHint&) = default;
};
BOOST_DESCRIBE_STRUCT(LocationHint, (), (point, accuracy_metres, source, taken_at))

// What is written down while the caller speaks.
struct Report {
    PersonalText narrative;
    std::optional<std::string> class_code;
    std::optional<Urgency> urgency;    // left out: the class's
    std::optional<Priority> priority;  // left out: the class's
    Location location;
    std::vector<Answer> answers;
    Stated injured{};
    Stated weapon{};

    friend bool operator==(const Report&, const Report&) = default;
};
BOOST_DESCRIBE_STRUCT(Report, (),
                      (narrative, class_code, urgency, priority, location, answers, injured, weapon))

struct CallReceived {
    static constexpr std::string_view wire = "call.received.v1";
    Channel channel{};
    PersonalText callback;  // number or address at which the caller can be reached
    PersonalText caller_name;
    PersonalText text;  // the first words, as they came
    std::string external_reference;
    std::vector<LocationHint> hints;
    PostId receiving_post;
    Jurisdiction received_where;  // whose business it is until a place is known
    std::optional<Instant> happened_at;
    Instant received_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(CallReceived, (),
                      (channel, callback, caller_name, text, external_reference, hints, receiving_post,
                       received_where, happened_at, received_at, obligations))

struct CallAnswered {
    static constexpr std::string_view wire = "call.answered.v1";
    PostId post_id;
    std::optional<std::string> taken_over_because;  // another post had it
    Instant answered_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(CallAnswered, (), (post_id, taken_over_because, answered_at, obligations))

struct CallerStated {
    static constexpr std::string_view wire = "call.caller_stated.v1";
    std::optional<PersonalText> caller_name;
    std::optional<PersonalText> callback;
    Instant stated_at{};
};
BOOST_DESCRIBE_STRUCT(CallerStated, (), (caller_name, callback, stated_at))

// The report as it now stands, in whole.
struct ReportWritten {
    static constexpr std::string_view wire = "call.report_written.v1";
    Report report;
    Instant written_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(ReportWritten, (), (report, written_at, obligations))

struct LocationHinted {
    static constexpr std::string_view wire = "call.location_hinted.v1";
    LocationHint hint;
    Instant hinted_at{};
};
BOOST_DESCRIBE_STRUCT(LocationHinted, (), (hint, hinted_at))

// A person took a hint for the place of the report.
struct LocationHintApplied {
    static constexpr std::string_view wire = "call.location_hint_applied.v1";
    int hint = 0;  // its number, from 0
    Location location;
    Instant applied_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(LocationHintApplied, (), (hint, location, applied_at, obligations))

// The caller cannot speak freely. Nothing of it may be seen or heard on the caller's side.
struct DuressFlagged {
    static constexpr std::string_view wire = "call.duress_flagged.v1";
    Priority priority{};                    // at least this urgent from now on
    std::optional<IncidentId> incident_id;  // where the call belongs already
    Instant flagged_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(DuressFlagged, (), (priority, incident_id, flagged_at, obligations))

BOOST_DEFINE_ENUM_CLASS(OutcomeKind, opened, joined, voided, transferred, answered)

// How the call ended. Exactly one stands at a time.
struct Outcome {
    OutcomeKind kind{};
    std::optional<IncidentId> incident_id;    // opened, joined
    std::vector<PersonalText> matched_words;  // joined: why it was taken for the same event
    std::optional<double> distance_metres;    // joined
    std::optional<std::string> agency;        // transferred
    std::optional<std::string> reference;     // transferred: the other side's number
    bool warm = false;                        // transferred: handed over by voice
    std::optional<std::string> reason_code;   // voided
    PersonalText note;

    friend bool operator==(const Outcome&, const Outcome&) = default;
};
BOOST_DESCRIBE_STRUCT(Outcome, (),
                      (kind, incident_id, matched_words, distance_metres, agency, reference, warm,
                       reason_code, note))

// With what an incident needs to know of the call, so that it can be opened or joined from this fact alone.
struct OutcomeDecided {
    static constexpr std::string_view wire = "call.outcome_decided.v1";
    Outcome outcome;
    std::optional<Report> report;      // opened
    std::optional<Priority> priority;  // opened: with duress taken into account
    Channel channel{};
    bool duress = false;
    std::string external_reference;
    Instant received_at{};
    std::optional<Instant> answered_at;
    Instant decided_at{};
    std::vector<kernel::Obligation> obligations;
    std::optional<Quiet> quiet = {};  // what the caller had asked before
};
BOOST_DESCRIBE_STRUCT(OutcomeDecided, (),
                      (outcome, report, priority, channel, duress, external_reference, received_at,
                       answered_at, decided_at, obligations, quiet))

struct OutcomeUndone {
    static constexpr std::string_view wire = "call.outcome_undone.v1";
    Outcome outcome;
    std::string reason;
    Instant undone_at{};
    std::vector<kernel::Obligation> obligations;  // the call needs an outcome again
};
BOOST_DESCRIBE_STRUCT(OutcomeUndone, (), (outcome, reason, undone_at, obligations))

struct TransferConfirmed {
    static constexpr std::string_view wire = "call.transfer_confirmed.v1";
    std::string agency;
    std::optional<std::string> reference;
    Instant confirmed_at{};
};
BOOST_DESCRIBE_STRUCT(TransferConfirmed, (), (agency, reference, confirmed_at))

struct CallBackRequested {
    static constexpr std::string_view wire = "call.call_back_requested.v1";
    std::string reason_code;
    PersonalText note;
    Instant requested_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(CallBackRequested, (), (reason_code, note, requested_at, obligations))

BOOST_DEFINE_ENUM_CLASS(CallBackResult, reached, no_answer, wrong_number)

struct CallBackNoted {
    static constexpr std::string_view wire = "call.call_back_noted.v1";
    CallBackResult result{};
    PersonalText note;
    bool done = false;  // reached, or tried often enough
    Instant noted_at{};
};
BOOST_DESCRIBE_STRUCT(CallBackNoted, (), (result, note, done, noted_at))

// The call's incident is shared whole with these posts: they read who called, and from where. None: nobody
// any more.
struct SharingNoted {
    static constexpr std::string_view wire = "call.sharing_noted.v1";
    IncidentId incident_id;
    std::vector<PostId> shown_to;
    Instant noted_at{};
};
BOOST_DESCRIBE_STRUCT(SharingNoted, (), (incident_id, shown_to, noted_at))

// The incident that the call joined was not there yet. Now it is, and it has the call.
struct JoinConfirmed {
    static constexpr std::string_view wire = "call.join_confirmed.v1";
    IncidentId incident_id;
    Instant confirmed_at{};
};
BOOST_DESCRIBE_STRUCT(JoinConfirmed, (), (incident_id, confirmed_at))

// --- the caller's receipt: a link without an account (docs/design/receipt.md) ---

// The one link that opens it now. Of the link itself only the SHA-256 is kept, in hexadecimal.
struct LivingLink {
    std::string link_hash;
    Instant issued_at{};
    Instant expires_at{};

    friend bool operator==(const LivingLink&, const LivingLink&) = default;
};
BOOST_DESCRIBE_STRUCT(LivingLink, (), (link_hash, issued_at, expires_at))

// The one before, if there was any, opens nothing any more.
struct LinkIssued {
    static constexpr std::string_view wire = "call.link_issued.v1";
    LivingLink link;
};
BOOST_DESCRIBE_STRUCT(LinkIssued, (), (link))

struct LinkRevoked {
    static constexpr std::string_view wire = "call.link_revoked.v1";
    std::string reason;
    Instant revoked_at{};
};
BOOST_DESCRIBE_STRUCT(LinkRevoked, (), (reason, revoked_at))

// The caller wrote more of it, by the link.
struct InformationAdded {
    static constexpr std::string_view wire = "call.information_added.v1";
    PersonalText text;
    std::optional<IncidentId> incident_id;  // where the call belongs already
    Instant added_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(InformationAdded, (), (text, incident_id, added_at, obligations))

// All that had come until then was read.
struct InformationRead {
    static constexpr std::string_view wire = "call.information_read.v1";
    PostId read_by;
    Instant read_at{};
};
BOOST_DESCRIBE_STRUCT(InformationRead, (), (read_by, read_at))

// The caller says that this result of the incident (its episode) has solved nothing.
struct ResultContested {
    static constexpr std::string_view wire = "call.result_contested.v1";
    IncidentId incident_id;
    int episode = 1;
    bool reopens = false;  // else somebody owes an answer
    Instant contested_at{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(ResultContested, (), (incident_id, episode, reopens, contested_at, obligations))

struct ContestAnswered {
    static constexpr std::string_view wire = "call.contest_answered.v1";
    PersonalText note;
    Instant answered_at{};
};
BOOST_DESCRIBE_STRUCT(ContestAnswered, (), (note, answered_at))

// 1 to 5, of a result: of the incident, and of nobody.
struct ResultRated {
    static constexpr std::string_view wire = "call.result_rated.v1";
    IncidentId incident_id;
    int episode = 1;
    int rating = 0;
    Instant rated_at{};
};
BOOST_DESCRIBE_STRUCT(ResultRated, (), (incident_id, episode, rating, rated_at))

// What the caller asks of whoever calls or comes.
struct QuietAsked {
    static constexpr std::string_view wire = "call.quiet_asked.v1";
    Quiet quiet;
    std::optional<IncidentId> incident_id;  // where the call belongs already
    Instant asked_at{};
};
BOOST_DESCRIBE_STRUCT(QuietAsked, (), (quiet, incident_id, asked_at))

// What a receipt may be made of, and so what others may know of a call: no member holds what anybody said.
struct Brief {
    std::optional<LivingLink> link;
    bool duress = false;
    Jurisdiction where;
    std::optional<std::string> class_code;
    Instant received_at{};
    std::optional<Instant> decided_at;
    std::optional<OutcomeKind> outcome;
    std::optional<IncidentId> incident_id;
    std::optional<Instant> call_back_by;  // promised to the caller
    std::optional<Instant> informed_at;   // the caller last added something
    bool informed_all_read = false;
    std::optional<int> contested;      // the last episode whose result the caller contested
    std::optional<Instant> answer_by;  // of a contested result that reopened nothing
    std::optional<int> rated;          // the last episode that was rated, and how
    int rating = 0;
    Quiet quiet;
};

// The incident was merged into another, or split: the call belongs to that one now. How it had ended stays.
struct CallMoved {
    static constexpr std::string_view wire = "call.moved.v1";
    IncidentId from;
    IncidentId incident_id;
    std::string reason;
    Instant moved_at{};
};
BOOST_DESCRIBE_STRUCT(CallMoved, (), (from, incident_id, reason, moved_at))

using Event =
    std::variant<CallReceived, CallAnswered, CallerStated, ReportWritten, LocationHinted, LocationHintApplied,
                 DuressFlagged, OutcomeDecided, OutcomeUndone, TransferConfirmed, CallBackRequested,
                 CallBackNoted, SharingNoted, JoinConfirmed, LinkIssued, LinkRevoked, InformationAdded,
                 InformationRead, ResultContested, ContestAnswered, ResultRated, QuietAsked, CallMoved,
                 kernel::DeadlineWarned, kernel::DeadlineMissed, kernel::DeadlineEscalated>;

}  // namespace anlan::call
