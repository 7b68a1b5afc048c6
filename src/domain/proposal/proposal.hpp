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

// Sent by the engine where nothing came of what was agreed on.
struct NoteNotCarriedOut {
    static constexpr std::string_view name = "proposal.note_not_carried_out";
    std::string code;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(NoteNotCarriedOut, (), (code, words))

BOOST_DEFINE_ENUM_CLASS(Stage, none, waiting, approved, carried_out, refused, withdrawn, lapsed,
                        not_carried_out)

struct Proposal {
    using Command = std::variant<ProposeCommand, ApproveProposal, RefuseProposal, WithdrawProposal,
                                 NoteCarriedOut, NoteNotCarriedOut, kernel::NoteDeadline>;
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
        std::optional<std::string> hindered_by = {};  // the code of why it was not carried out
    };

    static Decision decide(const State& state, const Command& command, const kernel::Now& now);
    static State evolve(State state, const Event& event);
    static const std::vector<kernel::Obligation>& obligations(const State& state);
};
BOOST_DESCRIBE_STRUCT(Proposal::State, (),
                      (stage, target, command, body, reason, proposed_by, post_id, where, proposed_at, until,
                       answered_by, answer, answered_at, open, hindered_by))

static_assert(kernel::Decider<Proposal>);

}  // namespace anlan::proposal
