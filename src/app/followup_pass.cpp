#include "app/followup_pass.hpp"

#include "engine/followup_submission.hpp"

#include <future>
#include <memory>

namespace anlan::app {
namespace {

constexpr Millis look_every{5'000};  // also for what could not be sent

}  // namespace

void FollowupPass::start() {
    thread_ = std::thread{[this] { run(); }};
}

void FollowupPass::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void FollowupPass::wake() {
    {
        const std::lock_guard lock{mutex_};
        woken_ = true;
    }
    changed_.notify_all();
}

void FollowupPass::run() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        woken_ = false;
        lock.unlock();
        const bool more = send_one_each();
        lock.lock();
        if (!more) changed_.wait_for(lock, look_every, [this] { return stopping_ || woken_; });
    }
}

bool FollowupPass::send_one_each() {
    if (!parts_.whole()) return false;
    bool more = false;
    for (auto* source : parts_.sources) more = send_one(*source) || more;
    return more;
}

bool FollowupPass::send_one(views::FollowupSource& source) {
    const auto found = source.next();
    if (!found) return false;
    auto answered = std::make_shared<std::promise<engine::Outcome>>();
    auto waiting = answered->get_future();
    parts_.submit.submit(engine::followup_submission(*found, source.sender()),
                         [answered](engine::Outcome outcome) { answered->set_value(std::move(outcome)); });
    const auto outcome = waiting.get();
    if (std::holds_alternative<engine::Accepted>(outcome)) return true;
    const auto* refusal = std::get_if<kernel::Refusal>(&outcome);
    if (refusal != nullptr && refusal->because != kernel::Because::busy) {
        parts_.log.warn(
            "followup.refused",
            {{"command", found->command.spec->name}, {"record", found->stream}, {"why", refusal->code}});
        source.refused(*found);
        return true;
    }
    source.put_back(*found);
    return false;
}

}  // namespace anlan::app
