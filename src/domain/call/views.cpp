#include "domain/call/views.hpp"

#include "domain/erasure/events.hpp"
#include "domain/incident/events.hpp"

#include <algorithm>
#include <cmath>

namespace anlan::call {
namespace {

constexpr double cell_degrees = 0.001;  // 111 m of latitude, at 31 degrees north 95 m of longitude
constexpr double least_metres_per_degree =
    80'000;  // of longitude, up to 44 degrees: where a cell is narrowest
static_assert(cell_degrees * least_metres_per_degree >= same_place_within_metres);

std::int64_t cell_of(GeoPoint point, int up, int right) {
    const auto row = static_cast<std::int64_t>(std::floor(point.latitude / cell_degrees)) + up;
    const auto column = static_cast<std::int64_t>(std::floor(point.longitude / cell_degrees)) + right;
    return row * 1'000'000 + column;
}

template <class Key>
void drop(std::unordered_map<Key, std::vector<std::uint64_t>>& index, const Key& key, std::uint64_t number) {
    const auto found = index.find(key);
    if (found == index.end()) return;
    std::erase(found->second, number);
    if (found->second.empty()) index.erase(found);
}

}  // namespace

std::string normalised_callback(const PersonalText& callback) {
    const std::string& text = callback.reveal();
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c != ' ' && c != '-' && c != '+' && c != '(' && c != ')')
            return text;
    }
    if (digits.starts_with("0086"))
        digits.erase(0, 4);
    else if (digits.size() > 11 && digits.starts_with("86"))
        digits.erase(0, 2);
    return digits.size() < 5 ? "" : digits;  // 110, 12345: nobody's own number
}

struct History::Asked {
    const Past& report;
    Instant earliest;
    const std::function<bool(const kernel::Scope&)>& visible;
};

void History::apply(const kernel::Recorded& recorded) {
    on_call(recorded);
    on_incident(recorded);
    on_erasure(recorded);
}

void History::on_call(const kernel::Recorded& recorded) {
    const std::string& stream = recorded.envelope.stream;
    if (const auto* e = recorded.as<CallReceived>()) {
        Past past{.stream = stream, .reported_at = e->received_at};
        past.location.where = e->received_where;
        set_number(add(std::move(past), recorded.envelope.recorded_at), e->callback);
        return;
    }
    const auto found = by_id_.find(stream);
    if (found == by_id_.end()) return;
    const Number number = found->second;
    if (const auto* e = recorded.as<CallerStated>(); e != nullptr && e->callback)
        set_number(number, *e->callback);
    if (const auto* e = recorded.as<ReportWritten>()) {
        at(number).class_code = e->report.class_code;
        set_place(number, e->report.location);
    }
    if (const auto* e = recorded.as<LocationHintApplied>()) set_place(number, e->location);
    if (const auto* e = recorded.as<OutcomeDecided>()) {
        at(number).outcome = e->outcome.kind;
        on_outcome(number, e->outcome.incident_id);
    }
    if (recorded.as<OutcomeUndone>() != nullptr) {
        at(number).outcome.reset();
        on_outcome(number, std::nullopt);
    }
}

// The number was personal; what is left is a report of some time and place.
void History::on_erasure(const kernel::Recorded& recorded) {
    const auto* e = recorded.as<erasure::RecordErased>();
    if (e == nullptr) return;
    if (const auto found = by_id_.find(e->record); found != by_id_.end()) set_number(found->second, {});
}

void History::on_outcome(Number number, const std::optional<IncidentId>& incident_id) {
    Past& past = at(number);
    if (past.incident_id) std::erase(incidents_[past.incident_id->value()].reports, number);
    past.incident_id = incident_id;
    if (incident_id) incidents_[incident_id->value()].reports.push_back(number);
}

void History::on_incident(const kernel::Recorded& recorded) {
    const std::string& stream = recorded.envelope.stream;
    if (const auto* e = recorded.as<incident::IncidentOpened>()) {
        incidents_[stream].class_code = e->class_code;
        if (e->call_id) return;
        const Number number =
            add({.stream = stream, .reported_at = e->opened_at}, recorded.envelope.recorded_at);
        set_place(number, e->location);
        on_outcome(number, IncidentId{stream});
        return;
    }
    const auto found = incidents_.find(stream);
    if (found == incidents_.end()) return;
    Known& known = found->second;
    if (const auto* e = recorded.as<incident::IncidentReclassified>()) known.class_code = e->class_code;
    if (const auto* e = recorded.as<incident::IncidentClosed>()) known.disposition = e->disposition;
    if (recorded.as<incident::IncidentReopened>() != nullptr) known.disposition.reset();
    if (const auto* e = recorded.as<incident::LocationCorrected>())
        for (const Number number : known.reports) set_place(number, e->location);
}

History::Number History::add(Past past, Instant now) {
    forget_before(now - history_kept_for);
    const Number number = forgotten_ + reports_.size();
    by_id_[past.stream] = number;
    reports_.push_back(std::move(past));
    return number;
}

