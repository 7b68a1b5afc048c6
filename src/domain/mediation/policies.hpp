// What other modules' facts make of mediations.
#pragma once
#include "domain/mediation/mediation.hpp"
#include "kernel/module.hpp"

namespace anlan::mediation {

using Sends = std::vector<kernel::Send<Mediation::Command>>;

// Calm on scene, and followed up the next day all the same, where the rulebook says so.
Sends open_when_a_dispute_is_closed_on_scene(const kernel::PolicyInput& input);

// The officer's answer was accepted: the work on the dispute begins.
Sends open_when_an_answer_is_accepted(const kernel::PolicyInput& input);

// A further report of its matter, a link to its incident, or the same incident reopened.
Sends note_what_comes_back(const kernel::PolicyInput& input);

// So that a mediation is found by each of its incidents, and by its matter.
Sends name_by_what_it_is_about(const kernel::PolicyInput& input);

}  // namespace anlan::mediation
