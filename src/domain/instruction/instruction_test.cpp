// The instruction of 17:34: issued while the patrol still drives, signed and passed on in time, answered with
// every field, returned once, accepted. And what goes wrong.
#include "domain/instruction/instruction.hpp"

#include "domain/area/events.hpp"
#include "domain/instruction/row.hpp"
#include "domain/instruction/rules.hpp"
#include "domain/post/events.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::instruction {
namespace {

using namespace std::chrono_literals;

const Instant issue_time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + 9h + 34min};
const Jurisdiction station{AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_420106007"}, {}};
const PostId desk{"pst_station-desk.420106007"};
const PostId wang{"pst_community-officer.420106007003"};
const PostId zhao{"pst_community-officer.420106007004"};

kernel::DeadlineRule rule(Seconds within, const char* owner) {
    return {within, 60s, owner, {{"station_chief", 0s}, {"base_control", 10min}}};
}

struct Story {
    Instruction::State state{};
    Instant now = issue_time;
    kernel::Rulebook rules;
    kernel::Actor actor{kernel::ActorKind::person, "acc_li", PostId{"pst_base-control.420106"}};
    kernel::Briefs briefs;
    Instruction::Events last{};

    Story() {
        using kernel::Level;
        rules.put(kernel::RoleLevels{AreaId{"are_420100"},
                                     {{"station_desk", Level::station, "dispatcher", "综合指挥室", "desk"},
                                      {"station_chief", Level::station, "dispatcher", "所长", "chief"},
                                      {"base_control", Level::district, "dispatcher", "基础管控", "centre"},
                                      {"dispatcher", Level::city, std::nullopt, "派警", "dispatcher"}}});
        const InstructionClass family{
            "family",
            "家庭",
            "family",
            rule(6h, "station_desk"),
            {{"met", "见面", "met", QuestionKind::yes_no, true, {}},
             {"result", "结果", "result", QuestionKind::choice, true, {{"settled", "化解", "settled"}}},
             {"photos", "照片", "photos", QuestionKind::number, false, {}}}};
        rules.put(AttachmentRules{{"image/jpeg", "audio/ogg"}, 1'000, 2, 24, 60});
        rules.put(Rules{rule(15min, "station_desk"),
                        rule(30min, "station_desk"),
                        rule(8h, "base_control"),
                        rule(3h, "station_desk"),
                        rule(30min, "station_desk"),
                        1h,
                        {"community_officer"},
                        72h,
                        10min,
                        {family}});
        briefs = [](std::string_view stream, const void*) -> std::shared_ptr<const void> {
            auto where = station;
            if (stream == station.station.value())
                return std::make_shared<const area::Brief>(area::Brief{area::AreaLevel::station, station});
            if (stream == station.district.value())
                return std::make_shared<const area::Brief>(
                    area::Brief{area::AreaLevel::district, {station.city, station.district, {}, {}}});
            if (stream == "pst_elsewhere") where.station = AreaId{"are_420106008"};
            const bool officer =
                stream == wang.value() || stream == zhao.value() || stream == "pst_elsewhere";
            if (!officer && stream != desk.value()) return nullptr;
            return std::make_shared<const post::Brief>(
                post::Brief{officer ? "community_officer" : "station_desk", where});
        };
    }
    std::string when(const Instruction::Command& command) {
        auto decision = Instruction::decide(state, command, {now, rules, actor, "ins_1", &briefs});
        last.clear();
        if (!decision.ok()) return "! " + decision.error().code;
        last = std::move(decision).value();
        for (const auto& event : last) state = Instruction::evolve(std::move(state), event);
        return last.empty() ? "" : "done";
    }
    // "sign 09:49 pst_station-desk.420106007" for each, as minutes after the issue.
    std::string owed() const {
        std::string line;
        for (const auto& one : state.open)
            line += (line.empty() ? "" : ", ") + one.kind + " " +
                    std::to_string(std::chrono::duration_cast<Minutes>(one.due_by - issue_time).count()) +
                    " " + one.owner.value();
        return line;
    }
};

const IssueInstruction family_quarrel{"family", PersonalText{"夫妻争吵，1月、2月各有一次报警"}, station,
                                      IncidentId{"inc_1"}, std::nullopt};
std::vector<Answer> answers(const char* met = "yes", const char* result = "settled") {
    return {{"met", PersonalText{met}}, {"result", PersonalText{result}}};
}
PersonalText because(const char* text) { return PersonalText{text}; }

Story passed_on() {
    Story s;
    EXPECT_EQ(s.when(family_quarrel), "done");
    s.now += 4min;
    EXPECT_EQ(s.when(SignInstruction{}), "done");
    s.now += 2min;
    EXPECT_EQ(s.when(PassOnInstruction{wang}), "done");
    return s;
}

TEST(Instruction, GoesFromTheCentreToANamedOfficerWithTwoStamps) {
    Story s;
    EXPECT_EQ(s.when(family_quarrel), "done");
    EXPECT_EQ(s.when(family_quarrel), "") << "said twice";
    EXPECT_EQ(s.owed(),
              "sign 15 pst_station-desk.420106007, pass_on 30 pst_station-desk.420106007, "
              "reply 360 pst_station-desk.420106007");
    EXPECT_EQ(s.state.owner, desk);
    EXPECT_EQ(s.when(PassOnInstruction{wang}), "! instruction.not_signed");
    EXPECT_EQ(s.when(SignInstruction{}), "done");
    EXPECT_EQ(s.when(SignInstruction{}), "");
    EXPECT_EQ(s.when(PassOnInstruction{wang}), "done");
    EXPECT_EQ(s.when(PassOnInstruction{wang}), "");
    EXPECT_EQ(s.owed(), "reply 360 pst_community-officer.420106007003") << "the same clock, another owner";
    EXPECT_EQ(s.state.owner, wang);
    EXPECT_EQ(scope_of(s.state).shared_with.at(0).post_id, wang);
}

TEST(Instruction, IsAnsweredWithEveryRequiredFieldOrNotAtAll) {
    const std::pair<std::vector<Answer>, const char*> table[] = {
        {{}, "! instruction.field_missing"},
        {{{"met", PersonalText{"yes"}}}, "! instruction.field_missing"},
        {answers("perhaps"), "! instruction.answer_invalid"},
        {answers("yes", "cold"), "! instruction.answer_invalid"},
        {{{"met", PersonalText{"yes"}}, {"met", PersonalText{"no"}}}, "! instruction.field_twice"},
        {{{"age", PersonalText{"7"}}}, "! instruction.field_unknown"},
        {{{"met", PersonalText{"yes"}}, {"result", PersonalText{"settled"}}, {"photos", PersonalText{"-1"}}},
         "! instruction.answer_invalid"},
        {answers(), "done"},
    };
    Story s = passed_on();
    for (const auto& [given, said] : table) EXPECT_EQ(s.when(AnswerInstruction{given}), said);
    EXPECT_EQ(s.when(AnswerInstruction{answers()}), "") << "said twice";
    EXPECT_EQ(s.owed(), "accept 486 pst_base-control.420106") << "now the centre owes a look at it";
    EXPECT_EQ(s.when(ReportStep{Step::result, because("又吵了")}), "! instruction.answered");
}

TEST(Instruction, AnAnswerThatIsReturnedIsOwedAnewByWhoGaveIt) {
    Story s = passed_on();
    EXPECT_EQ(s.when(ReturnAnswer{because("x")}), "! instruction.not_answered");
    s.when(AnswerInstruction{answers()});
    s.now += 54min;
    EXPECT_EQ(s.when(ReturnAnswer{PersonalText{}}), "! instruction.text_invalid");
    EXPECT_EQ(s.when(ReturnAnswer{because("另一方还未见面")}), "done");
    EXPECT_EQ(s.owed(), "reply 240 pst_community-officer.420106007003");
    EXPECT_EQ(s.when(AnswerInstruction{answers()}), "done");
    EXPECT_EQ(s.when(AcceptAnswer{}), "done");
    EXPECT_EQ(s.when(AcceptAnswer{}), "");
    EXPECT_EQ(s.owed(), "");
    const auto row = row_of("ins_1", s.state);
    EXPECT_EQ(row->returned, 1);
    EXPECT_EQ(row->stage, Stage::accepted);
    EXPECT_EQ(s.when(WithdrawInstruction{because("x")}), "! instruction.over");
}

TEST(Instruction, OnlyAPostOfTheStationThatMayCarryOneGetsIt) {
    Story s;
    s.when(family_quarrel);
    s.when(SignInstruction{});
    EXPECT_EQ(s.when(PassOnInstruction{PostId{"pst_nobody"}}), "! instruction.post_unknown");
    EXPECT_EQ(s.when(PassOnInstruction{PostId{"pst_elsewhere"}}), "! instruction.post_elsewhere");
    EXPECT_EQ(s.when(PassOnInstruction{desk}), "! instruction.post_carries_none");
    EXPECT_EQ(s.when(PassOnInstruction{wang}), "done");
    EXPECT_EQ(s.when(PassOnInstruction{zhao}), "! instruction.already_passed_on");
}

TEST(Instruction, IsHandedOverWithAReasonAndKeepsItsClock) {
    Story s = passed_on();
    EXPECT_EQ(s.when(HandOverInstruction{zhao, PersonalText{}}), "! instruction.text_invalid");
    EXPECT_EQ(s.when(HandOverInstruction{zhao, because("下班")}), "done");
    EXPECT_EQ(s.when(HandOverInstruction{zhao, because("下班")}), "");
    EXPECT_EQ(s.owed(), "reply 360 pst_community-officer.420106007004");
    EXPECT_EQ(s.state.owner, zhao);
}

TEST(Instruction, AStationThatMissesHalfAnHourIsToldAboveAndMaySignLate) {
    Story s;
    s.when(family_quarrel);
    s.now += 31min;
    EXPECT_EQ(s.when(kernel::NoteDeadline{"sign", "", issue_time + 15min}), "done");
    EXPECT_EQ(s.when(kernel::NoteDeadline{"pass_on", "", issue_time + 30min}), "done");
    EXPECT_EQ(s.state.missed, (std::vector<std::string>{"sign", "pass_on"}));
    EXPECT_EQ(kernel::find(s.state.open, "sign")->climbed, 2)
        << "the chief at once, the centre after ten minutes";
    EXPECT_EQ(s.when(SignInstruction{}), "done") << "late still counts";
    EXPECT_EQ(s.when(PassOnInstruction{wang}), "done");
    EXPECT_EQ(row_of("ins_1", s.state)->missed.size(), 2U) << "what was missed stays missed";
}

TEST(Instruction, APauseMovesTheLimitByAsLongAsItLastedAndNoMore) {
    Story s = passed_on();  // at 09:40
    const auto until = s.now + 2h;
    EXPECT_EQ(s.when(PauseInstruction{PersonalText{}, until}), "! instruction.text_invalid");
    EXPECT_EQ(s.when(PauseInstruction{because("双方外出"), s.now}), "! instruction.pause_invalid");
    EXPECT_EQ(s.when(PauseInstruction{because("双方外出"), s.now + 73h}), "! instruction.pause_invalid");
    EXPECT_EQ(s.when(PauseInstruction{because("双方外出"), until}), "done");
    EXPECT_EQ(s.when(PauseInstruction{because("双方外出"), until}), "");
    EXPECT_EQ(s.owed(), "pause_end 126 pst_community-officer.420106007003")
        << "nothing else is owed meanwhile";
    s.now = until + 5s;  // the clock's word comes late
    EXPECT_EQ(s.when(kernel::NoteDeadline{"pause_end", "", until}), "done");
    EXPECT_EQ(s.owed(), "reply 480 pst_community-officer.420106007003");
    EXPECT_EQ(s.when(PauseInstruction{because("再次外出"), s.now + 1h}), "done");
    s.now += 30min;
    EXPECT_EQ(s.when(ResumeInstruction{}), "done");
    EXPECT_EQ(s.owed(), "reply 510 pst_community-officer.420106007003");
    EXPECT_EQ(s.when(ResumeInstruction{}), "");
}

TEST(Instruction, WhatIsLateIsNotPaused) {
    Story s = passed_on();
    s.now = issue_time + 6h;
    s.when(kernel::NoteDeadline{"reply", "", issue_time + 6h});
    EXPECT_EQ(s.when(PauseInstruction{because("x"), s.now + 1h}), "! instruction.overdue");
}

TEST(Instruction, WhoGetsAPausedOneOwnsItsAnswerAfterwards) {
    Story s = passed_on();
    s.when(PauseInstruction{because("双方外出"), s.now + 1h});
    EXPECT_EQ(s.when(HandOverInstruction{zhao, because("休假")}), "done");
    s.now += 1h;
    s.when(kernel::NoteDeadline{"pause_end", "", s.now});
    EXPECT_EQ(s.owed(), "reply 420 pst_community-officer.420106007004");
}

// 18:00: Wang has gone home with the instruction open, and comes back after the answer is due.
TEST(Instruction, ThatOfAPostWhereNobodyIsOnDutyIsTheStationsUntilItIsHandedOver) {
    Story s = passed_on();
    s.now += 2h;
    EXPECT_EQ(s.when(NoteCarrierOffDuty{zhao, s.now}), "") << "another post's duty is none of it";
    EXPECT_EQ(s.when(NoteCarrierOffDuty{wang, s.now}), "done");
    EXPECT_EQ(s.when(NoteCarrierOffDuty{wang, s.now}), "");
    EXPECT_EQ(s.owed(), "reply 360 pst_station-desk.420106007, hand_over 156 pst_station-desk.420106007");
    EXPECT_EQ(s.when(HandOverInstruction{wang, because("下班")}), "! instruction.carrier_off_duty");
    EXPECT_EQ(s.when(HandOverInstruction{zhao, because("王警官下班")}), "done");
    EXPECT_EQ(s.owed(), "reply 360 pst_community-officer.420106007004") << "one owner, the same limit";
    EXPECT_FALSE(s.state.carrier_off_since);
}

TEST(Instruction, TheStationMayLeaveItWithAReasonAndSomebodyBackOnDutyHasItAgain) {
    Story left = passed_on();
    EXPECT_EQ(left.when(LeaveWithCarrier{because("今晚回岗")}), "! instruction.carrier_on_duty");
    left.when(NoteCarrierOffDuty{wang, left.now});
    EXPECT_EQ(left.when(LeaveWithCarrier{PersonalText{}}), "! instruction.text_invalid");
    EXPECT_EQ(left.when(LeaveWithCarrier{because("今晚回岗")}), "done");
    EXPECT_EQ(left.when(LeaveWithCarrier{because("今晚回岗")}), "");
    EXPECT_EQ(left.owed(), "reply 360 pst_community-officer.420106007003");
    EXPECT_EQ(left.when(NoteCarrierOffDuty{wang, left.now}), "") << "it was said why";

    Story back = passed_on();
    back.when(NoteCarrierOffDuty{wang, back.now});
    EXPECT_EQ(back.when(NoteCarrierBack{wang}), "done");
    EXPECT_EQ(back.owed(), "reply 360 pst_community-officer.420106007003");
    EXPECT_EQ(back.when(NoteCarrierOffDuty{wang, back.now}), "done") << "and off again";
    EXPECT_EQ(back.when(AnswerInstruction{answers()}), "done");
    EXPECT_EQ(back.state.open.size(), 1U) << "the centre's look at it";
}

TEST(Instruction, ItsOwnerIsRemindedButNotEveryMinute) {
    Story s = passed_on();
    EXPECT_EQ(s.when(ChaseInstruction{because("下午三点前请反馈")}), "done");
    EXPECT_EQ(s.when(ChaseInstruction{}), "! instruction.chased_just_now");
    s.now += 10min;
    EXPECT_EQ(s.when(ChaseInstruction{}), "done");
    EXPECT_EQ(row_of("ins_1", s.state)->chased, 2);
    EXPECT_EQ(s.owed(), "reply 360 pst_community-officer.420106007003") << "a reminder moves no clock";
}

TEST(Instruction, WithdrawnItOwesNothing) {
    Story s = passed_on();
    EXPECT_EQ(s.when(WithdrawInstruction{because("发错单位")}), "done");
    EXPECT_EQ(s.when(WithdrawInstruction{because("发错单位")}), "");
    EXPECT_EQ(s.owed(), "");
    EXPECT_EQ(s.when(SignInstruction{}), "! instruction.over");
    EXPECT_EQ(s.when(AnswerInstruction{answers()}), "! instruction.over");
}

TEST(Instruction, WhatIsIssuedNamesItsStationAndItsClass) {
    Story s;
    auto wrong = family_quarrel;
    wrong.class_code = "none";
    EXPECT_EQ(s.when(wrong), "! instruction.class_unknown");
    wrong = family_quarrel;
    wrong.where.station = {};
    EXPECT_EQ(s.when(wrong), "! instruction.station_required");
    wrong = family_quarrel;
    wrong.where.station = AreaId{"are_999999999"};
    EXPECT_EQ(s.when(wrong), "! instruction.station_unknown") << "nobody would own it";
    wrong.where.station = wrong.where.district;
    EXPECT_EQ(s.when(wrong), "! instruction.station_unknown") << "a district is no station";
    wrong = family_quarrel;
    wrong.where.district = AreaId{"are_420102"};
    EXPECT_EQ(s.when(wrong), "! instruction.station_unknown") << "that district has no such station";
    wrong = family_quarrel;
    wrong.text = {};
    EXPECT_EQ(s.when(wrong), "! instruction.text_invalid");
    wrong = family_quarrel;
    wrong.batch = "";
    EXPECT_EQ(s.when(wrong), "! instruction.batch_invalid");
    EXPECT_EQ(s.when(SignInstruction{}), "! instruction.unknown");
    EXPECT_EQ(s.when(family_quarrel), "done");
    wrong = family_quarrel;
    wrong.text = PersonalText{"另一件"};
    EXPECT_EQ(s.when(wrong), "! instruction.already_issued");
}

// Whatever happens to it, in whatever order: before its end exactly one post owns it, and what is owed is
// owed by that post; afterwards nothing is.
TEST(Instruction, HasOneOwnerAtEveryMoment) {
    std::uint64_t chance = 7;
    const auto draw = [&](std::uint64_t below) {
        chance = chance * 6364136223846793005U + 1442695040888963407U;
        return (chance >> 33U) % below;
    };
    for (int round = 0; round < 400; ++round) {
        Story s;
        s.when(family_quarrel);
        for (int step = 0; step < 25; ++step) {
            s.now += Minutes{static_cast<std::int64_t>(draw(90))};
            for (const auto open = s.state.open; const auto& one : open)
                if (const auto due = kernel::next_notice(one); due && *due <= s.now)
                    s.when(kernel::NoteDeadline{one.kind, one.key, *due});
            const Instruction::Command commands[] = {
                SignInstruction{},
                PassOnInstruction{wang},
                HandOverInstruction{zhao, because("下班")},
                ReportStep{Step::plan, because("先见女方")},
                AnswerInstruction{answers()},
                ReturnAnswer{because("补充")},
                PauseInstruction{because("外出"), s.now + 1h},
                ResumeInstruction{},
                NoteCarrierOffDuty{wang, s.now},
                NoteCarrierOffDuty{zhao, s.now},
                NoteCarrierBack{wang},
                LeaveWithCarrier{because("今晚回岗")},
                step > 20 ? Instruction::Command{AcceptAnswer{}} : ResumeInstruction{}};
            s.when(commands[draw(std::size(commands))]);
            EXPECT_FALSE(s.state.owner.value().empty());
            if (s.state.ended_at) {
                EXPECT_TRUE(s.state.open.empty());
                continue;
            }
            EXPECT_FALSE(s.state.open.empty()) << "nobody owes anything, and it is not over";
            for (const auto& one : s.state.open) EXPECT_EQ(one.owner, s.state.owner) << one.kind;
        }
    }
}

TEST(Instruction, EveryEventEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("instruction"), std::vector<std::string>{});
}

AddAttachment photo(char which, const char* id = "att_1") {
    return {{id, "image/jpeg", 900, std::string(64, which), std::string(64, 'd')}};
}

// What the centre shows with its instruction, and what the officer found at the door.
TEST(Instruction, TakesPhotosFromItsIssueUntilItIsOver) {
    Story s;
    EXPECT_EQ(s.when(photo('a')), "! instruction.unknown");
    s = passed_on();
    const auto owed = s.owed();
    EXPECT_EQ(s.when(photo('a')), "done");
    EXPECT_EQ(s.when(photo('a')), "") << "sent once more";
    EXPECT_EQ(s.when(photo('a', "att_2")), "") << "the same photo under another name";
    EXPECT_EQ(s.owed(), owed) << "it changes no clock";
    s.now += 1h;
    EXPECT_EQ(s.when(AnswerInstruction{answers()}), "done");
    EXPECT_EQ(s.when(photo('b', "att_2")), "done") << "the answer waits to be accepted";
    EXPECT_EQ(s.when(photo('c', "att_3")), "! instruction.too_many_attachments");
    EXPECT_EQ(s.when(AcceptAnswer{}), "done");
    EXPECT_EQ(s.when(photo('e', "att_5")), "! instruction.over");
    EXPECT_EQ(s.when(photo('a')), "") << "a repetition that comes late is answered as it was";
    ASSERT_EQ(s.state.attachments->size(), 2U);
    EXPECT_EQ(s.state.attachments->back().added_at, s.now);
}

TEST(Instruction, TakesNothingThatIsNoPhotoOrSound) {
    Story s = passed_on();
    auto paper = photo('a'), large = photo('a'), hash = photo('a');
    paper.media_type = "application/pdf";
    large.bytes = 1'001;
    hash.sealed_hash = "../../etc/passwd";
    EXPECT_EQ(s.when(paper), "! attachment.not_taken");
    EXPECT_EQ(s.when(large), "! attachment.too_large");
    EXPECT_EQ(s.when(hash), "! attachment.invalid");
    EXPECT_FALSE(s.state.attachments.has_value());
}

}  // namespace
}  // namespace anlan::instruction
