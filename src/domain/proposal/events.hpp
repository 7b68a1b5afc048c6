// What one person may not do alone: one proposes it, another approves or refuses, or its time runs out.
#pragma once
#include "base/instant.hpp"
#include "kernel/obligation.hpp"
#include "terms/ids.hpp"
#include "terms/jurisdiction.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anlan::proposal {

struct CommandProposed {
    static constexpr std::string_view wire = "proposal.proposed.v1";
    std::string target;   // the stream it is for: "ers_…"
    std::string command;  // "erasure.erase_early"
    std::string body;     // canonical JSON, as it would be sent
    std::string reason;
    AccountId proposed_by;
    PostId post_id;
    Jurisdiction where;  // of the record it is for
    Instant proposed_at{};
    Instant until{};
    std::vector<kernel::Obligation> obligations;
};
BOOST_DESCRIBE_STRUCT(CommandProposed, (),
                      (target, command, body, reason, proposed_by, post_id, where, proposed_at, until,
                       obligations))

struct ProposalApproved {
    static constexpr std::string_view wire = "proposal.approved.v1";
    AccountId approved_by;
    PostId post_id;
    std::string remark;
    Instant approved_at{};
    std::optional<std::vector<kernel::Obligation>> obligations =
        {};  // it is carried out at once, or given up
};
BOOST_DESCRIBE_STRUCT(ProposalApproved, (), (approved_by, post_id, remark, approved_at, obligations))

// The command was accepted: what it made stands in its own stream, in both names.
struct ProposalCarriedOut {
    static constexpr std::string_view wire = "proposal.carried_out.v1";
    std::string event;  // "erasure.early_ordered.v1"
    Instant carried_out_at{};
};
BOOST_DESCRIBE_STRUCT(ProposalCarriedOut, (), (event, carried_out_at))

// The record had changed between the second person's word and the command, or there was nothing left to do.
struct ProposalNotCarriedOut {
    static constexpr std::string_view wire = "proposal.not_carried_out.v1";
    Instant given_up_at{};
};
BOOST_DESCRIBE_STRUCT(ProposalNotCarriedOut, (), (given_up_at))

struct ProposalRefused {
    static constexpr std::string_view wire = "proposal.refused.v1";
    AccountId refused_by;
    std::string reason;
    Instant refused_at{};
};
BOOST_DESCRIBE_STRUCT(ProposalRefused, (), (refused_by, reason, refused_at))

struct ProposalWithdrawn {
    static constexpr std::string_view wire = "proposal.withdrawn.v1";
    Instant withdrawn_at{};
};
BOOST_DESCRIBE_STRUCT(ProposalWithdrawn, (), (withdrawn_at))

struct ProposalLapsed {
    static constexpr std::string_view wire = "proposal.lapsed.v1";
    Instant lapsed_at{};
};
BOOST_DESCRIBE_STRUCT(ProposalLapsed, (), (lapsed_at))

using Event = std::variant<CommandProposed, ProposalApproved, ProposalCarriedOut, ProposalRefused,
                           ProposalWithdrawn, ProposalLapsed, ProposalNotCarriedOut, kernel::DeadlineWarned>;

}  // namespace anlan::proposal
