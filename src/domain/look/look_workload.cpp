// Whoever looks at records about people: at their own work, at what is none of their business, without saying
// what for, with a purpose that does not exist. And the supervisor, who reads the day's looks and reviews
// them.
#include "domain/incident/commands.hpp"
#include "domain/look/look.hpp"
#include "sim/agenda.hpp"

#include <deque>
#include <set>

namespace anlan::look {
namespace {

constexpr auto review_every = Hours{5};
constexpr std::size_t reviewed_at_once = 20;

// The looks that the daily review lists.
std::vector<std::string> looks_in(std::string_view json) {
    constexpr std::string_view begins = "\"look_id\":\"";
    std::vector<std::string> found;
    for (auto at = json.find(begins); at != std::string_view::npos; at = json.find(begins, at)) {
        at += begins.size();
        found.emplace_back(json.substr(at, json.find('"', at) - at));
    }
    return found;
}

class Looks final : public sim::Agenda {
public:
    explicit Looks(const sim::WorkloadParts& parts) : Agenda(parts, "looks", 0.3, 150) {
        for (const auto& unit : parts.plan.units) homes_.push_back(unit.home);
    }
    void setup(Instant now) override {
        Agenda::setup(now);
        agenda_.plan(now + review_every, [this] { review(); });
    }
    void metrics(std::map<std::string, std::uint64_t>& figures) const override {
        Agenda::metrics(figures);
        figures["looks.shown"] = shown_;
        figures["looks.not_shown"] = not_shown_;
    }

private:
    static constexpr std::size_t remembered_max = 100;

    void begin() override {
        const bool call = chance_.hit(0.5);
        const auto now_on_top = any_of(call ? "calls" : "incidents", chance_.hit(0.7));
        if (now_on_top.empty()) return;
        remembered_.push_back(now_on_top);
        if (remembered_.size() > remembered_max) remembered_.pop_front();
        const std::string record =
            chance_.hit(0.7) ? now_on_top : remembered_[chance_.below(remembered_.size())];
        const bool of_call = record.starts_with("cal_");
        std::string path = (of_call ? "/v1/calls/" : "/v1/incidents/") + record;
        const auto which = chance_.below(5);
        if (which == 0) path += "/timeline";
        if (which > 2 && of_call) path += "/history";
        const auto seat = which > 2 && of_call ? people_.of_city("call_taker") : somebody();
        ask(seat, std::move(path), purpose(),
            [this](const ports::Response& response) { ++(response.status == 200 ? shown_ : not_shown_); });
        // Some work on what they have looked at, others only looked.
        if (!of_call && chance_.hit(0.4)) note(record, seat);
    }
    void note(const std::string& incident, const access::Seat& seat) {
        later(20, 900, [this, incident, seat] {
            say(incident, incident::AddNote{PersonalText{"邻居说请派人来看看"}}, seat, "dispatch");
        });
    }

    access::Seat somebody() {
        const auto& home = chance_.one_of(homes_);
        switch (chance_.below(6)) {
            case 0:
                return people_.of_city("call_taker");
            case 1:
                return people_.of_city("supervisor");
            case 2:
                return people_.of_district("dispatcher", home.district);
            case 3:
                return people_.of_district("partner", home.district);
            case 4:
                return people_.of_city("administrator");
            default:
                return people_.of_station("station_desk", home);
        }
    }
    const char* purpose() {
        static constexpr const char* all[] = {
            "call_handling", "dispatch", "dispatch",  "same_place_history", "supervision", "complaint",
            "audit",         "",         "curiosity", "legal_duty",         "follow_up",   "call_handling"};
        return all[chance_.below(std::size(all))];
    }

    void review() {
        agenda_.plan(now_ + review_every, [this] { review(); });
        const auto supervisor = people_.of_city("supervisor");
        ask(supervisor, "/v1/looks/review", "supervision",
            [this, supervisor](const ports::Response& response) {
                if (response.status != 200) return;
                std::size_t chosen = 0;
                for (auto& look_id : looks_in(response.body))
                    if (reviewed_.insert(look_id).second && ++chosen <= reviewed_at_once)
                        later(30, 3'000, [this, look_id, supervisor] { find(look_id, supervisor); });
            });
    }
    void find(const std::string& look_id, const access::Seat& supervisor) {
        if (chance_.hit(0.2))
            return say(look_id, ReviewLook{Finding::questioned, "what was this for?"}, supervisor,
                       "supervision");
        say(look_id, ReviewLook{Finding::in_order, std::nullopt}, supervisor, "supervision");
    }

    std::vector<Jurisdiction> homes_;
    std::deque<std::string> remembered_;
    std::set<std::string> reviewed_;
    std::uint64_t shown_ = 0;
    std::uint64_t not_shown_ = 0;
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<Looks>(parts);
}

}  // namespace anlan::look
