#include "views/positions.hpp"

#include "codec/json.hpp"
#include "domain/unit/events.hpp"

#include <algorithm>

namespace anlan::views {
namespace {

using kernel::Because;
using kernel::QueryRequest;
using kernel::Refusal;
using kernel::Remedy;

// A position may come from a device whose clock is this much ahead of ours.
constexpr Seconds ahead_max{5};

struct PositionReport {
    std::string unit_id;
    GeoPoint point;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(PositionReport, (), (unit_id, point, at))

struct PositionReports {
    std::vector<PositionReport> positions;
};
BOOST_DESCRIBE_STRUCT(PositionReports, (), (positions))

struct PositionRow {
    std::string unit_id;
    GeoPoint point;
    Instant at{};
    std::int64_t age_s = 0;
};
BOOST_DESCRIBE_STRUCT(PositionRow, (), (unit_id, point, at, age_s))

struct PositionRows {
    std::vector<PositionRow> rows;
};
BOOST_DESCRIBE_STRUCT(PositionRows, (), (rows))

struct Taken {
    std::size_t taken = 0;
    std::size_t ignored = 0;  // of units not on duty, or older than what is known
};
BOOST_DESCRIBE_STRUCT(Taken, (), (taken, ignored))

Refusal invalid(std::string message, std::string field) {
    return {"position.invalid", std::move(message), Because::invalid, Remedy::fix_input, std::move(field)};
}

Result<std::string, Refusal> report(Positions& positions, const QueryRequest& request) {
    auto read = codec::read_json<PositionReports>(request.body, codec::Unknown::refuse);
    if (!read.ok()) return Unexpected{invalid("expected " + read.error().expected, read.error().path)};
    for (std::size_t i = 0; i < read->positions.size(); ++i) {
        const auto& one = read->positions[i];
        const auto field = ".positions[" + std::to_string(i) + "]";
        if (!is_valid(one.point))
            return Unexpected{invalid("latitude or longitude is out of range", field + ".point")};
        if (one.at && *one.at > request.now + ahead_max)
            return Unexpected{invalid("the position is from the future", field + ".at")};
    }
    Taken answer;
    for (const auto& one : read->positions) {
        if (positions.put(one.unit_id, {one.point, one.at.value_or(request.now)}))
            ++answer.taken;
        else
            ++answer.ignored;
    }
    return codec::to_json(answer);
}

Result<std::string, Refusal> list(const Positions& positions, const QueryRequest& request) {
    PositionRows answer;
    for (const auto& [unit, position] : positions.all(request.visible)) {
        const auto age = std::max(Millis{0}, request.now - position.at);
        answer.rows.push_back({unit, position.point, position.at, std::chrono::floor<Seconds>(age).count()});
    }
    std::sort(answer.rows.begin(), answer.rows.end(),
              [](const PositionRow& a, const PositionRow& b) { return a.unit_id < b.unit_id; });
    return codec::to_json(answer);
}

}  // namespace

void Positions::apply(const kernel::Recorded& recorded) {
    const std::lock_guard lock{mutex_};
    const auto& stream = recorded.envelope.stream;
    if (const auto* registered = recorded.as<unit::UnitRegistered>()) {
        Whose& whose = whose_[stream];
        whose.scope.where = registered->home;
        whose.has_own_post = registered->partner && registered->partner->post_id;
        if (whose.has_own_post)
            whose.scope.shared_with = {
                {*registered->partner->post_id, kernel::Extent::all, kernel::Standing::holder}};
    }
    if (const auto* begun = recorded.as<unit::DutyBegun>()) {
        on_duty_.try_emplace(stream);
        Whose& whose = whose_[stream];
        if (!whose.has_own_post) whose.scope.shared_with.clear();
        if (!whose.has_own_post && !begun->post_id.value().empty())
            whose.scope.shared_with = {{begun->post_id, kernel::Extent::all, kernel::Standing::holder}};
    }
    if (recorded.as<unit::DutyEnded>() != nullptr) on_duty_.erase(recorded.envelope.stream);
}

bool Positions::put(const std::string& unit, const UnitPosition& position) {
    const std::lock_guard lock{mutex_};
    const auto held = on_duty_.find(unit);
    if (held == on_duty_.end() || (held->second && held->second->at > position.at)) return false;
    held->second = position;
    return true;
}

std::optional<UnitPosition> Positions::find(const std::string& unit) const {
    const std::lock_guard lock{mutex_};
    const auto found = on_duty_.find(unit);
    return found == on_duty_.end() ? std::nullopt : found->second;
}

std::vector<std::pair<std::string, UnitPosition>> Positions::all(
    const std::function<bool(const kernel::Scope&)>& visible) const {
    const std::lock_guard lock{mutex_};
    std::vector<std::pair<std::string, UnitPosition>> known;
    for (const auto& [unit, position] : on_duty_) {
        const auto whose = whose_.find(unit);
        if (position && whose != whose_.end() && visible(whose->second.scope))
            known.emplace_back(unit, *position);
    }
    return known;
}

std::vector<kernel::QuerySpec> Positions::queries() {
    kernel::QuerySpec put_positions;
    put_positions.name = "unit.report_positions";
    put_positions.permission = "unit.report_position";
    put_positions.method = kernel::Method::post;
    put_positions.path = "/v1/positions";
    put_positions.title = {"上报警力位置（仅值勤期间，不留轨迹）",
                           "Report units' positions (duty only, no track is kept)"};
    put_positions.body_schema = codec::schema<PositionReports>();
    put_positions.result_schema = codec::schema<Taken>();
    put_positions.answer = [this](const QueryRequest& request) { return report(*this, request); };

    kernel::QuerySpec positions;
    positions.name = "unit.positions";
    positions.permission = "unit.read";
    positions.path = "/v1/positions";
    positions.title = {"警力当前位置及其时效", "Units' last positions and how old they are"};
    positions.result_schema = codec::schema<PositionRows>();
    positions.answer = [this](const QueryRequest& request) { return list(*this, request); };
    std::vector<kernel::QuerySpec> specs;
    specs.push_back(std::move(put_positions));
    specs.push_back(std::move(positions));
    return specs;
}

}  // namespace anlan::views
