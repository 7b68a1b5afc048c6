#include "domain/call/views.hpp"

#include "base/check.hpp"
#include "codec/json.hpp"
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

template <class Row>
Row read_row(const std::string& bytes) {
    auto read = codec::read_json<Row>(bytes, codec::Unknown::refuse);
    ANLAN_CHECK(read.ok(), "a row of the history is read as it was written");
    return std::move(read).value();
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
    Number number = 0;
    const Past& report;
    Instant earliest;
    const std::function<bool(const kernel::Scope&)>& visible;
};

void History::use(const kernel::MakeShelf& make) {
    reports_ = make();
    incidents_ = make();
}

void History::held(const kernel::CountHeld& count) const {
    count("history_reports_on_disk", reports_->size());
    count("history_incidents_on_disk", incidents_->size());
}

void History::apply(const kernel::Recorded& recorded) {
    on_call(recorded);
    on_incident(recorded);
    on_erasure(recorded);
}

void History::on_call(const kernel::Recorded& recorded) {
    const std::string& stream = recorded.envelope.stream;
    if (const auto* e = recorded.as<CallReceived>()) {
        Past past{.stream = stream, .reported_at = e->received_at, .number = number_mark(e->callback)};
        past.location.where = e->received_where;
        return add(std::move(past), recorded.envelope.recorded_at);
    }
    const auto* stated = recorded.as<CallerStated>();
    const auto* written = recorded.as<ReportWritten>();
    const auto* applied = recorded.as<LocationHintApplied>();
    const auto* decided = recorded.as<OutcomeDecided>();
    const bool undone = recorded.as<OutcomeUndone>() != nullptr;
    if (stated == nullptr && written == nullptr && applied == nullptr && decided == nullptr && !undone)
        return;
    auto found = find(stream);
    if (!found) return;
    Past& past = found->past;
    if (stated != nullptr && stated->callback) past.number = number_mark(*stated->callback);
    if (written != nullptr) {
        past.class_code = written->report.class_code;
        past.location = written->report.location;
    }
    if (applied != nullptr) past.location = applied->location;
    if (decided != nullptr) {
        past.outcome = decided->outcome.kind;
        past.incident_id = decided->outcome.incident_id;
    }
    if (undone) {
        past.outcome.reset();
        past.incident_id.reset();
    }
    put(*found);
}

// The number was personal; what is left is a report of some time and place.
void History::on_erasure(const kernel::Recorded& recorded) {
    const auto* e = recorded.as<erasure::RecordErased>();
    if (e == nullptr) return;
    auto found = find(e->record);
    if (!found) return;
    found->past.number = 0;
    put(*found);
}

void History::on_incident(const kernel::Recorded& recorded) {
    const std::string& stream = recorded.envelope.stream;
    if (const auto* e = recorded.as<incident::IncidentOpened>()) {
        if (auto found = find_incident(stream)) {
            found->known.class_code = e->class_code;
            put(*found);
        } else {
            put(NumberedIncident{next_incident_++, {stream, e->class_code, {}}});
        }
        if (e->call_id) return;
        Past past{.stream = stream, .reported_at = e->opened_at};
        past.location = e->location;
        past.incident_id = IncidentId{stream};
        return add(std::move(past), recorded.envelope.recorded_at);
    }
    const auto* reclassified = recorded.as<incident::IncidentReclassified>();
    const auto* closed = recorded.as<incident::IncidentClosed>();
    const auto* corrected = recorded.as<incident::LocationCorrected>();
    const bool reopened = recorded.as<incident::IncidentReopened>() != nullptr;
    if (reclassified != nullptr || closed != nullptr || reopened) {
        auto found = find_incident(stream);
        if (!found) return;
        if (reclassified != nullptr) found->known.class_code = reclassified->class_code;
        if (closed != nullptr) found->known.disposition = closed->disposition;
        if (reopened) found->known.disposition.reset();
        return put(*found);
    }
    if (corrected == nullptr || !find_incident(stream)) return;
    for (const Number number : reports_->find(incident_mark(stream))) {
        auto past = at(number);
        if (!past || past->incident_id != IncidentId{stream}) continue;
        past->location = corrected->location;
        put(Numbered{number, std::move(*past)});
    }
}

void History::add(Past past, Instant now) {
    forget_before(now - history_kept_for);
    put(Numbered{next_++, std::move(past)});
}

void History::put(const Numbered& report) {
    Past past = report.past;
    past.location.place_text = {};
    std::vector<kernel::Shelf::Mark> marks{stream_mark(past.stream)};
    if (past.number != 0) marks.push_back(past.number);
    if (past.incident_id) marks.push_back(incident_mark(past.incident_id->value()));
    if (past.location.place_id) marks.push_back(place_mark(past.location.place_id->value()));
    if (past.location.point) marks.push_back(cell_mark(*past.location.point, 0, 0));
    reports_->put(report.number, codec::to_json(past), marks);
}

void History::put(const NumberedIncident& incident) {
    const auto mark = incident_mark(incident.known.incident);
    incidents_->put(incident.number, codec::to_json(incident.known), {&mark, 1});
}

// With the last of its reports an incident goes, too.
void History::remove(const Numbered& report) {
    reports_->remove(report.number);
    if (!report.past.incident_id) return;
    const auto& incident = report.past.incident_id->value();
    if (!reports_->find(incident_mark(incident)).empty()) return;
    if (const auto found = find_incident(incident)) incidents_->remove(found->number);
}

