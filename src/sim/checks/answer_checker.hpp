// What people were told, against what the log has.
#pragma once
#include "sim/checks/log_checker.hpp"

#include <string>
#include <unordered_map>

namespace anlan::sim {

class AnswerChecker final : public Checker {
public:
    AnswerChecker(const LogChecker& log, const SimulatedDisk& disk, Findings& findings)
        : log_(log), disk_(disk), findings_(findings) {}

    void answered(const engine::Submission& submission, const engine::Outcome& outcome) override;
    void restarted(SimulatedNode& node, std::uint64_t lost) override;

    // At the end: everything that was promised.
    void check_kept();

private:
    struct Promise {
        std::uint64_t version = 0;
        std::uint64_t position = 0;
        bool recorded = false;  // carried out, and not merely true already
    };
    void accepted(const engine::Submission& submission, const engine::Accepted& answer);

    const LogChecker& log_;
    const SimulatedDisk& disk_;
    Findings& findings_;
    std::unordered_map<std::string, Promise> promises_;
};

}  // namespace anlan::sim
