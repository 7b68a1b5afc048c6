// Rebuilding the engine from its log: fold every record, remember its command, index what is owed. Policies of the
// last records run again, because a crash may have come between an event and its consequences; consequences that
// were carried out are recognised by their command ids.
#include "engine/engine.hpp"
#include "kernel/record.hpp"

namespace anlan::engine {
namespace {

constexpr std::size_t publish_chunk = 1'024;

ports::Fault not_understood(std::uint64_t position, const std::string& why) {
    return {ports::Then::stop, "log.not_understood", "record " + std::to_string(position) + ": " + why};
}

}  // namespace

Result<kernel::Committed, ports::Fault> Engine::fold(std::string_view bytes) {
    auto decoded = kernel::decode(bytes);
    if (!decoded.ok()) return Unexpected{not_understood(head_.records + 1, "it does not decode: " + decoded.error())};
    kernel::Envelope envelope = std::move(decoded).value();
    const auto target = target_of(envelope.stream);
    const auto spec = events_by_wire_.find(envelope.wire);
    if (!target || spec == events_by_wire_.end())
        return Unexpected{not_understood(envelope.position, "no module knows " + envelope.wire)};
    auto value = spec->second->decode(envelope.payload);
    if (!value.ok())
        return Unexpected{not_understood(envelope.position, envelope.wire + value.error().path + ": expected " +
                                                                value.error().expected)};
    const auto number = streams_.open(envelope.stream, *target->module);
    Stream& stream = streams_.at(number);
    if (envelope.version != stream.version + 1)
        return Unexpected{not_understood(envelope.position, "the stream's version does not follow")};
    kernel::AnyEvent event{spec->second, std::move(value).value(), {}};
    stream.state = target->module->evolve(stream.state, event);
    stream.version = envelope.version;
    event.payload = envelope.payload;
    commands_.put(key_of(envelope.actor.actor_id, envelope.command_id),
                  {envelope.position, envelope.version, envelope.command_digest});
    last_recorded_at_ = std::max(last_recorded_at_, envelope.recorded_at);
    return kernel::Committed{std::move(envelope), std::move(event), target->module, stream.state};
}

Result<RestartReport, ports::Fault> Engine::restart(const std::function<void(std::uint64_t)>& progress) {
    ANLAN_TRY(const auto head, parts_.log.head());
    std::vector<kernel::Committed> chunk;
    std::deque<kernel::Committed> latest;
    std::optional<ports::Fault> broken;
    const auto publish = [&] {
        if (parts_.publish && !chunk.empty()) parts_.publish(chunk);
        chunk.clear();
    };
    const auto read = parts_.log.read(1, [&](std::uint64_t position, std::string_view bytes, const ports::Hash& hash) {
        auto committed = fold(bytes);
        if (!committed.ok()) {
            broken = std::move(committed).error();
            return false;
        }
        head_ = {position, hash};
        if (head.records - position < limits_.policy_lookback) latest.push_back(committed.value());
        chunk.push_back(std::move(committed).value());
        if (chunk.size() < publish_chunk) return true;
        publish();
        if (progress) progress(position);
        return true;
    });
    if (broken) return Unexpected{std::move(*broken)};
    ANLAN_TRY_DONE(read);
    publish();
    if (head_.records != head.records || head_.hash != head.hash)
        return Unexpected{not_understood(head_.records + 1, "the log ends before its head")};
    for (std::size_t number = 0; number < streams_.size(); ++number) arm(static_cast<std::uint32_t>(number), {});
    for (const auto& committed : latest) run_policies(committed);
    return RestartReport{head_.records, streams_.size(), wheel_.size(), last_recorded_at_};
}

}  // namespace anlan::engine
