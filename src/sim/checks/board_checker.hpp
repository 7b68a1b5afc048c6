// What is shown, and what the engine decides on, against the chronicle's fold of the log.
#pragma once
#include "sim/checks/checker.hpp"

#include <set>
#include <string>

namespace anlan::sim {

class BoardChecker final : public Checker {
public:
    BoardChecker(const Chronicle& chronicle, Findings& findings)
        : chronicle_(chronicle), findings_(findings) {}

    void recorded(const Step& step) override { touched_.insert(step.envelope.stream); }
    void restarted(SimulatedNode& node, std::uint64_t lost) override;
    void inspect(SimulatedNode& node) override;

private:
    void check_states(SimulatedNode& node, const std::set<std::string>& streams, std::string_view engine_name,
                      std::string_view board_name);
    void check_heads(SimulatedNode& node);
    void check_owed(SimulatedNode& node);
    void check_lists(SimulatedNode& node);
    void check_engine(SimulatedNode& node);

    const Chronicle& chronicle_;
    Findings& findings_;
    std::set<std::string> touched_;  // since the last look
};

}  // namespace anlan::sim
