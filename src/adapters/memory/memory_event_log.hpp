// The event log of tests and of the simulator. What stands in it outlives the log object, as a disk would:
// several logs may be opened on one MemoryDisk, one after the other.
#pragma once
#include "ports/event_log.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace anlan::adapters {

struct MemoryDisk {
    std::mutex mutex;
    std::vector<ports::Frame> frames;
};

class MemoryEventLog final : public ports::EventLog {
public:
    // Asked before each append with the number of records there are: a fault it returns is what the append
    // answers, and nothing is stored.
    using Trouble = std::function<std::optional<ports::Fault>(std::uint64_t records)>;

    explicit MemoryEventLog(std::shared_ptr<MemoryDisk> disk = std::make_shared<MemoryDisk>(),
                            Trouble trouble = {});

    Result<ports::Head, ports::Fault> head() noexcept override;
    Result<Done, ports::Fault> append(std::span<const ports::Frame> frames) noexcept override;
    Result<Done, ports::Fault> read(std::uint64_t first, const Sink& sink) noexcept override;
    std::vector<std::string> repairs() const override { return {}; }

private:
    std::shared_ptr<MemoryDisk> disk_;
    Trouble trouble_;
};

}  // namespace anlan::adapters
