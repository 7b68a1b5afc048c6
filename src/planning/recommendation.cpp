#include "planning/recommendation.hpp"

#include "planning/recommendation_cost.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace anlan::planning {
namespace {

// A unit that could go, with what it costs.
struct Able {
    std::size_t candidate = 0;
    CostParts cost;
};

Seconds whole(double seconds) { return Seconds{static_cast<std::int64_t>(std::ceil(seconds))}; }

std::vector<std::size_t> sorted_by_travel(std::span<const Candidate> candidates,
                                          const std::vector<TravelEstimate>& travel) {
    std::vector<std::size_t> order(candidates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (travel[a].seconds != travel[b].seconds) return travel[a].seconds < travel[b].seconds;
        return candidates[a].unit_id < candidates[b].unit_id;
    });
    return order;
}

class Recommender {
public:
    Recommender(const RecommendationRequest& request, std::span<const Candidate> candidates,
                const TravelToPoint& travel, const CoverageBoard& board)
        : request_(request),
          candidates_(candidates),
          board_(board),
          what_if_(board),
          sent_(candidates.size()) {
        travel(request.point, candidates, travel_);
        by_travel_ = sorted_by_travel(candidates, travel_);
    }

    Recommendation run() {
        Recommendation out;
        out.answers.resize(request_.requirements.size());
        std::vector<std::vector<Able>> able;
        for (const Requirement& requirement : request_.requirements) able.push_back(able_for(requirement));
        std::vector<std::size_t> order(able.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return std::pair(able[a].size(), a) < std::pair(able[b].size(), b);
        });
        for (const std::size_t r : order) choose(request_.requirements[r], able[r], out.answers[r]);
        for (const std::size_t r : order) add_alternatives(request_.requirements[r], able[r], out.answers[r]);
        for (RequirementAnswer& answer : out.answers) settle_passed_over(answer, out.answers);
        out.price = what_if_.price(reserves_among(candidates_));
        return out;
    }

