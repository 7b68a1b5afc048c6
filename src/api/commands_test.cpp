#include "api/world_test_support.hpp"

#include <span>

namespace anlan::api {
namespace {

using namespace testing;
using ports::Header;
using Headers = std::vector<Header>;

TEST(Api, ACommandBecomesASubmission) {
    World world;
    const auto response = world.send("officer", "/v1/tickets/tic_1/closure", "",
                                     {{"if-match", "\"7\""},
                                      {"anlan-purpose", "call_handling"},
                                      {"anlan-happened-at", "2023-11-14T08:00:00+08:00"}});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, R"({"stream":"tic_1","version":3,"position":41,"repeated":false})");
    EXPECT_EQ(header(response, "ETag"), "\"3\"");
    ASSERT_EQ(world.submit.seen.size(), 1u);
    const auto& sent = world.submit.seen[0];
    EXPECT_EQ(sent.stream, "tic_1");
    EXPECT_EQ(sent.command.spec->name, "ticket.close");
    EXPECT_EQ(sent.command_id, "k1");
    EXPECT_EQ(sent.expected_version, 7u);
    EXPECT_EQ(sent.purpose, "call_handling");
    EXPECT_EQ(sent.happened_at, instant_from_text("2023-11-14T00:00:00Z"));
    EXPECT_EQ(sent.seat.actor.actor_id, "acc_officer");
    EXPECT_EQ(sent.seat.actor.post_id.value(), "pst_officer");
    EXPECT_EQ(sent.seat.roles, std::set<std::string>{"officer"});
    EXPECT_EQ(sent.seat.reach.district.value(), "are_420106");
}

TEST(Api, WhatAFastClockSaysHappenedNow) {
    World world;
    world.send("officer", "/v1/tickets/tic_1/closure", "", {{"anlan-happened-at", "2023-11-14T22:15:20Z"}});
    ASSERT_EQ(world.submit.seen.size(), 1u);
    EXPECT_EQ(world.submit.seen[0].happened_at, instant_from_text("2023-11-14T22:13:20Z"))
        << "two minutes ahead: nothing is recorded before it happened";
}

TEST(Api, ACreatedRecordHasAnIdThatARepeatMeetsAgain) {
    World world;
    const auto first = world.send("officer", "/v1/tickets", R"({"title":"桥上有人"})");
    EXPECT_EQ(first.status, 201);
    const auto id = world.submit.seen[0].stream;
    EXPECT_TRUE(id.starts_with("tic_")) << id;
    EXPECT_EQ(id.size(), 20u);
    EXPECT_EQ(header(first, "Location"), "/v1/tickets/" + id);
    world.send("officer", "/v1/tickets", R"({"title":"桥上有人"})");
    EXPECT_EQ(world.submit.seen[1].stream, id) << "the same key of the same person means the same record";
    world.send("chief", "/v1/tickets", R"({"title":"桥上有人"})");
    EXPECT_NE(world.submit.seen[2].stream, id);
    world.send("officer", "/v1/tickets", R"({"title":"x"})", {{"anlan-new-id", "tic_E32"}});
    EXPECT_EQ(world.submit.seen[3].stream, "tic_E32");
}

TEST(Api, FurtherNamesInThePathAreMembersOfTheCommand) {
    World world;
    for (const char* body : {"", "{}", " { \"note\" : \"n\" } "}) {
        EXPECT_EQ(world.send("officer", "/v1/tickets/tic_1/links/tic_2", body, {}, "PUT").status, 200)
            << body;
        const auto& command = world.submit.seen.back().command;
        EXPECT_NE(command.spec->encode(command.value).find(R"("other_id":"tic_2")"), std::string::npos);
    }
    EXPECT_EQ(
        code(world.send("officer", "/v1/tickets/tic_1/links/tic_2", R"({"other_id":"tic_9"})", {}, "PUT")),
        "api.member_repeated");
}

struct BadRequest {
    const char* says;
    Asked asked;
    int status;
    const char* code;
};

const Headers with_key = {{"idempotency-key", "k"}};
Headers with_key_and(Header more) { return {{"idempotency-key", "k"}, std::move(more)}; }

// Each is refused with its status and code, as a problem in both languages, and nothing is submitted.
void expect_refused(std::span<const BadRequest> table) {
    World world;
    for (const BadRequest& row : table) {
        const auto response = world.as("officer", row.asked);
        EXPECT_EQ(response.status, row.status) << row.says << response.body;
        EXPECT_EQ(code(response), row.code) << row.says;
        EXPECT_EQ(response.content_type, "application/problem+json") << row.says;
        EXPECT_EQ(response.body.find("\"zh\":\"\""), std::string::npos) << row.says;
    }
    EXPECT_TRUE(world.submit.seen.empty());
}

TEST(Api, RefusesPathsAndMethodsThatAreNot) {
    const BadRequest table[] = {
        {"no such path", {"GET", "/v1/nothing", "", {}, {}}, 404, "api.unknown_path"},
        {"no such sub-resource",
         {"POST", "/v1/tickets/tic_1/nothing", "{}", with_key, {}},
         404,
         "api.unknown_path"},
        {"a slash too many", {"GET", "/v1/tickets/", "", {}, {}}, 404, "api.unknown_path"},
        {"wrong method", {"DELETE", "/v1/tickets", "", with_key, {}}, 405, "api.wrong_method"},
        {"another module's id",
         {"POST", "/v1/tickets/unt_1/closure", "", with_key, {}},
         404,
         "api.unknown_record"},
        {"no id", {"POST", "/v1/tickets/%2e/closure", "", with_key, {}}, 404, "api.unknown_record"},
        {"unknown section", {"GET", "/v1/rulebook/nothing", "", {}, {}}, 404, "api.unknown_section"},
    };
    expect_refused(table);
    World world;
    EXPECT_EQ(header(world.as("officer", {"DELETE", "/v1/tickets", "", {}, {}}), "Allow"), "GET, POST");
}

TEST(Api, RefusesHeadersThatAreMissingOrMalformed) {
    const auto post = [](Headers headers) {
        return Asked{"POST", "/v1/tickets/tic_1/closure", "", std::move(headers), {}};
    };
    const auto open = [](Headers headers) {
        return Asked{"POST", "/v1/tickets", R"({"title":"x"})", std::move(headers), {}};
    };
    const std::string long_key(129, 'k');
    const BadRequest table[] = {
        {"no key", post({}), 400, "api.idempotency_key_required"},
        {"an empty key", post({{"idempotency-key", ""}}), 400, "api.idempotency_key_required"},
        {"key too long", post({{"idempotency-key", long_key}}), 400, "api.idempotency_key_malformed"},
        {"key with a blank", post({{"idempotency-key", "a b"}}), 400, "api.idempotency_key_malformed"},
        {"key in Chinese", post({{"idempotency-key", "\xe9\x92\xa5"}}), 400, "api.idempotency_key_malformed"},
        {"version that is none", post(with_key_and({"if-match", "*"})), 400, "api.if_match_malformed"},
        {"version below none", post(with_key_and({"if-match", "\"-1\""})), 400, "api.if_match_malformed"},
        {"instant that is none", post(with_key_and({"anlan-happened-at", "today"})), 400,
         "api.happened_at_malformed"},
        {"instant yet to come", post(with_key_and({"anlan-happened-at", "2999-01-01T00:00:00Z"})), 400,
         "api.happened_at_in_future"},
        {"a form", open(with_key_and({"content-type", "text/plain"})), 415, "api.content_type"},
        {"another encoding", open(with_key_and({"content-type", "application/json; charset=gbk"})), 415,
         "api.content_type"},
        {"an id of another kind", open(with_key_and({"anlan-new-id", "unt_1"})), 422, "api.new_id_malformed"},
    };
    expect_refused(table);
}

TEST(Api, RefusesBodiesThatAreNotTheCommand) {
    const auto open = [](std::string body) {
        return Asked{"POST", "/v1/tickets", std::move(body), with_key, {}};
    };
    const BadRequest table[] = {
        {"no JSON", open("{\"title\":"), 400, "api.body_malformed"},
        {"text behind it", open(R"({"title":"x"} x)"), 400, "api.body_malformed"},
        {"GBK inside", open("{\"title\":\"\xce\xe4\"}"), 400, "api.body_malformed"},
        {"unknown member", open(R"({"title":"x","tilte":"y"})"), 400, "api.member_unknown"},
        {"member twice", open(R"({"title":"x","title":"y"})"), 400, "api.member_repeated"},
        {"member missing", open("{}"), 422, "api.member_missing"},
        {"wrong kind", open(R"({"title":5})"), 422, "api.member_invalid"},
        {"no integer", open(R"({"title":"x","level":1.5})"), 422, "api.member_invalid"},
        {"out of range", open(R"({"title":"x","level":3000000000})"), 422, "api.member_invalid"},
        {"a list", open("[]"), 422, "api.member_invalid"},
        {"a NUL", open(R"({"title":"x\u0000"})"), 422, "api.text_control_character"},
        {"an escape sequence", open(R"({"title":"\u001b[2J"})"), 422, "api.text_control_character"},
    };
    expect_refused(table);
}

TEST(Api, RefusesParametersThatAreNot) {
    const auto get = [](const char* path, Headers query) {
        return Asked{"GET", path, "", {}, std::move(query)};
    };
    const BadRequest table[] = {
        {"limit 0", get("/v1/tickets", {{"limit", "0"}}), 400, "api.parameter_invalid"},
        {"limit 501", get("/v1/tickets", {{"limit", "501"}}), 400, "api.parameter_invalid"},
        {"limit -1", get("/v1/tickets", {{"limit", "-1"}}), 400, "api.parameter_invalid"},
        {"maybe open", get("/v1/tickets", {{"only_open", "perhaps"}}), 400, "api.parameter_invalid"},
        {"a facet twice", get("/v1/tickets", {{"status", "1"}, {"status", "2"}}), 400,
         "api.parameter_repeated"},
        {"limit twice", get("/v1/tickets", {{"limit", "5"}, {"limit", "5"}}), 400, "api.parameter_repeated"},
        {"unknown facet", get("/v1/tickets", {{"stattus", "new"}}), 400, "api.parameter_unknown"},
        {"a filter of another list", get("/v1/tickets", {{"owner", "me"}}), 400, "api.parameter_unknown"},
        {"owed, limit twice", get("/v1/obligations", {{"limit", "5"}, {"limit", "6"}}), 400,
         "api.parameter_repeated"},
        {"unknown of a record", get("/v1/tickets/tic_1", {{"verbose", "1"}}), 400, "api.parameter_unknown"},
        {"unknown of the feed", get("/v1/stream", {{"from", "1"}}), 400, "api.parameter_unknown"},
        {"unknown of the session", get("/v1/session", {{"x", ""}}), 400, "api.parameter_unknown"},
        {"unknown filter", get("/v1/obligations", {{"ower", "me"}}), 400, "api.parameter_unknown"},
        {"due at noon", get("/v1/obligations", {{"due_before", "noon"}}), 400, "api.parameter_invalid"},
        {"unknown resource", get("/v1/stream", {{"resources", "tickets,people"}}), 400,
         "api.parameter_invalid"},
        {"a place in no log", get("/v1/stream", {{"after", "-5"}}), 400, "api.parameter_invalid"},
    };
    expect_refused(table);
}

TEST(Api, AnUnknownParameterIsAnsweredWithThoseThatThereAre) {
    World world;
    const auto response = world.as("officer", {"GET", "/v1/tickets", "", {}, {{"stattus", "new"}}});
    for (const char* words :
         {R"("field":"stattus")",
          R"("known":["purpose","reason","only_open","after","limit","district","status"])"})
        EXPECT_NE(response.body.find(words), std::string::npos) << response.body;
}

TEST(Api, WhatTheEngineRefusesHasTheStatusOfItsReason) {
    using kernel::Because;
    struct Row {
        engine::Outcome outcome;
        int status;
        const char* code;
    };
    const auto refusal = [](Because because) {
        return kernel::Refusal{"unit.already_assigned", "on another incident", because,
                               kernel::Remedy::override_with_reason, ".unit_id"};
    };
    const Row table[] = {
        {refusal(Because::invalid), 422, "unit.already_assigned"},
        {refusal(Because::forbidden), 403, "unit.already_assigned"},
        {refusal(Because::unknown), 404, "unit.already_assigned"},
        {refusal(Because::conflict), 409, "unit.already_assigned"},
        {refusal(Because::stale), 412, "unit.already_assigned"},
        {refusal(Because::busy), 503, "unit.already_assigned"},
        {ports::Fault{ports::Then::retry_decision, "log.disk_full", "/secret/path"}, 503, "log.disk_full"}};
    World world;
    for (const Row& row : table) {
        world.submit.outcomes = {row.outcome};
        const auto response = world.send("officer", "/v1/tickets/tic_1/closure", "");
        EXPECT_EQ(response.status, row.status);
        EXPECT_EQ(code(response), row.code);
        EXPECT_EQ(response.body.find("/secret/path"), std::string::npos)
            << "the operator's words are not the world's";
        EXPECT_EQ(header(response, "Retry-After").empty(), row.status != 503);
    }
    world.submit.outcomes = {refusal(Because::conflict)};
    const auto problem = world.send("officer", "/v1/tickets/tic_1/closure", "").body;
    for (const char* member :
         {R"("type":"urn:anlan:problem:unit.already_assigned")", R"("status":409)",
          R"("remedy":"override_with_reason")", R"("field":".unit_id")", R"("title":"Already assigned")",
          R"("detail":"on another incident")", "\"zh\":\"该警力已有警情"})
        EXPECT_NE(problem.find(member), std::string::npos) << member << " in " << problem;
}

TEST(Api, ADispatchIsOneRequestAndSeveralDecisions) {
    World world;
    const std::string body = R"({"incident_id":"inc_1","priority":"p1","units":[{"unit_id":"unt_1"},)"
                             R"({"unit_id":"unt_2","override_reason":"nearest"}]})";
    EXPECT_EQ(world.send("officer", "/v1/dispatches", body).status, 200);
    ASSERT_EQ(world.submit.seen.size(), 2u);
    EXPECT_EQ(world.submit.seen[1].stream, "unt_2");
    EXPECT_EQ(world.submit.seen[1].command_id, "k1#unt_2");
    const auto& command = world.submit.seen[1].command;
    EXPECT_EQ(command.spec->encode(command.value),
              R"({"incident_id":"inc_1","priority":"p1","override_reason":"nearest"})");
    world.submit.outcomes = {
        engine::Accepted{"unt_1", 2, 9, false},
        kernel::Refusal{"unit.off_duty", "off duty", kernel::Because::conflict, kernel::Remedy::none, ""}};
    const auto mixed = world.send("officer", "/v1/dispatches", body);
    EXPECT_EQ(mixed.status, 207);
    EXPECT_NE(mixed.body.find(R"({"stream":"unt_1","status":200,"accepted":{"stream":"unt_1")"),
              std::string::npos);
    EXPECT_NE(mixed.body.find(
                  R"({"stream":"unt_2","status":409,"problem":{"type":"urn:anlan:problem:unit.off_duty")"),
              std::string::npos);
    const auto before = world.submit.seen.size();
    for (const auto& [wrong, expected] : std::vector<std::pair<std::string, std::string>>{
             {R"({"incident_id":"inc_1","priority":"p9","units":[]})", "api.member_invalid"},
             {R"({"incident_id":"inc_1","priority":"p1","units":[]})", "api.too_many_parts"},
             {R"({"incident_id":"inc_1","priority":"p1","units":[{"unit_id":"inc_1"}]})",
              "api.member_invalid"},
             {R"({"incident_id":"inc_1","priority":"p1","units":[{"unit_id":"unt_1"},{"unit_id":"unt_1"}]})",
              "api.member_invalid"}})
        EXPECT_EQ(code(world.send("officer", "/v1/dispatches", wrong)), expected) << wrong;
    EXPECT_EQ(world.submit.seen.size(), before);
}

}  // namespace
}  // namespace anlan::api
