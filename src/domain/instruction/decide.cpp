#include "domain/area/events.hpp"
#include "domain/instruction/check.hpp"
#include "domain/post/events.hpp"

#include <algorithm>
#include <utility>

namespace anlan::instruction {
namespace {

using kernel::Because;
using kernel::conflict;
using kernel::invalid;
using kernel::Obligation;
using kernel::Refusal;
using kernel::Remedy;
using State = Instruction::State;
using Events = Instruction::Events;
using Decision = Instruction::Decision;
using MaybeRefusal = std::optional<Refusal>;

// The same obligation as it stands, with whatever was noted of it, owed by another post.
Obligation owned_by(Obligation obligation, const PostId& owner) {
    obligation.owner = owner;
    return obligation;
}

Obligation later_by(Obligation obligation, Millis by) {
    obligation.due_by += by;
    if (obligation.warn_at) *obligation.warn_at += by;
    for (auto& rung : obligation.ladder) rung.at += by;
    return obligation;
}

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const IssueInstruction& c) const {
        if (state.stage != Stage::none) {
            if (state.class_code == c.class_code && state.text == c.text && state.where == c.where)
                return Events{};
            return Unexpected{conflict("instruction.already_issued", "There is another of this number.")};
        }
        if (auto wrong = check_issue(c)) return Unexpected{std::move(*wrong)};
        const auto& levels = levels_();
        const auto owe = [&](const kernel::DeadlineRule& rule, const char* kind) {
            return kernel::owe(rule, levels, kind, "", now.at, c.where);
        };
        auto sign = owe(rules().sign, "sign");
        auto answer = owned_by(owe(find_class(rules(), c.class_code)->answer, "reply"), sign.owner);
        return Events{InstructionIssued{c.class_code,
                                        c.text,
                                        c.where,
                                        c.incident_id,
                                        c.batch,
                                        actor(),
                                        now.at,
                                        {sign, owe(rules().pass_on, "pass_on"), std::move(answer)}}};
    }

    Decision operator()(const SignInstruction&) const {
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        if (state.signed_for) return Events{};
        return Events{InstructionSigned{actor(), now.at}};
    }

    Decision operator()(const PassOnInstruction& c) const {
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        if (state.stage == Stage::passed_on && state.owner == c.to_post_id) return Events{};
        if (!state.signed_for) return Unexpected{conflict("instruction.not_signed", "Sign for it first.")};
        if (state.stage != Stage::signed_for)
            return Unexpected{conflict("instruction.already_passed_on",
                                       "It is with another post; hand it over with a reason.")};
        if (auto wrong = check_carrier(c.to_post_id)) return Unexpected{std::move(*wrong)};
        return Events{InstructionPassedOn{c.to_post_id, actor(), now.at, carried_by(c.to_post_id)}};
    }

    Decision operator()(const HandOverInstruction& c) const {
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        if (state.stage != Stage::passed_on)
            return Unexpected{conflict("instruction.not_passed_on", "It is with no post yet.")};
        if (state.owner == c.to_post_id) return Events{};
        if (state.carrier == c.to_post_id)
            return Unexpected{conflict("instruction.carrier_off_duty",
                                       "Nobody is on duty there; leave it there with a reason.")};
        if (auto wrong = check_text(c.reason, reason_length_max, ".reason"))
            return Unexpected{std::move(*wrong)};
        if (auto wrong = check_carrier(c.to_post_id)) return Unexpected{std::move(*wrong)};
        return Events{InstructionHandedOver{*state.carrier, c.to_post_id, c.reason, actor(), now.at,
                                            carried_by(c.to_post_id)}};
    }

    Decision operator()(const ReportStep& c) const {
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        if (auto wrong = check_text(c.text, text_length_max, ".text")) return Unexpected{std::move(*wrong)};
        if (!state.steps.empty() && state.steps.back().step == c.step && state.steps.back().text == c.text)
            return Events{};
        if (state.steps.size() == steps_max)
            return Unexpected{conflict("instruction.too_many_steps", "At most 200 steps are reported.")};
        return Events{StepReported{c.step, c.text, actor(), now.at}};
    }

    // Whoever owes it is reminded; a reminder every few seconds is none.
    Decision operator()(const ChaseInstruction& c) const {
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        if (state.ended_at) return Unexpected{over()};
        if (c.text && c.text->reveal().size() > reason_length_max)
            return Unexpected{invalid("instruction.text_invalid", "At most 1000 bytes.", ".text")};
        if (state.chased_at && now.at < *state.chased_at + rules().chase_every)
            return Unexpected{Refusal{"instruction.chased_just_now",
                                      "They were reminded a moment ago.",
                                      Because::conflict,
                                      Remedy::wait,
                                      {}}};
        return Events{InstructionChased{state.owner, c.text.value_or(PersonalText{}), actor(), now.at}};
    }

