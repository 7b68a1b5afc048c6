// A city that lives: citizens report, call-takers answer and write, dispatchers send the nearest that the
// class's plan asks for, crews acknowledge, go, arrive and clear, mostly in time. A workload without a clock
// of its own: step(now) does what is due and says when to come again, so that it serves the demo (a real
// clock, a thread) and the simulated day (a virtual one) alike. The same seed and the same answers make the
// same city.
//
// Threads: step() from one; the engine may answer on another.
#pragma once
#include "engine/submit.hpp"
#include "kernel/deadline_rule.hpp"
#include "kernel/rulebook.hpp"
#include "planning/travel.hpp"
#include "sim/chance.hpp"
#include "sim/city_plan.hpp"
#include "sim/command_book.hpp"
#include "terms/incident_catalogue.hpp"
#include "terms/report.hpp"

#include <array>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

class VirtualEngine;

struct CityLifeSettings {
    double reports_per_day = 4'320;  // one every 20 s; more in the evening, fewer at night
    std::uint64_t seed = 1;
    double void_share = 0.15;        // of reports: misdialled, abandoned, pranks
    double same_event_share = 0.08;  // another caller about something that was just reported
    double late_share = 0.04;        // of a crew's steps
    // How many times as often there are reports at an instant (a storm, a festival); none: always as usual.
    std::function<double(Instant)> rate_factor = {};
    // Of the reports, those from this number on and before that one: a story that was made shorter.
    std::uint64_t first_report = 0;
    std::uint64_t last_report = std::numeric_limits<std::uint64_t>::max();
};

struct CityLifeCounts {
    std::uint64_t reports = 0;
    std::uint64_t incidents = 0;
    std::uint64_t joined = 0;
    std::uint64_t voided = 0;
    std::uint64_t transferred = 0;
    std::uint64_t dispatches = 0;
    std::uint64_t unserved = 0;  // nobody was free who could go
    std::uint64_t closed = 0;
    std::uint64_t commands = 0;
    std::uint64_t refused = 0;
    std::map<std::string, std::uint64_t> refusals;  // by code
};

class CityLife {
public:
    CityLife(CityPlan plan, std::span<const kernel::Module> modules, const kernel::Rulebook& rules,
             engine::Submit& door, CityLifeSettings settings);

    // Does everything that is due by `now`; returns when to come again.
    Instant step(Instant now);

    // An incident of an earlier life that is still open: its units clear and it is closed, after a while.
    void adopt(const std::string& incident_id, const std::string& class_code,
               const std::vector<std::string>& units, Instant now);

    struct Whereabouts {
        const std::string& unit_id;
        GeoPoint point;
    };
    // A report of an earlier life that still waits for its outcome: somebody writes it down and decides.
    void adopt_call(const std::string& call_id, Instant now);

    // Where every unit is at `now`, between its home, the scene and back.
    void whereabouts(Instant now, const std::function<void(Whereabouts)>& each) const;

    CityLifeCounts counts() const;

private:
    enum class What {
        report,
        answer,
        write,
        decide,
        dispatch,
        acknowledge,
        depart,
        arrive,
        check,
        clear,
        close,
        call_back,
        call_back_caller
    };
    struct Due {
        Instant at;
        std::uint64_t order = 0;
        What what{};
        std::size_t event = 0;
        std::size_t unit = 0;

        bool operator>(const Due& other) const {
            return std::tie(at, order) > std::tie(other.at, other.order);
        }
    };
    // One report and the incident it becomes.
    struct Event {
        std::string call_id;
        std::string incident_id;
        const IncidentClass* kind = nullptr;
        const PlannedPlace* place = nullptr;
        std::optional<std::size_t> same_as;  // the event that was reported before
        std::size_t taker = 0;
        Priority priority{};
        Instant opened_at{};
        bool open = false;
        int units_out = 0;
        int tries = 0;  // to find a unit, in vain
    };
    struct Unit {
        const PlannedUnit* planned = nullptr;
        std::optional<std::size_t> event;
        GeoPoint from;
        GeoPoint to;
        Instant left_at{};
        Instant there_at{};
    };

