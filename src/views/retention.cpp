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
    std::optional<Instant> ordered_at;
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
                     ports::KeyStore& keys)
    : rules_(rules), keys_(keys) {
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
    if (const auto found = kept(module, state)) by_end_[found->until].insert(stream);
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

std::optional<kernel::Followup> Retention::command_for(const std::string& stream, Instant now,
                                                       const Records& records) {
    const auto record = records.find(stream);
    if (!record) return std::nullopt;
    std::optional<Instant> ordered;
    if (const auto known = records.find(erasure::erasure_id_of(stream))) {
        const auto erasure = read_erasure(*known->module, known->state);
        if (!erasure.holds.empty()) return std::nullopt;  // looked at again when the last is lifted
        if (erasure.ordered) ordered = erasure.ordered->ordered_at;
    }
    const auto found = kept(*record->module, record->state);
    if (!ordered && (!found || found->until > now)) return std::nullopt;
    auto numbers = keys_.keys_of(stream);
    // Nothing personal was said, or it is erased; an order is carried out all the same, and so comes to its
    // end.
    if (numbers.empty() && !ordered) return std::nullopt;
    const EraseBody body{stream,
                         ordered ? std::string{erasure::on_request} : found->rule->code,
                         record->module->scope(record->state).where,
                         found ? found->closed_at : now,
                         std::move(numbers),
                         ordered};
    auto value = erase_record_->decode(codec::to_json(body));
    ANLAN_CHECK(value.ok(), "the erasure module reads its own command");
    return kernel::Followup{erasure::erasure_id_of(stream), {erase_record_, std::move(value).value()}};
}

std::vector<kernel::Followup> Retention::due(Instant now, const Records& records, std::size_t limit) {
    const std::lock_guard lock{mutex_};
    std::vector<kernel::Followup> commands;
    for (auto day = by_end_.begin(); day != by_end_.end() && day->first <= now;) {
        for (auto stream = day->second.begin(); stream != day->second.end();) {
            auto command = command_for(*stream, now, records);
            if (!command) {
                stream = day->second.erase(stream);
                continue;
            }
            commands.push_back(std::move(*command));
            if (commands.size() == limit) return commands;
            ++stream;
        }
        day = day->second.empty() ? by_end_.erase(day) : std::next(day);
    }
    return commands;
}

Retention::Counts Retention::counts() const {
    const std::lock_guard lock{mutex_};
    std::size_t waiting = 0;
    for (const auto& [end, streams] : by_end_) waiting += streams.size();
    return {waiting, to_destroy_.size(), destroyed_};
}

}  // namespace anlan::views
