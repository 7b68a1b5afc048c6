// Households that quarrel again and again, now one of them calls and now the other, by full name or as 老王;
// and the base-control centre that confirms what is suggested, rejects it, takes that back, splits it, or
// lets the time pass. Beside them neighbours of the same house who quarrel once.
#include "domain/incident/commands.hpp"
#include "domain/matter/matter.hpp"
#include "domain/matter/rules.hpp"
#include "sim/agenda.hpp"

namespace anlan::matter {
namespace {

constexpr const char* purpose = "dispatch";

class Matters final : public sim::Agenda {
public:
    explicit Matters(const sim::WorkloadParts& parts) : Agenda(parts, "matters", 0.05, 40) {
        for (const auto& unit : parts.plan.units)
            if (!unit.home.station.value().empty() &&
                (stations_.empty() || stations_.back().station != unit.home.station))
                stations_.push_back({unit.home.city, unit.home.district, unit.home.station, {}});
    }

private:
    struct Home {
        Jurisdiction where;
        GeoPoint point;
        std::string door;
        std::string one, other;  // surnames
    };

    void begin() override {
        if (stations_.empty()) return;
        static const std::vector<std::string> surnames = {"王", "李", "张", "刘", "陈",
                                                          "杨", "赵", "黄", "周", "吴"};
        Home home{chance_.one_of(stations_),
                  {30.5 + 0.0007 * static_cast<double>(chance_.below(200)), 114.3},
                  "",
                  chance_.one_of(surnames),
                  chance_.one_of(surnames)};
        home.door = "沿河花园" + std::to_string(1 + chance_.below(20)) + "栋2单元" +
                    std::to_string(101 + 100 * chance_.below(9)) + "室";
        quarrel(home);
        for (std::size_t again = 1 + chance_.below(3); again > 0; --again)
            later(600, 20'000, [=, this] { quarrel(home); });
        for (int looks = 0; looks < 3; ++looks) later(900, 24'000, [this] { decide(); });
    }

    void quarrel(const Home& home) {
        incident::OpenIncident open;
        open.class_code = chance_.hit(0.9) ? "dispute.family" : "dispute.domestic_violence";
        Location location;
        location.place_text = PersonalText{home.door};
        location.point = home.point;
        location.where = home.where;
        open.location = location;
        open.channel = Channel::phone;
        const std::string said = chance_.hit(0.5)
                                     ? home.one + "某和老" + home.other + "吵架"
                                     : "老" + home.one + "又来找" + home.other + "某，上次也吵过";
        open.summary = PersonalText{said + "，为了孩子上学的事"};
        say(fresh("inc"), open, people_.of_district("dispatcher", home.where.district), purpose);
    }

    // As at a screen: the first suggestions of the list are looked at.
    void decide() {
        const std::string id = any_of("matters", chance_.hit(0.8));
        const auto state = id.empty() ? nullptr : state_of<Matter::State>(id);
        if (state == nullptr || state->reports.empty()) return;
        const auto centre = people_.of_district("base_control", state->where.district);
        const auto& reasons = parts_.rules.section<Rules>().reject_reasons;
        if (state->stage != Stage::suggested) {
            if (chance_.hit(0.3)) say(id, UndoDecision{}, centre, purpose);
            return;
        }
        if (state->reports.size() >= 4 && chance_.hit(0.4))
            return say(id, SplitMatter{{state->reports[0].incident_id, state->reports[1].incident_id}},
                       centre, purpose);
        if (state->reports.size() >= 3 && chance_.hit(0.2))
            return say(id, TakeOutReport{state->reports[0].incident_id, chance_.one_of(reasons).code}, centre,
                       purpose);
        if (chance_.hit(0.7))
            say(id, ConfirmMatter{}, centre, purpose);
        else
            say(id, RejectMatter{chance_.one_of(reasons).code}, centre, purpose);
    }

    std::vector<Jurisdiction> stations_;
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<Matters>(parts);
}

}  // namespace anlan::matter
