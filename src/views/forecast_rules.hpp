// The rulebook's section forecast.toml: which work is forecast, how long it takes where nothing was measured
// yet, and how much a forecast may cost.
#pragma once
#include "base/instant.hpp"
#include "kernel/malformed.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::views {

struct ForecastWork {
    std::string kind;  // of an instruction: "instruction.reply"
    std::string zh;
    std::string en;
    std::vector<std::string> after;  // kinds; while such a one is open in the same record, this is not begun
    std::vector<int> usual_minutes;  // ascending: until enough was measured
    bool movable = false;            // can be handed over to another post
};
BOOST_DESCRIBE_STRUCT(ForecastWork, (), (kind, zh, en, after, usual_minutes, movable))

struct ForecastRules {
    int replays = 0;
    int spans_kept = 0;   // of each kind: the last so many of a station, and of the city
    int spans_least = 0;  // fewer: those of the city, then the usual ones
    int hours = 0;        // ahead, where nothing else is asked
    int hours_max = 0;
    int work_max = 0;   // pieces of one forecast, those that break first
    int moves_max = 0;  // proposed at once
    double move_worth = 0;
    Hours duty_usual{0};  // of whoever is on duty and has no planned end
    std::vector<ForecastWork> work;
    std::vector<std::string> not_work;  // events that end what is owed without its being done
};
BOOST_DESCRIBE_STRUCT(ForecastRules, (),
                      (replays, spans_kept, spans_least, hours, hours_max, work_max, moves_max, move_worth,
                       duty_usual, work, not_work))

const ForecastWork* find_work(const ForecastRules& rules, std::string_view kind);

std::optional<kernel::Malformed> check_forecast_rules(const ForecastRules& rules);

}  // namespace anlan::views
