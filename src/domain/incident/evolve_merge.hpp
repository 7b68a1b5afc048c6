// The folds of what is merged, split and undone (incident.cpp has the others).
#pragma once
#include "domain/incident/incident.hpp"

namespace anlan::incident {

void fold(Incident::State& state, const IncidentMerged& event);
void fold(Incident::State& state, const IncidentAbsorbed& event);
void fold(Incident::State& state, const MergeUndone& event);
void fold(Incident::State& state, const AbsorptionUndone& event);
void fold(Incident::State& state, const IncidentSplit& event);

}  // namespace anlan::incident
