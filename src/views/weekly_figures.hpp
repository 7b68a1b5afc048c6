// The weekly bulletin's figures: counts each week from what happened, holds the records behind every figure
// for as many weeks as bulletin.toml says, and has the bulletins of the last week opened and drafted
// (domain/bulletin).
//
// A week is counted once, with all that was recorded before its hour (bulletin.toml, cut_off_hours) and
// nothing later: whoever reads the same log counts the same, whenever it is read. So the figures of a week
// that is counted never change here; what was wrong is corrected in the bulletin, by a person.
#pragma once
#include "kernel/holder.hpp"
#include "kernel/module.hpp"
#include "kernel/shelf.hpp"
#include "views/followup_source.hpp"
#include "views/weekly_tally.hpp"

#include <boost/describe.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace anlan::views {

BOOST_DEFINE_ENUM_CLASS(NotComparable, log_begins_later, not_held)

// Of another week that the figures are set beside; never a claim of cause.
struct ComparedWeek {
    std::string week;
    Instant begins{};
    Instant ends{};
    std::optional<NotComparable> why_not;
    std::vector<bulletin::UnitFigures> rows;
};
BOOST_DESCRIBE_STRUCT(ComparedWeek, (), (week, begins, ends, why_not, rows))

struct NamedArea {
    std::string area_id;
    std::string area_name;
};
BOOST_DESCRIBE_STRUCT(NamedArea, (), (area_id, area_name))

struct WeeklyPage {
    std::string week;
    Instant begins{};
    Instant ends{};
    Instant counted_until{};
    bool counted = false;          // false: it runs still, and this is how it stands now
    std::uint64_t counted_to = 0;  // position of the log
    bool opens = false;            // the records behind each figure are held
    NamedArea district;
    std::vector<bulletin::UnitFigures> rows;
    std::vector<bulletin::DepartmentBurden> burden;
    ComparedWeek week_before;
    ComparedWeek year_before;  // 52 weeks, so that each weekday stands beside its like
    std::vector<NamedArea> districts;
};
BOOST_DESCRIBE_STRUCT(WeeklyPage, (),
                      (week, begins, ends, counted_until, counted, counted_to, opens, district, rows, burden,
                       week_before, year_before, districts))

BOOST_DEFINE_ENUM_CLASS(Side, numerator, denominator)

struct RecordsPage {
    std::string week;
    std::string unit;
    std::string figure;
    Side side{};
    std::string formula_zh;
    std::string formula_en;
    std::int64_t sum = 0;    // of all amounts
    std::int64_t total = 0;  // records
    std::vector<Counted> records;
    std::optional<std::int64_t> next;  // `after` of the next page
};
BOOST_DESCRIBE_STRUCT(RecordsPage, (),
                      (week, unit, figure, side, formula_zh, formula_en, sum, total, records, next))

BOOST_DEFINE_ENUM_CLASS(Lacking, entry, outcome)

// What the audit of a day finds: a report without an entry, an incident without an outcome. Who owes it is a
// post.
struct AuditException {
    Lacking lacks{};
    std::string record;
    Jurisdiction where;
    std::optional<Channel> channel;  // of a report
    PostId owner;
    Instant at{};          // it was received, or opened
    bool carried = false;  // from a day before this one
};
BOOST_DESCRIBE_STRUCT(AuditException, (), (lacks, record, where, channel, owner, at, carried))

struct AuditedChannel {
    Channel channel{};
    int reports = 0;
    int entered = 0;
};
BOOST_DESCRIBE_STRUCT(AuditedChannel, (), (channel, reports, entered))

// As it stands now: all of them, and what of the days before is still open.
struct AuditPage {
    std::string day;
    Instant begins{};
    Instant ends{};
    std::vector<AuditedChannel> channels;  // those by which something came
    int incidents = 0;
    int with_outcome = 0;
    std::vector<AuditException> exceptions;  // the oldest first
};
BOOST_DESCRIBE_STRUCT(AuditPage, (), (day, begins, ends, channels, incidents, with_outcome, exceptions))

