// The base-control centre at its daily lists: picks, passes over, one by one or several with one word, thinks
// better of it, closes the day when it is over; and now and then forgets to.
#include "domain/selection/rules.hpp"
#include "domain/selection/selection.hpp"
#include "sim/agenda.hpp"

namespace anlan::selection {
namespace {

constexpr const char* purpose = "dispatch";

class Selections final : public sim::Agenda {
public:
    explicit Selections(const sim::WorkloadParts& parts) : Agenda(parts, "selections", 0.05, 240) {}

private:
    void begin() override {
        const std::string id = any_of("selections", chance_.hit(0.95));
        if (id.empty()) return;
        for (int acts = 0; acts < 4; ++acts) later(5, 900, [this, id] { act(id); });
    }

    access::Seat centre(const Selection::State& state) const {
        const auto& district = state.where.district;
        return district.value().empty() ? people_.of_city("watch_officer")
                                        : people_.of_district("base_control", district);
    }

    void act(const std::string& id) {
        const auto state = state_of<Selection::State>(id);
        if (state == nullptr || state->entries.empty()) return;
        const auto seat = centre(*state);
        std::vector<IncidentId> open;
        for (const Entry& entry : state->entries)
            if (undecided(entry)) open.push_back(entry.candidate.incident_id);
        if (chance_.hit(0.1)) return say(id, UndoDecision{any_on(*state)}, seat, purpose);
        if (now_ >= state->over_at) return end_of_day(id, std::move(open), seat);
        if (open.empty()) {
            if (chance_.hit(0.2)) say(id, Pick{any_on(*state), {}}, seat, purpose);
            return;
        }
        if (chance_.hit(0.6)) return say(id, Pick{chance_.one_of(open), {}}, seat, purpose);
        open.resize(1 + chance_.below(open.size()));
        pass_over(id, std::move(open), seat);
    }

    void end_of_day(const std::string& id, std::vector<IncidentId> open, const access::Seat& seat) {
        if (!open.empty() && chance_.hit(0.8)) return pass_over(id, std::move(open), seat);
        if (chance_.hit(0.8)) say(id, CloseSelection{}, seat, purpose);
    }

    void pass_over(const std::string& id, std::vector<IncidentId> open, const access::Seat& seat) {
        const auto& reasons = parts_.rules.section<Rules>().pass_over_reasons;
        say(id, PassOver{std::move(open), chance_.one_of(reasons).code}, seat, purpose);
    }

    IncidentId any_on(const Selection::State& state) {
        return chance_.one_of(state.entries).candidate.incident_id;
    }
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<Selections>(parts);
}

}  // namespace anlan::selection
