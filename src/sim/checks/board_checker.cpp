#include "sim/checks/board_checker.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace anlan::sim {
namespace {

constexpr std::size_t everything = 10'000'000;

bool anybody(const kernel::Scope&) { return true; }

}  // namespace

void BoardChecker::inspect(SimulatedNode& node) {
    check_states(node, std::exchange(touched_, {}), "engine.equals_fold", "board.equals_fold");
    check_heads(node);
    check_owed(node);
    check_lists(node);
    check_engine(node);
}

// Every stream, not only those touched since: a start makes all of them anew.
void BoardChecker::restarted(SimulatedNode& node, std::uint64_t) {
    std::set<std::string> all;
    for (const auto& [stream, folded] : chronicle_.streams()) all.insert(stream);
    check_states(node, all, "restart.same_states", "restart.same_states");
    findings_.checked("restart.same_head");
    std::uint64_t records = 0;
    for (const auto& [stream, folded] : chronicle_.streams()) records += folded.version;
    if (node.engine().head().records != records)
        findings_.add("restart.same_head", "the start found " + std::to_string(node.engine().head().records) +
                                               " records, there were " + std::to_string(records));
    findings_.checked("restart.time_goes_on");
    if (node.now() < node.restarted().last_recorded_at)
        findings_.add("restart.time_goes_on", "the time after the start is before the last record");
}

void BoardChecker::check_states(SimulatedNode& node, const std::set<std::string>& streams,
                                std::string_view engine_name, std::string_view board_name) {
    for (const auto& stream : streams) {
        const FoldedStream* folded = chronicle_.find(stream);
        if (folded == nullptr) continue;
        const auto expected = folded->module->encode_state(folded->state);
        findings_.checked(engine_name);
        const auto decided_on = node.engine().read(stream).value();
        if (!decided_on || decided_on->version != folded->version ||
            decided_on->module->encode_state(decided_on->state) != expected)
            findings_.add(engine_name, "the engine has another state than the log gives", stream);
        findings_.checked(board_name);
        const auto shown = node.board().find(stream).value();
        if (!shown || shown->version != folded->version ||
            shown->module->encode_state(shown->state) != expected)
            findings_.add(board_name, "the board has another state than the log gives", stream);
    }
}

void BoardChecker::check_heads(SimulatedNode& node) {
    const auto head = node.engine().head().records;
    findings_.checked("board.at_head");
    if (node.board().position() != head)
        findings_.add("board.at_head", "the board stands at " + std::to_string(node.board().position()) +
                                           ", the log at " + std::to_string(head));
    findings_.checked("views.at_head");
    if (node.views().position() != head)
        findings_.add("views.at_head", "the views stand at " + std::to_string(node.views().position()) +
                                           ", the log at " + std::to_string(head));
}

void BoardChecker::check_owed(SimulatedNode& node) {
    std::map<std::string, std::size_t> expected;
    for (const auto& [stream, folded] : chronicle_.streams())
        if (!folded.owed().empty()) expected[stream] = folded.owed().size();
    const auto rows = node.board().owed(everything, [](const views::OwedRow&) { return true; });
    findings_.checked("board.owed_complete");
    for (std::size_t i = 1; i < rows.size(); ++i)
        if (rows[i].obligation.due_by < rows[i - 1].obligation.due_by)
            findings_.add("board.owed_complete", "the list is not in the order in which they break",
                          rows[i].stream);
    std::map<std::string, std::size_t> listed;
    for (const auto& row : rows) ++listed[row.stream];
    if (listed == expected) return;
    for (const auto& [stream, count] : expected)
        if (listed[stream] != count)
            return findings_.add(
                "board.owed_complete",
                "it owes " + std::to_string(count) + ", the list has " + std::to_string(listed[stream]),
                stream);
    findings_.add("board.owed_complete", "the list has what nobody owes");
}

void BoardChecker::check_lists(SimulatedNode& node) {
    std::map<std::string, std::set<std::string>> expected;
    for (const auto& [stream, folded] : chronicle_.streams()) {
        if (folded.module->name != "incident" && folded.module->name != "call" &&
            folded.module->name != "unit")
            continue;
        auto& open = expected[folded.module->resource];
        const auto row = folded.module->row(stream, folded.state);
        if (row && row->open) open.insert(stream);
    }
    for (const auto& [resource, open] : expected) {
        findings_.checked("board.lists_open");
        const auto page = node.board().list({resource, {}, true, {}, everything}, anybody);
        std::set<std::string> listed;
        for (const auto& row : page->rows) listed.insert(row.stream);
        if (listed != open)
            findings_.add("board.lists_open", resource + ": " + std::to_string(listed.size()) +
                                                  " are listed as open, " + std::to_string(open.size()) +
                                                  " are");
    }
}

void BoardChecker::check_engine(SimulatedNode& node) {
    auto& engine = node.engine();
    findings_.checked("engine.every_deadline_answered");
    if (engine.counts().deadlines_unanswered > 0)
        findings_.add("engine.every_deadline_answered", std::to_string(engine.counts().deadlines_unanswered) +
                                                            " deadlines were left unanswered");
    if (engine.stopped()) return;
    std::size_t owing = 0;
    for (const auto& [stream, folded] : chronicle_.streams())
        owing += std::any_of(folded.owed().begin(), folded.owed().end(),
                             [](const auto& owed) { return kernel::next_notice(owed).has_value(); })
                     ? 1
                     : 0;
    findings_.checked("engine.owing_counted");
    if (engine.owing() != owing)
        findings_.add("engine.owing_counted", std::to_string(engine.owing()) + " timers are armed, " +
                                                  std::to_string(owing) + " streams have something due");
    findings_.checked("engine.queue_bounded");
    if (node.waiting_most() > node.parts().queue.waiting_max)
        findings_.add("engine.queue_bounded", std::to_string(node.waiting_most()) + " submissions waited");
}

}  // namespace anlan::sim
