// What a mediation's facts make of pushes.
#pragma once
#include "domain/push/push.hpp"
#include "kernel/module.hpp"

namespace anlan::push {

std::vector<kernel::Send<Push::Command>> deliver_when_a_mediation_sends(const kernel::PolicyInput& input);

}  // namespace anlan::push
