// A log on a disk that may be slow, full, forgetful or a liar. What stands on the disk outlives the process.
// An append either lies on the disk whole or not at all when the log is opened again, as the port promises: a
// write that was torn or that came after one that was lost is cut off at the opening, and that is told.
#pragma once
#include "ports/event_log.hpp"
#include "sim/chance.hpp"
#include "sim/run/faults.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace anlan::sim {

class SimulatedDisk {
public:
    std::vector<ports::Frame> frames;
    // Ends of the appends (numbers of records) that the disk said were safe and that are not yet.
    std::vector<std::uint64_t> unsafe;

    // The power goes: each append that was not safe may be on the disk or not, one of them torn. Keeps what
    // hangs together; returns how many records are lost.
    std::uint64_t cut_power(Chance& chance);
    // Whether an append of before a power cut, which had been called safe, is gone.
    std::uint64_t appends_lost = 0;
    std::vector<std::string> repairs;
};

struct DiskCounts {
    std::uint64_t appends = 0;
    std::uint64_t refused = 0;     // full: nothing written
    std::uint64_t unanswered = 0;  // written, yet answered with a fault
    std::uint64_t slow = 0;
    std::uint64_t lies = 0;  // called safe and was not
};

class SimulatedLog final : public ports::EventLog {
public:
    struct Parts {
        SimulatedDisk& disk;
        const DiskFaults& faults;
        Chance& chance;
        DiskCounts& counts;
        std::function<void(Millis)> held_up;  // the process stands still so long, or must come again
        std::function<void(std::vector<ports::Frame>&)> tamper;  // tests plant bugs here; may be empty
    };
    explicit SimulatedLog(Parts parts) : parts_(std::move(parts)) {}

    Result<ports::Head, ports::Fault> head() noexcept override;
    Result<Done, ports::Fault> append(std::span<const ports::Frame> frames) noexcept override;
    Result<Done, ports::Fault> read(std::uint64_t first, const Sink& sink) noexcept override;
    std::vector<std::string> repairs() const override { return parts_.disk.repairs; }

private:
    void store(std::span<const ports::Frame> frames);

    Parts parts_;
    int full_for_ = 0;  // appends: a full disk stays full for a while
};

}  // namespace anlan::sim
