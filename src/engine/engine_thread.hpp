// The one thread that decides. Others hand over submissions through a bounded queue and are answered on this
// thread. It sleeps until somebody sends, or something is due; on stop it finishes what was admitted.
#pragma once
#include "engine/engine.hpp"
#include "ports/clock.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace anlan::engine {

struct QueueLimits {
    std::size_t waiting_max = 20'000;  // submissions; beyond it: "engine.busy"
};

struct QueueCounts {
    std::size_t waiting = 0;
    std::uint64_t turned_away = 0;
};

class EngineThread final : public Submit {
public:
    EngineThread(Engine& engine, ports::Clock& clock, QueueLimits limits);
    ~EngineThread() override;
    EngineThread(const EngineThread&) = delete;
    EngineThread& operator=(const EngineThread&) = delete;

    void submit(Submission submission, std::function<void(Outcome)> reply) noexcept override;
    void submit_all(std::vector<Submission> submissions,
                    std::function<void(std::vector<Outcome>)> reply) noexcept override;

    void start();
    // Refuses new submissions, carries out those admitted, and ends the thread.
    void stop();

    QueueCounts counts() const;
    // The engine's counts as of its last turn, and why it stopped, if it did: safe to ask from any thread.
    struct Health {
        EngineCounts counts;
        ports::Head head;
        std::size_t owing = 0;
        std::optional<ports::Fault> stopped;
        Instant turned_at{};
    };
    Health health() const;

private:
    bool admit(std::vector<Pending>& pending);
    void run();

    Engine& engine_;
    ports::Clock& clock_;
    QueueLimits limits_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Pending> queue_;
    bool stopping_ = false;
    std::uint64_t turned_away_ = 0;
    Health health_;
    std::thread thread_;
};

}  // namespace anlan::engine
