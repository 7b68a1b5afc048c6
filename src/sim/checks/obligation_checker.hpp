// What is owed: noted once, in order, never early, at most a second late while the process can work, and
// nothing forgotten.
#pragma once
#include "sim/checks/checker.hpp"

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

struct ObligationFigures {
    std::uint64_t arisen = 0;
    std::uint64_t met = 0;
    std::uint64_t warned = 0;
    std::uint64_t missed = 0;
    std::uint64_t escalated = 0;
    Millis latest{0};  // noted so long after its instant, while the process could work
};

class ObligationChecker final : public Checker {
public:
    // `hindered_until`: in the process's time, until when it last could not work (down, stalled, disk full).
    ObligationChecker(const Chronicle& chronicle, const Instant& hindered_until, Findings& findings)
        : chronicle_(chronicle), hindered_until_(hindered_until), findings_(findings) {}

    void recorded(const Step& step) override;
    void forget() override;
    void inspect(SimulatedNode& node) override;
    // Whether anything that was due by `now` is not noted.
    void look(Instant now);

    // By module and kind: "incident.dispatch".
    const std::unordered_map<std::string, ObligationFigures>& figures() const { return figures_; }

    static constexpr Millis late_max{1'000};

private:
    // An obligation as it arose, with what has been noted of it.
    struct Followed {
        kernel::Obligation owed;
        Instant arose_at{};
        bool warned = false;
        bool missed = false;
        int climbed = 0;
    };
    void follow(const Step& step);
    void check_shape(const Step& step, const kernel::Obligation& owed);
    void note(const Step& step, const kernel::DeadlineEvent& event);
    void check_instant(const Step& step, const Followed& followed, Instant instant, const std::string& what);
    void check_clock_stays(const Step& step, std::string_view kind, std::string_view key);
    void check_over(const Step& step);
    ObligationFigures& figures_of(const Step& step, const std::string& kind);

    const Chronicle& chronicle_;
    const Instant& hindered_until_;
    Findings& findings_;
    std::unordered_map<std::string, std::vector<Followed>> open_;
    std::unordered_map<std::string, ObligationFigures> figures_;
};

}  // namespace anlan::sim
