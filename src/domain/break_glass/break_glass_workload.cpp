// Officers who need a record of another district, now: they break the glass, read, read again when it has
// closed, close it early or forget to, and try to review their own. The supervisor reviews in time, late, or
// never.
#include "domain/break_glass/break_glass.hpp"
#include "sim/agenda.hpp"

namespace anlan::break_glass {
namespace {

class Glasses final : public sim::Agenda {
public:
    explicit Glasses(const sim::WorkloadParts& parts) : Agenda(parts, "glasses", 0.02, 30) {
        for (const auto& unit : parts.plan.units)
            if (districts_.empty() || districts_.back() != unit.home.district)
                districts_.push_back(unit.home.district);
    }

private:
    void begin() override {
        const std::string record = any_of(chance_.hit(0.7) ? "incidents" : "calls", chance_.hit(0.7));
        if (record.empty() || districts_.empty()) return;
        const auto officer = colleague(people_.of_district("dispatcher", chance_.one_of(districts_)), 7);
        const auto glass = fresh("brk");
        say(glass, BreakGlass{record, "a child is missing over there"}, officer, "dispatch");
        for (const double after : {60.0, 1'500.0, 3'700.0})
            later(after, after + 600, [this, officer, record] { read(officer, record); });
        if (chance_.hit(0.4))
            later(300, 3'000, [this, glass, officer] { say(glass, CloseGlass{}, officer, "dispatch"); });
        if (chance_.hit(0.2))
            later(60, 3'000, [this, glass, officer] {
                say(glass, ReviewBreak{Finding::in_order, "all well"}, officer, "supervision");
            });
        if (chance_.hit(0.7)) later(600, 40'000, [this, glass] { review(glass); });
    }
    void read(const access::Seat& officer, const std::string& record) {
        ask(officer, (record.starts_with("inc_") ? "/v1/incidents/" : "/v1/calls/") + record, "dispatch");
    }
    void review(const std::string& glass) {
        const auto supervisor = people_.of_city("supervisor");
        if (chance_.hit(0.3))
            return say(glass, ReviewBreak{Finding::questioned, "why not by telephone?"}, supervisor,
                       "supervision");
        say(glass, ReviewBreak{Finding::in_order, std::nullopt}, supervisor, "supervision");
    }

    std::vector<AreaId> districts_;
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<Glasses>(parts);
}

}  // namespace anlan::break_glass
