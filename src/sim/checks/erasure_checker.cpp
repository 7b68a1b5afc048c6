#include "sim/checks/erasure_checker.hpp"

#include "domain/erasure/events.hpp"
#include "domain/erasure/rules.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

constexpr std::string_view callers_words = "请派人来看看";
constexpr std::string_view callers_number = "\"139";

std::size_t texts_in(const kernel::Module& module, const kernel::StatePtr& state) {
    std::size_t texts = 0;
    if (module.seal_state)
        module.seal_state(state, [&](PersonalText& text) { texts += text.empty() ? 0 : 1; });
    return texts;
}

}  // namespace

void ErasureChecker::forget() { records_.clear(); }

void ErasureChecker::recorded(const Step& step) {
    if (step.module.name == "erasure") return erasure_recorded(step);
    const auto known = records_.find(step.envelope.stream);
    if (known != records_.end() && known->second.erased_at) known->second.spoken_since = true;
}

void ErasureChecker::erasure_recorded(const Step& step) {
    if (const auto* e = step.as<erasure::HoldPlaced>()) records_[e->record].holds.insert(e->hold_id);
    if (const auto* e = step.as<erasure::HoldLifted>()) {
        records_[e->record].holds.erase(e->hold_id);
        records_[e->record].free_since = step.envelope.recorded_at;
    }
    if (const auto* e = step.as<erasure::EarlyErasureOrdered>())
        records_[e->record].ordered_at = step.envelope.recorded_at;
    if (step.envelope.wire == "erasure.nothing_left.v1")  // the order ends with that, too
        for (auto& [record, known] : records_)
            if (erasure::erasure_id_of(record) == step.envelope.stream) end_order(known);
    if (const auto* e = step.as<erasure::RecordErased>()) {
        Known& known = records_[e->record];
        check_erased(step, e->record, known);
        known.keys.insert(e->keys.begin(), e->keys.end());
        known.erased_at = step.envelope.recorded_at;
        end_order(known);
        known.spoken_since = false;
    }
}

void ErasureChecker::end_order(Known& known) {
    if (known.ordered_at) findings_.checked("erasure.ordered_is_done");
    known.ordered_at.reset();
}

void ErasureChecker::check_erased(const Step& step, const std::string& record, const Known& known) {
    const auto& e = *step.as<erasure::RecordErased>();
    findings_.checked("erasure.held_is_kept");
    if (!known.holds.empty())
        findings_.add("erasure.held_is_kept",
                      record + " is erased, and " + *known.holds.begin() + " holds it", step.envelope.stream);
    findings_.checked("erasure.due_or_ordered");
    const auto* rule = erasure::find_rule(rules_.section<erasure::Rules>(), std::string_view{e.rule});
    const bool due = rule != nullptr && erasure::kept_until(*rule, e.closed_at, rules_.civil_offset) <=
                                            step.envelope.recorded_at;
    if (!due && !(e.rule == erasure::on_request && known.ordered_at))
        findings_.add("erasure.due_or_ordered",
                      record + " is erased by rule " + e.rule + ", which is not due", step.envelope.stream);
    findings_.checked("erasure.each_key_once");
    if ((e.keys.empty() && e.rule != erasure::on_request) ||
        std::any_of(e.keys.begin(), e.keys.end(),
                    [&](std::uint64_t key) { return known.keys.contains(key); }))
        findings_.add("erasure.each_key_once", record + " loses a key that it had lost",
                      step.envelope.stream);
}

void ErasureChecker::shown(const Shown& shown, Instant) {
    if (shown.response.status != 200 || shown.field() == "history") return;
    const auto known = records_.find(shown.record());
    if (known == records_.end() || !known->second.erased_at || known->second.spoken_since) return;
    findings_.checked("erasure.shows_nothing");
    const auto& body = shown.response.body;
    if (body.find(callers_words) != std::string::npos || body.find(callers_number) != std::string::npos)
        findings_.add("erasure.shows_nothing", "it is erased, and a screen shows what was said",
                      shown.record());
}

void ErasureChecker::inspect(SimulatedNode& node) {
    if (node.engine().stopped() || node.engine().consequences_waiting()) return;
    for (const auto& [record, known] : records_) {
        check_gone(node, record, known);
        check_ordered(node, record, known);
    }
}

void ErasureChecker::check_gone(SimulatedNode& node, const std::string& record, const Known& known) {
    if (!known.erased_at) return;
    findings_.checked("erasure.keys_are_gone");
    for (const auto key : node.keys().keys_of(record))
        if (known.keys.contains(key))
            findings_.add("erasure.keys_are_gone",
                          "key " + std::to_string(key) + " still opens what it sealed", record);
    if (known.spoken_since) return;
    const auto read = node.board().find(record);
    if (!read.ok() || !*read) return;  // a disk that would not be read shows nothing
    findings_.checked("erasure.shows_nothing");
    if (texts_in(*(*read)->module, (*read)->state) > 0)
        findings_.add("erasure.shows_nothing", "it is erased, and the board still has what was said", record);
}

void ErasureChecker::check_ordered(SimulatedNode& node, const std::string& record, const Known& known) {
    if (!known.ordered_at || !known.holds.empty()) return;
    findings_.checked("erasure.ordered_is_done");
    const Instant by = std::max(*known.ordered_at, known.free_since) + ordered_within;
    if (std::max(by, hindered_until_ + ordered_within) < node.now())
        findings_.add("erasure.ordered_is_done",
                      "it was ordered at " + to_text(*known.ordered_at) + " and is not erased", record);
}

}  // namespace anlan::sim
