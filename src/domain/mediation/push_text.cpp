#include "domain/mediation/push_text.hpp"

#include "domain/area/events.hpp"
#include "domain/incident/events.hpp"
#include "domain/instruction/events.hpp"
#include "terms/incident_catalogue.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

namespace anlan::mediation {
namespace {

using State = Mediation::State;
using Words = std::map<std::string, std::string>;

constexpr std::size_t quoted_least = 6;  // bytes: two Chinese characters; what is shorter is in every text

std::string day_of(Instant at, Minutes civil_offset) { return to_text(at + civil_offset).substr(0, 10); }
std::string minute_of(Instant at, Minutes civil_offset) {
    const std::string text = to_text(at + civil_offset);
    return text.substr(0, 10) + " " + text.substr(11, 5);
}

std::string told(const PushRules& rules, std::string_view of, std::string_view value) {
    for (const Told& one : rules.told)
        if (one.of == of && one.value == value) return one.text;
    return {};
}

// None where a word of it is unknown or has nothing to say.
std::optional<std::string> filled(const std::string& line, const Words& words) {
    std::string text;
    for (std::size_t i = 0; i < line.size();) {
        const auto from = line.find('{', i);
        text += line.substr(i, from == std::string::npos ? from : from - i);
        if (from == std::string::npos) break;
        const auto to = line.find('}', from);
        if (to == std::string::npos) return std::nullopt;
        const bool asks =
            line[from + 1] == '?';  // whether there is something to say, and says nothing itself
        const auto begins = from + (asks ? 2 : 1);
        const auto word = words.find(line.substr(begins, to - begins));
        if (word == words.end() || word->second.empty()) return std::nullopt;
        if (!asks) text += word->second;
        i = to + 1;
    }
    return text;
}

struct Compose {
    const State& state;
    const kernel::Now& now;
    const PushRules& rules;

    Words words() const {
        Words words;
        for (const DisputeClass& one : now.rules.section<IncidentCatalogue>().dispute_classes)
            if (one.code == state.dispute_class) {
                words["class"] = one.zh;
                words["class_en"] = one.en;
            }
        place(words);
        words["opened"] = day(state.opened_at);
        words["reports"] = state.incident_ids.empty() ? "" : std::to_string(state.incident_ids.size());
        patrol(words);
        officer(words);
        mediator(words);
        return words;
    }

private:
    std::string day(Instant at) const { return day_of(at, now.rules.civil_offset); }

