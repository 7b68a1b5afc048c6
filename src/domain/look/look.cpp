#include "domain/look/look.hpp"

#include <utility>

namespace anlan::look {
namespace {

using kernel::Because;
using kernel::Refusal;
using kernel::Remedy;

std::optional<Refusal> check_text(const std::string& text, const std::string& field) {
    if (!text.empty() && text.size() <= text_length_max) return std::nullopt;
    return Refusal{"look.text_invalid", "This has 1 to 300 bytes.", Because::invalid, Remedy::fix_input,
                   field};
}

// Every look is a fact of its own: the same person reading the same record twice has looked twice.
Look::Decision record(const RecordLook& c, const kernel::Now& now) {
    if (auto wrong = check_text(c.record, ".record")) return Unexpected{*wrong};
    if (c.purpose.empty())
        return Unexpected{Refusal{"look.purpose_required", "Whoever reads personal data says what for.",
                                  Because::invalid, Remedy::fix_input, ".purpose"}};
    if (auto wrong = check_text(c.purpose, ".purpose")) return Unexpected{*wrong};
    if (c.fields.size() > fields_max)
        return Unexpected{Refusal{"look.too_many_fields", "At most 100 members are named.", Because::invalid,
                                  Remedy::fix_input, ".fields"}};
    for (const std::string& field : c.fields)
        if (auto wrong = check_text(field, ".fields")) return Unexpected{*wrong};
    if (c.reason && c.reason->size() > reason_length_max)
        return Unexpected{Refusal{"look.text_invalid", "A reason has at most 1000 bytes.", Because::invalid,
                                  Remedy::fix_input, ".reason"}};
    return std::vector<Event>{
        LookRecorded{c.record, c.fields, c.purpose, c.reason.value_or(""), now.at, now.by.actor_id,
                     now.by.post_id.value().empty() ? std::nullopt : std::optional{now.by.post_id}}};
}

// Said again with the same finding it is no new fact; another finding is.
Look::Decision review(const Look::State& state, const ReviewLook& c, const kernel::Now& now) {
    if (!state.last)
        return Unexpected{
            Refusal{"look.unknown", "There is no such look.", Because::unknown, Remedy::fix_input, {}}};
    if (state.last->looked_by == now.by.actor_id)
        return Unexpected{Refusal{"look.own_review",
                                  "Nobody reviews a look of their own.",
                                  Because::forbidden,
                                  Remedy::ask_superior,
                                  {}}};
    const std::string remark = c.remark.value_or("");
    if (remark.size() > reason_length_max)
        return Unexpected{Refusal{"look.text_invalid", "A remark has at most 1000 bytes.", Because::invalid,
                                  Remedy::fix_input, ".remark"}};
    if (c.finding == Finding::questioned && remark.empty())
        return Unexpected{Refusal{"look.remark_required", "Whoever questions a look says why.",
                                  Because::invalid, Remedy::fix_input, ".remark"}};
    if (state.reviewed && state.reviewed->finding == c.finding && state.reviewed->remark == remark)
        return std::vector<Event>{};
    return std::vector<Event>{LookReviewed{c.finding, remark, now.by.actor_id, now.at}};
}

}  // namespace

Look::Decision Look::decide(const State& state, const Command& command, const kernel::Now& now) {
    if (const auto* c = std::get_if<ReviewLook>(&command)) return review(state, *c, now);
    return record(std::get<RecordLook>(command), now);
}

Look::State Look::evolve(State state, const Event& event) {
    if (const auto* reviewed = std::get_if<LookReviewed>(&event)) {
        state.reviewed = *reviewed;
        return state;
    }
    ++state.count;
    state.last = std::get<LookRecorded>(event);
    state.reviewed.reset();
    return state;
}

const std::vector<kernel::Obligation>& Look::obligations(const State&) { return kernel::nothing_owed; }

}  // namespace anlan::look
