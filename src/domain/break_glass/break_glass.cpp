#include "domain/break_glass/break_glass.hpp"

#include "domain/break_glass/rules.hpp"

#include <utility>

namespace anlan::break_glass {
namespace {

using kernel::Because;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;
using State = Glass::State;
using Events = Glass::Events;
using Decision = Glass::Decision;

Refusal forbidden(std::string code, std::string message) {
    return {std::move(code), std::move(message), Because::forbidden, Remedy::ask_superior, {}};
}

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const BreakGlass& c) const {
        if (state.record == c.record && state.account_id.value() == now.by.actor_id) return Events{};
        if (!state.record.empty())
            return Unexpected{Refusal{"break_glass.already_broken",
                                      "This is another's: each breaking has a number of its own.",
                                      Because::conflict,
                                      Remedy::reload,
                                      {}}};
        const auto& rules = now.rules.section<Rules>();
        if (c.reason.size() < static_cast<std::size_t>(rules.reason_min) ||
            c.reason.size() > reason_length_max)
            return Unexpected{invalid("break_glass.reason_required",
                                      "Say why, in " + std::to_string(rules.reason_min) + " to 1000 bytes.",
                                      ".reason")};
        const auto facts =
            now.around == nullptr ? std::optional{kernel::RecordFacts{}} : now.around->record(c.record);
        if (!facts)
            return Unexpected{Refusal{"break_glass.record_unknown", "There is no such record.",
                                      Because::unknown, Remedy::fix_input, ".record"}};
        const auto& levels = now.rules.section<kernel::RoleLevels>();
        const auto& where = facts->scope.where;
        const Instant until = now.at + rules.open_for;
        const kernel::Obligation end{.kind = "end",
                                     .key = "",
                                     .owner = now.by.post_id,
                                     .since = now.at,
                                     .due_by = until,
                                     .warn_at = std::nullopt,
                                     .ladder = {}};
        return Events{GlassBroken{c.record,
                                  AccountId{now.by.actor_id},
                                  now.by.post_id,
                                  where,
                                  c.reason,
                                  now.at,
                                  until,
                                  {end, kernel::owe(rules.review, levels, "review", "", now.at, where)}}};
    }

    Decision operator()(const CloseGlass&) const {
        if (auto wrong = check_broken()) return Unexpected{*wrong};
        if (state.closed_at) return Events{};
        return Events{GlassClosed{End::word, now.at}};
    }

    Decision operator()(const ReviewBreak& c) const {
        if (auto wrong = check_broken()) return Unexpected{*wrong};
        if (state.account_id.value() == now.by.actor_id)
            return Unexpected{forbidden("break_glass.own_review", "Nobody reviews their own.")};
        const std::string remark = c.remark.value_or("");
        if (remark.size() > reason_length_max)
            return Unexpected{
                invalid("break_glass.text_invalid", "A remark has at most 1000 bytes.", ".remark")};
        if (c.finding == Finding::questioned && remark.empty())
            return Unexpected{
                invalid("break_glass.remark_required", "Whoever questions it says why.", ".remark")};
        if (state.reviewed && state.reviewed->finding == c.finding && state.reviewed->remark == remark)
            return Events{};
        return Events{BreakReviewed{c.finding, remark, AccountId{now.by.actor_id}, now.at}};
    }

    // Its end is no breach: the clock closes it.
    Decision operator()(const kernel::NoteDeadline& c) const {
        if (c.kind == "end") {
            if (state.record.empty() || state.closed_at || now.at < state.until) return Events{};
            return Events{GlassClosed{End::time, now.at}};
        }
        Events events;
        for (auto& fact : kernel::note(state.open, c, now.at))
            std::visit([&](auto& event) { events.push_back(std::move(event)); }, fact);
        return events;
    }

private:
    std::optional<Refusal> check_broken() const {
        if (!state.record.empty()) return std::nullopt;
        return Refusal{
            "break_glass.unknown", "There is no such breaking.", Because::unknown, Remedy::fix_input, {}};
    }
};

struct Fold {
    State& state;

    void operator()(const GlassBroken& e) const {
        state.record = e.record;
        state.account_id = e.account_id;
        state.post_id = e.post_id;
        state.where = e.where;
        state.reason = e.reason;
        state.broken_at = e.broken_at;
        state.until = e.until;
        for (const auto& obligation : e.obligations) kernel::arise(state.open, obligation);
    }
    void operator()(const GlassClosed& e) const {
        state.closed_at = e.closed_at;
        kernel::meet(state.open, "end");
    }
    void operator()(const BreakReviewed& e) const {
        state.reviewed = e;
        kernel::meet(state.open, "review");
    }
    template <class Deadline>
        requires std::constructible_from<kernel::DeadlineEvent, Deadline>
    void operator()(const Deadline& e) const {
        kernel::evolve_deadline(state.open, e);
    }
};

}  // namespace

Glass::Decision Glass::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

Glass::State Glass::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Glass::obligations(const State& state) { return state.open; }

}  // namespace anlan::break_glass
