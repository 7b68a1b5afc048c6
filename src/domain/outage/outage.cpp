#include "domain/outage/outage.hpp"

#include "domain/outage/rules.hpp"

#include <utility>

namespace anlan::outage {
namespace {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;
using State = Outage::State;
using Events = Outage::Events;
using Decision = Outage::Decision;

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const NoteOutage& c) const {
        if (state.noted) return Events{};  // a kill came between the note and its answer
        ANLAN_CHECK(c.first_due <= c.until, "an outage has deadlines that fell due in it");
        const auto& levels = now.rules.section<kernel::RoleLevels>();
        const Jurisdiction city{levels.city, {}, {}, {}};
        auto review = kernel::owe(now.rules.section<Rules>().review, levels, "review", "", now.at, city);
        const kernel::Obligation recovery{.kind = "recovery",
                                          .key = "",
                                          .owner = review.owner,
                                          .since = now.at,
                                          .due_by = c.until,
                                          .warn_at = std::nullopt,
                                          .ladder = {}};
        return Events{OutageNoted{c.from,
                                  c.until,
                                  c.after_position,
                                  c.first_due,
                                  c.streams,
                                  city,
                                  {recovery, std::move(review)},
                                  c.refused_with,
                                  c.refused_commands}};
    }

    Decision operator()(const ReviewOutage& c) const {
        if (!state.noted)
            return Unexpected{Refusal{
                "outage.unknown", "There is no such outage.", Because::unknown, Remedy::fix_input, {}}};
        if (!state.recovered_at)
            return Unexpected{Refusal{"outage.not_recovered",
                                      "Deadlines of this outage are still being noted.",
                                      Because::conflict,
                                      Remedy::wait,
                                      {}}};
        if (c.remark.empty() || c.remark.size() > remark_length_max)
            return Unexpected{Refusal{"outage.remark_required", "Say what was done, in 1 to 1000 bytes.",
                                      Because::invalid, Remedy::fix_input, ".remark"}};
        if (state.reviewed && state.reviewed->remark == c.remark) return Events{};
        return Events{OutageReviewed{c.remark, AccountId{now.by.actor_id}, now.at}};
    }

    Decision operator()(const kernel::NoteDeadline& c) const {
        if (c.kind == "recovery") {  // it is due behind all that fell into the gap, so that is noted by now
            if (!state.noted || state.recovered_at) return Events{};
            return Events{OutageRecovered{now.at}};
        }
        Events events;
        for (auto& fact : kernel::note(state.open, c, now.at))
            std::visit([&](auto& event) { events.push_back(std::move(event)); }, fact);
        return events;
    }
};

struct Fold {
    State& state;

    void operator()(const OutageNoted& e) const {
        state.noted = true;
        state.from = e.from;
        state.until = e.until;
        state.after_position = e.after_position;
        state.first_due = e.first_due;
        state.streams = e.streams;
        state.where = e.where;
        state.refused_with = e.refused_with;
        state.refused_commands = e.refused_commands;
        for (const auto& obligation : e.obligations) kernel::arise(state.open, obligation);
    }
    void operator()(const OutageRecovered& e) const {
        state.recovered_at = e.recovered_at;
        kernel::meet(state.open, "recovery");
    }
    void operator()(const OutageReviewed& e) const {
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

Outage::Decision Outage::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

Outage::State Outage::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Outage::obligations(const State& state) { return state.open; }

}  // namespace anlan::outage
