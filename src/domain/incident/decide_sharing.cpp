// Who else is given the incident, for what, and until when. A share always has an end: the instant that was
// said, the end of the assignment it follows, or the closing of the incident, each with the rulebook's time
// after it.
#include "domain/incident/decide.hpp"
#include "domain/incident/rules.hpp"

#include <algorithm>

namespace anlan::incident {

using kernel::Because;
using kernel::Remedy;

namespace {

const SharingRules& rules_of(const kernel::Now& now) { return now.rules.section<Rules>().sharing; }

// The post that answers for a share: who gave it; where a policy did, the rulebook's role.
PostId answers_for(const Incident::State& state, const kernel::Now& now) {
    if (!now.by.post_id.value().empty()) return now.by.post_id;
    return kernel::post_for(now.rules.section<kernel::RoleLevels>(), rules_of(now).owner_role,
                            state.location.where);
}

std::optional<kernel::Refusal> check_post(const PostId& post_id) {
    if (post_id.value().starts_with("pst_") && post_id.value().size() > 4) return std::nullopt;
    return refusal("incident.post_invalid", "A post's id begins with pst_.", Because::invalid,
                   Remedy::fix_input, ".post_id");
}

std::optional<kernel::Refusal> check_end(Instant ends_at, const kernel::Now& now) {
    if (ends_at <= now.at)
        return refusal("incident.sharing_end_passed", "A share ends in the future.", Because::invalid,
                       Remedy::fix_input, ".ends_at");
    if (ends_at > now.at + rules_of(now).longest)
        return refusal("incident.sharing_too_long",
                       "The rulebook lets an incident be shared for at most " +
                           std::to_string(rules_of(now).longest.count()) + " seconds at a time.",
                       Because::invalid, Remedy::fix_input, ".ends_at");
    return std::nullopt;
}

bool follows_live_assignment(const Incident::State& state, const Share& share) {
    if (!share.assignment_id) return false;
    const AssignmentSeen* seen = find_assignment(state, *share.assignment_id);
    return seen != nullptr && is_live(*seen);
}

IncidentShared for_assignment(const Decide& decide, const std::string& assignment_id, const PostId& post_id) {
    return {.share_id = assignment_id,
            .post_id = post_id,
            .extent = rules_of(decide.now).assignment_extent,
            .reason = "assignment",
            .shared_by = answers_for(decide.state, decide.now),
            .assignment_id = assignment_id,
            .ends_at = std::nullopt,
            .shared_at = decide.now.at};
}

}  // namespace

Incident::Decision Decide::operator()(const ShareIncident& c) const {
    if (auto wrong = not_open()) return Unexpected{*wrong};
    if (auto wrong = check_post(c.post_id)) return Unexpected{*wrong};
    if (auto wrong = check_reason(c.reason)) return Unexpected{*wrong};
    const Instant ends_at = c.ends_at.value_or(now.at + rules_of(now).usual);
    if (auto wrong = check_end(ends_at, now)) return Unexpected{*wrong};
    const Share* known = find_share(state, c.post_id.value());
    if (known != nullptr && known->extent == c.extent && (!c.ends_at || known->ends_at == c.ends_at))
        return Events{};
    if (known == nullptr && state.shares.size() >= shares_max)
        return Unexpected{refusal("incident.too_many_shares",
                                  "This incident is shared with as many posts as it can be.",
                                  Because::conflict, Remedy::ask_superior)};
    return with_callers(Events{IncidentShared{.share_id = c.post_id.value(),
                                              .post_id = c.post_id,
                                              .extent = c.extent,
                                              .reason = c.reason,
                                              .shared_by = answers_for(state, now),
                                              .assignment_id = std::nullopt,
                                              .ends_at = ends_at,
                                              .shared_at = now.at}});
}

// A partner whose unit is on the incident is not left blind: first the unit is released.
Incident::Decision Decide::operator()(const EndSharing& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (auto wrong = check_post(c.post_id)) return Unexpected{*wrong};
    if (c.reason && c.reason->size() > reason_length_max)
        return Unexpected{refusal("incident.text_too_long", "A reason has at most 1000 bytes.",
                                  Because::invalid, Remedy::fix_input, ".reason")};
    Events events;
    bool follows = false;
    for (const Share& share : state.shares) {
        if (share.post_id != c.post_id) continue;
        if (follows_live_assignment(state, share))
            follows = true;
        else
            events.emplace_back(
                SharingEnded{share.share_id, share.post_id, SharingEnd::withdrawn, c.reason, now.at});
    }
    if (events.empty() && follows)
        return Unexpected{refusal("incident.sharing_follows_assignment",
                                  "A unit of this post is on the incident; release the unit first.",
                                  Because::conflict, Remedy::wait)};
    return with_callers(std::move(events));
}

Incident::Decision Decide::operator()(const ShareForAssignment& c) const {
    if (auto wrong = not_there()) return Unexpected{*wrong};
    if (auto wrong = check_post(c.post_id)) return Unexpected{*wrong};
    const AssignmentSeen* seen = find_assignment(state, c.assignment_id);
    const bool over = seen == nullptr || !is_live(*seen);
    if (over || find_share(state, c.assignment_id) != nullptr) return Events{};
    return with_callers(Events{for_assignment(*this, c.assignment_id, c.post_id)});
}

Incident::Decision Decide::end_share_in_time(const kernel::NoteDeadline& c) const {
    const Share* share = find_share(state, c.key);
    if (share == nullptr || !share->ends_at || now.at < *share->ends_at) return Events{};
    return with_callers(Events{
        SharingEnded{share->share_id, share->post_id, SharingEnd::expired, std::nullopt, *share->ends_at}});
}

Incident::Events Decide::with_callers(Events events) const {
    Incident::State reached = state;
    for (Event& event : events) {
        const auto before = posts_with_all(reached);
        reached = Incident::evolve(std::move(reached), event);
        const auto after = posts_with_all(reached);
        if (before == after || reached.calls.empty()) continue;
        CallersShown callers{{}, after};
        for (const CallSeen& call : reached.calls) callers.calls.push_back(call.call_id);
        if (auto* shared = std::get_if<IncidentShared>(&event))
            shared->callers = std::move(callers);
        else if (auto* ended = std::get_if<SharingEnded>(&event))
            ended->callers = std::move(callers);
    }
    return events;
}

void Decide::limit_shares(Events& events, SharingLimit because, Instant over_at,
                          const std::string* assignment_id) const {
    const SharingRules& rules = rules_of(now);
    const Instant ends_at =
        over_at + (assignment_id == nullptr ? rules.after_closing : rules.after_assignment);
    for (const Share& share : state.shares) {
        if (assignment_id != nullptr && share.assignment_id != *assignment_id) continue;
        if (share.ends_at && *share.ends_at <= ends_at) continue;
        events.emplace_back(SharingLimited{share.share_id, share.post_id, because, ends_at, now.at});
    }
}

void Decide::share_again(Events& events) const {
    for (const AssignmentSeen& seen : state.assignments)
        if (is_live(seen) && seen.partner_post)
            events.emplace_back(for_assignment(*this, seen.assignment_id, *seen.partner_post));
}

}  // namespace anlan::incident
