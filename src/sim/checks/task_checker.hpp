// Tasks and errands: what a task costs was seen before it begins, no two ask for the same, each round comes
// once and is issued to each of its addressees, a task ends with its sunset; at most one errand of a task is
// open at a spot, an answer is whole, and what is over stays over.
#pragma once
#include "domain/errand/events.hpp"
#include "domain/task/events.hpp"
#include "sim/checks/checker.hpp"

#include <map>
#include <set>
#include <string>

namespace anlan::sim {

class TaskChecker final : public Checker {
public:
    TaskChecker(const Instant& hindered_until, Findings& findings)
        : hindered_until_(hindered_until), findings_(findings) {}

    void recorded(const Step& step) override;
    void forget() override;
    void inspect(SimulatedNode& node) override;
    void look(Instant now);

private:
    struct Known {
        std::optional<task::Terms> draft;
        std::optional<task::Terms> in_force;
        std::int64_t draft_burden = 0;
        int rounds = 0;
    };
    struct Due {
        std::string task;
        std::string spot;
        std::vector<Field> fields;
        bool by_calendar = false;
        bool over = false;
    };
    using Spot = std::pair<std::string, std::string>;  // of a task and a door or an area

    void note_task(const Step& step);
    void check_burden(const Step& step, const Known& known, std::int64_t seen);
    void check_twins(const Step& step, const task::Terms& terms);
    void note_round(const Step& step, Known& known, const task::RoundOpened& round);
    void note_errand(const Step& step);
    void note_issued(const Step& step, const errand::ErrandIssued& issued);
    void check_answer(const Step& step, const Due& due, const std::vector<Answer>& answers);
    void close(const std::string& stream, Due& due);

    const Instant& hindered_until_;
    Findings& findings_;
    std::map<std::string, Known> tasks_;
    std::map<std::string, Due> errands_;
    std::map<Spot, std::string> open_;  // the errand that is open there
    std::map<std::string, std::map<std::string, Instant>>
        to_issue_;  // by task: areas of rounds not issued yet
};

}  // namespace anlan::sim
