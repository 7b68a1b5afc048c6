// The log without a disk: for tests and the simulator, where nothing has to outlive the process.
#pragma once
#include "ports/event_log.hpp"

#include <mutex>
#include <vector>

namespace anlan::adapters {

class MemoryEventLog final : public ports::EventLog {
public:
    Result<ports::Head, ports::Fault> head() noexcept override;
    Result<Done, ports::Fault> append(std::span<const ports::Frame> frames) noexcept override;
    Result<Done, ports::Fault> read(std::uint64_t first, const Sink& sink) noexcept override;
    std::vector<std::string> repairs() const override { return {}; }

private:
    std::mutex mutex_;
    std::vector<ports::Frame> frames_;
};

}  // namespace anlan::adapters
