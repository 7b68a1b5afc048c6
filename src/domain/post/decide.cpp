// Who may be planned, who takes a post, who relieves whom, who stands in for how long.
#include "domain/post/post.hpp"
#include "domain/post/rules.hpp"

#include <algorithm>

namespace anlan::post {
namespace {

using kernel::Because;
using kernel::conflict;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;
using State = Post::State;
using Event = Post::Event;
using Events = Post::Events;
using Decision = Post::Decision;

Refusal forbidden(std::string code, std::string message) {
    return {std::move(code), std::move(message), Because::forbidden, Remedy::ask_superior, {}};
}

std::optional<Refusal> check_reason(const std::string& reason) {
    if (!reason.empty() && reason.size() <= reason_length_max) return std::nullopt;
    return invalid("post.reason_required", "Say why, in at most 1000 bytes.", ".reason");
}

const Shift* find_shift(const State& state, const std::string& shift_id) {
    const auto found = std::find_if(state.shifts.begin(), state.shifts.end(),
                                    [&](const Shift& shift) { return shift.shift_id == shift_id; });
    return found == state.shifts.end() ? nullptr : &*found;
}

const OnDuty* find_on_duty(const State& state, const AccountId& account_id) {
    const auto found = std::find_if(state.on_duty.begin(), state.on_duty.end(),
                                    [&](const OnDuty& duty) { return duty.account_id == account_id; });
    return found == state.on_duty.end() ? nullptr : &*found;
}

std::optional<Instant> planned_until(const State& state, const OnDuty& duty) {
    const Shift* shift = duty.shift_id ? find_shift(state, *duty.shift_id) : nullptr;
    return shift == nullptr ? std::nullopt : std::optional{shift->until};
}

// At no instant of the new shift may it be one too many, and nobody is planned twice.
std::optional<Refusal> check_overlap(const State& state, const PlanShift& c) {
    const auto overlaps = [&](const Shift& s) { return s.from < c.until && c.from < s.until; };
    const auto running_at = [&](Instant at) {
        return std::count_if(state.shifts.begin(), state.shifts.end(),
                             [&](const Shift& s) { return s.from <= at && at < s.until; });
    };
    if (std::any_of(state.shifts.begin(), state.shifts.end(),
                    [&](const Shift& s) { return s.account_id == c.account_id && overlaps(s); }))
        return conflict("post.officer_already_planned", "This officer has another shift here at that time.",
                        Remedy::fix_input, ".from");
    bool full = running_at(c.from) >= state.capacity;
    for (const Shift& shift : state.shifts)
        full = full || (overlaps(shift) && shift.from >= c.from && running_at(shift.from) >= state.capacity);
    if (!full) return std::nullopt;
    return conflict("post.shifts_overlap", "Another shift is planned at that time.", Remedy::fix_input,
                    ".from");
}

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const CreatePost& c) const {
        const int capacity = c.capacity.value_or(1);
        if (state.created && state.role == c.role && state.where == c.where && state.capacity == capacity)
            return Events{};
        if (state.created)
            return Unexpected{
                conflict("post.already_created", "This post exists with other particulars.", Remedy::reload)};
        if (kernel::find_role(now.rules.section<kernel::RoleLevels>(), c.role) == nullptr)
            return Unexpected{
                invalid("post.role_unknown", "The role must be one of the rulebook's posts.", ".role")};
        if (c.post_name.empty() || c.post_name.size() > name_length_max)
            return Unexpected{
                invalid("post.name_invalid", "A post's name has 1 to 200 bytes.", ".post_name")};
        if (c.where.city.value().empty())
            return Unexpected{
                invalid("post.city_missing", "A post belongs to a city at least.", ".where.city")};
        if (capacity < 1 || capacity > capacity_max)
            return Unexpected{invalid("post.capacity_invalid", "A post has room for 1 to 200.", ".capacity")};
        return Events{PostCreated{c.role, c.where, c.post_name, capacity, now.at}};
    }

