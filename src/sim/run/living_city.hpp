// The workloads that belong to no single module: the living city itself, and the watch officer who goes over
// the lists and brings to an end what was left lying.
#pragma once
#include "sim/workload.hpp"

namespace anlan::sim {

std::unique_ptr<Workload> living_city(const WorkloadParts& parts);
std::unique_ptr<Workload> watch_officer(const WorkloadParts& parts);

}  // namespace anlan::sim
