// Registering a unit, its duty and service, its crew's safety.
#include "domain/unit/decide.hpp"

#include <algorithm>

namespace anlan::unit {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

Unit::Decision Unit::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

Refusal refusal(std::string code, std::string message, Because because, Remedy remedy, std::string field) {
    return {std::move(code), std::move(message), because, remedy, std::move(field)};
}

Refusal out_of_order(std::string message) {
    return refusal("unit.out_of_order", std::move(message), Because::conflict, Remedy::fix_input, ".at");
}

std::optional<Refusal> check_reason(const std::string& reason) {
    if (!reason.empty() && reason.size() <= reason_length_max) return std::nullopt;
    return refusal("unit.reason_required", "Say why, in at most 1000 bytes.", Because::invalid,
                   Remedy::fix_input, ".reason");
}

std::optional<Refusal> check_point(const std::optional<GeoPoint>& point, const std::string& field) {
    if (!point || is_valid(*point)) return std::nullopt;
    return refusal("unit.point_invalid",
                   "The point is not on the earth: latitude -90 to 90, longitude -180 to 180.",
                   Because::invalid, Remedy::fix_input, field);
}

namespace {

std::optional<Refusal> check_crew(int crew_size, const std::vector<std::string>& skills) {
    if (crew_size < 0 || crew_size > crew_size_max)
        return refusal("unit.crew_size_invalid", "A crew has 0 to 60 members.", Because::invalid,
                       Remedy::fix_input, ".crew_size");
    if (skills.size() > skills_max)
        return refusal("unit.too_many_skills", "A unit has at most 32 skills.", Because::invalid,
                       Remedy::fix_input, ".skills");
    return std::nullopt;
}

bool is_same(const Unit::State& state, const RegisterUnit& c, const std::optional<PartnerLimits>& partner) {
    return state.kind == c.kind && state.call_sign == c.call_sign && state.home == c.home &&
           state.home_point == c.home_point && state.partner == partner;
}

// A partner's unit always has a post of its own: without one nobody there would see what it is sent to.
std::optional<PartnerLimits> with_post(std::optional<PartnerLimits> partner, const Jurisdiction& home,
                                       const kernel::Rulebook& rulebook) {
    if (partner && !partner->post_id)
        partner->post_id = kernel::post_for(rulebook.section<kernel::RoleLevels>(),
                                            rulebook.section<Rules>().partner_role, home);
    return partner;
}

// Not before what the crew has said of a waiting incident in the meantime.
Instant end_of(const Assignment& assignment, Instant at) {
    for (const auto& stamp : {assignment.acknowledged_at, assignment.en_route_at, assignment.arrived_at})
        at = std::max(at, stamp.value_or(at));
    return at;
}

bool knows(const std::vector<CodedWord>& words, const std::string& code) {
    return std::any_of(words.begin(), words.end(), [&](const CodedWord& word) { return word.code == code; });
}

}  // namespace

Decide::Or<Instant> Decide::instant_of(const std::optional<Instant>& at) const {
    if (!at) return now.at;
    if (*at > now.at + now.rules.section<Rules>().clock_tolerance)
        return Unexpected{refusal("unit.in_the_future", "This instant has not come yet.", Because::invalid,
                                  Remedy::fix_input, ".at")};
    return std::min(*at, now.at);
}

Decide::Or<Instant> Decide::instant_of_registered(const std::optional<Instant>& at) const {
    if (!state.registered)
        return Unexpected{
            refusal("unit.unknown", "There is no such unit.", Because::unknown, Remedy::fix_input)};
    return instant_of(at);
}

Decide::Or<Instant> Decide::instant_after_status(const std::optional<Instant>& at) const {
    ANLAN_TRY(const Instant when, instant_of_registered(at));
    if (when < state.status_since)
        return Unexpected{
            out_of_order("The unit's present status began later, at " + to_text(state.status_since) + ".")};
    return when;
}

Unit::Decision Decide::operator()(const RegisterUnit& c) const {
    const std::optional<PartnerLimits> partner = with_post(c.partner, c.home, now.rules);
    if (state.registered) {
        if (is_same(state, c, partner)) return Events{};
        return Unexpected{refusal("unit.already_registered",
                                  "This unit is registered with other particulars.", Because::conflict,
                                  Remedy::reload)};
    }
    if (c.call_sign.empty() || c.call_sign.size() > call_sign_length_max)
        return Unexpected{refusal("unit.call_sign_invalid", "A unit needs a call sign of at most 64 bytes.",
                                  Because::invalid, Remedy::fix_input, ".call_sign")};
    if (partner && !partner->post_id->value().starts_with("pst_"))
        return Unexpected{refusal("unit.post_invalid", "A post's id begins with pst_.", Because::invalid,
                                  Remedy::fix_input, ".partner.post_id")};
    if (auto wrong = check_crew(c.crew_size.value_or(1), c.skills)) return Unexpected{*wrong};
    if (auto wrong = check_point(c.home_point, ".home_point")) return Unexpected{*wrong};
    return Events{UnitRegistered{c.kind, c.call_sign, c.skills, c.home, c.home_point, c.crew_size.value_or(1),
                                 partner, c.generated, c.source.value_or(""), now.at}};
}

// Said again with another post or another end, it is a new fact: the duty was prolonged, or moved.
Unit::Decision Decide::operator()(const BeginDuty& c) const {
    ANLAN_TRY(const Instant at, instant_of_registered(c.at));
    const PostId post_id = c.post_id.value_or(state.post_id);
    if (state.on_duty && post_id == state.post_id && c.until == state.duty_until) return Events{};
    if (!state.on_duty && at < state.status_since && state.assigned_count > 0)
        return Unexpected{
            out_of_order("The unit's last duty ended later, at " + to_text(state.status_since) + ".")};
    if (c.until && *c.until <= at)
        return Unexpected{refusal("unit.duty_ends_before_it_begins", "The duty must end after it begins.",
                                  Because::invalid, Remedy::fix_input, ".until")};
    DutyBegun begun{post_id, c.until, at, {}};
    if (c.until) begun.obligations = owed_at_duty_end(state, post_id, at, *c.until, now.rules);
    return Events{std::move(begun)};
}

Unit::Decision Decide::operator()(const EndDuty& c) const {
    ANLAN_TRY(const Instant at, instant_after_status(c.at));
    if (!state.on_duty) return Events{};
    if (std::any_of(state.assignments.begin(), state.assignments.end(), is_open))
        return Unexpected{refusal("unit.still_assigned",
                                  "The unit is still on an incident: clear or release it first.",
                                  Because::conflict, Remedy::wait)};
    if (state.panic)
        return Unexpected{refusal("unit.panic_open", "The unit's panic call is not cleared.",
                                  Because::conflict, Remedy::ask_superior)};
    return Events{DutyEnded{at}};
}

Unit::Decision Decide::operator()(const ChangeCrew& c) const {
    ANLAN_TRY(const Instant at, instant_of_registered(c.at));
    if (auto wrong = check_crew(c.crew_size, c.skills)) return Unexpected{*wrong};
    if (c.crew_size == state.crew_size && c.skills == state.skills) return Events{};
    return Events{CrewChanged{c.crew_size, c.skills, at}};
}

// A unit that breaks down on its way says so, and is taken off its incidents by the same word: what the board
// shows must be true before anybody has found time to release it.
Unit::Decision Decide::operator()(const PauseService& c) const {
    ANLAN_TRY(const Instant at, instant_after_status(c.at));
    if (!knows(now.rules.section<Rules>().pauses, c.reason))
        return Unexpected{refusal("unit.pause_reason_unknown",
                                  "The reason must be a code of the rulebook's pauses.", Because::invalid,
                                  Remedy::fix_input, ".reason")};
    if (state.out_of_service && state.out_of_service->reason == c.reason &&
        state.out_of_service->back_by == c.back_by)
        return Events{};
    if (c.back_by && *c.back_by <= at)
        return Unexpected{refusal("unit.back_before_out", "It must be back after it went out of service.",
                                  Because::invalid, Remedy::fix_input, ".back_by")};
    Events events;
    for (const Assignment& open : state.assignments)
        if (is_open(open))
            events.push_back(UnitReleased{open.incident_id, open.assignment_id, end_of(open, at), c.reason});
    UnitOutOfService out{c.reason, c.back_by, at, {}};
    if (c.back_by) out.obligations = owed_until_back(state, at, *c.back_by, now.rules);
    events.push_back(std::move(out));
    return events;
}

Unit::Decision Decide::operator()(const ResumeService& c) const {
    ANLAN_TRY(const Instant at, instant_after_status(c.at));
    if (!state.out_of_service) return Events{};
    return Events{UnitBackInService{at}};
}

Unit::Decision Decide::operator()(const AnswerSafetyCheck& c) const {
    ANLAN_TRY(const Instant at, instant_of_registered(c.at));
    const Assignment* active = active_assignment(state);
    if (active == nullptr || !active->arrived_at)
        return Unexpected{refusal("unit.not_on_scene",
                                  "The unit is at no scene, so nothing is to be answered.", Because::conflict,
                                  Remedy::none)};
    if (at < *active->arrived_at)
        return Unexpected{out_of_order("The unit arrived later, at " + to_text(*active->arrived_at) + ".")};
    if (kernel::find(state.open, "safety_check", active->assignment_id) == nullptr) return Events{};
    return Events{SafetyChecked{active->incident_id, active->assignment_id, at,
                                owed_safety_check(state, *active, at, now.rules)}};
}

// Never refused for a state the unit is in, on duty or not: somebody is in danger. A clock that runs fast is
// no reason either, so an instant ahead of ours counts as now; a point that is none is left out.
Unit::Decision Decide::operator()(const RaisePanic& c) const {
    if (!state.registered)
        return Unexpected{
            refusal("unit.unknown", "There is no such unit.", Because::unknown, Remedy::fix_input)};
    if (state.panic) return Events{};
    const Instant at = std::min(c.at.value_or(now.at), now.at);
    PanicRaised raised{state.call_sign, std::nullopt, std::nullopt, at, owed_on_panic(state, at, now.rules)};
    if (const Assignment* active = active_assignment(state)) raised.incident_id = active->incident_id;
    if (c.point && is_valid(*c.point)) raised.point = c.point;
    return Events{std::move(raised)};
}

Unit::Decision Decide::operator()(const ClearPanic& c) const {
    ANLAN_TRY(const Instant at, instant_of_registered(c.at));
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    if (!state.panic) return Events{};
    if (at < state.panic->raised_at)
        return Unexpected{
            out_of_order("The panic call came later, at " + to_text(state.panic->raised_at) + ".")};
    return Events{PanicCleared{c.reason, at}};
}

Unit::Decision Decide::operator()(const kernel::NoteDeadline& c) const {
    Events events;
    for (auto& fact : kernel::note(state.open, c, now.at))
        std::visit([&](auto& event) { events.push_back(std::move(event)); }, fact);
    return events;
}

}  // namespace anlan::unit
