#include "domain/proposal/policies.hpp"
#include "domain/proposal/row.hpp"
#include "domain/proposal/rules.hpp"
#include "kernel/module_of.hpp"

namespace anlan::proposal {

using kernel::Method;

kernel::Module module() {
    auto m = kernel::describe<Proposal>({.name = "proposal",
                                         .prefix = "prp",
                                         .resource = "proposals",
                                         .title = {"双人复核事项", "Proposals that need a second person"}});
    m.command<ProposeCommand>({Method::post, "/v1/proposals", true, {"提请复核", "Propose a command"}});
    m.command<ApproveProposal>(
        {Method::post, "/v1/proposals/{proposal_id}/approval", false, {"复核同意", "Approve it"}});
    m.command<RefuseProposal>(
        {Method::post, "/v1/proposals/{proposal_id}/refusal", false, {"复核不同意", "Refuse it"}});
    m.command<WithdrawProposal>(
        {Method::post, "/v1/proposals/{proposal_id}/withdrawal", false, {"撤回提请", "Withdraw it"}});
    m.rules<Rules>("dual_control.toml", validate);
    m.policy("carry_out_what_two_agreed_on", carry_out);
    m.react("note_that_a_proposal_was_carried_out", note_carried_out);
    m.scope([](const Proposal::State& state) {
        return kernel::Scope{state.where, {{state.post_id, kernel::Extent::all, kernel::Standing::holder}}};
    });
    m.row<ProposalRow>(row_of, facets_of, [](const Proposal::State& state) {
        return state.stage == Stage::waiting || state.stage == Stage::approved;
    });
    m.rests([](const Proposal::State& state) {
        return state.stage != Stage::none && state.stage != Stage::waiting && state.stage != Stage::approved;
    });
    return std::move(m).finish();
}

}  // namespace anlan::proposal
