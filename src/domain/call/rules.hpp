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
};
BOOST_DESCRIBE_STRUCT(Rules, (),
                      (duress_priority, unassessed_priority, call_back_attempts_max, pick_up, outcome,
                       call_back, void_reasons, transfer_confirm, join_confirm))

const PickUpRule* find_pick_up(const Rules& rules, Channel channel);
const OutcomeRule* find_outcome(const Rules& rules, Priority priority);
const CallBackRule* find_call_back(const Rules& rules, std::string_view code);
const VoidReason* find_void_reason(const Rules& rules, std::string_view code);

std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> check(const Rules& rules, const kernel::RoleLevels& levels);

}  // namespace anlan::call
