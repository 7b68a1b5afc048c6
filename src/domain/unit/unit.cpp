// The fold of a unit's stream, and what can be read off its state.
#include "domain/unit/unit.hpp"

#include "base/overloaded.hpp"

#include <algorithm>
#include <iterator>

namespace anlan::unit {
namespace {

using State = Unit::State;

Assignment* find_assignment(State& state, const std::string& assignment_id) {
    const auto found = std::find_if(state.assignments.begin(), state.assignments.end(),
                                    [&](const Assignment& a) { return a.assignment_id == assignment_id; });
    return found == state.assignments.end() ? nullptr : &*found;
}

void arise_all(State& state, const std::vector<kernel::Obligation>& obligations) {
    for (const auto& obligation : obligations) kernel::arise(state.open, obligation);
}

void drop_obligations_of(State& state, const std::string& assignment_id) {
    std::erase_if(state.open, [&](const kernel::Obligation& o) { return o.key == assignment_id; });
}

// Whatever a log says, no fold leaves two assignments active.
void make_only_active(State& state, Assignment& chosen) {
    for (Assignment& other : state.assignments)
        if (&other != &chosen && other.stage == Stage::active) other.stage = Stage::waiting;
    chosen.stage = Stage::active;
}

void forget_oldest_ended(State& state) {
    const auto ended = [](const Assignment& a) { return !is_open(a); };
    auto count =
        static_cast<std::size_t>(std::count_if(state.assignments.begin(), state.assignments.end(), ended));
    for (; count > ended_assignments_max; --count)
        state.assignments.erase(std::find_if(state.assignments.begin(), state.assignments.end(), ended));
}

void end(State& state, const std::string& assignment_id, Stage stage, Instant at,
         const std::string& outcome) {
    drop_obligations_of(state, assignment_id);
    Assignment* assignment = find_assignment(state, assignment_id);
    if (assignment == nullptr) return;
    assignment->stage = stage;
    assignment->ended_at = at;
    assignment->outcome = outcome;
    forget_oldest_ended(state);
}

void state_point(State& state, const std::optional<GeoPoint>& point, Instant at) {
    if (point && (!state.stated_point || state.stated_point->at <= at))
        state.stated_point = StatedPoint{*point, at};
}

void note_change(Assignment& assignment, const AssignmentInformed& e) {
    Change change = assignment.change.value_or(Change{});
    const auto add = [&](ChangedPart part) {
        if (std::find(change.parts.begin(), change.parts.end(), part) == change.parts.end())
            change.parts.push_back(part);
    };
    if (e.priority) {
        add(ChangedPart::priority);
        if (!change.from_priority) change.from_priority = e.from_priority;
        assignment.priority = *e.priority;
        if (change.from_priority == assignment.priority) {  // as the crew knows it, after all
            std::erase(change.parts, ChangedPart::priority);
            change.from_priority.reset();
        }
    }
    if (e.incident_class) {
        add(ChangedPart::incident_class);
        assignment.incident_class = e.incident_class;
    }
    if (e.place) {
        add(ChangedPart::place);
        assignment.place = e.place;
    }
    change.changed_at = e.informed_at;
    assignment.change.reset();
    if (!change.parts.empty()) assignment.change = std::move(change);
}

void know_change(State& state, Assignment& assignment) {
    assignment.change.reset();
    kernel::meet(state.open, "acknowledge_change", assignment.assignment_id);
}

// A step of an assignment was told: its stamp is set, what it proves met is met, and the time-in-state watch
// of the status it left ends, unless the step is an earlier one told late.
void take_step(State& state, const std::string& assignment_id, std::optional<Instant> Assignment::* stamp,
               Instant at, const std::vector<kernel::Obligation>& obligations) {
    Assignment* assignment = find_assignment(state, assignment_id);
    if (assignment == nullptr) return;
    const UnitStatus before = status_of(*assignment);
    // A crew that takes the assignment on takes it as it is by now.
    if (before == UnitStatus::assigned && assignment->change && at >= assignment->change->changed_at)
        know_change(state, *assignment);
    assignment->*stamp = at;
    kernel::meet(state.open, "acknowledge", assignment_id);
    if (stamp != &Assignment::acknowledged_at) kernel::meet(state.open, "depart", assignment_id);
    if (status_of(*assignment) != before) kernel::meet(state.open, "time_in_state", assignment_id);
    arise_all(state, obligations);
}

UnitStatus status_now(const State& state) {
    if (!state.on_duty) return UnitStatus::off_duty;
    if (const Assignment* active = active_assignment(state)) return status_of(*active);
    return state.out_of_service ? UnitStatus::out_of_service : UnitStatus::available;
}

// Each alternative says when it happened, for "in this status since".
struct Fold {
    State& state;

