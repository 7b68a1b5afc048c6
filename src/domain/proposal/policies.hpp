// What an approval makes necessary, and how a proposal learns that it was carried out.
#pragma once
#include "domain/proposal/proposal.hpp"
#include "kernel/module.hpp"

namespace anlan::proposal {

// The proposed command, as its proposer's, with who approved.
std::vector<kernel::Followup> carry_out(const kernel::PolicyInput& input);

// The first event that was made under a proposal says that it was carried out.
std::vector<kernel::Send<Proposal::Command>> note_carried_out(const kernel::PolicyInput& input);

}  // namespace anlan::proposal
