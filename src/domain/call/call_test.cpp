// Stories of a call: how it is picked up, written down, and ends in exactly one outcome.
#include "domain/call/row.hpp"
#include "domain/call/test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::call {
namespace {

using test::kNine;
using test::Story;
using namespace std::chrono_literals;

TEST(Call, RingsIsAnsweredWrittenDownAndOpensAnIncident) {
    Story s;
    EXPECT_EQ(s.when(Story::ringing()), "received");
    EXPECT_EQ(s.owed(), "answer@10");
    s.now += 4s;
    EXPECT_EQ(s.when(AnswerCall{}), "answered");
    EXPECT_EQ(s.owed(), "outcome@124");  // not assessed yet: counts as p2
    s.now += 10s;
    EXPECT_EQ(s.when(Story::about("fire.building")), "report_written");
    EXPECT_EQ(s.owed(), "outcome@64");
    EXPECT_EQ(s.state.report->priority, Priority::p1);  // the class's
    EXPECT_EQ(s.state.report->location.where.city.value(), "are_1");
    s.now += 5s;
    EXPECT_EQ(s.when(OpenIncident{}), "outcome_decided");
    EXPECT_EQ(s.owed(), "");
    EXPECT_EQ(s.state.outcome->incident_id, IncidentId{"inc_7"});  // the call's own number
    const auto& decided = std::get<OutcomeDecided>(s.facts.back());
    EXPECT_EQ(decided.answered_at, kNine + 4s);
    EXPECT_EQ(decided.report->class_code, "fire.building");
    EXPECT_EQ(s.when(OpenIncident{}), "");
    EXPECT_EQ(s.when(VoidCall{"test", {}}), "! call.outcome_stands");
}

TEST(Call, EveryWayOfReportingIsOneStepFromAnIncident) {
    struct Row {
        Channel channel;
        const char* received;
        const char* opened;
        const char* owed;
    };
    const Row rows[] = {
        {Channel::phone, "received", "answered report_written outcome_decided", "answer@10"},
        {Channel::text, "received", "answered report_written outcome_decided", "claim@60"},
        {Channel::web, "received", "answered report_written outcome_decided", "claim@60"},
        {Channel::group_message, "received", "answered report_written outcome_decided", "claim@60"},
        {Channel::agency, "received", "answered report_written outcome_decided", "claim@60"},
        {Channel::walk_in, "received answered", "report_written outcome_decided", "outcome@120"},
        {Channel::officer, "received answered", "report_written outcome_decided", "outcome@120"},
    };
    for (const Row& row : rows) {
        Story s;
        ReceiveCall received = Story::ringing();
        received.channel = row.channel;
        EXPECT_EQ(s.when(received), row.received);
        EXPECT_EQ(s.owed(), row.owed);
        EXPECT_EQ(s.when(OpenIncident{IncidentId{"inc_x"}, Story::about("fire.building"), {}}), row.opened);
        EXPECT_EQ(s.owed(), "");
    }
}

TEST(Call, ALineThatRingsTooLongIsNotedOnceAtItsTime) {
    Story s;
    s.when(Story::ringing());
    s.now = kNine + 5s;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"answer", "", s.now}), "deadline_warned");
    s.now = kNine + 10s - 1ms;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"answer", "", s.now}), "");
    s.now = kNine + 15s;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"answer", "", s.now}), "deadline_missed deadline_escalated");
    EXPECT_EQ(s.when(AnswerCall{{}, kNine + 9s}), "answered");  // the gateway's stamp came late
    EXPECT_TRUE(s.state.missed.empty());
}

TEST(Call, AnotherPostTakesACallOverOnlyForAReason) {
    Story s;
    s.when(Story::ringing());
    s.when(AnswerCall{});
    EXPECT_EQ(s.when(AnswerCall{}), "");
    s.by.post_id = PostId{"pst_lead.1"};
    EXPECT_EQ(s.when(AnswerCall{}), "! call.already_answered");
    EXPECT_EQ(s.when(AnswerCall{"", {}}), "! call.reason_required");
    EXPECT_EQ(s.when(AnswerCall{"speaks her language", {}}), "answered");
    EXPECT_EQ(s.state.answered_by.value(), "pst_lead.1");
    EXPECT_EQ(s.owed(), "outcome@120");
}

