#include "domain/erasure/erasure.hpp"

#include "domain/erasure/rules.hpp"

#include <algorithm>

namespace anlan::erasure {
namespace {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

Refusal invalid(std::string code, std::string message, std::string field) {
    return {std::move(code), std::move(message), Because::invalid, Remedy::fix_input, std::move(field)};
}

std::optional<Refusal> check(const EraseRecord& c, const kernel::Now& now) {
    // A person who could erase alone could take evidence away.
    if (now.by.kind == kernel::ActorKind::person)
        return Refusal{"erasure.not_by_one_person",
                       "Nobody erases a record alone; the retention rule does it.",
                       Because::forbidden,
                       Remedy::ask_superior,
                       {}};
    if (erasure_id_of(c.record) != now.stream)
        return invalid("erasure.other_record", "This is not the record of this stream.", ".record");
    const KeepRule* rule = find_rule(now.rules.section<Rules>(), c.rule);
    if (rule == nullptr) return invalid("erasure.rule_unknown", "The rulebook has no such rule.", ".rule");
    if (now.at < kept_until(*rule, c.closed_at, now.rules.civil_offset))
        return Refusal{"erasure.not_due", "The rule keeps this record longer.", Because::conflict,
                       Remedy::wait, ".closed_at"};
    if (c.keys.empty() || c.keys.size() > keys_max)
        return invalid("erasure.keys_invalid", "1 to 1000 keys are destroyed at a time.", ".keys");
    return std::nullopt;
}

bool was_erased(const Erasure::State& state, std::uint64_t key) {
    return std::any_of(state.erasures.begin(), state.erasures.end(), [&](const PastErasure& past) {
        return std::find(past.keys.begin(), past.keys.end(), key) != past.keys.end();
    });
}

}  // namespace

Erasure::Decision Erasure::decide(const State& state, const Command& command, const kernel::Now& now) {
    const auto& c = std::get<EraseRecord>(command);
    if (auto wrong = check(c, now)) return Unexpected{*wrong};
    std::vector<std::uint64_t> keys;
    for (const auto key : c.keys)
        if (!was_erased(state, key)) keys.push_back(key);
    if (keys.empty()) return std::vector<Event>{};
    return std::vector<Event>{RecordErased{c.record, c.rule, c.where, c.closed_at, std::move(keys), now.at}};
}

Erasure::State Erasure::evolve(State state, const Event& event) {
    const auto& e = std::get<RecordErased>(event);
    state.record = e.record;
    state.where = e.where;
    state.erasures.push_back({e.rule, e.closed_at, e.keys, e.erased_at});
    return state;
}

const std::vector<kernel::Obligation>& Erasure::obligations(const State&) { return kernel::nothing_owed; }

}  // namespace anlan::erasure
