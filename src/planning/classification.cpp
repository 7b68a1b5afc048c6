#include "planning/classification.hpp"

#include "planning/text.hpp"

#include <algorithm>

namespace anlan::planning {
namespace {

constexpr char32_t pause = U' ';

// Folded, but with a mark where a clause ends: a negation does not reach over a comma.
std::u32string clauses(std::string_view text) {
    std::u32string out;
    for (const char32_t c : decoded(text)) {
        const char32_t plain = folded(c);
        if (plain != 0)
            out.push_back(plain);
        else if (!out.empty() && out.back() != pause)
            out.push_back(pause);
    }
    return out;
}

}  // namespace

std::vector<Classifier::Keyword> Classifier::prepared(const std::vector<ClassKeyword>& keywords) {
    std::vector<Keyword> out;
    for (const ClassKeyword& keyword : keywords) {
        Keyword one{folded_utf8(keyword.word), keyword};
        if (!one.folded.empty()) out.push_back(std::move(one));
    }
    std::sort(out.begin(), out.end(), [](const Keyword& a, const Keyword& b) {
        return a.folded.size() != b.folded.size() ? a.folded.size() > b.folded.size() : a.folded < b.folded;
    });
    return out;
}

Classifier::Classifier(const ClassificationRules& rules)
    : urgent_words_(prepared(rules.urgent_words)), least_weight_(rules.least_weight) {
    for (const ClassRule& rule : rules.classes) {
        Class one{rule.class_code, rule.priority, prepared(rule.keywords), {}};
        for (const std::string& phrase : rule.cancelled_by) one.cancelled_by.push_back(folded_utf8(phrase));
        classes_.push_back(std::move(one));
    }
    for (const std::string& negation : rules.negations) negations_.push_back(folded_utf8(negation));
}

// A negation ends at most two characters before the word ("没有人受伤", "没发现起火"), in the same clause.
bool Classifier::is_negated(std::u32string_view text, std::size_t at) const {
    constexpr std::size_t between_max = 2;
    for (std::size_t between = 0; between <= between_max && between <= at; ++between) {
        if (between > 0 && text[at - between] == pause) return false;
        const std::u32string_view before = text.substr(0, at - between);
        for (const std::u32string& negation : negations_)
            if (!negation.empty() && before.ends_with(negation)) return true;
    }
    return false;
}

// Each keyword at its first place that no longer keyword has taken. One that occurs negated and plain is
// plain.
std::vector<ClassWord> Classifier::words_in(std::u32string_view text,
                                            const std::vector<Keyword>& keywords) const {
    std::vector<ClassWord> out;
    std::vector<char> taken(text.size());
    for (const Keyword& keyword : keywords) {
        std::optional<ClassWord> found;
        for (std::size_t at = text.find(keyword.folded); at != text.npos;
             at = text.find(keyword.folded, at + 1)) {
            const auto from = taken.begin() + static_cast<std::ptrdiff_t>(at);
            const auto to = from + static_cast<std::ptrdiff_t>(keyword.folded.size());
            if (std::find(from, to, 1) != to) continue;
            const bool negated = is_negated(text, at);
            std::fill(from, to, 1);
            if (found && negated) continue;
            found = ClassWord{keyword.stated.word, keyword.stated.weight, negated, keyword.stated.raises_to};
            if (!negated) break;
        }
        if (found) out.push_back(std::move(*found));
    }
    std::sort(out.begin(), out.end(), [](const ClassWord& a, const ClassWord& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.word < b.word;
    });
    return out;
}

std::vector<ClassProposal> Classifier::propose(std::string_view text) const {
    const std::u32string plain = clauses(text);
    const std::vector<ClassWord> urgent = words_in(plain, urgent_words_);
    std::vector<ClassProposal> out;
    double all = 0;
    for (const Class& one : classes_) {
        const bool is_cancelled =
            std::any_of(one.cancelled_by.begin(), one.cancelled_by.end(), [&](const std::u32string& phrase) {
                return !phrase.empty() && plain.find(phrase) != plain.npos;
            });
        if (is_cancelled) continue;
        ClassProposal proposal{one.class_code, one.priority, 0, 0, words_in(plain, one.keywords)};
        for (const ClassWord& word : proposal.words)
            if (!word.negated) proposal.weight += word.weight;
        if (proposal.weight <= 0 || proposal.weight < least_weight_) continue;
        for (const ClassWord& word : urgent)
            if (word.raises_to) proposal.words.push_back({word.word, 0, word.negated, word.raises_to});
        for (const ClassWord& word : proposal.words)
            if (word.raises_to && !word.negated)
                proposal.priority = std::min(proposal.priority, *word.raises_to);
        all += proposal.weight;
        out.push_back(std::move(proposal));
    }
    // By insertion: equal ones stay as listed, and there are few.
    for (auto next = out.begin(); next != out.end(); ++next) {
        const auto heavier = [](const ClassProposal& a, const ClassProposal& b) {
            return a.weight > b.weight;
        };
        std::rotate(std::upper_bound(out.begin(), next, *next, heavier), next, next + 1);
    }
    if (out.size() > proposals_max) out.resize(proposals_max);
    for (ClassProposal& proposal : out) proposal.share = proposal.weight / all;
    return out;
}

std::vector<ClassProposal> classify(const ClassificationRules& rules, std::string_view text) {
    return Classifier(rules).propose(text);
}

}  // namespace anlan::planning
