#include "app/attachment_sweep.hpp"

#include <algorithm>

namespace anlan::app {
namespace {

constexpr Millis pass_every{Hours{1}};
constexpr Millis look_again{1'000};  // until the names of the whole log are known

constexpr const char* removed_help = "attachments removed from the disk since the start";

}  // namespace

AttachmentSweep::AttachmentSweep(Parts parts)
    : parts_(std::move(parts)),
      unnamed_(parts_.metrics.counter("anlan_attachments_removed_total", removed_help, {{"why", "unnamed"}})),
      erased_(parts_.metrics.counter("anlan_attachments_removed_total", removed_help, {{"why", "erased"}})),
      files_(parts_.metrics.gauge("anlan_attachments_kept", "attachments on the disk, at the last pass")),
      bytes_(parts_.metrics.gauge("anlan_attachments_kept_bytes", "their size, sealed")) {}

void AttachmentSweep::start() {
    thread_ = std::thread{[this] { run(); }};
}

void AttachmentSweep::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void AttachmentSweep::wake() {
    {
        const std::lock_guard lock{mutex_};
        woken_ = true;
    }
    changed_.notify_all();
}

bool AttachmentSweep::stopping() {
    const std::lock_guard lock{mutex_};
    return stopping_;
}

void AttachmentSweep::run() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        woken_ = false;
        lock.unlock();
        const bool ready = parts_.ready();
        if (ready)
            if (const auto swept = pass(); !swept.ok())
                parts_.log.error("attachments.not_swept",
                                 {{"code", swept.error().code}, {"why", swept.error().message}});
        lock.lock();
        changed_.wait_for(lock, ready ? pass_every : look_again, [this] { return stopping_ || woken_; });
    }
}

Result<AttachmentSweep::Swept, ports::Fault> AttachmentSweep::pass() {
    ANLAN_TRY(const auto entries, parts_.store.list());
    Swept swept;
    std::uint64_t bytes = 0;
    Result<Done, ports::Fault> going{Done{}};
    for (const auto& entry : entries) {
        bytes += entry.bytes;
        if (going.ok() && !stopping()) going = look_at(entry, swept);
    }
    files_.set(static_cast<double>(entries.size() - swept.unnamed - swept.erased));
    bytes_.set(static_cast<double>(bytes - swept.bytes));
    if (swept.unnamed + swept.erased > 0)
        parts_.log.info("attachments.swept",
                        {{"unnamed", swept.unnamed}, {"erased", swept.erased}, {"bytes", swept.bytes}});
    if (!going.ok()) return Unexpected{std::move(going).error()};
    return swept;
}

// Looked at twice: what has to stay, which is nearly everything, holds no upload up.
Result<Done, ports::Fault> AttachmentSweep::look_at(const ports::BlobEntry& entry, Swept& swept) {
    ANLAN_TRY(const auto first, unneeded(entry));
    if (!first) return Done{};
    Why why = *first;
    ANLAN_TRY(const bool removed,
              parts_.attachments.remove_if(entry.hash, [&]() -> Result<bool, ports::Fault> {
                  ANLAN_TRY(const auto still, unneeded(entry));
                  why = still.value_or(why);
                  return still.has_value();
              }));
    if (!removed) return Done{};
    ++(why == Why::unnamed ? swept.unnamed : swept.erased);
    (why == Why::unnamed ? unnamed_ : erased_).add();
    swept.bytes += entry.bytes;
    return Done{};
}

Result<std::optional<AttachmentSweep::Why>, ports::Fault> AttachmentSweep::unneeded(
    const ports::BlobEntry& entry) const {
    ANLAN_TRY(const auto streams, parts_.names.named_by(entry.hash));
    if (streams.empty())
        return parts_.clock.now() - entry.written_at >= parts_.unnamed_kept ? std::optional{Why::unnamed}
                                                                            : std::nullopt;
    const auto erased = [this](const std::string& stream) { return parts_.keys.destroyed(stream); };
    return std::all_of(streams.begin(), streams.end(), erased) ? std::optional{Why::erased} : std::nullopt;
}

}  // namespace anlan::app
