#include "sim/world/simulated_node.hpp"

#include "access/access_rules.hpp"
#include "access/may.hpp"
#include "api/given.hpp"
#include "domain/proposal/rules.hpp"
#include "engine/command_index.hpp"
#include "engine/followup_submission.hpp"
#include "kernel/record.hpp"
#include "views/carrier_duty.hpp"
#include "views/class_advice.hpp"
#include "views/day_incidents.hpp"
#include "views/place_advice.hpp"
#include "views/positions.hpp"
#include "views/receipts.hpp"
#include "views/repeat_reports.hpp"
#include "views/same_event_ribbon.hpp"
#include "views/unit_advice.hpp"
#include "views/weekly_figures.hpp"
#include "views/work_forecast.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace anlan::sim {
namespace {

kernel::Refusal busy() {
    return {"engine.busy", "too much is waiting to be written; try again in a second", kernel::Because::busy,
            kernel::Remedy::wait, ""};
}

}  // namespace

SimulatedNode::SimulatedNode(NodeParts parts)
    : parts_(std::move(parts)),
      clock_(std::make_unique<SimulatedTime>(parts_.machine)),
      log_(parts_.log),
      resting_(parts_.modules, parts_.snapshots, log_, &parts_.keys) {}

Result<std::unique_ptr<SimulatedNode>, ports::Fault> SimulatedNode::boot(NodeParts parts) {
    std::unique_ptr<SimulatedNode> node{new SimulatedNode{std::move(parts)}};
    node->make_views();
    node->make_engine();
    ANLAN_TRY_DONE(node->come_to_life());
    return node;
}

void SimulatedNode::make_views() {
    auto positions = std::make_unique<views::Positions>();
    auto advice = std::make_unique<views::UnitAdvice>(*positions);
    std::vector<std::unique_ptr<kernel::View>> more;
    more.push_back(std::move(positions));
    more.push_back(std::move(advice));
    more.push_back(std::make_unique<views::SameEventRibbon>());
    more.push_back(std::make_unique<views::ClassAdvice>());
    more.push_back(std::make_unique<views::PlaceAdvice>());
    more.push_back(std::make_unique<views::WorkForecast>(parts_.modules, parts_.rules));
    auto repeats = std::make_unique<views::RepeatReports>(parts_.modules, parts_.rules,
                                                          planning::DigestKey{parts_.seed, ~parts_.seed});
    auto days = std::make_unique<views::DayIncidents>(parts_.modules, parts_.rules);
    auto weeks =
        std::make_unique<views::WeeklyFigures>(parts_.modules, parts_.rules, [this] { return clock_.now(); });
    auto carriers =
        std::make_unique<views::CarrierDuty>(parts_.modules, parts_.rules, [this] { return clock_.now(); });
    sources_ = {repeats.get(), days.get(), weeks.get(), carriers.get()};
    more.push_back(std::move(carriers));
    more.push_back(std::move(repeats));
    more.push_back(std::move(days));
    more.push_back(std::move(weeks));
    board_ = std::make_unique<views::Board>(
        parts_.modules, log_,
        [this](std::span<const views::Change> all) {
            if (!feed_) return;
            if (!parts_.plants.change) return feed_->publish(all);
            std::vector<views::Change> changes{all.begin(), all.end()};
            parts_.plants.change(changes);
            feed_->publish(changes);
        },
        &parts_.keys, &resting_);
    auto receipts = std::make_unique<views::Receipts>(parts_.modules, *board_, parts_.rules);
    receipts_ = receipts.get();
    more.push_back(std::move(receipts));
    views_ = std::make_unique<views::ViewRunner>(parts_.modules, std::move(more), &parts_.keys);
    retention_ =
        std::make_unique<views::Retention>(parts_.modules, parts_.rules, parts_.keys, &parts_.snapshots);
    // Written only when the world says so, and waited for: its thread may not bring chance into the world.
    snapshotter_ = std::make_unique<engine::Snapshotter>(
        parts_.modules, parts_.snapshots,
        engine::SnapshotLimits{std::numeric_limits<std::size_t>::max(), Millis::max()}, &parts_.keys);
}

