#include "sim/replay/practice.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace anlan::sim {
namespace {

constexpr double learning_rate = 0.3;
constexpr double decay = 1e-4;        // of a weight in each step: what no longer helps is forgotten
constexpr auto shift_gap = Hours{5};  // nobody sent a unit for so long: its next dispatch begins a new shift
constexpr auto recent_span = Hours{4};

double minutes(Millis span) { return std::chrono::duration<double, std::ratio<60>>(span).count(); }
double hours(Millis span) { return minutes(span) / 60; }
double kilometres(GeoPoint a, GeoPoint b) { return distance(a, b).value() / 1'000; }
// Near differences matter more than far ones; 300 m is "there".
double nearness(double km) { return std::log(km + 0.3); }

std::size_t hour_of_day(Instant at) {
    const auto since_midnight = at - std::chrono::floor<std::chrono::days>(at);
    return static_cast<std::size_t>(std::chrono::duration_cast<Hours>(since_midnight).count());
}

}  // namespace

// Before anything is learned: nearer is better, home is better known than the last scene, and habits count.
DispatchPractice::Weights DispatchPractice::starting_weights() {
    Weights weights;
    weights.weight[0] = -0.5;
    weights.weight[1] = -1.5;
    weights.weight[3] = 1;
    weights.weight[4] = 0.7;
    weights.gradient.fill(1);
    return weights;
}

const DispatchPractice::Weights& DispatchPractice::weights(const std::string& capability) const {
    const auto found = weights_.find(capability);
    return found == weights_.end() ? first_weights_ : found->second;
}

void DispatchPractice::know_unit(const std::string& unit, const std::string& capability,
                                 const std::string& home_station) {
    const auto [entry, is_new] = units_.try_emplace(unit);
    if (!is_new) return;
    entry->second.unit = unit;
    entry->second.home_station = home_station;
    by_capability_[capability].push_back(unit);
}

void DispatchPractice::know_call(const std::string& station, GeoPoint point) {
    auto& centre = stations_[station];
    centre.latitude_sum += point.latitude;
    centre.longitude_sum += point.longitude;
    ++centre.calls;
}

void DispatchPractice::cleared(const std::string& unit, Instant at) {
    const auto found = units_.find(unit);
    if (found == units_.end()) return;
    found->second.busy = false;
    found->second.idle_since = at;
}

void DispatchPractice::went_to_hospital(const std::string& unit) {
    if (const auto found = units_.find(unit); found != units_.end()) found->second.away = true;
}

GeoPoint DispatchPractice::home_of(const Seen& unit) const {
    const auto station = stations_.find(unit.home_station);
    if (!unit.home_station.empty() && station != stations_.end()) {
        const auto& centre = station->second;
        return {centre.latitude_sum / centre.calls, centre.longitude_sum / centre.calls};
    }
    if (unit.dispatches == 0) return unit.last_point;
    return {unit.latitude_sum / unit.dispatches, unit.longitude_sum / unit.dispatches};
}

std::vector<const DispatchPractice::Seen*> DispatchPractice::free_units(const std::string& capability) const {
    std::vector<const Seen*> free;
    const auto known = by_capability_.find(capability);
    if (known == by_capability_.end()) return free;
    for (const auto& name : known->second) {
        const auto& unit = units_.at(name);
        if (!unit.busy && unit.placed) free.push_back(&unit);
    }
    return free;
}

// The circumstances by which the room's habits are counted, from the particular to the general.
std::array<std::string, 6> DispatchPractice::situations(const Ask& ask) {
    const std::string& kind = ask.capability;
    return {kind + "/station/" + ask.station,
            kind + "/district/" + ask.district,
            kind + "/type/" + ask.type,
            kind + "/type/" + ask.type + "/station/" + ask.station,
            kind + "/type/" + ask.type + "/district/" + ask.district,
            kind + "/type/" + ask.type + "/urgency/" + std::to_string(ask.urgency)};
}

int DispatchPractice::sent_before(std::string_view situation, const std::string& unit) const {
    const auto counts = sent_.find(std::string{situation});
    if (counts == sent_.end()) return 0;
    const auto count = counts->second.find(unit);
    return count == counts->second.end() ? 0 : count->second;
}

DispatchPractice::Features DispatchPractice::features_of(const Seen& unit, const Ask& ask) const {
    const double idle = std::max(minutes(ask.at - unit.idle_since), 0.0);
    const double on_shift = hours(ask.at - unit.shift_since);
    const double from_last = nearness(kilometres(unit.last_point, ask.point));
    const double from_home = kilometres(home_of(unit), ask.point);
    const auto habits = situations(ask);
    const auto habit = [&](std::size_t i) { return std::log1p(sent_before(habits[i], unit.unit)); };
    const std::size_t hour = hour_of_day(ask.at);
    const double at_this_hour =
        unit.by_hour[hour] + 0.5 * unit.by_hour[(hour + 1) % 24] + 0.5 * unit.by_hour[(hour + 23) % 24];
    const auto lately = std::count_if(unit.recent.begin(), unit.recent.end(),
                                      [&](Instant at) { return at > ask.at - recent_span; });
    return {from_last,
            nearness(from_home),
            0.3 * from_home,
            !unit.home_station.empty() && unit.home_station == ask.station ? 1.0 : 0.0,
            habit(0),
            habit(1),
            idle < 10 ? 1.0 : 0.0,
            idle > 240 && idle <= 480 ? 1.0 : 0.0,
            idle > 480 && idle <= 960 ? 1.0 : 0.0,
            idle > 960 ? 1.0 : 0.0,
            std::log1p(idle),
            idle < 15 ? from_last : 0.0,
            idle < 45 ? from_last : 0.0,
            unit.away ? from_last : 0.0,
            std::log1p(unit.dispatches),
            std::log1p(at_this_hour),
            on_shift > 10 ? 1.0 : 0.0,
            on_shift > 12 ? 1.0 : 0.0,
            on_shift / 10,
            std::log1p(static_cast<double>(lately)),
            habit(2),
            habit(3),
            habit(4),
            habit(5)};
}

std::vector<DispatchPractice::Option> DispatchPractice::propose(const Ask& ask) const {
    const auto& weight = weights(ask.capability).weight;
    std::vector<Option> options;
    for (const Seen* unit : free_units(ask.capability)) {
        const auto values = features_of(*unit, ask);
        double score = 0;
        for (std::size_t i = 0; i < features; ++i) score += weight[i] * values[i];
        options.push_back({unit->unit, unit->last_point, score});
    }
    std::sort(options.begin(), options.end(), [](const Option& a, const Option& b) {
        return a.score != b.score ? a.score > b.score : a.unit < b.unit;
    });
    return options;
}

// One step of the likelihood's gradient, each weight with its own pace (AdaGrad).
void DispatchPractice::adjust(const Ask& ask, const std::string& unit) {
    const auto free = free_units(ask.capability);
    std::vector<Features> values;
    std::size_t sent = free.size();
    for (std::size_t i = 0; i < free.size(); ++i) {
        values.push_back(features_of(*free[i], ask));
        if (free[i]->unit == unit) sent = i;
    }
    if (sent == free.size()) return;  // it was not among those we knew to be free: nothing to compare it with
    auto& own = weights_.try_emplace(ask.capability, first_weights_).first->second;
    std::vector<double> share;
    double highest = -1e300;
    for (const auto& v : values) {
        double score = 0;
        for (std::size_t i = 0; i < features; ++i) score += own.weight[i] * v[i];
        share.push_back(score);
        highest = std::max(highest, score);
    }
    double sum = 0;
    for (double& s : share) sum += s = std::exp(s - highest);
    for (std::size_t i = 0; i < features; ++i) {
        double gradient = values[sent][i];
        for (std::size_t j = 0; j < values.size(); ++j) gradient -= share[j] / sum * values[j][i];
        own.gradient[i] += gradient * gradient;
        own.weight[i] += learning_rate * gradient / std::sqrt(own.gradient[i]) - decay * own.weight[i];
    }
}

void DispatchPractice::learn(const Ask& ask, const std::string& unit) {
    adjust(ask, unit);
    for (const auto& situation : situations(ask)) ++sent_[situation][unit];
    auto& seen = units_.at(unit);
    if (seen.dispatches == 0 || ask.at - seen.idle_since > shift_gap) seen.shift_since = ask.at;
    seen.busy = true;
    seen.placed = true;
    seen.away = false;
    seen.last_point = ask.point;
    seen.idle_since = ask.at;
    seen.latitude_sum += ask.point.latitude;
    seen.longitude_sum += ask.point.longitude;
    ++seen.dispatches;
    ++seen.by_hour[hour_of_day(ask.at)];
    std::erase_if(seen.recent, [&](Instant at) { return at <= ask.at - 2 * recent_span; });
    seen.recent.push_back(ask.at);
}

}  // namespace anlan::sim
