// Partners (guard teams, volunteers): what dispatchers share with them, and what they do with it.
#pragma once
#include "sim/workload.hpp"

namespace anlan::sim {

std::unique_ptr<Workload> partners(const WorkloadParts& parts);

}  // namespace anlan::sim
