// What lists show of a proposal: what, for which record, why, by whom, until when, and what became of it.
#pragma once
#include "domain/proposal/proposal.hpp"

#include <map>
#include <optional>

namespace anlan::proposal {

struct ProposalRow {
    std::string proposal_id;
    Stage stage{};
    std::string target;
    std::string command;
    std::string body;
    std::string reason;
    AccountId proposed_by;
    PostId post_id;
    Jurisdiction where;
    Instant proposed_at{};
    Instant until{};
    std::optional<AccountId> answered_by;
    std::string answer;
    std::optional<Instant> answered_at;
    std::optional<std::string> hindered_by;  // why it was not carried out, as a code
};
BOOST_DESCRIBE_STRUCT(ProposalRow, (),
                      (proposal_id, stage, target, command, body, reason, proposed_by, post_id, where,
                       proposed_at, until, answered_by, answer, answered_at, hindered_by))

std::optional<ProposalRow> row_of(std::string_view stream, const Proposal::State& state);
std::map<std::string, std::string> facets_of(const Proposal::State& state);

}  // namespace anlan::proposal
