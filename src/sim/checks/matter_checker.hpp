// Matters: a report is in one of them at most, what was split off is suggested, what stands in a rejected one
// makes no other, and each order to a station becomes one instruction.
#pragma once
#include "domain/instruction/events.hpp"
#include "domain/matter/events.hpp"
#include "sim/checks/checker.hpp"

#include <map>
#include <set>
#include <string>
#include <unordered_map>

namespace anlan::sim {

class MatterChecker final : public Checker {
public:
    MatterChecker(const Instant& hindered_until, Findings& findings)
        : hindered_until_(hindered_until), findings_(findings) {}

    void recorded(const Step& step) override;
    void forget() override;
    void inspect(SimulatedNode& node) override;
    void look(Instant now);

private:
    void put_in(const Step& step, const IncidentId& incident_id);
    void take_out(const std::string& matter, const IncidentId& incident_id);
    void note_issued(const Step& step);

    const Instant& hindered_until_;
    Findings& findings_;
    std::unordered_map<std::string, std::string> matter_of_;  // by report
    std::map<std::string, std::set<std::string>> reports_;    // by matter
    std::set<std::string> rejected_;                          // matters
    std::map<std::string, Instant> split_off_;                // matters that are still to be suggested
    std::map<std::string, Instant> ordered_;                  // instructions that are still to be issued
};

}  // namespace anlan::sim
