// What dispatchers do to incidents beside sending units: they change their mind about the urgency and the
// class, raise the level, write notes, link, set follow-ups, and open again what had been closed too early.
#include "domain/incident/incident.hpp"
#include "domain/incident/rules.hpp"
#include "sim/people.hpp"
#include "sim/world/calendar.hpp"
#include "terms/incident_catalogue.hpp"

#include <deque>

namespace anlan::incident {
namespace {

constexpr double seconds_of_day = 86'400;
constexpr double deeds_for_each_call = 0.3;
constexpr std::size_t remembered_max = 200;

class SecondThoughts final : public sim::Workload {
public:
    explicit SecondThoughts(const sim::WorkloadParts& parts)
        : chance_(parts.seed),
          speaker_(parts, "thoughts"),
          seat_(sim::People{parts.rules}.of_city("city_dispatcher")),
          records_(parts.records),
          per_second_(parts.settings.calls_per_day * parts.settings.mishaps * deeds_for_each_call /
                      seconds_of_day) {
        for (const auto& kind : parts.rules.section<IncidentCatalogue>().classes)
            classes_.push_back(kind.code);
    }

    std::string_view name() const override { return "thoughts"; }
    Instant step(Instant now) override {
        now_ = now;
        if (const auto* records = records_()) think(*records);
        return per_second_ <= 0 ? now + Hours{1} : now + chance_.waiting(per_second_) + Millis{1};
    }
    void metrics(std::map<std::string, std::uint64_t>& figures) const override { speaker_.report(figures); }

private:
    template <class C>
    void say(const std::string& incident, C command) {
        speaker_.say(incident, std::move(command), seat_, "dispatch");
    }

    void think(const views::Records& records) {
        const auto page = records.list({"incidents", {}, true, {}, 30}, [](const auto&) { return true; });
        if (!page.ok() || page->rows.empty()) return;
        const std::string incident = page->rows[chance_.below(page->rows.size())].stream;
        remembered_.push_back(incident);
        if (remembered_.size() > remembered_max) remembered_.pop_front();
        const std::string& earlier = remembered_[chance_.below(remembered_.size())];
        switch (chance_.below(8)) {
            case 0:
                return say(incident,
                           ChangePriority{static_cast<Priority>(chance_.below(4)), "seen otherwise"});
            case 1:
                return say(incident, RaiseLevel{ResponseLevel::district, "larger than it looked"});
            case 2:
                return say(incident, Reclassify{chance_.one_of(classes_), {}, {}, "it is something else"});
            case 3:
                return say(incident, AddNote{PersonalText{"邻居说请派人来看看"}});
            case 4:
                return say(incident, LinkIncident{IncidentId{earlier}, Relation::related, "same street"});
            case 5:
                return say(incident, SetFollowUp{now_ + chance_.seconds(3'600, 90'000), "promised"});
            default:
                return say(earlier, ReopenIncident{"it began again"});
        }
    }

    sim::Chance chance_;
    sim::Speaker speaker_;
    access::Seat seat_;
    std::function<const views::Records*()> records_;
    double per_second_;
    Instant now_{};
    std::vector<std::string> classes_;
    std::deque<std::string> remembered_;
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<SecondThoughts>(parts);
}

}  // namespace anlan::incident
