#include "app/demo_tasks.hpp"

#include "domain/area/area.hpp"
#include "domain/place/place.hpp"
#include "domain/task/burden.hpp"
#include "domain/task/task.hpp"

#include <algorithm>
#include <map>

namespace anlan::app {
namespace {

// Where the demo's station, patrol and community officer sit (demo.cpp).
constexpr const char* demo_station = "are_420106001";
constexpr const char* demo_beat = "are_420106001001";
constexpr std::size_t doors_max = 8;       // of one task
constexpr std::size_t waiting_every = 17;  // a proposal that nobody has decided on yet
constexpr std::chrono::days lives{365};

struct Door {
    PlaceId place_id;
    std::string kind;
    Jurisdiction where;
};

template <class C>
const C* as(const engine::Submission& submission) {
    if (submission.command.spec->type != &kernel::type_tag<C>) return nullptr;
    return static_cast<const C*>(submission.command.value.get());
}

class Giver {
public:
    Giver(engine::Submit& door, const kernel::Modules& modules, const kernel::Rulebook& rules,
          const sim::Seed& seed, Instant now)
        : door_(door), modules_(modules), rules_(rules), now_(now) {
        for (const auto& submission : seed.submissions()) {
            const auto* place = as<place::RegisterPlace>(submission);
            if (place != nullptr && place->where.station.value() == demo_station)
                doors_.push_back({PlaceId{submission.stream}, place->kind, place->where});
            const auto* area = as<area::RegisterArea>(submission);
            if (area != nullptr && area->level == area::AreaLevel::beat &&
                area->where.station.value() == demo_station)
                beats_.push_back(AreaId{submission.stream});
            if (area != nullptr && submission.stream == demo_station) where_ = area->where;
        }
        where_.station = where_.beat = AreaId{};
    }

    DemoTasks give() {
        const auto& examples = rules_.section<task::Examples>();
        if (beats_.empty() || doors_.empty()) return given_;  // another city's seed
        for (std::size_t i = 0; i < examples.tasks.size(); ++i)
            give_one(examples.tasks[i], examples, i % waiting_every == waiting_every - 1);
        return given_;
    }

private:
    void give_one(const task::Example& example, const task::Examples& all, bool waits) {
        task::ProposeTask propose{task::terms_of(example, all), addressees_of(example)};
        propose.terms.where = where_;
        propose.terms.sunset_at = now_ + lives;
        const auto burden = task::burden_minutes(propose.terms, propose.to, rules_.section<task::Rules>());
        const auto id = task::task_id(example.department, numbers_[example.department] + 1).value();
        if (!sent(id, propose, "demo centre")) return;
        ++numbers_[example.department];
        ++given_.proposed;
        if (!waits && sent(id, task::PublishTask{burden}, "demo watch")) ++given_.published;
    }

    task::Addressees addressees_of(const task::Example& example) const {
        task::Addressees to;
        if (example.recurrence == task::Recurrence::each_new_door) to.place_kinds = example.place_kinds;
        if (example.target == task::Target::station) to.areas = {AreaId{demo_station}};
        if (example.target == task::Target::beat) to.areas = beats_;
        if (example.target != task::Target::door) return to;
        for (const Door& door : doors_) {
            const auto& kinds = example.place_kinds;
            if (std::find(kinds.begin(), kinds.end(), door.kind) != kinds.end() &&
                to.places.size() < doors_max)
                to.places.push_back(door.place_id);
        }
        if (to.places.empty()) to.places = mixed_block(example);
        return to;
    }

    // A kind of doors that the small demo station has none of is done at one of the blocks of its first beat,
    // where shops and homes share a house.
    std::vector<PlaceId> mixed_block(const task::Example& example) const {
        std::vector<PlaceId> blocks;
        for (const Door& door : doors_)
            if (door.where.beat.value() == demo_beat) blocks.push_back(door.place_id);
        if (blocks.empty()) return {doors_.front().place_id};
        return {blocks[example.title.size() / 3 % blocks.size()]};
    }

    template <class C>
    bool sent(const std::string& stream, C command, const char* actor) {
        const kernel::CommandSpec* spec = nullptr;
        for (const auto& module : modules_)
            if (const auto* found = module.find_command(C::name)) spec = found;
        engine::Submission submission;
        submission.stream = stream;
        submission.command = {spec, std::make_shared<const C>(std::move(command))};
        submission.seat.actor = {kernel::ActorKind::import, actor, {}};
        submission.command_id = "demo-" + std::string{C::name} + "-" + stream;
        bool accepted = false;
        door_.submit(std::move(submission), [&](const engine::Outcome& outcome) {
            accepted = std::holds_alternative<engine::Accepted>(outcome);
            if (const auto* refusal = std::get_if<kernel::Refusal>(&outcome))
                given_.refused.push_back(stream + ": " + refusal->code + ": " + refusal->message);
        });
        return accepted;
    }

    engine::Submit& door_;
    const kernel::Modules& modules_;
    const kernel::Rulebook& rules_;
    const Instant now_;
    Jurisdiction where_;
    std::vector<AreaId> beats_;
    std::vector<Door> doors_;
    std::map<std::string, int> numbers_;
    DemoTasks given_;
};

}  // namespace

DemoTasks give_demo_tasks(engine::Submit& door, const kernel::Modules& modules, const kernel::Rulebook& rules,
                          const sim::Seed& seed, Instant now) {
    return Giver{door, modules, rules, seed, now}.give();
}

}  // namespace anlan::app
