// A log that lets commits collect before it hands them on, for a replay or an import that writes for nobody
// who waits: if the machine stops, the whole of it is simply done again. Not for live work.
#pragma once
#include "ports/event_log.hpp"

#include <cstddef>
#include <vector>

namespace anlan::sim {

class BatchingLog final : public ports::EventLog {
public:
    BatchingLog(ports::EventLog& below, std::size_t frames_in_batch)
        : below_(below), batch_(frames_in_batch) {}

    Result<ports::Head, ports::Fault> head() noexcept override {
        if (waiting_.empty()) return below_.head();
        return ports::Head{waiting_.back().position, waiting_.back().hash};
    }
    Result<Done, ports::Fault> append(std::span<const ports::Frame> frames) noexcept override {
        waiting_.insert(waiting_.end(), frames.begin(), frames.end());
        if (waiting_.size() < batch_) return Done{};
        return flush();
    }
    Result<Done, ports::Fault> read(std::uint64_t first, const Sink& sink) noexcept override {
        ANLAN_TRY_DONE(flush());
        return below_.read(first, sink);
    }
    std::vector<std::string> repairs() const override { return below_.repairs(); }

    // Everything appended so far is durable afterwards.
    Result<Done, ports::Fault> flush() noexcept {
        if (waiting_.empty()) return Done{};
        ANLAN_TRY_DONE(below_.append(waiting_));
        waiting_.clear();
        return Done{};
    }

private:
    ports::EventLog& below_;
    std::size_t batch_;
    std::vector<ports::Frame> waiting_;
};

}  // namespace anlan::sim
