#include "sim/checks/feed_checker.hpp"

#include "access/may.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

constexpr std::size_t entries_max = 300'000;  // more than the feed's ring keeps

// Words that only callers say in the simulated city, and how their numbers begin.
constexpr std::string_view callers_words = "请派人来看看";
constexpr std::string_view callers_number = "\"139";

}  // namespace

void FeedChecker::forget() {
    entries_.clear();
    latest_.clear();
}

void FeedChecker::recorded(const Step& step) {
    const auto& e = step.envelope;
    entries_.push_back({e.position, e.stream, e.version, e.wire, &step.module, step.before, step.after});
    latest_[e.stream] = step.after;
    if (entries_.size() > entries_max) trim();
}

void FeedChecker::trim() {
    std::uint64_t needed = entries_.back().position;
    for (const auto& console : consoles_)
        if (console.connected) needed = std::min(needed, console.last);
    while (entries_.size() > entries_max / 2 && entries_.front().position <= needed) entries_.pop_front();
    if (entries_.size() > entries_max) entries_.pop_front();  // nobody is served from so far back
}

const FeedChecker::Entry* FeedChecker::entry_at(std::uint64_t position) const {
    if (entries_.empty() || position < entries_.front().position) return nullptr;
    const auto at = position - entries_.front().position;
    return at < entries_.size() ? &entries_[static_cast<std::size_t>(at)] : nullptr;
}

// Within one commit the feed judges by where the record stands at its end; where a record moves, both are
// right.
FeedChecker::Sight FeedChecker::sight(std::size_t console, const Entry& entry) const {
    const auto allowed = [&](const kernel::StatePtr& state) {
        return access::may(seats_[console], entry.module->read_permission, {}, entry.module->scope(state),
                           rules_)
            .allowed();
    };
    const bool now = allowed(entry.after);
    const auto latest = latest_.find(entry.stream);
    const bool later = latest == latest_.end() ? now : allowed(latest->second);
    const bool before = entry.version > 1 ? allowed(entry.before) : now;
    if (now && later && before) return Sight::must;
    return now || later || before ? Sight::may : Sight::must_not;
}

void FeedChecker::connected(std::size_t console, std::uint64_t after) {
    consoles_[console] = {after, after, true, false};
}

void FeedChecker::check_skipped(std::size_t console, std::uint64_t until) {
    for (auto position = consoles_[console].last + 1; position < until; ++position) {
        const Entry* entry = entry_at(position);
        if (entry == nullptr || sight(console, *entry) != Sight::must) continue;
        findings_.add(
            "feed.no_gap",
            "console " + std::to_string(console) + " did not see record " + std::to_string(position),
            entry->stream);
    }
}

void FeedChecker::changed(std::size_t console, const SeenChange& change) {
    Console& seen = consoles_[console];
    for (const char* name : {"feed.in_order", "feed.no_gap", "feed.true_to_log", "feed.only_what_may_be_seen",
                             "feed.no_personal_text", "feed.well_formed"})
        findings_.checked(name);
    const std::string who = "console " + std::to_string(console);
    if (seen.must_reset)
        findings_.add("feed.true_to_log", who + " goes on though it has seen what the log no longer has",
                      change.stream);
    if (change.position <= seen.last)
        return findings_.add(
            "feed.in_order",
            who + " sees " + std::to_string(change.position) + " after " + std::to_string(seen.last),
            change.stream);
    check_skipped(console, change.position);
    seen.last = seen.told = change.position;
    const Entry* entry = entry_at(change.position);
    const bool left = change.wire == "left";
    if (entry == nullptr || entry->stream != change.stream || entry->version != change.version ||
        (!left && entry->wire != change.wire))
        findings_.add(
            "feed.true_to_log",
            who + " sees another record at " + std::to_string(change.position) + " than the log has",
            change.stream);
    else if (sight(console, *entry) == Sight::must_not)
        findings_.add("feed.only_what_may_be_seen",
                      who + " sees record " + std::to_string(change.position) + ", which is not its business",
                      change.stream);
    if (change.text.find(callers_words) != std::string_view::npos ||
        change.text.find(callers_number) != std::string_view::npos)
        findings_.add("feed.no_personal_text", who + " reads what a caller said", change.stream);
}

void FeedChecker::reset(std::size_t console, const SeenReset& reset) {
    consoles_[console].last = consoles_[console].told = reset.position;
    consoles_[console].must_reset = false;
}

void FeedChecker::malformed(std::size_t console, std::string_view text) {
    findings_.add("feed.well_formed",
                  "console " + std::to_string(console) + " cannot read: " + std::string{text.substr(0, 80)});
}

void FeedChecker::drained(std::size_t console, std::uint64_t head) {
    check_skipped(console, head + 1);
    consoles_[console].last = std::max(consoles_[console].last, head);
}

void FeedChecker::restarted(SimulatedNode& node, std::uint64_t lost) {
    if (lost == 0) return;
    const auto head = node.engine().head().records;
    for (auto& console : consoles_) {
        console.must_reset = console.connected && console.told > head;
        console.last = std::min(console.last, std::max(console.told, head));
    }
}

}  // namespace anlan::sim
