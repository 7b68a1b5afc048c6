#include "engine/snapshotter.hpp"

#include "engine/command_index.hpp"

#include <algorithm>
#include <iterator>
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

void Snapshotter::apply(std::span<const kernel::Committed> committed, const ports::Head& head) {
    for (const auto& one : committed) {
        gathering_.changed[one.envelope.stream] = {one.module, one.state, one.envelope.version, {}};
        gathering_.positions[one.envelope.stream].push_back(one.envelope.position);
    }
    gathering_.head = head;
    note(committed.size(), committed.empty() ? latest_ : committed.back().envelope.recorded_at);
}

void Snapshotter::rest(State over, const std::optional<kernel::Row>& row, const ports::Head& head) {
    ports::Resting rests;
    if (row) rests.facets = row->facets;
    const auto closed = over.module->closed ? over.module->closed(over.state) : std::nullopt;
    if (closed) {
        rests.closed_as = over.module->name + '/' + closed->kind;
        rests.closed_at = closed->at;
    }
    gathering_.changed[over.stream] = {over.module, std::move(over.state), over.version, std::move(rests)};
    gathering_.head = head;
    note(1, latest_);
}

void Snapshotter::note(std::size_t changes, Instant at) {
    latest_ = std::max(latest_, at);
    gathered_ += changes;
    if (!gathering_since_) gathering_since_ = latest_;
    waiting_ = gathering_.changed.size();
    if (gathered_ >= limits_.every_records || latest_ - *gathering_since_ >= limits_.every) hand_over();
}

// Where the writer is far behind, what is gathered waits: the next takes it along.
void Snapshotter::hand_over() {
    constexpr std::size_t jobs_max = 2;
    {
        const std::lock_guard lock{mutex_};
        if (jobs_.size() >= jobs_max) return;
        jobs_.push_back(std::exchange(gathering_, {}));
    }
    gathered_ = 0;
    gathering_since_.reset();
    waiting_ = 0;
    changed_.notify_all();
}

std::vector<Saved> Snapshotter::take_saved() {
    if (!told_.exchange(false)) return {};
    const std::lock_guard lock{mutex_};
    return std::exchange(saved_, {});
}

void Snapshotter::keep_up() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return jobs_.empty(); });
}

void Snapshotter::finish() {
    const auto done = [this] { return jobs_.empty() && !working_; };
    std::unique_lock lock{mutex_};
    changed_.wait(lock, done);
    lock.unlock();
    if (gathered_ > 0) hand_over();
    lock.lock();
    changed_.wait(lock, done);
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

bool Snapshotter::save(const Job& job) {
    std::vector<ports::StreamSnapshot> snapshots;
    snapshots.reserve(job.changed.size());
    for (const auto& [stream, changed] : job.changed) {
        const auto positions = job.positions.find(stream);
        snapshots.push_back(
            {stream, changed.version, kernel::kept_state(*changed.module, stream, changed.state, keys_),
             positions == job.positions.end() ? std::vector<std::uint64_t>{} : positions->second,
             changed.rests});
    }
    // A start from this snapshot does not read the records that would teach whose keys they are.
    const std::string hash{job.head.hash.begin(), job.head.hash.end()};
    const bool synced = keys_ == nullptr || keys_->sync().ok();
    if (!synced || !store_.save({job.head.records, fingerprint_, hash}, snapshots).ok()) {
        ++failed_;
        return false;
    }
    ++written_;
    tell_saved(job);
    return true;
}

void Snapshotter::tell_saved(const Job& job) {
    std::vector<Saved> saved;
    saved.reserve(job.changed.size());
    for (const auto& [stream, changed] : job.changed)
        saved.push_back({stream, changed.version, changed.rests.has_value()});
    std::sort(saved.begin(), saved.end(), [](const Saved& a, const Saved& b) { return a.stream < b.stream; });
    const std::lock_guard lock{mutex_};
    saved_.insert(saved_.end(), std::make_move_iterator(saved.begin()), std::make_move_iterator(saved.end()));
    told_ = true;
}

}  // namespace anlan::engine
