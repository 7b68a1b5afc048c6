#include "domain/push/push.hpp"

#include "domain/area/events.hpp"
#include "domain/push/rules.hpp"

#include <algorithm>
#include <utility>

namespace anlan::push {
namespace {

using kernel::Because;
using kernel::conflict;
using kernel::Refusal;
using kernel::Remedy;
using State = Push::State;
using Events = Push::Events;
using Decision = Push::Decision;
using std::chrono::days;

std::optional<Refusal> check_text(const PersonalText& text) {
    if (!text.reveal().empty() && text.reveal().size() <= text_length_max) return std::nullopt;
    return Refusal{"push.text_invalid", "A text of 1 to 4000 bytes.", Because::invalid, Remedy::fix_input,
                   ".text"};
}

const Recipient* find(const State& state, const PostId& post_id) {
    for (const Recipient& one : state.recipients)
        if (one.post_id == post_id) return &one;
    return nullptr;
}

struct Decide {
    const State& state;
    const kernel::Now& now;

    Decision operator()(const DeliverPush& c) const {
        if (state.stage != Stage::none) return Events{};  // said twice
        PushDelivered delivered{c.mediation_id, c.number, c.dispute_class, c.text, c.to,
                                c.from_post_id, c.where,  now.at,          {}};
        if (const auto area = now.brief<area::Brief>(c.where.station.value()))
            delivered.area_label = area->area_name;
        for (const PostId& post_id : c.to)
            delivered.obligations.push_back(
                owed(rules().acknowledge, "sign", post_id, now.at + rules().acknowledge.within, c.where));
        return Events{std::move(delivered)};
    }

    Decision operator()(const AcknowledgePush&) const {
        const auto mine = recipient();
        if (!mine.ok()) return Unexpected{mine.error()};
        if ((*mine)->acknowledged_at) return Events{};
        return Events{acknowledged((*mine)->post_id)};
    }

    // An answer acknowledges, too; a later one takes its place. What is promised is promised from the first
    // one on: answering again puts it off no further.
    Decision operator()(const AnswerPush& c) const {
        const auto mine = recipient();
        if (!mine.ok()) return Unexpected{mine.error()};
        const Recipient& one = **mine;
        if (one.answered_at && one.answer == c.text && one.due_by == c.due_by) return Events{};
        if (one.done_at) return Unexpected{conflict("push.done", "It is done.")};
        if (auto wrong = check_text(c.text)) return Unexpected{std::move(*wrong)};
        const Instant promised_from = one.first_answered_at.value_or(now.at);
        if (c.due_by <= now.at || c.due_by > promised_from + days{rules().deed_days_max})
            return Unexpected{Refusal{"push.due_invalid",
                                      "By when, within " + std::to_string(rules().deed_days_max) + " days.",
                                      Because::invalid, Remedy::fix_input, ".due_by"}};
        Events events;
        if (!one.acknowledged_at) events.emplace_back(acknowledged(one.post_id));
        events.emplace_back(PushAnswered{one.post_id,
                                         c.text,
                                         c.due_by,
                                         AccountId{now.by.actor_id},
                                         now.at,
                                         {owed(rules().deed, "deed", one.post_id, c.due_by, state.where)}});
        return events;
    }

    Decision operator()(const ReportDeed& c) const {
        const auto mine = recipient();
        if (!mine.ok()) return Unexpected{mine.error()};
        const Recipient& one = **mine;
        if (one.done_at) return Events{};
        if (!one.answered_at)
            return Unexpected{conflict("push.not_answered", "Say first what will be done, and by when.")};
        if (auto wrong = check_text(c.text)) return Unexpected{std::move(*wrong)};
        return Events{DeedReported{one.post_id, c.text, AccountId{now.by.actor_id}, now.at}};
    }

    Decision operator()(const kernel::NoteDeadline& c) const {
        Events events;
        for (auto& fact : kernel::note(state.open, c, now.at))
            std::visit([&](auto& event) { events.push_back(std::move(event)); }, fact);
        return events;
    }

private:
    const Rules& rules() const { return now.rules.section<Rules>(); }

