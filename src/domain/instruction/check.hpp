// Whether what was said is complete and fits the rulebook.
#pragma once
#include "domain/instruction/instruction.hpp"
#include "domain/instruction/rules.hpp"

#include <optional>
#include <string>
#include <vector>

namespace anlan::instruction {

// None: it may be as long as it is, and is not empty.
std::optional<kernel::Refusal> check_text(const PersonalText& text, std::size_t most,
                                          const std::string& field);

// Every required field of the class is there, each once, and each value is of its kind.
std::optional<kernel::Refusal> check_answers(const std::vector<Answer>& answers, const InstructionClass& of);

}  // namespace anlan::instruction