TEST(Call, AJoinCanBeUndoneAndTheCallerIsNotLost) {
    Story s;
    s.when(Story::ringing());
    s.when(Story::about("fire.building"));
    const JoinIncident join{IncidentId{"inc_1"}, {PersonalText{"着火"}}, 35.0};
    EXPECT_EQ(s.when(join), "outcome_decided");
    EXPECT_EQ(s.when(join), "");
    EXPECT_EQ(s.when(JoinIncident{IncidentId{"inc_2"}, {}, {}}), "! call.outcome_stands");
    s.now += 60s;
    EXPECT_EQ(s.when(UndoJoin{"", AfterUndo::decide_again, {}}), "! call.reason_required");
    EXPECT_EQ(s.when(UndoJoin{"other storey, other fire", AfterUndo::decide_again, {}}), "outcome_undone");
    EXPECT_EQ(s.owed(), "outcome@120");
    EXPECT_TRUE(is_open(s.state));
    EXPECT_EQ(s.when(join), "outcome_decided");
    EXPECT_EQ(s.when(UndoJoin{"no, still another", AfterUndo::open_own, {}}),
              "outcome_undone outcome_decided");
    EXPECT_EQ(s.state.outcome->incident_id, IncidentId{"inc_7.2"});
    EXPECT_EQ(s.owed(), "");
    EXPECT_EQ(s.when(UndoJoin{"x", AfterUndo::open_own, {}}), "! call.not_joined");
    EXPECT_EQ(s.when(ReopenCall{"x"}), "! call.incident_has_it");
    EXPECT_EQ(s.state.undone.size(), 2u);
}

TEST(Call, WhoeverHungUpIsCalledBack) {
    Story s;
    s.when(Story::ringing());
    EXPECT_EQ(s.when(VoidCall{"dropped", {}}), "outcome_decided");
    EXPECT_EQ(s.owed(), "call_back@90");
    EXPECT_TRUE(is_open(s.state));
    EXPECT_EQ(s.when(NoteCallBack{CallBackResult::no_answer, {}}), "call_back_noted");
    EXPECT_EQ(s.owed(), "call_back@90");
    EXPECT_EQ(s.when(NoteCallBack{CallBackResult::no_answer, {}}), "call_back_noted");
    EXPECT_EQ(s.owed(), "");  // tried as often as the rulebook asks
    EXPECT_EQ(s.when(NoteCallBack{CallBackResult::reached, {}}), "! call.no_call_back_owed");
    Story hidden;
    ReceiveCall no_number = Story::ringing();
    no_number.callback = {};
    hidden.when(no_number);
    hidden.when(VoidCall{"dropped", {}});
    EXPECT_EQ(hidden.owed(), "");
    EXPECT_EQ(hidden.when(RequestCallBack{"promised", {}, {}}), "! call.no_callback");
}

TEST(Call, AVoidCallThatWasNoneIsTakenUpAgain) {
    Story s;
    s.when(Story::ringing());
    s.when(VoidCall{"test", {}});
    s.now += 30s;
    EXPECT_EQ(s.when(ReopenCall{"she called again"}), "outcome_undone answered");
    EXPECT_EQ(s.owed(), "outcome@150");
    EXPECT_EQ(s.when(ReopenCall{"she called again"}), "");
    EXPECT_EQ(s.when(CloseEnquiry{PersonalText{"told the opening hours"}}), "outcome_decided");
    s.now += 30s;
    EXPECT_EQ(s.when(ReopenCall{"wants more"}), "outcome_undone");
    EXPECT_EQ(s.owed(), "outcome@180");
}

TEST(Call, AWarmTransferIsOwedUntilTheOtherSideHasIt) {
    Story s;
    s.when(Story::ringing());
    s.when(AnswerCall{});
    EXPECT_EQ(s.when(TransferCall{"999", {}, true, {}}), "! call.agency_unknown");
    EXPECT_EQ(s.when(TransferCall{"12345", {}, true, {}}), "outcome_decided");
    EXPECT_EQ(s.owed(), "confirm_transfer@30");
    EXPECT_EQ(scope_of(s.state).shared_with.back().post_id.value(), "pst_agency.12345");
    EXPECT_EQ(s.when(ConfirmTransfer{"W-77"}), "transfer_confirmed");
    EXPECT_EQ(s.when(ConfirmTransfer{"W-77"}), "");
    EXPECT_EQ(s.owed(), "");
    EXPECT_EQ(s.state.outcome->reference, "W-77");
    EXPECT_FALSE(is_open(s.state));
}

