// One door, four things due: three tasks of two departments and an instruction of the centre. The officer
// asks for the card, answers once, and is told what that closed, what it saved, and what it did not close and
// why.
#include "access_world_test_support.hpp"
#include "base/source_dir_test_support.hpp"

#include <gtest/gtest.h>

namespace anlan::access_world {
namespace {

constexpr Relation here = Relation::inside;

std::string field(const std::string& id, const std::string& more = R"("kind":"yes_no")") {
    return R"({"id":")" + id + R"(","zh":")" + id + R"(","en":")" + id + R"(","required":true,)" + more + "}";
}

class Door {
public:
    World world;
    const std::string place = "plc_" + number_of(here);

    // Task `number` of a department, once at this door; in force at once.
    std::string task(const std::string& department, int number, const std::string& wording, int minutes,
                     const std::string& fields) {
        const auto stream = "tsk_" + department + "." + std::to_string(number);
        EXPECT_EQ(world.bring({stream, "task.propose",
                               R"({"terms":{"department":")" + department + R"(","title":")" + wording +
                                   R"(","basis":"规范","measures":")" + wording +
                                   R"(","standard":"闭环","fields":[)" + fields + R"(],"minutes":)" +
                                   std::to_string(minutes) +
                                   R"(,"deadline":"week","recurrence":"once","carrier_role":)"
                                   R"("community_officer","sunset_at":")" +
                                   to_text(world.clock.now() + std::chrono::days{90}) + R"(","where":)" +
                                   where_of(here) + R"(},"to":{"places":[")" + place + R"("]}})"}),
                  "");
        EXPECT_EQ(world.bring(
                      {stream, "task.publish", R"({"burden_minutes_seen":)" + std::to_string(minutes) + "}"},
                      {}, "another"),
                  "");
        return stream;
    }

    Answer card(const std::string& role = "community_officer", const std::string& at = {}) {
        return world.ask(World::request("GET", "/v1/answer_cards?place_id=" + (at.empty() ? place : at),
                                        world.tokens.at(role)));
    }
    Answer send(const std::string& of, const std::string& answers, const std::string& key,
                const std::string& role = "community_officer") {
        auto request = World::request("POST", "/v1/answer_cards", world.tokens.at(role), {},
                                      R"({"of":[)" + of + R"(],"answers":[)" + answers + "]}");
        for (auto& header : request.headers)
            if (header.name == "idempotency-key") header.value = key;
        return world.ask(std::move(request));
    }
};

// The ids that stand in a card, in its order, quoted and with commas between them.
std::string streams_in(const std::string& body) {
    std::string of;
    const std::string begins = R"("stream":")";
    for (auto at = body.find(begins); at != std::string::npos; at = body.find(begins, at + 1)) {
        const auto from = at + begins.size();
        of += (of.empty() ? "\"" : ",\"") + body.substr(from, body.find('"', from) - from) + "\"";
    }
    return of;
}
std::size_t count_of(const std::string& body, const std::string& what) {
    std::size_t count = 0;
    for (auto at = body.find(what); at != std::string::npos; at = body.find(what, at + 1)) ++count;
    return count;
}
std::string said(const std::string& key, const std::string& value) {
    return R"({"question_id":")" + key + R"(","value":")" + value + R"("})";
}

// Beside the world's own errand there, which asks whether it is done in five minutes.
struct FireAndOrder : Door {
    FireAndOrder() {
        task("base", 2, "检查疏散通道与灭火器材是否完好", 10,
             field("exits") + "," +
                 field("extinguishers", R"("kind":"number","unit":"具","least":1,"most":50)"));
        task("order", 2, "查看旅馆前台登记流程和监控留存", 8, field("open") + "," + field("exits"));
        task("fraud", 2, "核对大额转账提醒与反诈海报张贴", 6,
             field("open") + "," +
                 field("poster", R"("kind":"yes_no","shown_when":{"field":"open","value":"yes"})"));
    }
};

const std::string all_said = said("exits:yes_no", "yes") + "," + said("extinguishers:number:具", "4") + "," +
                             said("open:yes_no", "yes") + "," + said("poster:yes_no", "no") + "," +
                             said("done:yes_no", "yes");