void SimulatedNode::make_engine() {
    const auto& access_rules = parts_.rules.section<access::AccessRules>();
    const auto authorise = [this, &access_rules](const access::Seat& seat, std::string_view permission,
                                                 std::string_view purpose, const kernel::Scope& scope) {
        const auto whole = api::with_given(seat, rights_, now());
        return access::may(whole, permission, purpose, scope, access_rules);
    };
    engine::EngineParts parts{parts_.modules,
                              parts_.rules,
                              log_,
                              authorise,
                              [this](std::span<const kernel::Committed> committed) { publish(committed); },
                              &parts_.keys,
                              &access_rules,
                              [this](const kernel::AnyCommand& command) {
                                  return proposal::needs_second(parts_.rules.section<proposal::Rules>(),
                                                                command);
                              }};
    parts.snapshotter = snapshotter_.get();
    parts.saved = [this](const engine::Saved& saved) { board_->saved(saved.stream, saved.version); };
    parts.rested = [this](const engine::Stream& stream) {
        board_->drop(stream.id);
        retention_->rested(*stream.module, stream.id, stream.state);
    };
    parts.none_may_rest = [this] { return retention_->counts().undestroyed > 0; };
    engine_ = std::make_unique<engine::Engine>(std::move(parts), parts_.limits);
}

void SimulatedNode::publish(std::span<const kernel::Committed> committed) {
    std::vector<kernel::Committed> altered;
    auto shown = committed;
    if (live_ && parts_.plants.publish) {
        altered.assign(committed.begin(), committed.end());
        parts_.plants.publish(altered);
        shown = altered;
    }
    if (!shown.empty()) {
        board_->apply(shown);
        if (live_) views_->apply(shown);
    }
    rights_.apply(committed);
    retention_->apply(committed);
    erasure_ordered_ =
        erasure_ordered_ || std::any_of(committed.begin(), committed.end(),
                                        [](const auto& one) { return one.module->name == "erasure"; });
    if (live_) witness(committed);
    destroy_due_keys();
    snapshotter_->apply(committed, engine_->head());
}

void SimulatedNode::witness(std::span<const kernel::Committed> committed) {
    if (!parts_.plants.witness) return parts_.published(committed);
    std::vector<kernel::Committed> altered{committed.begin(), committed.end()};
    parts_.plants.witness(altered);
    parts_.published(altered);
}

// As app/node.cpp does it: the erasure is durable, now the keys go, then the plain texts in memory.
void SimulatedNode::destroy_due_keys() {
    for (const auto& record : retention_->destroy()) {
        engine_->forget_personal(record);
        board_->forget_personal(record);
        parts_.forgotten(record);
    }
}

Result<Done, ports::Fault> SimulatedNode::come_to_life() {
    const auto restored = [this](const kernel::Module& module, const ports::StreamSnapshot& snapshot,
                                 kernel::StatePtr state) {
        rights_.restore(module, snapshot.stream, state);
        retention_->restore(module, snapshot.stream, state);
        board_->restore(module, snapshot.stream, std::move(state), snapshot.version);
    };
    ANLAN_TRY(const auto report, engine_->restart(&parts_.snapshots, restored, {}));
    destroy_due_keys();  // what a crash left between an erasure and its keys
    restarted_ = report;
    clock_.start_at_least(report.last_recorded_at);
    board_->live(restarted_.records);
    std::string log_id = std::to_string(clock_.now().time_since_epoch().count());
    ANLAN_TRY_DONE(log_.read(1, [&](std::uint64_t, std::string_view, const ports::Hash& hash) {
        log_id = kernel::to_hex(hash).substr(0, 12);
        return false;
    }));
    feed_ = std::make_unique<stream::Feed>(stream::FeedSetup{log_id,
                                                             report.records,
                                                             parts_.rules.section<access::AccessRules>(),
                                                             stream::read_permissions(parts_.modules),
                                                             {},
                                                             kernel::mark_of(engine_->head().hash)});
    live_ = true;
    return views_->catch_up(log_, report.records, [] { return true; });
}