    void place(Words& words) const {
        for (const AreaId* area : {&state.where.beat, &state.where.station}) {
            if (area->value().empty()) continue;
            if (const auto brief = now.brief<area::Brief>(area->value())) {
                words["area"] = brief->area_name;
                break;
            }
        }
        words["place"] = state.place_label.value_or("");
    }
    // Of the newest report.
    void patrol(Words& words) const {
        if (state.incident_ids.empty()) return;
        const auto brief = now.brief<incident::Brief>(state.incident_ids.back().value());
        if (!brief) return;
        words["reported"] = minute_of(brief->opened_at, now.rules.civil_offset);
        if (brief->arrived_at) words["arrived"] = minute_of(*brief->arrived_at, now.rules.civil_offset);
        words["disposition"] = told(rules, "disposition", brief->disposition);
    }
    void officer(Words& words) const {
        if (!state.instruction_id) return;
        const auto brief = now.brief<instruction::Brief>(*state.instruction_id);
        if (!brief || !brief->answered_at) return;
        words["answered"] = day(*brief->answered_at);
        std::string text;
        for (const auto& coded : brief->coded)
            if (const auto word = told(rules, coded.question_id, coded.value); !word.empty())
                text += (text.empty() ? "" : "；") + word;
        words["officer"] = text;
    }
    void mediator(Words& words) const {
        words["heard"] = state.heard.size() == 2 ? std::to_string(state.statements.size()) : "";
        if (!state.visits.empty()) words["visited"] = day(state.visits.back().visited_at);
        if (const auto* visit = kernel::find(state.open, "joint_visit"))
            words["visit_by"] = day(visit->due_by);
        if (state.agreement && state.agreement->concluded_at)
            words["agreed"] = day(*state.agreement->concluded_at);
        if (state.quiet) words["quiet_until"] = day(state.quiet->until);
        std::string promises;
        for (const PromiseKept& kept : state.promises) {
            if (kept.is != PromiseState::open) continue;
            const auto line = filled(rules.promise_line,
                                     {{"side", kept.promise.by == Side::a ? rules.side_a : rules.side_b},
                                      {"number", std::to_string(kept.promise.number)},
                                      {"due", day(kept.promise.due_by)}});
            if (line) promises += (promises.empty() ? "" : "\n") + *line;
        }
        words["promises"] = promises;
    }
};

bool quotes(const std::string& text, const PersonalText& said) {
    return said.reveal().size() >= quoted_least && text.find(said.reveal()) != std::string::npos;
}

kernel::Refusal refused(std::string code, std::string message) {
    return {std::move(code), std::move(message), kernel::Because::invalid, kernel::Remedy::fix_input,
            ".text"};
}

}  // namespace

std::string push_text(const State& state, const kernel::Now& now) {
    const PushRules& rules = now.rules.section<Rules>().push;
    const Words words = Compose{state, now, rules}.words();
    std::string text = rules.title;
    for (const std::string& line : rules.lines)
        if (const auto said = filled(line, words)) text += "\n" + *said;
    return text;
}

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "2026-03-05" of this century or the last, and no digit behind it.
bool is_date(std::string_view text) {
    constexpr std::string_view shape = "dddd-dd-dd";
    if (text.size() < shape.size() || (!text.starts_with("19") && !text.starts_with("20"))) return false;
    for (std::size_t i = 0; i < shape.size(); ++i)
        if (shape[i] == 'd' ? !is_digit(text[i]) : text[i] != '-') return false;
    return text.size() == shape.size() || !is_digit(text[shape.size()]);
}

// Numerals as people say a number, and as forms write them.
constexpr std::array<std::string_view, 22> numerals{"〇", "零", "一", "幺", "二", "两", "三", "四",
                                                    "五", "六", "七", "八", "九", "壹", "贰", "叁",
                                                    "肆", "伍", "陆", "柒", "捌", "玖"};
// What people put between digits, and what nobody sees: blanks, hyphens, dots, U+200B to U+200D, U+3000.
constexpr std::array<std::string_view, 10> between{" ",  "-",  ".",      "·",      "—",
                                                   "－", "　", "\u200b", "\u200c", "\u200d"};

template <std::size_t Count>
std::size_t one_of(const std::array<std::string_view, Count>& words, std::string_view text) {
    for (const std::string_view word : words)
        if (text.starts_with(word)) return word.size();
    return 0;
}

// How many bytes the digit takes that the text begins with; 0: it begins with none. U+FF10 to U+FF19 are
// digits as Chinese keyboards write them.
std::size_t digit_at(std::string_view text) {
    if (is_digit(text.front())) return 1;
    const bool wide =
        text.size() >= 3 && text.starts_with("\xEF\xBC") && text[2] >= '\x90' && text[2] <= '\x99';
    return wide ? 3 : one_of(numerals, text);
}

// How many digits stand together, what only parts them aside: 138-0000-0000 is eleven. Dates are none.
int longest_number(std::string_view text) {
    int longest = 0;
    int digits = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto rest = text.substr(i);
        if (digits == 0 && is_date(rest)) {
            i += 10;
            continue;
        }
        if (const auto bytes = digit_at(rest); bytes > 0) {
            longest = std::max(longest, ++digits);
            i += bytes;
            continue;
        }
        const auto parts = one_of(between, rest);
        if (parts == 0) digits = 0;
        i += std::max<std::size_t>(parts, 1);
    }
    return longest;
}

}  // namespace

std::optional<kernel::Refusal> check_push_text(const State& state, const PersonalText& outgoing,
                                               const PushRules& rules) {
    const std::string& text = outgoing.reveal();
    for (const StatementRecorded& one : state.statements)
        if (quotes(text, one.text) || quotes(text, one.speaker))
            return refused("mediation.push_quotes_a_side", "It holds what a side said, or a speaker's name.");
    if (longest_number(text) > rules.digits_max)
        return refused("mediation.push_holds_a_number", "It holds a telephone or identity number.");
    return std::nullopt;
}

}  // namespace anlan::mediation
