// Shifts: planned for the day, taken up early, late or by somebody else, not at all when people fall ill, and
// handed over with the next one already there; now and then somebody stands in for an hour, for all of it or
// for one thing, and goes on when the hour is over.
#include "domain/incident/commands.hpp"
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
          records_(parts.records),
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
        speaker_.say(post.value(), std::move(command), people_.of_city("watch_officer"), "account_keeping");
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
            if (chance_.hit(0.6)) at(from, 3'000, 9'000, [this, role, who] { stands_in(role, who); });
            at(from + shift_length, -120, 900, [this, role, who] { say(role, EndDuty{who, std::nullopt}); });
        }
    }

    // The friend has a post of their own, which has no business with incidents.
    void stands_in(const char* role, const AccountId& who) {
        access::Seat friends = people_.of_city("administrator");
        friends.actor.actor_id = who.value() + "-friend";
        DelegateDuty command{who, AccountId{friends.actor.actor_id}, now_ + chance_.seconds(600, 3'600),
                             "to the dentist"};
        if (chance_.hit(0.4)) command.permissions = {{"incident.add_note", "incident.read"}};
        say(role, std::move(command));
        for (int i = 0; i < 4; ++i) at(now_, 30, 5'000, [this, friends] { writes_a_note(friends); });
        at(now_, 30, 3'000, [this, friends] {
            speaker_.say(some_incident(), incident::SetFollowUp{now_ + Hours{2}, "promised"}, friends,
                         "dispatch");
        });
        if (chance_.hit(0.3))
            at(now_, 300, 2'000,
               [this, role, friends] { say(role, EndDelegation{AccountId{friends.actor.actor_id}}); });
    }
    void writes_a_note(const access::Seat& who) {
        speaker_.say(some_incident(), incident::AddNote{PersonalText{"他说请派人来看看"}}, who, "dispatch");
    }
    std::string some_incident() {
        const auto* records = records_();
        if (records == nullptr) return "inc_none";
        const auto page = records->list({"incidents", {}, true, {}, 20}, [](const auto&) { return true; });
        if (!page.ok() || page->rows.empty()) return "inc_none";
        return page->rows[chance_.below(page->rows.size())].stream;
    }

    sim::Chance chance_;
    sim::Speaker speaker_;
    sim::People people_;
    std::function<const views::Records*()> records_;
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