private:
    bool precedes(const Able& a, const Able& b) const {
        if (a.cost.total != b.cost.total) return a.cost.total < b.cost.total;
        if (a.cost.travel != b.cost.travel) return a.cost.travel < b.cost.travel;
        return candidates_[a.candidate].unit_id < candidates_[b.candidate].unit_id;
    }

    Able plain(std::size_t i) const {
        const Seconds turnout = board_.times().turnout(candidates_[i].kind);
        return {i, own_cost(request_.rules, candidates_[i], travel_[i].seconds, turnout)};
    }

    Able with_coverage(Able able) const {
        const double weight = what_if_.weight_lost(candidates_[able.candidate].unit_id);
        able.cost.coverage = weight * request_.rules.seconds_per_weight;
        able.cost.total += able.cost.coverage;
        return able;
    }

    std::vector<Able> able_for(const Requirement& requirement) const {
        std::vector<Able> able;
        for (const std::size_t i : by_travel_)
            if (!exclusion(request_, requirement, candidates_[i], travel_[i].seconds))
                able.push_back(plain(i));
        std::sort(able.begin(), able.end(), [&](const Able& a, const Able& b) { return precedes(a, b); });
        return able;
    }

    // The `count` cheapest with coverage. Those that are dearer before coverage than the last of the best
    // need not be looked at, since coverage never makes a unit cheaper.
    std::vector<Able> cheapest(const std::vector<Able>& able, std::size_t count) const {
        std::vector<Able> best;
        const auto order = [&](const Able& a, const Able& b) { return precedes(a, b); };
        for (const Able& next : able) {
            if (count == 0 || (best.size() == count && next.cost.total > best.back().cost.total)) break;
            if (sent_[next.candidate]) continue;
            const Able full = with_coverage(next);
            if (best.size() == count && !precedes(full, best.back())) continue;
            if (best.size() == count) best.pop_back();
            best.insert(std::upper_bound(best.begin(), best.end(), full, order), full);
        }
        return best;
    }

    void choose(const Requirement& requirement, const std::vector<Able>& able, RequirementAnswer& answer) {
        answer.name = requirement.name;
        answer.capable = static_cast<int>(able.size());
        while (static_cast<int>(answer.chosen.size()) < requirement.count) {
            const std::vector<Able> next = cheapest(able, 1);
            if (next.empty()) break;
            const auto rank = static_cast<int>(answer.chosen.size()) + 1;
            answer.chosen.push_back(proposal(requirement, next.front(), rank));
            sent_[next.front().candidate] = true;
            what_if_.take(candidates_[next.front().candidate].unit_id);
        }
        answer.shortfall = std::max(0, requirement.count - static_cast<int>(answer.chosen.size()));
    }

    void add_alternatives(const Requirement& requirement, const std::vector<Able>& able,
                          RequirementAnswer& answer) {
        const auto more = static_cast<std::size_t>(std::max(0, request_.rules.alternatives_max));
        auto rank = static_cast<int>(answer.chosen.size());
        for (const Able& next : cheapest(able, more))
            answer.alternatives.push_back(proposal(requirement, next, ++rank));
    }

    // Built while the what-if stands as it stood when the unit was chosen, so that the reasons are the true
    // ones.
    Proposal proposal(const Requirement& requirement, const Able& able, int rank) const {
        const Candidate& candidate = candidates_[able.candidate];
        Proposal out;
        out.unit_id = candidate.unit_id;
        out.call_sign = candidate.call_sign;
        out.rank = rank;
        out.travel = whole(able.cost.travel);
        out.travel_by = travel_[able.candidate].by;
        out.arrives_in = whole(able.cost.travel + able.cost.turnout);
        out.cost = able.cost;
        out.why_not_nearer = passed_over(requirement, able);
        out.reasons = reasons(requirement, candidate, out);
        return out;
    }

    std::vector<PassedOver> passed_over(const Requirement& requirement, const Able& chosen) const {
        // A few more than are shown: those chosen later for the same requirement are struck out again.
        const auto enough = static_cast<std::size_t>(std::max(0, request_.rules.passed_over_max) +
                                                     std::max(0, requirement.count));
        std::vector<PassedOver> out;
        for (const std::size_t i : by_travel_) {
            if (!(travel_[i].seconds < travel_[chosen.candidate].seconds) || out.size() >= enough) break;
            const Candidate& candidate = candidates_[i];
            auto why = exclusion(request_, requirement, candidate, travel_[i].seconds);
            if (!why && sent_[i]) why = Exclusion{PassedOverCode::sent_for_other_requirement, 0, {}};
            if (!why)
                why = dearest_part(request_.rules, candidate, with_coverage(plain(i)).cost, chosen.cost);
            out.push_back({candidate.unit_id, candidate.call_sign, whole(travel_[i].seconds), travel_[i].by,
                           why->code, why->figure, std::move(why->missing)});
        }
        return out;
    }

    std::vector<Reason> reasons(const Requirement& requirement, const Candidate& candidate,
                                const Proposal& proposal) const {
        std::vector<Reason> out;
        const auto say = [&](ReasonCode code, double figure) { out.push_back({code, figure}); };
        const auto passed = [&](PassedOverCode code) {
            return std::any_of(proposal.why_not_nearer.begin(), proposal.why_not_nearer.end(),
                               [&](const PassedOver& unit) { return unit.code == code; });
        };
        if (is_nearest_capable(requirement, candidate)) say(ReasonCode::nearest_capable, 1);
        if (!requirement.kinds.empty()) say(ReasonCode::kind_matches, 1);
        if (!requirement.skills.empty())
            say(ReasonCode::skill_matches, static_cast<double>(requirement.skills.size()));
        if (candidate.moving) say(ReasonCode::already_moving, 0);
        if (proposal.cost.coverage > 0)
            say(ReasonCode::uncovers_rings, weight_of(request_.rules, proposal.cost.coverage));
        if (passed(PassedOverCode::kept_for_coverage)) say(ReasonCode::keeps_rings_covered, 0);
        if (proposal.cost.stale_position > 0)
            say(ReasonCode::stale_position, static_cast<double>(candidate.position_age.count()));
        if (proposal.cost.preemption > 0) say(ReasonCode::preempts, figure_of(*candidate.assigned_priority));
        if (candidate.partnership != Partnership::own) say(ReasonCode::partner, 0);
        if (passed(PassedOverCode::higher_load)) say(ReasonCode::fewest_jobs, candidate.jobs_in_shift);
        return out;
    }

    bool is_nearest_capable(const Requirement& requirement, const Candidate& candidate) const {
        for (const std::size_t i : by_travel_)
            if (!exclusion(request_, requirement, candidates_[i], travel_[i].seconds))
                return &candidates_[i] == &candidate;
        return false;
    }

    // A nearer unit that in the end goes to the same requirement was not passed over; one that goes to
    // another was kept for that.
    void settle_passed_over(RequirementAnswer& answer, const std::vector<RequirementAnswer>& all) const {
        const auto goes_with = [](const RequirementAnswer& to, const UnitId& unit_id) {
            return std::any_of(to.chosen.begin(), to.chosen.end(),
                               [&](const Proposal& chosen) { return chosen.unit_id == unit_id; });
        };
        for (auto* list : {&answer.chosen, &answer.alternatives})
            for (Proposal& proposal : *list) {
                std::erase_if(proposal.why_not_nearer,
                              [&](const PassedOver& unit) { return goes_with(answer, unit.unit_id); });
                for (PassedOver& unit : proposal.why_not_nearer)
                    for (const RequirementAnswer& other : all)
                        if (goes_with(other, unit.unit_id))
                            unit.code = PassedOverCode::sent_for_other_requirement;
                const auto shown = static_cast<std::size_t>(std::max(0, request_.rules.passed_over_max));
                if (proposal.why_not_nearer.size() > shown) proposal.why_not_nearer.resize(shown);
            }
    }

    const RecommendationRequest& request_;
    std::span<const Candidate> candidates_;
    const CoverageBoard& board_;
    CoverageBoard::WhatIf what_if_;
    std::vector<char> sent_;
    std::vector<TravelEstimate> travel_;
    std::vector<std::size_t> by_travel_;
};

}  // namespace

