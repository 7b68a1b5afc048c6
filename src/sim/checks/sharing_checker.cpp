#include "sim/checks/sharing_checker.hpp"

#include "domain/call/call.hpp"
#include "domain/incident/incident.hpp"
#include "domain/unit/events.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

constexpr Millis late_max{1'000};
// What only callers say in the simulated city, and how their numbers begin.
constexpr std::string_view callers_words = "请派人来看看";
constexpr std::string_view callers_number = "\"139";

bool is_partner(const access::Seat& seat) { return seat.roles.contains("partner"); }

}  // namespace

void SharingChecker::forget() {
    open_.clear();
    spans_.clear();
    units_.clear();
    head_ = 0;
}

void SharingChecker::recorded(const Step& step) {
    head_ = step.envelope.position;
    if (step.module.name == "incident") return incident_recorded(step);
    if (step.module.name == "call") return call_recorded(step);
    if (const auto* unit = step.as<unit::UnitRegistered>(); unit != nullptr && unit->partner)
        units_[step.envelope.stream] = unit->partner->post_id.value_or(PostId{});
}

void SharingChecker::incident_recorded(const Step& step) {
    const auto& stream = step.envelope.stream;
    if (const auto* shared = step.as<incident::IncidentShared>()) {
        end(step, shared->share_id);  // another extent, or another end
        open_[stream][shared->share_id] = {*shared, shared->ends_at};
        Span span{shared->post_id, step.commit};
        span.whole = shared->extent == kernel::Extent::all;
        span.share_id = shared->share_id;
        spans_[stream].push_back(std::move(span));
    }
    if (const auto* limited = step.as<incident::SharingLimited>()) {
        const auto found = open_[stream].find(limited->share_id);
        if (found != open_[stream].end()) found->second.ends_at = limited->ends_at;
    }
    if (const auto* ended = step.as<incident::SharingEnded>()) end(step, ended->share_id);
}

void SharingChecker::end(const Step& step, const std::string& share_id) {
    open_[step.envelope.stream].erase(share_id);
    for (auto& span : spans_[step.envelope.stream])
        if (span.share_id == share_id) span.until = std::min(span.until, step.envelope.position);
}

// With whom a call is shared follows its incident, a moment later; what follows is checked against what leads
// when both are at rest.
void SharingChecker::call_recorded(const Step& step) {
    const auto& stream = step.envelope.stream;
    const auto* noted = step.as<call::SharingNoted>();
    if (noted == nullptr && step.as<call::OutcomeUndone>() == nullptr) return;
    for (auto& span : spans_[stream]) span.until = std::min(span.until, step.envelope.position);
    if (noted == nullptr) return;
    for (const auto& post_id : noted->shown_to) {
        Span span{post_id, step.commit};
        span.whole = true;
        spans_[stream].push_back(std::move(span));
    }
}

bool SharingChecker::was_shared(const std::string& stream, const PostId& post_id, std::uint64_t from,
                                std::uint64_t until, bool whole) const {
    const auto found = spans_.find(stream);
    if (found == spans_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](const Span& span) {
        return span.post_id == post_id && span.from <= until && from <= span.until && (span.whole || !whole);
    });
}

void SharingChecker::told(std::size_t console, const SeenChange& change) {
    const auto& seat = consoles_[console];
    if (!is_partner(seat)) return;
    findings_.checked("sharing.partner_told_only_of_shared");
    const std::string stream{change.stream};
    const auto unit = units_.find(stream);
    if (unit != units_.end() && unit->second == seat.actor.post_id) return;
    if (was_shared(stream, seat.actor.post_id, change.position, change.position, false)) return;
    findings_.add("sharing.partner_told_only_of_shared",
                  "a partner's console is told of record " + std::to_string(change.position) +
                      ", which was not shared with it then",
                  change.stream);
}

void SharingChecker::shown(const Shown& shown, Instant) {
    if (!is_partner(shown.seat) || shown.response.status != 200) return;
    const std::string record = shown.record();
    if (!record.starts_with("inc_") && !record.starts_with("cal_")) return;
    findings_.checked("sharing.partner_shown_only_what_is_shared");
    const auto& post_id = shown.seat.actor.post_id;
    if (!was_shared(record, post_id, shown.asked_behind, head_, false))
        findings_.add("sharing.partner_shown_only_what_is_shared",
                      post_id.value() + " is shown what is not shared with it", record);
    if (was_shared(record, post_id, shown.asked_behind, head_, true)) return;
    findings_.checked("sharing.summary_hides_people");
    const auto& body = shown.response.body;
    if (body.find(callers_words) != std::string::npos || body.find(callers_number) != std::string::npos)
        findings_.add("sharing.summary_hides_people",
                      post_id.value() + " was given the outline and is shown what was said", record);
}

void SharingChecker::inspect(SimulatedNode& node) {
    if (node.engine().stopped() || node.engine().consequences_waiting()) return;
    look(node.now());
}

void SharingChecker::look(Instant now) {
    for (const auto& [stream, shares] : open_) {
        check_ends(stream, shares, now);
        check_calls(stream, shares);
    }
}

void SharingChecker::check_ends(const std::string& stream, const std::map<std::string, Open>& shares,
                                Instant now) {
    const FoldedStream* folded = chronicle_.find(stream);
    for (const auto& [share_id, share] : shares) {
        findings_.checked("sharing.ends_in_time");
        if (share.ends_at && std::max(*share.ends_at, hindered_until_) + late_max < now)
            findings_.add("sharing.ends_in_time",
                          share_id + " was to end at " + to_text(*share.ends_at) + " and has not", stream);
        findings_.checked("sharing.has_an_end");
        if (share.ends_at) continue;
        const auto* seen = folded == nullptr || !share.shared.assignment_id
                               ? nullptr
                               : incident::find_assignment(state_as<incident::Incident>(folded->state),
                                                           *share.shared.assignment_id);
        if (seen == nullptr || !incident::is_live(*seen))
            findings_.add("sharing.has_an_end", share_id + " has no end and follows no unit on the way",
                          stream);
    }
}

void SharingChecker::check_calls(const std::string& stream, const std::map<std::string, Open>& shares) {
    const FoldedStream* folded = chronicle_.find(stream);
    if (folded == nullptr) return;
    std::set<PostId> whole;
    for (const auto& [share_id, share] : shares)
        if (share.shared.extent == kernel::Extent::all) whole.insert(share.shared.post_id);
    for (const auto& seen : state_as<incident::Incident>(folded->state).calls) {
        const FoldedStream* call = chronicle_.find(seen.call_id.value());
        if (call == nullptr) continue;
        findings_.checked("sharing.calls_follow");
        const auto& shown_to = state_as<call::Call>(call->state).shown_to;
        if (std::set<PostId>(shown_to.begin(), shown_to.end()) != whole)
            findings_.add("sharing.calls_follow",
                          seen.call_id.value() + " is shown to " + std::to_string(shown_to.size()) +
                              " posts, its incident whole to " + std::to_string(whole.size()),
                          stream);
    }
}

}  // namespace anlan::sim
