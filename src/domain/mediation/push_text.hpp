// The text that goes to the street and the community: the patrol's report, the officer's answer and the
// mediator's own, merged by the rulebook's lines. It is made of codes, dates and places of the register;
// nothing that somebody said is in it, and a person reads it before it goes.
#pragma once
#include "domain/mediation/mediation.hpp"
#include "domain/mediation/rules.hpp"

namespace anlan::mediation {

// UTF-8, line after line.
std::string push_text(const Mediation::State& state, const kernel::Now& now);

// What must not stand in a text that leaves the police: words of a side, a speaker's name, a long run of
// digits. None: it may go.
std::optional<kernel::Refusal> check_push_text(const Mediation::State& state, const PersonalText& text,
                                               const PushRules& rules);

}  // namespace anlan::mediation
