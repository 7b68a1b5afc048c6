#include "domain/erasure/erasure.hpp"

#include "domain/erasure/rules.hpp"

#include <algorithm>

namespace anlan::erasure {
namespace {

using kernel::Because;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;

std::optional<Refusal> check_text(const std::string& text, const char* field) {
    if (!text.empty() && text.size() <= text_length_max) return std::nullopt;
    return invalid("erasure.text_invalid", "This has 1 to 1000 bytes.", field);
}

std::optional<Refusal> check_record(const std::string& record, const kernel::Now& now) {
    if (erasure_id_of(record) == now.stream) return std::nullopt;
    return invalid("erasure.other_record", "This is not the record of this stream.", ".record");
}

// A hold says why it holds.
std::optional<Refusal> check_holds(const Erasure::State& state) {
    if (state.holds.empty()) return std::nullopt;
    std::string why;
    for (const auto& hold : state.holds)
        why += (why.empty() ? "" : "; ") + hold.hold_id + ": " + hold.reason + " (" + hold.basis + ")";
    return Refusal{
        "erasure.held", "A legal hold keeps this record: " + why, Because::conflict, Remedy::wait, {}};
}

// By the rule on its day, or as ordered.
std::optional<Refusal> check_due(const Erasure::State& state, const EraseRecord& c, const kernel::Now& now) {
    if (c.rule == on_request && state.ordered) return std::nullopt;
    const KeepRule* rule = find_rule(now.rules.section<Rules>(), c.rule);
    if (rule == nullptr) return invalid("erasure.rule_unknown", "The rulebook has no such rule.", ".rule");
    if (now.at >= kept_until(*rule, c.closed_at, now.rules.civil_offset)) return std::nullopt;
    return Refusal{"erasure.not_due", "The rule keeps this record longer.", Because::conflict, Remedy::wait,
                   ".closed_at"};
}

bool was_erased(const Erasure::State& state, std::uint64_t key) {
    return std::any_of(state.erasures.begin(), state.erasures.end(), [&](const PastErasure& past) {
        return std::find(past.keys.begin(), past.keys.end(), key) != past.keys.end();
    });
}

using Events = std::vector<Event>;

struct Decide {
    const Erasure::State& state;
    const kernel::Now& now;

    Erasure::Decision operator()(const EraseRecord& c) const {
        // A person who could erase alone could take evidence away.
        if (now.by.kind == kernel::ActorKind::person)
            return Unexpected{Refusal{"erasure.not_by_one_person",
                                      "Nobody erases a record alone; the retention rule does it.",
                                      Because::forbidden,
                                      Remedy::ask_superior,
                                      {}}};
        if (auto wrong = check_record(c.record, now)) return Unexpected{*wrong};
        if (auto wrong = check_due(state, c, now)) return Unexpected{*wrong};
        if (auto wrong = check_holds(state)) return Unexpected{*wrong};
        const bool ordered = c.rule == on_request;
        if ((c.keys.empty() && !ordered) || c.keys.size() > keys_max)
            return Unexpected{
                invalid("erasure.keys_invalid", "1 to 1000 keys are destroyed at a time.", ".keys")};
        std::vector<std::uint64_t> keys;
        for (const auto key : c.keys)
            if (!was_erased(state, key)) keys.push_back(key);
        if (keys.empty() && ordered) return Events{NothingLeft{c.record, now.at}};
        if (keys.empty()) return Events{};
        return Events{RecordErased{c.record, c.rule, c.where, c.closed_at, std::move(keys), now.at}};
    }

