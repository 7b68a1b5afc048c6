// What nobody does alone: that two different persons agreed before it was done, that it was done once, and
// that each proposal comes to an end.
#pragma once
#include "domain/proposal/events.hpp"
#include "domain/proposal/rules.hpp"
#include "sim/checks/checker.hpp"

#include <optional>
#include <string>
#include <unordered_map>

namespace anlan::sim {

class TwoPersonsChecker final : public Checker {
public:
    TwoPersonsChecker(const kernel::Rulebook& rules, const Instant& hindered_until, Findings& findings)
        : rules_(rules), hindered_until_(hindered_until), findings_(findings) {}

    void recorded(const Step& step) override;
    void forget() override { proposals_.clear(); }
    void inspect(SimulatedNode& node) override;
    void look(Instant now);

    // After it was agreed on it is carried out at once; so long it may take while the disk is in the way.
    static constexpr Minutes carried_out_within{10};

private:
    struct Proposed {
        std::string target;
        std::string command;
        AccountId proposed_by;
        Instant until{};
        std::optional<AccountId> approved_by;
        Instant approved_at{};
        int done = 0;  // facts that it led to
        bool over = false;
    };
    void proposal_recorded(const Step& step);
    // The command that one person may not give alone, if this is its fact.
    std::optional<std::string> needed_two(const Step& step) const;
    void check_agreed(const Step& step, const std::string& command);

    const kernel::Rulebook& rules_;
    const Instant& hindered_until_;
    Findings& findings_;
    std::unordered_map<std::string, Proposed> proposals_;
};

}  // namespace anlan::sim
