// Which looks of a day a person reads: those, and no others; and what reviewing one takes.
#include "domain/look/review.hpp"

#include "codec/json.hpp"
#include "domain/call/events.hpp"
#include "domain/look/look.hpp"

#include <gtest/gtest.h>

namespace anlan::look {
namespace {

using namespace std::chrono_literals;

const Instant midnight{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
const Rules rules{{"legal_duty"}, Hours{2}, 3, 2};

struct Log {
    Review review;
    Instant now = midnight + 9h;
    std::uint64_t position = 0;
    std::optional<std::string> under;

    template <class E>
    void tell(const std::string& stream, const std::string& who, E value, const std::string& payload = "{}") {
        kernel::Envelope envelope;
        envelope.position = ++position;
        envelope.stream = stream;
        envelope.recorded_at = now;
        envelope.actor = {kernel::ActorKind::person, who, PostId{who == "acc_nobody" ? "" : "pst_a"}};
        envelope.actor.under = under;
        envelope.payload = payload;
        kernel::EventSpec spec;
        spec.type = &kernel::type_tag<E>;
        const kernel::AnyEvent event{&spec, std::make_shared<const E>(std::move(value)), ""};
        review.apply({envelope, event});
    }
    std::string look(const std::string& who, const std::string& record,
                     const std::string& purpose = "dispatch") {
        const auto id = "lok_" + std::to_string(position + 1);
        tell(id, who, LookRecorded{record, {"state"}, purpose, "", now, who});
        return id;
    }
    void deed(const std::string& who, const std::string& stream, const std::string& payload = "{}") {
        tell(stream, who, call::CallAnswered{}, payload);
    }
    ReviewAnswer day(std::uint64_t after = 0) const {
        return review.of({midnight, midnight + 24h, after}, rules);
    }
    std::vector<std::vector<Why>> why() const {
        std::vector<std::vector<Why>> reasons;
        for (const auto& row : day().rows) reasons.push_back(row.why);
        return reasons;
    }
};

TEST(LookReview, WhatWasSeenThroughBrokenGlassIsAlwaysInIt) {
    Log log;
    log.deed("acc_a", "inc_1");
    log.under = "pst_b";  // a delegation is no reason by itself
    log.look("acc_a", "inc_1");
    EXPECT_TRUE(log.why().empty());
    log.under = "brk_1";
    log.look("acc_a", "inc_1");
    EXPECT_EQ(log.why(), (std::vector<std::vector<Why>>{{Why::break_glass}}));
    EXPECT_EQ(log.day().rows.at(0).under, "brk_1");
}

TEST(LookReview, WhoWorksOnTheRecordIsNotInIt) {
    Log log;
    log.deed("acc_a", "inc_1");
    log.now += 2h;
    log.look("acc_a", "inc_1");
    log.look("acc_b", "inc_1");
    log.now += 2h;
    log.deed("acc_b", "inc_1");
    EXPECT_EQ(log.day().looks, 2u);
    EXPECT_EQ(log.day().to_review, 0u);
}

TEST(LookReview, WhoOnlyLookedIs) {
    Log log;
    log.deed("acc_b", "inc_1");
    log.deed("acc_a", "inc_2");
    log.look("acc_a", "inc_1");
    log.now += 2h + 1ms;
    log.deed("acc_a", "inc_1");
    ASSERT_EQ(log.why(), (std::vector<std::vector<Why>>{{Why::no_deed}}));
    EXPECT_EQ(log.day().rows[0].looked_by, "acc_a");
}

TEST(LookReview, NamingARecordAndWorkingOnTheIncidentOfACallAreWorkOnIt) {
    Log log;
    call::OutcomeDecided opened;
    opened.outcome.incident_id = IncidentId{"inc_1"};
    log.tell("cal_1", "acc_taker", opened);
    log.deed("acc_dispatcher", "unt_7", R"({"incident_id":"inc_1"})");
    log.look("acc_dispatcher", "cal_1");
    log.look("acc_other", "cal_1");
    ASSERT_EQ(log.day().rows.size(), 1u);
    EXPECT_EQ(log.day().rows[0].looked_by, "acc_other");
}

TEST(LookReview, ManyLooksManyAccountsPurposesAndNoPost) {
    Log log;
    for (int i = 0; i < 4; ++i) {
        log.deed("acc_a", "inc_" + std::to_string(i));
        log.look("acc_a", "inc_" + std::to_string(i));
    }
    EXPECT_EQ(log.why(), (std::vector<std::vector<Why>>{{Why::many_looks}}));  // the fourth
    log.now += 1h;
    log.look("acc_a", "inc_0", "legal_duty");
    EXPECT_EQ(log.why().back(), (std::vector<Why>{Why::always_reviewed}));
    for (const char* who : {"acc_b", "acc_nobody"}) {
        log.deed(who, "inc_0");
        log.look(who, "inc_0");
    }
    EXPECT_EQ(log.why().back(), (std::vector<Why>{Why::many_accounts, Why::no_post}));
    EXPECT_EQ(log.day().to_review, 5u);  // all of inc_0 now, and the fourth of the many
}

TEST(LookReview, IsOfOneDayAndPaged) {
    Log log;
    log.now = midnight - 1ms;
    log.look("acc_a", "inc_1");
    log.now = midnight;
    for (std::size_t i = 0; i <= rows_max; ++i) log.look("acc_a", "inc_1");
    log.now = midnight + 24h;
    log.look("acc_a", "inc_1");
    const auto first = log.day();
    EXPECT_EQ(first.looks, rows_max + 1);
    ASSERT_TRUE(first.next);
    const auto second = log.day(*first.next);
    ASSERT_EQ(second.rows.size(), 1u);
    EXPECT_EQ(second.rows[0].position, first.rows.back().position + 1);
    EXPECT_FALSE(second.next);
}

TEST(LookReview, WhatWasReviewedSaysSoAndOldLooksAreForgotten) {
    Log log;
    const auto id = log.look("acc_a", "inc_1");
    EXPECT_EQ(log.day().not_reviewed, 1u);
    log.tell(id, "acc_chief", LookReviewed{Finding::in_order, "", "acc_chief", log.now});
    EXPECT_EQ(log.day().not_reviewed, 0u);
    EXPECT_EQ(log.day().rows[0].reviewed->reviewed_by, "acc_chief");
    log.now += looks_kept + 1ms;
    log.deed("acc_a", "inc_9");
    EXPECT_EQ(log.day().looks, 0u);
}

// ---- the command

struct Desk {
    kernel::Rulebook book;
    Look::State state;

    std::string run(const char* who, const Command& command) {
        const kernel::Actor by{kernel::ActorKind::person, who, {}};
        auto decided = Look::decide(state, command, {midnight, book, by});
        if (!decided.ok()) return decided.error().code;
        for (const auto& event : decided.value()) state = Look::evolve(state, event);
        return std::to_string(decided->size());
    }
};

TEST(LookReview, IsAnotherPersonsAndSaysWhyItQuestions) {
    Desk desk;
    EXPECT_EQ(desk.run("acc_b", ReviewLook{Finding::in_order, {}}), "look.unknown");
    EXPECT_EQ(desk.run("acc_a", RecordLook{"inc_1", {}, "dispatch", {}}), "1");
    EXPECT_EQ(desk.run("acc_a", ReviewLook{Finding::in_order, {}}), "look.own_review");
    EXPECT_EQ(desk.run("acc_b", ReviewLook{Finding::questioned, {}}), "look.remark_required");
    EXPECT_EQ(desk.run("acc_b", ReviewLook{Finding::questioned, std::string(1001, 'x')}),
              "look.text_invalid");
    EXPECT_FALSE(desk.state.reviewed);
    EXPECT_EQ(desk.run("acc_b", ReviewLook{Finding::questioned, "why?"}), "1");
    EXPECT_EQ(desk.run("acc_b", ReviewLook{Finding::questioned, "why?"}), "0");
    EXPECT_EQ(desk.run("acc_c", ReviewLook{Finding::in_order, "was on duty there"}), "1");
    EXPECT_EQ(desk.state.reviewed->reviewed_by, "acc_c");
}

TEST(LookReview, RulesThatCannotBeKeptAreRefused) {
    EXPECT_FALSE(validate(rules));
    for (const auto& [field, wrong] :
         std::vector<std::pair<const char*, Rules>>{{".deed_within", {{}, Hours{49}, 1, 1}},
                                                    {".deed_within", {{}, Hours{0}, 1, 1}},
                                                    {".many_per_hour", {{}, Hours{1}, 0, 1}},
                                                    {".many_accounts", {{}, Hours{1}, 1, 0}}}) {
        const auto fault = validate(wrong);
        ASSERT_TRUE(fault) << field;
        EXPECT_EQ(fault->path, field);
    }
}

}  // namespace
}  // namespace anlan::look
