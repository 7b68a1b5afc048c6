// An incident is shared with a partner whole or as a summary, for as long as usual or for minutes, given anew
// before it ends, and taken back; or it is shared because the partner's own unit was sent. The partner reads,
// before, meanwhile and afterwards, adds a note, and does what crews do.
#include "sim/run/partners.hpp"

#include "domain/call/call.hpp"
#include "domain/incident/incident.hpp"
#include "domain/unit/commands.hpp"
#include "sim/agenda.hpp"

namespace anlan::sim {
namespace {

class Partners final : public Agenda {
public:
    explicit Partners(const WorkloadParts& parts) : Agenda(parts, "partners", 0.06, 120) {
        for (const auto& unit : parts.plan.units)
            if (unit.partner) units_.push_back(&unit);
    }

private:
    void begin() override {
        const std::string incident = any_of("incidents", chance_.hit(0.9));
        if (incident.empty() || units_.empty()) return;
        const auto& unit = *chance_.one_of(units_);
        const auto dispatcher = people_.of_city("city_dispatcher");
        const auto partner = people_.of_district("partner", unit.home.district);
        later(0, 60, [this, partner, incident] { read(partner, incident); });
        if (chance_.hit(0.5))
            share(incident, partner, dispatcher);
        else
            send(incident, unit, partner, dispatcher);
        for (const double after : {120.0, 2'000.0, 9'000.0})
            later(after, 3 * after, [this, partner, incident] { read(partner, incident); });
        later(60, 5'000, [this, partner, incident] {
            say(incident, incident::AddNote{PersonalText{"保安队说请派人来看看"}}, partner, "dispatch");
        });
    }

    void share(const std::string& incident, const access::Seat& partner, const access::Seat& dispatcher) {
        incident::ShareIncident command;
        command.post_id = partner.actor.post_id;
        command.extent = chance_.hit(0.5) ? kernel::Extent::all : kernel::Extent::summary;
        command.reason = "they stand at the gate";
        if (chance_.hit(0.6)) command.ends_at = now_ + chance_.seconds(300, 10'000);
        say(incident, command, dispatcher, "dispatch");
        if (chance_.hit(0.3)) {
            command.extent = kernel::Extent::all;
            command.ends_at = now_ + chance_.seconds(6'000, 20'000);
            later(60, 3'000,
                  [this, incident, command, dispatcher] { say(incident, command, dispatcher, "dispatch"); });
        }
        if (chance_.hit(0.4)) later(300, 8'000, [=, this] { take_back(incident, partner, dispatcher); });
    }
    void take_back(const std::string& incident, const access::Seat& partner, const access::Seat& dispatcher) {
        say(incident, incident::EndSharing{partner.actor.post_id, "no longer needed"}, dispatcher,
            "dispatch");
    }

    void send(const std::string& incident, const PlannedUnit& unit, const access::Seat& partner,
              const access::Seat& dispatcher) {
        const auto known = state_of<incident::Incident::State>(incident);
        if (known == nullptr) return;
        unit::AssignUnit command;
        command.incident_id = IncidentId{incident};
        command.priority = known->priority;
        command.incident_class = known->class_code;
        say(unit.unit_id, std::move(command), dispatcher, "dispatch");
        const std::string unit_id = unit.unit_id;
        later(5, 60, [=, this] { say(unit_id, unit::AcknowledgeAssignment{}, partner, "dispatch"); });
        later(70, 200, [=, this] { say(unit_id, unit::DepartForScene{}, partner, "dispatch"); });
        later(300, 900, [=, this] { say(unit_id, unit::ArriveOnScene{}, partner, "dispatch"); });
        later(1'000, 4'000, [=, this] { say(unit_id, unit::ClearUnit{}, partner, "dispatch"); });
        if (chance_.hit(0.3)) later(100, 4'000, [=, this] { take_back(incident, partner, dispatcher); });
    }

    void read(const access::Seat& partner, const std::string& incident) {
        ask(partner, "/v1/incidents/" + incident + (chance_.hit(0.3) ? "/timeline" : ""), "dispatch");
        const auto known = state_of<incident::Incident::State>(incident);
        if (known == nullptr || known->calls.empty()) return;
        const std::string call = chance_.one_of(known->calls).call_id.value();
        ask(partner, "/v1/calls/" + call + (chance_.hit(0.3) ? "/timeline" : ""), "dispatch");
    }

    std::vector<const PlannedUnit*> units_;
};

}  // namespace

std::unique_ptr<Workload> partners(const WorkloadParts& parts) { return std::make_unique<Partners>(parts); }

}  // namespace anlan::sim
