// Puts the planners to work on what is known now: for an incident, which units should go, why each, why not
// the nearer one, what is still missing, and what sending them would cost the 1-3-5 rings. Knows units and
// incidents from their events, positions from Positions, figures from the rulebook, roads where a graph is
// loaded. It advises; nothing here
// decides.
#pragma once
#include "domain/unit/dispatch_rules.hpp"
#include "domain/unit/events.hpp"
#include "kernel/holder.hpp"
#include "kernel/module.hpp"
#include "kernel/shelf.hpp"
#include "planning/recommendation.hpp"
#include "terms/incident_catalogue.hpp"
#include "terms/jurisdiction.hpp"
#include "views/positions.hpp"
#include "views/roads.hpp"

#include <boost/describe.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace anlan::views {

// As much of an incident as advice needs. Once it is over it stands on the shelf: it may be opened again.
struct AdvisedIncident {
    std::string class_code;
    Priority priority{};
    ResponseLevel level{};
    std::optional<GeoPoint> point;
    Jurisdiction where;
};
BOOST_DESCRIBE_STRUCT(AdvisedIncident, (), (class_code, priority, level, point, where))

class UnitAdvice final : public kernel::View, public kernel::KeepsOnShelves, public kernel::Holder {
public:
    explicit UnitAdvice(const Positions& positions, std::unique_ptr<Roads> roads = nullptr)
        : positions_(positions), roads_(std::move(roads)) {}

    std::string_view name() const override { return "unit_advice"; }
    void use(const kernel::MakeShelf& make) override { over_ = make(); }
    void held(const kernel::CountHeld& count) const override;
    void apply(const kernel::Recorded& recorded) override;
    std::vector<kernel::QuerySpec> queries() override;

    struct Asked {
        std::string incident;
        Instant now{};
        const kernel::Rulebook& rules;
    };
    // The recommendation for one incident; a refusal where it is unknown or has no point. Callers hold the
    // runner's shared lock (queries do); the planner's own board is guarded here.
    Result<planning::Recommendation, kernel::Refusal> recommend(const Asked& asked) const;

    // The rings as they are covered now: what a coverage map shows.
    std::vector<planning::TierCover> cover(Instant now, const kernel::Rulebook& rules) const;

private:
    struct Unit {
        planning::Candidate candidate;
        std::optional<GeoPoint> home;
        std::optional<GeoPoint> last_point;  // as stated by an event, at last_point_at
        Instant last_point_at{};
        std::string active_incident;
        Instant busy_since{};
        bool on_duty = false;
        bool out_of_service = false;
    };
    using Incident = AdvisedIncident;
    struct Board;

    void apply_unit(const kernel::Recorded& recorded);
    void apply_incident(const kernel::Recorded& recorded);
    std::optional<kernel::Shelf::Number> on_shelf(const std::string& id) const;
    std::optional<Incident> find_incident(const std::string& id) const;
    void shelve(const std::string& id, const Incident& incident);
    void apply_area(const kernel::Recorded& recorded);
    void free_unit(Unit& unit, const IncidentId& incident);
    planning::Candidate candidate_now(const std::string& id, const Unit& unit, Instant now,
                                      const unit::PositionAges& ages) const;
    std::vector<planning::Candidate> candidates(Instant now, const unit::DispatchRules& rules) const;
    std::vector<planning::Requirement> requirements(const Incident& incident, const std::string& id,
                                                    const IncidentCatalogue& catalogue) const;
    void refresh_board(Instant now, const kernel::Rulebook& rules,
                       const std::vector<planning::Candidate>& candidates) const;

    planning::TravelToPoint travel(const planning::RecommendationRequest& request, int civil_hour) const;

    const Positions& positions_;
    const std::unique_ptr<Roads> roads_;  // none: travel is by distance
    std::map<std::string, Unit> units_;   // ordered, so that the same state gives the same advice
    std::unordered_map<std::string, Incident> incidents_;  // open ones
    std::unique_ptr<kernel::Shelf> over_ = std::make_unique<kernel::MemoryShelf>();
    kernel::Shelf::Number next_over_ = 0;
    std::map<std::string, planning::Ring> rings_;  // by station: its beats' centres
    std::size_t ring_points_ = 0;
    mutable std::mutex board_mutex_;
    mutable std::shared_ptr<Board> board_;
};

}  // namespace anlan::views
