#include "views/retention.hpp"

#include "codec/json.hpp"

namespace anlan::views {
namespace {

// The body of erasure.erase_record, as that command reads it.
struct EraseBody {
    std::string record;
    std::string rule;
    Jurisdiction where;
    Instant closed_at{};
    std::vector<std::uint64_t> keys;
    std::optional<Instant> ordered_at = {};
};
BOOST_DESCRIBE_STRUCT(EraseBody, (), (record, rule, where, closed_at, keys, ordered_at))

// As much of an erasure's state as is needed here.
struct PastKeys {
    std::vector<std::uint64_t> keys;
};
BOOST_DESCRIBE_STRUCT(PastKeys, (), (keys))
struct Held {
    std::string hold_id;
};
BOOST_DESCRIBE_STRUCT(Held, (), (hold_id))
struct Ordered {
    Instant ordered_at{};
};
BOOST_DESCRIBE_STRUCT(Ordered, (), (ordered_at))
struct ErasureState {
    std::string record;
    std::vector<PastKeys> erasures;
    std::vector<Held> holds;
    std::optional<Ordered> ordered;
};
BOOST_DESCRIBE_STRUCT(ErasureState, (), (record, erasures, holds, ordered))

ErasureState read_erasure(const kernel::Module& module, const kernel::StatePtr& state) {
    auto read = codec::read_json<ErasureState>(module.encode_state(state), codec::Unknown::ignore);
    ANLAN_CHECK(read.ok(), "an erasure's state is read as it was written");
    return std::move(read).value();
}

}  // namespace

Retention::Retention(std::span<const kernel::Module> modules, const kernel::Rulebook& rules,
                     ports::KeyStore& keys, ports::SnapshotStore* resting)
    : rules_(rules), keys_(keys), resting_(resting) {
    for (const auto& module : modules) {
        if (const auto* spec = module.find_command("erasure.erase_record")) {
            erase_record_ = spec;
            erasure_ = &module;
        }
    }
    ANLAN_CHECK(erase_record_ != nullptr, "the erasure module is part of the product");
}

std::optional<Retention::Kept> Retention::kept(const kernel::Module& module,
                                               const kernel::StatePtr& state) const {
    if (!module.closed) return std::nullopt;
    const auto closed = module.closed(state);
    if (!closed) return std::nullopt;
    const auto* rule = erasure::find_rule(rules_.section<erasure::Rules>(), module.name, closed->kind);
    if (rule == nullptr) return std::nullopt;
    return Kept{closed->at, erasure::kept_until(*rule, closed->at, rules_.civil_offset), rule};
}

void Retention::note(const kernel::Module& module, const std::string& stream, const kernel::StatePtr& state) {
    const auto found = kept(module, state);
    if (!found) return;
    auto& day = by_end_[found->until];
    day.insert(day.end(), stream);  // later ids are greater
}

void Retention::restore(const kernel::Module& module, std::string_view stream,
                        const kernel::StatePtr& state) {
    const std::lock_guard lock{mutex_};
    note(module, std::string{stream}, state);
    if (&module != erasure_) return;
    auto read = read_erasure(module, state);
    for (auto& past : read.erasures) to_destroy_.push_back({read.record, std::move(past.keys)});
    if (read.ordered) by_end_[read.ordered->ordered_at].insert(read.record);
}

void Retention::apply(std::span<const kernel::Committed> committed) {
    const std::lock_guard lock{mutex_};
    for (const auto& one : committed) {
        note(*one.module, one.envelope.stream, one.state);
        if (const auto* erased = one.event.as<erasure::RecordErased>())
            to_destroy_.push_back({erased->record, erased->keys});
        // Due at once: what was ordered; what was held beyond its day is looked at again.
        if (const auto* ordered = one.event.as<erasure::EarlyErasureOrdered>())
            by_end_[ordered->ordered_at].insert(ordered->record);
        if (const auto* lifted = one.event.as<erasure::HoldLifted>())
            by_end_[lifted->lifted_at].insert(lifted->record);
    }
}

// What is due already stays: it is dealt with here.
void Retention::rested(const kernel::Module& module, const std::string& stream,
                       const kernel::StatePtr& state) {
    const std::lock_guard lock{mutex_};
    const auto found = kept(module, state);
    if (!found || found->until <= looked_at_) return;
    const auto day = by_end_.find(found->until);
    if (day == by_end_.end()) return;
    day->second.erase(stream);
    if (day->second.empty()) by_end_.erase(day);
}

std::vector<std::string> Retention::destroy() {
    const std::lock_guard lock{mutex_};
    if (to_destroy_.empty() && !first_) return {};
    first_ = false;  // at the start also what a power cut left half overwritten
    auto lost = keys_.destroy(to_destroy_);
    if (!lost.ok()) return {};
    to_destroy_.clear();
    destroyed_ += lost->size();
    return std::move(lost).value();
}

Result<std::optional<kernel::Followup>, ports::Fault> Retention::command_for(const std::string& stream,
                                                                             Instant now,
                                                                             const Records& records) {
    const std::optional<kernel::Followup> none;
    ANLAN_TRY(const auto record, records.find(stream));
    if (!record) return none;
    std::optional<Instant> ordered;
    ANLAN_TRY(const auto known, records.find(erasure::erasure_id_of(stream)));
    if (known) {
        const auto erasure = read_erasure(*known->module, known->state);
        if (!erasure.holds.empty()) return none;  // looked at again when the last is lifted
        if (erasure.ordered) ordered = erasure.ordered->ordered_at;
    }
    const auto found = kept(*record->module, record->state);
    if (!ordered && (!found || found->until > now)) return none;
    auto numbers = keys_.keys_of(stream);
    // Nothing personal was said, or it is erased; an order ends with that, and is told so.
    if (numbers.empty() && !ordered) return none;
    const EraseBody body{stream,
                         ordered ? std::string{erasure::on_request} : found->rule->code,
                         record->module->scope(record->state).where,
                         found ? found->closed_at : now,
                         std::move(numbers),
                         ordered};
    auto value = erase_record_->decode(codec::to_json(body));
    ANLAN_CHECK(value.ok(), "the erasure module reads its own command");
    return std::optional{
        kernel::Followup{erasure::erasure_id_of(stream), {erase_record_, std::move(value).value()}}};
}

Result<std::vector<kernel::Followup>, ports::Fault> Retention::due(Instant now, const Records& records,
                                                                   std::size_t limit) {
    const std::lock_guard lock{mutex_};
    looked_at_ = std::max(looked_at_, now);
    Commands commands;
    ANLAN_TRY_DONE(add_due_in_memory(now, records, limit, commands));
    if (resting_ != nullptr) ANLAN_TRY_DONE(add_due_at_rest(records, limit, commands));
    return commands;
}

Result<Done, ports::Fault> Retention::add_due_in_memory(Instant now, const Records& records,
                                                        std::size_t limit, Commands& commands) {
    for (auto day = by_end_.begin(); day != by_end_.end() && day->first <= now;) {
        for (auto stream = day->second.begin(); stream != day->second.end();) {
            ANLAN_TRY(auto command, command_for(*stream, now, records));
            if (!command) {
                stream = day->second.erase(stream);
                continue;
            }
            commands.push_back(std::move(*command));
            if (commands.size() == limit) return Done{};
            ++stream;
        }
        day = day->second.empty() ? by_end_.erase(day) : std::next(day);
    }
    return Done{};
}

Result<Done, ports::Fault> Retention::add_due_at_rest(const Records& records, std::size_t limit,
                                                      Commands& commands) {
    ANLAN_TRY(const auto kinds, resting_->closed_kinds());
    for (const auto& kind : kinds) {
        if (commands.size() >= limit) break;
        ANLAN_TRY_DONE(add_due_of_kind(kind, records, limit, commands));
    }
    return Done{};
}

// In order of closing, which for one kind is the order of the days. What gave no command is dealt with; from
// the first that did, the next call looks again.
Result<Done, ports::Fault> Retention::add_due_of_kind(const std::string& closed_as, const Records& records,
                                                      std::size_t limit, Commands& commands) {
    constexpr std::size_t rows_at_once = 200;
    const auto slash = closed_as.find('/');
    const auto* rule = erasure::find_rule(rules_.section<erasure::Rules>(), closed_as.substr(0, slash),
                                          slash == std::string::npos ? "" : closed_as.substr(slash + 1));
    if (rule == nullptr) return Done{};
    auto& dealt_with = dealt_with_[closed_as];
    auto behind = dealt_with;
    for (bool all_dealt_with = true;;) {
        ANLAN_TRY(const auto rows, resting_->closed(closed_as, behind, rows_at_once));
        for (const auto& row : rows) {
            if (erasure::kept_until(*rule, row.closed_at, rules_.civil_offset) > looked_at_) return Done{};
            ANLAN_TRY(auto command, command_for(row.stream, looked_at_, records));
            all_dealt_with = all_dealt_with && !command;
            if (all_dealt_with) dealt_with = row;
            behind = row;
            if (!command) continue;
            commands.push_back(std::move(*command));
            if (commands.size() >= limit) return Done{};
        }
        if (rows.size() < rows_at_once) return Done{};
    }
}

Retention::Counts Retention::counts() const {
    const std::lock_guard lock{mutex_};
    std::size_t waiting = 0;
    for (const auto& [end, streams] : by_end_) waiting += streams.size();
    return {waiting, to_destroy_.size(), destroyed_};
}

}  // namespace anlan::views
