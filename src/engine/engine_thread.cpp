#include "engine/engine_thread.hpp"

#include <algorithm>
#include <memory>

namespace anlan::engine {
namespace {

// However far off the next deadline is, the clock is looked at this often: it may have been set meanwhile.
constexpr Millis look_again{250};

kernel::Refusal busy() {
    return {"engine.busy", "too much is waiting to be written; try again in a second", kernel::Because::busy,
            kernel::Remedy::wait, ""};
}

// Collects the outcomes of commands that were sent together.
struct Together {
    std::vector<Outcome> outcomes;
    std::size_t missing = 0;
    std::function<void(std::vector<Outcome>)> reply;
};

}  // namespace

EngineThread::EngineThread(Engine& engine, ports::Clock& clock, QueueLimits limits)
    : engine_(engine), clock_(clock), limits_(limits) {}

EngineThread::~EngineThread() { stop(); }

bool EngineThread::admit(std::vector<Pending>& pending) {
    {
        const std::lock_guard lock{mutex_};
        if (stopping_ || queue_.size() + pending.size() > limits_.waiting_max) {
            turned_away_ += pending.size();
            return false;
        }
        for (auto& one : pending) queue_.push_back(std::move(one));
    }
    changed_.notify_one();
    return true;
}

void EngineThread::submit(Submission submission, std::function<void(Outcome)> reply) noexcept {
    std::vector<Pending> pending;
    pending.push_back({std::move(submission), std::move(reply)});
    if (!admit(pending)) pending.front().reply(busy());
}

void EngineThread::submit_all(std::vector<Submission> submissions,
                              std::function<void(std::vector<Outcome>)> reply) noexcept {
    if (submissions.empty()) return reply({});
    auto together = std::make_shared<Together>();
    together->outcomes.resize(submissions.size(), busy());
    together->missing = submissions.size();
    together->reply = std::move(reply);
    std::vector<Pending> pending;
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        pending.push_back({std::move(submissions[i]), [together, i](Outcome outcome) {
                               together->outcomes[i] = std::move(outcome);
                               if (--together->missing == 0) together->reply(std::move(together->outcomes));
                           }});
    }
    if (!admit(pending)) together->reply(std::move(together->outcomes));
}

void EngineThread::start() {
    thread_ = std::thread{[this] { run(); }};
}

void EngineThread::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void EngineThread::run() {
    std::deque<Pending> waiting;
    bool more = true;
    for (;;) {
        {
            std::unique_lock lock{mutex_};
            const auto sent = [this] { return !queue_.empty() || stopping_; };
            if (!more && waiting.empty() && !sent()) {
                const auto due = engine_.next_due();
                const auto pause = due ? std::clamp(*due - clock_.now(), Millis{0}, look_again) : look_again;
                changed_.wait_for(lock, pause, sent);
            }
            for (auto& pending : queue_) waiting.push_back(std::move(pending));
            queue_.clear();
            if (stopping_ && waiting.empty() && !more) return;
        }
        more = engine_.turn(clock_.now(), waiting);
        const std::lock_guard lock{mutex_};
        health_ = {engine_.counts(), engine_.head(), engine_.owing(), engine_.stopped(), clock_.now()};
    }
}

QueueCounts EngineThread::counts() const {
    const std::lock_guard lock{mutex_};
    return {queue_.size(), turned_away_};
}

EngineThread::Health EngineThread::health() const {
    const std::lock_guard lock{mutex_};
    return health_;
}

}  // namespace anlan::engine
