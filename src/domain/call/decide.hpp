// The visitor behind Call::decide, one function a command. Its parts: decide.cpp (receiving, answering,
// writing down), decide_outcome.cpp (how the call ends, and undoing it), decide_receipt.cpp (the caller's
// link, and what comes by it), report_check.cpp (what a report may say).
#pragma once
#include "domain/call/call.hpp"
#include "domain/call/rules.hpp"

#include <optional>
#include <string>

namespace anlan::call {

struct Decide {
    using Events = Call::Events;
    using Decision = Call::Decision;
    template <class T>
    using Or = Result<T, kernel::Refusal>;

    const Call::State& state;
    const kernel::Now& now;

    Decision operator()(const ReceiveCall& c) const;
    Decision operator()(const AnswerCall& c) const;
    Decision operator()(const StateCaller& c) const;
    Decision operator()(const WriteReport& c) const;
    Decision operator()(const HintLocation& c) const;
    Decision operator()(const ApplyLocationHint& c) const;
    Decision operator()(const FlagDuress& c) const;
    Decision operator()(const kernel::NoteDeadline& c) const;

    Decision operator()(const OpenIncident& c) const;
    Decision operator()(const JoinIncident& c) const;
    Decision operator()(const UndoJoin& c) const;
    Decision operator()(const VoidCall& c) const;
    Decision operator()(const TransferCall& c) const;
    Decision operator()(const ConfirmTransfer& c) const;
    Decision operator()(const CloseEnquiry& c) const;
    Decision operator()(const ReopenCall& c) const;
    Decision operator()(const RequestCallBack& c) const;
    Decision operator()(const NoteCallBack& c) const;
    Decision operator()(const NoteSharing& c) const;
    Decision operator()(const MoveToIncident& c) const;
    Decision operator()(const NoteJoinConfirmed& c) const;

    Decision operator()(const IssueLink& c) const;
    Decision operator()(const RevokeLink& c) const;
    Decision operator()(const ReadInformation& c) const;
    Decision operator()(const AnswerContest& c) const;
    Decision operator()(const AddInformation& c) const;
    Decision operator()(const ContestResult& c) const;
    Decision operator()(const RateResult& c) const;
    Decision operator()(const AskQuiet& c) const;

    // Whether whoever sends this holds the living link; the same answer whatever is wrong with it.
    std::optional<kernel::Refusal> no_such_link(const std::string& link_hash) const;

    std::optional<kernel::Refusal> not_there() const;
    std::optional<kernel::Refusal> decided_already() const;  // there is none, or an outcome stands

    // Whoever works on a call that nobody had picked up has picked it up.
    void claim(Events& events, Instant at) const;
    // The facts so far, folded: what comes next is decided on them.
    Call::State after(const Events& events) const;
    Decision open_incident(Events events, const std::optional<IncidentId>& incident_id, Instant at) const;
};

kernel::Refusal refusal(std::string code, std::string message, kernel::Because because, kernel::Remedy remedy,
                        std::string field = {});
std::optional<kernel::Refusal> check_reason(const std::string& reason, const std::string& field = ".reason");
std::optional<kernel::Refusal> check_short(std::size_t bytes, const std::string& field);
std::optional<kernel::Refusal> check_long(const PersonalText& text, const std::string& field);
// A stated instant lies in the past, and not before `earliest`.
std::optional<kernel::Refusal> check_instant(const std::optional<Instant>& stated,
                                             std::optional<Instant> earliest, Instant now,
                                             const std::string& field);
std::optional<kernel::Refusal> check_hint(const LocationHint& hint);
std::optional<kernel::Refusal> check_location(const Location& location);

// The report as it is kept: checked against the catalogue, with urgency and priority of its class where none
// are stated, and belonging to the city at least.
Result<Report, kernel::Refusal> report_of(const WriteReport& command, const kernel::Rulebook& rulebook);
Location with_city(Location location, const kernel::Rulebook& rulebook);

// The outcome that this call owes from `since` on.
kernel::Obligation owed_outcome(const Call::State& state, Instant since, const kernel::Rulebook& rulebook);
// The one it owes already, as it is now that the report or the place has changed; nothing if nothing changes.
std::vector<kernel::Obligation> renewed_outcome(const Call::State& changed, const kernel::Now& now);

}  // namespace anlan::call
