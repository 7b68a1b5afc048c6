// The time in which the service was there and could write nothing: its disk was full, or failing. Commands
// were refused, and deadlines fell due that nobody could note. When writes are back, that becomes an outage
// like one in which the service was not there: from when to when, with which code, how many commands.
//
// Threads: the engine's.
#pragma once
#include "engine/engine.hpp"
#include "kernel/rulebook.hpp"

#include <optional>
#include <string>

namespace anlan::app {

class WriteGap {
public:
    WriteGap(std::span<const kernel::Module> modules, const kernel::Rulebook& rules)
        : modules_(modules), rules_(rules) {}

    void failed(const engine::Engine& engine, const ports::Fault& fault, std::size_t commands, Instant at);
    // After a commit: the command that notes the gap that ended with it, where it was as long as the rulebook
    // calls an outage. It is to be sent; what comes of it is to be told.
    std::optional<engine::Submission> over(Instant now);
    void answered(const engine::Outcome& outcome);

private:
    struct Gap {
        Instant from{};
        std::optional<Instant> until = {};
        std::uint64_t after_position = 0;
        std::string code = {};
        std::uint64_t commands = 0;
        engine::Overdue overdue = {};  // as of its last look
        Instant looked_at{};
    };

    std::span<const kernel::Module> modules_;
    const kernel::Rulebook& rules_;
    std::optional<Gap> gap_;
    std::optional<Gap> sent_;
};

}  // namespace anlan::app
