// Callers as they are: they hang up before anybody answers, say nothing, give a wrong address, call a second
// time about what they reported a minute ago, cannot speak freely, or only want to know something. And
// call-takers as they are: they join what does not belong together, mistype an incident's number, and take it
// back. A partner to whom a call was passed confirms it, late or not at all while its line is down.
#include "base/sortable_id.hpp"
#include "domain/call/call.hpp"
#include "domain/call/rules.hpp"
#include "domain/incident/commands.hpp"
#include "sim/people.hpp"
#include "sim/world/calendar.hpp"
#include "terms/incident_catalogue.hpp"

namespace anlan::call {
namespace {

constexpr double share_of_calls = 0.15;  // beside those of the living city
constexpr double seconds_of_day = 86'400;

class DifficultCallers final : public sim::Workload {
public:
    explicit DifficultCallers(const sim::WorkloadParts& parts)
        : plan_(parts.plan),
          chance_(parts.seed),
          speaker_(parts, "callers"),
          people_(parts.rules),
          per_second_(parts.settings.calls_per_day * parts.settings.mishaps * share_of_calls /
                      seconds_of_day) {
        for (const auto& kind : parts.rules.section<IncidentCatalogue>().classes)
            if (kind.urgency != Urgency::not_for_police) classes_.push_back(kind.code);
        for (const auto& agency : parts.rules.section<IncidentCatalogue>().agencies)
            agencies_.push_back(agency.code);
        const double outages = parts.settings.faults.process.partner_outages;
        partner_fails_ = outages > 0 ? 0.3 : 0.02;
    }

    std::string_view name() const override { return "callers"; }
    void setup(Instant now) override { plan_next(now); }
    Instant step(Instant now) override {
        now_ = now;
        agenda_.carry_out(now);
        return agenda_.next().value_or(now + Hours{1});
    }
    void metrics(std::map<std::string, std::uint64_t>& figures) const override {
        speaker_.report(figures);
        figures["callers.calls"] = calls_;
    }

private:
    template <class Act>
    void later(double low, double high, Act act) {
        agenda_.plan(now_ + chance_.seconds(low, high), std::move(act));
    }
    template <class C>
    void take(const std::string& call, C command) {
        speaker_.say(call, std::move(command), people_.of_city("call_taker"), "call_handling");
    }
    template <class C>
    void work(const std::string& incident, C command) {
        speaker_.say(incident, std::move(command), people_.of_city("city_dispatcher"), "dispatch");
    }

    void plan_next(Instant now) {
        if (per_second_ <= 0) return;
        agenda_.plan(now + chance_.waiting(per_second_) + Millis{1}, [this] {
            plan_next(now_);
            somebody_calls();
        });
    }

    std::string receive() {
        ++calls_;
        const auto call = sortable_id("cal", now_, static_cast<std::uint32_t>(chance_.bits()));
        ReceiveCall command;
        command.channel = chance_.hit(0.8) ? Channel::phone : Channel::text;
        command.callback = PersonalText{"139" + std::to_string(10'000'000 + chance_.below(89'999'999))};
        command.text = PersonalText{"喂，请派人来看看"};
        command.received_where = Jurisdiction{people_.city(), {}, {}, {}};
        take(call, std::move(command));
        return call;
    }

    WriteReport report() {
        const auto& place = chance_.one_of(plan_.places);
        WriteReport written;
        written.narrative = PersonalText{"说不清楚，请派人来看看"};
        written.class_code = chance_.one_of(classes_);
        Location location;
        location.place_text = PersonalText{place.address};
        location.place_id = PlaceId{place.place_id};
        location.point = place.point;
        location.where = place.where;
        written.location = std::move(location);
        return written;
    }

    void somebody_calls() {
        const auto call = receive();
        switch (chance_.below(8)) {
            case 0:
                return hangs_up(call);
            case 1:
                return says_nothing(call);
            case 2:
                return gives_a_wrong_address(call);
            case 3:
                return calls_twice(call);
            case 4:
                return cannot_speak(call);
            case 5:
                return is_passed_on(call);
            case 6:
                return is_joined_before_it_is_opened(call);
            default:
                return only_asks(call);
        }
    }

