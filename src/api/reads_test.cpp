#include "api/world_test_support.hpp"

namespace anlan::api {
namespace {

// A view's question that answers with what its asker may see of the officer's own district.
kernel::QuerySpec plan_query() {
    kernel::QuerySpec spec;
    spec.name = "plan.mine";
    spec.permission = "plan.read";
    spec.path = "/v1/plans";
    spec.answer = [](const kernel::QueryRequest& request) -> Result<std::string, kernel::Refusal> {
        return std::string{request.visible(testing::scope_of(AreaId{"are_420106"})) ? "all" : "none"};
    };
    return spec;
}

using namespace testing;
using ports::Header;

TEST(Api, ListsAreFilteredPagedAndScoped) {
    World world;
    world.records.page.rows = {{"tic_2", 4, {R"({"n":2})", {{"district", "are_420106"}}, true}},
                               {"tic_1", 3, {R"({"n":1})", {{"district", "are_other"}}, false}}};
    world.records.page.next = "tic_1";
    world.records.page.position = 40;
    const auto response = world.as(
        "officer", {"GET",
                    "/v1/tickets",
                    "",
                    {},
                    {{"status", "new,old"}, {"only_open", "true"}, {"limit", "2"}, {"after", "tic_9"}}});
    EXPECT_EQ(response.body, R"({"rows":[{"stream":"tic_2","version":4,"open":true,"row":{"n":2}}],)"
                             R"("next":"tic_1","position":40})");
    EXPECT_EQ(world.records.listed.facets, (std::map<std::string, std::string>{{"status", "new,old"}}));
    EXPECT_TRUE(world.records.listed.only_open);
    EXPECT_EQ(world.records.listed.limit, 2u);
    EXPECT_EQ(world.records.listed.after, "tic_9");
    EXPECT_EQ(code(world.as("guest", {"GET", "/v1/tickets", "", {}, {}})), "access.not_permitted");
}

TEST(Api, APersonalRecordIsShownAfterTheLookIsRecorded) {
    World world;
    world.put_ticket("tic_1", "are_420106");
    const Asked plain{"GET", "/v1/tickets/tic_1", "", {}, {}};
    EXPECT_EQ(code(world.as("officer", plain)), "access.purpose_required");
    EXPECT_TRUE(world.submit.seen.empty());
    const Asked stated{
        "GET", "/v1/tickets/tic_1", "", {{"anlan-purpose", "call_handling"}}, {{"reason", "回拨"}}};
    const auto shown = world.as("officer", stated);
    EXPECT_EQ(shown.body, R"({"stream":"tic_1","version":7,"state":)"
                          R"({"title":"a ticket","caller":"王小明","district":"are_420106"}})");
    EXPECT_EQ(header(shown, "ETag"), "\"7\"");
    ASSERT_EQ(world.submit.seen.size(), 1u);
    const auto& look = world.submit.seen[0];
    EXPECT_TRUE(look.stream.starts_with("lok_"));
    EXPECT_EQ(look.purpose, "call_handling");
    EXPECT_EQ(look.command.spec->encode(look.command.value),
              R"({"record":"tic_1","fields":["state"],"purpose":"call_handling","reason":"回拨"})");
    world.submit.outcomes = {ports::Fault{ports::Then::retry_call, "log.disk_full", ""}};
    const auto unrecorded = world.as("officer", stated);
    EXPECT_EQ(unrecorded.status, 503);
    EXPECT_EQ(unrecorded.body.find("王小明"), std::string::npos) << "no record of the look, no look";
}

TEST(Api, ReadingIsRefusedAsTheTableSays) {
    World world;
    world.put_ticket("tic_near", "are_420106");
    world.put_ticket("tic_far", "are_other");
    struct Row {
        const char *who, *path, *purpose, *code;
    };
    for (const Row& row :
         {Row{"officer", "/v1/tickets/tic_far", "call_handling", "access.outside_reach"},
          {"officer", "/v1/tickets/tic_far/timeline", "call_handling", "access.outside_reach"},
          {"officer", "/v1/tickets/tic_none", "call_handling", "api.unknown_record"},
          {"officer", "/v1/tickets/unt_1", "call_handling", "api.unknown_record"},
          {"officer", "/v1/tickets/tic_near", "curiosity", "access.purpose_unknown"},
          {"guest", "/v1/tickets/tic_near", "call_handling", "access.not_permitted"},
          {"officer", "/v1/tickets/tic_near/timeline", "", "access.purpose_required"},
          {"nobody", "/v1/tickets/tic_near", "call_handling", "session.required"}})
        EXPECT_EQ(code(world.as(row.who, {"GET", row.path, "", {{"anlan-purpose", row.purpose}}, {}})),
                  row.code)
            << row.path << " " << row.who;
    EXPECT_TRUE(world.submit.seen.empty());
    World bare{Looks::absent};
    bare.put_ticket("tic_near", "are_420106");
    EXPECT_EQ(code(bare.as("officer",
                           {"GET", "/v1/tickets/tic_near", "", {{"anlan-purpose", "call_handling"}}, {}})),
              "api.looks_not_recorded");
}

TEST(Api, EveryDecisionIsNoted) {
    World world;
    world.put_ticket("tic_far", "are_other");
    for (const char* who : {"officer", "chief"})
        world.as(who, {"GET", "/v1/tickets/tic_far", "", {{"anlan-purpose", "call_handling"}}, {}});
    world.as("guest", {"GET", "/v1/units", "", {}, {}});
    EXPECT_EQ(world.noted,
              "acc_officer ticket.read access.outside_reach\n"
              "acc_chief ticket.read access.role\n"
              "acc_guest unit.read access.not_permitted\n");
}

TEST(Api, ATimelineShowsWhatHappenedPageByPage) {
    World world;
    world.put_ticket("tic_1", "are_420106");
    for (std::uint64_t version = 1; version <= 3; ++version) {
        kernel::Envelope envelope;
        envelope.position = version * 10;
        envelope.version = version;
        envelope.wire = "ticket.opened.v1";
        envelope.payload = R"({"title":"x"})";
        world.records.envelopes.push_back(envelope);
    }
    const auto page = world.as("chief", {"GET",
                                         "/v1/tickets/tic_1/timeline",
                                         "",
                                         {{"anlan-purpose", "call_handling"}},
                                         {{"limit", "2"}, {"first", "2"}}});
    EXPECT_TRUE(page.body.starts_with(R"({"events":[{"position":20,"version":2,"wire":"ticket.opened.v1")"))
        << page.body;
    EXPECT_NE(page.body.find(R"("payload":{"title":"x"})"), std::string::npos);
    EXPECT_TRUE(page.body.ends_with(R"("next":4})"));
    EXPECT_EQ(world.submit.seen.size(), 1u);
}

// A partner sits in the district and sees of it what was shared with its post: without what it says of people
// unless that was shared too. Each look is recorded, and says how much was shown.
TEST(Api, APartnerReadsWhatIsSharedAndNoMoreOfIt) {
    World world;
    const PostId own{"pst_partner"};
    world.put_ticket("tic_district", "are_420106");
    world.put_ticket("tic_unplaced", "");
    world.put_ticket("tic_other", "are_420106", kernel::Shared{PostId{"pst_guards"}, kernel::Extent::all});
    world.put_ticket("tic_part", "are_other", kernel::Shared{own, kernel::Extent::summary});
    world.put_ticket("tic_all", "are_other", kernel::Shared{own, kernel::Extent::all});
    kernel::Envelope envelope;
    envelope.version = 1;
    envelope.wire = "ticket.opened.v1";
    envelope.payload = R"({"title":"x","said":"王小明在三楼"})";
    world.records.envelopes.push_back(envelope);
    const auto ask = [&](const std::string& path) {
        return world.as("partner",
                        {"GET", "/v1/tickets/" + path, "", {{"anlan-purpose", "call_handling"}}, {}});
    };
    for (const char* hidden : {"tic_district", "tic_unplaced", "tic_other", "tic_district/timeline"})
        EXPECT_EQ(code(ask(hidden)), "access.not_shared") << hidden;
    EXPECT_TRUE(world.submit.seen.empty());
    const auto looked = [&] {
        const auto& look = world.submit.seen.back().command;
        return look.spec->encode(look.value);
    };
    EXPECT_EQ(ask("tic_part").body, R"({"stream":"tic_part","version":7,"state":)"
                                    R"({"title":"a ticket","caller":"","district":"are_other"}})");
    EXPECT_NE(looked().find(R"("fields":["state.summary"])"), std::string::npos) << looked();
    const auto timeline = ask("tic_part/timeline").body;
    EXPECT_NE(timeline.find(R"("payload":{"title":"x","said":""})"), std::string::npos) << timeline;
    EXPECT_NE(looked().find(R"("fields":["timeline.summary"])"), std::string::npos) << looked();
    EXPECT_NE(ask("tic_all").body.find("王小明"), std::string::npos);
    EXPECT_NE(looked().find(R"("fields":["state"])"), std::string::npos) << looked();
    EXPECT_NE(ask("tic_all/timeline").body.find("王小明在三楼"), std::string::npos);
    EXPECT_EQ(world.submit.seen.size(), 4u) << "every look is recorded";
    EXPECT_EQ(code(world.as("partner", {"GET", "/v1/tickets/tic_part", "", {}, {}})),
              "access.purpose_required");
}

TEST(Api, APartnersListsObligationsAndQuestionsKeepToWhatIsShared) {
    World world{Looks::kept, {plan_query()}};
    world.records.page.rows = {{"tic_2", 4, {R"({"n":2})", {{"district", "are_420106"}}, true}}};
    EXPECT_EQ(world.as("officer", {"GET", "/v1/tickets", "", {}, {}}).body.find("tic_2"), 20u);
    EXPECT_EQ(world.as("partner", {"GET", "/v1/tickets", "", {}, {}}).body.find("tic_2"), std::string::npos);
    const auto owe = [&](std::string stream, std::string owner, kernel::Scope scope) {
        kernel::Obligation obligation;
        obligation.kind = "answer";
        obligation.owner = PostId{std::move(owner)};
        world.records.owing.push_back({std::move(stream), "ticket", obligation, std::move(scope)});
    };
    const auto district = scope_of(AreaId{"are_420106"});
    auto shared = district;
    shared.shared_with = {{PostId{"pst_partner"}, kernel::Extent::summary}};
    owe("tic_3", "pst_x", district);
    owe("tic_4", "pst_partner", district);
    owe("tic_5", "pst_x", shared);
    const auto owed = world.as("partner", {"GET", "/v1/obligations", "", {}, {}}).body;
    EXPECT_EQ(owed.find("tic_3"), std::string::npos);
    EXPECT_NE(owed.find("tic_4"), std::string::npos) << "what it owes itself";
    EXPECT_NE(owed.find("tic_5"), std::string::npos);
    EXPECT_EQ(world.as("officer", {"GET", "/v1/plans", "", {}, {}}).body, "all");
    EXPECT_EQ(world.as("partner", {"GET", "/v1/plans", "", {}, {}}).body, "none");
}

TEST(Api, SaysWhatBreaksNextAndWhoOwesIt) {
    World world;
    const auto owe = [&](std::string stream, std::string owner, std::string district, int seconds) {
        kernel::Obligation obligation;
        obligation.kind = "answer";
        obligation.owner = PostId{std::move(owner)};
        obligation.due_by = Instant{Seconds{seconds}};
        world.records.owing.push_back(
            {std::move(stream), "ticket", obligation, scope_of(AreaId{std::move(district)})});
    };
    owe("tic_1", "pst_x", "are_420106", 10);
    owe("tic_2", "pst_officer", "are_other", 20);
    owe("tic_3", "pst_x", "are_other", 30);
    const auto streams = [&](const char* who, std::vector<Header> query) {
        const auto body = world.as(who, {"GET", "/v1/obligations", "", {}, std::move(query)}).body;
        std::string found;
        for (const char* stream : {"tic_1", "tic_2", "tic_3"})
            if (body.find(stream) != std::string::npos) found += stream[4];
        return found;
    };
    EXPECT_EQ(streams("officer", {}), "12") << "its district, and what its own post owes elsewhere";
    EXPECT_EQ(streams("chief", {}), "123");
    EXPECT_EQ(streams("guest", {}), "");
    EXPECT_EQ(streams("officer", {{"owner", "me"}}), "2");
    EXPECT_EQ(streams("chief", {{"district", "are_other"}}), "23");
    EXPECT_EQ(streams("chief", {{"due_before", "1970-01-01T00:00:30Z"}}), "12");
    EXPECT_EQ(streams("chief", {{"limit", "1"}}), "1");
    EXPECT_EQ(streams("chief", {{"kind", "close"}}), "");
}

kernel::QuerySpec query(std::string name, std::string path, bool personal) {
    kernel::QuerySpec spec;
    spec.name = std::move(name);
    spec.permission = "plan.read";
    spec.path = std::move(path);
    spec.parameters = {{"text", true, {"文字", "text"}}, {"near", false, {"附近", "near"}}};
    spec.personal = personal;
    spec.answer = [](const kernel::QueryRequest& request) -> Result<std::string, kernel::Refusal> {
        if (request.parameters.at("text") == "bad")
            return Unexpected{kernel::Refusal{"advice.no_point", "no point", kernel::Because::conflict,
                                              kernel::Remedy::none, ""}};
        std::string out = "{";
        for (const auto& [parameter, value] : request.parameters) out += parameter + "=" + value + ";";
        out += request.visible(scope_of(AreaId{"are_other"})) ? "all" : "some";
        return out + "}";
    };
    return spec;
}

TEST(Api, QueriesOfViewsAreAsked) {
    World world{Looks::kept,
                {query("plan.search", "/v1/plans", false),
                 query("plan.history", "/v1/tickets/{ticket_id}/plans", true)}};
    const auto ask = [&](const char* who, const char* path, std::vector<Header> parameters) {
        return world.as(who, {"GET", path, "", {}, std::move(parameters)});
    };
    EXPECT_EQ(ask("officer", "/v1/plans", {{"text", "桥"}}).body, "{text=桥;some}");
    EXPECT_EQ(ask("chief", "/v1/plans", {{"text", "桥"}, {"near", "x"}}).body, "{near=x;text=桥;all}");
    EXPECT_EQ(code(ask("guest", "/v1/plans", {{"text", "x"}})), "access.not_permitted");
    EXPECT_EQ(code(ask("officer", "/v1/plans", {})), "api.parameter_missing");
    EXPECT_EQ(code(ask("officer", "/v1/plans", {{"text", "x"}, {"txet", "y"}})), "api.parameter_unknown");
    EXPECT_EQ(code(ask("officer", "/v1/plans", {{"text", "x"}, {"text", "y"}})), "api.parameter_repeated");
    EXPECT_EQ(code(ask("officer", "/v1/plans", {{"text", "bad"}})), "advice.no_point");
    EXPECT_EQ(code(ask("officer", "/v1/tickets/tic_1/plans", {{"text", "x"}})), "access.purpose_required");
    EXPECT_TRUE(world.submit.seen.empty());
    EXPECT_EQ(ask("officer", "/v1/tickets/tic_1/plans", {{"text", "x"}, {"purpose", "call_handling"}}).body,
              "{text=x;ticket_id=tic_1;some}");
    ASSERT_EQ(world.submit.seen.size(), 1u);
    const auto& look = world.submit.seen[0].command;
    EXPECT_NE(look.spec->encode(look.value).find(R"("record":"tic_1","fields":["plan.history"])"),
              std::string::npos);
}

}  // namespace
}  // namespace anlan::api
