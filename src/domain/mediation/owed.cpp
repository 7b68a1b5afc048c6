#include "domain/mediation/owed.hpp"

#include <algorithm>
#include <utility>

namespace anlan::mediation {
namespace {

using kernel::conflict;
using kernel::invalid;
using kernel::Obligation;
using std::chrono::days;

Obligation owned_by(Obligation obligation, const PostId& owner) {
    obligation.owner = owner;
    return obligation;
}

}  // namespace

std::optional<kernel::Refusal> check_text(const PersonalText& text, std::size_t most,
                                          const std::string& field) {
    if (text.reveal().empty() || text.reveal().size() > most)
        return invalid("mediation.text_invalid", "A text of 1 to " + std::to_string(most) + " bytes.", field);
    return std::nullopt;
}

PostId Owed::owner_at(const LevelRule& level, const Jurisdiction& where) const {
    return kernel::post_for(levels(), level.owner_role, where);
}

Obligation Owed::on_day(const kernel::DeadlineRule& rule, const char* kind, const char* key,
                        const PostId& owner, const Jurisdiction& where) const {
    return until(rule, kind, key, due_on_day(rules(), now.at, rule.within, now.rules.civil_offset), owner,
                 where);
}

Obligation Owed::until(const kernel::DeadlineRule& rule, const char* kind, std::string key, Instant due_by,
                       const PostId& owner, const Jurisdiction& where) const {
    return owned_by(kernel::owe_until(rule, levels(), kind, std::move(key), now.at, due_by, where), owner);
}

Obligation Owed::within(const kernel::DeadlineRule& rule, const char* kind, const PostId& owner,
                        const Jurisdiction& where) const {
    return until(rule, kind, "", now.at + rule.within, owner, where);
}

std::vector<Obligation> Owed::to_begin(std::string_view dispute_class, const PostId& owner,
                                       const Jurisdiction& where) const {
    std::vector<Obligation> owed{on_day(rules().contact, "contact", "a", owner, where),
                                 on_day(rules().contact, "contact", "b", owner, where)};
    const ClassRule* of = find_class(rules(), dispute_class);
    if (of != nullptr && of->joint_visit)
        owed.push_back(on_day(rules().joint_visit, "joint_visit", "", owner, where));
    owed.push_back(on_day(rules().settle, "settle", "", owner, where));
    return owed;
}

QuietBegun Owed::quiet(const Mediation::State& state, QuietBecause because) const {
    const ClassRule* of = find_class(rules(), state.dispute_class);
    const int long_days = of == nullptr ? quiet_days_max : of->quiet_days;
    Instant end = due_on_day(rules(), now.at, days{long_days}, now.rules.civil_offset);
    for (const PromiseKept& kept : state.promises)
        if (kept.is == PromiseState::open) end = std::max(end, kept.promise.due_by);
    return {
        because, long_days, now.at, end, {until(rules().quiet, "quiet", "", end, state.owner, state.where)}};
}

bool Owed::may_be_solved(const Mediation::State& state) const {
    return state.stage == Stage::quiet && state.quiet && now.at >= state.quiet->until &&
           std::all_of(state.open.begin(), state.open.end(),
                       [](const Obligation& one) { return one.kind == "quiet"; });
}

MediationSolved Owed::solved(const Mediation::State& state) const {
    const auto quiet_for = std::chrono::floor<days>(now.at - state.quiet->since);
    return {static_cast<int>(quiet_for.count()),
            state.owner,
            now.at,
            {within(rules().good_news, "good_news", state.owner, state.where)}};
}

}  // namespace anlan::mediation