    void take(const Due& due);
    void schedule(Instant at, What what, std::size_t event, std::size_t unit = 0);
    void schedule_next_report(Instant now);
    double rate_at(Instant now) const;

    void report(Instant now);
    void answer(std::size_t event, Instant now);
    void write(std::size_t event, Instant now);
    void decide(std::size_t event, Instant now);
    void decide_void(std::size_t event, Instant now);
    bool decide_join(std::size_t event);
    void decide_open(std::size_t event, Instant now);
    void dispatch(std::size_t event, Instant now);
    bool send_one(std::size_t event, const Need& need, Instant now);
    std::optional<std::size_t> nearest_free(const Event& event, const Need& need) const;
    void acknowledge(std::size_t event, std::size_t unit, Instant now);
    void depart(std::size_t event, std::size_t unit, Instant now);
    void arrive(std::size_t event, std::size_t unit, Instant now);
    void check(std::size_t event, std::size_t unit, Instant now);
    void clear(std::size_t event, std::size_t unit, Instant now);
    void close(std::size_t event, Instant now);
    void call_back(std::size_t event);
    void call_back_caller(std::size_t event);

    std::size_t new_event();
    GeoPoint point_of(const Unit& unit, Instant now) const;
    void send_home(Unit& unit, Instant now);
    Millis crew_delay(double low, double high);
    const std::vector<Need>& needs_of(const Event& event) const;
    std::string narrative_of(const Event& event);
    const IncidentClass* random_class();

    access::Seat taker_seat(std::size_t taker) const;
    access::Seat dispatcher_seat(const Jurisdiction& where) const;
    access::Seat crew_seat(const PlannedUnit& unit) const;
    template <class C>
    void send(const std::string& stream, C command, const access::Seat& seat, const char* purpose);

    const CityPlan plan_;
    CommandBook book_;
    const kernel::Rulebook& rules_;
    engine::Submit& door_;
    CityLifeSettings settings_;
    Chance chance_;
    planning::TravelTimes travel_;
    AreaId city_;
    std::vector<const IncidentClass*> classes_;
    std::vector<double> class_weights_;  // cumulative
    struct VoidEnding {
        std::string code;
        bool calls_back = false;  // who hung up is called all the same
    };
    std::vector<VoidEnding> void_endings_;
    std::vector<Unit> units_;
    std::unordered_map<std::string, std::size_t> unit_by_id_;
    std::deque<Event> events_;
    std::vector<std::size_t> spare_events_;
    std::deque<std::size_t> recent_;  // open events, the latest last
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
    std::uint64_t order_ = 0;
    std::uint64_t life_ = 0;  // tells this run's command ids from an earlier run's
    std::optional<Instant> began_;

    struct Answers {  // of the engine, which may come from its thread after this object is gone
        std::mutex mutex;
        std::uint64_t refused = 0;
        std::map<std::string, std::uint64_t> refusals;
    };
    std::shared_ptr<Answers> answers_ = std::make_shared<Answers>();
    CityLifeCounts counts_;
};

// Lets the life pass on its engine's virtual clock, with what falls due in between.
void live_until(CityLife& life, VirtualEngine& engine, Instant until);

template <class C>
void CityLife::send(const std::string& stream, C command, const access::Seat& seat, const char* purpose) {
    auto submission = book_.submission(stream, std::move(command), seat,
                                       std::to_string(life_) + '-' + std::to_string(++counts_.commands));
    submission.purpose = purpose;
    door_.submit(std::move(submission), [answers = answers_](const engine::Outcome& outcome) {
        const auto* refusal = std::get_if<kernel::Refusal>(&outcome);
        if (refusal == nullptr) return;
        const std::lock_guard lock{answers->mutex};
        ++answers->refused;
        ++answers->refusals[refusal->code];
    });
}

}  // namespace anlan::sim
