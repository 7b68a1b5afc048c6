// What lists show of a task: all of it, with what it costs. Nothing in it is about a person.
#pragma once
#include "domain/task/task.hpp"

#include <map>
#include <optional>

namespace anlan::task {

struct TaskRow {
    std::string task_id;
    Stage stage{};
    bool amended = false;  // what is in force, while a draft waits
    Terms terms;           // in force; the draft where nothing is
    std::int64_t addressees = 0;
    std::vector<std::string> place_kinds;
    std::int64_t burden_minutes = 0;
    std::optional<std::int64_t> draft_burden_minutes;
    AccountId proposed_by;
    Instant proposed_at{};
    std::optional<Instant> published_at;
    int rounds = 0;
    std::optional<Instant> next_round_at;
    std::optional<Instant> ended_at;
    std::optional<EndedBy> ended_by;
    std::string end_reason;
    std::vector<std::string> missed;
};
BOOST_DESCRIBE_STRUCT(TaskRow, (),
                      (task_id, stage, amended, terms, addressees, place_kinds, burden_minutes,
                       draft_burden_minutes, proposed_by, proposed_at, published_at, rounds, next_round_at,
                       ended_at, ended_by, end_reason, missed))

std::optional<TaskRow> row_of(std::string_view stream, const Task::State& state);
std::map<std::string, std::string> facets_of(const Task::State& state);

}  // namespace anlan::task
