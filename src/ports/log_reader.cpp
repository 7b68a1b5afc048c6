#include "ports/log_reader.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace anlan::ports {
namespace {

constexpr std::uint64_t worth_a_thread = 20'000;  // records
constexpr std::size_t chunk_max = 512;            // records handed over together
constexpr std::size_t chunks_ahead_max = 16;
static_assert(chunk_max * chunks_ahead_max < worth_a_thread, "what is read ahead is less than what is read");

using Take = std::function<bool(ReadRecord&&)>;

// Decodes on the calling thread.
Result<Done, Fault> read_here(EventLog& log, const kernel::EventDecoder& decoder, std::uint64_t first,
                              std::uint64_t last, const Take& take) {
    if (first > last) return Done{};
    std::optional<Fault> broken;
    ANLAN_TRY_DONE(log.read(first, [&](std::uint64_t position, std::string_view bytes, const Hash& hash) {
        auto record = decoder.decode(bytes);
        if (!record.ok()) {
            broken = not_understood(position, record.error());
            return false;
        }
        return take({std::move(record).value(), hash}) && position < last;
    }));
    if (broken) return Unexpected{std::move(*broken)};
    return Done{};
}

// What the decoding thread has ready and the caller has not taken yet.
class Ahead {
public:
    // False: the caller wants no more.
    bool put(std::vector<ReadRecord> chunk) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return chunks_.size() < chunks_ahead_max || left_; });
        if (left_) return false;
        chunks_.push_back(std::move(chunk));
        changed_.notify_all();
        return true;
    }
    void end() {
        const std::lock_guard lock{mutex_};
        ended_ = true;
        changed_.notify_all();
    }
    void leave() {
        const std::lock_guard lock{mutex_};
        left_ = true;
        changed_.notify_all();
    }
    // None: all has been taken.
    std::optional<std::vector<ReadRecord>> get() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return !chunks_.empty() || ended_; });
        if (chunks_.empty()) return std::nullopt;
        auto chunk = std::move(chunks_.front());
        chunks_.pop_front();
        changed_.notify_all();
        return chunk;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::vector<ReadRecord>> chunks_;
    bool ended_ = false;
    bool left_ = false;
};

}  // namespace

Fault not_understood(std::uint64_t position, const std::string& why) {
    return {Then::stop, "log.not_understood", "record " + std::to_string(position) + ": " + why};
}

Result<Done, Fault> read_records(EventLog& log, const kernel::EventDecoder& decoder, std::uint64_t first,
                                 std::uint64_t last, const Take& take) {
    if (last < first || last - first < worth_a_thread) return read_here(log, decoder, first, last, take);
    Ahead ahead;
    Result<Done, Fault> read = Done{};
    std::thread decoding{[&] {
        std::vector<ReadRecord> chunk;
        read = read_here(log, decoder, first, last, [&](ReadRecord&& record) {
            chunk.push_back(std::move(record));
            return chunk.size() < chunk_max || ahead.put(std::exchange(chunk, {}));
        });
        if (!chunk.empty()) ahead.put(std::move(chunk));
        ahead.end();
    }};
    bool more = true;
    while (more) {
        auto chunk = ahead.get();
        if (!chunk) break;
        for (auto record = chunk->begin(); more && record != chunk->end(); ++record)
            more = take(std::move(*record));
    }
    ahead.leave();
    decoding.join();
    return read;
}

}  // namespace anlan::ports
