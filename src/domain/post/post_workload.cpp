// Shifts: planned for the day, taken up early, late or by somebody else, not at all when people fall ill, and
// handed over with the next one already there; now and then somebody stands in for an hour.
#include "domain/post/post.hpp"
#include "sim/people.hpp"
#include "sim/world/calendar.hpp"

#include <array>

namespace anlan::post {
namespace {

constexpr auto shift_length = Hours{8};
constexpr std::array roles{"call_taker", "intake_lead", "watch_officer", "city_dispatcher"};

class Shifts final : public sim::Workload {
public:
    explicit Shifts(const sim::WorkloadParts& parts)
        : chance_(parts.seed),
          speaker_(parts, "shifts"),
          people_(parts.rules),
          mishaps_(parts.settings.mishaps) {}

    std::string_view name() const override { return "shifts"; }
    void setup(Instant now) override {
        now_ = now;
        agenda_.plan(now + Minutes{5}, [this] { plan_shift(); });
    }
    Instant step(Instant now) override {
        now_ = now;
        agenda_.carry_out(now);
        return agenda_.next().value_or(now + Hours{1});
    }
    void metrics(std::map<std::string, std::uint64_t>& figures) const override { speaker_.report(figures); }

private:
    template <class C>
    void say(const char* role, C command) {
        const auto post = kernel::post_id(role, people_.city());
        speaker_.say(post.value(), std::move(command), people_.of_city("watch_officer"), "duty");
    }
    template <class Act>
    void at(Instant from, double low, double high, Act act) {
        agenda_.plan(std::max(from + chance_.seconds(low, high), now_), std::move(act));
    }

    // The shift that begins in an hour.
    void plan_shift() {
        agenda_.plan(now_ + shift_length, [this] { plan_shift(); });
        ++number_;
        const Instant from = now_ + Hours{1};
        for (const char* role : roles) {
            const AccountId who{"acc_sim-" + std::to_string(number_) + "-" + role};
            say(role, PlanShift{who, from, from + shift_length});
            if (chance_.hit(0.06 * mishaps_)) continue;  // ill
            const double late = chance_.hit(0.1 * mishaps_) ? 1'500 : 240;
            at(from, -600, late,
               [this, role, who] { say(role, BeginDuty{who, std::nullopt, std::nullopt}); });
            if (chance_.hit(0.2))
                at(from, 3'000, 9'000, [this, role, who] {
                    say(role, DelegateDuty{who, AccountId{who.value() + "-friend"},
                                           now_ + chance_.seconds(600, 3'600), "to the dentist"});
                });
            at(from + shift_length, -120, 900, [this, role, who] { say(role, EndDuty{who, std::nullopt}); });
        }
    }

    sim::Chance chance_;
    sim::Speaker speaker_;
    sim::People people_;
    double mishaps_;
    sim::Calendar agenda_;
    Instant now_{};
    std::uint64_t number_ = 0;
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<Shifts>(parts);
}

}  // namespace anlan::post