    Decision operator()(const AnswerInstruction& c) const {
        if (state.stage == Stage::answered && state.answers == c.answers) return Events{};
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        if (!state.signed_for) return Unexpected{conflict("instruction.not_signed", "Sign for it first.")};
        const auto* of = find_class(rules(), state.class_code);
        if (of == nullptr)
            return Unexpected{conflict("instruction.class_gone", "The rulebook has its class no more.")};
        if (auto wrong = check_answers(c.answers, *of)) return Unexpected{std::move(*wrong)};
        return Events{
            InstructionAnswered{c.answers,
                                actor(),
                                now.at,
                                {kernel::owe(rules().accept, levels_(), "accept", "", now.at, state.where)}}};
    }

    Decision operator()(const ReturnAnswer& c) const {
        if (auto wrong = check_answered()) return Unexpected{std::move(*wrong)};
        if (auto wrong = check_text(c.reason, reason_length_max, ".reason"))
            return Unexpected{std::move(*wrong)};
        auto anew = kernel::owe(rules().completion, levels_(), "reply", "", now.at, state.where);
        if (state.carrier) anew.owner = *state.carrier;
        return Events{AnswerReturned{c.reason, actor(), now.at, {std::move(anew)}}};
    }

    Decision operator()(const AcceptAnswer&) const {
        if (state.stage == Stage::accepted) return Events{};
        if (auto wrong = check_answered()) return Unexpected{std::move(*wrong)};
        return Events{AnswerAccepted{actor(), now.at}};
    }

    Decision operator()(const WithdrawInstruction& c) const {
        if (state.stage == Stage::withdrawn) return Events{};
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        if (state.stage == Stage::accepted) return Unexpected{over()};
        if (auto wrong = check_text(c.reason, reason_length_max, ".reason"))
            return Unexpected{std::move(*wrong)};
        return Events{InstructionWithdrawn{c.reason, actor(), now.at}};
    }

    // What is late already is not made good by a pause.
    Decision operator()(const PauseInstruction& c) const {
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        if (state.pause && state.pause->until == c.until) return Events{};
        if (state.pause) return Unexpected{conflict("instruction.already_paused", "It is paused already.")};
        if (state.stage != Stage::passed_on)
            return Unexpected{conflict("instruction.not_passed_on", "It is with no post yet.")};
        const auto* answer = kernel::find(state.open, "reply");
        if (answer == nullptr || answer->missed || answer->due_by <= now.at)
            return Unexpected{conflict("instruction.overdue", "What is late is not paused.")};
        if (auto wrong = check_text(c.reason, reason_length_max, ".reason"))
            return Unexpected{std::move(*wrong)};
        if (c.until <= now.at || c.until > now.at + rules().pause_max)
            return Unexpected{invalid(
                "instruction.pause_invalid",
                "A pause ends, within " + std::to_string(rules().pause_max.count()) + " hours.", ".until")};
        const Obligation end{.kind = "pause_end",
                             .key = "",
                             .owner = state.owner,
                             .since = now.at,
                             .due_by = c.until,
                             .warn_at = std::nullopt,
                             .ladder = {}};
        return Events{InstructionPaused{c.reason, c.until, actor(), now.at, {end}}};
    }

    Decision operator()(const ResumeInstruction&) const {
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        if (!state.pause) return Events{};
        return resumed(Resumption::word, now.at);
    }

    // What changed since the view looked makes it void, and is no fault.
    Decision operator()(const NoteCarrierOffDuty& c) const {
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        const bool carries = state.stage == Stage::passed_on && state.carrier == c.post_id && !state.pause;
        if (!carries || state.carrier_off_since) return Events{};
        const auto post = now.brief<post::Brief>(c.post_id.value());
        if (!post || !post->on_duty.empty()) return Events{};
        std::vector<Obligation> owed{
            kernel::owe(rules().carrier_off_duty, levels_(), "hand_over", "", now.at, state.where)};
        for (auto& one : carried_by(owed.front().owner)) owed.push_back(std::move(one));
        return Events{CarrierOffDuty{c.post_id, c.off_since, now.at, std::move(owed)}};
    }

    Decision operator()(const NoteCarrierBack& c) const {
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        if (state.carrier != c.post_id || !state.carrier_off_since) return Events{};
        return Events{CarrierBack{c.post_id, now.at, carried_by(c.post_id)}};
    }

    Decision operator()(const LeaveWithCarrier& c) const {
        if (auto wrong = check_open()) return Unexpected{std::move(*wrong)};
        if (!state.carrier_off_since)
            return Unexpected{conflict("instruction.carrier_on_duty", "Its post is not off duty.")};
        if (auto wrong = check_text(c.reason, reason_length_max, ".reason"))
            return Unexpected{std::move(*wrong)};
        if (kernel::find(state.open, "hand_over") == nullptr)
            return state.left_reason == c.reason
                       ? Decision{Events{}}
                       : Decision{Unexpected{conflict("instruction.left_already", "That was said already.")}};
        return Events{LeftWithCarrier{c.reason, actor(), now.at, carried_by(*state.carrier)}};
    }

