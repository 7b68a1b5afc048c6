// The city's catalogue of incidents: which classes there are, by which words a report hints at them, what is
// asked, who is sent, and to whom what is not the police's business goes. The rulebook's section
// classes.toml; shared by whoever takes a report, proposes a class, proposes units or closes an incident.
#pragma once
#include "terms/incident_terms.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan {

// A word in a report that speaks for a class; the weights of the words found add up. Nothing is decided by
// it.
struct Keyword {
    std::string word;
    double weight = 1;
};
BOOST_DESCRIBE_STRUCT(Keyword, (), (word, weight))

struct Choice {
    std::string code;
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (code, zh, en))

BOOST_DEFINE_ENUM_CLASS(QuestionKind, text, choice, number, yes_no)

struct Question {
    std::string id;
    std::string zh;
    std::string en;
    QuestionKind kind = QuestionKind::text;
    bool required = false;        // shown until it is answered; it never holds up a dispatch
    std::vector<Choice> choices;  // of a choice only
};
BOOST_DESCRIBE_STRUCT(Question, (), (id, zh, en, kind, required, choices))

// `count` units, each of one of these kinds, or of any kind if there are none; with this skill, if one is
// named.
struct Need {
    std::vector<UnitKind> kinds;
    std::optional<std::string> skill;
    int count = 1;
};
BOOST_DESCRIBE_STRUCT(Need, (), (kinds, skill, count))

struct PlanLevel {
    ResponseLevel level = ResponseLevel::station;
    std::vector<Need> needs;  // in all, not on top of the level below
};
BOOST_DESCRIBE_STRUCT(PlanLevel, (), (level, needs))

struct ResponsePlan {
    std::string code;
    std::string zh;
    std::string en;
    std::vector<PlanLevel> levels;  // ascending; a level that is not there answers as the one below
};
BOOST_DESCRIBE_STRUCT(ResponsePlan, (), (code, zh, en, levels))

struct IncidentGroup {
    std::string code;  // "traffic": its classes are "traffic.…"
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(IncidentGroup, (), (code, zh, en))

struct DisputeClass {
    std::string code;
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(DisputeClass, (), (code, zh, en))

// A hotline beside 110 that takes over what is its own.
struct Agency {
    std::string code;  // "12345"
    std::string zh;
    std::string en;
    bool emergency = false;  // is told at once and by voice
};
BOOST_DESCRIBE_STRUCT(Agency, (), (code, zh, en, emergency))

struct IncidentClass {
    std::string code;  // "traffic.injury"
    std::string zh;
    std::string en;
    Urgency urgency = Urgency::urgent;
    Priority priority = Priority::p3;
    ResponseLevel level = ResponseLevel::station;
    std::string plan;                    // code of a response plan
    std::vector<std::string> questions;  // ids, in the order in which they are asked
    std::vector<Keyword> keywords;
    std::vector<std::string> negations;    // where one of these stands, the keywords inside it do not count
    std::vector<std::string> transfer_to;  // agencies: instead of us if not_for_police, beside us otherwise
    std::optional<std::string> dispute_class;
    bool call_back = false;  // the caller is called after the close
};
BOOST_DESCRIBE_STRUCT(IncidentClass, (),
                      (code, zh, en, urgency, priority, level, plan, questions, keywords, negations,
                       transfer_to, dispute_class, call_back))

struct IncidentCatalogue {
    std::vector<IncidentGroup> groups;
    std::vector<DisputeClass> dispute_classes;
    std::vector<Agency> agencies;
    std::vector<Question> questions;
    std::vector<ResponsePlan> plans;
    std::vector<IncidentClass> classes;
};
BOOST_DESCRIBE_STRUCT(IncidentCatalogue, (), (groups, dispute_classes, agencies, questions, plans, classes))

// Look-ups by code; null if the catalogue has none.
const IncidentClass* find_class(const IncidentCatalogue& catalogue, std::string_view code);
const Question* find_question(const IncidentCatalogue& catalogue, std::string_view id);
const ResponsePlan* find_plan(const IncidentCatalogue& catalogue, std::string_view code);
const Agency* find_agency(const IncidentCatalogue& catalogue, std::string_view code);

// "traffic" of "traffic.injury".
std::string_view group_of(std::string_view class_code);

// Whether one of `named` is the class or its group; a list without entries names everything.
bool names_class(const std::vector<std::string>& named, std::string_view class_code);

// What the plan of this class sends at this level; null for an unknown class or a plan that sends nobody.
const std::vector<Need>* needs_of(const IncidentCatalogue& catalogue, std::string_view class_code,
                                  ResponseLevel level);

}  // namespace anlan
