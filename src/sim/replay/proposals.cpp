#include "sim/replay/proposals.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace anlan::sim {
namespace {

constexpr std::size_t shown = 3;
constexpr double seconds_per_place = 60;  // between one proposal and the next: only the order matters here

std::vector<std::string> names(const planning::RequirementAnswer& answer) {
    std::vector<std::string> all;
    for (const auto* list : {&answer.chosen, &answer.alternatives})
        for (const auto& proposal : *list) all.push_back(proposal.unit_id.value());
    return all;
}

planning::RecommendationRequest request_for(const Ask& ask) {
    planning::RecommendationRequest request;
    request.point = ask.point;
    request.requirements = {{ask.capability, {}, {ask.capability}, 1, false}};
    request.rules.cost_per_job = Seconds{0};
    request.rules.stale_share = 0;  // the age of a position is part of what practice weighs
    request.rules.travel_max = Hours{24};
    request.rules.alternatives_max = static_cast<int>(shown) - 1;
    request.rules.passed_over_max = 0;
    return request;
}

void count(Hits& hits, const std::string& unit, const std::vector<std::string>& proposed,
           const std::vector<std::string>& baseline) {
    const auto among = [&](const std::vector<std::string>& list, std::size_t many) {
        const auto end = list.begin() + static_cast<std::ptrdiff_t>(std::min(many, list.size()));
        return std::find(list.begin(), end, unit) != end ? 1U : 0U;
    };
    ++hits.compared;
    hits.first += among(proposed, 1);
    hits.first_three += among(proposed, shown);
    hits.baseline_first += among(baseline, 1);
    hits.baseline_first_three += among(baseline, shown);
}

}  // namespace

void ProposalCheck::call_received(const LoggedCall& call) {
    if (call.point && !call.station.empty()) practice_.know_call(call.station, *call.point);
}

bool ProposalCheck::planned(const LoggedCall& call, const LoggedResponse& response) const {
    const auto plan = std::find_if(mapping_.plans.begin(), mapping_.plans.end(),
                                   [&](const MappedPlan& p) { return p.type == call.type; });
    if (plan == mapping_.plans.end()) return true;  // nothing is said of this type: any unit may be asked for
    const auto& wanted = plan->capabilities;
    return std::find(wanted.begin(), wanted.end(), response.capability) != wanted.end();
}

// "E32" with the prefix "E" lives at the station that the log calls "32".
std::string ProposalCheck::home_station(const std::string& unit) const {
    for (const auto& home : mapping_.homes) {
        if (!unit.starts_with(home.prefix)) continue;
        std::string number = unit.substr(home.prefix.size());
        const bool digits = !number.empty() && std::all_of(number.begin(), number.end(),
                                                           [](char c) { return c >= '0' && c <= '9'; });
        if (digits) return number;
    }
    return {};
}

void ProposalCheck::dispatched(const LoggedCall& call, const LoggedResponse& response, Instant at) {
    if (!call.point) {
        ++figures_.without_point;
        return;
    }
    const Ask ask{
        response.capability, call.type, call.district, call.station, static_cast<int>(call.priority),
        *call.point,         at};
    if (planned(call, response))
        compare(ask, response);
    else
        ++figures_.not_planned;
    practice_.know_unit(response.unit, response.capability, home_station(response.unit));
    practice_.learn(ask, response.unit);
}

void ProposalCheck::compare(const Ask& ask, const LoggedResponse& response) {
    const auto known = practice_.propose(ask);
    std::vector<planning::Candidate> candidates;
    std::unordered_map<std::string, double> delay;
    for (const auto& option : known) {
        delay.emplace(option.unit, seconds_per_place * static_cast<double>(delay.size()));
        planning::Candidate candidate;
        candidate.unit_id = UnitId{option.unit};
        candidate.kind = response.kind;
        candidate.skills = {ask.capability};
        candidate.point = option.last_point;
        candidates.push_back(std::move(candidate));
    }
    const auto practised = [&](GeoPoint, std::span<const planning::Candidate> asked,
                               std::vector<planning::TravelEstimate>& estimates) {
        estimates.clear();
        for (const auto& candidate : asked) estimates.push_back({delay.at(candidate.unit_id.value())});
    };
    const auto straight = [&](GeoPoint to, std::span<const planning::Candidate> asked,
                              std::vector<planning::TravelEstimate>& estimates) {
        estimates.clear();
        for (const auto& candidate : asked) estimates.push_back({distance(*candidate.point, to).value()});
    };
    auto request = request_for(ask);
    const auto recommendation = planning::recommend(request, candidates, practised, no_rings_);
    const auto proposed = names(recommendation.answers.front());
    request.requirements.front().count = static_cast<int>(shown);
    std::vector<std::string> baseline;
    const auto nearest = planning::nearest_first(request, candidates, straight);
    for (const auto& unit : nearest.front()) baseline.push_back(unit.value());
    count(figures_, response.unit, proposed, baseline);
    count(figures_.by_capability[ask.capability], response.unit, proposed, baseline);
}

}  // namespace anlan::sim
