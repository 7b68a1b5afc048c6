// Officers who answer what is due, one at a time or several on one card; who forget a field, correct
// themselves, never answer, or answer what is another's; and the centre, which returns some and withdraws
// some.
#include "domain/errand/errand.hpp"
#include "sim/agenda.hpp"

namespace anlan::errand {
namespace {

constexpr const char* purpose = "dispatch";

class Errands final : public sim::Agenda {
public:
    explicit Errands(const sim::WorkloadParts& parts) : Agenda(parts, "errands", 0.05, 36) {}

private:
    void begin() override {
        const std::string id = any_of("errands", chance_.hit(0.85));
        const auto state = id.empty() ? nullptr : state_of<Errand::State>(id);
        if (state == nullptr) return;
        if (state->stage == Stage::answered && chance_.hit(0.4)) return look_again(id, *state);
        if (chance_.hit(0.05))
            return say(id, WithdrawErrand{PersonalText{"the house is gone"}}, centre(*state), purpose);
        answer(id, *state);
    }

    // A field is forgotten now and then, and the answer is not taken.
    void answer(const std::string& id, const Errand::State& state) {
        const auto officer = owner(state);
        if (!officer) return;
        AnswerErrand given{{{"done", PersonalText{chance_.hit(0.7) ? "yes" : "no"}}}};
        if (given.answers[0].value.reveal() == "no" && !chance_.hit(0.2))
            given.answers.push_back({"faults", PersonalText{"2"}});
        if (chance_.hit(0.3)) given.answers.push_back({"note", PersonalText{"门口堆了纸箱"}});
        say(id, given, *officer, purpose);
        if (chance_.hit(0.2)) later(60, 2'000, [=, this] { say(id, given, *officer, purpose); });
        if (chance_.hit(0.3)) later(300, 9'000, [this] { begin(); });
    }

    void look_again(const std::string& id, const Errand::State& state) {
        if (chance_.hit(0.5))
            return say(id, ReturnAnswer{PersonalText{"which door?"}}, centre(state), purpose);
        const auto officer = owner(state);
        if (!officer) return;
        say(id,
            CorrectAnswer{{{"done", PersonalText{"no"}}, {"faults", PersonalText{"3"}}},
                          PersonalText{"the other staircase"}},
            *officer, purpose);
    }

    std::optional<access::Seat> owner(const Errand::State& state) const {
        for (const char* role : {"patrol", "station_desk", "station_chief"}) {
            auto seat = people_.of_station(role, state.where);
            if (seat.actor.post_id == state.owner) return seat;
        }
        return std::nullopt;
    }
    access::Seat centre(const Errand::State& state) const {
        return people_.of_district("base_control", state.where.district);
    }
};

}  // namespace

std::unique_ptr<sim::Workload> workload(const sim::WorkloadParts& parts) {
    return std::make_unique<Errands>(parts);
}

}  // namespace anlan::errand
