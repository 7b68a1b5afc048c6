// What kind of incident a report's words speak of: at most three proposals with the words that led to each.
// The rules are the rulebook's: classes with weighted keywords, phrases that cancel a class (an exercise, an
// enquiry), and words that raise the priority whatever the class (a knife, no breath). A negated word
// ("没有人受伤") speaks neither for a class nor for urgency, and is shown as negated. A person decides; this
// saves typing and states its grounds.
#pragma once
#include "terms/incident_terms.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::planning {

struct ClassKeyword {
    std::string word;
    double weight = 1;
    std::optional<Priority> raises_to;  // the priority is at least this

    friend bool operator==(const ClassKeyword&, const ClassKeyword&) = default;
};
BOOST_DESCRIBE_STRUCT(ClassKeyword, (), (word, weight, raises_to))

struct ClassRule {
    std::string class_code;
    Priority priority = Priority::p3;
    std::vector<ClassKeyword> keywords;
    std::vector<std::string> cancelled_by;

    friend bool operator==(const ClassRule&, const ClassRule&) = default;
};
BOOST_DESCRIBE_STRUCT(ClassRule, (), (class_code, priority, keywords, cancelled_by))

struct ClassificationRules {
    std::vector<ClassRule> classes;
    std::vector<ClassKeyword> urgent_words;  // of any class; the weight does not matter
    std::vector<std::string> negations{"没有", "没", "无", "不是", "并非", "未", "不"};
    double least_weight = 1;  // below this nothing is proposed

    friend bool operator==(const ClassificationRules&, const ClassificationRules&) = default;
};
BOOST_DESCRIBE_STRUCT(ClassificationRules, (), (classes, urgent_words, negations, least_weight))

struct ClassWord {
    std::string word;  // as the rulebook spells it
    double weight = 0;
    bool negated = false;
    std::optional<Priority> raises_to;

    friend bool operator==(const ClassWord&, const ClassWord&) = default;
};
BOOST_DESCRIBE_STRUCT(ClassWord, (), (word, weight, negated, raises_to))

struct ClassProposal {
    std::string class_code;
    Priority priority = Priority::p3;
    double weight = 0;  // sum of the words that speak for it
    double share = 0;   // of the weight of all classes
    std::vector<ClassWord> words;

    friend bool operator==(const ClassProposal&, const ClassProposal&) = default;
};
BOOST_DESCRIBE_STRUCT(ClassProposal, (), (class_code, priority, weight, share, words))

class Classifier {
public:
    static constexpr std::size_t proposals_max = 3;

    explicit Classifier(const ClassificationRules& rules);

    // Heaviest first; equal ones as the rulebook lists them.
    std::vector<ClassProposal> propose(std::string_view text) const;

private:
    struct Keyword {
        std::u32string folded;
        ClassKeyword stated;
    };
    struct Class {
        std::string class_code;
        Priority priority = Priority::p3;
        std::vector<Keyword> keywords;  // longest first, so that a longer one hides those inside it
        std::vector<std::u32string> cancelled_by;
    };

    static std::vector<Keyword> prepared(const std::vector<ClassKeyword>& keywords);
    std::vector<ClassWord> words_in(std::u32string_view text, const std::vector<Keyword>& keywords) const;
    bool is_negated(std::u32string_view text, std::size_t at) const;

    std::vector<Class> classes_;
    std::vector<Keyword> urgent_words_;
    std::vector<std::u32string> negations_;
    double least_weight_ = 1;
};

std::vector<ClassProposal> classify(const ClassificationRules& rules, std::string_view text);

}  // namespace anlan::planning
