// A log whose appends fail while `failing`.
#pragma once
#include "ports/event_log.hpp"

namespace anlan::engine {

class FlakyLog final : public ports::EventLog {
public:
    explicit FlakyLog(ports::EventLog& log) : log_(log) {}
    Result<ports::Head, ports::Fault> head() noexcept override { return log_.head(); }
    Result<Done, ports::Fault> append(std::span<const ports::Frame> frames) noexcept override {
        if (failing) return Unexpected{ports::Fault{ports::Then::retry_call, "log.disk_full", "disk full"}};
        return log_.append(frames);
    }
    Result<Done, ports::Fault> read(std::uint64_t first, const Sink& sink) noexcept override {
        return log_.read(first, sink);
    }
    std::vector<std::string> repairs() const override { return {}; }
    bool failing = false;

private:
    ports::EventLog& log_;
};

}  // namespace anlan::engine
