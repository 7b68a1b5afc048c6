#include "domain/area/views.hpp"

#include "codec/json.hpp"
#include "domain/area/area.hpp"

namespace anlan::area {
namespace {

struct OutlineRows {
    std::vector<OutlineRow> rows;
};
BOOST_DESCRIBE_STRUCT(OutlineRows, (), (rows))

}  // namespace

void OutlinesView::apply(const kernel::Recorded& recorded) {
    const auto& id = recorded.envelope.stream;
    if (const auto* e = recorded.as<AreaRegistered>()) {
        areas_[id] = {AreaId{id}, e->level, e->area_name, e->outline, e->generated};
        within_[parent_of(e->level, e->where).value()].push_back(id);
    } else if (const auto* corrected = recorded.as<AreaCorrected>()) {
        auto& area = areas_[id];
        if (corrected->area_name) area.area_name = *corrected->area_name;
        if (corrected->outline) area.outline = *corrected->outline;
    }
}

Result<std::string, kernel::Refusal> OutlinesView::within(const kernel::QueryRequest& request) const {
    OutlineRows found;
    const auto asked = request.parameters.find("within");
    if (asked == request.parameters.end() || asked->second.empty())
        return Unexpected{kernel::Refusal{"advice.invalid", "say in which area they lie",
                                          kernel::Because::invalid, kernel::Remedy::fix_input, "within"}};
    if (const auto inside = within_.find(asked->second); inside != within_.end())
        for (const auto& id : inside->second) found.rows.push_back(areas_.at(id));
    return codec::to_json(found);
}

std::vector<kernel::QuerySpec> OutlinesView::queries() {
    kernel::QuerySpec outlines;
    outlines.name = "area.outlines";
    outlines.permission = "area.read";
    outlines.path = "/v1/area_outlines";
    outlines.parameters = {{"within", true, {"上级辖区", "the area in which they lie"}}};
    outlines.title = {"下一级辖区的轮廓", "The outlines of the areas that lie directly in this one"};
    outlines.result_schema = codec::schema<OutlineRows>();
    outlines.answer = [this](const kernel::QueryRequest& request) { return within(request); };
    std::vector<kernel::QuerySpec> specs;
    specs.push_back(std::move(outlines));
    return specs;
}

}  // namespace anlan::area
