#include "views/repeat_reports.hpp"

#include "codec/json.hpp"
#include "domain/call/events.hpp"
#include "domain/erasure/events.hpp"
#include "domain/incident/events.hpp"
#include "domain/matter/events.hpp"
#include "domain/matter/rules.hpp"

#include <algorithm>
#include <cmath>

namespace anlan::views {
namespace {

constexpr Hours clear_for{24};
constexpr Minutes swept_every{10};

// The bodies of the module's commands matter.suggest and matter.add_report.
struct Suggestion {
    std::string kind;
    std::string rule;
    std::vector<matter::Report> reports;
};
BOOST_DESCRIBE_STRUCT(Suggestion, (), (kind, rule, reports))
struct Addition {
    matter::Report report;
};
BOOST_DESCRIBE_STRUCT(Addition, (), (report))

std::vector<matter::Reason> reasons_of(const planning::RepeatHit& hit) {
    std::vector<matter::Reason> out;
    for (const Evidence& one : hit.evidence) {
        std::optional<int> metres;
        if (one.metres) metres = static_cast<int>(std::lround(*one.metres));
        out.push_back({one.kind, one.bits, metres, one.months});
    }
    return out;
}

std::optional<std::size_t> call_digest(const std::optional<CallId>& call) {
    if (!call) return std::nullopt;
    return std::hash<std::string>{}(call->value());
}

std::string matter_id_of(const IncidentId& newest) {
    return "mat_" + newest.value().substr(newest.value().find('_') + 1);
}

}  // namespace

RepeatReports::RepeatReports(std::span<const kernel::Module> modules, const kernel::Rulebook& rules,
                             planning::DigestKey key)
    : rules_(rules),
      finder_(rules.section<matter::Rules>().finder, key,
              Hours{rules.section<matter::Rules>().window_hours}) {
    for (const auto& module : modules) {
        if (module.name != "matter") continue;
        suggest_ = module.find_command("matter.suggest");
        add_report_ = module.find_command("matter.add_report");
    }
    ANLAN_CHECK(suggest_ != nullptr && add_report_ != nullptr, "the matter module has its commands");
}

void RepeatReports::apply(const kernel::Recorded& recorded) {
    const std::lock_guard lock{mutex_};
    const auto& wire = recorded.envelope.wire;
    if (wire.starts_with("call.")) {
        apply_call(recorded);
    } else if (wire.starts_with("incident.")) {
        apply_incident(recorded);
    } else if (wire.starts_with("matter.")) {
        apply_matter(recorded);
    } else if (const auto* erased = recorded.as<erasure::RecordErased>()) {
        drop(erased->record);
        forget_call(erased->record);
    }
    forget(recorded.envelope.recorded_at);
}

void RepeatReports::apply_call(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    if (const auto* received = recorded.as<call::CallReceived>()) {
        calls_[stream] = {std::string{received->text.reveal()}, std::string{received->callback.reveal()},
                          received->received_at};
        return;
    }
    const auto found = calls_.find(stream);
    if (found == calls_.end()) return;
    if (const auto* stated = recorded.as<call::CallerStated>(); stated != nullptr && stated->callback)
        found->second.callback = stated->callback->reveal();
    if (const auto* written = recorded.as<call::ReportWritten>();
        written != nullptr && !written->report.narrative.empty())
        found->second.text = written->report.narrative.reveal();
}

void RepeatReports::apply_incident(const kernel::Recorded& recorded) {
    const IncidentId incident{recorded.envelope.stream};
    if (const auto* e = recorded.as<incident::IncidentOpened>()) {
        const auto call = e->call_id ? calls_.find(e->call_id->value()) : calls_.end();
        std::string text{e->summary.reveal()};
        std::string callback;
        if (call != calls_.end()) {
            if (call->second.text != text) text += "，" + call->second.text;
            callback = call->second.callback;
        }
        const std::string place =
            std::string{e->location.place_text.reveal()} + " " + e->location.place_label.value_or("");
        const auto [entry, is_new] = recent_.insert_or_assign(
            incident.value(), Recent{{incident, e->location.point, e->class_code, e->opened_at,
                                      PersonalText{text}, PersonalText{place}, PersonalText{callback}},
                                     e->location.where,
                                     call_digest(e->call_id)});
        finder_.add(entry->second.report);
        wait_for(incident);
        return;
    }
    if (recorded.as<incident::IncidentCancelled>() != nullptr ||
        recorded.as<incident::IncidentMerged>() != nullptr)
        return drop(incident.value());  // what was merged into another is no repeat of it
    if (const auto recent = recent_.find(incident.value()); recent != recent_.end())
        apply_change(recorded, recent->second);
}

void RepeatReports::apply_change(const kernel::Recorded& recorded, Recent& recent) {
    if (const auto* reclassified = recorded.as<incident::IncidentReclassified>()) {
        recent.report.class_code = reclassified->class_code;
    } else if (const auto* corrected = recorded.as<incident::LocationCorrected>()) {
        recent.report.point = corrected->location.point;
        recent.report.place = PersonalText{std::string{corrected->location.place_text.reveal()} + " " +
                                           corrected->location.place_label.value_or("")};
        recent.where = corrected->location.where;
    } else {
        return;
    }
    finder_.add(recent.report);
    wait_for(recent.report.incident_id);
}

void RepeatReports::wait_for(const IncidentId& incident_id) {
    const Recent& recent = recent_.at(incident_id.value());
    if (!finder_.is_watched(recent.report.class_code)) {
        placed_.erase(incident_id.value());
        return;
    }
    placed_[incident_id.value()] = {recent.report.reported_at, recent.where, recent.call};
    if (std::find(waiting_.begin(), waiting_.end(), incident_id.value()) == waiting_.end())
        waiting_.push_back(incident_id.value());
}

void RepeatReports::put_in(const std::string& matter, const IncidentId& incident_id) {
    matter_of_[incident_id.value()] = matter;
    std::erase(waiting_, incident_id.value());
}

void RepeatReports::apply_matter(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    if (const auto* suggested = recorded.as<matter::MatterSuggested>()) {
        matters_[stream] = Standing::suggested;
        for (const auto& report : suggested->reports) put_in(stream, report.incident_id);
    } else if (const auto* added = recorded.as<matter::ReportAdded>()) {
        put_in(stream, added->report.incident_id);
    } else if (recorded.as<matter::MatterConfirmed>() != nullptr) {
        matters_[stream] = Standing::confirmed;
    } else if (recorded.as<matter::MatterRejected>() != nullptr) {
        matters_[stream] = Standing::rejected;
    } else if (recorded.as<matter::DecisionUndone>() != nullptr) {
        matters_[stream] = Standing::suggested;
    } else if (const auto* out = recorded.as<matter::ReportTakenOut>()) {
        matter_of_.erase(out->incident_id.value());
    } else if (const auto* split = recorded.as<matter::MatterSplit>()) {
        // Theirs until the new matter is suggested, so that nothing else is made of them in between.
        for (const auto& report : split->reports)
            matter_of_[report.incident_id.value()] = split->into.value();
        matters_[split->into.value()] = Standing::suggested;
    }
    sent_.erase(stream);
}

void RepeatReports::drop(const std::string& incident) {
    finder_.remove(IncidentId{incident});
    recent_.erase(incident);
    placed_.erase(incident);
    std::erase(waiting_, incident);
}

// What the caller said stands in what is compared of the report: it goes with the call. Those of the last
// day go at once, as their words are held in clear; a year's are gone through once for all calls of a sweep.
void RepeatReports::forget_call(const std::string& call) {
    if (!call.starts_with("cal_")) return;
    calls_.erase(call);
    const CallDigest digest = *call_digest(CallId{call});
    std::vector<std::string> gone;
    for (const auto& [incident, recent] : recent_)
        if (recent.call == digest) gone.push_back(incident);
    for (const auto& incident : gone) drop(incident);
    erased_calls_.insert(digest);
}

void RepeatReports::drop_of_erased_calls() {
    if (erased_calls_.empty()) return;
    std::vector<std::string> gone;
    for (const auto& [incident, placed] : placed_)
        if (placed.call && erased_calls_.contains(*placed.call)) gone.push_back(incident);
    for (const auto& incident : gone) drop(incident);
    erased_calls_.clear();
}

// A matter is remembered for as long as one of its reports can be found.
void RepeatReports::forget_past_window(Instant oldest) {
    finder_.forget_before(oldest);
    std::erase_if(placed_, [&](const auto& entry) { return entry.second.reported_at < oldest; });
    std::erase_if(matter_of_, [&](const auto& entry) {
        return !placed_.contains(entry.first) && !recent_.contains(entry.first);
    });
    std::unordered_set<std::string_view> named;
    for (const auto& [incident, matter] : matter_of_) named.insert(matter);
    std::erase_if(matters_, [&](const auto& entry) { return !named.contains(entry.first); });
}

void RepeatReports::forget(Instant now) {
    if (now < swept_at_ + swept_every) return;
    const auto& rules = rules_.section<matter::Rules>();
    const Instant day_ago = now - clear_for;
    std::erase_if(calls_, [&](const auto& entry) { return entry.second.received_at < day_ago; });
    std::erase_if(recent_, [&](const auto& entry) { return entry.second.report.reported_at < day_ago; });
    const Instant caught_up = now - Hours{rules.catch_up_hours};
    std::erase_if(waiting_, [&](const std::string& incident) {
        const auto found = recent_.find(incident);
        return found == recent_.end() || found->second.report.reported_at < caught_up;
    });
    drop_of_erased_calls();
    if (std::chrono::floor<std::chrono::days>(now) != std::chrono::floor<std::chrono::days>(swept_at_))
        forget_past_window(now - Hours{rules.window_hours});
    swept_at_ = now;
}

const std::string* RepeatReports::matter_of(const IncidentId& incident_id) const {
    const auto found = matter_of_.find(incident_id.value());
    return found == matter_of_.end() ? nullptr : &found->second;
}

// What stands in a rejected matter is no reason to suggest another.
bool RepeatReports::counts(const planning::RepeatHit& hit) const {
    const std::string* matter = matter_of(hit.incident_id);
    const auto standing = matter == nullptr ? matters_.end() : matters_.find(*matter);
    if (standing != matters_.end() && standing->second == Standing::rejected) return false;
    return placed_.contains(hit.incident_id.value());
}

template <class Body>
kernel::Followup RepeatReports::command(std::string stream, const kernel::CommandSpec* spec,
                                        const Body& body) const {
    auto value = spec->decode(codec::to_json(body));
    ANLAN_CHECK(value.ok(), "the finder writes commands that the matter module reads");
    return {std::move(stream), {spec, std::move(value).value()}};
}

std::optional<kernel::Followup> RepeatReports::look_at(const Recent& recent) const {
    const auto& rules = rules_.section<matter::Rules>();
    const auto& asked = recent.report;
    if (matter_of(asked.incident_id) != nullptr) return std::nullopt;
    auto hits = finder_.find(asked);
    std::erase_if(hits, [&](const auto& hit) { return !counts(hit); });
    if (hits.empty()) return std::nullopt;
    for (const auto& hit : hits)
        if (const std::string* matter = matter_of(hit.incident_id))
            return command(*matter, add_report_,
                           Addition{{asked.incident_id, asked.reported_at, recent.where, hit.incident_id,
                                     hit.bits, reasons_of(hit)}});
    Suggestion suggestion;
    std::vector<Instant> reported{asked.reported_at};
    for (const auto& hit : hits) {
        const Placed& placed = placed_.at(hit.incident_id.value());
        suggestion.reports.push_back({hit.incident_id, placed.reported_at, placed.where, asked.incident_id,
                                      hit.bits, reasons_of(hit)});
        reported.push_back(placed.reported_at);
    }
    suggestion.reports.push_back({asked.incident_id, asked.reported_at, recent.where, {}, 0, {}});
    for (const DisputeKind& kind : rules.finder.kinds) {
        if (std::find(kind.classes.begin(), kind.classes.end(), asked.class_code) == kind.classes.end())
            continue;
        const auto* rule = matter::suggests(rules, kind.code, reported);
        if (rule == nullptr) continue;
        suggestion.kind = kind.code;
        suggestion.rule = rule->code;
        return command(matter_id_of(asked.incident_id), suggest_, suggestion);
    }
    return std::nullopt;
}

std::optional<kernel::Followup> RepeatReports::next() {
    const std::lock_guard lock{mutex_};
    while (!waiting_.empty()) {
        const std::string incident = waiting_.front();
        waiting_.pop_front();
        const auto recent = recent_.find(incident);
        if (recent == recent_.end()) continue;
        if (auto found = look_at(recent->second)) {
            sent_[found->stream] = incident;
            return found;
        }
    }
    return std::nullopt;
}

void RepeatReports::put_back(const kernel::Followup& unsent) {
    const std::lock_guard lock{mutex_};
    const auto found = sent_.find(unsent.stream);
    if (found == sent_.end()) return;  // it arrived after all
    waiting_.push_back(found->second);
    sent_.erase(found);
}

// Its report is looked at again when something about it changes.
void RepeatReports::refused(const kernel::Followup& sent) {
    const std::lock_guard lock{mutex_};
    sent_.erase(sent.stream);
}

void RepeatReports::held(const kernel::CountHeld& count) const {
    const std::lock_guard lock{mutex_};
    count("repeat_reports_for_a_year", finder_.size());
    count("repeat_recent", recent_.size());
    count("repeat_waiting", waiting_.size());
    count("repeat_matters_for_a_year", matters_.size());
    count("repeat_in_matters_for_a_year", matter_of_.size());
}

}  // namespace anlan::views
