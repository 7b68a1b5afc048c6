#include "domain/errand/policies.hpp"

namespace anlan::errand {
namespace {

using Sends = std::vector<kernel::Send<Errand::Command>>;

// What is done or gone already says nothing to it.
void add_lapses(const kernel::PolicyInput& input, const std::vector<task::OpenRound>& rounds, Lapse why,
                Sends& sends) {
    const auto& task = input.recorded.envelope.stream;
    for (const auto& round : rounds)
        for (int index = 0; index < round.errands; ++index) {
            const auto id = errand_id(task, round, index);
            const auto erased = input.own_state(id);
            if (erased == nullptr) continue;
            if (static_cast<const Errand::State*>(erased.get())->stage != Stage::due) continue;
            sends.push_back({id, LapseErrand{why}});
        }
}

}  // namespace

Sends issue_when_a_round_opens(const kernel::PolicyInput& input) {
    const auto* opened = input.recorded.as<task::RoundOpened>();
    if (opened == nullptr) return {};
    const auto& stream = input.recorded.envelope.stream;
    Sends sends;
    add_lapses(input, opened->closes, Lapse::next_round, sends);
    const task::OpenRound round{opened->number, opened->opened_at,
                                static_cast<int>(opened->areas.size() + opened->places.size())};
    int index = 0;
    for (const AreaId& area : opened->areas)
        sends.push_back({errand_id(stream, round, index++), IssueErrand{task::TaskId{stream}, round.number,
                                                                        area, std::nullopt, opened->answer}});
    for (const PlaceId& place : opened->places)
        sends.push_back(
            {errand_id(stream, round, index++),
             IssueErrand{task::TaskId{stream}, round.number, std::nullopt, place, opened->answer}});
    return sends;
}

Sends lapse_when_a_task_ends(const kernel::PolicyInput& input) {
    const auto* ended = input.recorded.as<task::TaskEnded>();
    if (ended == nullptr) return {};
    Sends sends;
    add_lapses(input, ended->closes, Lapse::task_ended, sends);
    return sends;
}

}  // namespace anlan::errand
