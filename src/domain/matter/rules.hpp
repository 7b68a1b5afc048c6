// The rulebook's section matter.toml: which reports are compared and how, when they become a suggestion, who
// decides on it by when, and when a station is instructed without anybody's doing.
#pragma once
#include "kernel/deadline_rule.hpp"
#include "kernel/rulebook.hpp"
#include "terms/repeat_evidence.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anlan::matter {

inline constexpr int window_hours_max = 24 * 366 * 3;

// So many reports, the newest counted, within so many days of it.
struct SuggestWhen {
    std::string code;
    std::string zh;
    std::string en;
    std::vector<std::string> kinds;
    int reports = 0;
    int within_days = 0;
};
BOOST_DESCRIBE_STRUCT(SuggestWhen, (), (code, zh, en, kinds, reports, within_days))

struct InstructWhen {
    std::string code;
    std::string zh;
    std::string en;
    std::vector<std::string> kinds;
    int reports = 0;
    int within_days = 0;
    std::string instruction_class;
    std::string text;  // in the language of the city's officers
};
BOOST_DESCRIBE_STRUCT(InstructWhen, (), (code, zh, en, kinds, reports, within_days, instruction_class, text))

struct RejectReason {
    std::string code;
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(RejectReason, (), (code, zh, en))

struct Rules {
    int window_hours = 0;
    int catch_up_hours = 0;  // after a start, what was opened within so many hours is looked at anew
    kernel::DeadlineRule decide;
    std::vector<RejectReason> reject_reasons;
    std::vector<SuggestWhen> suggest_when;
    std::vector<InstructWhen> instruct_when;  // the first that fits
    RepeatRules finder;
};
BOOST_DESCRIBE_STRUCT(Rules, (),
                      (window_hours, catch_up_hours, decide, reject_reasons, suggest_when, instruct_when,
                       finder))

bool knows_reason(const Rules& rules, std::string_view code);

// The first rule that reports of these instants fulfil for this kind; null: none. The newest counts as now.
const SuggestWhen* suggests(const Rules& rules, std::string_view kind, std::span<const Instant> reported);
const InstructWhen* instructs(const Rules& rules, std::string_view kind, std::span<const Instant> reported);

std::optional<kernel::RuleFault> validate(const Rules& rules);
std::optional<kernel::RuleFault> check_roles(const Rules& rules, const kernel::RoleLevels& levels);

}  // namespace anlan::matter
