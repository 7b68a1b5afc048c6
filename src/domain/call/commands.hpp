// What can be asked of a call. Instants that are left out are now; an import or a catch-up after an outage
// states them.
#pragma once
#include "domain/call/events.hpp"

namespace anlan::call {

struct ReceiveCall {
    static constexpr std::string_view name = "call.receive";
    Channel channel{};
    PersonalText callback;
    PersonalText caller_name;
    PersonalText text;
    std::optional<std::string> external_reference;
    std::optional<LocationHint> hint;
    std::optional<PostId> receiving_post;  // left out: of whoever enters it
    std::optional<Jurisdiction> received_where;
    std::optional<Instant> happened_at;
    std::optional<Instant> received_at;
    bool duress = false;
};
BOOST_DESCRIBE_STRUCT(ReceiveCall, (),
                      (channel, callback, caller_name, text, external_reference, hint, receiving_post,
                       received_where, happened_at, received_at, duress))

struct AnswerCall {
    static constexpr std::string_view name = "call.answer";
    std::optional<std::string> take_over_reason;  // why this post takes a call that another one has
    std::optional<Instant> answered_at;
};
BOOST_DESCRIBE_STRUCT(AnswerCall, (), (take_over_reason, answered_at))

struct StateCaller {
    static constexpr std::string_view name = "call.state_caller";
    std::optional<PersonalText> caller_name;
    std::optional<PersonalText> callback;
};
BOOST_DESCRIBE_STRUCT(StateCaller, (), (caller_name, callback))

// The whole report as it now stands; what is left out is not known.
struct WriteReport {
    static constexpr std::string_view name = "call.write_report";
    PersonalText narrative;
    std::optional<std::string> class_code;
    std::optional<Urgency> urgency;
    std::optional<Priority> priority;
    std::optional<Location> location;
    std::vector<Answer> answers;
    std::optional<Stated> injured;
    std::optional<Stated> weapon;
};
BOOST_DESCRIBE_STRUCT(WriteReport, (),
                      (narrative, class_code, urgency, priority, location, answers, injured, weapon))

struct HintLocation {
    static constexpr std::string_view name = "call.hint_location";
    LocationHint hint;
};
BOOST_DESCRIBE_STRUCT(HintLocation, (), (hint))

struct ApplyLocationHint {
    static constexpr std::string_view name = "call.apply_location_hint";
    int hint = 0;                      // its number, from 0
    std::optional<Location> location;  // what the person read off the map there; its point is the hint's
};
BOOST_DESCRIBE_STRUCT(ApplyLocationHint, (), (hint, location))

struct FlagDuress {
    static constexpr std::string_view name = "call.flag_duress";
    std::optional<Instant> flagged_at;
};
BOOST_DESCRIBE_STRUCT(FlagDuress, (), (flagged_at))

struct OpenIncident {
    static constexpr std::string_view name = "call.open_incident";
    std::optional<IncidentId> incident_id;  // left out: made from the call's own
    std::optional<WriteReport> report;      // written first: one step from a contact to an incident
    std::optional<Instant> decided_at;
};
BOOST_DESCRIBE_STRUCT(OpenIncident, (), (incident_id, report, decided_at))

struct JoinIncident {
    static constexpr std::string_view name = "call.join_incident";
    IncidentId incident_id;
    std::vector<PersonalText> matched_words;
    std::optional<double> distance_metres;
};
BOOST_DESCRIBE_STRUCT(JoinIncident, (), (incident_id, matched_words, distance_metres))

BOOST_DEFINE_ENUM_CLASS(AfterUndo, open_own, decide_again)

struct UndoJoin {
    static constexpr std::string_view name = "call.undo_join";
    std::string reason;
    AfterUndo then = AfterUndo::decide_again;
    std::optional<IncidentId> incident_id;  // of its own incident; left out: made from the call's own
};
BOOST_DESCRIBE_STRUCT(UndoJoin, (), (reason, then, incident_id))

struct VoidCall {
    static constexpr std::string_view name = "call.void";
    std::string reason_code;
    PersonalText note;
};
BOOST_DESCRIBE_STRUCT(VoidCall, (), (reason_code, note))

struct TransferCall {
    static constexpr std::string_view name = "call.transfer";
    std::string agency;
    std::optional<std::string> reference;
    bool warm = false;  // by voice, until the other side says that it has it
    PersonalText note;
};
BOOST_DESCRIBE_STRUCT(TransferCall, (), (agency, reference, warm, note))

struct ConfirmTransfer {
    static constexpr std::string_view name = "call.confirm_transfer";
    std::optional<std::string> reference;
};
BOOST_DESCRIBE_STRUCT(ConfirmTransfer, (), (reference))

struct CloseEnquiry {
    static constexpr std::string_view name = "call.close_enquiry";
    PersonalText note;  // what was answered
};
BOOST_DESCRIBE_STRUCT(CloseEnquiry, (), (note))

// A void, transferred or answered call needs an outcome after all.
struct ReopenCall {
    static constexpr std::string_view name = "call.reopen";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReopenCall, (), (reason))

struct RequestCallBack {
    static constexpr std::string_view name = "call.request_call_back";
    std::string reason_code;
    std::optional<Instant> promised_by;  // left out: as the rulebook says for this reason
    PersonalText note;
};
BOOST_DESCRIBE_STRUCT(RequestCallBack, (), (reason_code, promised_by, note))

struct NoteCallBack {
    static constexpr std::string_view name = "call.note_call_back";
    CallBackResult result{};
    PersonalText note;
};
BOOST_DESCRIBE_STRUCT(NoteCallBack, (), (result, note))

// Of the call's incident; only its own policy says so.
// The incident it came to goes on as another: only a policy says so.
struct MoveToIncident {
    static constexpr std::string_view name = "call.move_to_incident";
    IncidentId from;
    IncidentId incident_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(MoveToIncident, (), (from, incident_id, reason))

struct NoteSharing {
    static constexpr std::string_view name = "call.note_sharing";
    IncidentId incident_id;
    std::vector<PostId> shown_to;
};
BOOST_DESCRIBE_STRUCT(NoteSharing, (), (incident_id, shown_to))

// A link for the caller. Its hash is put in by the API, which makes the link and says it once.
struct IssueLink {
    static constexpr std::string_view name = "call.issue_link";
    std::string link_hash;  // SHA-256 in hexadecimal
};
BOOST_DESCRIBE_STRUCT(IssueLink, (), (link_hash))

struct RevokeLink {
    static constexpr std::string_view name = "call.revoke_link";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(RevokeLink, (), (reason))

struct ReadInformation {
    static constexpr std::string_view name = "call.read_information";
};
BOOST_DESCRIBE_STRUCT(ReadInformation, (), ())

struct AnswerContest {
    static constexpr std::string_view name = "call.answer_contest";
    PersonalText note;  // what was done or said
};
BOOST_DESCRIBE_STRUCT(AnswerContest, (), (note))

// The caller's own, by the link: none of them has a route, and each shows the hash of the link it came by.
struct AddInformation {
    static constexpr std::string_view name = "call.add_information";
    std::string link_hash;
    PersonalText text;
};
BOOST_DESCRIBE_STRUCT(AddInformation, (), (link_hash, text))

struct ContestResult {
    static constexpr std::string_view name = "call.contest_result";
    std::string link_hash;
    int episode = 0;
};
BOOST_DESCRIBE_STRUCT(ContestResult, (), (link_hash, episode))

struct RateResult {
    static constexpr std::string_view name = "call.rate_result";
    std::string link_hash;
    int episode = 0;
    int rating = 0;
};
BOOST_DESCRIBE_STRUCT(RateResult, (), (link_hash, episode, rating))

struct AskQuiet {
    static constexpr std::string_view name = "call.ask_quiet";
    std::string link_hash;
    Quiet quiet;
};
BOOST_DESCRIBE_STRUCT(AskQuiet, (), (link_hash, quiet))
// Of the incident that the call joined before it was there; only its own policy says so.
struct NoteJoinConfirmed {
    static constexpr std::string_view name = "call.note_join_confirmed";
    IncidentId incident_id;
};
BOOST_DESCRIBE_STRUCT(NoteJoinConfirmed, (), (incident_id))

using Command =
    std::variant<ReceiveCall, AnswerCall, StateCaller, WriteReport, HintLocation, ApplyLocationHint,
                 FlagDuress, OpenIncident, JoinIncident, UndoJoin, VoidCall, TransferCall, ConfirmTransfer,
                 CloseEnquiry, ReopenCall, RequestCallBack, NoteCallBack, NoteSharing, NoteJoinConfirmed,
                 IssueLink, RevokeLink, ReadInformation, AnswerContest, AddInformation, ContestResult,
                 RateResult, AskQuiet, MoveToIncident, kernel::NoteDeadline>;

}  // namespace anlan::call