class WeeklyFigures final : public kernel::View,
                            public kernel::Holder,
                            public kernel::KeepsOnShelves,
                            public FollowupSource {
public:
    WeeklyFigures(std::span<const kernel::Module> modules, const kernel::Rulebook& rules,
                  std::function<Instant()> now);

    std::string_view name() const override { return "weekly_figures"; }
    void use(const kernel::MakeShelf& make) override;
    void apply(const kernel::Recorded& recorded) override;
    std::vector<kernel::QuerySpec> queries() override;
    void held(const kernel::CountHeld& count) const override;

    std::string_view sender() const override { return "weekly_figures"; }
    std::optional<kernel::Followup> next() override;
    void put_back(const kernel::Followup& unsent) override;
    void refused(const kernel::Followup& sent) override;

    // Of a station's or a district's record: who asks sees it.
    using Visible = std::function<bool(const kernel::Scope&)>;
    struct WeekAsked {
        std::string week;      // empty: the last that is counted, or the running one
        std::string district;  // empty: the first that may be seen
        Instant now{};
    };
    Result<WeeklyPage, kernel::Refusal> page(const WeekAsked& asked, const Visible& visible) const;
    struct RecordsAsked {
        std::string week;
        std::string unit;
        std::string figure;
        Side side{};
        std::int64_t after = 0;
        Instant now{};
    };
    Result<RecordsPage, kernel::Refusal> records(const RecordsAsked& asked, const Visible& visible) const;

    // Of a day whose week is not counted yet, or ended within the last hours.
    Result<AuditPage, kernel::Refusal> audit(const std::string& day, const Visible& visible) const;

private:
    struct OnShelf {
        bulletin::RowKind kind{};
        Jurisdiction where;
        kernel::Shelf::Number number = 0;
    };
    struct Counting {
        bulletin::Week week;
        std::uint64_t counted_to = 0;
        std::map<std::string, std::vector<bulletin::UnitFigures>> rows;         // by district
        std::map<std::string, std::vector<bulletin::DepartmentBurden>> burden;  // the same
        std::map<std::string, OnShelf> opened;  // by unit; while they are held
    };

    void count_through(Instant recorded_at);
    void count(const bulletin::Week& week);
    Counting counted(const bulletin::Week& week, Instant until, WeeklyTally& tally) const;
    void let_go(WeekNumber counted);
    kernel::QuerySpec audit_query();
    std::vector<NamedArea> districts(const Visible& visible) const;
    ComparedWeek compared(WeekNumber number, const std::string& district, const Visible& visible) const;
    std::vector<bulletin::UnitFigures> seen(const std::vector<bulletin::UnitFigures>& rows,
                                            const std::string& district, const Visible& visible) const;
    Jurisdiction where_of(const bulletin::UnitFigures& row, const std::string& district) const;
    std::vector<FigureRecords> lists_of(const Counting& counting, const WeeklyTally* running,
                                        const std::string& unit, std::size_t figure) const;
    std::optional<kernel::Followup> due(const bulletin::Week& week, const Jurisdiction& where);
    bool has_figures(const bulletin::Week& week, const std::string& district) const;
    bulletin::Week last_counted_by(Instant now) const;
    const bulletin::Rules& rules() const { return rulebook_.section<bulletin::Rules>(); }

    const kernel::Rulebook& rulebook_;
    std::function<Instant()> now_;
    const kernel::CommandSpec* open_ = nullptr;
    const kernel::CommandSpec* draft_ = nullptr;
    mutable std::mutex mutex_;
    WeeklyFacts facts_;
    std::unique_ptr<kernel::Shelf> shelf_;
    kernel::Shelf::Number next_number_ = 1;
    std::map<WeekNumber, Counting> weeks_;
    std::optional<WeekNumber> first_week_;  // in which the log begins: not whole
    WeekNumber counted_through_ = 0;
    std::uint64_t last_position_ = 0;
    std::map<std::string, int> steps_;  // bulletins of the last weeks: 1 opened, 2 drafted
    std::set<std::string> given_;       // what was sent, by bulletin and step
};

}  // namespace anlan::views
