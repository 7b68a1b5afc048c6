// The daily audit of completeness: every report of a day has an entry, every incident an outcome, or it
// stands here.
#include "codec/json.hpp"
#include "kernel/deadline_rule.hpp"
#include "views/weekly_figures.hpp"

#include <algorithm>
#include <utility>

namespace anlan::views {
namespace {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

struct Day {
    Instant begins{};
    Instant ends{};
};

// "2026-03-02" of the city's clock.
std::optional<Day> day_named(const std::string& day, Minutes civil_offset) {
    constexpr std::size_t length = 10;
    const auto midnight = instant_from_text(day + "T00:00:00Z");
    if (day.size() != length || !midnight) return std::nullopt;
    const Instant begins = *midnight - civil_offset;
    return Day{begins, begins + Hours{24}};
}

bool has_outcome(const IncidentFact& incident) {
    return incident.closed || incident.cancelled || incident.merged;
}

}  // namespace

Result<AuditPage, Refusal> WeeklyFigures::audit(const std::string& text, const Visible& visible) const {
    const std::lock_guard lock{mutex_};
    const auto day = day_named(text, rulebook_.civil_offset);
    if (!day)
        return Unexpected{
            Refusal{"audit.day_invalid", "A day as 2026-03-02.", Because::invalid, Remedy::fix_input, "day"}};
    if (day->begins > now_())
        return Unexpected{Refusal{"audit.day_to_come", "That day has not begun.", Because::invalid,
                                  Remedy::fix_input, "day"}};
    // Of weeks that are counted the facts are let go of; they stand in the bulletin.
    if (bulletin::week_of(day->begins, rulebook_.civil_offset).number <= counted_through_)
        return Unexpected{Refusal{"audit.day_counted", "That day's week is counted: see its bulletin.",
                                  Because::unknown, Remedy::none, "day"}};
    const auto& levels = rulebook_.section<kernel::RoleLevels>();
    AuditPage page{text, day->begins, day->ends, {}, 0, 0, {}};
    const auto lacks = [&](Lacking what, const std::string& record, const Jurisdiction& where,
                           std::optional<Channel> channel, Instant at) {
        page.exceptions.push_back({what, record, where, channel,
                                   kernel::post_for(levels, rules().audit_owner_role, where), at,
                                   at < day->begins});
    };
    std::map<Channel, AuditedChannel> channels;
    for (const auto& [id, call] : facts_.calls()) {
        if (call.at >= day->ends || !visible({call.where, {}})) continue;
        if (!call.decided) lacks(Lacking::entry, id, call.where, call.channel, call.at);
        if (call.at < day->begins) continue;
        auto& channel = channels[call.channel];
        channel.channel = call.channel;
        ++channel.reports;
        channel.entered += call.decided ? 1 : 0;
    }
    for (const auto& [id, incident] : facts_.incidents()) {
        if (incident.at >= day->ends || !visible({incident.where, {}})) continue;
        if (!has_outcome(incident)) lacks(Lacking::outcome, id, incident.where, std::nullopt, incident.at);
        if (incident.at < day->begins) continue;
        ++page.incidents;
        page.with_outcome += has_outcome(incident) ? 1 : 0;
    }
    for (const auto& [channel, audited] : channels) page.channels.push_back(audited);
    std::sort(page.exceptions.begin(), page.exceptions.end(), [](const auto& a, const auto& b) {
        return std::pair{a.at, a.record} < std::pair{b.at, b.record};
    });
    return page;
}

kernel::QuerySpec WeeklyFigures::audit_query() {
    kernel::QuerySpec spec;
    spec.name = "audit.day";
    spec.permission = "bulletin.read";
    spec.path = "/v1/audits/{day}";
    spec.parameters = {{"day", true, {"日期，如2026-03-02", "The day, as 2026-03-02"}}};
    spec.title = {"当日完整性核查：每起报警有录入，每起警情有结果，否则列在这里",
                  "The day's audit: every report has an entry, every incident an outcome, or it is listed"};
    spec.result_schema = codec::schema<AuditPage>();
    spec.answer = [this](const kernel::QueryRequest& request) -> Result<std::string, Refusal> {
        const auto day = request.parameters.find("day");
        auto found = audit(day == request.parameters.end() ? "" : day->second, request.visible);
        if (!found.ok()) return Unexpected{found.error()};
        return codec::to_json(found.value());
    };
    return spec;
}

}  // namespace anlan::views
