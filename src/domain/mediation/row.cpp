#include "domain/mediation/row.hpp"

#include <algorithm>

namespace anlan::mediation {
namespace {

int count(const std::vector<PromiseKept>& promises, PromiseState is) {
    return static_cast<int>(std::count_if(promises.begin(), promises.end(),
                                          [&](const PromiseKept& one) { return one.is == is; }));
}

}  // namespace

std::optional<MediationRow> row_of(std::string_view stream, const Mediation::State& state) {
    if (state.stage == Stage::none || state.stage == Stage::elsewhere) return std::nullopt;
    MediationRow row;
    row.mediation_id = stream;
    row.stage = state.stage;
    row.dispute_class = state.dispute_class;
    row.origin = state.origin;
    row.early_rule = state.early_rule;
    row.where = state.where;
    row.place_label = state.place_label;
    row.level = state.level;
    row.owner = state.owner;
    row.incident_ids = state.incident_ids;
    row.matter_id = state.matter_id;
    row.instruction_id = state.instruction_id;
    row.opened_at = state.opened_at;
    row.heard = state.heard;
    row.visits = static_cast<int>(state.visits.size());
    row.hand_overs = static_cast<int>(state.hand_overs.size());
    row.taken_up = state.hand_overs.empty() || state.taken_up_at.has_value();
    if (state.agreement) {
        row.agreement_version = state.agreement->agreement_version;
        for (const AgreementSigned& one : state.agreement->signatures) row.signed_by.push_back(one.side);
    }
    row.promises_open = count(state.promises, PromiseState::open);
    row.promises_broken = count(state.promises, PromiseState::broken);
    if (state.quiet) {
        row.quiet_since = state.quiet->since;
        row.quiet_until = state.quiet->until;
    }
    row.quiet_broken = static_cast<int>(state.broken.size());
    row.solved_at = state.solved_at;
    row.ended_at = state.ended_at;
    row.end_reason = state.end_reason;
    row.pushes_sent =
        static_cast<int>(std::count_if(state.pushes.begin(), state.pushes.end(),
                                       [](const PushState& one) { return one.sent_at.has_value(); }));
    row.missed = state.missed;
    row.next = kernel::next_due(state.open);
    return row;
}

std::map<std::string, std::string> facets_of(const Mediation::State& state) {
    return {{"stage", boost::describe::enum_to_string(state.stage, "")},
            {"dispute_class", state.dispute_class},
            {"level", state.level},
            {"owner", state.owner.value()},
            {"district", state.where.district.value()},
            {"station", state.where.station.value()},
            {"incident", state.incident_ids.empty() ? "" : state.incident_ids.front().value()},
            {"matter", state.matter_id.value_or("")},
            {"early", state.early_rule ? "yes" : "no"},
            {"broken", state.broken.empty() ? "no" : "yes"},
            {"late", state.missed.empty() ? "no" : "yes"}};
}

}  // namespace anlan::mediation
