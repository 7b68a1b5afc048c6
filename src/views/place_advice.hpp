// From what somebody says or types to a place of the register, and from a point on the map to the beat,
// station and district it lies in. What could be several places is asked, never guessed. The search itself is
// planning/address.hpp; this keeps its gazetteer as the register changes.
#pragma once
#include "kernel/module.hpp"
#include "planning/address.hpp"
#include "planning/area_index.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace anlan::views {

class PlaceAdvice final : public kernel::View {
public:
    std::string_view name() const override { return "place_advice"; }
    void apply(const kernel::Recorded& recorded) override;
    std::vector<kernel::QuerySpec> queries() override;

    // The parts that are known of where a point lies; all empty outside the city's districts.
    Jurisdiction where_is(GeoPoint point) const;

private:
    struct Area {
        std::string area_name;
        Jurisdiction where;
    };
    struct Beat {
        GeoPoint centre;
        Jurisdiction where;
    };

    void apply_place(const kernel::Recorded& recorded);
    void apply_area(const kernel::Recorded& recorded);
    void enter(const std::string& id);
    std::string name_of(const AreaId& area) const;
    Result<std::string, kernel::Refusal> resolve(const kernel::QueryRequest& request) const;
    Result<std::string, kernel::Refusal> look_up(const kernel::QueryRequest& request) const;

    planning::Gazetteer gazetteer_;
    std::unordered_map<std::string, planning::PlaceEntry> entries_;
    std::unordered_map<std::string, Area> areas_;
    std::vector<planning::OutlinedArea> outlines_;  // of districts
    planning::AreaIndex districts_;
    std::unordered_map<std::string, std::vector<Beat>> beats_;  // by district
};

}  // namespace anlan::views
