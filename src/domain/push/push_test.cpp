// What the street and the community do with what is pushed to them: each acknowledges, answers and reports
// for itself.
#include "domain/push/push.hpp"

#include "domain/push/row.hpp"
#include "domain/push/rules.hpp"
#include "kernel/golden_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::push {
namespace {

using namespace std::chrono_literals;

const Instant noon = *instant_from_text("2026-03-02T04:00:00Z");
const Jurisdiction beat{AreaId{"are_420100"}, AreaId{"are_420106"}, AreaId{"are_420106007"},
                        AreaId{"are_420106007003"}};
const PostId street{"pst_street-seat.420106007"};
const PostId community{"pst_community-seat.420106007003"};

struct Story {
    Push::State state{};
    Instant now = noon;
    kernel::Rulebook rules;
    kernel::Actor actor{kernel::ActorKind::person, "acc_street", street};

    Story() {
        using kernel::Level;
        rules.put(kernel::RoleLevels{AreaId{"are_420100"},
                                     {{"street_seat", Level::station, "dispatcher", "街道", "street"},
                                      {"station_chief", Level::station, "dispatcher", "所长", "chief"},
                                      {"dispatcher", Level::city, std::nullopt, "派警", "dispatcher"}}});
        const kernel::DeadlineRule rule{24h, 0s, "street_seat", {{"station_chief", 0s}}};
        rules.put(Rules{rule, rule, rule, 30});
    }
    std::string when(const Push::Command& command) {
        auto decision = Push::decide(state, command, {now, rules, actor, "psh_1.1"});
        if (!decision.ok()) return "! " + decision.error().code;
        std::string said;
        for (const auto& event : *decision) {
            state = Push::evolve(std::move(state), event);
            std::visit(
                [&]<class E>(const E&) {
                    if constexpr (requires { E::wire; })
                        said += (said.empty() ? "" : " ") + std::string{E::wire};
                },
                event);
        }
        return said;
    }
    void delivered() {
        when(DeliverPush{
            "med_1", 1, "school", PersonalText{"请共同走访"}, {community, street}, PostId{"pst_x"}, beat});
    }
};

TEST(Push, EachRecipientOwesItsOwnAcknowledgementAnswerAndDeed) {
    Story s;
    s.delivered();
    ASSERT_EQ(s.state.open.size(), 2U);
    EXPECT_EQ(s.state.open[0].owner, community);
    EXPECT_EQ(s.state.open[1].owner, street);
    EXPECT_EQ(s.when(AcknowledgePush{}), "push.acknowledged.v1");
    EXPECT_EQ(s.when(AcknowledgePush{}), "");
    EXPECT_EQ(s.when(ReportDeed{PersonalText{"done"}}), "! push.not_answered");
    EXPECT_EQ(s.when(AnswerPush{PersonalText{"周五上门"}, noon + 96h}), "push.answered.v1");
    EXPECT_EQ(kernel::find(s.state.open, "deed", street.value())->due_by, noon + 96h);
    s.now = noon + 48h;
    EXPECT_EQ(s.when(AnswerPush{PersonalText{"下月"}, noon + 24h * 31}), "! push.due_invalid")
        << "answering again puts it off no further than the first answer could";
    s.now = noon;
    EXPECT_EQ(s.when(ReportDeed{PersonalText{"已上门"}}), "push.deed_reported.v1");
    EXPECT_EQ(s.state.stage, Stage::delivered) << "the community has not";
    s.actor.post_id = community;
    EXPECT_EQ(s.when(AnswerPush{PersonalText{"同去"}, noon + 96h}), "push.acknowledged.v1 push.answered.v1")
        << "an answer acknowledges";
    EXPECT_EQ(s.when(ReportDeed{PersonalText{"已去"}}), "push.deed_reported.v1");
    EXPECT_EQ(s.state.stage, Stage::done);
    EXPECT_TRUE(s.state.open.empty());
}

TEST(Push, AnUnacknowledgedOneIsMissedByThatSeatAndToldToTheStation) {
    Story s;
    s.delivered();
    s.now = noon + 24h;
    s.when(kernel::NoteDeadline{"sign", street.value(), s.now});
    EXPECT_EQ(s.state.missed, std::vector<std::string>{"sign"});
    EXPECT_EQ(facets_of(s.state).at("late"), "yes");
}

TEST(Push, RefusesWhatMustNotBe) {
    Story s;
    EXPECT_EQ(s.when(AcknowledgePush{}), "! push.unknown");
    s.delivered();
    EXPECT_EQ(s.when(AnswerPush{PersonalText{}, noon + 1h}), "! push.text_invalid");
    EXPECT_EQ(s.when(AnswerPush{PersonalText{"x"}, noon}), "! push.due_invalid");
    EXPECT_EQ(s.when(AnswerPush{PersonalText{"x"}, noon + 24h * 31}), "! push.due_invalid");
    s.actor.post_id = PostId{"pst_street-seat.420106008"};
    EXPECT_EQ(s.when(AcknowledgePush{}), "! push.not_addressed");
}

TEST(Push, ItsRecipientsSeeItAndItsNumberFollowsFromTheMediation) {
    Story s;
    s.delivered();
    EXPECT_EQ(scope_of(s.state).shared_with.size(), 3U);
    EXPECT_EQ(push_id("med_i.0CQ", 2), "psh_i.0CQ.2");
}

TEST(PushRules, ThatDoNotFitDoNotLoad) {
    const kernel::DeadlineRule rule{24h, 0s, "street_seat", {}};
    EXPECT_FALSE(validate({rule, rule, rule, 30}).has_value());
    EXPECT_EQ(validate({rule, rule, rule, 0})->path, ".deed_days_max");
    EXPECT_TRUE(validate({rule, kernel::DeadlineRule{}, rule, 30}).has_value());
}

TEST(Push, EveryEventEverReleasedStillReads) {
    EXPECT_EQ(kernel::golden_faults<Event>("push"), std::vector<std::string>{});
}

}  // namespace
}  // namespace anlan::push
