// Writes the states of changed streams now and then, on a thread of its own, so that a start reads the end of
// the log only. States are immutable, so the engine's thread merely hands over pointers. A snapshot that
// could not be written is tried again with the next; losing all of them costs time at the next start and
// nothing else.
#pragma once
#include "kernel/committed.hpp"
#include "ports/event_log.hpp"
#include "ports/key_store.hpp"
#include "ports/snapshot_store.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
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
};

class Snapshotter {
public:
    Snapshotter(std::span<const kernel::Module> modules, ports::SnapshotStore& store, SnapshotLimits limits,
                ports::KeyStore* keys = nullptr);
    ~Snapshotter();
    Snapshotter(const Snapshotter&) = delete;
    Snapshotter& operator=(const Snapshotter&) = delete;

    // For each stream that came from a snapshot: its positions are kept, to be written on.
    void restored(const ports::StreamSnapshot& snapshot);
    // With each commit, on the engine's thread; `head` is the log's after it.
    void apply(std::span<const kernel::Committed> committed, const ports::Head& head);
    // Writes what has changed since the last snapshot and waits for it.
    void finish();

    std::uint64_t written() const { return written_; }
    std::uint64_t failed() const { return failed_; }

private:
    struct Changed {
        const kernel::Module* module = nullptr;
        kernel::StatePtr state;
        std::uint64_t version = 0;
    };
    struct Job {
        ports::Head head;
        std::unordered_map<std::string, Changed> changed;
        std::unordered_map<std::string, std::vector<std::uint64_t>> positions;
    };

    void hand_over();
    void run();
    bool save(Job& job);

    std::string fingerprint_;
    ports::SnapshotStore& store_;
    SnapshotLimits limits_;
    ports::KeyStore* keys_;
    Job gathering_;  // the engine's thread only
    std::size_t gathered_ = 0;
    std::unordered_map<std::string, std::string>
        packed_;  // positions written so far; the writer's thread only

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Job> jobs_;
    bool stopping_ = false;
    bool working_ = false;
    std::atomic<std::uint64_t> written_{0};
    std::atomic<std::uint64_t> failed_{0};
    std::thread thread_;
};

}  // namespace anlan::engine
