#include "domain/instruction/rules.hpp"

#include <algorithm>
#include <set>

namespace anlan::instruction {
namespace {

using kernel::RuleFault;

constexpr Hours pause_at_most{24 * 30};

std::string at(std::string_view list, std::size_t index) {
    return "." + std::string{list} + "[" + std::to_string(index) + "]";
}

std::optional<RuleFault> check_field(const Question& field, const std::string& path,
                                     std::set<std::string>& known) {
    if (field.id.empty() || !known.insert(field.id).second)
        return RuleFault{path + ".id", "an id that no other field of the class has"};
    if (field.zh.empty() || field.en.empty()) return RuleFault{path, "zh and en"};
    if ((field.kind == QuestionKind::choice) != !field.choices.empty())
        return RuleFault{path + ".choices", "choices for a choice, and only there"};
    return std::nullopt;
}

std::optional<RuleFault> check_class(const InstructionClass& one, const std::string& path) {
    if (one.zh.empty() || one.en.empty()) return RuleFault{path, "zh and en"};
    if (auto fault = kernel::check_rule(one.answer, path + ".answer")) return fault;
    std::set<std::string> known;
    for (std::size_t i = 0; i < one.fields.size(); ++i)
        if (auto fault = check_field(one.fields[i], path + at("fields", i), known)) return fault;
    const auto required = std::any_of(one.fields.begin(), one.fields.end(),
                                      [](const Question& field) { return field.required; });
    if (!required) return RuleFault{path + ".fields", "a field that every answer has to have"};
    return std::nullopt;
}

template <class Check>
std::optional<RuleFault> each_rule(const Rules& rules, const Check& check) {
    if (auto fault = check(rules.sign, ".sign")) return fault;
    if (auto fault = check(rules.pass_on, ".pass_on")) return fault;
    if (auto fault = check(rules.accept, ".accept")) return fault;
    if (auto fault = check(rules.completion, ".completion")) return fault;
    return check(rules.carrier_off_duty, ".carrier_off_duty");
}

}  // namespace

const InstructionClass* find_class(const Rules& rules, std::string_view code) {
    const auto found = std::find_if(rules.classes.begin(), rules.classes.end(),
                                    [&](const InstructionClass& one) { return one.code == code; });
    return found == rules.classes.end() ? nullptr : &*found;
}

std::optional<RuleFault> validate(const Rules& rules) {
    if (auto fault = each_rule(
            rules, [](const auto& rule, const char* path) { return kernel::check_rule(rule, path); }))
        return fault;
    if (rules.pass_on.within < rules.sign.within)
        return RuleFault{".pass_on.within", "no earlier than it is signed"};
    if (rules.pause_max <= Hours{0} || rules.pause_max > pause_at_most)
        return RuleFault{".pause_max", "1 to 720 hours"};
    if (rules.chase_every < Minutes{1} || rules.chase_every > Minutes{1440})
        return RuleFault{".chase_every", "1 to 1440 minutes"};
    if (rules.back_before < Seconds{0} || rules.back_before > Hours{24})
        return RuleFault{".back_before", "0 to 86400 seconds"};
    if (rules.carriers.empty()) return RuleFault{".carriers", "a role at least"};
    if (rules.classes.empty()) return RuleFault{".classes", "a class at least"};
    std::set<std::string> codes;
    for (std::size_t i = 0; i < rules.classes.size(); ++i) {
        const auto path = at("classes", i);
        if (rules.classes[i].code.empty() || !codes.insert(rules.classes[i].code).second)
            return RuleFault{path + ".code", "a code that no other class has"};
        if (auto fault = check_class(rules.classes[i], path)) return fault;
    }
    return std::nullopt;
}

std::optional<RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels) {
    if (auto fault = each_rule(rules, [&](const auto& rule, const char* path) {
            return kernel::check_roles(rule, levels, path);
        }))
        return fault;
    for (std::size_t i = 0; i < rules.carriers.size(); ++i)
        if (kernel::find_role(levels, rules.carriers[i]) == nullptr)
            return RuleFault{at("carriers", i), "a role of posts.toml"};
    for (std::size_t i = 0; i < rules.classes.size(); ++i)
        if (auto fault = kernel::check_roles(rules.classes[i].answer, levels, at("classes", i) + ".answer"))
            return fault;
    return std::nullopt;
}

}  // namespace anlan::instruction
