#include "views/outage_deadlines.hpp"

#include "codec/json.hpp"
#include "domain/outage/events.hpp"
#include "kernel/record.hpp"

#include <algorithm>
#include <limits>

namespace anlan::views {
namespace {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

constexpr std::size_t rows_max = 1'000;             // of one answer
constexpr std::uint64_t records_read_max = 50'000;  // for one answer, so that nobody waits long behind it

template <class Event>
std::optional<Event> event_of(const kernel::Envelope& record) {
    if (!record.wire.ends_with(Event::wire_suffix)) return std::nullopt;
    auto read = codec::read_json<Event>(record.payload, codec::Unknown::ignore);
    if (!read.ok()) return std::nullopt;
    return std::move(read).value();
}

FellRow row(const kernel::Envelope& record, Fell what, const auto& event) {
    FellRow row{record.position, record.stream, what,         event.kind,         event.key,
                event.owner,     std::nullopt,  event.due_by, record.recorded_at, 0};
    row.late_ms = std::max<std::int64_t>(0, (record.recorded_at - event.due_by).count());
    return row;
}

// A deadline that fell due while the service was back already, in the moment of its catching up, is not one.
std::optional<FellRow> fell(const kernel::Envelope& record, Instant until) {
    if (const auto missed = event_of<kernel::DeadlineMissed>(record)) {
        if (missed->due_by > until) return std::nullopt;
        return row(record, Fell::missed, *missed);
    }
    if (const auto warned = event_of<kernel::DeadlineWarned>(record))
        return row(record, Fell::warned, *warned);
    if (const auto told = event_of<kernel::DeadlineEscalated>(record)) {
        auto found = row(record, Fell::told, *told);
        found.told = told->told;
        return found;
    }
    return std::nullopt;
}

Result<std::uint64_t, Refusal> behind(const kernel::QueryRequest& request) {
    const auto given = request.parameters.find("after");
    if (given == request.parameters.end()) return std::uint64_t{0};
    auto read = codec::read_json<std::uint64_t>(given->second, codec::Unknown::refuse);
    if (!read.ok())
        return Unexpected{Refusal{"outage.position_invalid", "A position is a whole number.",
                                  Because::invalid, Remedy::fix_input, "after"}};
    return read.value();
}

}  // namespace

void OutageDeadlines::apply(const kernel::Recorded& recorded) {
    if (const auto* noted = recorded.event.as<outage::OutageNoted>())
        gaps_[recorded.envelope.stream] = {noted->from, noted->until, noted->after_position, std::nullopt};
    if (recorded.event.as<outage::OutageRecovered>() != nullptr)
        gaps_[recorded.envelope.stream].ended = recorded.envelope.position;
}

Result<FellPage, Refusal> OutageDeadlines::page(const std::string& outage_id, std::uint64_t after) const {
    const auto found = gaps_.find(outage_id);
    if (found == gaps_.end())
        return Unexpected{
            Refusal{"outage.unknown", "There is no such outage.", Because::unknown, Remedy::fix_input, {}}};
    const Gap& gap = found->second;
    FellPage page{outage_id, gap.from, gap.until, gap.ended.has_value(), {}, std::nullopt};
    const auto first = std::max(gap.after, after) + 1;
    const auto last = gap.ended.value_or(std::numeric_limits<std::uint64_t>::max());
    if (first > last) return page;
    std::optional<std::string> malformed;
    const auto read =
        log_.read(first, [&](std::uint64_t position, std::string_view bytes, const ports::Hash&) {
            if (position > last) return false;
            if (page.rows.size() == rows_max || position - first == records_read_max) {
                page.next = position - 1;
                return false;
            }
            auto record = kernel::decode(bytes);
            if (!record.ok()) {
                malformed = record.error().path;
                return false;
            }
            if (auto row = fell(record.value(), gap.until)) page.rows.push_back(std::move(*row));
            return true;
        });
    if (!read.ok() || malformed)
        return Unexpected{Refusal{"outage.log_unreadable",
                                  "The log cannot be read at the moment.",
                                  Because::busy,
                                  Remedy::wait,
                                  {}}};
    return page;
}

Result<std::string, Refusal> OutageDeadlines::answer(const kernel::QueryRequest& request) const {
    ANLAN_TRY(const auto after, behind(request));
    ANLAN_TRY(const auto found, page(request.parameters.at("outage_id"), after));
    return codec::to_json(found);
}

std::vector<kernel::QuerySpec> OutageDeadlines::queries() {
    kernel::QuerySpec spec;
    spec.name = "outage.deadlines";
    spec.permission = "outage.review";
    spec.path = "/v1/outages/{outage_id}/deadlines";
    spec.parameters = {{"outage_id", true, {"停机编号", "The outage"}},
                       {"after", false, {"从此序号之后", "Rows behind this position"}}};
    spec.title = {"停机期间到期的全部时限", "Every deadline that fell into an outage"};
    spec.result_schema = codec::schema<FellPage>();
    spec.answer = [this](const kernel::QueryRequest& request) { return answer(request); };
    return {std::move(spec)};
}

}  // namespace anlan::views