    kernel::Obligation owed(const kernel::DeadlineRule& rule, const char* kind, const PostId& post_id,
                            Instant due_by, const Jurisdiction& where) const {
        auto one = kernel::owe_until(rule, now.rules.section<kernel::RoleLevels>(), kind, post_id.value(),
                                     now.at, due_by, where);
        one.owner = post_id;
        return one;
    }
    PushAcknowledged acknowledged(const PostId& post_id) const {
        return {post_id,
                AccountId{now.by.actor_id},
                now.at,
                {owed(rules().reply, "reply", post_id, now.at + rules().reply.within, state.where)}};
    }
    // Whoever asks, as the recipient that they are.
    Result<const Recipient*, Refusal> recipient() const {
        if (state.stage == Stage::none)
            return Unexpected{
                Refusal{"push.unknown", "There is no such push.", Because::unknown, Remedy::fix_input, {}}};
        const Recipient* one = find(state, now.by.post_id);
        if (one == nullptr)
            return Unexpected{conflict("push.not_addressed", "It is not addressed to this post.")};
        return one;
    }
};

struct Fold {
    State& state;

    void operator()(const PushDelivered& e) const {
        state.stage = Stage::delivered;
        state.mediation_id = e.mediation_id;
        state.number = e.number;
        state.dispute_class = e.dispute_class;
        state.text = e.text;
        state.from_post_id = e.from_post_id;
        state.where = e.where;
        state.area_label = e.area_label;
        state.delivered_at = e.delivered_at;
        for (const PostId& post_id : e.to) state.recipients.push_back({post_id, {}, {}, {}, {}, {}, {}, {}});
        arise(e.obligations);
    }
    void operator()(const PushAcknowledged& e) const {
        if (Recipient* one = recipient(e.post_id)) one->acknowledged_at = e.acknowledged_at;
        kernel::meet(state.open, "sign", e.post_id.value());
        arise(e.obligations);
    }
    void operator()(const PushAnswered& e) const {
        if (Recipient* one = recipient(e.post_id)) {
            one->answer = e.text;
            one->answered_at = e.answered_at;
            if (!one->first_answered_at) one->first_answered_at = e.answered_at;
            one->due_by = e.due_by;
        }
        kernel::meet(state.open, "reply", e.post_id.value());
        arise(e.obligations);
    }
    void operator()(const DeedReported& e) const {
        if (Recipient* one = recipient(e.post_id)) {
            one->deed = e.text;
            one->done_at = e.reported_at;
        }
        kernel::meet(state.open, "deed", e.post_id.value());
        if (std::all_of(state.recipients.begin(), state.recipients.end(),
                        [](const Recipient& one) { return one.done_at.has_value(); })) {
            state.stage = Stage::done;
            state.done_at = e.reported_at;
        }
    }
    template <class Deadline>
        requires std::constructible_from<kernel::DeadlineEvent, Deadline>
    void operator()(const Deadline& e) const {
        kernel::evolve_deadline(state.open, state.missed, e);
    }

private:
    void arise(const std::vector<kernel::Obligation>& obligations) const {
        for (const auto& obligation : obligations) kernel::arise(state.open, obligation);
    }
    Recipient* recipient(const PostId& post_id) const {
        for (Recipient& one : state.recipients)
            if (one.post_id == post_id) return &one;
        return nullptr;
    }
};

}  // namespace

Push::Decision Push::decide(const State& state, const Command& command, const kernel::Now& now) {
    return std::visit(Decide{state, now}, command);
}

Push::State Push::evolve(State state, const Event& event) {
    std::visit(Fold{state}, event);
    return state;
}

const std::vector<kernel::Obligation>& Push::obligations(const State& state) { return state.open; }

kernel::Scope scope_of(const State& state) {
    kernel::Scope scope{state.where, {}};
    for (const Recipient& one : state.recipients)
        scope.shared_with.push_back({one.post_id, kernel::Extent::all, kernel::Standing::holder});
    if (!state.from_post_id.value().empty())
        scope.shared_with.push_back({state.from_post_id, kernel::Extent::all, kernel::Standing::recipient});
    return scope;
}

std::string push_id(std::string_view mediation_id, int number) {
    const auto from = mediation_id.find('_');
    return "psh_" +
           std::string{from == std::string_view::npos ? mediation_id : mediation_id.substr(from + 1)} + "." +
           std::to_string(number);
}

}  // namespace anlan::push
