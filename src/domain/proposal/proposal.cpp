#include "domain/proposal/proposal.hpp"

#include "domain/proposal/rules.hpp"

#include <utility>

namespace anlan::proposal {
namespace {

using kernel::Because;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;
using State = Proposal::State;
using Events = Proposal::Events;
using Decision = Proposal::Decision;

Refusal conflict(std::string code, std::string message) {
    return {std::move(code), std::move(message), Because::conflict, Remedy::none, {}};
}
Refusal forbidden(std::string code, std::string message) {
    return {std::move(code), std::move(message), Because::forbidden, Remedy::ask_superior, {}};
}

std::optional<Refusal> check_text(const std::string& text, const char* field) {
    if (!text.empty() && text.size() <= text_length_max) return std::nullopt;
    return invalid("proposal.reason_required", "Say why, in at most 1000 bytes.", field);
}

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const ProposeCommand& c) const {
        if (state.stage != Stage::none) {
            const bool same = state.target == c.target && state.command == c.command &&
                              state.proposed_by.value() == now.by.actor_id;
            if (same) return Events{};
            return Unexpected{conflict("proposal.already_made", "This number is another proposal's.")};
        }
        if (auto wrong = check_text(c.reason, ".reason")) return Unexpected{*wrong};
        if (c.body.size() > body_length_max)
            return Unexpected{invalid("proposal.body_too_large", "A body has at most 16 KiB.", ".body")};
        const TwoPersonRule* rule = find_rule(now.rules.section<Rules>(), c.command);
        if (rule == nullptr)
            return Unexpected{invalid("proposal.not_needed",
                                      "The rulebook lets one person do this: send the command itself.",
                                      ".command")};
        ANLAN_TRY(const auto tried, attempt({c.target, c.command, c.body}));
        auto owed = kernel::owe(rule->deadline, now.rules.section<kernel::RoleLevels>(), "decide", "", now.at,
                                tried.scope.where);
        const Instant until = owed.due_by;
        return Events{CommandProposed{c.target,
                                      c.command,
                                      tried.body,
                                      c.reason,
                                      AccountId{now.by.actor_id},
                                      now.by.post_id,
                                      tried.scope.where,
                                      now.at,
                                      until,
                                      {std::move(owed)}}};
    }

    Decision operator()(const ApproveProposal& c) const {
        const bool again = (state.stage == Stage::approved || state.stage == Stage::carried_out ||
                            state.stage == Stage::not_carried_out) &&
                           state.answered_by == AccountId{now.by.actor_id};
        if (again) return Events{};
        if (auto wrong = check_waiting()) return Unexpected{*wrong};
        if (state.proposed_by.value() == now.by.actor_id)
            return Unexpected{forbidden("proposal.own_approval", "Nobody approves what they proposed.")};
        const std::string remark = c.remark.value_or("");
        if (remark.size() > text_length_max)
            return Unexpected{
                invalid("proposal.text_invalid", "A remark has at most 1000 bytes.", ".remark")};
        // The second person must be one who may do it, and it must still be possible.
        ANLAN_TRY(const auto tried, attempt({state.target, state.command, state.body}));
        return Events{ProposalApproved{AccountId{now.by.actor_id}, now.by.post_id, remark, now.at}};
    }

    Decision operator()(const RefuseProposal& c) const {
        if (state.stage == Stage::refused && state.answered_by == AccountId{now.by.actor_id}) return Events{};
        if (auto wrong = check_waiting()) return Unexpected{*wrong};
        if (auto wrong = check_text(c.reason, ".reason")) return Unexpected{*wrong};
        if (state.proposed_by.value() == now.by.actor_id)
            return Unexpected{forbidden("proposal.own_refusal", "Whoever proposed it withdraws it instead.")};
        return Events{ProposalRefused{AccountId{now.by.actor_id}, c.reason, now.at}};
    }

    Decision operator()(const WithdrawProposal&) const {
        if (state.stage == Stage::withdrawn) return Events{};
        if (auto wrong = check_waiting()) return Unexpected{*wrong};
        if (state.proposed_by.value() != now.by.actor_id)
            return Unexpected{conflict("proposal.not_yours", "Only who proposed it withdraws it.")};
        return Events{ProposalWithdrawn{now.at}};
    }

    Decision operator()(const NoteCarriedOut& c) const {
        if (state.stage != Stage::approved) return Events{};
        return Events{ProposalCarriedOut{c.event, now.at}};
    }

    Decision operator()(const NoteNotCarriedOut& c) const {
        if (state.stage != Stage::approved) return Events{};
        return Events{ProposalNotCarriedOut{c.code, c.words, now.at}};
    }

    // What nobody answered in time is no breach of anybody's: it lapses.
    Decision operator()(const kernel::NoteDeadline& c) const {
        if (state.stage != Stage::waiting) return Events{};
        if (now.at >= state.until) return Events{ProposalLapsed{now.at}};
        Events events;
        for (auto& fact : kernel::note(state.open, c, now.at))
            if (auto* warned = std::get_if<kernel::DeadlineWarned>(&fact))
                events.push_back(std::move(*warned));
        return events;
    }

private:
    Result<kernel::Tried, Refusal> attempt(const kernel::NamedCommand& named) const {
        if (now.around == nullptr) return kernel::Tried{{}, named.body};
        return now.around->attempt(named);
    }

    std::optional<Refusal> check_waiting() const {
        if (state.stage == Stage::none)
            return Refusal{
                "proposal.unknown", "There is no such proposal.", Because::unknown, Remedy::fix_input, {}};
        if (state.stage == Stage::lapsed || (state.stage == Stage::waiting && now.at >= state.until))
            return conflict("proposal.lapsed", "Its time has run out: propose it again.");
        if (state.stage != Stage::waiting)
            return conflict("proposal.answered", "It has been answered already.");
        return std::nullopt;
    }
};

struct Fold {
    State& state;

    void operator()(const CommandProposed& e) const {
        state.stage = Stage::waiting;
        state.target = e.target;
        state.command = e.command;
        state.body = e.body;
        state.reason = e.reason;
        state.proposed_by = e.proposed_by;
        state.post_id = e.post_id;
        state.where = e.where;
        state.proposed_at = e.proposed_at;
        state.until = e.until;
        for (const auto& obligation : e.obligations) kernel::arise(state.open, obligation);
    }
    void operator()(const ProposalApproved& e) const {
        answered(Stage::approved, e.approved_by, e.remark, e.approved_at);
    }
    void operator()(const ProposalCarriedOut&) const { state.stage = Stage::carried_out; }
    void operator()(const ProposalNotCarriedOut& e) const {
        state.stage = Stage::not_carried_out;
        state.hindered_by = e.code;
    }
    void operator()(const ProposalRefused& e) const {
        answered(Stage::refused, e.refused_by, e.reason, e.refused_at);
    }
    void operator()(const ProposalWithdrawn&) const { over(Stage::withdrawn); }
    void operator()(const ProposalLapsed&) const { over(Stage::lapsed); }
    void operator()(const kernel::DeadlineWarned& e) const { kernel::evolve_deadline(state.open, e); }

    void answered(Stage stage, const AccountId& by, const std::string& words, Instant at) const {
        state.answered_by = by;
        state.answer = words;
        state.answered_at = at;
        over(stage);
    }
    void over(Stage stage) const {
        state.stage = stage;
        kernel::meet(state.open, "decide");
    }
};

}  // namespace

Proposal::Decision Proposal::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

Proposal::State Proposal::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Proposal::obligations(const State& state) { return state.open; }

}  // namespace anlan::proposal
