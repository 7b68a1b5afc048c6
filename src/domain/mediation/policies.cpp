#include "domain/mediation/policies.hpp"

#include "domain/incident/events.hpp"
#include "domain/instruction/events.hpp"
#include "domain/matter/events.hpp"
#include "domain/mediation/rules.hpp"

#include <algorithm>
#include <set>

namespace anlan::mediation {
namespace {

// The mediation that is found under this name; none: empty.
std::string found(const kernel::PolicyInput& input, const std::string& name) {
    const auto erased = input.own_state(name);
    if (erased == nullptr) return {};
    const auto& state = *static_cast<const Mediation::State*>(erased.get());
    if (state.stage == Stage::none) return {};
    return state.found_at ? state.found_at->value() : name;
}
std::string found_of_incident(const kernel::PolicyInput& input, const IncidentId& incident_id) {
    return found(input, name_for_incident(incident_id.value()));
}

std::string stream_after(std::string_view letter, const std::string& id) {
    return "med_" + std::string{letter} + "." + id.substr(id.find('_') + 1);
}

// Some of these reports are in a mediation: the newest joins it, and the matter's name leads there from now
// on.
Sends joined_by_matter(const kernel::PolicyInput& input, const std::string& matter_id,
                       const std::vector<IncidentId>& told, const IncidentId& newest) {
    std::string at = found(input, name_for_matter(matter_id));
    for (const IncidentId& one : told)
        if (at.empty() && one != newest) at = found_of_incident(input, one);
    if (at.empty()) return {};
    return {{at, NoteReport{newest, matter_id, std::nullopt}}};
}

}  // namespace

Sends open_when_a_dispute_is_closed_on_scene(const kernel::PolicyInput& input) {
    const auto* closed = input.recorded.as<incident::IncidentClosed>();
    if (closed == nullptr) return {};
    const auto& when = input.rules.section<Rules>().open_when_closed;
    const bool named = std::any_of(when.begin(), when.end(), [&](const OpenWhenClosed& one) {
        return std::find(one.dispositions.begin(), one.dispositions.end(), closed->disposition) !=
               one.dispositions.end();
    });
    const IncidentId incident_id{input.recorded.envelope.stream};
    if (!named || !found_of_incident(input, incident_id).empty()) return {};
    return {{name_for_incident(incident_id.value()), OpenAfterClosing{incident_id, closed->disposition}}};
}

Sends open_when_an_answer_is_accepted(const kernel::PolicyInput& input) {
    if (input.recorded.as<instruction::AnswerAccepted>() == nullptr) return {};
    if (input.rules.section<Rules>().open_when_accepted.empty()) return {};
    const auto& instruction_id = input.recorded.envelope.stream;
    return {{stream_after("a", instruction_id), OpenAfterAnswer{instruction_id}}};
}

Sends note_what_comes_back(const kernel::PolicyInput& input) {
    const auto& stream = input.recorded.envelope.stream;
    if (const auto* added = input.recorded.as<matter::ReportAdded>()) {
        std::vector<IncidentId> told;
        if (added->report.because_of) told.push_back(*added->report.because_of);
        return joined_by_matter(input, stream, told, added->report.incident_id);
    }
    if (const auto* suggested = input.recorded.as<matter::MatterSuggested>()) {
        if (suggested->reports.empty()) return {};
        std::vector<IncidentId> told;
        for (const auto& report : suggested->reports) told.push_back(report.incident_id);
        return joined_by_matter(input, stream, told, told.back());
    }
    if (const auto* linked = input.recorded.as<incident::IncidentLinked>()) {
        if (linked->relation != incident::Relation::repeat && linked->relation != incident::Relation::related)
            return {};
        const IncidentId own{stream};
        if (const auto at = found_of_incident(input, linked->incident_id); !at.empty())
            return {{at, NoteReport{own, std::nullopt, std::nullopt}}};
        if (const auto at = found_of_incident(input, own); !at.empty())
            return {{at, NoteReport{linked->incident_id, std::nullopt, std::nullopt}}};
        return {};
    }
    if (const auto* reopened = input.recorded.as<incident::IncidentReopened>()) {
        const IncidentId own{stream};
        if (const auto at = found_of_incident(input, own); !at.empty())
            return {{at, NoteReport{own, std::nullopt, reopened->reopened_at}}};
    }
    return {};
}

Sends name_by_what_it_is_about(const kernel::PolicyInput& input) {
    const auto& stream = input.recorded.envelope.stream;
    std::vector<std::string> names;
    if (const auto* opened = input.recorded.as<MediationOpened>()) {
        if (opened->incident_id) names.push_back(name_for_incident(opened->incident_id->value()));
        if (opened->matter_id) names.push_back(name_for_matter(*opened->matter_id));
    } else if (const auto* joined = input.recorded.as<ReportJoined>()) {
        names.push_back(name_for_incident(joined->incident_id.value()));
        if (joined->matter_id) names.push_back(name_for_matter(*joined->matter_id));
    }
    Sends sends;
    for (const auto& name : names)
        if (name != stream && found(input, name).empty())
            sends.push_back({name, NoteFoundElsewhere{MediationId{stream}}});
    return sends;
}

}  // namespace anlan::mediation
