// Rights that somebody was given for a time: delegations of posts, and broken glass. What was done by them is
// judged by the facts that gave them.
#pragma once
#include "kernel/rulebook.hpp"
#include "sim/checks/checker.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

class RightsChecker final : public Checker {
public:
    RightsChecker(const Chronicle& chronicle, const kernel::Rulebook& rules, const Instant& hindered_until,
                  Findings& findings)
        : chronicle_(chronicle), rules_(rules), hindered_until_(hindered_until), findings_(findings) {}

    void recorded(const Step& step) override;
    void answered(const engine::Submission& submission, const engine::Outcome& outcome) override;
    void shown(const Shown& shown, Instant now) override;
    void forget() override;
    void inspect(SimulatedNode& node) override;
    void look(Instant now);

private:
    struct Right {
        std::string by;  // the post or the glass
        std::string account_id;
        std::string record;  // of a glass
        std::vector<std::string> permissions;
        Instant until{};
        std::optional<std::uint64_t> ended;  // the last record that it could still have allowed
    };
    struct Glass {
        Instant broken_at{};
        Instant until{};
        std::string account_id;
        bool closed = false;
        bool reviewed = false;
        bool escalated = false;
    };
    void given(const Step& step);
    void ended(const std::string& by, const std::string& account_id, const Step& step);
    void glass_recorded(const Step& step);
    void used(const Step& step);
    const Right* in_force(const std::string& by, const std::string& account_id, Instant at,
                          std::uint64_t commit) const;
    void look_at_glass(const std::string& stream, const Glass& glass, Instant now);

    const Chronicle& chronicle_;
    const kernel::Rulebook& rules_;
    const Instant& hindered_until_;
    Findings& findings_;
    std::vector<Right> rights_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_;  // post or glass -> its rights
    std::unordered_map<std::string, Glass> glasses_;
    // Commands that were carried out under a delegation of some permissions only, until they are answered.
    std::unordered_map<std::string, std::vector<std::string>> narrow_;
};

}  // namespace anlan::sim
