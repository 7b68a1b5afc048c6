// What a mediation owes after a fact, by the rulebook, and whether it may count as solved.
#pragma once
#include "domain/mediation/mediation.hpp"
#include "domain/mediation/rules.hpp"

namespace anlan::mediation {

std::optional<kernel::Refusal> check_text(const PersonalText& text, std::size_t most,
                                          const std::string& field);

struct Owed {
    const kernel::Now& now;

    const Rules& rules() const { return now.rules.section<Rules>(); }
    const kernel::RoleLevels& levels() const { return now.rules.section<kernel::RoleLevels>(); }

    PostId owner_at(const LevelRule& level, const Jurisdiction& where) const;

    // From the opening or the reopening on.
    std::vector<kernel::Obligation> to_begin(std::string_view dispute_class, const PostId& owner,
                                             const Jurisdiction& where) const;
    kernel::Obligation on_day(const kernel::DeadlineRule& rule, const char* kind, const char* key,
                              const PostId& owner, const Jurisdiction& where) const;
    kernel::Obligation until(const kernel::DeadlineRule& rule, const char* kind, std::string key,
                             Instant due_by, const PostId& owner, const Jurisdiction& where) const;
    kernel::Obligation within(const kernel::DeadlineRule& rule, const char* kind, const PostId& owner,
                              const Jurisdiction& where) const;

    // From now on; later where a promise is due later.
    QuietBegun quiet(const Mediation::State& state, QuietBecause because) const;
    // The quiet is over and nothing is owed beside it.
    bool may_be_solved(const Mediation::State& state) const;
    MediationSolved solved(const Mediation::State& state) const;
};

}  // namespace anlan::mediation
