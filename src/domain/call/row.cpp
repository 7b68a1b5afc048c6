#include "domain/call/row.hpp"

#include "kernel/deadline_rule.hpp"

#include <algorithm>

namespace anlan::call {
namespace {

std::optional<NextDue> next_of(const std::vector<kernel::Obligation>& open) {
    const auto first = std::min_element(open.begin(), open.end(),
                                        [](const auto& a, const auto& b) { return a.due_by < b.due_by; });
    if (first == open.end()) return std::nullopt;
    return NextDue{first->kind, first->owner, first->due_by, first->missed};
}

template <class Enum>
std::string name_of(Enum value) {
    return boost::describe::enum_to_string(value, "");
}

void put_report(CallRow& row, const Report& report) {
    row.class_code = report.class_code;
    row.urgency = report.urgency;
    row.place_id = report.location.place_id;
    row.place_label = report.location.place_label;
    row.point = report.location.point;
}

void put_outcome(CallRow& row, const Outcome& outcome) {
    row.outcome = outcome.kind;
    row.incident_id = outcome.incident_id;
    row.agency = outcome.agency;
    row.void_reason = outcome.reason_code;
}

void put_receipt(CallRow& row, const Receipt& receipt) {
    if (receipt.link) row.link_until = receipt.link->expires_at;
    row.information = static_cast<int>(receipt.information.size());
    row.unread = static_cast<int>(std::count_if(receipt.information.begin(), receipt.information.end(),
                                                [](const Information& one) { return !one.read_at; }));
    if (!receipt.contests.empty()) row.contested_at = receipt.contests.back().contested_at;
    row.quiet = receipt.quiet;
}

void put_receipt(Brief& brief, const Call::State& state) {
    const Receipt& receipt = *state.receipt;
    brief.link = receipt.link;
    brief.quiet = receipt.quiet;
    if (!receipt.information.empty()) brief.informed_at = receipt.information.back().added_at;
    brief.informed_all_read = std::all_of(receipt.information.begin(), receipt.information.end(),
                                          [](const Information& one) { return one.read_at.has_value(); });
    // Of the incident that it belongs to now.
    const auto belongs = [&](const auto& one) { return brief.incident_id == one.incident_id; };
    if (!receipt.contests.empty() && belongs(receipt.contests.back()))
        brief.contested = receipt.contests.back().episode;
    if (!receipt.ratings.empty() && belongs(receipt.ratings.back())) {
        brief.rated = receipt.ratings.back().episode;
        brief.rating = receipt.ratings.back().rating;
    }
}

}  // namespace

std::optional<Brief> brief_of(const Call::State& state) {
    if (state.stage == Stage::none) return std::nullopt;
    Brief brief;
    brief.duress = state.duress.has_value();
    brief.where = jurisdiction_of(state);
    if (state.report) brief.class_code = state.report->class_code;
    brief.received_at = state.received_at;
    brief.decided_at = state.decided_at;
    if (state.outcome) {
        brief.outcome = state.outcome->kind;
        brief.incident_id = state.outcome->incident_id;
    }
    if (const auto* owed = kernel::find(state.open, "call_back")) brief.call_back_by = owed->due_by;
    if (const auto* owed = kernel::find(state.open, "not_solved")) brief.answer_by = owed->due_by;
    if (state.receipt) put_receipt(brief, state);
    return brief;
}

std::optional<CallRow> row_of(std::string_view stream, const Call::State& state) {
    if (state.stage == Stage::none) return std::nullopt;
    CallRow row;
    row.call_id = std::string{stream};
    row.channel = state.channel;
    row.status = state.stage;
    row.received_at = state.received_at;
    row.answered_at = state.answered_at;
    if (!state.answered_by.value().empty()) row.answered_by = state.answered_by;
    row.priority = priority_of(state);
    row.duress = state.duress.has_value();
    row.where = jurisdiction_of(state);
    row.hints = state.applied_hint ? 0 : static_cast<int>(state.hints.size());
    row.decided_at = state.decided_at;
    row.undone = static_cast<int>(state.undone.size());
    row.call_back_reason = state.call_back_reason;
    row.next = next_of(state.open);
    if (state.report) put_report(row, *state.report);
    if (state.outcome) put_outcome(row, *state.outcome);
    if (state.receipt) put_receipt(row, *state.receipt);
    for (const Missed& one : state.missed)
        if (std::find(row.missed.begin(), row.missed.end(), one.kind) == row.missed.end())
            row.missed.push_back(one.kind);
    return row;
}

std::map<std::string, std::string> facets_of(const Call::State& state) {
    const Jurisdiction& where = jurisdiction_of(state);
    const auto priority = priority_of(state);
    return {{"status", name_of(state.stage)},
            {"channel", name_of(state.channel)},
            {"outcome", state.outcome ? name_of(state.outcome->kind) : ""},
            {"priority", priority ? name_of(*priority) : ""},
            {"district", where.district.value()},
            {"station", where.station.value()},
            {"missed", state.missed.empty() ? "no" : "yes"}};
}

bool is_open(const Call::State& state) { return state.stage != Stage::decided || !state.open.empty(); }

kernel::Scope scope_of(const Call::State& state) {
    kernel::Scope scope{jurisdiction_of(state), {}};
    // Whoever received or answered it keeps sight of it when it turns out to be another district's.
    for (const PostId* post : {&state.receiving_post, &state.answered_by})
        if (!post->value().empty())
            scope.shared_with.push_back({*post, kernel::Extent::all, kernel::Standing::holder});
    if (state.outcome && state.outcome->agency)
        scope.shared_with.push_back({kernel::post_id("agency", AreaId{*state.outcome->agency}),
                                     kernel::Extent::all, kernel::Standing::holder});
    for (const PostId& post : state.shown_to) scope.shared_with.push_back({post});
    return scope;
}

}  // namespace anlan::call
