#include "api/world_test_support.hpp"

namespace anlan::api {
namespace {

using namespace testing;

kernel::QuerySpec search() {
    kernel::QuerySpec spec;
    spec.name = "plan.search";
    spec.path = "/v1/plans";
    spec.title = {"检索预案", "Search plans"};
    return spec;
}

TEST(Api, TheFeedResumesAndEndsWithTheSession) {
    World world;
    views::Change change;
    change.position = 5;
    change.stream = "tic_1";
    change.resource = "tickets";
    change.row = kernel::Row{"{}", {}, true};
    change.scope = scope_of(AreaId{"are_420106"});
    world.feed.publish({&change, 1});
    const auto bytes = [](ports::Response& response) {
        std::vector<ports::Bytes> chunks;
        response.stream->read(100'000, chunks);
        std::string text;
        for (const auto& chunk : chunks) text += *chunk;
        return text;
    };
    auto resumed = world.as(
        "officer", {"GET", "/v1/stream", "", {{"last-event-id", "abc-0"}}, {{"resources", "tickets"}}});
    EXPECT_EQ(resumed.content_type, "text/event-stream");
    ASSERT_NE(resumed.stream, nullptr);
    EXPECT_NE(bytes(resumed).find("id: abc-5\ndata: {\"position\":5,"), std::string::npos);
    auto after = world.as("officer", {"GET", "/v1/stream", "", {}, {{"after", "0"}}});
    EXPECT_NE(bytes(after).find("abc-5"), std::string::npos);
    auto other = world.as("officer",
                          {"GET", "/v1/stream", "", {{"last-event-id", "abc-0"}}, {{"resources", "units"}}});
    EXPECT_EQ(bytes(other).find("data:"), std::string::npos);
    EXPECT_NE(resumed.stream->heartbeat(), nullptr);
    change.position = 6;
    world.feed.publish({&change, 1});
    ++world.identity.ended;  // somebody's
    EXPECT_NE(bytes(resumed).find("abc-6"), std::string::npos);
    world.identity.sign_out("officer");
    change.position = 7;
    world.feed.publish({&change, 1});
    EXPECT_EQ(bytes(resumed), "") << "nothing more is shown, also before the next heartbeat";
    EXPECT_EQ(resumed.stream->heartbeat(), nullptr);
}

TEST(Api, ASessionHoldsSoManyFeedsOpenAndNoMore) {
    World world;
    world.rules.sign_in.feeds_max = 2;
    const Asked feed{"GET", "/v1/stream", "", {}, {}};
    auto first = world.as("officer", feed);
    auto second = world.as("officer", feed);
    ASSERT_NE(second.stream, nullptr);
    const auto third = world.as("officer", feed);
    EXPECT_EQ(third.status, 429);
    EXPECT_EQ(third.stream, nullptr);
    EXPECT_EQ(code(third), "stream.too_many");
    EXPECT_EQ(header(third, "Retry-After"), "10");
    EXPECT_NE(world.as("chief", feed).stream, nullptr) << "another session";
    first.stream.reset();
    EXPECT_NE(world.as("officer", feed).stream, nullptr) << "a window was closed";
}

TEST(Api, TheCitysOwnMapsAreTold) {
    World without;
    EXPECT_EQ(without.as("officer", {"GET", "/v1/maps", "", {}, {}}).body, R"({"rows":[]})");
    ports::MapSource own;
    own.code = "own";
    own.name = {"街道", "Streets"};
    own.kind = ports::MapKind::pmtiles;
    own.datum = ports::Datum::gcj02;
    own.file = "/srv/secret place/hubei.pmtiles";
    own.zoom_max = 15;
    World world{Looks::kept, {}, nullptr, {{own}}};
    EXPECT_EQ(
        world.as("officer", {"GET", "/v1/maps", "", {}, {}}).body,
        R"({"rows":[{"code":"own","name":{"zh":"街道","en":"Streets"},"kind":"pmtiles","datum":"gcj02",)"
        R"("url":"/map/own/own.pmtiles","zoom_max":15}]})")
        << "where the file lies on this machine is nobody's business";
    EXPECT_EQ(world.raw({"GET", "/v1/maps", "", {}, {}}).status, 401);
}

TEST(Api, FiguresNeedThePermission) {
    World world;
    EXPECT_EQ(code(world.as("officer", {"GET", "/metrics", "", {}, {}})), "access.not_permitted");
    const auto figures = world.as("chief", {"GET", "/metrics", "", {}, {}});
    EXPECT_EQ(figures.status, 200);
    EXPECT_NE(figures.body.find(R"(anlan_api_answers_total{operation="service.metrics",status="4xx"} 1)"),
              std::string::npos)
        << figures.body;
}

TEST(Api, ServesTheRulebook) {
    World world;
    EXPECT_EQ(world.as("guest", {"GET", "/v1/rulebook", "", {}, {}}).body,
              R"({"city":"wuhan","version":"wuhan@1","sections":["incident"]})");
    EXPECT_EQ(world.as("guest", {"GET", "/v1/rulebook/incident", "", {}, {}}).body, R"({"classes":[]})");
}

struct Described {
    struct Info {
        std::string title, version;
        BOOST_DESCRIBE_CLASS(Info, (), (title, version), (), ())
    };
    struct Operation {
        std::string operationId, summary, description;
        std::vector<codec::RawJson> parameters;
        std::optional<codec::RawJson> requestBody;
        std::map<std::string, codec::RawJson> responses;
        BOOST_DESCRIBE_CLASS(Operation, (),
                             (operationId, summary, description, parameters, requestBody, responses), (), ())
    };
    std::string openapi;
    Info info;
    std::map<std::string, std::map<std::string, Operation>> paths;
    codec::RawJson components;
    BOOST_DESCRIBE_CLASS(Described, (), (openapi, info, paths, components), (), ())
};

TEST(Api, DescribesEverythingItServes) {
    World world{Looks::kept, {search()}};
    const auto text = world.as("guest", {"GET", "/openapi.json", "", {}, {}});
    ASSERT_NE(text.shared_body, nullptr);
    const auto read = codec::read_json<Described>(*text.shared_body, codec::Unknown::ignore);
    ASSERT_TRUE(read.ok()) << read.error().path << read.error().expected;
    const Described& described = read.value();
    EXPECT_EQ(described.openapi, "3.1.0");
    std::set<std::string> operations;
    for (const auto& [path, methods] : described.paths)
        for (const auto& [method, operation] : methods) {
            EXPECT_TRUE(operations.insert(operation.operationId).second) << operation.operationId << " twice";
            EXPECT_FALSE(operation.summary.empty()) << path;
            EXPECT_FALSE(operation.description.empty()) << path;
            EXPECT_TRUE(operation.responses.contains("503")) << path;
            std::size_t in_path = 0;
            for (const auto& parameter : operation.parameters)
                in_path += parameter.text.find(R"("in":"path","required":true)") != std::string::npos;
            EXPECT_EQ(in_path, static_cast<std::size_t>(std::count(path.begin(), path.end(), '{'))) << path;
        }
    for (const char* operation :
         {"ticket.open", "ticket.close", "ticket.link", "ticket.list", "ticket.get", "ticket.timeline",
          "unit.assign", "dispatch.send", "plan.search", "obligation.list", "session.open", "stream.open",
          "service.health", "service.description"})
        EXPECT_TRUE(operations.contains(operation)) << operation;
    const auto& open = described.paths.at("/v1/tickets").at("post");
    EXPECT_TRUE(open.responses.contains("201"));
    ASSERT_TRUE(open.requestBody.has_value());
    EXPECT_NE(open.requestBody->text.find(R"("title":{"type":"string"})"), std::string::npos);
    EXPECT_NE(described.components.text.find("\"Problem\""), std::string::npos);
    EXPECT_NE(described.components.text.find("\"bearer\""), std::string::npos);
}

TEST(Api, WhatCouldNotBeReadIsAnsweredInWords) {
    World world;
    using enum ports::Unreadable;
    EXPECT_EQ(world.api.unreadable(malformed).status, 400);
    EXPECT_EQ(world.api.unreadable(head_too_large).status, 431);
    EXPECT_EQ(world.api.unreadable(body_too_large).status, 413);
    EXPECT_EQ(world.api.unreadable(too_slow).status, 408);
    EXPECT_EQ(header(world.api.unreadable(too_many_connections), "Retry-After"), "5");
    EXPECT_TRUE(world.api.serves("/v1/anything"));
    EXPECT_TRUE(world.api.serves("/metrics"));
    EXPECT_FALSE(world.api.serves("/"));
    EXPECT_FALSE(world.api.serves("/v10"));
}

}  // namespace
}  // namespace anlan::api
