// Looks at personal data: whoever was shown some had said what for, on a record that is worked on or looking
// back, and that stands in the log; and the review of looks.
#pragma once
#include "access/access_rules.hpp"
#include "sim/checks/checker.hpp"

#include <map>
#include <string>
#include <tuple>
#include <unordered_map>

namespace anlan::sim {

class LookChecker final : public Checker {
public:
    LookChecker(const Chronicle& chronicle, const access::AccessRules& rules, Findings& findings)
        : chronicle_(chronicle), rules_(rules), findings_(findings) {}

    void recorded(const Step& step) override;
    void shown(const Shown& shown, Instant now) override;
    void forget() override;

private:
    // Whose look at what, for what.
    using Key = std::tuple<std::string, std::string, std::string>;
    const access::PurposeRule* purpose_of(const std::string& code) const;
    bool is_worked_on(const std::string& call) const;

    const Chronicle& chronicle_;
    const access::AccessRules& rules_;
    Findings& findings_;
    std::map<Key, std::uint64_t> looks_;  // that nothing was shown for yet
    std::unordered_map<std::string, std::string> looked_by_;
};

}  // namespace anlan::sim
