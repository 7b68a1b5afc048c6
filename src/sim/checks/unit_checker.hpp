// Units: the promises of src/domain/unit, judged from the facts alone.
#pragma once
#include "domain/unit/events.hpp"
#include "sim/checks/checker.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

class UnitChecker final : public Checker {
public:
    explicit UnitChecker(Findings& findings) : findings_(findings) {}

    void recorded(const Step& step) override;
    void forget() override { units_.clear(); }

    // An assignment as the facts tell it, kept apart from the module's own fold.
    struct Sent {
        std::string assignment_id;
        std::string incident_id;
        bool active = false;
    };
    struct Unit {
        bool on_duty = false;
        std::vector<Sent> sent;     // open ones
        std::uint64_t held_at = 0;  // position of the record by which one had to wait
    };
    const std::unordered_map<std::string, Unit>& units() const { return units_; }

private:
    void assigned(const Step& step, const unit::UnitAssigned& event);
    void check_one_active(const Step& step, const Unit& unit);
    void check_stamps(const Step& step);

    Findings& findings_;
    std::unordered_map<std::string, Unit> units_;
};

}  // namespace anlan::sim
