// One running Anlan in the simulated world, put together as app/node.cpp puts together the product: the real
// engine, boards, views, feed and snapshots, on a simulated disk and clock, stepped by hand. Killing it is
// destroying it: what it had not written is gone.
#pragma once
#include "engine/engine.hpp"
#include "engine/engine_thread.hpp"
#include "engine/snapshotter.hpp"
#include "sim/world/machine.hpp"
#include "sim/world/reading_desk.hpp"
#include "sim/world/simulated_keys.hpp"
#include "sim/world/simulated_log.hpp"
#include "stream/feed.hpp"
#include "views/board.hpp"
#include "views/retention.hpp"
#include "views/rights.hpp"
#include "views/view_runner.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace anlan::views {
class FollowupSource;
class Receipts;
}  // namespace anlan::views

namespace anlan::sim {

// Where tests plant bugs, between the parts. What is empty or zero changes nothing.
struct Plants {
    std::function<void(std::vector<ports::Frame>&)> append;        // as the disk gets it
    std::function<void(std::vector<kernel::Committed>&)> publish;  // as boards and views get it
    std::function<void(std::vector<kernel::Committed>&)> witness;  // as the checkers get it
    std::function<void(engine::Outcome&)> answer;
    std::function<void(std::vector<views::Change>&)> change;  // as the feed gets it
    std::function<void(std::string&)> console;                // as a console reads it
    std::function<void(ports::Response&)> shown;              // as whoever asked reads it
    bool keys_kept = false;                                   // keys are not destroyed, and said to be
    std::size_t queue_slack = 0;                              // submissions admitted beyond the queue's limit
    std::size_t lost_when_killed = 0;  // records that a kill takes from the disk, and nobody is told
    Millis clock_falls_back{0};        // at every start
};

struct NodeParts {
    const kernel::Modules& modules;
    const kernel::Rulebook& rules;
    const Machine& machine;
    SimulatedLog::Parts log;
    ports::SnapshotStore& snapshots;
    const Plants& plants;
    engine::QueueLimits queue;
    engine::EngineLimits limits;
    // Every commit, before anybody is answered.
    std::function<void(std::span<const kernel::Committed>)> published;
    ports::KeyStore& keys;
    // What was said of people in this record is forgotten in memory, too: its keys are destroyed.
    std::function<void(const std::string& record)> forgotten;
    std::uint64_t seed = 0;  // of what the interface draws
};

class SimulatedNode {
public:
    static Result<std::unique_ptr<SimulatedNode>, ports::Fault> boot(NodeParts parts);
    SimulatedNode(const SimulatedNode&) = delete;
    SimulatedNode& operator=(const SimulatedNode&) = delete;

    // Admits or refuses at once (busy); the answer comes with run().
    void submit(engine::Submission submission, std::function<void(engine::Outcome)> reply);
    // Turns until nothing is left to do at this instant.
    void run();
    bool running() const { return running_; }

    Instant now() { return clock_.now() - parts_.plants.clock_falls_back; }
    // In the world's time: when to call run() though nobody sent anything.
    std::optional<Instant> next_due();
    void write_snapshot() { snapshotter_->finish(); }
    // Somebody reads, through the product's interface; the answer comes at once or with run().
    void ask(const access::Seat& seat, ports::Request request, std::function<void(ports::Response)> reply);
    // The clock's pass over what is kept no longer, as app/retention_pass.hpp makes it once a minute.
    void erase_what_is_due();
    // What views find to be done, as app/followup_pass.hpp sends it; whether it sent something.
    bool follow_up();
    bool erasure_is_ordered() const { return erasure_ordered_; }

    engine::Engine& engine() { return *engine_; }
    const views::Board& board() const { return *board_; }
    ports::KeyStore& keys() const { return parts_.keys; }
    views::ViewRunner& views() { return *views_; }
    stream::Feed& feed() { return *feed_; }
    const engine::RestartReport& restarted() const { return restarted_; }
    std::size_t waiting_most() const { return waiting_most_; }
    const NodeParts& parts() const { return parts_; }

private:
    explicit SimulatedNode(NodeParts parts);
    Result<Done, ports::Fault> come_to_life();
    void make_views();
    void make_engine();
    void publish(std::span<const kernel::Committed> committed);
    void witness(std::span<const kernel::Committed> committed);
    void destroy_due_keys();

    // The way in for what the interface itself submits: looks.
    class Door final : public engine::Submit {
    public:
        explicit Door(SimulatedNode& node) : node_(node) {}
        void submit(engine::Submission submission,
                    std::function<void(engine::Outcome)> reply) noexcept override {
            node_.submit(std::move(submission), std::move(reply));
        }
        void submit_all(std::vector<engine::Submission> submissions,
                        std::function<void(std::vector<engine::Outcome>)> reply) noexcept override;

    private:
        SimulatedNode& node_;
    };

    NodeParts parts_;
    adapters::SystemClock clock_;
    SimulatedLog log_;
    std::unique_ptr<engine::Snapshotter> snapshotter_;
    ports::RestingStreams resting_;
    views::Rights rights_;
    std::unique_ptr<views::Retention> retention_;
    std::unique_ptr<views::Board> board_;
    std::unique_ptr<views::ViewRunner> views_;
    std::unique_ptr<stream::Feed> feed_;
    std::unique_ptr<engine::Engine> engine_;
    Door door_{*this};
    std::unique_ptr<ReadingDesk> desk_;  // made when somebody first asks
    engine::RestartReport restarted_;
    std::deque<engine::Pending> waiting_;
    std::size_t waiting_most_ = 0;
    bool live_ = false;
    bool running_ = false;
    bool erasure_ordered_ = false;
    std::vector<views::FollowupSource*> sources_;  // views
    views::Receipts* receipts_ = nullptr;
    bool followup_failed_ = false;
};

}  // namespace anlan::sim
