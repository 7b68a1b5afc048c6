// The door to the write path. A submission is admitted to a bounded queue (or refused: busy), decided on one
// thread, committed with whatever else waits, and only then answered.
#pragma once
#include "access/seat.hpp"
#include "kernel/module.hpp"
#include "ports/fault.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace anlan::engine {

struct Submission {
    std::string stream;
    kernel::AnyCommand command;
    access::Seat seat;
    std::string purpose;
    std::string command_id;                         // Idempotency-Key, unique for the actor
    std::optional<std::uint64_t> expected_version;  // If-Match
    std::optional<Instant> happened_at;             // if it happened before now
    std::uint64_t cause = 0;
};

struct Accepted {
    std::string stream;
    std::uint64_t version = 0;   // of the stream after the command
    std::uint64_t position = 0;  // of the last record of the log when it was durable
    bool repeated = false;       // this command_id had been carried out before
};

using Outcome = std::variant<Accepted, kernel::Refusal, ports::Fault>;

class Submit {
public:
    virtual ~Submit() = default;

    // Never blocks. `reply` is called once, on the engine's thread, after the commit; or at once with the
    // refusal "engine.busy" when the queue is full.
    virtual void submit(Submission submission, std::function<void(Outcome)> reply) noexcept = 0;

    // Several commands decided in order in one commit, each accepted or refused by itself (not
    // all-or-nothing).
    virtual void submit_all(std::vector<Submission> submissions,
                            std::function<void(std::vector<Outcome>)> reply) noexcept = 0;
};

}  // namespace anlan::engine
