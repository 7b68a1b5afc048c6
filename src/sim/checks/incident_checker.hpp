// Calls and incidents, and that what one stream says of another is what that one says of itself.
#pragma once
#include "domain/call/events.hpp"
#include "domain/incident/incident.hpp"
#include "sim/checks/checker.hpp"
#include "sim/checks/unit_checker.hpp"

#include <map>
#include <set>
#include <string>
#include <unordered_map>

namespace anlan::sim {

class IncidentChecker final : public Checker {
public:
    IncidentChecker(const Chronicle& chronicle, const UnitChecker& units, Findings& findings)
        : chronicle_(chronicle), units_(units), findings_(findings) {}

    void recorded(const Step& step) override;
    void forget() override;
    void inspect(SimulatedNode& node) override;
    // Whether the streams agree; only while no consequence waits.
    void compare_streams();

    struct Figures {
        std::uint64_t calls = 0;
        std::map<std::string, std::uint64_t> outcomes;
        std::uint64_t undone = 0;
        std::uint64_t incidents = 0;
        std::uint64_t closed = 0;
        std::uint64_t reopened = 0;
    };
    const Figures& figures() const { return figures_; }

private:
    void call_recorded(const Step& step);
    void incident_recorded(const Step& step);
    void check_closed(const Step& step, const incident::IncidentClosed& event);
    void check_reopened(const Step& step);
    void check_stamps(const Step& step);
    void check_callers();
    void check_units();
    void check_undecided();
    void check_joined(const std::string& stream, const FoldedStream& folded);
    void check_duress(const Step& step, const incident::IncidentOpened& event);

    const Chronicle& chronicle_;
    const UnitChecker& units_;
    Findings& findings_;
    std::unordered_map<std::string, std::string> standing_;  // call -> incident; "" where it has none
    std::unordered_map<std::string, std::set<std::string>> changed_;  // incidents touched, with their callers
    std::set<std::pair<std::string, std::string>> duress_;  // noted by what was not opened yet: it, the call
    Figures figures_;
};

}  // namespace anlan::sim