    void hangs_up(const std::string& call) {
        later(3, 60, [this, call] {
            take(call, VoidCall{"dropped", {}});
            later(20, 300, [this, call] { call_back(call, 3); });
        });
    }
    void call_back(const std::string& call, int more) {
        const auto result = chance_.hit(0.5) ? CallBackResult::reached : CallBackResult::no_answer;
        take(call, NoteCallBack{result, {}});
        if (result == CallBackResult::no_answer && more > 0)
            later(30, 600, [this, call, more] { call_back(call, more - 1); });
    }
    void says_nothing(const std::string& call) {
        later(2, 15, [this, call] { take(call, AnswerCall{}); });
        later(30, 90, [this, call] {
            take(call, VoidCall{"silent", {}});
            // Now and then somebody had needed help after all.
            if (chance_.hit(0.3))
                later(30, 400, [this, call] { take(call, ReopenCall{"she called again"}); });
            later(60, 500, [this, call] { call_back(call, 3); });
            later(600, 1'200, [this, call] { take(call, CloseEnquiry{PersonalText{"all is well"}}); });
        });
    }
    std::string open(const std::string& call, double after_low, double after_high) {
        const auto incident = "inc_" + call.substr(4);
        later(2, 20, [this, call] { take(call, AnswerCall{}); });
        later(after_low, after_high, [this, call, incident] {
            take(call, OpenIncident{IncidentId{incident}, report(), std::nullopt});
        });
        later(after_high + 1'800, after_high + 9'000,
              [this, incident] { work(incident, incident::CancelIncident{"nothing found there"}); });
        return incident;
    }
    void gives_a_wrong_address(const std::string& call) {
        const auto incident = open(call, 30, 120);
        later(200, 900, [this, incident] {
            incident::CorrectLocation command;
            command.location = *report().location;
            command.reason = "the caller meant another place";
            work(incident, std::move(command));
        });
    }
    // And the second call is joined to the first, or to something else by mistake, and that is undone.
    void calls_twice(const std::string& first) {
        const auto incident = open(first, 30, 90);
        later(120, 600, [this, incident] {
            const auto second = receive();
            const bool mistyped = chance_.hit(0.1);
            later(3, 10, [this, second] { take(second, AnswerCall{}); });
            later(15, 60, [this, second, target = incident + (mistyped ? "X" : "")] {
                JoinIncident command;
                command.incident_id = IncidentId{target};
                command.matched_words = {PersonalText{"又"}};
                take(second, std::move(command));
            });
            if (!mistyped && chance_.hit(0.6)) return;
            later(90, 400, [this, second] {
                UndoJoin command;
                command.reason = "they are two different things";
                command.then = chance_.hit(0.5) ? AfterUndo::open_own : AfterUndo::decide_again;
                take(second, WriteReport{report()});
                take(second, std::move(command));
            });
            later(500, 900, [this, second] { take(second, CloseEnquiry{PersonalText{"settled"}}); });
        });
    }
    void cannot_speak(const std::string& call) {
        later(5, 40, [this, call] { take(call, FlagDuress{}); });
        open(call, 45, 120);
    }
    // Two call-takers agree across the desks; the second is quicker, and the caller there cannot speak. Now
    // and then the first never opens it.
    void is_joined_before_it_is_opened(const std::string& first) {
        const auto second = receive();
        const IncidentId incident_id{"inc_" + first.substr(4)};
        later(2, 10, [this, second] { take(second, AnswerCall{}); });
        if (chance_.hit(0.7)) later(12, 60, [this, second] { take(second, FlagDuress{}); });
        later(15, 50, [this, second, incident_id] {
            JoinIncident command;
            command.incident_id = incident_id;
            take(second, std::move(command));
        });
        if (chance_.hit(0.7)) open(first, 40, 300);
        if (chance_.hit(0.2))
            later(100, 500, [this, second] { take(second, UndoJoin{"not the same after all", {}, {}}); });
    }
    void is_passed_on(const std::string& call) {
        later(2, 15, [this, call] { take(call, AnswerCall{}); });
        later(20, 90, [this, call] {
            TransferCall command;
            command.agency = chance_.one_of(agencies_);
            command.warm = chance_.hit(0.5);
            take(call, std::move(command));
            if (chance_.hit(partner_fails_)) return;
            later(5, 200,
                  [this, call] { take(call, ConfirmTransfer{"R-" + std::to_string(++references_)}); });
        });
    }
    void only_asks(const std::string& call) {
        later(2, 12, [this, call] { take(call, AnswerCall{}); });
        later(30, 240, [this, call] {
            take(call, CloseEnquiry{PersonalText{"told where to go"}});
            if (chance_.hit(0.2))
                take(call, RequestCallBack{"promised", std::nullopt, PersonalText{"about the dog"}});
            later(300, 5'000, [this, call] { call_back(call, 3); });
        });
    }

    const sim::CityPlan& plan_;
    sim::Chance chance_;
    sim::Speaker speaker_;
    sim::People people_;
    double per_second_;
    double partner_fails_ = 0;
    sim::Calendar agenda_;
    Instant now_{};
    std::vector<std::string> classes_;
    std::vector<std::string> agencies_;
    std::uint64_t calls_ = 0;
    std::uint64_t references_ = 0;
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<DifficultCallers>(parts);
}

}  // namespace anlan::call
