// Everybody's way to Anlan in the simulated world: messages that are late, lost or doubled, answers that
// never come, a server that is not there. A person says one thing at a time and says it again, with the same
// command id, until it is answered or they give up; so what was carried out and what they believe may differ
// for a while, as in the world.
#pragma once
#include "engine/submit.hpp"
#include "sim/chance.hpp"
#include "sim/run/faults.hpp"
#include "sim/world/calendar.hpp"
#include "sim/world/machine.hpp"
#include "sim/world/simulated_node.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace anlan::sim {

struct ClientCounts {
    std::uint64_t sent = 0;      // commands, each counted once
    std::uint64_t messages = 0;  // requests, repeated ones too
    std::uint64_t lost = 0;
    std::uint64_t doubled = 0;
    std::uint64_t refused_connection = 0;
    std::uint64_t given_up = 0;
};

class Clients final : public engine::Submit {
public:
    struct Parts {
        const Machine& machine;
        Calendar& calendar;
        const NetworkFaults& faults;
        std::uint64_t seed;
        std::function<SimulatedNode*()> node;  // null while the process is down
        // Every answer the server gave, whether or not it reached anybody.
        std::function<void(const engine::Submission&, const engine::Outcome&)> answered;
    };
    explicit Clients(Parts parts) : parts_(std::move(parts)), chance_(parts_.seed) {}

    void submit(engine::Submission submission, std::function<void(engine::Outcome)> reply) noexcept override;
    void submit_all(std::vector<engine::Submission> submissions,
                    std::function<void(std::vector<engine::Outcome>)> reply) noexcept override;

    const ClientCounts& counts() const { return counts_; }
    std::uint64_t draw() { return chance_.bits(); }

private:
    struct Said {
        engine::Submission submission;
        std::function<void(engine::Outcome)> reply;
    };
    struct Line {  // one person's
        std::deque<Said> waiting;
        std::uint64_t turn = 0;  // which thing they are saying
        int attempts = 0;
    };

    void say(Line& line);
    void carry(Line& line, std::uint64_t turn);
    void deliver(Line& line, std::uint64_t turn, engine::Submission submission);
    void hear(Line& line, std::uint64_t turn, const engine::Outcome& outcome);
    void say_again(Line& line, std::uint64_t turn, Millis after);
    void finish(Line& line, engine::Outcome outcome);
    Millis delay();

    Parts parts_;
    Chance chance_;
    std::unordered_map<std::string, std::unique_ptr<Line>> lines_;
    ClientCounts counts_;
};

}  // namespace anlan::sim
