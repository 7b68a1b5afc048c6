// The log as it lies on the disk, read by the rules of docs/log-format.md, and compared with what boards were
// told.
#pragma once
#include "kernel/event_decoder.hpp"
#include "sim/checks/checker.hpp"
#include "sim/world/simulated_log.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::sim {

class LogChecker final : public Checker {
public:
    LogChecker(std::span<const kernel::Module> modules, const kernel::Rulebook& rules,
               const SimulatedDisk& disk, Findings& findings)
        : decoder_(modules), rules_(rules), disk_(disk), findings_(findings) {}

    void recorded(const Step& step) override;
    void restarted(SimulatedNode& node, std::uint64_t lost) override;
    void forget() override;
    void inspect(SimulatedNode& node) override;
    // What was not read yet.
    void read_disk();

    // What the log has of a command, as far as it was published; null if nothing.
    struct Carried {
        std::uint64_t first = 0;  // positions
        std::uint64_t last = 0;
        std::uint64_t version = 0;
    };
    std::uint64_t published() const { return published_.size(); }
    const Carried* find(const std::string& actor, const std::string& command_id) const;

private:
    void read(const ports::Frame& frame);
    void check_story(const kernel::Envelope& envelope);
    void check_published(const kernel::Envelope& envelope);

    kernel::EventDecoder decoder_;
    const kernel::Rulebook& rules_;
    const SimulatedDisk& disk_;
    Findings& findings_;
    std::unordered_map<std::string, Carried> commands_;
    std::vector<std::uint64_t> published_;  // digests, by position
    // Of what was read off the disk so far.
    std::uint64_t read_ = 0;
    ports::Hash head_{};
    Instant latest_ = Instant::min();
    std::unordered_map<std::string, std::uint64_t> versions_;
};

}  // namespace anlan::sim
