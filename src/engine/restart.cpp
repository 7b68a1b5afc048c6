// Rebuilding the engine from its log, or from a snapshot and the rest of the log: fold every record, remember
// its command, index what is owed. Policies of the last records run again, because a crash may have come
// between an event and its consequences; consequences that were carried out are recognised by their command
// ids.
#include "engine/engine.hpp"
#include "engine/snapshotter.hpp"
#include "kernel/record.hpp"
#include "ports/log_reader.hpp"
#include "ports/packed_positions.hpp"

#include <algorithm>
#include <future>

namespace anlan::engine {
namespace {

constexpr std::size_t publish_chunk = 1'024;
constexpr std::size_t room_for_streams = 100'000;
constexpr std::uint64_t worth_a_thread = 20'000;  // records
constexpr std::size_t opened_together = 2'000;    // snapshots
constexpr std::size_t opened_ahead_max = 3;       // of these

// Carries out both, beside each other if the first is long. Either's fault; the first's if both have one.
template <class First, class Second>
Result<Done, ports::Fault> both(bool is_long, const First& first, const Second& second) {
    auto begun = std::async(is_long ? std::launch::async : std::launch::deferred, first);
    const auto done = second();
    ANLAN_TRY_DONE(begun.get());
    return done;
}

}  // namespace

Result<kernel::Committed, ports::Fault> Engine::fold(kernel::DecodedRecord decoded) {
    auto& [envelope, event, module] = decoded;
    unread_.reset();
    if (envelope.version > 1) (void)known(envelope.stream);  // it rested in the snapshot
    if (unread_) return Unexpected{*unread_};
    const auto number = streams_.open(envelope.stream, *module);
    Stream& stream = streams_.at(number);
    if (envelope.version != stream.version + 1)
        return Unexpected{ports::not_understood(envelope.position, "the stream's version does not follow")};
    stream.state = module->evolve(stream.state, event);
    stream.version = envelope.version;
    commands_.put(key_of(envelope.actor.actor_id, envelope.command_id),
                  {envelope.position, envelope.version, envelope.command_digest}, envelope.recorded_at);
    last_recorded_at_ = std::max(last_recorded_at_, envelope.recorded_at);
    commands_.forget_before(last_recorded_at_ - limits_.remembered_for, limits_.policy_lookback);
    look_again_for_rest(number, last_recorded_at_);
    return kernel::Committed{std::move(envelope), std::move(event), module, stream.state, 0};
}

namespace {

// Snapshots whose states are being opened, in the order in which they were read.
struct Opened {
    std::vector<ports::StreamSnapshot> snapshots;
    std::vector<Result<kernel::StatePtr, kernel::Malformed>> states;
};

Opened open_states(std::vector<ports::StreamSnapshot> snapshots, const kernel::EventDecoder& decoder,
                   kernel::PersonalSeal* keys) {
    Opened opened{std::move(snapshots), {}};
    opened.states.reserve(opened.snapshots.size());
    for (const auto& snapshot : opened.snapshots) {
        const auto* module = decoder.module_of(snapshot.stream);
        if (module == nullptr)
            opened.states.emplace_back(Unexpected{kernel::Malformed{}});
        else
            opened.states.push_back(kernel::opened_state(*module, snapshot.stream, snapshot.state, keys));
    }
    return opened;
}

}  // namespace

// Opening a state costs more than reading its row, so that many are opened on threads of their own.
Result<Done, ports::Fault> Engine::load_living(ports::SnapshotStore& snapshots, const Restored& restored) {
    std::optional<ports::Fault> broken;
    std::vector<ports::StreamSnapshot> chunk;
    std::deque<std::future<Opened>> ahead;
    const auto take = [&](const Opened& opened) {
        for (std::size_t i = 0; i < opened.states.size() && !broken; ++i) {
            const auto& snapshot = opened.snapshots[i];
            if (!opened.states[i].ok()) {
                broken = ports::Fault{ports::Then::stop, "snapshot.not_understood", snapshot.stream};
                return;
            }
            const auto* module = decoder_.module_of(snapshot.stream);
            Stream& stream = streams_.at(streams_.open(snapshot.stream, *module));
            stream.state = opened.states[i].value();
            stream.version = snapshot.version;
            if (restored) restored(*module, snapshot, stream.state);
        }
    };
    const auto take_first = [&] {
        const auto opened = ahead.front().get();
        ahead.pop_front();
        take(opened);
    };
    ANLAN_TRY_DONE(snapshots.for_each_living([&](const ports::StreamSnapshot& snapshot) {
        chunk.push_back(snapshot);
        if (chunk.size() < opened_together) return true;
        ahead.push_back(std::async(std::launch::async, [this, read = std::exchange(chunk, {})]() mutable {
            return open_states(std::move(read), decoder_, parts_.keys);
        }));
        if (ahead.size() >= opened_ahead_max) take_first();
        return !broken;
    }));
    while (!ahead.empty() && !broken) take_first();
    if (!broken) take(open_states(std::move(chunk), decoder_, parts_.keys));
    if (broken) return Unexpected{std::move(*broken)};
    return Done{};
}

// A snapshot that is of another build, not of this log, or damaged is thrown away: 0, and the whole log is
// read.
Result<std::uint64_t, ports::Fault> Engine::take_snapshot(ports::SnapshotStore& snapshots,
                                                          const Restored& restored, RestartReport& report) {
    const auto info = snapshots.info();
    const auto throw_away = [&]() -> Result<std::uint64_t, ports::Fault> {
        ANLAN_TRY_DONE(snapshots.clear());
        return std::uint64_t{0};
    };
    if (!info.ok() && !ports::is_damage(info.error())) return Unexpected{info.error()};
    if (!info.ok()) {
        report.damaged = info.error();
        return throw_away();
    }
    if (!*info) return throw_away();
    const auto& about = **info;
    if (about.position > report.records || about.position == 0 ||
        about.fingerprint != fingerprint_of(parts_.modules))
        return throw_away();
    ports::Head at;
    ANLAN_TRY_DONE(
        parts_.log.read(about.position, [&](std::uint64_t position, std::string_view, const ports::Hash& h) {
            at = {position, h};
            return false;
        }));
    if (about.extra != std::string{at.hash.begin(), at.hash.end()}) return throw_away();
    const auto load = [&]() -> Result<Done, ports::Fault> {
        const auto whole = snapshots.check();
        if (whole.ok()) return load_living(snapshots, restored);
        if (!ports::is_damage(whole.error())) return whole;
        report.damaged = whole.error();
        return Done{};
    };
    const auto remember = [&] { return remember_commands(at.records); };
    ANLAN_TRY_DONE(both(at.records > worth_a_thread, remember, load));
    if (report.damaged) {
        commands_ = CommandIndex{limits_.remembered_commands};
        return throw_away();
    }
    head_ = at;
    return at.records;
}

// The commands of the records before the snapshot, as far back as commands are remembered.
Result<Done, ports::Fault> Engine::remember_commands(std::uint64_t until) {
    const auto window = std::min<std::uint64_t>(until, limits_.remembered_commands);
    std::optional<ports::Fault> broken;
    kernel::Envelope record;
    ANLAN_TRY_DONE(parts_.log.read(
        until - window + 1, [&](std::uint64_t position, std::string_view bytes, const ports::Hash&) {
            if (position > until) return false;
            const auto read = kernel::decode(bytes, record);
            if (!read.ok()) {
                broken = ports::not_understood(position,
                                               read.error().path + ": expected " + read.error().expected);
                return false;
            }
            commands_.put(key_of(record.actor.actor_id, record.command_id),
                          {record.position, record.version, record.command_digest}, record.recorded_at);
            last_recorded_at_ = std::max(last_recorded_at_, record.recorded_at);
            commands_.forget_before(last_recorded_at_ - limits_.remembered_for, limits_.policy_lookback);
            return true;
        }));
    if (broken) return Unexpected{std::move(*broken)};
    return Done{};
}

Result<RestartReport, ports::Fault> Engine::restart(ports::SnapshotStore* snapshots, const Restored& restored,
                                                    const std::function<void(std::uint64_t)>& progress) {
    ANLAN_TRY(const auto head, parts_.log.head());
    RestartReport report;
    if (snapshots != nullptr) {
        resting_.emplace(parts_.modules, *snapshots, parts_.log, parts_.keys);
        report.records = head.records;
        ANLAN_TRY(const auto from_snapshot, take_snapshot(*snapshots, restored, report));
        report.from_snapshot = from_snapshot;
    }
    std::vector<kernel::Committed> chunk;
    std::deque<kernel::Committed> latest;
    std::optional<ports::Fault> broken;
    const auto publish = [&] {
        if (parts_.publish && !chunk.empty()) parts_.publish(chunk);
        chunk.clear();
        if (parts_.snapshotter != nullptr) parts_.snapshotter->keep_up();
        let_rest(last_recorded_at_);
    };
    const auto take = [&](ports::ReadRecord&& read) {
        const auto position = read.record.envelope.position;
        auto committed = fold(std::move(read.record));
        if (!committed.ok()) {
            broken = std::move(committed).error();
            return false;
        }
        head_ = {position, read.hash};
        committed->mark = kernel::mark_of(read.hash);
        if (head.records - position < limits_.policy_lookback) latest.push_back(committed.value());
        chunk.push_back(std::move(committed).value());
        if (chunk.size() < publish_chunk) return true;
        publish();
        if (progress) progress(position);
        return true;
    };
    ANLAN_TRY_DONE(ports::read_records(parts_.log, decoder_, report.from_snapshot + 1, head.records, take));
    if (broken) return Unexpected{std::move(*broken)};
    publish();
    if (head_.records != head.records || head_.hash != head.hash)
        return Unexpected{ports::not_understood(head_.records + 1, "the log ends before its head")};
    streams_.reserve(2 * streams_.size() + room_for_streams);
    for (std::uint32_t number = 0; number < streams_.numbers(); ++number) {
        const Stream& stream = streams_.at(number);
        if (stream.module == nullptr) continue;
        arm(number, {});
        if (stream.touched == Instant{}) look_again_for_rest(number, last_recorded_at_);
    }
    for (const auto& committed : latest) run_policies(committed);
    report.records = head_.records;
    report.streams = streams_.size();
    report.owing = owing();
    report.last_recorded_at = last_recorded_at_;
    return report;
}

}  // namespace anlan::engine
