#include "domain/incident/owed.hpp"

#include <algorithm>

namespace anlan::incident {
namespace {

using kernel::DeadlineRule;
using kernel::Obligation;

// A rule that fits, and the obligation it is for.
struct Wanted {
    std::string kind;
    std::string key;
    const DeadlineRule* rule = nullptr;
    Instant since;
};

template <class Row>
const Row* first_fitting(const std::vector<Row>& rows, const Basis& basis, Setting setting) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) {
        return fits(row, basis.class_code, basis.priority, setting);
    });
    return found == rows.end() ? nullptr : &*found;
}

void want(std::vector<Wanted>& wanted, const char* kind, const std::vector<DeadlineRow>& rows,
          const Basis& basis, Setting setting, Instant since) {
    const DeadlineRow* row = first_fitting(rows, basis, setting);
    if (row != nullptr && row->deadline) wanted.push_back({kind, "", &*row->deadline, since});
}

void want_rings(std::vector<Wanted>& wanted, const Rules& rules, const Basis& basis, Setting setting,
                Instant since) {
    for (const RingRow& row : rules.rings)
        if (row.deadline && fits(row, basis.class_code, basis.priority, setting))
            wanted.push_back({"ring", row.ring, &*row.deadline, since});
}

Obligation owed(const Wanted& wanted, Instant since, const Basis& basis, const kernel::Rulebook& rulebook) {
    return kernel::owe(*wanted.rule, rulebook.section<kernel::RoleLevels>(), wanted.kind, wanted.key, since,
                       basis.where);
}

Obligations owed_all(const std::vector<Wanted>& wanted, const Basis& basis,
                     const kernel::Rulebook& rulebook) {
    Obligations all;
    for (const Wanted& one : wanted) all.push_back(owed(one, one.since, basis, rulebook));
    return all;
}

// What the response owes in its present phase.
std::vector<Wanted> wanted_now(const Incident::State& state, const Basis& basis, Instant now,
                               const Rules& rules) {
    const Setting setting = setting_of(rules, basis.where);
    const Instant opened_at = state.phases.opened_at.value_or(now);
    std::vector<Wanted> wanted;
    if (!state.phases.arrived_at) {
        if (!has_live_assignment(state)) want(wanted, "dispatch", rules.dispatch, basis, setting, opened_at);
        want(wanted, "arrive", rules.arrive, basis, setting, opened_at);
        if (state.phases.dispatched_at)
            want_rings(wanted, rules, basis, setting, *state.phases.dispatched_at);
    }
    want(wanted, "close", rules.close, basis, setting, opened_at);
    return wanted;
}

// Nothing was owed of it before: a deadline that would be over already counts from now.
Obligation newly_owed(const Wanted& wanted, const Basis& basis, Instant now,
                      const kernel::Rulebook& rulebook) {
    Obligation next = owed(wanted, wanted.since, basis, rulebook);
    return next.due_by > now ? next : owed(wanted, now, basis, rulebook);
}

}  // namespace

Basis basis_of(const Incident::State& state) {
    return {state.class_code, state.priority, state.location.where};
}

Obligations owed_at_opening(const Basis& basis, Instant opened_at, const kernel::Rulebook& rulebook) {
    const Rules& rules = rulebook.section<Rules>();
    const Setting setting = setting_of(rules, basis.where);
    std::vector<Wanted> wanted;
    want(wanted, "dispatch", rules.dispatch, basis, setting, opened_at);
    want(wanted, "arrive", rules.arrive, basis, setting, opened_at);
    want(wanted, "close", rules.close, basis, setting, opened_at);
    return owed_all(wanted, basis, rulebook);
}

Obligations owed_when_sent(const Basis& basis, Instant dispatched_at, const kernel::Rulebook& rulebook) {
    const Rules& rules = rulebook.section<Rules>();
    std::vector<Wanted> wanted;
    want_rings(wanted, rules, basis, setting_of(rules, basis.where), dispatched_at);
    return owed_all(wanted, basis, rulebook);
}

Obligations owed_dispatch(const Basis& basis, Instant since, const kernel::Rulebook& rulebook) {
    const Rules& rules = rulebook.section<Rules>();
    std::vector<Wanted> wanted;
    want(wanted, "dispatch", rules.dispatch, basis, setting_of(rules, basis.where), since);
    return owed_all(wanted, basis, rulebook);
}

Obligations owed_call_back(const Basis& basis, Instant closed_at, const kernel::Rulebook& rulebook) {
    const IncidentClass* incident_class = find_class(rulebook.section<IncidentCatalogue>(), basis.class_code);
    if (incident_class == nullptr || !incident_class->call_back) return {};
    const Rules& rules = rulebook.section<Rules>();
    const CallBackRow* row = first_fitting(rules.call_back, basis, setting_of(rules, basis.where));
    if (row == nullptr || !row->deadline) return {};
    Instant due_by = closed_at + row->deadline->within;
    if (row->working_time) {
        const auto calendar = WorkCalendar::from(rulebook.section<WorkRules>(), rulebook.civil_offset);
        due_by = calendar.value().after(closed_at, row->deadline->within);
    }
    return {kernel::owe_until(*row->deadline, rulebook.section<kernel::RoleLevels>(), "call_back", "",
                              closed_at, due_by, basis.where)};
}

Obligation owed_follow_up(const Basis& basis, Instant since, Instant due_by,
                          const kernel::Rulebook& rulebook) {
    const Rules& rules = rulebook.section<Rules>();
    const CallBackRow* row = first_fitting(rules.call_back, basis, setting_of(rules, basis.where));
    ANLAN_CHECK(row != nullptr && row->deadline, "the rulebook has no deadline for calling back");
    return kernel::owe_until(*row->deadline, rulebook.section<kernel::RoleLevels>(), "call_back", "", since,
                             due_by, basis.where);
}

Renewal renew(const Incident::State& state, const Basis& basis, Instant now,
              const kernel::Rulebook& rulebook) {
    Renewal renewal;
    const auto& levels = rulebook.section<kernel::RoleLevels>();
    const std::vector<Wanted> wanted = wanted_now(state, basis, now, rulebook.section<Rules>());
    for (const Wanted& one : wanted) {
        const Obligation* old = kernel::find(state.open, one.kind, one.key);
        Obligation next = old == nullptr ? newly_owed(one, basis, now, rulebook)
                                         : kernel::renewed(*old, *one.rule, levels, now, basis.where);
        if (old == nullptr || !(*old == next)) renewal.obligations.push_back(std::move(next));
    }
    for (const Obligation& old : state.open) {
        const bool still = old.kind == "call_back" || old.kind == sharing_end ||
                           std::any_of(wanted.begin(), wanted.end(), [&](const Wanted& w) {
                               return w.kind == old.kind && w.key == old.key;
                           });
        if (!still) renewal.lapsed.push_back({old.kind, old.key});
    }
    return renewal;
}

}  // namespace anlan::incident
