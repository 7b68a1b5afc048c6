// The rulebook's section call.toml: how soon a report is picked up and decided, when somebody is called back,
// and why a report may be void. Figures live in the file. In every list of rows the first one that fits
// counts.
#pragma once
#include "kernel/deadline_rule.hpp"
#include "terms/incident_catalogue.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::call {

// Reports that come this way are picked up by then; without a deadline, whoever enters the report has it.
struct PickUpRule {
    std::string kind;  // of the obligation: "answer" a ringing line, "claim" a message
    std::vector<Channel> channels;
    std::optional<kernel::DeadlineRule> deadline;
};
BOOST_DESCRIBE_STRUCT(PickUpRule, (), (kind, channels, deadline))

struct OutcomeRule {
    std::vector<Priority> priorities;
    kernel::DeadlineRule deadline;
};
BOOST_DESCRIBE_STRUCT(OutcomeRule, (), (priorities, deadline))

struct CallBackRule {
    std::string code;
    std::string zh;
    std::string en;
    kernel::DeadlineRule deadline;
};
BOOST_DESCRIBE_STRUCT(CallBackRule, (), (code, zh, en, deadline))

struct VoidReason {
    std::string code;
    std::string zh;
    std::string en;
    std::optional<std::string> call_back;  // the caller is called all the same, for this reason
};
BOOST_DESCRIBE_STRUCT(VoidReason, (), (code, zh, en, call_back))

// What a caller may see and do by a link.
struct ReceiptRules {
    std::string language;          // "zh" or "en", where a browser asks for neither
    std::string emergency_number;  // that the page offers to call
    Seconds valid_for{0};
    std::vector<std::string> unnamed_classes;  // codes or groups that the page does not name
    int information_length_max = 0;            // bytes of one text
    int information_per_hour = 0;
    int information_max = 0;      // of one call
    Seconds reopens_within{0};    // after the result; a later one is answered and reopens nothing
    kernel::DeadlineRule read;    // added -> read
    kernel::DeadlineRule answer;  // contested -> answered
    // Wrong links from one address, before it is told to wait.
    int wrong_links_max = 0;
    Seconds wrong_links_window{0};
};
BOOST_DESCRIBE_STRUCT(ReceiptRules, (),
                      (language, emergency_number, valid_for, unnamed_classes, information_length_max,
                       information_per_hour, information_max, reopens_within, read, answer, wrong_links_max,
                       wrong_links_window))

struct Rules {
    Priority duress_priority{};
    Priority unassessed_priority{};
    int call_back_attempts_max = 0;
    std::vector<PickUpRule> pick_up;
    std::vector<OutcomeRule> outcome;
    std::vector<CallBackRule> call_back;
    std::vector<VoidReason> void_reasons;
    kernel::DeadlineRule transfer_confirm;
    kernel::DeadlineRule join_confirm;
    std::optional<ReceiptRules> receipt;  // none: no links are given
};
BOOST_DESCRIBE_STRUCT(Rules, (),
                      (duress_priority, unassessed_priority, call_back_attempts_max, pick_up, outcome,
                       call_back, void_reasons, transfer_confirm, join_confirm, receipt))

inline constexpr Seconds link_valid_max{366 * 86'400};
inline constexpr int link_text_length_max = 8000;
inline constexpr int link_texts_max = 100;

const PickUpRule* find_pick_up(const Rules& rules, Channel channel);
const OutcomeRule* find_outcome(const Rules& rules, Priority priority);
const CallBackRule* find_call_back(const Rules& rules, std::string_view code);
const VoidReason* find_void_reason(const Rules& rules, std::string_view code);

std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> check(const Rules& rules, const kernel::RoleLevels& levels);

}  // namespace anlan::call
