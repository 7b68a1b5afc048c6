// What lists and live boards show of a mediation: its class, level and owner, what breaks next, how long it
// has been quiet. Nothing of what the sides say, nor who they are.
#pragma once
#include "domain/mediation/mediation.hpp"

#include <map>
#include <optional>

namespace anlan::mediation {

struct MediationRow {
    std::string mediation_id;
    Stage stage{};
    std::string dispute_class;
    Origin origin{};
    std::optional<std::string> early_rule;
    Jurisdiction where;
    std::optional<std::string> place_label;
    std::string level;
    PostId owner;
    std::vector<IncidentId> incident_ids;
    std::optional<std::string> matter_id;
    std::optional<std::string> instruction_id;
    Instant opened_at{};
    std::vector<Side> heard;
    int visits = 0;
    int hand_overs = 0;
    bool taken_up = true;
    int agreement_version = 0;  // 0: none yet
    std::vector<Side> signed_by;
    int promises_open = 0;
    int promises_broken = 0;
    std::optional<Instant> quiet_since;
    std::optional<Instant> quiet_until;
    int quiet_broken = 0;  // times
    std::optional<Instant> solved_at;
    std::optional<Instant> ended_at;
    std::string end_reason;
    int pushes_sent = 0;
    std::vector<std::string> missed;
    std::optional<kernel::NextDue> next;
};
BOOST_DESCRIBE_STRUCT(MediationRow, (),
                      (mediation_id, stage, dispute_class, origin, early_rule, where, place_label, level,
                       owner, incident_ids, matter_id, instruction_id, opened_at, heard, visits, hand_overs,
                       taken_up, agreement_version, signed_by, promises_open, promises_broken, quiet_since,
                       quiet_until, quiet_broken, solved_at, ended_at, end_reason, pushes_sent, missed, next))

std::optional<MediationRow> row_of(std::string_view stream, const Mediation::State& state);
std::map<std::string, std::string> facets_of(const Mediation::State& state);

}  // namespace anlan::mediation
