#include "engine/snapshotter.hpp"

#include "base/check.hpp"
#include "engine/command_index.hpp"
#include "engine/packed_positions.hpp"

#include <utility>

namespace anlan::engine {

std::string fingerprint_of(std::span<const kernel::Module> modules) {
    std::uint64_t shapes = 4;
    for (const auto& module : modules) shapes = digest(module.state_schema, digest(module.name, shapes));
    return std::string{ANLAN_VERSION} + "/" + std::to_string(shapes);
}

Snapshotter::Snapshotter(std::span<const kernel::Module> modules, ports::SnapshotStore& store,
                         SnapshotLimits limits, ports::KeyStore* keys)
    : fingerprint_(fingerprint_of(modules)), store_(store), limits_(limits), keys_(keys), thread_([this] {
          run();
      }) {}

Snapshotter::~Snapshotter() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Snapshotter::restored(const ports::StreamSnapshot& snapshot) {
    const std::lock_guard lock{mutex_};
    packed_.emplace(snapshot.stream, snapshot.positions);
}

void Snapshotter::apply(std::span<const kernel::Committed> committed, const ports::Head& head) {
    for (const auto& one : committed) {
        gathering_.changed[one.envelope.stream] = {one.module, one.state, one.envelope.version};
        gathering_.positions[one.envelope.stream].push_back(one.envelope.position);
    }
    gathering_.head = head;
    gathered_ += committed.size();
    if (gathered_ >= limits_.every_records) hand_over();
}

void Snapshotter::hand_over() {
    {
        const std::lock_guard lock{mutex_};
        jobs_.push_back(std::exchange(gathering_, {}));
    }
    gathered_ = 0;
    changed_.notify_all();
}

void Snapshotter::finish() {
    if (gathered_ > 0) hand_over();
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return jobs_.empty() && !working_; });
}

void Snapshotter::run() {
    std::vector<Job> failed;  // jobs not written yet: the next one covers them too
    for (;;) {
        std::vector<Job> jobs;
        {
            std::unique_lock lock{mutex_};
            working_ = false;
            changed_.notify_all();
            changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
            if (jobs_.empty()) return;
            jobs = std::exchange(jobs_, {});
            working_ = true;
        }
        for (auto& job : jobs) {
            for (auto& older : failed) {
                for (auto& [stream, changed] : older.changed) job.changed.try_emplace(stream, changed);
                for (auto& [stream, positions] : older.positions) {
                    auto& all = job.positions[stream];
                    all.insert(all.begin(), positions.begin(), positions.end());
                }
            }
            failed.clear();
            if (!save(job)) failed.push_back(std::move(job));
        }
    }
}

bool Snapshotter::save(Job& job) {
    std::vector<ports::StreamSnapshot> snapshots;
    snapshots.reserve(job.changed.size());
    std::unordered_map<std::string, std::string> packed;
    for (const auto& [stream, changed] : job.changed) {
        auto known = unpack_positions(packed_[stream]);
        ANLAN_CHECK(known, "positions that were read or packed here do not unpack");
        auto& positions = *known;
        const auto& added = job.positions[stream];
        positions.insert(positions.end(), added.begin(), added.end());
        packed[stream] = pack_positions(positions);
        snapshots.push_back({stream, changed.version,
                             kernel::kept_state(*changed.module, stream, changed.state, keys_),
                             packed[stream], !changed.module->obligations(changed.state).empty()});
    }
    // A start from this snapshot does not read the records that would teach whose keys they are.
    if (keys_ != nullptr && !keys_->sync().ok()) {
        ++failed_;
        return false;
    }
    const std::string hash{job.head.hash.begin(), job.head.hash.end()};
    if (!store_.save({job.head.records, fingerprint_, hash}, snapshots).ok()) {
        ++failed_;
        return false;
    }
    for (auto& [stream, text] : packed) packed_[stream] = std::move(text);
    ++written_;
    return true;
}

}  // namespace anlan::engine
