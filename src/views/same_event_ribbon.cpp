#include "views/same_event_ribbon.hpp"

#include "codec/json.hpp"
#include "domain/call/events.hpp"
#include "domain/incident/events.hpp"

namespace anlan::views {
namespace {

using kernel::Because;
using kernel::QueryRequest;
using kernel::Refusal;
using kernel::Remedy;

constexpr Hours kept_for{24};
constexpr Minutes swept_every{10};

struct RibbonQuestion {
    PersonalText text;
    std::optional<GeoPoint> point;
    std::optional<std::string> class_code;
    PersonalText callback;
    std::optional<std::string>
        call_id;  // the call being written: what it already belongs to is not suggested
};
BOOST_DESCRIBE_STRUCT(RibbonQuestion, (), (text, point, class_code, callback, call_id))

struct RibbonHit {
    IncidentId incident_id;
    std::string class_code;
    std::string place_label;
    std::optional<double> distance_metres;
    std::int64_t age_s = 0;
    double likeness = 0;
    planning::SameEventParts parts;
    std::vector<PersonalText> words;  // of the asker's own text
    bool open = true;
};
BOOST_DESCRIBE_STRUCT(RibbonHit, (),
                      (incident_id, class_code, place_label, distance_metres, age_s, likeness, parts, words,
                       open))

struct RibbonAnswer {
    std::vector<RibbonHit> hits;
};
BOOST_DESCRIBE_STRUCT(RibbonAnswer, (), (hits))

// The last eleven digits decide whether two numbers are one; the hash does not tell the number.
std::optional<std::uint64_t> callback_hash(const PersonalText& callback) {
    std::string digits;
    for (const char c : callback.reveal())
        if (c >= '0' && c <= '9') digits += c;
    if (digits.empty()) return std::nullopt;
    if (digits.size() > 11) digits.erase(0, digits.size() - 11);
    return std::hash<std::string>{}(digits);
}

}  // namespace

void SameEventRibbon::apply(const kernel::Recorded& recorded) {
    const auto& wire = recorded.envelope.wire;
    if (wire.starts_with("call."))
        apply_call(recorded);
    else if (wire.starts_with("incident."))
        apply_incident(recorded);
    forget(recorded.envelope.recorded_at);
}

void SameEventRibbon::apply_call(const kernel::Recorded& recorded) {
    const auto& stream = recorded.envelope.stream;
    if (const auto* received = recorded.as<call::CallReceived>()) {
        calls_[stream] = {received->text, callback_hash(received->callback), received->received_at};
        return;
    }
    const auto found = calls_.find(stream);
    if (found == calls_.end()) return;
    if (const auto* stated = recorded.as<call::CallerStated>(); stated != nullptr && stated->callback)
        found->second.callback_hash = callback_hash(*stated->callback);
    if (const auto* written = recorded.as<call::ReportWritten>();
        written != nullptr && !written->report.narrative.empty())
        found->second.text = written->report.narrative;
}

void SameEventRibbon::apply_incident(const kernel::Recorded& recorded) {
    const IncidentId incident{recorded.envelope.stream};
    if (const auto* opened = recorded.as<incident::IncidentOpened>()) {
        const auto caller = opened->call_id ? calls_.find(opened->call_id->value()) : calls_.end();
        index_.add({incident, opened->location.point, opened->class_code, opened->opened_at, opened->summary,
                    caller == calls_.end() ? std::nullopt : caller->second.callback_hash});
        if (caller != calls_.end()) index_.add_report(incident, caller->second.text, opened->opened_at, {});
        belong(incident, opened->location.where);
        incidents_[incident.value()] = {opened->class_code, opened->location.place_label.value_or(""), true};
        return;
    }
    const auto known = incidents_.find(incident.value());
    if (known == incidents_.end()) return;
    if (const auto* added = recorded.as<incident::CallAdded>()) {
        const auto caller = calls_.find(added->call_id.value());
        if (caller != calls_.end())
            index_.add_report(incident, caller->second.text, added->added_at, caller->second.callback_hash);
    } else if (const auto* absorbed = recorded.as<incident::IncidentAbsorbed>()) {
        for (const auto& call : absorbed->calls)
            if (const auto caller = calls_.find(call.call_id.value()); caller != calls_.end())
                index_.add_report(incident, caller->second.text, absorbed->absorbed_at,
                                  caller->second.callback_hash);
    } else if (const auto* corrected = recorded.as<incident::LocationCorrected>()) {
        index_.place(incident, corrected->location.point);
        belong(incident, corrected->location.where);
        known->second.place_label = corrected->location.place_label.value_or("");
    } else if (const auto* reclassified = recorded.as<incident::IncidentReclassified>()) {
        index_.classify(incident, reclassified->class_code);
        known->second.class_code = reclassified->class_code;
    } else if (recorded.as<incident::IncidentClosed>() != nullptr) {
        index_.close(incident);
        known->second.open = false;
    } else if (recorded.as<incident::IncidentMerged>() != nullptr) {
        index_.close(incident);  // calls that fit it are found by the one it went into, once they are there
        known->second.open = false;
    } else if (recorded.as<incident::IncidentReopened>() != nullptr ||
               recorded.as<incident::MergeUndone>() != nullptr) {
        index_.reopen(incident);
        known->second.open = true;
    } else if (recorded.as<incident::IncidentCancelled>() != nullptr) {
        index_.remove(incident);
        incidents_.erase(known);
    }
}

// There are as many areas as beats, and an incident without one belongs to its station or district.
void SameEventRibbon::belong(const IncidentId& incident, const Jurisdiction& where) {
    std::string key;
    for (const AreaId* part : {&where.city, &where.district, &where.station, &where.beat})
        key += part->value() + '/';
    const auto next = planning::AreaNumber{static_cast<std::uint32_t>(areas_.size())};
    const auto [entry, is_new] = area_numbers_.try_emplace(std::move(key), next);
    if (is_new) areas_.push_back(where);
    index_.belong(incident, entry->second);
}

void SameEventRibbon::forget(Instant now) {
    if (now < swept_at_ + swept_every) return;
    swept_at_ = now;
    index_.forget_before(now - kept_for);
    std::erase_if(calls_, [&](const auto& entry) { return entry.second.received_at < now - kept_for; });
    std::erase_if(incidents_, [&](const auto& entry) { return !index_.knows(IncidentId{entry.first}); });
}

void SameEventRibbon::held(const kernel::CountHeld& count) const {
    count("ribbon_calls", calls_.size());
    count("ribbon_incidents", incidents_.size());
    count("ribbon_index_rows", index_.rows());
}

Result<std::string, Refusal> SameEventRibbon::answer(const QueryRequest& request) const {
    auto read = codec::read_json<RibbonQuestion>(request.body, codec::Unknown::refuse);
    if (!read.ok())
        return Unexpected{Refusal{"advice.invalid", "expected " + read.error().expected, Because::invalid,
                                  Remedy::fix_input, read.error().path}};
    const auto& q = read.value();
    if (q.point && !is_valid(*q.point))
        return Unexpected{Refusal{"advice.invalid", "expected a point on the globe", Because::invalid,
                                  Remedy::fix_input, ".point"}};
    const auto hits =
        index_.ask({q.point, q.class_code.value_or(""), request.now, q.text, callback_hash(q.callback)},
                   [&](planning::AreaNumber area) { return request.visible({areas_[area.value()], {}}); });
    RibbonAnswer answer;
    for (const auto& hit : hits) {
        const auto known = incidents_.find(hit.incident_id.value());
        if (known == incidents_.end()) continue;
        answer.hits.push_back({hit.incident_id, known->second.class_code, known->second.place_label,
                               hit.distance ? std::optional{hit.distance->value()} : std::nullopt,
                               hit.age.count(), hit.likeness, hit.parts, hit.words, known->second.open});
    }
    return codec::to_json(answer);
}

std::vector<kernel::QuerySpec> SameEventRibbon::queries() {
    kernel::QuerySpec ribbon;
    ribbon.name = "call.same_events";
    ribbon.permission = "call.write_report";
    ribbon.method = kernel::Method::post;
    ribbon.path = "/v1/same_events";
    ribbon.title = {"可能是同一警情的近期警情（最多三条）",
                    "Incidents that this report may be about (at most three)"};
    ribbon.body_schema = codec::schema<RibbonQuestion>();
    ribbon.result_schema = codec::schema<RibbonAnswer>();
    ribbon.answer = [this](const QueryRequest& request) { return answer(request); };
    std::vector<kernel::QuerySpec> specs;
    specs.push_back(std::move(ribbon));
    return specs;
}

}  // namespace anlan::views
