// The visitor behind Incident::decide, one function a command. Its parts: decide.cpp (opening, content,
// closing), decide_assignment.cpp (what the units' streams reported),
// decide_attachment.cpp (photos), decide_sharing.cpp (who else is given it), decide_merge.cpp (two that are
// one, one that is two).
#pragma once
#include "domain/incident/incident.hpp"
#include "domain/incident/owed.hpp"
#include "terms/incident_catalogue.hpp"

#include <optional>
#include <string>

namespace anlan::incident {

struct Decide {
    using Events = Incident::Events;
    using Decision = Incident::Decision;

    const Incident::State& state;
    const kernel::Now& now;

    Decision operator()(const OpenIncident& c) const;
    Decision operator()(const AddCall& c) const;
    Decision operator()(const RemoveCall& c) const;
    Decision operator()(const Reclassify& c) const;
    Decision operator()(const ChangePriority& c) const;
    Decision operator()(const RaiseLevel& c) const;
    Decision operator()(const CorrectLocation& c) const;
    Decision operator()(const AddNote& c) const;
    Decision operator()(const AddAttachment& c) const;
    Decision operator()(const NoteDuress& c) const;
    Decision operator()(const CloseIncident& c) const;
    Decision operator()(const CancelIncident& c) const;
    Decision operator()(const ReopenIncident& c) const;
    Decision operator()(const LinkIncident& c) const;
    Decision operator()(const SetFollowUp& c) const;
    Decision operator()(const NoteCallBack& c) const;
    Decision operator()(const kernel::NoteDeadline& c) const;

    Decision operator()(const NoteAssignment& c) const;
    Decision operator()(const NoteAcknowledgement& c) const;
    Decision operator()(const NoteDeparture& c) const;
    Decision operator()(const NoteArrival& c) const;
    Decision operator()(const NoteClearance& c) const;
    Decision operator()(const NoteRelease& c) const;
    Decision operator()(const NoteHold& c) const;
    Decision operator()(const NoteResumption& c) const;

    Decision operator()(const ShareIncident& c) const;
    Decision operator()(const EndSharing& c) const;
    Decision operator()(const ShareForAssignment& c) const;

    Decision operator()(const NoteInformation& c) const;
    Decision operator()(const NoteContest& c) const;
    Decision operator()(const NoteRating& c) const;
    Decision operator()(const NoteQuiet& c) const;

    Decision end_share_in_time(const kernel::NoteDeadline& c) const;
    // The same events, each saying whether it changes who reads the callers' calls.
    Events with_callers(Events events) const;
    // What it was shared for is over: those shares end after the rulebook's time.
    void limit_shares(Events& events, SharingLimit because, Instant over_at,
                      const std::string* assignment_id = nullptr) const;
    // Partners whose units are still on a reopened incident go on seeing it.
    void share_again(Events& events) const;

    Decision operator()(const MergeIncident& c) const;
    Decision operator()(const UndoMerge& c) const;
    Decision operator()(const SplitIncident& c) const;
    Decision operator()(const Absorb& c) const;
    Decision operator()(const UndoAbsorb& c) const;
    Decision operator()(const TakeOverAssignment& c) const;

    std::optional<kernel::Refusal> not_there() const;  // no such incident
    std::optional<kernel::Refusal> not_open() const;   // there is none, or it is over
};

kernel::Refusal refusal(std::string code, std::string message, kernel::Because because, kernel::Remedy remedy,
                        std::string field = {});
std::optional<kernel::Refusal> check_reason(const std::string& reason, const std::string& field = ".reason");
std::optional<kernel::Refusal> check_class(const IncidentCatalogue& catalogue, const std::string& class_code);
std::optional<kernel::Refusal> check_location(const Location& location);
std::optional<kernel::Refusal> check_text(const PersonalText& text, const std::string& field);
// Whatever else is not known of the place: it is this city's business.
Location with_city(Location location, const kernel::Rulebook& rulebook);
// Null: the incident does not hold it.
const CallSeen* find_call(const Incident::State& state, const CallId& call_id);
bool holds_call(const Incident::State& state, const CallId& call_id);
kernel::Refusal too_many(const char* what);
kernel::Refusal merged_away(const Merged& merged);

}  // namespace anlan::incident
