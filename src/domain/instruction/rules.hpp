// The rulebook's section instruction.toml: within which time a station signs and passes on, by class how soon
// the answer comes and what it has to say, who may carry one, how long it may be paused.
#pragma once
#include "kernel/deadline_rule.hpp"
#include "terms/incident_catalogue.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace anlan::instruction {

struct InstructionClass {
    std::string code;
    std::string zh;
    std::string en;
    kernel::DeadlineRule answer;   // from the issue on; owned by the station until it is passed on
    std::vector<Question> fields;  // of the answer
};
BOOST_DESCRIBE_STRUCT(InstructionClass, (), (code, zh, en, answer, fields))

struct Rules {
    kernel::DeadlineRule sign;
    kernel::DeadlineRule pass_on;     // both from the issue on
    kernel::DeadlineRule accept;      // the centre's, from the answer on
    kernel::DeadlineRule completion;  // of an answer that was returned
    // The station's, when nobody is on duty at the post that carries one: to hand it over, or to say why not.
    kernel::DeadlineRule carrier_off_duty;
    Seconds back_before{0};  // whose shift begins so long before the answer is due, is back in time
    std::vector<std::string> carriers;  // roles that may be passed one
    Hours pause_max{0};
    Minutes chase_every{0};  // at the soonest
    std::vector<InstructionClass> classes;
};
BOOST_DESCRIBE_STRUCT(Rules, (),
                      (sign, pass_on, accept, completion, carrier_off_duty, back_before, carriers, pause_max,
                       chase_every, classes))

const InstructionClass* find_class(const Rules& rules, std::string_view code);

std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels);

}  // namespace anlan::instruction