    Decision operator()(const PlanShift& c) const {
        if (auto wrong = check_created()) return Unexpected{*wrong};
        if (auto wrong = check_account(c.account_id, ".account_id")) return Unexpected{*wrong};
        const bool planned = std::any_of(state.shifts.begin(), state.shifts.end(), [&](const Shift& s) {
            return s.account_id == c.account_id && s.from == c.from && s.until == c.until;
        });
        if (planned) return Events{};
        if (c.until <= c.from)
            return Unexpected{
                invalid("post.shift_ends_before_it_begins", "A shift must end after it begins.", ".until")};
        if (c.until - c.from > rules().shift_max)
            return Unexpected{
                invalid("post.shift_too_long", "The rulebook allows no shift as long as that.", ".until")};
        if (c.until <= now.at)
            return Unexpected{invalid("post.shift_is_over", "This shift would be over already.", ".until")};
        if (auto wrong = check_overlap(state, c)) return Unexpected{*wrong};
        if (state.shifts.size() >= shifts_max)
            return Unexpected{
                conflict("post.too_many_shifts", "Too many shifts are planned ahead.", Remedy::wait)};
        const std::string shift_id = "s" + std::to_string(state.shift_count + 1);
        return Events{ShiftPlanned{shift_id, c.account_id, c.from, c.until, now.at,
                                   owed_relief(shift_id, std::max(c.from, now.at), now.at)}};
    }

    Decision operator()(const CancelShift& c) const {
        if (auto wrong = check_created()) return Unexpected{*wrong};
        if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
        const Shift* shift = find_shift(state, c.shift_id);
        if (shift == nullptr) return Events{};
        if (shift->taken_by)
            return Unexpected{
                conflict("post.shift_taken", "The shift has begun: end the duty instead.", Remedy::none)};
        return Events{ShiftCancelled{c.shift_id, c.reason, now.at}};
    }

    Decision operator()(const BeginDuty& c) const {
        if (auto wrong = check_created()) return Unexpected{*wrong};
        ANLAN_TRY(const AccountId who, account_of(c.account_id));
        ANLAN_TRY(const Instant at, instant_of(c.at));
        if (find_on_duty(state, who) != nullptr) return Events{};
        Events events;
        // Who is named leaves, even where there would be room for both.
        const bool full = static_cast<int>(state.on_duty.size()) >= state.capacity;
        if (const OnDuty* leaving = full || c.relieves ? who_leaves(c.relieves, at) : nullptr; true) {
            if (leaving == nullptr && full)
                return Unexpected{conflict("post.occupied", "The post is taken: name whom you relieve.",
                                           Remedy::fix_input, ".relieves")};
            if (leaving != nullptr) events = leave(*leaving, at, who);
        }
        DutyBegun begun{who, std::nullopt, std::nullopt, at};
        State after = state;
        for (const Event& event : events) after = Post::evolve(std::move(after), event);
        if (const Shift* shift = shift_to_take(after, who, at)) {
            begun.shift_id = shift->shift_id;
            begun.planned_from = shift->from;
        }
        events.push_back(std::move(begun));
        return events;
    }

    Decision operator()(const EndDuty& c) const {
        if (auto wrong = check_created()) return Unexpected{*wrong};
        ANLAN_TRY(const AccountId who, account_of(c.account_id));
        ANLAN_TRY(const Instant at, instant_of(c.at));
        const OnDuty* duty = find_on_duty(state, who);
        if (duty == nullptr) return Events{};
        if (at < duty->since)
            return Unexpected{invalid("post.out_of_order",
                                      "This duty began later, at " + to_text(duty->since) + ".", ".at")};
        return leave(*duty, at, std::nullopt);
    }

    Decision operator()(const DelegateDuty& c) const {
        if (auto wrong = check_created()) return Unexpected{*wrong};
        if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
        if (auto wrong = check_account(c.to_account_id, ".to_account_id")) return Unexpected{*wrong};
        ANLAN_TRY(const AccountId who, account_of(c.account_id));
        if (auto wrong = check_giver(c, who)) return Unexpected{*wrong};
        if (find_on_duty(state, c.to_account_id) != nullptr || c.to_account_id == who)
            return Unexpected{conflict("post.delegate_on_duty", "This person is on duty here already.",
                                       Remedy::fix_input, ".to_account_id")};
        if (c.until <= now.at || c.until - now.at > rules().delegation_max)
            return Unexpected{invalid("post.delegation_span_invalid",
                                      "Standing in ends later than now, and within what the rulebook allows.",
                                      ".until")};
        const Delegation wanted{who, c.to_account_id, c.until, c.reason, c.permissions};
        if (std::find(state.delegations.begin(), state.delegations.end(), wanted) != state.delegations.end())
            return Events{};
        if (state.delegations.size() >= delegations_max)
            return Unexpected{conflict("post.too_many_delegations", "Too many people stand in here already.",
                                       Remedy::wait)};
        const kernel::Obligation expiry{.kind = "end_delegation",
                                        .key = c.to_account_id.value(),
                                        .owner = own_post(),
                                        .since = now.at,
                                        .due_by = c.until,
                                        .warn_at = std::nullopt,
                                        .ladder = {}};
        return Events{
            DutyDelegated{who, c.to_account_id, c.until, c.reason, now.at, {expiry}, c.permissions}};
    }

