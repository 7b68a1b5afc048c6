// Mediations: one post owns each at every moment, and owes what is owed of it; what is agreed was signed by
// both sides on one version; a promise ends once; solved is what was quiet for its days with nothing promised
// left; and nothing that a side said leaves with a push.
#pragma once
#include "domain/mediation/events.hpp"
#include "sim/checks/checker.hpp"

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

class MediationChecker final : public Checker {
public:
    explicit MediationChecker(Findings& findings) : findings_(findings) {}

    void recorded(const Step& step) override;
    void forget() override { cases_.clear(); }

private:
    struct Case {
        std::string owner;
        int agreement_version = 0;
        std::set<mediation::Side> signatures;  // of that version
        std::set<int> promised;                // and not ended
        std::set<int> proposed;                // of that version
        std::optional<Instant> quiet_until;
        std::vector<std::string> said;  // by the sides
    };

    void note_agreement(const Step& step, Case& of);
    void note_promises(const Step& step, Case& of);
    void note_quiet(const Step& step, Case& of);
    void check_owner(const Step& step, Case& of);
    void check_push(const Step& step, const Case& of);

    Findings& findings_;
    std::unordered_map<std::string, Case> cases_;
};

}  // namespace anlan::sim
