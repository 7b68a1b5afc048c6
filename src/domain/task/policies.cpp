#include "domain/task/policies.hpp"

#include "domain/place/events.hpp"
#include "domain/task/rules.hpp"

namespace anlan::task {

std::vector<kernel::Send<Task::Command>> open_a_round_at_a_new_door(const kernel::PolicyInput& input) {
    const auto* door = input.recorded.as<place::PlaceRegistered>();
    if (door == nullptr) return {};
    std::vector<kernel::Send<Task::Command>> sends;
    for (const Department& department : input.rules.section<Rules>().departments)
        for (int number = 1;; ++number) {
            const auto id = task_id(department.code, number);
            const auto erased = input.own_state(id.value());
            if (erased == nullptr) break;
            const auto& state = *static_cast<const Task::State*>(erased.get());
            if (state.stage != Stage::in_force || !counts_door(*state.in_force, door->kind, door->where))
                continue;
            sends.push_back(
                {id.value(), NoteNewDoor{PlaceId{input.recorded.envelope.stream}, door->kind, door->where}});
        }
    return sends;
}

}  // namespace anlan::task
