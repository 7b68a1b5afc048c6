// The call module's table: names, routes, rulebook section, the history view, rows.
#include "domain/call/policies.hpp"
#include "domain/call/row.hpp"
#include "domain/call/rules.hpp"
#include "domain/call/views.hpp"
#include "kernel/module_of.hpp"

namespace anlan::call {
namespace {

using kernel::Method;
using Table = kernel::ModuleOf<Call>;

void intake_commands(Table& m) {
    m.command<ReceiveCall>({Method::post, "/v1/calls", true, {"登记报警", "Receive a call"}});
    m.command<AnswerCall>({Method::post, "/v1/calls/{call_id}/answer", false, {"接听", "Answer"}});
    m.command<StateCaller>(
        {Method::post, "/v1/calls/{call_id}/caller", false, {"登记报警人", "State who calls"}});
    m.command<WriteReport>(
        {Method::post, "/v1/calls/{call_id}/report", false, {"填写警情", "Write the report"}});
    m.command<HintLocation>({Method::post,
                             "/v1/calls/{call_id}/location_hints",
                             false,
                             {"收到定位", "Hint at the caller's place"}});
    m.command<ApplyLocationHint>(
        {Method::post, "/v1/calls/{call_id}/location", false, {"采用定位", "Take a hint for the place"}});
    m.command<FlagDuress>({Method::post, "/v1/calls/{call_id}/duress", false, {"静默求助", "Flag duress"}});
    m.command<RequestCallBack>(
        {Method::post, "/v1/calls/{call_id}/call_back_request", false, {"安排回拨", "Ask for a call back"}});
    m.command<NoteCallBack>(
        {Method::post, "/v1/calls/{call_id}/call_back", false, {"记录回拨", "Note a call back"}});
}

void outcome_commands(Table& m) {
    m.command<OpenIncident>(
        {Method::post, "/v1/calls/{call_id}/incident", false, {"建立警情", "Open an incident"}});
    m.command<JoinIncident>(
        {Method::post, "/v1/calls/{call_id}/joining", false, {"并入警情", "Join an incident"}});
    m.command<UndoJoin>(
        {Method::post, "/v1/calls/{call_id}/joining/undo", false, {"撤销并入", "Undo the join"}});
    m.command<VoidCall>({Method::post, "/v1/calls/{call_id}/voiding", false, {"判为无效", "Declare void"}});
    m.command<TransferCall>(
        {Method::post, "/v1/calls/{call_id}/transfer", false, {"转接其他热线", "Transfer"}});
    m.command<ConfirmTransfer>({Method::post,
                                "/v1/calls/{call_id}/transfer_confirmation",
                                false,
                                {"确认转接", "Confirm the transfer"}});
    m.command<CloseEnquiry>(
        {Method::post, "/v1/calls/{call_id}/enquiry", false, {"答复咨询", "Close as answered"}});
    m.command<ReopenCall>({Method::post, "/v1/calls/{call_id}/reopening", false, {"重新处理", "Reopen"}});
}

// Of the caller's receipt. What comes by the link itself has no route: the API's pages send it.
void receipt_commands(Table& m) {
    m.command<IssueLink>({.method = Method::post,
                          .path = "/v1/calls/{call_id}/receipt_link",
                          .title = {"给报警人查询链接", "Give the caller a link"},
                          .link_member = "link_hash"});
    m.command<RevokeLink>({Method::post,
                           "/v1/calls/{call_id}/receipt_link/revocation",
                           false,
                           {"作废查询链接", "Revoke the caller's link"}});
    m.command<ReadInformation>({Method::post,
                                "/v1/calls/{call_id}/information_reading",
                                false,
                                {"已读报警人补充", "Note what the caller added as read"}});
    m.command<AnswerContest>({Method::post,
                              "/v1/calls/{call_id}/contest_answer",
                              false,
                              {"答复“未解决”", "Answer a caller whom the result did not help"}});
}

// The JSON side of History: one query, personal, so that the API asks for a purpose and records the look.
class HistoryView : public kernel::View, public kernel::KeepsOnShelves, public kernel::Holder {
public:
    void use(const kernel::MakeShelf& make) override { history_.use(make); }
    void held(const kernel::CountHeld& count) const override { history_.held(count); }
    std::string_view name() const override { return "call_history"; }
    void apply(const kernel::Recorded& recorded) override { history_.apply(recorded); }

    std::vector<kernel::QuerySpec> queries() override {
        kernel::QuerySpec spec;
        spec.name = "call.history";
        spec.permission = "call.history";
        spec.path = "/v1/calls/{call_id}/history";
        spec.parameters = {{"call_id", true, {"报警编号", "the call's id"}}};
        spec.personal = true;
        spec.from_open_record = true;
        spec.title = {"同号码、同地点的既往警情", "What was reported from the same number or place before"};
        spec.result_schema = codec::schema<HistoryAnswer>();
        spec.answer = [this](const kernel::QueryRequest& request) { return answer(request); };
        return {std::move(spec)};
    }

private:
    Result<std::string, kernel::Refusal> answer(const kernel::QueryRequest& request) const {
        if (!history_.broken().empty())
            return Unexpected{
                kernel::Refusal{"call.history_broken",
                                "What was reported before is not complete any more: the disk is "
                                "full, or failed. The next start reads it again.",
                                kernel::Because::busy, kernel::Remedy::wait, ""}};
        const auto call_id = request.parameters.find("call_id");
        // Whether this call may be read, the API has asked: on the call's whole scope, which knows with whom
        // it is shared.
        if (call_id == request.parameters.end() || !history_.scope_of(CallId{call_id->second}))
            return Unexpected{kernel::Refusal{"call.unknown", "There is no such call.",
                                              kernel::Because::unknown, kernel::Remedy::fix_input,
                                              ".call_id"}};
        const auto found = history_.of_call(CallId{call_id->second}, request.now, request.visible);
        return codec::to_json(found.value_or(HistoryAnswer{}));
    }

    History history_;
};

}  // namespace

kernel::Module module() {
    Table m = kernel::describe<Call>(
        {.name = "call", .prefix = "cal", .resource = "calls", .title = {"报警", "Calls"}, .personal = true});
    intake_commands(m);
    outcome_commands(m);
    receipt_commands(m);
    m.rules<Rules>(
        "call.toml", [](const Rules& rules) { return validate(rules); },
        [](const kernel::Rulebook& book) {
            return check(book.section<Rules>(), book.section<kernel::RoleLevels>());
        });
    m.view<HistoryView>();
    m.retention([](const Call::State& state) -> std::optional<kernel::Closed> {
        if (state.stage != Stage::decided || !state.outcome || !state.decided_at) return std::nullopt;
        return kernel::Closed{*state.decided_at, boost::describe::enum_to_string(state.outcome->kind, "")};
    });
    m.react("note_sharing_of_the_incident", note_sharing_of_the_incident);
    m.react("move_calls_with_their_incident", move_calls_with_their_incident);
    m.react("confirm_the_joins_of_the_incident", confirm_the_joins_of_the_incident);
    m.scope(scope_of);
    m.brief<Brief>(brief_of);
    m.row<CallRow>(row_of, facets_of, is_open);
    return std::move(m).finish();
}

}  // namespace anlan::call