void History::set_place(Number number, const Location& location) {
    Past& past = at(number);
    if (past.location.place_id) drop(by_place_, past.location.place_id->value(), number);
    if (past.location.point) drop(by_cell_, cell_of(*past.location.point, 0, 0), number);
    past.location = location;
    past.location.place_text = {};
    if (location.place_id) by_place_[location.place_id->value()].push_back(number);
    if (location.point) by_cell_[cell_of(*location.point, 0, 0)].push_back(number);
}

void History::set_number(Number number, const PersonalText& callback) {
    Past& past = at(number);
    if (!past.number.empty()) drop(by_number_, past.number.reveal(), number);
    past.number = PersonalText{normalised_callback(callback)};
    if (!past.number.empty()) by_number_[past.number.reveal()].push_back(number);
}

// Reports come in the order of time, but for what an import adds late; those go with their neighbours.
void History::forget_before(Instant instant) {
    while (!reports_.empty() && reports_.front().reported_at < instant) {
        set_place(forgotten_, {});
        set_number(forgotten_, {});
        const auto incident_id = reports_.front().incident_id;
        on_outcome(forgotten_, std::nullopt);
        if (incident_id && incidents_[incident_id->value()].reports.empty())
            incidents_.erase(incident_id->value());
        by_id_.erase(reports_.front().stream);
        reports_.pop_front();
        ++forgotten_;
    }
}

History::Past& History::at(Number number) { return reports_[static_cast<std::size_t>(number - forgotten_)]; }
const History::Past& History::at(Number number) const {
    return reports_[static_cast<std::size_t>(number - forgotten_)];
}

HistoryEntry History::entry_of(const Past& past) const {
    HistoryEntry entry;
    entry.incident_id = past.incident_id;
    if (past.stream.starts_with("cal_")) entry.call_id = CallId{past.stream};
    entry.class_code = past.class_code;
    entry.reported_at = past.reported_at;
    entry.outcome = past.outcome;
    const auto found = past.incident_id ? incidents_.find(past.incident_id->value()) : incidents_.end();
    if (found == incidents_.end()) return entry;
    entry.class_code = found->second.class_code;
    entry.disposition = found->second.disposition;
    return entry;
}

// The entry that this report belongs to, if it is another matter than the one asked about, not too old, and
// the asker's business.
HistoryEntry* History::entry(const Asked& asked, Number number, Entries& entries) const {
    const Past& past = at(number);
    if (&past == &asked.report || past.reported_at < asked.earliest) return nullptr;
    if (past.incident_id && past.incident_id == asked.report.incident_id) return nullptr;
    if (!asked.visible(kernel::Scope{past.location.where, {}})) return nullptr;
    const std::string& key = past.incident_id ? past.incident_id->value() : past.stream;
    return &entries.try_emplace(key, entry_of(past)).first->second;
}

std::vector<History::Number> History::near(const Location& location) const {
    std::vector<Number> numbers;
    const auto take = [&](const auto& index, const auto& key) {
        if (const auto found = index.find(key); found != index.end())
            numbers.insert(numbers.end(), found->second.begin(), found->second.end());
    };
    if (location.place_id) take(by_place_, location.place_id->value());
    if (location.point)
        for (const int up : {-1, 0, 1})
            for (const int right : {-1, 0, 1}) take(by_cell_, cell_of(*location.point, up, right));
    return numbers;
}

void History::add_same_number(const Asked& asked, Entries& entries) const {
    const auto same = by_number_.find(asked.report.number.reveal());
    if (same == by_number_.end()) return;
    for (const Number number : same->second)
        if (HistoryEntry* one = entry(asked, number, entries)) one->same_number = true;
}

void History::add_same_place(const Asked& asked, Entries& entries) const {
    const Location& here = asked.report.location;
    for (const Number number : near(here)) {
        const Location& there = at(number).location;
        std::optional<double> metres;
        if (here.point && there.point) metres = distance(*here.point, *there.point).value();
        const bool same_place = here.place_id && here.place_id == there.place_id;
        if (!same_place && (!metres || *metres > same_place_within_metres)) continue;
        HistoryEntry* one = entry(asked, number, entries);
        if (one == nullptr) continue;
        one->same_place = true;
        one->distance_metres = metres;
    }
}

std::optional<kernel::Scope> History::scope_of(const CallId& call_id) const {
    const auto found = by_id_.find(call_id.value());
    if (found == by_id_.end()) return std::nullopt;
    return kernel::Scope{at(found->second).location.where, {}};
}

std::optional<HistoryAnswer> History::of_call(
    const CallId& call_id, Instant now, const std::function<bool(const kernel::Scope&)>& visible) const {
    const auto found = by_id_.find(call_id.value());
    if (found == by_id_.end()) return std::nullopt;
    const Asked asked{at(found->second), now - history_kept_for, visible};
    Entries entries;
    add_same_number(asked, entries);
    add_same_place(asked, entries);
    HistoryAnswer answer;
    for (auto& [key, one] : entries) answer.entries.push_back(std::move(one));
    std::sort(answer.entries.begin(), answer.entries.end(),
              [](const HistoryEntry& a, const HistoryEntry& b) { return a.reported_at > b.reported_at; });
    answer.more = answer.entries.size() > history_entries_max;
    if (answer.more) answer.entries.resize(history_entries_max);
    return answer;
}

}  // namespace anlan::call
