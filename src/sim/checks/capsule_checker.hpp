// Shift capsules: one signature each, of the version that was read last, by another than whoever left; every
// shift that ends is noted, and the signature is owed until it is given.
#pragma once
#include "domain/capsule/capsule.hpp"
#include "sim/checks/checker.hpp"

#include <map>
#include <string>
#include <unordered_map>

namespace anlan::sim {

class CapsuleChecker final : public Checker {
public:
    CapsuleChecker(const kernel::Rulebook& rules, const Instant& hindered_until, Findings& findings)
        : rules_(rules), hindered_until_(hindered_until), findings_(findings) {}

    void recorded(const Step& step) override;
    void forget() override;
    void inspect(SimulatedNode& node) override;
    void look(Instant now);

private:
    struct Known {
        int written = 0;  // the last version
        AccountId account_id;
        AccountId written_by;
        bool is_signed = false;
        bool must_be_signed = false;
    };
    void note_duty_ended(const Step& step);
    void check_signed(const Step& step, const capsule::CapsuleSigned& event, Known& known);
    void check_owed(const Step& step, const Known& known);
    void bad(const char* invariant, std::string words, const Step& step);

    const kernel::Rulebook& rules_;
    const Instant& hindered_until_;
    Findings& findings_;
    std::unordered_map<std::string, Known> known_;
    std::map<std::string, Instant> ended_;  // capsules whose shift ended and is still to be noted
};

}  // namespace anlan::sim
