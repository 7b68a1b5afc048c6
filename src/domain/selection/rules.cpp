#include "domain/selection/rules.hpp"

#include <algorithm>
#include <charconv>

namespace anlan::selection {
namespace {

using kernel::RuleFault;

std::string at(std::string_view list, std::size_t index) {
    return "." + std::string{list} + "[" + std::to_string(index) + "]";
}

std::optional<int> number_in(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// "10:00" as minutes of the day.
std::optional<Minutes> time_of_day(std::string_view text) {
    constexpr int hours_max = 23, minutes_max = 59;
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hours = number_in(text.substr(0, 2)), minutes = number_in(text.substr(3));
    if (!hours || !minutes || *hours < 0 || *hours > hours_max || *minutes < 0 || *minutes > minutes_max)
        return std::nullopt;
    return Minutes{60 * *hours + *minutes};
}

std::size_t ways(const EvidenceRule& rule) {
    std::size_t count = 0;
    for (const bool given :
         {!rule.classes.empty(), !rule.words.empty(), rule.stated.has_value(), rule.question.has_value(),
          rule.reports_from.has_value(), rule.stations_from.has_value(), rule.callers_from.has_value()})
        count += given ? 1 : 0;
    return count;
}

std::optional<RuleFault> check_evidence(const EvidenceRule& rule, const std::string& path,
                                        std::set<std::string>& codes) {
    if (rule.code.empty() || !codes.insert(rule.code).second)
        return RuleFault{path + ".code", "a code that no other evidence has"};
    if (rule.zh.empty() || rule.en.empty()) return RuleFault{path, "zh and en"};
    if (ways(rule) != 1)
        return RuleFault{path,
                         "one of classes, words, stated, question, reports_from, stations_from, "
                         "callers_from"};
    if (!rule.except.empty() && rule.words.empty()) return RuleFault{path + ".except", "words beside it"};
    for (const auto& word : rule.words)
        if (word.empty()) return RuleFault{path + ".words", "words that are not empty"};
    for (const auto& word : rule.except)
        if (word.empty()) return RuleFault{path + ".except", "words that are not empty"};
    if (rule.stated && *rule.stated != "injured" && *rule.stated != "weapon" && *rule.stated != "duress")
        return RuleFault{path + ".stated", "injured, weapon or duress"};
    if (rule.question && rule.answers.empty() == !rule.at_least.has_value())
        return RuleFault{path + ".question", "answers or at_least beside it"};
    if (!rule.question && (!rule.answers.empty() || rule.at_least))
        return RuleFault{path, "a question beside answers and at_least"};
    for (const auto& least : {rule.at_least, rule.reports_from, rule.stations_from, rule.callers_from})
        if (least && *least < 2) return RuleFault{path, "2 or more"};
    return std::nullopt;
}

std::optional<RuleFault> check_reasons(const Rules& rules) {
    constexpr int points_most = 1'000;
    constexpr std::size_t reasons_most = 24;
    if (rules.reasons.empty() || rules.reasons.size() > reasons_most)
        return RuleFault{".reasons", "1 to 24 reasons"};
    std::set<std::string> codes, evidence;
    for (std::size_t i = 0; i < rules.reasons.size(); ++i) {
        const ReasonRule& rule = rules.reasons[i];
        const auto path = at("reasons", i);
        if (rule.code.empty() || !codes.insert(rule.code).second)
            return RuleFault{path + ".code", "a code that no other reason has"};
        if (rule.zh.empty() || rule.en.empty()) return RuleFault{path, "zh and en"};
        if (rule.points < 1 || rule.points > points_most) return RuleFault{path + ".points", "1 to 1000"};
        if (rule.evidence.empty()) return RuleFault{path + ".evidence", "a piece of evidence at least"};
        for (std::size_t k = 0; k < rule.evidence.size(); ++k)
            if (auto fault = check_evidence(rule.evidence[k], path + at("evidence", k), evidence))
                return fault;
    }
    return std::nullopt;
}

std::optional<RuleFault> check_instruct(const Rules& rules) {
    if (rules.instruct.empty() || !rules.instruct.back().reasons.empty())
        return RuleFault{".instruct", "a last rule without reasons, for all others"};
    std::set<std::string> classes;
    for (std::size_t i = 0; i < rules.instruct.size(); ++i) {
        const InstructRule& rule = rules.instruct[i];
        const auto path = at("instruct", i);
        if (rule.text.empty()) return RuleFault{path + ".text", "what the station is to do"};
        if (rule.instruction_class.empty() || !classes.insert(rule.instruction_class).second)
            return RuleFault{path + ".instruction_class", "a class that no other rule has"};
        for (std::size_t k = 0; k < rule.reasons.size(); ++k)
            if (std::none_of(rules.reasons.begin(), rules.reasons.end(),
                             [&](const ReasonRule& one) { return one.code == rule.reasons[k]; }))
                return RuleFault{path + at("reasons", k), "a code of reasons"};
    }
    return std::nullopt;
}

bool in_catalogue(const IncidentCatalogue& catalogue, const std::string& named) {
    return find_class(catalogue, named) != nullptr ||
           std::any_of(catalogue.groups.begin(), catalogue.groups.end(),
                       [&](const IncidentGroup& group) { return group.code == named; });
}

std::optional<RuleFault> check_classes(const IncidentCatalogue& catalogue,
                                       const std::vector<std::string>& all, const std::string& path) {
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!in_catalogue(catalogue, all[i]))
            return RuleFault{path + "[" + std::to_string(i) + "]",
                             "a class or group of classes.toml, not " + all[i]};
    return std::nullopt;
}

std::optional<RuleFault> check_catalogue(const Rules& rules, const IncidentCatalogue& catalogue) {
    if (auto fault = check_classes(catalogue, rules.criminal, ".criminal")) return fault;
    for (std::size_t i = 0; i < rules.reasons.size(); ++i) {
        const ReasonRule& rule = rules.reasons[i];
        const auto path = at("reasons", i);
        if (auto fault = check_classes(catalogue, rule.not_of, path + ".not_of")) return fault;
        for (std::size_t k = 0; k < rule.evidence.size(); ++k) {
            const EvidenceRule& evidence = rule.evidence[k];
            const auto place = path + at("evidence", k);
            if (auto fault = check_classes(catalogue, evidence.classes, place + ".classes")) return fault;
            if (evidence.question && find_question(catalogue, *evidence.question) == nullptr)
                return RuleFault{place + ".question",
                                 "a question of classes.toml, not " + *evidence.question};
        }
    }
    return std::nullopt;
}

}  // namespace

const InstructRule* instructs(const Rules& rules, std::span<const Reason> reasons,
                              const std::optional<std::string>& instruction_class) {
    const auto has = [&](const std::string& code) {
        return std::any_of(reasons.begin(), reasons.end(),
                           [&](const Reason& reason) { return reason.code == code; });
    };
    for (const InstructRule& rule : rules.instruct) {
        if (instruction_class) {
            if (rule.instruction_class == *instruction_class) return &rule;
        } else if (rule.reasons.empty() || std::any_of(rule.reasons.begin(), rule.reasons.end(), has)) {
            return &rule;
        }
    }
    return nullptr;
}

bool knows_reason(const Rules& rules, std::string_view code) {
    return std::any_of(rules.pass_over_reasons.begin(), rules.pass_over_reasons.end(),
                       [&](const PassOverReason& one) { return one.code == code; });
}

Day day_of(Instant instant, Minutes civil_offset) {
    const auto civil_day = std::chrono::floor<std::chrono::days>(instant + civil_offset);
    const Instant begins = Instant{civil_day} - civil_offset;
    return {to_text(Instant{civil_day}).substr(0, 10), begins, begins + Hours{24}};
}

std::optional<Day> day_named(std::string_view day, Minutes civil_offset) {
    const auto midnight = instant_from_text(std::string{day} + "T00:00:00Z");
    if (day.size() != 10 || !midnight) return std::nullopt;
    return day_of(*midnight - civil_offset, civil_offset);
}

Instant decide_by(const Rules& rules, const Day& day, Instant list_opened_at) {
    return std::max<Instant>(day.ends + time_of_day(rules.decide_by).value_or(Minutes{0}),
                             list_opened_at + rules.decide.within);
}

std::string selection_id(const Day& day, const Jurisdiction& where) {
    const auto& area = where.district.value().empty() ? where.city.value() : where.district.value();
    std::string id = "sel_" + day.text;
    std::erase(id, '-');
    return id + "." + area.substr(area.find('_') + 1);
}

std::optional<RuleFault> validate(const Rules& rules) {
    constexpr int target_most = 200, days_most = 31, points_most = 10'000;
    if (rules.candidate_from < 1 || rules.candidate_from > points_most)
        return RuleFault{".candidate_from", "1 to 10000 points"};
    if (rules.target_min < 1 || rules.target_max < rules.target_min || rules.target_max > target_most)
        return RuleFault{".target_min", "1, at most target_max, which is at most 200"};
    if (rules.followed_days < 2 || rules.followed_days > days_most)
        return RuleFault{".followed_days", "2 to 31 days"};
    if (!time_of_day(rules.decide_by)) return RuleFault{".decide_by", "a time of day as 10:00"};
    if (auto fault = kernel::check_rule(rules.decide, ".decide")) return fault;
    if (rules.undo_text.empty()) return RuleFault{".undo_text", "why such an instruction is withdrawn"};
    if (rules.pass_over_reasons.empty()) return RuleFault{".pass_over_reasons", "a reason at least"};
    std::set<std::string> codes{"no_reason", "below_line"};  // the list's own
    for (std::size_t i = 0; i < rules.pass_over_reasons.size(); ++i) {
        const PassOverReason& one = rules.pass_over_reasons[i];
        const auto path = at("pass_over_reasons", i);
        if (one.code.empty() || !codes.insert(one.code).second)
            return RuleFault{path + ".code", "a code that no other has, nor no_reason nor below_line"};
        if (one.zh.empty() || one.en.empty()) return RuleFault{path, "zh and en"};
    }
    if (auto fault = check_reasons(rules)) return fault;
    return check_instruct(rules);
}

std::optional<RuleFault> fits(const kernel::Rulebook& book) {
    const auto& rules = book.section<Rules>();
    if (auto fault = kernel::check_roles(rules.decide, book.section<kernel::RoleLevels>(), ".decide"))
        return fault;
    return check_catalogue(rules, book.section<IncidentCatalogue>());
}

}  // namespace anlan::selection
