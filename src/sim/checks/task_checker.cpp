#include "sim/checks/task_checker.hpp"

#include "sim/world/simulated_node.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

constexpr Millis late_max{1'000};

// The areas are spots of their own: an errand in one knows only where it lies.
std::string spot_of(const errand::ErrandIssued& issued) {
    if (issued.place_id) return issued.place_id->value();
    const auto& where = issued.where;
    return where.beat.value().empty() ? where.station.value() : where.beat.value();
}

}  // namespace

void TaskChecker::recorded(const Step& step) {
    if (step.module.name == "task") note_task(step);
    if (step.module.name == "errand") note_errand(step);
}

void TaskChecker::note_task(const Step& step) {
    Known& known = tasks_[step.envelope.stream];
    const auto draft = [&](const task::Terms& terms, std::int64_t burden) {
        check_twins(step, terms);
        known.draft = terms;
        known.draft_burden = burden;
    };
    if (const auto* e = step.as<task::TaskProposed>()) draft(e->terms, e->burden_minutes);
    if (const auto* e = step.as<task::TaskAmended>()) draft(e->terms, e->burden_minutes);
    if (step.as<task::TaskRefused>() != nullptr) known.draft.reset();
    if (const auto* e = step.as<task::TaskPublished>()) {
        check_burden(step, known, e->burden_minutes_seen);
        known.in_force = std::exchange(known.draft, std::nullopt);
    }
    if (const auto* e = step.as<task::TaskRenewed>(); e != nullptr && known.in_force)
        known.in_force->sunset_at = e->sunset_at;
    if (const auto* e = step.as<task::RoundOpened>()) note_round(step, known, *e);
    if (step.as<task::TaskEnded>() != nullptr) {
        known.draft.reset();
        known.in_force.reset();
        to_issue_.erase(step.envelope.stream);
    }
}

void TaskChecker::check_burden(const Step& step, const Known& known, std::int64_t seen) {
    findings_.checked("task.burden_seen");
    if (seen != known.draft_burden)
        findings_.add(
            "task.burden_seen",
            std::to_string(seen) + " minutes were seen, it takes " + std::to_string(known.draft_burden),
            step.envelope.stream);
}

// Only what is the same to the letter: likeness is the module's own business.
void TaskChecker::check_twins(const Step& step, const task::Terms& terms) {
    findings_.checked("task.no_twins");
    for (const auto& [stream, other] : tasks_) {
        if (stream == step.envelope.stream) continue;
        for (const auto* theirs : {&other.draft, &other.in_force})
            if (*theirs && (*theirs)->department == terms.department && (*theirs)->where == terms.where &&
                (*theirs)->measures == terms.measures && (*theirs)->standard == terms.standard)
                findings_.add("task.no_twins", "it asks for the same as " + stream, step.envelope.stream);
    }
}

void TaskChecker::note_round(const Step& step, Known& known, const task::RoundOpened& round) {
    findings_.checked("task.round_once");
    if (round.number != known.rounds + 1)
        findings_.add("task.round_once",
                      "round " + std::to_string(round.number) + " after " + std::to_string(known.rounds),
                      step.envelope.stream);
    known.rounds = round.number;
    for (const AreaId& area : round.areas)
        to_issue_[step.envelope.stream][area.value()] = step.envelope.recorded_at;
}

void TaskChecker::note_errand(const Step& step) {
    const auto& stream = step.envelope.stream;
    if (const auto* e = step.as<errand::ErrandIssued>()) return note_issued(step, *e);
    const auto found = errands_.find(stream);
    if (found == errands_.end()) return;
    Due& due = found->second;
    findings_.checked("errand.ends_once");
    if (due.over) findings_.add("errand.ends_once", step.envelope.wire + " after its end", stream);
    if (const auto* e = step.as<errand::ErrandAnswered>()) {
        check_answer(step, due, e->answers);
        close(stream, due);
    }
    if (const auto* e = step.as<errand::AnswerCorrected>()) check_answer(step, due, e->answers);
    if (step.as<errand::AnswerReturned>() != nullptr && due.by_calendar) open_[{due.task, due.spot}] = stream;
    if (step.as<errand::ErrandWithdrawn>() != nullptr || step.as<errand::ErrandLapsed>() != nullptr) {
        close(stream, due);
        due.over = true;
    }
}

void TaskChecker::note_issued(const Step& step, const errand::ErrandIssued& issued) {
    const auto& stream = step.envelope.stream;
    const auto task = tasks_.find(issued.task_id);
    const bool by_calendar = task != tasks_.end() && task->second.in_force &&
                             task->second.in_force->recurrence != task::Recurrence::each_new_door;
    Due due{issued.task_id, spot_of(issued), issued.fields, by_calendar, false};
    if (const auto owing = to_issue_.find(due.task); owing != to_issue_.end()) owing->second.erase(due.spot);
    if (by_calendar) {
        findings_.checked("errand.one_open");
        const auto [place, is_new] = open_.try_emplace({due.task, due.spot}, stream);
        if (!is_new) findings_.add("errand.one_open", place->second + " is open there, too", stream);
        place->second = stream;
    }
    errands_[stream] = std::move(due);
}

void TaskChecker::check_answer(const Step& step, const Due& due, const std::vector<Answer>& answers) {
    findings_.checked("errand.answer_is_whole");
    for (const Field& field : due.fields)
        if (field.required && is_shown(field, due.fields, answers) &&
            find_answer(answers, field.id) == nullptr)
            findings_.add("errand.answer_is_whole", "the answer lacks " + field.id, step.envelope.stream);
}

void TaskChecker::close(const std::string& stream, Due& due) {
    const auto found = open_.find({due.task, due.spot});
    if (found != open_.end() && found->second == stream) open_.erase(found);
}

void TaskChecker::forget() {
    tasks_.clear();
    errands_.clear();
    open_.clear();
    to_issue_.clear();
}

void TaskChecker::inspect(SimulatedNode& node) {
    if (node.engine().stopped() || node.engine().consequences_waiting()) return;
    look(node.now());
}

void TaskChecker::look(Instant now) {
    findings_.checked("task.ends_with_its_sunset");
    findings_.checked("task.round_is_issued");
    for (const auto& [stream, known] : tasks_)
        if (known.in_force && std::max(known.in_force->sunset_at, hindered_until_) + late_max < now)
            findings_.add("task.ends_with_its_sunset",
                          "it was to end at " + to_text(known.in_force->sunset_at), stream);
    for (const auto& [stream, areas] : to_issue_)
        for (const auto& [area, at] : areas)
            if (std::max(at, hindered_until_) + late_max < now)
                findings_.add("task.round_is_issued", "nothing was issued to " + area, stream);
}

}  // namespace anlan::sim
