#include "domain/post/post.hpp"

#include <algorithm>

namespace anlan::post {
namespace {

using State = Post::State;

void arise_all(State& state, const std::vector<kernel::Obligation>& obligations) {
    for (const auto& obligation : obligations) kernel::arise(state.open, obligation);
}

void forget_past_shifts(State& state, Instant at) {
    std::erase_if(state.shifts, [&](const Shift& shift) {
        return shift.until <= at && !shift.taken_by &&
               kernel::find(state.open, "relieve", shift.shift_id) == nullptr;
    });
}

struct Fold {
    State& state;

    void operator()(const PostCreated& e) const {
        state.created = true;
        state.role = e.role;
        state.where = e.where;
        state.post_name = e.post_name;
        state.capacity = e.capacity;
    }
    void operator()(const ShiftPlanned& e) const {
        ++state.shift_count;
        forget_past_shifts(state, e.planned_at);
        state.shifts.push_back({e.shift_id, e.account_id, e.from, e.until, std::nullopt});
        arise_all(state, e.obligations);
    }
    void operator()(const ShiftCancelled& e) const {
        std::erase_if(state.shifts, [&](const Shift& shift) { return shift.shift_id == e.shift_id; });
        kernel::meet(state.open, "relieve", e.shift_id);
    }
    void operator()(const DutyBegun& e) const {
        state.on_duty.push_back({e.account_id, e.began_at, e.shift_id});
        if (!e.shift_id) return;
        kernel::meet(state.open, "relieve", *e.shift_id);
        for (Shift& shift : state.shifts)
            if (shift.shift_id == *e.shift_id) shift.taken_by = e.account_id;
    }
    void operator()(const DutyEnded& e) const {
        std::erase_if(state.on_duty, [&](const OnDuty& duty) { return duty.account_id == e.account_id; });
        for (Shift& shift : state.shifts)
            if (shift.taken_by == e.account_id) shift.taken_by.reset();
        arise_all(state, e.obligations);
        forget_past_shifts(state, e.ended_at);
    }
    void operator()(const DutyDelegated& e) const {
        remove_delegation(e.to_account_id);
        state.delegations.push_back({e.account_id, e.to_account_id, e.until, e.reason, e.permissions});
        arise_all(state, e.obligations);
    }
    void operator()(const DelegationEnded& e) const {
        remove_delegation(e.to_account_id);
        kernel::meet(state.open, "end_delegation", e.to_account_id.value());
    }
    template <class Deadline>
        requires std::constructible_from<kernel::DeadlineEvent, Deadline>
    void operator()(const Deadline& e) const {
        kernel::evolve_deadline(state.open, e);
    }

    void remove_delegation(const AccountId& to) const {
        std::erase_if(state.delegations, [&](const Delegation& d) { return d.to_account_id == to; });
    }
};

}  // namespace

Post::State Post::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Post::obligations(const State& state) { return state.open; }

std::vector<AccountId> on_duty_at(const Post::State& state, Instant at) {
    std::vector<AccountId> accounts;
    for (const OnDuty& duty : state.on_duty)
        if (duty.since <= at) accounts.push_back(duty.account_id);
    for (const Delegation& delegation : state.delegations)
        if (at < delegation.until) accounts.push_back(delegation.to_account_id);
    return accounts;
}

}  // namespace anlan::post
