#include "sim/run/world.hpp"

#include "kernel/record.hpp"
#include "sim/people.hpp"
#include "sim/run/link_callers.hpp"
#include "sim/run/living_city.hpp"
#include "sim/run/partners.hpp"

#include <algorithm>
#include <utility>

namespace anlan::sim {
namespace {

constexpr std::size_t seeds_in_turn = 1'000;
constexpr Millis supervisor_waits{2'000};
constexpr Millis comes_again_after{250};  // the engine's pause between tries, and a little
constexpr auto settling_max = Hours{1};
constexpr auto erasure_every = Minutes{1};

Millis span_of(double seconds) { return Millis{static_cast<std::int64_t>(seconds * 1'000)}; }

// One console that sees the whole city, one of a district, one of a partner where there is one.
std::vector<access::Seat> console_seats(const CityPlan& plan, const kernel::Rulebook& rules) {
    const People people{rules};
    std::vector<access::Seat> seats{people.of_city("watch_officer")};
    if (!plan.units.empty())
        seats.push_back(people.of_district("dispatcher", plan.units.front().home.district));
    for (const auto& unit : plan.units) {
        if (!unit.partner) continue;
        seats.push_back(people.of_district("partner", unit.home.district));
        break;
    }
    return seats;
}

}  // namespace

World::World(const SimSettings& settings, const SimulationParts& parts, const Seed& city)
    : told_(settings),
      settings_(settings),
      parts_(parts),
      plan_(plan_of(city)),
      chance_(settings.seed),
      disk_chance_(chance_.bits()),
      machine_{settings.begins_at, {}},
      inspector_({parts.modules, parts.rules, parts.rules.section<access::AccessRules>(), disk_, machine_.now,
                  hindered_until_, console_seats(plan_, parts.rules), &keys_}),
      consoles_(console_seats(plan_, parts.rules), chance_.bits(), settings.faults.network.console_drops,
                inspector_.watcher(), parts.plants),
      clients_({machine_, calendar_, settings_.faults.network, chance_.bits(), [this] { return node_.get(); },
                [this](const engine::Submission& submission, const engine::Outcome& outcome) {
                    inspector_.answered(submission, outcome);
                }}) {
    keys_.keeps_what_it_should_destroy = parts.plants.keys_kept;
    boot();
    seed_city(city);
    disk_faults_ = settings_.faults.disk;  // the city is there before anything goes wrong
    make_workloads(parts);
    end_ = machine_.now + span_of(settings_.hours * 3'600);
    next_look_ = machine_.now;
    next_erasure_ = machine_.now;
    next_inspection_ = machine_.now + span_of(settings_.inspect_every_minutes * 60);
}

void World::seed_city(const Seed& city) {
    std::size_t waiting = 0;
    for (const auto& submission : city.submissions()) {
        node_->submit(submission, [this, submission](const engine::Outcome& outcome) {
            if (!std::holds_alternative<engine::Accepted>(outcome)) ++faults_["seed.refused"];
            inspector_.answered(submission, outcome);
        });
        if (++waiting % seeds_in_turn == 0) node_->run();
    }
    node_->run();
    node_->write_snapshot();
}

void World::make_workloads(const SimulationParts& parts) {
    WorkloadParts made{plan_,
                       parts.modules,
                       parts.rules,
                       clients_,
                       settings_,
                       chance_.bits(),
                       [this]() -> const views::Records* { return node_ ? &node_->board() : nullptr; },
                       [this](const access::Seat& seat, ports::Request request,
                              std::function<void(const ports::Response&)> reply) {
                           ask(seat, std::move(request), std::move(reply));
                       }};
    std::vector<std::unique_ptr<Workload>> all;
    all.push_back(living_city(made));
    made.seed = chance_.bits();
    all.push_back(watch_officer(made));
    made.seed = chance_.bits();
    all.push_back(partners(made));
    made.seed = chance_.bits();
    if (parts.module_workloads)
        for (auto& one : parts.module_workloads(made)) all.push_back(std::move(one));
    for (auto& one : mischief(settings_.faults.process, *this, chance_)) all.push_back(std::move(one));
    made.seed = chance_.bits();
    all.push_back(link_callers(made));
    for (auto& one : all) {
        const auto& without = settings_.without;
        if (std::find(without.begin(), without.end(), one->name()) != without.end()) continue;
        one->setup(machine_.now);
        driven_.push_back({std::move(one), machine_.now});
    }
}

namespace {

// Sooner than in a city, so that a simulated day is full of records that rest and are named again.
engine::EngineLimits limits_of_a_node() {
    engine::EngineLimits limits;
    limits.rest_after = Hours{1};
    return limits;
}

}  // namespace

NodeParts World::node_parts() {
    return {parts_.modules,
            parts_.rules,
            machine_,
            {disk_, disk_faults_, disk_chance_, disk_counts_, [this](Millis span) { held_up(span); },
             parts_.plants.append},
            snapshots_,
            parts_.plants,
            {settings_.queue_max},
            limits_of_a_node(),
            [this](std::span<const kernel::Committed> committed) { inspector_.published(committed); },
            keys_,
            [this](const std::string& record) { inspector_.forgotten(record); },
            told_.seed + booting_};
}

// Whoever asks while the process is down, or falls before it has answered, sees nothing.
void World::ask(const access::Seat& seat, ports::Request request,
                std::function<void(const ports::Response&)> reply) {
    if (!node_ || node_->engine().stopped()) return;
    const auto asked = request;
    const Instant asked_at = node_->now();
    const auto behind = node_->engine().head().records;
    node_->ask(seat, std::move(request),
               [this, seat, asked, asked_at, behind, reply](ports::Response response) {
                   if (parts_.plants.shown) parts_.plants.shown(response);
                   inspector_.shown({seat, asked, response, asked_at, behind}, node_->now());
                   reply(response);
               });
}

void World::tend_erasure() {
    if (!node_ || node_->engine().stopped()) return;
    if (machine_.now < next_erasure_ && !node_->erasure_is_ordered()) return;
    next_erasure_ = machine_.now + erasure_every;
    node_->erase_what_is_due();
    node_->run();
}

void World::held_up(Millis span) {
    machine_.now += span;
    if (node_) hindered_until_ = std::max(hindered_until_, node_->now() + comes_again_after);
}

void World::boot() {
    auto booted = SimulatedNode::boot(node_parts());
    if (!booted.ok()) {
        inspector_.findings().add("restart.same_head", "the log does not open: " + booted.error().message);
        broken_ = true;
        return;
    }
    node_ = std::move(booted).value();
    hindered_until_ = std::max(hindered_until_, node_->now());
    inspector_.restarted(*node_, std::exchange(lost_, 0));
    node_->run();
}

void World::kill(Millis down_for, Power power) {
    if (!node_) return;
    node_.reset();
    consoles_.cut_off();
    disk_.frames.resize(disk_.frames.size() - std::min(disk_.frames.size(), parts_.plants.lost_when_killed));
    if (power == Power::fails) lost_ += disk_.cut_power(disk_chance_);
    const auto start = ++booting_;
    calendar_.plan(machine_.now + down_for, [this, start] {
        if (start == booting_ && !node_ && !broken_) boot();
    });
}

void World::stop_cleanly(Millis down_for) {
    if (!node_) return;
    node_->run();
    if (!node_->engine().stopped()) node_->write_snapshot();
    kill(down_for, Power::stays);
}

void World::write_snapshot() {
    if (node_ && !node_->engine().stopped()) node_->write_snapshot();
}

Instant World::next_moment() const {
    Instant next = std::min(end_, next_inspection_);
    next = std::min(next, next_look_);
    if (const auto planned = calendar_.next()) next = std::min(next, *planned);
    if (node_) next = std::min(next, next_erasure_);
    if (node_)
        if (const auto due = node_->next_due()) next = std::min(next, *due);
    for (const auto& one : driven_) next = std::min(next, one.next);
    return next;
}

void World::step_workloads() {
    for (auto& one : driven_)
        if (one.next <= machine_.now) one.next = one.workload->step(machine_.now);
}

// Somebody starts it again when it has stopped by itself.
void World::tend_process() {
    if (!node_ || !node_->engine().stopped()) return;
    ++faults_["process.stopped_itself"];
    kill(supervisor_waits, Power::stays);
}

void World::watch() {
    if (machine_.now >= next_look_) {
        next_look_ = machine_.now + span_of(settings_.consoles_look_every_seconds);
        if (node_) consoles_.look(*node_);
    }
    if (machine_.now < next_inspection_) return;
    next_inspection_ = machine_.now + span_of(settings_.inspect_every_minutes * 60);
    if (node_) inspector_.inspect(*node_);
}

void World::happen() {
    calendar_.carry_out(machine_.now);
    if (node_) node_->run();
    tend_erasure();
    tend_process();
}

void World::live() {
    while (machine_.now < end_ && !broken_) {
        machine_.now = std::max(machine_.now, next_moment());
        calendar_.carry_out(machine_.now);
        if (node_) node_->run();
        step_workloads();
        happen();
        watch();
    }
    settle();
}

// Everything that goes wrong ends and nobody begins anything new: what was said last is answered, and all is
// looked at once more.
void World::settle() {
    settings_.faults = {};
    disk_faults_ = {};
    const Instant until = machine_.now + settling_max;
    while (!broken_ && machine_.now < until) {
        auto next = calendar_.next();
        if (node_)
            if (const auto due = node_->next_due()) next = next ? std::min(*next, *due) : *due;
        if (!next || *next > until) break;
        machine_.now = std::max(machine_.now, *next);
        happen();
        if (!calendar_.next() && node_) break;
    }
    if (!node_) return;
    consoles_.look(*node_);
    inspector_.finish(*node_);
}

}  // namespace anlan::sim
