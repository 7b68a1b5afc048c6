// Crews as they are: they take breaks and forget to say that they are back, go off duty and come on at shift
// change, press the panic button, come upon things, are sent to a second incident while they are at the first
// or are taken away from it, and lose signal, so that what they say comes late with the time when it was.
#include "base/sortable_id.hpp"
#include "domain/unit/rules.hpp"
#include "domain/unit/unit.hpp"
#include "sim/people.hpp"
#include "sim/world/calendar.hpp"

namespace anlan::unit {
namespace {

constexpr double seconds_of_day = 86'400;
constexpr double deeds_of_unit_a_day = 12;
constexpr auto shift_every = Hours{8};

class Crews final : public sim::Workload {
public:
    explicit Crews(const sim::WorkloadParts& parts)
        : plan_(parts.plan),
          chance_(parts.seed),
          speaker_(parts, "crews"),
          people_(parts.rules),
          records_(parts.records),
          per_second_(static_cast<double>(plan_.units.size()) * deeds_of_unit_a_day * parts.settings.mishaps /
                      seconds_of_day) {
        for (const auto& reason : parts.rules.section<Rules>().pauses) pauses_.push_back(reason.code);
    }

    std::string_view name() const override { return "crews"; }
    void setup(Instant now) override {
        if (plan_.units.empty()) return;
        plan_next(now);
        agenda_.plan(now + shift_every, [this] { change_shift(); });
    }
    Instant step(Instant now) override {
        now_ = now;
        agenda_.carry_out(now);
        return agenda_.next().value_or(now + Hours{1});
    }
    void metrics(std::map<std::string, std::uint64_t>& figures) const override { speaker_.report(figures); }

private:
    template <class Act>
    void later(double low, double high, Act act) {
        agenda_.plan(now_ + chance_.seconds(low, high), std::move(act));
    }
    template <class C>
    void crew(const sim::PlannedUnit& unit, C command) {
        const auto seat = unit.home.station.value().empty() ? people_.of_city("city_dispatcher")
                                                            : people_.of_station("patrol", unit.home);
        speaker_.say(unit.unit_id, std::move(command), seat, "dispatch");
    }
    template <class C>
    void dispatcher(const sim::PlannedUnit& unit, C command) {
        speaker_.say(unit.unit_id, std::move(command), people_.of_city("city_dispatcher"), "dispatch");
    }

    void plan_next(Instant now) {
        if (per_second_ <= 0) return;
        agenda_.plan(now + chance_.waiting(per_second_) + Millis{1}, [this] {
            plan_next(now_);
            something_happens();
        });
    }
    void something_happens() {
        const auto& unit = chance_.one_of(plan_.units);
        switch (chance_.below(6)) {
            case 0:
                return takes_a_break(unit);
            case 1:
                return presses_the_button(unit);
            case 2:
                return comes_upon_something(unit);
            case 3:
                return is_sent_elsewhere(unit);
            case 4:
                return is_taken_off(unit);
            default:
                return tells_late(unit);
        }
    }

    void takes_a_break(const sim::PlannedUnit& unit) {
        PauseService command;
        command.reason = chance_.one_of(pauses_);
        crew(unit, std::move(command));
        if (chance_.hit(0.1)) return later(7'200, 10'000, [this, &unit] { crew(unit, ResumeService{}); });
        later(300, 3'000, [this, &unit] { crew(unit, ResumeService{}); });
    }
    void presses_the_button(const sim::PlannedUnit& unit) {
        if (!chance_.hit(0.2)) return;
        crew(unit, RaisePanic{unit.point, std::nullopt});
        later(20, 900, [this, &unit] { dispatcher(unit, ClearPanic{"pressed by mistake", std::nullopt}); });
    }
    void comes_upon_something(const sim::PlannedUnit& unit) {
        SelfDispatch command;
        command.incident_id =
            IncidentId{sortable_id("inc", now_, static_cast<std::uint32_t>(chance_.bits()))};
        command.point = unit.point;
        if (chance_.hit(0.5)) command.override_reason = "we stand before it";
        const auto incident = command.incident_id;
        crew(unit, std::move(command));
        later(300, 2'400, [this, &unit, incident] {
            crew(unit, ClearUnit{std::nullopt, std::nullopt, incident, std::nullopt});
        });
    }
    // What is open on the board, or nothing while there is none to look at.
    std::optional<IncidentId> open_incident() {
        const auto* records = records_();
        if (records == nullptr) return std::nullopt;
        const auto page = records->list({"incidents", {}, true, {}, 20}, [](const auto&) { return true; });
        if (!page.ok() || page->rows.empty()) return std::nullopt;
        return IncidentId{page->rows[chance_.below(page->rows.size())].stream};
    }
    void is_sent_elsewhere(const sim::PlannedUnit& unit) {
        const auto incident = open_incident();
        if (!incident) return;
        AssignUnit command;
        command.incident_id = *incident;
        command.priority = Priority::p2;
        command.incident_class = "other.unclear";
        if (chance_.hit(0.5))
            command.override_reason = "nobody else is near";
        else
            command.preempt_reason = "more urgent";
        dispatcher(unit, std::move(command));
        later(200, 2'000, [this, &unit, incident] {
            crew(unit, ArriveOnScene{std::nullopt, incident, std::nullopt, std::nullopt});
        });
        later(2'000, 5'000, [this, &unit, incident] {
            if (chance_.hit(0.3)) crew(unit, ResumeAssignment{});
            crew(unit, ClearUnit{std::nullopt, std::nullopt, incident, std::nullopt});
        });
    }
    void is_taken_off(const sim::PlannedUnit& unit) {
        ReleaseUnit command;
        command.reason = "needed elsewhere";
        dispatcher(unit, std::move(command));
    }
    // The radio was dead; what the crew did in the meantime has its own time.
    void tells_late(const sim::PlannedUnit& unit) {
        const Instant at = now_ - chance_.seconds(1, 1'200);
        if (chance_.hit(0.5))
            crew(unit, AcknowledgeAssignment{std::nullopt, std::nullopt, at});
        else
            crew(unit, DepartForScene{std::nullopt, std::nullopt, std::nullopt, at});
    }

    // A third of the units hands over; some forget, some do not come, and some are still busy.
    void change_shift() {
        agenda_.plan(now_ + shift_every, [this] { change_shift(); });
        for (const auto& unit : plan_.units) {
            if (!chance_.hit(0.33)) continue;
            later(0, 1'200, [this, &unit] { crew(unit, EndDuty{}); });
            if (chance_.hit(0.03)) continue;  // ill, and nobody stands in
            later(1'200, 2'400, [this, &unit] {
                BeginDuty command;
                command.until = now_ + shift_every;
                crew(unit, std::move(command));
            });
        }
    }

    const sim::CityPlan& plan_;
    sim::Chance chance_;
    sim::Speaker speaker_;
    sim::People people_;
    std::function<const views::Records*()> records_;
    double per_second_;
    sim::Calendar agenda_;
    Instant now_{};
    std::vector<std::string> pauses_;
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<Crews>(parts);
}

}  // namespace anlan::unit
