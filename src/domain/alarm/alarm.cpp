#include "domain/alarm/alarm.hpp"

#include "domain/alarm/rules.hpp"

#include <algorithm>
#include <utility>

namespace anlan::alarm {
namespace {

using kernel::Because;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;
using State = Shelving::State;
using Events = Shelving::Events;
using Decision = Shelving::Decision;

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const ShelveAlarm& c) const {
        if (is_same(c)) return Events{};
        if (!state.kind.empty())
            return Unexpected{Refusal{"alarm.already_shelved",
                                      "This is another's: each shelving has a number of its own.",
                                      Because::conflict,
                                      Remedy::reload,
                                      {}}};
        const auto& rules = now.rules.section<Rules>();
        if (std::ranges::find(rules.may_shelve, c.kind) == rules.may_shelve.end())
            return Unexpected{
                invalid("alarm.not_to_be_shelved", "Alarms of this kind cannot be put aside.", ".kind")};
        if (c.where.city.value().empty())
            return Unexpected{
                invalid("alarm.place_required", "Say of which place, at least the city.", ".where")};
        if (c.minutes < 1 || c.minutes > rules.shelve_minutes_max)
            return Unexpected{invalid("alarm.time_invalid",
                                      "For 1 to " + std::to_string(rules.shelve_minutes_max) + " minutes.",
                                      ".minutes")};
        if (c.reason.size() < static_cast<std::size_t>(rules.reason_min) ||
            c.reason.size() > reason_length_max)
            return Unexpected{invalid("alarm.reason_required",
                                      "Say why, in " + std::to_string(rules.reason_min) + " to 1000 bytes.",
                                      ".reason")};
        const Instant until = now.at + Minutes{c.minutes};
        const kernel::Obligation end{.kind = "end",
                                     .key = "",
                                     .owner = now.by.post_id,
                                     .since = now.at,
                                     .due_by = until,
                                     .warn_at = std::nullopt,
                                     .ladder = {}};
        return Events{AlarmShelved{
            c.kind, c.where, c.reason, AccountId{now.by.actor_id}, now.by.post_id, now.at, until, {end}}};
    }

    Decision operator()(const UnshelveAlarm&) const {
        if (state.kind.empty())
            return Unexpected{Refusal{
                "alarm.unknown", "There is no such shelving.", Because::unknown, Remedy::fix_input, {}}};
        if (state.ended_at) return Events{};
        return Events{ShelvingEnded{End::word, now.at}};
    }

    // Its end is no breach: the clock ends it.
    Decision operator()(const kernel::NoteDeadline&) const {
        if (state.kind.empty() || state.ended_at || now.at < state.until) return Events{};
        return Events{ShelvingEnded{End::time, now.at}};
    }

private:
    bool is_same(const ShelveAlarm& c) const {
        return state.kind == c.kind && state.where == c.where && state.reason == c.reason &&
               state.shelved_by.value() == now.by.actor_id && !state.kind.empty() &&
               state.until - state.shelved_at == Minutes{c.minutes};
    }
};

struct Fold {
    State& state;

    void operator()(const AlarmShelved& e) const {
        state.kind = e.kind;
        state.where = e.where;
        state.reason = e.reason;
        state.shelved_by = e.shelved_by;
        state.post_id = e.post_id;
        state.shelved_at = e.shelved_at;
        state.until = e.until;
        for (const auto& obligation : e.obligations) kernel::arise(state.open, obligation);
    }
    void operator()(const ShelvingEnded& e) const {
        state.ended_at = e.ended_at;
        kernel::meet(state.open, "end");
    }
};

}  // namespace

Shelving::Decision Shelving::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

Shelving::State Shelving::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Shelving::obligations(const State& state) { return state.open; }

}  // namespace anlan::alarm
