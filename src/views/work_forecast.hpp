// What of the open work will be late, and which of it could go to whom: the open obligations of the kinds in
// forecast.toml, replayed on the rosters of the posts that owe them and on how long such work took at this
// station (planning/breach_forecast.hpp). Reports how well its own forecasts came true.
//
// Spans are measured by kind of work and station: not by person or post, so that nothing here tells how fast
// an officer is (docs/charter.md).
#pragma once
#include "kernel/holder.hpp"
#include "kernel/module.hpp"
#include "views/duty_rosters.hpp"
#include "views/forecast_calibration.hpp"
#include "views/forecast_rules.hpp"

#include <boost/describe.hpp>

#include <deque>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace anlan::views {

struct ForecastRow {
    std::string stream;
    std::string kind;  // "instruction.reply"
    PostId owner;
    Instant due_by{};
    bool overdue = false;  // it is late, and takes its time all the same
    double late = 0;       // the share of replays in which it is late
    int on_duty = 0;       // officers at the owner's post now
};
BOOST_DESCRIBE_STRUCT(ForecastRow, (), (stream, kind, owner, due_by, overdue, late, on_duty))

struct ForecastMove {
    std::string stream;
    std::string kind;
    PostId from;
    PostId to;
    int usual_after = 0;  // late in half of the replays, once this and the moves before it are made
};
BOOST_DESCRIBE_STRUCT(ForecastMove, (), (stream, kind, from, to, usual_after))

BOOST_DEFINE_ENUM_CLASS(SpansFrom, station, city, usual)

// How long such work takes, and where that is known from.
struct ForecastSpan {
    std::string kind;
    SpansFrom from{};
    std::int64_t count = 0;
    double middle_minutes = 0;
};
BOOST_DESCRIBE_STRUCT(ForecastSpan, (), (kind, from, count, middle_minutes))

struct ForecastPage {
    Instant now{};
    Instant until{};
    int owed = 0;  // due from now until then
    int overdue = 0;
    int low = 0;           // in nine of ten replays so many of the owed are late, or more
    int usual = 0;         // in half of them
    int high = 0;          // in one of ten more
    bool complete = true;  // false: only those that break first were replayed
    std::vector<ForecastRow> rows;
    std::vector<ForecastMove> moves;
    std::vector<ForecastSpan> spans;
};
BOOST_DESCRIBE_STRUCT(ForecastPage, (),
                      (now, until, owed, overdue, low, usual, high, complete, rows, moves, spans))

struct CalibrationPage {
    std::vector<KindCalibration> kinds;
};
BOOST_DESCRIBE_STRUCT(CalibrationPage, (), (kinds))

class WorkForecast final : public kernel::View, public kernel::Holder {
public:
    WorkForecast(std::span<const kernel::Module> modules, const kernel::Rulebook& rules);

    std::string_view name() const override { return "work_forecast"; }
    void apply(const kernel::Recorded& recorded) override;
    std::vector<kernel::QuerySpec> queries() override;
    void held(const kernel::CountHeld& count) const override;

    struct Question {
        std::string station;  // empty: every station that may be seen, without moves
        Instant now{};
        Instant until{};
    };
    ForecastPage forecast(const Question& question,
                          const std::function<bool(const kernel::Scope&)>& visible) const;
    std::vector<KindCalibration> calibration() const { return calibration_.tell(); }

private:
    // In the order in which they break.
    using PieceKey = std::tuple<Instant, std::string, std::string>;  // due_by, stream, kind and key
    struct Piece {
        const ForecastWork* work = nullptr;
        std::string stream;
        std::string owner;
        std::string station;
        Instant since{};
        Instant due_by{};
        Instant begun{};             // since then the owner could work on it
        std::optional<double> said;  // late with that share, when half of its time had passed
    };
    using Pieces = std::map<PieceKey, Piece>;
    struct Record {
        const kernel::Module* module = nullptr;
        kernel::StatePtr state;
    };
    struct Replayed;

    void fold(const kernel::Module& module, const kernel::Recorded& recorded);
    void compare(const kernel::Recorded& recorded, const Record& record,
                 const std::vector<kernel::Obligation>& before, const std::vector<kernel::Obligation>& after);
    void begin(const std::string& stream, const kernel::Obligation& owed, const kernel::Scope& scope,
               Instant at);
    void change(const std::string& stream, const kernel::Obligation& was, const kernel::Obligation& is,
                Instant at);
    void end(const std::string& stream, const kernel::Obligation& was, bool done, Instant at);
    void let_go_of(const std::string& stream, const std::string& kind, Instant at);
    void look_half_way(Instant now);
    Pieces::iterator find(const std::string& stream, const kernel::Obligation& owed);
    const ForecastWork* work_of(const std::string& module, const kernel::Obligation& owed) const;
    bool waits(const Piece& piece) const;
    std::vector<const Piece*> chosen(const std::string& station,
                                     const std::function<bool(const Piece&)>& wanted) const;
    double late_share(const std::string& station, const std::function<bool(const Piece&)>& wanted,
                      const Piece& of, Instant now) const;
    Replayed prepare(const std::vector<const Piece*>& pieces, Instant now, Instant until) const;
    void propose(ForecastPage& page, Replayed& replayed, const planning::LateForecast& before,
                 const std::string& station) const;
    std::pair<SpansFrom, const std::deque<Millis>*> spans_of(const ForecastWork& work,
                                                             const std::string& station) const;

    const kernel::Rulebook& rules_;
    const ForecastRules& forecast_;
    std::map<std::string, const kernel::Module*, std::less<>> modules_;  // by name; of the kinds
    DutyRosters rosters_;
    std::map<std::string, Record, std::less<>> records_;  // open ones, without what they say of people
    Pieces pieces_;
    std::map<std::string, std::set<PieceKey>, std::less<>> by_station_;
    std::map<std::string, Instant, std::less<>> last_done_;                    // by post
    std::map<std::pair<std::string, std::string>, std::deque<Millis>> spans_;  // kind, station; "": the city
    using HalfWay = std::pair<Instant, PieceKey>;
    std::priority_queue<HalfWay, std::vector<HalfWay>, std::greater<>> half_way_;
    ForecastCalibration calibration_;
};

}  // namespace anlan::views
