#include "sim/checks/obligation_checker.hpp"

#include "domain/call/call.hpp"
#include "domain/incident/incident.hpp"

#include <algorithm>
#include <optional>

namespace anlan::sim {
namespace {

using kernel::Obligation;

bool same_clock(const Obligation& a, const Obligation& b) {
    return a.kind == b.kind && a.key == b.key && a.since == b.since && a.due_by == b.due_by &&
           a.owner == b.owner && a.warn_at == b.warn_at && a.ladder == b.ladder;
}

std::string named(const Obligation& owed) {
    return owed.kind + (owed.key.empty() ? "" : "/" + owed.key) + " due " + to_text(owed.due_by);
}

std::optional<kernel::DeadlineEvent> deadline_event(const Step& step) {
    if (const auto* warned = step.as<kernel::DeadlineWarned>()) return *warned;
    if (const auto* missed = step.as<kernel::DeadlineMissed>()) return *missed;
    if (const auto* escalated = step.as<kernel::DeadlineEscalated>()) return *escalated;
    return std::nullopt;
}

}  // namespace

void ObligationChecker::forget() { open_.clear(); }

ObligationFigures& ObligationChecker::figures_of(const Step& step, const std::string& kind) {
    return figures_[step.module.name + "." + kind];
}

void ObligationChecker::recorded(const Step& step) {
    if (step.owed_before.empty() && step.owed_after.empty()) {
        if (const auto event = deadline_event(step)) note(step, *event);
        return;
    }
    if (const auto event = deadline_event(step)) return note(step, *event);
    follow(step);
    check_over(step);
}

// What arises, changes or is met by this record.
void ObligationChecker::follow(const Step& step) {
    auto& open = open_[step.envelope.stream];
    std::erase_if(open, [&](const Followed& followed) {
        const bool gone = std::none_of(step.owed_after.begin(), step.owed_after.end(),
                                       [&](const Obligation& o) { return same_clock(o, followed.owed); });
        if (gone) ++figures_of(step, followed.owed.kind).met;
        return gone;
    });
    for (const auto& owed : step.owed_after) {
        const bool known = std::any_of(open.begin(), open.end(),
                                       [&](const Followed& f) { return same_clock(f.owed, owed); });
        if (known) continue;
        ++figures_of(step, owed.kind).arisen;
        check_shape(step, owed);
        // A renewed obligation may bring along what was noted of it under its former clock.
        open.push_back({owed, step.envelope.recorded_at, owed.warned, owed.missed, owed.climbed});
    }
    if (open.empty()) open_.erase(step.envelope.stream);
}

void ObligationChecker::check_shape(const Step& step, const Obligation& owed) {
    findings_.checked("obligation.well_formed");
    bool fits = !owed.owner.value().empty() && !(owed.warn_at && *owed.warn_at > owed.due_by);
    Instant before = owed.due_by;
    for (const auto& rung : owed.ladder) {
        fits = fits && rung.at >= before && !rung.post.value().empty();
        before = rung.at;
    }
    if (!fits) findings_.add("obligation.well_formed", named(owed) + " is ill-formed", step.envelope.stream);
}

void ObligationChecker::check_instant(const Step& step, const Followed& followed, Instant instant,
                                      const std::string& what) {
    const Instant at = step.envelope.recorded_at;
    findings_.checked("obligation.never_early");
    findings_.checked("obligation.on_time");
    if (at < instant)
        findings_.add(
            "obligation.never_early",
            what + " of " + named(followed.owed) + " at " + to_text(at) + ", before " + to_text(instant),
            step.envelope.stream);
    const Instant could = std::max({instant, followed.arose_at, hindered_until_});
    if (at > could + late_max)
        findings_.add("obligation.on_time",
                      what + " of " + named(followed.owed) + " at " + to_text(at) + ", its instant was " +
                          to_text(instant),
                      step.envelope.stream);
    auto& latest = figures_of(step, followed.owed.kind).latest;
    latest = std::max(latest, at - could);
}

void ObligationChecker::note(const Step& step, const kernel::DeadlineEvent& event) {
    const auto kind = std::visit([](const auto& e) { return e.kind; }, event);
    const auto key = std::visit([](const auto& e) { return e.key; }, event);
    const auto owner = std::visit([](const auto& e) { return e.owner; }, event);
    const auto due_by = std::visit([](const auto& e) { return e.due_by; }, event);
    auto& open = open_[step.envelope.stream];
    const auto found = std::find_if(open.begin(), open.end(), [&](const Followed& f) {
        return f.owed.kind == kind && f.owed.key == key;
    });
    findings_.checked("obligation.was_owed");
    if (found == open.end() || found->owed.due_by != due_by)
        return findings_.add("obligation.was_owed",
                             kind + "/" + key + " due " + to_text(due_by) + " is noted and not owed",
                             step.envelope.stream);
    Followed& f = *found;
    bool once = true;
    bool ordered = true;
    bool right = owner == f.owed.owner;
    if (std::holds_alternative<kernel::DeadlineWarned>(event)) {
        once = !f.warned && !f.missed;
        f.warned = true;
        check_instant(step, f, f.owed.warn_at.value_or(f.owed.due_by), "warning");
        ++figures_of(step, kind).warned;
    } else if (std::holds_alternative<kernel::DeadlineMissed>(event)) {
        once = !f.missed;
        f.missed = true;
        check_instant(step, f, f.owed.due_by, "miss");
        ++figures_of(step, kind).missed;
    } else {
        const auto& rung = std::get<kernel::DeadlineEscalated>(event);
        const auto number = static_cast<std::size_t>(rung.rung);
        once = rung.rung >= f.climbed;
        ordered = f.missed && rung.rung <= f.climbed && number < f.owed.ladder.size();
        if (number < f.owed.ladder.size()) {
            right = right && rung.told == f.owed.ladder[number].post;
            check_instant(step, f, f.owed.ladder[number].at, "rung " + std::to_string(rung.rung));
        }
        f.climbed = rung.rung + 1;
        ++figures_of(step, kind).escalated;
    }
    for (const char* name :
         {"obligation.noted_once", "obligation.in_order", "obligation.tells_the_right_post"})
        findings_.checked(name);
    if (!once)
        findings_.add("obligation.noted_once", step.envelope.wire + " of " + named(f.owed) + ", again",
                      step.envelope.stream);
    if (!ordered)
        findings_.add("obligation.in_order", step.envelope.wire + " of " + named(f.owed) + " out of order",
                      step.envelope.stream);
    if (!right)
        findings_.add("obligation.tells_the_right_post",
                      step.envelope.wire + " of " + named(f.owed) + " names another post",
                      step.envelope.stream);
    check_clock_stays(step, kind, key);
}

void ObligationChecker::check_clock_stays(const Step& step, std::string_view kind, std::string_view key) {
    findings_.checked("obligation.clock_stays");
    const auto* before = kernel::find(step.owed_before, kind, key);
    const auto* after = kernel::find(step.owed_after, kind, key);
    const bool moved = before == nullptr || after == nullptr || !same_clock(*before, *after);
    if (moved || step.owed_before.size() != step.owed_after.size())
        findings_.add("obligation.clock_stays",
                      std::string{kind} + "/" + std::string{key} + " is another after it was noted",
                      step.envelope.stream);
}

void ObligationChecker::check_over(const Step& step) {
    if (step.module.name == "incident") {
        const auto stage = state_as<incident::Incident>(step.after).stage;
        if (stage != incident::Stage::closed && stage != incident::Stage::cancelled) return;
        findings_.checked("obligation.closed_owes_only_what_outlives_it");
        for (const auto& owed : step.owed_after)
            if (owed.kind != "call_back" && owed.kind != "sharing_end")
                findings_.add("obligation.closed_owes_only_what_outlives_it",
                              "it is over and owes " + named(owed), step.envelope.stream);
    }
    if (step.module.name == "call") {
        if (state_as<call::Call>(step.after).stage != call::Stage::decided) return;
        findings_.checked("obligation.decided_call_owes_no_outcome");
        for (const auto& owed : step.owed_after)
            if (owed.kind == "outcome" || owed.kind == "answer" || owed.kind == "claim")
                findings_.add("obligation.decided_call_owes_no_outcome",
                              "it is decided and owes " + named(owed), step.envelope.stream);
    }
}

void ObligationChecker::inspect(SimulatedNode& node) {
    if (!node.engine().stopped()) look(node.now());
}

void ObligationChecker::look(Instant now) {
    findings_.checked("obligation.nothing_forgotten");
    for (const auto& [stream, folded] : chronicle_.streams()) {
        for (const auto& owed : folded.owed()) {
            const auto next = kernel::next_notice(owed);
            if (next && std::max(*next, hindered_until_) + late_max < now)
                findings_.add("obligation.nothing_forgotten",
                              named(owed) + ": what was to be noted at " + to_text(*next) + " is not",
                              stream);
        }
    }
}

}  // namespace anlan::sim
