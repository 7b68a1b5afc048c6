#include "sim/checks/log_checker.hpp"

#include "kernel/record.hpp"

#include <functional>

namespace anlan::sim {
namespace {

std::string at(std::uint64_t position) { return "record " + std::to_string(position); }

std::string key_of(const std::string& actor, const std::string& command_id) {
    return actor + '\n' + command_id;
}

std::uint64_t digest_of(const kernel::Envelope& envelope) {
    const std::hash<std::string_view> hash;
    std::uint64_t digest = envelope.position * 31 + envelope.version;
    for (const std::string_view text : {std::string_view{envelope.stream}, std::string_view{envelope.wire},
                                        std::string_view{envelope.payload}})
        digest = digest * 1'099'511'628'211U + hash(text);
    return digest;
}

}  // namespace

const LogChecker::Carried* LogChecker::find(const std::string& actor, const std::string& command_id) const {
    const auto found = commands_.find(key_of(actor, command_id));
    return found == commands_.end() ? nullptr : &found->second;
}

void LogChecker::recorded(const Step& step) {
    const auto& e = step.envelope;
    if (published_.size() < e.position) published_.resize(e.position);
    published_[e.position - 1] = digest_of(e);
    auto [found, fresh] = commands_.try_emplace(key_of(e.actor.actor_id, e.command_id),
                                                Carried{e.position, e.position, e.version});
    Carried& carried = found->second;
    if (!fresh && carried.last + 1 != e.position)
        findings_.add("log.command_once",
                      at(e.position) + ": " + e.command_id + " was carried out before, at " +
                          std::to_string(carried.first),
                      e.stream);
    carried.last = e.position;
    carried.version = e.version;
    findings_.checked("log.command_once");
}

void LogChecker::forget() {
    commands_.clear();
    published_.clear();
    read_ = 0;
    head_ = {};
    latest_ = Instant::min();
    versions_.clear();
}

void LogChecker::read_disk() {
    while (read_ < disk_.frames.size()) read(disk_.frames[read_]);
}

void LogChecker::read(const ports::Frame& frame) {
    ++read_;
    if (frame.position != read_)
        findings_.add("log.positions_dense",
                      at(frame.position) + " stands where " + std::to_string(read_) + " belongs");
    head_ = kernel::seal(head_, frame.bytes);
    if (head_ != frame.hash) findings_.add("log.chain_holds", at(read_) + ": the hash is of something else");
    head_ = frame.hash;
    const auto envelope = kernel::decode(frame.bytes);
    if (!envelope.ok()) return findings_.add("log.understood", at(read_) + " does not decode");
    if (const auto decoded = decoder_.decode(frame.bytes); !decoded.ok())
        findings_.add("log.understood", at(read_) + ": " + decoded.error(), envelope->stream);
    check_story(envelope.value());
    check_published(envelope.value());
}

void LogChecker::check_story(const kernel::Envelope& e) {
    if (e.recorded_at < latest_)
        findings_.add("log.time_never_back", at(e.position) + " is older than the one before it", e.stream);
    latest_ = std::max(latest_, e.recorded_at);
    if (e.version != ++versions_[e.stream])
        findings_.add("log.versions_dense",
                      at(e.position) + " has version " + std::to_string(e.version) + ", expected " +
                          std::to_string(versions_[e.stream]),
                      e.stream);
    if (e.rulebook_version != rules_.version)
        findings_.add("log.rulebook_named", at(e.position) + " names rulebook " + e.rulebook_version,
                      e.stream);
    const bool by_policy = e.actor.kind == kernel::ActorKind::policy;
    if (e.cause >= e.position || (by_policy && e.cause == 0))
        findings_.add("log.cause_before_effect", at(e.position) + " has the cause " + std::to_string(e.cause),
                      e.stream);
    if (e.happened_at > e.recorded_at)
        findings_.add("log.happened_before_recorded", at(e.position) + " happens after it was recorded",
                      e.stream);
    const bool person = e.actor.kind == kernel::ActorKind::person;
    if (e.actor.actor_id.empty() || (person && (e.purpose.empty() || e.command_id.empty())))
        findings_.add("log.people_named", at(e.position) + " does not say who did it and why", e.stream);
}

void LogChecker::check_published(const kernel::Envelope& e) {
    const bool known = e.position <= published_.size() && e.position > 0;
    if (!known || published_[e.position - 1] != digest_of(e))
        findings_.add("log.published_is_logged", at(e.position) + " is not what was told", e.stream);
}

void LogChecker::restarted(SimulatedNode& node, std::uint64_t) { inspect(node); }

void LogChecker::inspect(SimulatedNode& node) {
    const auto before = read_;
    read_disk();
    if (node.engine().head().records != read_ || node.engine().head().hash != head_)
        findings_.add("log.published_is_logged", "the engine stands at " +
                                                     std::to_string(node.engine().head().records) +
                                                     ", the disk at " + std::to_string(read_));
    for (const char* name :
         {"log.positions_dense", "log.chain_holds", "log.time_never_back", "log.versions_dense",
          "log.understood", "log.rulebook_named", "log.cause_before_effect", "log.happened_before_recorded",
          "log.people_named", "log.published_is_logged"})
        findings_.checked(name, read_ - before);
}

}  // namespace anlan::sim
