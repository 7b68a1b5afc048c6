#include "app/retention_pass.hpp"

#include "engine/command_index.hpp"

#include <future>
#include <memory>

namespace anlan::app {
namespace {

constexpr Millis pass_every{60'000};
constexpr std::size_t batch_max = 500;  // so that people's commands go between

}  // namespace

engine::Submission erasure_submission(kernel::Followup due) {
    engine::Submission submission;
    const auto content = engine::digest(due.command.spec->encode(due.command.value), 5);
    submission.command_id = due.stream + "/" + std::to_string(content);
    submission.stream = std::move(due.stream);
    submission.command = std::move(due.command);
    submission.seat.actor = {kernel::ActorKind::clock, "retention", {}};
    submission.purpose = "retention";
    return submission;
}

void RetentionPass::start() {
    thread_ = std::thread{[this] { run(); }};
}

void RetentionPass::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void RetentionPass::wake() {
    {
        const std::lock_guard lock{mutex_};
        woken_ = true;
    }
    changed_.notify_all();
}

void RetentionPass::run() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        woken_ = false;
        lock.unlock();
        const bool more = send_batch();
        lock.lock();
        if (!more) changed_.wait_for(lock, pass_every, [this] { return stopping_ || woken_; });
    }
}

bool RetentionPass::send_batch() {
    std::vector<engine::Submission> submissions;
    auto all = parts_.retention.due(parts_.clock.now(), parts_.records, batch_max);
    if (!all.ok()) {
        parts_.log.error("retention.not_read", {{"why", all.error().message}});
        return false;
    }
    for (auto& due : *all) submissions.push_back(erasure_submission(std::move(due)));
    if (submissions.empty()) return false;
    const auto sent = submissions.size();
    auto answered = std::make_shared<std::promise<std::size_t>>();
    auto waiting = answered->get_future();
    parts_.submit.submit_all(std::move(submissions), [answered](std::vector<engine::Outcome> outcomes) {
        std::size_t accepted = 0;
        for (const auto& outcome : outcomes)
            if (std::holds_alternative<engine::Accepted>(outcome)) ++accepted;
        answered->set_value(accepted);
    });
    const auto accepted = waiting.get();
    if (accepted > 0) parts_.log.info("retention.erased", {{"records", static_cast<std::int64_t>(accepted)}});
    if (accepted < sent)
        parts_.log.warn("retention.not_erased", {{"records", static_cast<std::int64_t>(sent - accepted)}});
    return accepted == batch_max;  // what was refused waits for the next pass
}

}  // namespace anlan::app
