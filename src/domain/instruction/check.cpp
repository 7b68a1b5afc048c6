#include "domain/instruction/check.hpp"

#include "terms/form.hpp"

#include <utility>

namespace anlan::instruction {

using kernel::Because;
using kernel::invalid;
using kernel::Refusal;
using kernel::Remedy;

std::optional<Refusal> check_text(const PersonalText& text, std::size_t most, const std::string& field) {
    if (text.reveal().empty() || text.reveal().size() > most)
        return invalid("instruction.text_invalid", "A text of 1 to " + std::to_string(most) + " bytes.",
                       field);
    return std::nullopt;
}

std::optional<Refusal> check_answers(const std::vector<Answer>& answers, const InstructionClass& of) {
    const auto wrong = fault_in_answers(fields_of(of.fields), answers);
    if (!wrong) return std::nullopt;
    return invalid("instruction." + wrong->reason, wrong->message, wrong->path);
}

}  // namespace anlan::instruction
