// The rulebook's section selection.toml: which incidents a day's list holds, what speaks for one of them
// being a key dispute and by how many points, how many are to be picked, by when, why one is passed over, and
// what the station of a picked one is instructed to do.
#pragma once
#include "domain/selection/events.hpp"
#include "kernel/deadline_rule.hpp"
#include "kernel/rulebook.hpp"
#include "terms/incident_catalogue.hpp"
#include "terms/report.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::selection {

// One thing to look for; exactly one of the ways to find it is given.
struct EvidenceRule {
    std::string code;
    std::string zh;
    std::string en;
    std::vector<std::string> classes = {};     // the incident is of one of these, or of its group
    std::vector<std::string> words = {};       // one of them stands in a report of it or in a note
    std::vector<std::string> except = {};      // where one of these stands, the words inside do not count
    std::optional<std::string> stated = {};    // injured, weapon, duress: said when asked
    std::optional<std::string> question = {};  // of classes.toml, that was answered
    std::vector<std::string> answers = {};     // with one of these
    std::optional<int> at_least = {};          // or with so many
    std::optional<int> reports_from = {};      // it stands in a matter of so many reports
    std::optional<int> stations_from = {};     // whose reports lie with so many stations
    std::optional<int> callers_from = {};      // so many called about this one incident
};
BOOST_DESCRIBE_STRUCT(EvidenceRule, (),
                      (code, zh, en, classes, words, except, stated, question, answers, at_least,
                       reports_from, stations_from, callers_from))

struct ReasonRule {
    std::string code;
    std::string zh;
    std::string en;
    int points = 0;
    std::vector<std::string> not_of = {};  // classes or groups of which it does not count
    std::vector<EvidenceRule> evidence;    // any of it makes the reason
};
BOOST_DESCRIBE_STRUCT(ReasonRule, (), (code, zh, en, points, not_of, evidence))

struct PassOverReason {
    std::string code;
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(PassOverReason, (), (code, zh, en))

// What a pick orders: the first whose reasons it has one of; no reasons: any.
struct InstructRule {
    std::string instruction_class;
    std::vector<std::string> reasons = {};
    std::string text;  // in the language of the city's officers
};
BOOST_DESCRIBE_STRUCT(InstructRule, (), (instruction_class, reasons, text))

struct Rules {
    std::vector<std::string> criminal = {};  // classes or groups that are on no list
    int candidate_from = 0;                  // points
    int target_min = 0;
    int target_max = 0;
    int followed_days = 0;        // so long after its day a list is kept true, and lapses if nobody closed it
    std::string decide_by;        // "10:00" of the next day, by the city's clock
    kernel::DeadlineRule decide;  // `within`: but never sooner than this after the list is opened
    std::string undo_text;        // why an instruction is withdrawn whose pick was taken back
    std::vector<PassOverReason> pass_over_reasons;
    std::vector<ReasonRule> reasons;
    std::vector<InstructRule> instruct;
};
BOOST_DESCRIBE_STRUCT(Rules, (),
                      (criminal, candidate_from, target_min, target_max, followed_days, decide_by, decide,
                       undo_text, pass_over_reasons, reasons, instruct))

// What is known of one incident; `found` are codes of evidence.
struct Known {
    std::string class_code;
    std::set<std::string> found = {};
    bool injured = false;
    bool weapon = false;
    bool duress = false;
    int callers = 0;
    int reports = 0;  // of the matter it stands in
    int stations = 0;
    std::string matter_id = {};
};

struct Weighed {
    std::vector<Reason> reasons;
    int points = 0;
    bool to_decide = false;
};

bool is_criminal(const Rules& rules, std::string_view class_code);
// Codes of the evidence that a text, or what was answered when asked, gives. Of the text nothing else is
// kept.
std::set<std::string> found_in_text(const Rules& rules, std::string_view text);
std::set<std::string> found_in_answers(const Rules& rules, std::span<const Answer> answers);
Weighed weigh(const Rules& rules, const Known& known);

// Null: the rulebook does not offer that class.
const InstructRule* instructs(const Rules& rules, std::span<const Reason> reasons,
                              const std::optional<std::string>& instruction_class);
bool knows_reason(const Rules& rules, std::string_view code);

// A day of the city's clock.
struct Day {
    std::string text;  // "2026-03-02"
    Instant begins{};
    Instant ends{};
};
Day day_of(Instant instant, Minutes civil_offset);
std::optional<Day> day_named(std::string_view day, Minutes civil_offset);
// By when it is to be decided.
Instant decide_by(const Rules& rules, const Day& day, Instant list_opened_at);
// "sel_20260302.420106"; of what has no district, the city's.
std::string selection_id(const Day& day, const Jurisdiction& where);

std::optional<kernel::RuleFault> validate(const Rules& rules);
// Against the roles and the catalogue of incidents.
std::optional<kernel::RuleFault> fits(const kernel::Rulebook& book);

}  // namespace anlan::selection
