// What calls and units make necessary here. Pure: from one fact to the commands it causes.
#pragma once
#include "domain/incident/incident.hpp"
#include "kernel/module.hpp"

namespace anlan::incident {

using Sends = std::vector<kernel::Send<Command>>;

Sends open_incident_when_call_is_opened(const kernel::PolicyInput& input);
Sends add_call_when_it_joins(const kernel::PolicyInput& input);
Sends remove_call_when_its_join_is_undone(const kernel::PolicyInput& input);
Sends note_duress_when_it_is_flagged(const kernel::PolicyInput& input);
Sends note_what_callers_send(const kernel::PolicyInput& input);
Sends share_with_a_partner_when_its_unit_is_sent(const kernel::PolicyInput& input);
Sends note_what_units_do(const kernel::PolicyInput& input);
Sends follow_what_is_merged_or_split(const kernel::PolicyInput& input);
Sends note_units_that_move(const kernel::PolicyInput& input);

}  // namespace anlan::incident
