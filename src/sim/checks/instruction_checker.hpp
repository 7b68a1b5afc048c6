// Instructions of the base-control centre: one owner at every moment, who owes what is next; two stamps
// before it is anybody's own; an end; a clock that stands only while a pause with an end says so; and nobody
// who owed and did not without those above being told.
#pragma once
#include "domain/instruction/events.hpp"
#include "domain/instruction/rules.hpp"
#include "sim/checks/checker.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

class InstructionChecker final : public Checker {
public:
    InstructionChecker(const kernel::Rulebook& rules, const Instant& hindered_until, Findings& findings)
        : rules_(rules), hindered_until_(hindered_until), findings_(findings) {}

    void recorded(const Step& step) override;
    void forget() override { known_.clear(); }
    void inspect(SimulatedNode& node) override;
    void look(Instant now);

private:
    struct Known {
        std::string class_code;
        PostId station;
        PostId centre;
        PostId owner;
        PostId carrier;  // whoever answers; the station where it was not passed on
        bool signed_for = false;
        bool over = false;
        std::optional<Instant> reply_due;  // when the clock was stopped
        Instant stopped_at{};
        Instant stopped_until{};
        std::vector<kernel::Obligation> owed;
    };
    void learn(const Step& step, Known& known);
    void check_owner(const Step& step, const Known& known);
    void check_clock(const Step& step, Known& known);
    void check_answer(const Step& step, const Known& known);

    const kernel::Rulebook& rules_;
    const Instant& hindered_until_;
    Findings& findings_;
    std::unordered_map<std::string, Known> known_;
};

}  // namespace anlan::sim