Recommendation recommend(const RecommendationRequest& request, std::span<const Candidate> candidates,
                         const TravelToPoint& travel, const CoverageBoard& board) {
    return Recommender(request, candidates, travel, board).run();
}

bool could_go(const RecommendationRequest& request, const Candidate& candidate) {
    return std::any_of(
        request.requirements.begin(), request.requirements.end(),
        [&](const Requirement& requirement) { return !exclusion(request, requirement, candidate, 0); });
}

std::vector<std::vector<UnitId>> nearest_first(const RecommendationRequest& request,
                                               std::span<const Candidate> candidates,
                                               const TravelToPoint& travel) {
    std::vector<TravelEstimate> estimates;
    travel(request.point, candidates, estimates);
    std::vector<char> sent(candidates.size());
    std::vector<std::vector<UnitId>> out;
    const std::vector<std::size_t> order = sorted_by_travel(candidates, estimates);
    for (const Requirement& requirement : request.requirements) {
        auto& chosen = out.emplace_back();
        for (const std::size_t i : order) {
            if (static_cast<int>(chosen.size()) >= requirement.count) break;
            const bool is_free = candidates[i].status == UnitStatus::available;
            if (!is_free || sent[i] || exclusion(request, requirement, candidates[i], estimates[i].seconds))
                continue;
            sent[i] = true;
            chosen.push_back(candidates[i].unit_id);
        }
    }
    return out;
}

}  // namespace anlan::planning