    Decision operator()(const EndDelegation& c) const {
        if (auto wrong = check_created()) return Unexpected{*wrong};
        return end_delegations([&](const Delegation& d) { return d.to_account_id == c.to_account_id; },
                               now.at);
    }

    // The end of a delegation is not a breach: the clock ends it.
    Decision operator()(const kernel::NoteDeadline& c) const {
        if (c.kind == "end_delegation") {
            return end_delegations(
                [&](const Delegation& d) { return d.to_account_id.value() == c.key && d.until <= now.at; },
                now.at);
        }
        Events events;
        for (auto& fact : kernel::note(state.open, c, now.at))
            std::visit([&](auto& event) { events.push_back(std::move(event)); }, fact);
        return events;
    }

private:
    const Rules& rules() const { return now.rules.section<Rules>(); }

    PostId own_post() const {
        return kernel::post_for(now.rules.section<kernel::RoleLevels>(), state.role, state.where);
    }

    std::optional<Refusal> check_created() const {
        if (state.created) return std::nullopt;
        return Refusal{"post.unknown", "There is no such post.", Because::unknown, Remedy::fix_input, {}};
    }
    // Who is on duty here gives what they hold; a superior what the superior holds. Nobody gives what was
    // only given to them, and nobody gives more than they have.
    std::optional<Refusal> check_giver(const DelegateDuty& c, const AccountId& who) const {
        if (auto wrong = check_permissions(c)) return wrong;
        const bool superior = now.by.kind == kernel::ActorKind::person && now.by.post_id != own_post();
        if (find_on_duty(state, who) == nullptr && !(superior && who.value() == now.by.actor_id))
            return conflict("post.not_on_duty",
                            "Only who is on duty, or a superior, can let another stand in.", Remedy::none);
        if (now.around == nullptr) return std::nullopt;
        const kernel::Scope here{state.where, {}};
        if (!now.around->own_right("post.delegate_duty", here))
            return forbidden("post.delegation_not_passed_on", "What was delegated is not delegated further.");
        const bool holds_all =
            c.permissions ? std::all_of(c.permissions->begin(), c.permissions->end(),
                                        [&](const std::string& p) { return now.around->own_right(p, here); })
                          : now.around->own_role(state.role, here);
        if (holds_all) return std::nullopt;
        return forbidden("post.delegation_exceeds_giver", "Nobody gives rights that they do not hold.");
    }
    static std::optional<Refusal> check_permissions(const DelegateDuty& c) {
        if (!c.permissions) return std::nullopt;
        const auto fits = [](const std::string& permission) {
            return permission.size() <= permission_length_max && permission.find('.') != std::string::npos;
        };
        if (!c.permissions->empty() && c.permissions->size() <= delegated_permissions_max &&
            std::all_of(c.permissions->begin(), c.permissions->end(), fits))
            return std::nullopt;
        return invalid("post.permissions_invalid",
                       "Name 1 to 50 permissions as access.toml writes them, or none for the whole role.",
                       ".permissions");
    }
    static std::optional<Refusal> check_account(const AccountId& account_id, const char* field) {
        if (account_id.value().starts_with("acc_")) return std::nullopt;
        return invalid("post.account_id_invalid", "An account's id begins with acc_.", field);
    }