    Erasure::Decision operator()(const EraseEarly& c) const {
        if (auto wrong = check_record(c.record, now)) return Unexpected{*wrong};
        if (auto wrong = check_text(c.reason, ".reason")) return Unexpected{*wrong};
        if (auto wrong = check_text(c.basis, ".basis")) return Unexpected{*wrong};
        if (c.request && c.request->size() > text_length_max)
            return Unexpected{invalid("erasure.text_invalid", "At most 1000 bytes.", ".request")};
        ANLAN_TRY(const auto facts, facts_of(c.record));
        // Whoever is on the way needs to know whom they help.
        if (facts.closing == kernel::Closing::sometime && !facts.closed)
            return Unexpected{Refusal{"erasure.still_open",
                                      "The record is still worked on; it can be erased once it is closed.",
                                      Because::conflict,
                                      Remedy::wait,
                                      {}}};
        if (auto wrong = check_holds(state)) return Unexpected{*wrong};
        if (state.ordered) return Events{};
        return Events{EarlyErasureOrdered{c.record, facts.scope.where, c.reason, c.basis,
                                          c.request.value_or(""), now.at}};
    }

    Erasure::Decision operator()(const PlaceHold& c) const {
        if (auto wrong = check_record(c.record, now)) return Unexpected{*wrong};
        if (auto wrong = check_text(c.reason, ".reason")) return Unexpected{*wrong};
        if (auto wrong = check_text(c.basis, ".basis")) return Unexpected{*wrong};
        ANLAN_TRY(const auto facts, facts_of(c.record));
        const bool holds = std::any_of(state.holds.begin(), state.holds.end(), [&](const HoldPlaced& hold) {
            return hold.reason == c.reason && hold.basis == c.basis;
        });
        if (holds) return Events{};
        if (state.holds.size() >= holds_max)
            return Unexpected{Refusal{"erasure.too_many_holds",
                                      "A record has at most 100 holds.",
                                      Because::conflict,
                                      Remedy::none,
                                      {}}};
        return Events{HoldPlaced{c.record, facts.scope.where, "h" + std::to_string(state.hold_count + 1),
                                 c.reason, c.basis, now.by.actor_id, now.at}};
    }

    Erasure::Decision operator()(const LiftHold& c) const {
        if (auto wrong = check_text(c.reason, ".reason")) return Unexpected{*wrong};
        const bool holds = std::any_of(state.holds.begin(), state.holds.end(),
                                       [&](const HoldPlaced& hold) { return hold.hold_id == c.hold_id; });
        if (!holds)
            return Unexpected{Refusal{"erasure.hold_unknown", "No such hold is in force.", Because::unknown,
                                      Remedy::fix_input, ".hold_id"}};
        return Events{HoldLifted{state.record, c.hold_id, c.reason, now.at}};
    }

private:
    Result<kernel::RecordFacts, Refusal> facts_of(const std::string& record) const {
        if (now.around == nullptr) return kernel::RecordFacts{};
        if (auto facts = now.around->record(record)) return std::move(*facts);
        return Unexpected{Refusal{"erasure.record_unknown", "There is no such record.", Because::unknown,
                                  Remedy::fix_input, ".record"}};
    }
};

struct Fold {
    Erasure::State& state;

    void operator()(const RecordErased& e) const {
        state.record = e.record;
        state.where = e.where;
        state.erasures.push_back({e.rule, e.closed_at, e.keys, e.erased_at});
        state.ordered.reset();
    }
    void operator()(const EarlyErasureOrdered& e) const {
        state.record = e.record;
        state.where = e.where;
        state.ordered = e;
    }
    void operator()(const NothingLeft&) const { state.ordered.reset(); }
    void operator()(const HoldPlaced& e) const {
        state.record = e.record;
        state.where = e.where;
        ++state.hold_count;
        state.holds.push_back(e);
    }
    void operator()(const HoldLifted& e) const {
        std::erase_if(state.holds, [&](const HoldPlaced& hold) { return hold.hold_id == e.hold_id; });
    }
};

}  // namespace

Erasure::Decision Erasure::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

Erasure::State Erasure::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Erasure::obligations(const State&) { return kernel::nothing_owed; }

}  // namespace anlan::erasure