    // As long as it is not over: also while the answer waits to be accepted.
    Decision operator()(const AddAttachment& c) const {
        if (auto wrong = check_known()) return Unexpected{std::move(*wrong)};
        if (state.attachments && is_known(c, *state.attachments)) return Events{};
        if (state.ended_at) return Unexpected{over()};
        const auto& taken = now.rules.section<AttachmentRules>();
        if (const auto fault = fault_in(c, taken))
            return Unexpected{
                invalid(std::string{fault->code}, std::string{fault->message}, std::string{fault->member})};
        if (state.attachments && state.attachments->size() >= static_cast<std::size_t>(taken.on_record_max))
            return Unexpected{conflict("instruction.too_many_attachments",
                                       "At most " + std::to_string(taken.on_record_max) + " are added.")};
        return Events{AttachmentAdded{attachment_of(c, now.at)}};
    }

    Decision operator()(const kernel::NoteDeadline& c) const {
        if (c.kind == "pause_end") {
            if (!state.pause || now.at < state.pause->until) return Events{};
            return resumed(Resumption::time, state.pause->until);
        }
        Events events;
        for (auto& fact : kernel::note(state.open, c, now.at))
            std::visit([&](auto& event) { events.push_back(std::move(event)); }, fact);
        return events;
    }

private:
    const Rules& rules() const { return now.rules.section<Rules>(); }
    const kernel::RoleLevels& levels_() const { return now.rules.section<kernel::RoleLevels>(); }
    AccountId actor() const { return AccountId{now.by.actor_id}; }
    static Refusal over() { return conflict("instruction.over", "It is over."); }

    // The pause counts as long as it was meant to, however late the clock's word of it comes.
    Events resumed(Resumption by, Instant at) const {
        return {InstructionResumed{by, now.at, {later_by(state.pause->answer, at - state.pause->since)}}};
    }

    // The answer, or the end of its pause: what goes with the instruction from post to post.
    std::vector<Obligation> carried_by(const PostId& owner) const {
        std::vector<Obligation> carried;
        for (const auto& one : state.open)
            if (one.kind == "reply" || one.kind == "pause_end") carried.push_back(owned_by(one, owner));
        return carried;
    }

    MaybeRefusal check_known() const {
        if (state.stage != Stage::none) return std::nullopt;
        return Refusal{
            "instruction.unknown", "There is no such instruction.", Because::unknown, Remedy::fix_input, {}};
    }
    // An answer is still owed.
    MaybeRefusal check_open() const {
        if (auto wrong = check_known()) return wrong;
        if (state.stage == Stage::answered)
            return conflict("instruction.answered", "It is answered; the centre may return the answer.");
        if (state.ended_at) return over();
        return std::nullopt;
    }
    MaybeRefusal check_answered() const {
        if (auto wrong = check_known()) return wrong;
        if (state.ended_at) return over();
        if (state.stage != Stage::answered)
            return conflict("instruction.not_answered", "It is not answered yet.");
        return std::nullopt;
    }
    MaybeRefusal check_issue(const IssueInstruction& c) const {
        if (find_class(rules(), c.class_code) == nullptr)
            return invalid("instruction.class_unknown", "The rulebook has no class " + c.class_code + ".",
                           ".class_code");
        if (auto wrong = check_text(c.text, text_length_max, ".text")) return wrong;
        if (c.where.city.value().empty() || c.where.district.value().empty() ||
            c.where.station.value().empty())
            return invalid("instruction.station_required", "Name city, district and station.", ".where");
        // Of a station that is not there nobody would own it.
        const auto station = now.brief<area::Brief>(c.where.station.value());
        if (!station || station->level != area::AreaLevel::station || !contains(station->where, c.where))
            return invalid("instruction.station_unknown", "There is no such station in that district.",
                           ".where.station");
        if (c.batch && (c.batch->empty() || c.batch->size() > batch_length_max))
            return invalid("instruction.batch_invalid", "A batch is named in 1 to 64 bytes.", ".batch");
        if (c.incident_id && now.around != nullptr && !now.around->record(c.incident_id->value()))
            return invalid("instruction.incident_unknown", "There is no such incident.", ".incident_id");
        return std::nullopt;
    }
    // A post of this station that the rulebook lets carry one.
    MaybeRefusal check_carrier(const PostId& post_id) const {
        const auto post = now.brief<post::Brief>(post_id.value());
        if (!post) return invalid("instruction.post_unknown", "There is no such post.", ".to_post_id");
        const auto& carriers = rules().carriers;
        if (std::find(carriers.begin(), carriers.end(), post->role) == carriers.end())
            return invalid("instruction.post_carries_none", "Such a post carries no instruction.",
                           ".to_post_id");
        if (post->where.station != state.where.station)
            return invalid("instruction.post_elsewhere", "That post is not of this station.", ".to_post_id");
        return std::nullopt;
    }
};

}  // namespace

Instruction::Decision Instruction::decide(const State& state, const Command& command,
                                          const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

}  // namespace anlan::instruction
