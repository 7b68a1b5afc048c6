// Writes the states of changed streams now and then, on a thread of its own, so that a start reads the end of
// the log only; and of those that are over, that they rest, so that they can leave memory. States are
// immutable, so the engine's thread merely hands over pointers. A snapshot that could not be written is tried
// again with the next; losing all of them costs time at the next start and nothing else.
#pragma once
#include "kernel/committed.hpp"
#include "ports/event_log.hpp"
#include "ports/key_store.hpp"
#include "ports/snapshot_store.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace anlan::engine {

// Of the shapes of all states: a snapshot made by a build with other shapes is not read.
std::string fingerprint_of(std::span<const kernel::Module> modules);

struct SnapshotLimits {
    std::size_t every_records = 100'000;
    Millis every = Hours{6};  // of the log's time, where there are fewer records
};

// A stream that the store holds now, up to this version.
struct Saved {
    std::string stream;
    std::uint64_t version = 0;
    bool rests = false;
};

class Snapshotter {
public:
    Snapshotter(std::span<const kernel::Module> modules, ports::SnapshotStore& store, SnapshotLimits limits,
                ports::KeyStore* keys = nullptr);
    ~Snapshotter();
    Snapshotter(const Snapshotter&) = delete;
    Snapshotter& operator=(const Snapshotter&) = delete;

    struct State {
        std::string stream;
        const kernel::Module* module = nullptr;
        kernel::StatePtr state;
        std::uint64_t version = 0;
    };

    // With each commit, on the engine's thread; `head` is the log's after it.
    void apply(std::span<const kernel::Committed> committed, const ports::Head& head);
    // On the engine's thread, between commits: the next snapshot says that it rests, unless a commit comes
    // first.
    void rest(State over, const std::optional<kernel::Row>& row, const ports::Head& head);
    // What snapshots hold since this was asked before, by names.
    std::vector<Saved> take_saved();
    // Waits while the writer is far behind: for a replay, which nobody waits for.
    void keep_up();
    // Writes what has changed since the last snapshot and waits for it.
    void finish();

    std::uint64_t written() const { return written_; }
    std::uint64_t failed() const { return failed_; }
    // Streams whose states wait for the next snapshot.
    std::size_t gathered() const { return waiting_; }

private:
    struct Changed {
        const kernel::Module* module = nullptr;
        kernel::StatePtr state;
        std::uint64_t version = 0;
        std::optional<ports::Resting> rests;
    };
    struct Job {
        ports::Head head;
        std::unordered_map<std::string, Changed> changed;
        std::unordered_map<std::string, std::vector<std::uint64_t>> positions;
    };

    void note(std::size_t changes, Instant at);
    void hand_over();
    void run();
    bool save(const Job& job);
    void tell_saved(const Job& job);

    std::string fingerprint_;
    ports::SnapshotStore& store_;
    SnapshotLimits limits_;
    ports::KeyStore* keys_;
    Job gathering_;  // the engine's thread only
    std::size_t gathered_ = 0;
    Instant latest_{};
    std::optional<Instant> gathering_since_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Job> jobs_;
    std::vector<Saved> saved_;
    bool stopping_ = false;
    bool working_ = false;
    std::atomic<bool> told_{false};
    std::atomic<std::uint64_t> written_{0};
    std::atomic<std::uint64_t> failed_{0};
    std::atomic<std::size_t> waiting_{0};
    std::thread thread_;
};

}  // namespace anlan::engine
