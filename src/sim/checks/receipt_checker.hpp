// Callers' links: who sends or sees anything has the link that lives now; a page shows no word that anybody
// said; *not solved* in time opens the incident again and late makes somebody owe an answer; a result is
// rated once by each caller.
#pragma once
#include "domain/call/events.hpp"
#include "sim/checks/checker.hpp"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

class ReceiptChecker final : public Checker {
public:
    ReceiptChecker(const Chronicle& chronicle, const kernel::Rulebook& rules, const Instant& hindered_until,
                   Findings& findings)
        : chronicle_(chronicle), rules_(rules), hindered_until_(hindered_until), findings_(findings) {}

    void recorded(const Step& step) override;
    void answered(const engine::Submission& submission, const engine::Outcome& outcome) override;
    void shown(const Shown& shown, Instant now) override;
    void forget() override;
    void inspect(SimulatedNode& node) override;
    void look(Instant now);

private:
    // A link that was given, and the versions of its call while it lived.
    struct Link {
        std::string call;
        std::uint64_t from = 0;
        std::uint64_t until = 0;  // 0: it lives, if it has not expired
        Instant expires_at{};
    };
    struct Contested {
        int episode = 0;
        Instant at{};
    };
    void note_links(const Step& step);
    void end_link(const Step& step);
    void check_sender(const Step& step);
    void check_contest(const Step& step);
    void check_rating(const Step& step);
    void check_answer_owed(const Step& step);
    void check_words(const Shown& shown, const std::string& call);
    bool lives(const Link& link, Instant at) const;

    const Chronicle& chronicle_;
    const kernel::Rulebook& rules_;
    const Instant& hindered_until_;
    Findings& findings_;
    std::unordered_map<std::string, Link> links_;          // by hash
    std::unordered_map<std::string, std::string> living_;  // hashes, by call
    std::set<std::tuple<std::string, std::string, int>> rated_;
    std::set<std::string> answer_owed_;           // calls
    std::map<std::string, Contested> contested_;  // incidents that are still to be opened again
};

}  // namespace anlan::sim