// Reports come in the order of time, but for what an import adds late; those go with their neighbours.
void History::forget_before(Instant instant) {
    for (; forgotten_ < next_; ++forgotten_) {
        auto first = at(forgotten_);
        if (!first) continue;
        if (first->reported_at >= instant) return;
        remove({forgotten_, std::move(*first)});
    }
}

kernel::Shelf::Mark History::number_mark(const PersonalText& callback) const {
    const auto number = normalised_callback(callback);
    return number.empty() ? 0 : reports_->mark("number " + number);
}
kernel::Shelf::Mark History::stream_mark(std::string_view stream) const {
    return reports_->mark("stream " + std::string{stream});
}
kernel::Shelf::Mark History::incident_mark(std::string_view incident) const {
    return reports_->mark("incident " + std::string{incident});
}
kernel::Shelf::Mark History::place_mark(std::string_view place) const {
    return reports_->mark("place " + std::string{place});
}
kernel::Shelf::Mark History::cell_mark(GeoPoint point, int up, int right) const {
    return reports_->mark("cell " + std::to_string(cell_of(point, up, right)));
}

std::optional<History::Past> History::at(Number number) const {
    const auto row = reports_->get(number);
    if (!row) return std::nullopt;
    return read_row<Past>(*row);
}

// The last of that name: a call that is received again begins anew.
std::optional<History::Numbered> History::find(std::string_view stream) const {
    const auto numbers = reports_->find(stream_mark(stream));
    for (auto number = numbers.rbegin(); number != numbers.rend(); ++number)
        if (auto past = at(*number); past && past->stream == stream)
            return Numbered{*number, std::move(*past)};
    return std::nullopt;
}

std::optional<History::NumberedIncident> History::find_incident(std::string_view incident) const {
    for (const Number number : incidents_->find(incident_mark(incident))) {
        const auto row = incidents_->get(number);
        if (!row) continue;
        auto known = read_row<Known>(*row);
        if (known.incident == incident) return NumberedIncident{number, std::move(known)};
    }
    return std::nullopt;
}

HistoryEntry History::entry_of(const Past& past) const {
    HistoryEntry entry;
    entry.incident_id = past.incident_id;
    if (past.stream.starts_with("cal_")) entry.call_id = CallId{past.stream};
    entry.class_code = past.class_code;
    entry.reported_at = past.reported_at;
    entry.outcome = past.outcome;
    const auto found = past.incident_id ? find_incident(past.incident_id->value()) : std::nullopt;
    if (!found) return entry;
    entry.class_code = found->known.class_code;
    entry.disposition = found->known.disposition;
    return entry;
}

// The entry that this report belongs to, if it is another matter than the one asked about, not too old, and
// the asker's business.
HistoryEntry* History::entry(const Asked& asked, Number number, const Past& past, Entries& entries) const {
    if (number == asked.number || past.reported_at < asked.earliest) return nullptr;
    if (past.incident_id && past.incident_id == asked.report.incident_id) return nullptr;
    if (!asked.visible(kernel::Scope{past.location.where, {}})) return nullptr;
    const std::string& key = past.incident_id ? past.incident_id->value() : past.stream;
    const auto known = entries.find(key);
    return &(known != entries.end() ? known : entries.emplace(key, entry_of(past)).first)->second;
}

std::vector<History::Number> History::near(const Location& location) const {
    std::vector<Number> numbers;
    const auto take = [&](kernel::Shelf::Mark mark) {
        const auto found = reports_->find(mark);
        numbers.insert(numbers.end(), found.begin(), found.end());
    };
    if (location.place_id) take(place_mark(location.place_id->value()));
    if (location.point)
        for (const int up : {-1, 0, 1})
            for (const int right : {-1, 0, 1}) take(cell_mark(*location.point, up, right));
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

void History::add_same_number(const Asked& asked, Entries& entries) const {
    if (asked.report.number == 0) return;
    for (const Number number : reports_->find(asked.report.number)) {
        const auto past = at(number);
        if (!past || past->number != asked.report.number) continue;
        if (HistoryEntry* one = entry(asked, number, *past, entries)) one->same_number = true;
    }
}

void History::add_same_place(const Asked& asked, Entries& entries) const {
    const Location& here = asked.report.location;
    for (const Number number : near(here)) {
        const auto past = at(number);
        if (!past) continue;
        const Location& there = past->location;
        std::optional<double> metres;
        if (here.point && there.point) metres = distance(*here.point, *there.point).value();
        const bool same_place = here.place_id && here.place_id == there.place_id;
        if (!same_place && (!metres || *metres > same_place_within_metres)) continue;
        HistoryEntry* one = entry(asked, number, *past, entries);
        if (one == nullptr) continue;
        one->same_place = true;
        one->distance_metres = metres;
    }
}

std::optional<kernel::Scope> History::scope_of(const CallId& call_id) const {
    const auto found = find(call_id.value());
    if (!found) return std::nullopt;
    return kernel::Scope{found->past.location.where, {}};
}

std::optional<HistoryAnswer> History::of_call(
    const CallId& call_id, Instant now, const std::function<bool(const kernel::Scope&)>& visible) const {
    const auto found = find(call_id.value());
    if (!found) return std::nullopt;
    const Asked asked{found->number, found->past, now - history_kept_for, visible};
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
