// Which deadlines fell into an outage: each with when it was due, when it was noted and who owed it. Kept are
// only the outages; the deadlines are read from the log between the two records that enclose them.
#pragma once
#include "kernel/module.hpp"
#include "ports/event_log.hpp"
#include "terms/ids.hpp"

#include <boost/describe.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace anlan::views {

BOOST_DEFINE_ENUM_CLASS(Fell, missed, warned, told)

struct FellRow {
    std::uint64_t position = 0;  // in the log
    std::string record;
    Fell what{};
    std::string kind;
    std::string key;
    PostId owner;
    std::optional<PostId> told;  // by a rung of the ladder
    Instant due_by{};
    Instant noted_at{};
    std::int64_t late_ms = 0;  // behind due_by; 0 for a warning: there was still time
};
BOOST_DESCRIBE_STRUCT(FellRow, (),
                      (position, record, what, kind, key, owner, told, due_by, noted_at, late_ms))

struct FellPage {
    std::string outage_id;
    Instant from{};
    Instant until{};
    bool complete = false;  // false: they are still being noted
    std::vector<FellRow> rows;
    std::optional<std::uint64_t> next;  // ask again with after=next
};
BOOST_DESCRIBE_STRUCT(FellPage, (), (outage_id, from, until, complete, rows, next))

class OutageDeadlines final : public kernel::View {
public:
    explicit OutageDeadlines(ports::EventLog& log) : log_(log) {}

    std::string_view name() const override { return "outage_deadlines"; }
    void apply(const kernel::Recorded& recorded) override;
    std::vector<kernel::QuerySpec> queries() override;

private:
    struct Gap {
        Instant from{};
        Instant until{};
        std::uint64_t after = 0;             // the last record before the gap
        std::optional<std::uint64_t> ended;  // the record that says that all of it is noted
    };
    Result<FellPage, kernel::Refusal> page(const std::string& outage_id, std::uint64_t after) const;
    Result<std::string, kernel::Refusal> answer(const kernel::QueryRequest& request) const;

    ports::EventLog& log_;
    std::map<std::string, Gap> gaps_;
};

}  // namespace anlan::views
