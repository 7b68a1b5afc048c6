#include "planning/travel_sources.hpp"

#include <algorithm>

namespace anlan::planning {
namespace {

// A patrol car on free roads: what the graph's times are for.
double free_pace(const TravelTimes& times) {
    double best = times.pace(UnitKind::patrol_car, 0);
    for (int hour = 1; hour < 24; ++hour) best = std::min(best, times.pace(UnitKind::patrol_car, hour));
    return best;
}

}  // namespace

TravelToPoint travel_by_distance(const TravelTimes& times, int civil_hour) {
    return [times, civil_hour](GeoPoint to, std::span<const Candidate> candidates,
                               std::vector<TravelEstimate>& estimates) {
        const GeoVector target = to_vector(to);
        estimates.assign(candidates.size(), {});
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (!candidates[i].point) continue;
            const Metres straight =
                arc_of_chord_squared(chord_squared(to_vector(*candidates[i].point), target));
            estimates[i].seconds = times.seconds(candidates[i].kind, straight, civil_hour);
        }
    };
}

RoadTravel::RoadTravel(std::shared_ptr<const RoadGraph> graph, RoadTravelLimits limits)
    : graph_(std::move(graph)), limits_(std::move(limits)), search_(*graph_) {}

bool RoadTravel::drives(UnitKind kind) const {
    return std::find(limits_.kinds.begin(), limits_.kinds.end(), kind) != limits_.kinds.end();
}

const RoadTravel::Standing& RoadTravel::standing(const Candidate& candidate) {
    const auto [known, is_new] = standing_.try_emplace(candidate.unit_id.value());
    if (is_new || !(known->second.point == *candidate.point))
        known->second = {*candidate.point, graph_->snap(*candidate.point, limits_.snap)};
    return known->second;
}

TravelToPoint RoadTravel::travel(Question question) {
    return [this, question = std::move(question)](GeoPoint to, std::span<const Candidate> candidates,
                                                  std::vector<TravelEstimate>& estimates) {
        travel_by_distance(question.times, question.civil_hour)(to, candidates, estimates);
        ask(question, to, candidates, estimates);
    };
}

void RoadTravel::ask(const Question& question, GeoPoint to, std::span<const Candidate> candidates,
                     std::vector<TravelEstimate>& estimates) {
    const auto goal = graph_->snap(to, limits_.snap);
    if (!goal) return;
    found_.assign(candidates.size(), nullptr);
    wanted_.clear();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (!candidates[i].point || !drives(candidates[i].kind)) continue;
        const Standing& at = standing(candidates[i]);
        if (!at.on) continue;
        found_[i] = &at;
        if (question.could_go(candidates[i])) wanted_.push_back(at.on->node);
    }
    const RoadLimits limits{static_cast<RoadMillis>(Millis{question.travel_max}.count()), limits_.nodes_max,
                            limits_.wanted_max};
    search_.reach_to(goal->node, wanted_, limits, question.closures);
    const double best = free_pace(question.times);
    // Everything within the time was seen, so whoever was not found comes later than it, if at all.
    const bool seen_all = search_.reached() >= limits.time;
    const auto too_far = static_cast<double>((question.travel_max + Seconds{1}).count());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (found_[i] == nullptr) continue;
        const UnitKind kind = candidates[i].kind;
        const double share = question.times.pace(kind, question.civil_hour) / best;
        const auto seconds = [&](RoadMillis road) { return road / 1000.0 * share; };
        const RoadMillis road = search_.known(found_[i]->on->node);
        if (road == unreachable) {
            estimates[i].seconds =
                std::max(estimates[i].seconds, seen_all ? too_far : seconds(search_.reached()));
            continue;
        }
        const Metres off_road{found_[i]->on->off_road.value() + goal->off_road.value()};
        const double beside = question.times.seconds(kind, off_road, question.civil_hour);
        if (estimates[i].seconds <= beside) continue;  // nearer to each other than to the road
        estimates[i] = {seconds(road) + beside, TravelBasis::road};
    }
}

}  // namespace anlan::planning
