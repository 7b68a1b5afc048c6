// The rulebook's section mediation.toml: the levels of mediation and who owns at each, by when what is owed,
// how many days of quiet solve a dispute of each class, what opens a mediation by itself, to whom a push goes
// and what it says.
#pragma once
#include "kernel/deadline_rule.hpp"
#include "kernel/rulebook.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::mediation {

inline constexpr int quiet_days_max = 366;

// Ascending: building, community, station, street.
struct LevelRule {
    std::string code;
    std::string zh;
    std::string en;
    std::string owner_role;
};
BOOST_DESCRIBE_STRUCT(LevelRule, (), (code, zh, en, owner_role))

// One of each of the catalogue's dispute classes.
struct ClassRule {
    std::string dispute_class;
    int quiet_days = 0;
    bool joint_visit = false;
};
BOOST_DESCRIBE_STRUCT(ClassRule, (), (dispute_class, quiet_days, joint_visit))

struct Word {
    std::string code;
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(Word, (), (code, zh, en))

// An incident of one of these classes, closed on scene with one of these dispositions, is followed up all the
// same.
struct OpenWhenClosed {
    std::vector<std::string> classes;  // of incidents, or their groups
    std::vector<std::string> dispositions;
};
BOOST_DESCRIBE_STRUCT(OpenWhenClosed, (), (classes, dispositions))

// What of the patrol's and the officer's reports is told outside, and in which words: `of` is "disposition"
// or a question of the instruction's answer, `value` its code. What is not listed is not told.
struct Told {
    std::string of;
    std::string value;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Told, (), (of, value, text))

// A push is these lines, one after another; a line one of whose {words} has nothing to say is left out.
struct PushRules {
    std::vector<std::string> to_roles;
    std::string title;
    std::vector<std::string> lines;
    std::string promise_line;
    std::string side_a;
    std::string side_b;
    std::vector<Told> told;
    int digits_max = 0;  // no longer run of digits: no telephone, no identity number
};
BOOST_DESCRIBE_STRUCT(PushRules, (), (to_roles, title, lines, promise_line, side_a, side_b, told, digits_max))

// Spans of `contact`, `joint_visit` and `settle` are whole days, due at `due_hour` of that civil day.
// Whatever role a rule names as owner, the post that owns the mediation owes it.
struct Rules {
    std::vector<LevelRule> levels;
    int due_hour = 0;
    kernel::DeadlineRule contact;      // from the opening on, with each side
    kernel::DeadlineRule joint_visit;  // from the opening on
    kernel::DeadlineRule settle;       // an agreement, calm, or another way
    kernel::DeadlineRule take_up;      // from a hand-over on
    kernel::DeadlineRule promise;      // `within` does not count: the agreement says when
    kernel::DeadlineRule quiet;        // nor here: the class does
    kernel::DeadlineRule good_news;
    int promise_days_max = 0;
    int promise_moves_max = 0;  // of one promise; then it is kept, broken, or agreed anew
    int reopen_days = 0;        // so long after its end a new report reopens it
    std::vector<ClassRule> classes;
    std::vector<Word> early_rules;
    std::vector<Word> visit_with;
    std::vector<Word> end_reasons;
    std::vector<OpenWhenClosed> open_when_closed;
    std::vector<std::string> open_when_accepted;  // instruction classes
    PushRules push;
};
BOOST_DESCRIBE_STRUCT(Rules, (),
                      (levels, due_hour, contact, joint_visit, settle, take_up, promise, quiet, good_news,
                       promise_days_max, promise_moves_max, reopen_days, classes, early_rules, visit_with,
                       end_reasons, open_when_closed, open_when_accepted, push))

const LevelRule* find_level(const Rules& rules, std::string_view code);
const ClassRule* find_class(const Rules& rules, std::string_view dispute_class);
bool knows(const std::vector<Word>& words, std::string_view code);

// `due_hour` of the civil day so many whole days after that of `since`.
Instant due_on_day(const Rules& rules, Instant since, Seconds days, Minutes civil_offset);

std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels);
// Every dispute class of the catalogue has its row, and no other.
std::optional<kernel::RuleFault> fits(const kernel::Rulebook& book);

}  // namespace anlan::mediation
