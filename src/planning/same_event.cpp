#include "planning/same_event.hpp"

#include "planning/same_event_text.hpp"

#include <algorithm>
#include <cmath>

namespace anlan::planning {
namespace {

GeoPoint point_of(const GeoVector& vector) {
    const double around = std::sqrt(vector.x * vector.x + vector.y * vector.y);
    return {std::atan2(vector.z, around) / radians_per_degree,
            std::atan2(vector.y, vector.x) / radians_per_degree};
}

}  // namespace

SameEventIndex::SameEventIndex(SameEventWeights weights, Hours window)
    : weights_(std::move(weights)), window_(window), class_offsets_(1) {}

std::uint32_t SameEventIndex::class_number(const std::string& code) {
    if (code.empty()) return 0;
    const auto [entry, is_new] = classes_.try_emplace(code, static_cast<std::uint32_t>(classes_.size()) + 1);
    if (!is_new) return entry->second;
    double offset = 0;
    for (const SameEventClass& known : weights_.classes)
        if (known.class_code == code) offset = known.offset;
    class_offsets_.push_back(offset);
    return entry->second;
}

SameEventIndex::Row* SameEventIndex::find(const IncidentId& incident_id) {
    const auto found = by_id_.find(incident_id);
    return found == by_id_.end() ? nullptr : &found->second;
}

void SameEventIndex::add_pairs(Incident& incident, const PersonalText& text) {
    const auto added = pairs_of(with_arabic_numbers(folded_utf8(text.reveal())));
    std::vector<std::uint64_t> both;
    std::set_union(incident.pairs.begin(), incident.pairs.end(), added.begin(), added.end(),
                   std::back_inserter(both));
    for (const std::uint64_t pair : added)
        if (!std::binary_search(incident.pairs.begin(), incident.pairs.end(), pair)) pair_counts_[pair] += 1;
    incident.pairs = std::move(both);
    incident.ordinary_sum = 0;
    const double ordinary = ordinary_rarity();
    for (const std::uint64_t pair : incident.pairs)
        incident.ordinary_sum += topic_rarity(ordinary, rarity(pair));
}

void SameEventIndex::refresh(Row row) {
    const Incident& incident = incidents_[row];
    Glance& glance = glances_[row];
    glance = Glance{};
    for (const std::uint64_t pair : incident.pairs) glance.signature[pair >> 6 & 3] |= 1ULL << (pair & 63);
    glance.last_at = incident.last_at;
    glance.class_number = incident.class_number;
    glance.area = incident.area;
    glance.is_live = true;
    glance.has_point = incident.has_point;
    if (!incident.has_point) return;
    glance.x = static_cast<float>(incident.vector.x - origin_.x);
    glance.y = static_cast<float>(incident.vector.y - origin_.y);
    glance.z = static_cast<float>(incident.vector.z - origin_.z);
}

void SameEventIndex::put_in_cell(Row row) {
    Incident& incident = incidents_[row];
    incident.cell = incident.has_point ? cell_key(cell_place(point_of(incident.vector))) : 0;
    (incident.has_point ? cells_[incident.cell] : unplaced_).push_back(row);
}

void SameEventIndex::take_from_cell(Row row) {
    const Incident& incident = incidents_[row];
    auto& rows = incident.has_point ? cells_[incident.cell] : unplaced_;
    std::erase(rows, row);
    if (incident.has_point && rows.empty()) cells_.erase(incident.cell);
}

void SameEventIndex::add(const SameEventEntry& entry) {
    if (find(entry.incident_id) != nullptr) {  // said twice: the later text is added
        add_report(entry.incident_id, entry.text, entry.reported_at, entry.callback_hash);
        return;
    }
    Row row = static_cast<Row>(incidents_.size());
    if (unused_.empty()) {
        incidents_.emplace_back();
        glances_.emplace_back();
    } else {
        row = unused_.back();
        unused_.pop_back();
    }
    Incident& incident = incidents_[row];
    incident = Incident{};
    incident.incident_id = entry.incident_id;
    incident.first_at = incident.last_at = entry.reported_at;
    incident.class_number = class_number(entry.class_code);
    by_id_.emplace(entry.incident_id, row);
    unplaced_.push_back(row);
    place(entry.incident_id, entry.point);
    add_report(entry.incident_id, entry.text, entry.reported_at, entry.callback_hash);
}

void SameEventIndex::add_report(const IncidentId& incident_id, const PersonalText& text, Instant reported_at,
                                std::optional<std::uint64_t> callback_hash) {
    const Row* row = find(incident_id);
    if (row == nullptr) return;
    Incident& incident = incidents_[*row];
    add_pairs(incident, text);
    incident.last_at = std::max(incident.last_at, reported_at);
    if (callback_hash) {
        incident.callbacks.push_back(*callback_hash);
        by_callback_[*callback_hash].push_back(*row);
    }
    refresh(*row);
}

void SameEventIndex::place(const IncidentId& incident_id, std::optional<GeoPoint> point) {
    const Row* row = find(incident_id);
    if (row == nullptr) return;
    take_from_cell(*row);
    Incident& incident = incidents_[*row];
    incident.has_point = point && is_valid(*point);
    if (incident.has_point) {
        incident.vector = to_vector(*point);
        if (!has_origin_) origin_ = incident.vector;
        has_origin_ = true;
    }
    put_in_cell(*row);
    refresh(*row);
}

void SameEventIndex::classify(const IncidentId& incident_id, std::string class_code) {
    const Row* row = find(incident_id);
    if (row == nullptr) return;
    incidents_[*row].class_number = class_number(class_code);
    refresh(*row);
}

void SameEventIndex::belong(const IncidentId& incident_id, AreaNumber area) {
    const Row* row = find(incident_id);
    if (row == nullptr) return;
    incidents_[*row].area = area;
    refresh(*row);
}

void SameEventIndex::close(const IncidentId& incident_id) {
    if (const Row* row = find(incident_id)) incidents_[*row].is_closed = true;
}

void SameEventIndex::reopen(const IncidentId& incident_id) {
    if (const Row* row = find(incident_id)) incidents_[*row].is_closed = false;
}

void SameEventIndex::remove(const IncidentId& incident_id) {
    if (const Row* row = find(incident_id)) remove_row(*row);
}

void SameEventIndex::remove_row(Row row) {
    take_from_cell(row);
    Incident& incident = incidents_[row];
    for (const std::uint64_t pair : incident.pairs) {
        const auto count = pair_counts_.find(pair);
        if (--count->second == 0) pair_counts_.erase(count);
    }
    for (const std::uint64_t callback : incident.callbacks) {
        const auto rows = by_callback_.find(callback);
        if (rows == by_callback_.end()) continue;
        std::erase(rows->second, row);
        if (rows->second.empty()) by_callback_.erase(rows);
    }
    by_id_.erase(incident.incident_id);
    incident = Incident{};
    glances_[row] = Glance{};
    unused_.push_back(row);
}

void SameEventIndex::forget_before(Instant instant) {
    for (Row row = 0; row < incidents_.size(); ++row)
        if (glances_[row].is_live && incidents_[row].last_at < instant) remove_row(row);
}

// How many nats of surprise it is that a report contains this pair.
double SameEventIndex::rarity(std::uint64_t pair) const {
    const auto found = pair_counts_.find(pair);
    const double count = found == pair_counts_.end() ? 0 : found->second;
    return greatest_rarity() - std::log(count + 1);
}

// Among a handful of reports every wording would be common, and the same words from the next caller would
// count for nothing; so the day is never thought emptier than this.
double SameEventIndex::greatest_rarity() const {
    constexpr std::size_t reports_at_least = 200;
    return std::log(static_cast<double>(std::max(by_id_.size(), reports_at_least)) + 1);
}

// Up to here a pair is ordinary wording ("追尾"); what is rarer is likely part of a name. One report in two
// hundred; among few reports nothing can be so rare, and the line is drawn lower.
double SameEventIndex::ordinary_rarity() const { return std::min(std::log(200.0), 0.6 * greatest_rarity()); }

}  // namespace anlan::planning
