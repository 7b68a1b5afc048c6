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
    return std::vector<Event>{LookRecorded{c.record, c.fields, c.purpose, c.reason.value_or(""), now.at}};
}

}  // namespace

Look::Decision Look::decide(const State&, const Command& command, const kernel::Now& now) {
    return record(std::get<RecordLook>(command), now);
}

Look::State Look::evolve(State state, const Event& event) {
    ++state.count;
    state.last = std::get<LookRecorded>(event);
    return state;
}

const std::vector<kernel::Obligation>& Look::obligations(const State&) { return kernel::nothing_owed; }

}  // namespace anlan::look
