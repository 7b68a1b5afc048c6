// What callers send by the links of their receipts, as far as it is the incident's business. The call has
// decided that they may (call/decide_receipt.cpp); what comes too late changes nothing here.
#include "domain/incident/decide.hpp"

#include <algorithm>

namespace anlan::incident {

Incident::Decision Decide::operator()(const NoteInformation& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (state.notes >= notes_max)
        return Unexpected{refusal("incident.too_many_notes", "This incident holds as many notes as it can.",
                                  kernel::Because::conflict, kernel::Remedy::ask_superior)};
    return Events{NoteAdded{c.text, now.at, c.call_id}};
}

// Somebody else may have reopened it meanwhile, or another caller said the same: then it is open.
Incident::Decision Decide::operator()(const NoteContest& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (state.stage == Stage::open || state.episode != c.episode) return Events{};
    ANLAN_TRY(Events events, (*this)(ReopenIncident{std::string{contested_reason}}));
    for (Event& event : events)
        if (auto* reopened = std::get_if<IncidentReopened>(&event)) reopened->contested_by = c.call_id;
    return events;
}

Incident::Decision Decide::operator()(const NoteRating& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    const bool known =
        state.ratings && std::any_of(state.ratings->begin(), state.ratings->end(), [&](const Rating& one) {
            return one.call_id == c.call_id && one.episode == c.episode;
        });
    if (known) return Events{};
    return Events{RatingNoted{c.call_id, c.episode, c.rating, now.at}};
}

Incident::Decision Decide::operator()(const NoteQuiet& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    return Events{QuietNoted{c.call_id, c.quiet, now.at}};
}

}  // namespace anlan::incident
