// The figures of one week, counted from its facts: for each unit and figure the records that stand in its
// numerator and in its denominator, so that whoever doubts a number may open it.
#pragma once
#include "views/weekly_facts.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace anlan::views {

// A record that counts, and as how much: 1, or minutes.
struct Counted {
    std::string record;
    std::int64_t amount = 1;

    friend bool operator==(const Counted&, const Counted&) = default;
};
BOOST_DESCRIBE_STRUCT(Counted, (), (record, amount))

struct FigureRecords {
    std::vector<Counted> numerator;
    std::vector<Counted> denominator;  // of a count none
};
BOOST_DESCRIBE_STRUCT(FigureRecords, (), (numerator, denominator))

struct UnitTally {
    bulletin::RowKind kind{};
    std::string unit_name;
    Jurisdiction where;
    std::vector<FigureRecords> figures;  // in the order of bulletin.toml
};

struct WeeklyTally {
    std::map<std::string, UnitTally> units;  // by id of area or unit
    std::map<std::string, std::map<std::string, bulletin::DepartmentBurden>>
        burden;  // by district, department
};

// `now`: what still runs is counted until then, at most to the week's end.
WeeklyTally tally(const WeeklyFacts& facts, const bulletin::Rules& rules, const bulletin::Week& week,
                  Instant now);

// Of one district (or the city, for what has none): itself first, then its stations, its police posts, and
// what is placed with none. Police posts are not added up: what they do is their stations', too.
std::vector<bulletin::UnitFigures> rows_of(const WeeklyTally& tally, const bulletin::Rules& rules,
                                           const Jurisdiction& district, const std::string& district_name);

// The id under which this is counted: the station's, else the district's, else the city's.
std::string unit_of(const Jurisdiction& where);
// The district's id, else the city's.
std::string district_of(const Jurisdiction& where);
std::int64_t sum_of(const std::vector<Counted>& records);

}  // namespace anlan::views
