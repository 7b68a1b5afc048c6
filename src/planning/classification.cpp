#include "planning/classification.hpp"

#include <algorithm>
#include <utility>

namespace anlan::planning {
namespace {

using Span = std::pair<std::size_t, std::size_t>;  // from, until, in bytes

std::vector<Span> spans_of(std::string_view text, const std::vector<std::string>& phrases) {
    std::vector<Span> spans;
    for (const auto& phrase : phrases)
        for (auto at = text.find(phrase); at != std::string_view::npos; at = text.find(phrase, at + phrase.size()))
            spans.emplace_back(at, at + phrase.size());
    return spans;
}

// Whether the word stands anywhere outside the negated spans.
bool stands(std::string_view text, std::string_view word, const std::vector<Span>& negated) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const bool inside = std::any_of(negated.begin(), negated.end(), [&](const Span& span) {
            return at >= span.first && at + word.size() <= span.second;
        });
        if (!inside) return true;
    }
    return false;
}

// A word inside a longer one that was found too ("打" in "打架") speaks only once.
void drop_contained(std::vector<FoundWord>& words) {
    std::erase_if(words, [&](const FoundWord& word) {
        return std::any_of(words.begin(), words.end(), [&](const FoundWord& longer) {
            return longer.word.size() > word.word.size() && longer.word.find(word.word) != std::string::npos;
        });
    });
}

ClassProposal weigh(std::string_view text, const IncidentClass& one) {
    ClassProposal proposal{one.code, one.zh, one.en, one.urgency, one.priority, {}, 0, 0, {}};
    const auto negated = spans_of(text, one.negations);
    for (const auto& keyword : one.keywords)
        if (!keyword.word.empty() && stands(text, keyword.word, negated))
            proposal.words.push_back({keyword.word, keyword.weight});
    drop_contained(proposal.words);
    for (const auto& word : proposal.words) proposal.weight += word.weight;
    if (one.urgency == Urgency::not_for_police && !one.transfer_to.empty()) proposal.transfer_to = one.transfer_to.front();
    std::stable_sort(proposal.words.begin(), proposal.words.end(),
                     [](const FoundWord& a, const FoundWord& b) { return a.weight > b.weight; });
    return proposal;
}

bool before(const ClassProposal& a, const ClassProposal& b) {
    if (a.weight != b.weight) return a.weight > b.weight;
    if (a.priority != b.priority) return a.priority < b.priority;
    return a.class_code < b.class_code;
}

}  // namespace

std::vector<ClassProposal> propose_classes(std::string_view text, const IncidentCatalogue& catalogue) {
    std::vector<ClassProposal> proposals;
    double sum = 0;
    for (const auto& one : catalogue.classes) {
        auto proposal = weigh(text, one);
        if (proposal.weight <= 0) continue;
        sum += proposal.weight;
        proposals.push_back(std::move(proposal));
    }
    std::sort(proposals.begin(), proposals.end(), before);
    if (proposals.size() > class_proposals_max) proposals.resize(class_proposals_max);
    for (auto& proposal : proposals) proposal.share = proposal.weight / sum;
    return proposals;
}

}  // namespace anlan::planning