    Result<AccountId, Refusal> account_of(const std::optional<AccountId>& named) const {
        const bool self = !named && now.by.kind == kernel::ActorKind::person;
        const AccountId who = self ? AccountId{now.by.actor_id} : named.value_or(AccountId{});
        if (auto wrong = check_account(who, ".account_id")) return Unexpected{*wrong};
        return who;
    }
    Result<Instant, Refusal> instant_of(const std::optional<Instant>& at) const {
        if (at && *at > now.at)
            return Unexpected{invalid("post.in_the_future", "This instant has not come yet.", ".at")};
        return at.value_or(now.at);
    }

    std::vector<kernel::Obligation> owed_relief(const std::string& shift_id, Instant from,
                                                Instant since) const {
        const auto row =
            std::find_if(rules().relieve.begin(), rules().relieve.end(), [&](const RelieveRule& r) {
                return r.roles.empty() ||
                       std::find(r.roles.begin(), r.roles.end(), state.role) != r.roles.end();
            });
        if (row == rules().relieve.end()) return {};
        return {kernel::owe_until(row->deadline, now.rules.section<kernel::RoleLevels>(), "relieve", shift_id,
                                  since, from + row->deadline.within, state.where)};
    }

    // Whom the newcomer relieves: the one named, else the one whose planned shift is over.
    const OnDuty* who_leaves(const std::optional<AccountId>& named, Instant at) const {
        if (named) return find_on_duty(state, *named);
        const auto found = std::find_if(state.on_duty.begin(), state.on_duty.end(), [&](const OnDuty& duty) {
            const auto until = planned_until(state, duty);
            return until && *until - rules().early_max <= at;
        });
        return found == state.on_duty.end() ? nullptr : &*found;
    }

    // One's own shift before another's that nobody has taken.
    const Shift* shift_to_take(const State& after, const AccountId& who, Instant at) const {
        const Shift* chosen = nullptr;
        for (const Shift& shift : after.shifts) {
            if (shift.taken_by || at < shift.from - rules().early_max || shift.until <= at) continue;
            if (shift.account_id == who) return &shift;
            if (chosen == nullptr) chosen = &shift;
        }
        return chosen;
    }

    Events leave(const OnDuty& duty, Instant at, const std::optional<AccountId>& relieved_by) const {
        DutyEnded ended{duty.account_id,
                        relieved_by,
                        planned_until(state, duty),
                        at,
                        {},
                        DutySpan{state.role, state.where, duty.since}};
        const bool shift_still_runs = ended.planned_until && at < *ended.planned_until - rules().early_max;
        if (shift_still_runs && !relieved_by) ended.obligations = owed_relief(*duty.shift_id, at, at);
        Events events =
            end_delegations([&](const Delegation& d) { return d.account_id == duty.account_id; }, at);
        events.push_back(std::move(ended));
        return events;
    }

    template <class Which>
    Events end_delegations(Which which, Instant at) const {
        Events events;
        for (const Delegation& d : state.delegations)
            if (which(d)) events.push_back(DelegationEnded{d.account_id, d.to_account_id, at});
        return events;
    }
};

}  // namespace

Post::Decision Post::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

std::optional<kernel::RuleFault> validate(const Rules& rules) {
    if (rules.early_max < Minutes{0}) return kernel::RuleFault{".early_max", "0 minutes or more"};
    if (rules.shift_max <= Hours{0}) return kernel::RuleFault{".shift_max", "1 hour or more"};
    if (rules.delegation_max <= Hours{0}) return kernel::RuleFault{".delegation_max", "1 hour or more"};
    for (std::size_t i = 0; i < rules.relieve.size(); ++i) {
        const std::string path = ".relieve[" + std::to_string(i) + "]";
        if (auto fault = kernel::check_rule(rules.relieve[i].deadline, path + ".deadline")) return fault;
    }
    return std::nullopt;
}

std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels) {
    for (std::size_t i = 0; i < rules.relieve.size(); ++i) {
        const std::string path = ".relieve[" + std::to_string(i) + "]";
        for (const std::string& role : rules.relieve[i].roles)
            if (kernel::find_role(levels, role) == nullptr)
                return kernel::RuleFault{path + ".roles", "roles of posts.toml, not " + role};
        if (auto fault = kernel::check_roles(rules.relieve[i].deadline, levels, path + ".deadline"))
            return fault;
    }
    return std::nullopt;
}

}  // namespace anlan::post
