// From the words of a report to at most three classes it may belong to, each with the words that speak for it. The
// words and their weights are the catalogue's (rulebook section classes.toml); where a negation stands ("没有受伤"),
// the keywords inside it do not count. It proposes; a person decides.
#pragma once
#include "terms/incident_catalogue.hpp"

#include <boost/describe.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace anlan::planning {

inline constexpr std::size_t class_proposals_max = 3;

struct FoundWord {
    std::string word;
    double weight = 0;
};
BOOST_DESCRIBE_STRUCT(FoundWord, (), (word, weight))

struct ClassProposal {
    std::string class_code;
    std::string zh;
    std::string en;
    Urgency urgency{};
    Priority priority{};
    std::string transfer_to;  // first agency of a class that is not for the police; else empty
    double weight = 0;        // of all words found
    double share = 0;         // of the weights of all classes that had any
    std::vector<FoundWord> words;  // heaviest first
};
BOOST_DESCRIBE_STRUCT(ClassProposal, (), (class_code, zh, en, urgency, priority, transfer_to, weight, share, words))

// Heaviest first; equal weights by urgency of the class, then by code. Empty if no word was found.
std::vector<ClassProposal> propose_classes(std::string_view text, const IncidentCatalogue& catalogue);

}  // namespace anlan::planning
