// The outlines of the areas that lie directly in one: what a map draws of a city, a district or a station. A
// map is public, as what areas_at tells of a point is.
#pragma once
#include "domain/area/events.hpp"
#include "kernel/module.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::area {

struct OutlineRow {
    AreaId area_id;
    AreaLevel level{};
    std::string area_name;
    std::vector<Ring> outline;
    bool generated = false;
};
BOOST_DESCRIBE_STRUCT(OutlineRow, (), (area_id, level, area_name, outline, generated))

class OutlinesView final : public kernel::View {
public:
    std::string_view name() const override { return "area_outlines"; }
    void apply(const kernel::Recorded& recorded) override;
    std::vector<kernel::QuerySpec> queries() override;

private:
    Result<std::string, kernel::Refusal> within(const kernel::QueryRequest& request) const;

    std::map<std::string, OutlineRow, std::less<>> areas_;
    std::map<std::string, std::vector<std::string>, std::less<>> within_;  // by the area they lie in
};

}  // namespace anlan::area
