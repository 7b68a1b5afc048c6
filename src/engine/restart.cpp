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

namespace anlan::engine {
namespace {

constexpr std::size_t publish_chunk = 1'024;
constexpr std::size_t room_for_streams = 100'000;

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

Result<Done, ports::Fault> Engine::load_living(ports::SnapshotStore& snapshots, const Restored& restored) {
    std::optional<ports::Fault> broken;
    ANLAN_TRY_DONE(snapshots.for_each_living([&](const ports::StreamSnapshot& snapshot) {
        const auto* module = decoder_.module_of(snapshot.stream);
        auto state = module == nullptr
                         ? Result<kernel::StatePtr, kernel::Malformed>{Unexpected{kernel::Malformed{}}}
                         : kernel::opened_state(*module, snapshot.stream, snapshot.state, parts_.keys);
        if (!state.ok()) {
            broken = ports::Fault{ports::Then::stop, "snapshot.not_understood", snapshot.stream};
            return false;
        }
        Stream& stream = streams_.at(streams_.open(snapshot.stream, *module));
        stream.state = std::move(state).value();
        stream.version = snapshot.version;
        if (restored) restored(*module, snapshot, stream.state);
        return true;
    }));
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
    if (const auto whole = snapshots.check(); !whole.ok()) {
        if (!ports::is_damage(whole.error())) return Unexpected{whole.error()};
        report.damaged = whole.error();
        return throw_away();
    }
    ANLAN_TRY_DONE(load_living(snapshots, restored));
    head_ = at;
    return at.records;
}

// The commands of the records before the snapshot, as far back as commands are remembered.
Result<Done, ports::Fault> Engine::remember_commands(std::uint64_t until) {
    const auto window = std::min<std::uint64_t>(until, limits_.remembered_commands);
    std::optional<ports::Fault> broken;
    ANLAN_TRY_DONE(parts_.log.read(
        until - window + 1, [&](std::uint64_t position, std::string_view bytes, const ports::Hash&) {
            if (position > until) return false;
            const auto record = kernel::decode(bytes);
            if (!record.ok()) {
                broken = ports::not_understood(position,
                                               record.error().path + ": expected " + record.error().expected);
                return false;
            }
            commands_.put(key_of(record->actor.actor_id, record->command_id),
                          {record->position, record->version, record->command_digest}, record->recorded_at);
            last_recorded_at_ = std::max(last_recorded_at_, record->recorded_at);
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
        if (report.from_snapshot > 0) ANLAN_TRY_DONE(remember_commands(report.from_snapshot));
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