TEST(AnswerCard, AsksOnceClosesManyAndSaysWhatItSaved) {
    FireAndOrder door;
    const auto card = door.card();
    ASSERT_EQ(card.status, 200) << card.body;
    EXPECT_EQ(count_of(card.body, R"("stream":")"), 4U) << card.body;
    EXPECT_EQ(count_of(card.body, R"("key":")"), 5U) << "seven fields, five questions: " << card.body;
    EXPECT_NE(card.body.find(R"("minutes_one_by_one":29)"), std::string::npos) << card.body;
    const auto of = streams_in(card.body);

    const auto sent = door.send(of, all_said, "once");
    EXPECT_EQ(sent.status, 200) << sent.body;
    EXPECT_NE(sent.body.find(R"({"closed":4,"minutes_saved":15,)"), std::string::npos) << sent.body;
    EXPECT_EQ(count_of(door.card().body, R"("stream":")"), 0U) << "nothing is due there any more";

    const auto again = door.send(of, all_said, "once");
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(count_of(again.body, R"("repeated":true)"), 4U) << again.body;
    EXPECT_NE(again.body.find(R"({"closed":4,"minutes_saved":15,)"), std::string::npos);
}

TEST(AnswerCard, WhatIsNotClosedSaysWhy) {
    FireAndOrder door;
    const auto of = streams_in(door.card().body);
    const auto sent = door.send(of, said("open:yes_no", "no") + "," + said("done:yes_no", "yes"), "some");
    EXPECT_EQ(sent.status, 207) << sent.body;
    EXPECT_NE(sent.body.find(R"({"closed":2,)"), std::string::npos)
        << "a shop that is closed has no poster to be looked at: " << sent.body;
    EXPECT_EQ(count_of(sent.body, R"("code":"errand.field_missing")"), 2U) << sent.body;
    const auto rest = door.card();
    EXPECT_EQ(count_of(rest.body, R"("stream":")"), 2U);
    const auto then = door.send(streams_in(rest.body), all_said, "rest");
    EXPECT_EQ(then.status, 200) << then.body;
    EXPECT_NE(then.body.find(R"({"closed":2,)"), std::string::npos);
}

TEST(AnswerCard, HoldsTheInstructionThatIsDueAtTheDoor) {
    FireAndOrder door;
    auto& world = door.world;
    const auto incident = R"({"class_code":")" +
                          world.rules.section<IncidentCatalogue>().classes.front().code +
                          R"(","summary":"x","answers":[],"duress":false,"location":{"place_text":"x",)"
                          R"("place_id":")" +
                          door.place + R"(","where":)" + where_of(here) + "}}";
    EXPECT_EQ(world.bring({"inc_door", "incident.open", incident}), "");
    EXPECT_EQ(world.bring({"ins_door", "instruction.issue",
                           R"({"class_code":"check","text":"核查","incident_id":"inc_door","where":)" +
                               station_where_of(here) + "}"}),
              "");
    EXPECT_EQ(world.bring({"ins_door", "instruction.sign", "{}"}), "");
    const auto owner = world.grant_of("community_officer").post_id.value();
    EXPECT_EQ(world.bring({owner, "post.create",
                           R"({"role":"community_officer","post_name":"岗","capacity":2,"where":)" +
                               where_of(here) + "}"}),
              "");
    EXPECT_EQ(count_of(door.card().body, "ins_door"), 0U) << "it is with the station still";
    EXPECT_EQ(world.bring({"ins_door", "instruction.pass_on", R"({"to_post_id":")" + owner + R"("})"}), "");
    const auto card = door.card();
    EXPECT_NE(card.body.find("ins_door"), std::string::npos) << card.body;
    const auto sent = door.send(
        streams_in(card.body),
        all_said + "," + said("visited:yes_no", "yes") + "," + said("found:text", "无异常"), "five");
    EXPECT_EQ(sent.status, 200) << sent.body;
    EXPECT_NE(sent.body.find(R"({"closed":5,)"), std::string::npos) << sent.body;
}

TEST(AnswerCard, IsOnesOwn) {
    FireAndOrder door;
    EXPECT_EQ(count_of(door.card("station_desk").body, R"("stream":")"), 0U) << "another post owes it";
    EXPECT_EQ(count_of(door.card("community_officer", "plc_none").body, R"("stream":")"), 0U);
    EXPECT_EQ(door.card("administrator").status, 403);
    const auto outside = door.world.record("errand", Relation::outside);
    const auto sent = door.send('"' + outside + '"', said("done:yes_no", "yes"), "theirs");
    EXPECT_EQ(sent.status, 207);
    EXPECT_NE(sent.body.find(R"({"closed":0,"minutes_saved":0,)"), std::string::npos) << sent.body;
    EXPECT_NE(sent.body.find("access.outside_reach"), std::string::npos) << sent.body;
}

TEST(AnswerCard, RefusesWhatIsNoCard) {
    FireAndOrder door;
    struct Row {
        const char* of;
        int status;
    };
    for (const Row& row : {Row{"", 422}, Row{R"("ern_none")", 422}, Row{R"("inc_m0")", 422},
                           Row{R"("ern_m0","ern_m0")", 422}, Row{"7", 422}})
        EXPECT_EQ(door.send(row.of, "", "x").status, row.status) << row.of;
    auto keyless = World::request("POST", "/v1/answer_cards", door.world.tokens.at("community_officer"), {},
                                  R"({"of":["ern_m0"],"answers":[]})");
    std::erase_if(keyless.headers, [](const auto& header) { return header.name == "idempotency-key"; });
    EXPECT_EQ(door.world.ask(std::move(keyless)).code, "api.idempotency_key_required");
}

}  // namespace
}  // namespace anlan::access_world