TEST(Call, DuressIsSilentAndUrgent) {
    Story s;
    s.when(Story::ringing());
    s.when(Story::about("dispute.neighbour"));
    EXPECT_EQ(s.owed(), "outcome@600");
    s.now += 20s;
    EXPECT_EQ(s.when(FlagDuress{}), "duress_flagged");
    EXPECT_EQ(s.owed(), "outcome@60");
    EXPECT_EQ(s.when(FlagDuress{}), "");
    EXPECT_EQ(row_of("cal_7", s.state)->priority, Priority::p1);
    s.when(OpenIncident{});
    EXPECT_EQ(std::get<OutcomeDecided>(s.facts.back()).priority, Priority::p1);
    EXPECT_TRUE(std::get<OutcomeDecided>(s.facts.back()).duress);
    Story at_once;
    ReceiveCall received = Story::ringing();
    received.duress = true;
    EXPECT_EQ(at_once.when(received), "received duress_flagged");
}

TEST(Call, AHintIsNothingUntilAPersonAppliesIt) {
    Story s;
    s.when(Story::ringing());
    const LocationHint hint{GeoPoint{30.5, 114.3}, 40, "handset", {}};
    EXPECT_EQ(s.when(HintLocation{hint}), "location_hinted");
    EXPECT_EQ(s.when(HintLocation{hint}), "");
    EXPECT_EQ(row_of("cal_7", s.state)->point, std::nullopt);
    EXPECT_EQ(row_of("cal_7", s.state)->hints, 1);
    s.by.kind = kernel::ActorKind::policy;
    EXPECT_EQ(s.when(ApplyLocationHint{0, {}}), "! call.hint_needs_person");
    s.by.kind = kernel::ActorKind::person;
    EXPECT_EQ(s.when(ApplyLocationHint{1, {}}), "! call.hint_unknown");
    EXPECT_EQ(s.when(ApplyLocationHint{0, {}}), "answered location_hint_applied");
    EXPECT_EQ(row_of("cal_7", s.state)->point, std::optional{hint.point});
    EXPECT_EQ(s.when(ApplyLocationHint{0, {}}), "");
    EXPECT_EQ(s.when(HintLocation{{GeoPoint{91, 0}, 1, "cell", {}}}), "! call.point_invalid");
}

TEST(Call, ARoadOfThatNameInAnotherDistrictMovesTheCallThere) {
    Story s;
    ReceiveCall received = Story::ringing();
    received.received_where = Jurisdiction{AreaId{"are_1"}, AreaId{"are_11"}, AreaId{}, AreaId{}};
    s.when(received);
    EXPECT_EQ(scope_of(s.state).where.district.value(), "are_11");
    WriteReport report = Story::about("fire.building");
    report.location = Location{};
    report.location->where = Jurisdiction{AreaId{"are_1"}, AreaId{"are_12"}, AreaId{}, AreaId{}};
    s.when(report);
    EXPECT_EQ(scope_of(s.state).where.district.value(), "are_12");
    EXPECT_EQ(scope_of(s.state).shared_with.front().post_id.value(),
              "pst_taker.1");  // who has it keeps sight of it
}

TEST(Call, AReportAnswersQuestionsOfTheCatalogue) {
    struct Row {
        const char* question;
        const char* value;
        const char* said;
    };
    const Row rows[] = {
        {"trapped", "yes", "answered report_written"}, {"trapped", "perhaps", "! call.answer_invalid"},
        {"storey", "12", "answered report_written"},   {"storey", "-1", "! call.answer_invalid"},
        {"storey", "", "! call.answer_invalid"},       {"weapon", "knife", "answered report_written"},
        {"weapon", "sword", "! call.answer_invalid"},  {"matter", "水管", "answered report_written"},
        {"colour", "red", "! call.question_unknown"},
    };
    for (const Row& row : rows) {
        Story s;
        s.when(Story::ringing());
        WriteReport report = Story::about("fire.building");
        report.answers = {{row.question, PersonalText{row.value}}};
        EXPECT_EQ(s.when(report), row.said) << row.question << " " << row.value;
    }
}

