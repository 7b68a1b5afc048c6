#include "app/matter_pass.hpp"

#include "engine/command_index.hpp"

#include <future>
#include <memory>

namespace anlan::app {
namespace {

constexpr Millis look_every{5'000};  // also for what could not be sent

}  // namespace

engine::Submission matter_submission(const kernel::Followup& found) {
    engine::Submission submission;
    const auto content = engine::digest(found.command.spec->encode(found.command.value), 5);
    submission.command_id = found.stream + "/" + std::to_string(content);
    submission.stream = found.stream;
    submission.command = found.command;
    submission.seat.actor = {kernel::ActorKind::clock, "repeat_finder", {}};
    submission.purpose = "policy";
    return submission;
}

void MatterPass::start() {
    thread_ = std::thread{[this] { run(); }};
}

void MatterPass::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void MatterPass::wake() {
    {
        const std::lock_guard lock{mutex_};
        woken_ = true;
    }
    changed_.notify_all();
}

void MatterPass::run() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        woken_ = false;
        lock.unlock();
        const bool more = send_one();
        lock.lock();
        if (!more) changed_.wait_for(lock, look_every, [this] { return stopping_ || woken_; });
    }
}

bool MatterPass::send_one() {
    if (!parts_.whole()) return false;
    const auto found = parts_.reports.next();
    if (!found) return false;
    auto answered = std::make_shared<std::promise<engine::Outcome>>();
    auto waiting = answered->get_future();
    parts_.submit.submit(matter_submission(*found),
                         [answered](engine::Outcome outcome) { answered->set_value(std::move(outcome)); });
    const auto outcome = waiting.get();
    if (std::holds_alternative<engine::Accepted>(outcome)) return true;
    const auto* refusal = std::get_if<kernel::Refusal>(&outcome);
    if (refusal != nullptr && refusal->because != kernel::Because::busy) {
        parts_.log.warn("matter.not_suggested", {{"record", found->stream}, {"why", refusal->code}});
        return true;
    }
    parts_.reports.put_back(*found);
    return false;
}

}  // namespace anlan::app
