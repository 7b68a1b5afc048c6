// The base-control centre of each district issues instructions; stations sign, late or never, and pass them
// on; officers report back and answer, forget a field, are off sick so that another has to take over, or
// never answer. The centre returns, accepts, pauses, reminds, withdraws; now and then somebody does what is
// another's.
#include "domain/instruction/instruction.hpp"
#include "domain/instruction/rules.hpp"
#include "sim/agenda.hpp"

namespace anlan::instruction {
namespace {

constexpr const char* purpose = "dispatch";

class Instructions final : public sim::Agenda {
public:
    explicit Instructions(const sim::WorkloadParts& parts) : Agenda(parts, "instructions", 0.1, 90) {
        for (const auto& unit : parts.plan.units)
            if (!unit.home.station.value().empty() &&
                (stations_.empty() || stations_.back().station != unit.home.station))
                stations_.push_back({unit.home.city, unit.home.district, unit.home.station, {}});
    }

private:
    struct Told {
        std::string id;
        Jurisdiction where;
        std::string class_code;
    };

    void begin() override {
        const auto& classes = parts_.rules.section<Rules>().classes;
        if (stations_.empty() || classes.empty()) return;
        Told told{fresh("ins"), chance_.one_of(stations_), chance_.one_of(classes).code};
        IssueInstruction issue;
        issue.class_code = told.class_code;
        issue.text = PersonalText{"the two of them again, see both sides"};
        issue.where = told.where;
        if (const auto about = any_of("incidents", true); chance_.hit(0.5) && !about.empty())
            issue.incident_id = IncidentId{about};
        say(told.id, issue, centre(told), purpose);
        if (chance_.hit(0.07))
            later(60, 20'000, [=, this] {
                say(told.id, WithdrawInstruction{PersonalText{"it was another house"}}, centre(told),
                    purpose);
            });
        if (chance_.hit(0.25))
            later(1'200, 9'000, [=, this] {
                say(told.id, PauseInstruction{PersonalText{"they are away until tomorrow"}, now_ + Hours{1}},
                    centre(told), purpose);
            });
        if (chance_.hit(0.05))
            later(9'000, 30'000, [=, this] { say(told.id, ResumeInstruction{}, centre(told), purpose); });
        if (chance_.hit(0.3))
            later(600, 30'000, [=, this] {
                say(told.id, ChaseInstruction{PersonalText{"how far is it?"}}, centre(told), purpose);
            });
        if (chance_.hit(0.9)) later(30, 2'400, [=, this] { sign(told); });
    }
    void sign(const Told& told) {
        say(told.id, SignInstruction{}, of("station_desk", told), purpose);
        if (chance_.hit(0.92)) later(20, 2'400, [=, this] { pass_on(told); });
    }
    void pass_on(const Told& told) {
        const auto carrier = chance_.hit(0.8) ? "patrol" : "station_chief";
        say(told.id, PassOnInstruction{of(carrier, told).actor.post_id}, of("station_desk", told), purpose);
        if (chance_.hit(0.15))  // off sick: another takes it
            later(1'800, 9'000, [=, this] {
                say(told.id,
                    HandOverInstruction{of("station_desk", told).actor.post_id, PersonalText{"off sick"}},
                    of("station_chief", told), purpose);
            });
        if (chance_.hit(0.7)) later(300, 5'000, [=, this] { report(told, Step::on_scene); });
        if (chance_.hit(0.88)) later(900, 14'000, [=, this] { answer(told, 0); });
    }
    void report(const Told& told, Step step) {
        if (const auto carrier = owner(told))
            say(told.id, ReportStep{step, PersonalText{"at the door"}}, *carrier, purpose);
    }
    // A field is forgotten now and then, and the answer is not taken; then it is given whole.
    void answer(const Told& told, int tries) {
        const auto carrier = owner(told);
        if (!carrier) return later(60, 1'200, [=, this] { tries < 3 ? answer(told, tries + 1) : void(); });
        AnswerInstruction given{answers_of(told)};
        const bool forgets = tries == 0 && chance_.hit(0.15) && !given.answers.empty();
        if (forgets) given.answers.erase(given.answers.begin());
        say(told.id, given, *carrier, purpose);
        if (forgets) return later(60, 900, [=, this] { answer(told, tries + 1); });
        if (chance_.hit(0.2) && tries < 2)
            return later(300, 20'000, [=, this] {
                say(told.id, ReturnAnswer{PersonalText{"and the neighbour?"}}, centre(told), purpose);
                if (chance_.hit(0.9)) later(600, 12'000, [=, this] { answer(told, tries + 1); });
            });
        if (chance_.hit(0.9))
            later(300, 9'000, [=, this] { say(told.id, AcceptAnswer{}, centre(told), purpose); });
    }
    std::vector<Answer> answers_of(const Told& told) const {
        std::vector<Answer> answers;
        for (const auto& field : find_class(parts_.rules.section<Rules>(), told.class_code)->fields) {
            const std::string value = field.kind == QuestionKind::yes_no   ? "yes"
                                      : field.kind == QuestionKind::number ? "2"
                                      : field.choices.empty()              ? "both sides agreed to wait"
                                                                           : field.choices.front().code;
            answers.push_back({field.id, PersonalText{value}});
        }
        return answers;
    }
    // Whoever has it now, as a screen would say; null while the process is down, or where it is the centre's.
    std::optional<access::Seat> owner(const Told& told) const {
        const auto state = state_of<Instruction::State>(told.id);
        if (!state) return std::nullopt;
        for (const char* role : {"patrol", "station_chief", "station_desk"})
            if (of(role, told).actor.post_id == state->owner) return of(role, told);
        return std::nullopt;
    }
    access::Seat of(const char* role, const Told& told) const { return people_.of_station(role, told.where); }
    access::Seat centre(const Told& told) const {
        return people_.of_district("base_control", told.where.district);
    }

    std::vector<Jurisdiction> stations_;
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<Instructions>(parts);
}

}  // namespace anlan::instruction
