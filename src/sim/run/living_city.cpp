#include "sim/run/living_city.hpp"

#include "domain/call/call.hpp"
#include "domain/incident/incident.hpp"
#include "domain/unit/unit.hpp"
#include "sim/city_life.hpp"
#include "sim/people.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

CityLifeSettings life_of(const WorkloadParts& parts) {
    const auto& wanted = parts.settings;
    CityLifeSettings settings;
    settings.reports_per_day = wanted.calls_per_day;
    settings.seed = parts.seed;
    settings.void_share = std::min(0.5, settings.void_share * wanted.mishaps);
    settings.late_share = std::min(0.5, settings.late_share * wanted.mishaps);
    settings.first_report = wanted.first_call;
    settings.last_report = wanted.last_call;
    settings.rate_factor = [rates = wanted.rates, begins_at = wanted.begins_at](Instant now) {
        const double hours = std::chrono::duration<double, std::ratio<3'600>>(now - begins_at).count();
        double factor = 1;
        for (const auto& rate : rates)
            if (hours >= rate.from_hours && hours < rate.until_hours) factor *= rate.factor;
        return factor;
    };
    return settings;
}

class LivingCity final : public Workload {
public:
    explicit LivingCity(const WorkloadParts& parts)
        : life_(parts.plan, parts.modules, parts.rules, parts.door, life_of(parts)) {}

    std::string_view name() const override { return "city"; }
    Instant step(Instant now) override { return std::max(life_.step(now), now + Millis{1}); }
    void metrics(std::map<std::string, std::uint64_t>& figures) const override {
        const auto counts = life_.counts();
        figures["city.commands"] = counts.commands;
        figures["city.dispatches"] = counts.dispatches;
        figures["city.unserved"] = counts.unserved;
        figures["city.refused"] = counts.refused;
        for (const auto& [code, times] : counts.refusals) figures["city.refused." + code] = times;
    }

private:
    CityLife life_;
};

constexpr auto round_every = Minutes{10};
constexpr auto unit_forgotten_after = Hours{2};
constexpr auto incident_forgotten_after = Hours{4};
constexpr auto call_forgotten_after = Minutes{40};

// Whatever the lists show as lying about for too long: crews who forgot to clear, incidents nobody closed,
// calls nobody ended.
class WatchOfficer final : public Workload {
public:
    explicit WatchOfficer(const WorkloadParts& parts)
        : records_(parts.records),
          speaker_(parts, "watch"),
          seat_(People{parts.rules}.of_city("watch_officer")) {}

    std::string_view name() const override { return "watch"; }
    Instant step(Instant now) override {
        if (const auto* records = records_()) {
            const auto any = [](const kernel::Scope&) { return true; };
            for (const auto& row : rows_of(records->list({"units", {}, true, {}, rows_max}, any)))
                look_at_unit(*records, row.stream, now);
            for (const auto& row : rows_of(records->list({"incidents", {}, true, {}, rows_max}, any)))
                look_at_incident(*records, row.stream, now);
            for (const auto& row : rows_of(records->list({"calls", {}, true, {}, rows_max}, any)))
                look_at_call(*records, row.stream, now);
        }
        return now + round_every;
    }
    void metrics(std::map<std::string, std::uint64_t>& figures) const override { speaker_.report(figures); }

private:
    static constexpr std::size_t rows_max = 5'000;

    static std::vector<views::ListedRow> rows_of(Result<views::ListPage, ports::Fault> page) {
        return std::move(page).value().rows;
    }

    void look_at_unit(const views::Records& records, const std::string& stream, Instant now) {
        const auto read = records.find(stream);
        const auto& state = *static_cast<const unit::Unit::State*>((*read)->state.get());
        const auto* active = unit::active_assignment(state);
        if (active == nullptr || state.status_since + unit_forgotten_after > now) return;
        unit::ReleaseUnit command;
        command.reason = "nothing heard for two hours";
        speaker_.say(stream, std::move(command), seat_, "dispatch");
    }
    void look_at_incident(const views::Records& records, const std::string& stream, Instant now) {
        const auto read = records.find(stream);
        const auto& state = *static_cast<const incident::Incident::State*>((*read)->state.get());
        if (state.stage != incident::Stage::open) return;
        if (state.phases.opened_at.value_or(now) + incident_forgotten_after > now) return;
        speaker_.say(stream, incident::CancelIncident{"left lying for four hours"}, seat_, "dispatch");
    }
    void look_at_call(const views::Records& records, const std::string& stream, Instant now) {
        const auto read = records.find(stream);
        const auto& state = *static_cast<const call::Call::State*>((*read)->state.get());
        const bool open = state.stage == call::Stage::waiting || state.stage == call::Stage::in_progress;
        if (!open || state.received_at + call_forgotten_after > now) return;
        call::CloseEnquiry command;
        command.note = PersonalText{"nobody there any more"};
        speaker_.say(stream, std::move(command), seat_, "call_handling");
    }

    std::function<const views::Records*()> records_;
    Speaker speaker_;
    access::Seat seat_;
};

}  // namespace

std::unique_ptr<Workload> living_city(const WorkloadParts& parts) {
    return std::make_unique<LivingCity>(parts);
}
std::unique_ptr<Workload> watch_officer(const WorkloadParts& parts) {
    return std::make_unique<WatchOfficer>(parts);
}

}  // namespace anlan::sim