TEST(Call, RefusesWhatDoesNotFitAndSaysWhy) {
    struct Row {
        Command command;
        const char* code;
    };
    EXPECT_EQ(Story{}.when(AnswerCall{}), "! call.unknown");
    EXPECT_EQ(Story{}.when(VoidCall{"test", {}}), "! call.unknown");
    ReceiveCall ahead = Story::ringing();
    ahead.received_at = kNine + 1ms;
    EXPECT_EQ(Story{}.when(ahead), "! call.instant_in_future");
    ReceiveCall endless = Story::ringing();
    endless.text = PersonalText{std::string(8001, 'x')};
    EXPECT_EQ(Story{}.when(endless), "! call.text_too_long");
    ReceiveCall other = Story::ringing();
    other.text = PersonalText{"another"};
    const Row rows[] = {
        {Story::ringing(), ""},
        {other, "! call.already_received"},
        {AnswerCall{{}, kNine - 1ms}, "! call.instant_out_of_order"},
        {Story::about("fire.sea"), "! call.class_unknown"},
        {OpenIncident{}, "! call.class_required"},
        {OpenIncident{IncidentId{"cal_1"}, Story::about("fire.building"), {}}, "! call.incident_id_invalid"},
        {JoinIncident{IncidentId{"inc_"}, {}, {}}, "! call.incident_id_invalid"},
        {VoidCall{"bored", {}}, "! call.void_reason_unknown"},
        {RequestCallBack{"bored", {}, {}}, "! call.call_back_reason_unknown"},
        {RequestCallBack{"promised", kNine, {}}, "! call.promise_passed"},
        {ConfirmTransfer{}, "! call.not_transferred"},
        {UndoJoin{"x", AfterUndo::decide_again, {}}, "! call.not_joined"},
        {ReopenCall{"x"}, ""},
    };
    for (const Row& row : rows) {
        Story s;
        s.when(Story::ringing());
        EXPECT_EQ(s.when(row.command), row.code);
    }
}

TEST(Call, APromiseIsKeptByItsOwnInstant) {
    Story s;
    s.when(Story::ringing());
    s.when(CloseEnquiry{});
    EXPECT_EQ(s.when(RequestCallBack{"promised", kNine + 1000s, {}}), "call_back_requested");
    EXPECT_EQ(s.owed(), "call_back@1000");
    EXPECT_EQ(s.when(NoteCallBack{CallBackResult::reached, {}}), "call_back_noted");
    EXPECT_EQ(s.owed(), "");
    EXPECT_EQ(s.when(StateCaller{PersonalText{"王女士"}, {}}), "caller_stated");
    EXPECT_EQ(s.when(StateCaller{PersonalText{"王女士"}, {}}), "");
}

// The opening message may be lost for good, or the number mistyped: the call has its outcome, and nobody
// would ever look at it again.
TEST(Call, ThatJoinedWhatIsNotThereIsLookedAfterUntilItIs) {
    Story s;
    s.ask_incidents();
    s.when(Story::ringing());
    s.when(AnswerCall{});
    JoinIncident join;
    join.incident_id = IncidentId{"inc_1"};
    EXPECT_EQ(s.when(join), "outcome_decided");
    EXPECT_EQ(s.owed(), "confirm_join@40");
    EXPECT_TRUE(is_open(s.state));
    s.now += 40s;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"confirm_join", "", s.now}), "deadline_missed");
    EXPECT_EQ(s.when(NoteJoinConfirmed{IncidentId{"inc_2"}}), "");
    EXPECT_EQ(s.when(NoteJoinConfirmed{IncidentId{"inc_1"}}), "join_confirmed");
    EXPECT_EQ(s.owed(), "");
    EXPECT_FALSE(is_open(s.state));
    EXPECT_EQ(s.when(NoteJoinConfirmed{IncidentId{"inc_1"}}), "");
}

TEST(Call, ThatJoinedWhatIsThereOwesNothing) {
    Story s;
    s.ask_incidents();
    s.incidents_there.insert("inc_1");
    s.when(Story::ringing());
    s.when(AnswerCall{});
    JoinIncident join;
    join.incident_id = IncidentId{"inc_1"};
    EXPECT_EQ(s.when(join), "outcome_decided");
    EXPECT_EQ(s.owed(), "");
    EXPECT_EQ(s.when(NoteJoinConfirmed{IncidentId{"inc_1"}}), "");
}

TEST(Call, UndoingTheJoinEndsTheWaiting) {
    Story s;
    s.ask_incidents();
    s.when(Story::ringing());
    s.when(AnswerCall{});
    JoinIncident join;
    join.incident_id = IncidentId{"inc_mistyped"};
    s.when(join);
    UndoJoin undo;
    undo.reason = "mistyped";
    EXPECT_EQ(s.when(undo), "outcome_undone");
    EXPECT_EQ(s.owed(), "outcome@120");
}

}  // namespace
}  // namespace anlan::call