    Instant operator()(const UnitRegistered& e) const {
        state.registered = true;
        state.kind = e.kind;
        state.call_sign = e.call_sign;
        state.skills = e.skills;
        state.home = e.home;
        state.home_point = e.home_point;
        state.crew_size = e.crew_size;
        state.partner = e.partner;
        if (e.partner) state.post_id = e.partner->post_id.value_or(PostId{});
        state.generated = e.generated;
        state.source = e.source;
        state.status_since = e.registered_at;
        return e.registered_at;
    }
    Instant operator()(const DutyBegun& e) const {
        state.on_duty = true;
        state.post_id = e.post_id;
        state.duty_until = e.until;
        kernel::meet(state.open, "end_duty");
        arise_all(state, e.obligations);
        return e.began_at;
    }
    Instant operator()(const DutyEnded& e) const {
        state.on_duty = false;
        state.duty_until.reset();
        kernel::meet(state.open, "end_duty");
        return e.ended_at;
    }
    Instant operator()(const CrewChanged& e) const {
        state.crew_size = e.crew_size;
        state.skills = e.skills;
        return e.changed_at;
    }
    Instant operator()(const UnitOutOfService& e) const {
        state.out_of_service = OutOfService{e.reason, e.back_by};
        kernel::meet(state.open, "return_to_service");
        arise_all(state, e.obligations);
        return e.out_at;
    }
    Instant operator()(const UnitBackInService& e) const {
        state.out_of_service.reset();
        kernel::meet(state.open, "return_to_service");
        return e.back_at;
    }
    Instant operator()(const UnitAssigned& e) const {
        ++state.assigned_count;
        state.assignments.push_back({.assignment_id = e.assignment_id,
                                     .incident_id = e.incident_id,
                                     .incident_class = e.incident_class,
                                     .priority = e.priority,
                                     .assigned_at = e.assigned_at});
        make_only_active(state, state.assignments.back());
        arise_all(state, e.obligations);
        return e.assigned_at;
    }
    Instant operator()(const AssignmentAcknowledged& e) const {
        take_step(state, e.assignment_id, &Assignment::acknowledged_at, e.acknowledged_at, e.obligations);
        return e.acknowledged_at;
    }
    Instant operator()(const UnitEnRoute& e) const {
        take_step(state, e.assignment_id, &Assignment::en_route_at, e.en_route_at, e.obligations);
        state_point(state, e.point, e.en_route_at);
        return e.en_route_at;
    }
    Instant operator()(const UnitArrived& e) const {
        take_step(state, e.assignment_id, &Assignment::arrived_at, e.arrived_at, e.obligations);
        state_point(state, e.point, e.arrived_at);
        return e.arrived_at;
    }
    Instant operator()(const UnitCleared& e) const {
        end(state, e.assignment_id, Stage::cleared, e.cleared_at, e.outcome);
        return e.cleared_at;
    }
    Instant operator()(const UnitReleased& e) const {
        end(state, e.assignment_id, Stage::released, e.released_at, e.reason);
        return e.released_at;
    }
    Instant operator()(const UnitPreempted& e) const {
        end(state, e.assignment_id, Stage::preempted, e.preempted_at, e.reason);
        return e.preempted_at;
    }
    Instant operator()(const AssignmentHeld& e) const {
        drop_obligations_of(state, e.assignment_id);
        if (Assignment* held = find_assignment(state, e.assignment_id)) held->stage = Stage::waiting;
        return e.held_at;
    }
    Instant operator()(const AssignmentResumed& e) const {
        if (Assignment* resumed = find_assignment(state, e.assignment_id)) make_only_active(state, *resumed);
        arise_all(state, e.obligations);
        return e.resumed_at;
    }
    Instant operator()(const AssignmentInformed& e) const {
        for (const std::string& kind : e.lapsed) kernel::meet(state.open, kind, e.assignment_id);
        if (Assignment* informed = find_assignment(state, e.assignment_id)) note_change(*informed, e);
        arise_all(state, e.obligations);
        return e.informed_at;
    }
    Instant operator()(const ChangeAcknowledged& e) const {
        if (Assignment* informed = find_assignment(state, e.assignment_id)) know_change(state, *informed);
        return e.acknowledged_at;
    }
    // What is owed on it goes on: it is the same work.
    Instant operator()(const AssignmentMoved& e) const {
        if (Assignment* moved = find_assignment(state, e.assignment_id)) moved->incident_id = e.incident_id;
        return state.status_since;
    }
    Instant operator()(const SafetyChecked& e) const {
        kernel::meet(state.open, "safety_check", e.assignment_id);
        arise_all(state, e.obligations);
        return e.checked_at;
    }
    Instant operator()(const PanicRaised& e) const {
        state.panic = Panic{e.point, e.raised_at};
        state_point(state, e.point, e.raised_at);
        arise_all(state, e.obligations);
        return e.raised_at;
    }
    Instant operator()(const PanicCleared& e) const {
        state.panic.reset();
        kernel::meet(state.open, "panic");
        return e.cleared_at;
    }
    template <class Deadline>
        requires std::constructible_from<kernel::DeadlineEvent, Deadline>
    Instant operator()(const Deadline& e) const {
        kernel::evolve_deadline(state.open, e);
        return state.status_since;
    }
};

template <class Enum>
std::string_view enumerator_name(Enum value) {
    return boost::describe::enum_to_string(value, "");
}

}  // namespace

Unit::State Unit::evolve(State state, const Event& event) {
    const Instant at = std::visit(Fold{state}, event);
    const UnitStatus status = status_now(state);
    if (status != state.status) {
        state.status = status;
        state.status_since = at;
    }
    return state;
}

const std::vector<kernel::Obligation>& Unit::obligations(const State& state) { return state.open; }

bool is_open(const Assignment& assignment) {
    return assignment.stage == Stage::active || assignment.stage == Stage::waiting;
}

const Assignment* active_assignment(const Unit::State& state) {
    const auto found = std::find_if(state.assignments.begin(), state.assignments.end(),
                                    [](const Assignment& a) { return a.stage == Stage::active; });
    return found == state.assignments.end() ? nullptr : &*found;
}

// The post that answers for the unit sees it wherever it belongs.
kernel::Scope scope_of(const State& state) {
    kernel::Scope scope{state.home, {}};
    const PostId& own = state.partner && state.partner->post_id ? *state.partner->post_id : state.post_id;
    if (!own.value().empty())
        scope.shared_with.push_back({own, kernel::Extent::all, kernel::Standing::holder});
    return scope;
}

UnitStatus status_of(const Assignment& assignment) {
    if (assignment.arrived_at) return UnitStatus::on_scene;
    if (assignment.en_route_at) return UnitStatus::en_route;
    if (assignment.acknowledged_at) return UnitStatus::acknowledged;
    return UnitStatus::assigned;
}

std::string_view name_of(UnitStatus status) { return enumerator_name(status); }
std::string_view name_of(UnitKind kind) { return enumerator_name(kind); }

}  // namespace anlan::unit
