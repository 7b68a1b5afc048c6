// A quarrel at the school gate, calm when the patrol leaves, and followed up with both families all the same;
// the joint visit of the third day; an agreement on one text; promises; the quiet that is watched, broken, or
// kept.
#include "domain/mediation/mediation_test_support.hpp"
#include "domain/mediation/row.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::mediation {
namespace {

using Lines = std::vector<std::string>;

OpenMediation by_hand() {
    OpenMediation open;
    open.dispute_class = "contract";
    open.subject = PersonalText{"装修合同"};
    open.where = beat;
    return open;
}

TEST(Mediation, ASchoolGateQuarrelClosedCalmlyIsFollowedUpTheNextDayWithBothFamilies) {
    Story s;
    EXPECT_EQ(s.closed_calmly(), "opened");
    EXPECT_EQ(s.state.owner, officer);
    EXPECT_EQ(s.state.dispute_class, "school");
    EXPECT_EQ(s.owed(), (Lines{"contact.a 2026-03-03T20:00", "contact.b 2026-03-03T20:00",
                               "joint_visit 2026-03-05T20:00", "settle 2026-04-01T20:00"}));
    EXPECT_EQ(s.at(monday_noon + days{1}, RecordStatement{Side::a, Contact::in_person, PersonalText{"王家长"},
                                                          PersonalText{"是他先推人"}}),
              "statement_recorded");
    EXPECT_EQ(s.when(BeginQuiet{}), "! mediation.side_not_heard") << "one family is not both";
    EXPECT_EQ(s.when(kernel::NoteDeadline{"contact", "b", s.now}), "") << "not before its hour";
    EXPECT_EQ(s.at(on("2026-03-03T12:00:00Z"), kernel::NoteDeadline{"contact", "b", s.now}),
              "deadline_missed deadline_escalated");
    EXPECT_EQ(s.state.missed, Lines{"contact"});
    EXPECT_EQ(s.when(RecordStatement{Side::b, Contact::by_phone, PersonalText{"李家长"},
                                     PersonalText{"孩子没有动手"}}),
              "statement_recorded");
    EXPECT_EQ(s.owed(), (Lines{"joint_visit 2026-03-05T20:00", "settle 2026-04-01T20:00"}));
}

TEST(Mediation, OpenedByHandItIsOfAStationThatIsThere) {
    Story s;
    auto open = by_hand();
    open.where->station = AreaId{"are_420106099"};
    EXPECT_EQ(s.when(open), "! mediation.station_unknown") << "nobody would own it";
    open.where->station = {};
    EXPECT_EQ(s.when(open), "! mediation.station_required");
    open = by_hand();
    open.where->district = AreaId{"are_420102"};
    EXPECT_EQ(s.when(open), "! mediation.station_unknown") << "that district has no such station";
    EXPECT_EQ(s.when(by_hand()), "opened");
}

TEST(Mediation, WhatTheRulebookDoesNotNameOpensNothing) {
    Story s;
    EXPECT_EQ(s.when(OpenAfterClosing{first_call, "criminal_case"}), "");
    EXPECT_EQ(s.when(OpenAfterClosing{second_call, "mediated"}), "") << "no school";
    EXPECT_EQ(s.when(OpenAfterClosing{IncidentId{"inc_none"}, "mediated"}), "");
}

TEST(Mediation, OnTheThirdDayTheyVisitTogether) {
    Story s;
    s.closed_calmly();
    s.now += days{3};
    EXPECT_EQ(s.when(RecordVisit{{}, PersonalText{"独自上门"}, s.now, std::nullopt}), "visit_recorded");
    EXPECT_NE(kernel::find(s.state.open, "joint_visit"), nullptr) << "alone is not together";
    EXPECT_EQ(s.when(RecordVisit{{"street", "school"}, PersonalText{"两家见面"}, s.now, s.now + days{7}}),
              "visit_recorded");
    EXPECT_EQ(kernel::find(s.state.open, "joint_visit")->due_by, s.now + days{7}) << "the next one";
    EXPECT_EQ(s.when(RecordVisit{{"street"}, PersonalText{"再访"}, s.now, std::nullopt}), "visit_recorded");
    EXPECT_EQ(kernel::find(s.state.open, "joint_visit"), nullptr);
}

TEST(Mediation, HandedUpItHasANewOwnerAtOnceWhoOwesThatItIsTakenUp) {
    Story s;
    s.closed_calmly();
    EXPECT_EQ(s.when(HandOverMediation{"station", PersonalText{"跨社区"}}), "handed_over");
    EXPECT_EQ(s.state.owner, desk);
    for (const auto& one : s.state.open) EXPECT_EQ(one.owner, desk) << one.kind;
    EXPECT_EQ(s.owed().front(), "take_up 2026-03-03T12:00");
    EXPECT_FALSE(row_of("med_1", s.state)->taken_up);
    EXPECT_EQ(s.when(TakeUpMediation{}), "taken_up");
    EXPECT_EQ(s.when(TakeUpMediation{}), "");
    EXPECT_EQ(s.when(HandOverMediation{"street", PersonalText{"需街道参与"}}), "handed_over");
    EXPECT_EQ(s.state.owner, chief);
    EXPECT_EQ(s.when(HandOverMediation{"community", PersonalText{"已缓和，回社区"}}), "handed_over")
        << "down";
    EXPECT_EQ(s.state.owner, officer);
    EXPECT_EQ(s.state.hand_overs.size(), 3U);
    ASSERT_EQ(scope_of(s.state).shared_with.size(), 1U);
    EXPECT_EQ(scope_of(s.state).shared_with[0].post_id, officer);
}

TEST(Mediation, BothSignTheSameVersionOrNothingIsAgreed) {
    Story s;
    s.closed_calmly();
    s.hear_both();
    const DraftAgreement draft{PersonalText{"互相道歉"},
                               {{Side::b, PersonalText{"赔眼镜"}, s.now + days{5}}}};
    EXPECT_EQ(s.when(SignAgreement{1, Side::a, PersonalText{"张"}}), "! mediation.no_agreement");
    EXPECT_EQ(s.when(draft), "agreement_drafted");
    EXPECT_EQ(s.when(draft), "") << "the same text is no version";
    EXPECT_EQ(s.when(SignAgreement{1, Side::a, PersonalText{"张主任"}}), "agreement_signed");
    EXPECT_EQ(s.when(SignAgreement{1, Side::a, PersonalText{"张主任"}}), "");
    EXPECT_EQ(s.when(SignAgreement{1, Side::a, PersonalText{"李主任"}}), "! mediation.signed_already");
    EXPECT_EQ(s.when(DraftAgreement{PersonalText{"互相道歉，赔一半"}, draft.promises}), "agreement_drafted");
    EXPECT_TRUE(s.state.agreement->signatures.empty()) << "what was signed before counts for nothing";
    EXPECT_EQ(s.when(SignAgreement{1, Side::b, PersonalText{"张主任"}}), "! mediation.version_changed");
    EXPECT_EQ(s.when(SignAgreement{2, Side::b, PersonalText{"张主任"}}), "agreement_signed");
    EXPECT_EQ(s.state.stage, Stage::open) << "one side has signed the second version";
    EXPECT_EQ(s.when(SignAgreement{2, Side::a, PersonalText{"张主任"}}),
              "agreement_signed agreement_concluded quiet_begun");
    EXPECT_EQ(s.owed(), (Lines{"joint_visit 2026-03-05T20:00", "promise.1 2026-03-07T12:00",
                               "quiet 2026-04-01T20:00"}));
}

TEST(Mediation, APromiseIsKeptBrokenOrMovedWithAReason) {
    Story s;
    s.closed_calmly();
    s.hear_both();
    s.agree();
    EXPECT_EQ(s.when(MovePromise{1, s.now + days{60}, PersonalText{"工资未到"}}), "promise_moved");
    EXPECT_EQ(s.state.promises[0].moved, 1);
    EXPECT_EQ(s.state.quiet->until, s.now + days{60}) << "it is not solved before";
    EXPECT_EQ(s.when(MovePromise{1, s.now + days{61}, PersonalText{"工资未到"}}), "promise_moved");
    EXPECT_EQ(s.when(MovePromise{1, s.now + days{62}, PersonalText{"工资未到"}}),
              "! mediation.moved_too_often");
    EXPECT_EQ(s.when(SettlePromise{1, Outcome::broken, PersonalText{"拒付"}}),
              "promise_settled quiet_broken");
    EXPECT_EQ(s.state.stage, Stage::open);
    EXPECT_EQ(s.state.broken.at(0).because, BrokenBecause::promise);
    EXPECT_NE(kernel::find(s.state.open, "contact", "a"), nullptr) << "both are heard anew";
    EXPECT_EQ(s.when(SettlePromise{1, Outcome::kept, PersonalText{"付了"}}), "! mediation.promise_settled");
}

TEST(Mediation, SolvedIsQuietForThirtyDaysAndTheOfficerIsTold) {
    Story s;
    s.closed_calmly();
    s.hear_both();
    s.agree();
    s.when(RecordVisit{{"school"}, PersonalText{"两家见面"}, s.now, std::nullopt});
    const Instant until = s.state.quiet->until;
    EXPECT_EQ(s.at(until, kernel::NoteDeadline{"quiet", "", until}), "deadline_missed deadline_escalated")
        << "a promise is open: quiet alone is not solved";
    s.now += 1h;
    EXPECT_EQ(s.when(SettlePromise{1, Outcome::kept, PersonalText{"已付"}}), "promise_settled solved");
    EXPECT_EQ(s.state.stage, Stage::solved);
    ASSERT_EQ(s.state.open.size(), 1U);
    EXPECT_EQ(s.state.open[0].kind, "good_news");
    EXPECT_EQ(s.state.open[0].owner, officer);
    EXPECT_EQ(s.when(SeeSolution{}), "solution_seen");
    EXPECT_EQ(s.when(SeeSolution{}), "");
    EXPECT_TRUE(s.state.ended_at.has_value());
}

TEST(Mediation, QuietForNDaysWithNothingOwedIsSolvedByTheClockAndNotADayEarlier) {
    for (const int early : {1, 0}) {
        Story s;
        s.closed_calmly();
        s.hear_both();
        s.when(RecordVisit{{"school"}, PersonalText{"见面"}, s.now, std::nullopt});
        EXPECT_EQ(s.when(BeginQuiet{}), "quiet_begun");
        const Instant until = s.state.quiet->until;
        EXPECT_EQ(s.at(until - Millis{early}, kernel::NoteDeadline{"quiet", "", until}),
                  early ? "" : "solved");
    }
}

TEST(Mediation, AReportTooManyToBeListedStillBreaksTheQuiet) {
    Story s;
    s.closed_calmly();
    s.hear_both();
    s.when(BeginQuiet{});
    s.state.incident_ids.resize(reports_max, first_call);
    EXPECT_EQ(s.when(NoteReport{second_call, "mat_x", std::nullopt}), "quiet_broken");
    EXPECT_EQ(s.state.incident_ids.size(), reports_max);
}

TEST(Mediation, NotSolvedAgainBreaksTheQuietAndTheOldClocksStayVisible) {
    Story s;
    s.closed_calmly();
    s.hear_both();
    s.when(BeginQuiet{});
    const Instant since = s.state.quiet->since;
    s.now += days{12};
    EXPECT_EQ(s.when(NoteReport{second_call, "mat_x", std::nullopt}), "report_joined quiet_broken");
    EXPECT_EQ(s.when(NoteReport{second_call, "mat_x", std::nullopt}), "") << "said twice";
    EXPECT_EQ(s.state.stage, Stage::open);
    ASSERT_EQ(s.state.broken.size(), 1U);
    EXPECT_EQ(s.state.broken[0].since, since);
    EXPECT_EQ(s.state.broken[0].incident_id, second_call);
    EXPECT_EQ(s.owed().front(), "contact.a 2026-03-15T20:00");
    EXPECT_EQ(s.state.opened_at, monday_noon) << "it is as old as it is";
    EXPECT_EQ(facets_of(s.state).at("broken"), "yes");
}

TEST(Mediation, AReportSoonAfterTheSolutionReopensItALateOneOnlyJoins) {
    for (const int late : {99, 101}) {
        Story s;
        s.closed_calmly();
        s.hear_both();
        s.when(RecordVisit{{"school"}, PersonalText{"见面"}, s.now, std::nullopt});
        s.when(BeginQuiet{});
        s.at(s.state.quiet->until, kernel::NoteDeadline{"quiet", "", s.state.quiet->until});
        s.when(SeeSolution{});
        s.now += days{late};
        EXPECT_EQ(s.when(NoteReport{second_call, std::nullopt, std::nullopt}),
                  late == 99 ? "report_joined quiet_broken" : "report_joined");
        EXPECT_EQ(s.state.ended_at.has_value(), late != 99);
    }
}

TEST(Mediation, TheSameIncidentReopenedByItsCallerBreaksTheQuiet) {
    Story s;
    s.closed_calmly();
    s.hear_both();
    s.when(BeginQuiet{});
    EXPECT_EQ(s.when(NoteReport{first_call, std::nullopt, std::nullopt}), "");
    EXPECT_EQ(s.when(NoteReport{first_call, std::nullopt, s.now}), "quiet_broken");
}

TEST(Mediation, AContractDisputeAcrossStationsIsOneMediation) {
    Story s;
    EXPECT_EQ(s.when(by_hand()), "opened");
    EXPECT_EQ(kernel::find(s.state.open, "joint_visit"), nullptr) << "this class owes none";
    EXPECT_EQ(s.when(NoteReport{second_call, "mat_contract", std::nullopt}), "report_joined");
    EXPECT_EQ(s.state.incident_ids, std::vector<IncidentId>{second_call}) << "of another station";
    EXPECT_EQ(s.state.matter_id, "mat_contract");
    Story other;
    other.mediations[name_for_incident(second_call.value())] = Brief{"med_i.first"};
    auto again = by_hand();
    again.incident_id = second_call;
    EXPECT_EQ(other.when(again), "! mediation.found_elsewhere");
}

TEST(Mediation, AnAcceptedAnswerOpensOneOfItsIncident) {
    Story s;
    s.stream = "med_a.1";
    s.instructions["ins_1"] = {"dispute.other", beat, second_call, s.now, true, {{"result", "eased"}}};
    EXPECT_EQ(s.when(OpenAfterAnswer{"ins_1"}), "opened");
    EXPECT_EQ(s.state.origin, Origin::instruction);
    EXPECT_EQ(s.state.dispute_class, "contract");
    Story check;
    check.instructions["ins_1"] = {"check", beat, second_call, check.now, true, {}};
    EXPECT_EQ(check.when(OpenAfterAnswer{"ins_1"}), "") << "no dispute";
    Story twice;
    twice.instructions["ins_1"] = {"dispute.other", beat, second_call, twice.now, true, {}};
    twice.mediations[name_for_incident(second_call.value())] = Brief{};
    EXPECT_EQ(twice.when(OpenAfterAnswer{"ins_1"}), "") << "it is in one";
}

TEST(Mediation, FoundEarlyByARule) {
    Story s;
    auto open = by_hand();
    open.early_rule = "grid_report";
    EXPECT_EQ(s.when(open), "opened");
    EXPECT_EQ(facets_of(s.state).at("early"), "yes");
}

TEST(Mediation, ThePushIsThreeReportsInOneWithoutAWordOfASide) {
    Story s;
    s.instructions["ins_1"] = {"dispute.other", beat, first_call, s.now, true, {{"result", "eased"}}};
    s.when(OpenAfterAnswer{"ins_1"});
    s.hear_both();
    s.agree();
    EXPECT_EQ(s.when(PreparePush{}), "push_prepared");
    EXPECT_EQ(s.when(PreparePush{}), "") << "one is being written";
    const PushState& push = s.state.pushes.at(0);
    EXPECT_EQ(push.text.reveal(),
              "纠纷推送\n类别：涉校\n接报2026-03-02 11:00，现场调解\n民警：\n反馈2026-03-02：已缓和\n承诺：\n"
              "甲方于2026-03-12前履行第1项\n共访：2026-03-05");
    EXPECT_EQ(push.to, (std::vector<PostId>{PostId{"pst_community-seat.420106007003"},
                                            PostId{"pst_street-seat.420106007"}}));
    const auto with = [&](const char* more) { return PersonalText{push.text.reveal() + more}; };
    EXPECT_EQ(s.when(SendPush{1, with("\n是他先推人")}), "! mediation.push_quotes_a_side");
    EXPECT_EQ(s.when(SendPush{1, with("\n联系王家长")}), "! mediation.push_quotes_a_side");
    for (const char* number :
         {"13900000000", "139 0000 0000", "139-0000-0000", "１３９００００００００", "2026-03-0512345",
          "一三九零零零零零零零零", "幺三九 〇〇〇〇 〇〇〇〇", "139.0000.0000", "139\u200b0000\u200b0000",
          "1390-00-00 000", "壹叁玖零零零零零零零零"})
        EXPECT_EQ(s.when(SendPush{1, with(number)}), "! mediation.push_holds_a_number") << number;
    EXPECT_EQ(s.when(SendPush{2, push.text}), "! mediation.push_unknown");
    const PersonalText written = with("\n请街道一同走访");
    EXPECT_EQ(s.when(SendPush{1, written}), "push_sent");
    EXPECT_EQ(s.when(SendPush{1, written}), "");
    EXPECT_EQ(s.when(SendPush{1, with("\n再改")}), "! mediation.push_sent");
    EXPECT_EQ(s.when(PreparePush{}), "push_prepared") << "the next";
}

TEST(Mediation, AHeadingWithNothingUnderItIsLeftOut) {
    Story s;
    s.when(by_hand());
    s.when(PreparePush{});
    EXPECT_EQ(s.state.pushes.at(0).text.reveal(), "纠纷推送\n类别：合同");
}

TEST(Mediation, RefusesWithAReasonWhatMustNotBe) {
    struct Row {
        const char* given;
        Mediation::Command command;
        const char* refused;
    };
    const auto opening = [](auto spoil) {
        auto open = by_hand();
        spoil(open);
        return open;
    };
    const PersonalText some{"x"}, none, huge{std::string(9000, 'x')};
    const Row table[] = {
        {"nothing", RecordStatement{Side::a, Contact::by_phone, some, some}, "! mediation.unknown"},
        {"nothing", SeeSolution{}, "! mediation.unknown"},
        {"nothing", opening([](auto& o) { o.dispute_class = "weather"; }), "! mediation.class_unknown"},
        {"nothing", opening([](auto& o) { o.subject = PersonalText{}; }), "! mediation.text_invalid"},
        {"nothing", opening([](auto& o) { o.level = "moon"; }), "! mediation.level_unknown"},
        {"nothing", opening([](auto& o) { o.where.reset(); }), "! mediation.station_required"},
        {"nothing", opening([](auto& o) { o.early_rule = "mood"; }), "! mediation.early_rule_unknown"},
        {"nothing", opening([](auto& o) { o.place_id = PlaceId{"plc_x"}; }), "! mediation.place_unknown"},
        {"nothing", opening([](auto& o) { o.incident_id = IncidentId{"inc_x"}; }),
         "! mediation.incident_unknown"},
        {"nothing", opening([](auto& o) { o.matter_id = "inc_x"; }), "! mediation.matter_unknown"},
        {"open", RecordStatement{Side::a, Contact::by_phone, none, some}, "! mediation.text_invalid"},
        {"open", RecordStatement{Side::a, Contact::by_phone, some, huge}, "! mediation.text_invalid"},
        {"open", HandOverMediation{"moon", some}, "! mediation.level_unknown"},
        {"open", HandOverMediation{"station", none}, "! mediation.text_invalid"},
        {"open", RecordVisit{{"aunt"}, some, monday_noon, {}}, "! mediation.with_unknown"},
        {"open", RecordVisit{{}, some, monday_noon + 1h, {}}, "! mediation.visited_at_invalid"},
        {"open", RecordVisit{{}, some, monday_noon, monday_noon}, "! mediation.due_invalid"},
        {"open", DraftAgreement{none, {}}, "! mediation.text_invalid"},
        {"open", DraftAgreement{some, {{Side::a, some, monday_noon}}}, "! mediation.due_invalid"},
        {"open", DraftAgreement{some, {{Side::a, some, monday_noon + days{367}}}}, "! mediation.due_invalid"},
        {"open", DraftAgreement{some, std::vector<PromiseTerms>(21, {Side::a, some, monday_noon + days{1}})},
         "! mediation.too_many_promises"},
        {"open", SettlePromise{1, Outcome::kept, some}, "! mediation.promise_unknown"},
        {"open", MovePromise{1, monday_noon + days{2}, some}, "! mediation.promise_unknown"},
        {"open", EndMediation{"mood", some}, "! mediation.reason_unknown"},
        {"open", SeeSolution{}, "! mediation.not_solved"},
        {"ended", RecordVisit{{}, some, monday_noon, {}}, "! mediation.over"},
        {"ended", PreparePush{}, "! mediation.over"},
        {"elsewhere", BeginQuiet{}, "! mediation.found_elsewhere"},
        {"elsewhere", by_hand(), "! mediation.found_elsewhere"},
    };
    for (const Row& row : table) {
        Story s;
        const std::string given = row.given;
        if (given == "elsewhere") s.when(NoteFoundElsewhere{MediationId{"med_x"}});
        if (given == "open" || given == "ended") s.when(by_hand());
        if (given == "ended") s.when(EndMediation{"court", some});
        EXPECT_EQ(s.when(row.command), row.refused) << given << ", row " << &row - table;
    }
}

// Whatever the hour of the day, what is owed on a day falls due at eight in the evening there.
TEST(MediationRules, ADayOfGraceIsADayOfTheCity) {
    const Rules rules = small_rules();
    for (Minutes minute{0}; minute < Hours{48}; minute += Minutes{7}) {
        const Instant since = monday_noon + minute;
        const Instant due = due_on_day(rules, since, days{1}, Minutes{480});
        EXPECT_EQ(to_text(due + Minutes{480}).substr(11, 5), "20:00");
        EXPECT_EQ(std::chrono::floor<days>(due + Minutes{480}),
                  std::chrono::floor<days>(since + Minutes{480}) + days{1});
    }
}

TEST(MediationRules, ThatDoNotFitDoNotLoad) {
    EXPECT_FALSE(validate(small_rules()).has_value());
    struct Row {
        const char* path;
        void (*spoil)(Rules&);
    };
    const Row table[] = {
        {".levels", [](Rules& r) { r.levels.clear(); }},
        {".levels[1].code", [](Rules& r) { r.levels[1].code = "building"; }},
        {".due_hour", [](Rules& r) { r.due_hour = 0; }},
        {".contact.within", [](Rules& r) { r.contact.within = 30h; }},
        {".promise_days_max", [](Rules& r) { r.promise_days_max = 0; }},
        {".promise_moves_max", [](Rules& r) { r.promise_moves_max = -1; }},
        {".reopen_days", [](Rules& r) { r.reopen_days = -1; }},
        {".classes[1].dispute_class", [](Rules& r) { r.classes[1].dispute_class = "school"; }},
        {".classes[0].quiet_days", [](Rules& r) { r.classes[0].quiet_days = 0; }},
        {".visit_with", [](Rules& r) { r.visit_with.clear(); }},
        {".end_reasons[0]", [](Rules& r) { r.end_reasons[0].en.clear(); }},
        {".open_when_closed[0]", [](Rules& r) { r.open_when_closed[0].dispositions.clear(); }},
        {".push.to_roles", [](Rules& r) { r.push.to_roles.clear(); }},
        {".push.digits_max", [](Rules& r) { r.push.digits_max = 11; }},
        {".push.told[0]", [](Rules& r) { r.push.told[0].text.clear(); }},
    };
    for (const Row& row : table) {
        Rules rules = small_rules();
        row.spoil(rules);
        const auto fault = validate(rules);
        ASSERT_TRUE(fault.has_value()) << row.path;
        EXPECT_EQ(fault->path, row.path);
    }
}

TEST(Mediation, EveryEventEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("mediation"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::mediation
