// Dual control, once for every command: the rulebook names what one person may not do alone. One proposes the
// command as it would be sent, another who may do the same approves or refuses it within a time, and it is
// carried out in both names. Nobody approves their own; what nobody answers lapses.
#pragma once
#include "domain/proposal/events.hpp"
#include "kernel/decider.hpp"

#include <optional>

namespace anlan::proposal {

inline constexpr std::size_t text_length_max = 1000;
inline constexpr std::size_t body_length_max = 16 * 1024;
// What two agreed on is carried out in the next turn. A disk that is in the way may hold it up; after this it
// is not going to happen.
inline constexpr Seconds carried_out_within{60};

struct ProposeCommand {
    static constexpr std::string_view name = "proposal.propose";
    std::string target;
    std::string command;
    std::string body;  // JSON, as a text
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ProposeCommand, (), (target, command, body, reason))

struct ApproveProposal {
    static constexpr std::string_view name = "proposal.approve";
    std::optional<std::string> remark;
};
BOOST_DESCRIBE_STRUCT(ApproveProposal, (), (remark))

struct RefuseProposal {
    static constexpr std::string_view name = "proposal.refuse";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(RefuseProposal, (), (reason))

struct WithdrawProposal {
    static constexpr std::string_view name = "proposal.withdraw";
};
BOOST_DESCRIBE_STRUCT(WithdrawProposal, (), ())

// Sent by the policy that sees the proposed command's first event.
struct NoteCarriedOut {
    static constexpr std::string_view name = "proposal.note_carried_out";
    std::string event;
};
BOOST_DESCRIBE_STRUCT(NoteCarriedOut, (), (event))

BOOST_DEFINE_ENUM_CLASS(Stage, none, waiting, approved, carried_out, refused, withdrawn, lapsed,
                        not_carried_out)

struct Proposal {
    using Command = std::variant<ProposeCommand, ApproveProposal, RefuseProposal, WithdrawProposal,
                                 NoteCarriedOut, kernel::NoteDeadline>;
    using Event = proposal::Event;
    using Events = std::vector<Event>;
    using Decision = Result<Events, kernel::Refusal>;

    struct State {
        Stage stage = Stage::none;
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
        std::string answer;  // the remark, or why it was refused
        std::optional<Instant> answered_at;
        std::vector<kernel::Obligation> open;
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Proposal::State, (),
                      (stage, target, command, body, reason, proposed_by, post_id, where, proposed_at, until,
                       answered_by, answer, answered_at, open))

static_assert(kernel::Decider<Proposal>);

}  // namespace anlan::proposal
