// What must go is gone, and what must stay stays: erasures and holds by the facts, and what boards, engine
// and screens still show.
#pragma once
#include "kernel/rulebook.hpp"
#include "sim/checks/checker.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

namespace anlan::sim {

class ErasureChecker final : public Checker {
public:
    ErasureChecker(const kernel::Rulebook& rules, const Instant& hindered_until, Findings& findings)
        : rules_(rules), hindered_until_(hindered_until), findings_(findings) {}

    void recorded(const Step& step) override;
    void shown(const Shown& shown, Instant now) override;
    void forget() override;
    void inspect(SimulatedNode& node) override;

    // The pass is woken at once; so long it may take while the disk is in the way.
    static constexpr Minutes ordered_within{10};

private:
    struct Known {
        std::set<std::string> holds;
        std::optional<Instant> ordered_at;
        std::optional<Instant> erased_at;
        std::set<std::uint64_t> keys;  // that were destroyed
        bool spoken_since = false;     // something was recorded on the record after it was erased
        Instant free_since{};          // the last hold was lifted
    };
    void erasure_recorded(const Step& step);
    void end_order(Known& known);
    void check_erased(const Step& step, const std::string& record, const Known& known);
    void check_gone(SimulatedNode& node, const std::string& record, const Known& known);
    void check_ordered(SimulatedNode& node, const std::string& record, const Known& known);

    const kernel::Rulebook& rules_;
    const Instant& hindered_until_;
    Findings& findings_;
    std::unordered_map<std::string, Known> records_;  // by the record's id
};

}  // namespace anlan::sim
