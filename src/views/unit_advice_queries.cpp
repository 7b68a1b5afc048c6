// The questions that UnitAdvice answers, as the API shows them.
#include "codec/json.hpp"
#include "views/unit_advice.hpp"

namespace anlan::views {
namespace {

struct RingCoverRows {
    std::vector<planning::TierCover> rows;
    Instant at{};
};
BOOST_DESCRIBE_STRUCT(RingCoverRows, (), (rows, at))

struct RoadsShown {
    planning::TravelBasis travel_by = planning::TravelBasis::distance;
    std::optional<LoadedRoads> roads;
};
BOOST_DESCRIBE_STRUCT(RoadsShown, (), (travel_by, roads))

}  // namespace

std::vector<kernel::QuerySpec> UnitAdvice::queries() {
    kernel::QuerySpec recommendation;
    recommendation.name = "dispatch.recommendation";
    recommendation.permission = "incident.read";
    recommendation.path = "/v1/incidents/{incident_id}/recommendation";
    recommendation.title = {"派警建议：理由、缺口与快反圈代价", "Whom to send: reasons, shortfall and price"};
    recommendation.result_schema = codec::schema<planning::Recommendation>();
    recommendation.answer =
        [this](const kernel::QueryRequest& request) -> Result<std::string, kernel::Refusal> {
        // Advice names units all over the city, so it is for those whose area the incident lies in; a share
        // gives none of it.
        const auto& id = request.parameters.at("incident_id");
        const auto known = find_incident(id);
        if (known && !request.visible({known->where, {}}))
            return Unexpected{kernel::Refusal{"access.not_given_by_sharing",
                                              "whom to send is for those whose area the incident lies in",
                                              kernel::Because::forbidden, kernel::Remedy::ask_superior}};
        ANLAN_TRY(const auto advice, recommend({id, request.now, request.rules}));
        return codec::to_json(advice);
    };
    kernel::QuerySpec coverage;
    coverage.name = "dispatch.coverage";
    coverage.permission = "unit.read";
    coverage.path = "/v1/coverage";
    coverage.title = {"1-3-5 快反圈当前覆盖", "How the 1-3-5 rings are covered now"};
    coverage.result_schema = codec::schema<RingCoverRows>();
    coverage.answer = [this](const kernel::QueryRequest& request) -> Result<std::string, kernel::Refusal> {
        // The rings are of the whole city: for every post that has an area, and for none that sees only
        // shares.
        if (!request.visible({}))
            return Unexpected{kernel::Refusal{"access.not_shared", "coverage is not shared with this post",
                                              kernel::Because::forbidden, kernel::Remedy::ask_superior}};
        return codec::to_json(RingCoverRows{cover(request.now, request.rules), request.now});
    };
    kernel::QuerySpec roads;
    roads.name = "dispatch.roads";
    roads.permission = "unit.read";
    roads.path = "/v1/roads";
    roads.title = {"行程时间的依据：路网或直线距离", "What travel times rest on: a road graph, or distance"};
    roads.result_schema = codec::schema<RoadsShown>();
    roads.answer = [this](const kernel::QueryRequest&) -> Result<std::string, kernel::Refusal> {
        if (!roads_) return codec::to_json(RoadsShown{});
        return codec::to_json(RoadsShown{planning::TravelBasis::road, roads_->loaded});
    };
    std::vector<kernel::QuerySpec> specs;
    specs.push_back(std::move(recommendation));
    specs.push_back(std::move(coverage));
    specs.push_back(std::move(roads));
    return specs;
}

}  // namespace anlan::views
