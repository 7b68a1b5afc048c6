#include "domain/proposal/row.hpp"

namespace anlan::proposal {

std::optional<ProposalRow> row_of(std::string_view stream, const Proposal::State& state) {
    if (state.stage == Stage::none) return std::nullopt;
    return ProposalRow{std::string{stream}, state.stage,       state.target,      state.command,
                       state.body,          state.reason,      state.proposed_by, state.post_id,
                       state.where,         state.proposed_at, state.until,       state.answered_by,
                       state.answer,        state.answered_at, state.hindered_by};
}

std::map<std::string, std::string> facets_of(const Proposal::State& state) {
    return {{"stage", boost::describe::enum_to_string(state.stage, "")},
            {"command", state.command},
            {"target", state.target},
            {"proposed_by", state.proposed_by.value()}};
}

}  // namespace anlan::proposal
