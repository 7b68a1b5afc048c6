// Callers who follow what they reported by a link (docs/receipt.md).
#pragma once
#include "sim/workload.hpp"

namespace anlan::sim {

std::unique_ptr<Workload> link_callers(const WorkloadParts& parts);

}  // namespace anlan::sim