void SimulatedNode::submit(engine::Submission submission, std::function<void(engine::Outcome)> reply) {
    if (waiting_.size() >= parts_.queue.waiting_max + parts_.plants.queue_slack) return reply(busy());
    if (parts_.plants.answer)
        reply = [this, told = std::move(reply)](engine::Outcome outcome) {
            parts_.plants.answer(outcome);
            told(std::move(outcome));
        };
    waiting_.push_back({std::move(submission), std::move(reply)});
    waiting_most_ = std::max(waiting_most_, waiting_.size());
}

void SimulatedNode::Door::submit_all(std::vector<engine::Submission> submissions,
                                     std::function<void(std::vector<engine::Outcome>)> reply) noexcept {
    auto outcomes = std::make_shared<std::vector<engine::Outcome>>();
    const auto expected = submissions.size();
    for (auto& submission : submissions)
        submit(std::move(submission), [outcomes, expected, reply](engine::Outcome outcome) {
            outcomes->push_back(std::move(outcome));
            if (outcomes->size() == expected) reply(std::move(*outcomes));
        });
}

void SimulatedNode::ask(const access::Seat& seat, ports::Request request,
                        std::function<void(ports::Response)> reply) {
    if (!desk_)
        desk_ = std::make_unique<ReadingDesk>(ReadingDesk::Parts{parts_.modules, parts_.rules, door_, *board_,
                                                                 views_->queries(), clock_, *feed_, rights_,
                                                                 receipts_, parts_.seed});
    desk_->ask(seat, std::move(request), std::move(reply));
}

void SimulatedNode::erase_what_is_due() {
    constexpr std::size_t batch_max = 500;
    erasure_ordered_ = false;
    auto all = retention_->due(clock_.now(), *board_, batch_max);
    if (!all.ok()) return;  // the disk would not be read: the next pass asks again
    for (auto& due : *all) {
        engine::Submission submission;
        const auto content = engine::digest(due.command.spec->encode(due.command.value), 5);
        submission.command_id = due.stream + "/" + std::to_string(content);
        submission.stream = std::move(due.stream);
        submission.command = std::move(due.command);
        submission.seat.actor = {kernel::ActorKind::clock, "retention", {}};
        submission.purpose = "retention";
        submit(std::move(submission), [](const engine::Outcome&) {});
    }
}

void SimulatedNode::run() {
    if (running_) return;
    running_ = true;
    do {
        while (engine_->turn(clock_.now(), waiting_) || !waiting_.empty()) {
        }
    } while (follow_up());
    running_ = false;
}

// One at a time. What could not be written waits for the next occasion, not for this instant.
bool SimulatedNode::follow_up() {
    if (std::exchange(followup_failed_, false) || engine_->stopped()) return false;
    for (auto* source : sources_) {
        const auto found = source->next();
        if (!found) continue;
        submit(engine::followup_submission(*found, source->sender()),
               [this, source, sent = *found](const engine::Outcome& outcome) {
                   const auto* refusal = std::get_if<kernel::Refusal>(&outcome);
                   if (std::holds_alternative<engine::Accepted>(outcome)) return;
                   if (refusal != nullptr && refusal->because != kernel::Because::busy)
                       return source->refused(sent);
                   source->put_back(sent);
                   followup_failed_ = true;
               });
        return true;
    }
    return false;
}

std::optional<Instant> SimulatedNode::next_due() {
    const auto due = engine_->next_due();
    if (!due) return std::nullopt;
    return parts_.machine.now + std::max(*due - clock_.now(), Millis{0});
}

}  // namespace anlan::sim
