// Tidies the store of attachments: removes the bytes that no record names (an upload that never became one),
// after a while, and those of erased records, whose key is gone already. At start, once an hour, and when a
// record was erased. Killed in the middle it has removed some of what the next pass removes.
#pragma once
#include "ports/clock.hpp"
#include "ports/kept_attachments.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"
#include "views/attachment_names.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace anlan::app {

class AttachmentSweep {
public:
    struct Parts {
        ports::KeptAttachments& attachments;
        ports::BlobStore& store;
        ports::KeyStore& keys;
        const views::AttachmentNames& names;
        ports::Clock& clock;
        telemetry::Log& log;
        telemetry::Metrics& metrics;
        Hours unnamed_kept;           // so long what no record names stays
        std::function<bool()> ready;  // the names are those of the whole log
    };
    explicit AttachmentSweep(Parts parts);
    ~AttachmentSweep() { stop(); }
    AttachmentSweep(const AttachmentSweep&) = delete;
    AttachmentSweep& operator=(const AttachmentSweep&) = delete;

    void start();
    void stop();
    // A record was erased. From any thread.
    void wake();

    struct Swept {
        std::uint64_t unnamed = 0;
        std::uint64_t erased = 0;
        std::uint64_t bytes = 0;

        friend bool operator==(const Swept&, const Swept&) = default;
    };
    // One pass. A fault ends it; what was removed before is told in the log all the same.
    Result<Swept, ports::Fault> pass();

private:
    enum class Why { unnamed, erased };
    void run();
    bool stopping();
    Result<std::optional<Why>, ports::Fault> unneeded(const ports::BlobEntry& entry) const;
    Result<Done, ports::Fault> look_at(const ports::BlobEntry& entry, Swept& swept);

    Parts parts_;
    telemetry::Counter& unnamed_;
    telemetry::Counter& erased_;
    telemetry::Gauge& files_;
    telemetry::Gauge& bytes_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    bool woken_ = false;
    std::thread thread_;
};

}  // namespace anlan::app
