// The instruction module's table.
#include "domain/instruction/policies.hpp"
#include "domain/instruction/row.hpp"
#include "domain/instruction/rules.hpp"
#include "kernel/module_of.hpp"
#include "kernel/roles_fit.hpp"

#include <algorithm>

namespace anlan::instruction {
namespace {

using kernel::Method;
using Table = kernel::ModuleOf<Instruction>;

std::string path(const char* what) { return std::string{"/v1/instructions/{instruction_id}/"} + what; }

void centre_commands(Table& m) {
    m.command<IssueInstruction>(
        {Method::post, "/v1/instructions", true, {"下发指令", "Issue an instruction"}});
    m.command<ReturnAnswer>(
        {Method::post, path("return"), false, {"退回补充", "Return the answer for completion"}});
    m.command<AcceptAnswer>({Method::post, path("acceptance"), false, {"办结确认", "Accept the answer"}});
    m.command<WithdrawInstruction>({Method::post, path("withdrawal"), false, {"撤回指令", "Withdraw it"}});
    m.command<PauseInstruction>(
        {Method::post, path("pause"), false, {"暂停计时", "Pause it, with a reason and an end"}});
    m.command<ChaseInstruction>({Method::post, path("reminder"), false, {"催办", "Remind its owner"}});
    m.command<ResumeInstruction>({Method::post, path("resumption"), false, {"恢复计时", "Resume it"}});
}

void station_commands(Table& m) {
    m.command<SignInstruction>({Method::post, path("signature"), false, {"签收", "Sign for it"}});
    m.command<PassOnInstruction>(
        {Method::post, path("passing_on"), false, {"转派到岗", "Pass it on to a named post"}});
    m.command<HandOverInstruction>(
        {Method::post, path("hand_over"), false, {"转交他岗", "Hand it over to another post"}});
    m.command<LeaveWithCarrier>(
        {Method::post, path("stay"), false, {"留给原岗", "Leave it with its post, which is off duty"}});
    m.command<ReportStep>({Method::post, path("steps"), false, {"过程回告", "Report a step back"}});
    m.command<AnswerInstruction>({Method::post, path("answer"), false, {"反馈结果", "Answer it"}});
}

bool is_code(const std::string& value) {
    constexpr std::size_t code_length_max = 40;
    return !value.empty() && value.size() <= code_length_max &&
           std::all_of(value.begin(), value.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

std::optional<Brief> brief_of(const Instruction::State& state) {
    if (state.stage == Stage::none) return std::nullopt;
    Brief brief{state.class_code,
                state.where,
                state.incident_id,
                state.answered_at,
                state.stage == Stage::accepted,
                {}};
    for (const Answer& answer : state.answers)
        if (is_code(answer.value.reveal()))
            brief.coded.push_back({answer.question_id, answer.value.reveal()});
    return brief;
}

}  // namespace

kernel::Module module() {
    Table m = kernel::describe<Instruction>({.name = "instruction",
                                             .prefix = "ins",
                                             .resource = "instructions",
                                             .title = {"指令", "Instructions"},
                                             .personal = true});
    centre_commands(m);
    station_commands(m);
    m.rules<Rules>("instruction.toml", validate, kernel::roles_fit<Rules>);
    m.react("issue_when_a_matter_orders_it", issue_when_a_matter_orders_it);
    m.react("issue_when_a_selection_picks", issue_when_a_selection_picks);
    m.react("withdraw_when_a_pick_is_undone", withdraw_when_a_pick_is_undone);
    m.retention([](const Instruction::State& state) -> std::optional<kernel::Closed> {
        if (!state.ended_at) return std::nullopt;
        return kernel::Closed{*state.ended_at, state.class_code};
    });
    m.scope(scope_of);
    m.brief<Brief>(brief_of);
    m.row<InstructionRow>(row_of, facets_of, [](const Instruction::State& state) {
        return state.stage != Stage::none && !state.ended_at;
    });
    return std::move(m).finish();
}

}  // namespace anlan::instruction
