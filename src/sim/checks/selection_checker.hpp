// The daily selection: every incident that is no crime is on the list of its day, and on one; a closed day
// has no candidate that is undecided; each pick becomes one instruction.
#pragma once
#include "domain/incident/events.hpp"
#include "domain/instruction/events.hpp"
#include "domain/selection/events.hpp"
#include "domain/selection/rules.hpp"
#include "sim/checks/checker.hpp"

#include <map>
#include <string>
#include <unordered_map>

namespace anlan::sim {

class SelectionChecker final : public Checker {
public:
    SelectionChecker(const kernel::Rulebook& rules, const Instant& hindered_until, Findings& findings)
        : rules_(rules), hindered_until_(hindered_until), findings_(findings) {}

    void recorded(const Step& step) override;
    void forget() override;
    void inspect(SimulatedNode& node) override;
    void look(Instant now);

private:
    struct Incident {
        Instant opened_at{};
        bool criminal = false;
        bool cancelled = false;
        bool merged = false;
        std::string list;  // that it is on, or left but for another list; none: empty
    };
    struct Entry {
        bool to_decide = false;
        bool decided = false;
        bool left = false;
    };
    struct List {
        bool over = false;
        std::map<std::string, Entry> entries;
    };

    void note_incident(const Step& step);
    void note_list(const Step& step);
    void put_forward(const Step& step, const selection::Candidate& candidate);
    void decided(const std::string& list, const IncidentId& incident_id, bool is_decided);
    void closed(const Step& step);
    void expect(const std::string& id, const Incident& incident, Instant now);

    const kernel::Rulebook& rules_;
    const Instant& hindered_until_;
    Findings& findings_;
    std::unordered_map<std::string, Incident> incidents_;
    std::map<std::string, List> lists_;
    std::map<std::string, Instant> unlisted_;  // incidents, from when on
    std::map<std::string, Instant> ordered_;   // instructions that are still to be issued
};

}  // namespace anlan::sim
