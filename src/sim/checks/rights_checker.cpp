#include "sim/checks/rights_checker.hpp"

#include "access/may.hpp"
#include "domain/break_glass/break_glass.hpp"
#include "domain/break_glass/rules.hpp"
#include "domain/look/events.hpp"
#include "domain/post/post.hpp"

#include <algorithm>

namespace anlan::sim {
namespace {

constexpr Millis late_max{1'000};

std::string key_of(const std::string& actor_id, const std::string& command_id) {
    return actor_id + '\n' + command_id;
}

}  // namespace

void RightsChecker::forget() {
    rights_.clear();
    by_.clear();
    glasses_.clear();
    narrow_.clear();
}

void RightsChecker::recorded(const Step& step) {
    if (step.envelope.actor.under) used(step);
    if (step.module.name == "post" || step.module.name == "break_glass") given(step);
    if (step.module.name == "break_glass") glass_recorded(step);
}

void RightsChecker::given(const Step& step) {
    const auto& by = step.envelope.stream;
    const auto add = [&](Right right) {
        ended(by, right.account_id, step);  // takes the place of an earlier one
        by_[by].push_back(rights_.size());
        rights_.push_back(std::move(right));
    };
    if (const auto* e = step.as<post::DutyDelegated>())
        add({by,
             e->to_account_id.value(),
             {},
             e->permissions.value_or(std::vector<std::string>{}),
             e->until,
             {}});
    if (const auto* e = step.as<break_glass::GlassBroken>())
        add({by, e->account_id.value(), e->record, {}, e->until, {}});
    if (const auto* e = step.as<post::DelegationEnded>()) ended(by, e->to_account_id.value(), step);
    if (step.as<break_glass::GlassClosed>() != nullptr) ended(by, {}, step);
}

void RightsChecker::ended(const std::string& by, const std::string& account_id, const Step& step) {
    for (const auto number : by_[by]) {
        Right& right = rights_[number];
        if (right.ended || (!account_id.empty() && right.account_id != account_id)) continue;
        right.ended = step.envelope.position;
    }
}

// What is decided in the turn in which a right ends is decided before anybody knows that it has ended.
const RightsChecker::Right* RightsChecker::in_force(const std::string& by, const std::string& account_id,
                                                    Instant at, std::uint64_t commit) const {
    const auto found = by_.find(by);
    if (found == by_.end()) return nullptr;
    for (const auto number : found->second) {
        const Right& right = rights_[number];
        const bool over = at >= right.until || (right.ended && *right.ended < commit);
        if (right.account_id == account_id && !over) return &right;
    }
    return nullptr;
}

void RightsChecker::used(const Step& step) {
    const auto& e = step.envelope;
    const std::string& by = *e.actor.under;
    if (by.starts_with("prp_")) return;  // what two agreed on
    findings_.checked("right.only_while_it_lasts");
    const Right* right = in_force(by, e.actor.actor_id, e.recorded_at, step.commit);
    if (right == nullptr)
        return findings_.add(
            "right.only_while_it_lasts",
            e.actor.actor_id + " acts under " + by + ", which gives nothing at " + to_text(e.recorded_at),
            e.stream);
    if (!right->permissions.empty()) narrow_[key_of(e.actor.actor_id, e.command_id)] = right->permissions;
    if (right->record.empty()) return;
    findings_.checked("right.glass_opens_one_record");
    const auto* look = step.as<look::LookRecorded>();
    if (look == nullptr || look->record != right->record)
        findings_.add("right.glass_opens_one_record",
                      e.actor.actor_id + " uses " + by + " for " + e.stream + ", which it does not open",
                      e.stream);
}

void RightsChecker::answered(const engine::Submission& submission, const engine::Outcome& outcome) {
    if (!std::holds_alternative<engine::Accepted>(outcome)) return;
    const auto found = narrow_.find(key_of(submission.seat.actor.actor_id, submission.command_id));
    if (found == narrow_.end()) return;
    findings_.checked("right.no_more_than_given");
    const auto& permission = submission.command.spec->permission;
    if (std::none_of(found->second.begin(), found->second.end(),
                     [&](const auto& pattern) { return access::holds(pattern, permission); }))
        findings_.add("right.no_more_than_given",
                      submission.seat.actor.actor_id + " was not given " + permission, submission.stream);
}

// A district's officer reads what lies in another district by a glass, or not at all.
void RightsChecker::shown(const Shown& shown, Instant now) {
    if (shown.response.status != 200 || !shown.seat.actor.actor_id.ends_with("-7")) return;
    const FoldedStream* folded = chronicle_.find(shown.record());
    if (folded == nullptr || !shown.seat.roles.contains("dispatcher")) return;
    const auto& where = folded->module->scope(folded->state).where;
    if (where.district.value().empty() || where.district == shown.seat.reach.district) return;
    findings_.checked("right.elsewhere_only_by_glass");
    const auto& shared = folded->module->scope(folded->state).shared_with;
    const bool given = std::any_of(shared.begin(), shared.end(), [&](const kernel::Shared& one) {
        return one.post_id == shown.seat.actor.post_id;
    });
    const bool by_glass = std::any_of(rights_.begin(), rights_.end(), [&](const Right& right) {
        return right.account_id == shown.seat.actor.actor_id && right.record == shown.record() &&
               shown.asked_at < right.until && (!right.ended || *right.ended > shown.asked_behind);
    });
    if (!given && !by_glass)
        findings_.add("right.elsewhere_only_by_glass",
                      shown.seat.actor.actor_id + " is shown another district's record at " + to_text(now),
                      shown.record());
}

void RightsChecker::glass_recorded(const Step& step) {
    Glass& glass = glasses_[step.envelope.stream];
    if (const auto* e = step.as<break_glass::GlassBroken>()) {
        glass.broken_at = e->broken_at;
        glass.until = e->until;
        glass.account_id = e->account_id.value();
    }
    if (step.as<break_glass::GlassClosed>() != nullptr) glass.closed = true;
    if (const auto* e = step.as<break_glass::BreakReviewed>()) {
        glass.reviewed = true;
        findings_.checked("glass.reviewed_by_another");
        if (e->reviewed_by.value() == glass.account_id)
            findings_.add("glass.reviewed_by_another", glass.account_id + " reviews their own",
                          step.envelope.stream);
    }
    const auto* rung = step.as<kernel::DeadlineEscalated>();
    if (rung != nullptr && rung->kind == "review") glass.escalated = true;
}

void RightsChecker::inspect(SimulatedNode& node) {
    if (!node.engine().stopped()) look(node.now());
}

void RightsChecker::look(Instant now) {
    for (const auto& [stream, glass] : glasses_) look_at_glass(stream, glass, now);
    for (const auto& right : rights_) {
        findings_.checked("right.ends_in_the_log");
        if (!right.ended && std::max(right.until, hindered_until_) + late_max < now)
            findings_.add(
                "right.ends_in_the_log",
                right.by + " still gives " + right.account_id + " what ended at " + to_text(right.until),
                right.by);
    }
}

void RightsChecker::look_at_glass(const std::string& stream, const Glass& glass, Instant now) {
    const auto& review = rules_.section<break_glass::Rules>().review;
    if (review.ladder.empty()) return;
    const Instant told_by = glass.broken_at + review.within + review.ladder.front().after;
    findings_.checked("glass.reviewed_or_escalated");
    if (!glass.reviewed && !glass.escalated && std::max(told_by, hindered_until_) + late_max < now)
        findings_.add(
            "glass.reviewed_or_escalated",
            "broken at " + to_text(glass.broken_at) + ", nobody has reviewed it, and nobody above was told",
            stream);
}

}  // namespace anlan::sim
