// What speaks for an incident being a key dispute. Pure; of a text only the codes of what was found in it
// stay.
#include "domain/selection/rules.hpp"

#include <algorithm>
#include <charconv>

namespace anlan::selection {
namespace {

// Latin letters in lower case; all else as it is.
std::string plain(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool stands_in(const EvidenceRule& rule, std::string text) {
    for (const auto& phrase : rule.except) {
        const auto plain_phrase = plain(phrase);
        for (auto place = text.find(plain_phrase); place != std::string::npos;
             place = text.find(plain_phrase, place + 1))
            std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(place), plain_phrase.size(), ' ');
    }
    return std::any_of(rule.words.begin(), rule.words.end(),
                       [&](const std::string& word) { return text.find(plain(word)) != std::string::npos; });
}

bool answered(const EvidenceRule& rule, const Answer& answer) {
    if (answer.question_id != *rule.question) return false;
    const auto value = answer.value.reveal();
    if (std::find(rule.answers.begin(), rule.answers.end(), value) != rule.answers.end()) return true;
    int count = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
    return rule.at_least && error == std::errc{} && end == value.data() + value.size() &&
           count >= *rule.at_least;
}

template <class Fits>
std::set<std::string> codes_where(const Rules& rules, const Fits& fits) {
    std::set<std::string> codes;
    for (const auto& reason : rules.reasons)
        for (const auto& evidence : reason.evidence)
            if (fits(evidence)) codes.insert(evidence.code);
    return codes;
}

bool stated(const EvidenceRule& rule, const Known& known) {
    if (*rule.stated == "injured") return known.injured;
    if (*rule.stated == "weapon") return known.weapon;
    return known.duress;
}

std::optional<Evidence> counted(const EvidenceRule& rule, int count, int least, std::string matter_id = {}) {
    if (count < least) return std::nullopt;
    Evidence evidence{rule.code, count, std::nullopt};
    if (!matter_id.empty()) evidence.matter_id = std::move(matter_id);
    return evidence;
}

std::optional<Evidence> evidence_of(const EvidenceRule& rule, const Known& known) {
    if (rule.reports_from) return counted(rule, known.reports, *rule.reports_from, known.matter_id);
    if (rule.stations_from) return counted(rule, known.stations, *rule.stations_from, known.matter_id);
    if (rule.callers_from) return counted(rule, known.callers, *rule.callers_from);
    const bool there = !rule.classes.empty() ? names_class(rule.classes, known.class_code)
                       : rule.stated         ? stated(rule, known)
                                             : known.found.contains(rule.code);
    if (!there) return std::nullopt;
    return Evidence{rule.code, std::nullopt, std::nullopt};
}

}  // namespace

bool is_criminal(const Rules& rules, std::string_view class_code) {
    return !rules.criminal.empty() && names_class(rules.criminal, class_code);
}

std::set<std::string> found_in_text(const Rules& rules, std::string_view text) {
    if (text.empty()) return {};
    const std::string lower = plain(text);
    return codes_where(
        rules, [&](const EvidenceRule& rule) { return !rule.words.empty() && stands_in(rule, lower); });
}

std::set<std::string> found_in_answers(const Rules& rules, std::span<const Answer> answers) {
    return codes_where(rules, [&](const EvidenceRule& rule) {
        return rule.question && std::any_of(answers.begin(), answers.end(),
                                            [&](const Answer& one) { return answered(rule, one); });
    });
}

Weighed weigh(const Rules& rules, const Known& known) {
    Weighed weighed;
    for (const ReasonRule& rule : rules.reasons) {
        if (!rule.not_of.empty() && names_class(rule.not_of, known.class_code)) continue;
        Reason reason{rule.code, rule.points, {}};
        for (const EvidenceRule& one : rule.evidence)
            if (auto evidence = evidence_of(one, known)) reason.evidence.push_back(std::move(*evidence));
        if (reason.evidence.empty()) continue;
        weighed.points += reason.points;
        weighed.reasons.push_back(std::move(reason));
    }
    weighed.to_decide = weighed.points >= rules.candidate_from;
    return weighed;
}

}  // namespace anlan::selection
